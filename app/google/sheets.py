"""The only way to a workbook at Google: one caller, one deadline, reads and atomic writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL

from app.errors import NotYoursOrNotThere
from app.google.deadline import Deadline
from app.google.http_client import SheetsClient
from app.google.kinds import Before, Refused, untold
from app.google.retry import read_again
from app.google.transport import Wire
from app.typed_json import readable

T = TypeVar("T")
Requests = Sequence[Mapping[str, Any]]
PROOF = "plumbline.proof"
_PLAIN = readable(dict[str, Any])


class SheetsGateway:
    """Sheets as one caller. `before` is called ahead of each request (it takes our share of the quota),
    `refused` when Google refuses one as one too many; `largest_answer` is in bytes, unpacked; `most_cells`
    counts filled ones."""

    def __init__(
        self,
        base_url: str,
        access_token: str,
        *,
        wire: Wire,
        deadline: Deadline,
        before: Before,
        refused: Refused = untold,
        largest_answer: int = 200_000_000,
        most_cells: int = 1_000_000,
    ) -> None:
        self._deadline = deadline
        self._client = SheetsClient(
            wire.session(access_token),
            base_url=base_url,
            deadline=deadline,
            before=before,
            refused=refused,
            largest_answer=largest_answer,
            most_cells=most_cells,
        )

    def read(self, spreadsheet_id: str, fields: str, into: type[T]) -> T:
        """`spreadsheets.get` with a field mask, decoded into the type `into`.

        Asked again while Google is busy and time is left.
        """
        url = SPREADSHEET_URL % spreadsheet_id
        return read_again(
            lambda: self._client.ask("get", url, into, params={"fields": fields}), deadline=self._deadline
        )

    def get(self, spreadsheet_id: str, fields: str) -> dict[str, Any]:
        """The same as plain JSON."""
        return self.read(spreadsheet_id, fields, _PLAIN)

    def whole(self, spreadsheet_id: str) -> dict[str, Any]:
        """All that Sheets tells of a workbook, cell by cell, comments included: neither mask nor defaults."""
        url = SPREADSHEET_URL % spreadsheet_id
        params = {"includeGridData": "true", "commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED"}
        return read_again(
            lambda: self._client.ask("get", url, _PLAIN, params=params), deadline=self._deadline
        )

    def batch_update(self, spreadsheet_id: str, requests: Requests) -> dict[str, Any]:
        """One atomic `spreadsheets.batchUpdate`, asked once."""
        url = SPREADSHEET_BATCH_UPDATE_URL % spreadsheet_id
        return self._client.ask("post", url, _PLAIN, json={"requests": list(requests)})

    def batch_update_and_look(
        self, spreadsheet_id: str, requests: Requests, *, fields: str, ranges: Sequence[str], into: type[T]
    ) -> T:
        """The same, answered with what these ranges are like afterwards: write and look in one request."""
        body = {
            "requests": list(requests),
            "includeSpreadsheetInResponse": True,
            "responseRanges": list(ranges),
        }
        url = SPREADSHEET_BATCH_UPDATE_URL % spreadsheet_id
        return self._client.ask("post", url, into, json=body, params={"fields": fields})

    def prove_edit(self, spreadsheet_id: str) -> None:
        """Whether the caller may edit the workbook now; raises NotAllowedToWrite or NotYoursOrNotThere.

        Sheets tells nobody's role, and the caller's permissions don't reach Drive, which would. So a mark
        that nobody sees is made and taken away within one atomic write, of which nothing is left: Google
        refuses it to all but editors. It counts as one write, and may be sent again.
        """
        mark = {
            "metadataKey": PROOF,
            "metadataValue": "",
            "location": {"spreadsheet": True},
            "visibility": "PROJECT",
        }
        there_and_gone: list[dict[str, Any]] = [
            {"createDeveloperMetadata": {"developerMetadata": mark}},
            {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataKey": PROOF}}}},
        ]
        read_again(lambda: self.batch_update(spreadsheet_id, there_and_gone), deadline=self._deadline)

    def title(self, spreadsheet_id: str) -> str:
        """The workbook's title, if the caller may open it now: the cheapest proof that they may."""
        return self.about(spreadsheet_id)[0]

    def about(self, spreadsheet_id: str) -> tuple[str, str]:
        """The workbook's title and its time zone, if the caller may open it now."""
        found = self.get(spreadsheet_id, "spreadsheetId,properties(title,timeZone)")
        if found.get("spreadsheetId") != spreadsheet_id:
            raise NotYoursOrNotThere
        properties = found.get("properties", {})
        return str(properties.get("title", "")), str(properties.get("timeZone", ""))
