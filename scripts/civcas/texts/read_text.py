"""A text that is read once, however many records are compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from civcas.package.tables import Table
from civcas.texts.casualty_reports import read_casualty_report
from civcas.texts.publication_dates import page_dates, release_dates
from civcas.texts.standing import Standing
from civcas.texts.statements import Reading
from civcas.texts.strike_reports import StrikeReport, read_strike_report
from civcas.texts.verify_incidents import ListOfText


class ReadText:
    """A text, and what it states. Each reading is made when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._standing: dict[str, Standing] = {}
        self._incidents: ListOfText | None = None

    @cached_property
    def casualties(self) -> Reading:
        return read_casualty_report(self.text)

    @cached_property
    def strikes(self) -> StrikeReport:
        """The strike report that the text is. Its days are reckoned from the day that it prints for itself."""
        days = {item.value for item in release_dates(self.text) or page_dates(self.text)}
        return read_strike_report(self.text, date.fromisoformat(days.pop()) if len(days) == 1 else None)

    def incidents(self, tables: Mapping[str, Table]) -> ListOfText:
        """The list of incidents in the text, with the places and days of a package."""
        if self._incidents is None:
            self._incidents = ListOfText(tables, self.text)
        return self._incidents

    def standing(self, language: str) -> Standing:
        """The numbers of the text, in the digits and words of a language. Raises UnusableInput as Standing does."""
        if language not in self._standing:
            self._standing[language] = Standing(self.text, language)
        return self._standing[language]
