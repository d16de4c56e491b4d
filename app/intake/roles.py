"""What each column holds: decided by its values, its arithmetic and its words, in that order of weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.intake.columns import Column, Type
from app.intake.labels import words_of
from app.intake.relations import Relation
from app.intake.role import ADDITIVE, MONEY, Role
from app.intake.text_roles import TEXT_ROLES, day_roles, text_roles
from app.intake.vocabulary import currency_in
from app.intake.words_of_column import names, title_concepts

_MEASURES = ("remaining", "variance", "cumulative", "earned")
_STAGES = ("committed", "revenue", "actual", "forecast", "budget", "cost", "margin")
_PLURALS = frozenset(
    {
        "months",
        "weeks",
        "years",
        "meses",
        "semanas",
        "anos",
        "mois",
        "semaines",
        "monate",
        "wochen",
        "jahre",
        "месяцев",
        "месяцы",
        "недель",
        "חודשים",
        "שבועות",
    }
)
_INVOICED = frozenset({"invoiced", "billed", "facturado", "facture", "faturado", "fakturiert", "abgerechnet"})
_ROLE = {"margin": "variance", "amount": "cost", "bill": "bill_rate"}


def roles_of(
    columns: Sequence[Column],
    relations: Mapping[int, Relation],
    axis: frozenset[int],
    *,
    titles: Sequence[str],
    language: str,
) -> dict[int, Role]:
    """A role for every column; `axis` holds the period columns, `titles` the table's title and tab."""
    context = title_concepts(titles, language)
    found: dict[int, Role] = {}
    for column in columns:
        if column.type == Type.NUMBER or (column.type == Type.EMPTY and column.index in axis):
            if column.errors == column.filled and column.index not in axis and _is_texts(column, language):
                continue
            found[column.index] = _number_role(column, column.index in axis, context, language)
    _by_arithmetic(columns, relations, found, language)
    _parts_of_measures(relations, found)
    _two_rates(columns, relations, found, language)
    found |= day_roles([column for column in columns if column.type == Type.DAY], language)
    rest = [column for column in columns if column.index not in found]
    found |= text_roles(rest, found, columns, language)
    _effort(columns, found, axis)
    _ids(columns, found)
    _clients(columns, found, language)
    _ledger(columns, found, language)
    return found


def _effort(columns: Sequence[Column], found: dict[int, Role], axis: frozenset[int]) -> None:
    """Period columns that say nothing, beside people and rates: what is planned of people, not money."""
    unsaid = [c for c in columns if c.index in axis and found[c.index].confidence <= 0.6 and not c.sign]
    roles = {role.name for role in found.values()}
    people = roles & {"owner", "job_role"}
    if not unsaid or not (roles & {"rate", "bill_rate"} or (people and not roles & MONEY - {"budget"})):
        return
    measure = next((name for name in ("hours", "days", "fte") if name in roles), "")
    top = max((c.largest for c in unsaid), default=0.0)
    if not measure:
        daily = any({"day", "tag", "dia", "jour", "день", "יום"} & set(words_of(c.own)) for c in columns)
        measure = "fte" if top <= 2 else "days" if daily else "hours"
    if top <= 400:
        for column in unsaid:
            found[column.index] = Role(measure, 0.6, "beside people and rates")


def _first_reference(columns: Sequence[Column], found: dict[int, Role]) -> None:
    """Where nothing else names the lines, the reference in the first column does, if it differs."""
    filled = [column for column in columns if column.filled]
    if any(role.name == "line_id" for role in found.values()) or not filled:
        return
    first = filled[0]
    links = any("/" in text and ":" in text for text in first.texts)
    if found[first.index].name == "reference" and first.unique > 0.9 and first.filled > 2 and not links:
        found[first.index] = Role("line_id", 0.6, "the reference in the first column")


def _clients(columns: Sequence[Column], found: dict[int, Role], language: str) -> None:
    """Where clients stand and no vendors, contracts and invoices are what comes in."""
    there = {role.name for role in found.values()}
    if "client" not in there or there & {"vendor", "vendor_id", "revenue"}:
        return
    for column in columns:
        role = found[column.index].name
        words = words_of(column.own)
        if (role == "committed" and "contract" in words) or (role == "actual" and _INVOICED & set(words)):
            found[column.index] = Role("revenue", 0.7, "contracts and invoices of clients")


def _ledger(columns: Sequence[Column], found: dict[int, Role], language: str) -> None:
    """Amounts of dated documents are what was spent."""
    names_ = {role.name for role in found.values()}
    if (
        "date" not in names_
        or not names_ & {"reference", "vendor"}
        or names_ & {"budget", "actual", "committed", "revenue"}
    ):
        return
    for column in columns:
        if (
            found[column.index].name == "cost"
            and "amount" in names(column, language)[0]
            and found[column.index].confidence < 0.8
        ):
            found[column.index] = Role("actual", 0.6, "amounts of dated documents")


def _is_texts(column: Column, language: str) -> bool:
    """Whether a column of nothing but errors is headed as one of texts."""
    own = names(column, language)[0]
    return bool(own) and own[0] in TEXT_ROLES


def _number_role(column: Column, on_axis: bool, context: Sequence[str], language: str) -> Role:
    own, above = names(column, language)
    if on_axis:
        return _axis_role(column, own, above, context)
    if column.percent and not {"rate", "bill"} & set(own):
        return Role("percent", 0.95, "shown as percent")
    if code := _code_role(column, own):
        return code
    for concept in ("percent",):
        if (concept in own and "%" in column.label) or own[:1] == ["percent"]:
            return Role("percent", 0.85, "heading")
    if own[:1] == ["tax"] and "rate" not in own:
        return Role("tax", 0.85, "heading")
    if "bill" in own:
        return Role("bill_rate", 0.8, "heading")
    if "rate" in own:
        return Role("bill_rate" if "to_client" in own else "rate", 0.85, "heading")
    if measures := _measures(own):
        return Role(measures[0], 0.85, "heading")
    if "duration" in own:
        return Role("duration", 0.85, "heading")
    if "quantity" in own or own == ["unit"]:
        return Role("quantity", 0.85, "heading")
    return _money_role(own, above, context)


def _axis_role(column: Column, own: list[str], above: list[str], context: Sequence[str]) -> Role:
    if not column.filled:
        return Role("working", 0.7, "no values under the period")
    money = bool(currency_in(column.own) or currency_in(column.unit) or column.sign)

    def measures(said: Sequence[str]) -> list[str]:
        return ["percent"] if money and not own else ["percent", *_measures(said), "quantity"]

    for source, weight in ((own, 0.85), (above, 0.8), (list(context), 0.6)):
        for concept in (*measures(source), *_stages(source)):
            if concept in source and not (concept == "cost" and source is not own and "hours" in context):
                return Role(_ROLE.get(concept, concept), weight, "heading")
    if column.percent:
        return Role("percent", 0.8, "shown as percent")
    return Role("cost" if money else "budget", 0.3, "a period column that says nothing else")


def _measures(source: Sequence[str]) -> list[str]:
    """What is left or how far off before what it is counted in; of hours, days and people the first named."""
    found = [concept for concept in _MEASURES if concept in source]
    return found + [concept for concept in source if concept in {"fte", "hours", "days"}]


def _stages(source: Sequence[str]) -> list[str]:
    """Kinds of money that a heading names, the telling ones first; a cost tied to income is a cost."""
    found = [concept for concept in _STAGES if concept in source]
    if source[:1] and source[0] == "cost" and "revenue" in found:
        found.remove("revenue")
    return found


def _money_role(own: list[str], above: list[str], context: Sequence[str]) -> Role:
    if "to_client" in own and {"cost", "amount", "total"} & set(own) and "revenue" not in own:
        return Role("revenue", 0.7, "heading")
    stages = [concept for concept in _stages(own) if concept != "cost"]
    if stages:
        return Role(_ROLE.get(stages[0], stages[0]), 0.85, "heading")
    generic = {"cost", "amount", "total"} & set(own)
    for concept in _STAGES:
        if concept in above and (generic or not own):
            return Role(_ROLE.get(concept, concept), 0.75, "group heading")
    if "cost" in own:
        return Role("cost", 0.8, "heading")
    if "total" in own:
        return Role("total", 0.7, "heading")
    for concept in _STAGES:
        if concept in context:
            return Role(_ROLE.get(concept, concept), 0.55, "title")
    return Role("cost", 0.5 if "amount" in own else 0.3, "amounts without a word for them")


def _code_role(column: Column, own: list[str]) -> Role | None:
    """Numbers that are names: codes, numbers of documents."""
    measures = {
        "hours",
        "days",
        "cost",
        "budget",
        "actual",
        "forecast",
        "revenue",
        "rate",
        "quantity",
        "percent",
        "amount",
        "total",
    }
    if column.padded and not column.sign:
        return Role("line_id", 0.9, "leading zeros in the format")
    for concept, role in (
        ("id", "line_id"),
        ("parent", "parent_id"),
        ("reference", "reference"),
        ("vendor_id", "vendor_id"),
    ):
        if concept in own and not measures & set(own) and not column.sign:
            if "#" in column.own and column.unique < 0.5 and own == ["id"]:
                return Role("quantity", 0.6, "a count")
            return Role(role, 0.85, "heading")
    if "period" in own and column.whole and not measures & set(own):
        counted = column.unique < 0.7 and column.filled > 2 and max(map(len, column.texts), default=0) < 4
        if counted and words_of(column.own)[-1:] and words_of(column.own)[-1] in _PLURALS:
            return Role("quantity", 0.7, "how many of them")
        return Role("period", 0.6, "heading")
    if "predecessor" in own:
        return Role("predecessor", 0.85, "heading")
    named = own and own[0] in {"category", "group", "title"} and column.whole
    if named and not column.sign and not measures & set(own):
        codes = {"group": "parent_id", "title": "line_id", "category": "category"}
        return Role(codes[own[0]], 0.6, "heading, over numbers that are names")
    return None


def _by_arithmetic(
    columns: Sequence[Column], relations: Mapping[int, Relation], found: dict[int, Role], language: str
) -> None:
    """quantity x rate = amount, budget - actual = remaining, sums over columns, running sums."""
    known = {column.index: column for column in columns}
    for index, relation in relations.items():
        if index not in found or found[index].name in {"line_id", "parent_id", "reference"}:
            continue
        own = names(known[index], language)[0]
        if relation.kind == "product":
            _product(known, relation, index, found, own)
        elif relation.kind == "difference" and len(relation.parts) == 2:
            roles = [found[part].name if part in found else "" for part in relation.parts]
            if roles[0] in MONEY and roles[1] in MONEY and found[index].name not in {"remaining", "variance"}:
                if not set(own) & {*_STAGES, "tax", "hours"} - {"margin"}:
                    role = "remaining" if roles[1] in {"actual", "committed"} else "variance"
                    found[index] = Role(role, 0.85, "difference of two columns")
        elif relation.kind == "sum" and len(relation.parts) >= 2:
            amounts = [part for part in relation.parts if part in found and found[part].name in ADDITIVE]
            if (
                len(amounts) >= 2
                and found[index].name in {"cost", "total", "budget"}
                and ("total" in own or not own or all(known[part].periods for part in amounts))
            ):
                if not set(own) & {"budget", "actual", "forecast", "revenue"} or "total" in own[:1]:
                    found[index] = Role("total", 0.9, "sum over columns")
        elif relation.kind == "ratio" and found[index].confidence < 0.8:
            found[index] = Role("percent", 0.6, "ratio of two columns")
        elif relation.kind == "cumulative" and found[index].name in MONEY:
            found[index] = Role("cumulative", 0.85, "running total")


def _parts_of_measures(relations: Mapping[int, Relation], found: dict[int, Role]) -> None:
    """Columns that add up to hours, days or people are such themselves, whoever heads them."""
    for index, relation in relations.items():
        if (
            relation.kind == "sum"
            and index in found
            and found[index].name in {"hours", "days", "fte", "quantity"}
        ):
            for part in relation.parts:
                if part in found and found[part].confidence < 0.7:
                    found[part] = Role(found[index].name, 0.75, "part of a sum of these")


def _product(
    known: Mapping[int, Column], relation: Relation, index: int, found: dict[int, Role], own: list[str]
) -> None:
    """Names the rate and the quantity of a product, and its result."""
    parts = [part for part in relation.parts if part in found]
    rates = [part for part in parts if found[part].name in {"rate", "bill_rate"}]
    counts = [
        part
        for part in parts
        if found[part].name in {"quantity", "hours", "days", "fte", "duration", "percent", "period"}
    ]
    counts = [part for part in counts if found[part].name != "percent"]
    if not rates and counts and len(parts) - len(counts) == 1:
        (rate,) = set(parts) - set(counts)
        if found[rate].confidence < 0.9 and found[rate].name in {"cost", "total", "revenue", "budget"}:
            found[rate] = Role("rate", 0.8, "times a quantity it makes an amount")
            rates = [rate]
    if len(parts) == 2 and len(rates) == 1:
        (count,) = set(parts) - set(rates)
        if found[count].name == "period":
            found[count] = Role("quantity", 0.8, "times a rate it makes an amount")
        if found[count].confidence < 0.6 and found[count].name in MONEY:
            found[count] = Role("quantity", 0.75, "times a rate it makes an amount")
    if (rates and found[index].name in {"total", "rate", "bill_rate"}) or (
        rates and found[index].confidence < 0.5
    ):
        bills = any(found[rate].name == "bill_rate" for rate in rates)
        found[index] = Role("revenue" if bills else "cost", 0.8, "quantity times rate")


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
    for index, relation in relations.items():
        if (
            relation.kind == "product"
            and index in found
            and found[index].name in {"cost", "revenue", "total"}
        ):
            if any(part in found and found[part].name == "bill_rate" for part in relation.parts):
                found[index] = Role("revenue", 0.8, "quantity times client rate")


def _ids(columns: Sequence[Column], found: dict[int, Role]) -> None:
    """Of several code columns the one that differs most names the line; those that repeat name its parents.

    The same for titles: the one that repeats is a group.
    """
    _first_reference(columns, found)
    for role, repeated in (("line_id", "parent_id"), ("title", "group")):
        same = [column for column in columns if column.index in found and found[column.index].name == role]
        if len(same) < 2:
            continue
        best = max(same, key=lambda column: (round(column.unique, 2), column.distinct))
        for column in same:
            if column is best or not column.filled:
                continue
            if column.unique < 0.75 * best.unique and column.filled > 3:
                found[column.index] = Role(repeated, 0.75, "its values repeat")
            elif role == "line_id" and column.index > best.index:
                found[column.index] = Role("reference", 0.5, "a second code")
