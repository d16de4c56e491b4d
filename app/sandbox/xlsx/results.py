"""What formulas came to, written beside them: openpyxl leaves that out, and readers want it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.value import CellError, Value

_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[ >].*?</f>)<v ?(?:/>|></v>)', re.DOTALL)
_KIND = re.compile(rb' t="[a-z]+"')


def with_results(data: bytes, sheets: Mapping[str, Sheet]) -> bytes:
    """The .xlsx with results; `sheets` by the name of the part, such as xl/worksheets/sheet1.xml."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for item in source.infolist():
            part = source.read(item)
            sheet = sheets.get(item.filename)
            target.writestr(item, _filled(part, sheet) if sheet is not None else part)
    return out.getvalue()


def _filled(part: bytes, sheet: Sheet) -> bytes:
    def filled(match: re.Match[bytes]) -> bytes:
        letters, row = coordinate_from_string(match[1].decode())
        value = sheet.grid.effective(row - 1, column_index_from_string(letters) - 1)
        kind, text = _written(value)
        attributes = _KIND.sub(b"", match[2]) + (b' t="' + kind + b'"' if kind else b"")
        return b'<c r="' + match[1] + b'"' + attributes + b">" + match[3] + b"<v>" + text + b"</v>"

    return _FORMULA_CELL.sub(filled, part)


def _written(value: Value) -> tuple[bytes, bytes]:
    """Type and text of a cached value."""
    if isinstance(value, bool):
        return b"b", b"1" if value else b"0"
    if isinstance(value, int | float):
        return b"", repr(value).encode()
    if isinstance(value, CellError):
        return b"e", escape(value.text).encode()
    return b"str", escape(value if isinstance(value, str) else "").encode()
