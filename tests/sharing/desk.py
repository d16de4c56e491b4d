"""The sharing room over a real sandbox: as Ana, with a database of its own, and steps that can be watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.google.access import Addresses, GoogleAccess
from app.google.caller import Caller
from app.google.deadline import Deadline
from app.google.drive import DriveGateway
from app.google.policy import Admission
from app.google.quota import Limits, Quota
from app.google.sheets import SheetsGateway
from app.sandbox.demo.tables import story, tables
from app.sharing.order import Order
from app.sharing.work import Work
from app.store.engine import make_engine
from app.store.migrate import upgrade
from sheets_schema import load
from tests.support.product import Product
from tests.support.sandbox import ANA, NOOR, SERVICE_ACCOUNT

Json = dict[str, Any]
CLIENT = "Brightwater Mutual (invented)"
TO_NOOR = Order(recipients=(NOOR,))


@dataclass(frozen=True)
class AsPerson:
    """Google as one person of the sandbox."""

    google: GoogleAccess
    caller: Caller

    @property
    def email(self) -> str:
        return self.caller.email

    def sheets(self, deadline: Deadline) -> SheetsGateway:
        return self.google.sheets(self.caller, deadline)

    def drive(self, deadline: Deadline) -> DriveGateway:
        return self.google.drive(self.caller, deadline)


@dataclass(frozen=True)
class SharingDesk:
    product: Product
    google: GoogleAccess
    engine: sa.Engine

    def work(self, email: str = ANA, *, step: Callable[[str], None] = lambda _: None, **more: Any) -> Work:
        token = self.product.google.token(email).access_token
        caller = Caller(sub=f"sub-{email}", email=email, access_token=token)
        work = Work(
            engine=self.engine,
            hands=AsPerson(self.google, caller),
            sub=caller.sub,
            email=email,
            schema=load(),
            seconds=120,
            step=step,
        )
        return replace(work, **more)

    def workbook(self, change: Callable[[dict[str, list[Json]]], None] = lambda _: None) -> str:
        """The demo's rows, changed, as a workbook of Ana's."""
        rows = deepcopy(tables(story()))
        change(rows)
        return self.product.workbook(rows)

    def type_setting(self, workbook: str, title: str, value: str) -> None:
        """Types a setting, wherever it stands."""
        row = [one[0] for one in self.product.values(workbook, "Settings")].index(title) + 1
        self.product.put(workbook, f"Settings!B{row}", [value])

    def may_open(self, email: str, file_id: str) -> bool:
        """Whether Google lets this person read it, through Sheets."""
        status = self.product.google.call("GET", f"/v4/spreadsheets/{file_id}", as_=email).status_code
        assert status in {200, 403, 404}
        return status == 200

    def files_marked(self, share_id: str) -> list[Json]:
        q = f"trashed = false and appProperties has {{ key='plumbline' and value='{share_id}' }}"
        found = self.product.google.json(
            "GET", "/drive/v3/files", params={"q": q, "fields": "files(id,permissions)"}
        )
        files: list[Json] = found["files"]
        return files


@contextmanager
def sharing_desk(product: Product, folder: Path) -> Iterator[SharingDesk]:
    url = f"sqlite:///{folder / 'sharing.db'}"
    upgrade(url)
    engine = make_engine(url)
    google = google_of(product.url, engine)
    yield SharingDesk(product, google, engine)
    google.close()
    engine.dispose()


def google_of(url: str, engine: sa.Engine) -> GoogleAccess:
    """Without limits of ours."""
    many = {"read": 10**6, "write": 10**6, "drive": 10**6}
    return GoogleAccess(
        Addresses(
            sheets=url,
            drive=url,
            certificates=f"{url}/oauth2/v1/certs",
            tokeninfo=f"{url}/oauth2/v3/tokeninfo",
        ),
        Admission(client_ids=frozenset({"test-client"}), domains=frozenset({"northlight.example"})),
        quota=Quota(engine, Limits(user=many, project=many)),  # type: ignore[arg-type]
        largest_answer=200_000_000,
        most_cells=1_000_000,
    )


def setting(rows: dict[str, list[Json]], key: str, value: object) -> None:
    """Types a setting."""
    for row in rows["settings"]:
        if row["key"] == key:
            row["value"] = value
            return
    rows["settings"].append({"key": key, "value": value})


ROBOT = SERVICE_ACCOUNT
