"""The documents beside the data, in dist/ and in the zip: all are there, and their links lead to what is there."""

from __future__ import annotations

import hashlib
import re
import zipfile

import pytest

from civcas.cli import main
from civcas.package.documents import PAPERS, published_document

LINK = re.compile(r"\]\((?![a-z]+:|#)(?P<path>[^)\s#]+)")


@pytest.fixture(params=["dist", "zip"])
def published(request, built, tmp_path):
    """The folder of a build, and what its zip unpacks to."""
    if request.param == "dist":
        return built
    with zipfile.ZipFile(next(built.glob("*.zip"))) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def test_each_link_of_a_document_leads_to_a_file_beside_it(published):
    for file in published.rglob("*.md"):
        for link in LINK.finditer(file.read_text(encoding="utf-8")):
            assert (file.parent / link["path"]).is_file(), (file, link["path"])


def test_what_is_published_is_a_package_without_findings(published, capsys):
    assert main(["check", str(published)]) == 0
    assert " rules: no finding, " in capsys.readouterr().out
    assert all((published / name).is_file() for name in PAPERS)


def test_the_checksums_are_those_of_all_files_of_dist(built):
    lines = (built / "SHA256SUMS").read_text().splitlines()
    found = {path: digest for digest, path in (line.split("  ") for line in lines)}
    files = [file.relative_to(built).as_posix() for file in built.rglob("*") if file.is_file()]
    assert sorted(found) == sorted(set(files) - {"SHA256SUMS"})
    assert {"metadata.json", "docs/rules.md", *PAPERS} < set(found)
    for path, digest in found.items():
        assert hashlib.sha256((built / path).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("README.md", "[data/a.csv](data/a.csv)", "[csv/a.csv](csv/a.csv)"),
        ("README.md", "[the\ntable](data/a.csv#x)", "[the\ntable](csv/a.csv#x)"),
        ("README.md", "[a](CONTRIBUTING.md), ![b](docs/b.webp)", "a, b"),
        ("README.md", "[c](https://c.org/d) [e](#e)", "[c](https://c.org/d) [e](#e)"),
        ("docs/b.md", "[a](../data/a.csv) [d](d.md)", "[a](../csv/a.csv) d"),
        ("docs/b.md", "[b](b.md#b) [c](../README.md)", "[b](b.md#b) [c](../README.md)"),
        ("LICENSE", "[a](b)", "[a](b)"),
    ],
)
def test_links_to_what_is_not_published_become_their_text(name, text, expected):
    files = {"data/a.csv": "csv/a.csv", "docs/b.md": "docs/b.md", "README.md": "README.md"}
    assert published_document(name, text.encode(), files).decode() == expected
