"""`python -m app` is the `plumbline` command."""

from app.cli import main

main()
