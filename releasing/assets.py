"""Copies a build into one flat folder, as the files of a release, with checksums of their own.

    python releasing/assets.py dist assets

`csv/releases.csv` becomes `csv-releases.csv`, since the files of a release can't be in folders. Exit code 2: the build
can't be read, or two files would have one name.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from civcas.publishing.archive import files_in, write_checksums
from civcas.publishing.build import CHECKSUMS


def assets(dist: Path, folder: Path) -> None:
    """Fill a new folder. Raises OSError, and ValueError if two files would have one name or one is missing."""
    names = {file.path: file.path.replace("/", "-") for file in files_in(dist) if file.path != CHECKSUMS}
    if CHECKSUMS not in {file.name for file in dist.iterdir()}:
        raise ValueError(f"{dist}: no {CHECKSUMS} in it, so it is no build")
    twins = [path for path, name in names.items() if list(names.values()).count(name) > 1]
    if twins:
        raise ValueError(f"{' and '.join(twins)} would have one name in a release")
    folder.mkdir()
    for path, name in names.items():
        shutil.copyfile(dist / path, folder / name)
    write_checksums(folder / CHECKSUMS, files_in(folder))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dist", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    try:
        assets(arguments.dist, arguments.folder)
    except (OSError, ValueError) as error:
        print(f"assets: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
