"""R. Reconciliation with the ledger that the Actuals were exported from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.checks.case import Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found
from app.checks.wording import counted
from app.project.problem import ProblemKind

ERROR = Severity.ERROR
_ENTRY = {  # rows of Actuals that the reader left out
    ProblemKind.MISSING_FIELD,
    ProblemKind.NOT_A_NUMBER,
    ProblemKind.AMBIGUOUS_NUMBER,
    ProblemKind.NUMBER_TOO_LARGE,
    ProblemKind.NOT_A_DATE,
    ProblemKind.FORMULA_ERROR,
    ProblemKind.UNKNOWN_CURRENCY,
}


@check(
    "R1",
    title="The sheet is not what the ledger says",
    rule="Cost booked up to the status date differs from the ledger's own total, to the cent",
    severities=(ERROR,),
    wants="Ledger total in Settings",
    has=lambda case: case.project.settings.ledger_total is not None,
)
def r1_sheet_is_not_the_ledger(case: Case) -> Iterator[Found]:
    """Actual cost against the control total; what has no price counts as missing."""
    total = float(case.project.settings.ledger_total or 0)
    gap = case.ac - total
    if abs(gap) <= 0.01 * case.say.scale + 1e-6:
        return
    yield Found(
        severity=ERROR,
        figure=f"{case.say.money(case.ac)} here, {case.say.amount(total)} in the ledger: "
        f"{case.say.amount(abs(gap))} {'too much' if gap > 0 else 'missing'}",
        threshold="0.01",
        places=case.setting("ledger_total"),
        stake=abs(gap),
        remedy=f"Export the Actuals again: {case.say.money(abs(gap))} "
        f"{'stands here alone' if gap > 0 else 'is in the ledger alone'}. Do not publish before they agree.",
    )


@check(
    "R5",
    title="Debits are not credits",
    rule="Within one document the debits and the credits of the Actuals do not come to the same",
    severities=(ERROR,),
    wants="Debit and Credit columns in the Actuals",
    has=lambda case: case.ledger.debit is not None and case.ledger.credit is not None,
)
def r5_debits_and_credits(case: Case) -> Iterator[Found]:
    """Documents that hold both sides; an export of one side alone says nothing."""
    ledger = case.ledger
    if ledger.debit is None or ledger.credit is None:
        return
    documents = {name: code for code, name in enumerate(dict.fromkeys(ledger.documents))}
    which = np.array([documents[name] for name in ledger.documents], np.int64)
    debit, credit = (np.bincount(which, side, len(documents)) for side in (ledger.debit, ledger.credit))
    gap = debit - credit
    for name, code in documents.items():
        if not name.strip() or not debit[code] or not credit[code] or abs(gap[code]) < 1:
            continue
        rows = ledger.row[which == code]
        off = case.say.money(abs(float(gap[code])))
        yield Found(
            severity=ERROR,
            figure=f"{name}: debit {case.say.money(float(debit[code]))}, "
            f"credit {case.say.amount(float(credit[code]))}",
            threshold="0",
            places=case.cells("actuals", rows, "debit"),
            subject=name,
            stake=abs(float(gap[code])),
            remedy=f"Export {name} again: a row of {off} is missing or wrong.",
        )


@check(
    "R7",
    title="The export is short",
    rule="The Actuals hold fewer rows than the export says it has",
    severities=(ERROR,),
    wants="Ledger rows in Settings",
    has=lambda case: case.project.settings.ledger_rows is not None,
)
def r7_short_export(case: Case) -> Iterator[Found]:
    """Entries in the tab, those that could not be read among them, against the export's own count."""
    wanted = round(case.project.settings.ledger_rows or 0)
    source = case.project.sources.get("actuals")
    unread = {
        row
        for problem in case.problems
        if problem.left_out and problem.kind in _ENTRY
        for place in problem.places
        if source and place.sheet_id == source.sheet_id and place.row > source.header_row
        for row in range(place.row, place.end_row)
    }
    there = len(case.ledger) + len(unread)
    if there >= wanted:
        return
    missing = wanted - there
    mean = case.ac / len(case.ledger) if len(case.ledger) else 0.0
    yield Found(
        severity=ERROR,
        figure=f"{counted(there, 'row')} here, {wanted:,} exported",
        threshold=f"{wanted:,} rows",
        places=case.setting("ledger_rows"),
        stake=abs(missing * mean) or None,
        remedy=f"Export again: {counted(missing, 'row')} did not arrive. Do not publish before they have.",
    )
