"""gspread as it comes: a client of Ana's, a spreadsheet, and a sheet with three rows."""

from __future__ import annotations

from collections.abc import Iterator

import gspread
import pytest

from tests.support.google_session import gspread_for
from tests.support.sandbox import RunningSandbox


@pytest.fixture
def client(sandbox: RunningSandbox) -> Iterator[gspread.Client]:
    made = gspread_for(sandbox)
    yield made
    made.http_client.session.close()


@pytest.fixture
def book(client: gspread.Client) -> gspread.Spreadsheet:
    return client.create("Plan")


@pytest.fixture
def sheet(book: gspread.Spreadsheet) -> gspread.Worksheet:
    return filled(book)


def filled(book: gspread.Spreadsheet) -> gspread.Worksheet:
    """The first sheet: a heading and two rows, five columns."""
    rows = [["item", "who", "hours", "rate", "cost"], ["Design", "Ana", 12, 90.5], ["Build", "Ben", 40, 80]]
    book.sheet1.update(rows, "A1")
    return book.sheet1
