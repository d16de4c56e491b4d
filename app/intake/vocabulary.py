"""The words of `words/*.yaml`, found in headings and labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from app.intake.labels import folded, words_of

_LONGEST = 6  # words in a phrase
_HEAD_FIRST = frozenset({"he", "es", "fr", "pt", "ru", "it", "pl"})  # what it is stands before what kind
_PREFIXES = "ובלהמשכ"  # and, in, to, the, from, that, as: joined to Hebrew words


class Hit(NamedTuple):
    """A concept that words of a label name; places are counted in words (in letters for Japanese)."""

    concept: str
    first: int
    end: int
    language: str
    letters: int
    whole: bool  # these words are the whole label


@dataclass(slots=True)
class Lexicon:
    """Patterns of some concepts, ready to be found."""

    phrases: dict[tuple[str, ...], list[tuple[str, str]]] = field(default_factory=dict)
    starts: list[tuple[str, str, str]] = field(default_factory=list)
    ends: list[tuple[str, str, str]] = field(default_factory=list)
    anywhere: list[tuple[str, str, str]] = field(default_factory=list)
    first_words: set[str] = field(default_factory=set)

    def add(self, concept: str, language: str, pattern: str) -> None:
        """One pattern: a phrase, `word*`, `*word`, or a Japanese or Chinese text."""
        if any("\u3040" <= char <= "\u9fff" for char in pattern):
            self.anywhere.append((folded(pattern), concept, language))
        elif pattern.endswith("*"):
            self.starts.append((folded(pattern[:-1]), concept, language))
        elif pattern.startswith("*"):
            self.ends.append((folded(pattern[1:]).strip(), concept, language))
        else:
            self.phrases.setdefault(words_of(pattern), []).append((concept, language))

    def may_know(self, words: tuple[str, ...]) -> bool:
        """Whether any of the words begins a phrase: most texts are ruled out here."""
        if not self.first_words:
            self.first_words = {phrase[0] for phrase in self.phrases}
        return any(
            word in self.first_words
            or "\u05d0" <= word[0] <= "\u05ea"
            or word.startswith(tuple(start for start, *_ in self.starts))
            or word.endswith(tuple(end for end, *_ in self.ends))
            for word in words
        )

    def hits(self, label: str) -> tuple[Hit, ...]:
        """What the label's words name: overlapping shorter hits give way to longer ones."""
        words = words_of(label)
        if label.isascii() and not self.may_know(words):
            return ()
        found: list[Hit] = []
        for first in range(len(words)):
            for end in range(first + 1, min(len(words), first + _LONGEST) + 1):
                found.extend(self._phrase(words, first, end))
            found.extend(self._compound(words, first))
        found.extend(self._cjk(label))
        return tuple(_longest(found))

    def _phrase(self, words: tuple[str, ...], first: int, end: int) -> Iterable[Hit]:
        phrase = words[first:end]
        whole = end - first == len(words)
        size = sum(map(len, phrase)) + end - first
        known = self.phrases.get(phrase)
        if known is None and "\u05d0" <= phrase[0][0] <= "\u05ea":
            for cut in (1, 2):
                if len(phrase[0]) > cut + 2 and all(char in _PREFIXES for char in phrase[0][:cut]):
                    known = known or self.phrases.get((phrase[0][cut:], *phrase[1:]))
        for concept, language in known or ():
            yield Hit(concept, first, end, language, size, whole)

    def _compound(self, words: tuple[str, ...], at: int) -> Iterable[Hit]:
        word, whole = words[at], len(words) == 1
        for start, concept, language in self.starts:
            if word.startswith(start):
                yield Hit(concept, at, at + 1, language, len(start), whole)
        for end, concept, language in self.ends:
            if word.endswith(end) and len(word) > len(end):
                yield Hit(concept, at, at + 1, language, len(end), whole)

    def _cjk(self, label: str) -> Iterable[Hit]:
        text = folded(label)
        if any("\u3040" <= char <= "\u9fff" for char in text):
            for pattern, concept, language in self.anywhere:
                at = text.find(pattern)
                if at >= 0:
                    yield Hit(concept, at, at + len(pattern), language, 3 * len(pattern), pattern == text)


def _longest(found: list[Hit]) -> list[Hit]:
    found.sort(key=lambda hit: (-hit.letters, hit.first))
    kept: list[Hit] = []
    for hit in found:
        inside = [k for k in kept if k.first < hit.end and hit.first < k.end]
        if all((k.first, k.end) == (hit.first, hit.end) for k in inside):
            kept.append(hit)
    return kept


@cache
def lexicon(name: str, section: str = "") -> Lexicon:
    """The patterns of a file (`columns`, `rows`) or of one section of `units`."""
    made = Lexicon()
    content = _content(name)
    for concept, languages in (content[section] if section else content).items():
        for language, patterns in (languages if isinstance(languages, dict) else {"": languages}).items():
            for pattern in patterns:
                made.add(str(concept), language, str(pattern))
    return made


@cache
def _content(name: str) -> Mapping[str, Any]:
    text = files("app.intake").joinpath("words", f"{name}.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 # both are safe loaders
    return loaded


@lru_cache(maxsize=8192)
def column_hits(label: str) -> tuple[Hit, ...]:
    """The concepts that a heading names."""
    return lexicon("columns").hits(label)


@lru_cache(maxsize=8192)
def row_hits(label: str) -> tuple[Hit, ...]:
    """The concepts that a row's label names."""
    return lexicon("rows").hits(label)


@lru_cache(maxsize=8192)
def currency_in(label: str) -> str:
    """The ISO code that a text names; "" for none."""
    hits = lexicon("units", "currencies").hits(label)
    return max(hits, key=lambda hit: hit.letters).concept if hits else ""


@lru_cache(maxsize=8192)
def scale_in(label: str) -> int:
    """1000 for thousands, 1000000 for millions, else 1."""
    hits = lexicon("units", "scales").hits(label)
    return int(max(hits, key=lambda hit: hit.letters).concept) if hits else 1


@cache
def _flat(section: str) -> frozenset[tuple[str, ...]]:
    return frozenset(words_of(str(text)) or (folded(str(text)),) for text in _content("units")[section])


@lru_cache(maxsize=8192)
def is_placeholder(text: str) -> bool:
    """Whether a text stands for a value still to come, such as `TBD` or `?`."""
    if len(text) > 24:
        return False
    words = words_of(text)
    return (words or (folded(text).strip(" *:"),)) in _flat("placeholders")


@lru_cache(maxsize=1024)
def says_machine(text: str) -> bool:
    """Whether a text warns people off the tab."""
    bare = " ".join(words_of(text[:300]))
    return any(" ".join(words) in bare for words in _flat("machine"))


def head_first(language: str) -> bool:
    """Whether, in this language, the first noun says what a thing is: `coste de personal`."""
    return language in _HEAD_FIRST


def language_of(labels: Iterable[str]) -> str:
    """The language that most of the labels speak; English where nothing tells."""
    votes: Counter[str] = Counter()
    for label in labels:
        script = _script(label)
        if script:
            votes[script] += 3
            continue
        for language in {hit.language for hit in column_hits(label)}:
            votes[language] += 1
    return max(votes, key=lambda language: (votes[language], language == "en")) if votes else "en"


def _script(text: str) -> str:
    for char in text:
        if "\u0590" <= char <= "\u05ff":
            return "he"
        if "\u3040" <= char <= "\u30ff":
            return "ja"
        if "\u10a0" <= char <= "\u10ff":
            return "ka"
        if "\u0400" <= char <= "\u04ff":
            return "ru"
    return ""
