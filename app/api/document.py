"""The OpenAPI document: both tokens are needed together, which the framework would state as either."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """The document of `app`, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        for path in document["paths"].values():
            for operation in path.values():
                if "security" in operation:
                    operation["security"] = [
                        {name: needed for way in operation["security"] for name, needed in way.items()}
                    ]
        app.openapi_schema = document
    return app.openapi_schema
