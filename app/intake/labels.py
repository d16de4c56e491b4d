"""Headings and row labels made comparable: cut into words, folded, each with its place."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.workbook.cells import plain

_CAMEL = re.compile(r"(?<=[A-Za-z][a-z]{2})(?=[A-Z][a-z])")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[\"״'’][^\W\d_]+)*['’]?|[%#№°º€$£₪₽¥₹₺₴₾/&+?]")


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Without case, accents, direction marks and kinds of blank; Hebrew marks and quotes made one."""
    bare = plain(text).replace("№", "\x00")
    decomposed = unicodedata.normalize("NFKD", bare).casefold()
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return (
        letters.replace("\x00", "№").replace("״", '"').replace("׳", "'").replace("’", "'").replace("''", '"')
    )


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """`StartDate`, `start_date` and `Start-Date:` all are (start, date); signs such as % stay words."""
    return tuple(_WORD.findall(folded(_CAMEL.sub(" ", text)).replace("_", " ")))
