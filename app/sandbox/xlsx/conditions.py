"""Conditions of rules and of validation: Excel's operators and Google's kinds."""

from __future__ import annotations

from typing import Any

from app.sandbox.xlsx.formula_text import google_formula

JsonDict = dict[str, Any]
NUMBER = {
    "greaterThan": "NUMBER_GREATER",
    "greaterThanOrEqual": "NUMBER_GREATER_THAN_EQ",
    "lessThan": "NUMBER_LESS",
    "lessThanOrEqual": "NUMBER_LESS_THAN_EQ",
    "equal": "NUMBER_EQ",
    "notEqual": "NUMBER_NOT_EQ",
    "between": "NUMBER_BETWEEN",
    "notBetween": "NUMBER_NOT_BETWEEN",
}
EXCEL_NUMBER = {ours: theirs for theirs, ours in NUMBER.items()}
DATE = {
    "greaterThan": "DATE_AFTER",
    "greaterThanOrEqual": "DATE_ON_OR_AFTER",
    "lessThan": "DATE_BEFORE",
    "lessThanOrEqual": "DATE_ON_OR_BEFORE",
    "equal": "DATE_EQ",
    "between": "DATE_BETWEEN",
    "notBetween": "DATE_NOT_BETWEEN",
}
EXCEL_DATE = {ours: theirs for theirs, ours in DATE.items()}
TEXT = {
    "containsText": "TEXT_CONTAINS",
    "notContainsText": "TEXT_NOT_CONTAINS",
    "beginsWith": "TEXT_STARTS_WITH",
    "endsWith": "TEXT_ENDS_WITH",
}
EXCEL_TEXT = {ours: theirs for theirs, ours in TEXT.items()}


def condition(kind: str, *values: str) -> JsonDict:
    """A BooleanCondition."""
    held: JsonDict = {"type": kind}
    if values:
        held["values"] = [{"userEnteredValue": value} for value in values]
    return held


def operand(text: str) -> str:
    """An operand as a person would enter it: a plain number or text, else a formula."""
    bare = text.strip()
    if bare.startswith('"') and bare.endswith('"') and bare.count('"') == 2:
        return bare[1:-1]
    try:
        float(bare)
    except ValueError:
        return "=" + google_formula(bare.lstrip("="))
    return bare


def excel_operand(text: str) -> str:
    """Back: a formula without its sign, a number as it is, a text in quotes."""
    if text.startswith("="):
        return text[1:]
    try:
        float(text)
    except ValueError:
        return '"' + text.replace('"', '""') + '"'
    return text


def operands(held: JsonDict) -> list[str]:
    """What was entered beside the condition."""
    return [str(value.get("userEnteredValue", "")) for value in held.get("values", ())]
