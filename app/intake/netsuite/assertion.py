"""The signed word by which we ask NetSuite for a token: a JWT under the key of the certificate it knows.

PS256 for an RSA key, ES256 for one on the curve P-256 (RFC 7518, 3.4 and 3.5). NetSuite refuses RS256.
"""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from app.errors import NetSuiteNotSetUp
from app.intake.netsuite.connection import Connection

LIFE_SECONDS = 300  # NetSuite allows an hour; it is used at once
SCOPE = "rest_webservices"
SHORTEST_RSA_BITS = 3072
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def key_of(file: Path) -> Key:
    """The private key in a PEM file; raises NetSuiteNotSetUp, which never quotes the file."""
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        raise NetSuiteNotSetUp(
            f"{file.name} can't be read as a private key (PEM, without a password)."
        ) from None
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size >= SHORTEST_RSA_BITS:
            return key
        raise NetSuiteNotSetUp(
            f"{file.name} is an RSA key of {key.key_size} bits; NetSuite takes 3072 and more."
        )
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    raise NetSuiteNotSetUp(f"{file.name} is neither an RSA key nor one on the curve P-256.")


def assertion(connection: Connection, key: Key, *, now: float) -> str:
    """Good for five minutes from `now` (seconds since 1970) and for one use."""
    issued = int(now)
    head = {
        "typ": "JWT",
        "alg": "PS256" if isinstance(key, rsa.RSAPrivateKey) else "ES256",
        "kid": connection.certificate_id,
    }
    claims = {
        "iss": connection.client_id,
        "scope": [SCOPE],
        "aud": connection.token_url,
        "iat": issued,
        "exp": issued + LIFE_SECONDS,
        "jti": secrets.token_urlsafe(16),
    }
    signed = f"{_encoded(_json(head))}.{_encoded(_json(claims))}"
    return f"{signed}.{_encoded(_signature(key, signed.encode()))}"


def _signature(key: Key, message: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PSS(padding.MGF1(SHA256()), padding.PSS.DIGEST_LENGTH), SHA256())
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")  # side by side, not as DER


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
