"""One seeded fault in one cell at a time, and what `civcas check` says of each.

    python tests/faults/cells.py --count 300 --seed 1 > faults.jsonl

Writes a line of JSON for each fault: the cell that was changed, and the rule, file, line and column of each finding.
Run it at two revisions and compare the files to see whether a change of the program changed what is found.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--package", type=Path, default=ROOT)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("data", "schemas"):
            shutil.copytree(arguments.package / name, root / name)
        shutil.copy(arguments.package / "datapackage.json", root)
        for fault in faults(root, chance, arguments.count):
            print(json.dumps(fault | {"findings": findings(root)}), flush=True)


def faults(root: Path, chance: random.Random, count: int) -> Iterator[dict[str, object]]:
    """Change one cell, yield what was changed, put it back; tables take turns."""
    files = sorted((root / "data").glob("*.csv"))
    for number in range(count):
        file = files[number % len(files)]
        before = file.read_bytes()
        rows = list(csv.reader(io.StringIO(before.decode(), newline="")))
        line, column = chance.randrange(1, len(rows)), chance.randrange(len(rows[0]))
        old = rows[line][column]
        new = changed(old, chance)
        rows[line][column] = new
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        file.write_text(text.getvalue(), encoding="utf-8", newline="")
        yield {"file": f"data/{file.name}", "line": line + 1, "field": rows[0][column], "old": old, "new": new}
        file.write_bytes(before)


def changed(old: str, chance: random.Random) -> str:
    """Another value: an empty cell filled, a digit or letter changed, a cell emptied."""
    if not old:
        return chance.choice(["1", "2017-03-17", "x"])
    if chance.random() < 0.15:
        return ""
    digits = [match.start() for match in re.finditer("[0-9]", old)]
    if digits:
        at = chance.choice(digits)
        other = chance.choice([digit for digit in "0123456789" if digit != old[at]])
        return old[:at] + other + old[at + 1 :]
    at = chance.randrange(len(old))
    return old[:at] + chance.choice("abcdefghij") + old[at + 1 :]


def findings(root: Path) -> list[list[object]]:
    """Rule, file, line and column of each undocumented finding."""
    command = [sys.executable, "-m", "civcas", "check", "--package", str(root), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 2:
        return [["unusable", done.stderr.replace(str(root), ""), None, None]]
    found = [item for item in json.loads(done.stdout)["findings"] if item["severity"] == "error"]
    return [[item["rule"], item["file"], item["line"], item["position"]] for item in found]


if __name__ == "__main__":
    main()
