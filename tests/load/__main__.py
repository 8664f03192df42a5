"""Asks the site as many readers at once would, with hostile requests among them, and says what came of it.

    python -m tests.load [--requests 10000] [--clients 32] [--hostile 0.02] [--seed 1]

Three runs on the real tables, each with the same number of clients, of which every one has an address of its own:
ordinary requests alone, the same with hostile ones among them, and ordinary ones beside 16 clients that ask for the
costliest pages with changing parameters. Exit code 1 if a bound is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.conftest import ROOT, put_package, served
from tests.load.requests import HONEST, HOSTILE_ONE, ORDINARY, PAGES, SQL, Asked, costliest, mixed

REFUSED = 0.05  # the greatest share of honest SQL that may be refused
SLOWER = 3  # the greatest ratio of the ordinary pages' p95 under attack to that without
MEMORY = 1.2  # the greatest ratio of the memory of all processes after the runs to that before
BESIDE = 16  # clients that ask for the costliest pages


class Answered(NamedTuple):
    asked: Asked
    status: int
    seconds: float
    wrong: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--hostile", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(put_package(Path(folder), ROOT / "data")) as url:
        broken = asyncio.run(_runs(url, arguments))
    print("\n".join(broken) or "no bound was broken")
    return 1 if broken else 0


async def _runs(url: str, arguments: argparse.Namespace) -> list[str]:
    """Print a line for each run. Return the bounds that are broken."""
    right = await right_answers(url)
    plain = mixed(arguments.requests // 4, arguments.seed, share=0)
    hostile = mixed(arguments.requests, arguments.seed, arguments.hostile)
    alone = await ask_all(url, plain, arguments.clients, right)
    before = memory(url)
    attacked = await ask_all(url, hostile, arguments.clients, right)
    beside = await ask_all(url, plain, arguments.clients, right, costliest(arguments.requests // 10, arguments.seed))
    for name, run in (("alone", alone), ("with hostile requests", attacked), ("beside the costliest pages", beside)):
        print(f"{name}: {summary(run)}")
    after = memory(url)
    print(f"memory of the site's processes: {before:.0f} MB before, {after:.0f} MB after")
    broken = [*bounds(alone, attacked, "with hostile requests"), *bounds(alone, beside, "beside the costliest pages")]
    return broken + ([f"memory grew by more than {MEMORY - 1:.0%}"] if after > MEMORY * before else [])


async def right_answers(url: str) -> dict[str, bytes]:
    """What ordinary pages and honest queries say while nobody else asks."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        return {asked.path: _text(await client.get(asked.path)) for asked in [*PAGES, *HONEST]}


def _text(response: httpx.Response) -> bytes:
    """The response without the time that it says it took."""
    return re.sub(rb'"query_ms": [\d.e-]+|Queries took [\d.]+ms', b"", response.content)


async def ask_all(
    url: str, asked: list[Asked], clients: int, right: dict[str, bytes], beside: list[Asked] | None = None
) -> list[Answered]:
    """Ask in that order, as many at a time as there are clients."""
    answers: list[Answered] = []
    queue = iter(asked)
    extra = iter(beside or [])
    workers = [_client(url, f"10.0.0.{number}", queue, right, answers) for number in range(clients)]
    others = [_client(url, f"10.0.1.{number}", extra, right, answers) for number in range(BESIDE if beside else 0)]
    await asyncio.gather(*workers, *others)
    return answers


async def _client(
    url: str, name: str, queue: Iterator[Asked], right: dict[str, bytes], answers: list[Answered]
) -> None:
    headers = {"X-Forwarded-For": name}
    async with httpx.AsyncClient(base_url=url, timeout=120, headers=headers, follow_redirects=True) as client:
        for asked in queue:
            start = time.perf_counter()
            response = await client.get(asked.path)
            took = time.perf_counter() - start
            wrong = response.status_code == 200 and _text(response) != right.get(asked.path, _text(response))
            unexplained = response.status_code == 503 and "retry-after" not in response.headers
            answers.append(Answered(asked, 500 if unexplained else response.status_code, took, wrong))


def summary(run: list[Answered]) -> str:
    counts = {status: sum(answer.status == status for answer in run) for status in sorted({a.status for a in run})}
    statuses = ", ".join(f"{number:,} of status {status}" for status, number in counts.items())
    return (
        f"{len(run):,} requests, {statuses}; p95 of ordinary pages {p95(run) * 1000:.0f} ms;"
        f" honest SQL refused {refused(run):.1%}; {sum(answer.wrong for answer in run)} wrong answers"
    )


def bounds(alone: list[Answered], run: list[Answered], name: str) -> list[str]:
    """The bounds that a run breaks."""
    found = [
        (sum(answer.wrong for answer in run), "wrong answers"),
        (sum(answer.status >= 500 and answer.status != 503 for answer in run), "answers of status 5xx but 503"),
        (refused(run) > REFUSED, f"of honest SQL {refused(run):.1%} was refused, at most {REFUSED:.0%} may be"),
        (p95(run) > SLOWER * p95(alone), f"p95 of ordinary pages {p95(run) / p95(alone):.1f} times that without"),
    ]
    honest = [answer for answer in run if answer.asked.kind != HOSTILE_ONE]
    found.append((sum(answer.status not in {200, 503} for answer in honest), "honest requests that were not answered"))
    return [f"{name}: {text if broken is True else f'{broken} {text}'}" for broken, text in found if broken]


def p95(run: list[Answered]) -> float:
    return statistics.quantiles([answer.seconds for answer in run if answer.asked.kind == ORDINARY], n=20)[-1]


def refused(run: list[Answered]) -> float:
    statuses = [answer.status for answer in run if answer.asked.kind == SQL]
    return statuses.count(503) / max(1, len(statuses))


def memory(url: str) -> float:
    """Resident memory of the server and its workers, in MB."""
    port = httpx.URL(url).port
    tasks = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            tasks[folder.name] = (folder / "cmdline").read_bytes(), (folder / "status").read_text(encoding="ascii")
        except OSError:
            continue
    servers = {number for number, (command, _) in tasks.items() if f"--port\0{port}\0".encode() in command}
    ours = [
        status
        for number, (_, status) in tasks.items()
        if number in servers or any(f"PPid:\t{server}\n" in status for server in servers)
    ]
    return sum(int(size) for status in ours for size in re.findall(r"VmRSS:\s+(\d+)", status)) / 1024


if __name__ == "__main__":
    sys.exit(main())
