"""The name of the terminal's own key, for whoever shows it and has no key."""

from pathlib import Path


def own_thumbprint(certificate_file: Path) -> str:
    """Return the RFC 7638 thumbprint of the key in the terminal's certificate; empty where there is none to read."""
    if not certificate_file.exists():
        return ""
    from .errors import KeyUnfit  # noqa: PLC0415
    from .keys import certificate_thumbprint  # noqa: PLC0415 - cryptography, once somebody asks

    try:
        return certificate_thumbprint(certificate_file)
    except KeyUnfit:
        return ""  # doctor says what is wrong with it
