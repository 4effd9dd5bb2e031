"""Which fields Whoosh sees in an index, and how it packs their positions.

The fields `title` and `text` hold stems, `title_exact` and `text_exact` exact forms and, beside them,
accented ones, as `FrenchAnalyzer` gives them; `id` holds ids, and `first_day` and `last_day` are columns
of ordinals.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh import columns, fields, formats

from frsearch.analysis.analyzer import FrenchAnalyzer
from frsearch.fields import FIELDS, FieldName

EXACT = "_exact"


class PositionsFormat(formats.Positions):  # type: ignore[misc]  # Whoosh is untyped
    """Positions as packed numbers, where Whoosh's own format pickles them."""

    def encode(self, positions: list[int]) -> bytes:
        """Pack positions."""
        return np.array(positions, dtype="<u4").tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        """Unpack positions."""
        positions: list[int] = np.frombuffer(value, dtype="<u4").tolist()
        return positions

    def decode_frequency(self, value: bytes) -> int:
        """Return the number of positions."""
        return len(value) // 4


def schema() -> fields.Schema:
    """Return the Whoosh schema of every index."""
    made: dict[str, Any] = {"id": fields.ID(unique=True, stored=True)}
    for name in FIELDS:
        made[name] = fields.TEXT(analyzer=FrenchAnalyzer("stem"), stored=True)
        made[name + EXACT] = fields.TEXT(analyzer=FrenchAnalyzer("exact"))
        for field in (made[name], made[name + EXACT]):
            field.format = PositionsFormat()
    made["first_day"] = fields.COLUMN(columns.NumericColumn("I"))
    made["last_day"] = fields.COLUMN(columns.NumericColumn("I"))
    made.update({name: fields.STORED() for name in ("date", "url", "extra")})
    return fields.Schema(**made)


def split_name(name: str) -> tuple[FieldName, bool] | None:
    """Return our field, and whether it is the exact look that Whoosh's field name means."""
    for field in FIELDS:
        if name == field:
            return field, False
        if name == field + EXACT:
            return field, True
    return None
