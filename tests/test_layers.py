"""Who may import whom: the diagram in docs/architecture.md, kept true."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

VALUES = {"terminal.model"}
WORDS = {
    "terminal.i18n", "terminal.typeset", "terminal.fonts", "terminal.linebreak", "terminal.script", "terminal.inkline",
    "terminal.pseudo",
}  # fmt: skip
TOOLS = {"terminal.config", "terminal.clock", "terminal.ids", "terminal.doorbell"}
SESSION = VALUES | {"terminal.session"}

MAY_IMPORT = {
    "drivers": {"drivers"},
    "terminal.model": VALUES,
    "terminal.session": SESSION,
    "terminal.config": VALUES,
    "terminal.clock": VALUES,
    "terminal.ids": set(),
    "terminal.doorbell": set(),
    "terminal.halting": set(),
    "terminal.clockwatch": VALUES,
    "terminal.starting": VALUES | {"terminal.clock", "terminal.config", "terminal.store"},
    "terminal.inbox": set(),
    "terminal.worker": set(),
    "terminal.timers": set(),
    "terminal.watchdog": set(),
    "terminal.fonts": set(),
    "terminal.linebreak": set(),
    "terminal.script": set(),
    "terminal.inkline": VALUES,
    "terminal.typeset": WORDS,
    "terminal.i18n": WORDS,
    "terminal.pseudo": WORDS,
    "terminal.ui": SESSION | WORDS | {"terminal.ui", "terminal.export", "terminal.inbox", "terminal.pages"},
    "terminal.evidence": VALUES | {"terminal.evidence"},
    "terminal.store": SESSION | {"terminal.store"},
    "terminal.export": SESSION | WORDS | {"terminal.export", "terminal.evidence"},
    "terminal.printing": SESSION | WORDS | TOOLS
    | {"terminal.printing", "terminal.store", "terminal.evidence", "terminal.export", "drivers"},
    "terminal.pages": VALUES | {"terminal.pages"},
    "terminal.paging": SESSION | {"terminal.pages", "terminal.store"},
    "terminal.till": SESSION | TOOLS
    | {"terminal.till", "terminal.pages", "terminal.store", "terminal.evidence", "terminal.export"}
    | {"terminal.watchdog"},
    "terminal.verifying": VALUES | {"terminal.verifying", "terminal.store", "terminal.evidence"},
    "terminal.upload": VALUES | TOOLS | {"terminal.upload", "terminal.store", "terminal.evidence", "terminal.export"}
    | {"terminal.retention"},
    "terminal.retention": VALUES | TOOLS | {"terminal.retention", "terminal.store", "terminal.evidence"},
    "terminal.rescue": VALUES
    | {"terminal.rescue", "terminal.backup", "terminal.store", "terminal.evidence", "terminal.upload"},
    "terminal.telling": VALUES | {"terminal.i18n", "terminal.export"},
    "terminal.exporting": VALUES | TOOLS
    | {"terminal.exporting", "terminal.store", "terminal.evidence", "terminal.export"}
    | {"terminal.i18n", "terminal.telling"},
    "terminal.backup": VALUES | {"terminal.backup", "terminal.store", "terminal.evidence"},
    "terminal.pin": SESSION | TOOLS | {"terminal.evidence"},
    "terminal.staff_fingers": {"terminal.evidence"},
    "terminal.staff_views": SESSION | {"terminal.store", "terminal.export"},
    "terminal.trying": SESSION | TOOLS | {"terminal.i18n", "terminal.store"},
    "terminal.paperwork": SESSION | {"terminal.staff_views", "terminal.store"},
    "terminal.staffing": SESSION
    | TOOLS
    | {"terminal.staff_views", "terminal.trying", "terminal.paperwork", "terminal.store"},
    "terminal.keeping": SESSION | TOOLS
    | {"terminal.clockwatch", "terminal.store", "terminal.evidence", "terminal.export"},
    "terminal.sensing": SESSION | TOOLS | {"terminal.i18n", "drivers"},
    "terminal.panelling": VALUES | {"drivers"},
    "terminal.packets": SESSION,
    "terminal.staff_performer": SESSION | TOOLS
    | {"terminal.i18n", "terminal.packets", "terminal.panelling", "terminal.pin", "terminal.sensing"}
    | {"terminal.staff_fingers", "terminal.staffing", "terminal.worker", "drivers"},
    "terminal.performer": SESSION | TOOLS
    | {"terminal.keeping", "terminal.paging", "terminal.panelling", "terminal.staff_performer", "terminal.sensing"}
    | {"terminal.inbox", "terminal.timers", "terminal.worker", "drivers"},
    "terminal.wiring": TOOLS | {"drivers"},
    "terminal.touching": TOOLS | {"terminal.ui"},
    "terminal.stepping": TOOLS | {"terminal.watchdog"},
    "terminal.loop": SESSION | TOOLS
    | {"terminal.performer", "terminal.inbox", "terminal.timers", "terminal.watchdog"},
    "terminal.cli": {"terminal", "drivers"},
    "terminal.main": {"terminal", "drivers"},
    "archive": {"archive", "terminal.evidence", *VALUES},
    "desk": {"desk", "terminal", "drivers", "archive"},
}  # fmt: skip

ONLY_IN = {
    "pygame": {"terminal/ui"},
    "serial": {"drivers/fingerprint", "drivers/printer/escpos.py"},
    "adafruit_fingerprint": {"drivers/fingerprint"},
    "escpos": {"drivers/printer/escpos.py"},
    "gpiozero": {"drivers/panel"},
    "apsw": {"terminal/store"},
    "numpy": {"drivers/fingerprint", "desk"},
    "evdev": {"terminal/ui"},
    "pypdfium2": {"terminal/pages"},
}

PURE = ("terminal/model", "terminal/session")
STANDARD = {
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "hashlib",
    "itertools",
    "json",
    "math",
    "typing",
}


SOURCES = [
    path
    for package in ("terminal", "drivers", "archive", "desk")
    for path in sorted((ROOT / package).rglob("*.py"))
]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> Iterator[str]:
    """Yield the full names of the modules that a file imports, at its top or later."""
    here = module_of(path).split(".")
    package = here if path.name == "__init__.py" else here[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{name.name}" for name in node.names if module in {"terminal", "drivers"})


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def layer_of(module: str) -> str | None:
    found = [layer for layer in MAY_IMPORT if within(module, layer)]
    return max(found, key=len, default=None)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_import_follows_the_arrows(path: Path) -> None:
    module = module_of(path)
    if module == "terminal":
        return
    layer = layer_of(module)
    assert layer, f"{module} is in no layer: give it a place in MAY_IMPORT"
    for imported in imports_of(path):
        if (
            imported.partition(".")[0] in {"terminal", "drivers", "archive", "desk"}
            and imported != "terminal"
        ):
            allowed = MAY_IMPORT[layer]
            assert any(within(imported, each) for each in allowed), f"{module} may not import {imported}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_library_stays_behind_its_door(path: Path) -> None:
    place = str(path.relative_to(ROOT))
    for imported in imports_of(path):
        doors = ONLY_IN.get(imported.partition(".")[0])
        assert doors is None or any(place.startswith(door) for door in doors), (
            f"{place} may not import {imported}"
        )


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if str(p.relative_to(ROOT)).startswith(PURE)], ids=module_of
)
def test_the_core_is_pure(path: Path) -> None:
    for imported in imports_of(path):
        root = imported.partition(".")[0]
        assert root in STANDARD | {"terminal"}, f"{module_of(path)} imports {imported}: the core is pure"
