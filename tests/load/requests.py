"""The requests of a load run: ordinary pages, pages with parameters, honest SQL, and hostile ones."""

from __future__ import annotations

import random
from typing import NamedTuple
from urllib.parse import urlencode

from tests.site.test_safety import ENDLESS, HOSTILE, LONG, SITE

ORDINARY, PARAMETERS, SQL, HOSTILE_ONE = "ordinary", "parameters", "SQL", "hostile"


class Asked(NamedTuple):
    kind: str
    path: str


def own(sql: str, kind: str = ".json", **more: str) -> Asked:
    return Asked(SQL, f"{SITE}{kind}?{urlencode({'sql': sql, **more})}")


PAGES = [
    Asked(ORDINARY, path)
    for path in (
        "/",
        SITE,
        f"{SITE}/releases",
        f"{SITE}/incidents",
        f"{SITE}/incidents.json",
        f"{SITE}/releases/monthly-2019-04",
        f"{SITE}/strikes-by-month",
        "/-/map",
        "/-/map.json",
        "/-/dashboards/strikes",
        "/docs/methodology",
        "/static/site.css",
    )
]
CHOSEN = [
    Asked(PARAMETERS, path)
    for path in (
        f"{SITE}/strikes-near-a-place?place_id=raqqa",
        f"{SITE}/strikes-by-place.json?country=Iraq",
        f"{SITE}/incidents?country=Iraq&_sort=killed",
        "/-/map?status=credible",
        "/-/map.json?status=credible",
        "/-/search?q=mosul",
    )
]
HONEST = [
    own("SELECT count(*) FROM strikes", _shape="array"),
    own("SELECT country, sum(strikes) FROM strikes GROUP BY country", ".csv"),
    own("SELECT * FROM releases ORDER BY published_on", ".jsonl"),
    own("SELECT r.release_id, count(*) FROM releases r JOIN incidents i USING (release_id) GROUP BY 1", ""),
    Asked(SQL, f"{SITE}/incidents.csv"),
    Asked(SQL, f"{SITE}/incidents?killed__gt=10"),
]
BAD = [
    *(own(text, kind) for text in HOSTILE.values() for kind in ("", ".json", ".csv")),
    own(f"SELECT {' || '.join([LONG] * 3)}"),
    own("SELECT printf('%.*c', 1000000000, 'x')"),
    own("SELECT fts3_tokenizer('simple', x'4141414141414141')"),
    Asked(SQL, f"{SITE}/evidence?{urlencode({'_where': f'value IN ({ENDLESS} SELECT x FROM c)'})}"),
]


def mixed(number: int, seed: int, share: float) -> list[Asked]:
    """That many requests, this share of them hostile, in random order."""
    chance = random.Random(seed)
    return [
        Asked(HOSTILE_ONE, chance.choice(BAD).path)
        if chance.random() < share
        else chance.choice(chance.choices([PAGES, CHOSEN, HONEST], [80, 10, 10])[0])
        for _ in range(number)
    ]


def costliest(number: int, seed: int) -> list[Asked]:
    """Requests for the costliest pages whose queries are ours, each with other values."""
    chance = random.Random(seed)

    def months() -> str:
        months = sorted(f"20{chance.randint(14, 19)}-{chance.randint(1, 12):02}" for _ in range(2))
        return urlencode(dict(zip(("first_month", "last_month"), months, strict=True)))

    def distance() -> str:
        return urlencode({"place_id": "raqqa", "kilometres": round(chance.uniform(250, 300), 3)})

    pages = [(f"{SITE}/incidents-on-the-map", months), ("/-/map", months), (f"{SITE}/incidents-near-a-place", distance)]
    chosen = [chance.choice(pages) for _ in range(number)]
    return [Asked(PARAMETERS, f"{page}?{values()}") for page, values in chosen]
