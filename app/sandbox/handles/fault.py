"""A handle that can't do what it was asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class HandleFault(Exception):  # noqa: N818 - an answer
    """Answered with this HTTP code and message."""

    code: int
    message: str
