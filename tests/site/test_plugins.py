"""The site's plugins in other Datasettes, and the way in which Datasette finds them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from civcas.site import plugins

OUTSIDE = """
import asyncio, json
from datasette.app import Datasette

async def main():
    site = Datasette(memory=True)
    found = [await site.client.get(path) for path in ("/", "/-/map", "/-/databases.json")]
    sql = await site.client.get("/_memory.json?sql=select+length(zeroblob(100000))+as+n&_shape=array")
    print(json.dumps([[answer.status_code for answer in found], sorted(found[0].headers), sql.json()]))

asyncio.run(main())
"""


def run(code, **variables):
    environment = {**os.environ, **variables}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout.splitlines()[-1])  # Datasette prints a traceback for a page that it does not find


def test_every_plugin_is_an_entry_point():
    modules = {f"{plugins.__name__}.{file.stem}" for file in Path(plugins.__file__).parent.glob("[!_]*.py")}
    assert {point.value for point in entry_points(group="datasette") if point.value.startswith("civcas.")} == modules


def test_each_module_of_a_plugin_is_loaded_once():
    code = """
import json, sys
from datasette.plugins import pm
ours = [plugin for plugin in pm.get_plugins() if "civcas" in getattr(plugin, "__file__", "")]
files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
print(json.dumps([len(ours), sorted({files.count(plugin.__file__) for plugin in ours})]))
"""
    number, times = run(code)
    assert number == len(list(Path(plugins.__file__).parent.glob("[!_]*.py")))
    assert times == [1]


def test_a_plugin_can_be_imported_before_datasette():
    """Datasette imports the plugins in the middle of its own import, so they must not import that part of it."""
    code = """
import importlib, json, pkgutil, sys
from civcas.site import plugins
for module in pkgutil.iter_modules(plugins.__path__):
    importlib.import_module(f"{plugins.__name__}.{module.name}")
print(json.dumps(sorted({"datasette.app", "datasette.plugins", "polars", "civcas.site.workers"} & set(sys.modules))))
"""
    assert run(code) == []


def test_the_plugins_do_nothing_in_another_datasette():
    assert run(OUTSIDE) == run(OUTSIDE, DATASETTE_LOAD_PLUGINS="")
    (home, the_map, private), headers, rows = run(OUTSIDE)
    assert (home, the_map, private) == (200, 404, 200)
    assert "content-security-policy" not in headers
    assert rows == [{"n": 100_000}]


@pytest.mark.parametrize("missing", ["limits", "page_cache"])
def test_the_site_does_not_start_without_one_of_its_plugins(copy, monkeypatch, missing):
    registered = [plugin for plugin in entry_points(group="datasette") if not plugin.value.endswith(f".{missing}")]
    monkeypatch.setattr("civcas.site.server.entry_points", lambda **_: registered)
    code, _, err = copy.run("serve", "--built", str(copy.root))
    assert code == 2
    assert f"plugins of the site are not registered (civcas.site.plugins.{missing}): run `" in err
