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
    model: Annotated[str, typer.Option(help="r503 or as608.")] = "r503",
    baud: Annotated[int, typer.Option(help="Speed of the line, a multiple of 9600.")] = 57600,
    *,
    pace: Annotated[bool, typer.Option(help="Take the time that a real line takes.")] = True,
) -> None:
    """Be a UART fingerprint sensor on a pseudo-terminal, with a finger on it."""
    from drivers.fingerprint.emulator import SensorEmulator  # noqa: PLC0415 - numpy, only here
    from drivers.fingerprint.fingers import FINGERS  # noqa: PLC0415
    from drivers.fingerprint.personalities import AS608, R503  # noqa: PLC0415

    models = {"r503": R503, "as608": AS608}
    if model not in models or not 0 <= finger <= len(FINGERS):
        console.print(f"Models are {', '.join(models)}; fingers are 1 to {len(FINGERS)}, or 0 for none.")
        raise typer.Exit(2)
    with SensorEmulator(models[model], baud=baud, pace=pace) as sensor:
        if finger:
            sensor.press(FINGERS[finger - 1])
        console.print(f"A sensor ({model}) on {sensor.path}. Ctrl-C ends it.", soft_wrap=True)
        signal.sigwait(_ENDS)


@app.command("printer")
def printer(
    port: Annotated[int, typer.Option(help="The TCP port to listen on; 0 for any.")] = 9100,
    width_dots: Annotated[int, typer.Option(help="576 for 80 mm paper, 384 for 58 mm.")] = 576,
    out: Annotated[Path, typer.Option(help="Where the paper is kept, as a picture.")] = Path("paper.png"),
    *,
    serial: Annotated[bool, typer.Option(help="On a pseudo-terminal instead of TCP.")] = False,
) -> None:
    """Be an ESC/POS receipt printer whose paper is a picture."""
    from drivers.printer.emulator import PrinterEmulator  # noqa: PLC0415 - Pillow, only here

    with PrinterEmulator(width_dots=width_dots) as emulator:
        where = emulator.serve_pty() if serial else emulator.serve_tcp(port)
        console.print(f"A printer at {where}. Ctrl-C ends it and leaves the paper in {out}.", soft_wrap=True)
        signal.sigwait(_ENDS)
        emulator.wait_until_idle()
        paper = emulator.strip
        if paper.height:
            paper.save(out)
        else:
            console.print("Nothing was printed.")
