"""Records -> articles: ids, dates, repaired texts.

An article whose date cannot be read is made without a date, and the error is kept beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, Quantity, Value, words_of
from frsearch.reading.article_dates import NO_DATE, FileDates, FoundDate
from frsearch.reading.languages import with_known_values
from frsearch.reading.records import Record
from frsearch.reading.repair import Repair, repaired
from frsearch.types import Article

_LONGEST_REASON, _LONGEST_QUOTED, _MOST_QUOTED = 500, 120, 20


@dataclass(frozen=True, slots=True)
class Made:
    """An article of the file `source`: how its date was found, why not, what was repaired in it.

    `again` says that it was given and counted before.
    """

    article: Article
    source: str
    found: FoundDate = NO_DATE
    date_error: ArticleError | None = None
    repairs: frozenset[Repair] = frozenset()
    again: bool = False


def make_article(
    record: Record,
    default_id: str | Callable[[], str],
    dates: FileDates,
    date_of_name: Callable[[], FoundDate],
    source: str,
    has_columns: bool = True,
) -> Made:
    """Make the article of a record of the file `source`; ArticleError if it cannot be one.

    The date is that of the record, else that of the name of its file. `has_columns` says that the
    fields have the names that somebody chose, so that the text may be under another one.
    """
    values = {name: value for name, value in record.fields.items() if not is_blank(value)}
    if "text" not in values:
        raise ArticleError(_no_text(values, has_columns))
    problem: str | None = None
    try:
        found = dates.read(values["date"]) if "date" in values else NO_DATE
        if found.date is None:
            found = NO_DATE if record.as_written else date_of_name()
        elif record.date_origin != "field":
            found = FoundDate(found.date, record.date_origin, found.doubt)
    except ValueError as error:
        found, problem = NO_DATE, words_of(error)
    if "id" not in values:
        values["id"] = default_id if isinstance(default_id, str) else default_id()
    article = Article(
        id=number_as_text(values["id"]),
        text=values["text"],
        title=number_as_text(values.get("title", "")),
        date=found.date,
        url=values.get("url", ""),
        extra=record.extra if record.as_written else with_known_values(record.extra),
    )
    repairs: frozenset[Repair] = frozenset()
    if not record.as_written:
        article, repairs = repaired_article(article)
    if problem is None:
        return Made(article, source, found, None, repairs)
    reason = Message("article {id!r}: {reason}", id=article.id, reason=problem)
    return Made(article, source, NO_DATE, ArticleError(brief(reason), source, record.line), repairs)


def _no_text(values: Mapping[str, Any], has_columns: bool) -> Message:
    if has_columns:
        return Message(
            'it has no text; if the text is in another field, name the field with columns={{"text": …}}'
        )
    if name := values.get("title") or values.get("id"):
        return Message("the article {title!r} has no text: give it one, or leave it out", title=name)
    return Message("it has no text: give it one, or leave it out")


def repaired_article(article: Article) -> tuple[Article, frozenset[Repair]]:
    """Return an article with its title, its text and the texts of its `extra` repaired; and what was."""
    text, done = repaired(article.text)
    title, more = repaired(article.title)
    if not (done or more or article.extra):
        return article, frozenset()
    repairs = {*done, *more}
    extra = {name: _repaired_value(value, repairs) for name, value in article.extra.items()}
    if not repairs:
        return article, frozenset()
    again = Article(article.id, text, title, article.date, article.url, extra)
    return again, frozenset(repairs)


def _repaired_value(value: Any, repairs: set[Repair]) -> Any:
    if isinstance(value, str):
        value, done = repaired(value)
        repairs.update(done)
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [_repaired_value(each, repairs) for each in value]
    return value


def is_blank(value: Any) -> bool:
    """Say whether a value of a record is no value."""
    return value is None or value == "" or (isinstance(value, str) and value.isspace())


def number_as_text(value: Any) -> Any:
    """Return a number as a text, any other value as it is."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


def brief(reason: Message) -> Message:
    """Shorten the values of a message: it may quote a whole text, or thousands of names."""
    if len(reason) <= _LONGEST_REASON:
        return reason
    return Message(reason.template, **{name: _short(value) for name, value in reason.values.items()})


def _short(value: Value) -> Value:
    if isinstance(value, Message):
        return brief(value)
    if isinstance(value, tuple) and not isinstance(value, Quantity):
        names = tuple(_cut(str(name)) for name in value[:_MOST_QUOTED])
        return names if len(value) <= _MOST_QUOTED else (*names, "…")
    return _cut(value) if isinstance(value, str) else value


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTED else text[: _LONGEST_QUOTED - 1] + "…"
