"""Pages that the server keeps: the same as made anew, never too many, never another's."""

from __future__ import annotations

import asyncio
import json
import re

from civcas.site.plugins import page_cache
from civcas.site.plugins.page_cache import key_of
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


def test_the_page_not_asked_for_longest_goes_when_room_is_short(monkeypatch):
    monkeypatch.setattr(page_cache, "_CAPACITY", 20_000)
    monkeypatch.setattr(page_cache, "configured", lambda _: {"processes": 1})
    made = []

    async def application(asked, _receive, send):
        made.append(asked["path"])
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": asked["path"][:2].encode() * 2000})

    cached = page_cache.layer(None, application)

    def made_of(*paths):
        """Ask for these pages: those of them that were made, not kept."""
        made.clear()
        for path in paths:
            sent = []

            async def send(message, sent=sent):
                sent.append(message)

            asyncio.run(cached(scope(path), None, send))
            assert sent[-1]["body"] == path[:2].encode() * 2000
        return list(made)

    assert made_of("/1", "/2", "/3", "/1") == ["/1", "/2", "/3"]
    assert made_of("/4", "/1", "/2") == ["/4", "/2"], "there is room for three"
    long = "/5" * 4500
    assert made_of(long, "/2", "/4", "/1") == [long, "/4", "/1"], "a long address takes room, too"


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
