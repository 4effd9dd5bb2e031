"""Tables of words, made from the counts of an engine: word lists, cooccurrents, keywords."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from heapq import nlargest
from typing import Any, ClassVar, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from frsearch.analysis.folding import fold
from frsearch.analysis.stopwords import STOP_WORDS, is_stop_word
from frsearch.corpus.association import log_likelihood, log_ratio, specificity
from frsearch.corpus.written_rows import written_rows
from frsearch.engine.protocol import Searcher
from frsearch.engine.request import Request, WordCount, WordCounts
from frsearch.messages.wording import ENGLISH, Wording
from frsearch.output.tables import Target, data_frame, write_csv, write_jsonl
from frsearch.output.text import Piece, column_pieces, marked, printable
from frsearch.query.escaping import escape
from frsearch.query.nodes import Everything
from frsearch.types import QueryWarning, WordUnit

_MILLION = 1_000_000
# Rows shown by `repr` and in a notebook.
_SHOWN = 20
# A lemma is shown as such if one in so many of the articles with its forms has the lemma itself.
_HARDLY = 10
# The auxiliaries, whose forms are stop words.
_STOP_LEMMAS = frozenset({"avoir", "être"})


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word of a word list, or a row of words; its occurrences in texts, and the articles with any.

    A row is written as in texts, with elided articles, which are no words (« forces de l'ordre »).
    `per_million` is the number of occurrences per million words.
    """

    word: str
    occurrences: int
    articles: int
    per_million: float


@dataclass(frozen=True, slots=True)
class Cooccurrent:
    """A word that stands near the occurrences of a query, and how much more often than by chance.

    `near` is its number of occurrences near, in `articles` articles; `everywhere` that in all texts;
    `expected` what chance would have near. `log_likelihood` and `specificity` are those of
    `frsearch.corpus.association`: 3.84 and 1.3 are significant at 5 %. `query` finds the places where
    both stand together, "" if the query is more than words.
    """

    word: str
    near: int
    articles: int
    everywhere: int
    expected: float
    log_likelihood: float
    specificity: float
    query: str


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that a part of the corpus has more often than another part, or less often.

    `occurrences` and `articles` are those in the part, `other_occurrences` and `other_articles` those in
    the other; both per million words too. `log_ratio` is above 0 if the part has it more often: 1 is
    twice as often. `log_likelihood` and `specificity` are those of `frsearch.corpus.association`.
    """

    word: str
    occurrences: int
    articles: int
    per_million: float
    other_occurrences: int
    other_articles: int
    other_per_million: float
    log_ratio: float
    log_likelihood: float
    specificity: float


Row = TypeVar("Row", WordRow, Cooccurrent, Keyword)


@dataclass(frozen=True, slots=True, repr=False)
class WordTable(Generic[Row], Sequence[Row]):
    """A table of words, the first ones first; a sequence of rows.

    `query` is what was asked, `by` whether words are forms or lemmas. `words` is the number of words of
    the texts counted, `articles` the number of their articles. `more` is how many further rows there
    are, None if they were not counted. `match` and `warnings` are those of `Results`.
    """

    rows: tuple[Row, ...]
    query: str
    by: WordUnit
    words: int
    articles: int
    more: int | None
    match: str
    warnings: tuple[QueryWarning, ...]

    row_type: ClassVar[type[Any]]

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        return self.rows[at]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table."""
        return tuple(each.name for each in fields(self.row_type))

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {
            "rows": [asdict(row) for row in self.rows],
            "warnings": [asdict(each) for each in self.warnings],
        }

    def to_csv(self, target: Target, *, raw: bool = False) -> None:
        """Write the rows as CSV to a path or an open text file.

        Text that a spreadsheet would run as a formula gets an apostrophe before it, unless `raw`.
        """
        write_csv(target, self.columns, (tuple(asdict(row).values()) for row in self.rows), raw=raw)

    def to_jsonl(self, target: Target) -> None:
        """Write the rows as JSON Lines to a path or an open text file."""
        write_jsonl(target, map(asdict, self.rows))

    def to_dataframe(self) -> Any:
        """Return the rows as a `pandas.DataFrame` (extra `pandas`)."""
        records = list(map(asdict, self.rows))
        return data_frame({name: [each[name] for each in records] for name in self.columns})

    def _shown_columns(self) -> Iterable[tuple[str, Callable[[Row, Wording], str]]]:
        """Return the heads of the columns shown as text, and how each is written."""
        raise NotImplementedError

    def _head(self, wording: Wording) -> str:
        raise NotImplementedError

    def cells(self, wording: Wording = ENGLISH, rows: int | None = None) -> list[list[str]]:
        """Return the heads of the columns shown, then those of each row, as text."""
        columns = list(self._shown_columns())
        heads = [wording(head) for head, _ in columns]
        written: list[list[str]] = [
            [write(row, wording) for _, write in columns] for row in self.rows[:rows]
        ]
        return [heads, *written]

    def pieces(self, wording: Wording = ENGLISH, rows: int | None = None) -> Iterator[Piece]:
        """Yield the table as text in pieces, for colours and other languages; the first column is left,
        others right."""
        cells = self.cells(wording, rows)
        yield printable(self._head(wording)) + "\n", "head"
        yield from column_pieces(cells)
        left = (self.more or 0) + len(self.rows) - (len(cells) - 1)
        if left > 0:
            yield "\n" + wording("… {more:,} more", more=left), ""
        elif self.more is None:
            yield "\n" + wording("… and others that were not counted"), ""

    def to_text(self, rows: int | None = None) -> str:
        """Return the first `rows` rows (None: all) as aligned plain text."""
        return "\n".join(line.rstrip() for line in marked(self.pieces(rows=rows)).split("\n"))

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return self.to_text(_SHOWN)

    def _repr_html_(self) -> str:
        """Return the first rows as an HTML table for a notebook, everything escaped."""
        heads, *rows = self.cells(rows=_SHOWN)
        head = "".join(f"<th>{html.escape(each)}</th>" for each in heads)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(printable(cell))}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        title = html.escape(printable(self._head(ENGLISH)))
        return f"<div><p>{title}</p><table><tr>{head}</tr>{body}</table></div>"


def _number(value: float, wording: Wording, decimals: int = 0) -> str:
    return wording.number(value, decimals)


@dataclass(frozen=True, slots=True, repr=False)
class WordList(WordTable[WordRow]):
    """The most frequent words of texts, or rows of `length` words; ties by the word."""

    length: int
    row_type = WordRow

    def _head(self, wording: Wording) -> str:
        words = wording.counted(self.words, "word")
        found = wording(
            "{words} in {articles}", words=words, articles=wording.counted(self.articles, "article")
        )
        return wording("{query}: {found}", query=self.query, found=found) if self.query else found

    def _shown_columns(self) -> Iterable[tuple[str, Callable[[WordRow, Wording], str]]]:
        yield ("word", lambda row, _: row.word)
        yield ("occurrences", lambda row, wording: _number(row.occurrences, wording))
        yield ("articles", lambda row, wording: _number(row.articles, wording))
        yield ("per million", lambda row, wording: _number(row.per_million, wording, 1))


@dataclass(frozen=True, slots=True, repr=False)
class Cooccurrents(WordTable[Cooccurrent]):
    """The words near the occurrences of a query, those first that chance explains least.

    `near` is the number of words at most `window` words from an occurrence, in `articles` articles.
    """

    window: int
    near: int
    row_type = Cooccurrent

    def _head(self, wording: Wording) -> str:
        found = wording(
            "{words} at most {window} words from it, in {articles}",
            words=wording.counted(self.near, "word"),
            window=self.window,
            articles=wording.counted(self.articles, "article"),
        )
        return wording("{query}: {found}", query=self.query, found=found)

    def _shown_columns(self) -> Iterable[tuple[str, Callable[[Cooccurrent, Wording], str]]]:
        yield ("word", lambda row, _: row.word)
        yield ("near", lambda row, wording: _number(row.near, wording))
        yield ("expected", lambda row, wording: _number(row.expected, wording, 1))
        yield ("in all", lambda row, wording: _number(row.everywhere, wording))
        yield ("articles", lambda row, wording: _number(row.articles, wording))
        yield ("log-likelihood", lambda row, wording: _number(row.log_likelihood, wording, 1))
        yield ("specificity", lambda row, wording: _number(row.specificity, wording, 1))


@dataclass(frozen=True, slots=True, repr=False)
class Keywords(WordTable[Keyword]):
    """The words that a part has more often than another, then those that it has less often.

    Each begins with what chance explains least. `words` and `articles` are those of the part,
    `other_words` and `other_articles` those of the other.
    """

    other_words: int
    other_articles: int
    row_type = Keyword

    def _head(self, wording: Wording) -> str:
        sides = (
            wording("{words} in {articles}", words=wording.counted(words, "word"), articles=articles)
            for words, articles in (
                (self.words, wording.counted(self.articles, "article")),
                (self.other_words, wording.counted(self.other_articles, "article")),
            )
        )
        part, other = sides
        return wording("{part}, against {other}", part=part, other=other)

    def _shown_columns(self) -> Iterable[tuple[str, Callable[[Keyword, Wording], str]]]:
        yield ("word", lambda row, _: row.word)
        yield ("occurrences", lambda row, wording: _number(row.occurrences, wording))
        yield ("articles", lambda row, wording: _number(row.articles, wording))
        yield ("per million", lambda row, wording: _number(row.per_million, wording, 1))
        yield ("elsewhere", lambda row, wording: _number(row.other_per_million, wording, 1))
        yield (
            "log ratio",
            lambda row, wording: f"{'+' * (row.log_ratio > 0)}{_number(row.log_ratio, wording, 1)}",
        )
        yield ("log-likelihood", lambda row, wording: _number(row.log_likelihood, wording, 1))
        yield ("specificity", lambda row, wording: _number(row.specificity, wording, 1))


def list_words(
    searcher: Searcher,
    request: Request,
    query: str,
    *,
    by: WordUnit,
    length: int,
    least: int,
    limit: int | None,
    stop_words: bool,
    warnings: tuple[QueryWarning, ...],
) -> WordList:
    """Count the words, or rows of `length` words, of the texts of the matches of a request."""
    if length > 1:
        most = 1 << 62 if limit is None else limit
        without = frozenset[str]() if stop_words else STOP_WORDS | _STOP_LEMMAS
        found = searcher.word_rows(request, by, length, least, most, without)
        shown = _shown(searcher, (word for row in found.rows for word in row), by)
        as_shown = {row: tuple(shown.get(word, word) for word in row) for row in found.rows}
        examples = {as_shown[row]: ids for row, ids in found.examples.items()}
        texts = written_rows(searcher, list(as_shown.values()), examples)
        rows = list(zip(texts, found.rows.values(), strict=True))
        words, articles, how, cut = found.total, found.articles, found.match, found.warnings
        more = None if found.distinct is None else found.distinct - len(rows)
    else:
        counts = searcher.word_counts(request, by)
        often = [
            (word, count)
            for word, count in counts.words.items()
            if count.occurrences >= least and (stop_words or not _is_stop(word))
        ]
        more = 0 if limit is None else max(len(often) - limit, 0)
        if more:  # of many words, few are sorted
            last = min(nlargest(limit or 0, (count.occurrences for _, count in often)), default=0)
            often = [each for each in often if each[1].occurrences >= last]
        often.sort(key=lambda each: (-each[1].occurrences, each[0]))
        rows = often[:limit]
        words, articles, how, cut = counts.total, counts.articles, counts.match, counts.warnings
        shown = _shown(searcher, (word for word, _ in rows), by)
        rows = [(shown.get(word, word), count) for word, count in rows]
    table = (
        WordRow(word, *count, per_million=_per_million(count.occurrences, words)) for word, count in rows
    )
    return WordList(tuple(table), query, by, words, articles, more, how, warnings + cut, length)


def find_cooccurrents(
    searcher: Searcher,
    request: Request,
    query: str,
    *,
    by: WordUnit,
    window: int,
    least: int,
    limit: int | None,
    stop_words: bool,
    simple: bool,
    warnings: tuple[QueryWarning, ...],
) -> Cooccurrents:
    """Find the words near the occurrences of a request more often than in all texts within its filters.

    `simple` says that the query can stand in another, beside a word.
    """
    near = searcher.words_near(request, by, window)
    corpus = searcher.word_counts(replace(request, tree=Everything(), match="all"), by)
    words = [
        word
        for word, count in near.words.items()
        if count.occurrences >= least and (stop_words or not _is_stop(word))
    ]
    inside = _column(near.words, words)
    everywhere = _column(corpus.words, words)
    numbers = inside, near.total, everywhere, corpus.total
    expected = everywhere * near.total / max(corpus.total, 1)
    likelihood = log_likelihood(*numbers)
    chosen = [at for at in _first(words, likelihood) if inside[at] > expected[at]]
    of = chosen[:limit]
    specific = specificity(inside[of], near.total, everywhere[of], corpus.total)
    shown = _shown(searcher, (words[at] for at in of), by)
    rows = tuple(
        Cooccurrent(
            shown.get(words[at], words[at]),
            *near.words[words[at]],
            corpus.words[words[at]].occurrences,
            float(expected[at]),
            float(likelihood[at]),
            float(index),
            f"{query} PRÈS/{window} {escape(shown.get(words[at], words[at]))}" if simple else "",
        )
        for at, index in zip(of, specific, strict=True)
    )
    more = len(chosen) - len(rows)
    return Cooccurrents(
        rows,
        query,
        by,
        corpus.total,
        near.articles,
        more,
        near.match,
        warnings + near.warnings,
        window,
        near.total,
    )


def find_keywords(
    searcher: Searcher,
    part: Request,
    against: Request | None,
    query: str,
    *,
    by: WordUnit,
    least_articles: int,
    limit: int | None,
    stop_words: bool,
    warnings: tuple[QueryWarning, ...],
) -> Keywords:
    """Compare the words of a part with those of another; None: of all other articles."""
    own = searcher.word_counts(part, by)
    if against is None:
        everything = searcher.word_counts(Request(Everything()), by)
        other = _difference(everything, own)
    else:
        other = searcher.word_counts(against, by)
    often = (
        word
        for counts in (own.words, other.words)
        for word, count in counts.items()
        if count.articles >= least_articles
    )
    words = [word for word in dict.fromkeys(often) if stop_words or not _is_stop(word)]
    inside, outside = _column(own.words, words), _column(other.words, words)
    numbers = inside, own.total, inside + outside, own.total + other.total
    likelihood, ratio = log_likelihood(*numbers), log_ratio(*numbers)
    order = _first(words, likelihood)
    # A word counts on the side that has more of it, if enough articles there have it.
    sides = (
        [at for at in order if ratio[at] > 0 and _articles(own, words[at]) >= least_articles],
        [at for at in order if ratio[at] < 0 and _articles(other, words[at]) >= least_articles],
    )
    of = [at for side in sides for at in side[:limit]]
    index = specificity(*(np.broadcast_to(each, len(words))[of] for each in numbers))
    nothing = WordCount(0, 0)
    shown = _shown(searcher, (words[at] for at in of), by)
    rows: list[Keyword] = []
    for at, specific in zip(of, index, strict=True):
        word = words[at]
        count, elsewhere = own.words.get(word, nothing), other.words.get(word, nothing)
        rates = (
            _per_million(count.occurrences, own.total),
            _per_million(elsewhere.occurrences, other.total),
        )
        association = float(ratio[at]), float(likelihood[at]), float(specific)
        rows.append(Keyword(shown.get(word, word), *count, rates[0], *elsewhere, rates[1], *association))
    more = sum(map(len, sides)) - len(rows)
    warnings += own.warnings + other.warnings
    sizes = own.total, own.articles, more, own.match, warnings, other.total, other.articles
    return Keywords(tuple(rows), query, by, *sizes)


def _shown(searcher: Searcher, words: Iterable[str], by: WordUnit) -> Mapping[str, str]:
    """Return what stands for each word in a table: of a lemma that hardly occurs, its usual form.

    The rules of lemmas take `réforme` for a form of *réformer*, and `contre` for one of *contrer*: where
    most articles with a lemma have one form, and few the lemma itself, the form is what is meant.
    """
    if by == "form":
        return {}
    shown: dict[str, str] = {}
    for lemma, forms in searcher.forms_of(list(dict.fromkeys(words))).items():
        total = sum(forms.values())
        usual = min(forms, key=lambda form: (-forms[form], form), default=lemma)
        if 2 * forms.get(usual, 0) > total and forms.get(lemma, 0) * _HARDLY < total:
            shown[lemma] = usual
    return shown


def _is_stop(word: str) -> bool:
    return is_stop_word(fold(word)) or word in _STOP_LEMMAS


def _per_million(count: int, words: int) -> float:
    return count * _MILLION / words if words else 0.0


def _column(counts: Mapping[str, WordCount], words: Iterable[str]) -> NDArray[np.float64]:
    """Return the number of occurrences of each word."""
    nothing = WordCount(0, 0)
    return np.array([counts.get(word, nothing).occurrences for word in words], dtype=np.float64)


def _first(words: Sequence[str], likelihood: NDArray[np.float64]) -> list[int]:
    """Return the places of words by descending likelihood, then by the word."""
    return sorted(range(len(words)), key=lambda at: (-likelihood[at], words[at]))


def _articles(counts: WordCounts, word: str) -> int:
    count = counts.words.get(word)
    return 0 if count is None else count.articles


def _difference(everything: WordCounts, part: WordCounts) -> WordCounts:
    """Return the counts outside of a part."""
    words = dict(everything.words)
    for word, inside in part.words.items():
        count = words.pop(word)
        if inside.occurrences < count.occurrences:
            words[word] = WordCount(
                count.occurrences - inside.occurrences, count.articles - inside.articles
            )
    total, articles = everything.total - part.total, everything.articles - part.articles
    return WordCounts(total, articles, words, part.match)
