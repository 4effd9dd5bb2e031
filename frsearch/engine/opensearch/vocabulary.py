"""Words of an index on a server, for suggestions and corrections: frequency, spelling, likeness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from frsearch.engine.arrays.company import company as company_in
from frsearch.engine.arrays.spelling import neighbours as neighbours_in
from frsearch.engine.opensearch.client import Json
from frsearch.engine.opensearch.dictionary import Asked
from frsearch.engine.opensearch.documents import article_of
from frsearch.engine.opensearch.excerpt import dictionary_segment, excerpt_segment
from frsearch.engine.opensearch.finding import Source
from frsearch.engine.opensearch.layout import BAR
from frsearch.engine.opensearch.looks import NOTHING, any_filter
from frsearch.engine.opensearch.words import SHARED, Kin
from frsearch.engine.request import Company, Neighbour
from frsearch.types import FIELDS, Article

# Articles with a row of words that are read to count what follows it.
_SAMPLE = 256
# The server knows words at most two edits apart.
_MOST_EDITS = 2


def _having(forms: Iterable[str]) -> Json:
    terms = list(forms)
    return any_filter([{"terms": {field: terms}} for field in FIELDS]) if terms else NOTHING


def stem_counts(source: Source, stems: Sequence[str]) -> list[int]:
    """Return how many articles hold each stem."""
    found = source.dictionary.forms(Asked(stems=frozenset(stems)))
    by_stem: dict[str, list[str]] = {stem: [] for stem in stems}
    for form in found:
        by_stem[form.stem].append(form.accented)
    return source.figures.of([_having(sorted(by_stem[stem])) for stem in stems])


def exact_counts(source: Source, words: Sequence[str]) -> list[int]:
    """Return how many articles hold each exact form; one with two spellings counts twice."""
    found = source.dictionary.exact(words)
    return [sum(entry.articles for entry in found[word]) for word in words]


def together(source: Source, words: Sequence[str]) -> int:
    """Return how many articles hold all of these exact forms."""
    filters = [_having(forms) for forms in _spelled(source, words)]
    (count,) = source.figures.of([{"bool": {"filter": filters}}])
    return count


def _spelled(source: Source, words: Sequence[str]) -> list[list[str]]:
    """Return the accented forms of each exact form."""
    found = source.dictionary.exact(words)
    return [sorted(entry.form.accented for entry in found[word]) for word in words]


def completions(source: Source, prefix: str, most: int) -> dict[str, int]:
    """Map the most frequent words with a prefix to article counts."""
    found = source.dictionary.first({"prefix": {"exact": {"value": prefix}}}, most)
    return {form.accented: articles for form, articles in found}


def company(source: Source, row: Sequence[str], prefix: str) -> dict[str, Company]:
    """Map the words with a prefix that are in an article with a row of words to counts.

    The counts are estimates where more than a sample of articles have the row.
    """
    spelled = _spelled(source, row)
    if not all(spelled):
        return {}
    text = " ".join(map(BAR.join, spelled))
    query = any_filter(
        [{"match_phrase": {field: {"query": text, "analyzer": "places"}}} for field in FIELDS]
    )
    body: Json = {
        "query": {"bool": {"filter": [query]}},
        "size": _SAMPLE,
        "track_total_hits": True,
        "_source": ["article"],
    }
    found = source.client.search(source.client.articles, body)["hits"]
    articles = list(map(article_of, found["hits"]))
    if not articles:
        return {}
    kin = Kin(frozenset(), frozenset(), frozenset(row), (prefix,))
    segment, _ = excerpt_segment(articles, SHARED, kin, None)
    scale = found["total"]["value"] / len(articles)
    return {
        word: Company(round(after * scale), round(both * scale))
        for word, (after, both) in company_in((segment,), row, prefix).items()
        if word.isprintable()
    }


def neighbours(source: Source, word: str, edits: int) -> list[Neighbour]:
    """Return the words within a distance of `edits`."""
    fuzzy = {"value": word, "fuzziness": min(edits, _MOST_EDITS), "rewrite": "constant_score"}
    found = source.dictionary.entries({"fuzzy": {"exact": fuzzy}})
    counts: dict[str, int] = {}
    for form, articles in found:
        counts[form.exact] = counts.get(form.exact, 0) + articles
    segment = dictionary_segment([form for form, _ in found])
    near = neighbours_in((segment,), word, edits)
    return [replace(each, articles=counts[each.text]) for each in near]


def spellings(source: Source, word: str) -> Mapping[str, int]:
    """Map the spellings of an exact form to article counts."""
    return {form.accented: articles for form, articles in source.dictionary.exact([word])[word]}


def example(source: Source, accented: str) -> Article | None:
    """Return the shortest article that holds a word."""
    body: Json = {
        "query": {"bool": {"filter": [_having([accented])]}},
        "size": 1,
        "sort": [{"text_length": "asc"}],
        "track_total_hits": False,
        "_source": ["article"],
    }
    hits = source.client.search(source.client.articles, body)["hits"]["hits"]
    return article_of(hits[0]) if hits else None
