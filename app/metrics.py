"""What is counted and timed, for Prometheus. Labels hold templates, kinds and slugs: never ids or people."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 60)

REQUESTS = Histogram(
    "plumbline_http_seconds", "Time to answer a request", ("method", "route", "status"), buckets=SECONDS
)
PHASES = Histogram(
    "plumbline_refresh_phase_seconds", "Time in a phase of a refresh", ("phase",), buckets=SECONDS
)
RUNS = Counter("plumbline_runs", "Runs that ended", ("mode", "end"))
ACTIVE_RUNS = Gauge("plumbline_active_runs", "Runs this process is working on")
GOOGLE = Counter("plumbline_google_requests", "Requests sent to Google", ("kind", "status"))
QUOTA_WAITS = Counter(
    "plumbline_quota_wait_seconds", "Seconds waited for our share of Google's quota", ("kind",)
)
QUOTA_REFUSALS = Counter(
    "plumbline_quota_refusals", "Requests that Google refused as one too many", ("kind", "whose")
)
LEFT_ALONE = Counter(
    "plumbline_night_verdicts", "Workbooks that were due: refreshed for which reason, or left alone", ("why",)
)
CHANGED = Counter("plumbline_changed_under_us", "Writes that found the workbook rebuilt since it was read")
LIMITED = Counter("plumbline_limited", "Requests refused for coming too often", ("limit",))
LIMITS_OPEN = Counter(
    "plumbline_limits_open", "Requests let through while a limit could not be asked", ("limit",)
)
FLAGS = Counter("plumbline_flags", "Flags raised by refreshes", ("check",))
IDENTITY = Counter("plumbline_refused_callers", "Callers refused, by reason", ("reason",))
