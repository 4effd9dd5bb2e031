"""What an index holds and what made it: snapshot -> the facts that make results reproducible."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from frsearch.analysis.fingerprint import fingerprint
from frsearch.codec import manifest
from frsearch.codec.segment import Segment
from frsearch.codec.snapshot import Snapshot
from frsearch.dates import PartialDate
from frsearch.messages.wording import ENGLISH, Wording

# What decides about words and scores, and what reads the files.
_PACKAGES = ("frsearch", "snowballstemmer", "PyStemmer", "unidecode", "whoosh", "numpy", "zstandard")


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """The facts about one committed state of an index.

    `words` counts the words of all texts, `title_words` those of titles, both as the analyzer tells
    them apart. `first_date` and `last_date` are the earliest and the latest, None where no article has
    a date; `undated` is how many have none. `size` is that of the index's files, in bytes; `deleted`
    is how many articles that were removed or replaced are still in them. `generation` counts the
    commits. `analyzer` is the fingerprint of the analysis: the same one finds the same words.
    `versions` are those of frsearch, Python and the packages that decide about words and scores, where
    this is called.
    """

    path: str
    articles: int
    undated: int
    first_date: PartialDate | None
    last_date: PartialDate | None
    words: int
    title_words: int
    size: int
    segments: int
    deleted: int
    generation: int
    format: int
    analyzer: str
    versions: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return the facts as JSON can hold them."""
        values = {name: getattr(self, name) for name in self.__slots__}
        for name in ("first_date", "last_date"):
            values[name] = None if values[name] is None else str(values[name])
        return values | {"versions": dict(self.versions)}

    def __str__(self) -> str:
        return self.to_text()

    def to_text(self, wording: Wording = ENGLISH) -> str:
        """Return the facts, a line each."""
        dates = wording("{first} to {last}", first=self.first_date, last=self.last_date)
        if self.first_date is None:
            dates = wording("none")
        if self.undated:
            dates += wording(", {undated} undated", undated=self.undated)
        size = wording.number(self.size / 1e6, 1)
        segments = wording.counted(self.segments, "segment")
        deleted = wording.counted(self.deleted, "deleted article")
        words, titles = self.words, self.title_words
        facts = {
            "index": self.path,
            "articles": wording.number(self.articles),
            "dates": dates,
            "words": wording("{words} in texts, {titles} in titles", words=words, titles=titles),
            "size": wording("{size} MB in {segments}", size=size, segments=segments),
            "state": wording(
                "commit {number}, {deleted} on the disk", number=self.generation, deleted=deleted
            ),
            "analyzer": wording("{name}, format {number}", name=self.analyzer, number=self.format),
            "versions": ", ".join(f"{name} {number}" for name, number in self.versions.items()),
        }
        return "\n".join(f"{wording(name):<9} {fact}" for name, fact in facts.items())


def describe(path: Path, snapshot: Snapshot) -> IndexInfo:
    """Gather the facts about a snapshot of the index in a folder."""
    state, segments = snapshot.manifest, snapshot.segments
    files = [part for entry in state.segments for part in (entry.file, entry.deleted) if part]
    files += [state.dictionary] if state.dictionary else []
    live = [np.flatnonzero(segment.live_mask()) for segment in segments]
    dated = [each[each >= segment.undated] for each, segment in zip(live, segments, strict=True)]
    return IndexInfo(
        str(path),
        articles=snapshot.statistics.articles,
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
        analyzer=fingerprint(),
        versions=_versions(),
    )


def _dates(segments: Sequence[Segment], dated: Sequence[Any], at: int) -> list[PartialDate]:
    """Return the first or last date of each segment that has any."""
    return [
        PartialDate.from_days(int(segment.first_days[each[at]]), int(segment.last_days[each[at]]))
        for segment, each in zip(segments, dated, strict=True)
        if len(each)
    ]


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions
