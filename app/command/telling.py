"""`plumbline telling`: who is told, what was sent, what waits; and a word to everybody to try it out."""

from __future__ import annotations

import json
from datetime import datetime

from rich.console import Console
from rich.table import Table

from app.notify.channels import Channel, Message, usable
from app.settings import Settings
from app.store import telling
from app.store.engine import make_engine

_MOST = 30
_out = Console(soft_wrap=True)


def print_messages(*, as_json: bool, settings: Settings | None = None) -> int:
    """The latest messages and how far they are; the exit status."""
    engine = make_engine((settings or Settings()).database)
    with engine.connect() as db:
        found = telling.latest(db, most=_MOST)
    engine.dispose()
    rows = [
        {
            "made_at": _time(row.made_at),
            "kind": row.kind,
            "workspace": row.workspace,
            "channel": one.label,
            "state": one.state,
            "attempts": one.attempts,
            "next_at": None if one.state == telling.SENT else _time(one.next_at),
            "error": one.error,
        }
        for row, deliveries in found
        for one in deliveries
    ]
    if as_json:
        _out.print(json.dumps(rows, indent=1), markup=False, highlight=False)
        return 0
    table = Table(box=None, pad_edge=False)
    for heading in ("Made (UTC)", "What", "Channel", "State", "Tries", "Error"):
        table.add_column(heading, overflow="fold")
    for each in rows:
        what = " ".join(part for part in (str(each["kind"]), str(each["workspace"])) if part)
        table.add_row(
            str(each["made_at"]),
            what,
            str(each["channel"]),
            str(each["state"]),
            str(each["attempts"]),
            str(each["error"]),
        )
    _out.print(table)
    return 0


def try_channels(*, settings: Settings | None = None) -> int:
    """A word to every channel of the settings; the exit status: 0 when all took it."""
    settings = settings or Settings()
    trials = (
        ("PLUMBLINE_TELL", settings.tell, False, "Digests of the night will come here."),
        ("PLUMBLINE_HEARTBEAT", settings.heartbeat, True, "Each night will say here that it ran."),
    )
    failed = 0
    for name, setting, web, text in trials:
        channels, faults = usable(setting.get_secret_value(), domains=settings.domains, web=web)
        for fault in faults:
            _say(name, fault)
        failed += len(faults) + sum(not _tried(name, channel, text) for channel in channels)
        if not channels and not faults:
            _say(name, "nobody is set")
    return 1 if failed else 0


def _tried(name: str, channel: Channel, text: str) -> bool:
    error = channel.send(Message.plain("Plumbline: a trial", text))
    _say(name, f"{channel.label}: {error or 'taken'}")
    return not error


def _say(name: str, text: str) -> None:
    _out.print(f"{name}: {text}", highlight=False, markup=False)


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
