"""What a column's headings say, as concepts in the file's language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from app.intake.columns import Column
from app.intake.labels import words_of
from app.intake.vocabulary import Hit, column_hits, head_first, lexicon

_BRACKETS = re.compile(r"\([^()]*\)")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_MISSPELT_FROM = 6  # letters: shorter words are too alike


def concepts(text: str, language: str) -> list[Hit]:
    """The hits of one heading, what it is about first; words of other languages only when no others fit."""
    hits = list(column_hits(_main(text))) or list(column_hits(text)) or list(_misspelt(text))
    own = [hit for hit in hits if hit.language in {language, "en"}]
    others = [hit for hit in hits if not any(o.first < hit.end and hit.first < o.end for o in own)]
    chosen = own + ([] if any(hit.whole for hit in own) else others)
    order = 1 if head_first(language) else -1
    return sorted(chosen, key=lambda hit: order * hit.first)


def _main(text: str) -> str:
    """The heading without what stands in brackets."""
    return _BRACKETS.sub(" ", text) if "(" in text else text


def _measure_in_brackets(text: str) -> list[str]:
    """What a heading is counted in: days in `Effort (PT)`, hours in `Work [h]`."""
    found = _IN_BRACKETS.search(text)
    hits = column_hits(found[1]) if found else ()
    return [hit.concept for hit in hits if hit.whole and hit.concept in {"hours", "days", "fte", "percent"}][
        :1
    ]


def names(column: Column, language: str) -> tuple[list[str], list[str]]:
    """Concepts of the own heading (with unit), and of the headings above."""
    own = [*_measure_in_brackets(column.own), *(hit.concept for hit in concepts(column.own, language))]
    own += (
        [hit.concept for period in column.periods for hit in concepts(period.rest, language)]
        if column.periods
        else []
    )
    unit = [hit.concept for hit in concepts(column.unit, language)]
    above = [hit.concept for hit in concepts(column.above, language)]
    return _once([*own, *unit]), _once(above)


def title_concepts(texts: Iterable[str], language: str) -> list[str]:
    """Concepts that a table's title and its tab's name give to columns that say nothing themselves."""
    found: list[str] = []
    for text in texts:
        found.extend(hit.concept for hit in concepts(text[:80], language))
    return _once(found)


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


@lru_cache(maxsize=2048)
def _misspelt(text: str) -> tuple[Hit, ...]:
    """Hits of words that are a letter or two away from a known word."""
    known = lexicon("columns").phrases
    for at, word in enumerate(words_of(text)):
        if len(word) < _MISSPELT_FROM:
            continue
        allowed = 2 if len(word) >= 9 else 1
        for phrase, concepts_ in known.items():
            if len(phrase) != 1 or phrase[0][0] != word[0] or len(phrase[0]) < _MISSPELT_FROM - 1:
                continue
            near = abs(len(phrase[0]) - len(word)) <= allowed
            if near and _distance(word, phrase[0], allowed) <= allowed:
                return tuple(Hit(concept, at, at + 1, language, 1, False) for concept, language in concepts_)
    return ()


def _distance(one: str, other: str, most: int) -> int:
    """Letters to change, add or drop; gives up above `most`."""
    before = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for place, there in enumerate(other, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != there)))
        if min(row) > most:
            return most + 1
        before = row
    return before[-1]
