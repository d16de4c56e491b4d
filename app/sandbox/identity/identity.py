"""Who is asking: what an access token stands for."""

from __future__ import annotations

from dataclasses import dataclass

from app.sandbox.identity.people import Person

AUTH = "https://www.googleapis.com/auth/"
SPREADSHEETS, SPREADSHEETS_READONLY = AUTH + "spreadsheets", AUTH + "spreadsheets.readonly"
DRIVE, DRIVE_READONLY, DRIVE_FILE = AUTH + "drive", AUTH + "drive.readonly", AUTH + "drive.file"
DRIVE_METADATA, DRIVE_METADATA_READONLY = AUTH + "drive.metadata", AUTH + "drive.metadata.readonly"
USERINFO_EMAIL, USERINFO_PROFILE = AUTH + "userinfo.email", AUTH + "userinfo.profile"
# Scopes that reach every file the person may see; any other reaches files opened with the app only.
WHOLE_DRIVE = frozenset(
    {SPREADSHEETS, SPREADSHEETS_READONLY, DRIVE, DRIVE_READONLY, DRIVE_METADATA, DRIVE_METADATA_READONLY}
)
DEFAULT_SCOPES = ("openid", USERINFO_EMAIL, SPREADSHEETS, DRIVE)
ADDON_CLIENT = "plumbline-addon.apps.googleusercontent.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A person acting through a client with some scopes."""

    person: Person
    scopes: frozenset[str]
    client_id: str

    @property
    def email(self) -> str:
        """The person's address."""
        return self.person.email

    @property
    def own_files_only(self) -> bool:
        """Granted `drive.file` and nothing wider: sees only files made or opened with its client."""
        return DRIVE_FILE in self.scopes and not (self.scopes & WHOLE_DRIVE)
