"""Pages that the server keeps: the same as made anew, never too many, never another's."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from civcas.site.plugins.page_cache import PageCache, cost, key_of
from tests.conftest import get_bytes

SITE = "/oir-civcas"


def test_a_kept_page_is_the_page(address):
    for path in ("/", f"{SITE}/places", f"{SITE}/releases/monthly-2019-04.json"):
        first, second = get_bytes(address + path), get_bytes(address + path)
        assert first == second
        anew = get_bytes(address + path, **{"Cache-Control": "no-cache"})
        assert timeless(anew) == timeless(first)


def timeless(page):
    """Without the milliseconds that Datasette says its queries took."""
    return re.sub(rb'"query_ms": [\d.e-]+|[\d.]+ms', b"", page)


def test_links_name_the_host_that_was_asked(address):
    for host in ("a.example", "b.example", "a.example"):
        page = get_bytes(address, Host=host).decode()
        (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert json.loads(text)["url"] == f"http://{host}/"


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4000)), max_size=60))
def test_never_more_is_kept_than_there_is_room_for(puts):
    kept = PageCache(capacity=20_000)
    last = {}
    for number, size in puts:
        key, page = (bytes([number]),), ([], b"x" * size)
        kept.put(key, page)
        last[key] = page
        assert kept.size == sum(cost(key, page) for key, page in kept.pages.items()) <= 20_000
        assert kept.get(key) == page
    assert all(last[key] == page for key, page in kept.pages.items())


def scope(path="/", method="GET", **headers):
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "scheme": "http", "path": path, "query_string": b"", "headers": pairs}


def test_a_page_that_may_differ_by_reader_is_not_kept():
    assert key_of(scope()) is not None
    assert key_of(scope(host="a")) != key_of(scope(host="b"))
    assert key_of(scope(cookie="a=b")) is None
    assert key_of(scope(authorization="Bearer x")) is None
    assert key_of(scope(method="HEAD")) is None
    assert key_of(scope(accept_encoding="gzip")) != key_of(scope())


def test_parameters_of_a_file_do_not_make_another_page():
    asked = {**scope("/static/map.js"), "query_string": b"x=1"}
    assert key_of(asked) == key_of(scope("/static/map.js"))
