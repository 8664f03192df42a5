"""A pull request, end to end: the workflow's own steps in a real repository, on good and on bad contributions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from civcas.package.canonical import formatted
from civcas.package.tables import read_package, read_table
from tests.conftest import MADE, ROOT, Tables, git

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "pull-request.yml").read_text(encoding="utf-8"))
# The tests have set the program up already, in .venv.
DONE = "Set up civcas"
TOTALS = "Give the control totals to write"


class Repository(Tables):
    """A clone of the project, with the small package's tables and a contributor's branch.

    `pull_request` runs the workflow's steps as GitHub does: on the merge of the branch.
    """

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.home = root.parent / "home"
        self.summary = root.parent / "summary.md"
        self.home.mkdir()
        # A workspace may belong to another user than the tests run as, in a container say.
        listing = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        files = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in files.rstrip("\0").split("\0"):
            if (ROOT / name).is_file():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, root / name)
        shutil.rmtree(root / "data")
        shutil.copytree(MADE / "data", root / "data")
        program = root / ".venv" / "bin" / "civcas"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m civcas "$@"\n')
        program.chmod(0o755)
        git(self.root, "init", "--quiet", "--initial-branch=main")
        self.commit("the project")
        git(self.root, "switch", "--quiet", "--create", "contribution")

    def commit(self, message: str) -> None:
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", "-m", message)

    def pull_request(self) -> tuple[dict[str, int], str, str]:
        """Merge the branch as GitHub does and run the steps: each one's exit code, what they printed, the summary."""
        self.commit("a contribution")
        git(self.root, "switch", "--quiet", "main")
        git(self.root, "merge", "--quiet", "--no-ff", "-m", "merge", "contribution")
        self.summary.write_text("")
        environment = os.environ | {"GITHUB_STEP_SUMMARY": str(self.summary), "HOME": str(self.home)}
        codes, printed = {}, ""
        for step in WORKFLOW["jobs"]["data"]["steps"]:
            if "run" not in step or step["name"] == DONE:
                continue
            done = subprocess.run(
                ["bash", "-e", "-c", step["run"]],
                cwd=self.root, env=environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
            codes[step["name"]] = done.returncode
            printed += done.stdout
            assert "Traceback" not in done.stderr
            if done.returncode and not step.get("continue-on-error"):
                break
        return codes, printed, self.summary.read_text(encoding="utf-8")


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "project").mkdir()
    return Repository(tmp_path / "project")


def annotations(printed: str) -> list[dict[str, str]]:
    found = re.finditer(r"^::error ([^:]+)::(.*)$", printed, re.MULTILINE)
    return [dict(part.split("=", 1) for part in match[1].split(",")) | {"message": match[2]} for match in found]


def cell_at(repository: Repository, annotation: dict[str, str]) -> str:
    """What an annotation points at: the text from its column to the next comma."""
    lines = (repository.root / annotation["file"]).read_text(encoding="utf-8").split("\n")
    return lines[int(annotation["line"]) - 1][int(annotation["col"]) - 1 :].split(",")[0]


def test_a_wrong_digit_is_annotated_at_its_cell(repository):
    line = repository.line_of("releases", "monthly-2019-04,")
    repository.replace("releases", line, ",1302,", ",1320,")
    codes, printed, summary = repository.pull_request()
    (annotation,) = annotations(printed)
    assert codes == {"Say what changed": 0, "Report in full": 0, TOTALS: 0, "Check": 1}
    assert (annotation["file"], annotation["line"]) == ("data/releases.csv", str(line))
    assert annotation["title"] == "releases/sourced"
    assert cell_at(repository, annotation) == "1320"
    assert f"| {line} | monthly-2019-04 | killed_total | 1302 | 1320 |" in summary
    assert f"| data/releases.csv:{line} | releases/sourced |" in summary
    assert "\nreleases-2019: records " in summary.partition("### Control totals\n")[2]


@pytest.mark.exhaustive  # a duplicate record is another of what is annotated at a cell
def test_a_missing_source_is_annotated_where_it_is_cited(repository):
    lines = repository.lines("evidence")
    number = repository.line_of("evidence", "releases,monthly-2019-04,killed_total,")
    cells = lines[number - 1].split(",")
    lines[number - 1] = ",".join([*cells[:3], "no-such-source", *cells[4:]])
    header, *rows = lines
    repository.write("evidence", [header, *sorted(rows, key=lambda line: line.split(",")[:4])])
    codes, printed, _ = repository.pull_request()
    cited = [item for item in annotations(printed) if item["file"] == "data/evidence.csv"]
    assert codes["Check"] == 1
    assert [cell_at(repository, item) for item in cited] == ["no-such-source"]
    assert "sources" in cited[0]["message"]


def test_a_duplicate_record_is_annotated_at_its_key(repository):
    number = repository.line_of("releases", "monthly-2019-04,")
    lines = repository.lines("releases")
    repository.write("releases", [*lines[:number], *lines[number - 1 :]])
    codes, printed, summary = repository.pull_request()
    (annotation,) = annotations(printed)
    assert codes["Check"] == 1
    assert annotation["line"] == str(number + 1)
    assert annotation["title"] == "structure/primary-key"
    assert "releases/months-follow" in annotation["message"]
    assert cell_at(repository, annotation) == "monthly-2019-04"
    assert "1 added" in summary


def test_a_broken_file_is_annotated_at_its_line(repository):
    number = repository.line_of("releases", "monthly-2019-04,")
    repository.replace("releases", number, ",1302,", ",1,302,")
    codes, printed, summary = repository.pull_request()
    (annotation,) = [item for item in annotations(printed) if item["file"] == "data/releases.csv"]
    assert codes == {"Say what changed": 0, "Report in full": 0, TOTALS: 0, "Check": 1}
    assert (annotation["line"], annotation["title"]) == (str(number), "structure/extra-cell")
    assert f"data/releases.csv was not compared: line {number}, structure/extra-cell: " in summary


def set_created(repository: Repository, day: date) -> None:
    """Set `created` in datapackage.json, which no date may be after."""
    file = repository.root / "datapackage.json"
    text, times = re.subn(r'"created": "[^"]*"', f'"created": "{day}T00:00:00Z"', file.read_text(encoding="utf-8"))
    assert times == 1
    file.write_text(text, encoding="utf-8", newline="")


def add(repository: Repository, table: str, *records: dict[str, str]) -> None:
    package = read_package(repository.root)
    repository.path(table).write_bytes(formatted(read_table(package, table), records))


def test_a_correct_new_release_passes(repository):
    rows = read_table(read_package(repository.root), "releases").typed.filter(release_type="monthly")
    last = rows.sort("period_end").row(-1, named=True)
    start = last["period_end"] + timedelta(days=1)
    end = (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    key, published = f"monthly-{start:%Y-%m}", max(end, last["published_on"]) + timedelta(days=20)
    figures = {"completed": 3, "credible": 1, "non_credible": 2, "killed": 4, "killed_total": last["killed_total"] + 4}
    about = {"published_on": str(published), "period_start": str(start), "period_end": str(end)}
    stated = {name: str(value) for name, value in figures.items()}
    source, consulted = "example-org-a-new-release", max(published, date.today())
    set_created(repository, consulted)
    more = {"release_id": key, "release_type": "monthly", "published_precision": "day", "totals_through": str(end)}
    add(repository, "releases", about | stated | more | {"source_id": source})
    add(
        repository, "sources",
        {
            "source_id": source, "organisation_id": "coalition", "published_on": str(published),
            "published_precision": "day", "kind": "official", "language": "en",
            "url": "https://example.org/a-new-release", "consulted_on": str(consulted),
        },
    )  # fmt: skip
    evidence = {"table": "releases", "record_id": key, "source_id": source, "readings": "1"}
    add(repository, "evidence", *[evidence | {"field": name, "value": value} for name, value in stated.items()])
    subprocess.run([".venv/bin/civcas", "totals", "--write"], cwd=repository.root, check=True, capture_output=True)
    codes, printed, summary = repository.pull_request()
    assert codes == {"Say what changed": 0, "Report in full": 0, TOTALS: 0, "Check": 0}
    assert annotations(printed) == []
    assert "::notice title=civcas check::" in printed
    assert f"| {key} | release_id {key}, release_type monthly" in summary
    total = f"{last['killed_total']:,} [{last['release_id']}] -> {figures['killed_total']:,} [{key}] (+4)"
    assert total in summary


@pytest.mark.exhaustive  # a wrong digit is another
def test_rows_in_the_wrong_order_are_one_finding(repository):
    header, *rows = repository.lines("airpower")
    repository.write("airpower", [header, *reversed(rows)])
    codes, printed, _ = repository.pull_request()
    assert codes["Check"] == 1
    assert [item["title"] for item in annotations(printed)] == ["structure/order"]


# --- before the pull request -------------------------------------------------------------------------------------


def pre_commit(repository: Repository) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PRE_COMMIT_HOME": str(repository.home)}
    git(repository.root, "add", "--all")
    command = [sys.executable, "-m", "pre_commit", "run"]
    return subprocess.run(command, cwd=repository.root, env=environment, capture_output=True, text=True, check=False)


def test_the_hook_stops_a_slip_before_it_is_committed(repository):
    line = repository.line_of("releases", "monthly-2019-04,")
    repository.replace("releases", line, ",1302,", ",1320,")
    done = pre_commit(repository)
    assert done.returncode == 1
    assert re.search(r"civcas check .*Failed", done.stdout)
    assert f"data/releases.csv:{line}:" in done.stdout


def test_the_hook_lets_a_commit_without_tables_pass(repository):
    (repository.root / "README.md").write_text("Read me.\n")
    assert pre_commit(repository).returncode == 0


def test_the_hook_stops_a_table_from_being_lost(repository):
    repository.path("airpower").unlink()
    done = pre_commit(repository)
    assert done.returncode == 1
    assert "data/airpower.csv" in done.stdout


# --- what GitHub would refuse, or run with more rights than it needs --------------------------------------------


@pytest.mark.parametrize("file", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda file: file.name)
def test_workflows_read_only_and_use_no_secrets(file):
    workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in file.read_text(encoding="utf-8")
    assert "secrets." not in file.read_text(encoding="utf-8")
    for job in workflow["jobs"].values():
        assert file.name == "release.yml" or set(job.get("permissions", {})) <= {"contents"}  # see test_release.py
        assert job["timeout-minutes"] <= 60
