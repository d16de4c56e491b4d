"""What a person sees of a flag's life: dates, acceptance, resolved flags, names that were damaged."""

from __future__ import annotations

from datetime import date

from app.workbook.flags_tab.standing import BLOCKS
from tests.flags_tab.workbook import Workbook
from tests.workbook.books import serial

GONE = "V6:2026-02"  # raised by the small project; goes when what was booked is as planned


def made() -> Workbook:
    book = Workbook.filled()
    book.refresh()
    return book


def block_of(book: Workbook, row: int) -> str:
    """The heading of the block in which a row stands; "" among the open flags."""
    titles = {title: name for name, title in BLOCKS.items()}
    above = [titles[str(cells[0])] for cells in book.rows()[:row] if cells and cells[0] in titles]
    return above[-1] if above else ""


def test_a_formula_stays_a_formula_and_a_format_stays_with_its_row() -> None:
    book = made()
    book.note(GONE, "Action", '=UPPER("call ana")')
    row, column = book.flags()[GONE], book.columns()["Action"]
    area = {
        "sheetId": book.sheet_id("Flags"),
        "startRowIndex": row,
        "endRowIndex": row + 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    yellow = {"backgroundColorStyle": {"rgbColor": {"red": 1, "green": 1}}}
    book.sheets.batch(
        {
            "repeatCell": {
                "range": area,
                "cell": {"userEnteredFormat": yellow},
                "fields": "userEnteredFormat.backgroundColorStyle",
            }
        }
    )
    book.put("Budget!H3", 500)  # new flags push the row down
    book.refresh()
    assert book.flags()[GONE] != row
    assert book.noted(GONE, "Action", "FORMULA") == '=UPPER("call ana")'
    cell = book.sheets.cell(f"Flags!{chr(65 + column)}{book.flags()[GONE] + 1}")
    assert cell["userEnteredFormat"]["backgroundColorStyle"] == yellow["backgroundColorStyle"]


def test_first_seen_stays_and_last_seen_follows_the_status_date() -> None:
    book = made()
    book.remembers = False  # by the tab alone
    book.set("Status date", "2026-04-15")
    book.refresh()
    assert book.noted(GONE, "First seen") == serial(date(2026, 3, 31))
    assert book.noted(GONE, "Last seen") == serial(date(2026, 4, 15))


def test_first_seen_is_remembered_where_the_tab_was_deleted() -> None:
    book = made()
    book.sheets.batch({"deleteSheet": {"sheetId": book.sheet_id("Flags")}})
    book.set("Status date", "2026-04-15")
    book.refresh()
    assert book.noted(GONE, "First seen") == serial(date(2026, 3, 31))


def resolve(book: Workbook) -> None:
    """The month's actual cost becomes what was planned."""
    book.set("Status date", "2026-01-31")


def test_a_resolved_flag_with_notes_stays_below_until_they_are_cleared() -> None:
    book = made()
    book.note(GONE, "Owner", "Ben")
    resolve(book)
    book.refresh()
    row = book.flags()[GONE]
    assert block_of(book, row) == "resolved"
    assert book.noted(GONE, "Owner") == "Ben"
    assert book.noted(GONE, "State") == "resolved on 31 January 2026"
    assert "V6:2026-03" not in book.flags()  # had no notes
    book.refresh()
    assert not book.changed
    book.set("Status date", "2026-03-31")  # it is back
    book.refresh()
    assert block_of(book, book.flags()[GONE]) == ""
    assert book.noted(GONE, "Owner") == "Ben"
    assert book.noted(GONE, "State") == "open"
    resolve(book)
    book.refresh()
    book.note(GONE, "Owner", "")
    book.refresh()
    assert GONE not in book.flags()


def test_an_accepted_flag_is_quiet_but_never_hidden() -> None:
    book = made()
    lit = {place for flag in book.outcome.findings.flags if flag.id == GONE for place in flag.places}
    assert lit
    before = book.outcome.written.highlights
    book.note(GONE, "Accepted until", "2026-06-30")
    book.refresh()
    assert block_of(book, book.flags()[GONE]) == "accepted"
    assert book.noted(GONE, "State") == "accepted until 30 June 2026"
    assert book.outcome.written.highlights < before
    assert book.outcome.lives[GONE].accepted
    assert "1 accepted for now" in str(book.rows()[0][0])
    assert GONE in {flag.id for flag in book.outcome.findings.flags}
    book.note(GONE, "Accepted until", "2026-03-30")  # the day before the status date
    book.refresh()
    assert block_of(book, book.flags()[GONE]) == ""


def test_what_is_no_day_accepts_nothing_and_is_told() -> None:
    book = made()
    book.note(GONE, "Accepted until", "for ever")
    book.refresh()
    assert book.noted(GONE, "State") == "open: what stands under Accepted until is no day"
    assert book.noted(GONE, "Accepted until") == "for ever"


def test_a_cleared_name_is_found_again_by_what_the_row_says() -> None:
    book = made()
    book.note(GONE, "Owner", "Ben")
    book.note(GONE, "Flag", "")
    book.refresh()
    assert book.noted(GONE, "Owner") == "Ben"


def test_notes_whose_flag_cannot_be_told_are_kept_apart_and_join_it_again() -> None:
    book = made()
    book.note(GONE, "Owner", "Ben")
    row = book.flags()[GONE]
    book.type(row, book.columns()["Flag"], "D2")  # pasted over: now two rows say D2
    book.refresh()
    kept = next(at for at, cells in enumerate(book.rows()) if "Ben" in cells)
    assert block_of(book, kept) == "loose"
    cells = book.rows()[kept]
    assert cells[3] == "was at D2"
    assert cells[8] == "flag not known"
    assert book.noted("D2", "Owner") == ""
    assert book.noted(GONE, "Owner") == ""
    book.refresh()
    assert not book.changed
    book.type(kept, book.columns()["Flag"], GONE)
    book.refresh()
    assert book.noted(GONE, "Owner") == "Ben"
    assert BLOCKS["loose"] not in [cells[0] for cells in book.rows() if cells]


def test_a_heading_of_their_own_stays_over_their_column() -> None:
    book = made()
    book.note(GONE, "Root cause", "late invoice")
    book.type(1, book.columns()["Root cause"], "Ursache")
    book.refresh()
    assert book.noted(GONE, "Ursache") == "late invoice"
    assert "Root cause" not in book.columns()
    book.refresh()
    assert not book.changed


def test_merged_cells_of_theirs_do_not_stop_a_refresh() -> None:
    book = made()
    book.note(GONE, "Owner", "Ben")
    column = book.columns()["Owner"]
    row = book.flags()[GONE]
    area = {
        "sheetId": book.sheet_id("Flags"),
        "startRowIndex": row,
        "endRowIndex": row + 2,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    book.sheets.batch({"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}})
    book.put("Budget!H3", 500)
    book.refresh()
    assert book.noted(GONE, "Owner") == "Ben"


def test_a_tab_from_before_people_had_columns_is_written_anew() -> None:
    book = made()
    sheet = next(s for s in book.sheets.get()["sheets"] if s["properties"]["title"] == "Flags")
    mark = next(m for m in sheet["developerMetadata"] if m["metadataKey"] == "plumbline.shape")
    book.note(GONE, "Owner", "a line's owner")
    old = '{"rows":7,"columns":13,"basis":"","styles":null,"digest":""}'
    book.sheets.batch(
        {
            "updateDeveloperMetadata": {
                "dataFilters": [{"developerMetadataLookup": {"metadataId": mark["metadataId"]}}],
                "developerMetadata": {"metadataValue": old},
                "fields": "metadataValue",
            }
        }
    )
    book.refresh()
    assert book.noted(GONE, "Owner") == ""
    book.note(GONE, "Owner", "Ben")
    book.refresh()
    assert book.noted(GONE, "Owner") == "Ben"
