"""`/drive/v3/...` and `/upload/drive/...`: every method of the discovery document, done or refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.sandbox.drive import about, changes, comments, contract, files, listing, permissions
from app.sandbox.drive.call import Handler, Shape, endpoint
from app.sandbox.drive.exporting import export_file
from app.sandbox.drive.uploading import upload_routes
from app.sandbox.refusals import drive_error
from app.sandbox.state import State

FILE = "kind,id,name,mimeType"
FILE_LIST = f"kind,incompleteSearch,nextPageToken,files({FILE})"
PERMISSION = "kind,id,type,role"
CHANGE_LIST = (
    "kind,nextPageToken,newStartPageToken,"
    f"changes(kind,type,changeType,time,removed,fileId,driveId,file({FILE}))"
)
REVISION = "kind,id,mimeType,modifiedTime"
ALL = "*"

# method -> (what its body is, what it gives, what it shows unasked, who does it)
DONE: dict[str, tuple[str, str, str, Handler]] = {
    "files.list": ("", "FileList", FILE_LIST, listing.list_files),
    "files.create": ("File", "File", FILE, files.create_file),
    "files.get": ("", "File", FILE, files.get_file),
    "files.copy": ("File", "File", FILE, files.copy_file),
    "files.update": ("File", "File", FILE, files.update_file),
    "files.delete": ("", "File", ALL, files.delete_file),
    "files.emptyTrash": ("", "File", ALL, files.empty_trash),
    "files.generateIds": ("", "GeneratedIds", ALL, files.generate_ids),
    "files.export": ("", "File", ALL, export_file),
    "permissions.list": (
        "",
        "PermissionList",
        f"kind,permissions({PERMISSION})",
        permissions.list_permissions,
    ),
    "permissions.create": ("Permission", "Permission", PERMISSION, permissions.create_permission),
    "permissions.get": ("", "Permission", PERMISSION, permissions.get_permission),
    "permissions.update": ("Permission", "Permission", PERMISSION, permissions.update_permission),
    "permissions.delete": ("", "Permission", ALL, permissions.delete_permission),
    "changes.getStartPageToken": ("", "StartPageToken", ALL, changes.start_page_token),
    "changes.list": ("", "ChangeList", CHANGE_LIST, changes.list_changes),
    "comments.list": ("", "CommentList", ALL, comments.list_comments),
    "comments.create": ("Comment", "Comment", ALL, comments.create_comment),
    "comments.get": ("", "Comment", ALL, comments.get_comment),
    "comments.update": ("Comment", "Comment", ALL, comments.update_comment),
    "comments.delete": ("", "Comment", ALL, comments.delete_comment),
    "replies.list": ("", "ReplyList", ALL, comments.list_replies),
    "replies.create": ("Reply", "Reply", ALL, comments.create_reply),
    "replies.get": ("", "Reply", ALL, comments.get_reply),
    "replies.update": ("Reply", "Reply", ALL, comments.update_reply),
    "replies.delete": ("", "Reply", ALL, comments.delete_reply),
    "revisions.list": ("", "RevisionList", f"kind,nextPageToken,revisions({REVISION})", about.list_revisions),
    "revisions.get": ("", "Revision", REVISION, about.get_revision),
    "about.get": ("", "About", ALL, about.about),
    "drives.list": ("", "DriveList", ALL, about.list_drives),
    "drives.get": ("", "Drive", ALL, about.get_drive),
}
MUST_ASK_FOR_FIELDS = ("about.get", "comments.", "replies.")
SPELLED = {"fileId": "file_id", "permissionId": "permission_id", "commentId": "comment_id"}
SPELLED |= {"replyId": "reply_id", "revisionId": "revision_id", "driveId": "drive_id"}


def drive_routes(state: State) -> list[Route]:
    """All of Drive; paths with more written out come before those with a parameter in the same place."""
    methods = sorted(contract.methods(), key=lambda method: (method["path"].count("{"), -len(method["path"])))
    made = [_route(state, method["id"].removeprefix("drive."), method) for method in methods]
    return [*upload_routes(state), *made]


def _route(state: State, name: str, method: dict[str, str]) -> Route:
    path = "/drive/v3/" + method["path"]
    for theirs, ours in SPELLED.items():
        path = path.replace(f"{{{theirs}}}", f"{{{ours}}}")
    found = DONE.get(name)
    if found is None:
        return Route(path, _refusing(name), methods=[method["httpMethod"]])
    takes, gives, default, handler = found
    shape = Shape(
        method_id=f"drive.{name}",
        takes=takes,
        gives=gives,
        default=default,
        must_ask=name.startswith(MUST_ASK_FOR_FIELDS) and not name.endswith(".delete"),
    )
    return Route(path, endpoint(state, shape, handler), methods=[method["httpMethod"]])


def _refusing(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(_request: Request) -> Response:
        raise drive_error(501, f"drive.{name} is not implemented by this sandbox.", "notImplemented")

    return endpoint
