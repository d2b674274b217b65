"""Lets `python -m crm` do what `crm` does."""

import sys

from crm.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
