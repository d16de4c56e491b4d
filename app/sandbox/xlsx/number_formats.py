"""Number formats: Excel's codes are Google's patterns; the kind has to be told beside them."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.styles.numbers import is_date_format, is_datetime

CURRENCY = re.compile(r"[$€£¥₪₹]|\[\$[^\]-]+")
BUILT_IN = {
    "TEXT": "@",
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": '"$"#,##0.00',
    "DATE": "m/d/yyyy",
    "TIME": "h:mm:ss AM/PM",
    "DATE_TIME": "m/d/yyyy h:mm:ss",
    "SCIENTIFIC": "0.00E+00",
}


def google_number_format(code: str | None) -> dict[str, Any] | None:
    """`{type, pattern}`; None for General."""
    if not code or code.lower() == "general":
        return None
    if code == "@":
        return {"type": "TEXT"}
    return {"type": _kind(code), "pattern": code}


def _kind(code: str) -> str:
    if is_date_format(code):
        return {"date": "DATE", "time": "TIME", "datetime": "DATE_TIME"}[is_datetime(code) or "date"]
    bare = re.sub(r"\"[^\"]*\"", lambda quoted: quoted[0] if CURRENCY.search(quoted[0]) else "", code)
    if "%" in bare:
        return "PERCENT"
    if re.search(r"E[+-]", bare):
        return "SCIENTIFIC"
    return "CURRENCY" if CURRENCY.search(bare) else "NUMBER"


def excel_number_format(held: dict[str, Any] | None) -> str:
    """The code; the kind's usual one where no pattern was set."""
    if not held:
        return "General"
    pattern: str = held.get("pattern") or BUILT_IN.get(held.get("type", ""), "General")
    return pattern
