"""`civcas serve`: check, build, and serve the site."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from civcas.commands.common import build_into, open_package, writing_to
from civcas.commands.options import command, port


def run(arguments: argparse.Namespace) -> int:
    from civcas.site.server import serve

    if arguments.built:
        return serve(arguments.built.resolve(), arguments.host, arguments.port)
    package = open_package(arguments)
    folder = package.root / "dist"
    with writing_to(package):
        code = build_into(package, folder)
    return code or serve(folder, arguments.host, arguments.port)


def register(commands: Any) -> None:
    added = command(
        commands,
        "serve",
        "check, build and open the site",
        "Check, build, and serve the Datasette site.",
    )
    added.add_argument("--host", default="127.0.0.1")
    added.add_argument("--port", type=port, default=8001)
    added.add_argument(
        "--built", type=Path, metavar="DIR", help="serve this folder that `civcas build` wrote, without a new build"
    )
