"""Roles of columns that hold texts or days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.intake.columns import Column, Type
from app.intake.fiscal import fiscal_parts
from app.intake.periods import period_of_text
from app.intake.role import ADDITIVE, Role
from app.intake.vocabulary import currency_in, head_first, is_placeholder
from app.intake.words_of_column import concepts, names

TEXT_ROLES = {
    "id": "line_id",
    "parent": "parent_id",
    "reference": "reference",
    "title": "title",
    "name": "title",
    "group": "group",
    "category": "category",
    "owner": "owner",
    "job_role": "job_role",
    "vendor": "vendor",
    "vendor_id": "vendor_id",
    "client": "client",
    "status": "status",
    "note": "note",
    "predecessor": "predecessor",
    "currency": "currency",
    "unit": "unit",
    "period": "period",
    "start": "start",
    "finish": "finish",
    "date": "date",
    "working": "working",
}
_DAY_ROLES = ("start", "finish", "period", "date")
_TIMES = frozenset({"period", "start", "finish", "date"})
_URL = re.compile(r"^(https?://|www\.)|^\S+@\S+\.\w+$")
_CODE = re.compile(r"^(?=.*\d)[\w./\-]{1,16}\.?$")
_NUMBERS = ADDITIVE | {"cumulative", "percent", "rate"}
_WHO = frozenset({"owner", "vendor", "client", "job_role", "group", "category", "status"})


def day_roles(columns: Sequence[Column], language: str) -> dict[int, Role]:
    """Start, finish, period or date."""
    found: dict[int, Role] = {}
    for column in columns:
        own, above = names(column, language)
        concept = next((name for name in (*own, *above) if name in _DAY_ROLES), "")
        found[column.index] = Role(
            concept or "date", 0.85 if concept else 0.5, "days" if concept else "days without a word"
        )
    return found


def text_roles(rest: Sequence[Column], found: Mapping[int, Role], language: str) -> dict[int, Role]:
    """Roles of the other columns; one that no word names may be the title, by place and length."""
    made: dict[int, Role] = {}
    for column in rest:
        if role := _named(column, language) or _by_values(column):
            made[column.index] = role
    first_number = min(
        (index for index, role in found.items() if role.name not in {"line_id", "parent_id", "reference"}),
        default=10**6,
    )
    _people(rest, made, found, language)
    _sort_out_titles(rest, made, first_number)
    for column in rest:
        if column.index not in made:
            made[column.index] = _by_place(column, first_number)
    return made


def _by_place(column: Column, first_number: int) -> Role:
    """A guess from where the column stands and what its texts are like."""
    if column.type == Type.EMPTY:
        return Role("blank", 0.6, "empty")
    right = column.index > first_number
    if right and column.letters > 25:
        return Role("note", 0.5, "long texts to the right")
    if column.unique < 0.5 and column.filled > 4:
        return Role("category" if right else "group", 0.35, "texts that repeat")
    return Role("note", 0.35, "texts to the right") if right else Role("title", 0.35, "texts")


def _people(rest: Sequence[Column], made: dict[int, Role], found: Mapping[int, Role], language: str) -> None:
    """`Name` beside roles, or beside rates and hours, is a person's."""
    roles = {role.name for role in made.values()}
    paid = len({role.name for role in found.values()} & {"rate", "bill_rate", "hours", "days", "fte"}) >= 1
    for column in rest:
        if names(column, language)[0] != ["name"] or made[column.index].name != "title":
            continue
        others = any(role.name == "title" for index, role in made.items() if index != column.index)
        if "job_role" in roles or (paid and not others):
            made[column.index] = Role("owner", 0.7, "names of people")


def _named(column: Column, language: str) -> Role | None:
    own, above = names(column, language)
    if (
        column.type == Type.TEXT
        and column.texts
        and sum(bool(_URL.match(text)) for text in column.texts) > 0.6 * len(column.texts)
    ):
        return Role("reference", 0.8, "links")
    known = [name for name in own if name in TEXT_ROLES and (name not in _TIMES or _are_times(column))]
    numeric = next((name for name in own if name in _NUMBERS), "")
    if numeric and column.type == Type.EMPTY:
        return Role(numeric, 0.6, "heading over no numbers")
    if not known:
        known = [name for name in above if name in TEXT_ROLES]
    if not known or not _leads(column, language):
        return None
    return Role(TEXT_ROLES[_best(known, column)], 0.85, "heading")


def _are_times(column: Column) -> bool:
    """Whether a column headed as a period or a day holds such, or nothing yet."""
    if column.type != Type.TEXT or not column.texts:
        return True
    told = [text for text in column.texts[:20] if not is_placeholder(text)]
    good = sum(period_of_text(text) is not None or fiscal_parts(text) is not None for text in told)
    return good >= 0.5 * len(told)


def _leads(column: Column, language: str) -> bool:
    """Whether a known word stands where the heading says what it is, not deep inside a phrase."""
    hits = concepts(column.own, language)
    return not hits or not head_first(language) or min(hit.first for hit in hits) < 2


def _best(known: list[str], column: Column) -> str:
    """Of several things that a heading names, the one its values are like."""
    if len(known) == 1:
        words_only = not any(char.isdigit() for text in column.texts for char in text)
        return "title" if known[0] == "id" and words_only and column.letters > 4 else known[0]
    if "note" in known and (column.letters > 30 or known[0] == "note"):
        return "note"
    if _codes(column) > 0.6:
        for name in ("vendor_id", "reference", "id", "parent"):
            if name in known:
                return name
    else:
        known = [name for name in known if name != "id"] or known
    if "unit" in known and column.letters <= 6:
        return "unit"
    if known[0] == "title":
        return next((name for name in known[1:2] if name in _WHO), "title")
    return known[0]


def _codes(column: Column) -> float:
    return sum(bool(_CODE.match(text)) for text in column.texts) / len(column.texts) if column.texts else 0.0


def _by_values(column: Column) -> Role | None:
    """What the values alone tell."""
    texts = column.texts
    if not texts:
        return None
    if all(len(text) <= 4 and currency_in(text) for text in texts) and column.filled > 1:
        return Role("currency", 0.85, "currency codes")
    if _codes(column) > 0.85 and column.unique > 0.8 and column.letters < 12:
        return Role("line_id", 0.6, "codes that differ")
    return None


def _sort_out_titles(rest: Sequence[Column], made: dict[int, Role], first_number: int) -> None:
    """There is a title: if no heading names it, it is the longest and most varied column of texts."""
    if any(role.name == "title" for role in made.values()):
        return
    groups = [column for column in rest if column.index in made and made[column.index].name == "group"]
    if len(groups) == 1 and groups[0].unique > 0.9 and not _free_texts(rest, made):
        made[groups[0].index] = Role("title", 0.6, "the only column of names")
        return
    free = _free_texts(rest, made)
    free = [column for column in free if column.unique >= 0.5 or column.filled <= 4]
    if free:
        best = max(
            free,
            key=lambda column: (
                min(column.letters, 40)
                * column.unique
                * min(1.0, column.filled / max(1, column.rows) + 0.3)
                * (0.3 if column.index > first_number else 1.0),
                -column.index,
            ),
        )
        made[best.index] = Role("title", 0.55, "the longest texts")


def _free_texts(rest: Sequence[Column], made: dict[int, Role]) -> list[Column]:
    """Columns of texts that no heading names."""
    return [
        column
        for column in rest
        if column.type == Type.TEXT and (column.index not in made or made[column.index].confidence < 0.5)
    ]
