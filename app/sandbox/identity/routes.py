"""`/oauth2/...`: certificates, tokeninfo, the token endpoint and revocation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.sandbox.answering import body_first
from app.sandbox.identity import tokeninfo
from app.sandbox.identity.issuer import HOUR, Issuer
from app.sandbox.identity.signing import BadSignature

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
CACHED = {"cache-control": "public, max-age=21600, must-revalidate, no-transform"}
Handler = Callable[[Request, bytes], Response]


class Endpoints:
    """What each address answers."""

    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer

    def certificates(self, _request: Request, _body: bytes) -> Response:
        """X.509 by key id, as google-auth fetches them."""
        key = self._issuer.key
        return JSONResponse({key.kid: key.certificate}, headers=CACHED)

    def keys(self, _request: Request, _body: bytes) -> Response:
        """The same as JSON Web Keys."""
        return JSONResponse({"keys": [self._issuer.key.jwk]}, headers=CACHED)

    def info(self, request: Request, body: bytes) -> Response:
        """tokeninfo, of either kind of token."""
        asked = dict(request.query_params) | _form(body)
        now = datetime.now(UTC)
        found = None
        if "access_token" in asked:
            found = tokeninfo.of_access_token(self._issuer, asked["access_token"], now=now)
        elif "id_token" in asked:
            found = tokeninfo.of_id_token(self._issuer, asked["id_token"], now=now)
        return JSONResponse(found) if found is not None else _oauth_error("invalid_token", "Invalid Value")

    def token(self, _request: Request, body: bytes) -> Response:
        """The token endpoint: a service account's assertion, nothing else."""
        form = _form(body)
        if form.get("grant_type") != JWT_BEARER:
            return _oauth_error("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
        return _granted(self._issuer, form.get("assertion", ""), now=datetime.now(UTC))

    def revoke(self, request: Request, body: bytes) -> Response:
        """From now on the access token is nobody's."""
        asked = dict(request.query_params) | _form(body)
        if not self._issuer.tokens.revoke(asked.get("token", "")):
            return _oauth_error("invalid_token", "Token expired or revoked")
        return JSONResponse({})


def identity_routes(issuer: Issuer) -> list[Route]:
    """The issuer's addresses; Google's other spellings of each lead to the same place."""
    endpoints = Endpoints(issuer)
    table: list[tuple[str, Handler, list[str]]] = [
        ("/oauth2/v1/certs", endpoints.certificates, ["GET"]),
        ("/oauth2/v3/certs", endpoints.keys, ["GET"]),
        ("/oauth2/v3/tokeninfo", endpoints.info, ["GET", "POST"]),
        ("/oauth2/token", endpoints.token, ["POST"]),
        ("/oauth2/v4/token", endpoints.token, ["POST"]),
        ("/oauth2/revoke", endpoints.revoke, ["GET", "POST"]),
    ]
    return [Route(path, body_first(handler), methods=verbs) for path, handler, verbs in table]


def _granted(issuer: Issuer, assertion: str, *, now: datetime) -> Response:
    """RFC 7523: a service account's signed assertion for an access token, or for an ID token."""
    try:
        account, claims = issuer.asserted(assertion)
    except BadSignature:
        return _oauth_error("invalid_grant", "Invalid JWT Signature.")
    issued, expires = claims.get("iat", 0), claims.get("exp", 0)
    if not expires > now.timestamp() or expires - issued > HOUR or issued > now.timestamp() + 300:
        reasonable = "Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
        return _oauth_error("invalid_grant", f"Invalid JWT: {reasonable}")
    if claims.get("sub", account.email) != account.email:
        return _oauth_error(
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens using this method, or client not authorized "
            "for any of the scopes requested.",
            status=401,
        )
    if claims.get("target_audience"):
        return JSONResponse(
            {"id_token": issuer.id_token(account, now=now, audience=claims["target_audience"])}
        )
    scopes = str(claims.get("scope", "")).split()
    if not scopes:
        return _oauth_error("invalid_scope", "Empty or missing scope not allowed.")
    made = issuer.access_token(account, now=now, scopes=scopes, client_id=account.subject)
    return JSONResponse({"access_token": made, "expires_in": HOUR - 1, "token_type": "Bearer"})  # nosec B105 - a scheme


def _form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("utf-8", "replace")))


def _oauth_error(error: str, description: str, *, status: int = 400) -> Response:
    held: dict[str, Any] = {"error": error, "error_description": description}
    return JSONResponse(held, status)
