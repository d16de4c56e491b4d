"""A process that shares, and is killed before the step it is told: `python -m tests.sharing.dies JSON`."""

from __future__ import annotations

import json
import os
import signal
import sys

from app.google.caller import Caller
from app.sharing.publish import publish
from app.sharing.republish import republish
from app.sharing.revoke import revoke
from app.sharing.work import Work
from app.store.engine import make_engine
from sheets_schema import load
from tests.sharing.desk import TO_NOOR, AsPerson, google_of
from tests.support.sandbox import ANA


def main() -> None:
    wish = json.loads(sys.argv[1])

    def step(name: str) -> None:
        if name == wish["step"]:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = make_engine(wish["database"])
    caller = Caller(sub=f"sub-{ANA}", email=ANA, access_token=wish["token"])
    hands = AsPerson(google_of(wish["url"], engine), caller)
    work = Work(engine=engine, hands=hands, sub=caller.sub, email=ANA, schema=load(), seconds=120, step=step)
    if wish["act"] == "publish":
        publish(work, wish["workbook"], TO_NOOR)
    elif wish["act"] == "republish":
        republish(work, wish["workbook"], wish["share"])
    else:
        revoke(work, wish["workbook"], wish["share"])


if __name__ == "__main__":
    main()
