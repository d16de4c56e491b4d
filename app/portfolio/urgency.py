"""What needs a person today: the order of the Portfolio's rows, as one written rule.

    0  the refresh failed or is paused: nobody sees what the project does
    1  worse since the last night: the light turned red, or red flags are new
    2  red
    3  amber, and the forecast rose since the last night
    4  amber
    5  cannot be judged, or no figures yet
    6  green

Within a step the further over budget comes first, as a share of its budget (shares compare across currencies,
amounts do not); without a budget last; then by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.portfolio.standing import Standing
from app.portfolio.words import counted

NEEDS_A_PERSON = 4
"""Steps up to this one are listed as needing somebody."""


@dataclass(frozen=True, slots=True)
class Urgency:
    """The step of the rule, and why, in words."""

    step: int
    reason: str

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody should look today."""
        return self.step <= NEEDS_A_PERSON


def urgency(standing: Standing) -> Urgency:
    """Which step the project stands on."""
    figures, trouble = standing.figures, standing.trouble
    if trouble is not None:
        return Urgency(0, f"Refresh {trouble.kind.value}: {trouble.why}")
    if figures is None:
        return Urgency(5, "Not refreshed yet.")
    turned = standing.night is not None and standing.night.colour != "red" and figures.colour == "red"
    if turned or standing.new_reds:
        said = ["Turned red since the last night"] if turned else []
        said += [f"{counted(standing.new_reds, 'new red flag')}"] if standing.new_reds else []
        return Urgency(1, f"{', '.join(said)}. {figures.reason}")
    if figures.colour == "red":
        return Urgency(2, figures.reason)
    if figures.colour == "amber":
        rose = (standing.moved(standing.night) or 0) > 0
        return Urgency(3 if rose else 4, f"{'Forecast rose. ' if rose else ''}{figures.reason}")
    return Urgency(5 if figures.colour == "grey" else 6, figures.reason)


def in_order(standings: Iterable[Standing]) -> list[tuple[Standing, Urgency]]:
    """All of them, what needs a person first."""
    judged = [(standing, urgency(standing)) for standing in standings]
    return sorted(judged, key=lambda one: _place(*one))


def _place(standing: Standing, urgent: Urgency) -> tuple[int, float, str, str]:
    share = standing.figures.over_share if standing.figures else None
    return (
        urgent.step,
        -share if share is not None else float("inf"),
        standing.name.casefold(),
        standing.workbook_id,
    )
