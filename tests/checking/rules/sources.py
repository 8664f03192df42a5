"""Cases for the rules of sources and organisations."""

from tests.checking.rules.judging import Case

SOURCE = {"source_id": "kuna", "published_on": "2019-05-31", "published_precision": "day", "consulted_on": "2026-11-22"}


def sources(*rows, **tables):
    return {"sources": list(rows)} | tables


def at(url, name="one", **fields):
    return {"source_id": name, "url": url} | fields


def dated(url, day="2017-03-17", precision="day"):
    return at(url, url, published_on=day, published_precision=precision)


def publisher(kind):
    return {"organisation_id": kind, "kind": kind}


def used(rule, records, key, referring, expected):
    """A record is used if one of the tables names it; other records and other fields do not count."""
    (table, (record,)) = records
    return [
        Case(
            rule,
            {table: [record], other: [{key: record[key]}]},
            {table: [record]},
            [(record[key], key, record[key], expected)],
        )
        for other in referring
    ]


def homepage(address, **fields):
    return {"organisation_id": "one", "homepage": address} | fields


STATES, OTHERS = ("government", "military"), ("archive", "intergovernmental", "news", "ngo", "other", "research")

CASES = [
    Case(
        "sources/consulted-after-publication",
        sources(SOURCE, SOURCE | {"consulted_on": "2019-05-31"}, SOURCE | {"consulted_on": None}),
        sources(SOURCE | {"consulted_on": "2019-05-30"}),
        [("kuna", "published_on", "2019-05-31", "not after 2019-05-30, when it was consulted")],
    ),
    Case(
        "sources/precision-with-date",
        sources(SOURCE, {"source_id": "undated"}),
        sources(SOURCE | {"published_precision": None}, {"source_id": "undated", "published_precision": "day"}),
        [
            ("kuna", "published_precision", "", "a precision, since there is a date: 2019-05-31"),
            ("undated", "published_precision", "day", "empty, since there is no date"),
        ],
    ),
    Case(
        "sources/date-fits-precision",
        sources(SOURCE, SOURCE | {"published_on": "2019-05-01", "published_precision": "month"}),
        sources(SOURCE | {"published_precision": "month"}, SOURCE | {"published_precision": "year"}),
        [
            ("kuna", "published_on", "2019-05-31", "2019-05-01, since only the month is known"),
            ("kuna", "published_on", "2019-05-31", "2019-01-01, since only the year is known"),
        ],
    ),
    Case(
        "sources/date-as-in-address",
        sources(
            dated("https://example.org/2017/03/17/news"),
            dated("https://example.org/news-2017-03-17"),
            dated("https://example.org/news-US20170317?ver=2018-01-01"),
            dated("https://example.org/news?ver=2018-01-01#2018-01-01"),
            dated("https://example.org/news#2018-01-01"),
            dated("https://example.org/2018/01/01", precision="month"),
            dated("https://example.org/2018/13/01/2017-03-17/2018-01-01"),
            dated("https://example.org/201801011-2018010-12018-01-01-1018-01-01-2018-01-32-2018-00-01"),
        ),
        sources(
            dated("https://example.org/2017/03/18/news"),
            dated("https://example.org/news-2017-03-18"),
            dated("https://example.org/20170318"),
            dated("https://example.org/20171231.html"),
            dated("https://example.org/2017/10/09"),
        ),
        [
            (f"https://example.org/{name}", "published_on", "2017-03-17", f"{day}, as the address says")
            for name, day in (
                ("2017/03/18/news", "2017-03-18"),
                ("news-2017-03-18", "2017-03-18"),
                ("20170318", "2017-03-18"),
                ("20171231.html", "2017-12-31"),
                ("2017/10/09", "2017-10-09"),
            )
        ],
    ),
    Case(
        "sources/key-says-address",
        sources(
            at("https://example.org/Reuters/Iraq-2014", "reuters-iraq-2014"),
            at("https://example.org/reuters", "example-org-reuters-2"),
            at("https://example.org/reuters", "example-org-reuters-12"),
        ),
        sources(
            at("https://example.org/reuters", "reuters-a-map"),
            at("https://example.org/reuters", "reuters-345"),
            at("https://example.org/x.org", "exampleworg"),
            at("https://example.org/axb", "a.b"),
        ),
        [
            (
                "reuters-a-map",
                "url",
                "https://example.org/reuters",
                "an address with the words of the key; it lacks: map",
            ),
            (
                "reuters-345",
                "url",
                "https://example.org/reuters",
                "an address with the words of the key; it lacks: 345",
            ),
            (
                "exampleworg",
                "url",
                "https://example.org/x.org",
                "an address with the words of the key; it lacks: exampleworg",
            ),
            ("a.b", "url", "https://example.org/axb", "an address with the words of the key; it lacks: a.b"),
        ],
    ),
    Case(
        "sources/one-record-for-one-page",
        sources(
            at("https://example.org/a", archive_url="https://archive.is/a"),
            at("https://example.org/A", "two", archive_url="https://archive.is/b"),
            at("https://archive.is/c", "three", archive_url="https://archive.is/c"),
            at("https://example.org/a?b", "four"),
            at("https://example.org/c", "five"),
        ),
        sources(
            at("https://example.org/a", archive_url="https://archive.is/a"),
            at("http://www.example.org/a/#top", "two", archive_url="http://archive.is/a"),
            at("https://archive.is/a", "three"),
        ),
        [
            (name, field, address, "an address that no other record has; line 2 has it too")
            for name, field, address in (
                ("two", "archive_url", "http://archive.is/a"),
                ("two", "url", "http://www.example.org/a/#top"),
                ("three", "url", "https://archive.is/a"),
            )
        ],
    ),
    Case(
        "sources/host-has-one-publisher",
        sources(
            at("https://example.org/a", "1", organisation_id="reuters"),
            at("https://example.org:80/b", "2", organisation_id="reuters"),
            at("https://news.example.org/b", "3", organisation_id="bbc"),
        ),
        sources(
            at("https://example.org/a", "1", organisation_id="bbc"),
            at("http://www.example.org/b", "2", organisation_id="reuters"),
            at("https://EXAMPLE.org./b", "3", organisation_id="reuters"),
            at("https://news.example.org/a", "4", organisation_id="bbc"),
            at("https://news.example.org/b", "5", organisation_id="reuters"),
        ),
        [
            ("1", "organisation_id", "bbc", "reuters, as for other pages of example.org"),
            ("5", "organisation_id", "reuters", "bbc, as for other pages of news.example.org"),
        ],
        previous=[3, 5],
    ),
    Case(
        "sources/official-pages-are-of-states",
        sources(
            *[{"source_id": name, "organisation_id": name, "kind": "official"} for name in STATES],
            *[{"source_id": name, "organisation_id": name, "kind": "news"} for name in OTHERS],
            organisations=[publisher(name) for name in STATES + OTHERS],
        ),
        sources(
            *[{"source_id": name, "organisation_id": name, "kind": "report"} for name in STATES],
            *[{"source_id": name, "organisation_id": name, "kind": "official"} for name in OTHERS],
            organisations=[publisher("none"), *[publisher(name) for name in STATES + OTHERS]],
        ),
        [
            *[(name, "kind", "report", f"official, since {name} is of the kind {name}") for name in STATES],
            *[(name, "kind", "official", f"another kind, since {name} is of the kind {name}") for name in OTHERS],
        ],
        see=[(line, "kind", "") for line in range(3, 3 + len(STATES + OTHERS))],
    ),
    Case(
        "sources/archive-is-an-archive",
        sources(
            at("https://example.org"),
            *[
                at("https://example.org", archive_url=f"https://{host}/x")
                for host in (
                    "archive.fo",
                    "archive.is",
                    "archive.li",
                    "archive.md",
                    "archive.org",
                    "archive.ph",
                    "archive.today",
                    "archive.vn",
                    "arquivo.pt",
                    "ghostarchive.org",
                    "perma.cc",
                    "web.archive.org",
                    "webarchive.loc.gov",
                    "webarchive.nationalarchives.gov.uk",
                    "www.webcitation.org",
                )
            ],
        ),
        sources(at("https://archive.is/x", archive_url="https://example.org/archive.is")),
        [
            (
                "one",
                "archive_url",
                "https://example.org/archive.is",
                "an address of a web archive, such as web.archive.org or archive.is",
            )
        ],
    ),
    *used(
        "sources/used",
        ("sources", [SOURCE]),
        "source_id",
        (
            "airpower",
            "estimates",
            "evidence",
            "incidents",
            "known_issues",
            "place_names",
            "places",
            "releases",
            "strike_totals",
            "strikes",
        ),
        "a source that a record cites",
    ),
    Case(
        "sources/used",
        {"sources": [SOURCE], "places": [{"governorate_source_id": SOURCE["source_id"]}]},
        {"sources": [SOURCE], "places": [{"governorate_source_id": "another"}]},
        [(SOURCE["source_id"], "source_id", SOURCE["source_id"], "a source that a record cites")],
    ),
    Case(
        "organisations/homepage-is-of-its-sources",
        {
            "organisations": [
                homepage("https://www.example.org"),
                homepage("https://news.example.com/about", organisation_id="two"),
                homepage("https://elsewhere.org", organisation_id="without-a-source"),
                homepage(None, organisation_id="two"),
            ],
            "sources": [
                at("https://other.org/a", organisation_id="one"),
                at("https://news.example.org./a", organisation_id="one"),
                at("https://example.com/a", organisation_id="two"),
            ],
        },
        {
            "organisations": [
                homepage("https://example.com"),
                homepage("https://example.org", organisation_id="two"),
                homepage("https://org", organisation_id="three"),
            ],
            "sources": [
                at("https://example.org/a", organisation_id="one"),
                at("https://another.org/a", organisation_id="one"),
                at("https://myexample.org/a", organisation_id="two"),
                at("https://x.example.com/org", organisation_id="three"),
            ],
        },
        [
            ("one", "homepage", "https://example.com", "the host of a source, such as another.org"),
            ("two", "homepage", "https://example.org", "the host of a source, such as myexample.org"),
            ("three", "homepage", "https://org", "the host of a source, such as x.example.com"),
        ],
    ),
    Case(
        "organisations/names-differ",
        {
            "organisations": [
                {"organisation_id": "a", "name": "KUNA", "abbreviation": "KUNA"},
                {"organisation_id": "b", "name": "Kuwait News Agency"},
                {"organisation_id": "c", "name": "Agency 1"},
                {"organisation_id": "d", "name": "Agency 2"},
            ]
        },
        {
            "organisations": [
                {"organisation_id": "a", "name": "El Mañana", "abbreviation": "KUNA"},
                {"organisation_id": "b", "name": "el-manana"},
                {"organisation_id": "c", "name": "Kuna"},
                {"organisation_id": "d", "name": "Another", "abbreviation": "K.U.N.A."},
            ]
        },
        [
            (name, field, found, "a name that no other organisation has; line 2 has it too")
            for name, field, found in (
                ("b", "name", "el-manana"),
                ("c", "name", "Kuna"),
                ("d", "abbreviation", "K.U.N.A."),
            )
        ],
    ),
    *used(
        "organisations/used",
        ("organisations", [{"organisation_id": "sohr"}]),
        "organisation_id",
        ("estimates", "sources", "strike_totals"),
        "an organisation that a source, an estimate or a total names",
    ),
]
