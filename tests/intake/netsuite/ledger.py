"""A small company's books in SQLite, as SuiteQL names them. Company, people and projects are invented.

`NAME__df` is what BUILTIN.DF shows of the column NAME.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from tests.intake.netsuite.contract import AS_ASKED

SCHEMA = """
CREATE TABLE "transaction" (id INTEGER, tranid TEXT, trandate TEXT, posting TEXT, postingperiod INTEGER,
    lastmodifieddate TEXT, entity INTEGER, entity__df TEXT, approvalstatus INTEGER);
CREATE TABLE transactionline ("transaction" INTEGER, id INTEGER, entity INTEGER, entity__df TEXT,
    cseg_project INTEGER, cseg_project__df TEXT, class INTEGER, class__df TEXT, subsidiary INTEGER,
    memo TEXT);
CREATE TABLE transactionaccountingline ("transaction" INTEGER, transactionline INTEGER, account INTEGER,
    account__df TEXT, accountingbook INTEGER, amount NUMERIC, debit NUMERIC, credit NUMERIC);
CREATE TABLE account (id INTEGER, accttype TEXT);
CREATE TABLE accountingperiod (id INTEGER, startdate TEXT, closed TEXT);
CREATE TABLE subsidiary (id INTEGER, currency INTEGER);
CREATE TABLE currency (id INTEGER, symbol TEXT);
CREATE TABLE accountingbook (id INTEGER, isprimary TEXT);
CREATE TABLE timebill (id INTEGER, trandate TEXT, timetype TEXT, hours NUMERIC, customer INTEGER,
    customer__df TEXT, casetaskevent INTEGER, casetaskevent__df TEXT, employee INTEGER, employee__df TEXT,
    item INTEGER, item__df TEXT, approvalstatus INTEGER, lastmodifieddate TEXT);
INSERT INTO account VALUES (51, 'Expense'), (52, 'COGS'), (20, 'AcctPay'), (41, 'Income');
INSERT INTO accountingperiod VALUES (1, '2026-01-01', 'T'), (2, '2026-02-01', 'T'), (3, '2026-03-01', 'F');
INSERT INTO subsidiary VALUES (1, 1);
INSERT INTO currency VALUES (1, 'EUR');
INSERT INTO accountingbook VALUES (1, 'T'), (2, 'F');
"""
HARBOUR, OTHER = (7, "Northlight (invented) : Harbour lights"), (8, "Northlight (invented) : Other work")
LABOUR, TRAVEL, PAYABLE = (51, "5100 - Labour"), (52, "5200 - Travel"), (20, "2000 - Payables")


def books(*, without: Iterable[str] = ()) -> sqlite3.Connection:
    """Empty books; `without`: tables or `table.column` that the role can't see."""
    db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    db.create_function("TO_CHAR", 2, lambda day, form: None if day is None else AS_ASKED + day[:10])
    db.create_function("TO_DATE", 2, lambda text, form: text)
    db.executescript(SCHEMA)
    for name in without:
        table, _, column = name.partition(".")
        db.execute(f'ALTER TABLE "{table}" DROP COLUMN {column}' if column else f'DROP TABLE "{table}"')
    return db


def post(
    db: sqlite3.Connection,
    number: int,
    lines: Iterable[tuple[tuple[int, str], float]],
    *,
    project: tuple[int, str] = HARBOUR,
    who: str = "Ben",
    task: str = "1.2 Drawings",
    day: str = "2026-03-13",
    period: int = 3,
    modified: str = "2026-03-14 09:00:00",
    posting: str = "T",
    book: int = 1,
) -> None:
    """A document: each (account, amount) a line of it from 1, and a line 0 that balances it."""
    _into(
        db, "transaction", id=number, tranid=f"JE-{number}", trandate=day, posting=posting,
        postingperiod=period, lastmodifieddate=modified, entity=3, entity__df=who, approvalstatus=2,
    )  # fmt: skip
    total = 0.0
    for at, (account, amount) in enumerate(lines, 1):
        total += amount
        _line(db, number, at, account, amount, project=project, task=task, book=book)
    _line(db, number, 0, PAYABLE, -total, project=project, task=task, book=book)


def _line(
    db: sqlite3.Connection, number: int, at: int, account: tuple[int, str], amount: float,
    *, project: tuple[int, str], task: str, book: int,
) -> None:  # fmt: skip
    _into(db, "transactionline", transaction=number, id=at, entity=project[0], entity__df=project[1],
          cseg_project=project[0], cseg_project__df=project[1], subsidiary=1)  # fmt: skip
    db.execute(
        'UPDATE transactionline SET class = 12, class__df = ? WHERE "transaction" = ? AND id = ?',
        (task, number, at),
    )
    _into(db, "transactionaccountingline", transaction=number, transactionline=at, account=account[0],
          account__df=account[1], accountingbook=book, amount=round(amount, 2),
          debit=round(max(amount, 0), 2), credit=round(max(-amount, 0), 2))  # fmt: skip


def clock_in(db: sqlite3.Connection, number: int, hours: float, **more: Any) -> None:
    """A time entry of Ben's on the drawings of Harbour lights, approved."""
    said = {
        "trandate": "2026-03-16", "timetype": "A", "customer": HARBOUR[0], "customer__df": HARBOUR[1],
        "casetaskevent": 90, "casetaskevent__df": "1.2 Drawings", "employee": 3, "employee__df": "Ben",
        "approvalstatus": 3, "lastmodifieddate": "2026-03-16 18:00:00",
    }  # fmt: skip
    _into(db, "timebill", id=number, hours=hours, **(said | more))


def _into(db: sqlite3.Connection, table: str, **values: Any) -> None:
    """Of a row what the table has columns for."""
    has = {row[1] for row in db.execute(f'PRAGMA table_info("{table}")')}
    kept = {name: value for name, value in values.items() if name in has}
    names = ", ".join(f'"{name}"' for name in kept)
    marks = ", ".join("?" * len(kept))
    db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(kept.values()))
