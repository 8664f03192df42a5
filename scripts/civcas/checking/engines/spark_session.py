"""A session of Apache Spark, whose machines have this program too."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from civcas.errors import UnusableInput

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.adaptive.enabled": "true",
}


def new_session(master: str) -> SparkSession:
    """A session at `master`. Raises UnusableInput if there is none, or if its machines lack this program."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("civcas check").master(master)
    for name, value in (_SETTINGS | _on_this_machine(master)).items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")  # an error reaches us as an exception
        _require_same_version(session)
    except Exception as error:
        raise UnusableInput(
            f"Spark at {master} can't be used: {words_of(error)}. It needs Java 17 or later here, and on each of its"
            " machines Python with this version of civcas and of polars"
        ) from None
    return session


def _on_this_machine(master: str) -> dict[str, str]:
    """Settings by which all of it talks over the loopback address."""
    if not master.startswith("local"):
        return {}
    return {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


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
