"""Whether a file fits `q`, and in which order files are listed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from app.sandbox.access import LEVEL_OF_ROLE, Level
from app.sandbox.drive.query_syntax import BadQuery, Both, Either, Has, Node, Not, Term
from app.sandbox.drive.view import View, root_of
from app.sandbox.file_record import FOLDER

Sayer = Callable[[View], Any]
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def fits(node: Node, view: View) -> bool:
    """Whether the file is meant; BadQuery for a field or operator that Drive does not have."""
    match node:
        case Both(parts=parts):
            return all(fits(part, view) for part in parts)
        case Either(parts=parts):
            return any(fits(part, view) for part in parts)
        case Not(inner=inner):
            return not fits(inner, view)
        case Has(field=field, key=key, value=value):
            if field not in {"properties", "appProperties"}:
                raise BadQuery(field)
            return bool(view.record.more.get(field, {}).get(key) == value)
        case Term():
            return _term(node, view)


def _term(term: Term, view: View) -> bool:
    test = _TESTS.get(term.field)
    if test is None:
        raise BadQuery(term.field)
    return test(term, view)


def _name(term: Term, view: View) -> bool:
    """`contains` looks for words of the name that begin so; = and != disregard case."""
    name, value = view.record.name.lower(), term.value.lower()
    if term.operator == "contains":
        return _begins_a_word(name, value)
    return _compared(term, name, value)


def _full_text(term: Term, view: View) -> bool:
    if term.operator != "contains":
        raise BadQuery(term.operator)
    value = term.value.lower().strip('"')
    if _begins_a_word(f"{view.record.name} {view.record.more.get('description', '')}".lower(), value):
        return True
    return view.is_workbook and any(_begins_a_word(text, value) for text in _texts(view))


def _texts(view: View) -> list[str]:
    book = view.state.store.spreadsheet(view.record.file_id)
    return [
        value.lower()
        for sheet in book.sheets
        for row in sheet.grid.rows.values()
        for value in row.values
        if isinstance(value, str)
    ]


def _mime_type(term: Term, view: View) -> bool:
    if term.operator == "contains":
        return term.value in view.record.mime_type
    return _compared(term, view.record.mime_type, term.value)


def _time(sayer: Sayer) -> Callable[[Term, View], bool]:
    def test(term: Term, view: View) -> bool:
        try:
            moment = datetime.fromisoformat(term.value)
        except ValueError:
            raise BadQuery(term.value) from None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        held = sayer(view)
        return held is not None and _compared(term, held, moment)

    return test


def _flag(sayer: Sayer) -> Callable[[Term, View], bool]:
    def test(term: Term, view: View) -> bool:
        if term.value not in {"true", "false"}:
            raise BadQuery(term.value)
        return _compared(term, bool(sayer(view)), term.value == "true")

    return test


def _parents(term: Term, view: View) -> bool:
    if term.operator != "in":
        raise BadQuery(term.operator)
    wanted = root_of(view.identity.email) if term.value == "root" else term.value
    return wanted in view.parents


def _people(level: Level) -> Callable[[Term, View], bool]:
    """Owners hold the owner's role; writers and readers that role or a higher one."""

    def test(term: Term, view: View) -> bool:
        if term.operator != "in":
            raise BadQuery(term.operator)
        wanted = view.identity.email if term.value == "me" else term.value.lower()
        return any(
            LEVEL_OF_ROLE[held["role"]] >= level and str(held.get("emailAddress", "")).lower() == wanted
            for held in view.permissions
        )

    return test


def _visibility(term: Term, view: View) -> bool:
    reach = [(held["type"], held.get("allowFileDiscovery", False)) for held in view.permissions]
    if ("anyone", True) in reach:
        held = "anyoneCanFind"
    elif ("anyone", False) in reach:
        held = "anyoneWithLink"
    elif any(kind == "domain" for kind, _ in reach):
        held = "domainCanFind" if ("domain", True) in reach else "domainWithLink"
    else:
        held = "limited"
    return _compared(term, held, term.value)


def _shared_with_me(term: Term, view: View) -> bool:
    return _flag(lambda v: v.shared_with_me)(term, view)


_TESTS: dict[str, Callable[[Term, View], bool]] = {
    "name": _name,
    "fullText": _full_text,
    "mimeType": _mime_type,
    "modifiedTime": _time(lambda view: view.record.modified),
    "createdTime": _time(lambda view: view.record.created),
    "viewedByMeTime": _time(lambda view: _moment(view.by_me("viewedByMeTime"))),
    "sharedWithMeTime": _time(lambda view: view.shared_with_me),
    "trashed": _flag(lambda view: view.record.trashed),
    "starred": _flag(lambda view: view.by_me("starred")),
    "sharedWithMe": _shared_with_me,
    "parents": _parents,
    "owners": _people(Level.OWN),
    "writers": _people(Level.WRITE),
    "readers": _people(Level.READ),
    "visibility": _visibility,
}


def _compared(term: Term, held: Any, value: Any) -> bool:
    match term.operator:
        case "=":
            return bool(held == value)
        case "!=":
            return bool(held != value)
        case "<":
            return bool(held < value)
        case "<=":
            return bool(held <= value)
        case ">":
            return bool(held > value)
        case ">=":
            return bool(held >= value)
    raise BadQuery(term.operator)


def _begins_a_word(text: str, part: str) -> bool:
    return bool(re.search(r"(?:^|[\W_])" + re.escape(part), text)) if part else True


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


_KEYS: dict[str, Sayer] = {
    "createdTime": lambda view: view.record.created,
    "folder": lambda view: view.record.mime_type != FOLDER,
    "modifiedByMeTime": lambda view: view.record.modified if _modified_by_me(view) else NEVER,
    "modifiedTime": lambda view: view.record.modified,
    "name": lambda view: view.record.name.lower(),
    "name_natural": lambda view: _natural(view.record.name),
    "quotaBytesUsed": lambda view: int(view.record.more.get("_size", 0)),
    "recency": lambda view: max(view.record.modified, view.shared_with_me or NEVER),
    "sharedWithMeTime": lambda view: view.shared_with_me or NEVER,
    "starred": lambda view: not view.by_me("starred"),
    "viewedByMeTime": lambda view: _moment(view.by_me("viewedByMeTime")) or NEVER,
}


def ordered(views: list[View], order: str) -> list[View]:
    """By `orderBy`, such as `folder,modifiedTime desc`; BadQuery for a key that Drive does not have."""
    for part in reversed(order.split(",")):
        name, _, direction = part.strip().partition(" ")
        if name not in _KEYS or direction.strip() not in {"", "asc", "desc"}:
            raise BadQuery(part)
        views = sorted(views, key=_KEYS[name], reverse=direction.strip() == "desc")
    return views


def _modified_by_me(view: View) -> bool:
    return view.record.modified_by == view.identity.email


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = re.findall(r"\d+|\D+", name.lower())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
