"""Reads the dictionary of a segment: its forms, and which forms share a stem, exact form or lemma.

A term is the number of a form. The terms of a stem are contiguous; an exact form and a lemma have a list
of terms.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.chain import Form, exact_form
from frsearch.analysis.lemmas import accented_lemma, lemma
from frsearch.codec.array_file import Array, ArrayFile
from frsearch.codec.strings import Strings


class Dictionary:
    """The forms of a segment, deleted documents included."""

    def __init__(self, bundle: ArrayFile):
        self._bundle = bundle
        self.terms: Strings = Strings(bundle, "terms")
        self.stems: Strings = Strings(bundle, "stems")
        self.exact: Strings = Strings(bundle, "exact")
        self.lemmas: Strings = Strings(bundle, "lemmas")

    def __len__(self) -> int:
        return len(self.terms)

    @cached_property
    def stem_terms(self) -> Array:
        """The first term of each stem, then the number of terms."""
        return self._bundle.offsets("stems.terms", len(self.terms), len(self.stems))

    @cached_property
    def exact_starts(self) -> Array:
        """Where the terms of each exact form begin in `terms_by_exact`."""
        return self._bundle.offsets("exact.starts", len(self.terms), len(self.exact))

    @cached_property
    def terms_by_exact(self) -> Array:
        """The terms in the order of their exact forms."""
        return self._bundle.below("exact.terms", len(self.terms), len(self.terms))

    @cached_property
    def lemma_starts(self) -> Array:
        """Where the terms of each lemma begin in `terms_by_lemma`."""
        return self._bundle.offsets("lemmas.starts", len(self.terms_by_lemma), len(self.lemmas))

    @cached_property
    def terms_by_lemma(self) -> Array:
        """The terms whose lemma is not their exact form, in the order of their lemmas."""
        return self._bundle.below("lemmas.terms", len(self.terms))

    @cached_property
    def by_lemma(self) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
        """All terms in the order of their lemmas with accents, where those of each begin, then the
        number of terms, and the lemmas."""
        numbers: dict[str, int] = {}
        of = np.array(
            [numbers.setdefault(accented_lemma(term), len(numbers)) for term in self.terms.all()],
            dtype=np.int64,
        )
        bounds = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=len(numbers)))])
        return of.argsort(kind="stable"), bounds, list(numbers)

    def stem_range(self, stem: str) -> tuple[int, int, int]:
        """Return the number of a stem and its first and last term, exclusive; (-1, 0, 0) if none."""
        number = self.stems.find(stem)
        if number < 0:
            return -1, 0, 0
        return number, int(self.stem_terms[number]), int(self.stem_terms[number + 1])

    def terms_of_stems(self, beginning: str) -> range:
        """Return the terms whose stem begins with `beginning`."""
        first, last = self.stems.range_of(beginning)
        return range(int(self.stem_terms[first]), int(self.stem_terms[last]))

    def spelled(self, text: str) -> list[int]:
        """Return the terms that fold to `text`; if it has accents, only the term spelled the same."""
        number = self.exact.find(exact_form(text))
        if number < 0:
            return []
        terms = self._of_exact(number)
        return terms if text == self.exact[number] else [t for t in terms if self.terms[t] == text]

    def _of_exact(self, number: int) -> list[int]:
        terms: list[int] = self.terms_by_exact[
            int(self.exact_starts[number]) : int(self.exact_starts[number + 1])
        ].tolist()
        return terms

    def lemma_terms(self, text: str) -> list[int]:
        """Return the terms of a lemma."""
        terms: list[int] = []
        if (number := self.lemmas.find(text)) >= 0:
            start, end = int(self.lemma_starts[number]), int(self.lemma_starts[number + 1])
            terms = self.terms_by_lemma[start:end].tolist()
        if (number := self.exact.find(text)) >= 0:
            terms += [term for term in self._of_exact(number) if lemma(self.terms[term]) == text]
        return sorted(terms)

    def terms_with_prefix(self, prefix: str) -> list[int]:
        """Return the terms whose exact form begins with `prefix`, in the order of exact forms."""
        terms: list[int] = self.prefixed(prefix).tolist()
        return terms

    def prefixed(self, prefix: str) -> Array:
        """As `terms_with_prefix`, as an array."""
        first, last = self.exact.range_of(prefix)
        start, end = int(self.exact_starts[first]), int(self.exact_starts[last])
        return self.terms_by_exact[start:end]

    def stem_of(self, term: int) -> int:
        """Return the number of a term's stem."""
        # A number of another type would make NumPy convert the whole array.
        key = self.stem_terms.dtype.type(term)
        return int(self.stem_terms.searchsorted(key, side="right")) - 1

    def form(self, term: int) -> Form:
        """Return the form of a term."""
        accented = self.terms[term]
        stem = self.stems[self.stem_of(term)]
        return Form(accented, exact_form(accented), stem, lemma(accented))

    def forms(self, terms: NDArray[np.int64] | None = None) -> list[Form]:
        """Return the forms of many terms, None for all."""
        terms = np.arange(len(self)) if terms is None else terms
        stems, numbers = self.stems.all(), self.stem_terms.astype(np.int64).searchsorted(terms, "right")
        counts = np.diff(self.lemma_starts.astype(np.int64)).tolist()
        inflected = chain.from_iterable(map(repeat, self.lemmas.all(), counts))
        lemmas = dict(zip(self.terms_by_lemma.tolist(), inflected, strict=True))
        forms: list[Form] = []
        for term, number in zip(terms.tolist(), (numbers - 1).tolist(), strict=True):
            accented = self.terms[term]
            exact = exact_form(accented)
            forms.append(Form(accented, exact, stems[number], lemmas.get(term, exact)))
        return forms
