"""Regular expressions as Google reads them: by RE2, which takes no longer than the text is long.

Look-around and back references are no part of it. A pattern that cannot be read is a ValueError.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import re2


@lru_cache(maxsize=256)
def compiled(pattern: str, *, ignore_case: bool = False) -> Any:
    """A pattern with the methods of `re.Pattern`."""
    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error:
        raise ValueError(f"Invalid regular expression: {pattern}") from None


def expanded(match: Any, replacement: str) -> str:
    """A replacement with `$0` for the match and `$1` for its first group; a group there isn't is empty."""

    def group(number: int) -> str:
        return (match[number] or "") if number <= len(match.groups()) else ""

    return re.sub(r"\$(\d)", lambda found: group(int(found[1])), replacement)
