"""Every method as `(call, names in the address, query, body) -> answer`."""

from __future__ import annotations

from typing import Any

from app.sandbox.sheets import creating, metadata_service, service, values_service
from app.sandbox.sheets.service import Call

JsonDict = dict[str, Any]
Names = dict[str, str]


def create(call: Call, _names: Names, _query: JsonDict, body: JsonDict) -> JsonDict:
    """spreadsheets.create."""
    return creating.create(call, body)


def get(call: Call, _names: Names, query: JsonDict, _body: JsonDict) -> JsonDict:
    """spreadsheets.get."""
    return service.get(call, query)


def get_by_data_filter(call: Call, _names: Names, _query: JsonDict, body: JsonDict) -> JsonDict:
    """spreadsheets.getByDataFilter."""
    return service.get_by_data_filter(call, body)


def batch_update(call: Call, _names: Names, _query: JsonDict, body: JsonDict) -> JsonDict:
    """spreadsheets.batchUpdate."""
    return service.batch_update(call, body)


def metadata_get(call: Call, names: Names, _query: JsonDict, _body: JsonDict) -> JsonDict:
    """developerMetadata.get."""
    return metadata_service.get(call, names["number"])


def metadata_search(call: Call, _names: Names, _query: JsonDict, body: JsonDict) -> JsonDict:
    """developerMetadata.search."""
    return metadata_service.search(call, body)


def copy_to(call: Call, names: Names, _query: JsonDict, body: JsonDict) -> JsonDict:
    """sheets.copyTo."""
    return creating.copy_to(call, names["number"], body)


def values_get(call: Call, names: Names, query: JsonDict, _body: JsonDict) -> JsonDict:
    """values.get."""
    return values_service.get(call, names["range"], query)


def values_batch_get(call: Call, _names: Names, query: JsonDict, _body: JsonDict) -> JsonDict:
    """values.batchGet."""
    return values_service.batch_get(call, query)


def values_batch_get_by_data_filter(call: Call, _names: Names, _query: JsonDict, body: JsonDict) -> JsonDict:
    """values.batchGetByDataFilter."""
    return values_service.batch_get_by_data_filter(call, body)


def values_update(call: Call, names: Names, query: JsonDict, body: JsonDict) -> JsonDict:
    """values.update."""
    return values_service.update(call, names["range"], query, body)


def values_batch_update(call: Call, _names: Names, _query: JsonDict, body: JsonDict) -> JsonDict:
    """values.batchUpdate."""
    return values_service.batch_update(call, body)


def values_batch_update_by_data_filter(
    call: Call, _names: Names, _query: JsonDict, body: JsonDict
) -> JsonDict:
    """values.batchUpdateByDataFilter."""
    return values_service.batch_update_by_data_filter(call, body)


def values_append(call: Call, names: Names, query: JsonDict, body: JsonDict) -> JsonDict:
    """values.append."""
    return values_service.append(call, names["range"], query, body)


def values_clear(call: Call, names: Names, _query: JsonDict, _body: JsonDict) -> JsonDict:
    """values.clear."""
    return values_service.clear(call, names["range"])


def values_batch_clear(call: Call, _names: Names, _query: JsonDict, body: JsonDict) -> JsonDict:
    """values.batchClear."""
    return values_service.batch_clear(call, body)


def values_batch_clear_by_data_filter(
    call: Call, _names: Names, _query: JsonDict, body: JsonDict
) -> JsonDict:
    """values.batchClearByDataFilter."""
    return values_service.batch_clear_by_data_filter(call, body)
