"""Numbers are read whole or not at all, and no document takes long or ends in a traceback."""

from __future__ import annotations

import time

import pytest

from civcas.errors import UnusableInput
from civcas.texts.casualty_reports import read_casualty_report
from civcas.texts.incident_lists import read_incident_list
from civcas.texts.strike_reports import read_strike_report
from civcas.texts.text_extraction import read_document

TEXT = (
    "In April, CJTF-OIR carried over 122 open reports from previous months. CJTF-OIR assesses at least {} civilians"
    " have been unintentionally killed by Coalition strikes since the beginning of Operation Inherent Resolve."
)
WHOLE = ["1,302", "1302", "1\u2019302", "1'302", "1\u00a0302", "1\u2009302", "1\u202f302", "1\u2007302", "1,\u200b302"]
WHOLE += ["1\u200b302", "one thousand\u00a0three hundred and two"]
NOT_AT_ALL = ["1 302", "1, 302", "1,\n302", "1\n302", "1,\n\n302", "\u2212302", "-302", "minus 302", "negative 302"]
NOT_AT_ALL += ["\u2011302", "\uff0b302", "1.302", "1. 302", "1·302", "1_302", "1 ,302", "1 034,302", "1\u066c302"]
NOT_AT_ALL += ["1 hundred 302", "302,5", "0302", "0,302", "$302", "302nd", "302k", "302½", "1,30 2", "13 02"]
NOT_AT_ALL += ["302 in 1000", "302 or 303", "302, or 303", "between 302 and 310", "one\u2011thousand three hundred"]
NOT_AT_ALL += ["thirteen hundred and two", "9" * 4301]


@pytest.mark.parametrize("number", WHOLE)
def test_a_number_is_read_whole(number):
    assert read_casualty_report(TEXT.format(number)).values("killed_total") == ["1302"]


@pytest.mark.parametrize("number", NOT_AT_ALL)
def test_or_not_at_all(number):
    reading = read_casualty_report(TEXT.format(number))
    assert reading.values("killed_total") == []
    assert reading.value("carried_over") == "122"


HEAD = "The Coalition.\n"
SLOW = {
    "abbr.txt": HEAD + "A. B. C. " * 6000,
    "at.txt": HEAD + "In April, the Coalition carried over " + "at " * 4000 + ".",
    "upto.txt": HEAD + "In April, the Coalition carried over " + "up to " * 2000 + ".",
    "br.html": "<html><body>" + "x<br>" * 20000 + "The Coalition</body></html>",
    "div.html": "<html><body>" + "<div>" * 20000 + "The Coalition",
    "p.html": "<html><body>" + "<p>" * 30000 + "The Coalition",
    "item.txt": HEAD + "1." + " " * 30000 + "x\n",
    "gaps.txt": "Coalition\n" + " " * 1200 + "|\nMay 31, 2019\n",
    "digits.txt": HEAD + "In April, the Coalition received " + "1" * 4301 + " new reports.",
    "ones.txt": HEAD + "1 " * 40000,
    "items.txt": HEAD + "\n1. x" * 20000,
    "near.txt": HEAD + "strikes near Raqqa " * 5000,
    "was.txt": HEAD + "strike, " * 10000,
    "closed.txt": HEAD + "three reports that were previously closed " * 2000,
    "brackets.txt": HEAD + "(" * 100000,
    "below.txt": "The following reports. " + "reports below " * 15000,
    "pages.txt": "1. Feb. 3, 2017, near Mosul, Iraq, via a civilian\n\n" + "x y\n\n" * 40000,
    "civilians.txt": ("1. Feb. 3, 2017, near Mosul, Iraq. " + "a civilian and " * 150 + "\n\n") * 100,
}


@pytest.mark.parametrize("name", SLOW)
def test_no_text_takes_long(tmp_path, name):
    file = tmp_path / name
    file.write_text(SLOW[name], encoding="utf-8")
    start = time.monotonic()
    text = read_document(str(file)).text
    read_casualty_report(text)
    read_strike_report("Strikes in Syria\n\n" + text, None)
    read_incident_list(text)
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", "In April. " * 100_001, "1,000,010 bytes; of plain text, 1,000,000 are read at most"),
        ("a.txt", "In April. " * 30_001, "300,010 letters of text; 300,000 are read at most"),
        ("a.html", "<p>" * 700_000, "2,100,000 bytes; of HTML, 2,000,000 are read at most"),
    ],
)
def test_the_limits_are_said(tmp_path, name, data, message):
    (tmp_path / name).write_text(data)
    with pytest.raises(UnusableInput, match=message):
        read_document(str(tmp_path / name))


AES = b"""%PDF-1.6
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 5 0 R >>
endobj
4 0 obj
<< /Filter /Standard /V 4 /R 4 /Length 128 /P -4 /StmF /StdCF /StrF /StdCF /CF << /StdCF << /CFM /AESV2 /Length 16 >> >>
/O <0000000000000000000000000000000000000000000000000000000000000000> /U <USER> >>
endobj
5 0 obj
<< /Length 16 >>
stream
0123456789abcdef
endstream
endobj
xref
0 1
0000000000 65535 f\x20
trailer
<< /Size 6 /Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] >>
startxref
XREF
%%EOF"""


def pdf_with(user):
    """The encrypted PDF with the places of its objects filled in."""
    data = AES.replace(b"USER", user.hex().encode())
    places = [data.index(b"%d 0 obj" % number) for number in range(1, 6)]
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    data = data.replace(b"XREF", b"%d" % data.index(b"xref\n"))
    return data.replace(b"xref\n0 1\n0000000000 65535 f \n", b"xref\n0 6\n0000000000 65535 f \n" + rows, 1)


def test_a_pdf_encrypted_with_aes_is_said_to_be_so(tmp_path):
    """With the password that is asked for, and with none: pypdf has no AES of its own."""
    from pypdf._encryption import AlgV4

    key = AlgV4.compute_key(b"", 4, 128, bytes(32), 0xFFFFFFFC, b"\0", True)
    user = AlgV4.compute_U_value(key, 4, b"\0")
    for name, value in (("open.pdf", user), ("locked.pdf", bytes(32))):
        (tmp_path / name).write_bytes(pdf_with(value))
    with pytest.raises(UnusableInput, match=r"open\.pdf: the PDF is encrypted with AES"):
        read_document(str(tmp_path / "open.pdf"))
    with pytest.raises(UnusableInput, match=r"locked\.pdf: the PDF is encrypted"):
        read_document(str(tmp_path / "locked.pdf"))


FORM = """<!DOCTYPE html><html><head><title>x</title></head><body><form method="post" action="/" id="Form">
<div><input type="hidden" name="__VIEWSTATE" value="x"/></div><!-- In May, CJTF-OIR received nine new reports. -->
<ul class="main-menu"><li>CJTF-OIR received 77 new reports.</li></ul>
<div role="navigation">88 reports are still open.</div>
<main><p>In the month of May, CJTF-OIR carried over 50 open reports from previous months and received
 eight new reports.</p>
</main><div class="related-articles"><p>In the month of May, CJTF-OIR received nine new reports.</p></div>
</form></body></html>"""


def test_a_page_in_a_form_is_read_without_its_navigation(tmp_path):
    (tmp_path / "a.html").write_text(FORM)
    document = read_document(str(tmp_path / "a.html"))
    assert document.text == (
        "In the month of May, CJTF-OIR carried over 50 open reports from previous months and received"
        " eight new reports."
    )
    assert document.note == "only 19 words of text could be read; check that the file has the whole text"
