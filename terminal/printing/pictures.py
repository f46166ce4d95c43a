"""The pictures on a slip as masks of dots: the signature, the finger's impression, the QR code."""

from io import BytesIO

from PIL import Image, ImageChops, ImageFilter, ImageOps

from terminal.inkline import Nib, bends, outlines
from terminal.model.ink import Ink

from .dots import Dots

_THIN_DOTS, _BROADEST_DOTS = 2.4, 5.0
"""The thinnest and the broadest line of a signature: less breaks up on a thermal head, more is a felt pen."""

_OFF_DOTS = 0.05
"""How far beside a line it may be drawn: at a tenth of a dot, one dot in a hundred is another."""

_RIDGE_DOTS = 9
"""From one ridge to the next at the size that fingers are printed: half a millimetre, twice enlarged."""

_RIDGE_GAIN = 3.0
"""How much a ridge stands out from the skin around it, so that dry and wet fingers print alike."""

_NO_SKIN = 196
"""Sensors show the glass around a finger lighter than this, of 255."""


def ink_picture(ink: Ink, width: int, height: int) -> Image.Image:
    """Draw a signature again from its samples, as large as fits, and no wider than it is; crisp, never dithered.

    The same line as on the glass, in width between what a thermal head shows and what fits the slip.
    """
    left, top, right, bottom = ink.box
    if right <= left and bottom <= top:
        return Image.new("L", (1, 1))
    broad = min(_BROADEST_DOTS, height / 8)
    across, down = max(1.0, right - left), max(1.0, bottom - top)
    dots = min((width - 2 * broad) / across, (height - 2 * broad) / down)
    nib = Nib(dots * 100, _THIN_DOTS / dots / 100, broad / dots / 100)
    size = (round(across * dots + 2 * broad), round(down * dots + 2 * broad))
    dx, dy = size[0] / 2 - (left + right) / 2 * dots, size[1] / 2 - (top + bottom) / 2 * dots
    picture = Dots(*size, dx, dy)
    for stroke in ink.strokes:
        for outline in outlines(bends(stroke, nib, _OFF_DOTS)):
            picture.fill(outline)
    return picture.image()


def flat_picture(png: bytes, width: int, height: int) -> Image.Image:
    """Make dots of the flat picture of a signature, where only its owner can read the samples."""
    with Image.open(BytesIO(png)) as opened:
        mask = ImageOps.invert(opened.convert("L"))
    box = mask.getbbox() or (0, 0, *mask.size)
    inside = mask.crop(box)
    scale = min(width / inside.width, height / inside.height)
    size = (max(1, round(inside.width * scale)), max(1, round(inside.height * scale)))
    return ImageOps.autocontrast(inside.resize(size, Image.Resampling.LANCZOS))


def impression_picture(png: bytes, width: int) -> Image.Image:
    """Make dots of a pressed finger, as ink on paper would look.

    Each ridge is judged against the skin around it, and what is left of grey becomes fine dots (error
    diffusion): ridges print black, valleys white, and edges of the finger fade out.
    """
    with Image.open(BytesIO(png)) as opened:
        grey = opened.convert("L")
    size = (width, max(1, round(grey.height * width / grey.width)))
    grey = grey.resize(size, Image.Resampling.BICUBIC)
    around = grey.filter(ImageFilter.BoxBlur(_RIDGE_DOTS))
    ridges = ImageChops.subtract(grey, around, scale=1 / _RIDGE_GAIN, offset=128)
    glass = around.point([min(255, max(0, (level - _NO_SKIN) * 8)) for level in range(256)])
    return ImageOps.invert(ImageChops.lighter(ridges, glass)).convert("1").convert("L")


def capitals(claims: str) -> str:
    """Return what a QR code's own alphabet can say: small letters become capitals, what it has not, a hyphen."""
    known = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    return "".join(letter if letter in known else "-" for letter in claims.upper())


def qr_picture(claims: str, module: int) -> Image.Image:
    """Draw a QR code of letters, figures and `` $%*+-./:`` without its quiet zone; ``module`` dots a square.

    Level M: a code of which a seventh is creased or faded still reads.
    """
    from zxingcpp import BarcodeFormat, create_barcode  # noqa: PLC0415 - in the printer's process alone

    code = create_barcode(claims, BarcodeFormat.QRCode, ec_level="M")
    return ImageOps.invert(Image.fromarray(code.to_image(scale=module, add_quiet_zones=False)))
