"""How a field's values are shown: number formats, widths and colours, for people's tabs and for ours."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from sheets_schema.model import FieldType, Unit

FormatType = Literal["NUMBER", "PERCENT", "DATE", "DATE_TIME", "TEXT"]

INK = "#1F2937"
QUIET = "#6B7280"
RULE = "#D7DEE6"
HEADER = "#E9EFF5"
ACCENT = "#2F5D8A"
PAPER = "#FFFFFF"
BAND = "#F6F8FA"
RED, AMBER, GREEN, GREY, ERROR = "#FBE3E0", "#FFF1D0", "#E3F2E6", "#EEF0F2", "#ECE6F8"


_BY_TYPE: dict[str, tuple[FormatType, str]] = {
    "date": ("DATE", "yyyy-mm-dd"),
    "month": ("DATE", "mmm yyyy"),
    "datetime": ("DATE_TIME", "yyyy-mm-dd hh:mm"),
    "string": ("TEXT", "@"),
}
_BY_UNIT: dict[str, tuple[FormatType, str]] = {
    "hours": ("NUMBER", "#,##0.00"),
    "percent": ("PERCENT", "0.0%"),
    "rate": ("NUMBER", "#,##0.00##"),
    "ratio": ("NUMBER", "0.00"),
    "count": ("NUMBER", "0"),
}


def number_format(
    kind: FieldType, unit: Unit, *, digits: int = 2, patterns: Mapping[str, str] = MappingProxyType({})
) -> tuple[FormatType, str] | None:
    """Type and pattern as Sheets and Excel know them; None shows a value as it is.

    `digits`: decimals of the currency; `patterns`: those of a language, by type.
    """
    if unit == "money":
        return "NUMBER", "#,##0" + ("." + "0" * digits if digits else "")
    if kind in patterns and kind in _BY_TYPE:
        return _BY_TYPE[kind][0], patterns[kind]
    return _BY_TYPE.get(kind) or _BY_UNIT.get(unit)


def width_of(kind: FieldType, unit: Unit, width: int = 0) -> int:
    """Pixels of a column: what the contract says, else by type."""
    if width:
        return width
    by_unit = {"money": 115, "hours": 95, "percent": 85, "rate": 95, "ratio": 75, "count": 70}
    return by_unit.get(unit) or {"date": 95, "month": 85, "datetime": 140, "boolean": 85}.get(kind, 130)


def channels(colour: str) -> dict[str, float]:
    """`#RRGGBB` as the red, green and blue shares that the Sheets API takes."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return dict(zip(("red", "green", "blue"), parts, strict=True))
