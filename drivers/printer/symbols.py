"""QR codes that a printer draws by itself (GS ( k, kind 49)."""

from __future__ import annotations

from PIL import Image

# GS ( k fn 69: 48 to 51 are L, M, Q, H; the numbers on the right are the QR standard's own.
_CORRECTION = {48: 1, 49: 0, 50: 3, 51: 2}


class QrCode:
    """Keeps what was set and stored, and draws it when told to."""

    KIND = 49

    def __init__(self) -> None:
        self._dots = 3
        self._correction = 1
        self._content = b""

    def obey(self, kind: int, function: int, data: bytes) -> Image.Image | None:
        """Carry out one function; returns the symbol when it is to be printed."""
        if kind != self.KIND:
            return None
        if function == 67 and data:
            self._dots = min(16, max(1, data[0]))
        elif function == 69 and data:
            self._correction = _CORRECTION.get(data[0], 1)
        elif function == 80:
            self._content = data[1:]
        elif function == 81 and self._content:
            return self._draw()
        return None

    def _draw(self) -> Image.Image | None:
        import qrcode  # noqa: PLC0415  only for printers that are asked to draw one

        code = qrcode.QRCode(error_correction=self._correction, border=0)
        code.add_data(self._content)
        try:
            code.make(fit=True)
        except ValueError:  # more than the largest symbol holds: a printer prints nothing
            return None
        modules = code.get_matrix()
        symbol = Image.new("1", (len(modules), len(modules)), 0)
        symbol.putdata([int(dark) for row in modules for dark in row])
        side = len(modules) * self._dots
        return symbol.resize((side, side), Image.Resampling.NEAREST)
