#!/usr/bin/env python3
"""Writes the Parquet files of this folder, and cells.tsv, with DuckDB. README.md says how to run it."""

import random
import sys
from pathlib import Path

import duckdb

FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent


def copy(db, query, name, options):
    db.execute(f"COPY ({query}) TO '{FOLDER / name}.parquet' (FORMAT parquet, {options})")


def types(db):
    """Every type that is read; the values are formulas of the row r, and half of the columns have nulls."""
    db.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')")

    def null(value):
        return f"CASE WHEN r % 7 = 3 THEN NULL ELSE {value} END"

    query = f"""SELECT
        {null("r % 3 = 0")} AS truth,
        (r - 50)::TINYINT AS tiny,
        {null("(r * 1000 - 7)::INTEGER")} AS whole,
        (r * 10000000000 - 3)::BIGINT AS large,
        (r + 4000000000)::UINTEGER AS unsigned,
        (r / 8)::FLOAT AS single,
        {null("(r / 10)::DOUBLE")} AS double,
        ((r - 50) / 100)::DECIMAL(9, 2) AS small_decimal,
        {null("((r - 50) / 1000)::DECIMAL(18, 3)")} AS decimal,
        (r / 4)::DECIMAL(30, 5) AS wide_decimal,
        {null("'text ' || (r % 5) || CASE WHEN r % 2 = 0 THEN ' é€' ELSE '' END")} AS text,
        (['sad', 'ok', 'happy'])[r % 3 + 1]::mood AS mood,
        DATE '1970-01-01' + r::INTEGER AS day,
        {null("TIMESTAMP '1970-01-01' + to_milliseconds(r * 500)")} AS moment,
        TIME '00:00:00' + to_seconds(r) AS clock
        FROM range(100) t(r)"""
    for codec in ("uncompressed", "snappy", "gzip", "zstd", "lz4_raw"):
        copy(db, query, f"types-{codec}", f"COMPRESSION {codec}")


def others(db):
    """Several row groups, columns that cannot be read, and numbers that are not finite."""
    copy(
        db,
        "SELECT r::INTEGER AS r, (r * 0.5)::DOUBLE AS half, 'c' || (r % 3) AS kind FROM range(5000) t(r)",
        "groups",
        "COMPRESSION zstd, ROW_GROUP_SIZE 2048",
    )
    copy(
        db,
        """SELECT r::INTEGER AS r, r % 10 AS "a.b", [r, r] AS list, {'x': r} AS struct FROM range(20) t(r)""",
        "nested",
        "COMPRESSION snappy",
    )
    copy(
        db,
        "SELECT 1 AS a, 'x'::BLOB AS b, '08cbacaf-ba46-4509-9242-e356bdf88406'::UUID AS u, 2.5::DOUBLE AS v",
        "binary",
        "COMPRESSION snappy",
    )
    copy(
        db,
        "SELECT r AS a, CASE r WHEN 1 THEN 'nan'::DOUBLE WHEN 3 THEN 'inf'::DOUBLE ELSE 1.5 END AS v FROM range(5) t(r)",
        "infinite",
        "COMPRESSION snappy",
    )
    copy(
        db,
        "SELECT r AS a, repeat(CASE WHEN r % 2 = 0 THEN 'x' ELSE 'é' END, 1048576 + (r // 3)::INTEGER) AS t FROM range(5) t(r)",
        "long",
        "COMPRESSION zstd",
    )


def spaced(rng, text):
    return " " * rng.choice((0, 0, 0, 1, 3)) + text + " " * rng.choice((0, 0, 0, 1, 2))


def number(rng):
    marks = ("", "?", "NA", "-9", "-9.0", "-9e0", "NA.")
    if rng.random() < 0.3:
        return spaced(rng, rng.choice(marks))
    value = rng.choice((rng.randrange(-20, 20), rng.uniform(-3, 3), rng.uniform(-1, 1) * 10 ** rng.randrange(-9, 9)))
    text = rng.choice(("{}", "{:+}", "{:e}", "{:.3f}", "{:.1E}")).format(value)
    if text.startswith("0.") and rng.random() < 0.5:
        text = text[1:]
    return spaced(rng, text + rng.choice(("", "", "%", ".%") if "." in text else ("", ".")))


def truth(rng):
    words = ("true", "TRUE", "False", "yes", "NO", "t", "f", "Y", "n", "no.", "0", "1", "1.0", "NA", "", "-9", "-9.0")
    return spaced(rng, rng.choice(words))


def category(rng):
    texts = ("red", "red.", ".red", "\u3000red", "grün%", "x y", "N.A.", "N.A", "nan", "NA", "?", "", "%", "-9", "-9.0", "1.0", "1")
    return spaced(rng, rng.choice(texts))


def cells(db):
    """The same rows as texts and as Parquet, for the test that CSV, Parquet and single rows are read alike."""
    rng = random.Random(20)
    names = ("n", "t", "c", "d", "l", "f", "g", "b", "y")
    kinds = ("VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE", "BIGINT", "FLOAT", "FLOAT", "BOOLEAN", "VARCHAR")
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(names, kinds))
    db.execute(f"CREATE TABLE cells ({columns})")
    lines = ["\t".join(names)]
    for _ in range(1000):
        d = rng.choice((-9, rng.randrange(-12, 12), rng.randrange(-5000, 5000) / 1000))
        texts = [
            number(rng),
            truth(rng),
            category(rng),
            str(int(d) if d == int(d) else d),
            str(rng.choice((-9, rng.randrange(-12, 12), 9007199254740993))),
            str(rng.choice((-9, 0.125, 2.5, 7))),
            str(rng.choice((0.1, -9, 0.7, 3))),
            rng.choice(("true", "false")),
            rng.choice(("u", "v")),
        ]
        lines.append("\t".join(texts))
        values = [None if text == "" else text for text in texts]
        db.execute("INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    (FOLDER / "cells.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    copy(db, "SELECT * FROM cells", "cells", "COMPRESSION zstd")


def main():
    db = duckdb.connect()
    db.execute("SET threads = 1")
    types(db)
    others(db)
    cells(db)


if __name__ == "__main__":
    main()
