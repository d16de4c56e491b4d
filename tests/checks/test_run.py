"""Running the catalogue: order, identity, switches, silence, words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.checks.catalogue import CATALOGUE, catalogue
from app.checks.check import FAMILIES
from app.checks.flag import Flag, NotChecked, Severity
from app.checks.limits import in_points, index_of, share
from app.checks.page import page
from app.checks.silence import PAIRS, one_for_one_cause
from app.checks.wording import Wording, counted, hours, listed, percent, points
from app.project.place import Place
from app.project.problem import Problem, ProblemKind
from tests.checks.checking import findings, unpriced
from tests.checks.test_variance import costlier
from tests.support.factory import make_project, settings

DOCS = Path(__file__).parents[2] / "docs" / "checks.md"
RED, AMBER, NOTE, ERROR = Severity.RED, Severity.AMBER, Severity.NOTE, Severity.ERROR


def told(kind: ProblemKind, row: int, amount: float | None = None, subject: str = "") -> Problem:
    place = Place(1, "Budget", row, 7, row + 1, 8)
    return Problem(
        kind=kind, message=f"{place}: told", mend="Mend", places=(place,), amount=amount, subject=subject
    )


def test_flags_stand_by_severity_then_by_money() -> None:
    problems = [
        told(ProblemKind.MERGED_CELLS, 1, 900_00.0),
        told(ProblemKind.NOT_A_NUMBER, 2, 10_00.0),
        told(ProblemKind.NOT_A_DATE, 3),
        told(ProblemKind.NOT_A_NUMBER, 4, 30_00.0),
        told(ProblemKind.DUPLICATE_LINE, 5, 40_00.0),
        told(ProblemKind.PERCENT_SCALE, 6, 9_000_00.0),
    ]
    flags = findings(make_project(), problems).flags
    assert [(flag.severity, flag.stake) for flag in flags] == [
        (ERROR, 30_00.0),
        (ERROR, 10_00.0),
        (ERROR, None),
        (RED, 40_00.0),
        (AMBER, 900_00.0),
        (NOTE, None),  # read all the same
    ]


def test_every_flag_has_an_id_of_its_own() -> None:
    same = [told(ProblemKind.NOT_A_NUMBER, row, subject="Ana") for row in (9, 3, 5)]
    flags = {flag.id: flag.places[0].row for flag in findings(make_project(), same).flags}
    assert flags == {"A3:Ana": 3, "A3:Ana (2)": 5, "A3:Ana (3)": 9}


def test_ids_do_not_depend_on_figures() -> None:
    def ids(more: float) -> list[str]:
        return sorted(flag.id for flag in findings(unpriced(plan_=costlier(56, 28 + more))).flags)

    assert ids(0.0) == ids(1.0) == ["V1"]


def test_a_check_that_is_off_says_so() -> None:
    project = unpriced(plan_=costlier(56, 28), settings={"thresholds": {"V1.off": 1.0}})
    found = findings(project)
    assert found.flags == ()
    assert NotChecked("V1", "to be switched on: V1.off in Settings is set") in found.not_checked


@pytest.mark.parametrize("key", ["v1.off", "V1.OFF"])
def test_switches_do_not_mind_case(key: str) -> None:
    project = unpriced(plan_=costlier(56, 28), settings={"thresholds": {key: 1.0}})
    assert findings(project).flags == ()


def test_a_threshold_that_cannot_be_meant_leaves_the_default() -> None:
    project = unpriced(plan_=costlier(56, 28), settings={"thresholds": {"V1.amber": 7.0}})
    assert [flag.check for flag in findings(project).flags] == ["V1", "S1"]


def test_the_rule_names_the_thresholds_in_force() -> None:
    project = unpriced(plan_=costlier(56, 28), settings={"thresholds": {"V1.amber": 0.06, "L.amount": 2_000}})
    (flag,) = findings(project).flags
    assert flag.rule == (
        "The forecast is over budget by more than 6.0 % (amber) or 10.0 % (red), and by more than EUR 2,000"
    )
    assert flag.threshold == "6.0 %"


def test_the_floor_is_half_a_percent_of_a_large_budget() -> None:
    project = make_project(settings_=settings(thresholds={"L.share": 0.05}))
    assert (
        "EUR 6,000"
        in findings(make_project(settings_=project.settings, plan_=costlier(0, 110))).flags[0].rule
    )


def flag(check: str, severity: Severity = AMBER, **given: object) -> Flag:
    values: dict[str, object] = {
        "places": (),
        "title": "",
        "rule": "",
        "figure": "",
        "threshold": "",
        "remedy": "",
    }
    return Flag(check=check, severity=severity, **{**values, **given})  # type: ignore[arg-type]


def kept(*flags: Flag) -> list[str]:
    return [each.check for each in one_for_one_cause(flags)]


def test_silence_on_one_line_only() -> None:
    assert kept(flag("B9", RED, line="1"), flag("C9", RED, line="1")) == ["B9"]
    assert kept(flag("B9", RED, line="1"), flag("C9", RED, line="2")) == ["B9", "C9"]
    assert kept(flag("C9", RED, line="1")) == ["C9"]


def test_the_more_severe_speaks() -> None:
    assert kept(flag("B21"), flag("V2", RED)) == ["V2"]
    assert kept(flag("B21"), flag("V2")) == ["B21"]
    assert kept(flag("B21", RED), flag("V2")) == ["B21"]


def test_a_wider_flag_speaks_for_cells_the_narrower_ones_leave() -> None:
    def at(*rows: int) -> tuple[Place, ...]:
        return tuple(Place(2, "Actuals", row, 2, row + 1, 3) for row in rows)

    wide = flag("R3", RED, places=(Place(2, "Actuals", 4, 2, 7, 3),))
    assert kept(flag("A8", places=at(4, 5)), flag("A8", places=at(6)), wide) == ["A8", "A8"]
    assert kept(flag("A8", places=at(4, 6)), wide) == ["A8", "R3"]
    elsewhere = flag("A8", places=tuple(Place(9, "Other", row, 2, row + 1, 3) for row in (4, 5, 6)))
    assert kept(elsewhere, wide) == ["A8", "R3"]


def test_silence_of_one_period_and_one_subject() -> None:
    assert kept(flag("E7", period="2026-06"), flag("V6", period="2026-06"), flag("V6", period="2026-05")) == [
        "E7",
        "V6",
    ]
    assert kept(flag("E3", RED), flag("V7", RED, subject="margin"), flag("V7", RED, subject="revenue")) == [
        "E3",
        "V7",
    ]


def test_a_line_over_budget_is_explained_by_what_was_typed_twice_or_in_another_unit() -> None:
    over = flag("V5", RED, line="1", stake=100.0)
    assert kept(flag("A2", line="1", stake=60.0), flag("A11", line="1", stake=30.0), over) == ["A2", "A11"]
    assert kept(flag("A2", line="1", stake=89.0), over) == ["A2", "V5"]
    assert kept(flag("A2", line="2", stake=90.0), over) == ["A2", "V5"]


def test_a_rate_explains_the_closed_months_it_priced_and_no_other_cost() -> None:
    rate = flag("M16", RED, subject="Ben", stake=1_000.0)
    assert kept(rate, flag("B19", RED, subject="booked", stake=1_000.0)) == ["M16"]
    assert kept(rate, flag("B19", RED, subject="booked", stake=41_000.0)) == ["M16", "B19"]
    assert kept(rate, flag("B19", RED, subject="planned", stake=1_000.0)) == ["M16", "B19"]


def test_pairs_name_checks_of_the_catalogue() -> None:
    known = {check.id for check in CATALOGUE}
    assert {name for pair in PAIRS for name in (pair.narrow, pair.wide)} <= known


def test_the_catalogue_is_whole_plain_and_in_order() -> None:
    entries = catalogue()
    ids = [entry["id"] for entry in entries]
    assert len(ids) == len(set(ids))
    assert ids[:3] == ["A1", "A2", "A3"]
    assert ids.index("A9") < ids.index("A10") < ids.index("B2") < ids.index("V1") < ids.index("P1")
    assert json.loads(json.dumps(entries)) == entries
    for entry in entries:
        assert entry["family"] == FAMILIES[entry["id"][0]]
        assert entry["severity"]
        assert "{" not in entry["rule"]
        assert entry["rule"][0].isupper()


def test_every_threshold_is_named_in_its_rule() -> None:
    for check in CATALOGUE:
        for name in check.limits:
            assert f"{{{name}}}" in check.rule, (check.id, name)


def test_every_flag_speaks_the_language_of_a_meeting() -> None:
    project = unpriced(plan_=costlier(56, 28))
    for found in findings(project).flags:
        assert found.remedy.endswith((".", "!"))
        assert any(sign.isdigit() for sign in found.remedy)
        assert found.remedy.count("EUR") <= 1


def test_the_docs_page_is_made_from_the_code() -> None:
    assert DOCS.read_text("utf-8") == page(), "run: python -m app.checks.page > docs/checks.md"


@pytest.mark.parametrize(
    ("minor", "text"),
    [
        (412_300_00, "EUR 412,300"),
        (412_300_49, "EUR 412,300"),
        (84_50, "EUR 84.50"),
        (84_00, "EUR 84"),
        (999_99, "EUR 999.99"),
        (-1_234_00, "EUR -1,234"),
        (0, "EUR 0"),
        (-0.2, "EUR 0"),
    ],
)
def test_money_in_words(minor: float, text: str) -> None:
    assert Wording("EUR", 2).money(minor) == text


def test_money_in_currencies_without_or_with_more_decimals() -> None:
    assert Wording("JPY", 0).money(12_345) == "JPY 12,345"
    assert Wording("KWD", 3).money(12_345) == "KWD 12.345"


def test_other_figures_in_words() -> None:
    assert (hours(460), hours(1), hours(0.5)) == ("460.0 hours", "1.0 hour", "0.5 hours")
    assert (percent(0.142), points(0.02)) == ("14.2 %", "2.0 points")
    assert (percent(-0.0), points(-0.0)) == ("0.0 %", "0.0 points")
    assert (counted(1, "entry", "entries"), counted(2_000, "row")) == ("1 entry", "2,000 rows")
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed("abc") == "a, b and c"
    assert listed("abcdefg") == "a, b, c and 4 more"


@pytest.mark.parametrize(
    ("value", "was", "grade"),
    [
        (0.05, None, None),
        (0.051, None, AMBER),
        (0.10, None, AMBER),
        (0.101, None, RED),
        (0.041, AMBER, AMBER),
        (0.04, AMBER, None),
        (0.091, RED, RED),
        (0.089, RED, AMBER),
        (0.041, RED, AMBER),
        (0.091, AMBER, AMBER),
    ],
)
def test_hysteresis(value: float, was: Severity | None, grade: Severity | None) -> None:
    """A flag clears one point inside its limit, not at it."""
    limits = {"amber": share(0.05), "red": share(0.10)}
    at = at_defaults(limits)
    assert at.grade(value, was=was) is grade


def test_grading_below() -> None:
    at = at_defaults({"amber": index_of(0.95), "red": index_of(0.90)})
    assert [at.grade(v, below=True) for v in (0.95, 0.94, 0.90, 0.89)] == [None, AMBER, AMBER, RED]
    assert at.grade(0.955, below=True, was=AMBER) is AMBER
    assert at_defaults({"amber": in_points(0.02)}).grade(5.0) is AMBER


def at_defaults(limits: dict):  # type: ignore[no-untyped-def, type-arg]
    from app.checks.limits import in_force

    return in_force(limits, "X1", {})
