"""A session of Apache Spark, whose machines have this program too."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path

from py4j.protocol import Py4JNetworkError
from pyspark.accumulators import AccumulatorTCPServer
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from civcas.errors import UnusableInput

ENDED = (
    "Spark ended before the check did, most likely since its memory was full. Nothing was found out. Give it more"
    " memory, such as SPARK_DRIVER_MEMORY=12g"
)

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.adaptive.enabled": "true",
}


def new_session(master: str) -> SparkSession:
    """A session at `master`. Raises UnusableInput if there is none or it ends, or if its machines lack this program."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    AccumulatorTCPServer.handle_error = _say_nothing  # it would print a traceback if Spark ends
    builder = SparkSession.builder.appName("civcas check").master(master)
    for name, value in (_SETTINGS | _on_this_machine(master)).items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")  # an error reaches us as an exception
        _require_same_version(session)
    except (Py4JNetworkError, ConnectionError):
        raise UnusableInput(ENDED) from None
    except Exception as error:
        raise UnusableInput(
            f"Spark at {master} can't be used: {words_of(error)}. It needs Java 17 or later here, and on each of its"
            " machines Python with this version of civcas and of polars"
        ) from None
    return session


def _say_nothing(*_: object) -> None:
    pass


def _on_this_machine(master: str) -> dict[str, str]:
    """Settings by which all of it talks over the loopback address, and has half of the machine's memory.

    Spark alone takes 1 GB, which ten million records fill. What the user sets for it goes before.
    """
    if not master.startswith("local"):
        return {}
    settings = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    if not _is_memory_set():
        half = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 21
        settings["spark.driver.memory"] = f"{max(half, 1024)}m"
    return settings


def _is_memory_set() -> bool:
    """Whether Spark may have been told how much memory to take."""
    folder = os.environ.get("SPARK_CONF_DIR") or Path(os.environ.get("SPARK_HOME", ""), "conf")
    return "SPARK_DRIVER_MEMORY" in os.environ or Path(folder, "spark-defaults.conf").is_file()


def _require_same_version(session: SparkSession) -> None:
    parts = session.sparkContext.defaultParallelism
    session.conf.set("spark.sql.shuffle.partitions", str(parts))
    found = session.sparkContext.parallelize(range(parts), parts).map(lambda _: _versions()).distinct()
    others = set(found.collect()) - {_versions()}
    if others:
        raise UnusableInput(f"a machine has {min(others)}, and this one has {_versions()}")


def _versions() -> str:
    """The versions that must be the same everywhere: of the program, and of what it counts and compares texts with."""
    return f"civcas {version('oir-civcas')} with polars {version('polars')}"


def words_of(error: Exception) -> str:
    """What an error says first; one of Java's begins with where it was, and then has a colon."""
    text = (error.getMessage() if isinstance(error, PySparkException) else str(error)) or type(error).__name__
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = next((line for line in lines if line.startswith(": ")), lines[0])
    return said.removeprefix(": ").rstrip(".")
