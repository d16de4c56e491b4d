"""What a workbook's result rests on besides its cells, as one hash: our rules, and how other projects went.

Rules, contract and version are our source itself, so that nobody has to remember to count a number up: a
deployment that changes any of it has every workbook refreshed once. The calibrated range rests on the closed
projects of the same workspace: one more of them has the workspace's workbooks refreshed once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from app.store import closed_projects, schedules

APP = Path(__file__).parents[1]
ROOMS = ("project", "forecast", "checks", "workbook")
STORY = (APP / "refresh.py", APP / "changes.py", APP / "memory.py", APP / "moved.py")
NO_WORKSPACE = ""


def basis_of(db: sa.Connection, workbook_ids: Collection[str]) -> dict[str, str]:
    """The hash of each, as things stand now."""
    workspaces, closed = schedules.workspaces(db, workbook_ids), closed_projects.by_workspace(db)
    whole = {workspace: _digest(bodies, but="") for workspace, bodies in closed.items()}
    found = dict[str, str]()
    for one in workbook_ids:
        workspace = workspaces.get(one, NO_WORKSPACE)
        bodies = closed.get(workspace, {})
        found[one] = _digest(bodies, but=one) if one in bodies else whole.get(workspace, rules())
    return found


@cache
def rules() -> str:
    """Of our source, and of the tables beside it."""
    files = [*STORY, *(APP.parent / "sheets_schema").rglob("*")]
    for room in ROOMS:
        files += (APP / room).rglob("*")
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file() and file.suffix != ".pyc"):
        digest.update(file.relative_to(APP.parent).as_posix().encode() + b"\0")
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _digest(bodies: Mapping[str, str], *, but: str) -> str:
    """Of the rules and these projects, without the workbook's own; the rules alone where there are none."""
    others = [body for workbook_id, body in bodies.items() if workbook_id != but]
    if not others:
        return rules()
    return hashlib.sha256("\0".join([rules(), *others]).encode()).hexdigest()
