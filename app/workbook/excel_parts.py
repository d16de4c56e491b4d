"""Adds a tab and file properties to an Excel file and leaves every other part of it as it is, byte for byte.

openpyxl would drop each formula's stored result, and what it does not know; here nothing is read but the four
parts that list the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring, tostring
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from openpyxl.packaging.custom import CustomPropertyList, StringProperty
from openpyxl.utils import get_column_letter

from app.errors import NotAnExcelFile
from app.workbook.days import serial_of

Value = str | float | date | None
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = "application/vnd.openxmlformats-officedocument"
_CUSTOM = "docProps/custom.xml"
_WIDTHS = (26, 28, 90)  # characters
_LONGEST = 250  # letters Excel keeps of a property; longer ones go on in the next


def with_additions(
    path: Path, target: Path, *, title: str, rows: Sequence[Sequence[Value]], properties: Mapping[str, str]
) -> None:
    """Writes `target`: the file at `path`, `properties`, and a tab of `rows` unless the title is there."""
    try:
        with ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
            changed = _changed(parts, title, rows, properties)
            _write(archive, parts, changed, target)
    except (BadZipFile, KeyError, ValueError) as error:
        raise NotAnExcelFile(f"{path.name} is damaged, or no workbook: {error}.") from error


def property_parts(key: str, value: str) -> list[tuple[str, str]]:
    """A long property as Excel keeps it: `key`, `key#1`, `key#2` ..."""
    parts = [value[at : at + _LONGEST] for at in range(0, len(value), _LONGEST)] or [""]
    return [(f"{key}#{number}" if number else key, part) for number, part in enumerate(parts)]


def _changed(
    parts: Mapping[str, bytes], title: str, rows: Sequence[Sequence[Value]], properties: Mapping[str, str]
) -> dict[str, bytes]:
    workbook = next(name for name in parts if re.fullmatch(r"(xl/)?workbook\.xml", name))
    folder = workbook.removesuffix("workbook.xml")
    relations = f"{folder}_rels/workbook.xml.rels"
    changed = _with_properties(parts, properties)
    listed = parts[workbook].decode()
    if f"name={quoteattr(title)}" in listed:
        return changed
    name = _free(parts, lambda number: f"{folder}worksheets/sheet{number}.xml")
    styles, day_style = _with_day_style(parts.get(f"{folder}styles.xml", b"").decode())
    used = re.findall(r'\bId="([^"]+)"', parts[relations].decode())
    relation = next(f"rId{number}" for number in range(1, len(used) + 2) if f"rId{number}" not in used)
    changed[name] = _sheet(rows, day_style)
    changed[workbook] = _listed(listed, title, relation).encode()
    changed[relations] = _related(parts[relations], relation, "worksheet", name.removeprefix(folder))
    if styles:
        changed[f"{folder}styles.xml"] = styles.encode()
    kinds = changed.get("[Content_Types].xml", parts["[Content_Types].xml"])
    changed["[Content_Types].xml"] = _typed(kinds, f"/{name}", f"{_KINDS}.spreadsheetml.worksheet+xml")
    return changed


def _with_properties(parts: Mapping[str, bytes], properties: Mapping[str, str]) -> dict[str, bytes]:
    known: Any = CustomPropertyList()
    if _CUSTOM in parts:
        known = CustomPropertyList.from_tree(_element(parts[_CUSTOM]))
    for key, value in properties.items():
        for old in [one for one in known.names if one == key or one.startswith(f"{key}#")]:
            del known[old]
        for name, part in property_parts(key, value):
            known.append(StringProperty(name=name, value=part))
    tree: Any = known.to_tree()
    changed = {_CUSTOM: tostring(tree)}
    if _CUSTOM not in parts:
        used = re.findall(r'\bId="([^"]+)"', parts["_rels/.rels"].decode())
        free = next(f"rId{number}" for number in range(1, len(used) + 2) if f"rId{number}" not in used)
        changed["_rels/.rels"] = _related(parts["_rels/.rels"], free, "custom-properties", _CUSTOM)
        changed["[Content_Types].xml"] = _typed(
            parts["[Content_Types].xml"], f"/{_CUSTOM}", f"{_KINDS}.custom-properties+xml"
        )
    return changed


def _element(part: bytes) -> Any:
    return fromstring(part)  # noqa: S314 # files with document types were refused before


def _free(parts: Mapping[str, bytes], name: Callable[[int], str]) -> str:
    return next(name(number) for number in range(1, len(parts) + 2) if name(number) not in parts)


def _listed(workbook: str, title: str, relation: str) -> str:
    """The list of tabs with one more, in the part's own prefixes."""
    found = re.search(r"<(\w+:)?sheets>", workbook)
    office = re.search(rf'xmlns:(\w+)="{re.escape(_OFFICE)}"', workbook)
    if not found or not office:
        raise ValueError("its list of tabs can't be read")
    number = 1 + max((int(one) for one in re.findall(r'\bsheetId="(\d+)"', workbook)), default=0)
    prefix = found[1] or ""
    tab = f'<{prefix}sheet name={quoteattr(title)} sheetId="{number}" {office[1]}:id="{relation}"/>'
    return workbook.replace(f"</{prefix}sheets>", f"{tab}</{prefix}sheets>", 1)


def _related(relations: bytes, identity: str, kind: str, target: str) -> bytes:
    one = f'<Relationship Id="{identity}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return _before_end(relations, "Relationships", one)


def _typed(kinds: bytes, part: str, kind: str) -> bytes:
    return _before_end(kinds, "Types", f'<Override PartName="{part}" ContentType="{kind}"/>')


def _before_end(part: bytes, element: str, more: str) -> bytes:
    text = part.decode()
    if f"</{element}>" not in text:
        raise ValueError(f"its {element} can't be read")
    return text.replace(f"</{element}>", f"{more}</{element}>", 1).encode()


def _with_day_style(styles: str) -> tuple[str, int]:
    """The styles with one more, that of a day, and its number; ("", 0) where there are none to add to."""
    found = re.search(r'<(\w+:)?cellXfs\b[^>]*\bcount="(\d+)"[^>]*>', styles)
    if not found:
        return "", 0
    prefix, number = found[1] or "", int(found[2])
    more = f'<{prefix}xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    grown = found[0].replace(f'count="{number}"', f'count="{number + 1}"')
    styles = styles.replace(found[0], grown, 1)
    return styles.replace(f"</{prefix}cellXfs>", f"{more}</{prefix}cellXfs>", 1), number


def _sheet(rows: Sequence[Sequence[Value]], day_style: int) -> bytes:
    lines = []
    for at, row in enumerate(rows, 1):
        cells = (
            _cell(f"{get_column_letter(column)}{at}", value, day_style) for column, value in enumerate(row, 1)
        )
        lines.append(f'<row r="{at}">{"".join(cells)}</row>')
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(_WIDTHS, 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><cols>{widths}</cols>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    ).encode()


def _cell(a1: str, value: Value, day_style: int) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f'<c r="{a1}" s="{day_style}"><v>{serial_of(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{a1}"><v>{value!r}</v></c>'
    return f'<c r="{a1}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _write(archive: ZipFile, parts: Mapping[str, bytes], changed: Mapping[str, bytes], target: Path) -> None:
    """Whole or not at all."""
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with ZipFile(unfinished, "w", ZIP_DEFLATED) as copy:
            for info in archive.infolist():
                copy.writestr(info, changed.get(info.filename, parts[info.filename]))
            for name in changed.keys() - parts.keys():
                copy.writestr(name, changed[name])
        unfinished.replace(target)
    finally:
        with suppress(OSError):
            unfinished.unlink()
