"""What must be true of places: their points, and what GeoNames says of them."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.gazetteer import gazetteer
from civcas.checking.geography import metres_from_place
from civcas.checking.rule import rule, tables_that_refer_to
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.places_and_days import point_lies_in_country
from civcas.checking.shared.references import is_referred_to
from civcas.checking.shared.scopes import same_in_group
from civcas.package.tables import KEY, LINE

_POINT = ("latitude", "longitude", "position_precision")
# GeoNames moves a point now and then, but seldom a little.
_METRES = 100


@rule()
def point_in_country(places: Frame) -> Expectation:
    """The point of a place lies in its country.

    A place of the same name in another country may have been looked up.

    Bad: country Syria with latitude 36.34 and longitude 43.13, which is in Iraq.
    Good: country Iraq with latitude 36.34 and longitude 43.13.
    Fix: Correct the coordinates or the country.
    """
    return point_lies_in_country(places)


@rule()
def located_whole(places: Frame) -> Expectation:
    """A place has latitude, longitude and the kind of the point together, or none of them.

    A reader must know whether a point is a town's own or that of an incident near it.

    Bad: latitude 36.34 and longitude 43.13 without a position_precision.
    Good: latitude 36.34, longitude 43.13 and position_precision gazetteer.
    Fix: Fill in what is missing, or delete the others.
    """
    there = [nw.when(~col(name).is_null()).then(nw.lit(name)) for name in _POINT]
    rows = places.with_columns(there=nw.concat_str(*there, separator=" and ", ignore_nulls=True))
    rows = rows.filter(col("there") != "")
    cells = [rows.select(LINE, KEY, "there", field=nw.lit(name), empty=col(name).is_null()) for name in _POINT]
    return Expectation(
        nw.concat(cells),
        holds=~col("empty"),
        found=nw.lit(None, nw.String),
        expected=text("a value, since there is ", col("there")),
        cells=_POINT,
    )


@rule()
def gazetteer_point_has_id(places: Frame) -> Expectation:
    """A point of the kind gazetteer has its GeoNames id, and no other point has one.

    The id says where the point can be looked up.

    Bad: position_precision settlement with geonames_id 99072.
    Good: position_precision gazetteer with geonames_id 99072.
    Fix: Fill in or empty the id, or correct the kind of the point.
    """
    gazetteer_point = (col("position_precision") == "gazetteer").fill_null(value=False)
    return Expectation(
        places,
        holds=gazetteer_point == ~col("geonames_id").is_null(),
        expected=nw.when(gazetteer_point)
        .then(nw.lit("the GeoNames id of the point"))
        .otherwise(nw.lit("an empty cell, since the point is not GeoNames' own")),
        field="geonames_id",
        cells=("position_precision",),
    )


@rule()
def governorate_has_source(places: Frame) -> Expectation:
    """A governorate has its source, and there is no source without a governorate.

    Sources give other governorates for some places near a border, so a reader must know whose it is.

    Bad: governorate Raqqa without a governorate_source_id.
    Good: governorate Raqqa with governorate_source_id geonames.
    Fix: Fill in the source, or empty it.
    """
    stated = ~col("governorate").is_null()
    return Expectation(
        places,
        holds=stated == ~col("governorate_source_id").is_null(),
        expected=nw.when(stated)
        .then(nw.lit("the source of the governorate"))
        .otherwise(nw.lit("an empty cell, since there is no governorate")),
        field="governorate_source_id",
        cells=("governorate",),
    )


@rule()
def district_in_one_governorate(places: Frame) -> Expectation:
    """A district lies in one governorate.

    Districts of the same name in two countries do not matter.

    Bad: district Manbij with governorate Raqqa, and with Aleppo for other places.
    Good: district Manbij with governorate Aleppo.
    Fix: Correct the district or the governorate.
    """
    rows = places.filter(~col("district").is_null()).with_columns(governorate=col("governorate").fill_null(""))
    why = text(", as for other places in the district ", col("district"))
    return same_in_group(rows, ("country", "district"), "governorate", why, cells=("district",))


@rule()
def source_goes_with_point(places: Frame) -> Expectation:
    """A place with coordinates has their source, and a place without coordinates has none.

    A reader can look the point up.

    Bad: latitude 36.34 and longitude 43.13 without a source_id.
    Good: latitude 36.34, longitude 43.13 and source_id geonames.
    Fix: Fill in the source, or empty it.
    """
    located = ~col("latitude").is_null()
    return Expectation(
        places,
        holds=located == ~col("source_id").is_null(),
        expected=nw.when(located)
        .then(nw.lit("the source of the coordinates"))
        .otherwise(nw.lit("an empty cell, since there are no coordinates")),
        field="source_id",
        cells=("latitude",),
    )


@rule()
def geonames_id_known(places: Frame) -> Expectation:
    """The GeoNames id is that of a place in Iraq or Syria.

    With a wrong id, readers who follow it end up elsewhere. The ids are those of gazetteer.csv, an extract of GeoNames.

    Bad: geonames_id 99073, which is no place.
    Good: geonames_id 99072, which is Mosul.
    Fix: Correct the id. If GeoNames has the place, add its line to scripts/civcas/checking/gazetteer.csv.
    """
    return Expectation(
        places.join(gazetteer(places), on="geonames_id", how="left").filter(~col("geonames_id").is_null()),
        holds=~col("geonames_name").is_null(),
        expected=nw.lit("the id of a place in gazetteer.csv"),
        field="geonames_id",
    )


@rule()
def point_near_geonames(places: Frame) -> Expectation:
    """The point of a place lies within 100 m of the point that GeoNames has for its id.

    A digit of the coordinates or of the id may be wrong. GeoNames may have moved the point a little since.

    Bad: geonames_id 99072 (Mosul) with latitude 36.435.
    Good: geonames_id 99072 (Mosul) with latitude 36.335.
    Fix: Correct the coordinates or the id. If GeoNames moved the point, correct gazetteer.csv too.
    """
    rows = metres_from_place(places.join(gazetteer(places), on="geonames_id", how="inner"))
    return Expectation(
        rows,
        holds=col("metres") <= _METRES,
        found=text(col("latitude"), ", ", col("longitude"), ", ", col("metres").ceil().cast(nw.Int64), " m off"),
        expected=text(
            col("place_latitude"), ", ", col("place_longitude"), ", where GeoNames has ", col("geonames_name")
        ),
        field="latitude",
        cells=("longitude", "geonames_id"),
    )


@rule()
def country_as_in_geonames(places: Frame) -> Expectation:
    """The country is the one that GeoNames gives for the id.

    At the border, the point alone can't tell the country.

    Bad: country Iraq with geonames_id 174448 (Abu Kamal, in Syria).
    Good: country Syria with geonames_id 174448 (Abu Kamal, in Syria).
    Fix: Correct the country or the id.
    """
    return _as_in_geonames(places, "country")


@rule()
def governorate_as_in_geonames(places: Frame) -> Expectation:
    """The governorate is the one that GeoNames gives for the id.

    Counts by governorate follow this field.

    Bad: governorate Erbil with geonames_id 99072 (Mosul, in Nineveh).
    Good: governorate Nineveh with geonames_id 99072 (Mosul, in Nineveh).
    Fix: Correct the governorate or the id.
    """
    return _as_in_geonames(places, "governorate")


def _as_in_geonames(places: Frame, field: str) -> Expectation:
    """The field has the value that GeoNames gives for the id."""
    there = col(f"geonames_{field}")
    return Expectation(
        places.join(gazetteer(places), on="geonames_id", how="inner"),
        holds=(col(field) == there).fill_null(value=False),
        expected=text(there, ", where GeoNames has ", col("geonames_name")),
        field=field,
        cells=("geonames_id",),
    )


@rule(needs_valid_tables=True, further=tables_that_refer_to("places"))
def used(places: Frame, **referring: Frame) -> Expectation:
    """Every place is named by some spelling.

    A place that nothing names says nothing about the data.

    Bad: a place that no row of place_names leads to.
    Good: a place that a row of place_names leads to.
    Fix: Delete the place, or add its spelling to place_names.csv.
    """
    return is_referred_to(places, referring, ["place_id"], "a place that place_names names")


@rule(needs_valid_tables=True)
def matches_control_totals(places: Frame, control_totals: Frame) -> Expectation:
    """The places of each country add up to its row in control_totals.csv.

    The control totals show a place that was lost, or a position or name that was changed by mistake.

    Bad: 53 places in Iraq; control_totals.csv has records 54 for it.
    Good: 54 places in Iraq; control_totals.csv has records 54 for it.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("places", places, control_totals)
