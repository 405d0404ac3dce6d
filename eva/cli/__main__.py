"""`python -m eva.cli` does what `eva` does."""

from eva.cli import main

main()
