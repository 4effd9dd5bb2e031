"""FrenchAnalyzer in a Whoosh schema that is not ours: Whoosh's index, parser and highlighter use it."""

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from whoosh import highlight
from whoosh.analysis import LowercaseFilter, StopFilter
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import create_in, open_dir
from whoosh.lang.stopwords import stoplists
from whoosh.qparser import FuzzyTermPlugin, QueryParser
from whoosh.query import Every, FuzzyTerm, Prefix, Term, TermRange, Wildcard

from frsearch import FrenchAnalyzer

TEXTS = {
    "1": "Les États-Unis et l’Otan ont rétabli les relations avec la Corée.",
    "2": "Une relation rétablie : le président l’a dit, élection après élection.",
    "3": "Avec le Président des etats unis d’Amérique, à Helsinki.",
    "4": "Rien d’autre.",
}


def schema(look="stem", **options):
    analyzer = FrenchAnalyzer(look, options.pop("stop_words", False))
    return Schema(id=ID(stored=True), text=TEXT(stored=True, chars=True, analyzer=analyzer, **options))


def fill(index):
    with index.writer() as writer:
        for id, text in TEXTS.items():
            writer.add_document(id=id, text=text)
    return index


def find(index, question):
    query = QueryParser("text", index.schema).parse(question)
    with index.searcher() as searcher:
        return sorted(hit["id"] for hit in searcher.search(query, limit=None))


@pytest.fixture(scope="module")
def index():
    return fill(RamStorage().create_index(schema()))


@pytest.fixture(scope="module")
def exact_index():
    return fill(RamStorage().create_index(schema("exact")))


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("relations", ["1", "2"]),  # the singular in 2
        ("rétablies", ["1", "2"]),
        ("PRÉSIDENTS", ["2", "3"]),
        ("l'OTAN", ["1"]),
        ("etats", ["1", "3"]),
        ("États-Unis", ["1", "3"]),  # the query's parts, hyphen or not
        ('"états unis"', ["1", "3"]),
        ("etatsunis", ["1"]),  # written solid, against the compound in 1
        ('"relation rétablie"', ["2"]),
        ('"rétabli les relations"', ["1"]),
        ('"les rétabli relations"', []),
        ('"président l’a dit"', ["2"]),
        ("d'Amérique", ["3"]),
        ("moskva", []),
    ],
)
def test_whooshs_parser_finds_inflections_and_phrases(index, question, ids):
    assert find(index, question) == ids


@pytest.mark.parametrize(
    ("question", "ids"),
    [("relations", ["1"]), ("relation", ["2"]), ("election", ["2"]), ("unis", ["1", "3"])],
)
def test_the_exact_look_keeps_inflections_apart(exact_index, question, ids):
    assert find(exact_index, question) == ids


def test_the_exact_look_knows_a_word_with_its_accents_and_without(exact_index):
    with exact_index.searcher() as searcher:
        for term, ids in [("états", ["1"]), ("etats", ["1", "3"]), ("états-unis", [])]:
            assert sorted(hit["id"] for hit in searcher.search(Term("text", term))) == ids


def test_whooshs_highlighter_marks_the_word_and_not_its_article(index):
    query = QueryParser("text", index.schema).parse("otan rétablir")
    with index.searcher() as searcher:
        (hit,) = searcher.search(query)
        marked = hit.highlights("text")
    assert 'l’<b class="match term0">Otan</b> ont <b class="match term1">rétabli</b> les' in marked
    plain = highlight.highlight(
        TEXTS["2"],
        {"president"},
        FrenchAnalyzer(),
        highlight.WholeFragmenter(),
        highlight.UppercaseFormatter(),
    )
    assert plain == TEXTS["2"].replace("président", "PRÉSIDENT")


def test_an_index_on_disk_remembers_its_analyzer(tmp_path):
    fill(create_in(tmp_path, schema("exact"))).close()
    reopened = open_dir(tmp_path)
    assert reopened.schema["text"].analyzer == FrenchAnalyzer(look="exact")
    assert find(reopened, "relation") == ["2"]
    reopened.close()


def test_analyzers_are_equal_when_they_look_alike():
    analyzer = FrenchAnalyzer("exact")
    list(analyzer("mot"))
    assert analyzer == FrenchAnalyzer("exact") != FrenchAnalyzer()
    assert len({analyzer, FrenchAnalyzer("exact"), FrenchAnalyzer()}) == 2
    assert analyzer != "exact"
    assert repr(analyzer) == "FrenchAnalyzer(look='exact')"
    for twin in (copy.deepcopy(analyzer), pickle.loads(pickle.dumps(analyzer))):
        assert twin == analyzer
        assert [token.text for token in twin("Été")] == ["ete", "été"]


def test_a_query_is_read_without_the_other_readings():
    text = "l’été aux États-Unis d’Artagnan"
    stems = FrenchAnalyzer()
    indexed = [token.text for token in stems(text)]
    assert indexed == ["ete", "aux", "etat", "etatsun", "unis", "dartagnan", "artagnan"]
    queried = [(token.text, token.pos) for token in stems(text, positions=True, mode="query")]
    assert queried == [("ete", 0), ("aux", 1), ("etat", 2), ("unis", 3), ("dartagnan", 4)]
    exact = [token.text for token in FrenchAnalyzer("exact")(text, mode="query")]
    assert exact == "ete aux etats unis dartagnan".split()


def test_tokens_carry_what_whoosh_asks_for_and_no_more():
    (token,) = FrenchAnalyzer()("l’Été", positions=True, chars=True, keeporiginal=True)
    assert (token.text, token.original, token.boost, token.stopped) == ("ete", "Été", 1.0, False)
    (token,) = FrenchAnalyzer()("l’Été")
    assert not hasattr(token, "original")
    assert not hasattr(token, "pos")
    assert not hasattr(token, "startchar")


def test_positions_and_offsets_begin_where_whoosh_says():
    tokens = FrenchAnalyzer()("un mot", positions=True, chars=True, start_pos=7, start_char=100)
    assert [(token.pos, token.startchar, token.endchar) for token in tokens] == [
        (7, 100, 102),
        (8, 103, 106),
    ]


def test_each_token_is_an_object_of_its_own():
    one, other = FrenchAnalyzer()("un mot")
    assert (one.text, other.text) == ("un", "mot")


def test_whooshs_filters_can_follow():
    chain = FrenchAnalyzer("exact") | LowercaseFilter() | StopFilter(stoplist={"le", "les"}, minsize=1)
    tokens = [(token.text, token.pos) for token in chain("Les chats, le chien", positions=True)]
    assert tokens == [("chats", 1), ("chien", 2)]


@pytest.mark.parametrize("value", [None, b"octets", 12, ["liste"]])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(TypeError, match="analyzes text, not "):
        list(FrenchAnalyzer()(value))


@pytest.mark.parametrize("look", ["", "stems", None])
def test_an_unknown_look_is_refused(look):
    with pytest.raises(ValueError, match='"stem", "lemma" or "exact", not '):
        FrenchAnalyzer(look)


def test_threads_may_share_an_analyzer():
    analyzer = FrenchAnalyzer()
    texts = [f"{text} {number} 000 élu·e·s rétablies" for text in TEXTS.values() for number in range(50)]

    def analyze(_):
        return [[(t.text, t.pos, t.startchar) for t in analyzer(x, True, True)] for x in texts]

    alone = analyze(None)
    with ThreadPoolExecutor(8) as pool:
        assert all(together == alone for together in pool.map(analyze, range(8)))


# --- what Whoosh asks for besides: patterns, the ends of ranges, spelling


@pytest.mark.parametrize(
    ("written", "parsed"),
    [
        ("*", Every("text")),
        ("pr?sident", Wildcard("text", "pr?sident")),
        ("PR?SIDENTE", Wildcard("text", "pr?sidente")),  # not stemmed
        ("Élu*", Prefix("text", "elu")),
        ("cœ*", Prefix("text", "coe")),
        ("l’élect*", Prefix("text", "elect")),
        ("États-Un*", Prefix("text", "etatsun")),  # as the whole is in the index, written solid
        ("aujourd'h?i", Wildcard("text", "aujourdh?i")),
        ("présidnet~2", FuzzyTerm("text", "presidnet", maxdist=2, prefixlength=0)),
        ("['Le Chat' TO 'un ÉTÉ passé']", TermRange("text", "le chat", "un ete passe")),
        ("{'d’Oran à Nice' TO]", TermRange("text", "oran a nice", None, startexcl=True)),
    ],
)
@pytest.mark.parametrize("look", ["stem", "lemma", "exact"])
def test_a_pattern_or_the_end_of_a_range_is_one_word(look, written, parsed):
    parser = QueryParser("text", schema(look))
    parser.add_plugin(FuzzyTermPlugin())
    assert parser.parse(written) == parsed


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("*", ["1", "2", "3", "4"]),
        ("pr?sident", ["2", "3"]),
        ("presid*", ["2", "3"]),
        ("l'hel*", ["3"]),
        ("*tion*", ["1", "2"]),
        ("etats-un*", ["1"]),
        ("présidnt~", ["2", "3"]),
        ("[relas TO relay]", ["1", "2"]),
    ],
)
def test_whooshs_patterns_find_words(exact_index, question, ids):
    parser = QueryParser("text", exact_index.schema)
    parser.add_plugin(FuzzyTermPlugin())
    with exact_index.searcher() as searcher:
        found = searcher.search(parser.parse(question), limit=None)
        assert sorted(hit["id"] for hit in found) == ids


def test_text_that_is_not_to_be_split_is_one_token():
    analyzer = FrenchAnalyzer()
    options = {"positions": True, "chars": True, "keeporiginal": True, "mode": "query"}
    (token,) = analyzer("L’Été, à Nîmes", tokenize=False, start_pos=3, start_char=10, **options)
    assert (token.text, token.original, token.stopped) == ("ete, a nimes", "L’Été, à Nîmes", False)
    assert (token.pos, token.startchar, token.endchar) == (3, 10, 24)
    (token,) = analyzer("[A-E]lu*", tokenize=False)
    assert token.text == "[a-e]lu*"
    for nothing in ("", "…", "½"):  # a prefix of nothing would find everything
        (token,) = analyzer(nothing, tokenize=False)
        assert token.text == nothing


@pytest.mark.parametrize("look", ["stem", "lemma"])
@pytest.mark.parametrize("name", ["no_morph", "nomorph"])
def test_without_morphology_words_are_as_they_are_written(look, name):
    analyzer = FrenchAnalyzer(look)
    assert analyzer.has_morph()
    assert (analyzer | LowercaseFilter()).has_morph()
    text = "L’Élection, aujourd’hui : cœurs, États-Unis, l’O.T.A.N., élu·e·s, 12 000, XXIe, Cœur\u00adde"
    expected = "élection aujourd'hui cœurs états unis otan élus 12000 xxie cœurde".split()
    assert [token.text for token in analyzer(text, **{name: True})] == expected
    (token,) = analyzer("Prés*", tokenize=False, **{name: True})
    assert token.text == "pres*"


def test_the_exact_look_has_no_morphology():
    analyzer = FrenchAnalyzer("exact")
    assert not analyzer.has_morph()
    assert [token.text for token in analyzer("Élections", no_morph=True)] == ["elections", "élections"]


@pytest.mark.parametrize("look", ["stem", "lemma"])
def test_suggestions_are_words_with_their_accents_and_no_stems(look):
    index = fill(RamStorage().create_index(schema(look, spelling=True)))
    with index.searcher() as searcher:
        assert searcher.suggest("text", "élecion") == ["élection"]
        assert searcher.suggest("text", "relatons") == ["relation", "relations"]
        assert searcher.suggest("text", "elect", maxdist=1) == []
        query = QueryParser("text", index.schema).parse("une élecion")
        corrected = searcher.correct_query(query, "une élecion")
        assert corrected.string == "une élection"
    assert find(index, "élections") == ["2"]
    words = index.schema["text"].spellable_words("L’élection")
    assert list(words) == ["élection"]


# --- stop words

WHOOSHS = stoplists["fr"]


@pytest.mark.parametrize("look", ["stem", "lemma", "exact"])
def test_all_of_whooshs_stop_words_are_left_out_by_their_surface(look):
    analyzer = FrenchAnalyzer(look, stop_words=True)
    assert len(WHOOSHS) == 155
    vowels = tuple("aeéêiouy")
    elided = [
        f"{prefix}'{word}" for word in WHOOSHS if word.startswith(vowels) for prefix in ("qu", "L", "n")
    ]
    for word in [*WHOOSHS, *map(str.upper, WHOOSHS), *elided, "meme", "etait", "jusqu’à", "lorsqu’il"]:
        assert list(analyzer(word)) == [], word
        stopped = [token.stopped for token in analyzer(word, removestops=False, mode="query")]
        assert stopped == [True] * (2 if word[-2:] in ("’à", "il") and "’" in word else 1), word


def test_words_that_look_like_stop_words_are_kept():
    analyzer = FrenchAnalyzer("exact", stop_words=True)
    text = "le mur sûr, l’arbre mûr, une notaire"
    assert [token.text for token in analyzer(text, mode="query")] == "mur sur arbre mur notaire".split()


def test_stop_words_may_be_ones_own():
    analyzer = FrenchAnalyzer(stop_words=["Président", "cœur", "Aujourd’hui"])
    text = "le President, aujourd'hui, de cœur"
    assert [token.text for token in analyzer(text)] == ["le", "aujourdhui", "de"]
    assert [token.text for token in FrenchAnalyzer(stop_words=[])(text)] == [
        token.text for token in FrenchAnalyzer()(text)
    ]


def test_phrases_are_found_without_their_stop_words():
    index = fill(RamStorage().create_index(schema(stop_words=True)))
    assert find(index, '"relations avec la Corée"') == ["1"]
    assert find(index, '"rétabli la relation"') == ["1"]  # as with Whoosh's own filter
    assert find(index, "le OR la OR de") == []
    tokens = FrenchAnalyzer(stop_words=True)("bien au-delà du mur", positions=True)
    placed = [(token.text, token.pos) for token in tokens]
    # What re-reads a compound that begins with a stop word does not part its neighbours.
    assert placed == [("bien", 0), ("audela", 1), ("dela", 1), ("mur", 2)]


def test_whooshs_highlighter_shows_stop_words(index):
    stopping = FrenchAnalyzer(stop_words=True)
    fragmenter, formatter = highlight.WholeFragmenter(), highlight.UppercaseFormatter()
    shown = highlight.highlight(TEXTS["2"], {"president"}, stopping, fragmenter, formatter)
    assert shown == TEXTS["2"].replace("président", "PRÉSIDENT")


def test_an_analyzer_with_stop_words_is_remembered(tmp_path):
    assert FrenchAnalyzer(stop_words=[]) == FrenchAnalyzer()
    for words in (True, ["le", "à"]):
        analyzer = FrenchAnalyzer("exact", stop_words=words)
        assert analyzer != FrenchAnalyzer("exact")
        for twin in (
            copy.deepcopy(analyzer),
            pickle.loads(pickle.dumps(analyzer)),
            eval(repr(analyzer)),
        ):
            assert (twin, hash(twin)) == (analyzer, hash(analyzer))
            assert [token.text for token in twin("le mot à dire", mode="query")] == ["mot", "dire"]
    with pytest.raises(ValueError, match="several words"):
        FrenchAnalyzer(stop_words="le")
