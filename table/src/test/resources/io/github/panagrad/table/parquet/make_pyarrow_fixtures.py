#!/usr/bin/env python3
"""Writes indexed.parquet, blank.parquet and pages-*.parquet with PyArrow. README.md says how to run it."""

import sys
from decimal import Decimal
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


def several(nullable):
    """A column of each physical type, in some of which there are nulls; so many different texts that some pages are plain."""

    def values(value):
        return [None if nullable and r * 7919 % 13 < 3 and r // 400 != 2 else value(r) for r in range(3000)]

    schema = pa.schema(
        [
            pa.field("truth", pa.bool_(), nullable),
            pa.field("whole", pa.int32(), nullable),
            pa.field("large", pa.int64(), nullable),
            pa.field("single", pa.float32(), nullable),
            pa.field("double", pa.float64(), nullable),
            pa.field("fixed", pa.decimal128(30, 5), nullable),
            pa.field("text", pa.string(), nullable),
            pa.field("kind", pa.string(), nullable),
            pa.field("moment", pa.timestamp("ns"), nullable),
        ]
    )
    return pa.table(
        {
            "truth": values(lambda r: r * r % 5 < 2),
            "whole": values(lambda r: r * r % 1009 - 500),
            "large": values(lambda r: r * 10**12 - 7),
            "single": values(lambda r: r / 8),
            "double": values(lambda r: r % 300 / 10),
            "fixed": values(lambda r: Decimal(r) / 4),
            "text": values(lambda r: "" if r % 50 == 0 else f"text {r * 31 % 997} é"),
            "kind": values(lambda r: f"c{r * r % 7}"),
            "moment": values(lambda r: r * 10**9 + 5),
        },
        schema,
    )


SMALL = {"data_page_size": 700, "write_batch_size": 90, "row_group_size": 1100}
INT96 = {"use_deprecated_int96_timestamps": True}
for name, nullable, options in [
    ("pages-1", True, {"compression": "snappy", "write_page_checksum": True, "dictionary_pagesize_limit": 2000} | INT96),
    ("pages-2", True, {"compression": "zstd", "data_page_version": "2.0", "dictionary_pagesize_limit": 2000} | INT96),
    ("pages-plain", False, {"compression": "gzip", "use_dictionary": False, "data_page_version": "2.0"} | INT96),
    (
        "pages-delta",
        True,
        {
            "compression": "none",
            "use_dictionary": ["kind"],
            "column_encoding": {"whole": "DELTA_BINARY_PACKED", "text": "DELTA_BYTE_ARRAY", "single": "BYTE_STREAM_SPLIT"},
        },
    ),
]:
    pq.write_table(several(nullable), FOLDER / f"{name}.parquet", **SMALL, **options)
