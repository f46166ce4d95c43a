import itertools
import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terminal.till.problems import Problem
from terminal.till.reading import read_document
from terminal.till.wire import SigningDocument, duration_s
from tests.terminal.till.conftest import SALE, Ask, Shop

DOCUMENT: dict[str, Any] = {
    "reference": "R-7",
    "kind": "document",
    "title": {"zh": "租赁协议", "en": "Rental agreement"},
    "body": {"zh": "本人同意。", "en": "I agree."},
    "consents": [{"id": "terms", "text": {"zh": "同意条款", "en": "I accept the terms"}}],
}


def test_a_document_with_text_is_taken(till: httpx.Client, shop: Shop) -> None:
    answer = till.post("/v1/requests", json=DOCUMENT, headers={"Idempotency-Key": "d"})
    assert answer.status_code == 201
    request = shop.store.requests.get(answer.json()["id"]).request
    assert request.title == DOCUMENT["title"]
    assert request.consents[0].required


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"amount": 128}, "amount"),
        ({"amount": "128,00"}, "amount"),
        ({"amount": "-1.00"}, "amount"),
        ({"amount": "١٢٨"}, "amount"),
        ({"amount": "1" * 13}, "amount"),
        ({"currency": "cny"}, "currency"),
        ({"currency": None}, ""),
        ({"reference": ""}, "reference"),
        ({"reference": "x" * 65}, "reference"),
        ({"reference": "a\u0000b"}, "reference"),
        ({"kind": "gift"}, "kind"),
        ({"kind": "document"}, ""),
        ({"lines": [{"text": "x"}] * 201}, "lines"),
        ({"lines": [{"text": "x", "colour": "red"}]}, "lines.0.colour"),
        ({"lines": [{"text": "x", "quantity": "two"}]}, "lines.0.quantity"),
        ({"methods": []}, "methods"),
        ({"methods": ["touch", "touch"]}, "methods"),
        ({"methods": ["voice"]}, "methods.0"),
        ({"deadline": "PT9S"}, "deadline"),
        ({"deadline": "P1DT1S"}, "deadline"),
        ({"deadline": "5 minutes"}, "deadline"),
        ({"deadline": "P"}, "deadline"),
        ({"deadline": "PT"}, "deadline"),
        ({"retries": 11}, "retries"),
        ({"retries": "3"}, "retries"),
        ({"retries": True}, "retries"),
        ({"print": {"copies": 6}}, "print.copies"),
        ({"settle_date": "1302", "ref_no": "123456789012"}, "settle_date"),
        ({"settle_date": "0302", "ref_no": "12345"}, "ref_no"),
        ({"settle_date": "0302"}, ""),
        ({"metadata": {"x": "y" * 17_000}}, "metadata"),
        ({"metadata": []}, "metadata"),
        ({"language": "Chinese"}, "language"),
        ({"title": {}}, "title"),
        ({"consents": [{"id": "a", "text": {"zh": "甲"}}] * 2}, ""),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_field_that_is_not_as_it_should_be_is_named(different: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as caught:
        read_document(json.dumps(SALE | different).encode())
    assert caught.value.code == "invalid"
    assert caught.value.more["errors"][0]["field"] == field
    assert field in caught.value.detail


@pytest.mark.parametrize(
    ("different", "code"),
    [
        ({"fingerprint": {"form": "match", "template": 7}}, "method_unavailable"),
        ({"staff_review": True}, "staff_review_unsupported"),
        ({"webhook": "https://till.example/hook"}, "webhook_unsupported"),
        ({"methods": ["fingerprint"]}, "method_unavailable"),
        ({"language": "fr"}, "language_unavailable"),
        ({"title": {"fr": "Contrat"}}, "language_unavailable"),
        ({"language": "en", "title": {"zh": "合同"}}, "language_unavailable"),
    ],
)
def test_what_this_unit_cannot_serve_is_refused_at_once(
    ask: Ask, shop: Shop, different: dict[str, Any], code: str
) -> None:
    answer = ask(**different)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert not list(shop.store.requests.search())


def test_what_is_not_asked_for_may_be_said(ask: Ask) -> None:
    assert ask(document=None, staff_review=False, webhook=None, fingerprint={"form": "impression"}).is_success


@pytest.mark.parametrize(("asked", "kept"), [("zh", "zh-CN"), ("zh-CN", "zh-CN"), ("en", "en"), (None, "")])
def test_a_language_is_kept_by_the_site_s_name_for_it(
    ask: Ask, shop: Shop, asked: str | None, kept: str
) -> None:
    answer = ask(language=asked, title={"zh": "茶", "en": "Tea"})
    assert shop.store.requests.get(answer.json()["id"]).request.language == kept


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[" * 5000, b'"\\ud800"', b'{"a": NaN}', b'{"a": 1e999}', b"9" * 5000, b"\xff\xfe", b"nul"],
)
def test_what_is_no_json_is_refused(till: httpx.Client, body: bytes) -> None:
    answer = till.post("/v1/requests", content=body, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_json")


@pytest.mark.parametrize(
    ("text", "seconds"), [("PT5M", 300), ("PT90S", 90), ("P1D", 86400), ("P1DT2H3M4S", 93784)]
)
def test_durations_are_read(text: str, seconds: int) -> None:
    assert duration_s(text) == seconds


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(sorted(SigningDocument.model_fields))
DIFFERENT = st.dictionaries(FIELDS, JSON, max_size=4)
CHANGED = st.dictionaries(FIELDS, st.text() | st.integers(0, 11) | st.booleans(), max_size=2)
BODY = (
    st.binary(max_size=200)
    | JSON.map(lambda value: json.dumps(value).encode())
    | DIFFERENT.map(lambda fields: json.dumps(SALE | fields).encode())
    | CHANGED.map(lambda fields: json.dumps(DOCUMENT | fields).encode())
)
_KEYS = itertools.count()


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODY)
def test_no_body_makes_a_fault(till: httpx.Client, body: bytes) -> None:
    answer = till.post("/v1/requests", content=body, headers={"Idempotency-Key": f"any-{next(_KEYS)}"})
    assert answer.status_code in {201, 400, 409, 422}
    if not answer.is_success:
        assert set(answer.json()) >= {"type", "title", "status", "code", "detail", "origin"}
        assert len(answer.content) < 10_000


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.lists(
        st.sampled_from(["v1", "requests", "records", "cancel", "%00", "..", "é", "bundle"])
        | st.text(max_size=6)
    ),
    query=st.dictionaries(st.sampled_from(["wait", "state", "limit", "x"]), st.text(max_size=6), max_size=2),
)
def test_no_path_makes_a_fault(till: httpx.Client, path: list[str], query: dict[str, str]) -> None:
    try:
        url = httpx.URL(f"{till.base_url}/{'/'.join(path)}", params=query)
    except (httpx.InvalidURL, UnicodeEncodeError):
        return
    assert till.get(url).status_code < 500
