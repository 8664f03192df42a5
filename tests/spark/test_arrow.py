"""Parquet files by Arrow, which only Spark's requirements have."""

import base64

import pytest

from civcas.package.tables import read_tables
from civcas.publishing.build import build

pytestmark = pytest.mark.spark


def test_arrow_takes_a_field_that_is_always_filled_for_one_that_is_not_nullable(package, tmp_path):
    """Also if it is a category. nanoarrow itself says of every category in a message of IPC that it is nullable."""
    import pyarrow
    import pyarrow.parquet

    build(package, read_tables(package), tmp_path / "dist")
    for name, schema in package.schemas.items():
        file = pyarrow.parquet.ParquetFile(tmp_path / "dist" / "parquet" / f"{name}.parquet")
        message = pyarrow.py_buffer(base64.b64decode(file.metadata.metadata[b"ARROW:schema"]))
        expected = {field.name: not field.required for field in schema.fields}
        for found in (file.schema_arrow, pyarrow.ipc.read_schema(message)):
            assert {field.name: field.nullable for field in found} == expected
        categories = {field.name for field in schema.fields if field.categories}
        assert categories == {field.name for field in file.schema_arrow if pyarrow.types.is_dictionary(field.type)}
