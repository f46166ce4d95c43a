"""What a long piece of work is doing, and how far it has come: for whoever waits for it."""

from collections.abc import Callable

Told = Callable[[str, int, int], None]
"""Told the step, in words, and how many bytes or records of how many are done."""


class Steps:
    """The steps of a piece of work. Nobody is told unless somebody asks to be."""

    def __init__(self, told: Told = lambda _what, _done, _of: None) -> None:
        self._told = told

    def of(self, what: str) -> Callable[[int, int], None]:
        """Return what tells how far one step has come."""
        return lambda done, of: self._told(what, done, of)
