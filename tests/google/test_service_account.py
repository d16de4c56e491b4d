"""The night's own credentials: asked for as Google documents it, kept in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests
import sqlalchemy as sa

from app import errors
from app.google.account_names import account_for, account_names
from app.google.deadline import Deadline
from app.google.night_access import NightAccess
from app.google.quota import Limits, Quota
from app.google.service_account import ServiceAccount, accounts_of
from app.google.transport import Wire
from tests.support.google_wire import Answer, FakeGoogle, key
from tests.support.sandbox import ANA, SERVICE_ACCOUNT, RunningSandbox, running_sandbox

EMAIL = "night@project.iam.gserviceaccount.com"
LIMITS = Limits(
    user={"read": 60, "write": 60, "drive": 600}, project={"read": 300, "write": 300, "drive": 3000}
)


def key_facts(**changes: Any) -> dict[str, Any]:
    return {
        "type": "service_account",
        "client_email": EMAIL,
        "private_key": key("night").private,
        "private_key_id": "k1",
        "token_uri": "https://google.test/token",
    } | changes


def account(*answers: Answer, now: list[float] | None = None) -> tuple[ServiceAccount, FakeGoogle]:
    google, clock = FakeGoogle(sheets=list(answers)), now or [0.0]
    return ServiceAccount(key_facts(), wire=Wire(google), now=lambda: clock[0]), google


def given(token: str) -> Answer:
    return 200, {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}


def test_a_token_for_a_signed_assertion_once_an_hour() -> None:
    now = [0.0]
    night, google = account(given("ya29.first"), given("ya29.second"), now=now)
    assert [night.token(Deadline.after(10)) for _ in range(3)] == ["ya29.first"] * 3
    (asked,) = google.asked
    form = parse_qs(asked.body.decode())
    assert (asked.method, asked.url) == ("POST", "https://google.test/token")
    assert form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
    assert "Authorization" not in asked.headers
    now[0] = 3400.0  # alive still, but not for as long as a run may take
    assert night.token(Deadline.after(10)) == "ya29.second"


def test_a_token_that_google_no_longer_takes_is_asked_for_anew() -> None:
    night, _ = account(given("ya29.first"), given("ya29.second"))
    assert night.token(Deadline.after(10)) == "ya29.first"
    night.forget()
    assert night.token(Deadline.after(10)) == "ya29.second"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}), "refused"),
        ((401, {"error": "invalid_client"}), "refused"),
        (requests.exceptions.ConnectionError(), "away"),
    ],
)
def test_why_there_is_no_token(answer: Answer, kind: str) -> None:
    night, _ = account(answer)
    expected = {"refused": errors.ServiceAccountRefused, "away": errors.GoogleUnavailable}[kind]
    with pytest.raises(expected) as caught:
        night.token(Deadline.after(10))
    assert type(caught.value) is expected
    told = str(caught.value.document()) + repr(night)
    assert "PRIVATE" not in told
    assert "Invalid JWT" not in told
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        json.dumps({"client_email": EMAIL}),
        json.dumps(key_facts(private_key="-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")),
        json.dumps({"type": "authorized_user", "client_id": "x", "refresh_token": "y"}),
    ],
)
def test_a_file_that_is_no_key_is_refused_by_its_name(text: str, tmp_path: Path) -> None:
    file = tmp_path / "night-key.json"
    file.write_text(text)
    with pytest.raises(errors.UnusableKeyFile) as caught:
        accounts_of([file], wire=Wire())
    assert "AAAA" not in str(caught.value.document())


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(errors.UnusableKeyFile, match=r"gone\.json"):
        accounts_of([tmp_path / "gone.json"], wire=Wire())
    with pytest.raises(errors.UnusableKeyFile, match=r"gone\.json"):
        account_names([tmp_path / "gone.json"])


def test_workbooks_are_shared_out_evenly_and_for_good() -> None:
    names = [f"night-{n}@project.iam.gserviceaccount.com" for n in range(4)]
    workbooks = [f"workbook-{n}" for n in range(4000)]
    before = {one: account_for(one, names) for one in workbooks}
    counts = [list(before.values()).count(name) for name in names]
    assert all(900 < count < 1100 for count in counts)
    assert before == {one: account_for(one, names[::-1]) for one in workbooks}
    after = {one: account_for(one, [*names, "night-new@x.example"]) for one in workbooks}
    moved = {one for one in workbooks if before[one] != after[one]}
    assert {after[one] for one in moved} == {"night-new@x.example"}
    assert 700 < len(moved) < 900  # a fifth
    with pytest.raises(errors.NoServiceAccount):
        account_for("workbook", [])


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path_factory.mktemp("night")) as running:
        yield running


@pytest.fixture
def night(sandbox: RunningSandbox, engine: sa.Engine) -> Iterator[NightAccess]:
    made = NightAccess(
        [sandbox.data_dir / "service_account.json"],
        sheets_url=sandbox.url,
        drive_url=sandbox.url,
        quota=Quota(engine, LIMITS, by_night=True),
        largest_answer=1_000_000,
        most_cells=10_000,
    )
    yield made
    made.close()


def test_it_opens_what_is_shared_with_it_and_nothing_else(
    sandbox: RunningSandbox, night: NightAccess
) -> None:
    shared = sandbox.create("Shared", ANA, writers=[SERVICE_ACCOUNT])
    private = sandbox.create("Private", ANA)
    assert night.emails == account_names([sandbox.data_dir / "service_account.json"]) == (SERVICE_ACCOUNT,)
    sheets = night.sheets(SERVICE_ACCOUNT, Deadline.after(30))
    assert sheets.title(shared) == "Shared"
    sheets.prove_edit(shared)
    with pytest.raises(errors.NotYoursOrNotThere):
        sheets.title(private)
    drive = night.drive(SERVICE_ACCOUNT, Deadline.after(30))
    assert [file["id"] for file in drive.files("trashed = false", fields="id")] == [shared]


def test_an_account_without_its_key_here(night: NightAccess) -> None:
    for email in ("other@project.iam.gserviceaccount.com", ""):
        with pytest.raises(errors.NoServiceAccount):
            night.sheets(email, Deadline.after(30))
