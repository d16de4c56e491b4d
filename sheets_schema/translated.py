"""The contract with its output tabs in a language: their titles, headings and notes.

What they are called in the other languages stays known, so that a tab is found whatever it was written in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sheets_schema.language import LANGUAGES
from sheets_schema.model import Field, Schema, Tab
from sheets_schema.spoken import spoken


def in_language(schema: Schema, code: str) -> Schema:
    """`schema`, as the English files make it, in the language `code`; tabs that people write stay."""
    return Schema(
        schema.version,
        {
            name: _tab(tab, code) if tab.written_by == "plumbline" else tab
            for name, tab in schema.tabs.items()
        },
    )


def _tab(tab: Tab, code: str) -> Tab:
    by_language = {other: spoken(other).tabs.get(tab.name, {}) for other in LANGUAGES}
    said = by_language[code]
    titles = _others(tab.title, [words.get("title") for words in by_language.values()])
    title = said.get("title", tab.title)
    return replace(
        tab,
        title=title,
        titles=tuple(each for each in titles if each != title),
        description=said.get("description", tab.description),
        fields=tuple(
            _field(field, [words.get("fields", {}).get(field.name) for words in by_language.values()], said)
            for field in tab.fields
        ),
        series=tuple(
            replace(series, description=said.get("series", {}).get(series.name, series.description))
            for series in tab.series
        ),
    )


def _field(field: Field, every: list[Any], said: Any) -> Field:
    title, description = said.get("fields", {}).get(field.name) or (field.title, field.description)
    titles = _others(field.title, [words and words[0] for words in every])
    return replace(
        field,
        title=title,
        description=description,
        headings=tuple(each for each in titles if each != title),
    )


def _others(english: str, found: list[str | None]) -> list[str]:
    return list(dict.fromkeys([english, *(each for each in found if each)]))
