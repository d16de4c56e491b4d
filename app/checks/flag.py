"""A flag: what is off plumb, by which rule, where, what is at stake, and what would put it right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.project.place import Place


class Severity(StrEnum):
    """ERROR: the row or figure is withheld. Listed from worst to mildest."""

    ERROR = "error"
    RED = "red"
    AMBER = "amber"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One finding. Texts are complete plain sentences or phrases, figures included."""

    check: str  # "V1"
    severity: Severity
    title: str  # "Over budget at completion"
    rule: str  # the rule in words: "VAC% under -10 % and VAC over 12,000"
    figure: str  # "-14.2 %"
    threshold: str  # "-10 %"
    places: tuple[Place, ...]
    subject: str = ""  # line id, person, milestone ...: part of the identity
    line: str = ""
    owner: str = ""
    period: str = ""  # "2026-03"
    stake: float | None = None  # minor units of the project currency, >= 0
    hours: float | None = None
    remedy: str  # carries a number

    @property
    def id(self) -> str:
        """Stable between runs: which check, about what."""
        return ":".join(part for part in (self.check, self.subject, self.period) if part)


class Colour(StrEnum):
    """What a light shows."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"  # cannot be judged


@dataclass(frozen=True, slots=True)
class Light:
    """One RAG light, with the sentence that explains it and the check that set it."""

    colour: Colour
    reason: str
    check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rag:
    """Worst of cost, schedule, margin (and data, when figures had to be withheld)."""

    overall: Light
    cost: Light
    schedule: Light
    margin: Light


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
