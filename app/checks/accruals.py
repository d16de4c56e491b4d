"""M. Accruals: each is either reversed, or replaced by its invoice, and never counted beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.checks.case import Bools, Case
from app.checks.check import check
from app.checks.flag import Severity
from app.checks.found import Found, on_line
from app.checks.limits import Limits, in_days
from app.checks.wording import counted
from app.project.month import label
from app.project.names import folded

RED, AMBER = Severity.RED, Severity.AMBER
_UNDONE = ("reversal", "credit")
_SAME = 0.01  # amounts this near are of one matter, where no document says otherwise


@dataclass(frozen=True, slots=True)
class Accrual:
    """One entry of kind accrual, and the entries that take it back or replace it; indexes into the ledger."""

    entry: int
    reversal: int | None
    invoice: int | None


def has_accruals(case: Case) -> bool:
    """Whether any entry is of that kind."""
    return any(folded(kind) == "accrual" for kind in case.ledger.kinds)


def accruals(case: Case) -> list[Accrual]:
    """Every accrual above zero that counts. Its reversal and its invoice stand on the same line, on the same
    day or later, and share its document; else, as each is usually a document of its own, its amount in one
    currency, to the cent or to 1 %. Each serves one accrual, of several the last before it."""
    ledger = case.ledger
    kinds = [folded(kind) for kind in ledger.kinds]
    counts = case.known & ledger.priced
    of = {name: _entries(case, kinds, (name,), counts) for name in ("accrual", "invoice")}
    back = _entries(case, kinds, _UNDONE, counts)
    negative = [entry for entry in of["accrual"] if ledger.cost[entry] < 0]
    accrued = [entry for entry in of["accrual"] if ledger.cost[entry] > 0]
    reversals = _partners(case, accrued, [*back, *negative])
    invoices = _partners(case, accrued, [entry for entry in of["invoice"] if ledger.cost[entry] > 0])
    return [Accrual(entry, reversals.get(entry), invoices.get(entry)) for entry in accrued]


def _entries(case: Case, kinds: list[str], wanted: tuple[str, ...], counts: Bools) -> list[int]:
    codes = [code for code, kind in enumerate(kinds) if kind in wanted]
    return [int(entry) for entry in np.flatnonzero(np.isin(case.ledger.kind, codes) & counts)]


def _partners(case: Case, accrued: list[int], others: list[int]) -> dict[int, int]:
    """Accrual -> the one of `others` that belongs to it: by document first, then by amount."""
    ledger = case.ledger
    both = [*accrued, *others]
    line, day, amount = (
        dict(zip(both, column[both].tolist(), strict=True))
        for column in (ledger.line, ledger.day, ledger.cost)
    )
    document = {entry: folded(ledger.documents[entry]) for entry in both}
    on_line: dict[int, list[int]] = {}
    for entry in sorted(accrued, key=lambda entry: -day[entry]):  # the last one before a partner is its own
        on_line.setdefault(line[entry], []).append(entry)
    theirs = {(line[entry], document[entry]) for entry in accrued if document[entry]}

    def same_document(entry: int, other: int) -> bool:
        return document[entry] == document[other] != ""

    def same_amount(entry: int, other: int, apart: float = 0.0) -> bool:
        named = (line[other], document[other]) in theirs  # another accrual's, or a second one of its own
        alike = abs(abs(amount[other]) - amount[entry]) <= apart * amount[entry]
        return alike and not named and bool(ledger.currency[entry] == ledger.currency[other])

    def near_amount(entry: int, other: int) -> bool:
        return same_amount(entry, other, _SAME)

    found: dict[int, int] = {}
    left = sorted(others, key=lambda other: day[other])
    for belongs in (same_document, same_amount, near_amount):
        for other in left:
            for entry in on_line.get(line[other], ()):
                if entry not in found and day[entry] <= day[other] and belongs(entry, other):
                    found[entry] = other
                    break
        taken = set(found.values())
        left = [other for other in left if other not in taken]
    return found


@check(
    "M9",
    title="An accrual was not reversed",
    rule="An accrual has neither invoice nor reversal though the month after it is closed",
    severities=(RED,),
    wants="entries of type accrual",
    has=has_accruals,
)
def m9_not_reversed(case: Case) -> Iterator[Found]:
    """Accruals that stay in actual cost beyond the month they were taken back in."""
    for accrual in accruals(case):
        if accrual.reversal is None and accrual.invoice is None and _next_closed(case, accrual):
            month = int(case.ledger.month[accrual.entry])
            cost = case.cost_of(np.array([accrual.entry]))
            yield _about(
                case,
                accrual,
                severity=RED,
                figure=f"{case.say.money(cost)} accrued in {label(month)}, not reversed in "
                f"{label(month + 1)}",
                threshold=label(month + 1),
                stake=cost,
                remedy=f"Reverse {case.say.money(cost)} in {label(case.monthly.closed_before)}, or book its "
                "invoice.",
            )


@check(
    "M10",
    title="An old accrual",
    rule="An accrual has neither invoice nor reversal after more than {age}",
    severities=(AMBER,),
    limits={"age": in_days(45)},
    wants="entries of type accrual",
    has=has_accruals,
)
def m10_old_accrual(case: Case, at: Limits) -> Iterator[Found]:
    """Accruals whose month after is still open, so that M9 says nothing of them yet."""
    for accrual in accruals(case):
        age = case.today.toordinal() - int(case.ledger.day[accrual.entry])
        open_still = accrual.reversal is None and accrual.invoice is None and not _next_closed(case, accrual)
        if open_still and age > at["age"]:
            cost = case.cost_of(np.array([accrual.entry]))
            yield _about(
                case,
                accrual,
                severity=AMBER,
                figure=f"{case.say.money(cost)} accrued {counted(age, 'day')} ago, no invoice",
                threshold=at.text("age"),
                stake=cost,
                remedy=f"Ask the vendor for the invoice, or release {case.say.money(cost)}: actual cost "
                f"falls by "
                "it.",
            )


@check(
    "M11",
    title="An accrual and its invoice",
    rule="An accrual and the invoice it stood for both count, and nothing reverses the accrual",
    severities=(RED,),
    wants="entries of type accrual",
    has=has_accruals,
)
def m11_accrual_and_invoice(case: Case) -> Iterator[Found]:
    """The same cost twice."""
    for accrual in accruals(case):
        if accrual.invoice is not None and accrual.reversal is None:
            cost = case.cost_of(np.array([accrual.entry]))
            invoice = accrual.invoice
            named = case.ledger.documents[invoice].strip()
            yield _about(
                case,
                accrual,
                invoice,
                severity=RED,
                figure=f"{case.say.money(cost)} accrued, and "
                f"{case.say.amount(case.cost_of(np.array([invoice])))} invoiced"
                + (f" as {named}" if named else ""),
                threshold="one of the two",
                stake=cost,
                remedy=f"Reverse the accrual: actual cost falls by {case.say.money(cost)}.",
            )


def _next_closed(case: Case, accrual: Accrual) -> bool:
    return int(case.ledger.month[accrual.entry]) + 1 < case.monthly.closed_before


def _about(
    case: Case,
    accrual: Accrual,
    *others: int,
    severity: Severity,
    figure: str,
    threshold: str,
    stake: float,
    remedy: str,
) -> Found:
    line = int(case.ledger.line[accrual.entry])
    rows = case.ledger.row[[accrual.entry, *others]]
    found = on_line(
        case,
        line,
        severity=severity,
        figure=figure,
        threshold=threshold,
        places=case.cells("actuals", rows, "cost"),
        stake=stake,
        remedy=remedy,
    )
    named = case.ledger.documents[accrual.entry].strip()
    day = case.today.fromordinal(int(case.ledger.day[accrual.entry]))
    return found._replace(subject=f"{found.subject} {named or day}")
