"""The rows to propose for a release of casualty assessments: the release itself, and evidence for its figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from civcas.errors import UnusableInput
from civcas.months import month_end
from civcas.package.tables import Table
from civcas.texts.draft.agreement import several_days
from civcas.texts.draft.evidence import evidence_row
from civcas.texts.draft.keys import AD_HOC, ANNUAL, MONTHLY, is_of_type, period_in, release_key, release_type_of
from civcas.texts.draft.proposal import Figure, Proposal, Request, TextRow, empty_row, iso, rows_of
from civcas.texts.draft.release_date import NO_RELEASE_DATE
from civcas.texts.periods import report_months
from civcas.texts.statements import Reading, Statement
from civcas.texts.table_names import EVIDENCE, RELEASES

# The totals that a release gives up to `totals_through`.
_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
_THROUGH_TOTALS = ("strikes_total", "engagements_total", "reports_total", "credible_total", "totals_through")


@dataclass(frozen=True)
class ReleaseText:
    """What was read from a text about a release, the dates it prints, and what the user knows about it."""

    reading: Reading
    printed: list[Statement]
    released_on: date | None
    request: Request

    @cached_property
    def months(self) -> list[date]:
        """The months (their first days) that the text is about, as far as their year is known."""
        return report_months(self.reading, self.released_on or self.request.published_on)

    @cached_property
    def named_months(self) -> list[str]:
        """The numbers of the months that the text names, such as 04."""
        return sorted({value[-2:] for value in self.reading.values("month")})


def draft_release(tables: Mapping[str, Table], text: ReleaseText, source: TextRow) -> Proposal:
    """The rows for a text on a release of casualty assessments. Raises UnusableInput."""
    table = tables[RELEASES]
    key = _choose_key(text)
    existing = next((row for row in rows_of(table) if row["release_id"] == key), None)
    stated, remarks = _stated(table, key, text)
    figures = [
        Figure(RELEASES, key, name, stated[name].value, stated[name].words, existing[name] if existing else None)
        for name in table.schema.names
        if name in stated
    ]
    proposal = Proposal(
        rows={EVIDENCE: [evidence_row(tables[EVIDENCE], figure, source) for figure in figures]},
        figures=figures,
        not_found=[name for name in table.schema.figures if not text.reading.statements_of(name)],
        conflicting=_conflicting(text.reading),
        remarks=remarks,
    )
    if existing:
        return replace(proposal, existing=_already_complete(key, figures, text.request))
    return _with_new_release(proposal, table, key, text, source)


# --- which release -----------------------------------------------------------------------------------------------
def _choose_key(text: ReleaseText) -> str:
    """The key of the release that a text is about. Raises UnusableInput if it is unclear."""
    if len(text.named_months) > 1 or len(text.months) > 1:
        named = ", ".join(text.reading.values("month"))
        raise UnusableInput(f"the text is about several months ({named}); cut it to the part about one month")
    if text.request.release_id:
        _require_agreement(text.request.release_id, text)
        return text.request.release_id
    if month := _month_of(text):
        return release_key(MONTHLY, month)
    if text.released_on and _is_ad_hoc(text):
        return release_key(AD_HOC, iso(text.released_on))
    raise UnusableInput(
        "the text does not say which release it is about; give --release-id or --published-on"
        + several_days(text.printed)
    )


def _month_of(text: ReleaseText) -> str:
    """The month that the text is about, such as 2019-04, or else the one up to which its totals run."""
    if text.months:
        return f"{text.months[0]:%Y-%m}"
    return "" if text.named_months else text.reading.value("totals_through")[:7]


def _is_ad_hoc(text: ReleaseText) -> bool:
    reading = text.reading
    return text.request.is_release and bool(reading.statements_of("killed")) and not reading.statements_of("month")


def _require_agreement(release_id: str, text: ReleaseText) -> None:
    """Raise UnusableInput if the text cannot be about the release that the user names."""
    if is_of_type(release_id, ANNUAL):
        raise UnusableInput(f"{release_id}: draft reads no annual reports, because their figures are worldwide")
    if is_of_type(release_id, MONTHLY) and not _MONTH.fullmatch(period_in(release_id, MONTHLY)):
        raise UnusableInput(f"--release-id {release_id}: expected a month such as {MONTHLY}-2019-04")
    if not is_of_type(release_id, MONTHLY) or not text.named_months:
        return
    month = f"{text.months[0]:%Y-%m}" if text.months else f"-{text.named_months[0]}"
    if not release_id.endswith(month):
        named = month if text.months else f"month {text.named_months[0]}"
        raise UnusableInput(f"the text is about {named}, but --release-id says {release_id}")


# --- its figures -------------------------------------------------------------------------------------------------
def _stated(table: Table, key: str, text: ReleaseText) -> tuple[dict[str, Statement], list[str]]:
    """The statement to use for each field, and remarks on those left out."""
    reading = text.reading
    fields = {*table.schema.figures, "totals_through", "period_start", "period_end"}
    stated = {
        item.field: item for item in reversed(reading.statements) if item.field in fields and reading.value(item.field)
    }
    remarks = []
    through = reading.value("totals_through")
    if through and is_of_type(key, MONTHLY) and through[:7] != period_in(key, MONTHLY):
        stated = {name: item for name, item in stated.items() if name not in _THROUGH_TOTALS}
        remarks.append(f"left out because they run to {through}: {', '.join(_THROUGH_TOTALS)}")
    published = {item.value: item for item in text.printed}.get(iso(text.released_on))
    return stated | ({"published_on": published} if published else {}), remarks


def _conflicting(reading: Reading) -> dict[str, list[Statement]]:
    """The fields for which a text states several values, with one statement of each value."""
    fields = dict.fromkeys(item.field for item in reading.statements if item.field != "month")
    several = [name for name in fields if len(reading.values(name)) > 1]
    return {
        name: list({item.value: item for item in reversed(reading.statements_of(name))}.values()) for name in several
    }


# --- new or existing ---------------------------------------------------------------------------------------------
def _already_complete(key: str, figures: list[Figure], request: Request) -> list[str]:
    """What to do about an official text that adds nothing to the record."""
    if not request.is_official or request.evidence_only or not all(figure.existing_value for figure in figures):
        return []
    return [
        f"{RELEASES} already has {key}. To compare the text with it, run `civcas verify {RELEASES}/{key} FILE`."
        " To add the text as a further source, give --evidence-only"
    ]


def _with_new_release(proposal: Proposal, table: Table, key: str, text: ReleaseText, source: TextRow) -> Proposal:
    is_monthly = is_of_type(key, MONTHLY)
    month = text.months[0] if is_monthly and text.months else None
    row = empty_row(table.schema) | {figure.field: figure.value for figure in proposal.figures}
    is_set = bool(not month and row["period_start"] and row["period_end"])  # by the user
    row |= {
        "release_id": key,
        "release_type": release_type_of(table.schema, key),
        "published_on": iso(text.released_on),
        "published_precision": "day" if text.released_on else "",
        "source_id": source["source_id"],
    }
    if month:
        row |= {"period_start": iso(month), "period_end": iso(month_end(month))}
    return replace(
        proposal,
        rows=proposal.rows | {RELEASES: [row]},
        remarks=proposal.remarks + ([_period_remark(month, text.reading)] if is_monthly and not is_set else []),
        missing=[] if text.released_on else [NO_RELEASE_DATE],
    )


def _period_remark(month: date | None, reading: Reading) -> str:
    """Where the period was read. The text may name the month without its year."""
    if not month:
        return "period_start and period_end stay empty because no month was read, or not its year; --set fills them"
    named = reading.statements_of("month")[0]
    has_year = named.value.startswith(str(month.year))
    inferred = "" if has_year else ", the year inferred from the day of the release or of its totals"
    return f"period {month} to {month_end(month)}{inferred}: “{named.words}”"
