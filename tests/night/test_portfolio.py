"""The Portfolio after a night: registered workbooks alone, the service account, one read and one write."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.command import portfolio as command
from app.errors import GoogleUnavailable
from app.jobs.portfolios import Portfolios
from app.jobs.runs import now
from app.jobs.standings import standings_of
from app.settings import Settings
from app.store import audit, nights, portfolios, schedules
from app.store.audit import Act
from app.store.nights import Night
from app.store.portfolios import PortfolioRow
from tests.night.house import House, put_schedule
from tests.support.sandbox import SERVICE_ACCOUNT

NORTHLIGHT = "northlight.example"


def night_of(house: House) -> Night:
    """What is due is refreshed and the night ends."""
    house.tick("start_due")
    house.wait()
    with house.engine.begin() as db:
        night = nights.under_way(db) or nights.begun(db, now())
        nights.end(db, night.id, at=now())
        found = nights.find(db, night.id)
    assert found
    return found


def register(house: House, *, workspace: str = NORTHLIGHT, shared: bool = True) -> PortfolioRow:
    book = house.sandbox.create("Portfolio", writers=[SERVICE_ACCOUNT] if shared else [])
    row = PortfolioRow(
        workspace=workspace, workbook_id=book, service_account=SERVICE_ACCOUNT, registered_at=now()
    )
    with house.engine.begin() as db:
        portfolios.put(db, row)
    return row


def builder(house: House) -> Portfolios:
    return Portfolios(house.engine, house.shift._google, seconds=30)


def values(house: House, book: str, title: str) -> list[list[Any]]:
    asked = {"valueRenderOption": "UNFORMATTED_VALUE"}
    found = house.sandbox.json("GET", f"/v4/spreadsheets/{book}/values/'{title}'", params=asked)
    return list(found.get("values", []))


def state(house: House, workspace: str = NORTHLIGHT) -> tuple[str, str]:
    with house.engine.connect() as db:
        row = portfolios.find(db, workspace)
    assert row
    return row.outcome, row.error


def test_after_a_night_the_portfolio_shows_the_registered_projects_of_its_workspace(house: House) -> None:
    house.start()
    first, second = house.workbook(), house.workbook()
    lost = house.workbook(shared=False)
    put_schedule(house.engine, other := house.sandbox.create("Other"), workspace="brightwater.example",
                 next_at=now() + timedelta(days=1))  # fmt: skip
    night = night_of(house)
    row = register(house)
    house.sandbox.clear_requests()
    builder(house).after(night)

    asked = [(one["kind"], one["identity"]) for one in house.sandbox.requests("sheets")]
    assert asked == [("read", SERVICE_ACCOUNT), ("write", SERVICE_ACCOUNT)]
    links = {line[-1].split("/")[5] for line in values(house, row.workbook_id, "Projects")[2:]}
    assert links == {first, second, lost}
    assert other not in links
    (stuck,) = values(house, row.workbook_id, "Not refreshed")[2:]
    assert (stuck[0], stuck[2]) == ("paused", "The night can't open this workbook.")
    assert SERVICE_ACCOUNT in stuck[3]
    assert state(house) == ("written", "")
    assert [act.act for act in house.acts(row.workbook_id)] == [Act.PORTFOLIO_WRITTEN]

    house.sandbox.clear_requests()
    builder(house).after(night)
    assert [one["kind"] for one in house.sandbox.requests("sheets")] == ["read"]
    assert state(house) == ("unchanged", "")


def test_movement_is_against_the_end_of_the_night_before(house: House) -> None:
    house.start()
    book = house.workbook()
    first = night_of(house)
    (before,) = standings_of(house.engine, NORTHLIGHT, night=first)
    assert (before.night, before.moved(before.night)) == (None, None)
    house.sandbox.json(
        "PUT",
        f"/v4/spreadsheets/{book}/values/Budget!H2",
        params={"valueInputOption": "USER_ENTERED"},
        json={"values": [[1]]},
    )
    with house.engine.begin() as db:
        schedules.due_again(db, book, at=now())
    second = night_of(house)
    (after,) = standings_of(house.engine, NORTHLIGHT, night=second)
    assert before.figures
    assert after.figures
    assert after.night
    assert after.night.eac == before.figures.eac
    assert after.moved(after.night) == after.figures.eac - before.figures.eac
    assert after.week is None


def test_a_failed_refresh_is_told_until_somebody_refreshed(house: House) -> None:
    house.start()
    book = house.workbook()
    house.sandbox.json("POST", f"/v4/spreadsheets/{book}/values/Settings!A1:C40:clear", json={})
    night = night_of(house)
    (one,) = standings_of(house.engine, NORTHLIGHT, night=night)
    assert one.trouble
    assert (one.trouble.kind.value, one.trouble.nights) == ("failed", 1)
    assert one.trouble.slug not in {"", "internal"}
    assert one.trouble.mend
    with house.engine.begin() as db:
        schedules.ended(db, book, outcome="done", at=now())
    (one,) = standings_of(house.engine, NORTHLIGHT, night=night)
    assert one.trouble is None


def test_one_portfolio_that_cannot_be_written_keeps_no_other_from_it(house: House) -> None:
    house.start()
    house.workbook()
    night = night_of(house)
    register(house, workspace="aaa.example", shared=False)
    row = register(house)
    builder(house).after(night)
    assert state(house, "aaa.example") == ("failed", "not-found")
    assert state(house) == ("written", "")
    house.sandbox.faults({"kind": "read", "status": 503, "times": 50})
    with pytest.raises(GoogleUnavailable):  # so that the engine tries again
        Portfolios(house.engine, house.shift._google, seconds=1).after(night)
    house.sandbox.faults()
    assert state(house) == ("failed", "google-unavailable")
    builder(house).after(night)
    assert state(house) == ("unchanged", "")
    assert len(values(house, row.workbook_id, "Projects")) == 3


def settings_of(house: House) -> Settings:
    return Settings(
        environment="development",
        google_url=house.sandbox.url,
        database_url=house.engine.url.render_as_string(hide_password=False),
        domains=(NORTHLIGHT, "brightwater.example"),
        service_account_files=(house.sandbox.data_dir / "service_account.json",),
    )


def test_an_operator_registers_builds_and_takes_away(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_of(house)
    book = house.sandbox.create("Portfolio", writers=[SERVICE_ACCOUNT])
    assert command.register_portfolio("Northlight.example", book, settings=settings) == 0
    assert command.build_portfolio(NORTHLIGHT, settings=settings) == 0
    assert state(house) == ("written", "")
    assert command.print_portfolios(as_json=True, settings=settings) == 0
    assert command.print_portfolios(as_json=False, settings=settings) == 0
    said = capsys.readouterr().out
    assert said.count(book) == 2
    assert said.count(SERVICE_ACCOUNT) >= 2
    assert command.remove_portfolio(NORTHLIGHT, settings=settings) == 0
    assert command.remove_portfolio(NORTHLIGHT, settings=settings) == 1
    assert command.build_portfolio(NORTHLIGHT, settings=settings) == 1
    with house.engine.connect() as db:
        acts = [row.act for row in audit.latest(db, workbook_id=book, most=9)]
    assert set(acts) == {Act.PORTFOLIO_REGISTERED, Act.PORTFOLIO_WRITTEN, Act.PORTFOLIO_REMOVED}


def test_what_is_no_portfolio_is_refused(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    settings = settings_of(house)

    def refused(workspace: str, book: str) -> str:
        assert command.register_portfolio(workspace, book, settings=settings) == 1
        told = " ".join(capsys.readouterr().err.split())
        assert told.endswith("Nothing was registered.")
        return told

    mine = house.sandbox.create("Portfolio", writers=[SERVICE_ACCOUNT])
    assert "PLUMBLINE_DOMAINS" in refused("mailbox.example", mine)
    assert f"{SERVICE_ACCOUNT} may not edit" in refused(NORTHLIGHT, house.sandbox.create("Not shared"))
    assert "a project's" in refused(NORTHLIGHT, house.workbook())
    public = house.sandbox.create("Public", writers=[SERVICE_ACCOUNT])
    house.sandbox.json(
        "POST", f"/drive/v3/files/{public}/permissions", json={"type": "anyone", "role": "reader"}
    )
    assert "Anyone with its link" in refused(NORTHLIGHT, public)
    assert command.register_portfolio(NORTHLIGHT, mine, settings=settings) == 0
    assert "another workspace" in refused("brightwater.example", mine)
    with house.engine.connect() as db:
        assert [row.workspace for row in portfolios.all_of(db)] == [NORTHLIGHT]


def test_without_a_usable_key_the_operator_is_told_so(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "key.json").write_text("no key")
    for files, why in (((tmp_path / "key.json",), "key.json"), ((), "No service account is set up")):
        settings = settings_of(house).model_copy(update={"service_account_files": files})
        assert command.register_portfolio(NORTHLIGHT, "any", settings=settings) == 1
        assert why in " ".join(capsys.readouterr().err.split())


def test_registering_anew_replaces(engine: sa.Engine) -> None:
    row = PortfolioRow(workspace=NORTHLIGHT, workbook_id="a", service_account="s", registered_at=now())
    with engine.begin() as db:
        portfolios.put(db, row)
        portfolios.built(db, row, outcome="written", at=now())
        portfolios.put(
            db, PortfolioRow(workspace=NORTHLIGHT, workbook_id="b", service_account="s", registered_at=now())
        )
        (found,) = portfolios.all_of(db)
        assert (found.workbook_id, found.outcome, found.written_at) == ("b", "", None)
        assert portfolios.remove(db, NORTHLIGHT)
        assert not portfolios.remove(db, NORTHLIGHT)
