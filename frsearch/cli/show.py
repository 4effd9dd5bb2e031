"""The command show: whole articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

import frsearch
from frsearch.cli.options import (
    FOUND,
    NOTHING,
    WORDS,
    Command,
    index_option,
    note,
    output_options,
    say,
    together,
    wording,
)
from frsearch.cli.output import Output
from frsearch.output.tables import article_record
from frsearch.output.text import Piece, article_pieces


@click.command(cls=Command, help="Show whole articles by their ids.")
@click.argument("ids", type=WORDS, nargs=-1, required=True)
@together(index_option, output_options("Write JSON Lines, one article per line."))
def show(ids: tuple[str, ...], folder: str, output: Output) -> int:
    """Show articles."""
    with frsearch.open_index(folder) as index:
        articles = {id: index.get(id) for id in ids}
    shown = [article for article in articles.values() if article is not None]
    if output.format == "json":
        output.records(map(article_record, shown))
    elif shown:
        output.pieces(_articles_pieces(shown, output.width if output.is_terminal else None))
    for id, article in articles.items():
        if article is None:
            note(say("there is no article with the id {id} in the index", id=id))
    return FOUND if len(shown) == len(articles) else NOTHING


def _articles_pieces(articles: Iterable[frsearch.Article], width: int | None) -> Iterator[Piece]:
    for at, article in enumerate(articles):
        yield "\n\n" * (at > 0), ""
        yield from article_pieces(article, wording(), width)
