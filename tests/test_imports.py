"""Each library that the program imports is declared in pyproject.toml, where the module that imports it needs it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / "scripts" / "civcas"
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# Extras, and the modules that may import what they add.
EXTRAS = {"site": "site/", "draft": "texts/", "spark": "checking/engines/spark"}
# Declared, and not imported: files that the site serves, and what pyspark needs to read tables.
NOT_IMPORTED = {"django-js-lib-leaflet", "pandas"}
DISTRIBUTIONS = packages_distributions()


def canonical(name):
    return re.sub("[-_.]+", "-", name).lower()


def declared(extra=""):
    """The names of the distributions of an extra, or of the program itself."""
    listed = DECLARED["optional-dependencies"][extra] if extra else DECLARED["dependencies"]
    return {canonical(re.match("[A-Za-z0-9._-]+", text)[0]) for text in listed}


def imported(file):
    """The distributions that a module imports, wherever in its code. One that is not installed has its own name."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
    tops = {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"civcas"}
    return {canonical(DISTRIBUTIONS.get(top, [top])[0]) for top in tops}


MODULES = {file.relative_to(PROGRAM).as_posix(): imported(file) for file in sorted(PROGRAM.rglob("*.py"))}


@pytest.mark.parametrize("module", [name for name, found in MODULES.items() if found])
def test_what_a_module_imports_is_declared(module):
    allowed = declared().union(*(declared(extra) for extra, start in EXTRAS.items() if module.startswith(start)))
    # `civcas check` catches what Spark raises.
    allowed |= declared("spark") if module == "commands/check.py" else set()
    assert MODULES[module] <= allowed


@pytest.mark.parametrize("extra", ["", *EXTRAS])
def test_what_is_declared_is_imported(extra):
    start = EXTRAS.get(extra, "")
    used = set().union(*(found for name, found in MODULES.items() if name.startswith(start)))
    assert declared(extra) - NOT_IMPORTED <= used
