"""Runs every rule over one case, and says what was not looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.sharing.scan.case import Case, Hit, Rule
from app.sharing.scan.chart_rules import CHART_RULES
from app.sharing.scan.drive_rules import DRIVE_RULES
from app.sharing.scan.grid_rules import GRID_RULES
from app.sharing.scan.inference_rules import INFERENCE_RULES
from app.sharing.scan.value_rules import VALUE_RULES

RULES: tuple[Rule, ...] = (*GRID_RULES, *CHART_RULES, *DRIVE_RULES, *VALUE_RULES, *INFERENCE_RULES)
VERSION = 1  # grows when a rule is added or changed
NOT_COVERED = (
    "earlier revisions' content",  # only editors see it, and Drive exports the present one alone
    "thumbnail",  # a picture: its first page is scanned as what it shows
    "calculations in data sources",  # refused outright where one exists
)
MOST_PLACES = 20  # of one rule: a leak of a column is one leak
EXPORTS = ("xlsx", "csv", "tsv", "html", "pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was found: hits, how many by class, and what was not covered."""

    hits: tuple[Hit, ...]
    not_covered: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Nothing was found, and nothing that can be looked at was left out."""
        return not self.hits

    @property
    def by_class(self) -> dict[str, int]:
        """Every class with its number of hits, none included."""
        counted = Counter(hit.leak_class for hit in self.hits)
        return {leak_class: counted[leak_class] for leak_class in sorted({rule.leak_class for rule in RULES})}


def scan(case: Case, rules: Sequence[Rule] = RULES) -> Scan:
    """Every rule, in order; an export that is lacking is a hit of its own, never a pass."""
    hits = [Hit("not read", "exports", kind) for kind in EXPORTS if kind not in case.seen.exports]
    for rule in rules:
        for found, _ in zip(rule.find(case), range(MOST_PLACES), strict=False):
            hits.append(Hit(rule.leak_class, rule.name, found.place, found.why))
    return Scan(hits=tuple(hits), not_covered=NOT_COVERED)
