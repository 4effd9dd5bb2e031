"""The embedded engine: segments of arrays in a folder, behind the protocols of `engine.protocol`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property, reduce
from typing import TYPE_CHECKING

import numpy as np

from frsearch import kernels
from frsearch.codec import manifest
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.segment import Segment
from frsearch.codec.snapshot import Snapshot
from frsearch.dates import DateRange, PartialDate
from frsearch.engine.arrays.field_values import describe_field, has_several_values
from frsearch.engine.arrays.paging import oldest_first
from frsearch.engine.arrays.search import Matches, answer, find
from frsearch.engine.arrays.spelling import neighbours
from frsearch.engine.arrays.tuning import TUNING, Tuning
from frsearch.engine.request import (
    Answer,
    ArticleMatch,
    Company,
    Contents,
    Neighbour,
    Occurrences,
    PeriodCounts,
    Request,
    WordCounts,
    WordRows,
)
from frsearch.facets import FieldInfo, count_documents, sum_over_documents
from frsearch.fields import Declared, FieldNames
from frsearch.query.limits import Deadline
from frsearch.query.nodes import Everything, Where
from frsearch.query.resolved import positive_leaves
from frsearch.types import Article, Count, Explanation, Unit, WordUnit

if TYPE_CHECKING:
    from frsearch.codec.for_whoosh.index import WhooshIndex
    from frsearch.reports import Advance, CheckReport, Written

# Descriptions of fields to hold, each for another number of frequent values.
_DESCRIBED = 4


class ArraysEngine:
    """An index in a folder, as an `Engine`."""

    def __init__(self, folder: IndexFolder):
        self.folder = folder

    def searcher(self) -> ArraysSearcher:
        """Open the newest committed state."""
        return ArraysSearcher(self.folder.snapshot())

    def is_newest(self, searcher: ArraysSearcher) -> bool:
        """Return whether a searcher has the newest committed state."""
        return searcher.snapshot.manifest == self.folder.committed()

    def write(
        self,
        removed: Iterable[str],
        articles: Iterable[Article],
        advance: Advance | None,
        workers: int,
        timeout: float,
        provenance: Callable[[], bytes] | None = None,
    ) -> Written:
        """Remove articles and add others, all or nothing."""
        return self.folder.write(removed, articles, advance, workers, timeout, provenance)

    def provenance(self) -> bytes:
        """Return which files gave which articles."""
        return self.folder.provenance()

    def set_synonyms(self, text: str, timeout: float) -> None:
        """Keep synonyms in place of those kept before."""
        self.folder.set_synonyms(text, timeout)

    def check(self) -> CheckReport:
        """Check every byte of the newest state, and its invariants."""
        from frsearch.codec.check import check

        return check(self.folder)

    def close(self) -> None:
        """Close all files; a searcher that is still in use keeps its own open."""
        self.folder.close()

    def whoosh(self, searcher: ArraysSearcher) -> WhooshIndex:
        """Return the same segments as a Whoosh index."""
        from frsearch.codec.for_whoosh.index import WhooshIndex

        return WhooshIndex(self.folder, searcher.snapshot)


class ArraysSearcher:
    """One committed state, as a `Searcher`."""

    knows_copies = True

    def __init__(self, snapshot: Snapshot, tuning: Tuning = TUNING):
        self.snapshot = snapshot
        self.tuning = tuning
        self._described: dict[int, tuple[FieldInfo, ...]] = {}

    def __len__(self) -> int:
        return self.snapshot.statistics.articles

    def get(self, id: str) -> Article | None:
        """Return the article with an id."""
        document = self.snapshot.find(id)
        return None if document is None else self.snapshot.article(document)

    def within(self, deadline: Deadline) -> AbstractContextManager[None]:
        """Do nothing: it waits for nobody else."""
        return nullcontext()

    def search(self, request: Request) -> Answer:
        """Answer a request."""
        return answer(self.snapshot, request, self.tuning)

    def occurrences(self, request: Request) -> Occurrences:
        """Return every occurrence of the query in texts, counted from postings alone."""
        snapshot, matches = self.snapshot, find(self.snapshot, request, self.tuning)
        documents, counts = np.unique(self._with_occurrences(matches), return_counts=True)

        def read() -> Iterator[tuple[Article, int]]:
            for document in oldest_first(snapshot, documents):
                yield snapshot.article(document), int(counts[documents.searchsorted(document)])

        return Occurrences(
            total=int(counts.sum()),
            articles=len(documents),
            match=matches.match,
            terms=matches.terms(forms=True),
            warnings=matches.warnings,
            read=read,
        )

    def period_counts(self, request: Request, unit: Unit, count: Count) -> PeriodCounts:
        """Count the matches, or their occurrences, by period."""
        matches = find(self.snapshot, request, self.tuning)
        counted = matches.documents if count == "articles" else self._with_occurrences(matches)
        by_period = dict(count_documents(self.snapshot.calendar(unit), counted))
        return PeriodCounts(by_period, len(counted), matches.match, matches.warnings)

    def word_counts(self, request: Request, unit: WordUnit) -> WordCounts:
        """Count all words in the texts of matches."""
        from frsearch.engine.arrays.word_counts import count_words

        return count_words(find(self.snapshot, request, self.tuning), unit, self.tuning)

    def forms_of(self, lemmas: Sequence[str]) -> dict[str, dict[str, int]]:
        """Map lemmas to their forms with document counts, deleted ones included."""
        from frsearch.engine.arrays.word_counts import forms_of

        return forms_of(self.snapshot.segments, lemmas)

    def words_near(self, request: Request, unit: WordUnit, window: int) -> WordCounts:
        """Count the words near the occurrences of the query."""
        from frsearch.engine.arrays.word_counts import count_near

        return count_near(find(self.snapshot, request, self.tuning), unit, window, self.tuning)

    def word_rows(
        self,
        request: Request,
        unit: WordUnit,
        length: int,
        least: int,
        most: int,
        without: Collection[str],
    ) -> WordRows:
        """Count rows of words in the texts of matches."""
        from frsearch.engine.arrays.word_rows import Wanted, count_rows

        wanted = Wanted(length, least, most, without)
        matches = find(self.snapshot, request, self.tuning)
        return count_rows(matches, unit, wanted, self.tuning, self.snapshot.id)

    def copies(self) -> list[list[str]]:
        """Return the ids of each group of near copies, the oldest first."""
        snapshot, groups = self.snapshot, self.snapshot.copies.groups
        held = (groups >= 0).nonzero()[0]
        held = held[np.lexsort((snapshot.copies.oldest[held], groups[held]))]
        cuts = np.diff(groups[held]).nonzero()[0] + 1
        return [[*map(snapshot.id, part.tolist())] for part in np.split(held, cuts) if len(part)]

    def field_names(self) -> FieldNames:
        """Return the names of all fields, those of deleted documents included."""
        return self._field_names

    @cached_property
    def _field_names(self) -> FieldNames:
        declared = self.snapshot.manifest.fields
        known = (each.name for each in declared if each.type != "stored")
        return FieldNames({*self.snapshot.field_names, *known}, declared)

    def has_several(self, field: str) -> bool:
        """Return whether a live document has several values of a field."""
        return has_several_values(self.snapshot, field)

    def fields(self, frequent: int) -> tuple[FieldInfo, ...]:
        """Describe each field of live documents; the page asks for them at every search."""
        described = self._described.get(frequent)
        if described is None:
            # Of many lengths, only the last few stay in memory.
            if len(self._described) >= _DESCRIBED:
                self._described.clear()
            described = self._described[frequent] = tuple(self._describe(frequent))
        return described

    def _describe(self, frequent: int) -> list[FieldInfo]:
        declared = {each.name: each for each in self.snapshot.manifest.fields}
        described = (
            describe_field(self.snapshot, declared.get(name, Declared(name)), frequent)
            for name in sorted(self.snapshot.field_names)
        )
        return [each for each in described if each is not None]

    def period_lengths(
        self, date: DateRange | None, unit: Unit | None, where: Where = ()
    ) -> Mapping[str, int]:
        """Count the words of the texts of each period; without a unit, all of them."""
        snapshot = self.snapshot
        documents = find(snapshot, Request(Everything(), date, where), self.tuning).documents
        parts = zip(snapshot.segments, snapshot.parted(documents), strict=True)
        lengths = [np.zeros(0, np.float32), *(segment.lengths("text")[part] for segment, part in parts)]
        if unit is None:
            return {"": int(np.concatenate(lengths).sum(dtype=np.int64))}
        return sum_over_documents(snapshot.calendar(unit), documents, np.concatenate(lengths))

    def article_match(self, request: Request, id: str) -> ArticleMatch | None:
        """Return what highlighting the query in one article needs."""
        document = self.snapshot.find(id)
        if document is None:
            return None
        matches = find(self.snapshot, request, self.tuning)
        (counts,) = matches.evaluator.counts([document])
        return ArticleMatch(self.snapshot.article(document), matches.terms(forms=True), counts)

    def explain(self, request: Request, id: str) -> Explanation | None:
        """Explain the score of an article."""
        from frsearch.engine.arrays.explaining import explain

        document = self.snapshot.find(id)
        return None if document is None else explain(self.snapshot, request, document, self.tuning)

    def stem_counts(self, stems: Sequence[str]) -> list[int]:
        """Return how many documents hold each stem, deleted ones included."""
        return [sum(each.stem_count(stem) for each in self.snapshot.segments) for stem in stems]

    def exact_counts(self, words: Sequence[str]) -> list[int]:
        """Return how many documents hold each exact form, deleted ones included."""
        return [sum(_exact_count(each, word) for each in self.snapshot.segments) for word in words]

    def together(self, words: Sequence[str]) -> int:
        """Return how many documents hold all of these exact forms."""
        count = 0
        for segment in self.snapshot.segments:
            lists = (segment.documents_of(segment.exact_terms(word)) for word in words)
            count += len(reduce(kernels.intersect, lists))
        return count

    def completions(self, prefix: str, most: int) -> dict[str, int]:
        """Map the most frequent words of each segment with a prefix to document counts."""
        counts: dict[str, int] = {}
        for segment in self.snapshot.segments:
            for word, count in segment.frequent_with_prefix(prefix, most).items():
                counts[word] = counts.get(word, 0) + count
        return counts

    def company(self, row: Sequence[str], prefix: str) -> dict[str, Company]:
        """Map the words with a prefix that are in a document with a row of words to counts."""
        from frsearch.engine.arrays.company import company

        return company(self.snapshot.segments, row, prefix)

    def neighbours(self, word: str, edits: int) -> list[Neighbour]:
        """Return the words within a distance of `edits`."""
        return neighbours(self.snapshot.segments, word, edits)

    def spellings(self, word: str) -> dict[str, int]:
        """Map the spellings of an exact form in live documents to document counts."""
        counts: dict[str, int] = {}
        for segment in self.snapshot.segments:
            for term in segment.exact_terms(word):
                accented = segment.words.terms[term]
                count = len(segment.term_postings(term).documents)
                counts[accented] = counts.get(accented, 0) + count
        return counts

    def example(self, accented: str) -> Article | None:
        """Return the shortest article that holds a word, in the first segment that has one."""
        for segment in self.snapshot.segments:
            for term in segment.exact_terms(accented):
                if segment.words.terms[term] == accented:
                    documents = segment.term_postings(term).documents
                    briefest = documents[segment.lengths("text").take(documents).argmin()]
                    return segment.article(int(briefest))
        return None

    def synonyms(self) -> str:
        """Return the synonyms that this state keeps."""
        return self.snapshot.synonyms

    def contents(self) -> Contents:
        """Return the facts about this state; the page asks for them at every view."""
        return self._contents

    @cached_property
    def _contents(self) -> Contents:
        state, segments = self.snapshot.manifest, self.snapshot.segments
        files = [part for entry in state.segments for part in (entry.file, entry.deleted) if part]
        files += [state.dictionary] if state.dictionary else []
        live = [np.flatnonzero(segment.live_mask()) for segment in segments]
        dated = [each[each >= segment.undated] for each, segment in zip(live, segments, strict=True)]
        return Contents(
            articles=self.snapshot.statistics.articles,
            undated=sum(map(len, live)) - sum(map(len, dated)),
            first_date=min(_dates(segments, dated, 0), default=None),
            last_date=max(_dates(segments, dated, -1), default=None),
            words=sum(segment.total_length("text") for segment in segments),
            title_words=sum(segment.total_length("title") for segment in segments),
            size=sum(file.size for file in files),
            segments=len(segments),
            deleted=sum(entry.deleted_count for entry in state.segments),
            generation=state.generation,
            format=manifest.FORMAT,
        )

    def _with_occurrences(self, matches: Matches) -> np.ndarray:
        from frsearch.engine.arrays.occurrences import documents_with_occurrences

        leaves = list(dict.fromkeys(positive_leaves(matches.tree)))
        return documents_with_occurrences(leaves, self.snapshot, matches.documents, self.tuning)


def _exact_count(segment: Segment, word: str) -> int:
    place = segment.words.exact.find(word)
    return int(segment.exact_counts[place]) if place >= 0 else 0


def _dates(segments: Sequence[Segment], dated: Sequence[np.ndarray], at: int) -> list[PartialDate]:
    """Return the first date (`at` 0) or last date (-1) of each segment with dated documents."""
    return [
        PartialDate.from_days(int(segment.first_days[each[at]]), int(segment.last_days[each[at]]))
        for segment, each in zip(segments, dated, strict=True)
        if len(each)
    ]
