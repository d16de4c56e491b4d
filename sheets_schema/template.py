"""The template workbook as data, empty or filled: a Sheets batch and an Excel file are both made from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sheets_schema.formats import FormatType, number_format, width_of
from sheets_schema.loader import load
from sheets_schema.model import Field, FieldType, Schema, Tab, Unit

Value = str | float | bool | date | None
Row = Mapping[str, Any]  # field name, or a month such as "2026-03", -> value


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its heading cell and how its cells look. A month column has a date as its heading."""

    name: str
    heading: str | date
    note: str
    type: FieldType
    unit: Unit
    width: int
    format: tuple[FormatType, str] | None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One tab: the header in its first row, `rows` beneath, each as wide as `columns`.

    `cell_formats` holds what differs from the column: (row beneath the header, column) -> format.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    cell_formats: Mapping[tuple[int, int], tuple[FormatType, str]]
    cell_choices: Mapping[tuple[int, int], tuple[str, ...]]


def template(
    tables: Mapping[str, Iterable[Row]] | None = None,
    *,
    months: Sequence[str] = (),
    schema: Schema | None = None,
) -> tuple[Sheet, ...]:
    """The input tabs, with the rows given by tab name; `months` ("2026-03") heads further columns."""
    schema = schema or load()
    filled = {name: list(rows) for name, rows in (tables or {}).items()}
    return tuple(_sheet(tab, filled.get(tab.name, []), months) for tab in schema.inputs)


def _sheet(tab: Tab, rows: list[Row], months: Sequence[str]) -> Sheet:
    if tab.layout == "keys":
        return _keys(tab, rows)
    columns = [_column(field) for field in tab.fields]
    for series in tab.series:
        used = {key for row in rows for key in row if _is_month(key)}
        wanted = used | set(months) if series.required or used else used
        columns += [
            Column(
                name=month,
                heading=date(int(month[:4]), int(month[5:]), 1),
                note=series.description,
                type="number",
                unit=series.unit,
                width=80,
                format=number_format("number", series.unit),
            )
            for month in sorted(wanted)
        ]
    body = tuple(tuple(row.get(column.name) for column in columns) for row in rows)
    return Sheet(
        name=tab.name, title=tab.title, columns=tuple(columns), rows=body, cell_formats={}, cell_choices={}
    )


def _keys(tab: Tab, rows: list[Row]) -> Sheet:
    """One setting a row: those of the contract first, then what else is given."""
    given = {row["key"]: row.get("value") for row in rows}
    known = {key.name: key for key in tab.keys}
    body: list[tuple[Value, ...]] = [(key.title, given.get(key.name), key.description) for key in tab.keys]
    body += [(name, value, "") for name, value in given.items() if name not in known]
    formats = {
        (at, 1): shown
        for at, key in enumerate(tab.keys)
        if (shown := number_format(key.type, key.unit)) is not None
    }
    return Sheet(
        name=tab.name,
        title=tab.title,
        columns=tuple(
            _column(field, width) for field, width in zip(tab.fields, (170, 210, 460), strict=True)
        ),
        rows=tuple(body),
        cell_formats=formats,
        cell_choices={(at, 1): key.enum for at, key in enumerate(tab.keys) if key.enum},
    )


def _column(field: Field, width: int = 0) -> Column:
    return Column(
        name=field.name,
        heading=field.title,
        note=field.description,
        type=field.type,
        unit=field.unit,
        width=width or width_of(field.type, field.unit, field.width),
        format=number_format(field.type, field.unit),
        choices=field.enum,
    )


def _is_month(key: str) -> bool:
    return len(key) == 7 and key[4] == "-" and key[:4].isdigit() and key[5:].isdigit()
