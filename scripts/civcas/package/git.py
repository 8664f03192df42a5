"""What git knows of the package's files."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from civcas.errors import UnusableInput

_HUNK = re.compile(rb"^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


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
    """HEAD, if the folder is in a git checkout that has a commit which can be read; else None."""
    try:
        git(root, "cat-file", "-e", "HEAD^{tree}")
    except UnusableInput:
        return None
    return "HEAD"


def require_revision(root: Path, revision: str) -> None:
    """Raises UnusableInput if git knows no such revision."""
    try:
        git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitFailed:
        raise UnusableInput(f"{revision}: no such revision. `git log` lists the revisions here") from None


def changed_lines(root: Path, revision: str, path: str) -> set[int]:
    """The lines of a file that differ from those at a revision. Raises GitFailed, or UnusableInput without git."""
    options = ("--no-color", "--no-ext-diff", "--no-textconv", "--unified=0", "--end-of-options", revision, "--", path)
    lines: set[int] = set()
    body = 0  # lines of the hunk that are still to come; they may look like anything
    for line in git(root, "diff", *options).split(b"\n"):
        if body:
            body -= not line.startswith(b"\\")
        elif hunk := _HUNK.match(line):
            old, first, new = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            lines |= set(range(first, first + new))
            body = old + new
    return lines
