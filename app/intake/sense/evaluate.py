"""What a line's formula would give on another line: sums, differences, products, quotients of its cells."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping

from app.intake.formula import references
from app.intake.sense.ground import Ground

_CELL = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_REFERENCE = re.compile(rf"{_CELL}(?::{_CELL})?")
_LONGEST = 300  # characters of a formula that is worked out
_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def result_at(
    ground: Ground,
    like: int,
    row: int,
    column: int,
    instead: Mapping[tuple[int, int], float] | None = None,
) -> float | None:
    """The formula of (`like`, column) as it would stand in `row`; None for one that does more than
    arithmetic, reads another tab, or divides by nothing. `instead`: what some cells should show."""
    right = instead or {}
    formula = ground.formulas[like, column]
    moved = iter(references(formula, row, column))
    text = formula.text.removeprefix("=").upper()
    if len(text) > _LONGEST or "!" in text or '"' in text:
        return None

    def number(_match: re.Match[str]) -> str:
        area = next(moved)
        cells = [
            right.get((r, c), ground.value(r, c))
            for r in range(area.top, area.bottom + 1)
            for c in range(area.left, area.right + 1)
        ]
        told = [cell for cell in cells if isinstance(cell, (int, float))]
        return repr(float(sum(told)))

    try:
        return _value(ast.parse(_REFERENCE.sub(number, text), mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError, StopIteration, RecursionError):
        return None


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _value(inner)
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
        case ast.Call(func=ast.Name(id="SUM"), args=parts, keywords=[]):
            return sum(_value(part) for part in parts)
        case _:
            raise ValueError("more than arithmetic")
