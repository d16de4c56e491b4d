"""Trouble by chance: what becomes of each request to Google, and when the service is killed.

A seed always gives the same schedule.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
RUN_SECONDS = 2.5  # what the service gives one refresh
LATE_MS = 3_500  # a write that lands after its run has given up
HOLD_MS = 800  # how long a request is held for the service to be killed meanwhile

# The read that comes before the write goes well; what follows it in the list meets looks for the stamp.
_PASS: Json = {"service": "sheets", "kind": "read", "times": 1}
FIRST, AGAIN = "first", "again"
STEPS = ("sign-in", "reading", "computing", "writing", "not written", "written", "looking", "ended")


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """`start`: a fresh workbook, or one refreshed before and edited since. `fail`: the sandbox's faults.

    `kill`: the step in which the service dies, `""` for none; `kill_after`: seconds into the step.
    `impatient`: the second click comes before what is still under way at Google has ended.
    """

    seed: int
    start: str
    fail: tuple[Json, ...]
    kill: str
    kill_after: float
    impatient: bool

    @property
    def held(self) -> int:
        """The place among the faults of the one that holds the request to be killed in."""
        return len(self.fail) - 1

    @property
    def settles(self) -> float:
        """Seconds after which nothing is under way at Google any more."""
        return (
            max((fault.get("latency_ms", 0) + fault.get("hold_ms", 0) for fault in self.fail), default=0)
            / 1000
            + 0.3
        )

    def __str__(self) -> str:
        faults = ", ".join(_said(fault) for fault in self.fail) or "none"
        impatient = ", impatient" if self.impatient else ""
        return f"seed {self.seed}: {self.start}; kill: {self.kill or 'no'}{impatient}; faults: {faults}"


def schedule(seed: int) -> Schedule:
    """The schedule of this number: every third kills the service, each step in turn."""
    chance = random.Random(seed)
    start = chance.choice((FIRST, AGAIN))
    if seed % 3 == 0:
        kill = STEPS[seed // 3 % len(STEPS)]
        before = {"service": "sheets", "kind": "read", "times": 1, "status": chance.choice((429, 503, "cut"))}
        fail = (before,) if chance.random() < 0.3 else ()
        if kill not in {"computing", "ended"}:
            fail = (*_before_hold(kill), _hold(kill)) if kill != "reading" else (*fail, _hold(kill))
        longest = 0.05 if kill in {"computing", "ended"} else HOLD_MS / 1000 - 0.3
        return Schedule(
            seed=seed,
            start=start,
            fail=fail,
            kill=kill,
            kill_after=chance.uniform(0, longest),
            impatient=False,
        )
    reads = [_fault(chance, "read") for _ in range(chance.choice((0, 0, 1, 2)))]
    writes = [_fault(chance, "write") for _ in range(chance.choice((1, 1, 2, 3)))]
    looks = [_fault(chance, "look") for _ in range(chance.choice((0, 0, 1)))]
    fail = (*reads, *([_PASS, *looks] if looks else []), *writes)
    late = any(fault.get("latency_ms", 0) >= LATE_MS for fault in fail)
    return Schedule(
        seed=seed, start=start, fail=fail, kill="", kill_after=0, impatient=late and chance.random() < 0.5
    )


def _fault(chance: random.Random, which: str) -> Json:
    """One spoiled request. Google applies nothing of what it answers with 429."""
    kind = "write" if which == "write" else "read"
    fault: Json = {"service": "sheets", "kind": kind, "times": 1}
    choices = ["status", "status", "slow", "trickle", "cut", "silence"]
    if which == "write":
        choices += ["status after", "cut", "cut after", "cut after", "silence after", "late"]
    what = chance.choice(choices)
    if what == "status":
        fault |= {"status": chance.choice((429, 500, 502, 503)), "times": chance.choice((1, 1, 2))}
    elif what == "status after":
        fault |= {"status": chance.choice((500, 502, 503)), "after_commit": True}
    elif what == "slow":
        fault |= {"latency_ms": chance.randrange(50, 1000)}
    elif what == "trickle":
        fault |= {"body_ms": chance.randrange(50, 1000)}
    elif what == "late":
        fault |= {"latency_ms": LATE_MS}
    elif what.startswith("cut"):
        fault |= {"status": "cut", "after_commit": what.endswith("after")}
    else:
        hold = chance.choice((300, 1000, LATE_MS))
        fault |= {"status": "timeout", "hold_ms": hold, "after_commit": what.endswith("after")}
    return fault


def _hold(kill: str) -> Json:
    """The fault that keeps the service in this step."""
    fault: Json = {"service": "sheets", "kind": "read", "times": 1, "latency_ms": HOLD_MS}
    if kill == "sign-in":
        return {"service": "identity", "kind": "any", "times": 1, "latency_ms": HOLD_MS}
    if kill == "writing":  # it lands, though nobody waits for it any more
        fault |= {"kind": "write"}
    elif kill == "not written":
        fault |= {"kind": "write", "status": "cut"}
    elif kill == "written":
        fault |= {
            "kind": "write",
            "latency_ms": 0,
            "status": "timeout",
            "hold_ms": HOLD_MS,
            "after_commit": True,
        }
    return fault


def _before_hold(kill: str) -> tuple[Json, ...]:
    """What leads into the step: the service only looks for its stamp once an answer was lost."""
    if kill != "looking":
        return ()
    return (_PASS, {"service": "sheets", "kind": "write", "times": 1, "status": "cut", "after_commit": True})


def _said(fault: Json) -> str:
    wait = fault.get("latency_ms", 0) + fault.get("hold_ms", 0) + fault.get("body_ms", 0)
    words = [str(fault.get("kind")), str(fault.get("status", "slow")), f"{wait} ms" if wait else ""]
    words += [
        "after commit" if fault.get("after_commit") else "",
        f"x{fault['times']}" if fault["times"] > 1 else "",
    ]
    return " ".join(word for word in words if word)
