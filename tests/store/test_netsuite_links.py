"""Links to NetSuite's projects, on both kinds of database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from app.store import netsuite_links
from app.store.netsuite_links import LinkRow

AT = datetime(2026, 4, 3, 2, tzinfo=UTC)
LINK = LinkRow(workbook_id="w", project="Acme : Harbour", linked_at=AT)


def test_a_link_its_watermark_and_its_end(engine: sa.Engine) -> None:
    later = AT + timedelta(days=1)
    with engine.begin() as db:
        netsuite_links.put(db, LINK)
        netsuite_links.put(db, replace(LINK, workbook_id="v", project="Acme : Aft"))
        assert netsuite_links.find(db, "w") == LINK
        assert netsuite_links.went_well(db, LINK, read_at=later)
        assert netsuite_links.failed(db, LINK, error="{}")
        assert netsuite_links.find(db, "w") == replace(LINK, read_at=later, error="{}")
        assert netsuite_links.went_well(db, LINK, read_at=later)
        assert netsuite_links.find(db, "w") == replace(LINK, read_at=later)
        assert [row.workbook_id for row in netsuite_links.all_of(db)] == ["v", "w"]
        assert netsuite_links.linked(db, ["w", "x", *map(str, range(600))]) == {"w"}
        assert netsuite_links.remove(db, "w")
        assert not netsuite_links.remove(db, "w")
        assert netsuite_links.find(db, "w") is None


def test_a_link_that_was_changed_meanwhile_keeps_its_own_watermark(engine: sa.Engine) -> None:
    with engine.begin() as db:
        netsuite_links.put(db, LINK)
        other = replace(LINK, project="Acme : Other", linked_at=AT + timedelta(minutes=1))
        netsuite_links.put(db, other)
        assert not netsuite_links.went_well(db, LINK, read_at=AT)
        assert not netsuite_links.failed(db, LINK, error="{}")
        assert netsuite_links.find(db, "w") == other
