"""The same small job done with plain gspread, gspread with its data-frame add-ons, and pygsheets.

The job: read three tabs, write a block of 50 x 8 values with a bold header and a number format,
colour three cells, freeze the header, put a note, a conditional rule and a mark in the developer
metadata. Written as each library's own documentation shows it; only requests to Sheets are counted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gspread
import httplib2
import pandas as pd
import pygsheets
import requests
from google.oauth2.credentials import Credentials
from gspread_dataframe import get_as_dataframe, set_with_dataframe
from gspread_formatting import (
    BooleanCondition,
    BooleanRule,
    Color,
    ConditionalFormatRule,
    GridRange,
    NumberFormat,
    TextFormat,
    format_cell_range,
    get_conditional_format_rules,
    set_frozen,
)
from gspread_formatting.models import CellFormat
from requests.adapters import HTTPAdapter

TABS = ("Budget", "Actuals", "Settings")
HEADER = [f"Column {i}" for i in range(8)]
BLOCK = [[row * 8 + column + 0.5 for column in range(8)] for row in range(50)]
RED = {"red": 0.98, "green": 0.89, "blue": 0.88}
RULE = "=N($B1)<0"
MARKED = ("B3", "B7", "B11")


class _ToSandbox(HTTPAdapter):
    """Sends what is meant for Google to `base_url`: the transport seam of requests."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._base_url = base_url

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        request.url = self._base_url + (request.path_url)
        return super().send(request, *args, **kwargs)


class _HttpToSandbox(httplib2.Http):  # type: ignore[misc] # httplib2 has no types
    """The same for httplib2, which pygsheets uses."""

    def __init__(self, base_url: str) -> None:
        super().__init__(timeout=60)
        self._base_url = base_url

    def request(self, uri: str, *args: Any, **kwargs: Any) -> Any:
        path = uri.split("://", 1)[1].partition("/")[2]
        return super().request(f"{self._base_url}/{path}", *args, **kwargs)


def _gspread(base_url: str, token: str, spreadsheet_id: str) -> Any:
    session = requests.Session()
    session.mount("https://", _ToSandbox(base_url))
    session.headers["Authorization"] = f"Bearer {token}"
    client = gspread.Client(auth=None, session=session)  # type: ignore[arg-type] # its docs: None with a session
    return client.open_by_key(spreadsheet_id)


def plain_gspread(base_url: str, token: str, spreadsheet_id: str) -> None:
    """gspread call by call."""
    book = _gspread(base_url, token, spreadsheet_id)
    for tab in TABS:
        book.worksheet(tab).get_all_values()
    sheet = book.add_worksheet("Result", rows=60, cols=8)
    sheet.update([HEADER, *BLOCK], "A1")
    sheet.format("A1:H1", {"textFormat": {"bold": True}})
    sheet.format("A2:H51", {"numberFormat": {"type": "NUMBER", "pattern": "#,##0.00"}})
    for cell in MARKED:
        sheet.format(cell, {"backgroundColor": RED})
    sheet.freeze(rows=1)
    sheet.insert_note("B3", "over budget")
    book.batch_update({"requests": [_rule_request(sheet.id)]})
    book.batch_update({"requests": [_mark_request()]})


def gspread_with_frames(base_url: str, token: str, spreadsheet_id: str) -> None:
    """gspread with gspread-dataframe and gspread-formatting."""
    book = _gspread(base_url, token, spreadsheet_id)
    for tab in TABS:
        get_as_dataframe(book.worksheet(tab))
    sheet = book.add_worksheet("Result", rows=60, cols=8)
    set_with_dataframe(sheet, pd.DataFrame(BLOCK, columns=HEADER))
    format_cell_range(sheet, "A1:H1", CellFormat(textFormat=TextFormat(bold=True)))
    number = NumberFormat(type="NUMBER", pattern="#,##0.00")
    format_cell_range(sheet, "A2:H51", CellFormat(numberFormat=number))
    for cell in MARKED:
        format_cell_range(sheet, cell, CellFormat(backgroundColor=Color(**RED)))
    set_frozen(sheet, rows=1)
    sheet.insert_note("B3", "over budget")
    rules = get_conditional_format_rules(sheet)
    rules.append(
        ConditionalFormatRule(
            ranges=[GridRange.from_a1_range("B2:B51", sheet)],
            booleanRule=BooleanRule(
                condition=BooleanCondition("CUSTOM_FORMULA", [RULE]),
                format=CellFormat(backgroundColor=Color(**RED)),
            ),
        )
    )
    rules.save()
    book.batch_update({"requests": [_mark_request()]})


def with_pygsheets(base_url: str, token: str, spreadsheet_id: str) -> None:
    """pygsheets, a wrapper over google-api-python-client."""
    http = _HttpToSandbox(base_url)
    credentials = Credentials(token=token)  # type: ignore[no-untyped-call] # google-auth types it in part
    client = pygsheets.authorize(custom_credentials=credentials, http=http)
    book = client.open_by_key(spreadsheet_id)
    for tab in TABS:
        book.worksheet_by_title(tab).get_as_df()
    sheet = book.add_worksheet("Result", rows=60, cols=8)
    sheet.update_values("A1", [HEADER, *BLOCK])
    bold = pygsheets.Cell("A1")
    bold.set_text_format("bold", True)
    pygsheets.DataRange("A1", "H1", worksheet=sheet).apply_format(bold)
    number = pygsheets.Cell("A1")
    number.set_number_format(pygsheets.FormatType.NUMBER, "#,##0.00")
    pygsheets.DataRange("A2", "H51", worksheet=sheet).apply_format(number)
    red = pygsheets.Cell("A1")
    red.color = (RED["red"], RED["green"], RED["blue"], 1.0)
    for address in MARKED:
        colour = pygsheets.DataRange(address, address, worksheet=sheet)
        colour.apply_format(red, fields="userEnteredFormat.backgroundColor")
    sheet.frozen_rows = 1
    sheet.cell("B3").note = "over budget"
    sheet.add_conditional_formatting("B2", "B51", "CUSTOM_FORMULA", {"backgroundColor": RED}, [RULE])
    book.custom_request([_mark_request()], fields="replies")


def _rule_request(sheet_id: int) -> dict[str, Any]:
    where = {
        "sheetId": sheet_id,
        "startRowIndex": 1,
        "endRowIndex": 51,
        "startColumnIndex": 1,
        "endColumnIndex": 2,
    }
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": RULE}]}
    rule = {"ranges": [where], "booleanRule": {"condition": condition, "format": {"backgroundColor": RED}}}
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


def _mark_request() -> dict[str, Any]:
    mark = {
        "metadataKey": "run",
        "metadataValue": "1",
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": mark}}


PEERS: dict[str, Callable[[str, str, str], None]] = {
    "gspread": plain_gspread,
    "gspread with gspread-dataframe and gspread-formatting": gspread_with_frames,
    "pygsheets": with_pygsheets,
}
