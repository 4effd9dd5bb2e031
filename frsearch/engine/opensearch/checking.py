"""A check of an index on a server: how it was made, its counts, the dictionary against the articles."""

from __future__ import annotations

from frsearch.engine.opensearch.client import LONG_SECONDS, Client, Json
from frsearch.engine.opensearch.dictionary import Dictionary
from frsearch.engine.opensearch.forms import in_parts
from frsearch.engine.opensearch.state import read_committed, read_state
from frsearch.engine.opensearch.words import Counter, WordTables
from frsearch.engine.opensearch.writing import all_articles
from frsearch.messages.wording import Message
from frsearch.reports import CheckReport, Problem

_AT_A_TIME = 500
_MOST_NAMED = 3


def check(client: Client) -> CheckReport:
    """Read all articles again, and compare what they have with the dictionary and the counts."""
    state = read_state(client)
    counted, tables = Counter(), WordTables()
    articles = words = positions = 0
    for some in in_parts(all_articles(client), _AT_A_TIME):
        articles += len(some)
        tokens = tables.encode([text for article in some for text in (article.title, article.text)])
        counted.take(tables.analysis.forms, tokens)
        lengths = tokens.lengths
        words += int(lengths[1::2].sum())
        positions += len(tokens.words)
    problems = [*_of_counts(client, state.articles, articles, state.words, words)]
    counts = counted.counts()
    problems += _of_dictionary(client, counts)
    if read_committed(client).writing:
        problems.append(
            Problem(
                client.forms,
                Message("a write is under way, or has failed: add its articles again, which mends this"),
            )
        )
    return CheckReport(tuple(problems), 2, _segments(client), articles, len(counts), positions)


def _of_counts(client: Client, known: int, read: int, words: int, counted: int) -> list[Problem]:
    if (known, words) == (read, counted):
        return []
    message = Message(
        "it has {known:,} articles with {words:,} words, and {read:,} with {counted:,} could be read",
        known=known,
        words=words,
        read=read,
        counted=counted,
    )
    return [Problem(client.articles, message)]


def _of_dictionary(client: Client, counts: dict[str, int]) -> list[Problem]:
    """Compare the dictionary with the words of all articles."""
    held = {
        form.accented: articles
        for form, articles in Dictionary(client).entries({"exists": {"field": "exact"}})
    }
    wrong = [form for form in held.keys() | counts.keys() if held.get(form) != counts.get(form)]
    if not wrong:
        return []
    message = Message(
        "the dictionary is wrong about {count:,} words, such as {examples}: rebuild the index from its "
        "articles",
        count=len(wrong),
        examples=tuple(sorted(wrong)[:_MOST_NAMED]),
    )
    return [Problem(client.forms, message)]


def _segments(client: Client) -> int:
    found: Json = client.ask("GET", f"/{client.articles}/_stats/segments", seconds=LONG_SECONDS)
    count: int = found["_all"]["primaries"]["segments"]["count"]
    return count
