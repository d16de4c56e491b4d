"""The service's memory over many refreshes: it levels off."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from tests.siege.crowd import Member, at_once, crowd
from tests.siege.fortress import UNLIMITED, Fortress, fortress


def grown(held: Fortress, refreshes: int, *, every: int) -> list[int]:
    """Resident memory in bytes after each `every` refreshes, by four people; each has something to write."""
    members = crowd(held, ("one", "two", "three", "four"), books=3)
    sizes = []
    for block in range(refreshes // every):
        for member in members:
            rows = [[0.1 + (block % 9) / 10]]
            held.sheets(
                "PUT",
                f"{member.books[block % 3]}/values/Budget!K3",
                member.email,
                params={"valueInputOption": "RAW"},
                json={"values": rows},
            )

        def some(member: Member, block: int = block) -> None:
            for at in range(every // 4):
                member.refresh(held, member.books[(block + at) % 3])

        at_once(members, some)
        sizes.append(held.memory())
    assert [wrong for member in members for wrong in member.wrong] == []
    return sizes


def slope(sizes: list[int], every: int) -> float:
    """Bytes a refresh, by least squares."""
    return float(np.polyfit(np.arange(len(sizes)) * every, np.array(sizes, np.float64), 1)[0])


def test_a_hundred_refreshes(tmp_path: Path) -> None:
    with fortress(tmp_path, **UNLIMITED) as held:
        sizes = grown(held, 100, every=20)
    assert sizes[-1] - sizes[1] < 20_000_000


@pytest.mark.soak
def test_two_thousand_refreshes(tmp_path: Path) -> None:
    begun = time.monotonic()
    with fortress(tmp_path, **UNLIMITED) as held:
        sizes = grown(held, 2000, every=40)
    late = sizes[len(sizes) // 4 :]
    per_refresh = slope(late, 40)
    print(
        f"\n2,000 refreshes in {time.monotonic() - begun:.0f} s: {sizes[0] / 1e6:.1f} MB after 40,", end=" "
    )
    print(f"{late[0] / 1e6:.1f} MB after 500, {sizes[-1] / 1e6:.1f} MB at the end", end=", ")
    print(f"{per_refresh:.0f} bytes a refresh")
    assert per_refresh < 2_000
