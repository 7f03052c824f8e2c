#!/usr/bin/env python3
"""Writes indexed.parquet and blank.parquet with PyArrow. README.md says how to run it."""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent

pq.write_table(
    pa.table({"r": list(range(2000)), "kind": [f"c{r % 3}" for r in range(2000)]}),
    FOLDER / "indexed.parquet",
    write_page_index=True,
    data_page_size=512,
    write_batch_size=100,
    data_page_version="2.0",
    compression="zstd",
)
pq.write_table(
    pa.table({"": list(range(20)), "half": [r / 2 for r in range(20)], " ": [f"c{r % 3}" for r in range(20)]}),
    FOLDER / "blank.parquet",
    store_schema=False,
)
