"""The person behind a request, with the token that Google gave them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """`sub` is who they are (Google's account number); `email` is a label and may change.

    The access token lives as long as this object: it is never printed, stored or put into an error.
    """

    sub: str
    email: str
    name: str = ""
    access_token: str = field(repr=False)

    @property
    def quota_key(self) -> str:
        """Names the caller in the quota's rows without saying who it is."""
        return hashlib.sha256(self.sub.encode()).hexdigest()[:32]
