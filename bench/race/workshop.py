"""What a race needs and Signpost does not: made or fetched once, and kept in ``build/``."""

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).parent
WORKSHOP = HERE.parents[1] / "build" / "race"

_SIGNATURE_PAD = "signature_pad@5.1.4"
_QT = "PySide6-Essentials>=6.8,<7"
_LIBRARIES = ("-l:libX11.so.6", "-l:libXtst.so.6")
_FETCH_S = 600


class Missing(Exception):
    """Something that a race needs is not on this computer. The message is what the table says."""


def compiled(name: str, workshop: Path = WORKSHOP) -> Path:
    """Return the program of ``name``.c, compiled here unless it is there and no older.

    Raises:
        Missing: there is no compiler, or none of Xlib's headers.
    """
    source, program = HERE / f"{name}.c", workshop / name
    if program.exists() and program.stat().st_mtime >= source.stat().st_mtime:
        return program
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise Missing("there is no C compiler (Debian: gcc libc6-dev libx11-dev libxtst6)")
    workshop.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        [compiler, "-O2", "-Wall", "-o", program, source, *_LIBRARIES],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        said = (made.stderr.splitlines() or ["nothing"])[0]
        raise Missing(f"{name}.c does not compile (Debian: libc6-dev libx11-dev libxtst6): {said}")
    return program


def signature_pad(workshop: Path = WORKSHOP) -> Path:
    """Return the file of the npm package signature_pad that a page loads.

    Raises:
        Missing: there is no npm, or it could not be fetched.
    """
    script = workshop / "signature_pad.umd.min.js"
    if not script.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise Missing("there is no npm to fetch signature_pad")
        workshop.mkdir(parents=True, exist_ok=True)
        _run([npm, "pack", _SIGNATURE_PAD, "--silent", "--pack-destination", str(workshop)], "signature_pad")
        packed = next(workshop.glob("signature_pad-*.tgz"))
        with tarfile.open(packed) as package, package.extractfile(f"package/dist/{script.name}") as file:  # type: ignore[union-attr]
            script.write_bytes(file.read())
    return script


def qt_python(workshop: Path = WORKSHOP) -> Path:
    """Return a Python that has PySide6, in an environment of its own.

    Raises:
        Missing: it could not be fetched.
    """
    environment = workshop / "qt"
    python, ready = environment / "bin" / "python", environment / ".ready"
    if not ready.exists():
        _run([sys.executable, "-m", "venv", str(environment)], "an environment for PySide6")
        _run([str(python), "-m", "pip", "install", "--quiet", _QT], "PySide6")
        ready.touch()
    return python


def chromium() -> str:
    """Return the browser's program.

    Raises:
        Missing: it is not installed.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise Missing("Chromium is not installed")
    return found


def _run(command: list[str], what: str) -> None:
    try:
        subprocess.run(command, capture_output=True, text=True, check=True, timeout=_FETCH_S)
    except (subprocess.SubprocessError, OSError) as error:
        said = getattr(error, "stderr", None) or str(error)
        raise Missing(f"{what} could not be had: {said.strip().splitlines()[-1][:120]}") from error
