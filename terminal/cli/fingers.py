"""``signpost fingers``: which fingers the sensor knows. Their templates stay in it; here are places and scores only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from drivers.errors import NotFound
from drivers.fingerprint import (
    Comparison,
    EnrolStage,
    EnrolStep,
    FingerprintSensor,
    Progress,
    Stage,
    never,
)
from terminal.cli.shown import console
from terminal.config import FingerprintConfig, load_config
from terminal.staff_fingers import StaffFingers
from terminal.wiring import open_sensor

app = typer.Typer(help="Let the fingerprint sensor learn and know fingers.", no_args_is_help=True)

CONSENT = (
    "The sensor will keep a template of this finger: measurements from which it can be known again, no picture.\n"
    "It stays in the sensor, serves only to know this person again, and is deleted with:"
    " signpost fingers delete PLACE\n"
    "The finger is the person's own, and nobody may be made to give it. A PIN or a signature serves as well."
)
STAFF_CONSENT = "The terminal keeps the name {name} beside the finger's place, and opens staff mode to it."
SAID = {
    EnrolStage.PRESS: "Press the finger ({sample} of {samples}).",
    EnrolStage.LIFT: "Good. Lift it.",
    EnrolStage.UNCLEAR: "Not clear: too little of the finger was seen. Lift it.",
    EnrolStage.KEEPING: "Joining the samples.",
}
UNKNOWN = 1
"""How a command ends when the finger is not the one that was wanted."""

Place = Annotated[int, typer.Argument(help="The place in the sensor's library, counted from 0.", min=0)]


@app.command("enrol")
def enrol(
    place: Annotated[
        int | None, typer.Argument(help="Where to keep it; the first free place if left out.", min=0)
    ] = None,
    *,
    staff: Annotated[str, typer.Option(help="Whose it is of the staff: it then opens staff mode.")] = "",
) -> None:
    """Let the sensor learn a finger, from several presses, once its owner has said yes."""
    config = load_config()
    console.print(CONSENT, soft_wrap=True)
    if staff:
        console.print(STAFF_CONSENT.format(name=staff), soft_wrap=True)
    if not typer.confirm("Does the person whose finger it is agree to that?"):
        console.print("Nothing was asked of the sensor, and nothing is kept.")
        raise typer.Exit(UNKNOWN)
    with sensor() as (reader, settings):
        kept = reader.enrol(place, _coach, never, settings.timeout_s)
    if kept is None:
        return
    fingers = StaffFingers(config.paths.data)
    fingers.unbind(kept)  # whoever was there before is there no more
    if not staff:
        console.print(
            f"The finger is enrolled at place {kept}. Write down whose it is: the sensor knows no names."
        )
        return
    fingers.bind(kept, staff)
    console.print(f"The finger of {staff} is enrolled at place {kept}.")
    if "finger" not in config.staff.unlock:
        console.print(
            'It opens staff mode once the settings say so: unlock = ["pin", "finger"] under [staff].'
        )


@app.command("verify")
def verify(place: Place) -> None:
    """Compare one press with the finger at one place. Ends with 1 where it is another finger."""
    with sensor() as (reader, settings):
        compared = reader.verify(place, _ask, never, settings.timeout_s)
    _judge(compared, f"It is not the finger at place {place}")


@app.command("identify")
def identify() -> None:
    """Look for one press among all fingers kept. Ends with 1 where it is none of them."""
    with sensor() as (reader, settings):
        compared = reader.identify(_ask, never, settings.timeout_s)
    _judge(compared, "It is none of the fingers that are enrolled")


@app.command("delete")
def delete(places: Annotated[list[int], typer.Argument(help="The places to forget.", min=0)]) -> None:
    """Forget fingers, and that they were the staff's."""
    fingers = StaffFingers(load_config().paths.data)
    with sensor() as (reader, _):
        known = reader.list()
        for place in places:
            reader.delete(place)
            fingers.unbind(place)
            said = "is forgotten" if place in known else "held no finger"
            console.print(f"Place {place} {said}.")


@app.command("list")
def list_() -> None:
    """Say which places are taken, and how many there are."""
    with sensor() as (reader, _):
        places = reader.list()
        console.print(f"{len(places)} of {reader.capacity} places are taken.")
        if places:
            names = StaffFingers(load_config().paths.data).names()
            said = [f"{place} ({names[place]})" if place in names else str(place) for place in places]
            console.print(", ".join(said), soft_wrap=True)


@contextmanager
def sensor() -> Iterator[tuple[FingerprintSensor, FingerprintConfig]]:
    """Open the configured sensor, and close it afterwards.

    Raises:
        DriverError: it cannot be opened, or is needed by the terminal that runs.
    """
    settings = load_config().fingerprint
    if not settings.port:
        raise NotFound("No fingerprint sensor is configured: set port under [fingerprint].")
    reader = open_sensor(settings)
    try:
        yield reader, settings
    finally:
        reader.close()


def _coach(step: EnrolStep) -> None:
    console.print(SAID[step.stage].format(sample=step.sample, samples=step.samples))


def _ask(progress: Progress) -> None:
    if progress.stage is Stage.WAITING:
        console.print("Press the finger.")


def _judge(compared: Comparison | None, otherwise: str) -> None:
    """Say what came of it, with the score."""
    if compared is None:
        return
    if not compared.matched:
        console.print(f"{otherwise} (score {compared.score}).")
        raise typer.Exit(UNKNOWN)
    console.print(f"It is the finger at place {compared.place} (score {compared.score}).")
