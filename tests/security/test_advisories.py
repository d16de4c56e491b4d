"""No version that we lock is one that a recorded advisory is about; `make audit` asks for the rest, live."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).parents[2]
RECORD: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "advisories.yaml").read_text("utf-8"))
ADVISORIES: dict[str, list[dict[str, str]]] = RECORD["packages"]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(lock: str) -> dict[str, list[Version]]:
    """Versions by package: several where platforms differ."""
    found: dict[str, list[Version]] = {}
    for name, version in re.findall(
        r"^([\w.-]+)==([^\s;\\]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE
    ):
        found.setdefault(name, []).append(Version(version))
    return found


def hit(versions: dict[str, list[Version]]) -> list[str]:
    """What the record holds against these."""
    return [
        f"{name} {version}: {advisory['id']}"
        for name, advisories in ADVISORIES.items()
        for advisory in advisories
        for version in versions.get(name, [])
        if SpecifierSet(advisory["affected"]).contains(version, prereleases=True)
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_locked_version_is_a_known_bad_one(lock: str) -> None:
    versions = locked(lock)
    assert len(versions) > 60
    assert hit(versions) == []


def test_the_record_is_about_what_we_lock() -> None:
    assert set(ADVISORIES) <= set(locked("requirements-dev.lock"))
    assert date(2026, 11, 1) <= RECORD["collected"]


def just_beneath(version: Version) -> Version:
    """50.0.0 -> 49.999, 0.0.18 -> 0.0.17.999."""
    parts = list(version.release)
    while parts[-1] == 0:
        parts.pop()
    parts[-1] -= 1
    return Version(".".join(map(str, [*parts, 999])))


def test_each_advisory_would_be_noticed() -> None:
    """The version just beneath each upper end, and never the one that mends it."""
    for name, advisories in ADVISORIES.items():
        for advisory in advisories:
            mended = Version(advisory["affected"].split("<")[-1])
            beneath = just_beneath(mended)
            assert f"{name} {beneath}: {advisory['id']}" in hit({name: [beneath]})
            assert not any(advisory["id"] in line for line in hit({name: [mended]}))
