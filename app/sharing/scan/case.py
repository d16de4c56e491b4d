"""What a scan looks at, what it expects there, what must not be there, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.sharing.content import Content
from app.sharing.page import Page
from app.sharing.scan.secret import Secrets
from app.sharing.wording import Words
from sheets_schema.model import Schema

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything read back of one file, unmasked. `exports` by kind: xlsx, csv, tsv, html, pdf."""

    spreadsheet: Json
    file: Json
    permissions: Sequence[Json]
    comments: Sequence[Json] = ()
    revisions: Sequence[Json] = ()
    folders: Sequence[Json] = ()
    exports: Mapping[str, bytes] = field(default_factory=dict)
    messages: Sequence[str] = ()
    logs: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the file should be. `roles`: address to role, the owner's included; `mark`: our own mark."""

    title: str
    folder: str
    pages: Sequence[Page]
    words: Words
    number: int
    roles: Mapping[str, str]
    mark: Mapping[str, str]
    content: Content
    people_with_hours: int
    whole_money: bool = False  # no amount of the report was rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One scan."""

    seen: Evidence
    expected: Expected
    secrets: Secrets
    schema: Schema


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A leak: its class, the rule that saw it, and where; never the value. `why`: how it follows."""

    leak_class: str
    rule: str
    place: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One place that a rule complains of."""

    place: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the scan."""

    name: str
    leak_class: str
    find: Callable[[Case], Iterable[Found]]


def at(sheet: Json, row: int | None = None, column: int | None = None) -> str:
    """`tab 2, row 7, column 3`: places are told by number, since a title itself may be the leak."""
    index = sheet.get("properties", {}).get("index", 0)
    parts = [f"tab {index + 1}"]
    if row is not None:
        parts.append(f"row {row + 1}")
    if column is not None:
        parts.append(f"column {column + 1}")
    return ", ".join(parts)


CELL = re.compile(r"spreadsheet\.sheets\[(\d+)\]\.data\[0\]\.rowData\[(\d+)\]\.values\[(\d+)\](\..*)?")


def place_said(place: str) -> str:
    """A place for people: a cell's as `at` says it, whichever of its members it was; others as they are."""
    cell = CELL.fullmatch(place)
    if cell is None:
        return place
    tab, row, column = (int(number) + 1 for number in cell.groups()[:3])
    return f"tab {tab}, row {row}, column {column}"
