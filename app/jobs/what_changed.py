"""Whether a workbook must be refreshed tonight: a rule over what Drive tells and what was left last time.

Drive can't be asked "has anything changed since you were read?", for three reasons. Our own write changes
the file as well, and covers whatever a person did between our read and our write. Drive's version and time
stand still for a while after an edit (14 seconds have been measured). And a cell may change by itself: with
the day, or with what it imports. So a workbook is left alone only if all of this holds:

1. our write covered nothing: Google's answer to it showed people's tabs as they had been read (`whole`);
2. the last change that Drive tells of is ours: by the same account, at the time of our write;
3. Drive tells of it exactly what it told when it first did (`version`, `modified_at`);
4. no cell changes by itself (`steady`), and rules, contract and version of Plumbline are as they were
   (`basis`).

An edit after our write makes 2 or 3 fail from the moment at which Drive tells of it. Until then the workbook
may be left alone, and nothing is forgotten: what Drive is held against stays our write. So the night asks
twice (see `unchanged`), the second time once Drive had time to tell of what was done before the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.store.seen import SeenRow

# By how much Drive's time of our write may differ from our clock's, which needs NTP: Drive may take some
# seconds to write a change down. Nobody but a run of ours writes as the account, and each leaves its own row.
EARLY, LATE = timedelta(seconds=5), timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What Drive tells of a file; `by_us`: the account that asks made the last change."""

    version: int
    modified_at: datetime
    by_us: bool


class Verdict(StrEnum):
    """Why a workbook is refreshed; or that it need not be."""

    UNCHANGED = "unchanged"
    NEVER_SEEN = "never-seen"
    NOT_TOLD = "not-told"
    OTHER_ACCOUNT = "other-account"
    OTHER_RULES = "other-rules"
    UNSTEADY = "unsteady"
    UNSURE = "unsure"
    EDITED = "edited"


def judge(seen: SeenRow | None, told: Told | None, *, account: str, basis: str) -> Verdict:
    """The verdict on one workbook, which `account` would open now, by the rules and version `basis`."""
    if seen is None:
        return Verdict.NEVER_SEEN
    for refuted, verdict in (
        (seen.account != account, Verdict.OTHER_ACCOUNT),
        (seen.basis != basis, Verdict.OTHER_RULES),
        (not seen.steady, Verdict.UNSTEADY),
        (not seen.whole, Verdict.UNSURE),
        (told is None, Verdict.NOT_TOLD),
    ):
        if refuted:
            return verdict
    return Verdict.UNCHANGED if told and _is_ours(seen, told) else Verdict.EDITED


def _is_ours(seen: SeenRow, told: Told) -> bool:
    """Whether the last change that Drive tells of is our write."""
    if seen.version is not None:
        return told.by_us and (told.version, told.modified_at) == (seen.version, seen.modified_at)
    return told.by_us and seen.written_from - EARLY <= told.modified_at <= seen.written_until + LATE
