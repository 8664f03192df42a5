"""The keys of new releases, strikes and strike totals."""

from __future__ import annotations

import re
from datetime import date

from civcas.package.schema import TableSchema
from civcas.texts.draft.proposal import iso
from civcas.texts.strike_reports import COUNTRIES

# Types of releases, as in `releases.release_type`.
MONTHLY, AD_HOC, ANNUAL = "monthly", "ad_hoc", "annual"


_COUNTRY_CODES = dict(zip(COUNTRIES, ("iq", "sy"), strict=True))  # ISO 3166


def release_key(release_type: str, period: str) -> str:
    """Such as monthly-2019-04, for the type `monthly` and the period 2019-04."""
    return _prefix(release_type) + period


def release_type_of(schema: TableSchema, key: str) -> str:
    """The type of a release, by its key."""
    return next(each for each in schema.labels("release_type") if is_of_type(key, each))


def is_of_type(key: str, release_type: str) -> bool:
    return key.startswith(_prefix(release_type))


def period_in(key: str, release_type: str) -> str:
    """The period in a release's key, such as 2019-04."""
    return key.removeprefix(_prefix(release_type))


def _prefix(release_type: str) -> str:
    return release_type.replace("_", "-") + "-"


def strike_key(day: date | None, country: str, place_id: str) -> str:
    """Such as 2017-04-05-sy-abu-kamal."""
    place = re.sub(rf"-(?:{'|'.join(COUNTRIES).lower()})$", "", place_id)
    return f"{iso(day)}-{_COUNTRY_CODES[country]}-{place}"


def total_key(reported_on: date | None, first_day: date | None, country: str, *, one_day_of_several: bool) -> str:
    """Such as 2017-04-05-syria-all, with the day at the end if the report has a total for each of several days."""
    name = f"{country.lower()}-all"
    if not reported_on:
        return f"day-{iso(first_day)}-{name}"
    return f"{iso(reported_on)}-{name}" + (f"-day-{iso(first_day)}" if one_day_of_several else "")
