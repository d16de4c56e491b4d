"""The service, holding off for an instant after a refusal by Google, not ten seconds: for short runs."""

from __future__ import annotations

from app import bucket
from app.cli import main

if __name__ == "__main__":
    bucket.HOLD_SECONDS = 0.3
    main()
