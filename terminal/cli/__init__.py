"""``signpost``: everything a technician does from a shell."""

import sys

import typer

from drivers.errors import DriverError
from terminal.backup import BackupError
from terminal.cli import (
    backup,
    dispute,
    doctor,
    emulate,
    export,
    fingers,
    journal,
    key,
    panel,
    printer,
    queue,
    records,
    rescue,
    restore,
    retention,
    run,
    screens,
    slips,
    staff,
    tills,
    verify,
)
from terminal.config import ConfigError
from terminal.evidence.age import AgeError
from terminal.evidence.bundle import BundleError
from terminal.evidence.errors import KeyUnfit, SealError
from terminal.rescue import RescueError
from terminal.store.errors import StoreError

app = typer.Typer(
    name="signpost",
    help="An electronic-signature terminal for shops.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.add_typer(records.app, name="records")
app.add_typer(tills.app, name="tills")
app.add_typer(staff.app, name="staff")
app.command("queue")(queue.queue)
app.command("day-close")(slips.day_close)
app.add_typer(slips.paper, name="paper")
app.add_typer(journal.app, name="journal")
app.add_typer(key.app, name="key")
app.command("receipt")(slips.receipt)
app.command("export")(export.export)
app.command("dispute")(dispute.dispute)
app.command("verify")(verify.verify)
app.command("screens")(screens.screens)
app.add_typer(panel.app, name="panel")
app.add_typer(fingers.app, name="fingers")
app.add_typer(printer.app, name="printer")
app.add_typer(emulate.app, name="emulate")
app.command("backup")(backup.backup)
app.command("restore")(restore.restore_backup)
app.command("rescue")(rescue.rescue)
app.command("retention")(retention.retention)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command that was typed. What a person can mend is said in a sentence."""
    try:
        app()
    except (
        AgeError,
        BackupError,
        RescueError,
        ConfigError,
        StoreError,
        DriverError,
        SealError,
        BundleError,
        KeyUnfit,
        OSError,
    ) as error:
        sys.exit(f"signpost: {error}")
