"""`Results`, what a search returns: a sequence of `Hit`s plus total, facets and warnings; frozen.

`output` formats them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, overload

from frsearch.facets import FacetCount, Period, nested
from frsearch.messages.wording import ENGLISH, Wording
from frsearch.output.hit_fields import names_in
from frsearch.output.tables import Target, as_json, hit_record, hits_to_dataframe, write_hits
from frsearch.output.text import hits_pieces, marked, rich_text
from frsearch.types import DateSuggestion, FrozenDict, Hit, Part, QueryWarning

if TYPE_CHECKING:
    from rich.text import Text


@dataclass(frozen=True, slots=True, repr=False)
class Results(Sequence[Hit]):
    """The requested page of hits, in order, and counts over all matching articles.

    `total` is the exact number of matches. `facets` maps the requested units ("year", "month", "day")
    and fields to counts over all matches. Those of a unit are in date order, and an article counts only
    if its date is at least that precise. Those of a field are most first, for each of its values;
    `facets_more` says how many values there are beyond `facet_limit`, for fields that have more.
    `undated` counts the matches without a date. If groups of near copies are
    counted, `total` and `undated` count a group once, and `facets` once in each unit in which it has a
    match. `match` says how the words were combined in the end, "all", "most" (of a question of which
    few articles have all words: two of three) or "any"; `warnings` says how doubtful syntax was read.
    `suggestion` is the query with its misspelled words corrected, if few or no articles match the query
    and more match the correction; else None. `date_suggestion` is the filter that a plain query with a
    month and year or a day in words may mean; the words themselves were searched for. `cursor`, passed
    to the same search as `after`, continues after the last hit; None if no hit follows. `timed_out`: the
    time ran out before the whole index was searched, so that total, counts and hits may be incomplete.
    `left_out` lists the other parts skipped for lack of time: "hits" (after the tenth), "snippets" (of
    some hits), "suggestion"; normally empty.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    match: str
    facets: Mapping[str, tuple[FacetCount, ...]] = field(
        default_factory=FrozenDict[str, tuple[FacetCount, ...]]
    )
    facets_more: Mapping[str, int] = field(default_factory=FrozenDict[str, int])
    undated: int = 0
    warnings: tuple[QueryWarning, ...] = ()
    suggestion: str | None = None
    date_suggestion: DateSuggestion | None = None
    cursor: str | None = None
    timed_out: bool = False
    left_out: tuple[Part, ...] = ()

    @property
    def timeline(self) -> tuple[Period, ...]:
        """The facets as a tree: years with their months, months with their days."""
        return nested(self.facets)

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, index: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[index]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def summary(self, wording: Wording = ENGLISH) -> str:
        """Return the query, the number of matching articles, a line for each warning, suggestions."""
        total = wording.counted(self.total, "article")
        if self.timed_out:
            total = wording("at least {found}", found=total)
        lines = [total]
        if self.match == "most":
            lines = [wording("{query}: {found}, with most of the words", query=self.query, found=total)]
        elif self.match == "any":
            lines = [wording("{query}: {found}, with any of the words", query=self.query, found=total)]
        elif self.query.strip():
            lines = [wording("{query}: {found}", query=self.query, found=total)]
        lines += [f"! {wording.text(each.located)}" for each in self.warnings]
        if self.suggestion is not None:
            lines.append(wording("Did you mean: {query}", query=self.suggestion))
        if self.date_suggestion is not None:
            lines.append(wording("Only of this date: {query}", query=str(self.date_suggestion)))
        return "\n".join(lines)

    def to_dict(self, *, text: bool = False) -> dict[str, Any]:
        """Return everything as JSON values; `text=True` adds the whole texts of the articles.

        NaN and infinities in `extra`, which JSON lacks, become None.
        """
        return {
            "query": self.query,
            "total": self.total,
            "match": self.match,
            "undated": self.undated,
            "warnings": [asdict(each) for each in self.warnings],
            "facets": {
                unit: [each._asdict() for each in counts] for unit, counts in self.facets.items()
            },
            "facets_more": dict(self.facets_more),
            "suggestion": self.suggestion,
            "date_suggestion": None if self.date_suggestion is None else asdict(self.date_suggestion),
            "timed_out": self.timed_out,
            "left_out": list(self.left_out),
            "hits": [hit_record(hit, text) for hit in self],
            "cursor": self.cursor,
        }

    def to_json(self, *, text: bool = False) -> str:
        """Return `to_dict` as JSON."""
        return as_json(self.to_dict(text=text))

    def to_dataframe(self, *, text: bool = False) -> Any:
        """Return the hits as a `pandas.DataFrame` (extra `pandas`), a row per hit.

        It has a column for each field of `extra` of which a hit has a value, with lists as lists; a
        field with the name of another column, such as "score", is "extra_score". Dates are Periods of
        the precision that they have: days, months or years. `text=True` adds the whole texts.
        """
        return hits_to_dataframe(self, text)

    def to_csv(self, target: Target, *, text: bool = False, raw: bool = False) -> None:
        """Write the hits as CSV to a path or an open text file, a row per hit.

        The columns are those of `to_dataframe`, with the values of a list joined by "; ". Text that a
        spreadsheet would run as a formula gets an apostrophe before it, unless `raw`.
        """
        write_hits(target, self, names_in(self), text=text, raw=raw)

    def __repr__(self) -> str:
        return marked(hits_pieces(self.summary(), self))

    def __rich__(self) -> Text:
        """Return the text of `repr` for rich, with matches in bold."""
        return rich_text(hits_pieces(self.summary(), self))

    def _repr_html_(self) -> str:
        """Return the hits, highlighted, and the facets as HTML for a notebook."""
        from frsearch.output.html import hits_html

        return hits_html(self.summary(), self.facets, self, self.facets_more)
