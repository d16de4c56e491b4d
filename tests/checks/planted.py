"""One fault a check, planted in the clean workbook of 300 lines: what is changed, and where it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from app.checks.history import ReportedMonth
from app.memory import Previous
from app.project.place import column_letters
from app.workbook.book import CellError
from tests.support.reference import (
    MONTHLY,
    YEARLY,
    Reference,
    Run,
    key,
    last,
    person,
    reference,
    run,
)

Y, B = "Y.25.1", "B.2"  # a line that runs all year, a line that is bought
JUNE = date(2026, 6, 26)


def _nothing(_ref: Reference) -> None:
    """The clean workbook as it is."""


@cache
def _told_when_clean(month: int) -> list[tuple[str, str]]:
    return run(reference(month)).told


@dataclass(frozen=True)
class Plant:
    """`fault` changes the workbook and says the cell. `base` is there with and without it. `months`: month
    ends reported before; `earlier` changes their workbooks, `memory` what is remembered of them."""

    fault: Callable[[Reference], str]
    month: int = 6
    months: int = 0
    base: Callable[[Reference], None] = _nothing
    earlier: Callable[[Reference, int], None] = lambda _ref, _month: None
    memory: Callable[[Previous], Previous] = lambda previous: previous

    def sound(self) -> Reference:
        """The workbook without the fault."""
        made = reference(self.month)
        self.base(made)
        return made

    def before(self, *, spoilt: bool) -> Previous | None:
        """What is remembered of the month ends before; `spoilt` as the fault wants them."""
        found: Previous | None = None
        for month in range(self.month - self.months, self.month):
            made = reference(month)
            self.base(made)
            if spoilt:
                self.earlier(made, month)
            found = run(made, found).memory
        return self.memory(found) if found and spoilt else found

    def told_when_sound(self) -> list[tuple[str, str]]:
        """What the workbook gives without the fault."""
        if self.months or self.base is not _nothing:
            return run(self.sound(), self.before(spoilt=False)).told
        return _told_when_clean(self.month)

    def planted(self) -> tuple[Run, str]:
        """The run with the fault, and the cell."""
        made = self.sound()
        cell = self.fault(made)
        return run(made, self.before(spoilt=True)), cell


def entry(ref: Reference, **values: object) -> int:
    """A further entry on the all-year line; its index."""
    ref.rows["actuals"].append({"date": JUNE, "line": Y, "approved": True, **values})
    return len(ref.rows["actuals"]) - 1


def worked(ref: Reference, **values: object) -> int:
    """An hour of the line's owner, or what is given."""
    return entry(ref, **{"person": person(25), "hours": 1.0, "type": "time", "document": "EXTRA", **values})


def bought(ref: Reference, **values: object) -> int:
    """An invoice on the bought line."""
    return entry(ref, **{"line": B, "type": "invoice", "cost": 500.0, **values})


def at(ref: Reference, field: str, index: int) -> str:
    """A cell of the Actuals."""
    return ref.cell("actuals", field, index)


def booked(ref: Reference, line: str, month: int) -> int:
    """Index of a line's entry in a month."""
    return next(
        n for n, row in enumerate(ref.rows["actuals"]) if row["line"] == line and row["date"].month == month
    )


def spoil_entry(field: str, value: object) -> Callable[[Reference], str]:
    """One field of an entry of June."""

    def fault(ref: Reference) -> str:
        index = booked(ref, Y, 6)
        ref.rows["actuals"][index][field] = value
        return at(ref, field, index)

    return fault


def more_work(field: str, **values: object) -> Callable[[Reference], str]:
    """A further hour, told at `field`."""
    return lambda ref: at(ref, field, worked(ref, **values))


def on_line(field: str, value: object, line: str = Y) -> Callable[[Reference], str]:
    """One field of a budget line."""

    def fault(ref: Reference) -> str:
        ref.row("budget", line=line)[field] = value
        return ref.cell("budget", field, line=line)

    return fault


def in_plan(line: str, month: int, hours: object) -> Callable[[Reference], str]:
    """One cell of the Resource plan."""

    def fault(ref: Reference) -> str:
        ref.row("resource_plan", line=line)[key(month)] = hours
        return ref.cell("resource_plan", key(month), line=line)

    return fault


def setting(name: str, value: object) -> Callable[[Reference], str]:
    """One setting."""

    def fault(ref: Reference) -> str:
        ref.setting(name, value)
        return ref.cell("settings", name)

    return fault


def in_tab(
    tab: str, field: str, value: object, told: str = "", **which: object
) -> Callable[[Reference], str]:
    """One field of a row of another tab."""

    def fault(ref: Reference) -> str:
        ref.row(tab, **which)[field] = value
        return ref.cell(tab, told or field, **which)

    return fault


def new_line(told: str, **values: object) -> Callable[[Reference], str]:
    """A further budget line."""

    def fault(ref: Reference) -> str:
        ref.rows["budget"].append(
            {"line": "N.1", "title": "New", "phase": "All year", "owner": person(1), **values}
        )
        return ref.cell("budget", told, line="N.1")

    return fault


def then(*steps: Callable[[Reference], object]) -> Callable[[Reference], str]:
    """Several changes that are one fault; the last one says the cell."""

    def fault(ref: Reference) -> str:
        cell: object = ""
        for step in steps:
            cell = step(ref)
        return str(cell)

    return fault


def without_price(ref: Reference) -> None:
    """A firm that gives no price, so that a cost is not told as a margin as well."""
    for name in ("contract_price", "billed_to_date", "baseline_margin", "margin_floor", "commercial_model"):
        ref.setting(name, None)


def planned_by(factor: float, after: int = 6) -> Callable[[Reference], str]:
    """Every planned hour still to come."""

    def fault(ref: Reference) -> str:
        for row in ref.rows["resource_plan"]:
            for month in range(after + 1, 13):
                if row.get(key(month)):
                    row[key(month)] *= factor
        return ref.heading("resource_plan", "line")

    return fault


def worked_by(factor: float, months: tuple[int, ...], people: tuple[int, ...]) -> Callable[[Reference], str]:
    """Every booked hour of some months and people."""

    def fault(ref: Reference) -> str:
        names = {person(number) for number in people}
        for row in ref.rows["actuals"]:
            if row.get("person") in names and row["date"].month in months:
                row["hours"] *= factor
        return ref.heading("budget", "cost")

    return fault


def all_year_progress(factor: float) -> Callable[[Reference], str]:
    """The progress of every line that runs all year."""

    def fault(ref: Reference) -> str:
        for row in ref.rows["budget"]:
            if str(row["line"]).startswith("Y."):
                row["progress"] *= factor
        return ref.cell("budget", "progress", line=f"Y.{YEARLY[6]}.1")

    return fault


def remembered(change: Callable[[ReportedMonth], ReportedMonth]) -> Callable[[Previous], Previous]:
    """What the month ends before are remembered by."""

    def memory(previous: Previous) -> Previous:
        history = tuple(change(month) for month in previous.run.history)
        return replace(previous, run=replace(previous.run, history=history))

    return memory


def _duplicate(ref: Reference) -> str:
    index = booked(ref, Y, 6)
    ref.rows["actuals"].append(dict(ref.rows["actuals"][index]))
    return at(ref, "date", index)


def _total_row(ref: Reference) -> str:
    hours = sum(row.get("hours") or 0.0 for row in ref.rows["actuals"])
    ref.rows["actuals"].append({"person": "Total", "hours": hours})
    return at(ref, "line", len(ref.rows["actuals"]) - 1)


def _planned_early(ref: Reference) -> str:
    row = ref.row("budget", line=Y)
    row[key(1)] += 0.55 * row["cost"]
    row[key(12)] -= 0.55 * row["cost"]
    return ref.cell("budget", "cost", line=Y)


def _heavy_milestones(ref: Reference) -> str:
    ref.row("budget", line=Y)["rule"] = "milestones"
    for number in (8, 9):
        ref.rows["milestones"].append(
            {"milestone": f"M{number}", "title": "Part", "line": Y, "weight": 0.8, "baseline": last(5),
             "actual": last(5), "owner": person(1)}
        )  # fmt: skip
    return ref.cell("budget", "progress", line=Y)


def _no_bookings(*months: int) -> Callable[[Reference], str]:
    def fault(ref: Reference) -> str:
        ref.rows["actuals"] = [
            row for row in ref.rows["actuals"] if row["line"] != Y or row["date"].month not in months
        ]
        return ref.cell("budget", "progress" if len(months) > 2 else "line", line=Y)

    return fault


def _half_earned(ref: Reference, month: int) -> None:
    """In the month before, work to come counted half on its start."""
    for row in ref.rows["budget"]:
        if row["progress"] == 0.0:
            row |= {"rule": "50/50", "actual_start": last(month)}


def _priced_budgets(ref: Reference) -> str:
    bac = sum(row["cost"] for row in ref.rows["budget"])
    ref.setting("contract_price", bac - 10_000)
    ref.setting("billed_to_date", bac / 2)
    return ref.heading("budget", "cost")


def _loss(ref: Reference) -> str:
    ref.setting("contract_price", 3_600_000)
    ref.setting("billed_to_date", 1_800_000)
    return ref.cell("settings", "contract_price")


def _no_target(ref: Reference) -> None:
    ref.setting("baseline_margin", None)
    ref.setting("margin_floor", None)


def _helper(ref: Reference) -> str:
    ref.rows["rate_card"].append({"person": "Helper", "cost_rate": 90.0, "unit": "hour"})
    hours = {key(month): 45.0 for month in range(7, 13)}
    ref.rows["resource_plan"].append({"person": "Helper", "line": Y, **hours})
    return ref.cell("budget", "cost", line=Y)


def _busy_june(ref: Reference) -> str:
    worked_by(1.12, (6,), (*MONTHLY, *YEARLY))(ref)
    return ref.cell("budget", "cost", line="6.09")


def _old_rate(ref: Reference) -> str:
    new_line("cost", start=date(2026, 8, 1), finish=last(12), hours=4000.0, cost=360_000.0, progress=0.0)(ref)
    ref.row("budget", line="N.1")["owner"] = person(25)
    ref.rows["rate_card"].append(
        {"person": person(25), "cost_rate": 120.0, "unit": "hour", "effective_from": date(2026, 7, 1)}
    )
    return ref.cell("budget", "cost", line="N.1")


def _no_november(ref: Reference) -> str:
    ref.rows["actuals"] = [row for row in ref.rows["actuals"] if row["date"].month != 11]
    return ref.heading("actuals", "date")


def _twice_in_two_currencies(ref: Reference) -> str:
    index = bought(ref, cost=1000.0, currency="USD", document="R-77")
    bought(ref, cost=900.0, document="R-77")
    return at(ref, "cost", index)


def _order(told: str, **values: object) -> Callable[[Reference], str]:
    def fault(ref: Reference) -> str:
        ref.rows["purchase_orders"].append({"order": "PO-2", "vendor": "Other", "owner": person(1), **values})
        return ref.cell("purchase_orders", told, order="PO-2")

    return fault


def _change(told: str, **values: object) -> Callable[[Reference], str]:
    def fault(ref: Reference) -> str:
        ref.rows["change_orders"].append({"order": "CO-2", "title": "More", **values})
        return ref.cell("change_orders", told, order="CO-2")

    return fault


def _accrued(month: int, told: str = "cost", **values: object) -> Callable[[Reference], str]:
    day = date(2026, month, 5)
    return lambda ref: at(ref, told, bought(ref, date=day, type="accrual", document="ACC-1", **values))


def _accrued_and_invoiced(ref: Reference) -> str:
    cell = _accrued(5)(ref)
    bought(ref, document="ACC-1")
    return cell


def _planned_more_in_june(ref: Reference) -> str:
    for row in ref.rows["resource_plan"]:
        if str(row["line"]).startswith("6."):
            row[key(6)] = 112.0
    return ref.cell("resource_plan", key(6), line="6.01")


def _raise_in_the_past(ref: Reference) -> str:
    ref.row("rate_card", person=person(1))["cost_rate"] += 3
    return ref.cell("rate_card", "cost_rate", person=person(1))


def _ledger(total_more: float = 0.0, rows_more: int = 0) -> Callable[[Reference], str]:
    def fault(ref: Reference) -> str:
        if rows_more:
            ref.setting("ledger_rows", len(ref.rows["actuals"]) + rows_more)
            return ref.cell("settings", "ledger_rows")
        rates = {row["person"]: row["cost_rate"] for row in ref.rows["rate_card"]}
        total = sum(row.get("cost") or row["hours"] * rates[row["person"]] for row in ref.rows["actuals"])
        ref.setting("ledger_total", total + total_more)
        return ref.cell("settings", "ledger_total")

    return fault


def _one_side_short(ref: Reference) -> str:
    index = entry(ref, line=B, debit=100.0, document="J-9", type="invoice")
    entry(ref, line=B, credit=90.0, document="J-9", type="credit")
    return at(ref, "debit", index)


def _stuck(ref: Reference, _month: int) -> None:
    ref.row("budget", line=Y)["progress"] = 0.5


def _untouched(ref: Reference, month: int) -> None:
    _stuck(ref, month)
    ref.row("resource_plan", line=Y).update({key(m): None for m in range(4, 7)})


def _rewritten(ref: Reference) -> str:
    index = booked(ref, Y, 4)
    ref.rows["actuals"][index]["hours"] += 5
    return at(ref, "date", index)


def _no_timesheet(ref: Reference) -> str:
    ref.rows["actuals"] = [
        row for row in ref.rows["actuals"] if row.get("person") != person(25) or row["date"].month != 6
    ]
    return ref.cell("resource_plan", key(6), line=Y)


def _second_answers(ref: Reference) -> str:
    ref.rows["stakeholders"][1]["part"] = "A"
    return ref.cell("stakeholders", "part", 0)


def own_columns(ref: Reference) -> None:
    """Spent, Remaining (a formula) and Used (typed) beside every budget line."""
    ref.more_headings["budget"] = ["Spent by us", "Remains", "Used share"]
    first = ref.column("budget", "Spent by us")
    cost, spent_at = column_letters(ref.column("budget", "cost")), column_letters(first)
    for index, row in enumerate(ref.rows["budget"]):
        spent = round(row["cost"] * (0.2 + 0.001 * (index % 7)), 2)
        ref.typed["budget", index + 1, first] = spent
        ref.typed["budget", index + 1, first + 1] = row["cost"] - spent
        ref.formulas["budget", index + 1, first + 1] = f"={cost}{index + 2}-{spent_at}{index + 2}"
        ref.typed["budget", index + 1, first + 2] = round(spent / row["cost"], 4)


def _own(ref: Reference, heading: str, value: object, formula: str | None = None) -> str:
    column = ref.column("budget", heading)
    ref.typed["budget", 5, column] = value
    ref.formulas.pop(("budget", 5, column), None)
    if formula:
        ref.formulas["budget", 5, column] = formula
    return f"Budget!{column_letters(column)}6"


def _typed_over(ref: Reference) -> str:
    return _own(ref, "Remains", 12.0)


def _broken(ref: Reference) -> str:
    shown = ref.typed["budget", 5, ref.column("budget", "Remains")]
    return _own(ref, "Remains", shown, "=IFERROR(H6-#REF!,1)")


def _other_formula(ref: Reference) -> str:
    return _own(ref, "Remains", 12.0, "=H6-100")


def _upside_down(ref: Reference) -> str:
    share = ref.typed["budget", 5, ref.column("budget", "Used share")]
    return _own(ref, "Used share", round(1 / share, 4))


def _moving(ref: Reference) -> str:
    column = ref.column("risks_and_actions", "due")
    ref.formulas["risks_and_actions", 1, column] = "=TODAY()+30"
    return ref.cell("risks_and_actions", "due", 0)


def _hidden(ref: Reference) -> str:
    ref.hidden["budget"] = {5, 6}
    return f"{ref.cell('budget', 'line', 4)}:A7"


def _short_total(ref: Reference) -> str:
    row, column = len(ref.rows["budget"]) + 1, ref.column("budget", "cost")
    shown = sum(line["cost"] for line in ref.rows["budget"][:-2])
    ref.typed["budget", row, 1] = "Total"
    ref.typed["budget", row, column] = shown
    letter = column_letters(column)
    ref.formulas["budget", row, column] = f"=SUM({letter}2:{letter}{row - 2})"
    return f"Budget!{letter}{row + 1}"


def _mid_july(ref: Reference) -> None:
    ref.setting("status_date", date(2026, 7, 30))
    for row in ref.rows["resource_plan"]:
        if str(row["line"]).startswith("7."):
            row[key(7)] = None


def _dear_start(ref: Reference) -> str:
    worked_by(1.25, (1,), MONTHLY)(ref)
    worked_by(1.25, (2,), (*MONTHLY, *YEARLY))(ref)
    return ref.cell("budget", "cost", line="1.09")


def _cheap_start(ref: Reference) -> str:
    worked_by(0.35, (1, 2), MONTHLY)(ref)
    return ref.heading("budget", "progress")


def _hopeful(ref: Reference) -> str:
    """4 % dearer so far, and the rest planned so cheap that it all comes to less than the budget."""
    worked_by(1.13, (1, 2), MONTHLY)(ref)
    return planned_by(0.96, after=4)(ref)


def _late(part: float, hours: float, months: tuple[int, ...]) -> Callable[[Reference], str]:
    def fault(ref: Reference) -> str:
        worked_by(hours, months, YEARLY)(ref)
        return all_year_progress(part)(ref)

    return fault


def _uneven_burn(ref: Reference) -> str:
    worked_by(0.88, (1, 2, 3), MONTHLY)(ref)
    return worked_by(1.12, (4, 5, 6), MONTHLY)(ref)


PLANTS: dict[str, Plant] = {
    "A1": Plant(spoil_entry("date", None)),
    "A2": Plant(_duplicate),
    "A3": Plant(spoil_entry("hours", "TBD")),
    "A4": Plant(more_work("hours", hours=-5.0)),
    "A5": Plant(lambda ref: at(ref, "date", bought(ref, date=date(2025, 12, 18)))),
    "A6": Plant(more_work("date", date=date(2026, 7, 3))),
    "A7": Plant(more_work("period", period=date(2026, 5, 1))),
    "A8": Plant(more_work("line", line="Y.99.1")),
    "A9": Plant(more_work("hours", person="A stranger")),
    "A10": Plant(lambda ref: at(ref, "cost", bought(ref, currency="GBP"))),
    "A11": Plant(on_line("hours", 12.5, "9.05")),
    "A12": Plant(spoil_entry("hours", CellError("#REF!"))),
    "A13": Plant(_total_row),
    "B1": Plant(lambda ref: ref.heading("budget", "progress"), months=1, earlier=_half_earned),
    "B2": Plant(_planned_early),
    "B3": Plant(_heavy_milestones),
    "B4": Plant(then(on_line(key(8), 9999.0), lambda ref: ref.cell("budget", "cost", line=Y))),
    "B5": Plant(_no_bookings(*range(1, 7))),
    "B6": Plant(on_line("progress", None)),
    "B7": Plant(more_work("date", line="2.05", person=person(5))),
    "B8": Plant(in_plan("3.05", 8, 10.0)),
    "B9": Plant(then(in_plan("9.05", 9, 0.0), lambda ref: ref.cell("budget", "cost", line="9.05"))),
    "B10": Plant(in_plan("9.05", 9, -50.0)),
    "B13": Plant(then(new_line("cost", cost=0, start=last(5), finish=last(12), progress=0.1),
                      lambda ref: bought(ref, line="N.1", cost=200.0),
                      lambda ref: ref.cell("budget", "cost", line="N.1"))),
    "B14": Plant(new_line("start", cost=500.0, progress=0.0)),
    "B15": Plant(on_line("progress", -0.1)),
    "B16": Plant(_priced_budgets),
    "B17": Plant(on_line("progress", 0.7), base=lambda ref: ref.row("budget", line=Y).update(rule="effort")),
    "B18": Plant(then(lambda ref: bought(ref, line=Y, cost=13_000.0, document="R-13"),
                      lambda ref: ref.cell("budget", "progress", line=Y)), months=2, earlier=_stuck),
    "B19": Plant(_rewritten, months=1),
    "B20": Plant(on_line("cost", 9500.0, "9.05"), months=1),
    "V1": Plant(then(planned_by(1.12), lambda ref: ref.cell("budget", "cost", line="Y.29.1")),
                base=without_price),
    "V2": Plant(_dear_start, base=without_price),
    "V3": Plant(_cheap_start, base=without_price),
    "V5": Plant(_helper),
    "V6": Plant(_busy_june),
    "V7": Plant(then(on_line("revenue", 5_000_000.0), lambda ref: ref.cell("settings", "contract_price"))),
    "C1": Plant(planned_by(0.94), base=without_price),
    "C2": Plant(planned_by(0.88), base=without_price),
    "C3": Plant(_hopeful, month=4, base=without_price),
    "C4": Plant(lambda ref: ref.heading("resource_plan", "line"), months=2,
                memory=remembered(lambda month: replace(month, cpi=0.93))),
    "C5": Plant(lambda ref: ref.heading("budget", "cost"), months=1,
                memory=lambda old: replace(old, run=replace(old.run, eac=(old.run.eac or 0) * 0.94))),
    "C7": Plant(_order("value", line="2.05", value=5000.0)),
    "C8": Plant(in_plan("9.05", 9, 190.0)),
    "C9": Plant(in_plan(Y, 9, None)),
    "C10": Plant(new_line("finish", cost=1_500_000.0, other_cost=1_500_000.0, start=date(2026, 12, 1),
                          finish=last(12), progress=0.0), base=without_price),
    "C11": Plant(then(in_plan("9.05", 10, 10.0), lambda ref: ref.cell("budget", "finish", line="9.05"))),
    "C12": Plant(_old_rate, base=without_price),
    "D1": Plant(_late(0.80, 0.93, (1,)), month=1),
    "D2": Plant(then(planned_by(1.03), _late(0.82, 0.93, tuple(range(1, 7))),
                     lambda ref: ref.cell("settings", "finish")), base=without_price),
    "D3": Plant(in_tab("milestones", "actual", None, "baseline", milestone="M1")),
    "E1": Plant(setting("margin_floor", 0.25)),
    "E2": Plant(setting("baseline_margin", 0.2215)),
    "E3": Plant(_loss, base=_no_target),
    "E4": Plant(setting("billed_to_date", 1_700_000)),
    "E6": Plant(then(in_tab("change_orders", "approver", None, order="CO-1"),
                     in_tab("change_orders", "approved_on", None, "status", order="CO-1"))),
    "E7": Plant(_no_november, month=11),
    "E10": Plant(_uneven_burn, base=without_price),
    "E13": Plant(_twice_in_two_currencies),
    "E14": Plant(in_tab("invoices", "raised", None, invoice="R-1")),
    "M2": Plant(lambda ref: ref.cell("settings", "status_date"), months=1,
                memory=lambda old: replace(old, run=replace(old.run, status_date=last(7)))),
    "M3": Plant(then(in_tab("invoices", "raised", date(2026, 8, 20), title="Live"),
                     lambda ref: ref.cell("settings", "status_date"))),
    "M4": Plant(spoil_entry("approved", False)),
    "M5": Plant(setting("ledger_closed", last(5)), base=lambda ref: ref.setting("ledger_closed", last(6))),
    "M6": Plant(more_work("date", date=date(2026, 5, 20), period=date(2026, 6, 1))),
    "M8": Plant(_planned_more_in_june),
    "M9": Plant(_accrued(5)),
    "M10": Plant(_accrued(6), month=7, base=_mid_july),
    "M11": Plant(_accrued_and_invoiced),
    "M12": Plant(_order("invoiced", line="2.05", value=1000.0, invoiced=21_000.0)),
    "M13": Plant(_order("valid_until", line=B, value=24_000.0, valid_until=last(9))),
    "M14": Plant(_change("status", status="pending", raised=date(2026, 3, 1), price=2000.0)),
    "M15": Plant(_change("cost", status="approved", approved_on=last(4), approver="Client board",
                         cost=1000.0, line=Y, phasing="explicit")),
    "M16": Plant(_raise_in_the_past, months=1),
    "M17": Plant(setting("approved_changes", 5000.0)),
    "R1": Plant(_ledger(100.0), base=lambda ref: void(_ledger()(ref))),
    "R3": Plant(more_work("line", line="Y.99.1"), base=lambda ref: ref.setting("A8.off", 1)),
    "R4": Plant(_no_bookings(5, 6)),
    "R5": Plant(_one_side_short),
    "R6": Plant(_short_total),
    "R7": Plant(_ledger(rows_more=3)),
    "P1": Plant(_no_timesheet),
    "P2": Plant(in_tab("risks_and_actions", "due", date(2026, 5, 29), item="A-1")),
    "P3": Plant(on_line("owner", None, "9.05")),
    "P4": Plant(lambda ref: ref.cell("budget", "progress", line=Y), months=2, earlier=_untouched),
    "P6": Plant(_second_answers),
    "P7": Plant(in_tab("risks_and_actions", "due", None, item="A-1")),
    "S1": Plant(setting("V9.amber", 0.2)),
    "T1": Plant(_typed_over, base=own_columns),
    "T2": Plant(_broken, base=own_columns),
    "T3": Plant(_hidden),
    "T4": Plant(on_line("progress", 50.0)),
    "T5": Plant(_other_formula, base=own_columns),
    "T6": Plant(_upside_down, base=own_columns),
    "T7": Plant(_moving),
    "T8": Plant(then(on_line("phase", "Other income", "9.05"),
                     lambda ref: ref.cell("budget", "cost", line="9.05"))),
}  # fmt: skip


def void(_value: object) -> None:
    """Nothing: a change is made for its effect."""
