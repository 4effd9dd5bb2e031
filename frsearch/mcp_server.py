"""An index as tools of the Model Context Protocol (extra `mcp`).

Nothing is written, and every answer is bounded. An error of a question is the answer of the tool, which
says what to ask instead.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from frsearch import __version__
from frsearch.arguments import where_of_texts
from frsearch.errors import FrsearchError
from frsearch.index import Index
from frsearch.messages.wording import Message
from frsearch.output.tables import article_record, field_record
from frsearch.types import Match, TimelineUnit

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_Json = dict[str, Any]

MOST_HITS = 50
MOST_LINES = 200
MOST_VALUES = 200
"""Hits, lines of a concordance, and values of a field in an answer."""
MOST_PERIODS = 1_000
"""Numbers in a timeline, of all queries together."""
MOST_CHARACTERS = 20_000
"""Characters of an article in an answer."""
MOST_SORTED = 20_000
"""Occurrences that a concordance sorts by context, which reads all of them."""
_SECONDS = 5.0

_INSTRUCTIONS = """
Full-text search in French over an archive of dated articles. Words match in every inflection, with or
without accents; all words are required unless `match` says otherwise. "gilets jaunes" in quotation marks
is a phrase, -mot excludes, OU is either, mot* begins so, titre:mot is in the title, journal:"Le Monde"
or page:1..3 asks for a field, "a b"~3 is within three words. Dates go into `date`: 2018, 2018-06,
2018-06..2018-09, juin 2018. `facets` without a query says what the archive has. Cite articles by title,
source, date and id.
"""

_Query = Annotated[str, Field(max_length=2_000, description="the query, in the query language")]
_Date = Annotated[
    str | None,
    Field(max_length=200, description="only these dates: 2018, 2018-06, 2018-06..2018-09, juin 2018"),
]
_Where = Annotated[
    list[Annotated[str, Field(max_length=1_000)]] | None,
    Field(
        max_length=20,
        description="only these values of fields: source=Le Monde, page=1..3; of one field: any of them",
    ),
]
_Words = Annotated[
    Match, Field(description="whether articles must have all words, two of three, or any")
]


def _tool(run: Callable[_Arguments, _Result], index: Index) -> Callable[_Arguments, _Result]:
    """Return a tool that sees the newest state of an index, and whose errors are answers."""

    @wraps(run)
    def answer(*arguments: _Arguments.args, **values: _Arguments.kwargs) -> _Result:
        try:
            index.refresh()
            return run(*arguments, **values)
        except FrsearchError as error:
            raise ToolError(str(error)) from error

    return answer


def server(index: Index) -> MCPServer:
    """Return a server of the tools over an index, which it only reads."""

    def search(
        query: _Query,
        date: _Date = None,
        where: _Where = None,
        match: _Words = "all",
        sort: Annotated[
            str, Field(max_length=200, description="relevance, newest, oldest, or the name of a field")
        ] = "relevance",
        limit: Annotated[int, Field(ge=1, le=MOST_HITS)] = 10,
        after: Annotated[
            str | None, Field(max_length=4_000, description="the cursor of the page before")
        ] = None,
    ) -> _Json:
        """Find the best articles for a query: title, date, fields, passages; the exact total, counts by
        year and month, a cursor to the next page, warnings, a corrected query if one is likely."""
        results = index.search(
            query, date=date, where=where_of_texts(where or ()), match=match, sort=sort, limit=limit,
            after=after, timeout=_SECONDS,
        )  # fmt: skip
        return results.to_dict()

    def get(
        id: Annotated[str, Field(max_length=1_000, description="the id of an article, as hits have it")],
        begin: Annotated[int, Field(ge=0, description="the first character of the text")] = 0,
    ) -> _Json:
        """Return an article with its text: up to 20,000 characters from `begin`; `next` is where the
        rest begins, null at the end."""
        article = index.get(id)
        if article is None:
            raise FrsearchError(Message("there is no article with the id {id!r} in the index", id=id))
        end = begin + MOST_CHARACTERS
        length = len(article.text)
        text = {"text": article.text[begin:end], "length": length, "next": end if end < length else None}
        return article_record(article) | text

    def concordance(
        query: _Query,
        date: _Date = None,
        where: _Where = None,
        match: _Words = "all",
        sort: Annotated[
            str, Field(max_length=200, description="date, left, right, or the name of a field")
        ] = "date",
        width: Annotated[int, Field(ge=0, le=300, description="characters on each side")] = 60,
        limit: Annotated[int, Field(ge=1, le=MOST_LINES)] = 50,
    ) -> _Json:
        """Show the occurrences of a query in texts, each with what stands before and after it, and count
        all of them."""
        found = index.concordance(
            query, date=date, where=where_of_texts(where or ()), match=match, sort=sort, width=width,
            limit=limit,
        )  # fmt: skip
        if found.total > MOST_SORTED and sort != "date":
            raise FrsearchError(
                Message(
                    "there are {count} occurrences, too many to sort by context (over {most}): sort by "
                    "date, or narrow the query or its dates",
                    count=found.total,
                    most=MOST_SORTED,
                )
            )
        return found.to_dict()

    def timeline(
        queries: Annotated[list[_Query], Field(min_length=1, max_length=5)],
        by: TimelineUnit = "month",
        count: Annotated[
            Literal["articles", "occurrences"], Field(description="what is counted")
        ] = "articles",
        relative: Annotated[bool, Field(description="per million words of the period's texts")] = False,
        date: _Date = None,
        where: _Where = None,
        match: _Words = "all",
    ) -> _Json:
        """Count one to five queries over time, on one scale."""
        counted = index.timeline(
            queries, by=by, count=count, relative=relative, date=date,
            where=where_of_texts(where or ()), match=match,
        )  # fmt: skip
        numbers = len(counted.periods) * len(counted.series)
        if numbers > MOST_PERIODS:
            raise FrsearchError(
                Message(
                    "this timeline has {count:,} numbers, at most {most:,}: ask for longer periods, "
                    "fewer queries or a date",
                    count=numbers,
                    most=MOST_PERIODS,
                )
            )
        return counted.to_dict()

    def facets(
        query: _Query = "",
        fields: Annotated[
            list[Annotated[str, Field(max_length=200)]] | None,
            Field(max_length=10, description="year, month, day, or names of fields"),
        ] = None,
        date: _Date = None,
        where: _Where = None,
        match: _Words = "all",
        limit: Annotated[int, Field(ge=1, le=MOST_VALUES, description="values of each field")] = 50,
    ) -> _Json:
        """Count the articles of a query by date or by values of fields. Without `fields`, by year, and
        say which fields the archive has."""
        results = index.search(
            query, date=date, where=where_of_texts(where or ()), match=match, limit=0, snippets=0,
            facets=fields or ("year",), facet_limit=limit, timeout=_SECONDS,
        )  # fmt: skip
        answer = results.to_dict()
        del answer["hits"], answer["cursor"]
        known = {} if fields else {"fields": [field_record(each) for each in index.fields(frequent=5)]}
        return answer | known

    made = MCPServer(
        "frsearch", version=__version__, instructions=_INSTRUCTIONS.strip(), log_level="CRITICAL"
    )
    for run in (search, get, concordance, timeline, facets):
        description = " ".join((run.__doc__ or "").split())
        hints = ToolAnnotations(read_only_hint=True, open_world_hint=False)
        made.add_tool(_tool(run, index), run.__name__, description=description, annotations=hints)
    return made


def serve(index: Index) -> None:
    """Serve the tools over standard input and output, until the input ends."""
    server(index).run("stdio")
