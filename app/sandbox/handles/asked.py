"""Bodies of the sandbox's own handles, checked."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Asked(BaseModel):
    """Nothing unknown is taken in silence."""

    model_config = ConfigDict(extra="forbid")


class PersonAsked(Asked):
    """Somebody more. `hosted` is the Workspace domain: that of the address unless named, "" for none.

    A service account has no domain; its key file is made.
    """

    email: str = Field(pattern=r"^[a-z0-9._-]+@[a-z0-9.-]+$")
    name: str = ""
    kind: Literal["person", "service"] = "person"
    hosted: str | None = None


class PeopleAsked(Asked):
    """`PUT /sandbox/people`: people besides those there are."""

    people: list[PersonAsked]


class TokensAsked(Asked):
    """`POST /sandbox/tokens`. `claims` replace claims of the ID token; null takes one away."""

    email: str
    scopes: list[str] | None = None
    client_id: str | None = None
    expires_in: int = 3600
    claims: dict[str, Any] = Field(default_factory=dict)


class FaultAsked(Asked):
    """One entry of `fail`; see `traffic.faults.Rule`."""

    kind: Literal["read", "write", "identity", "any"] | None = None
    service: Literal["sheets", "drive", "identity"] | None = None
    method: str | None = None
    path: str | None = None
    status: int | Literal["cut", "timeout"] | None = None
    times: int | None = Field(default=1, ge=0)
    after_commit: bool = False
    latency_ms: float = Field(default=0, ge=0)
    body_ms: float = Field(default=0, ge=0)
    hold_ms: float = Field(default=300_000, ge=0)


class FaultsAsked(Asked):
    """`PUT /sandbox/faults`; `{}` takes all trouble away."""

    latency_ms: float = Field(default=0, ge=0)
    body_ms: float = Field(default=0, ge=0)
    drive_lag_ms: float = Field(default=0, ge=0)
    fail: list[FaultAsked] = Field(default_factory=list)


class QuotaAsked(Asked):
    """`PUT /sandbox/quota`; what isn't named has no limit, so `{}` turns the quota off."""

    reads_per_minute_user: int | None = Field(default=None, ge=0)
    writes_per_minute_user: int | None = Field(default=None, ge=0)
    reads_per_minute_project: int | None = Field(default=None, ge=0)
    writes_per_minute_project: int | None = Field(default=None, ge=0)
    drive_per_minute_user: int | None = Field(default=None, ge=0)
    drive_per_minute_project: int | None = Field(default=None, ge=0)
    clock: Literal["real", "virtual"] = "real"


class AdvanceAsked(Asked):
    """`POST /sandbox/quota/advance`: move the virtual clock on."""

    seconds: float = Field(gt=0)


class FileAsked(Asked):
    """`POST /sandbox/files`; the owner is the first person unless named; `copies` of `copy_of`."""

    name: str = "Untitled spreadsheet"
    copy_of: str | None = None
    copies: int = Field(default=1, ge=1, le=10_000)
    owner: str | None = None
    id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{10,100}$")
    readers: list[str] = Field(default_factory=list)
    writers: list[str] = Field(default_factory=list)
