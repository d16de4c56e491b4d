"""Whether a request comes from the operator's own scheduler: by its signed token, and by nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.errors import IdentityRejected, NoIdentity, NotConfigured
from app.google.certificates import Certificates
from app.google.policy import judge_scheduler
from app.google.signed import claims_of
from app.google.transport import Wire


class SchedulerIdentity:
    """`email`: the service account as which the scheduler calls; `audience`: of its token. Either one empty:
    nobody may."""

    def __init__(
        self,
        *,
        email: str,
        audience: str,
        certificates_url: str,
        wire: Wire,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._email, self._audience, self._now = email, audience, now
        self._certificates = Certificates(certificates_url, wire)

    def check(self, header: str) -> None:
        """`header` as it came in Authorization; raises an IdentityError."""
        if not self._email or not self._audience:
            raise NotConfigured("No scheduler has been allowed to call: its account or audience is not set.")
        kind, _, token = header.partition(" ")
        if kind.lower() != "bearer" or not token:
            raise NoIdentity("The request carries no proof of who is calling.")
        claims = claims_of(token, self._certificates, audience=[self._audience])
        if not judge_scheduler(claims, email=self._email, audience=self._audience, now=self._now()):
            raise IdentityRejected("The proof of who is calling is not the scheduler's.")
