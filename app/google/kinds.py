"""What Google counts apart: reads and writes of Sheets, and requests to Drive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from app.google.deadline import Deadline

Kind = Literal["read", "write", "drive"]
Whose = Literal["user", "project"]
"""Whose limit: one account's, or that of all of us together."""
Before = Callable[[Kind, Deadline], None]
"""Called ahead of each request; returns when it may be sent."""
Refused = Callable[[Kind, Whose], None]
"""Told when Google refuses a request as one too many."""


def untold(_kind: Kind, _whose: Whose) -> None:
    """Nobody keeps account of it."""
