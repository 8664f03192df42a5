"""What pyproject.toml can't say: the version, which datapackage.json has, and that a wheel carries the data package."""

import json
import zipfile
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PACKAGED = "civcas/package.zip"  # civcas.package.installed finds it
FILES = (
    "datapackage.json", "data/*.csv", "schemas/*.json", "docs/*.md",
    "README.md", "CHANGELOG.md", "LICENSE", "LICENSE-DATA", "CITATION.cff",
)  # fmt: skip


class BuildWithData(build_py):
    """Build the program, and put the data package into it as a zip: a seventh of the size, and nobody edits it.

    An editable install has the files of the checkout instead.
    """

    def run(self):
        super().run()
        if not self.editable_mode:
            self._write(Path(self.build_lib, PACKAGED))

    def _write(self, path):
        """Write the zip. The same files give the same bytes."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(file for pattern in FILES for file in Path().glob(pattern)):
                entry = zipfile.ZipInfo(file.as_posix())
                entry.external_attr = 0o644 << 16
                entry.create_system = 3  # Unix, on any system
                archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)

    def get_outputs(self, include_bytecode=1):
        added = [] if self.editable_mode else [str(Path(self.build_lib, PACKAGED))]
        return super().get_outputs(include_bytecode) + added


try:
    version = json.loads(Path("datapackage.json").read_text(encoding="utf-8"))["version"]
except (OSError, ValueError, KeyError, TypeError):
    version = "0"  # the program installs all the same: `civcas check` says what is wrong with the file

setup(version=version, cmdclass={"build_py": BuildWithData})
