"""`civcas check` of a package in a folder, a zip or on the web."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import subprocess
import sys
import time
import warnings
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from civcas.cli import main
from civcas.package import downloads, zips
from civcas.package.documents import PAPERS
from tests.conftest import put_package


@pytest.fixture
def check(capsys):
    """Runs the check: its exit code, what it printed, what it printed to standard error."""

    def run(*arguments):
        capsys.readouterr()
        code = main(["check", *map(str, arguments)])
        return (code, *capsys.readouterr())

    return run


@pytest.fixture
def zipped(tmp_path, copy):
    """Zips the package with what it may hold besides, and returns the file."""

    def make(start="", **more):
        file = tmp_path.parent / f"{tmp_path.name}.zip"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(copy.root.rglob("*")):
                archive.write(path, start + path.relative_to(copy.root).as_posix())
            for name, data in more.items():
                archive.writestr(name, data)
        return file

    return make


def slip(copy):
    """Change a digit in a table, and return the line and the character at which its cell begins."""
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, ",1302,", ",1320,")
    return f"{line}:{copy.lines('releases')[line - 1].index(',1320,') + 2}"


def test_a_folder_and_its_descriptor(check, copy, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    where = slip(copy)
    for place in (copy.root, copy.root / "datapackage.json"):
        code, out, err = check(place)
        assert (code, err) == (1, "")
        assert out.startswith(f"data/releases.csv:{where} releases/sourced\n")
    code, out, _ = check(copy.root, "data/estimates.csv", copy.path("places"))
    assert code == 1
    assert "no finding, " in out
    assert "1 finding in other files" in out


def test_a_zip_that_a_build_wrote(check, copy):
    assert copy.run("build")[0] == 0
    code, out, err = check(next(copy.root.glob("dist/*.zip")))
    assert (code, err) == (0, "")
    assert out == copy.run("check")[1]


def test_findings_name_the_file_in_the_zip(check, copy, zipped):
    where = slip(copy)
    file = zipped("oir-civcas-main/")
    code, out, _ = check(file, "data/releases.csv")
    assert code == 1
    assert out.startswith(f"{file}/oir-civcas-main/data/releases.csv:{where} releases/sourced\n")
    assert f"see:      {file}/oir-civcas-main/data/evidence.csv:" in out
    code, out, err = check(file, "data/relases.csv")
    assert (code, out) == (2, "")
    assert err == f"civcas: {file}: data/relases.csv: not a table of the package; did you mean data/releases.csv?\n"
    assert "not a table of the package; its tables are data/" in check(file, "zzz")[2]


def test_what_is_wrong_with_the_metadata_names_the_zip(check, copy, zipped):
    (copy.root / "datapackage.json").write_text("{,}")
    file = zipped()
    code, _, err = check(file)
    assert code == 2
    assert err.startswith(f"civcas: {file}: datapackage.json:1:2: not JSON")


def test_a_zip_leaves_no_file_behind(check, zipped, tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert check(zipped())[0] == 0
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    "name", ["../out.csv", "data/../../out.csv", "/out.csv", "C:/out.csv", "..\\out.csv", "a\x01b"]
)
def test_names_that_lead_out_of_a_zip_are_refused(check, zipped, name, tmp_path):
    code, _, err = check(zipped(**{name: "x"}))
    assert code == 2
    assert f"{name!r} in it has a name that could lead out of the folder" in err
    assert not list(tmp_path.parent.rglob("out.csv"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(check, zipped):
    file = zipped(**{"data/bomb.csv": bytes(30_000_000)})
    code, _, err = check(file)
    assert code == 2
    assert "'data/bomb.csv' in it has 30,000,000 bytes packed into" in err
    assert "made to fill the disk" in err


def test_a_zip_of_too_much_is_refused(check, zipped, monkeypatch):
    monkeypatch.setattr(zips, "LARGEST", 1000)
    assert "bytes when unpacked, more than 1,000" in check(zipped())[2]
    monkeypatch.setattr(zips, "_MOST", 3)
    assert "files in it, more than 3" in check(zipped())[2]


def test_a_file_that_is_larger_than_its_zip_says_is_refused(check, zipped):
    file = zipped(**{"data/more.txt": "x" * 1000})
    data = file.read_bytes()
    size, less = (1000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert data.count(size) == 2
    file.write_bytes(data.replace(size, less))
    code, _, err = check(file)
    assert code == 2
    assert "not a zip file that can be read: bad CRC-32 for file 'data/more.txt'" in err


def with_entry(file, **attributes):
    """Add an entry with these attributes to a zip."""
    entry = zipfile.ZipInfo("data/odd.csv")
    for name, value in attributes.items():
        setattr(entry, name, value)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(entry, "releases.csv")
    return file


def test_links_and_encrypted_files_in_a_zip_are_refused(check, zipped):
    assert "'data/odd.csv' in it is a link" in check(with_entry(zipped(), external_attr=0o120777 << 16))[2]
    file = with_entry(zipped())
    data = bytearray(file.read_bytes())
    start = data.rindex(b"PK\x01\x02")  # the entry that was added last
    data[start + 8] |= 1
    file.write_bytes(data)
    assert "'data/odd.csv' in it is encrypted" in check(file)[2]


def test_a_zip_that_can_be_read_in_two_ways_is_refused(check, zipped):
    with warnings.catch_warnings(action="ignore"):
        file = with_entry(with_entry(zipped()))
    assert "data/odd.csv is in it 2 times" in check(file)[2]
    code, _, err = check(zipped(**{"old/datapackage.json": "{}"}))
    assert code == 2
    assert "2 data packages in it (datapackage.json, old/datapackage.json" in err


@pytest.mark.parametrize("name", ["a.zip", "a"])
def test_a_zip_with_bytes_around_it_is_refused(check, zipped, tmp_path_factory, name):
    data, file = zipped().read_bytes(), tmp_path_factory.mktemp("around") / name
    file.write_bytes(b"x" * 9 + data)
    words = "that are no part of it. Load it again, or zip the package anew. Nothing of the zip was read\n"
    assert check(file) == (2, "", f"civcas: {file}: 9 bytes stand before the zip {words}")
    for junk in (b"x", b"x" * 40, data):
        file.write_bytes(data + junk)
        code, _, err = check(file)
        assert code == 2
        assert "the zip that are no part of it" in err


def test_a_zip_may_have_a_comment(check, zipped):
    file = zipped()
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"Made by hand"
    assert check(file)[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["{}"],
        ["{}.zip"],
        ["https://127.0.0.1:1/{}"],
        ["https://reader:secret@127.0.0.1:1/{}"],
        ["ftp://{}"],
        ["data/releases.csv", "{}"],
        ["--package", "{}"],
        ["--since", "{}"],
        ["--format", "{}"],
        ["--{}"],
    ],
)
@pytest.mark.parametrize("text", ["a" * 5000, "a b" * 1700, "b'" * 2500, "a/" * 2500])
def test_a_long_argument_is_not_echoed_whole(capsys, copy, monkeypatch, arguments, text):
    monkeypatch.chdir(copy.root)
    with contextlib.suppress(SystemExit):  # by which argparse refuses an argument
        assert main(["check", *(argument.format(text) for argument in arguments)]) == 2
    _, err = capsys.readouterr()
    assert len(err.splitlines()[-1]) < 800
    assert "…" in err


def test_what_is_no_package_is_said(check, tmp_path, copy):
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    (tmp_path / "text.zip").write_text("text")
    (tmp_path / "half.zip").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "other.json").write_text("{}")
    assert "no datapackage.json in it" in check(tmp_path / "empty.zip")[2]
    assert f"{tmp_path}/text.zip: not a zip. Expected a folder, a datapackage.json" in check(tmp_path / "text.zip")[2]
    assert "not a zip file that can be read" in check(tmp_path / "half.zip")[2]
    assert "other.json: not a zip" in check(tmp_path / "other.json")[2]
    assert "no.zip: no such file" in check(tmp_path / "no.zip")[2]
    assert f"{copy.root}/data: no datapackage.json in this folder" in check(copy.root / "data")[2]
    assert "ftp://example.org/: not an http(s) address" in check("ftp://example.org/")[2]


def test_a_word_where_no_package_is_is_named(check, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert check("nosuch")[2].startswith("civcas: nosuch: no package. Expected a folder, a datapackage.json, a zip, ")
    assert check("--package", "nosuch")[2] == "civcas: --package nosuch: not a folder\n"


def test_one_package_is_checked(check, zipped, copy):
    file = zipped()
    assert f"--package names another package, {copy.root}" in check("--package", copy.root, file)[2]
    assert "the package comes before the files" in check(copy.path("releases"), file)[2]
    assert "--since: it is not in git" in check(file, "--since", "HEAD")[2]
    code, _, err = check(file, "--engine", "spark", "--master", "spark://host:7077")
    assert code == 2
    assert "--master: other machines can't read it" in err


# --- on the web ---
class Handler(SimpleHTTPRequestHandler):
    """Serves a folder. A path that begins with /odd/ is answered by the method of its last part, to do as it likes."""

    def do_GET(self):
        if self.path.startswith("/odd/"):
            getattr(self, self.path.rpartition("/")[2].removesuffix(".csv"))()
        else:
            super().do_GET()

    def log_message(self, *_):
        self.server.asked.append(self.path)

    def _begin(self, code=200, **headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def around(self):
        self._begin(302, Location="/odd/around")

    def moved(self):
        self._begin(302, Location="/datapackage.json")

    def away(self):
        self._begin(302, Location="file:///etc/passwd")

    def broken(self):
        self._begin(503)

    def silent(self):
        self.server.until.wait(20)

    def drip(self):
        self._begin()
        with contextlib.suppress(OSError):
            while not self.server.until.wait(0.05):
                self.wfile.write(b" ")

    def endless(self):
        self._begin()
        with contextlib.suppress(OSError):
            for _ in range(1000):
                self.wfile.write(b" " * 100_000)

    def short(self):
        self._begin(Content_Length="1000")
        self.wfile.write(b"{")

    def nothing(self):
        self._begin()

    def partial(self):
        self._begin(206, Content_Range="bytes 0-0/2")
        self.wfile.write(b"{")

    def unchanged(self):
        self._begin(304)

    def compressed(self):
        self._begin(Content_Encoding="gzip")
        self.wfile.write(gzip.compress(b"{}")[:-9])

    def page(self):
        self._begin(Content_Type="text/html")
        self.wfile.write(b"\n<!doctype html><title>The package</title>")


@contextlib.contextmanager
def served(folder):
    from threading import Event

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder)) as server:
        server.asked, server.until = [], Event()
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server, f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.until.set()
            server.shutdown()


@pytest.fixture
def web(copy):
    with served(copy.root) as (server, url):
        yield server, url


def test_a_descriptor_on_the_web(check, copy, web):
    server, url = web
    code, out, err = check(f"{url}/datapackage.json")
    assert code == 0
    assert out == copy.run("check")[1]
    assert err.startswith("civcas: on the web, only files that the package names can be found")
    asked = [path for path in server.asked if path.endswith(".csv")]
    assert sorted(asked) == sorted(f"/data/{file.name}" for file in copy.root.glob("data/*.csv"))
    assert "/docs/rules.md" in server.asked, "the README links to it"


def test_findings_name_the_address_of_the_file(check, copy, web):
    _, url = web
    where = slip(copy)
    for address in (f"{url}/datapackage.json", f"{url}/odd/moved"):
        code, out, _ = check(address)
        assert code == 1
        assert out.startswith(f"{url}/data/releases.csv:{where} releases/sourced\n")


def test_a_zip_on_the_web(check, copy, zipped, web):
    _, url = web
    where = slip(copy)
    shutil.copy(zipped(), copy.root / "a.zip")
    code, out, err = check(f"{url}/a.zip?download=1".replace("//", "//reader:secret@"))
    assert (code, err) == (1, "")
    assert out.startswith(f"{url}/a.zip?download=1/data/releases.csv:{where} releases/sourced\n")
    assert "secret" not in out


def test_files_that_are_not_there_are_findings(check, copy, web):
    _, url = web
    copy.path("strikes").unlink()
    (copy.root / "docs" / "rules.md").unlink()
    code, out, _ = check(f"{url}/datapackage.json", "--format", "json")
    assert code == 1
    assert f'"file": "{url}/data/strikes.csv"' in out
    assert "a link to docs/rules.md, which is not there" in out


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_that_is_not_on_the_web_is_a_finding_as_in_a_folder(check, copy, web, name):
    _, url = web
    (copy.root / name).unlink()
    code, out, _ = check(f"{url}/datapackage.json")
    assert code == 1
    assert out == check(copy.root)[1].replace(f"{name} structure/document", f"{url}/{name} structure/document")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nothing", "nothing is at this address (404 Not Found)"),
        ("odd/around", "led from one address to the next without an end"),
        ("odd/broken", "503 Service Unavailable"),
        ("odd/short", "the answer ended before it was complete"),
        ("data/releases.csv", "it begins with 'release_id,release_type,published_on,pub', so it is neither a"
            " datapackage.json nor a zip. Give the address of one"),
        ("odd/nothing", "it is empty, so it is neither a datapackage.json nor a zip. Give the address of one"),
        ("odd/page", "a web page, not a datapackage.json or a zip. Give the address of the file itself"),
        ("odd/partial", "206 Partial Content"),
        ("odd/unchanged", "304 Not Modified"),
        ("odd/compressed", "the server sent it as gzip, which was not asked for"),
        ("odd/away", "led to an address that is not http(s)"),
    ],
)  # fmt: skip
def test_what_the_web_does_not_give_is_said(check, web, path, said):
    _, url = web
    code, out, err = check(f"{url}/{path}")
    assert (code, out) == (2, "")
    assert err == f"civcas: {url}/{path}: {said}\n"


def test_a_page_in_place_of_a_document_is_said(check, copy, web):
    _, url = web
    (copy.root / "docs" / "rules.md").write_text("<html><body>Log in</body></html>", encoding="utf-8")
    code, out, err = check(f"{url}/datapackage.json")
    assert (code, out) == (2, "")
    assert f"{url}/docs/rules.md: a web page, not rules.md" in err


@pytest.mark.parametrize("arguments", [[""], ["--since", ""], ["--since="], ["--package", ""], [".", ""]])
def test_an_empty_value_is_said(check, arguments):
    code, out, err = check(*arguments)
    assert (code, out) == (2, "")
    assert "an empty value" in err


def test_a_value_that_ends_with_an_equals_sign_is_a_value(check):
    code, _, err = check("https://127.0.0.1:1/datapackage.json?key=", "--since=HEAD=")
    assert code == 2
    assert "an empty value" not in err


def test_a_server_that_can_not_be_reached_is_said(check, web):
    server, url = web
    server.server_close()
    server.shutdown()
    assert "the server can't be reached, or let go of the connection" in check(f"{url}/datapackage.json")[2]


def test_a_file_of_the_package_that_can_not_be_loaded_ends_the_check(check, copy, web):
    _, url = web
    file = copy.root / "datapackage.json"
    file.write_text(file.read_text().replace("data/strikes.csv", "odd/broken.csv"))
    code, out, err = check(f"{url}/datapackage.json")
    assert (code, out) == (2, "")
    assert err.endswith(f"{url}/odd/broken.csv: 503 Service Unavailable\n")


def test_a_server_that_keeps_silent_or_never_ends_is_given_up(check, web, monkeypatch):
    _, url = web
    monkeypatch.setattr(downloads, "SILENCE", 0.3)  # the message keeps the number that it has
    monkeypatch.setattr(downloads, "LONGEST", 1)
    begun = time.monotonic()
    assert "no answer within 30 seconds" in check(f"{url}/odd/silent")[2]
    assert "not loaded within 1 seconds" in check(f"{url}/odd/drip")[2]
    assert time.monotonic() - begun < 10


def test_more_than_a_package_can_have_is_not_loaded(check, web, monkeypatch):
    _, url = web
    monkeypatch.setattr(downloads, "LARGEST", 1_000_000)
    assert "more than 1,000,000 bytes in all, so it was not loaded" in check(f"{url}/odd/endless")[2]
    monkeypatch.setattr(downloads, "LARGEST", 100_000)
    assert "more than 100,000 bytes in all" in check(f"{url}/datapackage.json")[2]


def test_the_program_as_a_whole_ends_though_the_server_does_not(tmp_path_factory):
    root = put_package(tmp_path_factory.mktemp("program"))
    with served(root) as (_, url):
        text = "from civcas.package import downloads; downloads.LONGEST = 1; from civcas.cli import main; exit(main())"
        command = [sys.executable, "-c", text, "check", f"{url}/odd/drip"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert done.stderr == (
        f"civcas: {url}/odd/drip: not loaded within 1 seconds. Load it yourself, and check the file\n"
    )
