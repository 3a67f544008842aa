"""`python -m policycheck`."""

from __future__ import annotations

import sys

from policycheck.cli import main

if __name__ == "__main__":
    sys.exit(main())
