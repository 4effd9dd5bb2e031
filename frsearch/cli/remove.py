"""The command remove: articles out of an index, by their ids, the files that they came from, a query."""

from __future__ import annotations

from typing import Any

import click

import frsearch
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
    say,
    together,
    usage,
    where_option,
    wording,
)
from frsearch.cli.output import Output
from frsearch.output.text import printable


@click.command(
    cls=Command,
    help="Remove articles from an index, by their ids, their files or a query.\n\n"
    "A query is taken as it stands, without guesses: broken syntax is an error, and so is a query if no "
    "article has all of its words. See with --dry-run how many articles it would remove.",
)
@click.argument("ids", type=WORDS, nargs=-1)
@together(
    index_option,
    option(
        "--source",
        "files",
        multiple=True,
        type=click.Path(),
        metavar="FILE",
        help="Remove what was read from a file or folder; can be repeated.",
    ),
    option("--query", type=WORDS, metavar="QUERY", help="Remove the articles that match a query."),
    date_option,
    where_option,
    match_option,
    option("--dry-run", is_flag=True, help="Remove nothing; show how many articles would be removed."),
    option(
        "--timeout",
        type=COUNT,
        metavar="N",
        default=0,
        help="How many seconds to wait for another writer.",
    ),
    output_options(),
)
def remove(
    ids: tuple[str, ...], folder: str, files: tuple[str, ...], output: Output, **settings: Any
) -> int:
    """Remove articles."""
    by_query = any(settings[name] is not None for name in ("query", "date", "where"))
    if not (ids or files or by_query):
        raise usage("give the ids of articles, --source, --query, --date or --where")
    if (ids or files) and by_query:
        raise usage("give the ids of articles or --source, or --query, --date and --where, not both")
    with frsearch.open_index(folder) as index:
        unknown = [id for id in dict.fromkeys(ids) if index.get(id) is None]
        every = None if by_query else [*ids, *(id for file in files for id in index.ids_from(file))]
        removed = index.remove(every, **settings)
        total = len(index)
    _show(folder, total, removed, settings["dry_run"], output)
    for id in unknown:
        note(say("there is no article with the id {id} in the index", id=id))
    return FOUND if removed else NOTHING


def _show(folder: str, total: int, removed: int, dry_run: bool, output: Output) -> None:
    if output.format == "json":
        output.json(
            {"index": folder, "articles": total, "would_remove" if dry_run else "removed": removed}
        )
        return
    articles = wording().counted(total, "article")
    done = say("  would remove {number:,}" if dry_run else "  removed {number:,}", number=removed)
    output.text(say("{index}: {articles}", index=printable(folder), articles=articles) + "\n" + done)
