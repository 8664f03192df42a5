"""The check on Spark, for real: on this machine, and on a master with two workers. `make spark` runs these tests."""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from civcas.package.tables import read_package
from tests.checking.limits import ALLOWED, BEYOND, REFUSED, cell_faults, expected_faults, put_limits
from tests.conftest import put_package
from tests.faults.engines import copies, differing

pytestmark = pytest.mark.spark
LOOPBACK = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    """A package of which a figure, a type, a date and a reference are wrong, a record is lost, and a file has CRLF."""
    root = put_package(tmp_path_factory.mktemp("damaged"))
    for table, line, old, new in (
        ("releases", 3, ",13,", ",14,"),
        ("strikes", 2, ",7,", ",7.0,"),
        ("allegations", 4, "20", "19"),
    ):
        path = root / "data" / f"{table}.csv"
        lines = path.read_text(encoding="utf-8").split("\n")
        assert old in lines[line - 1]
        lines[line - 1] = lines[line - 1].replace(old, new, 1)
        path.write_text("\n".join(lines), encoding="utf-8")
    incidents = root / "data" / "incidents.csv"
    lines = incidents.read_text(encoding="utf-8").split("\n")
    incidents.write_text("\n".join(lines[:3] + lines[4:]), encoding="utf-8")
    sources = root / "data" / "sources.csv"
    sources.write_bytes(sources.read_bytes().replace(b"\n", b"\r\n"))
    return root


def check(root, *options):
    """The exit code, the report as JSON (None if there is none), and what went to standard error."""
    command = [sys.executable, "-m", "civcas", "check", "--package", str(root), "--format", "json", *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=LOOPBACK)
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


@contextmanager
def running(*command):
    """A process of Spark's, and the line of its log in which it says that it is ready."""
    spark_class = Path(__import__("pyspark").__file__).with_name("bin") / "spark-class"
    process = subprocess.Popen([spark_class, *command], stderr=subprocess.PIPE, text=True, env=LOOPBACK)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


def line_with(process, pattern):
    """What the pattern finds in the first line of a log that has it."""
    end = time.monotonic() + 60
    for line in process.stderr:
        if found := re.search(pattern, line):
            return found[1]
        assert time.monotonic() < end
    raise AssertionError(f"ended without {pattern}")


@pytest.fixture(scope="module")
def master(tmp_path_factory):
    """The address of a master with two workers."""
    deploy = "org.apache.spark.deploy"
    with ExitStack() as stack:
        options = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        leading = stack.enter_context(running(f"{deploy}.master.Master", *options))
        address = line_with(leading, "Starting Spark master at (spark://[0-9.:]+)")
        for number in (1, 2):
            folder = str(tmp_path_factory.mktemp(f"worker{number}"))
            of_worker = ("--cores", "1", "--memory", "1g", "--work-dir", folder, *options)
            worker = stack.enter_context(running(f"{deploy}.worker.Worker", address, *of_worker))
            line_with(worker, "Successfully registered with master (.*)")
        yield address


def test_spark_on_this_machine_reports_what_polars_reports(damaged):
    code, report, _ = check(damaged)
    assert code == 1
    assert len(report["findings"]) >= 5
    assert check(damaged, "--engine", "spark", "--master", "local[2]")[:2] == (code, report)


def test_two_workers_report_what_polars_reports(damaged, master):
    assert check(damaged, "--engine", "spark", "--master", master)[:2] == check(damaged)[:2]


def test_copies_damaged_at_random_are_reported_alike(tmp_path):
    from civcas.checking.engines.spark import Spark

    root = put_package(tmp_path / "package")
    for each in copies(read_package(root), count=2, seed=3):
        assert differing(root, each, lambda: Spark("local[2]")) == ([], []), each.words


def test_constraints_and_formats_hold_at_their_limits(tmp_path):
    from civcas.checking.engines.spark import Spark

    cells = [*REFUSED, *ALLOWED, *BEYOND]
    root = put_limits(tmp_path / "limits", cells)
    with closing(Spark("local[2]")) as engine:
        assert cell_faults(root, engine) == expected_faults(cells)


def test_a_master_that_is_not_there_is_said(damaged):
    code, report, words = check(damaged, "--engine", "spark", "--master", "local[none]")
    assert code == 2
    assert report["error"].startswith("Spark at local[none] can't be used: ")
    assert "local[none]" in report["error"].partition("used: ")[2]
    assert "Traceback" not in words
