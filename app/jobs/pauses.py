"""Why a schedule was paused, and what mends it, in words."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import AppError, NotAllowedToWrite, NotYoursOrNotThere


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """`title` and `mend` may name `{account}`, the service account, and `{by}`, who confirmed last."""

    slug: str
    title: str
    mend: str

    def said(self, *, account: str, by: str) -> tuple[str, str]:
        """Title and mend, with the names filled in."""
        return self.title.format(account=account, by=by), self.mend.format(account=account, by=by)


NOT_SHARED = Reason(
    slug="not-shared",
    title="The night can't open this workbook.",
    mend="Share the workbook with {account} as an editor, then switch the nightly refresh on again.",
)
NOT_EDITOR = Reason(
    slug="not-editor",
    title="The night may read this workbook, but not write to it.",
    mend="Make {account} an editor of the workbook, then switch the nightly refresh on again.",
)
UNCONFIRMED = Reason(
    slug="unconfirmed",
    title="Nobody who may edit this workbook has confirmed its nightly refresh for a long time.",
    mend="If it is still wanted, switch it on again. {by} confirmed it last.",
)
WORKSPACE = Reason(
    slug="workspace-left",
    title="The organisation that this schedule belongs to may not use Plumbline here any more.",
    mend="Somebody of an organisation that may can switch it on again.",
)
REASONS = {one.slug: one for one in (NOT_SHARED, NOT_EDITOR, UNCONFIRMED, WORKSPACE)}


def reason_after(error: AppError) -> Reason | None:
    """Why a failure pauses the schedule; None when the next night may well succeed."""
    if isinstance(error, NotYoursOrNotThere):
        return NOT_SHARED
    return NOT_EDITOR if isinstance(error, NotAllowedToWrite) else None
