"""What the tests of published files share."""

from __future__ import annotations

import pytest

from civcas.package.tables import read_tables


@pytest.fixture(scope="module")
def built(package, tmp_path_factory):
    """The folder of a build of the small package."""
    from civcas.publishing.build import build

    folder = tmp_path_factory.mktemp("built") / "dist"
    build(package, read_tables(package), folder)
    return folder
