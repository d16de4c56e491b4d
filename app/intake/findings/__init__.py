"""Human mistakes found on the way in."""

from __future__ import annotations


def find_mistakes(views, tables):
    return []
