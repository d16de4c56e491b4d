"""Columns by the year: what their headings say, and by what their formulas multiply."""

from __future__ import annotations

import re

from app.intake.labels import folded

_FACTOR = re.compile(r"^=(?:(\d+)\*\$?[A-Z]{1,3}\$?\d+|\$?[A-Z]{1,3}\$?\d+\*(\d+))$")
_YEAR = re.compile(
    r"\b(year|annual|yearly|per year|ano|anual|annee|annuel|an|jahr|jahrlich|год|годов\w*|anno|jaar)\b"
    r"|שנה|שנתי|年"
)


def says_year(heading: str) -> bool:
    """Whether a heading is about a year."""
    return bool(_YEAR.search(folded(heading)))


def factor_of(bare: str) -> str:
    """`8` of `=8*B2`; "" for any other formula."""
    found = _FACTOR.match(bare)
    return (found[1] or found[2]) if found else ""
