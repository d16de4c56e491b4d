"""From a night to what arrives: once a crossing, one heartbeat a night, nothing lost, nothing doubled."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.jobs import telling as at_work
from app.jobs.telling import Telling
from app.notify.channels import Channel, channels_of
from app.store import bodies, nights, portfolios, runs, schedules, telling
from app.store.nights import Night
from app.store.portfolios import PortfolioRow
from app.store.runs import NewResult
from tests.store.test_schedules import schedule_row
from tests.support.post_office import PostOffice, mail_server, web_address
from tests.support.rows import AT, run_row

NORTH, BRIGHT = "northlight.example", "brightwater.example"
DAY = timedelta(days=1)


@dataclass
class Clock:
    """The service's one clock, moved by hand."""

    at: datetime = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(at_work, "now", made)
    return made


@pytest.fixture
def mail() -> Iterator[PostOffice]:
    with mail_server() as office:
        yield office


@pytest.fixture
def web() -> Iterator[PostOffice]:
    with web_address() as office:
        yield office


def channels(mail: PostOffice, web: PostOffice) -> tuple[Channel, ...]:
    both = f"mailto://{mail.address}/pmo@{NORTH}?from=plumbline@{NORTH} json://{web.address}"
    return channels_of(both, domains={NORTH})


def result(name: str, *flags: tuple[str, str]) -> bytes:
    told = {
        "project": {"name": name, "currency": "EUR", "status_date": "2026-08-31"},
        "rag": {"overall": {"colour": "red", "reason": "Cost: over."}},
        "figures": {"cost": {"bac": 100.0, "eac": 110.0}},
        "flags": [
            {"id": id_, "check": id_, "severity": severity, "title": f"Title {id_}", "figure": "9 %"}
            for id_, severity in flags
        ],
    }
    return bodies.canonical(told)


def refreshed(
    engine: sa.Engine, book: str, clock: Clock, *flags: tuple[str, str], space: str = NORTH
) -> None:
    """The workbook, registered, as its last refresh found it."""
    run_id = uuid.uuid4().hex
    with engine.begin() as db:
        if schedules.find(db, book) is None:
            schedules.put(db, schedule_row(workbook_id=book, workspace=space, next_at=clock.at + DAY))
        row = run_row(id=run_id, workbook_id=book, state="done", created_at=clock.at, ended_at=clock.at)
        runs.add(db, row)
        body = result(f"Project {book}", *flags)
        runs.keep_result(
            db, run_id, NewResult(body=body, status_date=AT.date(), eac=110.0, bac=100.0, colour="red")
        )
        schedules.ended(db, book, outcome="done", at=clock.at)


def night(engine: sa.Engine, clock: Clock) -> Night:
    with engine.begin() as db:
        begun = nights.begun(db, clock.at)
        nights.end(db, begun.id, at=clock.at)
        found = nights.find(db, begun.id)
    assert found
    return found


def next_night(engine: sa.Engine, clock: Clock) -> Night:
    clock.at += DAY
    return night(engine, clock)


def states(engine: sa.Engine, *, most: int = 50) -> list[tuple[str, str, int]]:
    """Of every delivery, the latest message first: state, error, attempts."""
    with engine.connect() as db:
        found = telling.latest(db, most=most)
    return [(one.state, one.error, one.attempts) for _, each in found for one in each]


def titles(web: PostOffice) -> list[str]:
    return [json.loads(one)["title"] for one in web.arrived]


def test_a_crossing_is_told_once_to_every_channel(
    engine: sa.Engine, clock: Clock, mail: PostOffice, web: PostOffice
) -> None:
    told = Telling(engine, channels(mail, web))
    refreshed(engine, "a", clock, ("V1", "red"), ("D2", "amber"))
    refreshed(engine, "b", clock, ("E1", "amber"))
    with engine.begin() as db:
        portfolios.put(
            db, PortfolioRow(workspace=NORTH, workbook_id="folio", service_account="s", registered_at=AT)
        )
    told.after(night(engine, clock))
    subject = "Plumbline: 1 new red flag, 1 margin under its floor - northlight.example"
    assert titles(web) == [subject]
    assert [one["Subject"] for one in mail.mails] == [subject]
    assert "spreadsheets/d/folio/edit" in json.loads(web.arrived[0])["message"]

    told.after(next_night(engine, clock))  # the same is so still: quiet
    assert (len(web.arrived), len(mail.arrived)) == (1, 1)

    refreshed(engine, "a", clock)  # gone
    told.after(next_night(engine, clock))
    refreshed(engine, "a", clock, ("V1", "red"))  # and back
    told.after(next_night(engine, clock))
    assert titles(web)[1:] == ["Plumbline: 1 new red flag - northlight.example"]


def test_failed_and_paused_refreshes_are_told(
    engine: sa.Engine, clock: Clock, mail: PostOffice, web: PostOffice
) -> None:
    told = Telling(engine, channels(mail, web))
    refreshed(engine, "a", clock)
    refreshed(engine, "b", clock)
    clock.at += timedelta(minutes=1)
    fault = bodies.canonical(
        {"type": "/problems/no-status-date", "detail": "No status date.", "mend": "Type it."}
    )
    with engine.begin() as db:
        runs.add(
            db,
            run_row(workbook_id="a", mode="nightly", state="failed", error=fault.decode(), ended_at=clock.at),
        )
        schedules.ended(db, "a", outcome="failed", at=clock.at)
        schedules.pause(db, "b", reason="unconfirmed")
    told.after(night(engine, clock))
    assert titles(web) == ["Plumbline: 1 refresh failed, 1 refresh paused - northlight.example"]
    text = json.loads(web.arrived[0])["message"]
    assert "No status date." in text
    assert "Nobody who may edit this workbook has confirmed" in text
    told.after(next_night(engine, clock))
    assert len(web.arrived) == 1


def test_twice_for_one_night_and_by_two_processes_at_once_comes_to_the_same(
    engine: sa.Engine, clock: Clock, mail: PostOffice, web: PostOffice
) -> None:
    both = [Telling(engine, channels(mail, web), heartbeats(web)) for _ in range(4)]
    refreshed(engine, "a", clock, ("V1", "red"))
    ended = night(engine, clock)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: one.after(ended), both))
    both[0].after(ended)
    assert len(mail.arrived) == 1
    assert sorted(titles_and_beats(web)) == ["Plumbline: 1 new red flag - northlight.example", "beat"]
    assert {state for state, *_ in states(engine)} == {"sent"}


def heartbeats(web: PostOffice) -> tuple[Channel, ...]:
    return channels_of(f"http://{web.address}/ping", domains={NORTH}, web=True)


def titles_and_beats(web: PostOffice) -> list[str]:
    return ["beat" if one.startswith(b"The night of") else json.loads(one)["title"] for one in web.arrived]


def test_a_quiet_night_has_its_heartbeat_alone(
    engine: sa.Engine, clock: Clock, mail: PostOffice, web: PostOffice
) -> None:
    told = Telling(engine, channels(mail, web), heartbeats(web))
    refreshed(engine, "a", clock)
    told.after(night(engine, clock))
    assert mail.arrived == []
    assert web.arrived == [
        b"The night of 2026-09-01 08:00 to 2026-09-01 08:00 UTC: 0 refreshed, 0 unchanged, 0 failed."
    ]
    told.after(next_night(engine, clock))
    assert len(web.arrived) == 2


def test_a_channel_that_refuses_gets_it_later_and_the_other_only_once(
    engine: sa.Engine, clock: Clock, mail: PostOffice, web: PostOffice
) -> None:
    told = Telling(engine, channels(mail, web))
    refreshed(engine, "a", clock, ("V1", "red"))
    web.refusals = 3
    told.after(night(engine, clock))
    assert (len(mail.arrived), len(web.arrived)) == (1, 0)
    assert sorted(states(engine)) == [("sent", "", 1), ("waiting", "answered 503", 1)]
    assert told.send_due() == 0  # not before its time
    waits = []
    while not web.arrived:
        with engine.connect() as db:
            waits.append(telling.due(db, clock.at + DAY, most=1)[0].next_at - clock.at)
        clock.at += waits[-1]
        told.send_due()
    assert [wait.total_seconds() for wait in waits] == [60, 120, 240]
    assert sorted(states(engine)) == [("sent", "", 1), ("sent", "", 4)]
    clock.at += DAY
    assert told.send_due() == 0
    assert (len(mail.arrived), len(web.arrived)) == (1, 1)


def test_what_waits_is_never_given_up_nor_forgotten(
    engine: sa.Engine, clock: Clock, mail: PostOffice, web: PostOffice
) -> None:
    told = Telling(engine, channels(mail, web)[1:])
    refreshed(engine, "a", clock, ("V1", "red"))
    web.refusals = 400
    told.after(night(engine, clock))
    for _ in range(30):
        clock.at += timedelta(hours=6)
        told.send_due()
    clock.at += timedelta(days=200)
    assert told.prune() == 1  # the night's heartbeat, which nobody wanted
    web.refusals = 0
    assert told.send_due() == 1
    assert titles(web) == ["Plumbline: 1 new red flag - northlight.example"]
    assert told.prune() == 1
    assert states(engine) == []


def test_a_process_that_died_while_sending_is_followed_by_another(
    engine: sa.Engine, clock: Clock, mail: PostOffice, web: PostOffice
) -> None:
    class Died(BaseException):
        """As when a process is killed: nothing after it is done."""

    class Deadly:
        def __getattr__(self, name: str) -> Any:
            return getattr(last, name)

        def send(self, _message: object) -> str:
            raise Died

    last = channels(mail, web)[1]
    refreshed(engine, "a", clock, ("V1", "red"))
    with pytest.raises(Died):
        Telling(engine, [Deadly()]).after(night(engine, clock))  # type: ignore[list-item]
    told = Telling(engine, [last])
    clock.at += timedelta(minutes=4)
    assert told.send_due() == 0  # it may be sending still
    clock.at += timedelta(minutes=2)
    assert told.send_due() == 1
    assert len(web.arrived) == 1


def test_a_channel_that_breaks_in_its_own_way_keeps_its_message(
    engine: sa.Engine, clock: Clock, mail: PostOffice, web: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    last = channels(mail, web)[1]

    class Broken:
        def __getattr__(self, name: str) -> Any:
            return getattr(last, name)

        def send(self, _message: object) -> str:
            raise RuntimeError("json://user:secret@host")

    refreshed(engine, "a", clock, ("V1", "red"))
    Telling(engine, [Broken()]).after(night(engine, clock))  # type: ignore[list-item]
    assert states(engine) == [("waiting", "failed in a way nobody foresaw: RuntimeError", 1)]
    assert "secret" not in capsys.readouterr().out  # where the log goes in tests
    clock.at += DAY
    assert Telling(engine, [last]).send_due() == 1


def test_an_address_that_was_changed_gets_what_waited_for_the_old_one(
    engine: sa.Engine, clock: Clock, mail: PostOffice, web: PostOffice
) -> None:
    by_mail, by_web = channels(mail, web)
    refreshed(engine, "a", clock, ("V1", "red"))
    web.refusals = 1
    Telling(engine, [by_mail, by_web]).after(night(engine, clock))
    clock.at += DAY
    Telling(engine, []).send_due()  # nobody to tell for now
    assert sorted(states(engine))[1][:2] == ("waiting", "no such channel any more")
    clock.at += DAY
    changed = replace(by_web, key="another")
    told = Telling(engine, [by_mail, changed])
    told.send_due()
    told.send_due()
    assert (len(mail.arrived), len(web.arrived)) == (1, 1)
    assert sorted(state for state, *_ in states(engine)) == ["moved", "sent", "sent"]


def test_each_workspace_is_told_of_its_own_projects_alone(
    engine: sa.Engine, clock: Clock, web: PostOffice
) -> None:
    setting = f"{NORTH}=json://{web.address}/north {BRIGHT}=json://{web.address}/bright"
    told = Telling(engine, channels_of(setting, domains={NORTH, BRIGHT}))
    refreshed(engine, "mine", clock, ("V1", "red"))
    refreshed(engine, "theirs", clock, ("V1", "red"), ("V2", "red"), space=BRIGHT)
    told.after(night(engine, clock))
    assert sorted(titles(web)) == [
        f"Plumbline: 1 new red flag - {NORTH}",
        f"Plumbline: 2 new red flags - {BRIGHT}",
    ]
    texts = {one["title"]: one["message"] for one in map(json.loads, web.arrived)}
    assert "theirs" not in texts[f"Plumbline: 1 new red flag - {NORTH}"]


def test_without_a_channel_nothing_counts_as_told(
    engine: sa.Engine, clock: Clock, mail: PostOffice, web: PostOffice
) -> None:
    refreshed(engine, "a", clock, ("V1", "red"))
    Telling(engine, []).after(night(engine, clock))
    Telling(engine, channels(mail, web)).after(next_night(engine, clock))
    assert titles(web) == ["Plumbline: 1 new red flag - northlight.example"]


def test_a_workbook_taken_off_the_schedule_is_told_anew_when_it_returns(
    engine: sa.Engine, clock: Clock, mail: PostOffice, web: PostOffice
) -> None:
    told = Telling(engine, channels(mail, web))
    refreshed(engine, "a", clock, ("V1", "red"))
    told.after(night(engine, clock))
    with engine.begin() as db:
        schedules.remove(db, "a")
    told.after(next_night(engine, clock))
    with engine.connect() as db:
        assert telling.known(db, NORTH) == set()
    refreshed(engine, "a", clock, ("V1", "red"))
    told.after(next_night(engine, clock))
    assert len(web.arrived) == 2
