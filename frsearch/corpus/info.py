"""The contents of an index and the software that made it: facts that make results reproducible."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

from frsearch.analysis.fingerprint import fingerprint
from frsearch.arguments import MEMORY
from frsearch.dates import PartialDate
from frsearch.engine.request import Contents
from frsearch.facets import FieldInfo
from frsearch.kernels import KERNELS
from frsearch.messages.wording import ENGLISH, Wording
from frsearch.output.tables import field_record

_MOST_FIELDS = 20
# The packages that determine words and scores, or read the files.
_PACKAGES = ("frsearch", "snowballstemmer", "PyStemmer", "unidecode", "whoosh", "numpy", "zstandard")


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """The facts about one committed state of an index.

    `words` counts the words of all texts, `title_words` those of all titles, as the analyzer splits
    them. `first_date` and `last_date` are the earliest and latest dates, None if no article has a date;
    `undated` counts the articles without a date. `size` is the total size of the index's files in bytes;
    `deleted` counts the removed or replaced articles that the files still contain. `generation` counts
    the commits. `analyzer` is the fingerprint of the analysis: equal fingerprints mean equal words.
    `fields` describes the fields of `extra`, as `Index.fields` does.
    `versions` are those of frsearch, Python and the packages that determine words and scores, in the
    calling process. `kernels` says whether its inner loops are "compiled" or in "numpy": the results are
    the same, the speed is not.
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
    fields: tuple[FieldInfo, ...] = ()
    kernels: Literal["compiled", "numpy"] = KERNELS

    def to_dict(self) -> dict[str, Any]:
        """Return the facts as JSON values."""
        values = {name: getattr(self, name) for name in self.__slots__}
        for name in ("first_date", "last_date"):
            values[name] = None if values[name] is None else str(values[name])
        described = [field_record(each) for each in self.fields]
        return values | {"versions": dict(self.versions), "fields": described}

    def __str__(self) -> str:
        return self.to_text()

    def to_text(self, wording: Wording = ENGLISH) -> str:
        """Return the facts, one per line."""
        dates = wording("{first} to {last}", first=str(self.first_date), last=str(self.last_date))
        if self.first_date is None:
            dates = wording("none")
        if self.undated:
            dates += wording(", {undated:,} undated", undated=self.undated)
        size = wording.number(self.size / 1e6, 1)
        segments = wording.counted(self.segments, "segment")
        deleted = wording.counted(self.deleted, "deleted article")
        words, titles = self.words, self.title_words
        facts = {
            "index": self.path,
            "articles": wording.number(self.articles),
            "dates": dates,
            "words": wording("{words:,} in texts, {titles:,} in titles", words=words, titles=titles),
            "size": wording("{size} MB in {segments}", size=size, segments=segments),
            "state": wording(
                "commit {number:,}, {deleted} in memory"
                if self.path == str(MEMORY)
                else "commit {number:,}, {deleted} on the disk",
                number=self.generation,
                deleted=deleted,
            ),
            "analyzer": wording("{name}, format {number:,}", name=self.analyzer, number=self.format),
            "versions": ", ".join(f"{name} {number}" for name, number in self.versions.items()),
            "kernels": wording("compiled" if self.kernels == "compiled" else "in NumPy"),
            "fields": self._fields(wording),
        }
        return "\n".join(f"{wording(name):<9} {fact}" for name, fact in facts.items())

    def _fields(self, wording: Wording) -> str:
        """Return the names of fields and their numbers of values, those of most articles first."""
        if not self.fields:
            return wording("no fields")
        often = sorted(self.fields, key=lambda each: -each.articles)
        shown = [f"{each.name} ({wording.counted(each.distinct, 'value')})" for each in often]
        if more := len(shown[_MOST_FIELDS:]):
            shown[_MOST_FIELDS:] = [wording("… {more:,} more", more=more)]
        return ", ".join(shown)


def describe(path: str, contents: Contents, described: Sequence[FieldInfo]) -> IndexInfo:
    """Combine the facts about a state of an index with the versions of the running software."""
    facts = {each.name: getattr(contents, each.name) for each in fields(contents)}
    return IndexInfo(
        path, **facts, analyzer=fingerprint(), versions=_versions(), fields=tuple(described)
    )


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions
