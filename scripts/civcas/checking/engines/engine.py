"""What a check asks of the engine that holds the tables: Polars in this process, or Spark on any number of machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from civcas.checking.causes import FindingWithCells
from civcas.checking.days import Days
from civcas.checking.expectations import Expectation, Frame
from civcas.checking.findings import Finding
from civcas.checking.pandera_schemas import Condition
from civcas.package.tables import HeldTable, Package


@dataclass(frozen=True)
class Answers:
    """What each condition expects of a table, why some could not be asked, and the lines at which others are broken.

    `many` are the names of conditions that more records break than can be told one by one.
    """

    expectations: dict[str, Expectation]
    failed: dict[str, str]
    broken: dict[str, set[int]]
    many: frozenset[str] = frozenset()


class Engine(Protocol):
    """Reads tables, and answers what is asked of them."""

    def read(self, package: Package, instead: Mapping[str, bytes]) -> tuple[Mapping[str, HeldTable], list[Finding]]:
        """The tables that can be read, and what is wrong with the files. Raises UnusableInput if none can be read."""

    def frame(self, name: str) -> Frame:
        """A table's fields in their types (null where a cell is empty or no value of its type), with LINE and KEY."""

    def cells(self, name: str, days: Days) -> list[FindingWithCells]:
        """What the Table Schema says of the cells by themselves. From then on, frame() lacks what it forbids."""

    def order(self, name: str) -> list[FindingWithCells]:
        """The first record that is not where its primary key belongs: at most one finding."""

    def ask(self, name: str, conditions: list[Condition]) -> Answers:
        """Whether the records of a table meet these conditions."""

    def close(self) -> None:
        """Let go of the tables."""
