"""``send``: delivers what is due, and shows what became of every message."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from disburse.accounts.records import Actor
from disburse.clock import now
from disburse.commands.answer import DONE, REFUSED, Answer
from disburse.commands.opening import moment, opened_ledger, settings_of, system_user
from disburse.commands.wording import error, wording
from disburse.errors import OperatorError
from disburse.send import deciding, listing
from disburse.send.checks import demand_address
from disburse.send.delivery import carrier_of, deliver
from disburse.send.errors import SendError
from disburse.send.records import State
from disburse.send.trying import put_test
from disburse.send.wording import worded
from disburse.send.wording import wording as send_wording

if TYPE_CHECKING:
    import sqlite3
    from argparse import Namespace
    from pathlib import Path

    from disburse.commands.answer import Context
    from disburse.send.carrier import Carrier
    from disburse.send.records import Attempt, Counts, Delivered, Result, Summary

_UNFINISHED = (State.UNKNOWN, State.FAILED, State.SENDING, State.PENDING)
_DELIVERED = (State.SENT, State.WRITTEN)


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``send``: deliver, or do the one other thing that is asked."""
    asked = (options.status, options.resend, options.settle, options.test)
    if sum(one not in (None, False) for one in asked) > 1:
        raise error("one_send")
    if options.test is not None:
        _demand_address(options.test)
    try:
        with opened_ledger(context.database) as ledger:
            return _answered(ledger, options, context)
    except SendError as refusal:
        raise OperatorError(worded(refusal)) from refusal


def _answered(ledger: sqlite3.Connection, options: Namespace, context: Context) -> Answer:
    if options.status:
        return _status(ledger)
    if options.settle is not None:
        deciding.settle(ledger, options.settle, by=Actor(system_user()), at=now())
        text = wording()["send"]["settled"].format(number=options.settle)
        return Answer(lambda: {"settled": options.settle}, lambda: text)
    if options.resend is None and options.test is None:
        return _round(ledger, context)
    with closing(_carrier(context)) as carrier:
        if options.resend is not None:
            deciding.resend(ledger, options.resend, by=Actor(system_user()), at=now())
            return _one(ledger, carrier, options.resend, "resent")
        return _one(ledger, carrier, _put_test(ledger, options.test, context), "test")


def _carrier(context: Context) -> Carrier:
    settings = settings_of(context.database)
    return carrier_of(settings.mail, context.database.parent, settings.office.department)


def _put_test(ledger: sqlite3.Connection, address: str, context: Context) -> int:
    office = settings_of(context.database).office
    named = {"authority": office.authority, "department": office.department}
    return put_test(ledger, address, **named, at=now())


def _demand_address(text: str) -> None:
    try:
        demand_address(text)
    except ValueError as refusal:
        raise error("test_address", address=text) from refusal


def _round(ledger: sqlite3.Connection, context: Context) -> Answer:
    with closing(_carrier(context)) as carrier:
        done, counts = deliver(ledger, carrier, now), listing.overview(ledger)
    document = {**asdict(done), "outbox": asdict(counts)}
    folder = context.database.parent / settings_of(context.database).mail.outbox
    return Answer(lambda: document, lambda: _round_text(done, counts, folder))


def _round_text(done: Delivered, counts: Counts, folder: Path) -> str:
    texts = wording()["send"]
    lines = [texts["done"].format(**{**asdict(counts), **asdict(done)})]
    if done.stopped is not None:
        lines.append(texts["stopped"].format(why=_why(done.stopped)))
    if counts.unknown:
        lines.append(texts["doubtful"].format(unknown=counts.unknown))
    if done.written:
        lines.append(texts["files"].format(folder=folder))
    return "\n".join(lines)


def _one(ledger: sqlite3.Connection, carrier: Carrier, number: int, key: str) -> Answer:
    """Deliver one message alone and tell what became of it; refused if it did not go out."""
    deliver(ledger, carrier, now, only=number)
    summary = listing.message(ledger, number).summary
    last = summary.last
    text = wording()["send"][key].format(
        number=number,
        address=summary.address,
        state=send_wording()["states"][summary.state],
        why=f" ({_why(last)})" if last else "",
    )
    code = DONE if summary.state in _DELIVERED else REFUSED
    return Answer(lambda: {key: _document(summary)}, lambda: text, code)


def _status(ledger: sqlite3.Connection) -> Answer:
    counts, left = listing.overview(ledger), listing.in_states(ledger, _UNFINISHED)
    return Answer(
        lambda: {"outbox": asdict(counts), "messages": [_document(one) for one in left]},
        lambda: _status_text(counts, [one for one in left if _tells(one)]),
    )


def _tells(summary: Summary) -> bool:
    """Tell whether there is more to say of a message than that its time has not come."""
    return summary.state is not State.PENDING or summary.last is not None


def _document(summary: Summary) -> dict[str, Any]:
    return asdict(summary)


def _status_text(counts: Counts, left: list[Summary]) -> str:
    from tabulate import tabulate

    texts, states = wording()["send"], send_wording()["states"]
    held = [(states[state], count) for state, count in asdict(counts).items() if count]
    if not held:
        return texts["none"]
    table = tabulate(held, (texts["state"], texts["count"]), disable_numparse=True)
    if not left:
        return table
    keys = ("number", "kind", "period", "address", "state", "next_at", "detail")
    header = [texts[key] for key in keys]
    return f"{table}\n\n{tabulate(map(_line, left), header, disable_numparse=True)}"


def _line(summary: Summary) -> tuple[str, ...]:
    return (
        str(summary.number),
        summary.kind,
        summary.period,
        summary.address,
        send_wording()["states"][summary.state],
        moment(summary.next_at) if summary.state is State.PENDING else "",
        _why(summary.last) if summary.last else "",
    )


def _why(told: Attempt | Result) -> str:
    """Say how an attempt ended: what went wrong, and what the server or the system said of it."""
    texts = send_wording()
    cause = texts["faults"][told.fault] if told.fault else texts["outcomes"].get(told.outcome or "")
    said = " ".join(str(one) for one in (told.code, told.answer or told.error) if one)
    return ": ".join(one for one in (cause, said) if one)
