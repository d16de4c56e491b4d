"""What each column holds: decided by its values, its arithmetic and its words, in that order of weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.intake.columns import Column, Type
from app.intake.number_roles import number_role
from app.intake.relations import Relation
from app.intake.role import Role
from app.intake.role_arithmetic import by_arithmetic
from app.intake.role_context import by_context
from app.intake.text_roles import TEXT_ROLES, day_roles, text_roles
from app.intake.words_of_column import names, title_concepts


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
        on_axis = column.index in axis
        numbers = column.type == Type.NUMBER or (column.type == Type.EMPTY and on_axis)
        if numbers and (on_axis or not _is_texts(column, language)):
            found[column.index] = number_role(column, context, language, on_axis=on_axis)
    by_arithmetic(columns, relations, found, language)
    found |= day_roles([column for column in columns if column.type == Type.DAY], language)
    found |= text_roles([column for column in columns if column.index not in found], found, language)
    by_context(columns, found, axis, language)
    return found


def _is_texts(column: Column, language: str) -> bool:
    """Whether a column of nothing but errors is headed as one of texts."""
    own = names(column, language)[0]
    return column.errors == column.filled and bool(own) and own[0] in TEXT_ROLES
