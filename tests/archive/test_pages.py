"""The pages that people read, in both languages."""

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import archive
from archive.words import LANGUAGES, preferred_language
from terminal.model.match import Match
from terminal.model.record import Part
from terminal.model.request import Method
from tests.archive.conftest import Terminal, Visit

HOSTILE = "<script>alert(1)</script> \"' {{ 7*7 }} %(x)s"


@pytest.fixture
def shop(visit: Visit, terminal: Terminal) -> Visit:
    visit.upload(terminal.sign())
    visit.upload(terminal.sign(method=Method.FINGERPRINT, reference="INV-2"))
    return visit


def page(visit: Visit, path: str, language: str) -> str:
    answer = visit.get(path, **{"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    assert f'<html lang="{language}">' in answer.text
    return answer.text


def test_the_list_shows_every_record_in_both_languages(shop: Visit) -> None:
    english, chinese = (page(shop, "/", language) for language in LANGUAGES)
    assert "2 records, newest first" in english
    assert "共 2 条" in chinese
    for said in (english, chinese):
        assert "INV-2041" in said
        assert "1,280.00" in said
        assert said.index("INV-2<") < said.index("INV-2041")


def test_a_record_is_shown_as_the_customer_saw_it(shop: Visit, terminal: Terminal) -> None:
    record = terminal.made[0]
    english, chinese = (page(shop, f"/records/{record.id}", language) for language in LANGUAGES)
    assert "Everything holds" in english
    assert "全部校验通过" in chinese
    for said in (english, chinese):
        assert "东北大米 10kg" in said
        assert "本人确认以上交易。" in said
        assert f"{record.match_code[:4]} {record.match_code[4:]}" in said
        assert record.jws_sha256 in said
        assert f'src="/v1/records/{record.id}/parts/signature.png"' in said


def test_a_fingerprint_is_shown_only_when_asked(shop: Visit, terminal: Terminal) -> None:
    said = page(shop, f"/records/{terminal.made[1].id}", "en")
    before, _, image = said.partition('<details class="biometric">')
    assert "impression.png" not in before
    assert 'impression.png" alt="The fingerprint" loading="lazy"' in image
    assert "impression.png" not in page(shop, "/", "en")


def test_a_finger_that_was_compared_is_told_with_its_score(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign(method=Method.FINGERPRINT, signature=Match(7, 131), parts=())
    assert record.parts == ()
    visit.upload(record)
    english, chinese = (page(visit, f"/records/{record.id}", language) for language in LANGUAGES)
    assert "Everything holds" in english
    assert "The finger matched the one enrolled" in english
    assert "Place 7 of the terminal's sensor, score 131. No image was taken." in english
    assert "指纹与登记的一致" in chinese
    assert "There is no image" not in english


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_words_are_shown_as_text(visit: Visit, terminal: Terminal, language: str) -> None:
    record = terminal.sign(
        merchant=HOSTILE,
        reference=HOSTILE,
        operator=HOSTILE,
        currency=HOSTILE[:16],
        title={"en": HOSTILE},
        body={"en": HOSTILE},
        lines=[{"text": HOSTILE, "quantity": HOSTILE, "amount": HOSTILE}],
        consents=[{"id": "terms", "text": {"en": HOSTILE}}],
    )
    visit.upload(record)
    for path in ("/", f"/records/{record.id}", f"/?query={HOSTILE}&from=2026-01-01", f"/records/{HOSTILE}"):
        answer = visit.get(path, **{"Accept-Language": language})
        assert answer.status_code in {200, 404}
        assert "<script" not in answer.text
        assert "49 %" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page(visit, "/", language)


def test_strange_values_in_a_sealed_record_make_no_fault(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign(amount="about ten", till={"x": 1}, lines=[{"text": "", "amount": "NaN"}])
    visit.upload(record)
    assert "about ten" in page(visit, "/", "en")
    assert "about ten" in page(visit, f"/records/{record.id}", "zh-CN")


def test_a_document_without_an_amount_is_shown(visit: Visit, terminal: Terminal) -> None:
    record = terminal.sign(
        kind="document", amount="", lines=[], title={"zh": "租赁合同"}, body={"zh": "第一条"},
        parts=(Part("document.pdf", "application/pdf", b"%PDF"),),
    )  # fmt: skip
    visit.upload(record)
    assert "租赁合同" in page(visit, f"/records/{record.id}", "en")


def test_a_pdf_is_offered_with_how_long_each_page_was_shown(visit: Visit, terminal: Terminal) -> None:
    pdf = Part("document.pdf", "application/pdf", b"%PDF of two pages")
    document = {"sha256": pdf.sha256, "size": len(pdf.content), "pages": [[595, 842]] * 2}
    record = terminal.sign(kind="document", amount="", lines=[], title={"zh": "租赁合同"}, document=document)
    visit.upload(replace(record, parts=(*record.parts, pdf)))
    english, chinese = (page(visit, f"/records/{record.id}", language) for language in LANGUAGES)
    assert "2 pages" in english
    assert "<dt>Page 1</dt><dd>3.0 s</dd>" in english
    assert "<dt>Page 2</dt><dd>not shown</dd>" in english
    assert {"所签署的文件（PDF）", "第 1 页"} <= set(re.split("[<>]", chinese))
    answer = visit.get(f"/v1/records/{record.id}/parts/document.pdf")
    assert answer.content == pdf.content
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_damaged_record_still_has_a_page(shop: Visit, terminal: Terminal) -> None:
    record = terminal.made[0]
    file = shop.archive.settings.data / "objects" / "bundles" / "SP-0031" / f"{record.id}.signpost"
    file.write_bytes(b"rot")
    assert "Something does not hold" in page(shop, f"/records/{record.id}", "en")
    assert "有校验未通过" in page(shop, f"/records/{record.id}", "zh-CN")
    file.unlink()
    assert "存储中找不到数据包" in page(shop, f"/records/{record.id}", "zh-CN")


@pytest.mark.parametrize("path", ["/records/none", "/nothing", "/?cursor=x", "/?from=yesterday", "/static/x"])
def test_trouble_has_a_page_in_both_languages(visit: Visit, path: str) -> None:
    for language, title in (("en", "That did not work"), ("zh-CN", "没有成功")):
        answer = visit.get(path, **{"Accept-Language": language})
        assert answer.status_code in {400, 404}
        assert title in answer.text


def test_the_language_is_chosen_with_the_switch(shop: Visit) -> None:
    chosen = httpx.Cookies()
    answer = shop.get("/?query=INV&lang=zh-CN", **{"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?query=INV")
    chosen.update(answer.cookies)
    shop.http.cookies = chosen
    assert '<html lang="zh-CN">' in shop.get("/", **{"Accept-Language": "en"}).text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-Hans-CN", "zh-CN"),
        ("de-DE,zh;q=0.5,en;q=0.7", "en"),
        ("fr", "en"),
        ("zh;q=0, en;q=0.1", "en"),
        ("zh;q=x,,;q=", "en"),
        ("*" * 5000, "en"),
    ],
)
def test_a_browser_is_answered_in_its_language(header: str, language: str) -> None:
    assert preferred_language(header) == language


def test_every_word_of_the_pages_is_in_every_catalogue() -> None:
    folder = Path(archive.__file__).parent
    used: dict[str, str] = {}
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    keywords = {"_": None, "N_": None, "ngettext": (1, 2)}
    for file, _line, marked, _comments, _context in extract_from_dir(folder, methods, keywords=keywords):
        used[marked if isinstance(marked, str) else marked[0]] = file
    assert len(used) > 100
    for language in LANGUAGES[1:]:
        with (folder / "locale" / f"{language.replace('-', '_')}.po").open("rb") as file_of:
            catalogue = read_po(file_of)
        there = {(each.id if isinstance(each.id, str) else each.id[0]): each for each in catalogue if each.id}
        assert set(used) == set(there)
        for message in there.values():
            said = message.string if isinstance(message.string, str) else "".join(message.string or ())
            assert said, message.id
            assert not message.fuzzy, message.id
            values = set(re.findall(r"%\(\w+\)s", str(message.id)))
            assert values == set(re.findall(r"%\(\w+\)s", said)), message.id


def test_nothing_comes_from_elsewhere(shop: Visit, terminal: Terminal) -> None:
    for path in ("/", f"/records/{terminal.made[0].id}", "/login"):
        said = page(shop, path, "en")
        assert not re.search(r"(?:src|href|action)=\"(?!/)", said)
        assert "<script" not in said
        assert "style=" not in said
