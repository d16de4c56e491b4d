"""Whatever a project looks like, the checks answer, in finite numbers and whole sentences."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from app.checks.flag import Severity
from app.checks.previous import PreviousRun
from app.project.model import (
    CommercialModel,
    CreditingRule,
    ExchangeRate,
    Line,
    Milestone,
    Project,
    Rate,
)
from tests.checks.checking import findings
from tests.support.factory import MONTHS_2026, STATUS, Entry, Planned, make_project, settings

DAYS = st.dates(date(2025, 11, 1), date(2027, 3, 31))
MONEY = st.integers(-50_000_00, 200_000_00)
HOURS = st.floats(-50, 400, allow_nan=False).map(lambda value: round(value, 1))
SHARES = st.integers(-60, 150).map(lambda hundredths: hundredths / 100)
PER_HOUR = st.integers(0, 50_000).map(lambda cents: cents / 100)
NAMES = st.sampled_from(["", "Ana", "Ben", "Cy", " ana "])
IDS = st.sampled_from(["1", "2", "3", "9", ""])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


LINES = st.builds(
    Line,
    id=IDS,
    title=st.sampled_from(["", "Work"]),
    owner=NAMES,
    start=maybe(DAYS),
    finish=maybe(DAYS),
    actual_start=maybe(DAYS),
    actual_finish=maybe(DAYS),
    hours=maybe(HOURS),
    cost=maybe(MONEY),
    other_cost=maybe(MONEY),
    revenue=maybe(MONEY),
    progress=maybe(SHARES),
    rule=maybe(st.sampled_from(CreditingRule)),
    months=st.dictionaries(st.sampled_from(MONTHS_2026), MONEY, max_size=3),
)
ENTRIES = st.builds(
    Entry,
    day=DAYS,
    line=IDS,
    person=NAMES,
    hours=HOURS,
    cost=maybe(MONEY),
    currency=st.sampled_from(["", "EUR", "USD"]),
    kind=st.sampled_from(["", "time", "credit"]),
    document=st.sampled_from(["", "D1"]),
    approved=st.booleans(),
)
ROWS = st.builds(
    Planned, person=NAMES, line=IDS, hours=st.dictionaries(st.integers(1, 12), maybe(HOURS), max_size=6)
)
RATES = st.builds(
    Rate,
    person=NAMES,
    role=st.sampled_from(["", "Dev"]),
    cost_rate=maybe(PER_HOUR),
    bill_rate=maybe(PER_HOUR),
    currency=st.sampled_from(["EUR", "USD"]),
    effective_from=maybe(DAYS),
)
MILESTONES = st.builds(
    Milestone, id=IDS, line=IDS, weight=maybe(SHARES), baseline=maybe(DAYS), forecast=maybe(DAYS),
    actual=maybe(DAYS), amount=maybe(MONEY), owner=NAMES,
)  # fmt: skip
EXCHANGE = st.builds(
    ExchangeRate, currency=st.just("USD"), effective_from=maybe(DAYS), rate=st.floats(0.1, 3)
)
THRESHOLDS = st.dictionaries(
    st.sampled_from(["V1.amber", "V6.months", "L.amount", "L.either", "A5.after", "C10.share", "B5.off"]),
    st.floats(allow_nan=True, allow_infinity=True),
    max_size=3,
)
SETTINGS = st.fixed_dictionaries(
    {
        "status_date": DAYS,
        "start": maybe(DAYS),
        "finish": maybe(DAYS),
        "contract_price": maybe(MONEY),
        "approved_changes": maybe(MONEY),
        "billed_to_date": maybe(MONEY),
        "baseline_margin": maybe(SHARES),
        "margin_floor": maybe(SHARES),
        "commercial_model": maybe(st.sampled_from(CommercialModel)),
        "crediting_rule": st.sampled_from(CreditingRule),
        "thresholds": THRESHOLDS,
    }
)
PROJECTS = st.builds(
    lambda chosen, without, **rows: make_project(settings_=settings(**chosen), without=without, **rows),
    SETTINGS,
    st.lists(st.sampled_from(["resource_plan", "milestones"]), unique=True),
    lines_=st.lists(LINES, min_size=1, max_size=5),
    entries_=st.lists(ENTRIES, max_size=10),
    plan_=st.lists(ROWS, max_size=5),
    rates_=st.lists(RATES, max_size=4),
    milestones_=st.lists(MILESTONES, max_size=3),
    exchange_rates_=st.lists(EXCHANGE, max_size=2),
)
PREVIOUS = st.builds(
    PreviousRun,
    status_date=DAYS,
    bac=maybe(st.integers(-10_000_000, 100_000_000).map(float)),
    eac=maybe(st.integers(-10_000_000, 100_000_000).map(float)),
    eac_by_line=st.dictionaries(IDS, st.integers(-10_000_000, 100_000_000).map(float), max_size=3),
    progress=st.dictionaries(IDS, st.floats(0, 1), max_size=3),
    severities=st.dictionaries(st.sampled_from(["V1", "V2", "V5:1"]), st.sampled_from(Severity), max_size=2),
)
NO_NUMBER = re.compile(r"\b(nan|inf|None)\b")


@effort(max_examples=150, deadline=None)
@given(PROJECTS, maybe(PREVIOUS))
def test_the_checks_answer_whatever_they_are_given(project: Project, previous: PreviousRun | None) -> None:
    found = findings(project, previous=previous)
    ids = [flag.id for flag in found.flags]
    assert len(ids) == len(set(ids)), ids
    for flag in found.flags:
        assert flag.stake is None or 0 <= flag.stake < 1e12, flag
        text = f"{flag.title} {flag.rule} {flag.figure} {flag.threshold} {flag.remedy}"
        assert not NO_NUMBER.search(text), text
        assert flag.remedy.endswith((".", "!")), flag.remedy
    for light in (found.rag.overall, found.rag.cost, found.rag.schedule, found.rag.margin):
        assert light.reason.endswith("."), light
        assert not NO_NUMBER.search(light.reason), light


@effort(max_examples=40, deadline=None)
@given(PROJECTS)
def test_the_same_project_gives_the_same_findings(project: Project) -> None:
    assert findings(project) == findings(project)


def test_a_project_of_one_line_and_nothing_else() -> None:
    bare = make_project(
        settings_=settings(status_date=STATUS + timedelta(days=1), start=None, finish=None),
        lines_=[Line(id="1")],
        entries_=[],
        plan_=[],
        rates_=[],
        without=["milestones", "resource_plan"],
    )
    found = findings(bare)
    assert found.flags == ()
    assert len(found.not_checked) > 15
