"""The object store: bundles by key, each put there once and never overwritten."""

import os
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url


class ObjectConflictError(ValueError):
    """There are other bytes under that key."""


class StoreError(OSError):
    """The object store did not do what it was asked."""


class Objects:
    """Bundles in an object store: a local folder, or whatever obstore reaches by URL.

    Raises:
        StoreError: for a URL that leads to none.
    """

    def __init__(self, url: str) -> None:
        self._store: ObjectStore
        self._folder: Path | None = None
        try:
            if url.startswith("file:"):
                local = LocalStore.from_url(url, mkdir=True)
                self._store, self._folder = local, local.prefix
            else:
                self._store = from_url(url)
        except (BaseError, OSError, ValueError) as error:
            sentence = str(error).partition("\n")[0]
            raise StoreError(f"{url} cannot be used as an object store: {sentence}") from error

    def keep(self, key: str, content: bytes, *, repair: bool = False) -> None:
        """Have ``content`` under ``key``, on the disk when this returns. The same bytes again are welcome.

        Args:
            key: where, with ``/`` between its parts.
            content: what to keep.
            repair: put it in the place of other bytes. For the caller who knows that those are damaged.

        Raises:
            ObjectConflictError: where other bytes are there.
            StoreError: where the store does not do it.
        """
        try:
            # One request, never multipart: only a single put is create-only in every store.
            obstore.put(
                self._store, key, content, mode="overwrite" if repair else "create", use_multipart=False
            )
        except AlreadyExistsError as error:
            if self.read(key) != content:
                raise ObjectConflictError(f"other bytes are kept as {key}") from error
        except (BaseError, OSError) as error:
            raise StoreError(f"the object store did not take {key}: {error}") from error
        if self._folder:
            try:
                _flush(self._folder, self._folder / key)
            except OSError as error:
                raise StoreError(f"{key} could not be flushed to the disk: {error}") from error

    def read(self, key: str) -> bytes | None:
        """Return the bytes under ``key``, or None where there are none.

        Raises:
            StoreError: where the store does not answer.
        """
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except (NotFoundError, FileNotFoundError):
            return None
        except (BaseError, OSError) as error:
            raise StoreError(f"the object store did not give {key}: {error}") from error


def _flush(root: Path, file: Path) -> None:
    """Flush a file and the folders that lead to it; obstore's LocalStore leaves all of it to the kernel."""
    folders = [folder for folder in file.parents if folder.is_relative_to(root)]
    for path in (file, *folders):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
