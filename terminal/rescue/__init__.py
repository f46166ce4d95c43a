"""Rescue: what can still be read of a dead unit, out of its folder, its store, a backup, or an image of its card.

The source is never written to. A store that SQLite refuses is read page by page, whatever of it is left; each
record then proves by its own seal whether it is what the terminal kept.
"""


class RescueError(ValueError):
    """Nothing can be rescued from there. The message says why, and what to try."""
