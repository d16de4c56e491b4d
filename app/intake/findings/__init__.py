"""Human mistakes found on the way in: each module looks for one family of them."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.findings.codes import codes
from app.intake.findings.errors import error_values, volatile_formulas
from app.intake.findings.figures import figures
from app.intake.findings.formulas import breaks_in_columns
from app.intake.findings.headings import headings
from app.intake.findings.hidden import hidden_data, leaks, stray_cells
from app.intake.findings.periods import mixed_periods
from app.intake.findings.pivots import stale_pivots
from app.intake.findings.seen import Seen
from app.intake.findings.signs import signs
from app.intake.findings.sums_wrong import wrong_sums
from app.intake.findings.texts import missing_values, texts_for_numbers
from app.intake.findings.typed_totals import typed_totals
from app.intake.findings.units import units
from app.intake.mapping import Finding

LOOKS = (
    wrong_sums,
    typed_totals,
    breaks_in_columns,
    error_values,
    texts_for_numbers,
    missing_values,
    figures,
    units,
    signs,
    mixed_periods,
    stale_pivots,
    codes,
    headings,
    leaks,
    hidden_data,
    stray_cells,
    volatile_formulas,
)


def find_mistakes(seen: Seen) -> Iterator[Finding]:
    """Every finding, the wrong sums first."""
    for look in LOOKS:
        yield from look(seen)
