"""Runs Datasette in this process, and says where the site is as soon as it answers.

`python -m civcas.site.running ADDRESS yes|no ...`: the address to say, whether to open it in a browser, and Datasette's
own arguments. Worker processes import this module, too, so it imports little.
"""

from __future__ import annotations

import http.client
import sys
import time
import webbrowser
from contextlib import suppress
from http import HTTPStatus
from threading import Thread
from urllib.parse import urlsplit

_PAUSE = 0.1  # seconds between two tries
_PATIENCE = 60  # seconds for the first page, which may be slow on a busy machine


def announce(address: str, *, opens: bool) -> None:
    """Wait until the site answers. Then print its address, and open it in a browser if that is wished."""
    while not _answers(address):
        time.sleep(_PAUSE)
    print(f"the site is at {address}", file=sys.stderr, flush=True)
    if opens and not webbrowser.open(address):
        print("no browser could be opened: open the address yourself", file=sys.stderr, flush=True)


def _answers(address: str) -> bool:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=_PATIENCE)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/")
        return connection.getresponse().status == HTTPStatus.OK
    return False


def main() -> None:
    from datasette.cli import cli

    address, opens, *options = sys.argv[1:]
    Thread(target=announce, args=(address,), kwargs={"opens": opens == "yes"}, daemon=True).start()
    cli(options, prog_name="datasette")


if __name__ == "__main__":
    main()
