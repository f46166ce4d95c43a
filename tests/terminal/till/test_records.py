import io
import json
import zipfile

import httpx
import pytest

from terminal.clock import Clock
from terminal.evidence.bundle import make_bundle, open_bundle
from terminal.evidence.record import Sealer
from terminal.model.record import Part, SealedRecord
from terminal.model.status import Health, Printed
from terminal.retention import Destroyer
from tests.terminal.till.conftest import Ask, Shop


@pytest.fixture
def record(ask: Ask, shop: Shop) -> SealedRecord:
    return shop.sign(ask().json()["id"])


def test_a_record_is_shown_as_it_was_sealed(till: httpx.Client, record: SealedRecord) -> None:
    shown = till.get(f"/v1/records/{record.id}").json()
    assert (shown["seq"], shown["match_code"], shown["till"]) == (1, record.match_code, "till-3")
    assert shown["record"]["request"]["received"]["reference"] == "INV-2041"
    assert shown["seal_sha256"] == record.jws_sha256
    for part in shown["parts"]:
        assert till.get(part["href"]).content == next(
            each.content for each in record.parts if each.name == part["name"]
        )


def test_the_parts_come_with_their_types(till: httpx.Client, record: SealedRecord) -> None:
    png = till.get(f"/v1/records/{record.id}/signature.png")
    assert (png.content, png.headers["content-type"]) == (b"PNG", "image/png")
    assert png.headers["cache-control"] == "no-store"
    assert f'filename="{record.id}-signature.png"' in png.headers["content-disposition"]


def test_the_bundle_is_what_the_archive_gets(till: httpx.Client, record: SealedRecord) -> None:
    answer = till.get(f"/v1/records/{record.id}/bundle")
    assert answer.headers["content-type"] == "application/vnd.signpost+zip"
    assert answer.content == make_bundle(record.jws, record.parts)
    assert open_bundle(answer.content).record["id"] == record.id
    assert "record.jws" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_the_signed_pdf_is_there_once_it_was_made(
    till: httpx.Client, record: SealedRecord, shop: Shop
) -> None:
    missing = till.get(f"/v1/records/{record.id}/signed.pdf")
    assert (missing.status_code, missing.json()["detail"]) == (404, "This record's PDF is not made yet.")
    shop.store.made.keep(record.id, Part("signed.pdf", "application/pdf", b"%PDF-1.7 signed"))
    answer = till.get(f"/v1/records/{record.id}/signed.pdf")
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF-1.7 signed", "application/pdf")
    bundle = till.get(f"/v1/records/{record.id}/bundle").content
    assert open_bundle(bundle).files["signed.pdf"] == b"%PDF-1.7 signed"


def test_why_there_is_no_signed_pdf_is_said(till: httpx.Client, record: SealedRecord, shop: Shop) -> None:
    shop.store.made.failed(record.id, "signed.pdf", "application/pdf", "The font is missing.")
    answer = till.get(f"/v1/records/{record.id}/signed.pdf")
    assert (answer.status_code, answer.json()["detail"]) == (404, "The font is missing.")


def test_the_receipt_is_there_once_it_was_printed(
    till: httpx.Client, record: SealedRecord, shop: Shop
) -> None:
    missing = till.get(f"/v1/records/{record.id}/receipt.png")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    shop.print_slip()
    assert till.get(f"/v1/records/{record.id}/receipt.png").content == b"a slip as a PNG"


def test_printing_again_queues_one_more_slip(till: httpx.Client, record: SealedRecord, shop: Shop) -> None:
    answer = till.post(f"/v1/records/{record.id}/print")
    assert (answer.status_code, answer.json()) == (200, {"record_id": record.id, "copy_number": 2})
    assert [(slip.copy, slip.state) for slip in shop.store.slips.all()] == [
        (2, Printed.WAITING),
        (1, Printed.WAITING),
    ]


@pytest.mark.parametrize(
    "path", ["none", "none/bundle", "none/signature.png", "{id}/impression.png", "none/receipt.png"]
)
def test_what_is_not_there_is_not_found(till: httpx.Client, record: SealedRecord, path: str) -> None:
    answer = till.get(f"/v1/records/{path.format(id=record.id)}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_file_that_no_record_can_have_is_refused(till: httpx.Client, record: SealedRecord) -> None:
    answer = till.get(f"/v1/records/{record.id}/..%2Fdevice-key.pem")
    assert answer.status_code == 404
    answer = till.get(f"/v1/records/{record.id}/record.exe")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert till.post("/v1/records/none/print").json()["code"] == "not_found"


def test_the_status_tells_devices_queues_and_the_chain_s_head(
    till: httpx.Client, record: SealedRecord, shop: Shop
) -> None:
    shop.note("printer", Health.PROBLEM)
    said = till.get("/v1/status").json()
    assert said["devices"]["printer"]["health"] == "problem"
    assert 0 <= said["devices"]["printer"]["age_s"] < 10
    assert (said["queue"]["to_print"], said["queue"]["to_upload"]) == (1, 1)
    assert said["queue"]["oldest_unsent_s"] > 0
    assert said["chain"] == {"seq": 1, "sha256": record.jws_sha256}
    assert (said["running"], said["clock"]) == (None, Clock.state().value)
    (outgoing,) = shop.store.outbox.unsent("archive")
    shop.store.outbox.refused(outgoing.id, "no")
    queue = till.get("/v1/status").json()["queue"]
    assert (queue["to_upload"], queue["refused"]) == (0, 1)
    assert queue["oldest_unsent_s"] > 0
    shop.store.outbox.acknowledged(outgoing.id, "{}")
    assert till.get("/v1/status").json()["queue"]["oldest_unsent_s"] is None


@pytest.mark.parametrize(
    ("health", "case", "power"),
    [
        (None, "unknown", "unknown"),
        (Health.UNKNOWN, "unknown", "unknown"),
        (Health.OK, "closed", "mains"),
        (Health.PROBLEM, "open", "lost"),
    ],
)
def test_the_status_says_what_the_panels_switches_say(
    till: httpx.Client, shop: Shop, health: Health | None, case: str, power: str
) -> None:
    if health:
        shop.note("case", health)
        shop.note("power", health)
    said = till.get("/v1/status").json()
    assert (said["case"], said["power"]) == (case, power)


def test_what_switches_said_before_the_boot_is_not_known_any_more(till: httpx.Client, shop: Shop) -> None:
    shop.note("case", Health.OK)
    shop.note("power", Health.PROBLEM)
    shop.store._connection.execute("UPDATE devices SET boot_id = 'another'")
    said = till.get("/v1/status").json()
    assert (said["case"], said["power"]) == ("unknown", "unknown")


def test_the_capabilities_follow_the_sensor(till: httpx.Client, shop: Shop) -> None:
    before = till.get("/v1/capabilities").json()
    assert before["methods"]["touch"] == {"usable": True, "reason": ""}
    assert not before["methods"]["fingerprint"]["usable"]
    assert "sensor" in before["methods"]["fingerprint"]["reason"]
    assert (before["document_pdf"], before["webhook"]) == (True, False)
    shop.note("sensor", Health.OK)
    assert till.get("/v1/capabilities").json()["methods"]["fingerprint"]["usable"]


def test_a_damaged_seal_is_said_in_words(
    till: httpx.Client, record: SealedRecord, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.store._connection.execute("UPDATE records SET jws = x'7b7d'")
    answer = till.get(f"/v1/records/{record.id}")
    assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
    assert answer.headers["retry-after"]
    assert "record.jws is not a seal" in caplog.text


def test_the_description_names_every_call_and_its_document(till: httpx.Client) -> None:
    said = till.get("/openapi.json").json()
    assert set(said["paths"]) >= {
        "/v1/requests",
        "/v1/requests/{request_id}/cancel",
        "/v1/records/{record_id}",
    }
    document = said["components"]["schemas"]["SigningDocument"]
    assert document["additionalProperties"] is False
    references = [part.split('"')[0] for part in json.dumps(said).split('"#/components/schemas/')[1:]]
    assert set(references) <= set(said["components"]["schemas"])


def test_the_page_loads_nothing_from_elsewhere(till: httpx.Client) -> None:
    answer = till.get("/docs")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "http://" not in answer.text
    assert "https://" not in answer.text


def test_what_was_destroyed_is_said(
    till: httpx.Client, record: SealedRecord, shop: Shop, sealer: Sealer
) -> None:
    destroyer = Destroyer(shop.store, lambda: sealer.key)
    destroyer.parts(record.id, ["ink.json"], "asked for", even_unsent=True)
    answer = till.get(f"/v1/records/{record.id}/ink.json")
    assert (answer.status_code, answer.json()["code"]) == (410, "record_gone")
    assert answer.json()["detail"].endswith(": asked for.")
    assert till.get(f"/v1/records/{record.id}").status_code == 200
    destroyer.record(record.id, "asked for", even_unsent=True)
    for path in ("", "/bundle", "/signature.png", "/signed.pdf"):
        answer = till.get(f"/v1/records/{record.id}{path}")
        assert (answer.status_code, answer.json()["code"]) == (410, "record_gone"), path
    assert till.post(f"/v1/records/{record.id}/print").status_code == 410
    (asked,) = till.get("/v1/requests").json()["requests"]
    assert (asked["reference"], asked["record_id"]) == ("INV-2041", record.id)
