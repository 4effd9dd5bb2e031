"""The Whoosh schema of an index, and the format of positions.

The fields `title` and `text` have stems, `title_lemma` and `text_lemma` lemmas, `title_exact` and
`text_exact` exact and accented forms, all as `FrenchAnalyzer` makes them. `id` has ids; `first_day` and
`last_day` are columns of day ordinals.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh import columns, fields, formats

from frsearch.analysis.analyzer import FrenchAnalyzer, Look
from frsearch.types import FIELDS, FieldName

EXACT = "_exact"
# The endings of Whoosh's field names.
LOOKS: dict[Look, str] = {"stem": "", "lemma": "_lemma", "exact": EXACT}

# One object for all schemas, since Whoosh compares columns by identity.
_DAYS = columns.NumericColumn("I")


class PositionsFormat(formats.Positions):  # type: ignore[misc]  # Whoosh is untyped
    """Positions as packed numbers; Whoosh's own format pickles them."""

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
    by_name: dict[str, Any] = {"id": fields.ID(unique=True, stored=True)}
    for name in FIELDS:
        for look, ending in LOOKS.items():
            by_name[name + ending] = fields.TEXT(analyzer=FrenchAnalyzer(look), stored=look == "stem")
            by_name[name + ending].format = PositionsFormat()
    by_name["first_day"] = by_name["last_day"] = fields.COLUMN(_DAYS)
    by_name.update({name: fields.STORED() for name in ("date", "url", "extra")})
    return fields.Schema(**by_name)


_SPLIT: dict[str, tuple[FieldName, Look]] = {
    field + ending: (field, look) for field in FIELDS for look, ending in LOOKS.items()
}


def split_name(name: str) -> tuple[FieldName, Look] | None:
    """Return our field and look for a Whoosh field name, None for other fields."""
    return _SPLIT.get(name)
