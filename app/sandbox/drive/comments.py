"""comments and replies, as clients of Drive use them."""

from __future__ import annotations

import html
from typing import Any

from app.sandbox.access import Level
from app.sandbox.clock import stamp
from app.sandbox.drive.call import Call
from app.sandbox.drive.listing import page_start, page_token
from app.sandbox.drive.resource import user
from app.sandbox.drive.writable import moment
from app.sandbox.errors import ApiError
from app.sandbox.refusals import bad_parameter, drive_error, may_not

JsonDict = dict[str, Any]
ACTIONS = {"resolve", "reopen"}


def list_comments(call: Call) -> JsonDict:
    """Latest change first; deleted ones only when asked for."""
    held = call.state.comments.all(call.file().file_id)
    if not call.query.get("includeDeleted", False):
        held = [comment for comment in held if not comment["deleted"]]
    since = call.query.get("startModifiedTime")
    if since:
        earliest = moment(since, "startModifiedTime")
        held = [comment for comment in held if moment(comment["modifiedTime"], "") >= earliest]
    held.sort(key=lambda comment: comment["modifiedTime"], reverse=True)
    shown = [_shown(call, comment) for comment in held]
    return _page(call, shown, "drive#commentList", "comments")


def create_comment(call: Call) -> JsonDict:
    """Commenters and above may."""
    record = call.file(Level.COMMENT)
    comment = {
        "kind": "drive#comment",
        **_said(call, _content(call)),
        "anchor": call.body.get("anchor"),
        "quotedFileContent": call.body.get("quotedFileContent"),
        "replies": [],
    }
    comment = {name: value for name, value in comment.items() if value is not None}
    return _shown(call, call.state.comments.add(record.file_id, comment))


def get_comment(call: Call) -> JsonDict:
    """One, deleted or not only when asked for."""
    comment = _find(call)
    if comment["deleted"] and not call.query.get("includeDeleted", False):
        raise _no_comment(call)
    return _shown(call, comment)


def update_comment(call: Call) -> JsonDict:
    """Its author may change what it says."""
    comment = _find(call)
    _only_author(call, comment)
    comment |= _content_of(_content(call)) | {"modifiedTime": _now(call)}
    call.state.comments.keep(comment)
    return _shown(call, comment)


def delete_comment(call: Call) -> None:
    """Its author or the owner of the file may; what stays says only that something was there."""
    comment = _find(call)
    if call.file().owner != call.identity.email:
        _only_author(call, comment)
    for part in ("content", "htmlContent", "quotedFileContent"):
        comment.pop(part, None)
    comment |= {"deleted": True, "modifiedTime": _now(call), "replies": []}
    call.state.comments.keep(comment)


def list_replies(call: Call) -> JsonDict:
    """In the order of writing."""
    comment = _find(call)
    held = [r for r in comment["replies"] if call.query.get("includeDeleted", False) or not r["deleted"]]
    return _page(call, [_by_name(call, reply) for reply in held], "drive#replyList", "replies")


def create_reply(call: Call) -> JsonDict:
    """A reply may resolve or reopen the comment."""
    call.file(Level.COMMENT)
    comment = _find(call)
    action = call.body.get("action")
    if action is not None and action not in ACTIONS:
        raise bad_parameter("The specified action is invalid.", "reply.action")
    reply = {
        "kind": "drive#reply",
        "id": f"{comment['id']}-{len(comment['replies']) + 1}",
        **_said(call, call.body.get("content", "") if action else _content(call)),
    }
    reply.pop("resolved")
    if action:
        reply["action"] = action
        comment["resolved"] = action == "resolve"
    comment["replies"].append(reply)
    comment["modifiedTime"] = reply["modifiedTime"]
    call.state.comments.keep(comment)
    return _by_name(call, reply)


def get_reply(call: Call) -> JsonDict:
    """One of them."""
    comment = _find(call)
    reply = _reply(call, comment)
    if reply["deleted"] and not call.query.get("includeDeleted", False):
        raise _no_reply(call)
    return _by_name(call, reply)


def update_reply(call: Call) -> JsonDict:
    """Its author may change what it says."""
    comment = _find(call)
    reply = _reply(call, comment)
    _only_author(call, reply)
    reply |= _content_of(_content(call)) | {"modifiedTime": _now(call)}
    call.state.comments.keep(comment)
    return _by_name(call, reply)


def delete_reply(call: Call) -> None:
    """Its author or the owner of the file may."""
    comment = _find(call)
    reply = _reply(call, comment)
    if call.file().owner != call.identity.email:
        _only_author(call, reply)
    reply.pop("content", None)
    reply.pop("htmlContent", None)
    reply |= {"deleted": True, "modifiedTime": _now(call)}
    call.state.comments.keep(comment)


def _said(call: Call, content: str) -> JsonDict:
    now = _now(call)
    return {
        "createdTime": now,
        "modifiedTime": now,
        "author": {"emailAddress": call.identity.email},
        "deleted": False,
        "resolved": False,
        **_content_of(content),
    }


def _content_of(content: str) -> JsonDict:
    return {"content": content, "htmlContent": html.escape(content)}


def _content(call: Call) -> str:
    content: str = call.body.get("content", "")
    if not content:
        raise drive_error(400, "The content field is required.", "required", location="content")
    return content


def _shown(call: Call, comment: JsonDict) -> JsonDict:
    replies = [_by_name(call, reply) for reply in comment["replies"]]
    return {**_by_name(call, comment), "replies": replies}


def _by_name(call: Call, held: JsonDict) -> JsonDict:
    """With its author by name: comments never tell an e-mail address."""
    author = user(call.state, held["author"]["emailAddress"], me=call.identity.email)
    return {**held, "author": {name: author[name] for name in ("kind", "displayName", "me")}}


def _find(call: Call) -> JsonDict:
    wanted = call.path("comment_id")
    for comment in call.state.comments.all(call.file().file_id):
        if comment["id"] == wanted:
            return comment
    raise _no_comment(call)


def _reply(call: Call, comment: JsonDict) -> JsonDict:
    for reply in comment["replies"]:
        if reply["id"] == call.path("reply_id"):
            found: JsonDict = reply
            return found
    raise _no_reply(call)


def _page(call: Call, held: list[JsonDict], kind: str, name: str) -> JsonDict:
    start = page_start(call.query.get("pageToken", ""), fingerprint=call.request.url.path)
    end = start + call.query.get("pageSize", 20)
    answer: JsonDict = {"kind": kind, name: held[start:end]}
    if end < len(held):
        answer["nextPageToken"] = page_token(end, fingerprint=call.request.url.path)
    return answer


def _only_author(call: Call, held: JsonDict) -> None:
    if held["author"]["emailAddress"] != call.identity.email:
        raise may_not("The user does not have sufficient permissions for this file.")


def _now(call: Call) -> str:
    return stamp(call.state.store.clock())


def _no_comment(call: Call) -> ApiError:
    wanted = call.path("comment_id")
    return drive_error(404, f"Comment not found: {wanted}.", "notFound", location="commentId")


def _no_reply(call: Call) -> ApiError:
    wanted = call.path("reply_id")
    return drive_error(404, f"Reply not found: {wanted}.", "notFound", location="replyId")
