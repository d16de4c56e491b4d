"""Which formulas may change their value by themselves."""

from __future__ import annotations

import pytest

from app.workbook.steady import are_steady


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(A1:A9)",
        "=sumifs('Plan (old)'!C:C, 'Plan (old)'!A:A, \"NOW(\")",
        '=IF(ISBLANK(B2),"",ROUND(B2*1.2,2))',
        "=ARRAYFORMULA(VLOOKUP(A2:A,Rates!A:B,2,FALSE))",
        "=EOMONTH(B3,-1)",
        '="it\'s (fine)"&CHAR(10)',
        "=A1+B1",
        "='it''s RAND()'!A1",
    ],
)
def test_steady(formula: str) -> None:
    assert are_steady([formula])


@pytest.mark.parametrize(
    "formula",
    [
        "=EOMONTH(TODAY(),-1)",
        "=now()",
        "=A1*RAND()",
        '=IMPORTRANGE("https://docs.google.com/spreadsheets/d/x","Time!A:F")',
        '=GOOGLEFINANCE("CURRENCY:USDEUR")',
        "=MY_SCRIPT(A1)",
        "=שער(A1)",
        "=IF(A1>0,today ( ),B1)",
        '=QUERY(IMPORTRANGE(B1,"A:C"),"select Col1")',
    ],
)
def test_not_steady(formula: str) -> None:
    assert not are_steady(["=SUM(A1:A3)", formula])


def test_no_formula_is_steady() -> None:
    assert are_steady([])
