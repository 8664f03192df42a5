"""The names of the tables that texts are read into or compared with."""

from __future__ import annotations

RELEASES = "releases"
STRIKES = "strikes"
INCIDENTS = "incidents"
ASSESSMENTS = "assessments"
ALLEGATIONS = "allegations"
PLACES = "places"
STRIKE_TOTALS = "strike_totals"
ESTIMATES = "estimates"
EVIDENCE = "evidence"
SOURCES = "sources"
ORGANISATIONS = "organisations"
PLACE_NAMES = "place_names"
CONTROL_TOTALS = "control_totals"
