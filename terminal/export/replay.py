"""A page that plays a signature as it was written: in time, with its pressure, in any browser, without a network.

Everything is in the page: the samples, the program, the style. It may load nothing and send nothing, which its
Content-Security-Policy makes sure of.
"""

import base64
import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

_HERE = Path(__file__).parent
_SCRIPT, _STYLE, _PAGE = "replay.js", "replay.css", "replay.html"


def replay_page(ink_json: bytes, facts: Mapping[str, str]) -> bytes:
    """Return the page for a signature. The same ink and facts give the same bytes.

    Args:
        ink_json: the record's ``ink.json``, as it was sealed.
        facts: what stands round the pad: ``merchant``, ``reference``, ``amount`` (with its currency), ``code`` (the
            match code), ``signed`` (when), ``terminal``, ``record`` (its id).
    """
    script, style = _read(_SCRIPT), _read(_STYLE)
    said = {**facts, "sha256": sha256(ink_json).hexdigest()}
    data = f'{{"facts":{json.dumps(said, ensure_ascii=False)},"ink":{ink_json.decode()}}}'
    filled = {
        "title": escape(" ".join(filter(None, (facts["merchant"], facts["reference"])))),
        "script_hash": _hash_of(script),
        "style_hash": _hash_of(style),
        "script": script,
        "style": style,
        "data": data.replace("<", "\\u003c"),  # nothing in it can end the element that it is in
    }
    pieces = _read(_PAGE).split("{{")
    page = pieces[0]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        page += filled[name] + rest
    return page.encode()


def _hash_of(text: str) -> str:
    """Return how a Content-Security-Policy names a script or a style."""
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
