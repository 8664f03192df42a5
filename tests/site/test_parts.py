"""Files in parts, and compressed: what DuckDB, SQLite over HTTP, resumed downloads and slow lines need."""

from __future__ import annotations

import gzip
from urllib.parse import urlencode

import duckdb
import polars as pl
import pytest
from duckdb_extensions import import_extension

from tests.conftest import get_bytes
from tests.site.pages import SITE
from tests.site.test_page_cache import timeless
from tests.site.test_safety import request

DB, PARQUET = f"{SITE}.db", "/parquet/strikes.parquet"
FILES = [DB, PARQUET, f"{SITE}.zip", f"{SITE}.xlsx", "/csv/strikes.csv", "/download/strikes.csv", "/data/strikes.csv"]


@pytest.mark.parametrize("path", FILES)
def test_a_file_can_be_read_in_parts(address, path):
    whole = get_bytes(address + path)
    status, head, body = request(address, path, "HEAD")
    assert (status, body, head["accept-ranges"], int(head["content-length"])) == (200, b"", "bytes", len(whole))
    for asked, start, end in (("0-15", 0, 16), ("100-299", 100, 300), ("-8", len(whole) - 8, len(whole))):
        status, part, body = request(address, path, headers={"Range": f"bytes={asked}"})
        assert (status, body) == (206, whole[start:end])
        assert part["content-range"] == f"bytes {start}-{end - 1}/{len(whole)}"
        assert part["etag"] == head["etag"]
    status, part, body = request(address, path, headers={"Range": f"bytes={len(whole)}-"})
    assert (status, part["content-range"]) == (416, f"bytes */{len(whole)}")


@pytest.mark.parametrize("path", [DB, "/csv/strikes.csv"])
def test_parts_of_different_versions_are_never_put_together(address, path):
    tag = request(address, path)[1]["etag"]
    assert request(address, path, headers={"Range": "bytes=0-9", "If-Range": tag})[0] == 206
    for other in ('"of-another-version"', f"W/{tag}"):
        assert request(address, path, headers={"Range": "bytes=0-9", "If-Range": other})[0] == 200


def test_duckdb_asks_a_table_where_it_lies(address, database):
    import_extension("httpfs")
    with duckdb.connect() as connection:
        connection.execute("LOAD httpfs")
        for path in (PARQUET, "/csv/strikes.csv"):
            found = connection.execute(f"SELECT count(*), sum(strikes) FROM '{address}{path}'").fetchone()
            assert found == tuple(database.execute("SELECT count(*), sum(strikes) FROM strikes").fetchone())


def test_polars_asks_a_table_where_it_lies(address, database):
    (count,) = database.execute("SELECT count(*) FROM strikes").fetchone()
    assert pl.scan_parquet(address + PARQUET).select(pl.len()).collect().item() == count


def test_sqlite_over_http_reads_single_pages(address):
    """As virtual file systems such as that of sql.js-httpvfs do."""
    size = int(request(address, DB, "HEAD")[1]["content-length"])
    page = int.from_bytes(request(address, DB, headers={"Range": "bytes=16-17"})[2], "big")
    assert size % page == 0
    whole = get_bytes(address + DB)
    for start in (0, page, size // page // 2 * page, size - page):
        part = request(address, DB, headers={"Range": f"bytes={start}-{start + page - 1}"})[2]
        assert part == whole[start : start + page]


# --- compression -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"{SITE}/strikes.json",
        f"{SITE}/strikes.csv",
        f"{SITE}/incidents?_facet=status",
        "/csv/strikes.csv",
        "/static/map.js",
        "/leaflet/leaflet.js",
        "/docs/rules",
    ],
)
def test_text_is_compressed_for_those_who_accept_it(address, path):
    _, found, plain = request(address, path)
    assert found["vary"] == "Accept-Encoding"
    assert "content-encoding" not in found
    for _ in range(2):  # made anew, and from the cache
        _, found, packed = request(address, path, headers={"Accept-Encoding": "br, gzip"})
        assert found["content-encoding"] == "gzip"
        assert found["vary"] == "Accept-Encoding"
        assert found["etag"].startswith("W/")
        assert len(packed) < len(plain) / 2
        assert timeless(gzip.decompress(packed)) == timeless(plain)
    assert "content-encoding" not in request(address, path, headers={"Accept-Encoding": "gzip;q=0, identity"})[1]


@pytest.mark.parametrize("path", [DB, PARQUET, f"{SITE}.zip", f"{SITE}.xlsx"])
def test_what_is_compressed_or_read_in_parts_stays_as_it_is(address, path):
    _, found, body = request(address, path, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in found
    assert len(body) == int(found["content-length"])


def test_a_part_is_never_compressed(address):
    asked = {"Accept-Encoding": "gzip", "Range": "bytes=0-999"}
    status, found, body = request(address, "/csv/strikes.csv", headers=asked)
    assert (status, len(body)) == (206, 1000)
    assert "content-encoding" not in found


def test_a_response_is_as_large_as_it_is_before_it_is_compressed(address):
    numbers = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1800)"
    path = f"{SITE}.csv?" + urlencode({"sql": f"{numbers} SELECT printf('%.*c', 20000, 'x') FROM c"})
    for accepted in ("identity", "gzip"):
        status, _, body = request(address, path, headers={"Accept-Encoding": accepted})
        text = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        assert status == 400  # it compresses to a few kilobytes, which would be 200
        assert b"larger than 32 MB" in text or b"took longer" in text or b"more memory" in text
