"""`POST /v1/workbooks/{spreadsheet_id}/actuals` and `.../preview`: a file of bookings into Actuals."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from app.api.access import editor_of
from app.api.import_schemas import BASE64, ImportDone, ImportOrder, ImportPreview, ImportRequest
from app.api.problems import declare
from app.api.refresh import SpreadsheetId
from app.api.rooms import Rooms
from app.api.security import House, Known
from app.api.views import answer
from app.errors import DamagedFile
from app.google.caller import Caller

if TYPE_CHECKING:
    from app.jobs.importing import Importing

router = APIRouter(prefix="/v1", tags=["import"])
PATHS = re.compile(r"/v1/workbooks/[^/]+/actuals(/preview)?")
LARGEST_BODY = BASE64 + 2_000
REFUSED = declare(401, 403, 404, 409, 413, 422, 429, 500, 503, 504)


@router.post(
    "/workbooks/{spreadsheet_id}/actuals/preview",
    operation_id="preview_import",
    summary="What a file of bookings would add to Actuals",
    response_model=ImportPreview,
    responses=REFUSED,
)
def preview_import(
    spreadsheet_id: SpreadsheetId, wish: ImportRequest, caller: Known, house: House
) -> Response:
    """Reads file and workbook, as the caller, and writes nothing. For those who may edit the workbook."""
    _admit(house, caller, spreadsheet_id)
    content = _bytes_of(wish)
    return answer(_importing(house).preview(spreadsheet_id, caller, wish.name, content))


@router.post(
    "/workbooks/{spreadsheet_id}/actuals",
    operation_id="import_actuals",
    summary="Add a file's bookings to Actuals",
    response_model=ImportDone,
    responses=REFUSED,
)
def import_actuals(
    spreadsheet_id: SpreadsheetId, order: ImportOrder, caller: Known, house: House
) -> Response:
    """Adds what the preview showed, in one atomic write, or nothing.

    Asked again with the same file it adds nothing more: bookings are known by document and line.
    """
    _admit(house, caller, spreadsheet_id)
    content = _bytes_of(order)
    return answer(
        _importing(house).commit(spreadsheet_id, caller, order.name, content, preview=order.preview)
    )


def _importing(house: Rooms) -> Importing:
    from app.jobs.importing import Importing  # numpy and the readers of files: not at every start

    return Importing(house.engine, house.google, seconds=house.settings.run_seconds)


def _admit(house: Rooms, caller: Caller, workbook_id: str) -> None:
    editor_of(house, caller, workbook_id, otherwise="Only who may edit the workbook can import into it.")


def _bytes_of(wish: ImportRequest) -> bytes:
    try:
        return b64decode(wish.content, validate=True)
    except (binascii.Error, ValueError):
        raise DamagedFile(
            "The file did not arrive whole.", mend="Choose it again and send it anew."
        ) from None
