"""The mapping as `plumbline.mapping/1`: rows from 1, columns by letter, sums as decimal strings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.intake.axis import AcrossAxis, DownAxis
from app.intake.mapping import FileMapping, Finding, SheetMapping, TableMapping
from app.project.place import column_letters

FORMAT = "plumbline.mapping/1"


def mapping_json(mapping: FileMapping) -> dict[str, Any]:
    """The whole object."""
    return {
        "format": FORMAT,
        "file": mapping.file,
        "language": mapping.language,
        "decimal": mapping.decimal,
        "date_order": mapping.date_order,
        "fiscal_year_start": mapping.fiscal_year_start,
        "sheets": [_sheet(sheet) for sheet in mapping.sheets],
        "issues": [_issue(finding) for finding in mapping.findings],
        "questions": [
            {
                "key": question.key,
                "text": question.text,
                "choices": list(question.choices),
                "cells": [str(place) for place in question.places],
            }
            for question in mapping.questions
        ],
        "remarks": list(mapping.remarks),
    }


def _sheet(sheet: SheetMapping) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "state": sheet.state,
        "rtl": sheet.rtl,
        "class": sheet.kind,
        "tables": [_table(table) for table in sheet.tables],
    }


def _table(table: TableMapping) -> dict[str, Any]:
    return {
        "title": table.title,
        "fingerprint": table.fingerprint,
        "header_rows": [row + 1 for row in table.header_rows],
        "first_row": table.first_row + 1,
        "last_row": table.last_row + 1,
        "first_col": column_letters(table.first_column),
        "last_col": column_letters(table.last_column),
        "columns": {column_letters(column.column): _column(column) for column in table.columns},
        "axis": _axis(table),
        "totals_rows": [{"row": row.row + 1, "kind": row.kind} for row in table.totals],
        "heading_rows": [row + 1 for row in table.heading_rows],
        "lines": table.lines,
        "sums": {column_letters(column): _decimal(amount) for column, amount in table.sums.items()},
    }


def _column(column: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"role": column.role}
    if column.currency:
        found["currency"] = column.currency
    if column.scale != 1:
        found["scale"] = column.scale
    return {**found, "label": column.label, "confidence": round(column.confidence, 2), "why": column.why}


def _axis(table: TableMapping) -> dict[str, Any] | None:
    axis = table.axis
    if isinstance(axis, AcrossAxis):
        return {
            "orientation": "columns",
            "grain": axis.grain,
            "cells": [
                {"col": column_letters(column), "period": key, "role": table.axis_roles.get(column, "")}
                for column, key in sorted(axis.periods.items())
            ],
        }
    if isinstance(axis, DownAxis):
        return {
            "orientation": "rows",
            "grain": axis.grain,
            "col": column_letters(axis.column),
            "first": axis.first,
            "last": axis.last,
            "count": axis.count,
        }
    return None


def _issue(finding: Finding) -> dict[str, Any]:
    texts = {"shown": finding.shown, "true": finding.recomputed, "mend": finding.mend}
    return {
        "sheet": finding.sheet,
        "cells": [place.a1 for place in finding.places],
        "kind": finding.kind,
        "note": finding.note,
    } | {key: text for key, text in texts.items() if text}


def _decimal(amount: Decimal) -> str:
    text = format(amount.normalize(), "f")
    return "0" if text == "-0" else text
