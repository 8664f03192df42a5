"""What git knows of the package's files."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from civcas.errors import UnusableInput

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")


class GitFailed(UnusableInput):
    """A git command ended with an error; the message is git's own."""


def git(root: Path, *arguments: str) -> bytes:
    """What a git command prints in a folder. Raises GitFailed, or UnusableInput if git is not installed."""
    command, english = ["git", *arguments], os.environ | {"LC_ALL": "C"}
    try:
        done = subprocess.run(command, cwd=root, env=english, capture_output=True, check=True)  # noqa: S603
    except FileNotFoundError:
        raise UnusableInput("git is not installed, so there is no earlier revision to compare with") from None
    except subprocess.CalledProcessError as error:
        raise GitFailed(f"git {arguments[0]}: {error.stderr.decode(errors='replace').strip()}") from None
    return done.stdout


def head_of(root: Path) -> str | None:
    """HEAD, if the folder is in a git checkout that has a commit; else None."""
    try:
        git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except UnusableInput:
        return None
    return "HEAD"


def changed_lines(root: Path, revision: str, paths: list[str]) -> set[tuple[str, int]]:
    """The lines of these files, as path and number, that differ from those at a revision.

    Raises GitFailed, or UnusableInput if git is not installed.
    """
    options = ("--no-color", "--no-ext-diff", "--unified=0", "--relative", "--end-of-options", revision, "--", *paths)
    lines: set[tuple[str, int]] = set()
    path = ""
    for line in git(root, "diff", *options).splitlines():
        if line.startswith(b"+++ "):
            path = line[4:].decode(errors="replace").removeprefix("b/")
        elif hunk := _HUNK.match(line):
            first = int(hunk[1])
            lines |= {(path, number) for number in range(first, first + int(hunk[2] or 1))}
    return lines
