"""Every text and number that somebody with the file could read, with its place, whatever it is wrapped in."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pypdf import PdfReader

from app.sharing.scan.case import Case

SILENT_KEYS = {
    "spreadsheetId",
    "spreadsheetUrl",
    "id",
    "webViewLink",
    "iconLink",
    "exportLinks",
    "kind",
    "permissionId",
    "version",
    "createdTime",
    "modifiedTime",
    "viewedByMeTime",
    "modifiedByMeTime",
    "sharedWithMeTime",
    "headRevisionId",
    "permissionIds",
    "parents",
    "pattern",
    "thumbnailLink",
    "photoLink",
    "timeZone",
    "expirationTime",
    "selfLink",
    "htmlContent",
    "quotedFileContent",
    "anchor",
}
"""Ids, links and times of Google's own making."""
NUMBER_PARTS = re.compile(
    r"xl/(sharedStrings|worksheets/|charts/|comments|threadedComments|pivot|tables/|externalLinks)|docProps/custom"
)
CELL = re.compile(r"<c\s([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
TEXT_NODE = re.compile(r">([^<>]+)<")
TAG = re.compile(r"<(?:style|script)[^>]*>.*?</(?:style|script)>|<[^>]+>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Surface:
    """A text at a place; `number` where it holds a number itself. `names_only`: its numbers are technical."""

    place: str
    text: str
    number: float | None = None
    names_only: bool = False


def surfaces(case: Case) -> Iterator[Surface]:
    """All of them."""
    seen = case.seen
    yield from _json("spreadsheet", seen.spreadsheet)
    yield from _json("file", seen.file)
    for name, rows in (
        ("permission", seen.permissions),
        ("comment", seen.comments),
        ("revision", seen.revisions),
        ("folder", seen.folders),
    ):
        for index, row in enumerate(rows):
            yield from _json(f"{name} {index + 1}", row)
    for kind, body in seen.exports.items():
        yield from _EXPORTS[kind](body)
    for name, texts in (("message", seen.messages), ("log", seen.logs)):
        for index, text in enumerate(texts):
            yield Surface(f"{name} {index + 1}", text)


def _json(place: str, value: Any) -> Iterator[Surface]:
    """Strings and numbers of a JSON value; of numbers only those that are values of cells."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in SILENT_KEYS:
                continue
            if name == "numberValue" and isinstance(inner, int | float):
                yield Surface(f"{place}.{name}", "", float(inner))
            else:
                yield from _json(f"{place}.{name}", inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _json(f"{place}[{index}]", inner)
    elif isinstance(value, str):
        yield Surface(place, value)


@lru_cache(maxsize=2)
def _xlsx(body: bytes) -> tuple[Surface, ...]:
    return tuple(_xlsx_surfaces(body))


def _xlsx_surfaces(body: bytes) -> Iterator[Surface]:
    """Every part of the package: values of cells, texts, and the raw part for names."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        for part in package.namelist():
            raw = package.read(part).decode("utf-8", "replace")
            place = f"xlsx {part}"
            yield Surface(place, html.unescape(raw), names_only=True)
            if not NUMBER_PARTS.match(part):
                continue
            if part.startswith("xl/worksheets/sheet"):
                yield from _sheet(place, raw)
                continue
            for text in TEXT_NODE.findall(raw):
                yield Surface(place, html.unescape(text))


def _sheet(place: str, raw: str) -> Iterator[Surface]:
    """Cells with numbers; everything else between tags but indices of shared texts."""
    for attributes, inner in CELL.findall(raw):
        if 't="s"' not in attributes:
            yield from (Surface(place, html.unescape(text)) for text in TEXT_NODE.findall(inner))
    for text in TEXT_NODE.findall(CELL.sub("", raw)):
        yield Surface(place, html.unescape(text))


def _separated(kind: str, body: bytes) -> Iterator[Surface]:
    """Cell by cell, so that neighbours are never read as one number."""
    lines = io.StringIO(body.decode("utf-8-sig", "replace"), newline="")
    for index, row in enumerate(csv.reader(lines, delimiter="," if kind == "csv" else "\t")):
        for cell in row:
            yield Surface(f"{kind} line {index + 1}", cell)


@lru_cache(maxsize=2)
def _html(body: bytes) -> tuple[Surface, ...]:
    return tuple(_html_surfaces(body))


def _html_surfaces(body: bytes) -> Iterator[Surface]:
    """Each page of the zipped pages."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        for index, part in enumerate(package.namelist()):
            raw = package.read(part).decode("utf-8", "replace")
            yield Surface(f"html page {index + 1}", raw, names_only=True)
            for text in TAG.split(raw):
                if text.strip():
                    yield Surface(f"html page {index + 1}", html.unescape(text))


@lru_cache(maxsize=2)
def _pdf(body: bytes) -> tuple[Surface, ...]:
    return tuple(_pdf_surfaces(body))


def _pdf_surfaces(body: bytes) -> Iterator[Surface]:
    """Text of each page, and what the document says of itself."""
    reader = PdfReader(io.BytesIO(body))
    for name, value in (reader.metadata or {}).items():
        if name not in {"/CreationDate", "/ModDate", "/Producer", "/Creator"}:
            yield Surface(f"pdf {name}", str(value))
    for index, page in enumerate(reader.pages):
        for line in page.extract_text().splitlines():
            yield Surface(f"pdf page {index + 1}", line)


_EXPORTS: dict[str, Callable[[bytes], Iterable[Surface]]] = {
    "xlsx": _xlsx,
    "csv": lambda body: _separated("csv", body),
    "tsv": lambda body: _separated("tsv", body),
    "html": _html,
    "pdf": _pdf,
}
