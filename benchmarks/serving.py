"""Compares the site with a plain Datasette on the same database: requests per second, latency, processor, memory.

Both servers are started here and asked in turn (A B A B …), so that other work on the machine affects both. What counts
is the ratio of the medians. Each page is requested three ways: from plain Datasette, from the site so that the page is
made again (Cache-Control: no-cache), and from the site as readers do, with its page cache. Requests per second vary on
a busy machine; the processor time of a request hardly does. Needs `wrk` (Debian's package wrk) and /proc. Run by hand:

    .venv/bin/python benchmarks/serving.py [--rounds 5] [--seconds 4]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from civcas.cli import main as civcas
from civcas.package.tables import read_package

ROOT = Path(__file__).parents[1]
CLIENTS = 8
NAME = read_package(ROOT).descriptor["name"]
PAGES = {
    "home": "/",
    "table": f"/{NAME}/incidents",
    "table, JSON": f"/{NAME}/incidents.json",
    "record": f"/{NAME}/incidents/2015-03-13-hatra",
    "record, JSON": f"/{NAME}/incidents/2015-03-13-hatra.json",
    "release": f"/{NAME}/releases/monthly-2019-04",
    "query": f"/{NAME}/official-total-and-estimates",
    "query, JSON": f"/{NAME}/official-total-and-estimates.json",
    "SQL, JSON": f"/{NAME}.json?sql=select+*+from+releases+limit+50",
}
LEAST = 0.8  # the lowest ratio of pages per processor time, site to plain Datasette, without the page cache
HOME = 200  # the longest latency of the home page: milliseconds at the median, with CLIENTS clients
REQUESTS = 10_000  # the least number of requests to the site


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server(NamedTuple):
    process: subprocess.Popen[bytes]
    port: int


@contextlib.contextmanager
def running(command: list[str], port: int, **variables: str) -> Iterator[Server]:
    environment = {**os.environ, **variables}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                break
            time.sleep(0.1)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(20)


def wrk(port: int, path: str, seconds: int, header: str = "") -> tuple[float, float, int, int]:
    """Requests per second, median latency in milliseconds, requests, and how many of them failed."""
    url = f"http://127.0.0.1:{port}{path}"
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "--latency", "--timeout", "20s", url]
    command += ["-H", header] if header else []
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = float(re.findall(r"Requests/sec:\s+([\d.]+)", text)[0])
    number, unit = re.findall(r"50%\s+([\d.]+)(us|ms|s)", text)[0]
    latency = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    requests = int(re.findall(r"(\d+) requests in", text)[0])
    failed = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", text)))
    failed += sum(
        sum(map(int, found)) for found in re.findall(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    )
    return rate, latency, requests, failed


def memory(process: subprocess.Popen[bytes]) -> float:
    """Resident memory of the server's main process, in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def processor(process: subprocess.Popen[bytes]) -> float:
    """Processor time of the server's main process, in milliseconds."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Run:
    rate: float  # requests per second
    latency: float  # milliseconds, at the median
    work: float  # milliseconds of the processor for one request
    requests: int
    failed: int


def run(server: Server, path: str, seconds: int, header: str = "") -> Run:
    before = processor(server.process)
    rate, latency, requests, failed = wrk(server.port, path, seconds, header)
    return Run(rate, latency, (processor(server.process) - before) / max(requests, 1), requests, failed)


def median(runs: list[Run]) -> Run:
    """The median of each measure; the sums of requests and failures."""
    middle = [statistics.median(getattr(one, name) for one in runs) for name in ("rate", "latency", "work")]
    return Run(*middle, sum(one.requests for one in runs), sum(one.failed for one in runs))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    arguments = parser.parse_args()
    if not shutil.which("wrk"):
        print("serving.py: wrk is not installed (Debian: apt-get install wrk)", file=sys.stderr)
        return 2
    if civcas(["build", "--package", str(ROOT)]):
        return 1
    ports = free_port(), free_port()
    database = str(ROOT / "dist" / f"{NAME}.db")
    metadata = str(ROOT / "dist" / "metadata.json")
    plain = [sys.executable, "-m", "datasette", "serve", "--immutable", database, "--metadata", metadata]
    plain += ["--cors", "--setting", "suggest_facets", "off", "--port", str(ports[0])]
    site = [sys.executable, "-m", "civcas", "serve", "--package", str(ROOT), "--port", str(ports[1])]
    # Datasette loads no plugins if this variable is empty.
    with running(plain, ports[0], DATASETTE_LOAD_PLUGINS="") as one, running(site, ports[1]) as other:
        for path in PAGES.values():  # warm
            wrk(one.port, path, 1)
            wrk(other.port, path, 1)
        return report(one, other, arguments.rounds, arguments.seconds)


COLUMNS = ("requests per second", "processor ms", "latency ms")
HEAD = "page              plain   site  ratio    cached   plain   site  ratio   plain   site  cached"


def report(plain: Server, site: Server, rounds: int, seconds: int) -> int:
    before = memory(site.process)
    print(f"{'':16}{COLUMNS[0]:^32}{COLUMNS[1]:^23}{COLUMNS[2]:^24}\n{HEAD}")
    missed: list[str] = []
    requests = failed = 0
    for name, path in PAGES.items():
        theirs, ours, cached = compared(plain, site, path, rounds, seconds)
        requests, failed = requests + ours.requests + cached.requests, failed + ours.failed + cached.failed
        print(line(name, theirs, ours, cached), flush=True)
        missed += shortfalls(name, theirs, ours, cached)
    print(f"{requests:,} requests to the site, {failed} failed; ", end="")
    print(f"memory of its process {before:.0f} MB before, {memory(site.process):.0f} MB after")
    if failed or requests < REQUESTS:
        missed.append(f"expected {REQUESTS:,} requests and no failures, found {requests:,} and {failed}")
    print("\n".join(missed) or "all targets were met")
    return 1 if missed else 0


def compared(plain: Server, site: Server, path: str, rounds: int, seconds: int) -> tuple[Run, Run, Run]:
    """The medians of plain Datasette, of the site without its cache, and of the site with it."""
    runs = [
        (run(plain, path, seconds), run(site, path, seconds, "Cache-Control: no-cache"), run(site, path, seconds))
        for _ in range(rounds)
    ]
    theirs, ours, cached = (median(list(way)) for way in zip(*runs, strict=True))
    return theirs, ours, cached


def line(name: str, theirs: Run, ours: Run, cached: Run) -> str:
    rates = f"{theirs.rate:7.1f}{ours.rate:7.1f}{ours.rate / theirs.rate:7.2f}{cached.rate:10.1f}"
    work = f"{theirs.work:8.1f}{ours.work:7.1f}{theirs.work / ours.work:7.2f}"
    return f"{name:16}{rates}{work}{theirs.latency:8.1f}{ours.latency:7.1f}{cached.latency:8.1f}"


def shortfalls(name: str, theirs: Run, ours: Run, cached: Run) -> list[str]:
    """The targets that a page misses."""
    ratio = theirs.work / ours.work
    if name == "home" and cached.latency > HOME:
        return [f"home: expected at most {HOME} ms, found {cached.latency:.0f}"]
    if name.startswith(("table", "record", "query")) and ratio < LEAST:
        return [f"{name}: expected a ratio of at least {LEAST}, found {ratio:.2f}"]
    return []


if __name__ == "__main__":
    sys.exit(main())
