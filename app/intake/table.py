"""One table, understood: what the mapping is made of and the findings look at."""

from __future__ import annotations

from dataclasses import dataclass

from app.intake.axis import AcrossAxis, DownAxis
from app.intake.body import Body
from app.intake.columns import Column
from app.intake.frame import Frame
from app.intake.kinds import View
from app.intake.relations import Relation
from app.intake.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its columns' roles and its rows sorted out.

    `units` maps a money column to its currency and scale; `headings` are rows with a label alone.
    """

    view: View
    frame: Frame
    columns: tuple[Column, ...]
    roles: dict[int, Role]
    relations: dict[int, Relation]
    axis: AcrossAxis | DownAxis | None
    body: Body
    headings: tuple[int, ...]
    lines: tuple[int, ...]
    units: dict[int, tuple[str, int]]

    def role(self, column: int) -> str:
        """The role of a column; "" outside the table."""
        return self.roles[column].name if column in self.roles else ""

    def with_role(self, *names: str) -> list[Column]:
        """The columns that have one of the roles, from left to right."""
        return [column for column in self.columns if self.role(column.index) in names]
