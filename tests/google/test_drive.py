"""The gateway to Drive: what goes over the wire, what each refusal is called, what is asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from app import errors
from app.google.deadline import Deadline
from app.google.drive import SPREADSHEET, DriveGateway
from app.google.kinds import Kind
from app.google.transport import Wire
from tests.support.google_wire import ACCESS_TOKEN, Answer, FakeGoogle
from tests.support.sandbox import ANA, BEN, RunningSandbox, running_sandbox

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _refused(code: int, reason: str, message: str = "Said at length, with names.") -> tuple[int, Any]:
    inner = {"message": message, "domain": "global", "reason": reason}
    return code, {"error": {"code": code, "message": message, "errors": [inner]}}


class Clock:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def gateway(*answers: Answer, asked: list[Kind] | None = None) -> tuple[DriveGateway, FakeGoogle]:
    google, clock = FakeGoogle(sheets=list(answers)), Clock()

    def before(kind: Kind, _deadline: Deadline) -> None:
        if asked is not None:
            asked.append(kind)

    drive = DriveGateway(
        "https://drive.test",
        ACCESS_TOKEN,
        wire=Wire(google),
        deadline=Deadline(600, clock=lambda: clock.now, sleep=clock.sleep),
        before=before,
    )
    return drive, google


def test_one_request_as_its_caller_and_nowhere_else() -> None:
    asked: list[Kind] = []
    drive, google = gateway((200, {"id": "abc", "name": "Budget"}), asked=asked)
    assert drive.file("abc", fields="id,name") == {"id": "abc", "name": "Budget"}
    (sent,) = google.asked
    assert sent.url.startswith("https://drive.test/drive/v3/files/abc?")
    assert sent.query["fields"] == ["id,name"]
    assert sent.headers["Authorization"] == f"Bearer {ACCESS_TOKEN}"
    assert "gzip" in sent.headers["User-Agent"]
    assert asked == ["drive"]


def test_an_upload_goes_where_everything_goes() -> None:
    drive, google = gateway((200, {"id": "abc"}))
    drive.create({"name": "Report", "mimeType": SPREADSHEET}, content=b"PK\x03\x04", kind=XLSX)
    (sent,) = google.asked
    assert sent.url.startswith("https://drive.test/upload/drive/v3/files?")
    assert b"PK\x03\x04" in sent.body


@pytest.mark.parametrize(
    ("answer", "kind", "write"),
    [
        (_refused(404, "notFound"), errors.NotYoursOrNotThere, False),
        (_refused(403, "forbidden"), errors.NotYoursOrNotThere, False),
        (_refused(403, "insufficientFilePermissions"), errors.NotAllowedToWrite, True),
        (_refused(403, "insufficientPermissions"), errors.PermissionNotGranted, False),
        (_refused(401, "authError"), errors.TokenRejected, False),
        (_refused(403, "userRateLimitExceeded"), errors.QuotaExhausted, True),
        (_refused(403, "rateLimitExceeded"), errors.QuotaExhausted, False),
        (_refused(429, "rateLimitExceeded"), errors.QuotaExhausted, False),
        (_refused(403, "exportSizeLimitExceeded"), errors.TooLarge, False),
        (_refused(400, "invalidSharingRequest"), errors.RefusedByGoogle, True),
        (_refused(500, "internalError"), errors.GoogleUnavailable, False),
        ((503, b"<html>"), errors.GoogleUnavailable, True),
        ((200, b"{"), errors.GoogleUnavailable, False),
        (requests.exceptions.ReadTimeout(), errors.TimedOut, True),
        (requests.exceptions.ConnectTimeout(), errors.NotSent, True),
    ],
)
def test_refusals_are_told_in_our_words(answer: Answer, kind: type[errors.AppError], write: bool) -> None:
    drive, _ = gateway(answer)
    with pytest.raises(errors.AppError) as caught:
        drive.create({"name": "Report"}) if write else drive.file("abc")
    assert type(caught.value) is kind
    told = str(caught.value.document())
    assert "at length" not in told
    assert ACCESS_TOKEN not in told


def test_drives_own_word_is_kept_for_who_must_tell_cases_apart() -> None:
    drive, _ = gateway(_refused(400, "invalidSharingRequest"))
    with pytest.raises(errors.RefusedByGoogle) as caught:
        drive.share("abc", {"type": "user", "role": "reader", "emailAddress": "x@y.example"})
    assert caught.value.where["reason"] == "invalidSharingRequest"


SILENCE = requests.exceptions.ReadTimeout()
DOWN, BUSY, FINE = _refused(503, "backendError"), _refused(403, "rateLimitExceeded"), (200, {"id": "abc"})


@pytest.mark.parametrize(
    ("work", "first", "requests_sent"),
    [
        (lambda drive: drive.file("abc"), DOWN, 2),
        (lambda drive: drive.file("abc"), SILENCE, 2),
        (lambda drive: drive.create({"name": "x"}), BUSY, 2),
        (lambda drive: drive.create({"name": "x"}), DOWN, 1),
        (lambda drive: drive.create({"name": "x"}), SILENCE, 1),
        (lambda drive: drive.trash("abc"), SILENCE, 2),
        (lambda drive: drive.delete("abc"), DOWN, 2),
        (lambda drive: drive.share("abc", {"type": "user", "role": "reader"}), SILENCE, 2),
        (lambda drive: drive.share("abc", {"type": "user", "role": "reader"}, tell=True), SILENCE, 1),
    ],
)
def test_what_is_asked_again(work: Callable[[DriveGateway], Any], first: Answer, requests_sent: int) -> None:
    """Never what could then be there twice: a second file, a second e-mail to a client."""
    drive, google = gateway(first, FINE)
    if requests_sent == 1:
        with pytest.raises(errors.GoogleError):
            work(drive)
    else:
        work(drive)
    assert len(google.asked) == requests_sent


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path_factory.mktemp("drive")) as running:
        yield running


def as_person(sandbox: RunningSandbox, email: str) -> DriveGateway:
    return DriveGateway(
        sandbox.url,
        sandbox.token(email).access_token,
        wire=Wire(),
        deadline=Deadline.after(60),
        before=lambda _kind, _deadline: None,
    )


def test_a_files_whole_life(sandbox: RunningSandbox) -> None:
    """Made, listed, exported, shared, unshared, trashed, deleted: at the stand-in, over HTTP."""
    ana, ben = as_person(sandbox, ANA), as_person(sandbox, BEN)
    made = ana.create({"name": "Report", "mimeType": SPREADSHEET, "appProperties": {"report": "7"}})
    q = "appProperties has {key='report' and value='7'} and trashed = false"
    assert [file["id"] for file in ana.files(q)] == [made["id"]]
    with pytest.raises(errors.NotYoursOrNotThere):
        ben.file(made["id"])
    permission = ana.share(made["id"], {"type": "user", "role": "reader", "emailAddress": BEN})
    assert ben.file(made["id"])["name"] == "Report"
    assert ben.export(made["id"], XLSX).startswith(b"PK")
    with pytest.raises(errors.NotAllowedToWrite):
        ben.update(made["id"], {"name": "Mine"})
    assert {one["emailAddress"] for one in ana.permissions(made["id"])} == {ANA, BEN}
    ana.unshare(made["id"], permission["id"])
    with pytest.raises(errors.NotYoursOrNotThere):
        ben.file(made["id"])
    ana.trash(made["id"])
    assert list(ana.files(q)) == []
    ana.delete(made["id"])
    with pytest.raises(errors.NotYoursOrNotThere):
        ana.file(made["id"])


def test_an_excel_file_becomes_a_workbook(sandbox: RunningSandbox) -> None:
    ana = as_person(sandbox, ANA)
    source = ana.create({"name": "Source", "mimeType": SPREADSHEET})
    excel = ana.export(source["id"], XLSX)
    made = ana.create({"name": "Converted", "mimeType": SPREADSHEET}, content=excel, kind=XLSX)
    assert made["mimeType"] == SPREADSHEET


def test_lists_are_followed_to_their_end(sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.google.drive.PAGE", 2)
    ana = as_person(sandbox, ANA)
    made = {ana.create({"name": f"Paged {n}", "mimeType": SPREADSHEET})["id"] for n in range(5)}
    sandbox.clear_requests()
    assert {file["id"] for file in ana.files("name contains 'Paged'", fields="id")} == made
    assert len(sandbox.requests("drive")) == 3


def test_a_workbook_too_large_is_refused_while_it_is_read(tmp_path: Path) -> None:
    drive = DriveGateway(
        "https://drive.test",
        ACCESS_TOKEN,
        wire=Wire(FakeGoogle(sheets=[(200, b"x" * 3000)])),
        deadline=Deadline.after(60),
        before=lambda _kind, _deadline: None,
        largest_answer=2000,
    )
    with pytest.raises(errors.TooLarge):
        drive.export("abc", XLSX)
