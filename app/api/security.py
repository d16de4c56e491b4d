"""Who may come in: both tokens of every request to /v1, checked before anything else is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from app.api.rooms import Rooms, rooms
from app.errors import IdentityError, IdentityRejected, NoIdentity
from app.google.caller import Caller
from app.metrics import IDENTITY

ACCESS_TOKEN = "X-Google-Access-Token"  # noqa: S105 - a header's name

_id_token = HTTPBearer(
    auto_error=False,
    scheme_name="IdToken",
    description="Google's ID token of the caller.",
    bearerFormat="JWT",
)
_access_token = APIKeyHeader(
    name=ACCESS_TOKEN,
    auto_error=False,
    scheme_name="AccessToken",
    description="Google's access token of the same caller, given to the same app.",
)


def _caller(
    request: Request,
    house: Annotated[Rooms, Depends(rooms)],
    id_token: Annotated[HTTPAuthorizationCredentials | None, Depends(_id_token)],
    access_token: Annotated[str | None, Depends(_access_token)],
) -> Iterator[Caller]:
    with house.visits.visit() as visit:
        try:
            for header in ("authorization", ACCESS_TOKEN):
                if len(request.headers.getlist(header)) > 1:
                    raise IdentityRejected("The request carries two proofs of who is calling.")
            if id_token is None and request.headers.get("authorization"):
                raise NoIdentity("The proof of who is calling is not sent as a bearer token.")
            identity = id_token.credentials if id_token else ""
            caller = house.google.identity.caller(identity, access_token or "", known=visit.of)
        except IdentityError as error:
            IDENTITY.labels(error.slug).inc()
            raise
        yield caller


Known = Annotated[Caller, Depends(_caller)]
"""The caller of a route, admitted."""
House = Annotated[Rooms, Depends(rooms)]
"""The parts of the service."""
