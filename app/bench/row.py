"""One row of the performance table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A measured value beside its goal; `underneath` holds the raw readings it was made from."""

    name: str
    value: float
    unit: str
    goal: str = ""
    underneath: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)
