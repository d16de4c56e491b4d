"""An offer to read a workbook's own tables, as JSON."""

from __future__ import annotations

from typing import Any

from app.intake.adopt import mapping_of
from app.intake.axis import AcrossAxis
from app.intake.body import amount_columns
from app.intake.mapping import Finding
from app.intake.proposal import Proposal, key_of
from app.intake.sums import leaf_sums
from app.intake.table import Table
from app.jobs.adoption_work import Offer
from app.project.place import Place
from app.workbook.book import Tab

MOST_FINDINGS = 50


def offer_json(offer: Offer) -> dict[str, Any]:
    """As `api.adoption_schemas.AdoptionView`."""
    proposal, file = offer.proposal, offer.proposal.file
    tabs = {tab.title: tab for tab in offer.book.tabs}
    tables = [table for found in file.tables for table in found]
    tables.sort(key=lambda table: not _feeds(proposal, table))
    mapping = mapping_of(file)
    return {
        "language": file.language,
        "currency": proposal.currency,
        "has_settings": offer.has_settings,
        "tables": [_table(proposal, table, tabs[table.view.sheet.name]) for table in tables],
        "missing": [{"feeds": name, "gain": gain} for name, gain in proposal.missing.items()],
        "findings": [_finding(finding, tabs) for finding in mapping.findings[:MOST_FINDINGS]],
        "remarks": list(mapping.remarks),
    }


def _feeds(proposal: Proposal, table: Table) -> list[str]:
    return [name for name, chosen in proposal.tables.items() if chosen is table]


def _table(proposal: Proposal, table: Table, tab: Tab) -> dict[str, Any]:
    frame = table.frame
    head = max(frame.label_row, 0)
    sums = leaf_sums(table.view.numbers, amount_columns(table.columns, table.roles), table.lines)
    rows = Place(
        tab.sheet_id,
        tab.title,
        frame.first_row,
        frame.first_column,
        frame.last_row + 1,
        frame.last_column + 1,
    )
    return {
        "key": key_of(table),
        "tab": tab.title,
        "cells": _cell(rows),
        "feeds": _feeds(proposal, table),
        "lines": len(table.lines),
        "left_out": len(table.body.found) + len(table.headings),
        "periods": _periods(table),
        "columns": [
            {
                "letter": place.a1.rstrip("0123456789"),
                "heading": column.label,
                "role": table.role(column.index),
                "confidence": round(table.roles[column.index].confidence, 2),
                "why": table.roles[column.index].why,
                "sum": format(sums[column.index].normalize(), "f") if column.index in sums else None,
                "cell": _cell(place),
            }
            for column in table.columns
            if column.filled or column.label
            for place in [Place(tab.sheet_id, tab.title, head, column.index, head + 1, column.index + 1)]
        ],
    }


def _periods(table: Table) -> str:
    if not isinstance(table.axis, AcrossAxis):
        return ""
    keys = sorted(set(table.axis.periods.values()))
    return f"{keys[0]} to {keys[-1]}, by {table.axis.grain}"


def _finding(finding: Finding, tabs: dict[str, Tab]) -> dict[str, Any]:
    place, tab = finding.places[0], tabs[finding.sheet]
    return {
        "kind": finding.kind,
        "note": finding.note,
        "shown": finding.shown,
        "recomputed": finding.recomputed,
        "mend": finding.mend,
        "cell": {"sheet_id": tab.sheet_id, "tab": tab.title, "a1": place.a1},
    }


def _cell(place: Place) -> dict[str, Any]:
    return {"sheet_id": place.sheet_id, "tab": place.tab, "a1": place.a1}
