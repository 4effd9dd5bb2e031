"""Texts -> our terms, analysed once: the analysis that a process shares, and where its forms are kin.

A form is known by its accented spelling, which decides stem, lemma and folded form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
        self.lock: Lock = Lock()
        self._begin()

    def _begin(self) -> None:
        self.analysis: BulkAnalysis = BulkAnalysis()
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
        self._counts: dict[str, int] = {}
        self._known: dict[str, Form] = {}
        # Counts by the numbers of the forms of one analysis.
        self._forms: Sequence[Form] = ()
        self._numbers = np.zeros(0, np.int64)

    def take(self, forms: Sequence[Form], tokens: Tokens, by: int = 1) -> None:
        """Count the forms of articles, given the tokens of the title and the text of each."""
        if forms is not self._forms:
            self._keep()
            self._forms = forms
        sizes = np.diff(tokens.ends, prepend=0)
        articles = np.repeat(np.arange(len(sizes)) // 2, sizes)
        pairs = articles << 32 | tokens.forms
        pairs.sort()
        distinct = pairs.compress(np.diff(pairs, prepend=-1)) & 0xFFFFFFFF
        counts = by * np.bincount(distinct, minlength=len(self._numbers))
        counts[: len(self._numbers)] += self._numbers
        self._numbers = counts

    def add(self, counts: Iterable[tuple[Form, int]]) -> None:
        """Add what was counted elsewhere."""
        for form, count in counts:
            self._known[form.accented] = form
            self._counts[form.accented] = self._counts.get(form.accented, 0) + count

    def _keep(self) -> None:
        """Keep what was counted by numbers that are about to be forgotten."""
        for number in self._numbers.nonzero()[0].tolist():
            form = self._forms[number]
            self._known[form.accented] = form
            self._counts[form.accented] = self._counts.get(form.accented, 0) + int(self._numbers[number])
        self._numbers = np.zeros(0, np.int64)

    def changes(self) -> Iterator[tuple[Form, int]]:
        """Yield the forms whose numbers of articles change, and by how much."""
        self._keep()
        for accented, count in self._counts.items():
            if count:
                yield self._known[accented], count

    def counts(self) -> dict[str, int]:
        """Return how many articles have each accented form."""
        self._keep()
        return dict(self._counts)
