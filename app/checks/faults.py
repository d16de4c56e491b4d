"""Which check reports which fault of the workbook, how severe it is, and what it puts at stake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from app.checks.case import Case
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.unread_cells import month_columns
from app.checks.wording import counted, hours, percent
from app.project.exchange import FOR_FORECAST
from app.project.place import Place
from app.project.problem import TOTALS, Problem, ProblemKind
from app.project.worth import BASES, Worth

_MONTHS = -2  # all month columns of a tab: an error spreads over them from one cell
_TOGETHER = 3  # more faults of one kind in one column than this are one cause, so one flag


@dataclass(frozen=True, slots=True)
class Report:
    """How one kind of problem is shown."""

    check: str
    severity: Severity
    title: str


REPORTS = {
    ProblemKind.MISSING_FIELD: Report("A1", Severity.ERROR, "A field is missing"),
    ProblemKind.MISSING_COLUMN: Report("A1", Severity.ERROR, "A column is missing"),
    ProblemKind.BLANK_FACTOR: Report("A1", Severity.AMBER, "An amount without its quantity or price"),
    ProblemKind.PLACEHOLDER: Report("A1", Severity.AMBER, "A text that only keeps a place"),
    ProblemKind.MERGED_CELLS: Report("A1", Severity.AMBER, "Merged cells inside a table"),
    ProblemKind.DUPLICATE_LINE: Report("A2", Severity.RED, "A line stands in the Budget twice"),
    ProblemKind.DOUBLE_TAB: Report("A2", Severity.AMBER, "Two tabs claim to be one"),
    ProblemKind.DOUBLE_HEADING: Report("A2", Severity.AMBER, "Two columns with one heading"),
    ProblemKind.NOT_A_NUMBER: Report("A3", Severity.ERROR, "Not a number"),
    ProblemKind.NUMBER_TOO_LARGE: Report("A3", Severity.ERROR, "A number too large to be meant"),
    ProblemKind.AMBIGUOUS_NUMBER: Report("A3", Severity.ERROR, "A number with two readings"),
    ProblemKind.NUMBER_AS_TEXT: Report("A3", Severity.AMBER, "A number typed as text"),
    ProblemKind.NOT_A_DATE: Report("A3", Severity.ERROR, "Not a date"),
    ProblemKind.AMBIGUOUS_DATE: Report("A3", Severity.ERROR, "A date with two readings"),
    ProblemKind.DATE_AS_TEXT: Report("A3", Severity.AMBER, "A date typed as text"),
    ProblemKind.PERCENT_SCALE: Report("A3", Severity.NOTE, "A percentage read as typed out of 100"),
    ProblemKind.AFTER_STATUS_DATE: Report("A6", Severity.RED, "Actuals after the status date"),
    ProblemKind.UNKNOWN_LINE: Report("A8", Severity.RED, "A line the Budget does not have"),
    ProblemKind.NOT_A_CHOICE: Report("A8", Severity.AMBER, "A value that is not on its list"),
    ProblemKind.MISSING_RATE: Report("A9", Severity.ERROR, "Hours without a rate"),
    ProblemKind.MISSING_EXCHANGE_RATE: Report("A10", Severity.ERROR, "No exchange rate"),
    ProblemKind.UNKNOWN_CURRENCY: Report("A10", Severity.ERROR, "An unknown currency"),
    ProblemKind.FORMULA_ERROR: Report("A12", Severity.ERROR, "A formula shows an error"),
    ProblemKind.ERROR_BESIDE: Report("A12", Severity.NOTE, "A column of yours shows an error"),
    ProblemKind.TOTAL_ROW: Report("A13", Severity.RED, "A total row among the data"),
    ProblemKind.SUMMING_ROW: Report("A13", Severity.NOTE, "A row that adds up others"),
    ProblemKind.WRONG_TOTAL: Report("R6", Severity.RED, "A total does not add up"),
    ProblemKind.TYPED_OVER_FORMULA: Report("T1", Severity.AMBER, "A figure typed over a formula"),
    ProblemKind.BROKEN_REFERENCE: Report("T2", Severity.AMBER, "A formula names cells that are gone"),
    ProblemKind.HIDDEN_ROWS: Report("T3", Severity.AMBER, "Hidden rows inside a table"),
    ProblemKind.MIXED_UNITS: Report("T4", Severity.AMBER, "Two units in one column"),
    ProblemKind.COLUMNS_APART: Report("T5", Severity.AMBER, "Columns that contradict each other"),
    ProblemKind.ODD_FORMULA: Report("T5", Severity.AMBER, "A formula unlike the others of its column"),
    ProblemKind.INVERTED_PERCENT: Report("T6", Severity.AMBER, "A percentage upside down"),
    ProblemKind.MOVING_FIGURE: Report("T7", Severity.AMBER, "A figure that moves by itself"),
    ProblemKind.INCOME_AMONG_COSTS: Report("T8", Severity.AMBER, "Income among the costs"),
}
_OF_COLUMNS = {  # no row of them returns
    ProblemKind.MISSING_COLUMN,
    ProblemKind.DOUBLE_HEADING,
    ProblemKind.DOUBLE_TAB,
    ProblemKind.MERGED_CELLS,
}
_COUNTED_RIGHT = {  # read all the same, or rightly left out: no figure hangs on it
    ProblemKind.NUMBER_AS_TEXT,
    ProblemKind.DATE_AS_TEXT,
    ProblemKind.PERCENT_SCALE,
    ProblemKind.TOTAL_ROW,
    ProblemKind.SUMMING_ROW,
}
UNFLAGGED = {
    ProblemKind.MISSING_TAB,  # the checks that want it say so
    ProblemKind.PASSED_OVER,  # a heading or a remark is no fault
}


def reported(case: Case, check: str) -> Iterator[Found]:
    """The problems met while reading and forecasting that this check reports."""
    grouped: dict[tuple[ProblemKind, str, int, bool], list[Problem]] = {}
    months = month_columns(case)
    for problem in case.problems:
        if problem.kind not in UNFLAGGED and REPORTS[problem.kind].check == check:
            first = problem.places[0] if problem.places else None
            column = (first.tab, first.column) if first else (problem.subject, -1)
            is_error = problem.kind is ProblemKind.FORMULA_ERROR
            if first and is_error and (first.sheet_id, first.column) in months:
                column = (first.tab, _MONTHS)
            grouped.setdefault((problem.kind, *column, bool(problem.subject)), []).append(problem)
    for same in grouped.values():
        if len(same) > _TOGETHER and not same[0].subject:
            yield _one_for_all(case, same)
        else:
            yield from (_one(case, problem) for problem in same)


def at_stake(case: Case, problem: Problem) -> Worth | None:
    """Minor units: the amount in doubt, and what its hours without a cost are worth.

    None where nothing is in doubt, so that no harmless remark stands above what costs money.
    """
    if problem.kind in _COUNTED_RIGHT:
        return None
    if problem.kind is ProblemKind.WRONG_TOTAL and problem.left_out:
        return None if problem.off is None else Worth(problem.off * case.say.scale, "")
    if problem.abroad:
        return _at_status_rates(case, problem)
    typed = None if problem.amount is None else Worth(abs(problem.amount), problem.basis)
    if problem.work:
        hours = np.array([work.hours for work in problem.work], np.float64)
        worth = case.worth.of(
            [work.person for work in problem.work],
            which=np.arange(len(hours)),
            days=np.array([work.day for work in problem.work], np.int64),
            hours=hours,
        ) or _at_average(case, float(hours.sum()))
        return worth and Worth((typed.amount if typed else 0.0) + worth.amount, worth.basis)
    return typed or (_at_average(case, problem.hours) if problem.hours else None)


def _at_status_rates(case: Case, problem: Problem) -> Worth | None:
    """What is wrong with a sum of several currencies, at the rates of the status date; None without them."""
    days = np.full(len(problem.abroad), case.today.toordinal(), np.int64)
    codes = [code for code, _ in problem.abroad]
    rates = case.pricing.exchange.factor(codes, np.arange(len(codes)), days, tiers=FOR_FORECAST)
    amount = abs(float(rates @ np.array([amount for _, amount in problem.abroad]))) * case.say.scale
    return Worth(amount, "") if np.isfinite(amount) else None


def _at_average(case: Case, worked: float) -> Worth | None:
    return Worth(abs(worked) * case.rate_so_far, BASES[-1]) if case.rate_so_far else None


def _one(case: Case, problem: Problem) -> Found:
    report = REPORTS[problem.kind]
    worth = at_stake(case, problem)
    blank_line = problem.kind is ProblemKind.UNKNOWN_LINE and not problem.subject
    withheld = problem.left_out or problem.kind is not ProblemKind.MISSING_COLUMN
    return Found(
        severity=report.severity if withheld else Severity.AMBER,
        title="Entries that name no line" if blank_line else report.title,
        figure=problem.message,
        threshold="none allowed",
        places=problem.places,
        subject=problem.subject or _name(case, report.check, problem),
        line=problem.line,
        stake=worth.amount if worth else None,
        hours=problem.hours,
        remedy=_remedy(case, problem, worth),
    )


def _one_for_all(case: Case, same: list[Problem]) -> Found:
    """Many faults of one kind in one column, or errors all over the months: one cause."""
    first = same[0]
    stakes = [worth.amount for worth in (at_stake(case, problem) for problem in same) if worth is not None]
    count = sum(problem.count for problem in same)
    places = _joined(place for problem in same for place in problem.places)
    across = len({place.column for place in places}) > 1
    where, about = ("month columns", f"{places[0].tab} months") if across else ("same column", first.column)
    more = count - (first.count if across else 1)
    return Found(
        severity=REPORTS[first.kind].severity,
        title=REPORTS[first.kind].title,
        figure=f"{first.message}; and {more:,} more like it in the {where}",
        threshold="none allowed",
        places=places,
        subject=", ".join(part for part in (about, first.kind.value.replace("-", " ")) if part),
        stake=(max(stakes) if across else sum(stakes)) if stakes else None,  # a line's money stands once
        hours=sum(problem.hours or 0.0 for problem in same) or None,
        remedy=f"{_sentence(first.mend)} The same mends all {count:,} cells.",
    )


def _remedy(case: Case, problem: Problem, worth: Worth | None) -> str:
    """The mend, and what it changes in money."""
    return f"{_sentence(problem.mend)} {_consequence(case, problem, worth)}".strip()


def _consequence(case: Case, problem: Problem, worth: Worth | None) -> str:
    say, amount = case.say, problem.amount
    source = case.project.sources.get("actuals")
    booked = case.ac > 0 and source and any(place.sheet_id == source.sheet_id for place in problem.places)
    part = f", {percent(abs(amount or 0) / case.ac)} of actual cost," if booked else ""
    match problem.kind:
        case ProblemKind.UNKNOWN_LINE if amount:
            text = f"{'About ' if problem.basis else ''}{say.money(amount)}{part} then stands in a line."
        case ProblemKind.UNKNOWN_LINE if problem.hours:
            text = f"{hours(problem.hours)} then stand in a line."
        case ProblemKind.MISSING_RATE if worth and problem.hours:
            text = (
                f"At the {worth.basis} of {say.money(worth.amount / problem.hours)} an hour, "
                f"{hours(problem.hours)} are worth about {say.amount(worth.amount)}."
            )
        case ProblemKind.AFTER_STATUS_DATE if worth:
            about = "about " if worth.basis not in {"", BASES[0]} else ""
            text = (
                f"Once the status date is past them, actual cost rises by {about}{say.money(worth.amount)}."
            )
        case kind if kind in TOTALS and problem.left_out:
            text = _of_a_total(case, problem, worth)
        case kind if kind in _OF_COLUMNS and not amount:
            rows = kind is ProblemKind.MISSING_COLUMN and problem.count > 1
            text = f"{_left_out(case, problem, worth)} to the figures." if rows else _to_mend(problem)
        case _ if problem.left_out and _in_settings(case, problem):
            text = f"{counted(problem.count, 'setting')} then {'counts' if problem.count == 1 else 'count'}."
        case _ if problem.left_out:
            text = f"{_left_out(case, problem, worth)} to the figures."
        case _:
            concerned = worth.amount if worth and problem.abroad else amount
            text = f"It concerns {say.money(concerned)}." if concerned else _to_mend(problem)
    return text


def _of_a_total(case: Case, problem: Problem, worth: Worth | None) -> str:
    """What hangs on a total that was left out: by how much it is wrong, or what it would count twice."""
    if problem.kind is ProblemKind.WRONG_TOTAL and worth:
        return f"It is off by {case.say.money(worth.amount)}; it was left out, so no figure here hangs on it."
    if problem.amount:
        return f"It was left out: counted, it would add {case.say.money(problem.amount)} a second time."
    out = "1 row is" if problem.count == 1 else f"{problem.count:,} rows are"
    return f"{out} left out: no figure hangs on it."


def _in_settings(case: Case, problem: Problem) -> bool:
    source = case.project.sources.get("settings")
    return source is not None and any(place.sheet_id == source.sheet_id for place in problem.places)


def _to_mend(problem: Problem) -> str:
    """How much work the mend is."""
    column = problem.kind in _OF_COLUMNS
    return f"{counted(problem.count, 'column' if column else 'cell')} to mend."


def _left_out(case: Case, problem: Problem, worth: Worth | None) -> str:
    if worth and worth.basis:
        return f"About {case.say.money(worth.amount)} returns"
    if problem.amount:
        return f"{case.say.money(problem.amount)} returns"
    return "1 row returns" if problem.count == 1 else f"{problem.count:,} rows return"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _name(case: Case, check: str, problem: Problem) -> str:
    """What the flag is known by: of a fault in several rows the name under which it stood already."""
    names = problem.names or (problem.column,)
    return next((name for name in names if case.was(check, name)), names[0])


def _joined(places: Iterable[Place]) -> tuple[Place, ...]:
    """Single cells under each other as one run."""
    runs: list[Place] = []
    for place in sorted(set(places), key=lambda p: (p.tab, p.column, p.row)):
        last = runs[-1] if runs else None
        if last and (last.sheet_id, last.column, last.end_column, last.end_row) == (
            place.sheet_id,
            place.column,
            place.end_column,
            place.row,
        ):
            runs[-1] = Place(last.sheet_id, last.tab, last.row, last.column, place.end_row, last.end_column)
        else:
            runs.append(place)
    return tuple(runs)
