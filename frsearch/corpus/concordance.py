"""Every occurrence of a query in its context, keywords aligned.

Articles and their matches -> `Line`s, read lazily from the articles.
"""

from __future__ import annotations

import heapq
import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from itertools import islice
from operator import itemgetter
from typing import Any

from frsearch.analysis.chain import Chain
from frsearch.analysis.collation import sort_words
from frsearch.analysis.line_ends import SOFT_HYPHEN, join_lines
from frsearch.corpus.timeline import one_value, value_counts, values_with_most
from frsearch.dates import PartialDate
from frsearch.engine.protocol import Searcher
from frsearch.engine.request import Occurrences, Request
from frsearch.facets import PartCount
from frsearch.fields import CLASHING, labels_of, order_key
from frsearch.highlight.highlighter import Highlighter
from frsearch.highlight.limits import HighlightLimits
from frsearch.messages.wording import ENGLISH, Wording
from frsearch.output.tables import Target, data_frame, periods, write_csv, write_jsonl
from frsearch.output.text import Piece, date_text, marked, printable
from frsearch.types import LINE_SORTS, Article, ConcordanceSort, QueryWarning

Spans = Iterable[tuple[int, int]]

# Values of a field whose counts are compared.
_MOST_PARTS = 50
# Lines shown by `repr` and in a notebook.
_SHOWN = 20
_LAST_RUN, _FIRST_RUN = re.compile(r"\S+\Z"), re.compile(r"\S+")
# Maximum number of characters read, for sorting, of a word cut by the width.
_LONGEST_WORD = 40
# Soft hyphens by which `join_lines` replaces the end of a line and the blanks that begin the next.
_JOINTS = re.compile(rf"(?<=[-‐{SOFT_HYPHEN}]){SOFT_HYPHEN}+")


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence: the text before it, the matching words, the text after; and its place.

    `start` and `end` are code-point offsets into the article's text, end exclusive. `source` has the
    values of the field `source`, and `value` those of the field by which lines are sorted, "" if there
    are none or they are sorted otherwise.
    """

    left: str
    keyword: str
    right: str
    id: str
    date: PartialDate | None
    title: str
    start: int
    end: int
    source: str = ""
    value: str = ""

    @classmethod
    def of(cls, article: Article, start: int, end: int, width: int, value: str = "") -> Line:
        """Make a line from text[start:end] of an article; runs of blanks become one space."""
        left, right = _shown(*_around(article.text, start, end, width), width)
        keyword = _one_line(article.text[start:end])
        place = (article.id, article.date, article.title, start, end)
        source = "; ".join(labels_of(article.extra.get("source")))
        return cls(left, keyword, right, *place, source, value)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        values = {name: getattr(self, name) for name in (*COLUMNS, "value")}
        return values | {"date": None if self.date is None else str(self.date)}

    def __str__(self) -> str:
        return f"{self.left}[{self.keyword}]{self.right}"


COLUMNS = tuple(field.name for field in fields(Line) if field.name != "value")


@dataclass(frozen=True, slots=True, repr=False)
class Concordance:
    """The occurrences of a query, in order, and how many there are.

    Each iteration reads the articles again: one after another (`sort="date"`), or all of them before the
    first line (`"left"`, `"right"`, a field). Lines with equal context, or value, stay in the order of
    dates. Sorted by a field, `parts` has the counts of up to 50 values, those with most matches. `total`
    counts all occurrences, `articles` the articles that have any; `len()` is the number of lines within
    `limit`. `match` and `warnings` are those of `Results`. A pickle contains the articles of the lines.
    """

    query: str
    width: int
    sort: ConcordanceSort | str
    limit: int | None
    total: int
    articles: int
    match: str
    warnings: tuple[QueryWarning, ...]
    parts: tuple[PartCount, ...]
    read: Callable[[], Iterator[tuple[Article, Spans]]]

    def __reduce__(self) -> tuple[Any, ...]:
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return type(self), tuple((values | {"read": _ReadOccurrences.of(self)}).values())

    def __len__(self) -> int:
        return self.total if self.limit is None else min(self.total, self.limit)

    def __iter__(self) -> Iterator[Line]:
        if self.sort == "date":
            lines = (
                Line.of(article, start, end, self.width)
                for article, spans in self.read()
                for start, end in spans
            )
            return islice(lines, self.limit)
        by_key = itemgetter(1)
        if self.limit is None:
            in_order = sorted(self._keyed(), key=by_key)
        else:
            in_order = heapq.nsmallest(self.limit, self._keyed(), key=by_key)
        return (line for line, _ in in_order)

    def _keyed(self) -> Iterator[tuple[Line, Any]]:
        """Yield the lines by date, each with its sort key: the words of a side, nearest first, or the
        value of a field, none last."""
        for article, spans in self.read():
            if self._field is not None:
                labels = labels_of(article.extra.get(self._field))
                key: Any = (not labels, *sorted(map(order_key, labels)))
                value = "; ".join(sorted(labels, key=order_key))
                for start, end in spans:
                    yield Line.of(article, start, end, self.width, value), key
                continue
            text = join_lines(article.text)
            for start, end in spans:
                left, right = _with_whole_words(text, start, end, self.width)
                words = sort_words(left)[::-1] if self.sort == "left" else sort_words(right)
                yield Line.of(article, start, end, self.width), " ".join(words)

    @property
    def _field(self) -> str | None:
        """The field by which lines are sorted, None if they are sorted otherwise."""
        return None if self.sort in LINE_SORTS else self.sort

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of tables: those of a line, and the field by which lines are sorted."""
        if self._field in (None, "source"):
            return COLUMNS
        return (*COLUMNS, CLASHING + self._field if self._field in COLUMNS else self._field)

    def _row(self, line: Line) -> tuple[Any, ...]:
        return tuple(line.to_dict().values())[: len(self.columns)]

    def to_dict(self) -> dict[str, Any]:
        """Return the lines and counts as JSON values."""
        return {
            "query": self.query,
            "total": self.total,
            "articles": self.articles,
            "match": self.match,
            "warnings": [asdict(each) for each in self.warnings],
            "parts": [asdict(each) | {"per_million": each.per_million} for each in self.parts],
            "lines": [line.to_dict() for line in self],
        }

    def to_csv(self, target: Target, *, raw: bool = False) -> None:
        """Write the lines as CSV to a path or an open text file.

        Text that a spreadsheet would run as a formula gets an apostrophe before it, unless `raw`.
        """
        write_csv(target, self.columns, map(self._row, self), raw=raw)

    def to_jsonl(self, target: Target) -> None:
        """Write the lines as JSON Lines to a path or an open text file."""
        write_jsonl(target, (line.to_dict() for line in self))

    def to_dataframe(self) -> Any:
        """Return the lines as a `pandas.DataFrame` (extra `pandas`); dates are Periods, as of hits."""
        lines = list(self)
        rows = list(map(self._row, lines))
        columns = {name: [row[at] for row in rows] for at, name in enumerate(self.columns)}
        return data_frame(columns | {"date": periods([line.date for line in lines])})

    def to_text(self, lines: int | None = None) -> str:
        """Return the first `lines` lines (None: all) as aligned plain text."""
        return marked(self.pieces(lines))

    def pieces(self, lines: int | None = None, wording: Wording = ENGLISH) -> Iterator[Piece]:
        """Yield the same text in pieces, for colours and other languages."""
        shown = list(islice(self, lines))
        widest = max((len(line.keyword) for line in shown), default=0)
        yield printable(self._head(wording)), "head"
        for part in self.parts:
            yield "\n" + printable(_part_line(part, wording)), ""
        for line in shown:
            room = self.width + widest - len(line.keyword)
            yield printable(f"\n{line.left:>{self.width}}"), ""
            yield printable(line.keyword), "mark"
            yield printable(f"{line.right:<{room}}"), ""
            yield f"  {date_text(line.date, wording):<10}", "date"
            if self._field:
                yield printable(f"  {line.value}"), ""
            yield printable(f"  {line.id}"), "id"
        if (more := len(self) - len(shown)) > 0:
            yield "\n" + wording("… {more:,} more", more=more), ""

    def _head(self, wording: Wording = ENGLISH) -> str:
        occurrences = wording.counted(self.total, "occurrence")
        articles = wording.counted(self.articles, "article")
        found = wording("{occurrences} in {articles}", occurrences=occurrences, articles=articles)
        return wording("{query}: {found}", query=self.query, found=found)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return self.to_text(_SHOWN)

    def _repr_html_(self) -> str:
        """Return the first lines as an HTML table for a notebook, everything escaped."""
        shown = list(islice(self, _SHOWN))
        rows = "".join(
            '<tr><td style="text-align:right">{}</td><td><mark>{}</mark></td>'
            '<td style="text-align:left">{}</td><td>{}</td><td>{}</td></tr>'.format(
                *map(
                    html.escape, (line.left, line.keyword, line.right, date_text(line.date), line.title)
                )
            )
            for line in shown
        )
        more = len(self) - len(shown)
        foot = f"<p>… {more:,} more</p>" if more > 0 else ""
        return f"<div><p>{html.escape(printable(self._head()))}</p><table>{rows}</table>{foot}</div>"


def make_concordance(
    occurrences: Occurrences,
    chain: Chain,
    query: str,
    *,
    width: int,
    sort: ConcordanceSort | str,
    parts: tuple[PartCount, ...],
    limit: int | None,
    warnings: tuple[QueryWarning, ...],
    limits: HighlightLimits,
) -> Concordance:
    """Make the concordance of the occurrences of a query."""
    terms = occurrences.terms

    def read() -> Iterator[tuple[Article, Spans]]:
        highlighter = Highlighter(terms.tree, terms.weights, chain, terms.forms, limits=limits)
        for article, count in occurrences.read():
            yield article, highlighter.occurrences(article.text, count)

    return Concordance(
        query,
        width,
        sort,
        limit,
        total=occurrences.total,
        articles=occurrences.articles,
        match=occurrences.match,
        warnings=warnings,
        parts=parts,
        read=read,
    )


def part_counts(searcher: Searcher, request: Request, field: str) -> tuple[PartCount, ...]:
    """Count the occurrences of a request for each of the values of a field that most matches have."""
    facet = value_counts(searcher, request, field).field_facets[field]
    values, _ = values_with_most([facet], _MOST_PARTS)
    parts: list[PartCount] = []
    for value in values:
        where = (*request.where, one_value(field, value))
        found = searcher.occurrences(replace(request, where=where))
        words = searcher.period_lengths(request.date, None, where)[""]
        parts.append(PartCount(value, found.total, found.articles, words))
    return tuple(sorted(parts, key=lambda part: (-part.occurrences, order_key(part.value))))


def _part_line(part: PartCount, wording: Wording) -> str:
    """Write the counts of a part as a line."""
    return wording(
        "{part}: {occurrences} in {articles}, {relative} per million words",
        part=part.value,
        occurrences=wording.counted(part.occurrences, "occurrence"),
        articles=wording.counted(part.articles, "article"),
        relative=wording.number(part.per_million, 1),
    )


@dataclass(frozen=True, slots=True)
class _ReadOccurrences:
    """The articles of a concordance and their matches, for copies independent of the index."""

    occurrences: tuple[tuple[Article, Spans], ...]

    @classmethod
    def of(cls, concordance: Concordance) -> _ReadOccurrences:
        """Read the articles of the lines."""
        occurrences: list[tuple[Article, Spans]] = []
        most = concordance.limit if concordance.sort == "date" else None
        lines = 0
        for article, article_spans in concordance.read():
            if most is not None and lines >= most:
                break
            spans = tuple(article_spans)
            occurrences.append((article, spans))
            lines += len(spans)
        return cls(tuple(occurrences))

    def __call__(self) -> Iterator[tuple[Article, Spans]]:
        return iter(self.occurrences)


def _around(text: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return text before and after a place: twice the width, since runs of blanks are shortened."""
    return text[max(0, start - 2 * width) : start], text[end : end + 2 * width]


def _shown(before: str, after: str, width: int) -> tuple[str, str]:
    """Return both texts as shown, on one line, up to `width` characters each."""
    left = _one_line(before)
    return left[max(0, len(left) - width) :], _one_line(after)[:width]


def _with_whole_words(text: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return the text shown on each side of a place in a text from `join_lines`.

    Words that the width cuts are whole: otherwise the sort order would depend on the width.
    """
    before, after = _around(text, start, end, width + _LONGEST_WORD)
    before, after = _JOINTS.sub(SOFT_HYPHEN, before), _JOINTS.sub(SOFT_HYPHEN, after)
    left, right = _shown(before, after, width + _LONGEST_WORD)
    cut = max(0, len(left) - width)
    if not width:
        return "", ""
    # If the width cuts between words, nothing is added.
    head = _LAST_RUN.search(left, 0, cut) if not left[cut : cut + 1].isspace() else None
    tail = _FIRST_RUN.match(right, width) if not right[width - 1 : width].isspace() else None
    return left[head.start() if head else cut :], right[: tail.end() if tail else width]


def _one_line(text: str) -> str:
    """Replace each run of blanks by one space, also at the sides."""
    joined = " ".join(text.split())
    before = " " if text[:1].isspace() else ""
    after = " " if joined and text[-1:].isspace() else ""
    return f"{before}{joined}{after}"
