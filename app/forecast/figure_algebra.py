"""Arithmetic on single figures that carries the first reason for a blank along."""

from __future__ import annotations

from collections.abc import Callable

from app.forecast.figure import Figure, Undefined


def applied(figure: Figure, rule: Callable[[float], float]) -> Figure:
    """`rule` of the value, or the figure's own blank."""
    return figure if figure.value is None else Figure(rule(figure.value))


def difference(one: Figure, other: Figure) -> Figure:
    """one - other; blank when either is."""
    if one.value is None:
        return one
    start = one.value
    return applied(other, lambda value: start - value)


def product(one: Figure, other: Figure) -> Figure:
    """one x other; blank when either is."""
    if one.value is None:
        return one
    factor = one.value
    return applied(other, lambda value: factor * value)


def quotient(over: Figure, under: Figure, zero: Undefined) -> Figure:
    """over / under; blank when either is, and for the reason `zero` when under is 0."""
    if over.value is None or under.value is None:
        return over if over.value is None else under
    return Figure(over.value / under.value) if under.value else Figure(None, zero)
