"""Measures the site beside a plain Datasette on the same database: requests per second, latency, memory.

Both are started here and asked in turn (A B A B …), so that whatever else the machine does falls on both; what counts
is the ratio of the medians. Needs `wrk` (Debian's package wrk). Run by hand:

    .venv/bin/python tests/load/compare.py [--rounds 5] [--seconds 4]
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from civcas.cli import main as civcas

ROOT = Path(__file__).parents[2]
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
LEAST = 0.8  # of plain Datasette's requests per second
HOME = 200  # milliseconds at the median, with CLIENTS clients
REQUESTS = 10_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                break
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def wrk(port: int, path: str, seconds: float, header: str = "") -> tuple[float, float, int, int]:
    """Requests per second, median latency in milliseconds, requests, and how many of them failed."""
    url = f"http://127.0.0.1:{port}{path}"
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds:g}s", "--latency", "--timeout", "20s", url]
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


def compared(
    plain: int, site: int, path: str, rounds: int, seconds: float
) -> tuple[list[tuple[float, float]], int, int]:
    """The median rate and latency of plain Datasette, of the site's page made anew, and of the page as it is kept.

    Then the number of requests to the site, and how many of them failed.
    """
    found = [
        (wrk(plain, path, seconds), wrk(site, path, seconds, "Cache-Control: no-cache"), wrk(site, path, seconds))
        for _ in range(rounds)
    ]
    medians = [tuple(statistics.median(one[way][number] for one in found) for number in (0, 1)) for way in range(3)]
    asked, failed = (sum(one[way][number] for one in found for way in (1, 2)) for number in (2, 3))
    return medians, asked, failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
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
    with running(plain, ports[0]), running(site, ports[1]) as server:
        for path in PAGES.values():  # warm
            wrk(ports[0], path, 1)
            wrk(ports[1], path, 1)
        before = memory(server)
        return report(ports, server, before, arguments)


def report(
    ports: tuple[int, int], server: subprocess.Popen[bytes], before: float, arguments: argparse.Namespace
) -> int:
    print(f"{'':14}{'requests per second':^33}{'milliseconds':^24}")
    print(f"{'page':14}{'plain':>8}{'made':>8}{'ratio':>7}{'kept':>10}{'plain':>8}{'made':>8}{'kept':>8}")
    missed = []
    requests = failed = 0
    for name, path in PAGES.items():
        (plain, made, kept), asked, wrong = compared(*ports, path, arguments.rounds, arguments.seconds)
        requests, failed = requests + asked, failed + wrong
        ratio = made[0] / plain[0]
        print(f"{name:14}{plain[0]:8.1f}{made[0]:8.1f}{ratio:7.2f}{kept[0]:10.1f}", end="")
        print(f"{plain[1]:8.1f}{made[1]:8.1f}{kept[1]:8.1f}", flush=True)
        if name == "home" and kept[1] > HOME:
            missed.append(f"home takes {kept[1]:.0f} ms, more than {HOME}")
        if name.startswith(("table", "record", "query")) and ratio < LEAST:
            missed.append(f"{name}: {ratio:.2f} of plain Datasette's requests per second, less than {LEAST}")
    while requests < REQUESTS:
        _, _, asked, wrong = wrk(ports[1], PAGES["table, JSON"], arguments.seconds)
        requests, failed = requests + asked, failed + wrong
    print(
        f"{requests:,} requests of the site, {failed} failed; memory {before:.0f} MB before, {memory(server):.0f} after"
    )
    if failed:
        missed.append(f"{failed} requests failed")
    print("\n".join(missed) or "every target is met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
