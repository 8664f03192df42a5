"""What must be true of organisations."""

from __future__ import annotations

from civcas.checking.expectations import Expectation, Frame
from civcas.checking.rule import rule, tables_that_refer_to
from civcas.checking.shared.references import is_referred_to


@rule(needs_valid_tables=True, further=tables_that_refer_to("organisations"))
def used(organisations: Frame, **referring: Frame) -> Expectation:
    """Every organisation publishes a source or makes a count.

    An organisation that nothing names can go.
    """
    return is_referred_to(
        organisations, referring, ["organisation_id"], "an organisation that a source, an estimate or a total names"
    )
