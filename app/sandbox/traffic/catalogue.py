"""Which of Google's methods a request is, by the discovery documents that google-api-python-client ships.

Kinds follow Google's quota: get and search methods are reads, even as POST; everything else is a write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import orjson

Service = Literal["sheets", "drive", "identity"]
Kind = Literal["read", "write", "identity"]
GOOGLE_PATHS: Mapping[str, Service] = {
    "/v4/": "sheets",
    "/drive/": "drive",
    "/upload/drive/": "drive",
    "/oauth2/": "identity",
}
_SHEETS_READS = re.compile(r"\.(get|batchGet|getByDataFilter|batchGetByDataFilter|search)$")
_V2_UPLOAD = re.compile(r"^/upload/drive/v2/files(/[^/]+)?$")


@dataclass(frozen=True, slots=True)
class Method:
    """One method of an API: `method_id` as in the discovery document; a token needs one of `scopes`."""

    service: Service
    method_id: str
    http_method: str
    pattern: re.Pattern[str]
    kind: Kind
    scopes: frozenset[str]


def discovery_document(name: str) -> dict[str, Any]:
    """`sheets.v4` or `drive.v3`, as shipped."""
    package = find_spec("googleapiclient")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("google-api-python-client is not installed")
    path = Path(package.origin).parent / "discovery_cache" / "documents" / f"{name}.json"
    document: dict[str, Any] = orjson.loads(path.read_bytes())
    return document


def service_of(path: str) -> Service | None:
    """The service a path belongs to; None for the sandbox's own handles and the desk."""
    return next((service for start, service in GOOGLE_PATHS.items() if path.startswith(start)), None)


def find(http_method: str, raw_path: str) -> Method | None:
    """The method for a request, by its path as sent (still percent-encoded)."""
    for method in _methods().get(http_method, ()):
        if method.pattern.match(raw_path):
            return method
    if http_method in {"PUT", "POST"} and _V2_UPLOAD.match(raw_path):
        return find("POST", "/upload/drive/v3/files")
    return None


def kind_of(service: Service, http_method: str, method: Method | None) -> Kind:
    """What a request counts as; one that is no method of Google's counts by its verb."""
    if service == "identity":
        return "identity"
    if method is not None:
        return method.kind
    return "read" if http_method in {"GET", "HEAD", "OPTIONS"} else "write"


@cache
def _methods() -> dict[str, list[Method]]:
    found: dict[str, list[Method]] = {}
    for method in (*_of("sheets", "sheets.v4"), *_of("drive", "drive.v3")):
        found.setdefault(method.http_method, []).append(method)
    for methods in found.values():  # the path with more written out is the better match
        methods.sort(key=lambda m: (m.pattern.pattern.count("[^/]+?"), -len(m.pattern.pattern)))
    return found


def _of(service: Service, document: str) -> Iterator[Method]:
    held = discovery_document(document)
    for method in _walk(held):
        identifier, verb = method["id"], method["httpMethod"]
        is_read = bool(_SHEETS_READS.search(identifier)) if service == "sheets" else verb == "GET"
        paths = ["/" + held["servicePath"] + method["path"]]
        paths += [
            protocol["path"] for protocol in method.get("mediaUpload", {}).get("protocols", {}).values()
        ]
        for path in paths:
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+?", re.escape(path))
            yield Method(
                service,
                identifier,
                verb,
                re.compile(f"^{pattern}$"),
                "read" if is_read else "write",
                frozenset(method.get("scopes", ())),
            )


def _walk(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _walk(inner)
