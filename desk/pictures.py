"""Pictures on their way to the page."""

import io
from base64 import b64encode
from functools import lru_cache

from PIL import Image, ImageOps

from drivers.fingerprint.fingers import FINGERS, Manner, render

_SENSOR_PX = (192, 192)
_THUMB_PX = (96, 120)
_SKIN, _RIDGE = "#F6E7DA", "#8A5A44"


def png(image: Image.Image) -> bytes:
    """Return a picture as PNG, quickly rather than small."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def data_url(image: Image.Image) -> str:
    """Return a picture as an address that holds it."""
    return "data:image/png;base64," + b64encode(png(image)).decode()


@lru_cache(maxsize=8)
def finger_png(number: int) -> bytes:
    """Return how the tip of one of FINGERS looks. The first time takes a few tenths of a second.

    Raises:
        IndexError: there is no such finger.
    """
    seen = Image.frombytes("L", _SENSOR_PX, render(FINGERS[number], *_SENSOR_PX, Manner.GOOD))
    tip = ImageOps.fit(seen, _THUMB_PX, Image.Resampling.LANCZOS)
    return png(ImageOps.colorize(tip, black=_RIDGE, white=_SKIN))
