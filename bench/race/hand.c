/* A hand and an eye on one display: moves the pointer by XTEST, and watches the framebuffer for the ink.
 *
 *   hand DISPLAY FRAMEBUFFER tap X Y BUTTON
 *   hand DISPLAY FRAMEBUFFER write RATE_HZ REST_MS < strokes
 *
 * A stroke is a line for each point, "X Y", and an empty line ends it. Written, each point is answered by a line:
 * the nanoseconds until there was ink at it, -1 where none came, -2 where there was ink before. Each stroke is
 * answered by one more, "rest A B": whether ink was at its last point while the pen rested there, and after it
 * was lifted.
 *
 * FRAMEBUFFER is the file that Xvfb keeps under -fbdir: an XWD header, then the pixels themselves.
 */
#define _GNU_SOURCE
#include <X11/Xlib.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>

/* From libXtst, whose library is where a browser is, but whose header seldom is. */
extern int XTestFakeMotionEvent(Display *, int screen, int x, int y, unsigned long delay_ms);
extern int XTestFakeButtonEvent(Display *, unsigned button, Bool pressed, unsigned long delay_ms);

#define MOST 4096
#define DARK 110            /* paper is lighter than that, ink darker: the green of its pixels */
#define LIFTED_MS 250       /* how long to wait for a last segment after the pen was lifted */
#define NO_INK (-1)
#define INKED_BEFORE (-2)

static const volatile uint8_t *pixels;
static uint32_t width, height, stride;

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until(int64_t ns) {
    struct timespec t = {ns / 1000000000, ns % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL)) {
    }
}

static uint32_t field(const uint8_t *header, int number) {
    const uint8_t *at = header + 4 * number;
    return (uint32_t)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

static int look_at(const char *path) {
    struct stat status;
    int file = open(path, O_RDONLY);
    if (file < 0 || fstat(file, &status) < 0) return 0;
    const uint8_t *all = mmap(NULL, status.st_size, PROT_READ, MAP_SHARED, file, 0);
    if (all == MAP_FAILED || field(all, 11) != 32) return 0;
    width = field(all, 4), height = field(all, 5), stride = field(all, 12);
    pixels = all + field(all, 0) + field(all, 19) * 12; /* behind the header and the colour map */
    return 1;
}

/* Ink is seen in the point's own pixel or one beside it: smooth lines run within a pixel of their points. */
static int inked(int x, int y) {
    for (int row = y - 1; row <= y + 1; row++)
        for (int column = x - 1; column <= x + 1; column++)
            if (row >= 0 && column >= 0 && row < (int)height && column < (int)width
                && pixels[row * stride + column * 4 + 1] < DARK)
                return 1;
    return 0;
}

struct point {
    int x, y;
    int64_t sent_ns, took_ns;
};

static struct point points[MOST];
static int first_waiting, put;

/* Watch the points that wait for their ink, until all have it or it is late; return whether all have it. */
static int watch(int64_t until_ns) {
    for (;;) {
        int waiting = 0;
        for (int i = first_waiting; i < put; i++) {
            struct point *point = &points[i];
            if (point->took_ns != NO_INK) continue;
            if (inked(point->x, point->y))
                point->took_ns = now_ns() - point->sent_ns;
            else
                waiting++;
        }
        while (first_waiting < put && points[first_waiting].took_ns != NO_INK) first_waiting++;
        if (!waiting) return 1;
        if (now_ns() >= until_ns) return 0;
    }
}

static void rest_until(int64_t ns) {
    watch(ns);
    sleep_until(ns);
}

static void write_stroke(Display *display, int count, int64_t period_ns, int64_t rest_ns) {
    first_waiting = put = 0;
    XTestFakeMotionEvent(display, -1, points[0].x, points[0].y, 0);
    XSync(display, False);
    int64_t due_ns = now_ns() + 20000000;
    sleep_until(due_ns);
    for (int i = 0; i < count; i++) {
        struct point *point = &points[i];
        point->took_ns = inked(point->x, point->y) ? INKED_BEFORE : NO_INK;
        point->sent_ns = now_ns();
        if (i)
            XTestFakeMotionEvent(display, -1, point->x, point->y, 0);
        else
            XTestFakeButtonEvent(display, 1, True, 0);
        XFlush(display);
        put = i + 1;
        due_ns += period_ns;
        rest_until(i + 1 < count ? due_ns : due_ns + rest_ns);
    }
    int rested = points[count - 1].took_ns != NO_INK;
    XTestFakeButtonEvent(display, 1, False, 0);
    XFlush(display);
    watch(now_ns() + LIFTED_MS * 1000000LL);
    XSync(display, False); /* a server may pass over what a client said just before it left */
    for (int i = 0; i < count; i++) printf("%lld\n", (long long)points[i].took_ns);
    printf("rest %d %d\n", rested, points[count - 1].took_ns != NO_INK);
    fflush(stdout);
}

int main(int count, char **words) {
    if (count < 6) return fputs("hand DISPLAY FRAMEBUFFER tap X Y BUTTON | write RATE_HZ REST_MS\n", stderr), 2;
    Display *display = XOpenDisplay(words[1]);
    if (!display) return fputs("hand: there is no such display\n", stderr), 1;
    if (!look_at(words[2])) return fputs("hand: this is no framebuffer of 32 bits a pixel\n", stderr), 1;
    prctl(PR_SET_TIMERSLACK, 1000); /* ns: points leave when they are due */
    if (!strcmp(words[3], "tap") && count == 7) {
        XTestFakeMotionEvent(display, -1, atoi(words[4]), atoi(words[5]), 0);
        XTestFakeButtonEvent(display, atoi(words[6]), True, 0);
        XTestFakeButtonEvent(display, atoi(words[6]), False, 60);
        XSync(display, False);
        return 0;
    }
    int64_t period_ns = (int64_t)(1e9 / atof(words[4])), rest_ns = (int64_t)(atof(words[5]) * 1e6);
    char line[64];
    int length = 0;
    while (fgets(line, sizeof line, stdin)) {
        struct point *point = &points[length];
        if (length < MOST && sscanf(line, "%d %d", &point->x, &point->y) == 2) {
            length++;
        } else if (length) {
            write_stroke(display, length, period_ns, rest_ns);
            length = 0;
        }
    }
    return 0;
}
