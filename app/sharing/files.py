"""The client's file at Google: made in our own folder, built, read back whole, put away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from app.errors import GoogleError, NotYoursOrNotThere, PermissionsDiffer
from app.google.deadline import Deadline
from app.google.drive import FOLDER as FOLDER_KIND
from app.google.drive import SPREADSHEET, DriveGateway
from app.google.drive_whole import (
    comments_of,
    exports_of,
    folders_of,
    permissions_of,
    revisions_of,
    whole_file,
)
from app.google.retry import write_again
from app.google.sheets import SheetsGateway
from app.sharing.access import take_away
from app.sharing.report import FOLDER, MARK
from app.sharing.scan.case import Evidence

Json = dict[str, Any]
REPORTS = "reports"  # marks the folder
CLEAN_UP_SECONDS = 30.0


class Hands(Protocol):
    """Google as one account: the caller's, or by night the service account's."""

    @property
    def email(self) -> str:
        """Whose."""

    def sheets(self, deadline: Deadline) -> SheetsGateway:
        """Sheets as that account."""

    def drive(self, deadline: Deadline) -> DriveGateway:
        """Drive as that account."""


class Files:
    """Files of one publication, within its deadline."""

    def __init__(self, hands: Hands, deadline: Deadline) -> None:
        self._hands, self._deadline = hands, deadline
        self.sheets, self.drive = hands.sheets(deadline), hands.drive(deadline)

    def folder(self) -> str:
        """The id of our folder, made if the caller has none; PermissionsDiffer when it is shared."""
        q = (
            f"mimeType = '{FOLDER_KIND}' and trashed = false and 'me' in owners and "
            f"appProperties has {{ key='{MARK}' and value='{REPORTS}' }}"
        )
        found = next(self.drive.files(q, fields="id"), None)
        if found is None:
            body = {"name": FOLDER, "mimeType": FOLDER_KIND, "appProperties": {MARK: REPORTS}}
            return str(self.drive.create(body, fields="id")["id"])
        if any(one.get("role") != "owner" for one in self.drive.permissions(found["id"])):
            raise PermissionsDiffer(
                "The folder of clients' reports is shared, and so would be what lies in it."
            )
        return str(found["id"])

    def create(self, title: str, share_id: str, folder: str, *, writers_share: bool) -> str:
        """A new, empty spreadsheet that nobody but the caller can open; its id."""
        body = {
            "name": title,
            "mimeType": SPREADSHEET,
            "parents": [folder],
            "appProperties": {MARK: share_id},
            "copyRequiresWriterPermission": True,
            "writersCanShare": writers_share,
            "downloadRestrictions": {"itemDownloadRestriction": {"restrictedForReaders": True}},
        }
        return str(self.drive.create(body, fields="id")["id"])

    def present(self, file_id: str) -> list[int]:
        """Ids of the tabs that stand in it now."""
        found = self.sheets.get(file_id, "sheets.properties.sheetId")
        return [int(sheet["properties"].get("sheetId", 0)) for sheet in found.get("sheets", ())]

    def build(self, file_id: str, requests: Sequence[Json]) -> None:
        """One atomic batch; sent again only when it was surely not done."""
        write_again(
            lambda: self.sheets.batch_update(file_id, requests), repeatable=False, deadline=self._deadline
        )

    def whole(self, file_id: str) -> Json:
        """All that Sheets tells of it."""
        return self.sheets.whole(file_id)

    def evidence(self, file_id: str, *, messages: Iterable[str] = (), logs: Iterable[str] = ()) -> Evidence:
        """Everything, read back."""
        file = whole_file(self.drive, file_id)
        return Evidence(
            spreadsheet=self.whole(file_id),
            file=file,
            permissions=permissions_of(self.drive, file_id),
            comments=comments_of(self.drive, file_id),
            revisions=revisions_of(self.drive, file_id),
            folders=folders_of(self.drive, file),
            exports=exports_of(self.drive, file_id),
            messages=tuple(messages),
            logs=tuple(logs),
        )

    def marked(self, share_id: str) -> list[str]:
        """Ids of all files of a share that are not in the trash."""
        q = f"trashed = false and appProperties has {{ key='{MARK}' and value='{share_id}' }}"
        return [str(one["id"]) for one in self.drive.files(q, fields="id")]


def put_away(hands: Hands, file_id: str, *, tell: Callable[[GoogleError], object]) -> bool:
    """Closed to others, then into the trash (where a link still opens a file), in time of its own.

    What is gone already is gone. False, and told, when Google won't.
    """
    if not file_id:
        return True
    try:
        drive = hands.drive(Deadline.after(CLEAN_UP_SECONDS))
        take_away(drive, file_id, keep=())
        drive.trash(file_id)
    except NotYoursOrNotThere:
        return True
    except GoogleError as error:
        tell(error)
        return False
    return True
