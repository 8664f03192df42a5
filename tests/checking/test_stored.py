"""Large tables, whose files are read part by part: what is found is the same as with all of them in memory."""

import json
import re
from contextlib import closing

import pytest

from civcas.checking import check as check_module
from civcas.checking.check import check
from civcas.checking.engines import local, stored
from civcas.checking.engines.local import Local
from civcas.package.tables import Table, read_package
from tests.conftest import exhaustive, put_package
from tests.faults.engines import copies, differing


class InSmallParts(Local):
    """The engine, with every table in files, each of a few hundred bytes of its CSV."""

    def read(self, package, instead):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(local, "_LARGE_FILE", 0)
            patch.setattr(stored, "_PART", 700)
            tables = super().read(package, instead)
        self.kinds = {type(table) for table in tables[0].values()}
        return tables


@pytest.mark.parametrize("seed", [0, 1, *exhaustive(*range(2, 8))])
def test_damaged_copies_are_reported_as_in_memory(tmp_path, seed):
    root = put_package(tmp_path / "package")
    for each in copies(read_package(root), count=3, seed=seed):
        assert differing(root, each, InSmallParts) == ([], []), each.words


def test_a_clean_package_is_read_in_parts_and_is_clean(package):
    with closing(InSmallParts()) as engine:
        report = check(package, engine=engine)
        assert engine.kinds == {stored.StoredTable}
    assert not report.errors
    assert report == check(package)


def test_lines_are_found_across_parts(package):
    with closing(InSmallParts()) as engine:
        tables, _ = engine.read(package, {})
        whole, _ = Local().read(package, {})
        for name, table in tables.items():
            assert isinstance(whole[name], Table)
            numbers = {1, 2, table.height // 2 + 1, table.height + 1}
            assert table.lines(numbers) == whole[name].lines(numbers)
            assert table.records() == whole[name].records()
            assert table.lines_and_keys() == whole[name].lines_and_keys()
            line, key = table.lines_and_keys()[-1]
            assert table.record_at(line) == whole[name].record_at(line)
            assert (table.line_of(key), table.line_of("none")) == (line, None)


def test_nothing_is_left_of_the_files(package, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with closing(InSmallParts()) as engine:
        check(package, engine=engine)
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["a stray quote", "Windows line ends"])
def test_a_file_too_large_for_memory_that_is_in_another_form_is_said_with_its_line(copy, monkeypatch, form):
    """Only the part that is in another form is looked at, and the table is not checked further."""
    monkeypatch.setattr(local, "LARGEST", 100)
    lines = copy.lines("sources")
    if form == "a stray quote":
        lines[8] = f'"{lines[8]}'
    copy.path("sources").write_bytes(("\r\n" if "Windows" in form else "\n").join([*lines, ""]).encode())
    with closing(InSmallParts()) as engine:
        report = check(read_package(copy.root, with_faults=True), engine=engine)
    of_file = [finding for finding in report.findings if finding.file == "data/sources.csv"]
    lines_said = [finding.line for finding in of_file]
    assert lines_said == ([9] if form == "a stray quote" else [None, 1])
    assert any(rule.startswith("sources/") for rule in report.skipped_rules)


def test_no_room_for_temporary_files_is_said(copy, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(local, "_LARGE_FILE", 0)
    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    code, out, err = copy.run("check")
    assert (code, out) == (2, "")
    assert re.fullmatch(
        r"civcas: data/[a-z_]+.csv is large, and is kept in temporary files in .* meanwhile: no space left on device."
        " Name a folder with more space in TMPDIR\n",
        err,
    )


def test_a_file_that_changes_meanwhile_is_said(copy, monkeypatch):
    """Its lines are read again for the places of findings."""
    monkeypatch.setattr(local, "_LARGE_FILE", 0)
    copy.replace("strikes", 2, ",7,", ",x,")
    fold = check_module.fold

    def meanwhile(*arguments):
        copy.path("strikes").write_text("strike_id\n", encoding="utf-8")
        return fold(*arguments)

    monkeypatch.setattr(check_module, "fold", meanwhile)
    code, _, err = copy.run("check")
    assert (code, err) == (2, "civcas: data/strikes.csv: changed while it was checked. Run the command again\n")


@pytest.mark.parametrize("member", [{"bytes": 7}, {"hash": "sha256:" + 64 * "0"}])
def test_the_size_and_the_hash_in_the_descriptor_are_compared(copy, member):
    path = copy.root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"][2] |= member
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    package = read_package(copy.root, with_faults=True)
    with closing(InSmallParts()) as engine:
        found = check(package, engine=engine).errors
    assert found == check(package).errors
    assert [finding.rule for finding in found] == ["structure/descriptor"]
    assert f"/resources/2/{next(iter(member))}" in found[0].key
