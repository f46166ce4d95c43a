"""Codes that people read to one another."""


def spaced(code: str) -> str:
    """Return a code of eight figures in the two groups it is read out in: ``557A 8226``."""
    return f"{code[:4]} {code[4:]}"
