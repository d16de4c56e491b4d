"""Plumbline's marks in an Excel file: hidden names on tabs (they follow a renamed tab), file properties.

A tab's name holds what tab of the contract it is; everything else is a file property.
"""

from __future__ import annotations

from typing import Any, cast

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from app.workbook import marks
from app.workbook.book import Metadata
from app.workbook.page_write import short_mark


def tab_marks(book: Workbook, sheet: Worksheet) -> tuple[Metadata, ...]:
    """The marks of one tab. Ids only say that the mark is there."""
    name = sheet.defined_names.get(marks.TAB)
    if name is None:
        return ()
    tab = str(name.attr_text).strip('"')
    found = [Metadata(1, marks.TAB, tab)]
    for key in (marks.SHAPE, marks.CHARTS):
        value = _property(book, f"{key}.{tab}")
        if value is not None:
            found.append(Metadata(1, key, value))
    return tuple(found)


def file_marks(book: Workbook) -> tuple[Metadata, ...]:
    """The marks of the file."""
    value = _property(book, marks.RUN)
    return () if value is None else (Metadata(1, marks.RUN, value),)


def set_tab(sheet: Worksheet, tab: str) -> None:
    """Remembers which tab of the contract `sheet` is."""
    sheet.defined_names[marks.TAB] = DefinedName(marks.TAB, attr_text=f'"{tab}"', hidden=True)


def set_property(book: Workbook, key: str, value: str) -> None:
    """Writes a file property. A remembered shape goes without its looks: Excel wants short properties."""
    if key.startswith(marks.SHAPE):
        value = short_mark(value)
    properties = _properties(book)
    if key in properties.names:
        del properties[key]
    properties.append(StringProperty(name=key, value=value))


def _property(book: Workbook, key: str) -> str | None:
    properties = _properties(book)
    if key not in properties.names:
        return None
    value = properties[key].value
    return None if value is None else str(value)


def _properties(book: Workbook) -> Any:
    """openpyxl's custom properties, which its type stubs leave out."""
    return cast("Any", book).custom_doc_props
