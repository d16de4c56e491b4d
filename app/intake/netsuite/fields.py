"""Where an account of NetSuite's keeps what tells a booking's line: a setting, and the columns it names.

`project=line.cseg_project, person=transaction.entity`: which table of the query, and which of its columns.
Time entries have one table: `project=customer`. What is not named, the bookings do not say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

NAMES = ("project", "task", "person", "account")
LEDGER_TABLES: Mapping[str, str] = MappingProxyType(
    {"transaction": "t", "line": "tl", "posting": "tal"}
)  # as the setting names them -> as the query does
_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of a table, by its alias in the query."""

    table: str
    column: str

    @property
    def sql(self) -> str:
        """`tl.cseg_project`, an identifier: it has been looked at."""
        return f"{self.table}.{self.column}"


Fields = Mapping[str, Field]
"""By `project`, `task`, `person`, `account`; the project is always there."""


def ledger_fields(text: str) -> Fields:
    """Those of the general ledger; raises ValueError, which says what is wrong."""
    return _fields(text, LEDGER_TABLES)


def time_fields(text: str) -> Fields:
    """Those of time entries; raises ValueError."""
    return _fields(text, {"": "tb"})


def columns_of(fields: Fields, table: str) -> Collection[str]:
    """Which columns of the table they take."""
    return {field.column for field in fields.values() if field.table == table}


def _fields(text: str, tables: Mapping[str, str]) -> Fields:
    found: dict[str, Field] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, place = (side.strip() for side in part.partition("="))
        table, _, column = place.rpartition(".")
        if name not in NAMES or table not in tables or not _COLUMN.fullmatch(column):
            known = ", ".join(f"{table}.COLUMN" if table else "COLUMN" for table in tables)
            raise ValueError(f"{part!r} is not one of {', '.join(NAMES)}, `=`, and one of {known}")
        if name in found:
            raise ValueError(f"{name} is named twice")
        found[name] = Field(table=tables[table], column=column)
    if "project" not in found:
        raise ValueError("it must name where the project is")
    return found
