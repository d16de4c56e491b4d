"""The sign that a night ran, for a watch that alarms when none comes: counts alone, no project's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """One night in counts; `portfolios_failed`: workspaces whose Portfolio could not be written."""

    began_at: datetime
    ended_at: datetime
    done: int
    unchanged: int
    failed: int
    portfolios_failed: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """`Plumbline: the night ran`."""
        return "Plumbline: the night ran"

    @property
    def text(self) -> str:
        """When, and how many workbooks were refreshed, unchanged, failed."""
        said = (
            f"The night of {self.began_at:%Y-%m-%d %H:%M} to {self.ended_at:%Y-%m-%d %H:%M} UTC: "
            f"{self.done:,} refreshed, {self.unchanged:,} unchanged, {self.failed:,} failed."
        )
        if self.portfolios_failed:
            said += f" The Portfolio could not be written of {', '.join(self.portfolios_failed)}."
        return said

    def to_json(self) -> dict[str, Any]:
        """As plain values, to be stored."""
        return {
            **asdict(self),
            "began_at": self.began_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Heartbeat:
        """From what `to_json` made."""
        times = {name: datetime.fromisoformat(stored[name]) for name in ("began_at", "ended_at")}
        return cls(**{**stored, **times, "portfolios_failed": tuple(stored["portfolios_failed"])})
