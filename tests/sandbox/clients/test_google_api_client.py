"""google-api-python-client's Sheets as it comes, with an endpoint; as a person and as the service account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import google.oauth2.credentials
import pytest
from google.oauth2 import service_account
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.support.sandbox import SERVICE_ACCOUNT, RunningSandbox

SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]


def sheets(sandbox: RunningSandbox, credentials: Any) -> Any:
    endpoint = {"api_endpoint": sandbox.url}
    return build(
        "sheets",
        "v4",
        credentials=credentials,
        client_options=endpoint,
        static_discovery=True,
        cache_discovery=False,
    )


@pytest.fixture
def spreadsheets(sandbox: RunningSandbox) -> Iterator[Any]:
    service = sheets(sandbox, google.oauth2.credentials.Credentials(sandbox.token().access_token))
    yield service.spreadsheets()
    service.close()


def test_making_writing_reading(spreadsheets: Any) -> None:
    made = spreadsheets.create(body={"properties": {"title": "Plan"}}).execute()["spreadsheetId"]
    values = spreadsheets.values()
    body = {"values": [[1, 2, "=A1+B1"]]}
    values.update(spreadsheetId=made, range="A1", valueInputOption="USER_ENTERED", body=body).execute()
    assert values.get(spreadsheetId=made, range="A1:C1").execute()["values"] == [["1", "2", "3"]]
    values.append(spreadsheetId=made, range="A1", valueInputOption="RAW", body={"values": [["x"]]}).execute()
    requests = [{"addSheet": {"properties": {"title": "More"}}}]
    reply = spreadsheets.batchUpdate(spreadsheetId=made, body={"requests": requests}).execute()
    assert reply["replies"][0]["addSheet"]["properties"]["title"] == "More"
    assert spreadsheets.get(spreadsheetId=made, fields="sheets.properties.title").execute() == {
        "sheets": [{"properties": {"title": "Sheet1"}}, {"properties": {"title": "More"}}]
    }


def test_a_question_too_long_for_its_address(sandbox: RunningSandbox, spreadsheets: Any) -> None:
    made = sandbox.create("Plan")
    ranges = [f"Sheet1!A{row}:Z{row}" for row in range(1, 200)]
    answer = spreadsheets.values().batchGet(spreadsheetId=made, ranges=ranges).execute()
    assert len(answer["valueRanges"]) == 199
    entry = sandbox.requests("sheets")[-1]
    assert (entry["method"], entry["kind"]) == ("GET", "read")


def test_the_service_account_reaches_what_is_shared_with_it(sandbox: RunningSandbox) -> None:
    credentials = service_account.Credentials.from_service_account_file(
        sandbox.data_dir / "service_account.json", scopes=SCOPES
    )
    service = sheets(sandbox, credentials)
    shared, private = sandbox.create("Shared", readers=[SERVICE_ACCOUNT]), sandbox.create("Private")
    assert service.spreadsheets().get(spreadsheetId=shared).execute()["spreadsheetId"] == shared
    with pytest.raises(HttpError, match="does not have permission"):
        service.spreadsheets().get(spreadsheetId=private).execute()
    with pytest.raises(HttpError, match="does not have permission"):
        service.spreadsheets().values().clear(spreadsheetId=shared, range="A1", body={}).execute()
    assert {entry["identity"] for entry in sandbox.requests("sheets")} == {SERVICE_ACCOUNT}
    service.close()


def test_trouble_is_an_http_error(sandbox: RunningSandbox, spreadsheets: Any) -> None:
    made = sandbox.create("Plan")
    sandbox.faults({"kind": "read", "status": 429})
    with pytest.raises(HttpError) as fault:
        spreadsheets.get(spreadsheetId=made).execute()
    assert fault.value.status_code == 429
    assert fault.value.error_details[0]["reason"] == "RATE_LIMIT_EXCEEDED"
    sandbox.faults({"kind": "read", "status": 503})
    assert spreadsheets.get(spreadsheetId=made).execute(num_retries=2)["spreadsheetId"] == made
