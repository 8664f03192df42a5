"""The package that came with the program: as a zip in an installed wheel, or the checkout of an editable install."""

from __future__ import annotations

from pathlib import Path

from civcas.errors import UnusableInput
from civcas.package.faults import DESCRIPTOR

_PROGRAM = Path(__file__).parents[1]
INSTALLED = _PROGRAM / "package.zip"  # setup.py puts it there
_CHECKOUT = _PROGRAM.parents[1]


def own_package() -> Path:
    """Where the package is that came with the program. Raises UnusableInput if none did."""
    if INSTALLED.is_file():
        return INSTALLED
    if (_CHECKOUT / DESCRIPTOR).is_file():
        return _CHECKOUT
    raise UnusableInput("no package came with this program. Install it from a wheel or a checkout, or name a package")
