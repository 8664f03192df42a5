"""Kills, fills the disk of, forbids and doubles the commands that write, and looks at what is left.

    python tests/faults/kills.py --each 200 --seed 1

runs each command on a copy of the small package, and kills it `--each` times at a random moment while it writes. Every
file must be the old or the new one, whole, and the same command must then complete the work. The same with the largest
size of a file limited at random, as a user who may write nothing, and with two runs at once. Prints what it counted;
exit code 1 if anything was lost. The suite does a few of these in tests/package and tests/commands.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from civcas.cli import main
from tests.conftest import put_package
from tests.faults.killing import kill_before

RELEASE = """Release | June 20, 2026
The Coalition carried over 20 open reports from previous months and received 3 new reports in May 2026. It completed 5
civilian casualty assessment reports: four reports were determined to be non-credible and one was determined to be
credible, resulting in five unintentional civilian deaths. It conducted 35,000 strikes between August 2014 and the end
of May 2026. During this period the Coalition assesses at least 1,501 civilians have been unintentionally killed."""
ADDRESS = "https://coalition.example.org/releases/1/a-release/"
RULE, RECORD = "releases/completed-sum", "monthly-2019-04"
_WORKING = re.compile(r"\.civcas-(?:tmp|build)")


def of_build(root: Path) -> None:
    """A build of an earlier state."""
    run(root, ["build"])
    (root / "README.md").write_text("another README\n")


def of_format(root: Path) -> None:
    for file in (root / "data").glob("*.csv"):
        header, *rows = file.read_text().splitlines()
        file.write_text("\n".join([header, *reversed(rows)]) + "\n")


def of_document(root: Path) -> None:
    for name, start, old, new in (
        ("releases", f"{RECORD},", ",18,3,15,", ",19,3,15,"),
        ("evidence", f"releases,{RECORD},completed,", ",18,", ",19,"),
    ):
        file = root / "data" / f"{name}.csv"
        lines = file.read_text().splitlines()
        file.write_text("\n".join(x.replace(old, new) if x.startswith(start) else x for x in lines) + "\n")


def of_draft(root: Path) -> None:
    (root / "release.txt").write_text(RELEASE)


# Each command: what it needs, how it is run, and its exit code when it does its work.
COMMANDS: dict[str, tuple[Callable[[Path], None], list[str], int]] = {
    "build": (of_build, ["build"], 0),
    "format": (of_format, ["format"], 0),
    "document": (of_document, ["document", RULE, RECORD, "--explanation", "One is not given.", "--write"], 0),
    "draft": (of_draft, ["draft", "{root}/release.txt", "--kind", "official", "--url", ADDRESS, "--write"], 1),
}


def child(root: Path, arguments: list[str], before: Callable[[], None]) -> int:
    """Start a command in a process of its own. Its output goes to a file next to the package."""
    number = os.fork()
    if number:
        return number
    code = 99  # a traceback
    try:
        handle = os.open(f"{root}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        before()
        name, *rest = [argument.replace("{root}", str(root)) for argument in arguments]
        code = main([name, "--package", str(root), *rest])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def run(root: Path, arguments: list[str], before: Callable[[], None] = lambda: None) -> int:
    """Run a command; its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child(root, arguments, before), 0)[1])


def when_it_writes(action: Callable[[], None]) -> None:
    """Do something as soon as this process makes its first temporary file or folder."""
    waiting = [action]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if waiting and event in ("open", "os.mkdir", "tempfile.mkstemp") and _WORKING.search(str(arguments[0])):
            waiting.pop()()

    sys.addaudithook(watch)


def killed(chance: random.Random, duration: float) -> Callable[[], None]:
    """A kill at a random moment after the first write: by the clock, or before some step."""
    if chance.random() < 0.5:
        delay = max(chance.uniform(0, duration), 1e-6)
        return lambda: when_it_writes(lambda: signal.setitimer(signal.ITIMER_REAL, delay))  # SIGALRM ends the process
    step = chance.randrange(60)
    return lambda: when_it_writes(lambda: kill_before(step))


def contents(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def restore(root: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(root)
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    root.chmod(0o755)


class Trial:
    """One command on one package: the files before it, after it, and how long it writes."""

    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name = root, name
        prepare, self.arguments, self.code = COMMANDS[name]
        prepare(root)
        self.old = contents(root)
        log = Path(f"{root}.started")

        def note() -> None:
            when_it_writes(lambda: log.write_text(str(time.time())) and None)

        if (code := run(root, self.arguments, note)) != self.code:
            raise SystemExit(f"{name}: exit code {code}\n{self.said()}")
        self.duration = time.time() - float(log.read_text())
        self.new = contents(root)
        self.lost: list[str] = []
        self.counts: Counter[str] = Counter()

    def said(self) -> str:
        return Path(f"{self.root}.log").read_text()

    def judge(self, what: str, code: int, allowed: tuple[int, ...]) -> None:
        """Compare the files with the old and the new ones; then run the command again, which must complete the work."""
        now = {name: data for name, data in contents(self.root).items() if not _WORKING.search(name)}
        if self.name == "build":
            whole = self.part(now) in (self.part(self.old), self.part(self.new), {})
        else:
            whole = all(now.get(name) in (self.old.get(name), data) for name, data in self.new.items())
        if not whole or code not in allowed or "Traceback" in self.said():
            self.lost.append(f"{what}: exit code {code}\n{self.said()}")
        self.counts[f"{what}: {'new' if now == self.new else 'old' if now == self.old else 'between'}"] += 1
        if now != self.new:
            run(self.root, self.arguments)
        if contents(self.root) != self.new:
            self.lost.append(f"{what}: another run does not complete it\n{self.said()}")
        restore(self.root, self.old)

    @staticmethod
    def part(files: dict[str, bytes]) -> dict[str, bytes]:
        return {name: data for name, data in files.items() if name.startswith("dist/")}

    def kill(self, chance: random.Random) -> None:
        code = run(self.root, self.arguments, killed(chance, self.duration))
        self.judge("killed", code, (self.code, -signal.SIGKILL, -signal.SIGALRM))

    def fill(self, chance: random.Random) -> None:
        limit = chance.randrange(max(map(len, self.new.values())))
        code = run(self.root, self.arguments, lambda: when_it_writes(lambda: _limit(limit)))
        self.judge("no room", code, (self.code, 2))

    def forbid(self) -> None:
        """As a user who may not write, from the first write on: that user may not be able to read the libraries."""
        code = run(self.root, self.arguments, lambda: when_it_writes(lambda: os.setuid(65534)))
        if len(self.said().strip().splitlines()[-1]) > 250:
            self.lost.append(f"forbidden: not one sentence\n{self.said()}")
        self.judge("forbidden", code, (2,))

    def double(self) -> None:
        runs = [child(self.root, self.arguments, lambda: None) for _ in range(2)]
        codes = {os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in runs}
        self.judge("twice at once", max(codes), (self.code, 1, 2))


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def try_out(name: str, each: int, chance: random.Random) -> Trial:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (root := Path(folder) / "package").mkdir()
        trial = Trial(put_package(root), name)
        restore(root, trial.old)
        for _ in range(each):
            trial.kill(chance)
        for _ in range(max(each // 10, 1)):
            trial.fill(chance)
            trial.double()
        if os.getuid() == 0:  # nobody else can become another user
            trial.forbid()
    return trial


def main_of_kills() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=200, help="kills of each command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--command", choices=COMMANDS, action="append")
    arguments = parser.parse_args()
    lost = 0
    for name in arguments.command or COMMANDS:
        trial = try_out(name, arguments.each, random.Random(arguments.seed))
        print(f"{name} (writes for {trial.duration:.3f} s): {dict(sorted(trial.counts.items()))}", flush=True)
        for text in trial.lost:
            print(f"LOST {text}")
        lost += len(trial.lost)
    print(f"{lost} lost")
    return min(lost, 1)


if __name__ == "__main__":
    sys.exit(main_of_kills())
