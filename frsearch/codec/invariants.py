"""Checks the invariants of a segment, beyond its checksums: a segment -> messages about violations.

Arrays are read in parts, so that the longest posting list and a few numbers per document and term bound
the memory. docs/index-format.md describes the arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import partial
from itertools import pairwise

import numpy as np

from frsearch.analysis.chain import exact_form
from frsearch.analysis.lemmas import lemma
from frsearch.codec.array_file import Array
from frsearch.codec.build import sort_key, term_key
from frsearch.codec.bulk_analysis import Tokens
from frsearch.codec.document_store import id_hash
from frsearch.codec.field_invariants import FieldsCheck
from frsearch.codec.postings import Lists
from frsearch.codec.postings_writer import MANY, SKIP_INTERVAL, Ints, term_ranges
from frsearch.codec.segment import Segment
from frsearch.codec.signatures import NO_PAIR, NO_WORD, make_signatures, word_keys
from frsearch.errors import IndexCorrupted
from frsearch.messages.wording import Message

_AT_A_TIME = 500_000


def problems(segment: Segment, stored_only: Set[str] = frozenset()) -> Iterator[Message]:
    """Yield a message for each violated invariant of a segment.

    Values of `extra` named in `stored_only` are no fields.
    """
    articles = partial(_articles, stored_only=stored_only)
    for check in (_documents, articles, _signatures, _dictionary, _rare, _postings, _stem_lists):
        try:
            yield from check(segment)
        except IndexCorrupted as error:
            yield error.message


def _documents(segment: Segment) -> Iterator[Message]:
    firsts, lasts = segment.first_days.astype(np.int64), segment.last_days.astype(np.int64)
    if (firsts > lasts).any() or ((firsts == 0) != (lasts == 0)).any():
        yield Message("a date ends before it begins")
    steps = np.diff(firsts << 32 | lasts)
    if (steps < 0).any():
        yield Message("documents are not in the order of dates")
    if any(segment.ids[at] <= segment.ids[at + 1] for at in np.flatnonzero(steps == 0).tolist()):
        yield Message("documents of one date are not in the order of ids")
    if not _is_permutation(segment.documents_by_id, segment.size):
        yield Message("ids do not have one document each")
    if not _ascends(segment.id_hashes):
        yield Message("hashes of ids are not in order")
    places = segment.documents_by_id.tolist()
    hashes = (id_hash(segment.ids[document]) for document in places)
    if any(ours != theirs for ours, theirs in zip(hashes, segment.id_hashes.tolist(), strict=True)):
        yield Message("a hash does not match its id")


def _articles(segment: Segment, stored_only: Set[str]) -> Iterator[Message]:
    """Compare the stored articles with the documents and their fields."""
    segment.bundle.offsets("store.ends", len(segment.bundle.spans("store")), segment.size)
    fields = FieldsCheck(segment, stored_only)
    for document in range(segment.size):
        try:
            article = segment.article(document)
            dates = int(segment.first_days[document]), int(segment.last_days[document])
            if article.id != segment.ids[document] or sort_key(article) != dates:
                yield Message(
                    "the article stored as document {document} has another id or date", document=document
                )
            if not fields.agrees(document, article.extra):
                yield Message(
                    "the article stored as document {document} has other fields", document=document
                )
        except IndexCorrupted as error:
            yield error.message
    yield from fields.problems()


def _signatures(segment: Segment) -> Iterator[Message]:
    """Compare the signatures with the words of documents."""
    pairs, words = segment.signatures
    expected = np.full_like(words, NO_WORD)
    keys = word_keys(segment.words.forms())
    for low, high in term_ranges(segment.positions.occurrence_counts(), _AT_A_TIME):
        terms, documents, _, _ = _lists(segment.term_lists, low, high)
        terms, documents = terms[keys[terms] > 0], documents[keys[terms] > 0]
        order = np.argsort(documents, kind="stable")
        ends = np.cumsum(np.bincount(documents, minlength=segment.size))
        tokens = Tokens(terms[order].astype(np.int32) << 1, ends)
        np.minimum(expected, make_signatures(tokens, keys, fields=1).words, out=expected)
    if not np.array_equal(expected, words):
        yield Message("signatures do not match the words of their documents")
    if (pairs[(words == NO_WORD).all(axis=1)] != NO_PAIR).any():
        yield Message("a document without words has a signature of pairs of words")


def _dictionary(segment: Segment) -> Iterator[Message]:
    words = segment.words
    count = len(words)
    if not all(term_key(one) < term_key(next) for one, next in pairwise(words.forms())):
        yield Message("terms are not in order")
    texts = {
        Message("stems are not in order"): words.stems,
        Message("exact forms are not in order"): words.exact,
        Message("lemmas are not in order"): words.lemmas,
    }
    for problem, strings in texts.items():
        raw = map(strings.raw, range(len(strings)))
        if not all(one < next for one, next in pairwise(raw)):
            yield problem
    starts, terms = words.exact_starts, words.terms_by_exact
    groups = {
        Message("a stem has no term"): words.stem_terms,
        Message("an exact form has no term"): starts,
        Message("a lemma has no term"): words.lemma_starts,
    }
    for problem, borders in groups.items():
        if not _ascends(borders, strictly=True):
            yield problem
    if not _is_permutation(terms, count):
        yield Message("terms do not have one exact form each")
    forms = np.repeat(np.arange(len(words.exact)), _steps(starts)).tolist()
    folded = (exact_form(words.terms[term]) for term in terms.tolist())
    if any(form != words.exact[number] for form, number in zip(folded, forms, strict=True)):
        yield Message("a term does not fold to its exact form")
    if any(form.lemma != lemma(form.accented) for form in words.forms()):
        yield Message("a term has another lemma")


def _rare(segment: Segment) -> Iterator[Message]:
    for name, lists in (("term_lists", segment.term_lists), ("stem_lists", segment.stem_lists)):
        read = segment.bundle.__getitem__
        wide, many = read(f"{name}.wide"), read(f"{name}.many")
        if not (_ascends(wide, strictly=True) and _ascends(many, strictly=True)):
            yield Message("rare values of {name} are not in order", name=name)
        gaps, frequencies = read(f"{name}.gaps"), read(f"{name}.frequencies")
        full = np.flatnonzero(frequencies == MANY)
        if gaps[wide.astype(np.int64)].any() or not np.array_equal(full, many):
            yield Message("rare values of {name} are not in their places", name=name)
        if gaps[lists.starts[:-1][_steps(lists.starts) > 0]].any():
            yield Message("a list of {name} does not begin with its first document", name=name)


def _postings(segment: Segment) -> Iterator[Message]:
    counts = segment.positions.occurrence_counts()
    titles = segment.lengths("title").astype(np.int64)
    lengths = titles + segment.lengths("text").astype(np.int64)
    reached = np.zeros(segment.size, np.int64)
    for low, high in term_ranges(counts, _AT_A_TIME):
        terms, documents, in_text, in_title = _lists(segment.term_lists, low, high)
        both = in_text + in_title
        is_found = np.bincount(terms - low, minlength=high - low)
        if not is_found.all() or not _ascends(terms << 32 | documents, strictly=True):
            yield Message(
                "documents of the terms {low} to {high} are missing or not in order", low=low, high=high
            )
        sums = _sums(terms - low, both, high - low)
        if (both < 1).any() or not np.array_equal(sums, counts[low:high]):
            yield Message("occurrences of the terms {low} to {high} do not add up", low=low, high=high)
            continue
        if not _are_marked(segment, low, documents, both):
            yield Message(
                "marks of the terms {low} to {high} do not match their posting lists", low=low, high=high
            )
        _, owners, in_text, in_title, positions = segment.positions.all_postings(
            low, high, 0, segment.size
        )
        owners = owners.repeat(in_text.astype(np.int64) + in_title)
        positions = positions.astype(np.int64)
        if (positions >= lengths[owners]).any():
            yield Message(
                "positions of the terms {low} to {high} are beyond the ends of documents",
                low=low,
                high=high,
            )
        posting = np.repeat(np.arange(len(terms)), both)
        if not _ascends(posting << 32 | positions, strictly=True):
            yield Message("positions of the terms {low} to {high} are not in order", low=low, high=high)
        if not np.array_equal(_sums(posting, positions < titles[owners], len(terms)), in_title):
            yield Message(
                "title counts of the terms {low} to {high} do not match their positions",
                low=low,
                high=high,
            )
        np.maximum.at(reached, owners, positions + 1)
    if not np.array_equal(reached, lengths):
        yield Message("lengths of documents do not match their last positions")


def _are_marked(segment: Segment, term: int, documents: Ints, counts: Ints) -> bool:
    """Say whether the marks of the postings of `term` and the following terms are right."""
    starts = segment.term_lists.starts
    first = int(starts[term])
    chosen = np.arange(-first % SKIP_INTERVAL, len(documents), SKIP_INTERVAL)
    before = np.cumsum(counts) - counts + int(segment.positions.occurrence_counts()[:term].sum())
    numbers = (chosen + first) // SKIP_INTERVAL
    marks = [segment.bundle[f"marks.{name}"] for name in ("documents", "occurrences")]
    mark_count = -(-int(starts[-1]) // SKIP_INTERVAL)
    return all(
        len(mark) == mark_count and np.array_equal(mark[numbers], values[chosen])
        for mark, values in zip(marks, (documents, before), strict=True)
    )


def _stem_lists(segment: Segment) -> Iterator[Message]:
    borders = segment.words.stem_terms.astype(np.int64)
    sizes = _steps(segment.term_lists.starts[borders])
    several = _steps(borders) > 1
    for low, high in term_ranges(sizes, _AT_A_TIME):
        stems, documents, in_text, in_title = _lists(segment.stem_lists, low, high)
        terms, *columns = _lists(segment.term_lists, int(borders[low]), int(borders[high]))
        stem_of = np.searchsorted(borders, terms, side="right") - 1
        chosen = several[stem_of]
        keys, at = np.unique((stem_of << 32 | columns[0])[chosen], return_inverse=True)
        same = np.array_equal(keys, stems << 32 | documents)
        for ours, theirs in zip((in_text, in_title), columns[1:], strict=True):
            same = same and np.array_equal(_sums(at, theirs[chosen], len(keys)), ours)
        if not same:
            yield Message(
                "posting lists of the stems {low} to {high} are not the sums of those of their forms",
                low=low,
                high=high,
            )


def _lists(lists: Lists, first: int, last: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return lists as parallel arrays: list number, document, count in the text, count in the title."""
    numbers = np.arange(first, last)
    sizes = _steps(lists.starts[first : last + 1])
    documents, in_text, in_title = lists.several(numbers.tolist())
    return np.repeat(numbers, sizes), documents, in_text.astype(np.int64), in_title.astype(np.int64)


def _steps(borders: Array) -> Ints:
    ends = borders.astype(np.int64)
    steps: Ints = ends[1:] - ends[:-1]
    return steps


def _sums(places: Array, values: Array, count: int) -> Ints:
    """Return the sum of the values of each place."""
    return np.bincount(places, values, count).astype(np.int64)


def _ascends(array: Array, *, strictly: bool = False) -> bool:
    return bool((array[1:] > array[:-1]).all() if strictly else (array[1:] >= array[:-1]).all())


def _is_permutation(array: Array, count: int) -> bool:
    return bool((np.bincount(array, minlength=count) == 1).all())
