"""A person who changes the workbook in the moment between our read and our write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from app.google.deadline import Deadline
from app.google.sheets import SheetsGateway
from app.google.transport import Wire
from app.jobs.google_workbook import GoogleWorkbook
from app.refresh import Outcome, refresh
from tests.refresh.at_sandbox import NOW, SandboxWorkbook

Act = Callable[[], object]


class Meddler(HTTPAdapter):
    """Lets somebody act right before each write of ours, one act a write, in order; `after`: after the
    first."""

    def __init__(self, *acts: Act, after: Act | None = None) -> None:
        super().__init__()
        self.acts, self.after = list(acts), after
        self.kinds: list[str] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:  # type: ignore[override]
        write = request.method == "POST"
        self.kinds.append("write" if write else "read")
        if write and self.acts:
            self.acts.pop(0)()
        response = super().send(request, *args, **more)
        if write and self.after:
            self.after()
            self.after = None
        return response


def refreshed(workbook: SandboxWorkbook, meddler: Meddler, *, run_id: str = "r" * 32) -> Outcome:
    """One refresh as the workbook's owner, over HTTP, with the meddler on the wire."""
    wire, token = Wire(meddler), workbook.sandbox.token().access_token

    def gateway(deadline: Deadline) -> SheetsGateway:
        url = workbook.sandbox.url
        return SheetsGateway(url, token, wire=wire, deadline=deadline, before=lambda *_: None)

    at_google = GoogleWorkbook(gateway, workbook.id, deadline=Deadline.after(60), draw=lambda: 0.0)
    return refresh(at_google, run_id=run_id, now=NOW, by="ana@northlight.example", previous=workbook.previous)
