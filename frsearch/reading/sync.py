"""Files, and what was read from them before -> the articles to add and the ids to remove.

A file that is unchanged is not read again, unless another file has to do with it: one that gave articles
with the same ids, or whose content is in its articles.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from frsearch.errors import ArticleError
from frsearch.reading.archives import is_archive
from frsearch.reading.making import Made
from frsearch.reading.meter import Meter
from frsearch.reading.naming import Names
from frsearch.reading.provenance import (
    Files,
    FileState,
    Provenance,
    RootState,
    ids_in,
    path_below,
    root_path,
    to_read_again,
)
from frsearch.reading.reading_run import Outcome, ReadingRun
from frsearch.reading.sources import Event, Source, Walk, shown
from frsearch.reading.tally import Tally

_Key = tuple[int, str]
# A file that describes those beside it, and the forms whose articles lie in several files.
_METADATA = re.compile(r"(?:^|/)metadata\.[^/]*$", re.IGNORECASE)
_ISSUES = ("alto", "mets")
_LEVELS = 2


@dataclass(slots=True)
class Sync:
    """One run of keeping an index in step with the files below `roots`.

    `before` returns the provenance of the index; it is called when the first outcome is asked for. The
    other members are known once all outcomes have been taken.
    """

    run: ReadingRun
    before: Callable[[], Provenance]
    unchanged: int = field(default=0, init=False)
    provenance: Provenance = field(default_factory=Provenance, init=False)
    _old: dict[_Key, FileState] = field(default_factory=dict, init=False)
    _new: dict[_Key, FileState] = field(default_factory=dict, init=False)

    def outcomes(self) -> Generator[Outcome]:
        """Yield what comes of each file that is read, as `ReadingRun.outcomes` does."""
        self.provenance = self.before()
        self._old = dict(self._known())
        events = list(Walk(self.run.roots, self.run.exclude))
        sources = {_key(each): each for each in events if isinstance(each, Source)}
        unreadable = [each.source for each in events if isinstance(each, ArticleError) and each.source]
        gone = {key for key in self._old.keys() - sources.keys() if not self._is_below(key, unreadable)}
        confirmed = {key: self._confirmed(key, each) for key, each in sources.items()}
        changed = {key for key, state in confirmed.items() if state is None}
        to_read = self._with_related(changed, gone) & sources.keys()
        self._new = {key: each for key, each in self._old.items() if key not in gone}
        self._new |= {key: state for key, state in confirmed.items() if state is not None}
        for event in events:
            if isinstance(event, Source) and _key(event) not in to_read and self._keeps_id(event):
                self.unchanged += 1
                self.run.meter.finish(event.path)
            else:
                yield from self._outcomes_of(event)
        yield from self._settle(sources)
        self._store()

    def removed(self) -> Iterator[str]:
        """Yield the ids of articles that no file gives any more."""
        kept = ids_in(self._new.values()) | self._ids_of_other_roots()
        yield from sorted(ids_in(self._old.values()) - kept)

    def _known(self) -> Iterator[tuple[_Key, FileState]]:
        """Yield the states of files that were read in the same way."""
        for number, root in enumerate(self.run.roots):
            known = self.provenance.roots.get(root_path(root), RootState())
            files = known.files if known.settings == self.run.settings else to_read_again(known.files)
            for name, state in files.items():
                yield (number, name), state

    def _confirmed(self, key: _Key, source: Source) -> FileState | None:
        return self._old[key].confirmed(source.path) if key in self._old else None

    def _is_below(self, key: _Key, unreadable: Sequence[str]) -> bool:
        path = path_below(shown(self.run.roots[key[0]]), key[1])
        return any(path == each or path.startswith(each + os.sep) for each in unreadable)

    def _with_related(self, changed: set[_Key], gone: set[_Key]) -> set[_Key]:
        """Return files that changed or are gone, and those whose articles may change with them."""
        touched = changed | gone
        while True:
            lost = ids_in(self._old[key] for key in touched if key in self._old)
            described = {_folder(key) for key in touched if _METADATA.search(key[1])}
            parts = {_folder(key) for key in touched if key[1].lower().endswith(".xml")}
            more = {
                key
                for key, state in self._old.items()
                if key not in touched
                and (
                    not lost.isdisjoint(state.ids)
                    or (state.is_one_article and _folder(key) in described)
                    or (state.form in _ISSUES and any(_is_near(_folder(key), each) for each in parts))
                )
            }
            if not more:
                return touched
            touched |= more

    def _keeps_id(self, source: Source) -> bool:
        """Say whether an unchanged file keeps its default id, which depends on its neighbours."""
        state = self._old[_key(source)]
        if not state.ids or is_archive(source.path):
            return True
        file_id = self.run.names.of_file(source, state.is_one_article)
        if not state.is_one_article:
            self.run.names.keep_rows(file_id)
        return file_id == state.file_id

    def _outcomes_of(self, event: Event) -> Iterator[Outcome]:
        yield from self.run.outcomes([event])
        if isinstance(event, Source):
            key = _key(event)
            if event in self.run.states:
                self._new[key] = self.run.states[event]
            elif key in self._old:
                # Refused now: what it gave before stays, and it is read again the next time.
                self._new[key] = replace(self._old[key], size=-1, digest="")

    def _settle(self, sources: dict[_Key, Source]) -> Iterator[Outcome]:
        """Read the files again that share an id with a file that was read, for the last one to win."""
        owners = Counter(id for state in self._new.values() for id in state.ids)
        shared = {id for id, count in owners.items() if count > 1}
        read = {_key(source) for source in self.run.states}
        contested = {id for key in read for id in self._new[key].ids if id in shared}
        again = [key for key, state in self._new.items() if not contested.isdisjoint(state.ids)]
        if all(key in read for key in again):
            return
        tally, meter = Tally(), Meter(Walk([], ()))
        names = Names(self.run.roots)
        run = ReadingRun(self.run.roots, names, tally, meter, self.run.columns, self.run.date_format)
        for source in sources.values():
            state = self._new.get(_key(source))
            if state is None or not state.ids:
                continue
            if _key(source) in again:
                made = (each for each in run.file(source) if isinstance(each, Made))
                yield from (replace(each, again=True) for each in made)
            else:
                names.of_file(source, state.is_one_article)

    def _store(self) -> None:
        """Put the states of the files into the provenance, with digests of those that were read."""
        digested = {_key(source): state for source, state in self.run.digested().items()}
        for number, root in enumerate(self.run.roots):
            files: Files = {
                name: digested.get((number, name), state)
                for (at, name), state in self._new.items()
                if at == number
            }
            if files or root_path(root) in self.provenance.roots:
                self.provenance.roots[root_path(root)] = RootState(self.run.settings, files)

    def _ids_of_other_roots(self) -> set[str]:
        own = set(map(root_path, self.run.roots))
        return {
            id
            for root, state in self.provenance.roots.items()
            if root not in own and os.path.exists(root)
            for id in ids_in(state.files.values())
        }


def _key(source: Source) -> _Key:
    return source.root, source.relative


def _folder(key: _Key) -> _Key:
    return key[0], key[1].rpartition("/")[0]


def _is_near(one: _Key, other: _Key) -> bool:
    """Say whether a folder is another, or lies a few levels below or above it."""
    first, second = ([part for part in each[1].split("/") if part] for each in (one, other))
    shorter, longer = sorted((first, second), key=len)
    within = longer[: len(shorter)] == shorter and len(longer) - len(shorter) <= _LEVELS
    return one[0] == other[0] and within
