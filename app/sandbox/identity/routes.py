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


def identity_routes(issuer: Issuer) -> list[Route]:
    """The issuer's addresses; Google's other spellings of each lead to the same place."""

    def certificates(_request: Request, _body: bytes) -> Response:
        return JSONResponse({issuer.key.kid: issuer.key.certificate}, headers=CACHED)

    def keys(_request: Request, _body: bytes) -> Response:
        return JSONResponse({"keys": [issuer.key.jwk]}, headers=CACHED)

    def info(request: Request, body: bytes) -> Response:
        asked = dict(request.query_params) | _form(body)
        now = datetime.now(UTC)
        found = None
        if "access_token" in asked:
            found = tokeninfo.of_access_token(issuer, asked["access_token"], now=now)
        elif "id_token" in asked:
            found = tokeninfo.of_id_token(issuer, asked["id_token"], now=now)
        if found is None:
            return _oauth_error("invalid_token", "Invalid Value")
        return JSONResponse(found)

    def token(_request: Request, body: bytes) -> Response:
        form = _form(body)
        if form.get("grant_type") != JWT_BEARER:
            return _oauth_error("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
        return _granted(issuer, form.get("assertion", ""), now=datetime.now(UTC))

    def revoke(request: Request, body: bytes) -> Response:
        asked = dict(request.query_params) | _form(body)
        if not issuer.tokens.revoke(asked.get("token", "")):
            return _oauth_error("invalid_token", "Token expired or revoked")
        return JSONResponse({})

    def route(path: str, handler: Handler, *methods: str) -> Route:
        return Route(path, body_first(handler), methods=list(methods))

    return [
        route("/oauth2/v1/certs", certificates, "GET"),
        route("/oauth2/v3/certs", keys, "GET"),
        route("/oauth2/v3/tokeninfo", info, "GET", "POST"),
        route("/oauth2/token", token, "POST"),
        route("/oauth2/v4/token", token, "POST"),
        route("/oauth2/revoke", revoke, "POST", "GET"),
    ]


def _granted(issuer: Issuer, assertion: str, *, now: datetime) -> Response:
    """RFC 7523: a service account's signed assertion for an access token, or for an ID token."""
    try:
        claims = issuer.asserted(assertion)
    except BadSignature:
        return _oauth_error("invalid_grant", "Invalid JWT Signature.")
    issued, expires = claims.get("iat", 0), claims.get("exp", 0)
    if not expires > now.timestamp() or expires - issued > HOUR or issued > now.timestamp() + 300:
        reasonable = (
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
        )
        return _oauth_error("invalid_grant", reasonable)
    account = issuer.people.service_account
    if claims.get("sub", account.email) != account.email:
        return _oauth_error(
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens using this method, or client not authorized for "
            "any of the scopes requested.",
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
    return JSONResponse({"access_token": made, "expires_in": HOUR - 1, "token_type": "Bearer"})


def _form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("utf-8", "replace")))


def _oauth_error(error: str, description: str, *, status: int = 400) -> Response:
    held: dict[str, Any] = {"error": error, "error_description": description}
    return JSONResponse(held, status)
