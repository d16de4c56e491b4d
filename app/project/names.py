"""Names as people type them, made comparable: `Ana  Ruiz ` and `ana ruiz` are one."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=16_384)  # people and lines are named again and again
def folded(name: str) -> str:
    """`name` without case and without spaces that carry nothing; "" stays ""."""
    return " ".join(name.split()).casefold()


_NOBODY = frozenset(
    [
        *("-", "--", "–", "—", "/", "n/a", "n.a.", "n.n.", "nn", "none", "nobody", "no one", "no owner"),
        *("unassigned", "not assigned", "unowned", "vacant", "אין", "לא שויך"),
    ]
)
"""What people type where an owner is missing. `TBD` and `?` are not among them: they only keep a place, and
are told as that."""


def names_nobody(text: str) -> bool:
    """Whether an owner's cell says that there is none, in words or by being blank."""
    return not text.strip() or folded(text) in _NOBODY
