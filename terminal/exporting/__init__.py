"""Exporting: records leave the terminal as files, in a folder or on a USB stick, each read back after it was written.

What the files are is in ``terminal.export``; here is which records, under which names, and where to.
"""


class ExportError(RuntimeError):
    """Nothing can be exported. The message says why, and what to do."""
