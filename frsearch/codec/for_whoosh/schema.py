"""The Whoosh schema of an index, and the format of positions.

The fields `title` and `text` have stems, `title_lemma` and `text_lemma` lemmas, `title_exact` and
`text_exact` exact and accented forms, all as `FrenchAnalyzer` makes them. `id` has ids; `first_day` and
`last_day` are columns of day ordinals. The other fields are those of `extra` (`ShownFields`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh import columns, fields, formats

from frsearch.analysis.analyzer import FrenchAnalyzer, Look
from frsearch.codec.for_whoosh.kinds import LabelField, NumberField, ValueField
from frsearch.fields import Declared, folded_name
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


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of `extra`, which Whoosh shows as labels, or as numbers."""

    name: str
    is_number: bool = False

    def kind(self) -> ValueField:
        """Return the Whoosh field."""
        return NumberField() if self.is_number else LabelField()


ShownFields = Mapping[str, ShownField]
"""The fields of `extra` by their names in Whoosh."""


def shown_fields(names: Iterable[str], declared: Iterable[Declared]) -> ShownFields:
    """Return the fields that Whoosh shows, given the names of all.

    Names that Whoosh's parser cannot read are written as in our own queries. A field whose name in
    Whoosh is already taken is not shown.
    """
    numbers = {each.name for each in declared if each.type == "number"}
    shown: dict[str, ShownField] = {}
    for name in sorted(names, key=lambda name: (not _is_readable(name), name)):
        readable = name if _is_readable(name) else folded_name(name)
        if _is_readable(readable) and readable not in _OWN_NAMES:
            shown.setdefault(readable, ShownField(name, name in numbers))
    return shown


def _is_readable(name: str) -> bool:
    return re.fullmatch(r"[^\W_]\w*", name) is not None


def schema(shown: ShownFields) -> fields.Schema:
    """Return the Whoosh schema of an index with these fields of `extra`."""
    return fields.Schema(**_own_fields(), **{name: each.kind() for name, each in shown.items()})


def _own_fields() -> dict[str, Any]:
    """Return the Whoosh fields of every index."""
    by_name: dict[str, Any] = {"id": fields.ID(unique=True, stored=True)}
    for name in FIELDS:
        for look, ending in LOOKS.items():
            by_name[name + ending] = fields.TEXT(analyzer=FrenchAnalyzer(look), stored=look == "stem")
            by_name[name + ending].format = PositionsFormat()
    by_name["first_day"] = by_name["last_day"] = fields.COLUMN(_DAYS)
    by_name.update({name: fields.STORED() for name in ("date", "url", "extra")})
    return by_name


_OWN_NAMES = frozenset(_own_fields())


def is_our_schema(schema: fields.Schema) -> bool:
    """Say whether a schema is that of an index of ours, whatever fields of `extra` it has."""
    own = {name: field for name, field in schema.items() if not isinstance(field, ValueField)}
    return own == _own_fields()


_SPLIT: dict[str, tuple[FieldName, Look]] = {
    field + ending: (field, look) for field in FIELDS for look, ending in LOOKS.items()
}


def split_name(name: str) -> tuple[FieldName, Look] | None:
    """Return our field and look for a Whoosh field name, None for other fields."""
    return _SPLIT.get(name)
