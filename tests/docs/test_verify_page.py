"""The page that verifies a bundle in a browser: offline, from a disk, and it is not fooled."""

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page

from terminal.evidence.bundle import SEAL_NAME, make_bundle, pack
from terminal.evidence.keys import open_device_key
from terminal.evidence.record import Sealer
from terminal.evidence.seal import check_seal, seal
from terminal.evidence.tombstone import Tombstone, seal_tombstone
from terminal.evidence.verify import judge
from terminal.export.parts import parts_of
from terminal.model.record import NO_PREVIOUS, Confirmation, SealedRecord
from terminal.verifying.loose import bundled

pytestmark = pytest.mark.browser

PAGE = Path(__file__).parents[2] / "docs" / "verify.html"
HOSTILE = "<img src=x onerror=document.title='run'><script>document.title='run'</script>"


@pytest.fixture
def record(sealer: Sealer, signing: Confirmation) -> SealedRecord:
    return sealer.seal(signing, parts_of(signing), 7, NO_PREVIOUS)


@pytest.fixture
def files(record: SealedRecord) -> dict[str, bytes]:
    return {SEAL_NAME: record.jws, **{part.name: part.content for part in record.parts}}


class Visitor:
    """Somebody who puts files on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "request",
            lambda request: self.complaints.append(request.url) if request.url[:4] == "http" else None,
        )
        page.goto(PAGE.as_uri())

    def put(self, content: bytes, name: str = "record.signpost") -> str:
        """Put a file on the page, and return what it says about it."""
        self.page.evaluate("() => { window.before = document.querySelector('.verdict') }")
        self.page.set_input_files("#file", {"name": name, "mimeType": "application/zip", "buffer": content})
        self.page.wait_for_function(
            "() => { const now = document.querySelector('.verdict'); return now && now !== window.before }"
        )
        return self.page.locator(".verdict").inner_text()


@pytest.fixture(scope="module")
def shared(chromium: Browser) -> Iterator[Visitor]:
    with chromium.new_context(locale="en-GB", offline=True) as context:
        yield Visitor(context.new_page())


@pytest.fixture
def visitor(shared: Visitor) -> Iterator[Visitor]:
    yield shared
    assert shared.complaints == []


def test_a_bundle_that_holds_is_shown(
    visitor: Visitor, record: SealedRecord, files: dict[str, bytes]
) -> None:
    assert visitor.put(pack(files), f"{record.id}.signpost").startswith("It holds")
    page = visitor.page
    assert page.locator(".checks .bad").count() == 0
    assert page.locator(".title").inner_text().split() == [
        "CNY1,280.00",
        "Match",
        "code",
        *re.findall("....", record.match_code),
    ]
    image = page.get_by_alt_text("What was signed")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    said = page.locator(".facts").first.inner_text()
    for fact in (
        "晨光超市",
        "INV-2041",
        "2026-11-23 06:31:07 UTC",
        "synchronised",
        "pen",
        "SP-0031",
        "7 of this terminal",
        record.id,
    ):
        assert fact in said
    page.get_by_text("What was on the glass").click()
    assert "CNY 1280.00" in page.locator("pre").first.inner_text()


def test_the_key_is_compared_with_what_the_terminal_shows(
    visitor: Visitor, files: dict[str, bytes], sealer: Sealer
) -> None:
    visitor.put(pack(files))
    thumbprint = sealer.key.thumbprint
    print_of = sha256(base64.b64decode(sealer.key.x5c[0])).hexdigest()
    answer = visitor.page.locator(".answer")
    for typed, said in (
        (thumbprint, "same key"),
        (f"{thumbprint[:4]} {thumbprint[4:8]} {thumbprint[8:12]}", "begins the same"),
        (thumbprint[:8], "Go on"),
        (thumbprint[::-1], "another key"),
        (print_of.upper(), "same key"),
        ("0" * 64, "another key"),
        (":".join(re.findall("..", print_of)), "same key"),
    ):
        visitor.page.fill("#key", typed)
        assert said in answer.inner_text(), typed
        verdict = "does not hold" if "another" in said else "It holds"
        assert verdict in visitor.page.locator(".verdict").inner_text()


def test_it_speaks_the_browsers_language_and_switches(chromium: Browser, files: dict[str, bytes]) -> None:
    with chromium.new_context(locale="zh-CN", offline=True) as context:
        visitor = Visitor(context.new_page())
        assert visitor.put(pack(files)).startswith("校验通过")
        visitor.page.get_by_role("button", name="English").click()
        assert visitor.page.locator(".verdict").inner_text().startswith("It holds")
        assert visitor.complaints == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_it_fits_every_width(visitor: Visitor, files: dict[str, bytes], width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.put(pack(files))
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width


def changed_jws(jws: bytes, member: str, at: int) -> bytes:
    data = json.loads(jws)
    letter = "B" if data[member][at] == "A" else "A"
    data[member] = data[member][:at] + letter + data[member][at + 1 :]
    return json.dumps(data, separators=(",", ":")).encode()


def twisted(jws: bytes) -> bytes:
    """Return the seal with a bit turned that stands for nothing: the last letter's of its signature."""
    data = json.loads(jws)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    data["signature"] = data["signature"][:-1] + letters[letters.index(data["signature"][-1]) ^ 1]
    return json.dumps(data, separators=(",", ":")).encode()


def zipped(files: dict[str, bytes], method: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def resealed(jws: bytes, key: Sealer, **changes: object) -> bytes:
    """Return a seal around a changed record, made with whatever key one has."""
    record = json.loads(check_seal(jws).record_json) | changes
    return seal(json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode(), key.key)


def test_whatever_was_changed_is_said(
    visitor: Visitor, files: dict[str, bytes], sealer: Sealer, tmp_path: Path
) -> None:
    jws, png, ink = files[SEAL_NAME], files["signature.png"], files["ink.json"]
    stranger = replace(
        sealer, key=open_device_key(tmp_path / "key.pem", tmp_path / "certificate.pem", "SP-0031")
    )
    listed = json.loads(check_seal(jws).record_json)["parts"]
    other = [
        part | {"sha256": sha256(b"[]").hexdigest(), "size": 2} if part["name"] == "ink.json" else part
        for part in listed
    ]
    claims = json.loads(check_seal(jws).record_json)
    claims["parts"], rewritten = other, json.loads(jws)
    rewritten["payload"] = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    good = pack(files)
    for content, said in (
        (pack(files | {SEAL_NAME: changed_jws(jws, "payload", 400)}), "does not fit"),
        (pack(files | {SEAL_NAME: changed_jws(jws, "signature", 40)}), "does not fit"),
        (pack(files | {SEAL_NAME: twisted(jws)}), "not a seal"),
        (pack(files | {SEAL_NAME: changed_jws(jws, "protected", 60)}), "cannot be checked"),
        (pack(files | {SEAL_NAME: jws + b" "}), "written anew"),
        (pack(files | {SEAL_NAME: jws.replace(b":", b": ", 1)}), "written anew"),
        (pack(files | {SEAL_NAME: b"{}"}), "not a seal"),
        (pack(files | {SEAL_NAME: b"\xff"}), "not a seal"),
        (
            pack(
                files | {SEAL_NAME: json.dumps(rewritten, separators=(",", ":")).encode(), "ink.json": b"[]"}
            ),
            "does not fit",
        ),
        (pack(files | {SEAL_NAME: seal(check_seal(jws).record_json, stranger.key)}), "names another key"),
        (
            pack(
                files | {SEAL_NAME: seal(check_seal(jws).record_json, sealer.key, "signpost-tombstone+jws")}
            ),
            "something else",
        ),
        (pack(files | {SEAL_NAME: resealed(jws, sealer, match_code="00000000")}), "match code do not follow"),
        (pack(files | {SEAL_NAME: resealed(jws, sealer, parts=None)}), "does not list its parts"),
        (pack(files | {"signature.png": png[:-1] + b"x"}), "signature.png is not the file"),
        (pack(files | {"ink.json": ink + b" "}), "ink.json is not the file"),
        (pack({name: each for name, each in files.items() if name != "ink.json"}), "ink.json is missing"),
        (pack({name: each for name, each in files.items() if name != SEAL_NAME}), "no record.jws"),
        (pack(files | {"note.txt": b"!"}), "note.txt was not sealed"),
        (pack(files | {"ink.json.age": b"!"}), "ink.json.age was not sealed"),
        (zipped(files, zipfile.ZIP_DEFLATED), "packed again"),
        (zipped(files, zipfile.ZIP_STORED), "byte for byte"),
        (good[: len(good) // 2], "cut off"),
        (good[:-1], "cut off"),
        (good + b"\0", "byte for byte"),
        (b"not a zip", "no ZIP"),
        (b"", "no ZIP"),
        (b"%PDF-1.7 and whatever comes then", "any PDF reader"),
    ):
        answer = visitor.put(content)
        assert said in answer, answer
        assert "It holds" not in answer
    assert "another record" in visitor.put(good, "019885f2-0000-7000-8000-000000000000.signpost")
    assert visitor.put(good).startswith("It holds")


def test_it_says_what_the_command_says_of_random_changes(visitor: Visitor, files: dict[str, bytes]) -> None:
    good, chance = pack(files), Random(3)
    for _ in range(30):
        spoiled = bytearray(good)
        spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
        assert not judge(bundled("x", bytes(spoiled))).holds
        assert "It holds" not in visitor.put(bytes(spoiled))


def test_a_destroyed_part_has_its_tombstone(
    visitor: Visitor, record: SealedRecord, files: dict[str, bytes], sealer: Sealer, tmp_path: Path
) -> None:
    [ink] = [part for part in record.parts if part.name == "ink.json"]
    words = Tombstone(record.id, "ink.json", ink.sha256, "2027-11-23T00:00:00Z", "retention")
    stone = seal_tombstone(words, sealer.key)
    left = {name: each for name, each in files.items() if name != "ink.json"}
    assert visitor.put(pack(left | {stone.name: stone.content})).startswith("It holds")
    assert "destroyed on 2027-11-23: retention" in visitor.page.locator(".checks").inner_text()
    assert "still here" in visitor.put(pack(files | {stone.name: stone.content}))
    thief = open_device_key(tmp_path / "key.pem", tmp_path / "certificate.pem", "SP-0031")
    for forged in (seal_tombstone(words, thief), seal_tombstone(replace(words, sha256="0" * 64), sealer.key)):
        assert "does not hold" in visitor.put(pack(left | {stone.name: forged.content}))


def test_nothing_of_a_record_runs(visitor: Visitor, signing: Confirmation, sealer: Sealer) -> None:
    runs = "document.title='run'"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{runs}\"><script>{runs}</script></svg>".encode()
    parts = tuple(
        replace(part, content=svg) if part.name == "signature.svg" else part
        for part in parts_of(signing)
        if part.name != "signature.png"
    )
    record = sealer.seal(replace(signing, shown=replace(signing.shown, text=HOSTILE)), parts, 1, NO_PREVIOUS)
    visitor.put(make_bundle(resealed(record.jws, sealer, match_code=HOSTILE, chain={"seq": HOSTILE}), parts))
    visitor.page.get_by_alt_text("What was signed").evaluate("image => image.decode().catch(() => 0)")
    assert visitor.page.locator("main script, main img[src='x']").count() == 0
    assert visitor.page.title() == "Signpost · Verify"


def test_the_page_runs_only_its_own_words() -> None:
    """Its policy names the digests of its one script and one style; nothing else may be loaded or run."""
    page = PAGE.read_text(encoding="utf-8")
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    for tag in ("script", "style"):
        [inside] = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "connect-src" not in policy
    assert not re.findall(r'(?:src|href)="(?!data:,)', page)


def test_every_word_is_there_in_both_languages() -> None:
    page = PAGE.read_text(encoding="utf-8")
    _, english, chinese = re.split(r"^  (?:en|zh): \{$", page, flags=re.MULTILINE)[:3]
    chinese, _, _ = chinese.partition("\n};")
    words = [set(re.findall(r'(?:^    |, )(\w+): "', each, re.MULTILINE)) for each in (english, chinese)]
    assert words[0] == words[1]
    assert len(words[0]) > 70
