"""Attacks on the site as `civcas serve` runs it: each is cut off or refused, and other readers do not notice.

No time is measured, since machines differ: a query that would never end has been cut off once it is answered, and
pages do not wait when many of them come while costly requests are still being worked on.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import datasette
import pytest

from civcas.publishing.queries import queries
from tests.conftest import ROOT, get

SITE = "/oir-civcas"
ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
LONG = "hex(zeroblob(12000))"
WIDE = ", ".join(f"{LONG} AS c{number}" for number in range(150))
MANY = ", ".join(f"evidence {name}" for name in "abcdef")  # rows without end, however few the table has
# None of these would end within a day, or would fit into memory.
HOSTILE = {
    "cartesian join": f"SELECT count(*) FROM {MANY}",
    "recursion": f"{ENDLESS} SELECT count(*) FROM c",
    "many random blobs": f"{ENDLESS} SELECT sum(length(hex(randomblob(12000)))) FROM c",
    "many long strings": f"{ENDLESS} SELECT sum(length(printf('%.*c', 24000, 'x'))) FROM c",
    "instr in long strings": f"{ENDLESS} SELECT sum(instr({LONG} || x, hex(zeroblob(6000)) || '1')) FROM c",
    "replace in long strings": f"{ENDLESS} SELECT sum(length(replace({LONG} || x, '0', 'y'))) FROM c",
    "like with many wildcards": f"{ENDLESS} SELECT sum({LONG} || x LIKE '{'%0' * 40}_%1') FROM c",
    "glob with many wildcards": f"{ENDLESS} SELECT sum({LONG} || x GLOB '{'*0' * 40}[^0]*1') FROM c",
    "all of it sorted": f"SELECT a.value FROM {MANY} ORDER BY 1",
    "all of it as JSON": f"SELECT json_group_array(json_object('a', a.value)) FROM {MANY}",
    "all of it in one text": f"SELECT group_concat(a.value) FROM {MANY}",
    "a window over all": f"{ENDLESS} SELECT sum(x) OVER (ORDER BY x DESC) FROM c",
    "gigabytes of rows": f"SELECT {WIDE} FROM {MANY}",
}
TOO_LONG = {
    "random blob": "SELECT randomblob(1000000000)",
    "zero blob": "SELECT zeroblob(1000000000)",
    "hex": "SELECT hex(zeroblob(20000))",
    "joined": "SELECT group_concat(a.value) FROM evidence a, evidence b",
}
FORBIDDEN = {
    "attach": "ATTACH DATABASE '/etc/passwd' AS x",
    "pragma": "PRAGMA query_only = 0",
    "pragma as a table": "SELECT * FROM pragma_optimize",
    "extension": "SELECT load_extension('x')",
    "address in memory": "SELECT fts3_tokenizer('simple')",
    "function pointer": "SELECT fts3_tokenizer('simple', x'4141414141414141')",
    "others' queries": "SELECT sql FROM sqlite_stmt",
    "number of others' queries": "SELECT count(*) FROM sqlite_stmt",
    "pages of the file": "SELECT * FROM dbstat",
    "delete": "DELETE FROM releases",
    "delete after with": "WITH x AS (SELECT 1) DELETE FROM releases",
    "two statements": "SELECT 1; DROP TABLE releases",
    "vacuum": "VACUUM INTO '/tmp/x'",
    "not text": "SELECT 1\0",
}


def ask(address, path, method="GET", headers=None):
    """Status, headers and text of a request (see `request`)."""
    status, found, body = request(address, path, method, headers)
    return status, found, body.decode("utf-8", "replace")


def request(address, path, method="GET", headers=None):
    """Status, headers and body of a request whose path goes out as it is, whatever is in it."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def sql(address, text, kind=".json", **parameters):
    return ask(address, f"{SITE}{kind}?{urlencode({'sql': text, **parameters})}")


# --- cut off -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_query_is_cut_off_with_clear_words(address, text):
    status, _, body = sql(address, text)
    answer = json.loads(body)
    assert (status, answer["ok"]) == (400, False)
    assert re.search(r"took longer than|more memory than|larger than|too big", answer["error"]), answer["error"]


@pytest.mark.parametrize("kind", ["", ".csv"])
def test_pages_and_csv_say_so_too(address, kind):
    status, found, body = sql(address, HOSTILE["recursion"], kind)
    assert status == 400
    assert "was cut off" in body
    assert kind or 'class="name" href="/"' in body
    assert found["content-type"].startswith("text/plain" if kind else "text/html")


def test_a_table_filtered_by_a_hostile_condition_is_cut_off(address):
    condition = f"value IN ({ENDLESS} SELECT x FROM c)"
    for kind in ("", ".json", ".csv"):
        status, _, body = ask(address, f"{SITE}/evidence{kind}?{urlencode({'_where': condition, '_stream': 'on'})}")
        assert status == 400
        assert "cut off" in body or "took longer than" in body


@pytest.mark.parametrize("text", TOO_LONG.values(), ids=TOO_LONG)
def test_values_have_a_greatest_length(address, text):
    status, _, body = sql(address, text)
    assert status == 400
    assert json.loads(body)["error"] == "string or blob too big"


def test_a_query_that_nothing_interrupts_is_ended_with_its_process_and_the_next_is_answered(address):
    text = " || ".join(["printf('%.*c', 1000000000, 'x')"] * 60)  # seconds each, and no step of SQLite in between
    status, _, body = sql(address, f"SELECT {text}")
    assert status == 400
    assert "It took longer than 3 seconds" in json.loads(body)["error"]
    status, _, body = sql(address, "SELECT 1 AS one", _shape="array")
    assert (status, json.loads(body)) == (200, [{"one": 1}])


def workers_of(address):
    """The processes of the server's workers, as /proc has them."""
    port = urlsplit(address).port
    commands = {int(path.parent.name): path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")}
    servers = [number for number, command in commands.items() if f"--port\0{port}\0".encode() in command]
    lists = [path for server in servers for path in Path(f"/proc/{server}/task").glob("*/children")]
    children = [path.read_text().split() for path in lists]
    return [int(child) for each in children for child in each if b"spawn_main" in commands.get(int(child), b"")]


def after_killing_the_workers(address, kind):
    """The answers of status 500 to two long queries whose workers are killed while they are at it."""
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(sql, address, HOSTILE["recursion"], kind) for _ in range(2)]
        time.sleep(1)
        for worker in workers_of(address):
            os.kill(worker, signal.SIGSEGV)
        return [body for status, _, body in (future.result() for future in running) if status == 500]


@pytest.mark.parametrize("kind", [".json", ""])
def test_a_worker_that_dies_is_reported_as_what_it_was_and_replaced(address, kind):
    # On a busy machine the workers may not have begun, or be done, when they are killed.
    told = next(filter(None, (after_killing_the_workers(address, kind) for _ in range(5))))
    for body in told:
        assert "ended (signal SIGSEGV) and was replaced" in body
        assert "memory" not in body
    status, _, body = sql(address, "SELECT 1 AS one", _shape="array")
    assert (status, json.loads(body)) == (200, [{"one": 1}])


def test_a_worker_that_dies_while_it_has_nothing_to_do_is_replaced_unnoticed(address):
    for _ in range(3):
        assert sql(address, "SELECT 1 AS one")[0] == 200
        killed = workers_of(address)
        assert killed
        for worker in killed:
            os.kill(worker, signal.SIGKILL)
        while set(killed) & set(workers_of(address)):
            time.sleep(0.1)
        answers = [sql(address, "SELECT 1 AS one", _shape="array") for _ in range(2 * len(killed))]
        assert [(status, json.loads(body)) for status, _, body in answers] == [(200, [{"one": 1}])] * len(answers)


def test_others_are_answered_while_eight_hostile_queries_run(address):
    pages = ["/", f"{SITE}/incidents", f"{SITE}/releases/monthly-2019-04", f"{SITE}/{next(iter(queries()))}"]
    hostile = [HOSTILE[name] for name in ("recursion", "cartesian join", "instr in long strings", "gigabytes of rows")]
    answered = 0
    with ThreadPoolExecutor(8) as pool:
        running = [pool.submit(sql, address, text, kind) for text in hostile for kind in ("", ".json")]
        while not all(future.done() for future in running):
            assert ask(address, pages[answered % len(pages)])[0] == 200
            answered += not all(future.done() for future in running)
        assert {future.result()[0] for future in running} <= {400, 503}
    assert answered >= 20


def test_more_costly_requests_than_can_wait_are_turned_away_with_words(address):
    with ThreadPoolExecutor(70) as pool:
        found = list(pool.map(lambda _: sql(address, HOSTILE["recursion"]), range(70)))
    assert {status for status, _, _ in found} == {400, 503}
    refused = next((headers, body) for status, headers, body in found if status == 503)
    assert refused[0]["retry-after"]
    assert "Too many costly requests" in json.loads(refused[1])["title"]


def test_the_worker_processes_load_nothing_that_only_the_build_needs():
    """Their memory is bounded, and one that was ended is to be up again soon."""
    text = "import civcas.site.workers, sys; print(sorted({'polars', 'pandera', 'frictionless'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# --- read-only ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", FORBIDDEN.values(), ids=FORBIDDEN)
def test_statements_that_do_more_than_read_are_refused(address, text):
    for kind in (".json", "", ".csv"):
        status, _, body = sql(address, text, kind)
        assert status == 400
        assert "Traceback" not in body
    assert sql(address, "SELECT count(*) FROM releases")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_methods_that_write_are_refused(address, method):
    status, _, body = ask(address, f"{SITE}/releases.json", method)
    assert status == 405
    assert json.loads(body)["error"] == "The site can only be read."


@pytest.mark.parametrize(
    "query",
    ["_size=-1", "_size=x", "_next=a,b,c", "_sort=nope", "_facet=nope", "_timelimit=x", "_search_nope=x", "a__b__c=1"],
)
def test_a_bad_parameter_is_no_error_of_the_server(address, query):
    for kind in ("", ".json", ".csv"):
        assert ask(address, f"{SITE}/releases{kind}?{query}")[0] in {200, 400}
    assert ask(address, f"{SITE}.json?sql=select+1&{query}")[0] in {200, 400}


# --- nothing else is served ----------------------------------------------------------------------------------------

UP = [
    "..",
    "%2e%2e",
    "%252e%252e",
    "%25252e%25252e",
    "..%5c..",
    "..\\..",
    ".%2e",
    "..%2f..",
    "..%252f..",
    "%c0%ae%c0%ae",
]


@pytest.mark.parametrize("folder", ["/static", "/download", "/parquet", "/csv", "/-/static", "/docs", SITE, ""])
def test_no_path_leaves_its_folder(address, folder):
    for up in UP:
        for target in ("metadata.json", "oir-civcas.db", "etc/passwd", "../../../../../../etc/passwd"):
            status, _, body = ask(address, f"{folder}/{up}/{target}")
            assert status == 404, (folder, up, target)
            assert "root:" not in body


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/nothing/..", "/..", "/./", "/%00", "/%ff", "/a%0d%0ab", "//", f"{SITE}/releases/nope", "/download"],
)
def test_what_is_not_there_is_not_found(address, path):
    assert ask(address, path)[0] == 404


def test_a_slash_too_many_leads_to_the_page_and_nowhere_else(address):
    status, found, _ = ask(address, f"{SITE}/releases/")
    assert (status, found["location"]) == (302, f"{SITE}/releases")
    assert ask(address, "//example.org/")[0] == 404


def test_no_page_shows_a_path_of_the_server(address):
    pages = [
        "actor",
        "databases",
        "metadata",
        "permissions",
        "plugins",
        "settings",
        "threads",
        "versions",
        "allow-debug",
    ]
    pages += ["auth-token", "logout", "messages", "patterns", "config"]
    listed = [sql(address, "SELECT * FROM pragma_database_list", kind)[2] for kind in ("", ".json", ".csv")]
    listed += [ask(address, f"/-/{page}{kind}")[2] for page in pages for kind in ("", ".json")]
    listed += [sql(address, "SELECT nope FROM nope")[2], ask(address, f"{SITE}.json")[2], ask(address, SITE)[2]]
    secrets = [str(ROOT), str(Path(datasette.__file__).parent), "/tmp/", "site-packages", "oir-civcas.db?"]
    for text in listed:
        assert not [secret for secret in secrets if secret in text]


# --- headers -----------------------------------------------------------------------------------------------------

EVERYWHERE = [
    "/",
    SITE,
    f"{SITE}/releases",
    f"{SITE}/releases.json",
    f"{SITE}/releases.csv",
    f"{SITE}/releases/monthly-2019-04",
    f"{SITE}/strikes-near-a-place",
    f"{SITE}?sql=select+1",
    f"{SITE}?sql=selec",
    f"{SITE}.json?sql=selec",
    f"{SITE}.db",
    "/oir-civcas.zip",
    "/static/site.css",
    "/-/static/app.css",
    "/static/none.css",
    "/static/../none.css",
    "/download/releases.csv",
    "/docs/methodology",
    "/-/search?q=Hatra",
    "/-/databases",
    "/nothing",
    "/nothing/",
]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_has_the_security_headers(address, path):
    _, found, _ = ask(address, path)
    policy = dict(part.split(" ", 1) for part in found["content-security-policy"].split("; "))
    assert "unsafe" not in policy["script-src"]
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == policy["form-action"] == policy["connect-src"] == policy["default-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "strict-origin-when-cross-origin"
    assert found["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in found["permissions-policy"]
    names = [name.lower() for name in found]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", [f"{SITE}?sql=SELECT+1", *[path for path in EVERYWHERE if "." not in path]])
def test_the_policy_allows_every_script_of_the_page_and_no_other(address, path):
    _, found, body = ask(address, path)
    scripts = re.findall(r"<script(?![^>]*src=)(?![^>]*json)[^>]*>(.*?)</script>", body, re.DOTALL)
    assert bool(scripts) == ("sql-format" in body)  # only the editor of SQL has scripts in the page itself
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in found["content-security-policy"], script[:200]
    assert not re.search(r"<[^>]+\son\w+=", body)  # a handler in an attribute would be blocked


# --- caching -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", f"{SITE}/releases", f"{SITE}/releases.json", "/download/releases.csv", f"{SITE}.db"]
)
def test_an_unchanged_page_is_not_sent_again(address, path):
    status, found, body = ask(address, path)
    assert status == 200
    assert body
    assert found["cache-control"] == "max-age=3600"
    status, again, body = ask(address, path, headers={"If-None-Match": found["etag"]})
    assert (status, body, again["etag"]) == (304, "", found["etag"])
    assert ask(address, path, headers={"If-None-Match": '"other"'})[0] == 200


def test_what_may_change_and_what_failed_has_no_tag(address):
    for path in (f"{SITE}.json?sql=select+random()", "/nothing", f"{SITE}.json?sql=selec"):
        assert "etag" not in ask(address, path)[1]
    assert "cache-control" not in ask(address, "/nothing")[1]


def test_the_site_goes_on_after_all_this(address):
    assert get(address)
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(f"{address}/nothing")
    refused.value.close()
