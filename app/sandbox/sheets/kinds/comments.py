"""Comments on cells."""

from __future__ import annotations

from html import escape
from typing import Any

from app.sandbox.errors import ApiError, invalid
from app.sandbox.grid.area import Area
from app.sandbox.grid.locale import conventions
from app.sandbox.grid.show import shown
from app.sandbox.sheets.kinds.places import area_of, grid_sheet
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.proto import present

JsonDict = dict[str, Any]
_MAX_CHARACTERS = 2_048
_NO_CHANGE = "NO_COMMENT_ACTION_CHANGE"


def _post(ctx: Context, content: str) -> JsonDict:
    if not content:
        raise invalid("content must be set.")
    if len(content) > _MAX_CHARACTERS:
        raise invalid(f"content must not be longer than {_MAX_CHARACTERS} characters.")
    now = _time(ctx)
    return {
        "postId": str(ctx.new_id()),
        "author": {"displayName": ctx.caller.name or ctx.caller.email, "user": ctx.caller.email},
        "content": content,
        "contentHtml": escape(content, quote=False),
        "createTime": now,
        "updateTime": now,
    }


def _time(ctx: Context) -> str:
    return ctx.now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ctx.now.microsecond // 1000:03d}Z"


@kind("insertComment")
def insert_comment(ctx: Context, request: JsonDict) -> JsonDict:
    """A comment on a cell, assigned to somebody if named."""
    coordinate = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0, **request.get("coordinate", {})}
    row, column = coordinate["rowIndex"], coordinate["columnIndex"]
    area = area_of(ctx, Area(coordinate["sheetId"], row, row + 1, column, column + 1).grid_range())
    sheet = grid_sheet(ctx, area.sheet_id)
    post = _post(ctx, request.get("content", ""))
    if request.get("assigneeEmailAddress"):
        post["assigneeEmail"] = request["assigneeEmailAddress"]
    thread: JsonDict = {
        "commentId": f"AAAA{ctx.new_id()}",
        "anchorId": str(ctx.new_id()),
        "headPost": post,
        "status": "OPEN",
    }
    ctx.settle()
    quote = shown(
        sheet.grid.effective(row, column), sheet.grid.look(row, column), conventions(ctx.book.locale)
    )
    if quote:
        thread["plainTextQuote"] = quote
    ctx.book.comments.append({**thread, "range": area.grid_range()})
    return {"commentThread": present("CommentThread", thread)}


def _thread(ctx: Context, comment_id: str) -> int:
    for place, thread in enumerate(ctx.book.comments):
        if thread["commentId"] == comment_id:
            return place
    raise invalid(f"No comment with id: {comment_id}")


def _own(ctx: Context, post: JsonDict) -> JsonDict:
    """A post its caller may change: their own, or any when they own the file."""
    if ctx.caller.email not in {post["author"]["user"], ctx.owner}:
        raise ApiError(403, "The caller does not have permission")
    return post


@kind("addCommentReply")
def add_comment_reply(ctx: Context, request: JsonDict) -> JsonDict:
    """A reply, which may resolve or reopen the thread."""
    place = _thread(ctx, request.get("commentId", ""))
    thread = ctx.book.comments[place]
    given = request.get("post", {})
    action = given.get("commentAction", _NO_CHANGE)
    post = _post(ctx, given.get("content", "") or ("" if action == _NO_CHANGE else "_Marked_"))
    if action in {"RESOLVE", "REOPEN"}:
        post["commentAction"] = action
        thread = {**thread, "status": "RESOLVED" if action == "RESOLVE" else "OPEN"}
        if not given.get("content"):
            post.pop("content")
            post.pop("contentHtml")
    if given.get("assigneeEmail"):
        post["assigneeEmail"] = given["assigneeEmail"]
    ctx.book.comments[place] = {**thread, "replies": [*thread.get("replies", ()), post]}
    return {"post": present("Post", post)}


@kind("updateCommentPost")
def update_comment_post(ctx: Context, request: JsonDict) -> None:
    """Other words in a comment or reply of one's own."""
    place = _thread(ctx, request.get("commentId", ""))
    thread = ctx.book.comments[place]
    content = request.get("content", "")
    if not content:
        raise invalid("content must be set.")
    changes = {"content": content, "contentHtml": escape(content, quote=False), "updateTime": _time(ctx)}
    if thread["headPost"]["postId"] == request.get("postId"):
        head = _own(ctx, thread["headPost"])
        ctx.book.comments[place] = {**thread, "headPost": {**head, **changes}}
        return
    replies = list(thread.get("replies", ()))
    number = _reply(thread, request.get("postId", ""))
    replies[number] = {**_own(ctx, replies[number]), **changes}
    ctx.book.comments[place] = {**thread, "replies": replies}


def _reply(thread: JsonDict, post_id: str) -> int:
    for number, reply in enumerate(thread.get("replies", ())):
        if reply["postId"] == post_id:
            return number
    raise invalid(f"No post with id: {post_id}")


@kind("deleteComment")
def delete_comment(ctx: Context, request: JsonDict) -> None:
    """A thread gone with its replies."""
    place = _thread(ctx, request.get("commentId", ""))
    _own(ctx, ctx.book.comments[place]["headPost"])
    del ctx.book.comments[place]


@kind("deleteCommentReply")
def delete_comment_reply(ctx: Context, request: JsonDict) -> None:
    """A reply gone."""
    place = _thread(ctx, request.get("commentId", ""))
    thread = ctx.book.comments[place]
    replies = list(thread.get("replies", ()))
    number = _reply(thread, request.get("postId", ""))
    _own(ctx, replies[number])
    del replies[number]
    kept = {name: value for name, value in thread.items() if name != "replies"}
    ctx.book.comments[place] = {**kept, "replies": replies} if replies else kept
