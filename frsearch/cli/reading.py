"""The commands show, explain, suggest and analyze: one article, one score, one word, one text."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import Any

import click

import frsearch
from frsearch.analysis.steps import Step, steps
from frsearch.cli.options import (
    COUNT,
    FOUND,
    NOTHING,
    WORDS,
    Command,
    date_option,
    index_option,
    match_option,
    note,
    option,
    output_options,
    query_argument,
    say,
    together,
    wording,
)
from frsearch.cli.output import Output, table_pieces
from frsearch.output.tables import article_record
from frsearch.output.text import Piece, article_pieces
from frsearch.reading.encodings import decode
from frsearch.types import Explanation


@click.command(cls=Command, help="Show whole articles by their ids.")
@click.argument("ids", type=WORDS, nargs=-1, required=True)
@together(index_option, output_options("Write JSON Lines, an article each."))
def show(ids: tuple[str, ...], folder: str, output: Output) -> int:
    """Show articles."""
    with frsearch.open_index(folder) as index:
        articles = {id: index.get(id) for id in ids}
    held = [article for article in articles.values() if article is not None]
    if output.format == "json":
        output.records(map(article_record, held))
    elif held:
        output.pieces(_articles_pieces(held, output.width if output.is_terminal else None))
    for id, article in articles.items():
        if article is None:
            note(say("there is no article with the id {id} in the index", id=id))
    return FOUND if len(held) == len(articles) else NOTHING


def _articles_pieces(articles: Iterable[frsearch.Article], width: int | None) -> Iterator[Piece]:
    for at, article in enumerate(articles):
        yield "\n\n" * (at > 0), ""
        yield from article_pieces(article, wording(), width)


@click.command(
    cls=Command, help="Say why the article with an id has its score for a query, or what it lacks."
)
@click.argument("id", type=WORDS)
@query_argument()
@together(index_option, date_option, match_option, output_options())
def explain(id: str, query: str, folder: str, output: Output, **settings: Any) -> int:
    """Explain a score."""
    with frsearch.open_index(folder) as index:
        explanation = index.explain(query, id, **settings)
    if output.format == "json":
        output.json(asdict(explanation))
    else:
        output.text("\n".join(_explained(explanation)))
        if explanation.missing:
            note(say("it lacks: {words}", words=", ".join(explanation.missing)))
    return FOUND if explanation.matches else NOTHING


def _explained(explanation: Explanation, indent: str = "") -> Iterator[str]:
    yield f"{indent}{explanation.value:.4g}  {wording().reword(explanation.description)}"
    for child in explanation.children:
        yield from _explained(child, indent + "    ")


@click.command(
    cls=Command, help="Complete the last word of what was typed, from the words of the articles."
)
@query_argument("text")
@together(
    index_option,
    option("--limit", "-n", type=COUNT, metavar="N", default=10, help="How many completions to show."),
    output_options(csv="Write CSV, a row for each completion."),
)
def suggest(text: str, folder: str, limit: int, output: Output) -> int:
    """Suggest completions."""
    with frsearch.open_index(folder) as index:
        found = index.suggest(text, limit=limit)
    rows = [(each.text, each.count) for each in found]
    if output.format == "json":
        output.json([asdict(each) for each in found])
    elif output.format == "csv":
        output.rows(("text", "count"), rows)
    elif rows:
        written = [(each, wording().counted(count, "article")) for each, count in rows]
        output.pieces(table_pieces((), written))
    return FOUND if found else NOTHING


@click.command(
    cls=Command,
    help="Show what the analyzer makes of a text, step by step.\n\n"
    "Each token is shown with the chunk between blanks in which it begins, its position, and its "
    "accented, exact, lemma and stem forms. Without a text, standard input is read.",
)
@query_argument("text", required=False)
@together(output_options("Write JSON Lines, a token each.", "Write CSV, a row for each token."))
def analyze(text: str, output: Output) -> int:
    """Show the steps of the analysis."""
    if not text:
        text = decode(sys.stdin.buffer.read())
    found = list(steps(text))
    if output.format == "json":
        output.records(map(asdict, found))
    elif output.format == "csv":
        output.rows(
            [each.name for each in fields(Step)], [tuple(asdict(step).values()) for step in found]
        )
    elif found:
        names = ("chunk", "token", "position", "accented", "exact", "lemma", "stem", "")
        output.pieces(table_pieces([say(name) if name else "" for name in names], _rows(found)))
    return FOUND if any(step.position is not None for step in found) else NOTHING


def _rows(found: list[Step]) -> Iterator[tuple[str, ...]]:
    before: Step | None = None
    for step in found:
        same = before is not None and step.alternative
        notes = [say("another reading")] * step.alternative + [say("stop word")] * step.stop_word
        position = "–" if step.position is None else str(step.position)
        looks = (step.accented, step.exact, step.lemma, step.stem)
        yield ("" if same else step.chunk, step.written, position, *looks, ", ".join(notes))
        before = step
