"""The cells of the workbook that a check points at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.project.model import Project
from app.project.place import Place
from app.project.runs import places_in_runs


@dataclass(frozen=True)
class Cells:
    """Where the rows and fields of one project stand; () wherever the tab's place is not known."""

    project: Project

    def cell(self, tab: str, row: int, field: str) -> tuple[Place, ...]:
        """The cell of one field, () when the tab's place is not known."""
        source = self.project.sources.get(tab)
        return (source.cell(row, field),) if source else ()

    def cells(self, tab: str, rows: NDArray[np.int32] | Sequence[int], field: str) -> tuple[Place, ...]:
        """The cells of one field in many rows, neighbours joined."""
        return places_in_runs(self.project, tab, field, np.asarray(rows, np.int32))

    def heading(self, tab: str, field: str) -> tuple[Place, ...]:
        """The heading of a field."""
        source = self.project.sources.get(tab)
        return (source.header(field),) if source else ()

    def line_cells(self, lines: Iterable[int], field: str) -> tuple[Place, ...]:
        """The cells of one field on budget lines, in the order given."""
        return tuple(
            place for line in lines for place in self.cell("budget", self.project.lines[line].row, field)
        )

    def line_runs(self, lines: NDArray[np.intp], field: str) -> tuple[Place, ...]:
        """The cells of one field on budget lines, neighbours joined."""
        if "budget" not in self.project.sources:
            return ()
        return self.cells("budget", self.line_rows.take(lines), field)

    @cached_property
    def line_rows(self) -> NDArray[np.int32]:
        """The row of each budget line."""
        return np.array([line.row for line in self.project.lines], np.int32)

    def setting(self, *keys: str) -> tuple[Place, ...]:
        """The cell of the first of these settings that was typed; else the heading of the values."""
        rows = {key.casefold().strip(): row for key, row in self.project.settings.rows.items()}
        for key in keys:
            if (row := rows.get(key.casefold().strip())) is not None:
                return self.cell("settings", row, "value")
        return self.heading("settings", "value")
