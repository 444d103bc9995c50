"""`python -m graphsvc` is `graphsvc`."""

from __future__ import annotations

import sys

from graphsvc.cli import main

if __name__ == "__main__":
    sys.exit(main())
