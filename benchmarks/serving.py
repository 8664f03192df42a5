"""Measures the site beside a plain Datasette on the same database: requests per second, latency, processor, memory.

Both are started here and asked in turn (A B A B …), so that whatever else the machine does falls on both; what counts
is the ratio of the medians. A page is asked of plain Datasette, of the site so that it is made anew (Cache-Control:
no-cache), and of the site as readers do, which keeps pages. On a busy machine requests per second waver even so; the
processor time of one request hardly does. Needs `wrk` (Debian's package wrk) and /proc. Run by hand:

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

ROOT = Path(__file__).parents[1]
CLIENTS = 8
PAGES = {
    "home": "/",
    "table": "/oir-civcas/incidents",
    "table, JSON": "/oir-civcas/incidents.json",
    "record": "/oir-civcas/incidents/2015-03-13-hatra",
    "record, JSON": "/oir-civcas/incidents/2015-03-13-hatra.json",
    "release": "/oir-civcas/releases/monthly-2019-04",
    "query": "/oir-civcas/coalition-and-airwars",
    "query, JSON": "/oir-civcas/coalition-and-airwars.json",
    "SQL, JSON": "/oir-civcas.json?sql=select+*+from+releases+limit+50",
}
LEAST = 0.8  # of plain Datasette's requests per second of processor time, for pages made anew
HOME = 200  # milliseconds at the median, with CLIENTS clients
REQUESTS = 10_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server(NamedTuple):
    process: subprocess.Popen[bytes]
    port: int


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[Server]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
    """MB of the server's own process that are in memory."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def processor(process: subprocess.Popen[bytes]) -> float:
    """Milliseconds that the server's own process has run."""
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
        print("compare.py: wrk is not installed (Debian: apt-get install wrk)", file=sys.stderr)
        return 2
    if civcas(["build", "--package", str(ROOT)]):
        return 1
    ports = free_port(), free_port()
    database = str(ROOT / "dist" / "oir-civcas.db")
    metadata = str(ROOT / "dist" / "metadata.json")
    plain = [sys.executable, "-m", "datasette", "serve", "--immutable", database, "--metadata", metadata]
    plain += ["--cors", "--setting", "suggest_facets", "off", "--port", str(ports[0])]
    site = [sys.executable, "-m", "civcas", "serve", "--package", str(ROOT), "--port", str(ports[1])]
    with running(plain, ports[0]) as one, running(site, ports[1]) as other:
        for path in PAGES.values():  # warm
            wrk(one.port, path, 1)
            wrk(other.port, path, 1)
        return report(one, other, arguments.rounds, arguments.seconds)


def report(plain: Server, site: Server, rounds: int, seconds: int) -> int:
    before = memory(site.process)
    print(f"{'':14}{'requests per second':^33}{'processor ms':^23}{'latency ms':^24}")
    print(
        f"{'':14}{'plain':>8}{'anew':>8}{'ratio':>7}{'kept':>10}{'plain':>8}{'anew':>8}{'ratio':>7}{'plain':>8}", end=""
    )
    print(f"{'anew':>8}{'kept':>8}")
    missed = []
    requests = failed = 0
    for name, path in PAGES.items():
        runs = [
            (run(plain, path, seconds), run(site, path, seconds, "Cache-Control: no-cache"), run(site, path, seconds))
            for _ in range(rounds)
        ]
        theirs, anew, kept = (median([one[way] for one in runs]) for way in range(3))
        requests, failed = requests + anew.requests + kept.requests, failed + anew.failed + kept.failed
        ratio = theirs.work / anew.work
        print(f"{name:14}{theirs.rate:8.1f}{anew.rate:8.1f}{anew.rate / theirs.rate:7.2f}{kept.rate:10.1f}", end="")
        print(f"{theirs.work:8.1f}{anew.work:8.1f}{ratio:7.2f}", end="")
        print(f"{theirs.latency:8.1f}{anew.latency:8.1f}{kept.latency:8.1f}", flush=True)
        if name == "home" and kept.latency > HOME:
            missed.append(f"home takes {kept.latency:.0f} ms, more than {HOME}")
        if name.startswith(("table", "record", "query")) and ratio < LEAST:
            missed.append(f"{name}: {ratio:.2f} of plain Datasette's requests per processor time, less than {LEAST}")
    print(f"{requests:,} requests to the site, {failed} failed; ", end="")
    print(f"memory of its process {before:.0f} MB before, {memory(site.process):.0f} MB after")
    if failed or requests < REQUESTS:
        missed.append(f"{failed} requests failed of {requests:,}; {REQUESTS:,} are to be asked")
    print("\n".join(missed) or "every target is met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
