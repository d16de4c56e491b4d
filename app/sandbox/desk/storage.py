"""Properties, caches and locks of scripts, by scope; kept as long as the sandbox runs."""

from __future__ import annotations

import time
from collections import defaultdict
from threading import RLock
from typing import Any, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

LONGEST_PROPERTY = 9 * 1024
LONGEST_CACHED = 100 * 1024


class PropertiesCall(BaseModel):
    """One call on a property store; `only` means that other keys go."""

    op: Literal["get", "all", "set", "delete"]
    scope: str
    key: str = ""
    values: dict[str, str] = Field(default_factory=dict)
    only: bool = False


class CacheCall(BaseModel):
    """One call on a cache."""

    op: Literal["get", "put", "remove"]
    scope: str
    key: str
    text: str = ""
    seconds: float = 600


class LockCall(BaseModel):
    """One call on a lock; `execution` is who holds it."""

    op: Literal["take", "release"]
    scope: str
    execution: str


class ScriptStorage:
    """All stores of all scopes."""

    def __init__(self) -> None:
        self._guard = RLock()
        self._properties: dict[str, dict[str, str]] = defaultdict(dict)
        self._cache: dict[tuple[str, str], tuple[float, str]] = {}
        self._locks: dict[str, str] = {}

    def properties(self, call: PropertiesCall) -> str | dict[str, str] | None:
        """The value asked for; None when there is none, or nothing was asked."""
        with self._guard:
            store = self._properties[call.scope]
            if call.op == "get":
                return store.get(call.key)
            if call.op == "all":
                return dict(store)
            if call.op == "delete":
                store.pop(call.key, None)
                return None
            if any(len(value.encode()) > LONGEST_PROPERTY for value in call.values.values()):
                raise HTTPException(400, "Argument too large: value")
            if call.only:
                store.clear()
            store.update(call.values)
            return None

    def cache(self, call: CacheCall) -> str | None:
        """The text kept under a key, unless its time is over."""
        with self._guard:
            place, now = (call.scope, call.key), time.monotonic()
            if call.op == "get":
                until, text = self._cache.get(place, (0.0, ""))
                return text if until > now else None
            self._cache.pop(place, None)
            if call.op == "put":
                if len(call.text.encode()) > LONGEST_CACHED:
                    raise HTTPException(400, "Argument too large: value")
                self._cache[place] = (now + call.seconds, call.text)
            return None

    def lock(self, call: LockCall) -> bool:
        """Whether the execution holds the lock now."""
        with self._guard:
            holder = self._locks.get(call.scope)
            if call.op == "take" and holder in (None, call.execution):
                self._locks[call.scope] = call.execution
                return True
            if call.op == "release" and holder == call.execution:
                del self._locks[call.scope]
            return False

    def ended(self, execution: str) -> None:
        """Free what an execution held when it ended, however it ended."""
        with self._guard:
            self._locks = {scope: holder for scope, holder in self._locks.items() if holder != execution}


def storage_router(storage: ScriptStorage) -> APIRouter:
    """The stores over HTTP, for the worker's synchronous calls."""
    router = APIRouter(prefix="/sandbox/script")

    @router.post("/properties")
    def properties(call: PropertiesCall) -> dict[str, Any]:
        return {"value": storage.properties(call)}

    @router.post("/cache")
    def cache(call: CacheCall) -> dict[str, Any]:
        return {"value": storage.cache(call)}

    @router.post("/locks")
    def locks(call: LockCall) -> dict[str, Any]:
        return {"value": storage.lock(call)}

    @router.delete("/executions/{execution}", status_code=204)
    def ended(execution: str) -> None:
        storage.ended(execution)

    return router
