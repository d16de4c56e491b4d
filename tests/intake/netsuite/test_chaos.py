"""Random books before a NetSuite that falters at random: everything there is, to the cent, or nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from app.errors import NetSuiteError
from app.google.retry import Patience
from app.intake.netsuite.fields import ledger_fields
from app.intake.netsuite.ledger import Ledger
from app.intake.netsuite.paging import Window
from app.intake.netsuite.sight import Sight
from app.intake.netsuite.suiteql import SuiteQL
from tests.intake.netsuite.conftest import within
from tests.intake.netsuite.contract import Fault, NetSuite
from tests.intake.netsuite.ledger import HARBOUR, LABOUR, OTHER, TRAVEL, books, post
from tests.intake.netsuite.test_paging import NOW

KINDS = ("429", "503", "500", "cut", "partial", "lost", "repeat", "html", "401", "400")
FEW, MANY = range(2), range(2, 202)


def spoilt(netsuite: NetSuite, chance: random.Random) -> Decimal:
    """Documents of two projects, some not posted, and faults to come; what one project's costs come to."""
    truth = Decimal(0)
    netsuite.books = books()
    netsuite.books.execute("BEGIN")
    for number in range(chance.randrange(1, 60)):
        lines = [
            (chance.choice((LABOUR, TRAVEL)), chance.randrange(-99_999, 999_999) / 100)
            for _ in range(chance.randrange(1, 5))
        ]
        project, posting = chance.choice((HARBOUR, OTHER)), chance.choice("TTTF")
        modified = f"2026-0{chance.randrange(1, 4)}-{chance.randrange(1, 29):02} 10:00:00"
        post(netsuite.books, number, lines, project=project, posting=posting, modified=modified)
        if project is HARBOUR and posting == "T":
            truth += sum((Decimal(str(amount)) for _, amount in lines), Decimal(0))
    netsuite.books.execute("COMMIT")
    netsuite.faults = [
        Fault(chance.choice(KINDS), times=chance.randrange(1, 4), skip=chance.randrange(12))
        for _ in range(chance.randrange(4))
    ]
    return truth


def played(seed: int, netsuite: NetSuite, suiteql: Callable[..., SuiteQL]) -> str:
    chance = random.Random(seed)
    truth = spoilt(netsuite, chance)
    asker = suiteql(patience=Patience(attempts=5, first_seconds=0.0001, longest_seconds=0.001))
    fields = ledger_fields("project=line.entity, account=posting.account")
    ledger = Ledger(asker, Sight(asker), fields, currency="EUR")
    said: dict[str, Any] = {"now": NOW, "deadline": within(60)}
    try:
        found = ledger.read([str(HARBOUR[0])], Window(), **said)
    except NetSuiteError as error:
        return error.slug
    assert sum((one.amount or Decimal(0) for one in found.bookings), Decimal(0)) == truth
    assert found.control.holds
    assert len({one.key for one in found.bookings}) == len(found.bookings)
    return "whole"


@pytest.mark.parametrize("seed", FEW)
def test_whole_or_nothing(seed: int, netsuite: NetSuite, suiteql: Callable[..., SuiteQL]) -> None:
    assert played(seed, netsuite, suiteql)


@pytest.mark.soak
def test_whole_or_nothing_often(netsuite: NetSuite, suiteql: Callable[..., SuiteQL]) -> None:
    from collections import Counter

    ended = Counter(played(seed, netsuite, suiteql) for seed in MANY)
    print(f"NetSuite that falters, {len(MANY)} readings: {dict(ended)}")
    assert ended["whole"] > len(MANY) / 2
    assert ended.keys() - {"whole"}
