"""The only way to files at Google: one caller, one deadline, Drive v3 by google-api-python-client.

    drive.file(file_id, fields="id,name,owners(emailAddress)")
    for file in drive.files("mimeType = '...' and trashed = false", fields="id,version"): ...
    made = drive.create({"name": "Report", "mimeType": SPREADSHEET})
    drive.share(made["id"], {"type": "user", "role": "reader", "emailAddress": "ana@client.example"})

Further methods of Drive: `drive.read(lambda v3: v3.about().get(fields="user"))`, and `drive.write(...)` for
what changes something. Answers are Drive's JSON. Files on shared drives count as any other.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, Protocol

from googleapiclient.discovery import build
from googleapiclient.http import MediaIoBaseUpload

from app.errors import GoogleUnavailable
from app.google.deadline import Deadline
from app.google.drive_http import DriveHttp
from app.google.exchange import Exchange, Words
from app.google.kinds import Before, Refused, untold
from app.google.retry import read_again, write_again
from app.google.transport import Wire

Json = dict[str, Any]
Ask = Callable[[Any], Any]
"""From Drive's v3 service to a request of it, not yet sent."""


class AskPage(Protocol):
    """The same, for the page which the token before told; None for the first."""

    def __call__(self, v3: Any, *, token: str | None) -> Any:
        """A request, not yet sent."""


SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"
PAGE = 1000  # the most that one files.list or changes.list gives
FILE = "id,name,mimeType,trashed,webViewLink"
PERMISSION = "id,type,role,emailAddress,domain,expirationTime,deleted"
WORDS = Words(
    service="Google Drive",
    reading="a file was looked for",
    writing="a file was changed",
    too_large="The file comes to",
    whole="What was asked of Google Drive was done whole or not at all.",
)


class DriveGateway:
    """Drive as one caller. `before` is called ahead of each request, `refused` when one is one too many;
    `largest_answer` is in bytes."""

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
    ) -> None:
        self._deadline = deadline
        exchange = Exchange(
            words=WORDS,
            session=wire.session(access_token),
            deadline=deadline,
            largest_answer=largest_answer,
        )
        self._http = DriveHttp(exchange, base_url=base_url, before=before, refused=refused, deadline=deadline)

    # Any method

    def read(self, ask: Ask) -> Any:
        """The answer to what changes nothing, asked again while Google is busy and time is left."""
        return read_again(lambda: self._send(ask), deadline=self._deadline)

    def write(self, ask: Ask, *, repeatable: bool = False) -> Any:
        """The answer to what changes something, asked again when it was surely not done.

        `repeatable`: twice comes to the same as once, so it is asked again in doubt, too.
        """
        return write_again(lambda: self._send(ask), repeatable=repeatable, deadline=self._deadline)

    def pages(self, ask: AskPage, *, of: str) -> Iterator[Json]:
        """Every item of a list, page by page; `ask` makes the request from the service and a page token."""
        token: str | None = None
        while True:
            answer = self.read(partial(ask, token=token))
            yield from answer.get(of, ())
            token = answer.get("nextPageToken")
            if not token:
                return

    # Files

    def file(self, file_id: str, *, fields: str = FILE) -> Json:
        """One file that the caller may see."""
        found: Json = self.read(
            lambda v3: v3.files().get(fileId=file_id, fields=fields, supportsAllDrives=True)
        )
        return found

    def files(self, q: str, *, fields: str = FILE, order_by: str | None = None) -> Iterator[Json]:
        """All files that fit `q`, a thousand in a request; shared drives are looked through as well."""
        return self.pages(
            lambda v3, *, token: v3.files().list(
                q=q,
                fields=f"nextPageToken,files({fields})",
                pageSize=PAGE,
                pageToken=token,
                orderBy=order_by,
                corpora="allDrives",
                includeItemsFromAllDrives=True,
                supportsAllDrives=True,
            ),
            of="files",
        )

    def create(
        self, body: Mapping[str, Any], *, content: bytes | None = None, kind: str = "", fields: str = FILE
    ) -> Json:
        """A new file; `content` of the media type `kind` is converted where `body` names another type.

        In doubt it is not made again: put a mark of yours into `appProperties`, by which `files` finds it.
        """

        def ask(v3: Any) -> Any:
            media = MediaIoBaseUpload(io.BytesIO(content), mimetype=kind) if content is not None else None
            return v3.files().create(body=dict(body), media_body=media, fields=fields, supportsAllDrives=True)

        made: Json = self.write(ask)
        return made

    def update(self, file_id: str, body: Mapping[str, Any], *, fields: str = FILE) -> Json:
        """Set what `body` names: a name, `trashed`, `appProperties`."""
        changed: Json = self.write(
            lambda v3: v3.files().update(
                fileId=file_id, body=dict(body), fields=fields, supportsAllDrives=True
            ),
            repeatable=True,
        )
        return changed

    def trash(self, file_id: str) -> None:
        """Into the owner's trash, from where it can be taken back."""
        self.update(file_id, {"trashed": True}, fields="id")

    def delete(self, file_id: str) -> None:
        """For good. NotYoursOrNotThere when it is gone already."""
        self.write(lambda v3: v3.files().delete(fileId=file_id, supportsAllDrives=True), repeatable=True)

    def export(self, file_id: str, kind: str) -> bytes:
        """A workbook as a file of another type: .xlsx, PDF, CSV of its first tab; 10 MB at most."""
        return bytes(self.read(lambda v3: v3.files().export(fileId=file_id, mimeType=kind)))

    # Who may see a file

    def permissions(self, file_id: str, *, fields: str = PERMISSION) -> list[Json]:
        """Everybody's; only who may share the file sees them."""
        return list(
            self.pages(
                lambda v3, *, token: v3.permissions().list(
                    fileId=file_id,
                    fields=f"nextPageToken,permissions({fields})",
                    pageSize=100,
                    pageToken=token,
                    supportsAllDrives=True,
                ),
                of="permissions",
            )
        )

    def share(
        self, file_id: str, permission: Mapping[str, Any], *, message: str | None = None, tell: bool = False
    ) -> Json:
        """A permission more; `tell`: Google writes them an e-mail, with `message`.

        In doubt it is asked again only when nobody is told: the same person and role is one permission.
        """
        made: Json = self.write(
            lambda v3: v3.permissions().create(
                fileId=file_id,
                body=dict(permission),
                sendNotificationEmail=tell,
                emailMessage=message,
                fields=PERMISSION,
                supportsAllDrives=True,
            ),
            repeatable=not tell,
        )
        return made

    def unshare(self, file_id: str, permission_id: str) -> None:
        """One permission less. NotYoursOrNotThere when it is gone already."""
        self.write(
            lambda v3: v3.permissions().delete(
                fileId=file_id, permissionId=permission_id, supportsAllDrives=True
            ),
            repeatable=True,
        )

    def _send(self, ask: Ask) -> Any:
        request = ask(_service())
        answer = request.execute(http=self._http)
        if isinstance(answer, bytes | str) and request.headers["accept"] == "application/json":
            # The client hands on as it is what is no JSON.
            raise GoogleUnavailable("Google Drive gave an answer that can't be read.")
        return answer


@cache
def _service() -> Any:
    """Drive v3 as google-api-python-client makes it from its own description, once a process.

    The transport that it is made with is never used: each request brings its caller's.
    """
    return build("drive", "v3", http=_NoWire(), static_discovery=True, cache_discovery=False)


class _NoWire:
    def request(self, *_asked: Any, **_more: Any) -> Any:
        """Nobody's request goes out."""
        raise AssertionError("a request to Drive without a caller")

    def close(self) -> None:
        """Nothing is open."""
