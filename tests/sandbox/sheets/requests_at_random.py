"""Requests made from the discovery document: right in every name and type, or wrong somewhere."""

from __future__ import annotations

import random
from typing import Any

from app.sandbox.sheets import discovery
from app.sandbox.sheets.discovery import Field, Message
from tests.sandbox.sheets.in_process import Json

NUMBERS = (0, 1, 2, 3, 5, 10, -1, 26, 999, 1000, 1001, 2**31 - 1, -(2**31))
TEXTS = (
    "",
    "x",
    "A1",
    "=A1",
    "=1/0",
    "Sheet1",
    "*",
    "k",
    "n1",
    "t1",
    "name",
    "note",
    "title",
    "0",
    "1/2/2020",
    "$5",
)
FIELDS = ("*", "*", "*", "*", "note", "title", "range", "userEnteredValue", "pixelSize", "", "a.b(")
WRONG = (None, [], {}, [[]], "x", -1, 1.5, True, {"a": 1}, ["x"], 2**40, "\u2028", "NaN")


class Maker:
    """Makes messages from a seed; `wrong` is the share of values that do not fit their field."""

    def __init__(self, seed: int, *, wrong: float) -> None:
        self.random = random.Random(seed)
        self.wrong = wrong

    def message(self, kind: Message, depth: int = 0) -> Json:
        if kind.name == "Request":
            name = self.random.choice(list(kind.fields))
            return {name: self.value(kind.fields[name], depth)}
        made: Json = {}
        chance = 0.75 if depth < 3 else 0.35
        taken: set[str] = set()
        for field in self.random.sample(list(kind.fields.values()), len(kind.fields)):
            if "ataSource" in field.name and self.random.random() < 0.97:
                continue
            union = kind.unions.get(field.name)
            if self.random.random() > chance or (union in taken and self.random.random() > self.wrong):
                continue
            if depth > 7 and field.message:
                continue
            if union:
                taken.add(union)
            made[field.name] = self.value(field, depth)
        if self.random.random() < self.wrong:
            made[self.random.choice(["x", "sheetID", ""])] = 1
        return made

    def value(self, field: Field, depth: int) -> Any:
        if self.random.random() < self.wrong:
            return self.random.choice(WRONG)
        if field.repeated:
            return [self.one(field, depth) for _ in range(self.random.choice((0, 1, 1, 2)))]
        return self.one(field, depth)

    def one(self, field: Field, depth: int) -> Any:
        choice = self.random.choice
        if field.kind == "message":
            return self.message(discovery.message(field.message), depth + 1)
        if field.kind == "map":
            return {str(choice((0, 1, 30))): self.message(discovery.message(field.message), depth + 1)}
        if field.kind == "any":
            return [choice((None, 1, "x", "=A1", True, "$5"))] if field.nested else choice(TEXTS)
        if field.kind == "enum":
            return choice(field.numbers[1:] if self.random.random() < 0.9 else field.numbers)
        if field.kind == "int32":
            return self.number(field.name)
        if field.name == "fields":
            return choice(FIELDS)
        return choice({"bool": (True, False), "double": (0, 0.5, 1, -1, 1e300)}.get(field.kind, TEXTS))

    def number(self, name: str) -> int:
        if name.endswith("Id"):
            return self.random.choice((0, 0, 0, 0, 0, 0, 0, 5, 11, 12, 13, 14, 15, 16, 99))
        if self.random.random() < 0.05:
            return self.random.choice(NUMBERS)
        if name.startswith("start"):
            return self.random.randrange(4)
        if name.startswith("end"):
            return self.random.randrange(3, 7)
        return self.random.randrange(4)


def bent(request: Any, seed: int) -> Any:
    """A sensible request with one to three of its values changed, taken away or made wrong."""
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 4)):
        request = _bend(request, chance)
    return request


def _bend(held: Any, chance: random.Random) -> Any:
    if isinstance(held, dict) and held:
        name = chance.choice(list(held))
        if chance.random() < 0.1:
            return {k: v for k, v in held.items() if k != name}
        return {**held, name: _bend(held[name], chance)}
    if isinstance(held, list) and held:
        place = chance.randrange(len(held))
        return [*held[:place], _bend(held[place], chance), *held[place + 1 :]]
    if isinstance(held, bool) or chance.random() < 0.1:
        return chance.choice((True, False, *WRONG))
    if isinstance(held, int):
        return chance.choice((*NUMBERS, 4, 6, 20))
    return chance.choice(TEXTS) if isinstance(held, str) else held
