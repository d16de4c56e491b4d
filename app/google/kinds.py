"""What Google counts apart: reads and writes of Sheets, and requests to Drive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from app.google.deadline import Deadline

Kind = Literal["read", "write", "drive"]
Before = Callable[[Kind, Deadline], None]
"""Called ahead of each request; returns when it may be sent."""
