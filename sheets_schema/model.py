"""The contract as typed values: tabs, their fields and month columns, the settings keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FieldType = Literal["string", "number", "date", "month", "boolean", "datetime", "any"]
Unit = Literal["", "money", "hours", "percent", "rate", "ratio", "count"]
Audience = Literal["internal", "client"]
WrittenBy = Literal["pmo", "plumbline"]
Layout = Literal["table", "keys", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column (or, in a `keys` tab, one setting)."""

    name: str
    title: str
    type: FieldType
    description: str
    unit: Unit = ""
    audience: Audience = "internal"
    required: bool = False
    enum: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()  # further headings people use, every language, best first
    width: int = 0  # pixels; 0: by type
    theirs: bool = False  # on a tab of ours: a column that people fill, and that is never written

    @property
    def names(self) -> tuple[str, ...]:
        """Every heading it answers to, best first."""
        return (self.title, self.name, *self.headings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Month columns, one measure a month."""

    name: str
    unit: Unit
    audience: Audience
    description: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Values of `field` stand in `other_field` of the tab `tab`."""

    field: str
    tab: str
    other_field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab. `keys` are the settings of a `keys` tab; `thresholds`: it takes `V1.amber` and such too."""

    name: str
    title: str
    written_by: WrittenBy
    description: str
    fields: tuple[Field, ...]
    required: bool = False
    layout: Layout = "table"
    titles: tuple[str, ...] = ()  # further titles people give it
    primary_key: str = ""
    references: tuple[Reference, ...] = ()
    series: tuple[Series, ...] = ()
    keys: tuple[Field, ...] = ()
    thresholds: bool = False

    @property
    def kept(self) -> tuple[int, int] | None:
        """The columns of a tab of ours that people fill, half-open; they stand side by side."""
        theirs = [at for at, field in enumerate(self.fields) if field.theirs]
        return (theirs[0], theirs[-1] + 1) if theirs else None

    def field(self, name: str) -> Field:
        """The field called `name`; a KeyError says that the contract has none."""
        return {field.name: field for field in (*self.fields, *self.keys)}[name]


@dataclass(frozen=True, slots=True)
class Schema:
    """The whole contract. `tabs` keeps the template's order."""

    version: int
    tabs: Mapping[str, Tab]

    @property
    def inputs(self) -> tuple[Tab, ...]:
        """The tabs that people write."""
        return tuple(tab for tab in self.tabs.values() if tab.written_by == "pmo")

    @property
    def outputs(self) -> tuple[Tab, ...]:
        """The tabs that Plumbline writes."""
        return tuple(tab for tab in self.tabs.values() if tab.written_by == "plumbline")
