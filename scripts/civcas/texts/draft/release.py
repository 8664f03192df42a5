"""The rows to propose for a release of casualty assessments: the release, and evidence for its figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from civcas.errors import UnusableInput
from civcas.months import month_end
from civcas.package.schema import TableSchema
from civcas.package.tables import Table
from civcas.texts.casualty_reports import Reading, Statement
from civcas.texts.draft.proposal import Figure, Proposal, Request, Row, blank, evidence_row, iso
from civcas.texts.periods import months

# --- releases ----------------------------------------------------------------------------------------------------


# The totals that a release gives up to a day.
COUNTED_THROUGH = ("strikes_total", "engagements_total", "reports_total", "credible_total", "totals_through")


def of_release(
    tables: Mapping[str, Table],
    reading: Reading,
    days: list[Statement],
    released_on: date | None,
    source: Row,
    request: Request,
) -> Proposal:
    """The rows for a text on a release of casualty assessments."""
    schema = tables["releases"].schema
    periods = months(reading, released_on or request.published_on)
    record = release_of(reading, periods, released_on, request)
    own = {name: reading.value(name) for name in [*schema.figures, "totals_through", "period_start", "period_end"]}
    remarks = []
    through = own["totals_through"]
    if through and record.startswith("monthly") and through[:7] != record.removeprefix("monthly-"):
        own |= dict.fromkeys(COUNTED_THROUGH, "")
        remarks.append(f"left out, since they run to {through}: {', '.join(COUNTED_THROUGH)}")
    words = {item.field: item.words for item in reversed(reading.statements)}
    standing = next((row for row in tables["releases"].text.to_dicts() if row["release_id"] == record), None)
    printed = {item.value: item.words for item in days}
    if iso(released_on) in printed:
        own["published_on"], words["published_on"] = iso(released_on), printed[iso(released_on)]
    figures = [
        Figure("releases", record, name, own[name], words[name], (standing[name] or "") if standing else None)
        for name in schema.names
        if own.get(name)
    ]
    evidence = [evidence_row(tables, figure, source) for figure in figures]
    rows: dict[str, list[Row]] = {"evidence": evidence}
    existing, lacking = [], []
    if standing is None:
        period = periods[0] if record.startswith("monthly") and periods else None
        rows["releases"] = [new_release(schema, record, own, period, released_on, source)]
        if not released_on:
            lacking.append("the day of the release: give --released-on (for an official page, --published-on)")
        if record.startswith("monthly"):
            remarks.append(words_of_period(period, reading))
    elif request.kind == "official" and not request.evidence_only and all(figure.standing for figure in figures):
        existing.append(
            f"releases already has {record}: `civcas verify releases/{record} FILE` compares the text with it;"
            " --evidence-only proposes the text as a further source of it"
        )
    return Proposal(
        rows=rows,
        figures=figures,
        missing=[name for name in schema.figures if not reading.of(name)],
        competing=competing(reading),
        remarks=remarks,
        lacking=lacking,
        existing=existing,
    )


def is_the_release(request: Request) -> bool:
    """Whether the page is the release, or a copy of it, so that the date in its head is the release's."""
    return request.kind in ("official", "republication", "archive")


def competing(reading: Reading) -> dict[str, list[Statement]]:
    """The fields of which a text states several values, with one statement of each value."""
    fields = dict.fromkeys(item.field for item in reading.statements if item.field != "month")
    several = [name for name in fields if len(reading.values(name)) > 1]
    return {name: list({item.value: item for item in reversed(reading.of(name))}.values()) for name in several}


def release_of(reading: Reading, periods: list[date], released_on: date | None, request: Request) -> str:
    """The id of the release that the text is about. Raises UnusableInput where it can't be told."""
    named = sorted({value[-2:] for value in reading.values("month")})
    if len(named) > 1 or len(periods) > 1:
        raise UnusableInput(
            f"the text tells of the reports of several months ({', '.join(reading.values('month'))}): cut it to one"
        )
    through = reading.value("totals_through")
    told = f"{periods[0]:%Y-%m}" if periods else "" if named else through[:7]
    if request.release_id:
        about = told if periods else f"-{named[0]}" if named else ""
        if request.release_id.startswith("annual-"):
            raise UnusableInput(
                f"{request.release_id}: annual reports are worldwide; draft reads none of their figures"
            )
        if request.release_id.startswith("monthly-") and not request.release_id.endswith(about):
            month = about if told else f"month {named[0]}"
            raise UnusableInput(f"the text is about {month}, but --release-id says {request.release_id}")
        return request.release_id
    if told:
        return f"monthly-{told}"
    if released_on and reading.of("killed") and not reading.of("month") and is_the_release(request):
        return f"ad-hoc-{released_on.isoformat()}"
    raise UnusableInput("which release the text is about can't be told from it: give --release-id or --published-on")


def words_of_period(period: date | None, reading: Reading) -> str:
    """Where the days of a month were read; the text may name the month without its year."""
    if not period:
        return "the month or its year is not told by the text: period_start and period_end are left empty"
    said = reading.of("month")[0]
    year = "" if said.value.startswith(str(period.year)) else ", the year from the day of the release or of its totals"
    return f"period {period} to {month_end(period)}{year}: “{said.words}”"


def new_release(
    schema: TableSchema, record: str, own: Row, period: date | None, released_on: date | None, source: Row
) -> Row:
    kind = record.split("-", maxsplit=1)[0]
    row = blank(schema) | {name: value for name, value in own.items() if value}
    row |= {
        "release_id": record,
        "release_type": "ad_hoc" if kind == "ad" else kind,
        "published_on": iso(released_on),
        "published_precision": "day" if released_on else "",
        "source_id": source["source_id"],
    }
    if period:
        row |= {"period_start": period.isoformat(), "period_end": month_end(period).isoformat()}
    return row
