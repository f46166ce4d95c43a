/* The floor: a pad in Xlib alone, which draws a line from each point to the next, jagged and of one width.
 *
 * It prints an empty line when it is up. A press of the third button wipes it, and prints what it kept as one line,
 * "X,Y X,Y ...".
 */
#include <X11/Xlib.h>
#include <stdio.h>

#define MOST (1 << 20)
#define LINE_PX 4
#define INK 0x1b2a4a
#define PAPER 0xffffff

static int kept[MOST][2];

int main(void) {
    Display *display = XOpenDisplay(NULL);
    if (!display) return fputs("pad: there is no display\n", stderr), 1;
    int screen = DefaultScreen(display), count = 0, x = 0, y = 0;
    Window window = XCreateSimpleWindow(display, RootWindow(display, screen), 0, 0, DisplayWidth(display, screen),
                                        DisplayHeight(display, screen), 0, INK, PAPER);
    XSelectInput(display, window, ButtonPressMask | ButtonReleaseMask | Button1MotionMask);
    XMapWindow(display, window);
    GC pen = XCreateGC(display, window, 0, NULL);
    XSetForeground(display, pen, INK);
    XSetLineAttributes(display, pen, LINE_PX, LineSolid, CapRound, JoinRound);
    XSync(display, False);
    puts("");
    fflush(stdout);
    for (XEvent event;;) {
        XNextEvent(display, &event);
        if (event.type == ButtonPress && event.xbutton.button == 3) {
            for (int i = 0; i < count; i++) printf("%d,%d ", kept[i][0], kept[i][1]);
            puts("");
            fflush(stdout);
            count = 0;
            XClearWindow(display, window);
            continue;
        }
        if (event.type == ButtonPress && event.xbutton.button == 1) x = event.xbutton.x, y = event.xbutton.y;
        if (event.type == MotionNotify || (event.type == ButtonPress && event.xbutton.button == 1)) {
            XDrawLine(display, window, pen, x, y, event.xmotion.x, event.xmotion.y);
            XFlush(display);
            x = event.xmotion.x, y = event.xmotion.y;
            if (count < MOST) kept[count][0] = x, kept[count++][1] = y;
        }
    }
}
