"""Reads the YAML files into the typed contract, once; a word it does not know is an error."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, get_args

import yaml

from sheets_schema.model import (
    Audience,
    Field,
    FieldType,
    Layout,
    Reference,
    Schema,
    Series,
    Tab,
    Unit,
    WrittenBy,
)
from sheets_schema.translated import in_language


class ContractError(ValueError):
    """A file of the contract says something that the contract has no meaning for."""


@cache
def load(language: str = "en") -> Schema:
    """The contract that ships with this version; `language`: of the tabs that Plumbline writes."""
    return in_language(read_contract(), language)


def read_contract(folder: str = "") -> Schema:
    """The contract of one kind of workbook; `folder` is inside this package, "" for a project's."""
    contract = _yaml(folder, "contract")
    tabs = (_tab(_yaml(folder, name)) for name in contract["tabs"])
    return Schema(contract["version"], {tab.name: tab for tab in tabs})


def _yaml(folder: str, name: str) -> dict[str, Any]:
    text = files("sheets_schema").joinpath(folder, f"{name}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 # both are safe loaders
    return loaded


def _tab(raw: dict[str, Any]) -> Tab:
    tab = Tab(
        name=raw.pop("name"),
        title=raw.pop("title"),
        written_by=_one_of(raw.pop("written_by"), WrittenBy),
        description=raw.pop("description"),
        required=raw.pop("required", False),
        layout=_one_of(raw.pop("layout", "table"), Layout),
        titles=_headings(raw.pop("titles", {})),
        primary_key=raw.pop("primaryKey", ""),
        references=tuple(
            Reference(key["fields"], key["reference"]["resource"], key["reference"]["fields"])
            for key in raw.pop("foreignKeys", ())
        ),
        fields=tuple(_field(field) for field in raw.pop("fields", ())),
        series=tuple(_series(series) for series in raw.pop("series", ())),
        keys=tuple(_field(field) for field in raw.pop("keys", ())),
        thresholds=raw.pop("thresholds", False),
    )
    if raw:
        raise ContractError(f"{tab.name}: unknown words {sorted(raw)}")
    return tab


def _field(raw: dict[str, Any]) -> Field:
    constraints = raw.pop("constraints", {})
    field = Field(
        name=raw.pop("name"),
        title=raw.pop("title"),
        type=_one_of(raw.pop("type"), FieldType),
        description=raw.pop("description"),
        unit=_one_of(raw.pop("unit", ""), Unit),
        audience=_one_of(raw.pop("audience"), Audience),
        required=raw.pop("required", False),
        enum=tuple(str(value) for value in constraints.pop("enum", ())),
        headings=_headings(raw.pop("headings", {})),
        width=raw.pop("width", 0),
        theirs=raw.pop("theirs", False),
    )
    if raw or constraints:
        raise ContractError(f"{field.name}: unknown words {sorted({**raw, **constraints})}")
    return field


def _series(raw: dict[str, Any]) -> Series:
    return Series(
        name=raw["name"],
        unit=_one_of(raw["unit"], Unit),
        audience=_one_of(raw["audience"], Audience),
        description=raw["description"],
        required=raw.get("required", False),
    )


def _headings(by_language: dict[str, list[str]]) -> tuple[str, ...]:
    found = tuple(heading for headings in by_language.values() for heading in headings)
    if not all(isinstance(heading, str) for heading in found):
        raise ContractError(f"{found}: a heading that YAML reads as no text needs quotation marks")
    return found


def _one_of(value: Any, allowed: Any) -> Any:
    if value not in get_args(allowed):
        raise ContractError(f"{value!r} is none of {get_args(allowed)}")
    return value
