"""Codes that people read to one another."""


def spaced(code: str) -> str:
    """Return a code of eight figures in the two groups it is read out in: ``557A 8226``."""
    return f"{code[:4]} {code[4:]}"


def short_key(thumbprint: str) -> str:
    """Return the beginning of a key's thumbprint in the groups it is compared in: ``mJ4x 9Qfa 0rTz``."""
    return " ".join(thumbprint[start : start + 4] for start in (0, 4, 8))
