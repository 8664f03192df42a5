"""The package as it was at a git revision."""

from __future__ import annotations

import tarfile
from pathlib import Path

from civcas.errors import UnusableInput
from civcas.package.faults import DESCRIPTOR
from civcas.package.git import GitFailed, git
from civcas.package.tables import Package, read_package


def package_at(package: Package, revision: str, folder: Path) -> Package | None:
    """The package at a revision, with its files put into `folder`. None if the revision has no package.

    Raises UnusableInput if there is no such revision, or its descriptor or a schema can't be used.
    """
    _require_revision(package, revision)
    try:
        git(package.root, "cat-file", "-e", f"{revision}:./{DESCRIPTOR}")
    except GitFailed:
        return None
    archive = folder / "archive.tar"
    git(package.root, "archive", "--format=tar", f"--output={archive}", revision)
    with tarfile.open(archive) as tar:
        tar.extraction_filter = getattr(tarfile, "data_filter", None)  # not in the first releases of Python 3.11
        for member in tar:
            if member.isfile() and member.name.endswith((".csv", ".json")):
                tar.extract(member, folder)
    archive.unlink()
    try:
        return read_package(folder, with_faults=True)  # today's demands may be stricter than those of then
    except UnusableInput as error:
        message = str(error).replace(f"{folder}/", "")
        raise UnusableInput(f"revision {revision}: {message}") from None


def _require_revision(package: Package, revision: str) -> None:
    """Raises UnusableInput if the package is not in a git checkout, or there is no such revision."""
    try:
        git(package.root, "rev-parse", "--show-toplevel")
    except GitFailed as error:
        raise UnusableInput(_no_checkout(package, str(error))) from None
    try:
        git(package.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitFailed:
        raise UnusableInput(f"{revision}: no such revision. {_where_revisions_are(package)}") from None


def _no_checkout(package: Package, message: str) -> str:
    if "dubious ownership" in message:
        return (
            f"{package.root}: git does not read it, because it belongs to another user. If you trust it,"
            f" run `git config --global --add safe.directory {package.root}`"
        )
    return f"{package.root}: not in a git checkout. `civcas diff` compares with a revision of the package in git"


def _where_revisions_are(package: Package) -> str:
    if git(package.root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return "This is a shallow clone; `git fetch --unshallow` gets the rest of its history"
    return "`git log` lists the revisions here; `git fetch` gets more"
