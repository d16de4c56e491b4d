"""Adopting a workbook at Google: what is proposed to its caller, and what is written once they confirm.

What reads tables (words of many languages, arithmetic) is loaded when the first person asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.errors import ChangedUnderUs
from app.google.access import GoogleAccess
from app.google.caller import Caller
from app.google.deadline import Deadline
from app.jobs.runs import now
from app.store import audit
from app.store.audit import Act, AuditRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person confirmed.

    `feeds`: table key -> tabs of the contract; `roles`: table key -> column letters -> role; `settings`: what
    no table says.
    """

    feeds: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, Mapping[str, str]]
    settings: Mapping[str, str | date]


class Adopting:
    """Adoptions in one database; `seconds`: how long one may take."""

    def __init__(self, engine: sa.Engine, google: GoogleAccess, *, seconds: float) -> None:
        self._engine, self._google, self._seconds = engine, google, seconds

    def offer(self, workbook_id: str, caller: Caller) -> dict[str, Any]:
        """What the workbook's tables could stand in for, as `api.adoption_schemas.AdoptionView`."""
        from app.jobs.adoption_json import offer_json
        from app.jobs.adoption_work import offer_for

        sheets = self._google.sheets(caller, Deadline.after(self._seconds))
        return offer_json(offer_for(sheets, workbook_id))

    def confirm(self, workbook_id: str, caller: Caller, wish: Wish) -> dict[str, Any]:
        """Remembers the mapping in the workbook, with a Settings tab if there is none: one atomic write.

        Raises ChangedUnderUs when a table that was confirmed is not where it was.
        """
        from app.intake.proposal import corrected
        from app.jobs.adoption_work import offer_for, requests_for

        sheets = self._google.sheets(caller, Deadline.after(self._seconds))
        offer = offer_for(sheets, workbook_id)
        proposal = corrected(offer.proposal.file, wish.feeds, wish.roles)
        if proposal is None:
            raise ChangedUnderUs(["a table that was confirmed was moved"])
        sheets.batch_update(workbook_id, requests_for(replace(offer, proposal=proposal), wish.settings))
        self._note(workbook_id, caller, sorted(proposal.tables))
        return {"feeds": sorted(proposal.tables), "settings_added": not offer.has_settings}

    def _note(self, workbook_id: str, caller: Caller, feeds: list[str]) -> None:
        row = AuditRow(
            at=now(),
            actor_sub=caller.sub,
            actor_email=caller.email,
            act=Act.ADOPTED,
            workbook_id=workbook_id,
            run_id=None,
            details={"feeds": feeds},
        )
        with self._engine.begin() as db:
            audit.add(db, row)
