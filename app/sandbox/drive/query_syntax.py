"""The words of `q`, and their grammar: and, or, not, brackets, terms, quoted strings.

expression := conjunction { "or" conjunction }
conjunction := factor { "and" factor }
factor := "not" factor | "(" expression ")" | term
term := value "in" field | field operator value | flag | field "has" "{" key=value "and" value=value "}"
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<operator><=|>=|!=|=|<|>|\(|\)|\{|\})
    | (?P<word>[A-Za-z][A-Za-z.]*)
    )""",
    re.VERBOSE | re.DOTALL,
)
FLAGS = {"trashed", "starred", "sharedWithMe"}
"""Fields that may stand alone, as in Google's own example `sharedWithMe and name contains 'hello'`."""
OPERATORS = {"=", "!=", "<", "<=", ">", ">=", "contains"}


class BadQuery(Exception):  # noqa: N818 - a caller's fault
    """`q` can't be read."""


@dataclass(frozen=True, slots=True)
class Term:
    """`field operator value`; `value` is text, as written in the query."""

    field: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Has:
    """`properties has { key='k' and value='v' }`."""

    field: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    inner: Node


@dataclass(frozen=True, slots=True)
class Both:
    """All of them hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of them holds."""

    parts: tuple[Node, ...]


Node = Term | Has | Not | Both | Either


def parse(text: str) -> Node:
    """The query as a tree; BadQuery when it isn't one."""
    parser = _Parser(_tokens(text))
    node = parser.expression()
    if parser.tokens:
        raise BadQuery(text)
    return node


def fields_of(node: Node) -> set[str]:
    """Every field that the query names."""
    match node:
        case Term(field=field) | Has(field=field):
            return {field}
        case Not(inner=inner):
            return fields_of(inner)
        case Both(parts=parts) | Either(parts=parts):
            return set().union(*(fields_of(part) for part in parts))


def _tokens(text: str) -> list[tuple[str, str]]:
    """(kind, text), last first so that the parser may pop."""
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            raise BadQuery(text)
        kind = match.lastgroup or ""
        held = match.group(kind)
        found.append((kind, re.sub(r"\\(.)", r"\1", held[1:-1]) if kind == "quoted" else held))
        at = match.end()
    return found[::-1]


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens

    def expression(self) -> Node:
        parts = [self.conjunction()]
        while self._next_is("or"):
            self.tokens.pop()
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def conjunction(self) -> Node:
        parts = [self.factor()]
        while self._next_is("and"):
            self.tokens.pop()
            parts.append(self.factor())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def factor(self) -> Node:
        if self._next_is("not"):
            self.tokens.pop()
            return Not(self.factor())
        if self._next_is("("):
            self.tokens.pop()
            inner = self.expression()
            self._expect(")")
            return inner
        return self.term()

    def term(self) -> Node:
        kind, first = self._pop()
        if kind == "quoted":
            self._expect("in")
            return Term(self._word(), "in", first)
        if kind != "word":
            raise BadQuery(first)
        if first in FLAGS and not self._compares():
            return Term(first, "=", "true")
        operator = self._pop()[1]
        if operator == "has":
            return self._has(first)
        if operator not in OPERATORS:
            raise BadQuery(operator)
        kind, value = self._pop()
        if kind == "operator" or (kind == "word" and value not in {"true", "false"}):
            raise BadQuery(value)
        return Term(first, operator, value)

    def _has(self, field: str) -> Node:
        self._expect("{")
        self._expect("key")
        self._expect("=")
        key = self._pop()[1]
        self._expect("and")
        self._expect("value")
        self._expect("=")
        value = self._pop()[1]
        self._expect("}")
        return Has(field, key, value)

    def _compares(self) -> bool:
        return bool(self.tokens) and self.tokens[-1][1] in OPERATORS

    def _next_is(self, text: str) -> bool:
        return bool(self.tokens) and self.tokens[-1][0] != "quoted" and self.tokens[-1][1] == text

    def _expect(self, text: str) -> None:
        kind, held = self._pop()
        if kind == "quoted" or held != text:
            raise BadQuery(held)

    def _word(self) -> str:
        kind, held = self._pop()
        if kind != "word":
            raise BadQuery(held)
        return held

    def _pop(self) -> tuple[str, str]:
        if not self.tokens:
            raise BadQuery("it ends too early")
        return self.tokens.pop()
