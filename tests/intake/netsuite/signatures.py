"""PS256 and ES256 verified with plain arithmetic, by the book: nothing of the library with which we sign.

RFC 8017, 9.1.2 and B.2.1 for PSS with SHA-256; FIPS 186-5 for ECDSA on P-256, r and s side by side.
"""

from __future__ import annotations

from hashlib import sha256

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Point = tuple[int, int] | None


def ps256_holds(modulus: int, exponent: int, message: bytes, signature: bytes) -> bool:
    bits = modulus.bit_length() - 1
    length = (bits + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != (modulus.bit_length() + 7) // 8 or number >= modulus:
        return False
    encoded = pow(number, exponent, modulus).to_bytes(length + 1, "big")[1:]
    masked, digest, trailer = encoded[:-33], encoded[-33:-1], encoded[-1]
    unused = 8 * length - bits
    if trailer != 0xBC or masked[0] >> (8 - unused):
        return False
    block = bytes(a ^ b for a, b in zip(masked, _mgf1(digest, len(masked)), strict=True))
    block = bytes([block[0] & (0xFF >> unused)]) + block[1:]
    padding, salt = block[:-32], block[-32:]
    if padding != bytes(len(padding) - 1) + b"\x01":
        return False
    return sha256(bytes(8) + sha256(message).digest() + salt).digest() == digest


def _mgf1(seed: bytes, length: int) -> bytes:
    parts = [sha256(seed + at.to_bytes(4, "big")).digest() for at in range(length // 32 + 1)]
    return b"".join(parts)[:length]


def es256_holds(public: tuple[int, int], message: bytes, signature: bytes) -> bool:
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < N and 0 < s < N):
        return False
    inverse = pow(s, -1, N)
    digest = int.from_bytes(sha256(message).digest(), "big")
    point = _added(_times(digest * inverse % N, G), _times(r * inverse % N, public))
    return point is not None and point[0] % N == r


def _added(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    if one[0] == other[0] and (one[1] + other[1]) % P == 0:
        return None
    if one == other:
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, P) % P
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P) % P
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def _times(factor: int, point: Point) -> Point:
    found: Point = None
    while factor:
        if factor & 1:
            found = _added(found, point)
        point, factor = _added(point, point), factor >> 1
    return found
