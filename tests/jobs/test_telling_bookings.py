"""Bookings that did not come from NetSuite are news: told once, and again when they fail anew."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from app.errors import NetSuiteUnavailable
from app.jobs.standings import standings_of
from app.notify.channels import Message
from app.notify.digest import Marks, Told, digest_of
from app.store import bodies, netsuite_links
from app.store.netsuite_links import LinkRow
from tests.jobs.test_telling import NORTH, Clock, night, refreshed
from tests.support.rows import AT

LINK = LinkRow(workbook_id="a", project="Acme : Harbour", linked_at=AT)


def told(engine: sa.Engine, clock: Clock, known: Marks = ()) -> Told:
    standings = standings_of(engine, NORTH, night=night(engine, clock))
    return digest_of(NORTH, standings, known=known, at=clock.at)


def test_they_are_told_once(engine: sa.Engine) -> None:
    clock = Clock()
    refreshed(engine, "a", clock)
    refreshed(engine, "b", clock)
    error = NetSuiteUnavailable("NetSuite can't be reached.")
    with engine.begin() as db:
        netsuite_links.put(db, replace(LINK, error=bodies.canonical(error.document()).decode()))
        netsuite_links.put(db, replace(LINK, workbook_id="b"))
    first = told(engine, clock)
    assert first.digest
    assert first.digest.subject == "1 project without NetSuite's bookings - northlight.example"
    (one,) = first.digest.news
    assert [(crossing.title, crossing.detail) for crossing in one.crossings] == [
        ("No bookings from NetSuite", "NetSuite can't be reached.")
    ]
    message = Message.of(first.digest)
    assert "No bookings from NetSuite: NetSuite can't be reached." in message.text(4000)
    assert "No bookings from NetSuite" in message.html()
    assert told(engine, clock, first.begun).digest is None
    with engine.begin() as db:
        netsuite_links.went_well(db, LINK, read_at=AT)
    well = told(engine, clock, first.begun)
    assert (well.digest, well.ended) == (None, first.begun)
