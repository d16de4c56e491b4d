"""RSA keys kept in the data folder, and JSON Web Tokens signed and checked with them."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

VALID_FROM, VALID_UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)


class BadSignature(Exception):  # noqa: N818
    """A token that is no token, or that someone else signed."""


@dataclass(frozen=True)
class SigningKey:
    """One RSA key; everything about it follows from the private part."""

    private: rsa.RSAPrivateKey
    common_name: str

    @cached_property
    def kid(self) -> str:
        """The key's id: a fingerprint of its public part."""
        der = self.private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return hashlib.sha256(der).hexdigest()[:40]

    @cached_property
    def private_pem(self) -> str:
        """PKCS #8, unencrypted, as in a service account's key file."""
        return self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    @cached_property
    def certificate(self) -> str:
        """Self-signed X.509 in PEM."""
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.common_name)])
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.private.public_key())
            .serial_number(int(self.kid[:15], 16))
            .not_valid_before(VALID_FROM)
            .not_valid_after(VALID_UNTIL)
        )
        signed = builder.sign(self.private, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.PEM).decode()

    @cached_property
    def jwk(self) -> dict[str, str]:
        """The public part as a JSON Web Key."""
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "RSA",
            "alg": "RS256",
            "use": "sig",
            "kid": self.kid,
            "n": encode(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")),
            "e": encode(numbers.e.to_bytes(3, "big")),
        }

    def sign(self, claims: dict[str, Any]) -> str:
        """A compact RS256 token."""
        header = {"alg": "RS256", "kid": self.kid, "typ": "JWT"}
        head = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
        signature = self.private.sign(head.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{head}.{encode(signature)}"

    def verify(self, token: str) -> dict[str, Any]:
        """The claims, if this key signed them; expiry and audience are the caller's to judge."""
        try:
            header, payload, signature = token.split(".")
            if json.loads(decode(header)).get("alg") != "RS256":
                raise BadSignature("not RS256")
            self.private.public_key().verify(
                decode(signature), f"{header}.{payload}".encode(), padding.PKCS1v15(), hashes.SHA256()
            )
            claims = json.loads(decode(payload))
        except (ValueError, AttributeError, InvalidSignature) as fault:
            raise BadSignature("not a token of ours") from fault
        if not isinstance(claims, dict):
            raise BadSignature("no claims")
        return claims


def claims_of(token: str) -> dict[str, Any]:
    """What a token says, whoever signed it; BadSignature when it is no token."""
    try:
        claims = json.loads(decode(token.split(".")[1]))
    except (ValueError, IndexError) as fault:
        raise BadSignature("not a token") from fault
    if not isinstance(claims, dict):
        raise BadSignature("no claims")
    return claims


def encode(raw: bytes) -> str:
    """Base64 for URLs, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Back from `encode`."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def kept_key(path: Path, common_name: str) -> SigningKey:
    """The key in this file, made on the first call; readable by its owner alone."""
    if path.exists():
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(private, rsa.RSAPrivateKey):
            raise BadSignature(f"{path} holds no RSA key")
        return SigningKey(private, common_name)
    key = SigningKey(rsa.generate_private_key(public_exponent=65537, key_size=2048), common_name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(key.private_pem)
    return key
