"""`POST /v1/workbooks/{spreadsheet_id}/refresh`: start a refresh, or join the one under way."""

from __future__ import annotations

import re
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Path
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.api.access import editor_of, title_of
from app.api.problems import declare, respond
from app.api.rooms import Rooms
from app.api.schemas import RunView
from app.api.security import House, Known
from app.api.views import answer, run_view
from app.errors import NotAllowedToWrite, RunEndedMeanwhile
from app.google.caller import Caller
from app.store.runs import RunRow

router = APIRouter(prefix="/v1", tags=["refresh"])

SpreadsheetId = Annotated[
    str,
    Path(
        description="Google's id of the workbook.",
        pattern="^[A-Za-z0-9_-]{10,120}$",
        examples=["1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcdefg"],
    ),
]
# One's own click, then the run of somebody whose refresh failed for reasons of theirs, then one's own again.
STARTS = 3
POLL_SECONDS = 1


class RefreshRequest(BaseModel):
    """Nothing is asked: the workbook says it all."""

    model_config = ConfigDict(extra="forbid")


@router.post(
    "/workbooks/{spreadsheet_id}/refresh",
    operation_id="refresh",
    summary="Refresh the forecast",
    response_model=RunView,
    responses={
        202: {"model": RunView, "description": "Still at it: poll the run named by `Location`"},
        **declare(401, 403, 404, 409, 413, 429, 500, 503, 504),
    },
)
async def refresh(
    spreadsheet_id: SpreadsheetId,
    caller: Known,
    house: House,
    _body: RefreshRequest | None = None,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="Names the click: sent again, it brings back the same run.",
            pattern="^[!-~]{1,200}$",
            examples=["b6a1c2d3e4f5"],
        ),
    ] = None,
    prefer: Annotated[
        str | None,
        Header(description="`wait=SECONDS`: answer 202 sooner (RFC 7240).", examples=["wait=2"]),
    ] = None,
) -> Response:
    """Read the workbook, forecast, check, and write the result back, as the caller.

    Answers 200 with the finished run, or 202 with a run to poll. One workbook has one run at a time: a second
    caller joins it.
    """
    row = await _run(house, caller, spreadsheet_id, key=idempotency_key, seconds=_patience(house, prefer))
    if row.state == "done":
        return answer(await run_in_threadpool(run_view, house.runs, row))
    if row.active:
        headers = {"Location": f"/v1/runs/{row.id}", "Retry-After": str(POLL_SECONDS)}
        return answer(run_view(house.runs, row), 202, headers)
    return respond(orjson.loads(row.error or "{}") | {"run": row.id})


async def _run(house: Rooms, caller: Caller, workbook_id: str, *, key: str | None, seconds: float) -> RunRow:
    """The run that answers this click, as it stands once it ended or the time to wait is over."""
    for _ in range(STARTS):
        row, new = await house.interactive.start(workbook_id, caller, key=key)
        if not new:
            await run_in_threadpool(_may_have, house, caller, row)
            if row.active and row.by_sub != caller.sub:
                house.interactive.hurry(row.id, caller)
                await run_in_threadpool(house.runs.joined, row, caller)
        await house.interactive.wait(row.id, seconds=seconds)
        found = await run_in_threadpool(house.runs.find, row.id)
        if found and (new or found.state in {"done", "running"} or _started_by(found, caller, key)):
            return found
    raise RunEndedMeanwhile("Other refreshes of this workbook kept failing while yours was starting.")


def _may_have(house: Rooms, caller: Caller, row: RunRow) -> None:
    """Proves, as the caller, that they may have this run: another's is for who could have started it."""
    if row.by_sub == caller.sub:
        title_of(house, caller, row.workbook_id)
        return
    try:
        editor_of(
            house,
            caller,
            row.workbook_id,
            otherwise="Your Google account may read this workbook but not edit it.",
        )
    except NotAllowedToWrite as refused:
        house.runs.turned_away(row, caller, refused)
        raise


def _started_by(row: RunRow, caller: Caller, key: str | None) -> bool:
    """Whether it is the run of this very click, sent again."""
    return key is not None and row.by_sub == caller.sub and row.idempotency_key == key


def _patience(house: Rooms, prefer: str | None) -> float:
    wished = re.search(r"(?:^|[,;\s])wait=(\d{1,4})\b", prefer or "")
    longest = house.settings.wait_seconds
    return min(float(wished[1]), longest) if wished else longest
