"""gspread's Client and Spreadsheet, unmodified."""

from __future__ import annotations

import gspread
import pytest
from gspread.exceptions import APIError, SpreadsheetNotFound, WorksheetNotFound
from gspread.utils import ExportFormat

from tests.support.google_session import gspread_for
from tests.support.sandbox import ANA, BEN, NOOR, RunningSandbox


def test_opening(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    client.set_timeout(20)
    assert client.open_by_key(book.id).title == "Plan"
    assert client.open_by_url(book.url).id == book.id
    other = client.create("One of a kind")
    assert client.open("One of a kind").id == other.id
    assert other.id in [held.id for held in client.openall("One of a kind")]
    assert other.id in [held["id"] for held in client.list_spreadsheet_files("One of a kind")]
    assert client.get_file_drive_metadata(book.id)["name"] == "Plan"
    with pytest.raises(SpreadsheetNotFound):
        client.open("No such name")
    with pytest.raises(SpreadsheetNotFound):
        client.open_by_key("x" * 44)
    assert client.expiry is None


def test_copy_with_permissions_and_comments(
    client: gspread.Client, book: gspread.Spreadsheet, sandbox: RunningSandbox
) -> None:
    book.share(BEN, "user", "reader", notify=False)
    sandbox.json("POST", f"/drive/v3/files/{book.id}/comments?fields=id", json={"content": "Why?"})
    made = client.copy(book.id, title="Twin", copy_permissions=True)
    assert made.title == "Twin"
    assert {p["emailAddress"] for p in made.list_permissions()} == {ANA, BEN}
    said = sandbox.json("GET", f"/drive/v3/files/{made.id}/comments?fields=comments/content")
    assert said == {"comments": [{"content": "Why?"}]}
    client.del_spreadsheet(made.id)
    with pytest.raises(SpreadsheetNotFound):
        client.open_by_key(made.id)


def test_csv_in_and_files_out(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    client.import_csv(book.id, "a,1\nb,2")
    assert book.worksheets()[0].get_all_values() == [["a", "1"], ["b", "2"]]
    assert client.export(book.id, ExportFormat.CSV) == b"a,1\r\nb,2"
    assert book.export(ExportFormat.EXCEL).startswith(b"PK")


def test_permissions(client: gspread.Client, book: gspread.Spreadsheet, sandbox: RunningSandbox) -> None:
    client.insert_permission(book.id, BEN, "user", "writer", notify=False)
    held = {p["emailAddress"]: p for p in client.list_permissions(book.id)}
    assert held[BEN]["role"] == "writer"
    book.transfer_ownership(held[BEN]["id"])
    theirs = gspread_for(sandbox, BEN)
    theirs.open_by_key(book.id).accept_ownership(held[BEN]["id"])
    assert {p["emailAddress"]: p["role"] for p in book.list_permissions()} == {BEN: "owner", ANA: "writer"}
    theirs.open_by_key(book.id).remove_permissions(ANA)
    theirs.http_client.session.close()
    with pytest.raises(PermissionError):
        client.open_by_key(book.id)


def test_remove_permission(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    book.share(NOOR, "user", "reader", email_message="Have a look")
    theirs = next(p["id"] for p in book.list_permissions() if p["emailAddress"] == NOOR)
    client.remove_permission(book.id, theirs)
    assert len(book.list_permissions()) == 1


def test_sheets_of_a_spreadsheet(book: gspread.Spreadsheet) -> None:
    second = book.add_worksheet("Second", rows=20, cols=5)
    third = book.duplicate_sheet(second.id, new_sheet_name="Third")
    assert [held.title for held in book.worksheets()] == ["Third", "Sheet1", "Second"]
    book.reorder_worksheets([second, third])
    assert [held.title for held in book.worksheets()] == ["Second", "Third", "Sheet1"]
    assert book.get_worksheet(1).id == third.id
    assert book.get_worksheet_by_id(second.id).title == "Second"
    assert book.worksheet("Third").id == third.id
    book.del_worksheet(third)
    book.del_worksheet_by_id(second.id)
    assert book.sheet1.title == "Sheet1"
    with pytest.raises(WorksheetNotFound):
        book.worksheet("Third")


def test_properties(book: gspread.Spreadsheet) -> None:
    book.update_title("Plan B")
    book.update_locale("de_DE")
    book.update_timezone("Europe/Berlin")
    assert (book.title, book.locale, book.timezone) == ("Plan B", "de_DE", "Europe/Berlin")
    book.update_drive_metadata()
    with pytest.warns(DeprecationWarning, match="is deprecated"):
        assert book.creationTime <= book.lastUpdateTime
    assert book.creationTime <= book.get_lastUpdateTime()
    assert book.fetch_sheet_metadata()["properties"]["title"] == "Plan B"
    assert book.batch_update({"requests": [{"addSheet": {"properties": {"title": "New"}}}]})["replies"]


def test_values(book: gspread.Spreadsheet) -> None:
    book.values_update(
        "Sheet1!A1", params={"valueInputOption": "USER_ENTERED"}, body={"values": [["1", "=A1*2"]]}
    )
    assert book.values_get("Sheet1!A1:B1")["values"] == [["1", "2"]]
    book.values_append("Sheet1!A1", {"valueInputOption": "RAW"}, {"values": [["x", "y"]]})
    assert book.values_batch_get(["Sheet1!A2:B2"])["valueRanges"][0]["values"] == [["x", "y"]]
    book.values_batch_update({"valueInputOption": "RAW", "data": [{"range": "Sheet1!C1", "values": [[5]]}]})
    book.values_clear("Sheet1!A1")
    book.values_batch_clear(body={"ranges": ["Sheet1!B1"]})
    assert book.values_get("Sheet1!A1:C1")["values"] == [["", "", "5"]]


def test_ranges_with_a_name_and_with_protection(book: gspread.Spreadsheet, sheet: gspread.Worksheet) -> None:
    sheet.define_named_range("A1:B2", "heads")
    assert [cell.value for cell in book.named_range("heads")] == ["item", "who", "Design", "Ana"]
    assert [held["name"] for held in book.list_named_ranges()] == ["heads"]
    sheet.add_protected_range("A1:B1", editor_users_emails=[ANA])
    assert len(book.list_protected_ranges(sheet.id)) == 1


def test_a_refusal_is_an_api_error(book: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError, match="Unable to parse range"):
        book.values_get("Nowhere!A1")
