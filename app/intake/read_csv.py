"""CSV and its relatives as one tab of texts: every record is a row, blank ones included."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

from app.errors import DamagedFile
from app.intake.limits import CellBudget
from app.intake.sheet import Received, Sheet
from app.workbook.book import CellError, CellValue

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_LINES = 200
_ERRORS = frozenset({"#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_BLANK: list[CellValue] = []  # one for all: millions of blank records cost no memory
_BLANK_LOOKS: list[int] = []
_QUOTE_INSIDE = re.compile(r'(?<=[א-ת])"(?=[א-ת])')  # the mark inside a Hebrew abbreviation


def read_csv(path: Path) -> Received:
    """Reads comma, semicolon, tab or bar separated text in UTF-8, UTF-16 or the Windows code pages."""
    text = _decode(path.read_bytes())
    if not text.strip():
        raise DamagedFile(f"{path.name} holds nothing but blanks")
    separator = separator_of(text)
    budget = CellBudget(path.name)
    rows: list[list[CellValue]] = []
    csv.field_size_limit(1_000_000)
    try:
        for record in csv.reader(io.StringIO(_QUOTE_INSIDE.sub("״", text), newline=""), delimiter=separator):
            budget.spend(len(record), len(record))
            rows.append([_value(field) for field in record] if record else _BLANK)
    except csv.Error as error:
        raise DamagedFile(f"{path.name}, record {len(rows) + 1}: {error}") from error
    looks = [[0] * len(row) if row else _BLANK_LOOKS for row in rows]
    return Received(
        name=path.name, kind="csv", sheets=(Sheet(name="csv", values=rows, looks=looks, typed=False),)
    )


def _value(field: str) -> CellValue:
    if not field or field.isspace():
        return None
    return CellError(field) if field in _ERRORS else field


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:4096]:
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(_code_page(content), errors="replace")


def _code_page(content: bytes) -> str:
    """The Windows code page whose letters make whole words: Hebrew, Cyrillic, else Western."""
    high = [byte for byte in content if byte >= 0x80]
    hebrew = sum(0xE0 <= byte <= 0xFA for byte in high)
    runs = [len(run) for run in re.findall(rb"[\xc0-\xff]{2,}", content)]
    long_runs = sum(runs) > 0.7 * len(high) if high else False
    if long_runs and hebrew > 0.9 * len(high):
        return "cp1255"
    return "cp1251" if long_runs else "cp1252"


def separator_of(text: str) -> str:
    """The sign that cuts the first records into the most, and the most equal, parts."""
    lines = [line for line in text[:200_000].splitlines()[:_SAMPLE_LINES] if line.strip()]
    best, score = ",", 0.0
    for separator in _SEPARATORS:
        widths = [
            len(record) for record in csv.reader(lines, delimiter=separator) if any(f.strip() for f in record)
        ]
        counted = Counter(width for width in widths if width > 1)
        if not counted:
            continue
        width, times = max(counted.items(), key=lambda item: item[0] * item[1])
        fits = times * min(width, 30) / len(lines)
        if fits > score:
            best, score = separator, fits
    return best
