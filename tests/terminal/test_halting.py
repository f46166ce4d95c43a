"""Halting: what the kernel holds is written out, then the site's command is run, and a failure ends nothing."""

import logging
import os
import sys
from pathlib import Path

import pytest

from terminal import halting
from terminal.halting import halt


def test_all_is_written_out_before_the_command_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    trace = tmp_path / "with a space"
    there_when_written: list[bool] = []
    monkeypatch.setattr(os, "sync", lambda: there_when_written.append(trace.exists()))
    halt(f"touch '{trace}'")
    assert there_when_written == [False]
    assert trace.exists()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    halt(f"echo gone > {tmp_path}/told")
    assert not (tmp_path / "told").exists()


def test_without_a_command_all_is_written_out_and_nothing_run(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    written: list[None] = []
    monkeypatch.setattr(os, "sync", lambda: written.append(None))
    halt("")
    assert written == [None]
    assert not caplog.records


@pytest.mark.parametrize(
    ("command", "says"), [("false", "non-zero exit status 1"), ("no-such-command --now", "no-such-command")]
)
def test_a_command_that_fails_is_said_and_ends_nothing(
    command: str, says: str, caplog: pytest.LogCaptureFixture
) -> None:
    halt(command)
    assert says in caplog.messages[-1]
    assert caplog.records[-1].levelno == logging.ERROR


def test_a_command_that_hangs_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(halting, "_LONGEST_S", 0.1)
    halt(f"{sys.executable} -c 'import threading; threading.Event().wait()'")
    assert "timed out" in caplog.messages[-1]
