"""Texts -> our terms, analysed once: the analysis that a process shares, and where its forms are kin.

A form is known by its accented spelling, which decides stem, lemma and folded form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from frsearch.analysis.chain import Form
from frsearch.codec.bulk_analysis import BulkAnalysis, Tokens
from frsearch.ranking import stem_prefix

# Stems of related words have at least so many letters in common.
_COMMON = 4


@dataclass(frozen=True, slots=True)
class Kin:
    """Which forms a query may ask for: by stem, lemma or folded form, or by how these begin."""

    stems: frozenset[str]
    lemmas: frozenset[str]
    exact: frozenset[str]
    beginnings: tuple[str, ...] = ()

    def related(self) -> tuple[str, ...]:
        """Return the prefixes of the stems of related words."""
        return tuple({prefix for stem in self.stems if (prefix := stem_prefix(stem))})


class WordTables:
    """The analysis of a process, and its forms by their looks. Threads may share it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._begin()

    def _begin(self) -> None:
        self.analysis = BulkAnalysis()
        self._listed = 0
        self._by_stem: dict[str, list[int]] = {}
        self._by_lemma: dict[str, list[int]] = {}
        self._by_exact: dict[str, list[int]] = {}
        self._stems: dict[str, set[str]] = {}  # by their first letters

    def encode(self, texts: Sequence[str]) -> Tokens:
        """Analyse texts; the caller holds the lock, and lets go of it once it has the forms."""
        if self.analysis.renewed() is not self.analysis:
            self._begin()
        return self.analysis.encode(texts)

    def kin(self, kin: Kin) -> list[int]:
        """Return the numbers of the forms that a query may ask for; the caller holds the lock."""
        self._list()
        stems = {*kin.stems}
        for prefix in kin.related():
            near = self._stems.get(prefix[:_COMMON], ())
            stems.update(stem for stem in near if stem.startswith(prefix))
        numbers = {number for stem in stems for number in self._by_stem.get(stem, ())}
        for lemma in kin.lemmas:
            numbers.update(self._by_lemma.get(lemma, ()))
        for exact in kin.exact:
            numbers.update(self._by_exact.get(exact, ()))
        if kin.beginnings:
            for exact, own in self._by_exact.items():
                if exact.startswith(kin.beginnings):
                    numbers.update(own)
        return list(numbers)

    def _list(self) -> None:
        forms = self.analysis.forms
        for number in range(self._listed, len(forms)):
            form = forms[number]
            self._by_stem.setdefault(form.stem, []).append(number)
            self._by_lemma.setdefault(form.lemma, []).append(number)
            self._by_exact.setdefault(form.exact, []).append(number)
            self._stems.setdefault(form.stem[:_COMMON], set()).add(form.stem)
        self._listed = len(forms)


SHARED = WordTables()


class Counter:
    """How many articles of those met have each accented form: added, or taken away."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.forms: dict[str, Form] = {}

    def take(self, forms: Sequence[Form], tokens: Tokens, by: int = 1) -> None:
        """Count the forms of articles, given the tokens of the title and the text of each."""
        sizes = np.diff(tokens.ends, prepend=0)
        articles = np.repeat(np.arange(len(sizes)) // 2, sizes)
        pairs = np.unique(articles.astype(np.int64) << 32 | tokens.forms)
        numbers, counts = np.unique(pairs & 0xFFFFFFFF, return_counts=True)
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            form = forms[number]
            self.forms[form.accented] = form
            self.counts[form.accented] = self.counts.get(form.accented, 0) + by * count

    def changes(self) -> Iterator[tuple[Form, int]]:
        """Yield the forms whose numbers of articles change, and by how much."""
        for accented, count in self.counts.items():
            if count:
                yield self.forms[accented], count
