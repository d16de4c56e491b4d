from __future__ import annotations

from tests.support.product_fixtures import product

__all__ = ["product"]
