"""The pivots of an .xlsx file: where they stand, and which cells they claim to add up."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

from openpyxl.utils.cell import range_boundaries

from app.intake.sheet import Pivot
from app.workbook.book import Box

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def related(archive: ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """(kind, part) of what hangs on a part: ("pivotTable", "xl/pivotTables/pivotTable1.xml")."""
    folder, name = posixpath.split(part)
    root = _root(archive, f"{folder}/_rels/{name}.rels")
    for relation in root if root is not None else ():
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        yield kind, posixpath.normpath(posixpath.join(folder, relation.get("Target", ""))).lstrip("/")


def pivots_in(archive: ZipFile, part: str) -> list[Pivot]:
    """The pivot of a pivot table's part; none where the part is missing or has no place."""
    root = _root(archive, part)
    location = root.find(f"{_NS}location") if root is not None else None
    if root is None or location is None:
        return []
    caches = [target for kind, target in related(archive, part) if kind == "pivotCacheDefinition"]
    return [
        Pivot(
            box=box_of(location.get("ref", "A1")),
            source=_source(_root(archive, caches[0])) if caches else None,
            fields=_plain_sums(root),
        )
    ]


def box_of(ref: str) -> Box:
    """`B2:D9` as rows and columns from 0, half-open."""
    left, top, right, bottom = range_boundaries(ref)
    return Box((top or 1) - 1, (left or 1) - 1, bottom or 1, right or 1)


def _source(cache: Element | None) -> tuple[str, Box] | None:
    found = cache.find(f"{_NS}cacheSource/{_NS}worksheetSource") if cache is not None else None
    if found is None or not found.get("sheet") or not found.get("ref"):
        return None
    return found.get("sheet", ""), box_of(found.get("ref", ""))


def _plain_sums(root: Element) -> tuple[int, ...]:
    """The source's columns that the last row's last columns add up; none where rows are filtered away."""
    fields = root.findall(f"{_NS}dataFields/{_NS}dataField")
    filtered = root.find(f"{_NS}pageFields") is not None or root.find(f"{_NS}filters") is not None
    hidden = any(item.get("h") in {"1", "true"} for item in root.iter(f"{_NS}item"))
    totalled = root.get("colGrandTotals", "1") in {"1", "true"} and root.get("rowGrandTotals", "1") in {
        "1",
        "true",
    }
    sums = all(field.get("subtotal", "sum") == "sum" and field.get("showDataAs") is None for field in fields)
    if filtered or hidden or not totalled or not sums:
        return ()
    return tuple(int(field.get("fld", 0)) for field in fields)


def _root(archive: ZipFile, part: str) -> Element | None:
    if part not in archive.namelist():
        return None
    return fromstring(archive.read(part))  # noqa: S314 # no document types come here
