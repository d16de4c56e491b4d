"""The words of a workbook's own tabs, by language.

English stands where it is said, and in the contract; `words/he.yaml` holds the Hebrew beside it. What has no
words there stays English: a text is never left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

from sheets_schema.language import END, FIRST_STRONG, ISOLATE, LANGUAGES, Language, words_file

_SAFE = re.compile(r"^[\u0590-\u05ff]|^[\d.,]+%?$")
_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
_COUNT = r"\d[\d,]*"
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, eq=False)  # one object a language: compared and hashed as itself
class Spoken(Language):
    """One language. `raw` is its file: `texts` by the English text, with its places to fill in (of a text
    that differs by a count: one, other); `sentences` the same, of what is put together elsewhere; `flags`:
    what flags are called."""

    @cached_property
    def texts(self) -> Mapping[str, Any]:
        """Every text that is known as a whole."""
        return {**self.raw.get("texts", {}), **self.raw.get("flags", {})}

    @property
    def formats(self) -> Mapping[str, str]:
        """Type of a field -> pattern, where it is not the usual one."""
        found: Mapping[str, str] = self.raw.get("formats", {})
        return found

    @property
    def tabs(self) -> Mapping[str, Any]:
        """Name of a tab of ours -> its title, description and fields."""
        found: Mapping[str, Any] = self.raw.get("tabs", {})
        return found

    def said(self, text: str, **args: object) -> str:
        """`text` in this language, filled in; as it is where the language has no words for it."""
        found = self.texts.get(text)
        if found is None:
            return text.format(**args) if args else _sentence(self, text)
        return self.filled(found, args) if args else str(found)

    def filled(self, found: str | Mapping[str, str], args: Mapping[str, object]) -> str:
        """A text of this language with its places filled in."""
        if isinstance(found, Mapping):
            found = found["one" if args.get("count") in (1, "1") else "other"]
        return found.format(**{name: self._shown(value) for name, value in args.items()})

    def _shown(self, value: object) -> str:
        """A value within a sentence; what may run the other way stays whole."""
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int | float):
            return self.number(value)
        text = str(value)
        if _DAY.match(text):
            return self.day(date.fromisoformat(text))
        return self.whole(self.said(text) if any(map(str.isalpha, text)) else text)

    def whole(self, text: str) -> str:
        """A text that goes into one of this language; what may run the other way stays whole."""
        if not self.right_to_left or not text or _SAFE.match(text):
            return text
        opening = FIRST_STRONG if any(map(str.isalpha, text)) else ISOLATE
        return f"{opening}{text}{END}"


@cache
def spoken(code: str) -> Spoken:
    """The language `en` or `he`; a KeyError for another."""
    if code not in LANGUAGES:
        raise KeyError(code)
    return Spoken(code, words_file("sheets_schema", code))


def again(text: str, words: Spoken) -> str:
    """What was said in whatever language, in this one; as it is when it is none of our plain texts."""
    return words.said(_english().get(text, text))


def in_every_language(text: str) -> frozenset[str]:
    """A plain text as each language says it."""
    return frozenset(spoken(code).said(text) for code in LANGUAGES)


@cache
def _english() -> Mapping[str, str]:
    texts = [spoken(code).texts for code in LANGUAGES]
    return {
        found: text
        for by_text in texts
        for text, found in reversed(list(by_text.items()))
        if isinstance(found, str)
    }


@lru_cache(maxsize=4096)
def _sentence(language: Spoken, text: str) -> str:
    """A sentence that was put together elsewhere, known by its template, whatever the case it begins with."""
    for pattern, found in _patterns(language):
        parts = pattern.fullmatch(text)
        if parts:
            return language.filled(found, parts.groupdict())
    title, colon, figure = text.partition(": ")
    for begin, rest in ((text, ""), (title, figure)):
        found = language.texts.get(f"{begin[:1].upper()}{begin[1:]}")
        if isinstance(found, str) and (not rest or begin in language.raw["flags"]):
            return f"{found}{colon}{language.whole(rest)}" if rest else found
    return text


@cache
def _patterns(language: Spoken) -> tuple[tuple[re.Pattern[str], Any], ...]:
    sentences: Mapping[str, Any] = language.raw.get("sentences", {})
    return tuple((_pattern(template), found) for template, found in sentences.items())


def _pattern(template: str) -> re.Pattern[str]:
    """Of whatever case: a sentence within another begins with a small letter. A count is a number."""
    parts = _PLACE.split(template)
    filled = (
        f"(?P<{part}>{_COUNT if part == 'count' else '.+?'})" if at % 2 else re.escape(part)
        for at, part in enumerate(parts)
    )
    return re.compile("".join(filled), re.IGNORECASE)


ENGLISH = spoken("en")
