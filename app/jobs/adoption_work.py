"""What adopting a workbook reads, and what it writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.google.sheets import SheetsGateway
from app.intake.adopt import understand
from app.intake.proposal import Proposal, propose
from app.intake.read_sheets import LOOKS, received_of
from app.workbook import marks
from app.workbook.book import Book
from app.workbook.from_sheets import book_of
from app.workbook.locate import is_output, locate
from app.workbook.notation import notation_of
from app.workbook.sheets_types import FIELDS, Spreadsheet
from sheets_schema import load
from sheets_schema.template import template
from sheets_schema.template_batch import batch_requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A proposal for one workbook. `book`: the person's own tabs; `sheet_ids`: all tabs'; `has_settings`: one
    of them is a Settings tab."""

    book: Book
    sheet_ids: frozenset[int]
    proposal: Proposal
    has_settings: bool


def offer_for(sheets: SheetsGateway, workbook_id: str) -> Offer:
    """Reads the workbook twice, values and looks, and writes nothing."""
    schema = load()
    whole = book_of(sheets.read(workbook_id, FIELDS, Spreadsheet))
    located, _ = locate(whole, schema, notation_of(whole.locale))
    settings = located.get("settings")
    ours = {settings.tab.sheet_id} if settings else set()
    people = replace(
        whole,
        tabs=tuple(
            tab for tab in whole.tabs if tab.sheet_id not in ours and tab.rows and not is_output(tab, schema)
        ),
    )
    file = understand(received_of(people, sheets.get(workbook_id, LOOKS)))
    return Offer(
        book=people,
        sheet_ids=frozenset(tab.sheet_id for tab in whole.tabs),
        proposal=propose(file),
        has_settings=bool(ours),
    )


def requests_for(offer: Offer, settings: Mapping[str, str | date]) -> list[dict[str, Any]]:
    """One batch: the mapping in a mark of the workbook's, and a Settings tab where there is none."""
    value = offer.proposal.adoption(offer.book).to_json()
    known = next((mark for mark in offer.book.metadata if mark.key == marks.ADOPTION), None)
    requests: list[dict[str, Any]] = [_remember(value, known.id if known else None)]
    if not offer.has_settings:
        rows = [{"key": key, "value": typed} for key, typed in settings.items()]
        tab = next(sheet for sheet in template({"settings": rows}) if sheet.name == "settings")
        taken = set(offer.sheet_ids)
        free = next(number for number in range(101, 102 + len(taken)) if number not in taken)
        requests += batch_requests([tab], first_sheet_id=free)
    return requests


def _remember(value: str, known: int | None) -> dict[str, Any]:
    if known is not None:
        return {
            "updateDeveloperMetadata": {
                "dataFilters": [{"developerMetadataLookup": {"metadataId": known}}],
                "developerMetadata": {"metadataValue": value},
                "fields": "metadataValue",
            }
        }
    return {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataKey": marks.ADOPTION,
                "metadataValue": value,
                "location": {"spreadsheet": True},
                "visibility": "DOCUMENT",
            }
        }
    }
