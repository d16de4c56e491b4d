"""Posted costs from the general ledger: `transaction`, its lines, and what they post to which account.

Amounts are debit less credit of cost accounts, so a cost is positive as it is. They are of the primary
accounting book, in the currency of the subsidiary. A booking counts in the month of its posting period, not
of its date; while the period is open it is preliminary. A document is named by NetSuite's internal number
(`NS-48213/2`), which stays when it is renumbered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import NetSuiteNotSetUp, NetSuiteNotWhole
from app.google.deadline import Deadline
from app.intake.bookings.booking import Booking, ControlTotal
from app.intake.netsuite.fields import Fields, columns_of
from app.intake.netsuite.paging import Query, Window, decimal_of, read_all
from app.intake.netsuite.sight import Sight
from app.intake.netsuite.source import Part, day_of, one_of, projects_of, summed
from app.intake.netsuite.suiteql import Row, SuiteQL
from app.project.month import month_of

COSTS = ("COGS", "Expense", "OthExpense")
JOINED = (
    "FROM transaction t JOIN transactionline tl ON tl.transaction = t.id "
    "JOIN transactionaccountingline tal ON tal.transaction = tl.transaction AND tal.transactionline = tl.id"
)
TABLES = {"t": "transaction", "tl": "transactionline", "tal": "transactionaccountingline"}
APPROVED = "2"
MOST_TESTED = 900  # documents; a list in SuiteQL holds 1,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What this account has, and not all have. `book`: the primary accounting book, "" where it is alone."""

    subsidiaries: bool
    approval: bool
    book: str


class Ledger:
    """`currency`: of the amounts, where the account has no subsidiaries that say it; "" not known."""

    def __init__(self, suiteql: SuiteQL, sight: Sight, fields: Fields, *, currency: str) -> None:
        self._suiteql, self._sight, self._fields, self._currency = suiteql, sight, fields, currency

    @property
    def projects(self) -> Query:
        """Each `id` of a project with its `name`."""
        field = self._fields["project"]
        return projects_of(field, TABLES[field.table])

    def look(self, deadline: Deadline) -> tuple[str, ...]:
        """What of use the role can't see."""
        return _not_seen(self._shape(deadline))

    def read(self, projects: Sequence[str], window: Window, *, now: datetime, deadline: Deadline) -> Part:
        """Their posted costs. Raises a NetSuiteError, also where debits and credits of a document differ."""
        shape = self._shape(deadline)
        found = read_all(self._suiteql, self._query(shape, projects), window, now=now, deadline=deadline)
        self._test_join(shape, sorted({row.get("doc", "") for row in found.rows}), deadline)
        bookings = _bookings(found.rows, self._currency)
        open_periods = sum(row.get("closed") != "T" for row in found.rows)
        remarks = [f"{open_periods:,} bookings are in periods that are still open"] if open_periods else []
        control = ControlTotal(
            row=0, label="NetSuite's ledger", stated=found.stated, counted=summed(bookings)
        )
        return Part(bookings=bookings, control=control, remarks=(*remarks, *_not_seen(shape)))

    def _shape(self, deadline: Deadline) -> Shape:
        see, fields = self._sight.columns, self._fields
        header = {"id", "posting", "postingperiod", "lastmodifieddate", "trandate"}
        posted = {"transaction", "transactionline", "account", "amount", "debit", "credit"}
        more = see(
            TABLES["t"],
            needed={*header, *columns_of(fields, "t")},
            useful={"approvalstatus"},
            deadline=deadline,
        )
        lines = see(
            TABLES["tl"],
            needed={"transaction", "id", *columns_of(fields, "tl")},
            useful={"subsidiary"},
            deadline=deadline,
        )
        books = see(
            TABLES["tal"],
            needed={*posted, *columns_of(fields, "tal")},
            useful={"accountingbook"},
            deadline=deadline,
        )
        see("account", needed={"id", "accttype"}, deadline=deadline)
        see("accountingperiod", needed={"id", "startdate", "closed"}, deadline=deadline)
        if not lines and not self._currency:
            raise NetSuiteNotSetUp(
                "The ledger shows no subsidiaries, which would tell its currency.",
                mend="Have your administrator set PLUMBLINE_NETSUITE_CURRENCY.",
            )
        if lines:
            see("subsidiary", needed={"id", "currency"}, deadline=deadline)
            see("currency", needed={"id", "symbol"}, deadline=deadline)
        return Shape(
            subsidiaries=bool(lines), approval=bool(more), book=self._primary_book(deadline) if books else ""
        )

    def _primary_book(self, deadline: Deadline) -> str:
        """Where there are several books every line is posted in each: only one may count."""
        self._sight.columns("accountingbook", needed={"id", "isprimary"}, deadline=deadline)
        asked = "SELECT b.id AS id FROM accountingbook b WHERE b.isprimary = 'T' ORDER BY b.id"
        found = self._suiteql.page(asked, deadline=deadline).rows
        if len(found) != 1 or not found[0].get("id", "").isdecimal():
            raise NetSuiteNotWhole("Which accounting book is the primary one can't be told.")
        return found[0]["id"]

    def _query(self, shape: Shape, projects: Sequence[str]) -> Query:
        joined = (
            f"{JOINED} JOIN account a ON a.id = tal.account "
            "JOIN accountingperiod ap ON ap.id = t.postingperiod"
        )
        if shape.subsidiaries:
            joined += (
                " LEFT JOIN subsidiary s ON s.id = tl.subsidiary LEFT JOIN currency c ON c.id = s.currency"
            )
        types = ", ".join(f"'{name}'" for name in COSTS)
        mine = one_of(self._fields["project"], projects)
        where = f"WHERE t.posting = 'T' AND a.accttype IN ({types}) AND {mine}{_in_book(shape)}"
        said = {
            "doc": "t.id",
            "line": "tl.id",
            "account_id": "tal.account",
            "day": "TO_CHAR(t.trandate, 'YYYY-MM-DD')",
            "period": "TO_CHAR(ap.startdate, 'YYYY-MM-DD')",
            "closed": "ap.closed",
            "amount": "tal.amount",
            **{name: f"BUILTIN.DF({field.sql})" for name, field in self._fields.items()},
        }
        if shape.subsidiaries:
            said["currency"] = "c.symbol"
        if shape.approval:
            said["approval"] = "t.approvalstatus"
        asked = ", ".join(f"{sql} AS {name}" for name, sql in said.items())
        return Query(
            rows=lambda window: (
                f"SELECT {asked} {joined} {where}{window.where('t.lastmodifieddate')} "
                "ORDER BY t.id, tl.id, tal.account"
            ),
            count=lambda window: (
                f"SELECT COUNT(*) AS lines, SUM(tal.amount) AS total {joined} {where}"
                f"{window.where('t.lastmodifieddate')}"
            ),
            key=("doc", "line", "account_id"),
            summed="amount",
        )

    def _test_join(self, shape: Shape, documents: Sequence[str], deadline: Deadline) -> None:
        """Each document's debits are its credits, or the tables don't belong together as they were joined."""
        if not documents:
            return
        listed = ", ".join(f"'{one}'" for one in documents[:MOST_TESTED] if one.isdecimal())
        asked = (
            f"SELECT COUNT(*) AS lines, SUM(tal.debit) AS debit, SUM(tal.credit) AS credit {JOINED} "
            f"WHERE t.id IN ({listed}){_in_book(shape)}"
        )
        told = self._suiteql.page(asked, deadline=deadline).rows
        sides = [decimal_of(told[0].get(side, "0")) if told else None for side in ("debit", "credit")]
        if sides[0] is None or sides[0] != sides[1]:
            raise NetSuiteNotWhole(
                f"Debits ({sides[0]}) and credits ({sides[1]}) of the documents differ: lines are missing, "
                "or the role sees a part of them only."
            )


def _not_seen(shape: Shape) -> tuple[str, ...]:
    said = (
        (shape.approval, "the role does not see whether documents are approved: posted ones are taken"),
        (shape.subsidiaries, "the role sees no subsidiaries: amounts are taken to be in the currency set"),
    )
    return tuple(remark for seen, remark in said if not seen)


def _in_book(shape: Shape) -> str:
    return f" AND tal.accountingbook = {shape.book}" if shape.book else ""


def _bookings(rows: Sequence[Row], currency: str) -> tuple[Booking, ...]:
    found, seen = [], set[tuple[str, str]]()
    for at, row in enumerate(rows, 1):
        document, line = row.get("doc", ""), row.get("line", "")
        place = f"Document {document}, line {line}"
        if not (document.isdecimal() and line.isdecimal()) or "amount" not in row:
            raise NetSuiteNotWhole(f"{place} has no number, or no amount.")
        several = (document, line) in seen  # a line that is posted to more than one cost account
        seen.add((document, line))
        found.append(
            Booking(
                row=at,
                document=f"NS-{document}" + (f".{row.get('account_id', '')}" if several else ""),
                number=int(line),
                day=day_of(row, "day", place=place),
                period=month_of(day_of(row, "period", place=place)),
                project=row.get("project", ""),
                task=row.get("task", ""),
                person=row.get("person", ""),
                account=row.get("account", ""),
                amount=decimal_of(row["amount"]),
                currency=row.get("currency", currency),
                approved=row["approval"] == APPROVED if "approval" in row else None,
            )
        )
    return tuple(found)
