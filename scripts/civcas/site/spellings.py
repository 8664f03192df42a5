"""Names of places in other languages and spellings, from GeoNames (see checking/gazetteer.py).

Read as a file, since importing the module that compares places would load all of polars into the server.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from importlib import resources


@cache
def other_names() -> dict[int, list[str]]:
    """The names of each place by its number in GeoNames."""
    names = defaultdict(list)
    text = (resources.files("civcas.checking") / "gazetteer_names.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        names[int(row["geonames_id"])].append(row["name"])
    return names
