"""The kinds of Whoosh fields that values of `extra` have, and their columns.

`LabelField` is like KEYWORD: each value is one term, its label (`frsearch.fields`), in the order of its
bytes. `NumberField`, for fields declared as numbers, is like NUMERIC, without Whoosh's terms for ranges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from whoosh import columns, fields
from whoosh.analysis import IDAnalyzer

from frsearch.fields import LONGEST_LABEL, label_of, labels_of, number_of


class Turned:
    """A sort key that comes before those that are smaller."""

    __slots__ = ("key",)

    def __init__(self, key: bytes):
        self.key: bytes = key

    def __lt__(self, other: Turned) -> bool:
        return self.key > other.key

    def __gt__(self, other: Turned) -> bool:
        return self.key < other.key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Turned) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


class LabelColumn(columns.VarBytesColumn):  # type: ignore[misc]  # Whoosh is untyped
    """A column of labels that Whoosh can sort backwards without a list of all of them."""

    reversible = True

    def default_value(self, reverse: bool = False) -> bytes | Turned:
        """Return the key of a document without a value."""
        return Turned(b"") if reverse else b""

    class Reader(columns.VarBytesColumn.Reader):  # type: ignore[misc]
        """Reads such a column in a plain Whoosh index that was made with our schema."""

        is_turned: bool = False

        def set_reverse(self) -> None:
            """Sort the last label first."""
            self.is_turned = True

        def sort_key(self, document: int) -> bytes | Turned:
            """Return the sort key of a document."""
            return Turned(self[document]) if self.is_turned else self[document]


# One object for all schemas, since Whoosh compares columns by identity.
_LABELS = LabelColumn()
# No number has this sortable form, which is that of a NaN.
_NO_NUMBER = (1 << 64) - 1
_NUMBERS = columns.NumericColumn("Q", default=_NO_NUMBER)


class LabelField(fields.KEYWORD):  # type: ignore[misc]
    """A field whose terms are labels of values; numbers, true and false may be asked for as such."""

    def __init__(self) -> None:
        super().__init__(stored=True, analyzer=IDAnalyzer())
        self.column_type = _LABELS

    def index(self, value: Any, **options: Any) -> Iterator[Any]:
        """Yield the terms of the values."""
        return super().index(labels_of(value), **options)  # type: ignore[no-any-return]

    def to_bytes(self, value: Any) -> bytes:
        """Return the term of a value, the first of several; ValueError if there is none."""
        if isinstance(value, bytes):
            return value
        # A text may be the beginning of a label, and empty.
        label = value[:LONGEST_LABEL] if isinstance(value, str) else next(iter(labels_of(value)), None)
        if label is None:
            raise ValueError(f"{value!r} is no value of a field")
        return label.encode()

    def from_column_value(self, value: bytes | Turned) -> str:
        """Return the label of a value in a column, "" for no value."""
        return (value.key if isinstance(value, Turned) else value).decode()

    def column_keys(self, terms: Sequence[bytes], *, reverse: bool) -> list[Any]:
        """Return the sort keys of terms, then that of no value."""
        keys = [*terms, b""]
        return list(map(Turned, keys)) if reverse else keys


class NumberField(fields.NUMERIC):  # type: ignore[misc]
    """A field whose terms are numbers, as Whoosh writes them in the order of their bytes."""

    def __init__(self) -> None:
        super().__init__(float, stored=True, shift_step=0)
        self.column_type = _NUMBERS

    def to_bytes(self, value: Any, shift: int = 0) -> Any:
        """Return the term of a number; b"" for "", where Whoosh begins its walks through terms."""
        return b"" if value == "" else super().to_bytes(value, shift)

    def prepare_number(self, value: Any) -> Any:
        """Return the number that a value is; ValueError if it is none. Whoosh gives b"" for no bound."""
        if value is None or value == b"":
            return value
        label = label_of(value)
        number = None if label is None else number_of(label.strip())
        if number is None:
            raise ValueError(f"{value!r} is no number")
        return number + 0.0  # -0.0 is 0.0

    def from_column_value(self, value: int) -> float | None:
        """Return the number of a value in a column, None for no value."""
        # A value of a column that is sorted backwards is negative.
        number = abs(value)
        return None if number == _NO_NUMBER else super().from_column_value(number)

    def column_keys(self, terms: Sequence[bytes], *, reverse: bool) -> list[Any]:
        """Return the sort keys of terms, then that of no value."""
        keys = [*(int.from_bytes(term[1:], "big") for term in terms), _NO_NUMBER]
        return [-key for key in keys] if reverse else keys


ValueField = LabelField | NumberField
