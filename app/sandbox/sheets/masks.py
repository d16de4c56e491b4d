"""Field masks: read as a tree, checked against a message type, used to read and to update."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from app.sandbox.sheets import discovery
from app.sandbox.sheets.discovery import Message

Tree = Mapping[str, "Tree | None"]
"""Field name → the part of it that is meant, None for the whole of it. The empty tree means everything."""

ALL: Tree = {}


class MaskError(ValueError):
    """A mask that cannot be read, or names no field; `path` is the part at fault."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@lru_cache(maxsize=512)
def parse(text: str, type_name: str) -> Tree:
    """`a,b.c,d(e,f),g/h,*` on a message type; camelCase or snake_case. ALL for `*`."""
    tree: dict[str, Any] = {}
    position = _read_list(text, 0, discovery.message(type_name), tree, "")
    if position != len(text):
        raise MaskError(text)
    return ALL if "*" in tree else tree


def _read_list(text: str, position: int, kind: Message | None, tree: dict[str, Any], path: str) -> int:
    while True:
        position = _read_path(text, position, kind, tree, path)
        if position < len(text) and text[position] == ",":
            position += 1
            continue
        return position


def _read_path(text: str, position: int, kind: Message | None, tree: dict[str, Any], path: str) -> int:
    start = position
    while position < len(text) and (text[position].isalnum() or text[position] in "_*-"):
        position += 1
    name = text[start:position]
    if not name:
        raise MaskError(text)
    here = f"{path}.{name}" if path else name
    if name == "*":
        tree["*"] = None
        return position
    name, inner, is_map = _look_up(kind, name, here)
    mark = text[position : position + 1]
    if mark in {".", "/"}:
        return _read_path(text, position + 1, inner, _below(tree, name), here)
    if mark == "(":
        if inner is None and not is_map:
            raise MaskError(here)
        position = _read_list(text, position + 1, inner, _below(tree, name), here)
        if text[position : position + 1] != ")":
            raise MaskError(text)
        return position + 1
    tree[name] = None
    return position


def _look_up(kind: Message | None, name: str, here: str) -> tuple[str, Message | None, bool]:
    """The field's camelCase name and what lies below it."""
    if kind is None:
        return name, None, False
    known = kind.find(name)
    if known is None:
        raise MaskError(here)
    inner = discovery.message(known.message) if known.kind == "message" else None
    return known.name, inner, known.kind == "map"


def _below(tree: dict[str, Any], name: str) -> dict[str, Any]:
    """The subtree of a field; a field already meant whole stays whole."""
    if name in tree and tree[name] is None:
        return {}
    below: dict[str, Any] = tree.setdefault(name, {})
    return below


def wants(tree: Tree, name: str) -> bool:
    """Whether a mask takes in a field, wholly or in part."""
    return not tree or name in tree or "*" in tree


def below(tree: Tree, name: str) -> Tree:
    """What a mask says within a field; ALL for the whole of it."""
    return tree.get(name) or ALL


def project(held: Any, tree: Tree) -> Any:
    """The part of a JSON value that a mask takes in; a message in which nothing matches is `{}`."""
    if not tree or "*" in tree:
        return held
    if isinstance(held, list):
        return [project(item, tree) for item in held]
    if not isinstance(held, dict):
        return held
    return {name: project(value, tree.get(name) or ALL) for name, value in held.items() if name in tree}


def merge(old: Mapping[str, Any], new: Mapping[str, Any], tree: Tree) -> dict[str, Any]:
    """`old` with the masked fields taken from `new`; a masked field that `new` lacks is cleared."""
    if not tree or "*" in tree:
        return dict(new)
    merged = dict(old)
    for name, part in tree.items():
        value = new.get(name)
        held = merged.get(name)
        if part and (isinstance(value, dict) or value is None) and (isinstance(held, dict) or held is None):
            inner = merge(held or {}, value or {}, part)
            if inner or value is not None:
                merged[name] = inner
            else:
                merged.pop(name, None)
        elif value is None:
            merged.pop(name, None)
        else:
            merged[name] = value
    return merged
