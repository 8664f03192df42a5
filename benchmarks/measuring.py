"""Runs commands of ours and of a peer in turn, and compares their times."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """Wall seconds, processor seconds and peak resident megabytes of one run."""

    wall: float
    processor: float
    megabytes: float


def measured(command: list[str], folder: Path) -> Run:
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)} failed")
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(name: str, ours: list[str], peer_name: str, peer: list[str], folder: Path, times: int = 3) -> None:
    """Run both in turn, so that a busy machine slows both, and print medians and the median of the ratios."""
    runs = [(measured(ours, folder), measured(peer, folder)) for _ in range(times)]
    for title, own in ((name, [run[0] for run in runs]), (peer_name, [run[1] for run in runs])):
        wall, most = statistics.median(run.wall for run in own), max(run.megabytes for run in own)
        print(f"{title}: {wall:.2f} s, at most {most:,.0f} MB")
    ratio = statistics.median(ours.wall / peer.wall for ours, peer in runs)
    print(f"{name} takes {ratio:.2f} of the time of {peer_name}")
