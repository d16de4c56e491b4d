"""The tree of errors: drawn as it is, with stable names, and a page that tells of each."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from app import errors
from app.errors import AppError
from app.project.place import Place

ROOT = Path(__file__).parents[2]


def _tree(root: type[AppError]) -> list[type[AppError]]:
    return [root] + [one for child in root.__subclasses__() for one in _tree(child)]


TREE = _tree(AppError)


def _drawn() -> dict[str, str]:
    """Name -> parent, as the docstring draws them."""
    found: dict[str, str] = {}
    above: dict[int, str] = {}
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"^    ([│ ├└─]*)([A-Z]\w+)(\s|$)", line)
        if match:
            depth = len(match[1]) // 4
            found[match[2]] = above.get(depth - 1, "")
            above[depth] = match[2]
    return found


def test_the_docstring_draws_the_tree() -> None:
    assert _drawn() == {one.__name__: one.__base__.__name__ if one is not AppError else "" for one in TREE}


def test_all_errors_live_in_one_file() -> None:
    assert {inspect.getmodule(one) for one in TREE} == {errors}


def test_names_are_unique_and_fit_into_a_path() -> None:
    slugs = [one.slug for one in TREE]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs)


@pytest.mark.parametrize("kind", TREE, ids=lambda kind: kind.__name__)
def test_each_says_what_to_do_and_what_was_not_changed(kind: type[AppError]) -> None:
    document = kind().document(run="r")
    assert document["type"] == f"/problems/{kind.slug}"
    assert document["detail"]
    assert document["unchanged"]
    assert kind is AppError or document["mend"]
    assert 400 <= kind.status < 600
    assert document["run"] == "r"


def test_a_place_becomes_cell_and_tab() -> None:
    document = errors.MissingColumn("x", cell=Place(3, "Budget", 0, 2, 1, 3), heading="Cost").document()
    assert document["cell"] == {"sheet_id": 3, "tab": "Budget", "a1": "C1"}
    assert (document["tab"], document["heading"]) == ("Budget", "Cost")
    assert "retry_after" not in document


def test_the_page_tells_of_exactly_these() -> None:
    page = (ROOT / "docs" / "problems.md").read_text("utf-8")
    told = {
        slug: (title, int(status))
        for slug, title, status in re.findall(
            r"^### `([a-z-]+)`\n\n\*\*(.+?)\*\* \((\d{3})\)", page, re.MULTILINE
        )
    }
    assert told == {one.slug: (one.title, one.status) for one in TREE if not one.__subclasses__() or one.mend}
