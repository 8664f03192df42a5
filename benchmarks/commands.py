"""How long `civcas check` and `civcas --help` take, compared with a peer.

    python benchmarks/commands.py

The peer of `civcas check` is `frictionless validate`, which asks less of the same package. The peer of
`civcas --help` is a Python that does nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

from measuring import compare

ROOT = Path(__file__).parent.parent


def main() -> None:
    python = sys.executable
    check = [python, "-m", "civcas", "check"]
    compare("civcas check", check, "frictionless", [python, "-m", "frictionless", "validate", "datapackage.json"], ROOT)
    compare("civcas --help", [python, "-m", "civcas", "--help"], "python -c pass", [python, "-c", "pass"], ROOT, 5)


if __name__ == "__main__":
    main()
