"""Conditions on the values of a field -> the values of a segment that meet them; counts by value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from frsearch import kernels
from frsearch.analysis.chain import Chain
from frsearch.codec.field_columns import FieldColumn, Ints
from frsearch.codec.postings import Documents
from frsearch.codec.snapshot import Snapshot
from frsearch.facets import FacetCount, FieldInfo
from frsearch.fields import VALUE_TYPES, Declared, words_of_label
from frsearch.query.nodes import Condition, HasAny, HasPattern, HasWords, InRange, IsOneOf

# Analysing a value takes as long as reading this many postings.
_ANALYSED = 500


def chosen_values(column: FieldColumn, condition: Condition) -> NDArray[np.bool_]:
    """Return a mask of the values that meet a condition."""
    mask = np.zeros(column.count, dtype=np.bool_)
    match condition:
        case HasWords():
            mask[_with_words(column, condition)] = True
            if condition.number is not None:
                mask[slice(*column.between(condition.number, condition.number))] = True
        case HasPattern():
            for values in _with_pattern(column, condition):
                mask[values] = True
        case InRange():
            mask[slice(*column.between(condition.low, condition.high))] = True
        case IsOneOf():
            for label in condition.labels:
                mask[column.find(label)] = True
        case HasAny():
            mask[:] = True
        case _:
            assert_never(condition)
    return mask


def values_read(column: FieldColumn, condition: Condition) -> int:
    """Return the cost of `chosen_values`, in postings."""
    match condition:
        case HasWords():
            counts = [_count(column, word) for word in condition.words]
            several = condition.whole or len(condition.words) > 1
            return sum(counts) + several * min(counts) * _ANALYSED
        case HasPattern(words=None):
            return column.values_count(*column.words.range_of(condition.text))
        case HasPattern():
            return sum(_count(column, word) for word in condition.words or ())
        case InRange() | IsOneOf() | HasAny():
            return column.count // _ANALYSED
        case _:
            assert_never(condition)


def _count(column: FieldColumn, word: str) -> int:
    number = column.words.find(word)
    return column.values_count(number, number + 1) if number >= 0 else 0


def _with_words(column: FieldColumn, condition: HasWords) -> Ints:
    """Return the values with the words in a row, or with one of the solid words."""
    candidates: Ints = reduce(kernels.intersect, map(column.values_with, condition.words))
    found = candidates
    if condition.whole or len(condition.words) > 1:
        chain = Chain()
        found = np.array(
            [
                value
                for value in candidates.tolist()
                if _in_a_row(
                    condition,
                    words_of_label(chain, column.label(value)),
                )
            ],
            dtype=np.int64,
        )
    if condition.whole:
        return found
    return np.concatenate([found, *map(column.values_with, condition.solid)])


def _in_a_row(condition: HasWords, places: Sequence[set[str]]) -> bool:
    words = condition.words
    starts = len(places) - len(words) + 1
    if condition.whole and starts != 1:
        return False
    return any(
        all(word in places[start + at] for at, word in enumerate(words)) for start in range(starts)
    )


def _with_pattern(column: FieldColumn, condition: HasPattern) -> Iterator[Ints]:
    if condition.words is None:
        yield column.values_with_words(*column.words.range_of(condition.text))
    else:
        yield from map(column.values_with, condition.words)


# --- counts


def count_values(
    snapshot: Snapshot, name: str, documents: Documents, most: int | None, *, groups: bool
) -> tuple[tuple[FacetCount, ...], int]:
    """Count documents by the values of a field: up to `most`, most first, and the number of others.

    Equal counts are in the order of their labels. With `groups`, a group of near copies counts once for
    each value.
    """
    field = snapshot.field(name)
    if groups:
        places, values = field_pairs(snapshot, name, documents)
        values = values[_once_a_group(snapshot, documents.take(places), values)]
        counts = np.bincount(values, minlength=field.count)
    else:
        counts = field.counts(snapshot.parted(documents))
    present = counts.nonzero()[0]
    shown = len(present) if most is None else min(most, len(present))
    others = len(present) - shown
    if others and shown:
        least = np.partition(counts.take(present), -shown)[-shown]
        present = present.compress(counts.take(present) >= least)
    ordered = present[np.lexsort((present, -counts.take(present)))][:shown]
    numbers = counts.take(ordered).tolist()
    facet = tuple(map(FacetCount, map(field.label, ordered.tolist()), numbers))
    return facet, others


def field_pairs(snapshot: Snapshot, name: str, documents: Documents) -> tuple[Ints, Ints]:
    """Return the values of ascending documents, as pairs: places in `documents`, and numbers."""
    field = snapshot.field(name)
    all_places, all_values, begin = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], 0
    parts = snapshot.parted(documents)
    if len(parts) == 1:
        return field.pairs(0, parts[0])
    for number, part in enumerate(parts):
        places, values = field.pairs(number, part)
        all_places.append(places + begin)
        all_values.append(values)
        begin += len(part)
    return np.concatenate(all_places), np.concatenate(all_values)


def field_ranks(snapshot: Snapshot, name: str, documents: Documents) -> Ints:
    """Return the number of the value of each of ascending documents, the number of values for none."""
    ranks = np.full(len(documents), snapshot.field(name).count, dtype=np.int64)
    places, values = field_pairs(snapshot, name, documents)
    # Of several values, which only deleted documents have, any would do.
    ranks[places] = values
    return ranks


def has_several_values(snapshot: Snapshot, name: str) -> bool:
    """Say whether a live document has several values of a field."""
    columns = ((segment.fields.get(name), segment.live) for segment in snapshot.segments)
    return any(column is not None and column.has_several(live) for column, live in columns)


def describe_field(snapshot: Snapshot, declared: Declared, frequent: int) -> FieldInfo | None:
    """Describe a field; None if no live document has it."""
    name = declared.name
    parts = [segment.live_mask().nonzero()[0] for segment in snapshot.segments]
    places, values = field_pairs(snapshot, name, documents := snapshot.joined(parts))
    if not len(values):
        return None
    facet, others = count_values(snapshot, name, documents, frequent, groups=False)
    return FieldInfo(
        name=name,
        shown=declared.shown or name,
        type=declared.type or _type_of(snapshot, name),
        articles=len(kernels.union([places], len(documents))),
        distinct=len(facet) + others,
        frequent=facet,
        single=not has_several_values(snapshot, name),
    )


def _type_of(snapshot: Snapshot, name: str) -> str:
    """Return the type of the values that live documents have, "mixed" if there are several."""
    present = np.zeros(len(VALUE_TYPES), dtype=np.bool_)
    for segment in snapshot.segments:
        column = segment.fields.get(name)
        if column is not None:
            _, values = column.pairs(segment.live_mask().nonzero()[0])
            present[column.types().take(values)] = True
    types = [type for type, is_there in zip(VALUE_TYPES, present, strict=True) if is_there]
    return types[0] if len(types) == 1 else "mixed"


def _once_a_group(snapshot: Snapshot, documents: Documents, values: Ints) -> NDArray[np.bool_]:
    """Return a mask of pairs of a document and its value, one for each group of copies and value."""
    groups = snapshot.copies.groups.take(documents)
    grouped = np.flatnonzero(groups >= 0)
    keys = groups.take(grouped) << 32 | values.take(grouped)
    kept = np.ones(len(documents), dtype=np.bool_)
    kept[grouped] = False
    kept[grouped[np.unique(keys, return_index=True)[1]]] = True
    return kept
