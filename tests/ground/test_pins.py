"""Pins name versions and hashes, never the address they came from."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_locks_hold_no_address() -> None:
    locks = sorted(ROOT.glob("*.lock"))
    assert [lock.name for lock in locks] == ["requirements-dev.lock", "requirements.lock"]
    for lock in locks:
        assert "://" not in lock.read_text(), lock.name


def test_every_pin_is_exact_and_hashed() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        pins = [line for line in lock.read_text().splitlines() if line and not line.startswith((" ", "#"))]
        assert pins
        assert all(re.match(r"^[\w.\[\]-]+==\S+", pin) for pin in pins), lock.name
        assert lock.read_text().count("--hash=sha256:") >= len(pins)


def test_the_service_lock_is_part_of_the_developers_lock() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.-]+==[^\s;\\]+)", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_no_uv_lock() -> None:
    assert not (ROOT / "uv.lock").exists()
