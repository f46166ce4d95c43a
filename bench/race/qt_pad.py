"""A pad as a QWidget that draws each segment into a picture, and shows the dirty rectangle of it.

Run by a Python that has PySide6. It prints an empty line when it is up. A press of the right button wipes it, and
prints what it kept as one line, "X,Y X,Y ...".
"""

import sys

from PySide6.QtCore import QCoreApplication, QLine, QPoint, Qt  # type: ignore[import-not-found]
from PySide6.QtGui import (  # type: ignore[import-not-found]
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QWidget  # type: ignore[import-not-found]

LINE_PX = 4
PEN = QPen(QColor("#1b2a4a"), LINE_PX, Qt.SolidLine, Qt.RoundCap)

SPARE = [None] * 10_000_000
"""PySide6 6.12 gives a reference to None back that it never had, at each paint; Python 3.11 counts them, to zero."""


class Pad(QWidget):  # type: ignore[misc]
    """Paper, all over the window."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self.setAttribute(Qt.WA_OpaquePaintEvent)
        self.resize(width, height)
        self._picture = QImage(width, height, QImage.Format_RGB32)
        self._kept: list[str] = []
        self._last = QPoint()
        self._wipe()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Begin a stroke, or say what was kept."""
        if event.button() == Qt.RightButton:
            print(" ".join(self._kept), flush=True)
            self._wipe()
        else:
            self._last = event.position().toPoint()
            self._draw(self._last)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw to where the pointer is."""
        if event.buttons() & Qt.LeftButton:
            self._draw(event.position().toPoint())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Show what is dirty."""
        painter = QPainter(self)
        painter.drawImage(event.rect(), self._picture, event.rect())
        painter.end()

    def _draw(self, point: QPoint) -> None:
        line = QLine(self._last, point)
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.Antialiasing)
        painter.setPen(PEN)
        painter.drawLine(line)
        painter.end()
        self._kept.append(f"{point.x()},{point.y()}")
        self._last = point
        left, right = sorted((line.x1(), line.x2()))
        top, bottom = sorted((line.y1(), line.y2()))
        self.update(
            left - LINE_PX, top - LINE_PX, right - left + 2 * LINE_PX + 1, bottom - top + 2 * LINE_PX + 1
        )

    def _wipe(self) -> None:
        self._picture.fill(Qt.white)
        self._kept.clear()
        self.update()


def main() -> None:
    """Show a pad as large as the display, until killed."""
    QCoreApplication.setAttribute(Qt.AA_CompressHighFrequencyEvents, False)  # Qt would else leave points out
    app = QApplication(sys.argv)
    screen = app.primaryScreen().size()
    pad = Pad(screen.width(), screen.height())
    pad.setWindowFlag(Qt.FramelessWindowHint)
    pad.move(0, 0)
    pad.show()
    print(flush=True)
    app.exec()


if __name__ == "__main__":
    main()
