import os
import select
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from desk.desk import Desk, Options
from desk.errors import DeskError
from drivers.fingerprint.fingers import FINGERS
from terminal.config import load_config
from terminal.model.ink import Tool
from terminal.model.request import Method
from terminal.session.events import Agreed, Chose, Confirmed, CustomerCancelled, ReadOn

SALE = {"reference": "INV-7", "kind": "sale", "amount": "12.00", "currency": "CNY"}


def sign(desk: Desk, method: Method, tool: Tool) -> None:
    customer = desk.customer()
    customer.tap("sale-plain", ReadOn)
    customer.tap("choosing", Chose(method))
    customer.eyes.find("signing", CustomerCancelled)
    customer.sign(tool=tool)
    customer.tap("signing-ink", Confirmed)
    customer.tap("checking", Confirmed)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The command itself, as a person starts it."""
    command = [sys.executable, "-m", "desk.main", "--folder", str(tmp_path), "--port", "0", "--fast"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        yield started
        started.kill()


def test_one_signature_all_the_way(desk: Desk) -> None:
    request = desk.till.post(SALE)
    sign(desk, Method.STYLUS, Tool.PEN)
    done = desk.till.wait_until(request["id"], lambda seen: seen["uploaded"] == "acknowledged")
    assert (done["state"], done["reference"]) == ("completed", "INV-7")
    found = httpx.get(
        f"{desk.archive_url}/v1/records/{done['record_id']}",
        headers={"Authorization": f"Bearer {desk.archive_token}"},
        trust_env=False,
    )
    assert found.json()["match_code"] == done["match_code"]


def test_a_finger_is_pressed_by_a_program(desk: Desk) -> None:
    request = desk.till.post({**SALE, "methods": ["fingerprint"]})
    customer = desk.customer()
    customer.tap("sale-plain", ReadOn)
    customer.tap("consenting-only", Agreed)
    desk.sensor.press(FINGERS[3])
    customer.tap("checking-finger", Confirmed)
    desk.sensor.lift()
    assert desk.till.wait_for(request["id"])["state"] == "completed"


def test_the_customers_button_on_the_panel_cancels(desk: Desk) -> None:
    from drivers.panel import Button  # noqa: PLC0415

    request = desk.till.post(SALE)
    desk.customer().eyes.find("sale-plain", ReadOn)
    desk.panel.press(Button.CANCEL)
    desk.panel.release(Button.CANCEL)
    ended = desk.till.wait_for(request["id"])
    assert (ended["state"], ended["reason"]) == ("cancelled", "customer")


def test_a_second_desk_in_the_same_folder_is_refused(desk: Desk) -> None:
    with pytest.raises(DeskError, match="already"):
        Desk(desk.folder.path)


def test_the_unit_reads_what_the_desk_configures(desk: Desk) -> None:
    config = load_config(desk.folder.config)
    assert config.paths.data == desk.folder.data
    assert (config.glass.width, config.glass.height) == (800, 480)
    assert config.upload_token_file.stat().st_mode & 0o777 == 0o600
    secrets = {desk.archive_token, config.upload_token_file.read_text()}
    assert not any(secret in desk.folder.config.read_text() for secret in secrets)


def test_options_reach_the_configuration(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Options(size=(1280, 720), window=True, language="en", fast=True))
    said = tomllib.loads(desk.folder.config.read_text())
    desk.close()
    assert (said["glass"]["window"], said["glass"]["width"], said["glass"]["dots_per_mm"]) == (
        "both",
        1280,
        8.31,
    )
    assert said["site"]["languages"] == ["en", "zh-CN"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left_behind(started: subprocess.Popen[str], number: signal.Signals) -> None:
    assert started.stdout
    assert started.stdout.readline().startswith("http://127.0.0.1:")
    own = children(started.pid)
    assert len(own) == 5
    watched = [os.pidfd_open(pid) for pid in own]
    for pid in (grandchild for child in own for grandchild in descendants(child)):
        with suppress(ProcessLookupError):  # some only ask the system something while they start
            watched.append(os.pidfd_open(pid))
    started.send_signal(number)
    for pidfd in watched:
        assert select.select([pidfd], [], [], 60)[0], "a process outlived the desk"
        os.close(pidfd)
    assert started.wait(60) == (-signal.SIGKILL if number is signal.SIGKILL else 0)


def descendants(pid: int) -> list[int]:
    """Return the process ids of all children and theirs."""
    return [each for child in children(pid) for each in (child, *descendants(child))]


def children(pid: int) -> list[int]:
    """Return the process ids of the children of a process; of none where it ended meanwhile."""
    found: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):
                found += map(int, (thread / "children").read_text().split())
    return found


def test_a_request_left_over_from_an_earlier_run_is_shown_and_can_be_taken_back(tmp_path: Path) -> None:
    options = Options(fast=True)
    with Desk(tmp_path, options) as first:
        request = first.till.post(SALE)
        first.customer().eyes.find("sale-plain", ReadOn)
    with Desk(tmp_path, options) as second:
        second.customer().eyes.find("sale-plain", ReadOn)
        assert second.till.asked == [request["id"]]
        assert second.till.cancel(request["id"])["state"] == "cancelled"
