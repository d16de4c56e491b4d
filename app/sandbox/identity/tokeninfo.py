"""What tokeninfo says of a token: every value a string, as Google's does."""

from __future__ import annotations

from datetime import datetime

from app.sandbox.identity.identity import USERINFO_EMAIL
from app.sandbox.identity.issuer import Issuer
from app.sandbox.identity.signing import BadSignature

TELLS_SUBJECT = frozenset({"openid", "email", "profile", USERINFO_EMAIL})
TELLS_EMAIL = frozenset({"email", USERINFO_EMAIL})


def of_access_token(issuer: Issuer, token: str, *, now: datetime) -> dict[str, str] | None:
    """None for a token that is unknown, expired or revoked."""
    grant = issuer.tokens.find(token)
    left = int(grant.expires - now.timestamp()) if grant else 0
    if grant is None or left <= 0:
        return None
    identity = grant.identity
    facts = {"azp": identity.client_id, "aud": identity.client_id}
    if identity.scopes & TELLS_SUBJECT:
        facts["sub"] = identity.person.subject
    facts |= {
        "scope": " ".join(sorted(identity.scopes)),
        "exp": str(int(grant.expires)),
        "expires_in": str(left),
    }
    if identity.scopes & TELLS_EMAIL:
        facts |= {"email": identity.email, "email_verified": "true"}
    return {**facts, "access_type": "online"}


def of_id_token(issuer: Issuer, token: str, *, now: datetime) -> dict[str, str] | None:
    """None for a token that the issuer did not sign, or that has expired."""
    try:
        claims = issuer.key.verify(token)
    except BadSignature:
        return None
    if float(claims.get("exp", 0)) <= now.timestamp():
        return None
    facts = {name: _text(value) for name, value in claims.items()}
    return {**facts, "alg": "RS256", "kid": issuer.key.kid, "typ": "JWT"}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
