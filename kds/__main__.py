"""`python -m kds` is the command `kds`."""

from kds.cli import main

main()
