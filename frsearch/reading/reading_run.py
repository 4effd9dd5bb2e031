"""Files to read -> what came of each: articles, errors, files that are not read."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, Quantity
from frsearch.reading.archives import is_archive, name_of, unpack
from frsearch.reading.article_dates import NO_DATE, DateOrder, FileDates, FoundDate, date_of_name
from frsearch.reading.companions import Companions
from frsearch.reading.encodings import shown
from frsearch.reading.file_reader import FileReader
from frsearch.reading.forms.issues import form_name
from frsearch.reading.forms.tei_persons import is_person_list
from frsearch.reading.making import Made, brief, make_article
from frsearch.reading.meter import Meter
from frsearch.reading.naming import Names
from frsearch.reading.provenance import (
    ARCHIVE,
    FileState,
    Named,
    Provenance,
    root_path,
    settings_of,
    used_now,
    walk_of,
)
from frsearch.reading.records import Record
from frsearch.reading.sources import Event, Source, Unread, Walk
from frsearch.reading.tally import Tally

Outcome = Made | Unread | ArticleError


@dataclass(slots=True)
class ReadingRun:
    """One reading of files: the settings of the caller, and what is known so far.

    `shown_as` names a file that has no path of its own, such as standard input.
    """

    roots: list[str]
    names: Names
    tally: Tally
    meter: Meter
    columns: Mapping[str, str] = field(default_factory=dict)
    date_format: str | None = None
    exclude: Sequence[str] = ()
    shown_as: str = ""
    states: dict[Source, FileState] = field(default_factory=dict, init=False)
    # Files that were refused, or could not be read to their end; not those that are empty.
    failed: set[Source] = field(default_factory=set, init=False)
    _used: set[str] = field(default_factory=set, init=False)
    _companions: Companions = field(default_factory=Companions, init=False)
    _orders: dict[str, DateOrder] = field(default_factory=dict, init=False)
    _numbered: dict[str, bool] = field(default_factory=dict, init=False)
    _asked_numbered: dict[Source, bool] = field(default_factory=dict, init=False)
    _asked_beside: set[Source] = field(default_factory=set, init=False)

    @property
    def settings(self) -> str:
        """What decides, beside the files, which articles are read."""
        return settings_of(self.columns, self.date_format)

    def digested(self) -> dict[Source, FileState]:
        """Return the states of the files that were read, with digests of their content."""
        return {file: state.with_digest(file.path) for file, state in self.states.items()}

    def note(self, provenance: Provenance) -> None:
        """Note the files that were read, unless they are shown as something else."""
        has_articles = any(state.ids for state in self.states.values())
        if self.shown_as or not (has_articles or provenance.roots):
            return
        self.note_clashes(provenance)
        states = self.digested()
        last = {id: file for file, state in states.items() for id in state.ids}
        provenance.lose(last.keys())
        walk = walk_of(self.roots, ((file.root, file.relative) for file in states))
        for number, root in enumerate(self.roots):
            files = {
                file.relative: replace(state, lost=tuple(id for id in state.ids if last[id] is not file))
                for file, state in states.items()
                if file.root == number
            }
            if files:
                provenance.add(root_path(root), self.settings, files, walk)

    def note_clashes(self, provenance: Provenance) -> None:
        """Count the articles of files that were read that replace those of other known files."""
        files = {root_path(file.path): state.ids for file, state in self.states.items()}
        for own, other, count in provenance.clashes(files):
            what = Message(
                "it replaces {count} of {other}: to keep both, read the folder that holds both files",
                count=Quantity(count, "article"),
                other=other,
            )
            self.tally.clash(own, count, what)

    def outcomes(self, events: Iterable[Event]) -> Generator[Outcome]:
        """Yield what comes of each event of a walk."""
        for event in events:
            if isinstance(event, Source):
                yield from self.file(event)
            else:
                self.tally.refused += isinstance(event, ArticleError)
                yield event

    def file(self, file: Source) -> Iterator[Outcome]:
        """Yield what comes of a file, or of all files in an archive; its state is then in `states`."""
        if is_archive(file.path):
            yield from self._archive(file)
            return
        file = replace(file, shown=self.shown_as or file.shown)
        state = FileState.before_reading(file.path)
        if (form := self._describes_others(file)) is not None:
            yield from self._used_file(file, replace(state, form=form))
            return
        metadata, row = self._companions.metadata_of(file.path) or ("", None)
        reader = FileReader(file.path, self.columns, self.meter.watch, row, file.shown)
        ids: dict[str, None] = {}
        for outcome in self._articles(file, reader):
            if isinstance(outcome, Made):
                if not ids:
                    # Counted at the first article, as the reader may stop within the file.
                    self.tally.read(reader.form_name)
                ids[outcome.article.id] = None
            yield outcome
        self.tally.encodings.update(reader.encodings)
        self._used |= set(map(os.path.realpath, reader.used))
        refused = not ids and not reader.is_unknown
        self.tally.refused += refused
        if state.size and (reader.failed or (refused and not reader.is_empty)):
            self.failed.add(file)
        parts = {*reader.used, metadata} if reader.used_row else reader.used
        self.states[file] = replace(
            state,
            form=reader.form_name,
            ids=tuple(ids),
            named=(self._named(file, ""),) if ids else (),
            used=tuple(map(used_now, sorted(set(map(os.path.realpath, parts))))),
            numbered=self._asked_numbered.get(file),
            beside=file in self._asked_beside,
            refused=not ids,
        )
        self.meter.finish(file.path)

    def keeps(self, file: Source, state: FileState) -> bool:
        """Say whether an unchanged file, not read again, keeps what depends on its neighbours.

        These are default ids, and whether its name is a year or a number.
        """
        for named in state.named:
            each = replace(file, relative=named.relative, shown=file.shown + named.within)
            if not self.names.keep(each, named.one_article, named.file_id, named.row_ids, state.ids):
                return False
        # These files are parts of its articles, and have none of their own.
        self._used |= {each.path for each in state.used}
        return self.keeps_year(file, state)

    def keeps_year(self, file: Source, state: FileState) -> bool:
        """Say whether the name of a file is still a year, or a number, as it was."""
        folder = os.path.dirname(file.path)
        return state.numbered is None or state.numbered == self._is_numbered(folder)

    def _named(self, file: Source, within: str) -> Named:
        file_id, one_article, row_ids = self.names.given(file)
        return Named(file.relative, within, one_article, file_id, row_ids)

    def _archive(self, archive: Source) -> Iterator[Outcome]:
        """Yield what comes of each file of an archive, which is read as a folder of its name."""
        before = FileState.before_reading(archive.path)
        ids: dict[str, None] = {}
        named: list[Named] = []
        with TemporaryDirectory(prefix="frsearch-") as folder:
            for error in unpack(archive.path, folder):
                self.tally.refused += 1
                if before.size and error.source == archive.shown:
                    self.failed.add(archive)
                yield error
            events = list(Walk([folder], self.exclude))
            self.tally.archives += bool(events)
            self.meter.enter(archive.path, (each.path for each in events if isinstance(each, Source)))
            for event in events:
                inside = _within(event, archive, folder)
                yield from self.outcomes([inside])
                if isinstance(inside, Source) and inside in self.states:
                    state = self.states.pop(inside)
                    ids.update(dict.fromkeys(state.ids))
                    within = inside.shown.removeprefix(archive.shown)
                    named += (each._replace(within=within) for each in state.named)
            self.meter.leave()
        self.states[archive] = replace(
            before,
            form=ARCHIVE,
            ids=tuple(ids),
            named=tuple(named),
            exclude=tuple(self.exclude),
            refused=not ids,
        )

    def _describes_others(self, file: Source) -> str | None:
        """Return the form of a file that has its part in the articles of other files, else None."""
        if self._companions.is_metadata(file.path) or is_person_list(file.path):
            return "metadata"
        return form_name(file.path) if os.path.realpath(file.path) in self._used else None

    def _used_file(self, file: Source, state: FileState) -> Iterator[Outcome]:
        self.tally.read(state.form)
        self.states[file] = state
        for error in self._companions.errors(file.path):
            yield ArticleError(brief(error.reason), file.shown, error.line)
        self.meter.finish(file.path)

    def _articles(self, file: Source, reader: FileReader) -> Iterator[Outcome]:
        file_id: str | None = None
        dates = FileDates(self.date_format, partial(self._order_beside, file, reader))
        for outcome in reader.records():
            try:
                one = reader.is_one_article or (isinstance(outcome, Record) and outcome.whole_file)
                file_id = file_id or self.names.of_file(file, one)
                if isinstance(outcome, ArticleError):
                    raise outcome
                own_id = file_id if one else partial(self.names.of_row, file_id, outcome.line)
                of_name = partial(self._date_of_name, file, one)
                made = make_article(outcome, own_id, dates, of_name, file.shown, reader.has_columns)
                if made.date_error is not None and not reader.has_lines:
                    made = replace(made, date_error=ArticleError(made.date_error.reason, file.shown))
                yield made
            except ArticleError as error:
                # A new error: a raised one keeps in memory the frames it went through, with their texts.
                yield _placed(error.reason, outcome.line, file.shown, reader)
        if reader.is_unknown:
            yield Unread(file.shown, None)

    def _order_beside(self, file: Source, reader: FileReader) -> DateOrder:
        """Return the order of the dates of a file; of one article, of those of its folder."""
        folder = os.path.dirname(file.path)
        place = folder if reader.is_one_article else file.path
        if reader.is_one_article:
            self._asked_beside.add(file)
        if place not in self._orders:
            paths = [file.path]
            if reader.is_one_article:
                names = sorted(os.listdir(folder or "."))
                paths = [os.path.join(folder, name) for name in names if FileReader(name).is_one_article]
            self._orders[place] = DateOrder.of(self._every_date(paths))
        return self._orders[place]

    def _every_date(self, paths: Iterable[str]) -> Iterator[Any]:
        """Yield the dates of files, read once more."""
        for path in paths:
            _, row = self._companions.metadata_of(path) or ("", None)
            for record in FileReader(path, self.columns, row=row).records():
                if isinstance(record, Record) and record.fields.get("date") is not None:
                    yield record.fields["date"]

    def _date_of_name(self, file: Source, one_article: bool) -> FoundDate:
        root = self.roots[file.root]
        folder = os.path.basename(os.path.abspath(root)) + "/" if os.path.isdir(root) else ""
        found = date_of_name(folder + file.relative, whole_stem=not one_article)
        if found.date is None or found.date.month is not None:
            return found
        # A year may be that of an export of many articles, or a number among others.
        if found.rule == "file name":
            numbered = self._asked_numbered[file] = self._is_numbered(os.path.dirname(file.path))
            return NO_DATE if numbered or not one_article else found
        return found if one_article else NO_DATE

    def _is_numbered(self, folder: str) -> bool:
        """Say whether the files of a folder have numbers that are no years for names: 0001.txt."""
        if folder not in self._numbered:
            stems = (name.partition(".")[0] for name in os.listdir(folder or "."))
            years = range(1600, 2101)
            self._numbered[folder] = any(stem.isdecimal() and int(stem) not in years for stem in stems)
        return self._numbered[folder]


def _placed(reason: Message, number: int | None, source: str, reader: FileReader) -> ArticleError:
    """Return an error with its place: a line, or which of the articles of a file without lines."""
    if number is None or reader.has_lines:
        return ArticleError(brief(reason), source, number)
    if not reader.is_one_article:
        reason = Message("article {number}: {reason}", number=number, reason=reason)
    return ArticleError(brief(reason), source)


def _within(event: Event, archive: Source, folder: str) -> Event:
    """Return an event of the folder into which an archive was unpacked, as one within the archive."""
    unpacked = shown(folder) + os.sep

    def named(path: str) -> str:
        return archive.shown + "/" + path.removeprefix(unpacked).replace(os.sep, "/")

    if isinstance(event, Source):
        relative = name_of(archive.relative) + "/" + event.relative
        return Source(event.path, archive.root, relative, named(event.shown))
    if isinstance(event, Unread):
        return Unread(named(event.path), event.rule)
    return ArticleError(event.reason, named(event.source or ""), event.line)
