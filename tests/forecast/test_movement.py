"""Why the forecast moved: effects that add up to the cent over any two refreshes, and name the cause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.forecast.forecast import forecast_project
from app.forecast.movement import EFFECTS, OTHERS, Movement, movement, unmoved
from app.forecast.rounding import rounded
from app.forecast.standpoint import LineStand, Standpoint, standpoint
from app.moved import moved_since
from app.project.model import ExchangeRate, Project, Rate
from app.project.purchase_order import PurchaseOrder
from tests.checks.checking import and_entry
from tests.support.factory import Entry, Planned, lines, make_project, plan, rates, settings

JUNE = 2026 * 12 + 5


def stand(project: Project) -> Standpoint:
    return standpoint(project, forecast_project(project)[0])


def moved(before: Project, now: Project) -> Movement:
    """Every figure checked, whatever moved."""
    found = movement(stand(before), stand(now))
    assert_adds_up(found)
    assert found.start == rounded(float(forecast_project(before)[0].cost.project.eac[0]))
    assert found.end == rounded(float(forecast_project(now)[0].cost.project.eac[0]))
    return found


def assert_adds_up(found: Movement) -> None:
    assert sum(found.effects.values()) == found.end - found.start
    assert sum(line.total for line in found.lines) == found.total
    for at, name in enumerate(EFFECTS):
        assert sum(line.effects[at] for line in found.lines) == found.effects[name]
    for line in found.lines:
        assert sum(line.effects) == line.total


def only(found: Movement, **effects: int) -> None:
    assert {name: value for name, value in found.effects.items() if value} == effects


CLEAN = make_project()


def replanned(hours: dict[int, float | None]) -> Project:
    return make_project(plan_=[*plan()[:2], Planned(person="Ana", line="1.3", hours=hours)])


def test_nothing_moved() -> None:
    only(moved(CLEAN, CLEAN))
    assert unmoved(stand(CLEAN)) == moved(CLEAN, CLEAN)


def test_two_currencies_are_not_compared() -> None:
    here = stand(CLEAN)
    assert moved_since(replace(here, currency="USD"), here).movement is None
    assert moved_since(None, here).movement is None
    assert moved_since(here, here).still


def test_more_hours() -> None:
    only(moved(CLEAN, replanned({10: 150.0, 11: 100.0, 12: 100.0})), hours=50 * 100_00)


def test_another_rate() -> None:
    dearer = [replace(rates()[0], cost_rate=110.0), rates()[1]]
    found = movement(stand(CLEAN), stand(make_project(rates_=dearer)))
    assert_adds_up(found)
    assert found.effects["rates"] == 300 * 10_00
    assert found.effects["corrections"] == 300 * 10_00  # booked at that rate already


def test_another_exchange_rate() -> None:
    def in_dollars(rate: float) -> Project:
        card = [replace(rates()[0], currency="USD", effective_from=date(2026, 7, 1)), *rates()]
        dollars = [ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=rate)]
        return make_project(rates_=card, exchange_rates_=dollars)

    only(moved(in_dollars(0.9), in_dollars(0.95)), exchange=300 * 5_00)


def test_moved_to_a_dearer_month() -> None:
    later: list[Rate] = [
        *rates(),
        replace(rates()[0], cost_rate=120.0, effective_from=date(2026, 12, 1)),
    ]
    spread = [*plan()[:2], Planned(person="Ana", line="1.3", hours={10: 50.0, 11: 50.0, 12: 200.0})]
    before, now = make_project(rates_=later), make_project(rates_=later, plan_=spread)
    only(moved(before, now), timing=100 * 20_00)


def test_a_line_more_and_a_line_less() -> None:
    more = replace(lines()[3], id="1.5", title="Servers", cost=5_000_00, progress=0.0, actual_finish=None)
    more = replace(more, actual_start=None, start=date(2026, 10, 1), finish=date(2026, 10, 31))
    only(moved(CLEAN, make_project(lines_=[*lines(), more])), scope=5_000_00)
    only(moved(make_project(lines_=[*lines(), more]), CLEAN), scope=-5_000_00)


def test_booked_since_against_its_forecast() -> None:
    july = settings(status_date=date(2026, 7, 31))
    as_planned = Entry(day=date(2026, 7, 30), line="1.2", person="Ben", hours=100.0, kind="time")
    only(moved(CLEAN, make_project(settings_=july, entries_=and_entry(as_planned))))
    more = replace(as_planned, hours=130.0)
    only(moved(CLEAN, make_project(settings_=july, entries_=and_entry(more))), actuals=30 * 80_00)


def test_a_closed_month_that_was_corrected() -> None:
    late = Entry(day=date(2026, 5, 20), line="1.2", cost=700_00, kind="expense")
    only(moved(CLEAN, make_project(entries_=and_entry(late))), corrections=700_00)


def test_what_is_booked_uses_up_what_is_left_of_a_budget() -> None:
    """A line without a plan: its forecast moves only when more than its budget is spent."""
    whole: dict[str, Any] = {"plan_": plan()[:2]}
    july = settings(status_date=date(2026, 7, 31))
    spent = Entry(day=date(2026, 7, 10), line="1.3", cost=8_000_00, kind="invoice")
    ben = Entry(day=date(2026, 7, 30), line="1.2", person="Ben", hours=100.0, kind="time")
    now = make_project(settings_=july, entries_=[*and_entry(spent), ben], **whole)
    only(moved(make_project(**whole), now))
    beyond = replace(spent, cost=33_000_00)
    now = make_project(settings_=july, entries_=[*and_entry(beyond), ben], **whole)
    only(moved(make_project(**whole), now), actuals=3_000_00)
    larger = [replace(line, cost=34_000_00) if line.id == "1.3" else line for line in lines()]
    only(moved(make_project(**whole), make_project(lines_=larger, **whole)), scope=4_000_00)


def in_dollars(rate: float, **more: Any) -> Project:
    dollars = [ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=rate)]
    paid = Entry(day=date(2026, 5, 20), line="1.3", cost=20_000_00, currency="USD", kind="invoice")
    return replace(make_project(entries_=and_entry(paid), exchange_rates_=dollars), **more)


def test_bookings_at_another_exchange_rate() -> None:
    """USD 20,000 of a closed month, at 0.9 and at 1.0: nothing about them was corrected."""
    only(moved(in_dollars(0.9), in_dollars(1.0)), exchange=2_000_00)
    july = settings(status_date=date(2026, 7, 31))
    ben = Entry(day=date(2026, 7, 30), line="1.2", person="Ben", hours=100.0, kind="time")
    paid = Entry(day=date(2026, 5, 20), line="1.3", cost=20_000_00, currency="USD", kind="invoice")
    dearer = [ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=1.0)]
    now = make_project(settings_=july, entries_=[*and_entry(paid), ben], exchange_rates_=dearer)
    only(moved(in_dollars(0.9), now), exchange=2_000_00)


def test_a_booking_added_at_the_same_rate_is_no_exchange() -> None:
    late = Entry(day=date(2026, 5, 21), line="1.3", cost=1_000_00, currency="USD", kind="invoice")
    paid = Entry(day=date(2026, 5, 20), line="1.3", cost=20_000_00, currency="USD", kind="invoice")
    dollars = [ExchangeRate(currency="USD", effective_from=date(2026, 1, 1), rate=0.9)]
    now = make_project(entries_=and_entry(paid, late), exchange_rates_=dollars)
    only(moved(in_dollars(0.9), now), corrections=900_00)


def test_what_is_left_of_a_budget_takes_up_another_exchange_rate() -> None:
    """A line without a plan: 18,000 or 20,000 of its 30,000 are spent, and 30,000 is its forecast still."""
    bare: dict[str, Any] = {"plan": replace(make_project(plan_=plan()[:2])).plan}
    only(moved(in_dollars(0.9, **bare), in_dollars(1.0, **bare)))


def order(value: int, **more: Any) -> PurchaseOrder:
    return PurchaseOrder(**{"id": "PO-1", "value": value, "currency": "EUR", "line": 2, "row": 1, **more})


def test_an_open_order_at_another_exchange_rate() -> None:
    """Of USD 30,000 there are 10,000 open, at 0.9 and at 1.0; USD 20,000 are booked."""
    open_ = {"purchase_orders": (order(30_000_00, invoiced=20_000_00, currency="USD"),)}
    only(moved(in_dollars(0.9, **open_), in_dollars(1.0, **open_)), exchange=3_000_00)


def test_an_order_that_is_worth_more_is_scope() -> None:
    before, now = (replace(CLEAN, purchase_orders=(order(value),)) for value in (60_000_00, 65_000_00))
    only(moved(before, now), scope=5_000_00)
    only(moved(now, before), scope=-5_000_00)
    only(moved(CLEAN, before), scope=60_000_00)


def test_an_order_raised_and_drawn_at_once() -> None:
    """5,000 more of it, and 5,000 booked: what is open stays, and what is booked was not forecast before."""
    july = settings(status_date=date(2026, 7, 31))
    ben = Entry(day=date(2026, 7, 30), line="1.2", person="Ben", hours=100.0, kind="time")
    bill = Entry(day=date(2026, 7, 15), line="1.3", cost=5_000_00, kind="invoice")
    drawn = order(65_000_00, invoiced=5_000_00)
    now = replace(make_project(settings_=july, entries_=[*and_entry(bill), ben]), purchase_orders=(drawn,))
    only(moved(replace(CLEAN, purchase_orders=(order(60_000_00),)), now), scope=5_000_00)


def test_a_snapshot_kept_before_orders_were() -> None:
    stored = stand(CLEAN).to_plain()
    stored["lines"] = {name: parts[:6] for name, parts in stored["lines"].items()}
    assert Standpoint.from_plain(stored) == stand(CLEAN)


MONEY = st.floats(-1e9, 1e9).map(lambda value: round(value, 4))
AMOUNT = st.floats(0, 1e9).map(lambda value: round(value, 4))
HOURS = st.integers(0, 500_000).map(lambda hundredths: hundredths / 100)
MONTH = st.integers(JUNE - 8, JUNE + 12)
LINE = st.builds(
    LineStand,
    bac=MONEY,
    left=MONEY,
    by_budget=st.booleans(),
    done=st.booleans(),
    booked=st.dictionaries(MONTH, MONEY, max_size=4),
    labour=st.dictionaries(MONTH, st.tuples(HOURS, AMOUNT), max_size=4),
    foreign=st.dictionaries(
        st.sampled_from(["USD", "CHF"]), st.tuples(AMOUNT, st.floats(0.1, 10)), max_size=2
    ),
    paid=st.dictionaries(
        st.tuples(MONTH, st.sampled_from(["USD", "CHF"])), st.tuples(MONEY, st.floats(0.1, 10)), max_size=3
    ),
    ordered=st.dictionaries(
        st.sampled_from(["", "USD", "CHF"]), st.tuples(AMOUNT, AMOUNT, st.floats(0.1, 10)), max_size=3
    ),
)
STATUS = st.tuples(st.integers(-3, 3), st.booleans())


def any_stand(lines_: dict[str, LineStand], status: tuple[int, bool]) -> Standpoint:
    open_, cut = JUNE + status[0], status[1]
    eac = sum(line.eac for line in lines_.values())
    day = date(open_ // 12, open_ % 12 + 1, 15 if cut else 1)
    return Standpoint(status=day, open=open_, cut=cut, currency="EUR", digits=2, eac=eac, lines=lines_)


STANDS = st.builds(
    any_stand, st.dictionaries(st.sampled_from([str(n) for n in range(16)]), LINE, max_size=16), STATUS
)


@hypothesis_settings(max_examples=150, deadline=None)
@given(STANDS, STANDS)
def test_any_two_snapshots_add_up_to_the_cent(before: Standpoint, now: Standpoint) -> None:
    assert_adds_up(movement(before, now))
    kept = Standpoint.from_plain(before.to_plain())
    assert kept == before
    assert movement(kept, now) == movement(before, now)


@pytest.mark.soak
@hypothesis_settings(max_examples=20_000, deadline=None)
@given(STANDS, STANDS)
def test_thousands_of_pairs_add_up(before: Standpoint, now: Standpoint) -> None:
    assert_adds_up(movement(before, now))


HOURS = st.integers(0, 40_000).map(lambda hundredths: hundredths / 100)


@given(st.lists(HOURS, min_size=3, max_size=3), st.floats(0.5, 2), st.integers(1, 3))
@hypothesis_settings(max_examples=40, deadline=None)
def test_any_replanning_of_a_real_forecast_adds_up(hours: list[float], factor: float, later: int) -> None:
    card = [replace(rates()[0], cost_rate=100 * factor), rates()[1]]
    shift = settings(status_date=date(2026, 6 + later, 30))
    now = make_project(
        settings_=shift,
        rates_=card,
        plan_=[
            *plan()[:2],
            Planned(person="Ana", line="1.3", hours=dict(zip((10, 11, 12), hours, strict=True))),
        ],
    )
    moved(CLEAN, now)


def test_half_a_cent_is_told_of_its_line_and_less_of_the_others() -> None:
    def left(one: float, other: float) -> Standpoint:
        return any_stand({"1": LineStand(left=one), "2": LineStand(left=other)}, (0, False))

    (told,) = movement(left(10.0, 10.0), left(10.5, 10.0)).lines
    assert (told.line, told.total) == ("1", 1)
    (told,) = movement(left(10.0, 10.0), left(10.4, 10.4)).lines
    assert (told.line, told.total) == (OTHERS, 1)


def test_the_lines_that_moved_most_are_told_first() -> None:
    """Thirteen lines by 1 to 13 units, up and down in turn: the ten largest by name, 3 - 2 + 1 together."""
    still = {str(n): LineStand() for n in range(1, 14)}
    now = {str(n): LineStand(left=n if n % 2 else -n) for n in range(1, 14)}
    found = movement(any_stand(still, (0, False)), any_stand(now, (0, False)))
    assert [(line.line, line.total) for line in found.lines] == [
        *((str(n), n if n % 2 else -n) for n in range(13, 3, -1)), (OTHERS, 2),
    ]  # fmt: skip
