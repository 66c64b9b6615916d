"""`python -m generator` is the `atlas` command."""

from generator.cli import main

main()
