"""Fields against a plain count, on articles of the news corpus and on made-up ones.

Which articles a plain word matches is asked of the index itself: other tests compare that with an
oracle. What is counted, filtered and sorted here is `extra`, in plain Python.
"""

from __future__ import annotations

import importlib.util
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from unidecode import unidecode

import frsearch
from frsearch import Article, QueryError
from frsearch.analysis.chain import Chain
from frsearch.analysis.collation import sort_words
from tests.conftest import ROOT
from tests.oracle import at_most_one_edit

NEWS = ROOT.parent / "shared" / "corpora" / "news.jsonl.gz"
Labels = Sequence[str]
Where = Mapping[str, Any]


def _load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


made_up = _load("made_up_fields")
NAMES: tuple[str, ...] = made_up.NAMES


# --- the articles

# Names that the made-up authors have too rarely.
PLANTED: tuple[Any, ...] = (
    "Jean Dupont",
    ["Jean Dupont", "Anne-Sophie d’Ormesson"],
    "JEAN DUPONT",
    ["Marie de La Fontaine", "Marie de La Fontaine"],
    "Odile Dubœuf",
    ["Jean Dupond", "Michel Dupont-Aignan", "Jean Levy"],
    "Dupont, Jean",
)


def fields_of(number: int, id: str) -> dict[str, Any]:
    """Return made-up fields; one article of twenty has a planted author."""
    extra: dict[str, Any] = made_up.extra_of(id)
    return extra if number % 20 else extra | {"author": PLANTED[number // 20 % len(PLANTED)]}


def news() -> list[Article]:
    """One article of thirty of the corpus, by its id."""
    some = (each for each in frsearch.read_articles(NEWS) if zlib.crc32(each.id.encode()) % 30 == 0)
    return [
        Article(each.id, each.text, each.title, each.date, extra=fields_of(number, each.id))
        for number, each in enumerate(some)
    ]


def invented() -> list[Article]:
    """Texts of a few words; some dates are coarse, some missing."""
    chance = random.Random(7)
    words = "président gouvernement manifestation ville été élection match budget loi école".split()
    articles = []
    for number in range(400):
        text = " ".join(chance.choices(words, weights=range(10, 0, -1), k=chance.randrange(4, 25)))
        day = f"{chance.randrange(2017, 2021)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        date = day[: chance.choice((4, 7, 10, 10, 10))] if number % 11 else None
        id = f"i{number}"
        articles.append(Article(id, text, chance.choice(words), date, extra=fields_of(number, id)))
    return articles


@dataclass(frozen=True)
class Archive:
    """An index, and the articles that are in it."""

    index: frsearch.Index
    articles: dict[str, Article]

    def matching(self, query: str) -> list[str]:
        return [hit.id for hit in self.index.search_all(query)]

    def labels(self, id: str, name: str) -> list[str]:
        found: list[str] = made_up.labels_of(dict(self.articles[id].extra), name)
        return found

    def counts(self, ids: Iterable[str], name: str) -> Counter[str]:
        return Counter(label for id in ids for label in self.labels(id, name))

    def fits(self, id: str, where: Where) -> bool:
        return all(self._has(id, name, wanted) for name, wanted in where.items())

    def _has(self, id: str, name: str, wanted: Any) -> bool:
        if isinstance(wanted, tuple):
            low, high = wanted
            values = made_up.values_of(self.articles[id].extra.get(name))
            return any((low is None or low <= v) and (high is None or v <= high) for v in values)
        several = wanted if isinstance(wanted, list) else [wanted]
        return not {*map(made_up.label_of, several)}.isdisjoint(self.labels(id, name))


@pytest.fixture(
    scope="module",
    params=[
        invented,
        pytest.param(news, marks=pytest.mark.skipif(not NEWS.exists(), reason="no corpora here")),
    ],
    ids=lambda make: make.__name__,
)
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    articles: list[Article] = request.param()
    with frsearch.create_index(tmp_path_factory.mktemp("fields")) as index:
        yield filled(index, articles)


def filled(index: frsearch.Index, articles: list[Article]) -> Archive:
    """Add in several batches, then replace some articles by such with other fields, and remove some."""
    for at in range(3):
        index.add(articles[at::3])
    changed = [
        Article(old.id, old.text, old.title, old.date, extra=made_up.extra_of(f"new {old.id}"))
        for old in articles[::17]
    ]
    index.add(changed)
    removed = {each.id for each in articles[5::13]}
    index.remove(removed)
    kept = {each.id: each for each in (*articles, *changed) if each.id not in removed}
    assert len(index) == len(kept)
    return Archive(index, kept)


QUERIES = ("", "président", "gouvernement OU ville", "manifestation -président")
WHERES: tuple[Where, ...] = (
    {},
    {"source": "Le Monde"},
    {"source": "Le monde"},
    {"source": ["Le Monde", "Libération", "Liberation"]},
    {"page": (1, 3)},
    {"page": (None, 3)},
    {"page": (20, None)},
    {"page": (2.5, 3.5)},
    {"page": 3},
    {"page": 3.0},
    {"page": "3"},
    {"paid": True},
    {"paid": ["false"]},
    {"tags": ["grève", "été"]},
    {"tags": "Grève"},
    {"section": "Politique", "paid": False},
    {"source": ["Le Monde", "Ouest-France"], "page": (1, 5), "paid": False},
    {"source": "Le Monde inconnu"},
)


# --- filters and facets


@pytest.mark.parametrize(("query", "where"), [*product(QUERIES, WHERES)])
def test_filters_and_facets_are_those_of_a_plain_count(
    archive: Archive, query: str, where: Where
) -> None:
    matching = archive.matching(query)
    expected = [id for id in matching if archive.fits(id, where)]
    results = archive.index.search(query, where=where, facets=NAMES, facet_limit=None, snippets=0)
    assert results.total == len(expected)
    assert {hit.id for hit in archive.index.search_all(query, where=where)} == {*expected}
    assert not any(results.facets_more.values())
    for name in NAMES:
        assert_counted(results.facets[name], archive.counts(expected, name))


@pytest.mark.parametrize(("query", "where"), [*product(QUERIES, WHERES)])
def test_the_counts_beside_a_chosen_value_leave_its_own_filter_out(
    archive: Archive, query: str, where: Where
) -> None:
    matching = archive.matching(query)
    results = archive.index.search(
        query, where=where, facets=NAMES, facet_limit=None, facet_scope="query"
    )
    assert results.total == sum(archive.fits(id, where) for id in matching)
    for name in NAMES:
        others = {each: wanted for each, wanted in where.items() if each != name}
        expected = archive.counts((id for id in matching if archive.fits(id, others)), name)
        assert_counted(results.facets[name], expected)


@pytest.mark.parametrize("query", QUERIES)
def test_dates_and_fields_filter_together(archive: Archive, query: str) -> None:
    where = {"source": ["Le Monde", "Le Figaro"]}
    year = Counter(str(each.date)[:4] for each in archive.articles.values() if each.date).most_common(1)[
        0
    ][0]
    dated = [hit.id for hit in archive.index.search_all(query, date=year)]
    both = [id for id in dated if archive.fits(id, where)]
    options: dict[str, Any] = {"date": year, "where": where, "facets": ("year", "source", "paid")}
    results = archive.index.search(query, **options)
    assert results.total == len(both)
    assert_counted(results.facets["source"], archive.counts(both, "source"))
    beside = archive.index.search(query, **options, facet_scope="query")
    assert_counted(beside.facets["source"], archive.counts(dated, "source"))
    assert_counted(beside.facets["paid"], archive.counts(both, "paid"))
    dates = [archive.articles[id].date for id in archive.matching(query) if archive.fits(id, where)]
    assert dict(beside.facets["year"]) == Counter(str(date)[:4] for date in dates if date)


@pytest.mark.parametrize("limit", [1, 3, 50, 100_000])
def test_a_limit_keeps_the_most_frequent_values_and_counts_the_others(
    archive: Archive, limit: int
) -> None:
    everything = archive.index.search("", facets=NAMES, facet_limit=None)
    results = archive.index.search("", facets=NAMES, facet_limit=limit)
    for name in NAMES:
        whole = everything.facets[name]
        assert results.facets[name] == whole[:limit]
        assert results.facets_more.get(name, 0) == max(0, len(whole) - limit)
    assert 0 not in results.facets_more.values()


def assert_counted(facet: Sequence[Any], expected: Counter[str]) -> None:
    """Compare counts, and their order: most first, ties in French order."""
    assert {each.value: each.count for each in facet} == expected
    assert len(facet) == len(expected)
    order = [(-each.count, french_key(each.value)) for each in facet]
    assert order == sorted(order)


def french_key(label: str) -> tuple[int, float, list[str]]:
    """Numbers by value; then texts by their words, as `sort_words` orders those of concordances."""
    if re.fullmatch(r"-?\d+(\.\d+)?", label):
        return 0, float(label), []
    return 1, 0.0, [" ".join(sort_words(label))]


# --- fields in the text of a query


def words_of(label: str) -> list[str]:
    text = unidecode(label).lower()
    return re.findall(r"[a-z0-9]+", re.sub(r"\b(qu|[cdjlmnst])'", "", text))


def in_a_row(words: str) -> Callable[[Labels], bool]:
    wanted = f" {' '.join(words_of(words))} "
    return lambda labels: any(wanted in f" {' '.join(words_of(label))} " for label in labels)


def any_word(test: Callable[[str], bool]) -> Callable[[Labels], bool]:
    return lambda labels: any(test(word) for label in labels for word in words_of(label))


def number(test: Callable[[float], bool]) -> Callable[[Labels], bool]:
    return lambda labels: any(test(float(label)) for label in labels)


def whole(label: str) -> Callable[[Labels], bool]:
    return lambda labels: any(words_of(each) == words_of(label) for each in labels)


FIELD_QUERIES: tuple[tuple[str, str, Callable[[Labels], bool]], ...] = (
    ('source:"Le Monde"', "source", in_a_row("le monde")),
    ("source:monde", "source", in_a_row("monde")),
    ("SOURCE:MONDE", "source", in_a_row("monde")),
    ("journal:figaro", "source", in_a_row("figaro")),
    ("source:liberation", "source", in_a_row("libération")),
    ("source:équipe", "source", in_a_row("équipe")),
    ("source:L'Équipe", "source", in_a_row("équipe")),
    ("source:ouest", "source", in_a_row("ouest")),
    ("source:(monde OU figaro)", "source", any_word({"monde", "figaro"}.__contains__)),
    ('source:="Le Monde"', "source", whole("le monde")),
    ("auteur:dupont", "author", in_a_row("dupont")),
    ("author:DUPONT", "author", in_a_row("dupont")),
    ('auteur:"jean dupont"', "author", in_a_row("jean dupont")),
    ("auteur:ormesson", "author", in_a_row("ormesson")),
    ('auteur:"de La Fontaine"', "author", in_a_row("de la fontaine")),
    ("auteur:duboeuf", "author", in_a_row("dubœuf")),
    ("auteur:dup*", "author", any_word(lambda word: word.startswith("dup"))),
    ("auteur:dupnt~", "author", any_word(lambda word: at_most_one_edit("dupnt", word))),
    ("author:*", "author", bool),
    ("page:*", "page", bool),
    ("page:1", "page", number(lambda page: page == 1)),
    ("page:1..3", "page", number(lambda page: 1 <= page <= 3)),
    ("page:..3", "page", number(lambda page: page <= 3)),
    ("page:20..", "page", number(lambda page: page >= 20)),
    ("paid:true", "paid", ["true"].__eq__),
    ("rubrique:politique", "section", in_a_row("politique")),
    ("rubrique:=politique", "section", whole("politique")),
    ("tags:greve", "tags", in_a_row("grève")),
    ('mot-clé:"union européenne"', "tags", in_a_row("union européenne")),
    ("mots-clés:été", "tags", in_a_row("été")),
)


@pytest.mark.parametrize(
    ("text", "name", "fits"), FIELD_QUERIES, ids=[each[0] for each in FIELD_QUERIES]
)
def test_a_field_in_a_query_filters(
    archive: Archive, text: str, name: str, fits: Callable[[Labels], bool]
) -> None:
    having = {id for id in archive.articles if fits(archive.labels(id, name))}
    assert 0 < len(having) < len(archive.articles), "the query shows nothing"
    results = archive.index.search(text, limit=len(archive.articles), snippets=0)
    assert not results.warnings
    assert {hit.id for hit in results} == having
    everything = {*archive.articles}
    assert {*archive.matching(f"-{text}")} == everything - having
    for word in ("président", "ville OU gouvernement"):
        matching = {*archive.matching(word)}
        assert {*archive.matching(f"({word}) {text}")} == matching & having
        assert {*archive.matching(f"({word}) -{text}")} == matching - having


def test_fields_of_a_query_do_not_change_the_scores(archive: Archive) -> None:
    first = frsearch.ranking.Ranking().rerank_window  # only these are reranked
    plain = {hit.id: hit.score for hit in archive.index.search("président", limit=first)}
    for filtered in (
        archive.index.search('président source:"Le Monde"', limit=first),
        archive.index.search("président", where={"source": "Le Monde"}, limit=first),
    ):
        common = {hit.id: hit.score for hit in filtered if hit.id in plain}
        assert common
        assert common == {id: plain[id] for id in common}


def test_a_plain_word_finds_nothing_in_values(archive: Archive) -> None:
    in_texts = {w for each in archive.articles.values() for w in words_of(f"{each.title} {each.text}")}
    counts = archive.counts(archive.articles, "author")
    names = [name for name in counts if words_of(name)[-1] not in in_texts][:20]
    assert names
    for name in names:
        assert not archive.matching(f'"{name}"')
        assert len(archive.matching(f'author:="{name}"')) >= counts[name]


# --- order


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("name", ["source", "section", "page", "paid"])
def test_hits_are_sorted_by_a_field(archive: Archive, query: str, name: str) -> None:
    newest = {hit.id: at for at, hit in enumerate(archive.index.search_all(query, sort="newest"))}
    ids = [hit.id for hit in archive.index.search_all(query, sort=name)]
    assert {*ids} == {*newest}
    assert len(ids) == len(newest)
    for one, other in pairwise(ids):
        first, second = archive.labels(one, name), archive.labels(other, name)
        if first == second:
            assert newest[one] < newest[other]
        elif first and second:
            assert french_key(first[0]) <= french_key(second[0])
        else:
            assert not second, "what has no value comes last"
    # The articles of one value stand together.
    groups = [archive.labels(id, name) for id in ids]
    assert sum(one != other for one, other in pairwise(groups)) == len({*map(tuple, groups)}) - 1


@pytest.mark.parametrize("name", ["source", "page"])
def test_pages_in_the_order_of_a_field_join(archive: Archive, name: str) -> None:
    expected = [hit.id for hit in archive.index.search_all("président", sort=name)]
    found: list[str] = []
    cursor = None
    while True:
        page = archive.index.search("président", sort=name, limit=37, after=cursor, snippets=0)
        assert [hit.rank for hit in page] == [*range(len(found) + 1, len(found) + 1 + len(page))]
        found += [hit.id for hit in page]
        cursor = page.cursor
        if cursor is None:
            break
    assert found == expected


def test_no_order_by_a_field_of_lists(archive: Archive) -> None:
    with pytest.raises(QueryError, match="author"):
        archive.index.search("", sort="author")


@pytest.mark.parametrize("where", [{"unknown": 1}, {"journals": "Le Monde"}])
def test_an_unknown_field_is_an_error_that_names_those_there_are(archive: Archive, where: Where) -> None:
    for ask in (
        lambda: archive.index.search("", where=where),
        lambda: archive.index.search("", facets=tuple(where)),
        lambda: archive.index.search("", sort=next(iter(where))),
    ):
        with pytest.raises(QueryError, match="source"):
            ask()


# --- comparison


@pytest.mark.parametrize("where", [{}, {"page": (1, 5)}])
def test_a_timeline_is_split_by_the_values_of_a_field(archive: Archive, where: Where) -> None:
    timeline = archive.index.timeline("président", by="year", split="source", where=where)
    matching = [id for id in archive.matching("président") if archive.fits(id, where)]
    shown = Counter[str]()
    for series in timeline.series:
        expected = Counter(
            str(archive.articles[id].date)[:4]
            for id in matching
            if archive.articles[id].date and series.part in archive.labels(id, "source")
        )
        assert dict(zip(timeline.periods, series.counts, strict=True)) == {
            period: expected[period] for period in timeline.periods
        }
        shown[series.part] += 1
    assert {*shown.values()} == {1}
    assert {*archive.counts(matching, "source")} <= {*shown}


def test_relative_counts_are_by_the_words_of_each_part(archive: Archive) -> None:
    timeline = archive.index.timeline(
        "président", by="year", split="source", count="occurrences", relative=True
    )
    words: Counter[tuple[str, str]] = Counter()
    chain = Chain()
    for id, article in archive.articles.items():
        if article.date:
            count = len({token.position for token in chain.tokens(article.text)})
            words[str(article.date)[:4], archive.labels(id, "source")[0]] += count
    assert any(any(series.counts) for series in timeline.series)
    for series in timeline.series:
        for period, count, value in zip(timeline.periods, series.counts, series.values, strict=True):
            of_part = words[period, series.part]
            assert value == pytest.approx(count / of_part * 1e6 if of_part else 0)


@pytest.mark.parametrize("name", ["source", "page"])
def test_a_concordance_is_sorted_by_a_field(archive: Archive, name: str) -> None:
    by_date = [(line.id, line.start) for line in archive.index.concordance("président")]
    places = {line: at for at, line in enumerate(by_date)}
    lines = [(line.id, line.start) for line in archive.index.concordance("président", sort=name)]
    assert sorted(lines) == sorted(by_date)
    for one, other in pairwise(lines):
        first, second = archive.labels(one[0], name), archive.labels(other[0], name)
        if first == second:
            assert places[one] < places[other]
        elif first and second:
            assert french_key(first[0]) <= french_key(second[0])
        else:
            assert not second


@pytest.mark.parametrize("where", [{"source": "Le Monde"}, {"page": (1, 3), "paid": True}])
def test_every_question_takes_the_same_filter(archive: Archive, where: Where, tmp_path: Path) -> None:
    index = archive.index
    lines = [line.id for line in index.concordance("président")]
    filtered = [line.id for line in index.concordance("président", where=where)]
    assert filtered == [id for id in lines if archive.fits(id, where)]
    matching = archive.matching("président")
    expected = {id for id in matching if archive.fits(id, where)}
    assert 0 < len(expected) < len(matching)
    file = tmp_path / "some.jsonl"
    assert index.export(file, query="président", where=where) == len(expected)
    written = [json.loads(line)["id"] for line in file.read_text(encoding="utf-8").splitlines()]
    assert {*written} == expected
    like = matching[0]
    similar = index.similar(like, limit=len(archive.articles))
    close = index.similar(like, limit=len(archive.articles), where=where)
    assert [hit.id for hit in close] == [hit.id for hit in similar if archive.fits(hit.id, where)]
    for id in matching[:20]:
        value = index.explain("président", id, where=where).value
        assert (value > 0) == archive.fits(id, where)


# --- what an index has


def test_the_fields_of_an_index_are_described(archive: Archive) -> None:
    described = {each.name: each for each in archive.index.fields()}
    assert {*described} == {*NAMES}
    for name, field in described.items():
        counts = archive.counts(archive.articles, name)
        assert field.articles == sum(bool(archive.labels(id, name)) for id in archive.articles)
        assert field.distinct == len(counts)
        assert field.frequent
        facet = archive.index.search("", facets=(name,), facet_limit=len(field.frequent)).facets[name]
        assert tuple(field.frequent) == facet
    types = {"page": "number", "paid": "boolean", "source": "text", "author": "text", "tags": "text"}
    assert {name: described[name].type for name in types} == types


def test_articles_are_removed_by_their_fields(tmp_path: Path) -> None:
    with frsearch.create_index(tmp_path / "index") as index:
        archive = filled(index, invented())
        where = {"source": ["Le Monde", "Libération"], "page": (1, 3)}
        gone = {id for id in archive.articles if archive.fits(id, where)}
        assert index.remove(where=where) == len(gone) > 0
        left = {*archive.articles} - gone
        assert {*archive.matching("")} == left
        with_both = {id for id in archive.matching("président") if archive.fits(id, {"paid": True})}
        assert index.remove(query="président", where={"paid": True}) == len(with_both) > 0
        left -= with_both
        assert {*archive.matching("")} == left
        facet = index.search("", facets=("author",), facet_limit=None).facets["author"]
        assert_counted(facet, archive.counts(left, "author"))
        assert index.check().problems == ()
