"""The pictures on a slip, by themselves."""

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from terminal.printing.pictures import capitals, qr_picture

CLAIMS = capitals("signpost2 01a20b0d7f417ff9910a77497d21b6be sp-0031 inv-2041 1280.00 cny 20261123t063107z")


def by_another_library(claims: str, mask: int) -> Image.Image:
    """Return the code as python-qrcode draws it: an encoder of its own, with one of the standard's eight masks."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=mask)
    code.add_data(claims)
    squares = code.get_matrix()
    drawn = Image.new("L", (len(squares), len(squares)))
    drawn.putdata([255 * dark for row in squares for dark in row])
    return drawn


def test_a_code_is_what_other_encoders_make_of_the_same_words() -> None:
    squares = qr_picture(CLAIMS, 1).tobytes()
    assert squares in {by_another_library(CLAIMS, mask).tobytes() for mask in range(8)}


def test_each_square_of_a_code_is_as_large_as_asked() -> None:
    small = qr_picture(CLAIMS, 1)
    side = small.width * 4
    assert qr_picture(CLAIMS, 4).tobytes() == small.resize((side, side), Image.Resampling.NEAREST).tobytes()
    assert small.getpixel((0, 0)) == 255, "the corner of a finder, without a quiet zone"
