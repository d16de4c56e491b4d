"""The name a person probably meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.project.names import folded

_SEPARATORS = re.compile(r"[\W_]+")
_BETWEEN = "\0"  # a blank in its place where a name holds it
_ASIDE = bytes(code for code in range(1, 128) if not chr(code).isalnum())
_LOOK_AT = 20


class NearestName:
    """Finds the known name closest to a typed one; letters are counted first, so many names are cheap."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._letters: _Letters | None = None

    def to(self, typed: str, *, cutoff: float = 0.6) -> str:
        """The closest name, "" when none is at least `cutoff` alike (difflib's ratio, 0 to 1).

        A name that differs in case and separators alone is taken at once, the first of several; so is the
        only number that differs in leading noughts alone: a cell that keeps 00-01-02 as a number holds 102.
        """
        bare = _bare(typed)
        if not self._names or not bare:
            return ""
        if self._letters is None:
            self._letters = _Letters.of(self._names)
        shared, length = self._letters.shared_with(bare), self._letters.length
        for index in np.flatnonzero((shared == len(bare)) & (length == len(bare))):
            if _bare(self._names[index]) == bare:
                return self._names[index]
        if bare.isdecimal() and (same := self._by_number.get(bare.lstrip("0"), "")):
            return same
        best = np.argsort(-shared / (length + len(bare)), kind="stable")[:_LOOK_AT]
        text = folded(typed)
        most = 2 * (shared + len(text) - len(bare)) / (length + len(text))  # no ratio can be above it
        matcher = SequenceMatcher(b=text, autojunk=False)
        ratio, name = 0.0, ""
        for index in best[most[best] >= cutoff]:
            matcher.set_seq1(folded(self._names[index]))
            if (found := matcher.ratio()) > ratio:
                ratio, name = found, self._names[index]
        return name if ratio >= cutoff else ""

    @cached_property
    def _by_number(self) -> Mapping[str, str]:
        """Names of digits alone by what they are without leading noughts; "" where several are."""
        found: dict[str, str] = {}
        for name in self._names:
            bare = _bare(name)
            if bare.isdecimal():
                number = bare.lstrip("0")
                found[number] = "" if number in found else name
        return found


def _bare(name: str) -> str:
    return _SEPARATORS.sub("", name.casefold())


@dataclass(frozen=True, slots=True)
class _Letters:
    """Letters and digits of n names, one after the other, separators left out."""

    codes: NDArray[np.uint8] | NDArray[np.int32]  # 0 between two names
    owner: NDArray[np.int32]  # the name each belongs to, a 0 to the one after it
    length: NDArray[np.int64]  # (n,) how many each name has

    @classmethod
    def of(cls, names: Sequence[str]) -> _Letters:
        """All names at once, as one text."""
        text = _BETWEEN.join(names)
        if text.count(_BETWEEN) >= len(names):  # a name holds the sign itself
            text = _BETWEEN.join(name.replace(_BETWEEN, " ") for name in names)
        text = text.casefold()
        if text.isascii():
            codes = np.frombuffer(text.encode("ascii").translate(None, _ASIDE), np.uint8)
        else:
            codes = np.frombuffer(text.encode("utf-32-le"), np.int32)
            met = np.unique(codes)
            carries = np.array([code == 0 or chr(code).isalnum() for code in met.tolist()], np.bool_)
            codes = codes[carries[np.searchsorted(met, codes)]]
        between = codes == 0
        ends = np.append(np.flatnonzero(between), len(codes))
        return cls(codes, np.cumsum(between, dtype=np.int32), np.diff(ends, prepend=-1) - 1)

    def shared_with(self, bare: str) -> NDArray[np.int64]:
        """How many letters each name has in common with `bare`, shape (n,)."""
        letters = sorted(set(bare))
        if not len(self.codes):
            return np.zeros(len(self.length), np.int64)
        column = np.full(max(int(self.codes.max()), ord(letters[-1])) + 1, -1, np.int16)
        column[[ord(letter) for letter in letters]] = np.arange(len(letters))
        of = column.take(self.codes)
        at = np.flatnonzero(of >= 0)
        cells = self.owner.take(at) * len(letters) + of.take(at)
        has = np.bincount(cells, minlength=len(self.length) * len(letters)).reshape(-1, len(letters))
        wanted = np.array([bare.count(letter) for letter in letters], np.int64)
        return np.asarray(np.minimum(has, wanted).sum(axis=1), np.int64)
