"""The check on Spark, for real: on this machine, and on a master with two workers. `make spark` runs these tests."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import polars as pl
import pytest

from civcas.package.tables import KEY, LINE, read_package, read_table
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


# --- tables in another folder, also as Parquet -------------------------------------------------------------------
def as_parquet(root, folder, edit=lambda _name, frame: frame):
    """Write the tables of a package as Parquet in two parts each; the address of the folder."""
    package = read_package(root)
    for resource in package.resources:
        typed = edit(resource.name, read_table(package, resource.name).typed.drop(LINE, KEY))
        parts = folder / f"{resource.name}.parquet"
        parts.mkdir(parents=True)
        half = typed.height // 2 + 1
        typed.head(half).write_parquet(parts / "part-0.parquet")
        typed.slice(half).write_parquet(parts / "part-1.parquet")
    return folder.as_uri()


@pytest.mark.parametrize("stored", ["csv", "parquet"])
def test_tables_in_another_folder_are_reported_as_the_package_s_own(tmp_path, stored):
    root = put_package(tmp_path / "package")
    file = root / "data" / "releases.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",13,", ",14,", 1), encoding="utf-8")
    expected = check(root)
    assert expected[0] == 1
    folder = tmp_path / "elsewhere"
    if stored == "csv":
        shutil.copytree(root / "data", folder)
    address = folder.as_uri() if stored == "csv" else as_parquet(root, folder)
    for each in (root / "data").glob("*.csv"):
        each.write_text("none of this is read\n", encoding="utf-8")
    assert check(root, "--engine", "spark", "--master", "local[2]", "--tables", address)[:2] == expected[:2]


def test_what_parquet_can_hold_and_no_table_has_is_told(tmp_path):
    root = put_package(tmp_path / "package")

    def edit(name, frame):
        if name == "strikes":
            return frame.with_columns(pl.col("strikes").cast(pl.Float64))
        if name == "releases":
            return frame.with_columns(notes=pl.lit("two\nlines"))
        return frame.with_columns(more=pl.lit([1])) if name == "places" else frame

    address = as_parquet(root, tmp_path / "elsewhere", edit)
    (tmp_path / "elsewhere" / "sources.csv").write_text("both\n", encoding="utf-8")
    shutil.rmtree(tmp_path / "elsewhere" / "airpower.parquet")
    (tmp_path / "elsewhere" / "airpower.csv").mkdir()
    shutil.rmtree(tmp_path / "elsewhere" / "estimates.parquet")
    (tmp_path / "elsewhere" / "estimates.parquet").write_bytes(b"none")
    code, report, _ = check(root, "--engine", "spark", "--master", "local[2]", "--tables", address)
    assert code == 1
    found = {(each["rule"], each["table"], each["found"]) for each in report["findings"]}
    assert {("structure/type", "strikes"), ("structure/quotes", "releases")} <= {each[:2] for each in found}
    words = {table: text for rule, table, text in found if rule == "structure/file"}
    assert "the column more is of type array<" in words["places"]
    assert "leave one" in words["sources"]
    assert {"airpower", "estimates"} <= words.keys()


def test_a_folder_that_spark_can_t_read_is_said(tmp_path):
    root = put_package(tmp_path / "package")
    options = ("--engine", "spark", "--master", "local[2]", "--tables")
    for address in ("nothing://here/data", (tmp_path / "none").as_uri()):
        code, report, words = check(root, *options, address)
        assert code == 2
        assert "none of the tables can be read" in report["error"]
        assert "Traceback" not in words


@pytest.mark.parametrize(
    "options", [["--tables", "file:///data"], ["--engine", "spark", "--tables", "x", "--since", "HEAD"]]
)
def test_options_that_do_not_go_together_are_refused(damaged, options):
    code, report, _ = check(damaged, *options)
    assert (code, "--tables" in report["error"]) == (2, True)


def children_of(process):
    """The ids of the processes that a process has started."""
    tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def test_it_is_said_that_spark_ended(damaged):
    command = [sys.executable, "-m", "civcas", "check", "--package", str(damaged), "--engine", "spark"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=LOOPBACK) as process:
        next(line for line in process.stderr if "Setting default log level" in line)  # it has begun
        time.sleep(5)
        for child in children_of(process):
            os.kill(child, signal.SIGKILL)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert "civcas: Spark ended before the check did" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("settings", [{}, {"SPARK_DRIVER_MEMORY": "2g"}])
def test_it_has_half_of_the_memory_unless_told_otherwise(settings):
    code = (
        "from civcas.checking.engines.spark_session import new_session\n"
        "print(new_session('local[1]')._jvm.java.lang.Runtime.getRuntime().maxMemory())"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=LOOPBACK | settings)
    half = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2
    assert int(done.stdout) == pytest.approx(2 << 30 if settings else half, rel=0.1)
