"""What several tables claim of places and days: that a record lies in its country, and that it ends after it begins."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.geography import grid_squares, lies_in
from civcas.package.tables import LINE


def place_lies_in_country(records: Frame, places: Frame) -> Expectation:
    """The place of each record (place_id) lies in the record's country."""
    known = places.select("place_id", nw.col("country").alias("place_country"))
    return Expectation(
        records.join(known, on="place_id", how="inner"),
        holds=nw.col("country") == nw.col("place_country"),
        expected=text(nw.col("place_country"), ", where ", nw.col("place_id"), " lies"),
        field="country",
        cells=("place_id",),
        related=(Related("places", places, ("place_id",), "country"),),
    )


def point_lies_in_country(records: Frame) -> Expectation:
    """The point of each record that has one lies in the record's country."""
    return Expectation(
        lies_in(records.filter(~nw.col("latitude").is_null(), ~nw.col("longitude").is_null())),
        holds=nw.col("inside"),
        found=text(nw.col("latitude"), ", ", nw.col("longitude")),
        expected=text("a point in ", nw.col("country")),
        field="latitude",
        cells=("longitude", "country"),
    )


def both_coordinates_or_neither(records: Frame) -> Expectation:
    """Each record has a latitude and a longitude, or neither."""
    latitude, longitude = (~nw.col(name).is_null() for name in ("latitude", "longitude"))
    missing = nw.when(latitude).then(nw.lit("longitude")).otherwise(nw.lit("latitude"))
    return Expectation(
        records.filter(latitude | longitude).with_columns(field=missing),
        holds=latitude & longitude,
        found=nw.lit(None, nw.String),
        expected=text(
            "a number, since there is only ",
            nw.when(latitude).then(nw.lit("a latitude")).otherwise(nw.lit("a longitude")),
        ),
        cells=("latitude", "longitude"),
    )


def precision_has_coordinates(records: Frame) -> Expectation:
    """Each record with a precision of coordinates has coordinates."""
    return Expectation(
        records.filter(~nw.col("coordinates_precision").is_null()),
        holds=~nw.col("latitude").is_null(),
        expected=nw.lit("an empty cell, since there are no coordinates"),
        field="coordinates_precision",
        cells=("latitude",),
    )


def grid_reference_is_one(records: Frame) -> Expectation:
    """Each grid reference names a square that there is."""
    return Expectation(
        grid_squares(records),
        holds=~nw.col("middle_latitude").is_null(),
        expected=nw.lit("a grid reference of the Military Grid Reference System, in the band that it names"),
        field="mgrs",
    )


def ends_after_start(records: Frame, start: str, end: str) -> Expectation:
    """The day `end` of each record is not before its day `start`."""
    return Expectation(
        records,
        holds=nw.col(end) >= nw.col(start),
        expected=text("not before ", nw.col(start), ", the start"),
        field=end,
        cells=(start,),
    )


def place_of_spelling(records: Frame, place_names: Frame) -> Expectation:
    """The place of each record is the one that its spelling means in place_names, in the record's country."""
    spelling = ["place_as_reported", "country"]
    meant = place_names.select(*spelling, nw.col("place_id").alias("meant")).unique()
    names = place_names.select(LINE, *spelling)
    return Expectation(
        records.join(meant, on=spelling, how="inner"),
        holds=nw.col("place_id") == nw.col("meant"),
        expected=text(nw.col("meant"), ", the place that ", nw.col("place_as_reported"), " means"),
        field="place_id",
        cells=("place_as_reported", "country"),
        related=(Related("place_names", names, tuple(spelling), "place_id"),),
    )


def both_days_or_neither(records: Frame, start: str, end: str) -> Expectation:
    """Each record has both days, or neither."""
    empty = nw.col(end).is_null()
    return Expectation(
        records.with_columns(field=nw.when(empty).then(nw.lit(end)).otherwise(nw.lit(start))),
        holds=nw.col(start).is_null() == empty,
        found=nw.lit(""),
        expected=text("a date, since there is ", nw.coalesce(start, end)),
        cells=(start, end),
    )


def has_some_date(records: Frame, dates: tuple[str, ...], expected: str) -> Expectation:
    """Each record has at least one of the dates."""
    return Expectation(
        records,
        holds=~nw.coalesce(*dates).is_null(),
        expected=nw.lit(expected),
        field=dates[0],
        cells=dates[1:],
    )
