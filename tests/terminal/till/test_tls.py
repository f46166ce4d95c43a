import hashlib
import ssl
import stat
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from terminal.config import Config, Paths, TillConfig
from terminal.evidence.errors import KeyUnfit
from terminal.till.tls import certificate_fingerprint, needs_tls, tls_context
from tests.terminal.till.conftest import Shop, serving


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_is_plain(host: str) -> None:
    assert not needs_tls(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "fd00::5", "till.local"])  # noqa: S104
def test_any_other_address_is_encrypted(host: str) -> None:
    assert needs_tls(host)


def test_an_address_of_the_lan_is_served_over_tls_alone(config: Config, shop: Shop) -> None:
    everywhere = replace(config, till=TillConfig("0.0.0.0:0"))
    with serving(everywhere) as server:
        assert server.url.startswith("https://")
        pinned = ssl.create_default_context(cafile=str(config.paths.data / "till-certificate.pem"))
        port = httpx.URL(server.url).port
        headers = {"Authorization": f"Bearer {shop.token}"}
        with httpx.Client(verify=pinned, base_url=f"https://localhost:{port}", headers=headers) as till:
            assert till.get("/v1/status").status_code == 200
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"http://localhost:{port}/health")


def test_only_tls_1_3_is_spoken_and_the_certificate_is_the_one_to_pin(config: Config) -> None:
    with serving(config, tls=tls_context(config)) as server:
        url = httpx.URL(server.url)
        address = (url.host, url.port or 0)
        pem = ssl.get_server_certificate(address)
        assert hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() == certificate_fingerprint(config)
        old = ssl.create_default_context()
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{server.url}/health", verify=old)


def test_the_key_is_made_once_and_private(config: Config) -> None:
    first = certificate_fingerprint(config)
    tls_context(config)
    assert certificate_fingerprint(config) == first
    for name in ("till-key.pem", "till-certificate.pem"):
        assert stat.S_IMODE((config.paths.data / name).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content", [b"not a key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_damaged_key_is_named_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    config = Config(paths=Paths(tmp_path, tmp_path))
    (tmp_path / "till-key.pem").write_bytes(content)
    with pytest.raises(KeyUnfit, match=r"till-key\.pem holds no EC key\. Remove it"):
        certificate_fingerprint(config)
