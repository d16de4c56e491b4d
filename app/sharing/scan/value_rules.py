"""Rules over every text that can be read: no internal number in any form, no name, no id."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO

from app.sharing.scan.case import Case, Found, Rule
from app.sharing.scan.secret import folded, forms_of, key_of, tells
from app.sharing.scan.surfaces import surfaces

PARTS = re.compile(
    r"(\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/theme/theme\d+\.xml|"
    r"xl/(workbook|styles|sharedStrings|metadata)\.xml|xl/worksheets/sheet\d+\.xml|"
    r"xl/drawings/drawing\d+\.xml|xl/charts/(chart|style|colors)\d+\.xml|.*\.rels)$"
)


def internal_numbers(case: Case) -> Iterable[Found]:
    """Any internal number: raw, grouped, rounded, in thousands, in per cent, as a date's number."""
    secret, known = case.secrets.numbers, case.secrets.published
    if not secret:
        return
    ours = {*case.expected.mark.values(), *case.expected.roles}  # an id of chance digits; addresses as typed
    for surface in surfaces(case):
        if surface.names_only or surface.text in ours:
            continue
        if surface.number is None:
            told = tells(surface.text, secret, known)
        else:
            keys = {key_of(surface.number)} | (forms_of(surface.number) if surface.number % 1 else set())
            told = not keys.isdisjoint(secret) and keys.isdisjoint(known)
        if told:
            yield Found(surface.place)


def internal_names(case: Case) -> Iterable[Found]:
    """Other clients, our people, vendors, numbers of papers."""
    pattern = case.secrets.pattern
    if pattern is None:
        return
    for surface in surfaces(case):
        if surface.text and pattern.search(folded(surface.text)):
            yield Found(surface.place)


def file_ids(case: Case) -> Iterable[Found]:
    """Ids of our own files."""
    for surface in surfaces(case):
        if any(one in surface.text for one in case.secrets.ids):
            yield Found(surface.place)


def package_parts(case: Case) -> Iterable[Found]:
    """The .xlsx holds sheets, styles, texts and charts: no cache, no comment, no link elsewhere, no name."""
    body = case.seen.exports.get("xlsx")
    if body is None:
        return
    with zipfile.ZipFile(BytesIO(body)) as package:
        for part in package.namelist():
            if not PARTS.match(part):
                yield Found(f"xlsx {part}")
        if b"<definedName " in package.read("xl/workbook.xml"):
            yield Found("xlsx xl/workbook.xml, names")


def marked_by_mistake(case: Case) -> Iterable[Found]:
    """The contract itself calls something of cost, rate or margin fit for clients."""
    from app.sharing.allow_list import marked_by_mistake as marked

    return (Found(name) for name in marked(case.schema))


VALUE_RULES = (
    Rule("internal_numbers", "values", internal_numbers),
    Rule("internal_names", "people and other clients", internal_names),
    Rule("file_ids", "file ids", file_ids),
    Rule("package_parts", "package", package_parts),
    Rule("marked_by_mistake", "allow-list", marked_by_mistake),
)
