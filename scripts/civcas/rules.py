"""What a file with rules needs (docs/recorders.md): `from civcas.rules import Expectation, Frame, rule, text`."""

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.rule import rule
from civcas.package.tables import KEY, LINE

__all__ = ["KEY", "LINE", "Expectation", "Frame", "Related", "rule", "text"]
