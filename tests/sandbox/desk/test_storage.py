"""Properties, caches and locks of scripts."""

from __future__ import annotations

import pytest
from fastapi import HTTPException

from app.sandbox.desk.storage import CacheCall, LockCall, PropertiesCall, ScriptStorage


@pytest.fixture
def storage() -> ScriptStorage:
    return ScriptStorage()


def properties(op: str, scope: str = "user:a", **more: object) -> PropertiesCall:
    return PropertiesCall.model_validate({"op": op, "scope": scope, **more})


def test_properties_are_kept_by_scope(storage: ScriptStorage) -> None:
    storage.properties(properties("set", values={"k": "1", "l": "2"}))
    assert storage.properties(properties("get", key="k")) == "1"
    assert storage.properties(properties("get", "user:b", key="k")) is None
    storage.properties(properties("delete", key="k"))
    assert storage.properties(properties("all")) == {"l": "2"}
    storage.properties(properties("set", values={"m": "3"}, only=True))
    assert storage.properties(properties("all")) == {"m": "3"}


def test_a_property_holds_nine_kilobytes(storage: ScriptStorage) -> None:
    storage.properties(properties("set", values={"k": "x" * 9216}))
    with pytest.raises(HTTPException):
        storage.properties(properties("set", values={"k": "é" * 4609}))


def test_cached_texts_run_out(storage: ScriptStorage) -> None:
    storage.cache(CacheCall(op="put", scope="s", key="now", text="1"))
    storage.cache(CacheCall(op="put", scope="s", key="past", text="1", seconds=0))
    assert storage.cache(CacheCall(op="get", scope="s", key="now")) == "1"
    assert storage.cache(CacheCall(op="get", scope="s", key="past")) is None
    storage.cache(CacheCall(op="remove", scope="s", key="now"))
    assert storage.cache(CacheCall(op="get", scope="s", key="now")) is None


def test_a_lock_is_held_by_one_execution_and_freed_with_it(storage: ScriptStorage) -> None:
    def lock(op: str, execution: str) -> bool:
        return storage.lock(LockCall.model_validate({"op": op, "scope": "s", "execution": execution}))

    assert lock("take", "one")
    assert lock("take", "one")
    assert not lock("take", "two")
    lock("release", "two")
    assert not lock("take", "two")
    storage.ended("one")
    assert lock("take", "two")
    lock("release", "two")
    assert lock("take", "one")
