"""The arrays of a segment, from a draft of it or from the segments that become one.

Terms are accented forms, sorted by stem, exact form and accented form, so that the forms of a stem are
contiguous. See docs/index-format.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice
from operator import ne

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.chain import Form
from frsearch.codec.array_file import Array, ArrayFileWriter
from frsearch.codec.bulk_analysis import Tokens
from frsearch.codec.document_store import id_hash
from frsearch.codec.postings_writer import Ints, count_words
from frsearch.codec.signatures import Signatures
from frsearch.codec.strings_writer import write_strings
from frsearch.types import Article

_PARTS_AT_A_TIME = 200


def sort_key(article: Article) -> tuple[int, int]:
    """Return the sort key of an article: its first and last day as ordinals, (0, 0) without a date."""
    if article.date is None:
        return 0, 0
    return article.date.first_day.toordinal(), article.date.last_day.toordinal()


def write_signatures(writer: ArrayFileWriter, signatures: Signatures) -> None:
    """Write the signatures that identify near copies, one row per document."""
    writer.add("signatures.pairs", signatures.pairs.reshape(-1))
    writer.add("signatures.words", signatures.words.reshape(-1))


def write_documents(
    writer: ArrayFileWriter,
    first_days: Array,
    last_days: Array,
    ids: Sequence[str],
    store_ends: Array,
    stored: Iterable[Array],
) -> None:
    """Write the arrays of documents, in document order: days, ids and stored articles."""
    writer.add("first_days", first_days)
    writer.add("last_days", last_days)
    write_strings(writer, "ids", ids)
    hashes = np.array([id_hash(id) for id in ids], dtype=np.uint64)
    order = np.argsort(hashes, kind="stable")
    writer.add("ids.hashes", hashes[order])
    writer.add("ids.documents", order.astype(np.uint32))
    writer.add("store.ends", store_ends)
    writer.extend("store", np.dtype("u1"), _in_blocks(stored))


def _in_blocks(parts: Iterable[Array]) -> Iterator[Array]:
    """Yield the same bytes in fewer parts, which takes less time to write."""
    parts = iter(parts)
    while some := list(islice(parts, _PARTS_AT_A_TIME)):
        yield np.concatenate(some)


def sorted_forms(forms: Sequence[Form], tokens: Tokens) -> tuple[list[Form], NDArray[np.int32]]:
    """Return the forms that occur, in term order, and the term number of each form, -1 for others."""
    used = np.flatnonzero(count_words(tokens, len(forms))).tolist()
    keys = {term_key(forms[number]): number for number in used}
    numbers = [keys[key] for key in sorted(keys)]
    ranks = np.full(len(forms), -1, dtype=np.int32)
    ranks[numbers] = np.arange(len(numbers))
    return [forms[number] for number in numbers], ranks


def term_key(form: Form) -> str:
    """Return the sort key of a form: stem, exact and accented form. One string compares faster than
    three."""
    return f"{form.stem}\0{form.exact}\0{form.accented}"


def stem_numbers(forms: Sequence[Form]) -> Ints:
    """Return for each term the number of its stem."""
    stems = [form.stem for form in forms]
    return np.cumsum(_changes(stems), dtype=np.int64) - 1


def write_dictionary(writer: ArrayFileWriter, forms: Sequence[Form]) -> None:
    """Write the terms, the stems with their first term, and exact forms and lemmas with their terms."""
    write_strings(writer, "terms", [form.accented for form in forms])
    stems = [form.stem for form in forms]
    changes = _changes(stems)
    write_strings(writer, "stems", list(compress(stems, changes)))
    writer.add("stems.terms", np.append(np.flatnonzero(changes), len(forms)).astype(np.uint32))
    exact = [form.exact for form in forms]
    _write_groups(writer, "exact", exact, range(len(forms)))
    inflected = [term for term, form in enumerate(forms) if form.lemma != form.exact]
    _write_groups(writer, "lemmas", [forms[term].lemma for term in inflected], inflected)


def _changes(texts: Sequence[str]) -> list[bool]:
    """Say for each text whether it differs from the text before."""
    return [True, *map(ne, texts[1:], texts)] if texts else []


def _write_groups(
    writer: ArrayFileWriter, name: str, texts: Sequence[str], terms: Sequence[int]
) -> None:
    """Write the distinct texts, sorted, and the ascending terms of each."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    texts = [texts[at] for at in order]
    changes = _changes(texts)
    write_strings(writer, name, list(compress(texts, changes)))
    starts = np.append(np.flatnonzero(changes), len(texts))
    writer.add(f"{name}.starts", starts.astype(np.uint32))
    writer.add(f"{name}.terms", np.array(terms, dtype=np.uint32).take(order))
