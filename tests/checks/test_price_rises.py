"""E6: which change that nobody approved is in the contract price, told where the amount leaves no doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.project.change_order import ChangeOrder, Status
from tests.checks.checking import cells
from tests.checks.situations.planting import after, month_end
from tests.support.factory import make_project, settings

PRICE = 150_000_00
MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 15)


def change(
    number: int, price: int, status: Status = Status.PENDING, raised: date | None = MARCH
) -> ChangeOrder:
    return ChangeOrder(id=f"CO-{number}", price=price, status=status, raised=raised, row=number)


def told(*orders: ChangeOrder, prices: tuple[int, ...], now: int) -> list[tuple[str, float, list[str]]]:
    """What E6 says at the end of June when the price stood at `prices` at the month ends before."""
    project = replace(make_project(settings_=settings(contract_price=now)), change_orders=orders)
    ends = [month_end(6 - len(prices) + n, contract_price=price) for n, price in enumerate(prices)]
    flags = after(lambda: project, *ends)().flags
    return [(flag.subject, flag.stake or 0.0, cells(flag)) for flag in flags if flag.check == "E6"]


WAITS, TOO, NO = change(1, 8_000_00), change(2, 5_000_00), change(3, 9_000_00, Status.REJECTED)


@pytest.mark.parametrize(
    ("rise", "said"),
    [
        (8_000_00, [("CO-1", 8_000_00, ["Change orders!D2"])]),
        (9_000_00, [("CO-3", 9_000_00, ["Change orders!D4"])]),
        (13_000_00, [("CO-1 and CO-2", 13_000_00, ["Change orders!D2:D3"])]),
        (17_000_00, []),  # one that waits and one that was rejected: any two would do
        (8_000_01, []),
    ],
)
def test_a_rise_by_one_or_by_all_that_wait(rise: int, said: list[tuple[str, float, list[str]]]) -> None:
    assert told(WAITS, TOO, NO, prices=(PRICE,), now=PRICE + rise) == said


def test_a_rejected_change_is_taken_out_for_good() -> None:
    project = replace(make_project(settings_=settings(contract_price=PRICE + 9_000_00)), change_orders=(NO,))
    flags = after(lambda: project, month_end(5, contract_price=PRICE))().flags
    (flag,) = [flag for flag in flags if flag.check == "E6"]
    assert flag.remedy == "Take EUR 9,000 out of the price: CO-3 is rejected."


def test_it_is_told_as_long_as_the_price_holds_it() -> None:
    """In from April on; the next month end does not make it right, taking it out does."""
    held = [("CO-1", 8_000_00, ["Change orders!D2"])]
    assert told(WAITS, prices=(PRICE, PRICE + 8_000_00, PRICE + 8_000_00), now=PRICE + 8_000_00) == held
    assert told(WAITS, prices=(PRICE, PRICE + 8_000_00, PRICE + 8_000_00), now=PRICE) == []
    assert told(WAITS, prices=(PRICE, PRICE + 8_000_00), now=PRICE + 20_000_00) == held


def test_a_change_raised_after_the_rise_is_not_in_it() -> None:
    late = change(1, 8_000_00, raised=JUNE)
    assert told(late, prices=(PRICE, PRICE + 8_000_00), now=PRICE + 8_000_00) == []
    assert told(late, prices=(PRICE, PRICE), now=PRICE + 8_000_00) != []


def test_two_rises_are_two_changes() -> None:
    twice = told(WAITS, TOO, prices=(PRICE, PRICE + 8_000_00), now=PRICE + 13_000_00)
    assert {subject for subject, _, _ in twice} == {"CO-1", "CO-2"}
    same = told(WAITS, prices=(PRICE, PRICE + 8_000_00), now=PRICE + 16_000_00)
    assert [subject for subject, _, _ in same] == ["CO-1"]
