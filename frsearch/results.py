"""What a search gives back: its hits, and what holds for all matches; frozen.

`Results` is a sequence of `Hit`s plus total, facets and warnings. `output` says how they are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, overload

from frsearch.facets import FacetCount, Period, nested
from frsearch.messages.wording import ENGLISH, Wording
from frsearch.output.tables import as_json, hit_record, hits_to_dataframe
from frsearch.output.text import hits_pieces, marked, rich_text
from frsearch.types import FrozenDict, Hit, Part, QueryWarning

if TYPE_CHECKING:
    from rich.text import Text


@dataclass(frozen=True, slots=True, repr=False)
class Results(Sequence[Hit]):
    """The hits asked for, in order, and what holds for every matching article.

    `total` counts all matches, exactly. `facets` maps "year", "month", "day" (those asked for) to
    counts over all matches, in date order: an article is counted under a unit only when its date
    is that precise; `undated` counts the matches without any date. Where groups of near copies were
    to be counted, `total`, `facets` and `undated` count a group once, a facet in each unit in which it
    has a match. `match` says how the words were combined in the end, "all" or "any"; `warnings` what
    was made of doubtful syntax.
    `suggestion` is the query with its misspelled words corrected, where few articles or none answer
    it and more answer that; else None. `cursor`, given to the same search as `after`, goes on after
    the last hit; None where no hit follows. `timed_out`: not all of the index was searched in the time
    that there was; what is there is right, but total, counts and hits may lack some. `left_out`: what
    else there was no time for, of "hits" (after the tenth), "snippets" (of some hits) and "suggestion"
    (whether there is one); empty in a search that had time enough.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    match: str
    facets: Mapping[str, tuple[FacetCount, ...]] = field(
        default_factory=FrozenDict[str, tuple[FacetCount, ...]]
    )
    undated: int = 0
    warnings: tuple[QueryWarning, ...] = ()
    suggestion: str | None = None
    cursor: str | None = None
    timed_out: bool = False
    left_out: tuple[Part, ...] = ()

    @property
    def timeline(self) -> tuple[Period, ...]:
        """The facets as a tree, to drill down: years with their months, months with their days."""
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
        """Return the query, how many articles answer it, and a line for each warning."""
        found = wording.counted(self.total, "article")
        if self.timed_out:
            found = wording("at least {found}", found=found)
        lines = [found]
        if self.match == "any":
            lines = [wording("{query}: {found}, with any of the words", query=self.query, found=found)]
        elif self.query.strip():
            lines = [wording("{query}: {found}", query=self.query, found=found)]
        return "\n".join([*lines, *(f"! {wording.text(each.located)}" for each in self.warnings)])

    def to_dict(self, *, text: bool = False) -> dict[str, Any]:
        """Return everything as JSON can hold it; `text=True` adds the whole texts of the articles.

        Numbers of `extra` that JSON has not, NaN and infinities, are None.
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
            "suggestion": self.suggestion,
            "timed_out": self.timed_out,
            "left_out": list(self.left_out),
            "hits": [hit_record(hit, text) for hit in self],
            "cursor": self.cursor,
        }

    def to_json(self, *, text: bool = False) -> str:
        """Return `to_dict` as JSON."""
        return as_json(self.to_dict(text=text))

    def to_dataframe(self, *, text: bool = False) -> Any:
        """Return the hits as a `pandas.DataFrame` (extra `pandas`), a row each; dates are texts."""
        return hits_to_dataframe(self, text)

    def __repr__(self) -> str:
        return marked(hits_pieces(self.summary(), self))

    def __rich__(self) -> Text:
        """Return the text of `repr` for rich, with what matched in bold."""
        return rich_text(hits_pieces(self.summary(), self))

    def _repr_html_(self) -> str:
        """Return hits, highlights and the counts of the finest facet for a notebook, escaped."""
        from frsearch.output.html import hits_html

        return hits_html(self.summary(), self.facets, self)
