"""One colour for one thing on all pages: the class of a value, whose colour static/site.css has."""

from __future__ import annotations

import re
from typing import Any

# Organisations, countries and statuses; then what belongs to none of the three.
_KNOWN = {
    *("coalition", "airwars", "sohr", "snhr"),
    *("iraq", "syria", "both"),
    *("credible", "non-credible", "duplicate", "open"),
    *("plain", "other", "ink", "faint"),
}


def hue(value: Any) -> str:
    """The class for a value such as Syria, non_credible, or SOHR: Syria only."""
    slug = re.sub(r"[^a-z]+", "-", re.split("[:,]", str(value))[0].lower()).strip("-")
    return f"hue-{slug if slug in _KNOWN else 'other'}"
