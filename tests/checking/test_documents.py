"""Documents that a build could not publish are findings, and what lies outside the package is never published."""

from __future__ import annotations

import json
import shutil
import zipfile

import pytest

from civcas.package.documents import PAPERS

PAGE = "docs/page.md"


def damaged(copy, name, damage):
    path = copy.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("A text.\n", encoding="utf-8")
    damage(path)


def missing(path):
    path.unlink()


def folder(path):
    path.unlink()
    path.mkdir()


def not_utf8(path):
    path.write_bytes(b"caf\xe9\n")


def link_outside(path):
    path.unlink()
    outside = path.parents[2] / "secret.txt"
    outside.write_text("secret\n", encoding="utf-8")
    path.symlink_to(outside)


def link_to_itself(path):
    path.unlink()
    path.symlink_to(path.name)


DAMAGES = {
    missing: "no such file",
    folder: "not a file",
    not_utf8: "not UTF-8 (the byte 4 of the file)",
    link_outside: "a link leads out of the package. Put the file itself there",
    link_to_itself: "",
}


def errors(copy):
    code, out, _ = copy.run("check", "--format", "json")
    return code, [finding for finding in json.loads(out)["findings"] if finding["severity"] == "error"]


@pytest.mark.parametrize(
    ("name", "damage"),
    [(name, damage) for name in (*PAPERS, PAGE) for damage in DAMAGES if (name, damage) != (PAGE, missing)],
)
def test_a_document_that_can_not_be_published_is_a_finding(copy, name, damage):
    damaged(copy, name, damage)
    code, (finding,) = errors(copy)
    assert (code, finding["rule"], finding["file"]) == (1, "structure/document", name)
    assert DAMAGES[damage] in finding["found"]


@pytest.mark.parametrize("name", [*PAPERS, PAGE])
def test_what_lies_outside_is_not_published_without_a_check_either(copy, name):
    damaged(copy, name, link_outside)
    code, _, _ = copy.run("build", "--out", str(copy.root / "dist"))
    assert code == 1
    assert not (copy.root / "dist").exists()


def test_a_package_without_pages_can_be_built(copy):
    shutil.rmtree(copy.root / "docs", ignore_errors=True)
    code, out, _ = copy.run("build", "--out", str(copy.root / "dist"))
    assert code == 0, out
    (archive,) = (copy.root / "dist").glob("*.zip")
    with zipfile.ZipFile(archive) as opened:
        assert set(PAPERS) <= set(opened.namelist())
