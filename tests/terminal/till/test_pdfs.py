"""PDFs over the API: taken on when they can be signed, refused in words when not, and handed out again."""

import base64
import hashlib
import io
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import httpx
import pytest

from terminal.config import Config, TillConfig
from terminal.model.document import Place
from terminal.till.documents import MOST_WAITING
from terminal.till.serve import TillServer
from tests.terminal.pages.conftest import bomb, page_of, pages_of, stream
from tests.terminal.till.conftest import Shop, calling, serving

PDF = pages_of(3)
PLACE = {"page": 2, "x": 0.5, "y": 0.75, "w": 0.25, "h": 0.125}


def contract(pdf: bytes = PDF, /, **document: Any) -> dict[str, Any]:
    """Return what a till posts to have a PDF signed."""
    brought = {"pdf": base64.b64encode(pdf).decode(), "sha256": hashlib.sha256(pdf).hexdigest()} | document
    return {"reference": "C-118", "kind": "document", "title": {"zh": "租赁合同"}, "document": brought}


def post(till: httpx.Client, said: dict[str, Any], key: str = "c") -> httpx.Response:
    return till.post("/v1/requests", json=said, headers={"Idempotency-Key": key})


def test_a_document_is_kept_with_its_request_and_the_request_without_it(
    till: httpx.Client, shop: Shop
) -> None:
    answer = post(till, contract(place=PLACE))
    assert answer.status_code == 201
    stored = shop.store.requests.get(answer.json()["id"])
    document = stored.request.document
    assert document
    assert (document.sha256, document.size) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert [(page.width_pt, page.height_pt) for page in document.pages] == [(595, 842)] * 3
    assert document.place == Place(2, 0.5, 0.75, 0.25, 0.125)
    assert b"".join(shop.store.documents.pieces(stored.id)) == PDF
    assert base64.b64encode(PDF[:60]).decode() not in stored.received
    assert len(stored.received) < 1500


def test_signed_it_can_be_fetched_alone_and_in_the_bundle(till: httpx.Client, shop: Shop) -> None:
    request_id = post(till, contract()).json()["id"]
    record = shop.sign(request_id)
    fetched = till.get(f"/v1/records/{record.id}/document.pdf")
    assert (fetched.content, fetched.headers["content-type"]) == (PDF, "application/pdf")
    assert fetched.headers["content-disposition"].startswith("attachment")
    listed = {part["name"]: part for part in till.get(f"/v1/records/{record.id}").json()["parts"]}
    assert listed["document.pdf"]["sha256"] == hashlib.sha256(PDF).hexdigest()
    bundle = till.get(f"/v1/records/{record.id}/bundle").content
    assert zipfile.ZipFile(io.BytesIO(bundle)).read("document.pdf") == PDF


def test_the_same_key_and_document_is_the_same_request_for_ever(till: httpx.Client, shop: Shop) -> None:
    first = post(till, contract())
    again = post(till, contract(sha256=hashlib.sha256(PDF).hexdigest()))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["id"] == first.json()["id"]
    shop.sign(first.json()["id"])
    assert post(till, contract()).status_code == 200


def test_the_same_key_with_another_document_is_refused(till: httpx.Client) -> None:
    assert post(till, contract()).status_code == 201
    for other in (contract(pages_of(2)), contract(pages_of(2), sha256=hashlib.sha256(PDF).hexdigest())):
        answer = post(till, other)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


def test_a_request_is_found_again_even_where_no_document_could_be_read(
    till: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = post(till, contract())
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert post(till, contract(), "new").json()["code"] == "document_unsupported"
    assert post(till, contract()).json()["id"] == first.json()["id"]


UNSUITABLE = [
    (b"no PDF", "cannot be read as a PDF"),
    (pages_of(201), "201 pages"),
    (page_of(stream(bomb(200), b"/Filter[/FlateDecode/FlateDecode]")), "too much memory"),
]


def test_what_cannot_be_signed_here_is_refused_at_once_in_words(till: httpx.Client, shop: Shop) -> None:
    for pdf, sentence in UNSUITABLE:
        answer = post(till, contract(pdf))
        assert (answer.status_code, answer.json()["code"]) == (422, "document_unsupported")
        assert sentence in answer.json()["detail"]
    assert shop.store.requests.next_open() is None
    assert shop.store.documents.bytes_waiting() == 0


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"sha256": "0" * 64}, "document.sha256"),
    ({"sha256": "short"}, "document.sha256"),
    ({"pdf": "not base64!"}, "document.pdf"),
    ({"pdf": "JVBER\n"}, "document.pdf"),
    ({"pdf": ""}, "document.sha256"),
    ({"pdf": 7}, "document.pdf"),
    ({"place": PLACE | {"page": 4}}, "document.place.page"),
    ({"place": PLACE | {"page": 0}}, "document.place.page"),
    ({"place": PLACE | {"x": 0.9}}, "document.place"),
    ({"place": PLACE | {"w": 0.001}}, "document.place.w"),
    ({"colour": "red"}, "document.colour"),
]


def test_a_field_of_a_document_that_is_not_as_it_should_be_is_named(till: httpx.Client) -> None:
    for different, field in MISTAKES:
        answer = post(till, contract(**different))
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        assert answer.json()["errors"][0]["field"] == field


def test_a_document_needs_a_title_and_no_text(till: httpx.Client) -> None:
    untitled = contract() | {"title": None}
    assert post(till, untitled).json()["code"] == "invalid"
    assert post(till, contract()).status_code == 201


def test_a_sale_may_bring_a_document(till: httpx.Client) -> None:
    sale = contract() | {"kind": "sale", "amount": "128.00", "currency": "CNY"}
    assert post(till, sale).status_code == 201


def test_documents_may_be_larger_than_all_other_calls_and_nothing_beside_them(till: httpx.Client) -> None:
    heavy = PDF + b"%" + b" " * 3_000_000
    assert post(till, contract(heavy)).status_code == 201
    padded = contract() | {"metadata": {"x": "y" * 70_000}}
    answer = post(till, padded, "m")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    answer = till.post("/v1/day-close", content=b"x" * 70_000, headers={"Idempotency-Key": "d"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_document_beyond_the_limit_is_refused(till: httpx.Client) -> None:
    answer = post(till, contract(PDF + bytes(10 * 1024 * 1024)))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.fixture
def small(config: Config, shop: Shop) -> Iterator[httpx.Client]:
    """A till at a terminal that takes documents of one megabyte."""
    limited = replace(config, till=TillConfig("127.0.0.1:0", max_document_mb=1))
    with serving(limited) as server, calling(server, shop.token) as till:
        yield till


def test_a_crowd_of_documents_does_not_fill_the_disk(small: httpx.Client) -> None:
    heavy = PDF + b"%" + b" " * 1_000_000
    codes = [post(small, contract(heavy) | {"queue": True}, f"k{n}").status_code for n in range(9)]
    assert codes == [201] * 8 + [503]
    assert post(small, contract() | {"queue": True}, "small").status_code == 201


def test_only_a_few_documents_are_looked_at_at_a_time(till: httpx.Client) -> None:
    slow = contract(UNSUITABLE[-1][0])
    crowd = MOST_WAITING + 8
    with ThreadPoolExecutor(crowd) as tills:
        codes = {
            answer.json()["code"] for answer in tills.map(lambda n: post(till, slow, f"k{n}"), range(crowd))
        }
    assert codes == {"document_unsupported", "too_many_documents"}
    assert post(till, contract()).status_code == 201


def test_a_terminal_that_takes_none_says_so(config: Config, shop: Shop) -> None:
    without = replace(config, till=TillConfig("127.0.0.1:0", max_document_mb=0))
    with serving(without) as server, calling(server, shop.token) as till:
        answer = post(till, contract())
        assert (answer.status_code, answer.json()["code"]) == (422, "document_unsupported")
        assert till.get("/v1/capabilities").json()["document_pdf"] is False


def test_what_a_terminal_can_do_with_documents_is_told(till: httpx.Client) -> None:
    told = till.get("/v1/capabilities").json()
    assert told["document_pdf"] is True
    assert told["limits"]["document_bytes"] == 10 * 1024 * 1024
    assert told["limits"]["document_pages"] == 200


def test_a_stranger_can_send_no_document(server: TillServer) -> None:
    with calling(server, "no token") as stranger:
        answer = stranger.post("/v1/requests", json={"pdf": "x" * 10_000}, headers={"Idempotency-Key": "c"})
    assert answer.status_code == 401


def test_the_description_names_the_document(till: httpx.Client) -> None:
    schemas = till.get("/openapi.json").json()["components"]["schemas"]
    assert set(schemas["DocumentIn"]["properties"]) == {"pdf", "sha256", "place"}
    assert schemas["PlaceIn"]["required"] == ["page", "x", "y", "w", "h"]
