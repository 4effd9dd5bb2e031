"""The lists of values beside the hits, and the page of all values of a field.

Each value has the address that adds it to the filters, or takes it away. A list counts without the
filters of its own field, so that the other values can be compared and added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from frsearch.analysis.characters import clean
from frsearch.analysis.folding import fold, open_ligatures
from frsearch.facets import FacetCount
from frsearch.results import Results
from frsearch.web.archive_fields import ArchiveFields, cut
from frsearch.web.state import State

# Values of a list beside the hits.
SHORT = 8
# Values of a list on a page of its own.
LONG = 500
# Of more values, only the most frequent are looked through.
MOST_VALUES = 50_000

Count = Callable[[Sequence[str], int], Results]
"""Counts the values of some fields, up to a number of each."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a list; `title` has all of a value that is cut, `url` adds it or takes it away."""

    text: str
    title: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ValueList:
    """The most frequent values of a field; `more` is the number of the others.

    `unread` is the number of values, less frequent still, in which a text was not looked for.
    """

    name: str
    title: str
    choices: Sequence[Choice]
    more: int = 0
    unread: int = 0


def beside_hits(
    fields: ArchiveFields, state: State, results: Results, count: Count
) -> Iterator[ValueList]:
    """Yield the lists of the facets in `results`; a chosen value is in its list, however rare."""
    chosen = {name: fields.chosen_values(state, name) for name in fields.listed}
    rare = [name for name in chosen if _missing(results.facets[name], chosen[name])]
    all_counts = count(rare, MOST_VALUES).facets if rare else {}
    for name, wanted in chosen.items():
        counts = results.facets[name]
        added = _counted(_missing(counts, wanted), all_counts.get(name, ()))
        choices = _choices(fields, state, name, [*counts, *added])
        if choices:
            more = results.facets_more.get(name, 0) - sum(each.count > 0 for each in added)
            yield ValueList(name, fields.title(name), choices, max(0, more))


def _missing(counts: Sequence[FacetCount], wanted: Sequence[str]) -> list[str]:
    there = {each.value for each in counts}
    return [label for label in wanted if label not in there]


def _counted(labels: Sequence[str], counts: Iterable[FacetCount]) -> list[FacetCount]:
    """Return labels with their counts, 0 if no match has one."""
    count_of = {each.value: each for each in counts}
    return [count_of.get(label, FacetCount(label, 0)) for label in labels]


def all_values(fields: ArchiveFields, state: State, name: str, within: str, count: Count) -> ValueList:
    """Return the values of a field in which a text occurs, whatever its accents and capitals."""
    wanted = _folded(within)
    results = count([name], MOST_VALUES if wanted else LONG)
    counts = [
        each
        for each in results.facets[name]
        if not wanted or wanted in _folded(fields.value(name, each.value))
    ]
    choices, others = _choices(fields, state, name, counts[:LONG]), results.facets_more.get(name, 0)
    if not wanted:
        return ValueList(name, fields.title(name), choices, others)
    return ValueList(name, fields.title(name), choices, max(0, len(counts) - LONG), others)


@lru_cache(1 << 14)
def _folded(text: str) -> str:
    words = (fold(open_ligatures(clean(word).lower())) for word in text.split())
    return " ".join(filter(None, words))


def _choices(
    fields: ArchiveFields, state: State, name: str, counts: Iterable[FacetCount]
) -> list[Choice]:
    chosen = set(fields.chosen_values(state, name))
    choices = []
    for label, count in counts:
        is_chosen = label in chosen
        text = fields.value(name, label)
        shown = cut(text)
        title = "" if shown == text else text
        choices.append(Choice(shown, title, count, fields.toggled(state, name, label), is_chosen))
    return choices
