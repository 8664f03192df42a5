"""The tests. In one process they ask Polars as `civcas` does in its own, which takes less time for small tables."""

import os

os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")
