"""Names as people type them, made comparable: `Ana  Ruiz ` and `ana ruiz` are one."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=16_384)  # people and lines are named again and again
def folded(name: str) -> str:
    """`name` without case and without spaces that carry nothing; "" stays ""."""
    return " ".join(name.split()).casefold()
