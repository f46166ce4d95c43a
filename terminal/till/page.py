"""The page at ``/docs``: every call from the API's own description, to read and to try. It loads nothing."""

import base64
import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

_TEMPLATE = Path(__file__).with_name("page.html")


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the content policy that lets its own script and style run and nothing else."""

    html: str
    policy: str


def docs_page(description: dict[str, Any]) -> Page:
    """Return the page for an OpenAPI description."""
    template = _TEMPLATE.read_text(encoding="utf-8")
    inside = json.dumps(description, ensure_ascii=False).replace("<", "\\u003c")
    policy = (
        f"default-src 'none'; connect-src 'self'; script-src {_digests(template, 'script')}; "
        f"style-src {_digests(template, 'style')}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return Page(template.replace("{{description}}", inside), policy)


def _digests(template: str, tag: str) -> str:
    """Return the policy's words for the template's own elements of one kind."""
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", template, re.DOTALL)
    digests = (base64.b64encode(sha256(text.encode()).digest()).decode("ascii") for text in found)
    return " ".join(f"'sha256-{digest}'" for digest in digests)
