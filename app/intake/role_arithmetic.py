"""Roles that follow from how columns are computed: products, differences, sums, running totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.intake.columns import Column
from app.intake.number_roles import STAGES
from app.intake.relations import Relation
from app.intake.role import ADDITIVE, MONEY, Role
from app.intake.words_of_column import names

_CODES = frozenset({"line_id", "parent_id", "reference"})
_COUNTS = frozenset({"quantity", "hours", "days", "fte", "duration", "period"})
_MEASURES = frozenset({"hours", "days", "fte", "quantity"})
_OWN_MONEY = frozenset(STAGES) - {"margin"}


def by_arithmetic(
    columns: Sequence[Column], relations: Mapping[int, Relation], found: dict[int, Role], language: str
) -> None:
    """quantity x rate = amount, budget - actual = remaining, sums over columns, running sums."""
    known = {column.index: column for column in columns}
    for index, relation in relations.items():
        if index not in found or found[index].name in _CODES:
            continue
        own = set(names(known[index], language)[0])
        if relation.kind == "product":
            _product(relation, index, found)
        elif relation.kind == "difference":
            _difference(relation, index, found, own)
        elif relation.kind == "sum":
            _sum(relation, index, found, own, known)
        elif relation.kind == "ratio" and found[index].confidence < 0.8:
            found[index] = Role("percent", 0.6, "ratio of two columns")
        elif relation.kind == "cumulative" and found[index].name in MONEY:
            found[index] = Role("cumulative", 0.85, "running total")
    _parts_of_measures(relations, found)
    _two_rates(columns, relations, found, language)


def _difference(relation: Relation, index: int, found: dict[int, Role], own: set[str]) -> None:
    """What is left of a plan, unless the heading says that it is something else."""
    roles = [found[part].name if part in found else "" for part in relation.parts]
    named = own & (_OWN_MONEY | {"tax", "hours"}) or found[index].name in {"remaining", "variance"}
    if len(roles) == 2 and set(roles) <= MONEY and not named:
        role = "remaining" if roles[1] in {"actual", "committed"} else "variance"
        found[index] = Role(role, 0.85, "difference of two columns")


def _sum(
    relation: Relation, index: int, found: dict[int, Role], own: set[str], known: Mapping[int, Column]
) -> None:
    """A total over columns, unless the heading says whose."""
    parts = [part for part in relation.parts if part in found and found[part].name in ADDITIVE]
    if len(parts) < 2 or found[index].name not in {"cost", "total", "budget"}:
        return
    across = all(known[part].periods for part in parts)
    whose = own & {"budget", "actual", "forecast", "revenue"}
    if ("total" in own or not own or across) and (not whose or "total" in own):
        found[index] = Role("total", 0.9, "sum over columns")


def _product(relation: Relation, index: int, found: dict[int, Role]) -> None:
    """Names the rate and the quantity of a product, and its result."""
    parts = [part for part in relation.parts if part in found]
    rates = [part for part in parts if found[part].name in {"rate", "bill_rate"}]
    counts = [part for part in parts if found[part].name in _COUNTS]
    if not rates and counts and len(parts) - len(counts) == 1:
        (rate,) = set(parts) - set(counts)
        if found[rate].confidence < 0.9 and found[rate].name in {"cost", "total", "revenue", "budget"}:
            found[rate] = Role("rate", 0.8, "times a quantity it makes an amount")
            rates = [rate]
    if len(parts) == 2 and len(rates) == 1:
        (count,) = set(parts) - set(rates)
        unsure = found[count].confidence < 0.6 and found[count].name in MONEY
        if found[count].name == "period" or unsure:
            found[count] = Role("quantity", 0.8, "times a rate it makes an amount")
    unnamed = found[index].name in {"total", "rate", "bill_rate"} or found[index].confidence < 0.5
    if rates and unnamed:
        bills = any(found[rate].name == "bill_rate" for rate in rates)
        found[index] = Role("revenue" if bills else "cost", 0.8, "quantity times rate")


def _parts_of_measures(relations: Mapping[int, Relation], found: dict[int, Role]) -> None:
    """Columns that add up to hours, days or people are such themselves, whoever heads them."""
    for index, relation in relations.items():
        if relation.kind == "sum" and index in found and found[index].name in _MEASURES:
            for part in relation.parts:
                if part in found and found[part].confidence < 0.7:
                    found[part] = Role(found[index].name, 0.75, "part of a sum of these")


def _two_rates(
    columns: Sequence[Column], relations: Mapping[int, Relation], found: dict[int, Role], language: str
) -> None:
    """Of two rates one is what it costs, the other what the client pays; amounts follow their rates."""
    known = {column.index: column for column in columns}
    rates = [index for index, role in found.items() if role.name in {"rate", "bill_rate"}]
    if len(rates) == 2 and all(found[rate].name == "rate" for rate in rates):
        inside = [rate for rate in rates if "at_cost" in names(known[rate], language)[0]]
        client = [rate for rate in rates if "to_client" in names(known[rate], language)[0]]
        if len(inside) == 1 or len(client) == 1:
            bill = client[0] if client else next(rate for rate in rates if rate != inside[0])
            found[bill] = Role("bill_rate", 0.8, "the other rate is without margin")
    amounts = {"cost", "revenue", "total"}
    for index, relation in relations.items():
        billed = any(part in found and found[part].name == "bill_rate" for part in relation.parts)
        if relation.kind == "product" and billed and index in found and found[index].name in amounts:
            found[index] = Role("revenue", 0.8, "quantity times client rate")
