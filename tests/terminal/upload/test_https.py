import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from archive.opening import open_archive
from archive.settings import Settings
from archive.tokens import Role
from terminal.evidence.keys import self_signed
from terminal.model.status import Uploaded
from terminal.upload import Acknowledged, HttpsArchive, Outcome, TokenFile, Unreachable
from terminal.upload.token_file import TokenError
from tests.archive.conftest import Stage
from tests.archive.conftest import stage as stage  # noqa: PLC0414 - a fixture
from tests.terminal.upload.conftest import TIMEOUT_S, TOKEN, Moody, Server, Shop


def put(sink: HttpsArchive, record_id: str = "one") -> Outcome:
    return sink.put(record_id, b"a bundle", lambda: None)


def test_the_token_is_never_sent_unencrypted_over_a_network(shop: Shop) -> None:
    outcome = put(shop.sink("http://192.0.2.1:80"))
    assert isinstance(outcome, Unreachable)
    assert "unencrypted" in outcome.sentence


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = self_signed(key, "archive", (x509.DNSName("localhost"),))
    pem = tmp_path / "archive.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + name.public_bytes(serialization.Encoding.PEM)
    )
    return pem


@pytest.fixture
def encrypted(archive: Moody, server: Server, certificate: Path) -> str:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.tls = context
    return archive.url.replace("http://127.0.0.1", "https://localhost")


def test_only_a_trusted_archive_gets_the_token(
    shop: Shop, archive: Moody, encrypted: str, certificate: Path
) -> None:
    stranger = put(shop.sink(encrypted, verify=True))
    assert isinstance(stranger, Unreachable)
    assert "certificate" in stranger.sentence.lower()
    assert archive.arrived == []
    trusting = ssl.create_default_context(cafile=str(certificate))
    assert isinstance(put(shop.sink(encrypted, verify=trusting)), Acknowledged)


def test_the_real_archive_acknowledges_and_takes_the_same_again(
    tmp_path: Path, shop: Shop, stage: Stage
) -> None:
    real = open_archive(Settings(data=tmp_path / "real"))
    shop.token_file.write_text(real.tokens.add("terminal-SP-0031", Role.TERMINAL), encoding="ascii")
    record_id = "019885f2-0000-7000-8000-00000000c41d"
    shop.sign(record_id)
    (outgoing,) = shop.store.outbox.unsent("archive")
    with stage.showing(real):
        shop.run(shop.uploader(stage.address), shop.all_acknowledged)
        shop.store.outbox.sent(outgoing.id)
        shop.run(shop.uploader(stage.address), shop.all_acknowledged)
        real.tokens.revoke("terminal-SP-0031")
        shop.store.outbox.sent(outgoing.id)
        shop.uploader(stage.address).step(shop.now_s)
    real.database.close()
    kept = shop.outgoing(record_id)
    assert kept.state is Uploaded.WAITING
    assert "does not accept this terminal's token (401" in kept.last_error


def test_a_token_is_read_again_when_it_changed(shop: Shop) -> None:
    token = TokenFile(shop.token_file)
    assert token.read() == TOKEN
    shop.token_file.write_text("another-and-longer-token", encoding="ascii")
    assert token.read() == "another-and-longer-token"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_token_that_others_can_read_is_not_used(shop: Shop, archive: Moody, mode: int) -> None:
    shop.token_file.chmod(mode)
    outcome = put(shop.sink(archive.url))
    assert isinstance(outcome, Unreachable)
    assert "chmod 600" in outcome.sentence
    assert TOKEN not in outcome.sentence
    assert archive.answered == []


@pytest.mark.parametrize("content", ["", "\n", "two words", "zwei\nzeilen", "schlüssel", "a\x00b"])
def test_a_token_that_is_none_is_said_so(shop: Shop, content: str) -> None:
    shop.token_file.write_text(content, encoding="utf-8")
    with pytest.raises(TokenError, match=r"archive\.token"):
        TokenFile(shop.token_file).read()


def test_a_missing_token_says_where_to_put_it(tmp_path: Path) -> None:
    with pytest.raises(TokenError, match=r"There is no token .* Put it into .*nowhere"):
        TokenFile(tmp_path / "nowhere").read()


def test_a_record_s_name_cannot_lead_elsewhere(shop: Shop, archive: Moody) -> None:
    put(shop.sink(f"{archive.url}/below/"), "../../admin?x#y")
    assert archive.arrived == ["..%2F..%2Fadmin%3Fx%23y"]


def test_an_address_that_is_none_is_said_in_words(shop: Shop) -> None:
    with pytest.raises(ValueError, match=r"upload\.archive = 'https://☂\.invalid' is no address"):
        HttpsArchive("https://☂.invalid", TokenFile(shop.token_file), timeout_s=TIMEOUT_S)
