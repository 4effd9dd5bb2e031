"""The commands search and similar: hits, as text, JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

import frsearch
from frsearch.cli.options import (
    AT_LEAST_ONE,
    COUNT,
    FOUND,
    NOTHING,
    WORDS,
    Command,
    Decorator,
    Names,
    Number,
    article_options,
    date_option,
    index_option,
    note,
    option,
    output_options,
    query_argument,
    reading_options,
    say,
    say_warnings,
    together,
    usage,
    where_option,
    wording,
)
from frsearch.cli.output import Output
from frsearch.highlight.limits import SNIPPET_LENGTHS
from frsearch.output.tables import hit_record, write_hits
from frsearch.output.text import facet_pieces, hits_pieces
from frsearch.types import COUNTED, FACET_SCOPES, SORTS, UNITS

if TYPE_CHECKING:
    from frsearch.results import Results


def _snippets(default: int) -> Decorator:
    return together(
        option(
            "--snippets",
            type=COUNT,
            metavar="N",
            default=default,
            help="How many passages to show of each hit.",
        ),
        option(
            "--snippet-length",
            type=Number(SNIPPET_LENGTHS.least, SNIPPET_LENGTHS.most),
            metavar="N",
            default=SNIPPET_LENGTHS.usual,
            help="How many characters a passage has, about.",
        ),
    )


_HITS = together(
    option("--limit", "-n", type=COUNT, metavar="N", default=10, help="How many hits to show."),
    option("--collapse", is_flag=True, help="Show one article of each group of near copies."),
    option("--text", is_flag=True, help="Add the whole texts to JSON and CSV."),
    output_options(csv="Write CSV, one row per hit."),
)


@click.command(
    cls=Command,
    help="Find articles, the best first.\n\n"
    "The query may hold words, '\"a phrase\"' (the shell takes the outer marks away), =exact, prefix*, "
    "misspeling~, titre:word, OU, ET, SAUF, PRÈS/10, weight^3, date:2018-06, and fields: "
    "'source:\"Le Monde\"', page:1..3.",
)
@query_argument()
@together(
    article_options,
    option(
        "--sort",
        "-s",
        type=Names(*SORTS),
        metavar="ORDER",
        default="relevance",
        help="The order of the hits: relevance, newest, oldest, or a field.",
    ),
    option("--offset", type=COUNT, metavar="N", default=0, help="How many hits to leave out first."),
    option("--after", metavar="CURSOR", help="Continue after the hits whose JSON gave this cursor."),
    option(
        "--timeout",
        type=AT_LEAST_ONE,
        metavar="N",
        help="Stop after this many seconds, with the hits found so far.",
    ),
    option("--all", "everything", is_flag=True, help="Show all hits; in JSON, one per line."),
    option(
        "--facets",
        "-f",
        type=Names(*UNITS),
        metavar="NAME",
        multiple=True,
        help="Count the matches by year, month, day or a field such as source; can be repeated.",
    ),
    option(
        "--facet-limit",
        type=COUNT,
        metavar="N",
        default=50,
        help="How many values of a field to show with their counts, the most frequent first.",
    ),
    option(
        "--facet-scope",
        type=click.Choice(FACET_SCOPES),
        default="filtered",
        help="Whether the counts of dates and fields obey their own --date or --where too (filtered) or "
        "not (query).",
    ),
    option("--facet-fill", is_flag=True, help="Also show periods without matches."),
    option(
        "--count",
        type=click.Choice(COUNTED),
        help="What to count when near copies are collapsed.",
    ),
    reading_options,
    _snippets(2),
    _HITS,
)
def search(
    query: str, folder: str, everything: bool, text: bool, output: Output, **settings: Any
) -> int:
    """Search, and show a page of hits or all."""
    with frsearch.open_index(folder) as index:
        if everything:
            return _search_all(index, query, text, output, settings)
        if not settings["facets"] and output.format == "json":
            del settings["facets"]  # programs get the counts that Python gets
        results = index.search(query, **settings)
    _show_results(results, text, output)
    _say_more(results, settings["offset"] if settings["after"] is None else None, output)
    return FOUND if results.total else NOTHING


def _search_all(
    index: frsearch.Index, query: str, text: bool, output: Output, settings: dict[str, Any]
) -> int:
    given = click.get_current_context().get_parameter_source
    for name in ("limit", "offset", "after", "facets", "facet_limit", "collapse", "count", "timeout"):
        if given(name) is ParameterSource.COMMANDLINE:
            other = "--" + name.replace("_", "-")
            raise usage("give {one} or {other}, not both", one="--all", other=other)
    filters = {
        name: settings[name] for name in ("date", "where", "match", "strict", "plain", "synonyms")
    }
    shown = {name: settings[name] for name in ("snippets", "snippet_length")}
    summary = index.search(query, limit=0, facets=(), **filters)
    hits = index.search_all(query, sort=settings["sort"], **shown, **filters)
    if output.format == "json":
        output.records(hit_record(hit, text) for hit in hits)
    elif output.format == "csv":
        names = (field.name for field in index.fields(frequent=0))
        write_hits(output.file, hits, names, text=text, raw=output.raw)
    else:
        output.pieces(hits_pieces(summary.summary(wording()), hits, wording(), output.width))
    _say_more(summary, None, output)
    return FOUND if summary.total else NOTHING


def _show_results(results: Results, text: bool, output: Output, head: str | None = None) -> None:
    if output.format == "json":
        output.json(results.to_dict(text=text))
    elif output.format == "csv":
        results.to_csv(output.file, text=text, raw=output.raw)
    else:
        head = results.summary(wording()) if head is None else head
        pieces = hits_pieces(head, results, wording(), output.width)
        output.pieces([*pieces, *facet_pieces(results.facets, results.facets_more, wording())])


def _say_more(results: Results, offset: int | None, output: Output) -> None:
    """Write notes on the results to standard error: missing parts, warnings, next page."""
    if results.timed_out:
        note(say("Time ran out: there may be more articles than these."))
    if results.left_out:
        named = {
            "hits": say("all hits"),
            "snippets": say("all snippets"),
            "suggestion": say("a suggestion"),
        }
        what = ", ".join(named[part] for part in results.left_out)
        note(say("There was no time for: {what}.", what=what))
    if not output.is_text:
        say_warnings(results.warnings)
        return
    if results.cursor is not None and offset is not None and output.is_terminal:
        note(say("More: --offset {number}", number=str(offset + len(results))))


@click.command(cls=Command, help="Find articles about the same subject as a given article.")
@click.argument("id", type=WORDS)
@together(index_option, date_option, where_option, _snippets(0), _HITS)
def similar(id: str, folder: str, text: bool, output: Output, **settings: Any) -> int:
    """Find similar articles."""
    with frsearch.open_index(folder) as index:
        results = index.similar(id, **settings)
    _show_results(results, text, output, say("Articles most like {id}", id=id))
    return FOUND if results.total else NOTHING
