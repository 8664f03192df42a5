"""Makes a valid package of any size from the project's own.

    python benchmarks/making.py FOLDER [--rows 1000000]

The strikes of four years are repeated in earlier years, and in each report once for each of as many made-up sectors of
their places as the rows need. Totals of strikes and their evidence grow along, with sums that are right; keys, places
and sources are new. What a known issue is about and what touches the days around a leap day is not repeated. So every
rule holds of every copy, and the documented findings stay as they are.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from civcas.checking.shared.control_totals import PARTS
from civcas.checking.totals import as_file, counted_totals
from civcas.package.documents import PAPERS
from civcas.package.tables import canonical, parse_table, read_package, read_tables

ROOT = Path(__file__).parent.parent
YEARS = range(5, 31, 5)  # how much earlier each copy is; the first year of a package can be 1980
_FIRST_DAY, _END = "2014-10-18", "2018-10-18"  # four years in which all totals of reports are the Coalition's
_DAYS = {"strikes": ("reported_on", "first_day", "last_day"), "strike_totals": ("reported_on", "period_end")}
_COUNTED = ("strikes", "engagements")
_YEAR = re.compile("(?<![0-9])(20[0-9]{2})(?=-[0-9]{2}|-to-)")
Tables = Mapping[str, pl.DataFrame]


def make(folder: Path, rows: int) -> None:
    """Write a package with at least so many rows of strikes into a new folder."""
    tables = {name: table.text.select(table.schema.names) for name, table in read_tables(read_package(ROOT)).items()}
    repeated = _repeated(tables)
    lacking = rows - tables["strikes"].height
    sectors = max(0, -(-lacking // (len(YEARS) * repeated["strikes"].height)))
    grown = {**tables, **_grown(tables, repeated, sectors)} if sectors else tables
    _write_papers(folder)
    keys = {name: list(schema.primary_key) for name, schema in read_package(ROOT).schemas.items()}
    for name, table in grown.items():
        (folder / "data" / f"{name}.csv").write_bytes(canonical(table.sort(keys[name])))
    made = read_package(folder)
    counted = {}
    for name in PARTS:  # one at a time, since each takes its part of memory
        table = parse_table(made.resource(name), (folder / "data" / f"{name}.csv").read_bytes())
        counted |= counted_totals({name: table}, [name])
    counted = dict(sorted(counted.items()))
    (folder / "data" / "control_totals.csv").write_bytes(as_file(made.schemas["control_totals"], counted))


def _write_papers(folder: Path) -> None:
    """All of the package but its tables."""
    for name in ("schemas", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("screenshots"))
    for name in PAPERS:
        shutil.copy(ROOT / name, folder)
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["temporalCoverage"] = "1980-01-01/.."
    text = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    for schema in (folder / "schemas").iterdir():  # the first day, and sums of days since then
        text = schema.read_text(encoding="utf-8").replace('"2014-01-01"', '"1980-01-01"')
        if schema.stem == "control_totals":
            text = text.replace('"minimum": 0', '"minimum": -9999999999')
        schema.write_text(text, encoding="utf-8")
    (folder / "data").mkdir()


def _repeated(tables: Tables) -> Tables:
    """The rows of strikes and of their totals that each copy repeats."""
    issues = pl.Series(tables["known_issues"]["record_id"].unique())
    doubtful = (
        tables["strikes"].filter(pl.col("strike_id").is_in(issues.implode()))["reported_on"].unique().drop_nulls()
    )
    reported = pl.col("reported_on")
    whole = (reported.is_null() & (pl.col("itemised") == "none")) | ~reported.is_in(doubtful.implode())
    totals = tables["strike_totals"].filter(~pl.col("total_id").is_in(issues.implode()), whole, *_suit("strike_totals"))
    reports = totals.filter(pl.col("itemised") == "all")["reported_on"].unique()
    strikes = tables["strikes"].filter(
        ~pl.col("strike_id").is_in(issues.implode()), pl.col("reported_on").is_in(reports.implode()), *_suit("strikes")
    )
    return {"strikes": strikes, "strike_totals": totals}


def _suit(table: str) -> list[pl.Expr]:
    """Whether the days of a record lie in the four years, and can be put into any other year."""
    return [
        day.is_null()
        | day.is_between(pl.lit(_FIRST_DAY), pl.lit(_END), closed="left")
        & ~day.str.slice(5).is_between(pl.lit("02-18"), pl.lit("03-12"))
        for day in map(pl.col, _DAYS[table])
    ]


def _grown(tables: Tables, repeated: Tables, sectors: int) -> Tables:
    """The tables that grow: their own rows and those of all copies."""
    sector = pl.DataFrame({"sector": [f"x{number}" for number in range(1, sectors + 1)]})
    strikes, totals = repeated["strikes"], repeated["strike_totals"]
    spellings = strikes.select("place_as_reported", "country", "place_id").unique().join(sector, how="cross")
    place, spelling = (pl.concat_str(name, "sector", separator="-") for name in ("place_id", "place_as_reported"))
    first_source = tables["place_names"]["source_id"][0]
    made = {
        "places": spellings.select(place, "country", name=place).unique("place_id"),
        "place_names": spellings.select(spelling, place, "country", source_id=pl.lit(first_source)),
    }
    number = pl.col("strike_id").str.extract("(-[0-9]+)$").fill_null("")
    listed = strikes.join(sector, how="cross").with_columns(place, spelling, was="strike_id")
    listed = listed.with_columns(strike_id=pl.col("was").str.slice(0, 14) + pl.col("place_id") + number)
    times = [(pl.col(name).cast(pl.Int64) * sectors).cast(pl.String) for name in _COUNTED]
    us = pl.col("reported_on").is_not_null() & (pl.col("organisation_id") == "coalition")
    organisation = pl.when(us).then(pl.lit("centcom")).otherwise("organisation_id")  # before the Coalition has a name
    counted = totals.with_columns(times, organisation_id=organisation)
    evidence = tables["evidence"]
    of_strikes = evidence.filter(pl.col("field") != "strike_id", table="strikes").join(
        listed.select("strike_id", record_id="was"), on="record_id"
    )
    of_totals = evidence.filter(table="strike_totals").join(totals.select(record_id="total_id"), on="record_id")
    value = pl.when(pl.col("field").is_in(_COUNTED)).then(pl.col("value").cast(pl.Int64, strict=False) * sectors)
    stated = [
        of_strikes.with_columns(record_id="strike_id").drop("strike_id"),
        of_totals.with_columns(value=pl.coalesce(value.cast(pl.String), "value")),
    ]
    at_once = {"strikes": listed.drop("was", "sector"), "strike_totals": counted, "evidence": pl.concat(stated)}
    for years in YEARS:
        earlier, sources = _earlier(at_once, tables["sources"], years)
        for name, rows in {**earlier, "sources": sources}.items():
            made[name] = pl.concat([made[name], rows]) if name in made else rows
    return {name: pl.concat([tables[name], rows], how="diagonal") for name, rows in made.items()}


def _earlier(rows: Tables, sources: pl.DataFrame, years: int) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The rows so many years earlier, and their sources under new keys and addresses."""
    key = pl.format("00-{}-{}", pl.lit(years), pl.int_range(pl.len()))
    cited = pl.concat([table.select("source_id") for table in rows.values()]).unique().sort("source_id")
    keys = cited.with_columns(key=key)
    address = pl.format("https://{}.example/{}", "organisation_id", "key")
    moved = sources.join(keys, on="source_id").with_columns(
        source_id="key", url=address, archive_url=pl.lit(None, pl.String), consulted_on=pl.lit(None, pl.String)
    )
    earlier = {
        name: _in_years(table.join(keys, on="source_id").with_columns(source_id="key").drop("key"), years)
        for name, table in rows.items()
    }
    return earlier, _in_years(moved.drop("key"), years, "published_on")


def _in_years(rows: pl.DataFrame, years: int, *names: str) -> pl.DataFrame:
    """The rows with the years in these columns, or in all, so much earlier."""

    def moved(text: str) -> str:
        return _YEAR.sub(lambda year: str(int(year[1]) - years), text)

    dated = [name for name in names or rows.columns if rows[name].str.contains("20[0-9]{2}-[0-9]{2}").any()]
    texts = {name: rows[name].unique().drop_nulls() for name in dated}
    return rows.with_columns(
        pl.col(name).replace(list(values), [moved(text) for text in values]) for name, values in texts.items()
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    arguments = parser.parse_args()
    make(arguments.folder, arguments.rows)


if __name__ == "__main__":
    main()
