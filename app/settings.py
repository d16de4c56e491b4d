"""What an operator decides, as one typed object: read once, at start, and passed on.

Every setting is an environment variable named `PLUMBLINE_` and its name in capitals. What would be unsafe
is refused here, naming the setting; what is merely not set yet (whom to let in) lets nobody in.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from app.netsuite_settings import NetSuiteSettings
from app.roles import Duty, Holders, Roles

GOOGLE_HOSTS = frozenset({"sheets.googleapis.com", "www.googleapis.com", "oauth2.googleapis.com"})
SHEETS, ACCOUNTS = "https://sheets.googleapis.com", "https://www.googleapis.com"


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an http or https address")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("must be a bare address: no user, query or fragment")
    return value.rstrip("/")


def _loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Settings(NetSuiteSettings):
    """The service's settings; the description of each is its documentation."""

    model_config = SettingsConfigDict(
        env_prefix="PLUMBLINE_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    environment: Literal["development", "production"] = Field(
        default="production",
        description="`development` allows a stand-in for Google on another machine. Anything else is strict.",
    )
    client_ids: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="OAuth client ids of the add-on, by commas. Unset: everybody is refused."
    )
    domains: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Google Workspace domains whose people may come in, by commas. Unset: all are refused.",
    )
    may_schedule: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("editors",),
        description="Who, of those who may edit a workbook, may schedule it: `editors` (all of them), e-mail "
        "addresses or `@domain`, by commas. Empty: nobody.",
    )
    may_share: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("editors",), description="Who may share with a client, named likewise. Empty: nobody."
    )
    may_close: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("editors",), description="Who may close a period, named likewise. Empty: nobody."
    )
    google_url: Annotated[str, AfterValidator(_address)] | None = Field(
        default=None,
        description="Send every Google request here instead of to Google. People's tokens go with them, so "
        "outside development it must be on this machine.",
    )
    service_account_files: Annotated[tuple[Path, ...], NoDecode] = Field(
        default=(),
        description="Key files of the service accounts by which workbooks are refreshed by night, by commas. "
        "Unset: no workbook is. Nothing that answers a person's request uses them.",
    )
    role: Literal["web", "worker", "all"] = Field(
        default="all",
        description="What this process does: answer people (`web`), the night (`worker`), or both (`all`).",
    )
    night_runs_at_once: int = Field(
        default=8, ge=1, le=100, description="Workbooks refreshed at once by night, by one process."
    )
    confirm_days: int = Field(
        default=90,
        ge=1,
        description="A workbook's nightly refresh is paused when nobody who may edit it has confirmed it for "
        "so many days. Refreshing it, or opening it in the sidebar, confirms.",
    )
    clock: Literal["embedded", "scheduler"] = Field(
        default="embedded",
        description="What begins the night: the workers' own clock, or Cloud Scheduler at `/internal/tick`.",
    )
    tell: SecretStr = Field(
        default=SecretStr(""),
        description="Whom to tell, after the night, of new red flags, margins under their floor, and "
        "refreshes that failed or are paused: apprise addresses, by blanks, each with one recipient, such as "
        "`mailtos://...`, `gchat://...`, `slack://...` or `workflows://...` (Teams). Where several domains "
        "are served, each as `example.com=ADDRESS`. They hold passwords: they are never logged nor stored. "
        "Unset: nobody is told.",
    )
    heartbeat: SecretStr = Field(
        default=SecretStr(""),
        description="Where to say, after each night, that it ran: http(s) addresses that are called, or "
        "apprise addresses, by blanks. Unset: nowhere.",
    )
    scheduler_email: str = Field(
        default="",
        description="The service account as which Cloud Scheduler calls `/internal/tick`. Unset: nobody may.",
    )
    scheduler_audience: str = Field(
        default="", description="The audience of its token, as set there. Unset: nobody may."
    )
    data: Path = Field(default=Path("data"), description="Folder for what is kept on this machine.")
    database_url: str = Field(
        default="",
        description="`sqlite:///FILE` or `postgresql+psycopg://...`. Unset: `plumbline.db` under `data`.",
    )
    wait_seconds: float = Field(
        default=20, ge=0, le=50, description="How long a refresh may hold its request before it answers 202."
    )
    run_seconds: float = Field(
        default=240,
        gt=0,
        le=900,
        description="How long a refresh may take in all, waits for Google included.",
    )
    look_seconds: float = Field(
        default=15,
        gt=0,
        le=50,
        description="How long the question may take whether a caller can open a workbook.",
    )
    share_seconds: float = Field(
        default=50,
        gt=0,
        le=300,
        description="How long it may take to share a report with a client; add-ons wait 60 seconds.",
    )
    share_domains: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Domains with which reports may be shared at all, by commas. Unset: those that each "
        "workbook names as its client's.",
    )
    runs_at_once: int = Field(
        default=16, ge=1, le=200, description="Refreshes worked on at once by one process."
    )
    runs_at_once_caller: int = Field(
        default=1,
        ge=1,
        le=50,
        description="Refreshes of one person worked on at once by one process; further ones wait their turn.",
    )
    requests_per_minute_caller: int = Field(
        default=600, ge=4, description="Requests a minute that one person may send to the service."
    )
    refreshes_per_minute_workbook: int = Field(
        default=60,  # Google's limit on one person's writes: who refreshes alone meets that first
        ge=1,
        description="Refreshes a minute of one workbook, whoever starts them; further ones wait their turn.",
    )
    reads_per_minute_user: int = Field(default=60, ge=2, description="Google's limit on reads of one person.")
    writes_per_minute_user: int = Field(
        default=60, ge=2, description="Google's limit on writes of one person."
    )
    reads_per_minute_project: int = Field(default=300, ge=2, description="Google's limit on reads of us all.")
    writes_per_minute_project: int = Field(
        default=300, ge=2, description="Google's limit on writes of us all."
    )
    drive_per_minute_user: int = Field(
        default=600, ge=2, description="Requests to Drive of one person; Google's own limit is far above."
    )
    drive_per_minute_project: int = Field(
        default=3000, ge=2, description="Requests to Drive of us all; Google's own limit is far above."
    )
    largest_answer_megabytes: int = Field(
        default=200, ge=1, description="A workbook whose cells come to more than this, unpacked, is refused."
    )
    largest_workbook_cells: int = Field(
        default=1_000_000, ge=1000, description="A workbook with more filled cells than this is refused."
    )
    largest_request_kilobytes: int = Field(
        default=64, ge=1, description="A request to the service that is longer is refused."
    )
    log_json: bool | None = Field(
        default=None, description="Log lines as JSON. Unset: unless the log goes to a terminal."
    )

    @field_validator(
        "client_ids",
        "domains",
        "share_domains",
        "may_schedule",
        "may_share",
        "may_close",
        "service_account_files",
        mode="before",
    )
    @classmethod
    def _by_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not re.match(r"sqlite:///(?!:memory:).|postgresql\+psycopg://", value):
            raise ValueError("must be sqlite:///FILE (in memory is not enough) or postgresql+psycopg://...")
        return value

    @field_validator("domains", "share_domains")
    @classmethod
    def _bare_domains(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for domain in value:
            if "*" in domain or "@" in domain or "." not in domain:
                raise ValueError(f"{domain!r} is not a domain such as example.com; wildcards are not allowed")
        return tuple(domain.lower() for domain in value)

    @field_validator("may_schedule", "may_share", "may_close")
    @classmethod
    def _named_holders(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        Holders.of(value)
        return value

    @field_validator("client_ids")
    @classmethod
    def _named_clients(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for client in value:
            if "*" in client or len(client) < 8:
                raise ValueError(f"{client!r} is not an OAuth client id")
        return value

    @model_validator(mode="after")
    def _tokens_stay_home(self) -> Self:
        address = self.google_url
        if address is None or self.environment == "development" or _loopback(address):
            return self
        if urlsplit(address).scheme == "https" and urlsplit(address).hostname in GOOGLE_HOSTS:
            return self
        raise ValueError(
            "PLUMBLINE_GOOGLE_URL would send people's Google tokens to another machine; that is allowed with "
            "PLUMBLINE_ENVIRONMENT=development only"
        )

    @model_validator(mode="after")
    def _netsuite_stays_home(self) -> Self:
        self.refuse_distant_stand_in(development=self.environment == "development")
        return self

    @property
    def database(self) -> str:
        """The database's address, the default filled in."""
        return self.database_url or f"sqlite:///{self.data / 'plumbline.db'}"

    @property
    def configured(self) -> bool:
        """Whether anybody at all may come in."""
        return bool(self.client_ids and self.domains)

    @property
    def roles(self) -> Roles:
        """Who may do what takes more than being able to edit."""
        return {
            Duty.SCHEDULE: Holders.of(self.may_schedule),
            Duty.SHARE: Holders.of(self.may_share),
            Duty.CLOSE: Holders.of(self.may_close),
        }

    @property
    def sheets_url(self) -> str:
        """Where Sheets answers: `.../v4/spreadsheets` follows."""
        return self.google_url or SHEETS

    @property
    def drive_url(self) -> str:
        """Where Drive answers: `/drive/v3/files` follows."""
        return self.google_url or ACCOUNTS

    @property
    def certificates_url(self) -> str:
        """Google's public certificates, `{key id: PEM}`."""
        return f"{self.google_url or ACCOUNTS}/oauth2/v1/certs"

    @property
    def tokeninfo_url(self) -> str:
        """What an access token stands for."""
        return f"{self.google_url or ACCOUNTS}/oauth2/v3/tokeninfo"
