"""Flags of one name told apart by numbers, each of which stays with what it said.

Names are made of what the data says, so that few are alike: two milestones with one number, two rows that
hold the same. Then the second is `(2)`. By the Flags tab of the last refresh it is known what each number
said: when the first is gone, the second does not become the first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count

from app.checks.flag import Flag

_MOST = 100
_PLACE = re.compile(r"![A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?|\brow \d+")
_NUMBERED = re.compile(r" \(\d+\)(?=:|$)")
_DIGITS = re.compile(r"\d")


def each_its_own(flags: Sequence[Flag], known: Mapping[str, str]) -> list[Flag]:
    """The same flags in the same order, every name one flag's. `known`: the figure that each flag was last
    told with, by its name."""
    taken = {flag.id for flag in flags}
    numbered = {_NUMBERED.sub("", name) for name in known if _NUMBERED.search(name)}
    if len(taken) == len(flags) and not numbered & taken:
        return list(flags)
    alike: dict[str, list[Flag]] = {}
    for flag in flags:
        alike.setdefault(flag.id, []).append(flag)
    renamed: dict[int, Flag] = {}
    for name, same in alike.items():
        if len(same) > 1 or name in numbered:
            same.sort(key=lambda flag: [(p.tab, p.row, p.column) for p in flag.places])
            numbers = _numbers(same, known, taken)
            renamed |= {id(flag): _numbered(flag, n) for flag, n in zip(same, numbers, strict=True)}
    return [renamed.get(id(flag), flag) for flag in flags]


def _numbers(same: Sequence[Flag], known: Mapping[str, str], taken: set[str]) -> list[int]:
    """A number for each flag: that under which it was told in the same words, at the same cell before any
    other; else in the same but for figures; else one that nobody had."""
    stood = {n: known[own] for n in range(1, _MOST) if (own := _numbered(same[0], n).id) in known}
    found: dict[int, int] = {}
    for words in (str, _words, _words_alone):
        for said in dict.fromkeys(words(flag.figure) for flag in same):
            flags = [at for at, flag in enumerate(same) if at not in found and words(flag.figure) == said]
            free = [n for n, told in stood.items() if n not in found.values() and words(told) == said]
            if len(flags) == len(free):
                found |= dict(zip(flags, free, strict=True))
    fresh = (n for n in count(1) if n not in stood and (n == 1 or _numbered(same[0], n).id not in taken))
    return [found[at] if at in found else next(fresh) for at in range(len(same))]


def _numbered(flag: Flag, number: int) -> Flag:
    return flag if number == 1 else flag._replace(subject=f"{flag.subject} ({number})".strip())


def _words(figure: str) -> str:
    """What a flag says, wherever its cells are by now."""
    return _PLACE.sub("", figure)


def _words_alone(figure: str) -> str:
    """The same without its figures, which change from month to month."""
    return _DIGITS.sub("", _words(figure))
