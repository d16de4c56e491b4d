"""Which account of NetSuite, as whom, and where it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

TOKEN_PATH = "/services/rest/auth/oauth2/v1/token"  # noqa: S105 - a path # nosec B105
QUERY_PATH = "/services/rest/query/v1/suiteql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """`account` as NetSuite writes it (`1234567_SB1`); `url`: a stand-in's address in place of NetSuite's.

    Client and certificate are no secrets by themselves, but belong in no log either: they are not shown.
    """

    account: str
    client_id: str = field(repr=False)
    certificate_id: str = field(repr=False)
    key_file: Path = field(repr=False)
    url: str = ""

    @property
    def base_url(self) -> str:
        """The account's own host: lower case, a sandbox's underscore as a hyphen."""
        host = self.account.lower().replace("_", "-")
        return self.url or f"https://{host}.suitetalk.api.netsuite.com"

    @property
    def token_url(self) -> str:
        """Where tokens are given; also whom the assertion is for."""
        return self.base_url + TOKEN_PATH

    @property
    def query_url(self) -> str:
        """Where SuiteQL is asked."""
        return self.base_url + QUERY_PATH
