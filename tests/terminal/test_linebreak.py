"""Where lines may end. A bar stands where one may; most rules are Unicode's (UAX #14), some are the shops' own."""

import pytest

from terminal.linebreak import pieces

UNICODE = [
    "请|核|对，|谢|谢！",
    "以|下|《条|款》|（摘|要）",
    "“晨|光”|（本|店）",
    "好……|再|见",
    "价|格：|100%|满|意",
    "ヴァー|ジョ|ン|アッ|プっ|と",
    "state-|of-|the-|art |work",
    "from |-5 |to |10-12",
    "the |maker’s |“own” |guarantee",
    "(a) |f(x) |[1]. |foo(s)",
    "€5 |5€ |50% |3.14 |24:59 |1,280.00",
    'can\'t |"do" |it',
    "http://|example.com/|a",
    "☕ |Kaffee |👩‍👩‍👧 |ok |👍🏽|👍🏽",
    "🇩🇪|🇨🇳|🇫🇷",
    "عقد |(قطع). |نعم؟",
    "no\u00a0break |here, |word\u2060joined |zero\u200b|width",
    "e\u0301te\u0301 |d’ete\u0301",
    "soft\u00ad|hyphen",
]

SHOPS = [
    "共 |3 件，|¥1,280.00元",
    "第|2 页，|共 |12 页",
    "第|3页，|2026年|12月|31日",
    "Größe: |5 kg, |12 mm |and |5 |apples",
    "for |19,90 € |or |20 EUR |each",
    "再|见——|完",
    "本|店|称|“KS-20”|后",
    "Oui ! |« non »",
]


@pytest.mark.parametrize("text", [*UNICODE, *SHOPS])
def test_a_line_may_end_there_and_nowhere_else(text: str) -> None:
    assert "|".join(pieces(text.replace("|", ""))) == text


@pytest.mark.parametrize(
    "text", ["", " ", "  two", "end ", "\u0301", "\u200d", "a\u0301\u0301 b", "——", "……", "𠀀𠀁"]
)
def test_nothing_is_lost(text: str) -> None:
    assert "".join(pieces(text)) == text
