"""A release: the checklist that it goes through, its files, and what is put on GitHub Pages."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from civcas.cli import main
from tests.conftest import ROOT, git

CHECKLIST, ASSETS, SITE = (ROOT / "releasing" / f"{name}.py" for name in ("checklist", "assets", "static_site"))
WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"
KNOWN = {
    "doi": "https://doi.org/10.5072/zenodo.1",
    "homepage": "https://civcas.github.io/data",
    "repository": "https://github.com/civcas/data",
    "version": "1.2.0",
}


def run(script, *arguments):
    command = [sys.executable, script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def describe(root: Path, **members):
    file = root / "datapackage.json"
    about = json.loads(file.read_text(encoding="utf-8")) | members
    file.write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return about


@pytest.fixture
def ready(copy):
    """A package that can be released."""
    day = describe(copy.root, **KNOWN)["created"][:10]
    changelog = copy.root / "CHANGELOG.md"
    changelog.write_text(f"# Changelog\n\n## 1.2.0 ({day})\n\n- A change.\n\n## 1.1.0 (2026-01-01)\n\n- The first.\n")
    (copy.root / ".github").mkdir()
    (copy.root / ".github" / "CODEOWNERS").write_text("*  @somebody\n")
    assert copy.run("docs", "--quiet")[0] == 0
    return copy.root


def test_a_package_that_is_ready_is_said_to_be(ready):
    assert run(CHECKLIST, "--package", ready, "--tag", "v1.2.0") == (0, "ready to be released\n", "")


def replaced(name, old, new):
    def change(root):
        file = root / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def described(**members):
    return lambda root: describe(root, **members)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (described(version="1.3.0"), "CITATION.cff: found version 1.2.0 of "),
        (described(version="1.3.0"), ".zenodo.json: found version 1.2.0 of "),
        (described(version="1.3.0"), "README.md (citation): found version 1.2.0 of "),
        (described(version="1.3.0"), "README.md (BibTeX): found version 1.2.0 of "),
        (described(version="1.3.0"), "CHANGELOG.md: found '1.2.0 ("),
        (described(version="1.3.0"), "tag: found v1.2.0, expected v1.3.0"),
        (described(version="1.2"), "datapackage.json: found version '1.2', expected three numbers"),
        (described(created="2026-11-01T00:00:00Z"), "CITATION.cff: found version 1.2.0 of 2026-11-2"),
        (described(created="2025-11-01T00:00:00Z"), "README.md (citation): found version 1.2.0 of 2026"),
        (described(created="2026-11-01T00:00:00Z"), "expected '1.2.0 (2026-11-01)'"),
        (described(doi=""), "datapackage.json: no doi, expected the DOI"),
        (described(homepage="https://a.example.org"), "datapackage.json: found homepage 'https://a.example.org'"),
        (described(repository="http://127.0.0.1/a"), "datapackage.json: found repository 'http://127.0.0.1/a'"),
        (described(repository="somewhere"), "datapackage.json: found repository 'somewhere'"),
        (replaced("CHANGELOG.md", "## 1.2.0", "## Unreleased\n\n## 1.2.0"), "CHANGELOG.md: found 'Unreleased' as"),
        (replaced("CHANGELOG.md", "- A change.", ""), "CHANGELOG.md: found nothing under '1.2.0 ("),
        (replaced(".github/CODEOWNERS", "*  @somebody", "# *  @somebody"), ".github/CODEOWNERS: no line for *"),
        (replaced("CITATION.cff", 'version: "1.2.0"', "version: 1.2.0"), "CITATION.cff: found version none of"),
    ],
)  # fmt: skip
def test_what_is_still_to_do_is_said(ready, change, said):
    change(ready)
    code, out, err = run(CHECKLIST, "--package", ready, "--tag", "v1.2.0")
    assert (code, err) == (1, "")
    assert any(line.startswith(said) or (said[:8] == "expected" and said in line) for line in out.splitlines()), out


def test_a_file_that_can_not_be_read_is_said(ready):
    (ready / "CITATION.cff").unlink()
    code, out, err = run(CHECKLIST, "--package", ready)
    assert (code, out) == (2, "")
    assert "CITATION.cff" in err
    (ready / "datapackage.json").write_text("{")
    assert run(CHECKLIST, "--package", ready)[0] == 2


def test_the_project_itself_has_only_to_do_what_nobody_knows_yet():
    """Addresses and names that are not made up, and the day of a release that is not made."""
    code, out, _ = run(CHECKLIST)
    known = re.compile(r"datapackage\.json: no |\.github/CODEOWNERS: no |CHANGELOG\.md: found 'Unreleased'")
    assert [line for line in out.splitlines() if not known.match(line) and line != "ready to be released"] == []
    assert code in (0, 1)


# --- names that are gone ---
def test_a_name_that_is_gone_since_the_last_release_needs_a_row(ready):
    git(ready, "init", "--quiet")
    git(ready, "add", "--all")
    git(ready, "commit", "--quiet", "-m", "a release")
    git(ready, "tag", "v1.1.0")
    file = ready / "schemas" / "airpower.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    gone = schema["fields"][-1]["name"]
    changed = next(field for field in schema["fields"] if "enum" in field.get("constraints", {}))
    value = changed["constraints"]["enum"].pop()
    del schema["fields"][-1]
    file.write_text(json.dumps(schema, indent=2), encoding="utf-8")
    (ready / "schemas" / "estimates.json").unlink()
    git(ready, "commit", "--quiet", "--all", "-m", "another")
    code, out, _ = run(CHECKLIST, "--package", ready)
    names = {f"airpower.{gone}", f"airpower.{changed['name']}={value}", "estimates", "estimates.estimate_id"}
    assert code == 1
    for name in names:
        assert f"docs/schema-changes.md: no row for `{name}`, which v1.1.0 had" in out
    with (ready / "docs" / "schema-changes.md").open("a", encoding="utf-8") as page:
        page.writelines(f"| 1.2.0 | `{name}` | nothing |\n" for name in re.findall(r"no row for `(.*)`, which", out))
    assert run(CHECKLIST, "--package", ready)[0] == 0


# --- the files of a release ---
@pytest.fixture(scope="module")
def dist(package, tmp_path_factory):
    folder = tmp_path_factory.mktemp("built") / "dist"
    assert main(["build", "--package", str(package.root), "--out", str(folder), "--quiet"]) == 0
    return folder


def test_every_file_of_a_build_is_in_the_release_with_its_checksum(dist, tmp_path):
    assert run(ASSETS, dist, tmp_path / "assets") == (0, "", "")
    built = {file.relative_to(dist).as_posix() for file in dist.rglob("*") if file.is_file()}
    attached = {file.name for file in (tmp_path / "assets").iterdir()}
    assert attached == {path.replace("/", "-") for path in built}
    lines = (tmp_path / "assets" / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert set(sums) == attached - {"SHA256SUMS"}
    for path in built - {"SHA256SUMS"}:
        assert sums[path.replace("/", "-")] == hashlib.sha256((dist / path).read_bytes()).hexdigest()


def test_two_files_of_one_name_and_a_folder_that_is_no_build_are_refused(dist, tmp_path):
    shutil.copytree(dist, tmp_path / "dist")
    (tmp_path / "dist" / "csv-releases.csv").write_text("x")
    code, _, err = run(ASSETS, tmp_path / "dist", tmp_path / "assets")
    assert (code, (tmp_path / "assets").exists()) == (2, False)
    assert "would have one name in a release" in err
    (tmp_path / "empty").mkdir()
    assert "it is no build" in run(ASSETS, tmp_path / "empty", tmp_path / "assets")[2]


# --- GitHub Pages ---
@pytest.fixture(scope="module")
def hosted(dist, tmp_path_factory):
    """The folder of the pages, and where it is served below a path, as GitHub serves it."""
    root = tmp_path_factory.mktemp("host")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=root)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/data"
        assert run(SITE, dist, f"{url}/", root / "data") == (0, "", "")
        yield root / "data", url
        server.shutdown()


def links(text):
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', text)]


def test_each_link_of_the_pages_leads_to_a_file_and_a_heading(hosted):
    folder, _ = hosted
    pages = sorted(folder.rglob("*.html"))
    assert {page.name for page in pages} >= {"index.html", "README.html", "rules.html", "data-dictionary.html"}
    for page in pages:
        for link in links(page.read_text(encoding="utf-8")):
            path, _, anchor = link.partition("#")
            if not urlsplit(link).scheme:
                target = page.parent / path if path else page
                assert target.is_file(), (page.name, link)
                assert not anchor or f'id="{anchor}"' in target.read_text(encoding="utf-8"), (page.name, link)


def test_datasette_lite_gets_absolute_addresses_that_answer(hosted, dist):
    folder, url = hosted
    (lite,) = [link for link in links((folder / "index.html").read_text()) if link.startswith("https://lite.")]
    found = {name: values[0] for name, values in parse_qs(urlsplit(lite).query).items()}
    assert found == {"url": f"{url}/oir-civcas.db", "metadata": f"{url}/metadata.json"}
    for address, file in ((found["url"], "oir-civcas.db"), (found["metadata"], "metadata.json")):
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert answer.read() == (dist / file).read_bytes()


def test_the_files_there_are_those_of_the_build_and_can_be_checked(hosted, dist, capsys):
    folder, url = hosted
    for file in dist.rglob("*"):
        if file.is_file():
            assert (folder / file.relative_to(dist)).read_bytes() == file.read_bytes()
    assert main(["check", f"{url}/datapackage.json"]) == 0
    assert "no finding" in capsys.readouterr().out


@pytest.mark.parametrize("url", ["example.org", "ftp://example.org", "https://", "https://example.org/?a=b"])
def test_what_is_no_address_is_refused(dist, tmp_path, url):
    code, _, err = run(SITE, dist, url, tmp_path / "site")
    assert (code, (tmp_path / "site").exists()) == (2, False)
    assert "expected an address such as" in err


# --- the workflow ---
def test_the_steps_of_the_workflow_make_all_that_it_attaches_attests_and_publishes(ready, tmp_path_factory):
    """As far as they need no GitHub: the checklist, the build, another one elsewhere, the files and the pages."""
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    shutil.copytree(ROOT / "releasing", ready / "releasing", ignore=shutil.ignore_patterns("__pycache__"))
    (ready / ".venv").symlink_to(sys.prefix)
    more = {
        "GITHUB_REF_NAME": "v1.2.0",
        "RUNNER_TEMP": str(tmp_path_factory.mktemp("temporary")),
        "ADDRESS": "https://civcas.github.io/data",
    }
    for step in jobs["build"]["steps"]:
        if "run" in step and step["name"] != "Set up civcas":
            command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
            done = subprocess.run(
                command, cwd=ready, env=os.environ | more, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, (step["name"], done.stdout[-2000:], done.stderr)
    assert (ready / "notes.md").read_text().strip().splitlines()[2:] == ["- A change."]
    uploaded = {step["with"]["path"] for step in jobs["build"]["steps"] if "upload" in step.get("uses", "")}
    assert uploaded == {"assets/\nnotes.md\n", "site"}
    built = len([file for file in (ready / "dist").rglob("*") if file.is_file()])
    assert len(list((ready / "assets").iterdir())) == built
    assert (ready / "site" / "index.html").is_file()
    attest, publish = jobs["release"]["steps"][1:]
    assert attest["with"]["subject-path"] == "assets/*"
    assert publish["run"].rstrip().endswith("--notes-file notes.md assets/*")
    assert jobs["pages"]["needs"] == "release"


def test_no_job_of_the_workflow_may_do_more_than_it_needs():
    found = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    assert found["permissions"] == {"contents": "read"}
    assert {name: job["permissions"] for name, job in found["jobs"].items()} == {
        "build": {"contents": "read", "pages": "read"},
        "release": {"contents": "write", "id-token": "write", "attestations": "write"},
        "pages": {"pages": "write", "id-token": "write"},
    }
