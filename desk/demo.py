"""``make demo``: a till and some customers, played from the first call to the archive's acknowledgement.

Nothing is looked up behind the scenes: customers find their buttons by looking at the glass, the till asks the
till API, and the archive is asked over HTTP. It ends with a table, and with 1 where anything is not as it must be.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from desk.customer import Customer
from desk.desk import Desk, Options
from desk.errors import DeskError
from drivers.fingerprint.fingers import FINGERS, Manner
from terminal.evidence.bundle import BundleError, open_bundle
from terminal.model.codes import spaced
from terminal.model.ink import Tool
from terminal.model.request import Method
from terminal.session import events as ev
from terminal.ui.handwriting import HAN_NAME, LATIN_NAME, Way

_DRAIN_S = 60.0
"""How long slips and uploads may take after the last customer left and the network is back."""

_LIFTED_S = 0.6
"""How long a played hand holds its finger off the sensor."""

_SALE = {
    "kind": "sale",
    "amount": "1280.00",
    "currency": "CNY",
    "operator": "07",
    "lines": [
        {"text": "东北大米 10kg", "quantity": "2", "amount": "178.00"},
        {"text": "茶礼盒", "quantity": "1", "amount": "598.00"},
        {"text": "厨房电子秤", "quantity": "1", "amount": "504.00"},
    ],
}


@dataclass
class Visit:
    """One customer's visit: what the till asked, and what became of it."""

    who: str
    language: str
    plays: Callable[["Play", Customer], None]
    network: bool
    ends: str = "completed"
    request: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Play:
    """The stage: a desk, and a folder for pictures of what was seen."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self._folder = desk, folder
        self._number = 0

    def look(self, what: str) -> None:
        """Keep a picture of the glass."""
        self._number += 1
        self.desk.glass.image().save(self._folder / "screens" / f"{self._number:02d}-{what}.png")

    def keep(self, place: str, name: str, content: bytes) -> None:
        """Keep a file."""
        (self._folder / place / name).write_bytes(content)


def write(customer: Customer, name: Sequence[Way], tool: Tool = Tool.FINGER) -> None:
    """Wait for the pad, and write on it."""
    customer.eyes.find("signing", ev.ClearedPad)
    customer.sign(name, tool)
    customer.eyes.find("signing-ink", ev.Confirmed)


def with_a_finger(play: Play, customer: Customer) -> None:
    """Sign with a finger on the glass."""
    customer.tap("sale", ev.ReadOn)
    customer.tap("choosing", ev.Chose(Method.TOUCH))
    write(customer, HAN_NAME)
    play.look("signed-with-a-finger")
    customer.tap("signing-ink", ev.Confirmed)
    customer.tap("checking", ev.Confirmed)


def with_a_pen(play: Play, customer: Customer) -> None:
    """Sign with a pen."""
    customer.tap("sale", ev.ReadOn)
    customer.eyes.find("choosing", ev.Chose(Method.STYLUS))
    play.look("choosing")
    customer.tap("choosing", ev.Chose(Method.STYLUS), Tool.PEN)
    write(customer, LATIN_NAME, Tool.PEN)
    customer.tap("signing-ink", ev.Confirmed, Tool.PEN)
    customer.eyes.find("checking", ev.Confirmed)
    play.look("checking-a-pen")
    customer.tap("checking", ev.Confirmed, Tool.PEN)


def with_a_fingerprint(play: Play, customer: Customer) -> None:
    """Press a finger: badly first, then as the terminal coaches."""
    customer.tap("sale", ev.ReadOn)
    customer.tap("choosing", ev.Chose(Method.FINGERPRINT))
    customer.eyes.find("consenting", ev.Agreed)
    play.look("asked-for-consent")
    customer.tap("consenting", ev.Agreed)
    sensor = play.desk.sensor
    sensor.press(FINGERS[0], Manner.PARTIAL)
    customer.eyes.find("pressing-partial", ev.Chose(Method.TOUCH))
    play.look("coached")
    sensor.lift()
    time.sleep(_LIFTED_S)
    sensor.press(FINGERS[0], Manner.GOOD)
    customer.eyes.find("checking-finger", ev.Confirmed)
    play.look("checking-a-fingerprint")
    sensor.lift()
    customer.tap("checking-finger", ev.Confirmed)


def twice(play: Play, customer: Customer) -> None:
    """Clear the pad, sign, look, and sign again."""
    customer.tap("sale", ev.ReadOn)
    customer.tap("choosing", ev.Chose(Method.TOUCH))
    write(customer, LATIN_NAME[:1])
    customer.tap("signing-ink", ev.ClearedPad)
    write(customer, LATIN_NAME)
    customer.tap("signing-ink", ev.Confirmed)
    customer.tap("checking", ev.SignedAgain)
    customer.eyes.find("signing", ev.ClearedPad)
    play.look("signing-again")
    write(customer, HAN_NAME)
    customer.tap("signing-ink", ev.Confirmed)
    customer.tap("checking", ev.Confirmed)


def not_at_all(play: Play, customer: Customer) -> None:
    """Cancel."""
    customer.eyes.find("sale", ev.ReadOn)
    play.look("reading")
    customer.tap("sale", ev.CustomerCancelled)


def visits() -> list[Visit]:
    """Return who comes to the shop; the network is down for half of them."""
    return [
        Visit("a finger on the glass", "zh-CN", with_a_finger, network=True),
        Visit("a pen", "en", with_a_pen, network=True),
        Visit("a fingerprint", "zh-CN", with_a_fingerprint, network=True),
        Visit("clears and signs again", "zh-CN", twice, network=False),
        Visit("cancels", "en", not_at_all, network=False, ends="cancelled"),
        Visit("a pen, without network", "en", with_a_pen, network=False),
    ]


def receive(play: Play, visit: Visit, number: int) -> None:
    """Let one customer come, sign or not, and go."""
    desk = play.desk
    if visit.network != desk.network.plugged:
        (desk.network.plug if visit.network else desk.network.pull)()
    language = visit.language
    asked = desk.till.post(
        {**_SALE, "reference": f"INV-{2040 + number}", "language": language, "queue": True}
    )
    visit.request = asked
    try:
        visit.plays(play, desk.customer(language))
        visit.request = desk.till.wait_for(asked["id"])
    except (TimeoutError, httpx.HTTPError) as error:
        play.look(f"trouble-{number}")
        visit.wrong.append(str(error))
        visit.request = desk.till.cancel(asked["id"])
    if not visit.network and desk.till.status()["queue"]["to_upload"] == 0 and visit.ends == "completed":
        visit.wrong.append("nothing waits for the archive though the network is down")


def drain(play: Play, arrived: list[Visit]) -> None:
    """Put the network back, and wait until everything was printed and acknowledged."""
    play.desk.network.plug()
    for visit in arrived:
        if visit.request["state"] == "completed":
            try:
                visit.request = play.desk.till.wait_until(visit.request["id"], _delivered, _DRAIN_S)
            except TimeoutError as error:
                visit.wrong.append(str(error))


def _delivered(request: dict[str, Any]) -> bool:
    return bool(request["printed"] == "printed" and request["uploaded"] == "acknowledged")


def judge(play: Play, visit: Visit) -> None:
    """Say what is not as it must be, and keep what is left of the visit."""
    state = visit.request["state"]
    if state != visit.ends:
        visit.wrong.append(f"ended {state}, not {visit.ends}")
    if state != "completed":
        return
    for what, wanted in (("printed", "printed"), ("uploaded", "acknowledged")):
        if visit.request[what] != wanted:
            visit.wrong.append(f"{what}: {visit.request[what]}, not {wanted}")
    desk, record_id, reference = play.desk, visit.request["record_id"], visit.request["reference"]
    for part in desk.till.record(record_id)["parts"]:
        play.keep("images", f"{reference}-{part['name']}", desk.till.part(record_id, part["name"]))
    play.keep("slips", f"{reference}.png", desk.till.part(record_id, "receipt.png"))
    own = desk.till.part(record_id, "bundle")
    headers = {"Authorization": f"Bearer {desk.archive_token}"}
    archived = httpx.get(
        f"{desk.archive_url}/v1/records/{record_id}/bundle", headers=headers, trust_env=False
    )
    if archived.content != own:
        visit.wrong.append("the archive has other bytes than the terminal")
    try:
        record = open_bundle(own).record
    except BundleError as error:
        visit.wrong.append(str(error))
        return
    play.keep("bundles", f"{reference}.signpost", own)
    if record["match_code"] != visit.request["match_code"]:
        visit.wrong.append("the sealed match code is another than the till's")


def table(arrived: list[Visit]) -> Table:
    """Return what happened to each customer."""
    rows = Table(title="What happened", title_justify="left", box=None, padding=(0, 3, 0, 0))
    for column in (
        "customer",
        "network",
        "reference",
        "state",
        "match code",
        "printed",
        "uploaded",
        "acknowledged",
    ):
        rows.add_column(column, no_wrap=True)
    for visit in arrived:
        request = visit.request
        code = request.get("match_code") or ""
        completed = request["state"] == "completed"
        uploaded = request["uploaded"]
        rows.add_row(
            visit.who,
            "up" if visit.network else "down",
            request["reference"],
            request["state"] + (f" by {request['reason']}" if request.get("reason") else ""),
            spaced(code) if completed else "-",
            "yes" if request["printed"] == "printed" else "-" if not completed else request["printed"],
            "yes" if uploaded in {"sent", "acknowledged"} else "-" if not completed else uploaded,
            "yes" if uploaded == "acknowledged" else "-" if not completed else "no",
        )
    return rows


def main() -> None:
    """Play, print the table, and exit with 1 where anything is not as it must be."""
    arguments = argparse.ArgumentParser(description=main.__doc__)
    arguments.add_argument("--folder", type=Path, default=Path("build/demo"))
    folder: Path = arguments.parse_args().folder
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("screens", "slips", "images", "bundles"):
        (folder / name).mkdir(parents=True)
    console = Console(width=None if sys.stdout.isatty() else 140)
    try:
        arrived = play_all(folder, console)
    except DeskError as error:
        sys.exit(f"signpost: {error}")
    console.print(table(arrived))
    for visit in arrived:
        for wrong in visit.wrong:
            console.print(f"[red]wrong[/]  {visit.who}: {wrong}")
    console.print(f"Screens, slips, images and bundles are in {folder}.")
    sys.exit(any(visit.wrong for visit in arrived))


def play_all(folder: Path, console: Console) -> list[Visit]:
    """Open the shop, let everybody in, and return their visits."""
    arrived = visits()
    with Desk(folder / "unit", Options(thanks_s=1.5)) as desk:
        play = Play(desk, folder)
        for number, visit in enumerate(arrived, start=1):
            console.print(f"{number}  {visit.who}{'' if visit.network else ', the network is down'}")
            receive(play, visit, number)
        drain(play, arrived)
        play.look("idle")
        for visit in arrived:
            judge(play, visit)
        desk.paper.strip.save(folder / "slips" / "strip.png")
    return arrived


if __name__ == "__main__":
    main()
