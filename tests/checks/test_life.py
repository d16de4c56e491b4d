"""A flag's life by what the Flags tab and the last refresh know of it."""

from __future__ import annotations

from datetime import date

import pytest

from app.checks.flag import Flag, Severity
from app.checks.life import Known, Life, lives

MAY, JUNE, JULY = date(2026, 5, 31), date(2026, 6, 30), date(2026, 7, 31)
FLAG = Flag(
    check="V1", severity=Severity.RED, title="", rule="", figure="", threshold="", places=(), remedy=""
)


def life(known: Known | None = None, **since: date) -> Life:
    (found,) = lives([FLAG], {"V1": known} if known else {}, since, status_date=JUNE).values()
    return found


def test_a_new_flag_is_seen_first_now() -> None:
    assert life() == Life(first_seen=JUNE, last_seen=JUNE)
    assert not life().accepted


def test_first_seen_by_the_tab_else_by_the_last_refresh_and_never_later_than_now() -> None:
    assert life(Known(first_seen=MAY), V1=JUNE).first_seen == MAY
    assert life(Known(), V1=MAY).first_seen == MAY
    assert life(V2=MAY).first_seen == JUNE
    assert life(Known(first_seen=JULY)).first_seen == JUNE


@pytest.mark.parametrize(("until", "accepted"), [(MAY, False), (JUNE, True), (JULY, True), (None, False)])
def test_accepted_up_to_and_with_the_day_typed(until: date | None, accepted: bool) -> None:
    found = life(Known(accepted_until=until))
    assert found.accepted is accepted
    assert found.accepted_until == (until if accepted else None)


def test_what_people_typed_is_kept() -> None:
    found = life(Known(unread=True, answers=frozenset({"due"})))
    assert (found.unread, found.answers, found.last_seen) == (True, {"due"}, JUNE)
    other = FLAG._replace(check="V2")
    assert list(lives([FLAG, other], {}, {}, status_date=JUNE)) == ["V1", "V2"]
