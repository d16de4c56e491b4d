"""Rules over what Drive tells of the file: metadata, folder, who may open it, what was said about it."""

from __future__ import annotations

from collections.abc import Iterable

from app.sharing.scan.case import Case, Found, Rule


def file_title(case: Case) -> Iterable[Found]:
    """The name is the report's."""
    if case.seen.file.get("name") != case.expected.title:
        yield Found("name of the file")


def file_properties(case: Case) -> Iterable[Found]:
    """No description, no properties, no hints, no labels; of the app's own properties our mark alone."""
    for name in ("description", "properties", "contentHints", "labelInfo", "imageMediaMetadata"):
        if case.seen.file.get(name):
            yield Found(f"file, {name}")
    if dict(case.seen.file.get("appProperties", {})) != dict(case.expected.mark):
        yield Found("file, appProperties")


def folder_names(case: Case) -> Iterable[Found]:
    """It lies in our folder and nowhere else; a folder's name is shown to whom it is shared with."""
    if any(folder.get("name") != case.expected.folder for folder in case.seen.folders):
        yield Found("folder")


def file_people(case: Case) -> Iterable[Found]:
    """Owners and who touched it last are those who may have."""
    own = {email for email, role in case.expected.roles.items() if role in {"owner", "writer"}}
    people = [*case.seen.file.get("owners", ())]
    people += [
        case.seen.file[name] for name in ("lastModifyingUser", "sharingUser") if case.seen.file.get(name)
    ]
    for index, one in enumerate(people):
        if str(one.get("emailAddress", "")).lower() not in own:
            yield Found(f"file, person {index + 1}")


def drive_comments(case: Case) -> Iterable[Found]:
    """Comments and replies, resolved and deleted ones too."""
    return (Found(f"comment {index + 1}") for index, _ in enumerate(case.seen.comments))


def revisions(case: Case) -> Iterable[Found]:
    """No revision is published or kept for ever."""
    for index, one in enumerate(case.seen.revisions):
        if one.get("published") or one.get("publishAuto") or one.get("keepForever"):
            yield Found(f"revision {index + 1}")


def restrictions(case: Case) -> Iterable[Found]:
    """Readers may not copy, print or download; friction, but set."""
    if not case.seen.file.get("copyRequiresWriterPermission"):
        yield Found("file, copyRequiresWriterPermission")


def permissions(case: Case) -> Iterable[Found]:
    """Exactly the expected people in their roles: nobody else, no group, no domain, nothing inherited."""
    for index, one in enumerate(case.seen.permissions):
        email = str(one.get("emailAddress", "")).lower()
        inherited = any(detail.get("inherited") for detail in one.get("permissionDetails", ()))
        if one.get("type") != "user" or case.expected.roles.get(email) != one.get("role") or inherited:
            yield Found(f"permission {index + 1}")
    seen = {str(one.get("emailAddress", "")).lower() for one in case.seen.permissions}
    if set(case.expected.roles) - seen:
        yield Found("permissions, one missing")


DRIVE_RULES = (
    Rule("file_title", "titles", file_title),
    Rule("file_properties", "file properties", file_properties),
    Rule("folder_names", "folder", folder_names),
    Rule("file_people", "people", file_people),
    Rule("drive_comments", "comments", drive_comments),
    Rule("revisions", "history", revisions),
    Rule("restrictions", "access", restrictions),
    Rule("permissions", "access", permissions),
)
