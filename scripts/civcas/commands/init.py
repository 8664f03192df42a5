"""`civcas init`: begin a new package."""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from civcas import __version__
from civcas.commands.common import CLEAN
from civcas.errors import UnusableInput

# Where each file goes, and the file of starting/ that it is made of. Names that begin with a dot are no package data.
_FILES = {
    "datapackage.json": "datapackage.json",
    "data/counts.csv": "counts.csv",
    "schemas/counts.json": "counts_schema.json",
    "rules/counts.py": "counts_rules.txt",
    "tests/test_rules.py": "test_rules.txt",
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore.txt",
    ".github/workflows/check.yml": "check.yml",
}


def register(commands: Any) -> None:
    # Without --package: there is none yet.
    added = commands.add_parser(
        "init",
        help="begin a new package",
        description="Make a folder with a new package: one table with one made-up record, its schema, a rule with a"
        " test, a README and a workflow. docs/recorders.md says what else a package can have.",
        exit_codes={0: "made"},
    )
    added.add_argument(
        "name", metavar="NAME", help="the name of the package and its folder: lower-case letters, digits and hyphens"
    )
    added.add_argument("--quiet", action="store_true", help="print only what is wrong")


def run(arguments: argparse.Namespace) -> int:
    name = arguments.name
    _require_name(name)
    folder = Path(name)
    if folder.exists() or folder.is_symlink():
        raise UnusableInput(f"{name}: there is a file or folder of this name already. Choose another name")
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=Path.cwd()) as working:
        made = Path(working) / name
        _write(made, name)
        made.rename(folder)
    if not arguments.quiet:
        print("\n".join(str(file) for file in sorted(folder.rglob("*")) if file.is_file()))
        print(f"\ncd {name} && civcas check && civcas build && civcas serve")
    return CLEAN


def _require_name(name: str) -> None:
    """Raise UnusableInput for a name that a descriptor can't have."""
    profile = (resources.files("civcas.package") / "profiles" / "descriptor.json").read_text(encoding="utf-8")
    expected = json.loads(profile)["properties"]["name"]
    if not re.match(expected["pattern"], name):
        raise UnusableInput(f"{name!r}: no name of a package. Expected {expected['description']}. Nothing was written")


def _write(folder: Path, name: str) -> None:
    """Write the files, and then the pages that are generated from them."""
    words = {
        "@NAME@": name,
        "@TITLE@": name.replace("-", " ").capitalize(),
        "@TODAY@": date.today().isoformat(),
        "@VERSION@": __version__,
    }
    for path, source in _FILES.items():
        text = (resources.files("civcas") / "starting" / source).read_text(encoding="utf-8")
        for mark, word in words.items():
            text = text.replace(mark, word)
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    _write_pages(folder)


def _write_pages(folder: Path) -> None:
    from dataclasses import replace

    from civcas.package.tables import read_package, read_tables
    from civcas.publishing.docs import pages

    package = replace(read_package(folder), runs_rules=True)  # its only rule is this program's own text
    for path, text in pages(package, read_tables(package)).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
