"""What a cell can hold, and how it travels as an ExtendedValue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ERROR_TEXT = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}
ERROR_KIND = {text: kind for kind, text in ERROR_TEXT.items()}
_WHOLE = 2.0**53


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as typed, with its leading `=`."""

    text: str


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value: `kind` is Google's ErrorType, `message` what a person reads on hovering."""

    kind: str
    message: str = ""

    @property
    def text(self) -> str:
        """How the cell shows it: `#DIV/0!`."""
        return ERROR_TEXT.get(self.kind, "#ERROR!")


Value = bool | int | float | str | Formula | CellError | None
"""Entered or effective. Whole numbers up to 2**53 are `int`, all others `float`; empty is None."""


def number(value: float) -> int | float:
    """The one spelling of a number: `int` where it is whole and exact, else `float`."""
    if type(value) is float and value.is_integer() and -_WHOLE <= value <= _WHOLE:
        return int(value)
    if type(value) is int and not -_WHOLE <= value <= _WHOLE:
        return float(value)
    return value


def from_extended(extended: dict[str, Any]) -> Value:
    """An ExtendedValue (validated, one member at most) as a value; `{}` is empty."""
    for member, held in extended.items():
        if member == "stringValue":
            return held or None
        if member == "numberValue":
            return number(held)
        if member == "boolValue":
            return bool(held)
        if member == "formulaValue":
            return formula_or_text(held)
        if member == "errorValue":
            return CellError(held.get("type", "ERROR"), held.get("message", ""))
    return None


def formula_or_text(text: str) -> Value:
    """Google takes a formulaValue with or without content; only `=` starts a formula."""
    if text.startswith("=") and len(text) > 1:
        return Formula(text)
    return text or None


def to_extended(value: Value) -> dict[str, Any] | None:
    """A value as an ExtendedValue; None for an empty cell."""
    kind = type(value)
    if kind is str:
        return {"stringValue": value}
    if kind is int or kind is float:
        return {"numberValue": value}
    if kind is bool:
        return {"boolValue": value}
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, CellError):
        error = {"type": value.kind}
        if value.message:
            error["message"] = value.message
        return {"errorValue": error}
    return None
