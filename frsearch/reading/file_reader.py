"""A file -> the records of its articles, whatever its form. Errors of the file are yielded too."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from os.path import basename
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, cause_of
from frsearch.reading.companions import with_metadata
from frsearch.reading.encodings import ByteStream, bytes_read, open_bytes, read_text
from frsearch.reading.exact import FIELD, exported_file
from frsearch.reading.forms.registry import HEAD, Form, candidates, form_of, without_gz
from frsearch.reading.forms.xml import check_is_sound
from frsearch.reading.records import Opened, Outcome, Record

# Blanks, and the marks that may begin a file without a character.
_BLANKS = b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"


class FileReader:
    """Reads the file at `path`, once.

    `form` is known from the first record on, or stays None; `is_unknown` then says that the file is of
    no known form, `is_empty` that no article is in it, `failed` that it could not be read to its end.
    `watch` is called before each record with the number of bytes read so far. `row` is what a metadata
    file says of the file; it is ignored in forms of several articles. `shown` is its path in messages,
    if it is another.
    """

    def __init__(
        self,
        path: str,
        columns: Mapping[str, str] = {},
        watch: Callable[[int], None] = lambda read: None,
        row: Mapping[str, Any] | None = None,
        shown: str = "",
    ):
        self.path = path
        self._shown = shown
        self.form: Form | None = None
        self.is_unknown: bool = False
        self.is_empty: bool = False
        self.failed: bool = False
        self.encodings: set[str] = set()
        self.used: set[str] = set()
        self._columns = columns
        self._watch = watch
        self._row = row
        self.used_row: bool = False
        self._is_blank = False

    @property
    def is_one_article(self) -> bool:
        """Whether a file of this form is one article; before the form is known, by its name."""
        form = self._likely_form()
        return form is not None and form.one_article

    @property
    def has_columns(self) -> bool:
        """Whether people choose the names of the fields in a file of this form."""
        return self.form is not None and self.form.columns

    @property
    def has_lines(self) -> bool:
        """Whether the numbers of records are those of lines, in files of this form."""
        return self.form is not None and self.form.has_lines

    @property
    def form_name(self) -> str:
        """The name of the form of the file, by its name alone before it is opened."""
        form = self._likely_form()
        return form.name if form else ""

    def _likely_form(self) -> Form | None:
        """Return the form; before the file is opened, the one that takes what no sign is found in."""
        return self.form or next(reversed(candidates(self.path)), None)

    def records(self) -> Iterator[Outcome]:
        """Yield records and errors, with their line if they have one; never raise for content."""
        empty = True
        try:
            with open_bytes(self.path) as stream:
                for outcome in self._parse(stream):
                    empty = False
                    if not stream.closed:  # a broken row may read the file to its end
                        self._watch(bytes_read(stream))
                    yield outcome
        except ArticleError as error:
            self.failed = True
            yield ArticleError(error.reason, line=error.line)
        except (EOFError, zlib.error, OSError) as error:
            self.failed = True
            yield ArticleError(
                Message(
                    "cannot be read: {cause}; is the file damaged, or protected?", cause=cause_of(error)
                )
            )
        else:
            if empty and not self.is_unknown and not self.used:
                self.is_empty = True
                yield self._no_article()

    def _no_article(self) -> ArticleError:
        if self._is_blank:
            return ArticleError(Message("is empty and holds no article: remove it"))
        return ArticleError(
            Message(
                "no article with a text is found in it (read as {form}): exclude= leaves it out",
                form=self.form_name,
            )
        )

    def _parse(self, stream: ByteStream) -> Iterator[Outcome]:
        name = without_gz(basename(self.path))
        if self._row is not None and FIELD in self._row:
            self.form, self.used_row = candidates(name)[-1], True
            yield from filter(None, [exported_file(1, self._row, read_text(stream, self.encodings))])
            return
        head = stream.read(HEAD)
        self._is_blank = not head.strip(_BLANKS)
        self.form = form_of(name, head)
        stream.seek(0)
        if self.form is None:
            # Of the forms with a name for all of their files, only those in XML have a sign each.
            if candidates(name) and head.strip():
                check_is_sound(stream)
            self.is_unknown = not candidates(name) or bool(head.strip())
            return
        opened = Opened(self.path, name, stream, self._columns, self.encodings, self.used, self._shown)
        self.used_row = self._row is not None and self.form.one_article
        for outcome in self.form.load()(opened):
            if self._row is not None and self.used_row and isinstance(outcome, Record):
                outcome = with_metadata(outcome, self._row, self._columns)
            yield outcome
