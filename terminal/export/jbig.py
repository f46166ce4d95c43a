"""A signature as JBIG1 (ITU-T T.82), the black-and-white picture that Chinese acquirers' 电签 uploads carry.

Markus Kuhn's ``pbmtojbg`` makes it: the reference implementation, in Debian's ``jbigkit-bin``. It is a program under
the GPL that is called where it is installed, and no part of Signpost.
"""

import shutil
import subprocess
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from terminal.fonts import Font, find_fonts
from terminal.inkline import Nib, bends, box
from terminal.model.ink import Ink, Point, Stroke

from .png import ink_mask

PROGRAM = "pbmtojbg"
PACKAGE = "jbigkit-bin"
MEDIA_TYPE = "image/jbig"

_WITHIN_S = 30
_MARGIN_PX = 2
_CODE_PX = 13
"""How high the match code's digits are: as Verifone's terminals for China draw them behind the ink."""

_INK = 112
"""From this coverage on (of 255) a pixel is black: somewhat below the half, so that thin lines stay whole."""


class NoJbig(RuntimeError):
    """JBIG cannot be made here. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large the picture is, in pixels. An acquirer's interface says which it wants.

    What is taken unless another is asked for is the pad of Verifone's terminals for China (VX 680, VX 820).
    """

    width: int = 240
    height: int = 120

    @classmethod
    def read(cls, text: str) -> "Size":
        """Return the size in ``240x80``.

        Raises:
            ValueError: it is none, or none for a signature.
        """
        width, _, height = text.lower().replace("×", "x").partition("x")
        if not (width.isdecimal() and height.isdecimal() and min(int(width), int(height)) >= 16):
            raise ValueError(f"{text!r} is no size of a picture, such as 240x120")
        if max(int(width), int(height)) > 4096:
            raise ValueError(f"{text} is larger than a signature needs: 4096 at the most")
        return cls(int(width), int(height))


def bilevel(ink: Ink, match_code: str, size: Size) -> Image.Image:
    """Return a signature in black and white, as large as fits, in the middle (mode "1", ink is black).

    A picture this small has no room for the empty rest of the pad, so only the ink counts. The match code is spread
    behind it, as it was on the glass.
    """
    drawn = [dab for stroke in ink.strokes for dab in bends(stroke, Nib(1), 0.01)]
    left, top, right, bottom = box(drawn)
    room = (size.width - 2 * _MARGIN_PX, size.height - 2 * _MARGIN_PX)
    scale = min(room[0] / max(right - left, 1e-6), room[1] / max(bottom - top, 1e-6), 20.0)
    nib = Nib(scale, thin_mm=max(0.5, 1.2 / scale), thick_mm=max(1.1, 2.4 / scale))
    off = ((size.width / scale - left - right) / 2 * 100, (size.height / scale - top - bottom) / 2 * 100)
    moved = [_moved(stroke, off) for stroke in ink.strokes]
    mask = ink_mask(moved, nib, (size.width, size.height))
    image = Image.new("1", (size.width, size.height), 1)
    _draw_behind(image, match_code)
    image.paste(0, mask=mask.point([255 * (covered >= _INK) for covered in range(256)]).convert("1"))
    return image


def _draw_behind(image: Image.Image, match_code: str) -> None:
    font = ImageFont.truetype(find_fonts()[Font.CODE], _CODE_PX)
    draw = ImageDraw.Draw(image)
    step = image.width / max(1, len(match_code))
    for place, digit in enumerate(match_code):
        draw.text(((place + 0.5) * step, image.height / 2), digit, 0, font, anchor="mm")


def signature_jbig(ink: Ink, match_code: str, size: Size) -> bytes:
    """Return a signature as JBIG1 in one resolution layer.

    Raises:
        NoJbig: the program for it is not installed, or failed.
    """
    program = shutil.which(PROGRAM)
    if not program:
        raise NoJbig(f"JBIG is made by {PROGRAM}, which is not here: apt install {PACKAGE}")
    pbm = BytesIO()
    bilevel(ink, match_code, size).save(pbm, "PPM")
    try:
        # -q: one layer, sequential; readers in terminals and at acquirers seldom know more.
        made = subprocess.run(
            [program, "-q", "-"],
            input=pbm.getvalue(),
            capture_output=True,
            check=True,
            timeout=_WITHIN_S,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NoJbig(f"{PROGRAM} failed: {error}") from error
    return made.stdout


def _moved(stroke: Stroke, off: tuple[float, float]) -> Stroke:
    across, down = off
    points = tuple(Point(p.x + across, p.y + down, p.t_ns, p.pressure, p.tilt) for p in stroke.points)
    return Stroke(stroke.tool, points, broken=stroke.broken)
