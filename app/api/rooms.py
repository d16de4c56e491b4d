"""What the routes work with, made once by `create_app` and reached through the request."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from fastapi import Request

from app.api.visits import Visits
from app.google.access import GoogleAccess
from app.jobs.adopting import Adopting
from app.jobs.interactive import Interactive
from app.jobs.runs import Runs
from app.jobs.scheduling import Scheduling
from app.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The parts of the running service."""

    settings: Settings
    engine: sa.Engine
    google: GoogleAccess
    visits: Visits
    runs: Runs
    interactive: Interactive
    adopting: Adopting
    scheduling: Scheduling
    accounts: tuple[str, ...]
    """The service accounts' addresses; none: there is no nightly refresh."""


def rooms(request: Request) -> Rooms:
    """As a dependency."""
    found: Rooms = request.app.state.rooms
    return found
