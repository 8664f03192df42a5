"""`civcas serve`: check, build, and serve the site."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from civcas.commands.common import any_package, build_into, built_in, writing_to
from civcas.commands.options import FOLDERS, add_url, command, completes, port
from civcas.errors import UnusableInput


def run(arguments: argparse.Namespace) -> int:
    from civcas.package.files import real_path
    from civcas.site.server import require_site, serve

    if arguments.built and arguments.url:
        raise UnusableInput("--url is for a build, and --built has one; use `civcas build --url`")
    if arguments.built:
        return serve(real_path(arguments.built), arguments.host, arguments.port, opens=arguments.open)
    require_site()  # before the work of a build
    with any_package(arguments, with_faults=True) as package, writing_to(package):
        folder = built_in(package)
        code = build_into(package, folder, arguments.url, quiet=arguments.quiet)
    return code or serve(folder, arguments.host, arguments.port, opens=arguments.open)


def register(commands: Any) -> None:
    added = command(
        commands,
        "serve",
        "check, build, and serve the site",
        "Check the package, write dist/, and serve the Datasette site. Ctrl-C stops it.",
        {0: "stopped", 1: "findings; nothing is served"},
        "print only what is wrong and the address, and no progress",
    )
    added.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    added.add_argument("--port", type=port, default=8001, help="the port to listen on; 0: a free one (default: 8001)")
    added.add_argument("--open", action="store_true", help="open the site in a browser as soon as it answers")
    built = added.add_argument(
        "--built",
        type=Path,
        metavar="DIR",
        help="serve a folder that `civcas build` wrote, without checking and building again",
    )
    completes(built, FOLDERS)
    add_url(added)
