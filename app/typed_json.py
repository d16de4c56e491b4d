"""JSON read into typed values, by decoders that are made while their module is imported.

msgspec works out the fields of a type when it first meets it, and two threads that do so at once end the
process (a null pointer in its C code). While a module is imported there is one thread.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

from msgspec.json import Decoder

T = TypeVar("T")
_DECODERS: dict[Any, Decoder[Any]] = {}


def readable(kind: type[T]) -> type[T]:
    """Makes the decoder of `kind`, which may be a class or the like of `list[X]`; to be called at import."""
    _DECODERS[kind] = Decoder(kind)
    return kind


def decode(body: bytes | str, kind: type[T]) -> T:
    """`body` as a `kind` that was made readable; raises msgspec's errors, KeyError for any other kind."""
    return cast("T", _DECODERS[kind].decode(body))
