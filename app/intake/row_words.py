"""What a row calls itself: total, subtotal, tax, mark-up, share, average, check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.intake.columns import Column, Type
from app.intake.kinds import Kind, View
from app.intake.labels import words_of
from app.intake.role import Role
from app.intake.vocabulary import Hit, column_hits, row_hits

_ORDER = ("subtotal", "average", "tax", "adjustment", "percent", "check", "total")
_WORDS = 7  # a label has no more


@dataclass(frozen=True, slots=True)
class RowWords:
    """`strong`: the label begins (or ends) with the word; `whole`: it is nothing but the word."""

    kind: str = ""
    strong: bool = False
    whole: bool = False


NOTHING = RowWords()


def row_words(view: View, columns: Sequence[Column], roles: Mapping[int, Role], row: int) -> RowWords:
    """The plainest of what the row's texts say; remarks count only where the row has no title."""
    best = NOTHING
    titled = False
    for column in columns:
        if view.kinds[row, column.index] != Kind.TEXT:
            continue
        role = roles[column.index].name
        if role == "note" and titled:
            continue
        titled = titled or role == "title" or column.type == Type.TEXT
        said = label_words(view.text(row, column.index))
        if (said.whole, said.strong, bool(said.kind)) > (best.whole, best.strong, bool(best.kind)):
            best = said
    return best


@lru_cache(maxsize=65536)
def label_words(text: str) -> RowWords:
    """What one label says."""
    words = words_of(text)
    if not words or len(words) > 14:
        return NOTHING
    hits = [hit for hit in row_hits(text) if hit.concept in _ORDER]
    if not hits:
        return NOTHING
    kinds = {hit.concept for hit in hits}
    taxed = {hit.concept for hit in column_hits(text)}
    first = min(hits, key=lambda hit: hit.first)
    last = max(hits, key=lambda hit: hit.end)
    strong = first.first == 0 or (last.end == len(words) and len(words) <= _WORDS)
    if "total" in kinds and "tax" in kinds:
        kind = "total_inc_tax" if "taxed" in taxed else "total"
    elif "total" in kinds and "taxed" in taxed:
        kind = "total_inc_tax"
    elif first.first == 0 and first.concept in {"total", "subtotal"}:
        kind = "subtotal" if "subtotal" in kinds else first.concept
    else:
        kind = next(name for name in _ORDER if name in kinds)
    mine = [hit for hit in hits if kind in {hit.concept, "total_inc_tax"}]
    if kind in {"tax", "adjustment", "check", "percent", "average"}:
        strong = any(hit.first == 0 for hit in mine) and len(words) <= _WORDS
    return RowWords(kind, strong, _covers(hits, words))


def _covers(hits: Sequence[Hit], words: tuple[str, ...]) -> bool:
    """Whether hits, numbers and signs are all that the label holds."""
    covered = {at for hit in hits for at in range(hit.first, hit.end)}
    return all(at in covered or not word.isalpha() for at, word in enumerate(words))
