"""Google by night: Sheets and Drive as one of the service accounts, within the night's share of the quota.

No request may reach this: who asks is answered with their own token (see `access`) or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from app.errors import NoServiceAccount
from app.google.deadline import Deadline
from app.google.drive import DriveGateway
from app.google.kinds import Kind
from app.google.quota import Quota
from app.google.service_account import ServiceAccount, accounts_of
from app.google.sheets import SheetsGateway
from app.google.transport import Wire


class NightAccess:
    """Google for what works by night. `sheets_url`, `drive_url`: where Google answers; `quota`: the night's.

    Making one reads the key files; UnusableKeyFile when one is none.
    """

    def __init__(
        self,
        files: Iterable[Path],
        *,
        sheets_url: str,
        drive_url: str,
        quota: Quota,
        largest_answer: int,
        most_cells: int,
        wire: Wire | None = None,
    ) -> None:
        self._sheets_url, self._drive_url, self._quota = sheets_url, drive_url, quota
        self._largest_answer, self._most_cells = largest_answer, most_cells
        self._wire = wire or Wire()
        self._accounts = {account.email: account for account in accounts_of(files, wire=self._wire)}

    @property
    def emails(self) -> tuple[str, ...]:
        """The addresses of the accounts, in order."""
        return tuple(self._accounts)

    def sheets(
        self, email: str, deadline: Deadline, *, ahead: Callable[[Kind], None] = lambda _kind: None
    ) -> SheetsGateway:
        """A gateway that acts as this account; NoServiceAccount when its key is not here.

        `ahead` is called just before each request, once the quota has granted it, and may refuse by raising.
        """
        account = self._account(email)

        def before(kind: Kind, deadline: Deadline) -> None:
            self._quota.wait_for(account.quota_key, kind, deadline)
            ahead(kind)

        return SheetsGateway(
            self._sheets_url,
            account.token(deadline),
            wire=self._wire,
            deadline=deadline,
            before=before,
            refused=partial(self._quota.refused, account.quota_key),
            largest_answer=self._largest_answer,
            most_cells=self._most_cells,
        )

    def drive(self, email: str, deadline: Deadline) -> DriveGateway:
        """The account's view of Drive."""
        account = self._account(email)
        return DriveGateway(
            self._drive_url,
            account.token(deadline),
            wire=self._wire,
            deadline=deadline,
            before=partial(self._quota.wait_for, account.quota_key),
            refused=partial(self._quota.refused, account.quota_key),
            largest_answer=self._largest_answer,
        )

    def renew(self, email: str) -> None:
        """Google took the account's token no longer: the next request brings a new one."""
        self._account(email).forget()

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def _account(self, email: str) -> ServiceAccount:
        if email not in self._accounts:
            raise NoServiceAccount(
                f"The workbook is opened by {email} by night, and its key is not here."
                if email
                else "No service account is set up."
            )
        return self._accounts[email]
