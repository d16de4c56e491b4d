"""Roles of columns of numbers, by their words and their formats."""

from __future__ import annotations

from collections.abc import Sequence

from app.intake.columns import Column
from app.intake.labels import words_of
from app.intake.role import Role
from app.intake.vocabulary import currency_in
from app.intake.words_of_column import names

STAGES = ("committed", "revenue", "actual", "forecast", "budget", "cost", "margin")
"""Kinds of money that headings name, the telling ones first."""
_MEASURES = ("remaining", "variance", "cumulative", "earned")
_COUNTED = frozenset({"fte", "hours", "days"})
_PLURALS = frozenset(
    (
        *("months", "weeks", "years", "meses", "semanas", "anos", "mois", "semaines", "monate", "wochen"),
        *("jahre", "месяцев", "месяцы", "недель", "חודשים", "שבועות"),
    )
)
_AMOUNTS = frozenset(
    (
        *("hours", "days", "quantity", "percent", "rate", "amount", "total"),
        *("cost", "budget", "actual", "forecast", "revenue"),
    )
)
_ROLE = {"margin": "variance", "amount": "cost", "bill": "bill_rate"}
_CODES = {"id": "line_id", "parent": "parent_id", "reference": "reference", "vendor_id": "vendor_id"}
_NAMES = {"group": "parent_id", "title": "line_id", "category": "category"}


def number_role(column: Column, context: Sequence[str], language: str, *, on_axis: bool) -> Role:
    """The role of one column of numbers; `context` is what the table's title and tab say."""
    own, above = names(column, language)
    if on_axis:
        return _axis_role(column, own, above, context)
    if column.percent and not {"rate", "bill"} & set(own):
        return Role("percent", 0.95, "shown as percent")
    return _code_role(column, own) or _named_role(column, own) or _money_role(own, above, context)


def _named_role(column: Column, own: list[str]) -> Role | None:
    """Shares, rates and measures that the heading names; None for money."""
    if ("percent" in own and "%" in column.label) or own[:1] == ["percent"]:
        return Role("percent", 0.85, "heading")
    if own[:1] == ["tax"] and "rate" not in own:
        return Role("tax", 0.85, "heading")
    if {"bill", "rate"} & set(own):
        client = "bill" in own or "to_client" in own
        return Role("bill_rate" if client else "rate", 0.85, "heading")
    if measures := _measures(own):
        return Role(measures[0], 0.85, "heading")
    if "duration" in own:
        return Role("duration", 0.85, "heading")
    if "quantity" in own or own == ["unit"]:
        return Role("quantity", 0.85, "heading")
    return None


def _axis_role(column: Column, own: list[str], above: list[str], context: Sequence[str]) -> Role:
    if not column.filled:
        return Role("working", 0.7, "no values under the period")
    money = bool(currency_in(column.own) or currency_in(column.unit) or column.sign)
    for source, weight in ((own, 0.85), (above, 0.8), (list(context), 0.6)):
        measures = [] if money and not own else [*_measures(source), "quantity"]
        for concept in ("percent", *measures, *_stages(source)):
            if concept in source and not (concept == "cost" and source is not own and "hours" in context):
                return Role(_ROLE.get(concept, concept), weight, "heading")
    if column.percent:
        return Role("percent", 0.8, "shown as percent")
    return Role("cost" if money else "budget", 0.3, "a period column that says nothing else")


def _measures(source: Sequence[str]) -> list[str]:
    """What is left or how far off, then what it is counted in: hours, days, people, the first named first."""
    found = [concept for concept in _MEASURES if concept in source]
    return found + [concept for concept in source if concept in _COUNTED]


def _stages(source: Sequence[str]) -> list[str]:
    """Kinds of money that a heading names; a cost tied to income is a cost."""
    found = [concept for concept in STAGES if concept in source]
    if source[:1] and source[0] == "cost" and "revenue" in found:
        found.remove("revenue")
    return found


def _money_role(own: list[str], above: list[str], context: Sequence[str]) -> Role:
    """The heading's word, else the group's, else a plain cost or total, else the title's."""
    if "to_client" in own and {"cost", "amount", "total"} & set(own) and "revenue" not in own:
        return Role("revenue", 0.7, "heading")
    if stages := [concept for concept in _stages(own) if concept != "cost"]:
        return Role(_ROLE.get(stages[0], stages[0]), 0.85, "heading")
    generic = not own or bool({"cost", "amount", "total"} & set(own))
    plain = next((concept for concept in ("cost", "total") if concept in own), "")
    group = next((concept for concept in STAGES if concept in above), "") if generic else ""
    title = next((concept for concept in STAGES if concept in context), "")
    if group:
        return Role(_ROLE.get(group, group), 0.75, "group heading")
    if plain:
        return Role(plain, 0.75, "heading")
    if title:
        return Role(_ROLE.get(title, title), 0.55, "title")
    return Role("cost", 0.5 if "amount" in own else 0.3, "amounts without a word for them")


def _code_role(column: Column, own: list[str]) -> Role | None:
    """Numbers that are names: codes, numbers of documents, periods."""
    if column.padded and not column.sign:
        return Role("line_id", 0.9, "leading zeros in the format")
    if "predecessor" in own:
        return Role("predecessor", 0.85, "heading")
    if _AMOUNTS & set(own) or column.sign:
        return None
    code = next((concept for concept in _CODES if concept in own), "")
    if code == "id" and "#" in column.own and column.unique < 0.5 and own == ["id"]:
        return Role("quantity", 0.6, "a count")
    if code:
        return Role(_CODES[code], 0.85, "heading")
    if "period" in own and column.whole:
        return _period_role(column)
    named = bool(own) and own[0] in _NAMES and column.whole
    return Role(_NAMES[own[0]], 0.6, "heading, over numbers that are names") if named else None


def _period_role(column: Column) -> Role:
    """`Months` over 6, 12, 12 counts them; `Month` over 1, 2, 3 names them."""
    counted = column.unique < 0.7 and column.filled > 2 and max(map(len, column.texts), default=0) < 4
    if counted and any(word in _PLURALS for word in words_of(column.own)[-1:]):
        return Role("quantity", 0.7, "how many of them")
    return Role("period", 0.6, "heading")
