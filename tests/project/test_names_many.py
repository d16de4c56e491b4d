"""The nearest of many names, whatever the alphabet."""

from __future__ import annotations

import pytest

from app.project.nearest import NearestName

MANY = NearestName(
    [f"L{n:04d}" for n in range(3000)] + ["Фаза 1", "שלב ב", "Straße 5", "Design – review", "", "A_B"]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("l-0210", "L0210"),  # L0012, L0021, L0102, L0120 hold the same letters
        ("фаза1", "Фаза 1"),
        ("שלב-ב", "שלב ב"),
        ("STRASSE 5", "Straße 5"),
        ("design review", "Design – review"),
        ("a b", "A_B"),
        ("Desing review", "Design – review"),
        ("quite another", ""),
        ("---", ""),
    ],
)
def test_case_and_separators_do_not_matter(typed: str, meant: str) -> None:
    assert MANY.to(typed) == meant
