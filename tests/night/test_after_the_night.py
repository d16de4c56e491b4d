"""A night as its settings set it up: refreshed, then shown in the Portfolio, then told by mail."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from app.google.quota import Limits
from app.jobs.runs import now
from app.jobs.upkeep import Upkeep
from app.settings import Settings
from app.store import nights, portfolios, runs, telling
from app.store.portfolios import PortfolioRow
from app.worker import shift_of
from tests.night.house import AMPLE, DriveSays, House, put_schedule, put_workbook
from tests.support.post_office import PostOffice, mail_server, web_address
from tests.support.sandbox import SERVICE_ACCOUNT, RunningSandbox

NORTH = "northlight.example"


@pytest.fixture
def offices() -> Iterator[tuple[PostOffice, PostOffice]]:
    with mail_server() as mail, web_address() as web:
        yield mail, web


@pytest.fixture
def settled(
    engine: sa.Engine, sandbox: RunningSandbox, offices: tuple[PostOffice, PostOffice]
) -> Iterator[House]:
    mail, web = offices
    settings = Settings(
        environment="development",
        google_url=sandbox.url,
        database_url=engine.url.render_as_string(hide_password=False),
        domains=(NORTH,),
        service_account_files=(sandbox.data_dir / "service_account.json",),
        tell=f"mailto://{mail.address}/pmo@{NORTH}?from=p@{NORTH} nonsense://address",
        heartbeat=f"http://{web.address}/ping",
        clock="scheduler",
    )
    upkeep = Upkeep(engine)
    shift = shift_of(settings, engine, upkeep, Limits(user=AMPLE, project=AMPLE))
    shift._drive = DriveSays()
    house = House(engine, sandbox, shift, upkeep)
    try:
        yield house
    finally:
        house.stop()


def test_refreshed_then_shown_then_told(settled: House, offices: tuple[PostOffice, PostOffice]) -> None:
    mail, web = offices
    house = settled
    good, lost = put_workbook(house.sandbox), put_workbook(house.sandbox, shared=False)
    for book in (good, lost):
        put_schedule(house.engine, book)
    folio = house.sandbox.create("Portfolio", writers=[SERVICE_ACCOUNT])
    with house.engine.begin() as db:
        portfolios.put(
            db,
            PortfolioRow(
                workspace=NORTH, workbook_id=folio, service_account=SERVICE_ACCOUNT, registered_at=now()
            ),
        )
    house.start()
    house.tick("start_due")
    house.wait()
    house.tick("end_night")
    until = time.monotonic() + 30
    while not house.nights()[0].told_at:
        assert time.monotonic() < until
        time.sleep(0.05)

    with house.engine.connect() as db:
        row = portfolios.find(db, NORTH)
    assert row
    assert row.outcome == "written"
    (digest,) = mail.mails
    assert "1 refresh paused - northlight.example" in digest["Subject"]
    html = digest.get_body(("html",))
    assert html
    assert folio in html.get_content()
    assert lost in html.get_content()
    assert web.arrived[0].startswith(b"The night of ")
    assert b"1 refreshed, 0 unchanged, 1 failed" in web.arrived[0]

    house.tick("tell", "forget_told")
    assert (len(mail.arrived), len(web.arrived)) == (1, 1)
    with house.engine.connect() as db:
        told = telling.latest(db, most=9)
        assert len(nights.latest(db, most=9)) == 1
        assert runs.last(db, good) is not None
    assert {one.state for _, each in told for one in each} == {"sent"}
