"""The gateway: what goes over the wire, and what each refusal of Google's is called."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from app import errors
from app.google.deadline import Deadline
from app.google.kinds import Kind
from app.google.retry import read_again
from app.google.sheets import SheetsGateway
from app.google.transport import Wire
from app.typed_json import readable
from tests.support.google_wire import ACCESS_TOKEN, Answer, FakeGoogle
from tests.support.rows import BOOK


def _error(code: int, message: str, status: str, **details: Any) -> tuple[int, Any]:
    error = {"code": code, "message": message, "status": status}
    return code, {"error": error | ({"details": [details]} if details else {})}


QUOTA = _error(
    429,
    "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user'.",
    "RESOURCE_EXHAUSTED",
    reason="RATE_LIMIT_EXCEEDED",
    metadata={"quota_limit": "ReadRequestsPerMinutePerUser"},
)
FORBIDDEN = _error(403, "The caller does not have permission", "PERMISSION_DENIED")
MISSING = _error(404, "Requested entity was not found.", "NOT_FOUND")
DOWN = _error(503, "The service is currently unavailable.", "UNAVAILABLE")
SCOPES = _error(
    403,
    "Request had insufficient authentication scopes.",
    "PERMISSION_DENIED",
    reason="ACCESS_TOKEN_SCOPE_INSUFFICIENT",
)
PROTECTED = _error(
    400,
    "Invalid requests[0].updateCells: You are trying to edit a protected cell or object. Please contact the "
    "spreadsheet owner to remove protection if you need to edit.",
    "INVALID_ARGUMENT",
)
OFFICE = _error(
    400,
    "This operation is not supported for this document. The document must not be an Office file.",
    "FAILED_PRECONDITION",
)
CELLS = _error(
    400,
    "Invalid requests[0].addSheet: This action would increase the number of cells in the workbook above the "
    "limit of 10000000 cells.",
    "INVALID_ARGUMENT",
)
MALFORMED = _error(400, "Invalid requests[2].updateCells: No grid with id: 999999", "INVALID_ARGUMENT")


class Clock:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    def deadline(self, seconds: float) -> Deadline:
        return Deadline(self.now + seconds, clock=lambda: self.now, sleep=self.sleep)


def gateway(
    google: FakeGoogle, *, seconds: float = 60, asked: list[Kind] | None = None, **more: Any
) -> SheetsGateway:
    kinds = asked if asked is not None else []
    return SheetsGateway(
        "https://sheets.googleapis.com",
        ACCESS_TOKEN,
        wire=Wire(google),
        deadline=more.pop("deadline", Clock().deadline(seconds)),
        before=lambda kind, _deadline: kinds.append(kind),
        **more,
    )


def test_a_read_is_one_compact_request_as_the_caller() -> None:
    google, kinds = FakeGoogle(sheets=[(200, {"spreadsheetId": BOOK})]), list[Kind]()
    assert gateway(google, asked=kinds).get(BOOK, "spreadsheetId,sheets(data)") == {"spreadsheetId": BOOK}
    (asked,) = google.asked
    assert (asked.method, asked.path) == ("GET", f"/v4/spreadsheets/{BOOK}")
    assert asked.query == {"fields": ["spreadsheetId,sheets(data)"], "prettyPrint": ["false"]}
    assert asked.headers["Authorization"] == f"Bearer {ACCESS_TOKEN}"
    assert asked.headers["Accept-Encoding"] == "gzip"
    assert "gzip" in asked.headers["User-Agent"]
    assert kinds == ["read"]


def test_a_write_is_one_batch() -> None:
    google, kinds = FakeGoogle(sheets=[(200, {"replies": [{}]})]), list[Kind]()
    requests_ = [{"updateCells": {"fields": "userEnteredValue"}}]
    gateway(google, asked=kinds).batch_update(BOOK, requests_)
    (asked,) = google.asked
    assert (asked.method, asked.path) == ("POST", f"/v4/spreadsheets/{BOOK}:batchUpdate")
    assert orjson.loads(asked.body) == {"requests": requests_}
    assert asked.headers["Content-Type"] == "application/json"
    assert kinds == ["write"]


def test_the_base_address_is_the_one_given() -> None:
    google = FakeGoogle(sheets=[(200, {})])
    SheetsGateway(
        "http://127.0.0.1:9",
        ACCESS_TOKEN,
        wire=Wire(google),
        deadline=Clock().deadline(9),
        before=lambda *_: None,
    ).get(BOOK, "spreadsheetId")
    assert google.asked[0].url.startswith(f"http://127.0.0.1:9/v4/spreadsheets/{BOOK}?")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (FORBIDDEN, errors.NotYoursOrNotThere),
        (MISSING, errors.NotYoursOrNotThere),
        (SCOPES, errors.PermissionNotGranted),
        (
            _error(401, "Request had invalid authentication credentials.", "UNAUTHENTICATED"),
            errors.TokenRejected,
        ),
        (OFFICE, errors.NotASpreadsheet),
        ((413, b"Request Entity Too Large"), errors.TooLarge),
        (MALFORMED, errors.RefusedByGoogle),
        ((302, {}), errors.RefusedByGoogle),
        ((400, b"<html>"), errors.RefusedByGoogle),
        ((400, ["no object"]), errors.RefusedByGoogle),
    ],
)
def test_refusals_of_a_read(answer: Answer, kind: type[errors.AppError]) -> None:
    google = FakeGoogle(sheets=[answer])
    with pytest.raises(kind) as caught:
        gateway(google).get(BOOK, "spreadsheetId")
    assert type(caught.value) is kind
    assert len(google.asked) == 1  # asking again would not help
    assert caught.value.unchanged == errors.NOTHING_CHANGED


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (FORBIDDEN, errors.NotAllowedToWrite),
        (PROTECTED, errors.NotAllowedToWrite),
        (MISSING, errors.NotYoursOrNotThere),
        (SCOPES, errors.PermissionNotGranted),
        (CELLS, errors.TooLarge),
        (MALFORMED, errors.RefusedByGoogle),
        (QUOTA, errors.QuotaExhausted),
        (DOWN, errors.GoogleUnavailable),
        (requests.exceptions.ReadTimeout(), errors.TimedOut),
        (requests.exceptions.ConnectTimeout(), errors.NotSent),
        (requests.exceptions.ChunkedEncodingError(), errors.TimedOut),
        (requests.exceptions.ConnectionError(ProtocolError("Connection aborted.")), errors.TimedOut),
        (
            requests.exceptions.ConnectionError(
                MaxRetryError(None, "", NewConnectionError(None, "refused"))  # type: ignore[arg-type]
            ),
            errors.NotSent,
        ),
    ],
)
def test_a_write_is_never_asked_again(answer: Answer, kind: type[errors.AppError]) -> None:
    google = FakeGoogle(sheets=[answer])
    with pytest.raises(kind) as caught:
        gateway(google).batch_update(BOOK, [])
    assert type(caught.value) is kind
    assert len(google.asked) == 1


def test_a_write_without_an_answer_is_not_called_unchanged() -> None:
    with pytest.raises(errors.TimedOut) as caught:
        gateway(FakeGoogle(sheets=[requests.exceptions.ReadTimeout()])).batch_update(BOOK, [])
    assert caught.value.unchanged == errors.WHOLE_OR_NOT


@pytest.mark.parametrize(
    "trouble", [QUOTA, DOWN, (500, {}), (502, b"<html>"), requests.exceptions.ReadTimeout()]
)
def test_a_read_is_asked_again_while_google_is_in_trouble(trouble: Answer) -> None:
    google, kinds = FakeGoogle(sheets=[trouble, trouble, (200, {"spreadsheetId": BOOK})]), list[Kind]()
    assert gateway(google, asked=kinds).get(BOOK, "spreadsheetId")
    assert kinds == ["read"] * 3  # each one takes its share of the quota


def test_waits_have_full_jitter_and_grow() -> None:
    clock, tries = Clock(), 0

    def ask() -> None:
        nonlocal tries
        tries += 1
        raise errors.GoogleUnavailable

    with pytest.raises(errors.GoogleUnavailable):
        read_again(ask, deadline=clock.deadline(1000), draw=lambda: 0.5)
    assert tries == 6
    assert clock.naps == [0.5, 1.0, 2.0, 4.0, 8.0]


def test_no_wait_goes_past_the_deadline() -> None:
    clock, google = Clock(), FakeGoogle(sheets=[DOWN])
    with pytest.raises(errors.GoogleUnavailable):
        gateway(google, deadline=clock.deadline(1.5)).get(BOOK, "spreadsheetId")
    assert clock.now <= 1.5


def test_time_over_after_trouble_is_told_as_the_trouble() -> None:
    clock = Clock()
    answers = iter([errors.QuotaExhausted("Used up."), errors.TimedOut("Too late.")])

    def ask() -> None:
        error = next(answers)
        clock.now += 2.0 if isinstance(error, errors.TimedOut) else 0.0
        raise error

    with pytest.raises(errors.QuotaExhausted):
        read_again(ask, deadline=clock.deadline(2), draw=lambda: 0.5)


def test_nothing_is_asked_once_the_time_is_over() -> None:
    google = FakeGoogle(sheets=[(200, {})])
    with pytest.raises(errors.TimedOut):
        gateway(google, seconds=0).get(BOOK, "spreadsheetId")
    assert google.asked == []


def test_an_answer_beyond_the_limit_is_not_read_to_its_end() -> None:
    google = FakeGoogle(sheets=[(200, b" " * 5_000_000)])
    with pytest.raises(errors.TooLarge, match="more than 2 megabytes"):
        gateway(google, largest_answer=2_000_000).get(BOOK, "spreadsheetId")


def test_a_workbook_with_too_many_cells_is_told_before_anything_is_made_of_it() -> None:
    cells = [{"effectiveValue": {"numberValue": n}} if n % 2 else {} for n in range(42)]
    answer = {"sheets": [{"data": [{"rowData": [{"values": cells}]}]}]}
    assert gateway(FakeGoogle(sheets=[(200, answer)]), most_cells=21).get(BOOK, "sheets")
    google = FakeGoogle(sheets=[(200, answer)])
    with pytest.raises(errors.TooLarge, match="21 filled cells; 20 at most are read at once") as caught:
        gateway(google, most_cells=20).get(BOOK, "sheets")
    assert caught.value.unchanged == errors.NOTHING_CHANGED
    assert len(google.asked) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"'])
def test_an_answer_that_is_no_object_is_googles_trouble(body: bytes) -> None:
    with pytest.raises(errors.GoogleUnavailable):
        gateway(FakeGoogle(sheets=[(200, body)])).get(BOOK, "spreadsheetId")


def test_an_answer_of_another_shape_than_documented_is_googles_trouble() -> None:
    google = FakeGoogle(sheets=[(200, {"spreadsheetId": ["not", "a", "text"]})])
    with pytest.raises(errors.GoogleUnavailable):
        gateway(google).read(BOOK, "spreadsheetId", readable(dict[str, str]))


def test_quota_tells_how_long_to_wait() -> None:
    with pytest.raises(errors.QuotaExhausted, match="this account") as caught:
        gateway(FakeGoogle(sheets=[QUOTA])).batch_update(BOOK, [])
    assert caught.value.retry_after == 60
    assert caught.value.document()["retry_after"] == 60


def test_the_title_proves_that_the_caller_may_open_it() -> None:
    good = FakeGoogle(sheets=[(200, {"spreadsheetId": BOOK, "properties": {"title": "Harbour portal"}})])
    assert gateway(good).title(BOOK) == "Harbour portal"
    assert good.asked[0].query["fields"] == ["spreadsheetId,properties(title,timeZone)"]
    with pytest.raises(errors.NotYoursOrNotThere):
        gateway(FakeGoogle(sheets=[(200, {})])).title(BOOK)


def test_missing_and_not_yours_are_one_text() -> None:
    told = []
    for answer in (FORBIDDEN, MISSING):
        with pytest.raises(errors.NotYoursOrNotThere) as caught:
            gateway(FakeGoogle(sheets=[answer])).get(BOOK, "spreadsheetId")
        told.append(caught.value.document())
    assert told[0] == told[1]


def test_no_password_of_the_machine_replaces_the_callers_token(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine sheets.googleapis.com login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    google = FakeGoogle(sheets=[(200, {})])
    gateway(google).get(BOOK, "spreadsheetId")
    assert google.asked[0].headers["Authorization"] == f"Bearer {ACCESS_TOKEN}"


def test_googles_refusal_for_the_quota_is_reported_and_our_own_is_not() -> None:
    """What slows everybody down is that Google said so, and for whom."""
    told: list[tuple[Kind, str]] = []
    clock = Clock()

    def tell(kind: Kind, whose: str) -> None:
        told.append((kind, whose))

    project = _error(
        429, "Quota exceeded", "RESOURCE_EXHAUSTED", metadata={"quota_limit": "ReadRequestsPerMinute"}
    )
    google = FakeGoogle(sheets=[QUOTA, project, (200, {"spreadsheetId": BOOK})])
    gateway(google, seconds=600, refused=tell).get(BOOK, "spreadsheetId")
    assert told == [("read", "user"), ("read", "project")]

    def no_share(_kind: Kind, _deadline: Deadline) -> None:
        raise errors.QuotaExhausted("ours")

    sheets = SheetsGateway(
        "https://sheets.test",
        ACCESS_TOKEN,
        wire=Wire(FakeGoogle()),
        deadline=clock.deadline(5),
        before=no_share,
        refused=tell,
    )
    with pytest.raises(errors.QuotaExhausted):
        sheets.batch_update(BOOK, [])
    assert len(told) == 2
