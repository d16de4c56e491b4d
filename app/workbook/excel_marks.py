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
from app.workbook.excel_parts import property_parts
from app.workbook.shape import short_mark


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
    found = ((key, _property(book, key)) for key in (marks.RUN, marks.ADOPTION))
    return tuple(Metadata(1, key, value) for key, value in found if value is not None)


def set_tab(sheet: Worksheet, tab: str) -> None:
    """Remembers which tab of the contract `sheet` is."""
    sheet.defined_names[marks.TAB] = DefinedName(marks.TAB, attr_text=f'"{tab}"', hidden=True)


def set_property(book: Workbook, key: str, value: str) -> None:
    """Writes a file property. A remembered shape goes without its looks: Excel wants short properties."""
    if key.startswith(marks.SHAPE):
        value = short_mark(value)
    properties = _properties(book)
    for name in [name for name in properties.names if name == key or name.startswith(f"{key}#")]:
        del properties[name]
    for name, part in property_parts(key, value):
        properties.append(StringProperty(name=name, value=part))


def _property(book: Workbook, key: str) -> str | None:
    properties = _properties(book)
    if key not in properties.names:
        return None
    names = [key, *(f"{key}#{number}" for number in range(1, len(properties.names)))]
    values = [properties[name].value for name in names if name in properties.names]
    return None if values[0] is None else "".join(map(str, values))


def _properties(book: Workbook) -> Any:
    """openpyxl's custom properties, which its type stubs leave out."""
    return cast("Any", book).custom_doc_props
