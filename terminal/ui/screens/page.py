"""A page of what is read: something that lays itself out in a room."""

from collections.abc import Callable

from terminal.ui.layout import Layout
from terminal.ui.rect import Rect

Page = Callable[[Layout, Rect], None]
