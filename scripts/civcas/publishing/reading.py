"""How readers first see a table: which of its fields, which records first, and the values to filter by."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civcas.package.schema import TableSchema

# The fields that a page shows first. Any other table shows its key, and then the fields that are always filled.
_FIRST = {
    "releases": ("release_id", "published_on", "credible", "killed", "killed_total", "open_at_end", "strikes_total"),
    "evidence": ("table", "record_id", "field", "value", "source_id", "readings"),
    "strikes": ("strike_id", "first_day", "reported_on", "place_id", "country", "strikes", "source_id"),
    "strike_targets": ("target_id", "strike_id", "target_as_reported", "target_group", "count", "effect"),
    "strike_totals": ("total_id", "period_start", "period_end", "country", "nation", "strikes", "organisation_id"),
    "weapon_employments": ("employment_id", "day", "nation", "mission", "place_as_reported", "country"),
    "airpower": ("airpower_id", "period", "granularity", "weapons_released", "sorties", "sorties_with_release"),
    "incidents": ("incident_id", "first_day", "place_id", "country", "status", "killed", "injured"),
    "allegations": (
        "allegation_id", "organisation_id", "first_day", "place_as_reported", "grading", "killed_min", "killed_max",
        "incident_id",
    ),
    "assessments": ("assessment_id", "stated_on", "stated_by", "status", "killed_min", "killed_max", "incident_id"),
    "estimates": ("estimate_id", "organisation_id", "published_on", "measure", "place", "low", "best", "high"),
    "organisations": ("organisation_id", "name", "kind", "country"),
    "sources": ("source_id", "organisation_id", "published_on", "kind", "language", "url"),
    "places": ("place_id", "name", "name_ar", "country", "governorate", "position_precision"),
    "place_names": ("place_as_reported", "country", "place_id", "source_id"),
    "known_issues": ("issue_id", "table", "record_id", "field", "found", "expected", "status"),
    "control_totals": ("control_id", "table", "part", "records", "filled", "figures"),
}  # fmt: skip
_MOST = 7

# The field by which a page is sorted at first, downwards. The total of a release grows with time, so the newest that
# states one comes first, and those that are no more than an address come last.
_DOWN_BY = {
    "releases": "killed_total",
    "strikes": "first_day",
    "strike_totals": "period_end",
    "airpower": "period",
}


def first_fields(schema: TableSchema) -> list[str]:
    """The fields that a page shows first."""
    if chosen := [name for name in _FIRST.get(schema.name, ()) if name in schema.names]:
        return chosen
    filled = [field.name for field in schema.fields if field.required and field.name not in schema.primary_key]
    return [*schema.primary_key, *filled][: max(_MOST, len(schema.primary_key))]


def first_sort(schema: TableSchema) -> dict[str, str]:
    """By what a page is sorted at first, as Datasette's metadata say it: the newest first, else by key."""
    days = [field.name for field in schema.fields if field.type == "date"]
    down = [name for name in (_DOWN_BY.get(schema.name), *days) if name in schema.names]
    return {"sort_desc": down[0]} if down else {"sort": schema.primary_key[0]}


# A facet with more values than this is a list, not an overview.
_FACET_VALUES = 8


def facets(schema: TableSchema) -> list[str]:
    """The fields whose values a page lists with their numbers, to filter by."""
    found = [
        field.name
        for field in schema.fields
        if 1 < len(field.categories) <= _FACET_VALUES and not field.name.endswith("precision")
    ]
    return found + [key.fields[0] for key in schema.foreign_keys if key.table == "organisations"]
