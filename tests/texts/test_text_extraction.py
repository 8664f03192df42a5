"""Reading the text of a document, and the message if it has none."""

from __future__ import annotations

import builtins
import io
import re

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from civcas.errors import UnusableInput
from civcas.texts.casualty_reports import read_casualty_report
from civcas.texts.text_extraction import read_document
from tests.texts.corpus import RELEASES, STRIKE_REPORTS

RELEASE = RELEASES["2019, a footnote and reopened reports"]


def pdf_of(text, password=""):
    """A PDF of one page with these lines."""
    writer = PdfWriter()
    page = writer.add_blank_page(612, 2000)
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(name): NameObject(value) for name, value in names.items()})
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    lines = [re.sub(r"([()\\])", r"\\\1", line) for line in text.splitlines()]
    content = DecodedStreamObject()
    content.set_data(("BT /F1 9 Tf 14 TL 40 1950 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET").encode())
    page[NameObject("/Contents")] = content
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def html_of(text):
    paragraphs = "".join(f"<p>{part}</p>" for part in re.split(r"\n\n+", text))
    return f"""<!DOCTYPE html>
<html><head><title>9,999 reports are still open.</title><style>p {{ margin: 0 }}</style></head>
<body><nav>2,222 reports are still open.</nav><main><h1>Release</h1>{paragraphs}</main>
<script>var text = "The Coalition: 3,333 reports are still open."</script>
<footer>4,444 reports are still open.</footer></body></html>"""


def read_file(path, data, name):
    file = path / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_document(str(file))


def values(text):
    reading = read_casualty_report(text)
    return {item.field: reading.value(item.field) for item in reading.statements}


@pytest.mark.parametrize("name", RELEASES)
def test_pdf(tmp_path, name):
    text = RELEASES[name].text
    assert values(read_file(tmp_path, pdf_of(text), "release.pdf").text) == values(text)


@pytest.mark.parametrize("name", RELEASES)
def test_html(tmp_path, name):
    text = RELEASES[name].text
    assert values(read_file(tmp_path, html_of(text), "page").text) == values(text)


def test_blocks_of_html_are_separate(tmp_path):
    items = "<li>Near Mosul,\n two strikes</li><li>Near Hit<br>one</li>"
    page = f"<html><body><h2>Strikes in\nIraq</h2><ul>{items}</ul><p>A <b>B</b>"
    assert (
        read_file(tmp_path, page, "x.html").text
        == "Strikes in Iraq\n\n* Near Mosul, two strikes\n\n* Near Hit\none\n\nA B"
    )


def test_html_in_its_own_encoding(tmp_path):
    name = "\u0627\u0644\u0645\u0648\u0635\u0644"
    page = f'<html><head><meta charset="windows-1256"></head><body><p>{name}</p></body></html>'
    assert read_file(tmp_path, page.encode("cp1256"), "x.html").text == name


def test_text_in_other_encodings(tmp_path):
    text = "Near Mar\u2019a, two strikes"
    assert read_file(tmp_path, text.encode("utf-8-sig"), "a.txt").text == text
    assert read_file(tmp_path, text.encode("utf-16"), "b.txt").text == text
    document = read_file(tmp_path, text.encode("cp1252"), "c.txt")
    assert document.text == text
    assert "read as Windows-1252 because byte 9 is not UTF-8" in document.note


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt: empty"),
        ("a.txt", b" \n\t", "a.txt: empty"),
        ("a.txt", b"Coalition\x00reports", "a.txt: not a text, it contains control characters"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.png: not a text"),
        ("a.txt", b"reports \x81\x8d", "a.txt: neither UTF-8 (byte 9) nor Windows-1252"),
        ("a.html", b"<html><body><script>x</script></body></html>", "a.html: HTML without text"),
        ("a.html", b"<html><body><p>x <![ y", "a.html: this HTML cannot be read"),
        ("a.pdf", b"%PDF-1.4\ngarbage", "a.pdf: this PDF cannot be read"),
        ("a.pdf", pdf_of("Coalition", "secret"), "a.pdf: the PDF is encrypted"),
        ("a.pdf", pdf_of(""), "a.pdf: a PDF without text, probably a scan"),
    ],
)
def test_documents_without_text(tmp_path, name, data, message):
    with pytest.raises(UnusableInput, match=re.escape(message)):
        read_file(tmp_path, data, name)


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(UnusableInput, match="no such file"):
        read_document(str(tmp_path / "none.txt"))
    with pytest.raises(UnusableInput, match="is a directory"):
        read_document(str(tmp_path))


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(RELEASE.text.encode())))
    assert read_document("-").text == RELEASE.text


def test_html_and_pdf_need_libraries_and_plain_text_none(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] in ("bs4", "pypdf"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    for name, data in (("a.html", html_of("x")), ("a.pdf", pdf_of("x"))):
        with pytest.raises(UnusableInput, match="needs the extra `draft`: run `"):
            read_file(tmp_path, data, name)
    assert read_file(tmp_path, STRIKE_REPORTS["2018, a week"][1], "a.txt").text
