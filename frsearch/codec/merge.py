"""Several segments -> one, without analysing text again; deleted documents are left out.

Terms are merged by key, documents by date and id. Every segment has the same two orders, so a range of
terms in the new segment is a range in each old one: postings are merged range by range, in bounded
memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, compress, pairwise

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.chain import Form
from frsearch.codec.array_file import Array, ArrayFileWriter
from frsearch.codec.build import (
    stem_numbers,
    term_key,
    write_dictionary,
    write_documents,
    write_signatures,
)
from frsearch.codec.field_writing import write_merged
from frsearch.codec.limits import PostingLimits
from frsearch.codec.postings_writer import Ints, PostingsWriter, term_ranges
from frsearch.codec.segment import Segment
from frsearch.codec.signatures import Signatures
from frsearch.kernels import merge_postings
from frsearch.types import FIELDS

# After this many articles, the memory of the blocks read is released.
_ARTICLES_AT_A_TIME = 10_000
# The share of the time of merging words before the first postings.
_BEFORE_POSTINGS = 0.1


def merge_words(
    writer: ArrayFileWriter,
    segments: Sequence[Segment],
    limits: PostingLimits,
    reach: Callable[[float], None] = lambda share: None,
) -> None:
    """Write the arrays of terms: the dictionary, postings and positions.

    `reach` is told the share that is done, 0 to 1.
    """
    documents = _merged_documents(segments)
    _release_pages(segments)
    forms, terms = _merged_forms(segments)
    write_dictionary(writer, forms)
    stems = stem_numbers(forms)
    forms.clear()  # the memory is needed
    reach(_BEFORE_POSTINGS)
    _merge_postings(writer, segments, stems, terms, documents, _size(documents), limits, reach)


def merge_documents(writer: ArrayFileWriter, segments: Sequence[Segment]) -> None:
    """Write the arrays of documents: lengths, signatures, dates, ids, stored articles, fields."""
    documents = _merged_documents(segments)
    for name in FIELDS:
        writer.add(f"{name}.lengths", _column(segments, documents, f"{name}.lengths"))
    write_signatures(writer, _merged_signatures(segments, documents))
    _merge_stored(writer, segments, documents)
    write_merged(writer, [segment.fields for segment in segments], documents, _size(documents))


def _size(documents: Sequence[Ints]) -> int:
    """Return the number of living documents."""
    return sum(int(np.count_nonzero(new >= 0)) for new in documents)


def _merged_documents(segments: Sequence[Segment]) -> list[Ints]:
    """Return for each segment the new number of each of its documents, -1 for deleted ones."""
    owners = np.concatenate([np.full(segment.size, at) for at, segment in enumerate(segments)])
    olds = np.concatenate([np.arange(segment.size) for segment in segments])
    firsts = np.concatenate([segment.first_days for segment in segments]).astype(np.int64)
    lasts = np.concatenate([segment.last_days for segment in segments]).astype(np.int64)
    ids = list(chain.from_iterable(segment.ids.all() for segment in segments))
    # Ranks of ids, descending: documents of one date may come from several segments.
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[sorted(range(len(ids)), key=ids.__getitem__, reverse=True)] = np.arange(len(ids))
    order = np.lexsort((ranks, lasts, firsts))
    live = np.concatenate([segment.live_mask() for segment in segments])
    order = order[live[order]]
    numbers = [np.full(segment.size, -1, dtype=np.int64) for segment in segments]
    for at, new in enumerate(numbers):
        mine = owners[order] == at
        new[olds[order][mine]] = np.flatnonzero(mine)
    return numbers


def _merged_forms(segments: Sequence[Segment]) -> tuple[list[Form], list[Ints]]:
    """Return the forms of live documents in term order, and for each segment the new number of each
    of its terms, -1 for terms left out."""
    live = [segment.live_terms() for segment in segments]
    # Keyed by the accented form, which decides the others.
    form_numbers: defaultdict[bytes, int] = defaultdict()
    form_numbers.default_factory = form_numbers.__len__
    forms: list[Form] = []
    segment_numbers: list[Ints] = []
    for segment, alive in zip(segments, live, strict=True):
        terms = alive.nonzero()[0]
        accented = compress(segment.words.terms.raws(), alive.tolist())
        segment_numbers.append(
            np.fromiter(map(form_numbers.__getitem__, accented), np.int64, len(terms))
        )
        forms += segment.words.forms(terms.compress(segment_numbers[-1] >= len(forms)))
        segment.bundle.release_pages()
    keys = [term_key(form) for form in forms]
    order = sorted(range(len(forms)), key=keys.__getitem__)
    ranks = np.empty(len(forms), dtype=np.int64)
    ranks[order] = np.arange(len(forms))
    mapped = [np.full(len(each), -1, dtype=np.int64) for each in live]
    for new, alive, numbers in zip(mapped, live, segment_numbers, strict=True):
        new[alive] = ranks[numbers]
    return [forms[number] for number in order], mapped


def _merge_postings(
    writer: ArrayFileWriter,
    segments: Sequence[Segment],
    stems: Ints,
    terms: Sequence[Ints],
    documents: Sequence[Ints],
    size: int,
    limits: PostingLimits,
    reach: Callable[[float], None],
) -> None:
    counts = np.zeros(len(stems), dtype=np.int64)
    for segment, new in zip(segments, terms, strict=True):
        counts[new[new >= 0]] += segment.positions.occurrence_counts()[new >= 0]
    postings = PostingsWriter(writer, stems, size, limits)
    merged, total = 0, max(1, int(counts.sum()))
    for low, high in term_ranges(counts, limits.merged_occurrences):
        pieces = -(-int(counts[low:high].sum()) // limits.merged_occurrences)
        borders = np.linspace(0, size, pieces + 1).astype(np.int64).tolist()
        for begin, end in pairwise(borders):
            postings.add(*_gathered(segments, terms, documents, (low, high), (begin, end)))
        _release_pages(segments)
        merged += int(counts[low:high].sum())
        reach(_BEFORE_POSTINGS + (1 - _BEFORE_POSTINGS) * merged / total)
    postings.close()


def _gathered(
    segments: Sequence[Segment],
    terms: Sequence[Ints],
    documents: Sequence[Ints],
    term_range: tuple[int, int],
    document_range: tuple[int, int],
) -> tuple[Array, ...]:
    """Return the postings of a range of new terms in a range of new documents (ends exclusive)."""
    parts: list[tuple[Array, ...]] = []
    for segment, new_terms, new_documents in zip(segments, terms, documents, strict=True):
        first, last = _span(new_terms, *term_range)
        begin, end = _span(new_documents, *document_range)
        old_terms, old_documents, in_text, in_title, positions = segment.positions.all_postings(
            first, last, begin, end
        )
        moved = new_documents.take(old_documents)
        if (moved < 0).any():
            live = moved >= 0
            positions = positions[live.repeat(in_text.astype(np.int64) + in_title)]
            old_terms, moved = old_terms[live], moved[live]
            in_text, in_title = in_text[live], in_title[live]
        parts.append((new_terms.take(old_terms), moved, in_text, in_title, positions))
    *columns, positions = (np.concatenate(part).astype(np.uint32) for part in zip(*parts, strict=True))
    ends = np.cumsum([len(part[0]) for part in parts])
    merged_terms, merged_documents, in_text, in_title = columns
    order, positions = merge_postings(
        merged_terms, merged_documents, in_text + in_title, positions, ends
    )
    return *(column.take(order) for column in columns), positions


def _span(new: Ints, low: int, high: int) -> tuple[int, int]:
    """Return the first and last (exclusive) old number whose new number lies in the range."""
    within = np.flatnonzero((new >= low) & (new < high))
    return (int(within[0]), int(within[-1]) + 1) if len(within) else (0, 0)


def _merge_stored(
    writer: ArrayFileWriter, segments: Sequence[Segment], documents: Sequence[Ints]
) -> None:
    total = _size(documents)
    owners = np.zeros(total, dtype=np.int64)
    olds = np.zeros(total, dtype=np.int64)
    sizes = np.zeros(total, dtype=np.uint64)
    for at, (segment, new) in enumerate(zip(segments, documents, strict=True)):
        live = np.flatnonzero(new >= 0)
        owners[new[live]], olds[new[live]] = at, live
        sizes[new[live]] = np.diff(segment.bundle["store.ends"])[live]
    ends = np.concatenate([np.zeros(1, np.uint64), np.cumsum(sizes)])

    def places() -> Iterator[tuple[int, int]]:
        return zip(owners.tolist(), olds.tolist(), strict=True)

    def stored() -> Iterator[Array]:
        for count, (owner, old) in enumerate(places()):
            if count % _ARTICLES_AT_A_TIME == 0:
                _release_pages(segments)
            yield segments[owner].stored(old)

    ids = [segment.ids.all() for segment in segments]
    write_documents(
        writer,
        _column(segments, documents, "first_days"),
        _column(segments, documents, "last_days"),
        [ids[owner][old] for owner, old in places()],
        ends,
        stored(),
    )


def _release_pages(segments: Sequence[Segment]) -> None:
    """Release the memory of the blocks read of segments."""
    for segment in segments:
        segment.bundle.release_pages()


def _merged_signatures(segments: Sequence[Segment], documents: Sequence[Ints]) -> Signatures:
    order = np.argsort(np.concatenate([new[new >= 0] for new in documents]))
    live_rows = [
        [part[new >= 0] for part in segment.signatures]
        for segment, new in zip(segments, documents, strict=True)
    ]
    return Signatures(*(np.concatenate(parts)[order] for parts in zip(*live_rows, strict=True)))


def _column(segments: Sequence[Segment], documents: Sequence[Ints], name: str) -> NDArray[np.uint32]:
    total = _size(documents)
    column = np.zeros(total, dtype=np.uint32)
    for segment, new in zip(segments, documents, strict=True):
        column[new[new >= 0]] = segment.bundle[name][new >= 0]
    return column
