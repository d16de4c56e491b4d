"""A flag: what is off plumb, by which rule, where, what is at stake, and what would put it right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from app.project.place import Place


class Severity(StrEnum):
    """ERROR: the row or figure is withheld. Listed from worst to mildest."""

    ERROR = "error"
    RED = "red"
    AMBER = "amber"
    NOTE = "note"


class Flag(NamedTuple):
    """One finding. Texts are complete plain sentences or phrases, figures included."""

    check: str  # "V1"
    severity: Severity
    title: str  # "Over budget at completion"
    rule: str  # the rule in words: "VAC% under -10 % and VAC over 12,000"
    figure: str  # "-14.2 %"
    threshold: str  # "-10 %"
    places: tuple[Place, ...]
    remedy: str  # carries a number
    subject: str = ""  # line id, person, milestone ...: part of the identity
    line: str = ""
    owner: str = ""
    period: str = ""  # "2026-03"
    stake: float | None = None  # minor units of the project currency, >= 0
    hours: float | None = None

    @property
    def id(self) -> str:
        """Stable between runs: which check, about what."""
        about = f"{self.check}:{self.subject}" if self.subject else self.check
        return f"{about}:{self.period}" if self.period else about


class Colour(StrEnum):
    """What a light shows."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"  # cannot be judged


@dataclass(frozen=True, slots=True)
class Light:
    """One RAG light, with the sentence that explains it and the check that set it.

    `by_rule`: what the rule says where the light was set by hand; `last`: what it showed before.
    """

    colour: Colour
    reason: str
    check: str = ""
    by_rule: Colour | None = None
    last: Colour | None = None

    @property
    def changed(self) -> bool:
        """Whether it showed another colour before."""
        return self.last is not None and self.last is not self.colour


LIGHTS = ("scope", "schedule", "cost", "resources", "margin")
"""What is judged by itself, in the order in which it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rag:
    """Overall is the worst of the others (and of data, when figures had to be withheld)."""

    overall: Light
    scope: Light
    schedule: Light
    cost: Light
    resources: Light
    margin: Light

    def named(self) -> dict[str, Light]:
        """Each light by its name, overall first."""
        return {name: getattr(self, name) for name in ("overall", *LIGHTS)}

    def colours(self) -> dict[str, str]:
        """Each colour by the light's name."""
        return {name: light.colour.value for name, light in self.named().items()}

    def after(self, before: Mapping[str, str]) -> Rag:
        """With the colours that stood before, by name."""
        return Rag(
            **{
                name: replace(light, last=Colour(before[name]) if before.get(name) else None)
                for name, light in self.named().items()
            }
        )


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A check that could not run for lack of an input: never a pass."""

    check: str
    wants: str  # "a margin floor in Settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the checks found, flags in order of severity class then money at stake."""

    flags: tuple[Flag, ...]
    not_checked: tuple[NotChecked, ...]
    rag: Rag
