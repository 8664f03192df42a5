"""How long `civcas diff` takes on many changed records, compared with `git diff` on the same files, and how its time
grows with their number.

    python benchmarks/diff.py [RECORDS]

Makes a package with so many strikes (default: 1,000,000) in a temporary git repository, changes one cell in each, and
runs both three times in turn. Prints medians of wall time, peak memory and the ratio. Then runs both once on an eighth
of the records, and prints how much more processor time the eightfold number takes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import compare, measured

ROOT = Path(__file__).parent.parent
CIVCAS = [sys.executable, "-m", "civcas", "diff", "HEAD"]
GIT = ["git", "diff", "--word-diff=porcelain", "HEAD"]


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


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        many, few = Path(folder, "many"), Path(folder, "few")
        for root, number in ((many, records), (few, records // 8)):
            root.mkdir()
            prepare(root, number)
        print(f"{records:,} changed records")
        compare("civcas diff", CIVCAS, "git diff", GIT, many)
        ours = measured(CIVCAS, many).processor / measured(CIVCAS, few).processor
        peer = measured(GIT, many).processor / measured(GIT, few).processor
    print(f"8 times the records: civcas diff takes {ours:.1f} times the processor time, git diff {peer:.1f} times")


if __name__ == "__main__":
    main()
