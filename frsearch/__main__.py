"""`python -m frsearch` is the command `frsearch`."""

from frsearch.cli.main import run

run()
