"""Number format patterns, read into sections of tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    (?P<quoted>"[^"]*"?) |
    \\(?P<escaped>.) |
    _(?P<pad>.) |
    \*(?P<fill>.) |
    (?P<elapsed>\[(?:h+|m+|s+)\]) |
    (?P<currency>\[\$[^\]]*\]) |
    (?P<condition>\[(?:<=|>=|<>|<|>|=)-?[0-9.]+\]) |
    (?P<bracket>\[[^\]]*\]) |
    (?P<meridiem>am/pm|a/p) |
    (?P<general>general) |
    (?P<date>y+|m+|d+|h+|s+) |
    (?P<exponent>e[+-]) |
    (?P<text>@) |
    (?P<other>.)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_COMPARISONS = ("<=", ">=", "<>", "<", ">", "=")
_COLOURS = {"black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is literal, digits, date, elapsed, meridiem, fraction_second, text or general."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class NumberShape:
    """The numeric part of a section: placeholders before and after the point, and what scales it."""

    whole: str
    decimals: str
    grouped: bool
    percent: int
    thousands: int
    exponent: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of up to four parts of a pattern.

    `before`, `after`: literals around the number; for dates and texts everything is in `tokens`.
    """

    kind: str
    tokens: tuple[Token, ...]
    before: str
    after: str
    number: NumberShape | None
    condition: tuple[str, float] | None
    colour: str | None


@lru_cache(maxsize=2_000)
def sections(pattern: str) -> tuple[Section, ...]:
    """The sections of a pattern, in order."""
    return tuple(_section(part) for part in _split(pattern)[:4])


def _split(pattern: str) -> list[str]:
    parts, start, position = [], 0, 0
    while position < len(pattern):
        letter = pattern[position]
        if letter == '"':
            end = pattern.find('"', position + 1)
            position = len(pattern) if end < 0 else end + 1
        elif letter == "\\":
            position += 2
        elif letter == ";":
            parts.append(pattern[start:position])
            position = start = position + 1
        else:
            position += 1
    return [*parts, pattern[start:]]


def _section(text: str) -> Section:
    tokens: list[Token] = []
    condition: tuple[str, float] | None = None
    colour: str | None = None
    for match in _TOKEN.finditer(text):
        kind, held = match.lastgroup or "other", match[0]
        if kind == "condition":
            sign = next(c for c in _COMPARISONS if held[1:].startswith(c))
            condition = (sign, _number(held[1 + len(sign) : -1]))
        elif kind == "bracket":
            if held[1:-1].lower() in _COLOURS:
                colour = held[1:-1].lower()
        else:
            tokens.append(_token(kind, held, match))
    merged = _merge(tokens)
    kinds = {token.kind for token in merged}
    if kinds & {"date", "elapsed", "meridiem"}:
        return Section("date", _minutes(merged), "", "", None, condition, colour)
    if "text" in kinds:
        return Section("text", tuple(merged), "", "", None, condition, colour)
    if "general" in kinds:
        return Section("general", tuple(merged), "", "", None, condition, colour)
    return _number_section(merged, condition, colour)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _token(kind: str, held: str, match: re.Match[str]) -> Token:
    literals: dict[str, Callable[[], str]] = {
        "quoted": lambda: held.strip('"'),
        "escaped": lambda: match["escaped"],
        "pad": lambda: " ",
        "fill": lambda: "",
        "currency": lambda: held[2:-1].split("-", maxsplit=1)[0],
    }
    if kind in literals:
        return Token("literal", literals[kind]())
    if kind == "elapsed":
        return Token("elapsed", held[1:-1].lower())
    if kind == "other":
        return Token("digits" if held in "0#?.,%/" else "literal", held)
    return Token(kind, held)


def _merge(tokens: list[Token]) -> list[Token]:
    """Join neighbours of one kind, so that `#,##0` is one token and words are one literal."""
    merged: list[Token] = []
    for token in tokens:
        if merged and merged[-1].kind == token.kind and token.kind in {"literal", "digits"}:
            merged[-1] = Token(token.kind, merged[-1].text + token.text)
        else:
            merged.append(token)
    return merged


def _minutes(tokens: list[Token]) -> tuple[Token, ...]:
    """Tell minutes from months: `m` right after hours or before seconds is minutes."""
    told: list[Token] = []
    timed = [i for i, t in enumerate(tokens) if t.kind in {"date", "elapsed"}]
    for i, token in enumerate(tokens):
        if token.kind == "date" and token.text[0] in "mM" and len(token.text) <= 2:
            place = timed.index(i)
            before = tokens[timed[place - 1]].text[0].lower() if place else ""
            after = tokens[timed[place + 1]].text[0].lower() if place + 1 < len(timed) else ""
            if before == "h" or after == "s":
                told.append(Token("date", "n" * len(token.text)))
                continue
        if token.kind == "digits":
            told.extend(_time_digits(token.text))
            continue
        told.append(token)
    return tuple(told)


def _time_digits(text: str) -> list[Token]:
    """`.000` after seconds is their fraction; other marks stand for themselves."""
    if text.startswith(".") and set(text[1:]) == {"0"}:
        return [Token("fraction_second", text[1:])]
    return [Token("literal", text)]


def _number_section(tokens: list[Token], condition: tuple[str, float] | None, colour: str | None) -> Section:
    placeholders = [i for i, t in enumerate(tokens) if t.kind in {"digits", "exponent"}]
    if not placeholders:
        literal = "".join(t.text for t in tokens)
        return Section("literal", tuple(tokens), literal, "", None, condition, colour)
    first, last = placeholders[0], placeholders[-1]
    percent = sum(t.text.count("%") for t in tokens if t.kind == "digits")
    before = _literals(tokens[:first])
    after = _literals(tokens[last + 1 :])
    body = "".join(t.text for t in tokens[first : last + 1] if t.kind in {"digits", "exponent"})
    inner = [t for t in tokens[first : last + 1] if t.kind == "literal"]
    if body.startswith("%"):
        before, body = before + "%", body.lstrip("%")
    trailing = "%" * (len(body) - len(body.rstrip("%")))
    after = trailing + after
    body = body.replace("%", "")
    shape = _shape(body, percent)
    spread = tuple(tokens[first : last + 1]) if inner else ()
    kind = "fraction" if shape.denominator else "number"
    return Section(kind, spread, before, after, shape, condition, colour)


def _literals(tokens: list[Token]) -> str:
    return "".join(t.text for t in tokens)


def _shape(body: str, percent: int) -> NumberShape:
    exponent = ""
    match = re.search(r"[eE][+-]", body)
    if match:
        body, exponent = body[: match.start()], body[match.start() :]
    body, _, denominator = body.partition("/")
    whole, _, decimals = body.partition(".")
    stripped = whole.rstrip(",") if not decimals else whole
    thousands = len(whole) - len(stripped)
    while decimals.endswith(","):
        decimals, thousands = decimals[:-1], thousands + 1
    return NumberShape(
        stripped.replace(",", ""),
        decimals.replace(",", ""),
        "," in stripped,
        percent,
        thousands,
        exponent,
        denominator,
    )
