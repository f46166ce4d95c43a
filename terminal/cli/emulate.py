"""``signpost emulate``: a sensor or a printer for any program that speaks to one."""

import signal
from pathlib import Path
from typing import Annotated

import typer

from terminal.cli.shown import console

app = typer.Typer(help="Be a fingerprint sensor or a receipt printer, on the wire.", no_args_is_help=True)


_ENDS = {signal.SIGINT, signal.SIGTERM}


@app.callback()
def hold_signals() -> None:
    """Let Ctrl-C wait until it is waited for: none that comes early is lost, and none ends it half-way."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)


@app.command("fingerprint")
def fingerprint(
    finger: Annotated[int, typer.Option(help="Which of the synthetic fingers is pressed; 0 for none.")] = 1,
    model: Annotated[str, typer.Option(help="r503, r502, as608 or zfm20.")] = "r503",
    baud: Annotated[int, typer.Option(help="Speed of the line, a multiple of 9600.")] = 57600,
    packet_bytes: Annotated[int, typer.Option(help="Content of a data packet: 32, 64, 128, 256.")] = 128,
    *,
    manner: Annotated[
        str, typer.Option(help="How it is pressed: good, dry, wet, partial, aside, moved.")
    ] = "good",
    tap_s: Annotated[
        float, typer.Option(help="Press for so many seconds and lift for as many, in turn; 0: never lift.")
    ] = 0.0,
    password: Annotated[int, typer.Option(help="What VfyPwd must say.")] = 0,
    address: Annotated[str, typer.Option(help="Where it listens, eight hex digits.")] = "FFFFFFFF",
    pace: Annotated[bool, typer.Option(help="Take the time that a real line takes.")] = True,
    strict_baud: Annotated[bool, typer.Option(help="Understand nothing at another speed.")] = False,
    answers_noise: Annotated[
        bool, typer.Option(help="Answer what comes at another speed; it is read as other bytes.")
    ] = False,
    drop_byte: Annotated[int | None, typer.Option(help="The byte of each reply that is lost.")] = None,
    flip_byte: Annotated[int | None, typer.Option(help="The byte of each reply with a wrong bit.")] = None,
    silence_after: Annotated[int | None, typer.Option(help="How many bytes of a reply come.")] = None,
    stray: Annotated[str, typer.Option(help="Bytes before each reply, in hex, such as 55.")] = "",
    delay_s: Annotated[float, typer.Option(help="How much later each reply comes.")] = 0.0,
    refuse: Annotated[
        list[str] | None, typer.Option(help="An instruction and the code it is refused with, in hex: 0A:0F.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="The instructions that suffer, in hex.")] = None,
    times: Annotated[int | None, typer.Option(help="How many replies suffer before all is well.")] = None,
    long_error_acks: Annotated[bool, typer.Option(help="Fill refusals up with zeros.")] = False,
) -> None:
    """Be a UART fingerprint sensor on a pseudo-terminal, with a finger on it."""
    from drivers.fingerprint.emulator import SensorEmulator  # noqa: PLC0415 - numpy, only here
    from drivers.fingerprint.faults import Faults  # noqa: PLC0415
    from drivers.fingerprint.fingers import FINGERS, Manner  # noqa: PLC0415
    from drivers.fingerprint.personalities import PERSONALITIES  # noqa: PLC0415

    try:
        refusals = {int(op, 16): int(code, 16) for op, code in (entry.split(":") for entry in refuse or ())}
        faults = Faults(
            drop_byte=drop_byte,
            flip_byte=flip_byte,
            silence_after=silence_after,
            stray=bytes.fromhex(stray),
            delay_s=delay_s,
            refusals=refusals,
            only=frozenset(int(op, 16) for op in only or ()),
            times=times,
            long_error_acks=long_error_acks,
        )
        personality, pressed = PERSONALITIES[model], Manner(manner)
        lying = (None, *FINGERS)[finger] if finger >= 0 else FINGERS[len(FINGERS)]
        emulator = SensorEmulator(
            personality,
            baud=baud,
            pace=pace,
            packet_bytes=packet_bytes,
            password=password,
            address=int(address, 16),
            strict_baud=strict_baud or answers_noise,
            answers_noise=answers_noise,
        )
    except (KeyError, IndexError, ValueError, OverflowError) as error:
        console.print(
            f"No such sensor ({error}). Models are {', '.join(PERSONALITIES)}; fingers are 1 to {len(FINGERS)}, "
            f"or 0 for none; they are pressed {', '.join(Manner)}; instructions, codes and bytes are in hex.",
            soft_wrap=True,
        )
        raise typer.Exit(2) from error
    with emulator as sensor:
        sensor.spoil(faults)
        if lying:
            sensor.press(lying, pressed)
        console.print(f"A sensor ({model}) on {sensor.path}. Ctrl-C ends it.", soft_wrap=True)
        while lying and tap_s > 0:
            if signal.sigtimedwait(_ENDS, tap_s):
                return
            if sensor.finger:
                sensor.lift()
            else:
                sensor.press(lying, pressed)
        signal.sigwait(_ENDS)


@app.command("printer")
def printer(
    port: Annotated[int, typer.Option(help="The TCP port to listen on; 0 for any.")] = 9100,
    width_dots: Annotated[int, typer.Option(help="576 for 80 mm paper, 384 for 58 mm.")] = 576,
    out: Annotated[Path, typer.Option(help="Where the paper is kept, as a picture.")] = Path("paper.png"),
    *,
    serial: Annotated[bool, typer.Option(help="On a pseudo-terminal instead of TCP.")] = False,
    baud: Annotated[
        int | None, typer.Option(min=1200, help="With --serial: as slow as a line of that speed.")
    ] = None,
    cutter: Annotated[bool, typer.Option(help="Has a cutter.")] = True,
    chinese: Annotated[bool, typer.Option(help="Starts in Chinese mode, as models for China do.")] = False,
    hears_dots: Annotated[bool, typer.Option(help="Takes dots of a picture for questions.")] = False,
    speed_mm_s: Annotated[float, typer.Option(help="How fast it prints.")] = 150.0,
    buffer_bytes: Annotated[int, typer.Option(help="What it takes in before it has printed it.")] = 65_536,
    paper_dots: Annotated[int | None, typer.Option(help="The roll ends after so many rows.")] = None,
    near_end: Annotated[bool, typer.Option(help="The roll is thin.")] = False,
    cover_open: Annotated[bool, typer.Option(help="The cover is open.")] = False,
    jammed: Annotated[bool, typer.Option(help="Paper is in the way of the cutter's blade.")] = False,
    offline: Annotated[bool, typer.Option(help="Takes no work, and does not say why.")] = False,
    silent: Annotated[bool, typer.Option(help="Prints, and answers nothing.")] = False,
    stalled: Annotated[bool, typer.Option(help="Takes no bytes, as behind XOFF.")] = False,
    power_cycle_after: Annotated[
        int | None, typer.Option(help="Loses its power after so many bytes.")
    ] = None,
) -> None:
    """Be an ESC/POS receipt printer whose paper is a picture, on TCP or a serial line.

    A printer on USB is emulated in the program that prints to it: drivers.printer.usb_emulator is a backend for pyusb.
    """
    if baud and not serial:
        raise typer.BadParameter("A speed is a serial line's: add --serial.", param_hint="--baud")
    from drivers.printer.emulator import PrinterEmulator  # noqa: PLC0415 - Pillow, only here

    with PrinterEmulator(
        width_dots=width_dots,
        speed_mm_s=speed_mm_s,
        buffer_bytes=buffer_bytes,
        cutter=cutter,
        chinese=chinese,
        hears_dots=hears_dots,
    ) as emulator:
        if paper_dots is not None:
            emulator.paper_out(after_dots=paper_dots)
        if power_cycle_after is not None:
            emulator.power_cycle_after(power_cycle_after)
        for wanted, happen in (
            (near_end, emulator.near_end),
            (cover_open, emulator.open_cover),
            (jammed, emulator.jam_cutter),
            (offline, emulator.go_offline),
            (silent, emulator.go_silent),
            (stalled, emulator.stall),
        ):
            if wanted:
                happen()
        where = emulator.serve_pty(baud) if serial else emulator.serve_tcp(port)
        console.print(f"A printer at {where}. Ctrl-C ends it and leaves the paper in {out}.", soft_wrap=True)
        signal.sigwait(_ENDS)
        emulator.wait_until_idle()
        paper = emulator.strip
        if paper.height:
            paper.save(out)
        else:
            console.print("Nothing was printed.")
