"""The audit of a record: what holds of it, and what happened to it since, from the terminal's journal."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from terminal.evidence.agreement import said
from terminal.evidence.finding import PdfReport
from terminal.evidence.trusted import Trusted
from terminal.evidence.verify import LISTED, Found, Verdict, judge
from terminal.i18n import Catalogue
from terminal.model.codes import spaced
from terminal.model.journal import JournalLine
from terminal.telling import told

from .taken import Taken

_OUTCOMES = {"holds": "成立", "does not hold": "不成立", "not checked": "未检查"}


def judged(record: Taken, trusted: Trusted) -> Verdict:
    """Return what holds of a record as it was taken out of the store."""
    listed = {name: getattr(record.stored, name) for name in LISTED}
    return judge(Found("this terminal's store", record.by_name, listed, record.receipt), trusted, _check_pdf)


def audit_text(record: Taken, verdict: Verdict, lines: Sequence[JournalLine], catalogue: Catalogue) -> bytes:
    """Return the audit for people, in Chinese and English; ``lines`` are the journal's about it, the oldest first."""
    stored = record.stored
    chinese, english = map(catalogue.words, ("zh-CN", "en"))
    title = f"{stored.reference}  {record.amount}  {spaced(stored.match_code)}  {stored.id}"
    text = ["审计记录 / Audit", title, "", "检查结果 / What holds", ""]
    for finding in verdict.findings:
        text.append(f"  {_OUTCOMES[finding.outcome]} / {finding.outcome.value}: {finding.what}")
        text.append(f"      {finding.sentence}")
    text += ["", "经过 / What happened", ""]
    for label, moment in (("开始查看 / opened", "opened"), ("确认 / confirmed", "confirmed")):
        if utc := said(verdict.seal.record if verdict.seal else {}, "times", moment, "utc"):
            text.append(f"  {_local(record, str(utc))}  {label}")
    for line in lines:
        text.append(f"  {_local(record, line.utc)}  {told(line, chinese)}")
        text.append(f"{'':29}{told(line, english)}")
    if anchor := verdict.seal and verdict.seal.record.get("journal"):
        text += ["", _ANCHORED.format(**anchor)]
    return ("\ufeff" + "\r\n".join(text) + "\r\n").encode()


_ANCHORED = (
    "记录封存时，日志已到第 {seq} 行；该行的 SHA-256 也封在记录里：{sha256}\r\n"
    "When the record was sealed the journal had come to line {seq}; its SHA-256 is sealed with the record."
)


def audit_json(record: Taken, verdict: Verdict, lines: Sequence[JournalLine]) -> bytes:
    """Return the audit for programs."""
    audit = {
        "schema": "signpost.audit/1",
        "record": record.stored.id,
        "holds": verdict.holds,
        "findings": [asdict(finding) for finding in verdict.findings],
        "journal": [
            {"sha256": line.sha256, "line": json.loads(line.text), "text": line.text} for line in lines
        ],
    }
    return json.dumps(audit, ensure_ascii=False, indent=1).encode() + b"\n"


def _local(record: Taken, utc: str) -> str:
    return f"{datetime.fromisoformat(utc).astimezone(record.zone):%Y-%m-%d %H:%M:%S %z}"


def _check_pdf(content: bytes) -> PdfReport:
    from terminal.export.signed_pdf.check import check_signed_pdf  # noqa: PLC0415 - half a second

    return check_signed_pdf(content)
