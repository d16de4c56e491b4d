"""google-api-python-client for Drive, as it comes, one for each person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import google.oauth2.credentials
import pytest
from googleapiclient.discovery import build

from tests.support.sandbox import ANA, RunningSandbox

DriveFor = Callable[..., Any]


@pytest.fixture
def drive_for(sandbox: RunningSandbox) -> Iterator[DriveFor]:
    clients: list[Any] = []

    def made(email: str = ANA, **wishes: Any) -> Any:
        credentials = google.oauth2.credentials.Credentials(sandbox.token(email, **wishes).access_token)
        client = build(
            "drive",
            "v3",
            credentials=credentials,
            client_options={"api_endpoint": f"{sandbox.url}/drive/v3/"},
            static_discovery=True,
            cache_discovery=False,
        )
        clients.append(client)
        return client

    yield made
    for client in clients:
        client.close()


@pytest.fixture
def drive(drive_for: DriveFor) -> Any:
    return drive_for()
