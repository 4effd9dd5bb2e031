"""Names of columns and keys -> the fields of a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frsearch.reading.records import FIELDS, Record


def names_of(columns: Mapping[str, str]) -> dict[str, str]:
    """Map each field to its name in the file, where `columns` are those that the caller named."""
    return {ours: columns.get(ours, ours) for ours in FIELDS}


def record(line: int, values: Mapping[str, Any], columns: Mapping[str, str]) -> Record:
    """Make a record of the values of a row, by their names in the file."""
    names = names_of(columns)
    fields = {name: values.get(theirs) for name, theirs in names.items()}
    taken = set(names.values())
    return Record(line, fields, {name: value for name, value in values.items() if name not in taken})
