"""What must hold of any project, whatever is typed into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.forecast.forecast import forecast_project
from app.forecast.result import Forecast, Levels, Measures
from app.project.model import CreditingRule, ExchangeRate, Line, Project, Rate
from app.project.month import label, month_of
from tests.forecast.build import Entry, ledger, project, rate, resource_plan

DAYS = st.integers(0, 500).map(lambda days: date(2025, 6, 1) + timedelta(days=days))
HOURS = st.integers(0, 400).map(lambda quarter: quarter / 4)
MONEY = st.integers(0, 500_000_00)
PEOPLE = ("Ana", "Ben", "Cleo")
SUMS = ("bac", "ev", "ac", "etc", "eac", "eac_floor", "vac", "cv", "ac_finished")

lines = st.builds(
    Line,
    id=st.just(""),
    phase=st.sampled_from(["Design", "Build", ""]),
    owner=st.sampled_from(PEOPLE),
    start=st.none() | DAYS,
    finish=st.none() | DAYS,
    actual_start=st.none() | DAYS,
    actual_finish=st.none() | DAYS,
    hours=st.none() | HOURS,
    cost=st.none() | MONEY,
    other_cost=st.none() | MONEY,
    progress=st.none() | st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]),
    rule=st.none() | st.sampled_from(CreditingRule),
    months=st.dictionaries(st.integers(2025 * 12 + 5, 2026 * 12 + 9), MONEY, max_size=4),
)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    chosen = [
        replace(line, id=f"L{i}") for i, line in enumerate(draw(st.lists(lines, min_size=1, max_size=6)))
    ]
    names = [line.id for line in chosen]
    entries = draw(
        st.lists(
            st.builds(
                lambda day, **more: Entry(day=day.isoformat(), **more),
                day=DAYS,
                line=st.sampled_from([*names, "unknown"]),
                hours=HOURS,
                cost=st.none() | MONEY,
                person=st.sampled_from(PEOPLE),
                currency=st.sampled_from(["", "USD"]),
                kind=st.sampled_from(["", "time", "expense"]),
            ),
            max_size=12,
        )
    )
    cells = st.dictionaries(st.integers(2025 * 12 + 5, 2026 * 12 + 9).map(label), HOURS, max_size=4)
    rows = st.tuples(st.sampled_from(PEOPLE), st.just(""), st.sampled_from([*names, "unknown"]), cells)
    return project(
        chosen,
        entries,
        status=draw(DAYS).isoformat(),
        plan=draw(st.none() | st.lists(rows, min_size=1, max_size=5)),
        rates=[
            rate("Ana", 50.5, 80, since="2025-01-01"),
            rate("Ana", 61.25, 90, since="2026-02-15"),
            rate("Ben", 45, 70, currency="USD"),
            rate("Cleo", 70, since="2025-10-01"),  # no rate before
        ],
        exchange_rates=(ExchangeRate(currency="USD", effective_from=None, rate=0.9),),
        settings={
            "finish": draw(st.none() | DAYS),
            "contract_price": draw(st.none() | MONEY),
            "billed_to_date": draw(st.none() | MONEY),
        },
    )


def forecast_of(given_project: Project) -> Forecast:
    return forecast_project(given_project)[0]


def sums(measures: Measures) -> dict[str, float]:
    return {name: float(getattr(measures, name).sum()) for name in SUMS}


def bases(forecast: Forecast) -> Iterator[Levels]:
    yield forecast.cost
    yield forecast.hours


def project_figures(forecast: Forecast) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, levels in (("cost", forecast.cost), ("hours", forecast.hours)):
        for field in Measures.__slots__:
            column = getattr(levels.project, field)
            figure = column.at(0) if hasattr(column, "why") else column[0]
            found[f"{name} {field}"] = getattr(figure, "value", figure)
    for field in type(forecast.finance).__slots__:
        figure = getattr(forecast.finance, field)
        found[field] = getattr(figure, "value", figure)
    return found


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert one.keys() == other.keys()
    for name, value in one.items():
        if value is None or other[name] is None:
            assert value is other[name], name
        else:
            assert value == pytest.approx(other[name], rel=1e-9, abs=1e-6), name


@settings(max_examples=150, deadline=None)
@given(projects())
def test_parts_add_to_totals_at_every_level_and_month(given_project: Project) -> None:
    forecast = forecast_of(given_project)
    monthly = forecast.monthly
    for levels in bases(forecast):
        whole = sums(levels.project)
        loose = sums(levels.unmatched)
        for parts in (levels.lines, levels.phases):
            assert {k: v + loose[k] for k, v in sums(parts).items()} == pytest.approx(
                whole, rel=1e-9, abs=1e-6
            )
    assert monthly.actual_cost.sum() == pytest.approx(forecast.cost.project.ac[0])
    assert monthly.actual_hours.sum() == pytest.approx(forecast.hours.project.ac[0])
    assert monthly.forecast_cost.sum() + monthly.unphased_cost == pytest.approx(forecast.cost.project.etc[0])
    assert monthly.forecast_hours.sum() + monthly.unphased_hours == pytest.approx(
        forecast.hours.project.etc[0]
    )
    for grid, total in (
        (monthly.line_actual_cost, monthly.actual_cost),
        (monthly.line_forecast_cost, monthly.forecast_cost),
        (monthly.line_actual_hours, monthly.actual_hours),
        (monthly.line_forecast_hours, monthly.forecast_hours),
    ):
        assert grid.sum(axis=0) == pytest.approx(total)
        assert grid.shape == (len(given_project.lines) + 1, len(monthly.months))
    closed = np.array(monthly.months) < monthly.closed_before
    assert not monthly.line_forecast_cost[:, closed].any()
    assert not monthly.line_forecast_hours[:, closed].any()
    assert not monthly.actual_cost[np.array(monthly.months) > monthly.status_month].any()
    by_person = [cost for _, cost in forecast.ac_by_person.values()]
    assert sum(by_person) == pytest.approx(forecast.cost.project.ac[0])
    by_phase = sum(hours for hours, _ in forecast.ac_by_phase.values())
    assert by_phase + forecast.hours.unmatched.ac[0] == pytest.approx(forecast.hours.project.ac[0])


@settings(max_examples=100, deadline=None)
@given(projects())
def test_undefined_is_blank_and_defined_is_finite(given_project: Project) -> None:
    forecast = forecast_of(given_project)
    for levels in bases(forecast):
        for measures in (levels.lines, levels.phases, levels.unmatched, levels.project):
            for field in Measures.__slots__:
                column = getattr(measures, field)
                if hasattr(column, "why"):
                    assert (np.isnan(column.values) == (column.why != 0)).all(), field
                    assert np.isfinite(column.values[column.why == 0]).all(), field
                else:
                    assert np.isfinite(column).all(), field


@settings(max_examples=60, deadline=None)
@given(projects(), st.sampled_from([2, 3, 10]))
def test_scaling_money_scales_the_forecast(given_project: Project, factor: int) -> None:
    was, now = forecast_of(given_project), forecast_of(scaled(given_project, factor))
    unit = {"cpi", "spi", "tcpi_bac", "tcpi_eac"}
    expected = {}
    for name, value in project_figures(was).items():
        field = name.split()[-1]
        money = not name.startswith("hours") and "percent" not in field and field not in unit
        money = money and not field.startswith(("months", "burn_months", "margin_fade"))
        expected[name] = value * factor if money and value is not None else value
    assert_same(project_figures(now), expected)
    assert now.monthly.forecast_cost == pytest.approx(was.monthly.forecast_cost * factor)


def scaled(given_project: Project, factor: int) -> Project:
    def times(value: int | None) -> int | None:
        return None if value is None else value * factor

    def line(one: Line) -> Line:
        months = {month: amount * factor for month, amount in one.months.items()}
        return replace(one, cost=times(one.cost), other_cost=times(one.other_cost), months=months)

    def rate_of(one: Rate) -> Rate:
        bill = None if one.bill_rate is None else one.bill_rate * factor
        return replace(one, cost_rate=one.cost_rate * factor if one.cost_rate else None, bill_rate=bill)

    chosen = given_project.settings
    return replace(
        given_project,
        settings=replace(
            chosen, contract_price=times(chosen.contract_price), billed_to_date=times(chosen.billed_to_date)
        ),
        lines=tuple(line(one) for one in given_project.lines),
        ledger=replace(given_project.ledger, cost=given_project.ledger.cost * factor),
        rates=tuple(rate_of(one) for one in given_project.rates),
    )


@settings(max_examples=60, deadline=None)
@given(projects())
def test_an_empty_line_changes_nothing(given_project: Project) -> None:
    more = replace(given_project, lines=(*given_project.lines, Line(id="empty", phase="Design")))
    assert_same(project_figures(forecast_of(more)), project_figures(forecast_of(given_project)))


@settings(max_examples=60, deadline=None)
@given(projects())
def test_a_finished_project_costs_what_it_cost(given_project: Project) -> None:
    day = given_project.settings.status_date
    names = given_project.ledger.line_names
    known = [replace(line, actual_finish=day, rule=CreditingRule.FIFTY_FIFTY) for line in given_project.lines]
    plan = given_project.plan
    if plan is not None:  # hours planned for no line of the Budget would still be to come
        plan = replace(plan, hours=np.where((plan.line < 0)[:, None], np.nan, plan.hours))
    forecast = forecast_of(replace(given_project, lines=tuple(known), plan=plan))
    assert len(names) == len(given_project.ledger)
    for levels in bases(forecast):
        whole = levels.project
        assert whole.eac[0] == whole.ac[0]
        assert whole.eac_pf1.at(0).value == pytest.approx(float(whole.ac[0]))
        assert whole.eac_cpi.at(0).value == pytest.approx(float(whole.ac[0]))
        assert whole.ev[0] == pytest.approx(float(whole.bac[0]))
    assert not forecast.monthly.forecast_cost.any()


@settings(max_examples=60, deadline=None)
@given(projects())
def test_splitting_a_line_leaves_the_project_as_it_was(given_project: Project) -> None:
    """Every budget, entry and planned hour of the first line in two equal halves."""
    if given_project.plan is not None:
        given_project = replace(given_project, plan=None)
    doubled = scaled_first(given_project, 2)
    first, *rest = doubled.lines
    half = scaled_first(given_project, 1).lines[0]
    split = replace(
        doubled,
        lines=(half, *rest, replace(half, id="twin")),
        ledger=halved(doubled, given_project),
    )
    assert first.id == half.id
    assert_same(project_figures(forecast_of(split)), project_figures(forecast_of(doubled)))


def scaled_first(given_project: Project, factor: int) -> Project:
    """The first line's budget and its entries times `factor`."""
    first, *rest = given_project.lines

    def times(value: Any) -> Any:
        return None if value is None else value * factor

    months = {month: amount * factor for month, amount in first.months.items()}
    line = replace(
        first,
        cost=times(first.cost),
        hours=times(first.hours),
        other_cost=times(first.other_cost),
        months=months,
    )
    mine = given_project.ledger.line == 0
    book = given_project.ledger
    return replace(
        given_project,
        lines=(line, *rest),
        ledger=replace(
            book, cost=np.where(mine, book.cost * factor, book.cost),
            hours=np.where(mine, book.hours * factor, book.hours),
        ),
    )  # fmt: skip


def halved(doubled: Project, single: Project) -> Any:
    """Entries of the first line once on it and once on its twin, the last line."""
    entries, book = [], single.ledger
    for index in range(len(book)):
        entry = Entry(
            day=date.fromordinal(int(book.day[index])).isoformat(),
            line=book.line_names[index],
            hours=float(book.hours[index]),
            cost=int(book.cost[index]) if book.priced[index] else None,
            person=book.people[book.person[index]],
            currency=book.currencies[book.currency[index]],
            kind=book.kinds[book.kind[index]],
        )
        entries.append(entry)
        if book.line[index] == 0:
            entries.append(replace(entry, line="twin"))
    return ledger(entries, [*doubled.lines, Line(id="twin")])


def test_the_builder_reads_back_what_it_wrote() -> None:
    """The plan builder of these tests puts hours where they were given."""
    plan = resource_plan([("Ana", "", "L0", {"2026-01": 4.0})], [Line(id="L0")])
    assert plan.months == (month_of(date(2026, 1, 1)),)
    assert plan.hours.tolist() == [[4.0]]


@settings(max_examples=60, deadline=None)
@given(projects(), st.sampled_from([0.5, 0.93, 1.0874, 7.25]))
def test_conversion_commutes_with_forecasting(given_project: Project, factor: float) -> None:
    """Converted and then forecast, or forecast and then converted: the same but for the cents of rounding.

    Months hold amounts that are whole in both currencies: a cent of a small plan is a large share of a line.
    """
    given_project = replace(
        given_project,
        lines=tuple(
            replace(line, months={month: amount * 10_000 for month, amount in line.months.items()})
            for line in given_project.lines
        ),
    )
    was, now = forecast_of(given_project), forecast_of(converted(given_project, factor))
    typed = sum(2 + len(line.months) + shifted(line, factor) for line in given_project.lines)
    for level in ("lines", "phases", "project"):
        before, after = getattr(was.cost, level), getattr(now.cost, level)
        for name in ("bac", "ev", "ac", "etc", "eac", "vac"):
            one, other = getattr(before, name) * factor, getattr(after, name)
            assert np.abs(one - other).max(initial=0.0) <= typed + 1e-6 * np.abs(one).max(initial=0.0), name
    assert now.hours.project.eac == pytest.approx(was.hours.project.eac, rel=1e-6, abs=1e-6)


def shifted(line: Line, factor: float) -> float:
    """Cents by which a line's earned value moves when its months are rounded: of few cents, a large share."""
    cents = sum(line.months.values()) * factor
    return factor * max(line.cost or 0, 0) * min(1.0, len(line.months) / cents) if cents > 0 else 0.0


def converted(given_project: Project, factor: float) -> Project:
    """The same project kept in francs, `factor` for a euro; what was recorded keeps its currency."""

    def money(value: int | None) -> int | None:
        return None if value is None else round(value * factor)

    def line(one: Line) -> Line:
        months = {month: round(amount * factor) for month, amount in one.months.items()}
        return replace(one, cost=money(one.cost), other_cost=money(one.other_cost), months=months)

    chosen, ledger = given_project.settings, given_project.ledger
    return replace(
        given_project,
        settings=replace(
            chosen, currency="CHF", contract_price=money(chosen.contract_price),
            billed_to_date=money(chosen.billed_to_date),
        ),
        lines=tuple(line(one) for one in given_project.lines),
        ledger=replace(ledger, currency=ledger.currency + 1, currencies=("CHF", *ledger.currencies)),
        exchange_rates=(
            ExchangeRate(currency="EUR", effective_from=None, rate=factor),
            *(replace(each, rate=each.rate * factor) for each in given_project.exchange_rates),
        ),
    )  # fmt: skip
