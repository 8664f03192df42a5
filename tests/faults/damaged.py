"""Files of the package damaged at random: no command ends in a traceback, and what a check passes can be built.

    python tests/faults/damaged.py --count 1000 --seed 1

Prints a line for each command and exit code with how often it came. Stops at the first traceback.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from civcas.cli import main as civcas

ROOT = Path(__file__).resolve().parents[2]
MADE = ROOT / "tests" / "package"
_TEXT = "The Coalition: 111 reports are still open."
_COMMANDS = {
    "format": ("format", "--check"),
    "docs": ("docs", "--check"),
    "verify": ("verify", "monthly-2019-04", "{text}"),
    "document": ("document", "releases/completed-sum", "monthly-2019-04"),
    "draft": (
        "draft",
        "{text}",
        "--url",
        "https://example.org/a",
        "--kind",
        "news",
        "--organisation",
        "coalition",
        "--release-id",
        "monthly-2019-08",
    ),
    "build": ("build",),
}
# What a member of JSON is replaced by.
VALUES: list[Any] = [None, True, 0, -1, 2**70, 1.5, "", "x", "a b", "../x", "2014-01-01", [], ["x"], {}, {"x": 1}, [[]]]


class Failed(AssertionError):
    """A command raised an error, or a build failed after a clean check."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for (command, code), times in sorted(outcomes(Path(folder), arguments.count, arguments.seed).items()):
            print(f"{command}: exit {code}, {times} times")


def outcomes(folder: Path, count: int, seed: int) -> Counter[tuple[str, int]]:
    """How often each command ended with each exit code. Raises Failed."""
    chance = random.Random(seed)
    root = _put_package(folder / "package")
    text = folder / "text.txt"
    text.write_text(_TEXT)
    files = [root / "datapackage.json", *sorted((root / "schemas").iterdir()), *sorted((root / "data").iterdir())]
    found: Counter[tuple[str, int]] = Counter()
    for number in range(count):
        file = chance.choice([files[0], *files])
        before = file.read_bytes()
        file.write_bytes(damaged(before, file.suffix, chance))
        what = f"seed {seed}, damage {number}, of {file.name}"
        checked = run(root, ("check",), what)
        found["check", checked] += 1
        command = "build" if checked == 0 else chance.choice(list(_COMMANDS))
        code = run(root, tuple(part.replace("{text}", str(text)) for part in _COMMANDS[command]), what)
        found[command, code] += 1
        if checked == 0 and code != 0:
            raise Failed(f"{what}: the check is clean, and the build ends with {code}")
        file.write_bytes(before)
    return found


def run(root: Path, arguments: tuple[str, ...], what: str) -> int:
    """The exit code of a command. Raises Failed if it raises anything, or says nothing of what is wrong."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = civcas([arguments[0], "--package", str(root), *arguments[1:]])
    except Exception as error:
        raise Failed(f"{what}: {arguments[0]}: {error!r}") from error
    if code and not (out.getvalue() or err.getvalue()):
        raise Failed(f"{what}: {arguments[0]} ends with {code} and says nothing")
    return code


def damaged(data: bytes, suffix: str, chance: random.Random) -> bytes:
    ways = [_flipped, _cut, _truncated, _doubled]
    if suffix == ".json":
        ways += [_json_changed] * 8
    return chance.choice(ways)(data, chance)


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 2, 8])):
        changed[chance.randrange(len(changed))] = chance.choice([0, 10, 34, 44, 92, chance.randrange(256)])
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    start = chance.randrange(len(lines))
    return b"".join(lines[:start] + lines[start + chance.choice([1, 2, 20]) :])


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    start = chance.randrange(len(lines))
    part = lines[start : start + chance.choice([1, 2, 20])]
    return b"".join(lines[:start] + part + lines[start:])


def _json_changed(data: bytes, chance: random.Random) -> bytes:
    content = json.loads(data)
    change_member(content, chance.choice(list(places(content))), chance.choice([*VALUES, *["drop"] * 8]))
    return json.dumps(content, indent=2).encode()


def places(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of each member of a JSON value, as the names and numbers that lead to it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield (*here, name)
        yield from places(item, (*here, name))


def change_member(content: Any, place: tuple[Any, ...], value: Any) -> None:
    """Replace a member of a JSON value, or take it out if the value is 'drop'."""
    for name in place[:-1]:
        content = content[name]
    if value == "drop":
        del content[place[-1]]
    else:
        content[place[-1]] = value


def _put_package(root: Path) -> Path:
    shutil.copytree(MADE / "data", root / "data")
    for name in ("schemas", "docs"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("screenshots"))
    for name in ("datapackage.json", "README.md", "LICENSE", "LICENSE-DATA", "CITATION.cff"):
        shutil.copy(ROOT / name, root / name)
    return root


if __name__ == "__main__":
    main()
