"""Backup and restore: the whole store in one file that proves itself, and back from it.

A backup is a ZIP that any tool opens: ``store.sqlite`` as it was at one instant, the unit's certificates, and a
manifest that the terminal signed. Encrypted to somebody (age), it holds the unit's keys and tokens as well.
"""

SNAPSHOT = "store.sqlite"
MANIFEST = "manifest.json"
SIGNED_MANIFEST = "manifest.jws"
SETTINGS = "signpost.toml"
SUFFIX = ".backup"
ENCRYPTED = f"{SUFFIX}.age"


class BackupError(ValueError):
    """A backup cannot be made, opened or restored. The message says why, and what to do."""
