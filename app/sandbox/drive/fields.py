"""`fields`: which parts of an answer are wanted, such as `files(id,owners/emailAddress),nextPageToken`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Tree = dict[str, "Tree"]
"""Wanted names; an empty tree below a name is all of it. `*` stands for every name."""

_TOKEN = re.compile(r"\s*([A-Za-z0-9_\-]+|\*|[(),/.])\s*")


class BadFields(Exception):  # noqa: N818 - a caller's fault
    """What of `fields` can't be; the text is the offending part."""


def parse(text: str) -> Tree:
    """The tree of a selection; BadFields when it isn't one."""
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadFields(text)
        tokens.append(match.group(1))
        at = match.end()
    tokens.reverse()
    tree = _selection(tokens, text)
    if tokens:
        raise BadFields(text)
    return tree


def _selection(tokens: list[str], text: str) -> Tree:
    """A list of paths up to a closing bracket or the end."""
    tree: Tree = {}
    while True:
        _path(tokens, tree, text)
        if not tokens or tokens[-1] != ",":
            return tree
        tokens.pop()


def _path(tokens: list[str], tree: Tree, text: str) -> None:
    """One path, `a/b(c,d)`, put into the tree."""
    if not tokens or tokens[-1] in "(),/.":
        raise BadFields(text)
    branch = tree.setdefault(tokens.pop(), {})
    if tokens and tokens[-1] in "/.":
        tokens.pop()
        _path(tokens, branch, text)
    elif tokens and tokens[-1] == "(":
        tokens.pop()
        branch.update(_selection(tokens, text))
        if not tokens or tokens.pop() != ")":
            raise BadFields(text)


def check(tree: Tree, schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> None:
    """BadFields, naming the part, when the tree asks for what the schema doesn't have."""
    properties = schema.get("properties", {})
    for name, branch in tree.items():
        if name == "*":
            continue
        if name not in properties:
            if "additionalProperties" in schema:
                continue
            raise BadFields(name)
        if branch:
            inner = _resolved(properties[name], schemas)
            if not inner.get("properties") and "additionalProperties" not in inner:
                raise BadFields(f"{name}/{next(iter(branch))}")
            check(branch, inner, schemas)


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """Through lists and references to the object itself."""
    while True:
        if "$ref" in schema:
            schema = schemas[schema["$ref"]]
        elif schema.get("type") == "array":
            schema = schema["items"]
        else:
            return schema


def select(held: Any, tree: Tree) -> Any:
    """The wanted parts; every item of a list is cut alike."""
    if not tree or (not tree.get("*", True) and len(tree) == 1):
        return held
    if isinstance(held, list):
        return [select(item, tree) for item in held]
    if not isinstance(held, dict):
        return held
    everywhere = tree.get("*")
    found = {}
    for name, value in held.items():
        branch = tree.get(name, everywhere)
        if branch is not None:
            found[name] = select(value, branch)
    return found
