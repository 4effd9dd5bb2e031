"""The command remove: articles out of an index, by their ids or by the files that they came from."""

from __future__ import annotations

import click

import frsearch
from frsearch.cli.options import (
    COUNT,
    FOUND,
    NOTHING,
    WORDS,
    Command,
    index_option,
    note,
    option,
    output_options,
    say,
    together,
    usage,
    wording,
)
from frsearch.cli.output import Output
from frsearch.output.text import printable


@click.command(
    cls=Command,
    help="Remove articles from an index by their ids, or by the files that they were read from.",
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
    ids: tuple[str, ...], folder: str, files: tuple[str, ...], timeout: int, output: Output
) -> int:
    """Remove articles."""
    if not ids and not files:
        raise usage("give the ids of articles, or --source")
    with frsearch.open_index(folder) as index:
        every = [*ids, *(id for file in files for id in index.ids_from(file))]
        unknown = [id for id in dict.fromkeys(ids) if index.get(id) is None]
        removed = index.remove(every, timeout=timeout)
        total = len(index)
    if output.format == "json":
        output.json({"index": folder, "articles": total, "removed": removed})
    else:
        articles = wording().counted(total, "article")
        output.text(
            say("{index}: {articles}", index=printable(folder), articles=articles)
            + "\n"
            + say("  removed {number:,}", number=removed)
        )
    for id in unknown:
        note(say("there is no article with the id {id} in the index", id=id))
    return FOUND if removed else NOTHING
