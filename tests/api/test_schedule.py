"""The nightly refresh, switched on and off by those who may, before a whole Google."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.jobs.runs import now
from app.store import audit, schedules
from app.store.audit import Act
from app.store.schedules import ScheduleRow
from tests.support.sandbox import ANA, BEN, CHIARA, NOOR, SERVICE_ACCOUNT, RunningSandbox
from tests.support.whole import Whole, running_whole

WISH = {"hour": 2, "zone": "Europe/Berlin", "days": ["fri", "mon"]}


@pytest.fixture
def whole(engine: sa.Engine, sandbox: RunningSandbox) -> Iterator[Whole]:
    """Chiara may edit the workbook, Ben may read it, Noor may not."""
    with service(engine, sandbox) as running:
        running.share(CHIARA, "writer")
        running.share(BEN, "reader")
        sandbox.clear_requests()
        yield running


def service(engine: sa.Engine, sandbox: RunningSandbox, **settings: Any) -> Any:
    keys = (sandbox.data_dir / "service_account.json",)
    return running_whole(engine, sandbox, role="web", service_account_files=keys, **settings)


def put(whole: Whole, as_: str = ANA, **changes: Any) -> Any:
    return whole.ask("PUT", f"/v1/workbooks/{whole.book}/schedule", as_=as_, json=WISH | changes)


def stored(whole: Whole) -> ScheduleRow | None:
    with whole.rooms.engine.connect() as db:
        return schedules.find(db, whole.book)


def acts(whole: Whole) -> list[tuple[str, Act]]:
    with whole.rooms.engine.connect() as db:
        found = audit.of_workbook(db, whole.book, most=20)
    return [(row.actor_email, row.act) for row in found]


def view(whole: Whole, as_: str = ANA) -> Any:
    answer = whole.ask("GET", f"/v1/workbooks/{whole.book}", as_=as_)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_editor_switches_it_on_changes_it_and_switches_it_off(whole: Whole) -> None:
    before = view(whole)
    assert before["schedule"] is None
    assert before["nightly"] == {"account": SERVICE_ACCOUNT, "time_zone": "Etc/GMT"}
    made = put(whole)
    assert made.status_code == 200, made.text
    shown = made.json()
    assert (shown["state"], shown["hour"], shown["zone"]) == ("active", 2, "Europe/Berlin")
    assert shown["days"] == ["mon", "fri"]
    assert shown["account"] == SERVICE_ACCOUNT
    assert shown["text"].split(" ")[0] in {"Monday", "Friday"}
    assert shown["text"].endswith(", 02:00 (Europe/Berlin)")
    assert (shown["made_by"], shown["confirmed_by"], shown["paused"], shown["last"]) == (ANA, ANA, None, None)
    assert view(whole)["schedule"] == shown
    changed = put(whole, as_=CHIARA, hour=4).json()
    assert (changed["hour"], changed["made_by"], changed["confirmed_by"]) == (4, ANA, CHIARA)
    gone = whole.ask("DELETE", f"/v1/workbooks/{whole.book}/schedule", as_=CHIARA)
    assert gone.json() == {"removed": True}
    again = whole.ask("DELETE", f"/v1/workbooks/{whole.book}/schedule", as_=CHIARA)
    assert again.json() == {"removed": False}
    assert view(whole)["schedule"] is None
    assert acts(whole) == [
        (CHIARA, Act.SCHEDULE_REMOVED),
        (CHIARA, Act.SCHEDULE_SET),
        (ANA, Act.SCHEDULE_SET),
    ]


def test_it_belongs_to_the_workspace(whole: Whole) -> None:
    put(whole)
    row = stored(whole)
    assert row
    assert (row.workspace, row.title) == ("northlight.example", "Demo")


@pytest.mark.parametrize(("who", "status"), [(BEN, 403), (NOOR, 404)])
def test_who_may_not_edit_may_not_schedule(whole: Whole, who: str, status: int) -> None:
    assert put(whole, as_=who).status_code == status
    assert stored(whole) is None
    put(whole)
    assert put(whole, as_=who, hour=5).status_code == status
    gone = whole.ask("DELETE", f"/v1/workbooks/{whole.book}/schedule", as_=who)
    assert gone.status_code == status
    row = stored(whole)
    assert row
    assert row.hour == 2
    refused = [act for email, act in acts(whole) if email == who]
    assert refused == ([Act.SCHEDULE_REFUSED] * 2 if who == BEN else [])


def test_only_whom_the_operator_names(engine: sa.Engine, sandbox: RunningSandbox) -> None:
    with service(engine, sandbox, may_schedule=(CHIARA,)) as whole:
        whole.share(CHIARA, "writer")
        refused = put(whole)
        assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-your-role")
        assert put(whole, as_=CHIARA).status_code == 200


def test_no_request_uses_the_service_account(whole: Whole, sandbox: RunningSandbox) -> None:
    put(whole)
    view(whole)
    whole.ask("DELETE", f"/v1/workbooks/{whole.book}/schedule")
    asked = {entry["identity"] for entry in sandbox.requests() if entry["service"] != "identity"}
    assert asked == {ANA}


def test_without_a_service_account_there_is_no_night(engine: sa.Engine, sandbox: RunningSandbox) -> None:
    with running_whole(engine, sandbox) as whole:
        assert view(whole)["nightly"]["account"] is None
        refused = put(whole)
        assert (refused.status_code, refused.json()["type"]) == (503, "/problems/no-service-account")


@pytest.mark.parametrize(
    "wrong",
    [
        {"hour": 24},
        {"hour": -1},
        {"hour": None},
        {"zone": "Mars/Olympus"},
        {"zone": "../../etc/passwd"},
        {"days": []},
        {"days": ["someday"]},
        {"workbook": "another"},
    ],
)
def test_what_is_no_schedule(whole: Whole, wrong: dict[str, Any]) -> None:
    assert put(whole, **wrong).status_code == 422
    assert stored(whole) is None


def test_an_editors_visit_and_an_editors_refresh_confirm_it(whole: Whole) -> None:
    put(whole)
    long_ago = now() - timedelta(days=40)

    def forgotten() -> None:
        with whole.rooms.engine.begin() as db:
            schedules.confirm(db, whole.book, sub="1", email=ANA, at=long_ago)

    forgotten()
    assert view(whole, as_=BEN)["schedule"]["confirmed_by"] == ANA  # who may only read confirms nothing
    row = stored(whole)
    assert row
    assert row.confirmed_at == long_ago
    assert view(whole, as_=CHIARA)["schedule"]["confirmed_by"] == CHIARA
    assert acts(whole)[0] == (CHIARA, Act.SCHEDULE_CONFIRMED)
    whole.sandbox.clear_requests()
    view(whole, as_=CHIARA)
    assert [kind for kind, _ in whole.sheets()] == ["read"]  # confirmed lately: no proof is asked for
    forgotten()
    assert whole.refresh(as_=CHIARA).status_code == 200
    row = stored(whole)
    assert row
    assert row.confirmed_by == CHIARA


def test_paused_says_why_and_what_mends_it(whole: Whole) -> None:
    put(whole)
    with whole.rooms.engine.begin() as db:
        schedules.pause(db, whole.book, reason="not-shared")
    shown = view(whole)["schedule"]
    assert (shown["state"], shown["next_at"], shown["text"]) == ("paused", None, "Paused")
    assert shown["paused"]["reason"] == "not-shared"
    assert SERVICE_ACCOUNT in shown["paused"]["mend"]
    assert put(whole).json()["state"] == "active"
