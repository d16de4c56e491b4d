"""Each situation is told as written: every flag of that check, all it says and all its cells, or none."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.checks.situations.ahead import AHEAD
from tests.checks.situations.earned import EARNED
from tests.checks.situations.faults import FAULTS
from tests.checks.situations.forecast import FORECAST
from tests.checks.situations.money import MONEY
from tests.checks.situations.month_end import MONTH_END
from tests.checks.situations.orders import ORDERS
from tests.checks.situations.people import PEOPLE
from tests.checks.situations.planting import Situation
from tests.checks.situations.records import RECORDS
from tests.checks.situations.variance import VARIANCE
from tests.checks.test_every_check import as_told

TOLD = Path(__file__).with_name("told_more.json")
LIT = ("V1-several-lines", "V2-several", "D2-red", "D1-stood-red", "E3-by-a-little", "C8-two-rows",
       "P3-two-lines", "E6-bare", "M14-undated", "M4-two-entries", "A5-only-a-finish")  # fmt: skip
SITUATIONS = {
    **RECORDS, **EARNED, **VARIANCE, **FORECAST, **AHEAD, **MONEY, **MONTH_END, **ORDERS, **PEOPLE, **FAULTS,
}  # fmt: skip
SITUATIONS |= {f"light-{name}": SITUATIONS[name] for name in LIT}


def said(name: str, situation: Situation) -> list[dict[str, Any]]:
    """What the check that `name` begins with says of it; of `light-...` what every light says."""
    check = name.partition("-")[0]
    if check == "light":
        lights = situation().rag.named().items()
        return [{"light": name, "colour": each.colour, "says": each.reason} for name, each in lights]
    return [as_told(flag) for flag in situation().flags if flag.check == check]


@cache
def _told() -> dict[str, list[dict[str, Any]]]:
    return json.loads(TOLD.read_text())  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_is_told_as_written(name: str) -> None:
    assert said(name, SITUATIONS[name]) == _told()[name], f"run: python -m {__name__}"


def test_every_situation_is_written_down() -> None:
    assert list(_told()) == list(SITUATIONS)


if __name__ == "__main__":
    rows = []
    for name, situation in SITUATIONS.items():
        flags = ",\n  ".join(json.dumps(flag, ensure_ascii=False) for flag in said(name, situation))
        rows.append(f' "{name}": [{flags}]')
    TOLD.write_text("{\n" + ",\n".join(rows) + "\n}\n")
