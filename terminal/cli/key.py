"""``signpost key``: the terminal's key and its certificate, from the first day to the last."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from terminal.cli.shown import console, open_store, table
from terminal.config import Config, load_config
from terminal.evidence.certificates import CertificateFacts
from terminal.evidence.errors import KeyUnfit
from terminal.evidence.key_ring import KeyRing, own_certificates
from terminal.model.codes import short_key
from terminal.model.journal import Happening
from terminal.model.moment import utc_text

app = typer.Typer(help="Show, certify and replace the terminal's key.", no_args_is_help=True)

_RESTART = "The terminal takes it up when it is started again: systemctl restart signpost-terminal"


@app.command("show")
def show(*, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Show the key's name, its certificate, and how far chain and journal have come."""
    config = load_config()
    ring = _ring(config)
    thumbprint, facts = ring.key.thumbprint, ring.facts()
    chain, journal = (0, ""), (0, "")
    if config.paths.store.exists():
        with open_store(config) as store:
            chain, head = store.records.head(), store.journal.head()
            journal = (head.seq, head.sha256)
    now = datetime.now(UTC)
    said: dict[str, object] = {
        "terminal": config.site.terminal_id,
        "key": thumbprint,
        "short": short_key(thumbprint),
        **_said(facts),
        "days_left": facts.days_left(now),
        "age_days": max(0, (now - facts.begins).days),
        "older_certificates": max(0, len(own_certificates(config.paths.device_certificate)) - 1),
        "chain_head": f"{chain[0]} {chain[1]}".strip(),
        "journal_head": f"{journal[0]} {journal[1]}".strip(),
    }
    if as_json:
        console.print_json(json.dumps(said))
        return
    rows = table("", "")
    rows.show_header = False
    for name, value in said.items():
        rows.add_row(name.replace("_", " "), str(value))
    console.print(rows)


@app.command("csr")
def csr(
    out: Annotated[Path | None, typer.Option(help="Where to write it; else it is printed.")] = None,
) -> None:
    """Write what an authority needs to issue a certificate for the key (PKCS #10). The key itself stays here."""
    request = _ring(load_config()).csr()
    if out is None:
        typer.echo(request.decode("ascii"), nl=False)
        return
    out.write_bytes(request)
    typer.echo(f"{out}: send it to whoever issues your certificates, and install what comes back.", err=True)


@app.command("install")
def install(
    chain: Annotated[Path, typer.Argument(help="The certificates, PEM: the terminal's own first.")],
) -> None:
    """Put in an authority's certificate for the key. Records are sealed with it from the next start on."""
    config = load_config()
    ring = _ring(config)
    _check_user(config)
    facts = ring.install(chain.read_bytes(), datetime.now(UTC))
    _tell_of(config, facts)
    typer.echo(f"Installed: {facts.subject}, issued by {facts.issuer}, until {facts.ends:%Y-%m-%d}.")
    typer.echo(_RESTART, err=True)


@app.command("renew")
def renew() -> None:
    """Make a new certificate by which the same key vouches for itself. The one before is kept."""
    config = load_config()
    ring = _ring(config)
    _check_user(config)
    facts = ring.renew(datetime.now(UTC))
    _tell_of(config, facts)
    typer.echo(f"The key has a new certificate, until {facts.ends:%Y-%m-%d}.")
    typer.echo(_RESTART, err=True)


@app.command("replace")
def replace(
    *,
    sure: Annotated[
        str, typer.Option(help="The terminal's id, for scripts; else it is asked for.", show_default=False)
    ] = "",
) -> None:
    """Make a NEW key, for when the old one may be known to others. The old key is gone afterwards.

    Both keys sign that one follows the other; that statement goes into the journal and to the archive. Records that
    the old key sealed stay provable by its certificate, which is kept.
    """
    config = load_config()
    ring, terminal_id = _ring(config), config.site.terminal_id
    _check_user(config)
    old = ring.key.thumbprint
    if not sure:
        typer.echo(
            f"The key {short_key(old)} of {terminal_id} will be gone. Stop the terminal first.", err=True
        )
        sure = str(typer.prompt("Type the terminal's id to replace it"))
    if sure != terminal_id:
        typer.echo("That is not this terminal's id. Nothing was changed.", err=True)
        raise typer.Exit(2)
    successor = ring.prepare_successor(datetime.now(UTC))
    with open_store(config, may_make=True) as store:
        store.journal.add(
            Happening.KEY_REPLACED, old=old, new=successor.key.thumbprint, statement=successor.statement
        )
    ring.replace(successor)
    typer.echo(f"The key is now {successor.key.thumbprint}.")
    typer.echo(_RESTART, err=True)


def _ring(config: Config) -> KeyRing:
    paths = config.paths
    if not paths.device_key.exists() and not paths.device_certificate.exists():
        raise KeyUnfit(
            f"There is no key at {paths.device_key} yet: it is made at the terminal's first start."
        )
    return KeyRing(paths.device_key, paths.device_certificate, config.site.terminal_id)


def _check_user(config: Config) -> None:
    """Refuse to write files that the terminal could not read."""
    owner = config.paths.data.stat().st_uid
    if os.geteuid() != owner:
        raise KeyUnfit(
            "Run this as the terminal's own user, who has to read the key: sudo -u signpost signpost key …"
        )


def _said(facts: CertificateFacts) -> dict[str, object]:
    return {
        "subject": facts.subject,
        "issuer": "the key itself" if facts.self_signed else facts.issuer,
        "certificate": "self-signed"
        if facts.self_signed
        else f"of an authority ({facts.chain} in its chain)",
        "begins": utc_text(facts.begins),
        "ends": utc_text(facts.ends),
        "certificate_sha256": facts.sha256,
    }


def _tell_of(config: Config, facts: CertificateFacts) -> None:
    """Write a new certificate into the journal."""
    with open_store(config, may_make=True) as store:
        store.journal.add(
            Happening.CERTIFICATE,
            subject=facts.subject,
            issuer=facts.issuer,
            ends=f"{facts.ends:%Y-%m-%d}",
            sha256=facts.sha256,
        )
