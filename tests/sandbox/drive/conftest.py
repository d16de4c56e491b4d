"""google-api-python-client for Drive, as it comes, one for each person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import google.oauth2.credentials
import google_auth_httplib2
import httplib2
import pytest
from googleapiclient.discovery import build

from tests.support.sandbox import ANA, RunningSandbox

DriveFor = Callable[..., Any]


class PlainHttp(httplib2.Http):
    """The client builds upload addresses with https whatever its endpoint is; the sandbox speaks http."""

    def __init__(self) -> None:
        super().__init__()
        self.redirect_codes = self.redirect_codes - {308}  # as the client's own: 308 asks for the next chunk

    def request(self, uri: str, *args: Any, **more: Any) -> Any:
        return super().request(uri.replace("https://127.0.0.1", "http://127.0.0.1", 1), *args, **more)


@pytest.fixture
def drive_for(sandbox: RunningSandbox) -> Iterator[DriveFor]:
    clients: list[Any] = []

    def made(email: str = ANA, **wishes: Any) -> Any:
        credentials = google.oauth2.credentials.Credentials(sandbox.token(email, **wishes).access_token)
        client = build(
            "drive",
            "v3",
            http=google_auth_httplib2.AuthorizedHttp(credentials, http=PlainHttp()),
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
