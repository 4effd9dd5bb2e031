"""Checks that the files of an index are as they were committed: an index folder -> a report.

First it checks the files against the manifest and their own checksums, then the invariants of each
segment (`invariants`), then that no article is live in two segments.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from frsearch.codec import invariants, manifest
from frsearch.codec.document_store import ArticleCodec
from frsearch.codec.index_folder import IndexFolder
from frsearch.codec.manifest import Manifest, SegmentEntry
from frsearch.codec.segment import Segment
from frsearch.errors import (
    FrsearchError,
    IndexCorrupted,
    IndexNotFound,
    IndexOutdated,
    IndexUnreadable,
    SynonymError,
)
from frsearch.messages.wording import Message
from frsearch.query import synonyms
from frsearch.reports import CheckReport, Problem

_ATTEMPTS = 20


def check(store: IndexFolder) -> CheckReport:
    """Check every byte of the newest committed state.

    The longest posting list and a few numbers per article and term bound the memory.
    Raises IndexUnreadable if the system refuses a file, which then cannot be checked.
    """
    report = CheckReport()
    try:
        for _ in range(_ATTEMPTS):
            state = store.committed()
            report = _Check(store, state).report()
            # A writer may have replaced the state and removed its files meanwhile.
            if report.ok or store.committed() == state:
                break
    except (IndexNotFound, IndexOutdated, IndexUnreadable):
        raise
    except FrsearchError as error:
        return CheckReport((_problem(store.folder / manifest.NAME, error),))
    return report


class _Check:
    def __init__(self, store: IndexFolder, state: Manifest):
        self._store = store
        self._state = state
        self._problems: list[Problem] = []

    def report(self) -> CheckReport:
        # All files are mapped before any is read, so that a writer cannot remove them meanwhile.
        codec = self._codec()
        self._check_provenance()
        self._check_synonyms()
        opened = [(entry, self._opened(entry, codec)) for entry in self._state.segments]
        sound = [
            segment
            for entry, segment in opened
            if segment and self._is_whole(segment) and self._is_consistent(entry, segment)
        ]
        self._check_ids(sound)
        return CheckReport(
            tuple(self._problems),
            files=1 + len(self._state.files()),
            segments=len(sound),
            articles=sum(segment.live_count for segment in sound),
            terms=sum(len(segment.words.terms) for segment in sound),
            positions=sum(len(segment.bundle["positions"]) for segment in sound),
        )

    def _add(self, path: Path, what: Message) -> None:
        self._problems.append(Problem(str(path), what))

    def _codec(self) -> ArticleCodec:
        try:
            return self._store.codec_of(self._state.dictionary)
        except IndexCorrupted as error:
            self._problems.append(_problem(self._store.folder, error))
            return ArticleCodec()

    def _check_provenance(self) -> None:
        from frsearch.reading.provenance import Provenance

        entry = self._state.provenance
        try:
            Provenance.decode(self._store.provenance_of(self._state))
        except IndexCorrupted as error:
            name = entry.name if entry else manifest.NAME
            self._problems.append(_problem(self._store.folder / name, error))

    def _check_synonyms(self) -> None:
        entry = self._state.synonyms
        path = self._store.folder / (entry.name if entry else manifest.NAME)
        try:
            synonyms.read(self._store.synonyms_of(self._state))
        except (IndexCorrupted, SynonymError) as error:
            self._problems.append(_problem(path, error))

    def _opened(self, entry: SegmentEntry, codec: ArticleCodec) -> Segment | None:
        try:
            return self._store.open_segment(entry, codec)
        except IndexCorrupted as error:
            self._problems.append(_problem(self._store.folder, error))
            return None

    def _is_whole(self, segment: Segment) -> bool:
        damaged = list(segment.bundle.damaged_blocks())
        for begin, end in damaged:
            self._add(
                segment.path,
                Message("bytes {begin} to {end} are not what was written", begin=begin, end=end),
            )
        return not damaged

    def _is_consistent(self, entry: SegmentEntry, segment: Segment) -> bool:
        messages = list(invariants.problems(segment, self._state.stored_only))
        if segment.size - segment.live_count != entry.deleted_count:
            messages.append(Message("its number of deleted documents is not the committed one"))
        for message in messages:
            self._add(segment.path, message)
        segment.bundle.release_pages()
        return not messages

    def _check_ids(self, segments: list[Segment]) -> None:
        """Report segments with an id that is live in an earlier segment, too."""
        seen = np.zeros(0, np.uint64)
        for segment in segments:
            live = segment.id_hashes[segment.live_mask()[segment.documents_by_id]]
            if np.isin(live, seen).any():
                self._add(segment.path, Message("an article is also in another segment"))
            seen = np.concatenate([seen, live])


def _problem(file: Path, error: FrsearchError) -> Problem:
    if isinstance(error, IndexCorrupted):
        return Problem(error.file or str(file), error.reason)
    return Problem(str(file), error.message)
