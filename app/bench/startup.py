"""From the start of the process to the first healthy answer, beside the bare import of the framework."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time

from app.bench.row import Row
from app.bench.servers import free_port, process

REPEATS = 5


def startup_rows() -> list[Row]:
    """Alternates both, so that a noisy machine disturbs them alike."""
    bare, healthy = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(REPEATS + 1):  # the first warms the caches and is left out
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", "import fastapi, uvicorn"], check=True)  # nosec B603 - fixed words
            bare.append(time.perf_counter() - began)
            port = free_port()
            began = time.perf_counter()
            with process(
                "serve",
                "--port",
                str(port),
                healthy=f"http://127.0.0.1:{port}/livez",
                PLUMBLINE_DATA=folder,
            ):
                healthy.append(time.perf_counter() - began)
    base, ours = statistics.median(bare[1:]), statistics.median(healthy[1:])
    return [
        Row(
            name="cold_start_ratio",
            value=ours / base,
            unit="times importing fastapi and uvicorn",
            goal="<= 3",
            underneath={"bare_seconds": base, "healthy_seconds": ours},
        )
    ]
