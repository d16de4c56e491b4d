"""The settings of the live connection to NetSuite: all of what signs in, or none of it."""

from __future__ import annotations

import ipaddress
import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode

Source = Literal["ledger", "time"]


class NetSuiteSettings(BaseSettings):
    """A part of `Settings`, which says how they are read."""

    netsuite_account: str = Field(
        default="",
        description="The account of NetSuite from which bookings are read, such as `1234567` or "
        "`1234567_SB1`. Unset: none. It takes the next three as well; see [NetSuite live](netsuite.md).",
    )
    netsuite_client_id: SecretStr = Field(
        default=SecretStr(""), description="The integration's client id, as NetSuite shows it once."
    )
    netsuite_certificate_id: SecretStr = Field(
        default=SecretStr(""), description="The certificate's id, of its mapping to an entity and a role."
    )
    netsuite_key_file: Path | None = Field(
        default=None,
        description="The private key of that certificate: a PEM file without a password, RSA of 3072 bits "
        "and more, or EC on P-256. It is never logged nor stored.",
    )
    netsuite_read: Annotated[tuple[Source, ...], NoDecode] = Field(
        default=("ledger",),
        description="What is read: `ledger` (posted costs), `time` (time entries, as hours), or both by a "
        "comma. Both count people's time twice where the ledger has their cost as well.",
    )
    netsuite_ledger_fields: str = Field(
        default="project=line.entity, person=transaction.entity, account=posting.account",
        description="Where the ledger's bookings keep project, task, person and account: columns of "
        "`transaction`, `line` (transactionline) or `posting` (transactionaccountingline), such as "
        "`project=line.cseg_project`.",
    )
    netsuite_time_fields: str = Field(
        default="project=customer, task=casetaskevent, person=employee, account=item",
        description="Where time entries keep them: columns of `timebill`.",
    )
    netsuite_currency: str = Field(
        default="",
        description="The currency of the ledger, as three letters, where the account has no subsidiaries or "
        "the role can't see them. Unset: then nothing is read from it.",
    )
    netsuite_requests_at_once: int = Field(
        default=1,
        ge=1,
        le=15,
        description="Requests to NetSuite under way at once from one process. The account's limit (5 and "
        "more) is shared by all its integrations.",
    )
    netsuite_overlap_hours: int = Field(
        default=72,
        ge=26,
        le=2400,
        description="By how much each night reads from before the last one: for late edits, and because "
        "NetSuite tells times by the account's own clock.",
    )
    netsuite_url: str = Field(
        default="",
        description="Ask here instead of NetSuite: a stand-in, which outside development must be on this "
        "machine.",
    )

    @field_validator("netsuite_read", mode="before")
    @classmethod
    def _sources_by_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
        return value

    @field_validator("netsuite_account")
    @classmethod
    def _named_account(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9]{3,20}([_-][A-Za-z0-9]{1,12})?", value):
            raise ValueError("must be an account id such as 1234567 or 1234567_SB1")
        return value

    @field_validator("netsuite_currency")
    @classmethod
    def _three_letters(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z]{3}", value):
            raise ValueError("must be three letters, such as EUR")
        return value.upper()

    @field_validator("netsuite_ledger_fields")
    @classmethod
    def _places_in_the_ledger(cls, value: str) -> str:
        from app.intake.netsuite.fields import ledger_fields

        ledger_fields(value)
        return value

    @field_validator("netsuite_time_fields")
    @classmethod
    def _places_in_time_entries(cls, value: str) -> str:
        from app.intake.netsuite.fields import time_fields

        time_fields(value)
        return value

    @model_validator(mode="after")
    def _netsuite_whole_or_not_at_all(self) -> Self:
        given = {
            "PLUMBLINE_NETSUITE_ACCOUNT": bool(self.netsuite_account),
            "PLUMBLINE_NETSUITE_CLIENT_ID": bool(self.netsuite_client_id.get_secret_value()),
            "PLUMBLINE_NETSUITE_CERTIFICATE_ID": bool(self.netsuite_certificate_id.get_secret_value()),
            "PLUMBLINE_NETSUITE_KEY_FILE": self.netsuite_key_file is not None,
        }
        if any(given.values()) and not all(given.values()):
            lacking = ", ".join(name for name, there in given.items() if not there)
            raise ValueError(f"NetSuite takes {lacking} as well")
        if self.netsuite_account and not self.netsuite_read:
            raise ValueError("PLUMBLINE_NETSUITE_READ names nothing to read")
        return self

    def refuse_distant_stand_in(self, *, development: bool) -> None:
        """Raises ValueError where a stand-in for NetSuite would take our signed word to another machine."""
        parts = urlsplit(self.netsuite_url)
        if not self.netsuite_url:
            return
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
            raise ValueError("PLUMBLINE_NETSUITE_URL must be a bare http or https address")
        if not (development or _is_here(parts.hostname)):
            raise ValueError(
                "PLUMBLINE_NETSUITE_URL would send what signs in to NetSuite to another machine; that is "
                "allowed with PLUMBLINE_ENVIRONMENT=development only"
            )

    @property
    def netsuite_overlap(self) -> timedelta:
        """By how much a reading goes back before the last one."""
        return timedelta(hours=self.netsuite_overlap_hours)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
