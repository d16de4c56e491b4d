"""Data validation rules as they are kept."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.spreadsheet import Spreadsheet

JsonDict = dict[str, Any]
_VALUES = {
    "NUMBER_BETWEEN": (2, 2),
    "NUMBER_NOT_BETWEEN": (2, 2),
    "DATE_BETWEEN": (2, 2),
    "DATE_NOT_BETWEEN": (2, 2),
    "TEXT_IS_EMAIL": (0, 0),
    "TEXT_IS_URL": (0, 0),
    "DATE_IS_VALID": (0, 0),
    "BLANK": (0, 0),
    "NOT_BLANK": (0, 0),
    "ONE_OF_LIST": (1, 500),
    "BOOLEAN": (0, 2),
    "ONE_OF_RANGE": (1, 1),
    "CUSTOM_FORMULA": (1, 1),
    "TEXT_EQ": (1, 500),
    "TEXT_NOT_EQ": (1, 500),
    "NUMBER_EQ": (1, 500),
    "NUMBER_NOT_EQ": (1, 500),
    "DATE_EQ": (1, 500),
    "DATE_NOT_EQ": (1, 500),
}


def checked_rule(book: Spreadsheet, rule: JsonDict) -> JsonDict:  # noqa: ARG001
    """A rule with a condition that makes sense; refused otherwise."""
    condition = rule.get("condition")
    if not condition:
        raise invalid("A data validation rule must have a condition.")
    checked_condition(condition)
    return rule


def checked_condition(condition: JsonDict) -> JsonDict:
    """A boolean condition with as many values as its type takes."""
    kind = condition.get("type", "CONDITION_TYPE_UNSPECIFIED")
    if kind == "CONDITION_TYPE_UNSPECIFIED":
        raise invalid("condition.type must be set.")
    least, most = _VALUES.get(kind, (1, 1))
    count = len(condition.get("values", ()))
    if not least <= count <= most:
        wanted = f"{least}" if least == most else f"{least} to {most}"
        raise invalid(f"condition.values: {kind} takes {wanted} ConditionValues, found {count}.")
    return condition
