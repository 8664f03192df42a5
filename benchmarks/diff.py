"""How long `civcas diff` takes on many changed records, beside `git diff` on the same files, and how much memory.

    python benchmarks/diff.py [RECORDS]

Makes a package with so many strikes (1,000,000 unless told) in a temporary git repository, changes one cell in each,
and runs both three times in turn. Prints medians of wall time, peak memory, and the ratio.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def prepare(root: Path, records: int) -> None:
    """A package whose strikes are `records` copies of the first, all of them changed since the only commit."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "datapackage.json", root)
    file = root / "data" / "strikes.csv"
    header, first = file.read_text(encoding="utf-8").split("\n")[:2]
    rest = first.split(",", maxsplit=1)[1]
    lines = [f"strike-{number:09},{rest}" for number in range(records)]
    file.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    git = ["git", "-c", "user.name=A contributor", "-c", "user.email=contributor@example.org"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "as it was"]):
        subprocess.run([*git, *command], cwd=root, check=True)
    file.write_text("\n".join([header, *[f"{line}x" for line in lines], ""]), encoding="utf-8")


def measured(command: list[str], root: Path) -> tuple[float, float]:
    """Wall seconds and peak resident megabytes of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{command[0]} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    commands = {
        "civcas diff": [sys.executable, "-m", "civcas", "diff", "HEAD"],
        "git diff": ["git", "diff", "--word-diff=porcelain", "HEAD"],
    }
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), records)
        runs = [[measured(command, Path(folder)) for command in commands.values()] for _ in range(3)]
    ours, peer = ([run[number] for run in runs] for number in range(2))
    for name, figures in zip(commands, (ours, peer), strict=True):
        seconds, megabytes = statistics.median(run[0] for run in figures), max(run[1] for run in figures)
        print(f"{name}: {records:,} changed records, {seconds:.1f} s, {megabytes:,.0f} MB at most")
    ratio = statistics.median(a[0] / b[0] for a, b in zip(ours, peer, strict=True))
    print(f"civcas diff takes {ratio:.2f} of the time of git diff")


if __name__ == "__main__":
    main()
