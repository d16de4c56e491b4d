"""The name a person probably meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from app.project.names import folded

_SEPARATORS = re.compile(r"[\W_]+")
_BUCKETS = 64
_LOOK_AT = 20


class NearestName:
    """Finds the known name closest to a typed one; letters are counted first, so many names are cheap."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(dict.fromkeys(name for name in names if name))
        self._exact = {_bare(name): name for name in reversed(self._names)}
        self._counts: NDArray[np.int64] | None = None

    def to(self, typed: str, *, cutoff: float = 0.6) -> str:
        """The closest name, "" when none is at least `cutoff` alike (difflib's ratio, 0 to 1)."""
        if not self._names or not _bare(typed):
            return ""
        if (exact := self._exact.get(_bare(typed))) is not None:
            return exact
        if self._counts is None:
            self._counts = _letters(self._names)
        shared = np.minimum(self._counts, _letters((typed,))).sum(axis=1)
        alike = shared / (self._counts.sum(axis=1) + len(folded(typed)))
        best = np.argsort(-alike, kind="stable")[:_LOOK_AT]
        matcher = SequenceMatcher(b=folded(typed), autojunk=False)
        ratio, name = 0.0, ""
        for index in best:
            matcher.set_seq1(folded(self._names[index]))
            if (found := matcher.ratio()) > ratio:
                ratio, name = found, self._names[index]
        return name if ratio >= cutoff else ""


def _bare(name: str) -> str:
    return _SEPARATORS.sub("", name.casefold())


def _letters(names: Sequence[str]) -> NDArray[np.int64]:
    """How often each letter (hashed into buckets) occurs in each name, shape (names, buckets)."""
    texts = [folded(name) for name in names]
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), "<u4").astype(np.int64) % _BUCKETS
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    return np.bincount(owner * _BUCKETS + codes, minlength=len(texts) * _BUCKETS).reshape(-1, _BUCKETS)
