"""The dictionary on the server: which forms the articles have, found by their looks.

A form is here as long as an article has it, so that what the dictionary says of a query is what the
embedded engine would find in its own. Answers are kept: a searcher is bound to one state of the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from frsearch.analysis.chain import Form, forms_of
from frsearch.engine.opensearch.client import Client, Json
from frsearch.engine.opensearch.layout import MOST_HITS
from frsearch.query.limits import LIMITS
from frsearch.query.nodes import Pattern
from frsearch.query.patterns import one_edit

_MOST_KEPT = 100_000
_AT_A_TIME = 20_000
# Words that may be alike; the embedded engine takes up to eight of the best.
_ALIKE = 64
# Dice's coefficient, of words with as many trigrams as letters.
_LIKENESS = "2.0 * _score / (params.letters + doc['exact'].value.length())"


class Entry(NamedTuple):
    """A form, and how many articles have it."""

    form: Form
    articles: int


class Asked(NamedTuple):
    """The looks by which forms are sought."""

    exact: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    lemmas: frozenset[str] = frozenset()

    def __or__(self, other: Asked) -> Asked:
        return Asked(*(one | two for one, two in zip(self, other, strict=True)))


class Dictionary:
    """The dictionary of one state of an index."""

    def __init__(self, client: Client):
        self._client = client
        self._known: dict[tuple[str, str], tuple[Entry, ...]] = {}
        self._patterns: dict[tuple[str, str, int], tuple[str, ...]] = {}
        self._alike: dict[str, tuple[str, ...]] = {}

    def forms(self, asked: Asked) -> set[Form]:
        """Return all forms with one of the looks."""
        # A lemma is also the lemma of itself.
        wanted = [("exact", each) for each in asked.exact | asked.lemmas]
        wanted += [("stem", each) for each in asked.stems]
        wanted += [("lemma", each) for each in asked.lemmas]
        return {form for entries in self._having(wanted).values() for form, _ in entries}

    def exact(self, words: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
        """Return the forms of each folded form, with their numbers of articles."""
        found = self._having([("exact", word) for word in words])
        return {word: entries for (_, word), entries in found.items()}

    def _having(self, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], tuple[Entry, ...]]:
        """Return the forms with each look, of which those that are not known are asked for."""
        if len(self._known) > _MOST_KEPT:
            self._known = {}
        known = self._known
        unknown = [key for key in wanted if key not in known]
        for begin in range(0, len(unknown), _AT_A_TIME):
            known |= self._read(unknown[begin : begin + _AT_A_TIME])
        return {key: known[key] for key in wanted}

    def _read(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Entry, ...]]:
        """Ask the server for the forms of each key."""
        by_look: dict[str, list[str]] = {}
        for look, text in keys:
            by_look.setdefault(look, []).append(text)
        should = [{"terms": {look: texts}} for look, texts in by_look.items()]
        found: dict[tuple[str, str], list[Entry]] = {key: [] for key in keys}
        for entry in self._entries({"bool": {"filter": [{"bool": {"should": should}}]}}):
            form = entry.form
            looks = {("exact", form.exact), ("stem", form.stem), ("lemma", form.lemma)}
            for key in looks & found.keys():
                found[key].append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    def _entries(self, query: Json) -> Iterable[Entry]:
        """Yield all forms that match a query."""
        body: Json = {
            "query": query,
            "size": MOST_HITS,
            "track_total_hits": False,
            "sort": ["_doc"],
            "_source": ["articles"],
        }
        hits = self._client.search(self._client.forms, body)["hits"]["hits"]
        if len(hits) == MOST_HITS:
            hits = [*self._all_hits(query)]
        forms = forms_of([hit["_id"] for hit in hits])
        for form, hit in zip(forms, hits, strict=True):
            yield Entry(form, hit["_source"]["articles"])

    def _all_hits(self, query: Json) -> Iterable[Any]:
        """Yield more hits than the server gives at once, in the order of folded forms."""
        after: list[Any] | None = None
        while True:
            body: Json = {
                "query": query,
                "size": MOST_HITS,
                "track_total_hits": False,
                "sort": [{"exact": "asc"}, {"_id": "asc"}],
                "_source": ["articles"],
                **({"search_after": after} if after else {}),
            }
            hits = self._client.search(self._client.forms, body)["hits"]["hits"]
            yield from hits
            if len(hits) < MOST_HITS:
                return
            after = hits[-1]["sort"]

    def matching(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the first folded forms that match a pattern: one more than a query may use."""
        key = (pattern.kind, pattern.text, pattern.edits)
        found = self._patterns.get(key)
        if found is None:
            found = self._patterns[key] = tuple(self._matching(pattern))
        return found

    def _matching(self, pattern: Pattern) -> Iterable[str]:
        text = pattern.text
        match pattern.kind:
            case "prefix":
                query: Json = {"prefix": {"exact": {"value": text}}}
            case "wildcard":
                query = {"wildcard": {"exact": {"value": text}}}
            case "fuzzy" if pattern.edits == 1:
                return [*one_edit(text)]
            case "fuzzy":
                # Otherwise the server would only look at the 50 words that are closest.
                fuzzy = {"value": text, "fuzziness": pattern.edits, "rewrite": "constant_score"}
                query = {"fuzzy": {"exact": fuzzy}}
        return self._distinct(query, [{"exact": "asc"}], LIMITS.expansions + 1)

    def _distinct(self, query: Json, sort: list[Json], size: int) -> list[str]:
        """Return the first distinct folded forms that match a query."""
        body: Json = {
            "query": query,
            "size": size,
            "sort": sort,
            "collapse": {"field": "exact"},
            "track_total_hits": False,
            "_source": False,
        }
        hits = self._client.search(self._client.forms, body)["hits"]["hits"]
        return [hit["fields"]["exact"][0] for hit in hits]

    def alike(self, exact: str) -> tuple[str, ...]:
        """Return the folded forms whose trigrams are most like those of another."""
        found = self._alike.get(exact)
        if found is None:
            padded = f"^{exact}$"
            grams = sorted({padded[at : at + 3] for at in range(len(exact))})
            each = [{"constant_score": {"filter": {"term": {"trigrams": gram}}}} for gram in grams]
            # With fewer in common, or fewer letters, words are not alike.
            least = max(1, -(-5 * len(exact) // 12))
            query: Json = {"bool": {"should": each, "minimum_should_match": min(least, len(grams))}}
            script = {"source": _LIKENESS, "params": {"letters": len(exact)}}
            scored: Json = {"script_score": {"query": query, "script": script}}
            sort: list[Json] = [{"_score": "desc"}, {"exact": "asc"}]
            found = self._alike[exact] = tuple(self._distinct(scored, sort, _ALIKE))
        return found

    def entries(self, query: Json) -> list[Entry]:
        """Return all forms that match a query, with their numbers of articles."""
        return [*self._entries(query)]

    def first(self, query: Json, size: int) -> list[Entry]:
        """Return the most frequent forms that match a query."""
        body: Json = {
            "query": query,
            "size": min(size, MOST_HITS),
            "track_total_hits": False,
            "sort": [{"articles": "desc"}, {"exact": "asc"}],
            "_source": ["articles"],
        }
        hits = self._client.search(self._client.forms, body)["hits"]["hits"]
        forms = forms_of([hit["_id"] for hit in hits])
        return [Entry(form, hit["_source"]["articles"]) for form, hit in zip(forms, hits, strict=True)]
