"""One night, from what is due to what follows, on both kinds of database and before a whole Google."""

from __future__ import annotations

from datetime import timedelta

from app.jobs.recurrence import next_after
from app.jobs.runs import now
from app.jobs.scheduling import rule_of
from app.store.audit import Act
from tests.night.house import House, log_rows
from tests.support.sandbox import SERVICE_ACCOUNT


def test_a_night(house: House) -> None:
    books = [house.workbook() for _ in range(3)]
    later = house.workbook(next_at=now() + timedelta(hours=5))
    house.start()
    house.tick()
    house.wait()
    for book in books:
        (run,) = house.runs(book)
        assert (run.state, run.mode, run.by_email) == ("done", "nightly", SERVICE_ACCOUNT)
        assert [row[-1] for row in log_rows(house.sandbox, book)] == [run.id]
        schedule = house.schedule(book)
        assert (schedule.outcome, schedule.failures) == ("done", 0)
        assert schedule.next_at == next_after(rule_of(schedule), run.created_at)
        assert [act.act for act in house.acts(book)] == [Act.REFRESH_DONE, Act.REFRESH_STARTED]
    assert house.runs(later) == []
    house.tick()
    house.tick()
    (night,) = house.nights()
    assert (night.done, night.failed, night.unchanged) == (3, 0, 0)
    assert night.ended_at
