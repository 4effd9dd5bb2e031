"""Synonyms of one's own: found, highlighted, counted and explained as one word; kept in the index."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article, FrsearchError
from frsearch.analysis.lemmas import same_word
from frsearch.analysis.stopwords import is_stop_word
from frsearch.errors import SynonymError
from frsearch.query.parser import parse
from frsearch.query.synonyms import read, with_synonyms
from tests.oracle import CHAIN, Oracle, Scope, Token, write
from tests.test_search_oracle import articles, articles_after, ids, index_after, reordering, trees

ARTICLES = [
    Article("a", "Daech recule à Mossoul. Les combattants de Daech fuient.", "Mossoul", "2017"),
    Article("b", "Daesh a perdu la ville de Raqqa.", date="2017"),
    Article("c", "L’État islamique a revendiqué l’attaque.", date="2016"),
    Article("d", "L’état du monde islamique.", date="2015"),
    Article("e", "Le NPA appelle à voter.", date="2017"),
    Article("f", "Le Nouveau Parti anticapitaliste manifeste avec le poutou.", date="2017"),
    Article("g", "Le véhicule et les voitures du président."),
    Article("h", "Rien de tout cela."),
]
LINES = ["# Noms", "Daech, Daesh, État islamique", "", "poutou, NPA => Nouveau Parti anticapitaliste"]
LINES += ["voiture, véhicule, automobile"]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    with frsearch.create_index(tmp_path_factory.mktemp("synonyms"), synonyms=LINES) as index:
        index.add(ARTICLES)
        yield index


# --- what is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Daech", "abc"),
        ("DAESH", "abc"),
        ("daechs", "abc"),  # an inflection
        ("etat islamique", "abc"),  # accents and case aside
        ("l’État islamique", "abc"),
        ("États islamiques", "abc"),
        ("état", "cd"),  # one word of several is not the synonym
        ("islamique état", "cd"),  # nor are they in another order
        ("état islamique attaque", "c"),
        ("Raqqa état islamique", "b"),
        ("Daech OU voter", "abce"),
        ("date:2017 SAUF Daech", "ef"),
        ("titre:Daech", ""),
        ("automobiles", "g"),
        ("Daech PRÈS/6 Raqqa", "b"),
        ("Daech PRÈS/4 attaque", "c"),
        ("NPA", "f"),  # only what stands on the right
        ("poutou", "f"),
        ("Nouveau Parti anticapitaliste", "f"),
        ("=Daech", "a"),
        ('"Daech"', "a"),
        ('"état islamique"', "c"),
        ("Dae*", "ab"),
        ("Daech^2 Raqqa", "b"),
        ("(Daech)", "abc"),
        ("", "abcdefgh"),
    ],
)
def test_a_word_finds_its_synonyms(index, query, found):
    assert sorted(ids(index.search(query))) == [*found]
    assert sorted(hit.id for hit in index.search_all(query)) == [*found]


def test_without_synonyms_a_word_finds_itself(index):
    assert ids(index.search("Daech", synonyms=[])) == ["a"]
    assert ids(index.search("Daech", synonyms=["Daech, Raqqa"], sort="newest")) == ["a", "b"]


def test_synonyms_are_not_looked_up_again(tmp_path):
    rules = ["a1, b1", "b1, c1", "c1 => d1"]
    with frsearch.create_index(tmp_path, synonyms=rules) as index:
        index.add(Article(word, f"{word} seul") for word in ("a1", "b1", "c1", "d1"))
        found = {word: sorted(ids(index.search(word))) for word in ("a1", "b1", "c1", "d1")}
    assert found == {
        "a1": ["a1", "b1"],
        "b1": ["a1", "b1", "c1"],
        "c1": ["b1", "c1", "d1"],
        "d1": ["d1"],
    }


def test_matches_are_highlighted_and_counted(index):
    marked = {
        hit.id: [text for snippet in hit.snippets for text in marks(snippet)]
        for hit in index.search("Daesh")
    }
    assert marked == {"a": ["Daech", "Daech"], "b": ["Daesh"], "c": ["État islamique"]}
    assert marks(index.highlight("Daesh", "c")) == ["État islamique"]
    assert marks(index.highlight("Daesh", "c", synonyms=[])) == []
    lines = index.concordance("état islamique")
    assert [line.keyword for line in lines] == ["État islamique", "Daech", "Daech", "Daesh"]
    assert lines.total == 4
    series = index.timeline("Daech", by="year", count="occurrences").series[0]
    assert series.counts == (0, 1, 3)
    assert index.concordance("Daech", synonyms=[]).total == 2


def marks(snippet: Any) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.highlights]


def test_a_group_is_worth_one_word(tmp_path):
    """Of as many words in all, an article with both names is worth what one with a name twice is."""
    made = [Article("both", "daech daesh sud nord"), Article("twice", "daech daech sud nord")]
    made += [Article(str(n), "rien du tout ici") for n in range(20)]
    with frsearch.create_index(tmp_path) as index:
        index.add(made)
        either = {hit.id: hit.score for hit in index.search("sud daech", synonyms=["daech, daesh"])}
        each = {hit.id: hit.score for hit in index.search("sud daech daesh", match="any")}
    # As « daech » is what was typed, the second may be worth more, but not by a whole word.
    assert either["both"] <= either["twice"] < 1.2 * either["both"]
    assert each["both"] > 1.4 * each["twice"]


def test_what_was_typed_comes_first(index):
    assert ids(index.search("Daesh Raqqa")) == ["b"]
    assert ids(index.search("état islamique"))[0] == "c"


# --- fields with a weight


def test_fields_with_a_weight_are_searched_for_synonyms(tmp_path):
    fields = {"tags": {"type": "text", "weight": 2.0}}
    with frsearch.create_index(tmp_path, fields=fields, synonyms=LINES) as index:
        index.add(
            [
                Article("1", "Rien ici.", extra={"tags": "Daesh"}),
                Article("2", "Rien là.", extra={"tags": "état islamique"}),
                Article("3", "Rien.", extra={"tags": "Nouveau parti anticapitaliste"}),
                Article("4", "Daech.", extra={"tags": "voitures"}),
            ]
        )
        assert sorted(ids(index.search("Daech"))) == ["1", "2", "4"]
        assert ids(index.search("NPA")) == ["3"]
        # What is asked of a field stays as it is.
        assert ids(index.search("tags:Daech")) == []


# --- explained


def test_explain_names_the_synonyms(index):
    explained = str(index.explain("Daech", "b"))
    assert '(daech OU daesh OU "état islamique"): daesh once in the text' in explained
    assert "words that are synonyms" in explained
    assert "(voiture OU véhicule OU automobile): véhicule once" in str(index.explain("voiture", "g"))
    assert index.explain("Daech", "h").missing == ('(daech OU daesh OU "état islamique")',)


@pytest.mark.parametrize("query", ["Daech", "état islamique Raqqa", "voiture président", "NPA"])
def test_the_explained_score_is_that_of_the_hit(index, query):
    for hit in index.search(query, match="any"):
        explained = index.explain(query, hit.id, match="any")
        assert explained.value == pytest.approx(hit.score, rel=1e-4)


# --- what is not widened


def test_removal_takes_what_is_written(index):
    assert index.remove(query="Daech", dry_run=True) == 1


def test_a_word_with_synonyms_is_not_corrected(index):
    assert index.search("Daesh", synonyms=["Daesh, Raqqa"]).suggestion is None


def test_synonyms_are_bounded(tmp_path):
    words = [f"zz{one}{two}" for one, two in product(ascii_lowercase, repeat=2)]
    many = ", ".join(["mot", *words])
    with frsearch.create_index(tmp_path, synonyms=[many]) as index:
        index.add([Article("a", "zzzy"), Article("b", "zzab")])
        results = index.search("mot")
        assert ids(results) == ["b"]
        assert "synonyms are too many" in str(results.warnings[0].message)
        with pytest.raises(frsearch.QueryTooComplex, match="synonyms are too many"):
            index.search("mot", strict=True)


# --- the format


@pytest.mark.parametrize(
    ("lines", "query", "searched"),
    [
        (["a, b"], "a", "a b"),
        (["a , b,c"], "b", "b a c"),
        (["a => b"], "a", "b"),
        (["a => a, b"], "a", "a b"),
        (["a, b => c, d"], "b", "c d"),
        (["a, b", "a, c"], "a", "a b c"),
        (["# a, b", "   # c", "", "a, c"], "a", "a c"),
        ([r"a\,b, c"], "c", 'c "a b"'),
        ([r"a\=>b, c"], "c", 'c "a b"'),
        (["ÉTÉ, hiver"], "ete", "ete hiver"),
        (["week-end, samedi"], "weekend", 'weekend samedi "week end" samedi'),
        (["weekend, samedi"], "week-end", '"week end" samedi'),
        (["\ufeffa, b"], "a", "a b"),
    ],
)
def test_lines_are_read_as_solr_reads_them(lines, query, searched):
    tree, _ = with_synonyms(parse(query).tree, query, read("\n".join(lines)))
    assert " ".join(written(tree)) == searched


def written(node: Any) -> Sequence[str]:
    if hasattr(node, "sides"):
        parts = [part for leaf in node.sides[0] for part in written(leaf)]
        # The first is what was typed; then single words.
        return parts
    if hasattr(node, "words"):
        return ['"' + " ".join(word.form.exact for word in node.words) + '"']
    return [node.form.exact, *(form.exact for form in node.synonyms)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Daech", "'Daech' has no synonym"),
        ("Daech;Daesh", "has no synonym"),
        ("Daech, , Daesh", "a synonym is missing beside a comma or =>"),
        ("Daech, Daesh,", "a synonym is missing"),
        ("=> Daech", "a synonym is missing"),
        ("Daech =>", "a synonym is missing"),
        ("a => b => c", "=> stands twice"),
        ("Daech, ?!", "'?!' has no word that can be searched"),
        ("a, " + "b " * 21, "more than 20 words"),
    ],
)
def test_a_line_that_means_nothing_is_an_error_with_its_place(tmp_path, line, said):
    file = tmp_path / "synonymes.txt"
    file.write_text(f"# Noms\na, b\n{line}\n", "utf-8")
    calls = [lambda: frsearch.create_index(tmp_path / "index", synonyms=file)]
    with frsearch.create_index(":memory:") as index:
        calls.append(lambda: index.search("a", synonyms=file))
        calls.append(lambda: index.set_synonyms(str(file)))
        for call in calls:
            with pytest.raises(SynonymError) as raised:
                call()
            assert said in str(raised.value)
            assert str(raised.value).startswith(f"{file}:3: ")
            assert (raised.value.source, raised.value.line) == (str(file), 3)
            assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
        assert index.synonyms == ""
    assert not (tmp_path / "index").exists()
    with pytest.raises(SynonymError, match=r"^line:1: "):
        frsearch.create_index(":memory:", synonyms=[line])


def test_a_file_that_cannot_be_read_is_an_error(tmp_path):
    with frsearch.create_index(":memory:") as index:
        with pytest.raises(SynonymError, match="cannot be read"):
            index.search("a", synonyms="Daech, Daesh")
        with pytest.raises(SynonymError, match="cannot be read"):
            index.search("a", synonyms=tmp_path)
        (tmp_path / "latin").write_bytes("a, b\nété, hiver\n".encode("latin-1"))
        with pytest.raises(SynonymError, match=r"latin:2: this line is not in UTF-8"):
            index.search("a", synonyms=tmp_path / "latin")
        for wrong in (5, [5], {"a": 1}.items()):
            with pytest.raises(FrsearchError, match="synonyms must be the path of a file, or its lines"):
                index.search("a", synonyms=wrong)


def test_line_ends_of_every_system_are_read(tmp_path):
    (tmp_path / "file").write_bytes("a, b\r\nété, hiver\rc, d".encode())
    with frsearch.create_index(":memory:", synonyms=tmp_path / "file") as index:
        assert index.synonyms == "a, b\nété, hiver\nc, d"


# --- kept in the index


def test_an_index_keeps_its_synonyms(tmp_path):
    file = tmp_path / "synonymes.txt"
    file.write_text("\n".join(LINES), "utf-8")
    index = frsearch.create_index(tmp_path / "index", synonyms=str(file))
    index.add(ARTICLES)
    file.unlink()
    with frsearch.open_index(tmp_path / "index") as other:
        assert other.synonyms == "\n".join(LINES)
        assert other.search("Daech").total == 3
        index.set_synonyms(["Daech, Mossoul, Raqqa"])
        assert (index.search("Daech").total, other.search("Daech").total) == (2, 3)
        assert other.refresh()
        assert other.search("Daech").total == 2
        assert len(other) == len(ARTICLES)
        index.remove(["a"])
        assert index.search("Daech").total == 1
        index.set_synonyms([])
        assert (index.synonyms, index.search("Daech").total) == ("", 0)
        assert index.check().ok
    index.close()
    with frsearch.create_index(tmp_path / "index", overwrite=True) as new:
        assert new.synonyms == ""


def test_synonyms_of_open_index_are_those_of_one_object(tmp_path):
    frsearch.create_index(tmp_path, synonyms=LINES).add(ARTICLES)
    with frsearch.open_index(tmp_path, synonyms=["Daech, Raqqa"]) as index:
        assert sorted(ids(index.search("Daech"))) == ["a", "b"]
        assert index.synonyms == "Daech, Raqqa"
        assert sorted(ids(index.search("Daech", synonyms=LINES))) == ["a", "b", "c"]
    with frsearch.open_index(tmp_path, synonyms=[]) as index:
        assert ids(index.search("Daech")) == ["a"]
    with frsearch.open_index(tmp_path) as index:
        assert index.search("Daech").total == 3


# --- as the oracle finds and ranks

WORDS = "sommet sommets élection élève élevé absurdité absurdite président œil yeux travail".split()
WORDS += "travaux chat acteur actrice coeur Otan le ville".split()
terms = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
rules = st.lists(
    st.tuples(st.lists(terms, min_size=2, max_size=3, unique=True), st.integers(0, 1)),
    min_size=1,
    max_size=3,
)
texts = st.lists(articles(WORDS), min_size=3, max_size=6)
histories = st.lists(texts, min_size=1, max_size=3)


Group = tuple[list[str], int]


def line(rule: Group) -> str:
    """Write a group, or its first term in place of itself."""
    own, arrow = rule
    return f"{own[0]} => {', '.join(own[1:])}" if arrow else ", ".join(own)


def forms(text: str) -> tuple[Any, ...]:
    return tuple(token.form for token in CHAIN.tokens(text) if not token.alternative)


def is_same(one: Any, other: Any) -> bool:
    same = one.lemma == other.lemma and same_word(one.accented, other.accented)
    return same or one.exact == other.exact


def asked(words: Sequence[str], groups: Sequence[Group]) -> Any:
    """Return a row of words as the oracle has it: the longest term first, all its meanings as one."""
    typed = [forms(word)[0] for word in words]
    row, at = [], 0
    while at < len(typed):
        for length in (2, 1):
            here = tuple(typed[at : at + length])
            if found := [(term, meant) for term, meant in pairs(groups) if are_same(term, here)]:
                break
        own = any(term in meant for term, meant in found)
        others = [each for _, meant in found for each in meant]
        if own:
            others = [each for each in others if each not in [term for term, _ in found]]
        leaf = ("unit", [Token(here[0])], Scope())
        row.append(choice(here if own else None, list(dict.fromkeys(others))) if found else leaf)
        at += len(here)
    return ("row", row) if len(row) > 1 else row[0]


def pairs(groups: Sequence[Group]) -> Iterator[tuple[Any, list[Any]]]:
    """Yield each term of groups that has synonyms, with what is searched for it."""
    for terms, arrow in groups:
        for term in terms[:1] if arrow else terms:
            yield forms(term), [forms(each) for each in (terms[1:] if arrow else terms)]


def are_same(term: Sequence[Any], here: Sequence[Any]) -> bool:
    return len(term) == len(here) and all(map(is_same, term, here))


def choice(typed: Any, others: Sequence[Any]) -> Any:
    singles = [each[0] for each in others if len(each) == 1]
    phrases = [("phrase", list(each), 1, Scope()) for each in others if len(each) > 1]
    leaves = []
    if typed is not None and len(typed) > 1:
        leaves.append(("phrase", list(typed), 1, Scope()))
    elif typed is None and phrases and len(others[0]) > 1:
        leaves.append(phrases.pop(0))
    if typed is not None and len(typed) == 1:
        singles.insert(0, typed[0])
    if singles:
        first, *rest = dict.fromkeys(singles)
        leaves.append(("unit", [Token(first)], Scope(synonyms=tuple(rest))))
    leaves += phrases
    return leaves[0] if len(leaves) == 1 else ("near", [leaves], 1, Scope())


@settings(max_examples=150, deadline=None)
@given(
    histories,
    rules,
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), min_size=2, max_size=4),
    st.booleans(),
)
@example(
    steps=[[Article("a", "sommet sommet")]],
    groups=[(["élection", "sommet", "sommets"], 1)],
    queries=[["sommet"], ["sommet", "sommet", "élection"]],
    merge=False,
)
def test_synonyms_are_found_and_ranked_as_by_the_oracle(steps, groups, queries, merge):
    lines = list(map(line, groups))
    with index_after(steps, merge=merge) as index:
        oracle = Oracle(articles_after(steps))
        for words in queries:
            # Stop words beside others and words that nobody has are the matter of other tests; so a stop
            # word in place of a word is left out.
            meant = [term for terms, arrow in groups if arrow for term in terms[1:]]
            if any(is_stop_word(forms(word)[0].accented) for word in (*words, *meant)):
                continue
            tree = asked(words, groups)
            expected, used = oracle.search(tree, "all", None)
            query = " ".join(words)
            with reordering(index, 0):
                results = index.search(query, limit=50, synonyms=lines)
            assert {hit.id: hit.score for hit in results} == pytest.approx(expected, rel=1e-4, abs=1e-4)
            assert (results.total, results.match) == (len(expected), used)
            expected = oracle.raised(tree, expected)
            raised = index.search(query, limit=50, synonyms=lines)
            assert {hit.id: hit.score for hit in raised} == pytest.approx(expected, rel=1e-4, abs=1e-4)
            # What postings count is what is highlighted.
            concordance = index.concordance(query, synonyms=lines)
            assert len([*concordance]) == concordance.total


# --- in queries of any form, as choices written out would be

BECOMES = {"sommet": ["paix"], "élection": ["travail", "maison blanche"], "chat": ["Otan le"]}
RULES = [f"{word} => {word}, {', '.join(others)}" for word, others in BECOMES.items()]
ASKED = "sommet sommets élection élections chat paix travaux maison blanche Otan cœur président".split()


def written_out(node: Any) -> Any:
    """Return a tree of a query with each word as the choice that its synonyms make of it."""
    match node:
        case ("word", text):
            for word, others in BECOMES.items():
                if is_same(forms(text)[0], forms(word)[0]):
                    several = [
                        ("phrase", other, 1) if " " in other else ("word", other) for other in others
                    ]
                    return ("or", [node, *several])
        case ("title" | "boost" | "not" as kind, child, *rest):
            return (kind, written_out(child), *rest)
        case ("row" | "and" | "or" | "near" as kind, children, *rest):
            return (kind, [written_out(child) for child in children], *rest)
    return node


def found_by(
    index: frsearch.Index, query: str, match: Any, lines: Sequence[str]
) -> tuple[set[str], Any]:
    """Return ids and how words were combined, without words that are spelled alike."""
    searcher = index._searcher
    rules = read("\n".join(lines))
    request, _ = index._answering.request(searcher, query, None, None, match, False, synonyms=rules)
    answer = searcher.search(replace(request, limit=50))
    return {ranked.article.id for ranked in answer.articles}, answer.match


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(articles(ASKED), min_size=3, max_size=6), min_size=1, max_size=3),
    st.lists(trees(ASKED), min_size=2, max_size=5),
    st.sampled_from(["all", "any"]),
    st.booleans(),
)
def test_synonyms_in_any_query_are_choices(steps, asked_trees, match, merge):
    with index_after(steps, merge=merge) as index:
        for tree in asked_trees:
            query = write(tree, alone=True)
            other = write(written_out(tree), alone=True)
            assert found_by(index, query, match, RULES) == found_by(index, other, match, []), (
                query,
                other,
            )
            concordance = index.concordance(query, match=match, synonyms=RULES)
            assert concordance.total == index.concordance(other, match=match, synonyms=[]).total
            assert len([*concordance]) == concordance.total
            for hit in index.search(query, match=match, synonyms=RULES, limit=3):
                explained = index.explain(query, hit.id, match=match, synonyms=RULES)
                assert explained.value == pytest.approx(hit.score, rel=1e-3, abs=1e-3)
