"""Lines of a CSV file -> rows of fields, as RFC 4180 writes them.

Reads the same files as `csv.reader`, with two differences: a field may be over 131,072 characters (in
`csv.reader`, only if the limit is raised for the whole process), and each row has its line number.

    >>> list(csv_rows([(1, 'a;"b ; c"')], ";"))
    [(1, ['a', 'b ; c'])]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading import encodings

SEPARATORS = ",;\t|"

Row = tuple[int, list[str] | ArticleError]


def guess_separator(header: str, known: Callable[[list[str]], int]) -> str:
    """Return the separator that gives the most columns that are `known` in the header, then the most."""

    def fit(separator: str) -> tuple[int, int]:
        columns = [column.strip(' "\r\n') for column in header.split(separator)]
        return known(columns), len(columns)

    return max(SEPARATORS, key=fit)


def csv_rows(lines: Iterable[tuple[int, str]], separator: str) -> Iterator[Row]:
    """Yield (number of its first line, its fields) for each row of the numbered `lines`.

    A quote inside an unquoted field is an ordinary character. An ArticleError replaces the fields if a
    quoted field is not closed, or if it spans lines and text follows its closing quote.
    """
    row: list[str] = []
    quoted: list[str] | None = None
    start = size = 0
    for number, line in lines:
        if quoted is None:
            row, start, size = [], number, 0
        size += len(line)
        if size > encodings.LONGEST_ARTICLE:
            break
        try:
            quoted = _scan(line, separator, row, quoted)
        except ArticleError as error:
            quoted = None
            yield (
                start,
                ArticleError(
                    Message(
                        "{reason}, on line {line}: double the quotes inside",
                        reason=error.reason,
                        line=number,
                    )
                ),
            )
        else:
            if quoted is None:
                yield start, row
    if quoted is not None:
        yield (
            start,
            ArticleError(Message("a double quote opens a field here and is never closed: close it")),
        )


def _scan(line: str, separator: str, row: list[str], quoted: list[str] | None) -> list[str] | None:
    """Add the fields of a line to `row`; return the pieces of a quoted field still open, or None."""
    line_end = len(line) - line.endswith("\n")
    at = 0
    while True:
        if quoted is None and line.startswith('"', at):
            quoted, at = [], at + 1
        closed = ""
        if quoted is not None:
            at, is_open = _scan_quoted(line, at, quoted)
            if is_open:
                return quoted
            closed, quoted = "".join(quoted), None
        end = line.find(separator, at)
        rest = line[at : line_end if end < 0 else end]
        if "\n" in closed and rest.strip():
            raise ArticleError(Message("a quoted field of several lines is closed too early"))
        row.append(closed + rest)
        if end < 0:
            return None
        at = end + 1


def _scan_quoted(line: str, at: int, quoted: list[str]) -> tuple[int, bool]:
    """Add the text of a quoted field from `at`; return its end and whether it is still open."""
    while (quote := line.find('"', at)) >= 0:
        doubled = line.startswith('"', quote + 1)
        quoted.append(line[at : quote + doubled])
        at = quote + 1 + doubled
        if not doubled:
            return at, False
    quoted.append(line[at:])
    return len(line), True
