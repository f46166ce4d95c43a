"""The command: serving until told to stop, and the tokens."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from archive.main import main
from archive.tokens import Role, TokenError, Tokens


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "archive.main", "--data", str(data), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@contextmanager
def serving(data: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "archive.main", "--data", str(data), "--listen", "127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().split()[-1]
        finally:
            if process.poll() is None:
                process.kill()


def test_it_serves_until_told_to_stop(tmp_path: Path) -> None:
    token = run(tmp_path / "data", "token", "add", "office", "--role", "reader").stdout.strip()
    with serving(tmp_path / "data") as (process, address):
        assert httpx.get(f"{address}/health").json() == {"status": "ok"}
        assert httpx.get(f"{address}/v1/records").status_code == 401
        said = httpx.get(f"{address}/v1/records", headers={"Authorization": f"Bearer {token}"})
        assert said.json() == {"records": [], "total": 0, "cursor": ""}
        assert "server" not in said.headers
        late = run(tmp_path / "data", "token", "add", "late", "--role", "reader").stdout.strip()
        assert httpx.get(f"{address}/v1/records", headers={"Authorization": f"Bearer {late}"}).is_success
        assert run(tmp_path / "data", "token", "revoke", "late").returncode == 0
        assert httpx.get(f"{address}/?token={late}").headers["location"] == "/"
        process.send_signal(signal.SIGTERM)
        _out, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    assert not [path for path in (tmp_path / "data").rglob("*") if path.stat().st_mode & 0o077]


def test_it_stops_though_it_was_told_so_the_moment_it_listened(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (process, _address):
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_a_token_is_shown_once_and_only_its_digest_is_kept(tmp_path: Path) -> None:
    token = run(tmp_path, "token", "add", "terminal-SP-0001", "--role", "terminal").stdout
    assert token.count("\n") == 1
    assert len(token.strip()) >= 40
    file = tmp_path / "tokens.json"
    assert token.strip() not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    found = Tokens(file).find(token.strip())
    assert found
    assert (found.name, found.role) == ("terminal-SP-0001", Role.TERMINAL)
    listed = run(tmp_path, "token", "list").stdout
    assert "terminal-SP-0001\tterminal\t" in listed
    assert token.strip() not in listed


def test_a_name_has_one_token_at_a_time(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "tokens.json")
    first = tokens.add("office", Role.READER)
    with pytest.raises(TokenError, match="--replace"):
        tokens.add("office", Role.READER)
    second = tokens.add("office", Role.READER, replacing=True)
    assert tokens.find(first) is None
    assert tokens.find(second)
    tokens.revoke("office")
    assert tokens.find(second) is None
    with pytest.raises(TokenError, match="no token named"):
        tokens.revoke("office")
    assert [bool(token.revoked) for token in tokens.all()] == [True, True]


def test_a_spoiled_file_of_tokens_lets_nobody_in(tmp_path: Path) -> None:
    file = tmp_path / "tokens.json"
    for rubbish in ("", "[]", '{"tokens": [{"name": 1}]}', '{"tokens": 7}'):
        file.write_text(rubbish)
        with pytest.raises(TokenError, match="not a file of tokens"):
            Tokens(file).find("x")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--listen", "0.0.0.0:8480"), "others could listen in"),
        (("--listen", "archive.example:8480"), "others could listen in"),
        (("--listen", "127.0.0.1"), "write it like 127.0.0.1:8480"),
        (("--listen", "127.0.0.1:99999"), "write it like"),
        (("--tls-key", "key.pem"), "needs both"),
        (("--timezone", "Mars/Olympus"), "Mars/Olympus"),
        (("--objects", "gopher://x"), "gopher"),
        (("token", "revoke", "nobody"), "no token named nobody"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["signpost-archive", "--data", str(tmp_path), *words])
    before = os.umask(0o022)
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        os.umask(before)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


def test_adding_a_token_starts_nothing_heavy() -> None:
    heavy = "import sys; import archive.main; print({'fastapi', 'sqlalchemy', 'obstore', 'jinja2'} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True).stdout
        == "set()\n"
    )
