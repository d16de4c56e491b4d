"""Rows or columns brought into another order by moving as few of them as can be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """One row or column to another place, both counted before the move."""

    at: int
    to: int


def moves_into(order: Sequence[int]) -> tuple[Move, ...]:
    """The moves after which what stood at `order[i]` stands at i, one after the other.

    `order` is a permutation. What is in increasing order already stays where it is.
    """
    staying = _longest_increasing(order)
    standing = sorted(order)
    moves = []
    for place, item in enumerate(order):
        if item in staying:
            continue
        at = standing.index(item)
        to = standing.index(order[place - 1]) + 1 if place else 0
        if to not in (at, at + 1):
            moves.append(Move(at, to))
            standing.insert(to, item)
            del standing[at if at < to else at + 1]
    return tuple(moves)


def moved(items: Sequence[object], moves: Sequence[Move]) -> list[object]:
    """`items` after the moves."""
    standing = list(items)
    for move in moves:
        item = standing[move.at]
        standing.insert(move.to, item)
        del standing[move.at if move.at < move.to else move.at + 1]
    return standing


def undone(moves: Sequence[Move]) -> tuple[Move, ...]:
    """The moves that take these back."""
    return tuple(
        Move(move.to - 1, move.at) if move.at < move.to else Move(move.to, move.at + 1)
        for move in reversed(moves)
    )


def _longest_increasing(order: Sequence[int]) -> set[int]:
    """A longest increasing subsequence (patience sorting)."""
    tops: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, item in enumerate(order):
        pile = bisect_left(tops, item)
        before.append(places[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(item)
            places.append(place)
        else:
            tops[pile] = item
            places[pile] = place
    found: set[int] = set()
    place = places[-1] if places else -1
    while place >= 0:
        found.add(order[place])
        place = before[place]
    return found
