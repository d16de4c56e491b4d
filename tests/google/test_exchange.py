"""What fails on the way to Google is told in words that fit whatever was being done."""

from __future__ import annotations

import io

import pytest
import requests

from app.errors import TimedOut, TooLarge
from app.google.deadline import Deadline
from app.google.exchange import SHEETS_WORDS, Exchange


def exchange(*, seconds: float, largest: int = 10) -> Exchange:
    return Exchange(
        words=SHEETS_WORDS,
        session=requests.Session(),
        deadline=Deadline.after(seconds),
        largest_answer=largest,
    )


def test_time_that_ran_out_speaks_of_no_refresh() -> None:
    with pytest.raises(TimedOut) as caught:
        exchange(seconds=0).send("read", "GET", "http://127.0.0.1:9/", write=False)
    assert "ran out" in caught.value.detail
    assert "refresh" not in f"{caught.value.detail} {caught.value.mend}"


def test_an_answer_that_is_too_large_speaks_of_no_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = requests.Response()
    answer.status_code, answer.raw = 200, io.BytesIO()
    monkeypatch.setattr(answer, "iter_content", lambda _size: iter([b"x" * 11]))
    monkeypatch.setattr(requests.Session, "request", lambda *_, **__: answer)
    with pytest.raises(TooLarge) as caught:
        exchange(seconds=60).send("read", "GET", "http://127.0.0.1:9/", write=False)
    assert "more than is read" in caught.value.detail
    assert "refresh" not in caught.value.detail
