"""Clients that know Google's addresses only, sent to the sandbox by their transport."""

from __future__ import annotations

from typing import Any

import google.oauth2.credentials
import gspread
from requests.adapters import HTTPAdapter

from tests.support.sandbox import ANA, RunningSandbox

HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")


class ToSandbox(HTTPAdapter):
    """Sends what is meant for Google to the sandbox."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: Any, *args: Any, **more: Any) -> Any:
        for host in HOSTS:
            if request.url.startswith(host):
                request.url = self._url + request.url.removeprefix(host)
        return super().send(request, *args, **more)


def reach(session: Any, sandbox: RunningSandbox) -> None:
    """Lead a session of requests to the sandbox."""
    for host in HOSTS:
        session.mount(host, ToSandbox(sandbox.url))


def gspread_for(sandbox: RunningSandbox, email: str = ANA) -> gspread.Client:
    """gspread as it comes, for one person."""
    credentials = google.oauth2.credentials.Credentials(sandbox.token(email).access_token)
    client = gspread.Client(auth=credentials)
    reach(client.http_client.session, sandbox)
    return client
