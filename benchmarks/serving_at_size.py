"""How long each kind of page takes on a package with a million strikes, with several clients at once.

    python benchmarks/serving_at_size.py [BUILT] [--rows 1000000] [--rounds 5] [--clients 8] [--only WORDS]

BUILT is a folder that `civcas build` wrote; without it, one is made and built (see making.py). Walks every kind of page
that a reader can reach, each page as often as there are rounds, in random order. Each is asked for anew, so that no
finished page answers. Prints the median and the 95th percentile of each kind and its slowest page. Exit code 1 if a
page takes longer than LONGEST at the median or is not answered, or if a question reads a large table from end to end.
A visitor's own SQL over all strikes and exports of large parts are no pages: they are asked for after the others, and
may take as long as the site's limits allow, or be refused in words.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx

from civcas.cli import main as civcas
from making import make
from reachable import Page, reachable, scans
from serving import free_port, running

LONGEST = 1.0  # seconds that a page may take at the median
_LIMIT = 20.0  # seconds: the wait for a worker, and the limits of its two attempts (see site/workers.py)
_REFUSED = ("took longer than", "is larger than", "needed more memory")


class Answer(NamedTuple):
    """Seconds until a whole page was there; and what is wrong with it, or nothing."""

    page: Page
    seconds: float
    wrong: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("built", type=Path, nargs="?")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--only", default="", help="kinds of pages with these words in their names")
    arguments = parser.parse_args()
    with _built(arguments.built, arguments.rows) as folder:
        (database,) = folder.glob("*.db")
        with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            pages = [page for page in reachable(connection, folder) if arguments.only in page.kind]
            scanned = scans(connection, folder)
        port = free_port()
        command = [sys.executable, "-m", "civcas", "serve", "--built", str(folder), "--port", str(port)]
        with running(command, port):
            url = f"http://127.0.0.1:{port}"
            groups = [[page for page in pages if page.reads_all is last] for last in (False, True)]
            walks = [asyncio.run(walk(url, group, arguments.rounds, arguments.clients)) for group in groups]
            answers = [answer for group in walks for answer in group]
    print("\n".join(scanned) or "no question reads a large table from end to end")
    return max(report(answers), bool(scanned))


@contextlib.contextmanager
def _built(folder: Path | None, rows: int) -> Iterator[Path]:
    """The folder of a build; without one, a package with so many strikes is made and built."""
    if folder:
        yield folder
        return
    with tempfile.TemporaryDirectory() as root:
        package, built = Path(root, "package"), Path(root, "built")
        package.mkdir()
        make(package, rows)
        if civcas(["build", "--package", str(package), "--out", str(built)]):
            raise SystemExit("the package that was made can't be built")
        yield built


async def walk(url: str, pages: list[Page], rounds: int, clients: int) -> list[Answer]:
    """Ask for all pages, as many at a time as there are clients."""
    chance = random.Random(1)
    queue = iter([page for _ in range(rounds) for page in chance.sample(pages, len(pages))])
    answers: list[Answer] = []
    await asyncio.gather(*[_client(url, f"10.0.0.{number}", queue, answers) for number in range(1, clients + 1)])
    return answers


async def _client(url: str, name: str, queue: Iterable[Page], answers: list[Answer]) -> None:
    headers = {"X-Forwarded-For": name, "Cache-Control": "no-cache"}
    async with httpx.AsyncClient(base_url=url, timeout=120, headers=headers, follow_redirects=True) as client:
        for page in queue:
            start = time.perf_counter()
            response = await client.get(page.path)
            answers.append(Answer(page, time.perf_counter() - start, _wrong(page, response)))


def _wrong(page: Page, response: httpx.Response) -> str:
    may_be_refused = page.reads_all or page.kind.endswith(", export")
    if response.status_code == 200 or (may_be_refused and any(words in response.text for words in _REFUSED)):
        return ""
    return f"status {response.status_code}"


# --- the report --------------------------------------------------------------------------------------------------
def report(answers: list[Answer]) -> int:
    """Print a line for each kind of page, then what is too slow or wrong. Return the exit code."""
    kinds: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        kinds[answer.page.kind].append(answer)
    print(f"{'kind of page':34}{'pages':>6}{'median s':>10}{'p95 s':>8}   slowest page, median s")
    for kind, own in sorted(kinds.items()):
        print(_line(kind, own))
    wrong = [f"{answer.page.path}: {answer.wrong}" for answer in answers if answer.wrong]
    longest = {answer.page.path: _LIMIT if answer.page.reads_all else LONGEST for answer in answers}
    slow = [f"{path}: {median:.2f} s at the median" for path, median in _medians(answers) if median > longest[path]]
    for text, times in Counter([*wrong, *slow]).items():
        print(f"{text}{f', {times} times' if times > 1 else ''}")
    print(f"{len(answers):,} requests for {len(_medians(answers)):,} pages: ", end="")
    print(f"{len(slow)} pages above {LONGEST} s at the median, {len(wrong)} wrong answers")
    return 1 if wrong or slow else 0


def _line(kind: str, answers: list[Answer]) -> str:
    seconds = [answer.seconds for answer in answers]
    p95 = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    path, slowest = _medians(answers)[0]
    middle = statistics.median(seconds)
    return f"{kind:34}{len(_medians(answers)):6}{middle:10.2f}{p95:8.2f}   {slowest:.2f}  {path[:90]}"


def _medians(answers: list[Answer]) -> list[tuple[str, float]]:
    """The pages with the median of their seconds, the slowest first."""
    pages: dict[str, list[float]] = defaultdict(list)
    for answer in answers:
        pages[answer.page.path].append(answer.seconds)
    found = [(path, statistics.median(seconds)) for path, seconds in pages.items()]
    return sorted(found, key=lambda item: -item[1])


if __name__ == "__main__":
    sys.exit(main())
