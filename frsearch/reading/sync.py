"""Files, and what was read from them before -> the articles to add and the ids to remove.

A file that is unchanged is not read again, unless another file has to do with it: one whose content is
in its articles, one that takes its default id, or one that shares an id with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Set
from dataclasses import dataclass, field, replace

from frsearch.errors import ArticleError
from frsearch.reading.companions import NAMES as METADATA
from frsearch.reading.encodings import shown
from frsearch.reading.forms.issues import ENDINGS as PAGES
from frsearch.reading.forms.issues import LEVELS_ABOVE
from frsearch.reading.forms.registry import split_name
from frsearch.reading.making import Made
from frsearch.reading.meter import Meter
from frsearch.reading.provenance import (
    ARCHIVE,
    FileState,
    Provenance,
    RootState,
    ids_in,
    in_order,
    path_below,
    root_path,
    to_read_again,
    used_now,
    walk_of,
)
from frsearch.reading.reading_run import Outcome, ReadingRun
from frsearch.reading.sources import Event, Source, Walk
from frsearch.reading.tally import Tally

_Key = tuple[int, str]
# Forms whose articles lie in several files.
_ISSUES = ("alto", "mets")
# What a metadata file is called that is not among the files to read.
_BESIDE = "metadata beside"


@dataclass(slots=True)
class Sync:
    """One run of keeping an index in step with the files below `roots`.

    `before` returns the provenance of the index; it is called when the first outcome is asked for. The
    other members are known once all outcomes have been taken: `unchanged` counts files, `restored`
    articles that were given again only to stay as they were.
    """

    run: ReadingRun
    before: Callable[[], bytes]
    unchanged: int = field(default=0, init=False)
    restored: int = field(default=0, init=False)
    provenance: bytes = field(default=b"", init=False)
    _known: Provenance = field(default_factory=Provenance, init=False)
    _old: dict[_Key, FileState] = field(default_factory=dict, init=False)
    _new: dict[_Key, FileState] = field(default_factory=dict, init=False)
    _sources: dict[_Key, Source] = field(default_factory=dict, init=False)
    _changed: set[_Key] = field(default_factory=set, init=False)

    def outcomes(self) -> Generator[Outcome]:
        """Yield what comes of each file that is read, as `ReadingRun.outcomes` does."""
        self.provenance = self.before()
        self._known = Provenance.decode(self.provenance)
        self._old = dict(self._states_before())
        events = list(Walk(self.run.roots, self.run.exclude))
        self._sources = {_key(each): each for each in events if isinstance(each, Source)}
        to_read = self._compare(events)
        self.run.meter = Meter([self._sources[key] for key in to_read])
        as_before = not to_read and self._walk_is_as_before()
        for event in events:
            if not isinstance(event, Source):
                yield from self.run.outcomes([event])
            elif as_before or (
                _key(event) not in to_read and self.run.keeps(event, self._new[_key(event)])
            ):
                self.unchanged += 1
            else:
                yield from self._read(event)
        yield from self._settle()
        self._store()

    def removed(self) -> Iterator[str]:
        """Yield the ids of articles that no file gives any more."""
        gone = self._gone_ids()
        yield from sorted(gone - self._ids_of_other_roots())

    def _gone_ids(self) -> set[str]:
        return ids_in(self._old.values()) - ids_in(self._new.values())

    def _states_before(self) -> Iterator[tuple[_Key, FileState]]:
        """Yield the states of files as they were read, to be read again if that was in another way."""
        for number, path in self._roots():
            known = self._known.roots.get(path, RootState())
            files = known.files if known.settings == self.run.settings else to_read_again(known.files)
            for name, state in files.items():
                yield (number, name), state

    def _roots(self) -> Iterator[tuple[int, str]]:
        """Yield the numbers of roots and the paths by which they are known, each path once."""
        paths = list(map(root_path, self.run.roots))
        yield from ((number, path) for number, path in enumerate(paths) if path not in paths[:number])

    def _walk_is_as_before(self) -> bool:
        """Say whether the same files were met, in the same order, so that all have the same ids."""
        walk = walk_of(self.run.roots, self._sources)
        return all(
            path in self._known.roots and self._known.roots[path].walk == walk
            for _, path in self._roots()
        ) and all(self.run.keeps_year(each, self._new[key]) for key, each in self._sources.items())

    def _compare(self, events: list[Event]) -> Set[_Key]:
        """Put the states of files that are there into `_new`; return the files to read."""
        errors = (each.source for each in events if isinstance(each, ArticleError))
        unreadable = {source for source in errors if source}
        beside = dict(self._metadata_not_met())
        missing = self._old.keys() - self._sources.keys() - beside.keys()
        gone = {key for key in missing if not self._is_below(key, unreadable)}
        self._new = {key: each for key, each in self._old.items() if key not in gone}
        for key, path in beside.items():
            state = self._old[key].confirmed(path) if key in self._old else None
            if state is None:
                self._changed.add(key)
                state = replace(FileState.before_reading(path).with_digest(path), form=_BESIDE)
            self._new[key] = state
        roots = () if self.run.exclude else self.run.roots
        inside = tuple(os.path.join(shown(os.path.realpath(each)), "") for each in roots)
        for key, source in self._sources.items():
            state = self._old[key].confirmed(source.path) if key in self._old else None
            if state is None or not self._same_parts(state, inside):
                self._changed.add(key)
            else:
                self._new[key] = state
        refused = {key for key, state in self._new.items() if state.refused}
        related = self._related(self._changed | gone)
        return (self._changed | refused | related) & self._sources.keys()

    def _metadata_not_met(self) -> Iterator[tuple[_Key, str]]:
        """Yield metadata files that are not among the sources, but describe some of them.

        They are left out by rule, or stand beside a root that is a file.
        """
        if not self.run.exclude and all(map(os.path.isdir, self.run.roots)):
            return
        places = {(_folder(key), os.path.dirname(each.path)) for key, each in self._sources.items()}
        for (root, relative), folder in sorted(places):
            for name in sorted(os.listdir(folder or ".")):
                key = root, f"{relative}/{name}".lstrip("/")
                if name.lower() in METADATA and key not in self._sources:
                    yield key, os.path.join(folder, name)

    def _is_below(self, key: _Key, unreadable: Set[str]) -> bool:
        """Say whether a file is one of those that cannot be read, or in such a folder."""
        if not unreadable:
            return False
        path = path_below(shown(self.run.roots[key[0]]), key[1])
        return any(path == each or path.startswith(each + os.sep) for each in unreadable)

    def _same_parts(self, state: FileState, inside: tuple[str, ...]) -> bool:
        """Say whether files outside the roots and what is left out of archives are the same."""
        if state.form == ARCHIVE and state.exclude != tuple(self.run.exclude):
            return False
        outside = (each for each in state.used if not each.path.startswith(inside))
        return all(used_now(each.path) == each for each in outside)

    def _related(self, touched: set[_Key]) -> set[_Key]:
        """Return files whose articles may change as other files have changed or are gone."""
        if not touched:
            return set()
        described = {_folder(key) for key in touched if _name(key).lower() in METADATA}
        parts = {above for key in touched if split_name(key[1])[1] in PAGES for above in _above(key)}
        beside = set(map(_folder, touched))
        return {
            key
            for key, state in self._old.items()
            if (state.beside and _folder(key) in beside)
            or _folder(key) in described
            or (parts and state.form in _ISSUES and not parts.isdisjoint(_above(key)))
        }

    def _read(self, source: Source) -> Iterator[Outcome]:
        """Yield what comes of a file; keep what it gave before if it cannot be read now."""
        key = _key(source)
        before = self._old.get(key)
        yield from self.run.outcomes([source])
        now = self.run.states[source]
        if key not in self._changed:
            same = self._new[key]
            now = replace(now, mtime=same.mtime, read_at=same.read_at, digest=same.digest)
        kept = before.ids if before is not None and source in self.run.failed else ()
        self._new[key] = replace(now, ids=tuple(dict.fromkeys(now.ids + kept)))

    def _settle(self) -> Iterator[Outcome]:
        """Yield articles of unchanged files that come last with an id, but are not in the index."""
        if not self.run.states and not any(state.lost for state in self._new.values()):
            return
        written = ids_in(self.run.states.values())
        given = {key: self._given(key, source) for key, source in self._sources.items()}
        last = {id: key for key, ids in given.items() for id in ids}
        for key, source in self._sources.items():
            if source not in self.run.states:
                lost = self._new[key].lost
                ids = written.intersection(given[key]).union(lost)
                if wanted := {id for id in ids if last[id] == key}:
                    self.restored += len(wanted.difference(lost))
                    yield from self._again(source, wanted)
        self._note_lost(last)

    def _given(self, key: _Key, source: Source) -> tuple[str, ...]:
        """Return the ids of the articles that a file gives now, or would give."""
        return self.run.states.get(source, self._new[key]).ids

    def _again(self, source: Source, ids: set[str]) -> Iterator[Outcome]:
        """Yield the articles of a file that have some ids: of those with the same id, the last."""
        run = ReadingRun(
            self.run.roots,
            self.run.names,
            Tally(),
            Meter([]),
            self.run.columns,
            self.run.date_format,
            self.run.exclude,
        )
        made = (each for each in run.file(source) if isinstance(each, Made) and each.article.id in ids)
        last = {each.article.id: each for each in made}
        yield from (replace(each, again=True) for each in last.values())

    def _note_lost(self, last: dict[str, _Key]) -> None:
        """Note of each file which of its articles are those of others in the index."""
        for key, state in self._new.items():
            lost = in_order(state.ids, {id for id in state.ids if last.get(id, key) != key})
            if lost != state.lost:
                self._new[key] = replace(state, lost=lost)

    def _store(self) -> None:
        """Put the states of the files into the provenance, with digests of those that were read."""
        for source in self.run.states:
            state = self._new[_key(source)]
            if not state.digest:
                self._new[_key(source)] = state.with_digest(source.path)
        gone, own = self._gone_ids(), dict(self._roots()).values()
        others = {root: each for root, each in self._known.roots.items() if root not in own}
        self.run.note_clashes(Provenance(others))
        for other in others.values():
            for name, each in other.files.items():
                # What the index has by this id may come from a file that is gone.
                if not gone.isdisjoint(each.ids):
                    other.files[name] = each.to_read_again()
        walk, changed = walk_of(self.run.roots, self._sources), bool(gone)
        for number, path in self._roots():
            before = self._known.roots.get(path, RootState())
            files = {name: state for (at, name), state in self._new.items() if at == number}
            self._known.roots[path] = now = RootState(self.run.settings, files, walk)
            changed |= now != before
        if changed and (self.provenance or any(state.ids for state in self._new.values())):
            self.provenance = self._known.encode()

    def _ids_of_other_roots(self) -> set[str]:
        own = dict(self._roots()).values()
        return {
            id
            for root, state in self._known.roots.items()
            if root not in own and os.path.exists(root)
            for id in ids_in(state.files.values())
        }


def _key(source: Source) -> _Key:
    return source.root, source.relative


def _folder(key: _Key) -> _Key:
    return key[0], key[1].rpartition("/")[0]


def _name(key: _Key) -> str:
    return key[1].rpartition("/")[2]


def _above(key: _Key) -> Iterator[_Key]:
    """Yield the folder of a file and those above it in which a METS may name it."""
    root, folder = _folder(key)
    for _ in range(LEVELS_ABOVE + 1):
        yield root, folder
        folder = folder.rpartition("/")[0]
