"""What is highlighted is what was found: in its own spelling, whole, and nothing besides."""

import html
import re
import tempfile
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from frsearch.analysis.chain import Chain
from frsearch.highlight.limits import HighlightLimits


@pytest.fixture
def highlight(make_index):
    """Search one article and return its snippets, highlights in brackets; None if it is not found."""

    def highlight(query, text, title=""):
        results = make_index(Article("a1", text, title, "2018-06")).search(query)
        return " ¶ ".join(s.render("[", "]") for s in results[0].snippets) if results else None

    return highlight


def bare(text):
    return text.replace("[", "").replace("]", "")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("rétablir", "[Rétablir], [rétablies], [RÉTABLI] : on [rétablit]."),
        ("retablir", "[Rétablir], [rétablies], [RÉTABLI] : on [rétablit]."),
        ("élection", "Une [élection], des [élections], des [ELECTIONS], l’électorat."),
        ("ete", "[Été], [été], [ETE]."),
        ("e\u0301te\u0301", "[Été], [e\u0301te\u0301], [ete]."),
        ("coeur", "Le [cœur], les [CŒURS], le [coeur]."),
        ("strasse", "La [Straße]."),
        ("presque", "[pres\u00adque] et [presque]."),
        ("12000", "[12 000], [12\u202f000], [12.000] ou [12000] soldats, et 12 001 ou 120."),
        ("étudiants", "Les [étudiant·e·s], un [étudiant(e)], des [étudiants]."),
    ],
)
def test_every_inflection_is_highlighted_as_it_is_written(highlight, query, text):
    assert highlight(query, bare(text)) == text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("otan", "L’[Otan], l'[OTAN], de l’[O.T.A.N.], qu’[Otan]."),
        ("élection", "L’[élection], d'[élections]."),
        ("artagnan", "D’[Artagnan] et [Artagnan]."),
        # here the part before the apostrophe belongs to the word
        ("aujourd'hui", "[Aujourd’hui], [aujourd'hui]."),
        ("d'artagnan", "[D’Artagnan] et [Artagnan]."),
        ("prud'homme", "Un [prud’homme], l'homme."),
    ],
)
def test_the_elided_article_is_not_highlighted_with_its_word(highlight, query, text):
    assert highlight(query, bare(text)) == text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ('"premiers pas"', "Les [premiers pas], un [premier pas] ; un pas, puis le premier."),
        ('="premiers pas"', "Les [premiers pas] ; un premier pas."),
        ('"premier pas"~2', "[Premier petit pas], premier très petit pas."),
        ('"premier pas"~3', "[Premier petit pas], [premier très petit pas]."),
        ('"le monde"', "[Le monde] ; le nouveau monde, le reste."),
        # punctuation does not part the words of a phrase, in the index either
        ('"premiers pas"', "Il est des [premiers. Pas] encore."),
        ('"paix paix"', "paix, et [paix paix paix]."),
        ('"paix durable" durable', "[paix durable], et [durable]."),
        ('"paix durable" SAUF "paix froide"', "[paix durable], paix et froide."),
    ],
)
def test_a_phrase_is_highlighted_as_a_phrase_and_its_words_alone_are_not(highlight, query, text):
    assert highlight(query, bare(text)) == text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("États-Unis", "Les [États-Unis], les [Etats Unis], les [ÉTATS‑UNIS] ; unis, l’État."),
        ("états unis", "Les [États-Unis] ; [unis], l’[État]."),
        ("week-end", "Un [week-end], un [weekend], un [week end] ; week, puis end."),
        ("weekend", "Un [week-end], un [weekend], un [week end]."),
        ("maison", "La [Maison]-Blanche, la [maison] blanche."),
        ("Maison-Blanche", "La [Maison-Blanche], une maison si blanche."),
        ("président", "La vice-[présidente]."),
        ("Paris-Nice", "[Paris–Nice], Paris, puis Nice."),
    ],
)
def test_a_compound_is_highlighted_whole_and_its_part_alone(highlight, query, text):
    assert highlight(query, bare(text)) == text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("=élection", "L’[élection], [Élection], les élections, ELECTION."),
        ("=election", "L’[élection], [Élection], les élections, [ELECTION]."),
        ("=(paix guerre)", "La [paix], la [guerre], les guerres."),
        ("présid*", "Le [président], la [présidence], il [préside], près."),
        ("l’élec*", "L’[élection] et l’[électorat], élu."),
        ("pr?sid*t", "Le [président], il prétend, la présidente."),
        ("étatsu*", "Les [États-Unis]."),
        ("présidant~", "Le [président], un [présidant], un résident."),
    ],
)
def test_exact_words_prefixes_and_misspellings_are_highlighted_where_they_match(highlight, query, text):
    assert highlight(query, bare(text)) == text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        # what is excluded
        ("sommet SAUF (trump poutine)", "Un [sommet], Trump absent."),
        ('sommet -"paris sommet"', "Un [sommet] à Paris."),
        ("sommet OU -trump", "Un [sommet], Trump présent."),
        ("sommet -(-trump)", "Un [sommet], Trump présent."),
        # what is asked of the title or of the date
        ("titre:sommet poutine", "Un sommet, [Poutine] présent."),
        ('titre:"sommet de paris" OU paris', "Un sommet de [Paris]."),
        ("sommet date:2018", "Un [sommet] en 2018."),
        # the stop words of a loose query that has other words
        ("le sommet de la paix", "Le [sommet] de la [paix], le reste."),
        ("qui est à paris ?", "Qui est à [Paris] ?"),
        # a word that no article has, and nothing at all
        ("sommet inconnu", "Un [sommet]."),
        ("", "Un sommet."),
    ],
)
def test_what_made_no_match_in_the_text_is_not_highlighted(highlight, query, text):
    assert highlight(query, bare(text), title="Sommet de Paris") == text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("le la", "[Le] sommet de [la] paix."),  # there is nothing else to go by
        ("=le sommet", "[Le sommet] de la paix."),
        ("le ET sommet", "[Le sommet], puis [le] reste."),
    ],
)
def test_stop_words_that_were_asked_for_are_highlighted(highlight, query, text):
    assert highlight(query, bare(text)) == text


def test_a_line_break_inside_a_phrase_is_a_blank(highlight):
    assert highlight('"paix durable"', "Une paix\ndurable.") == "Une [paix durable]."


def test_words_far_into_a_long_article_are_highlighted(highlight):
    text = "Rien à voir ici. " * 20_000 + "Un sommet de la paix."
    assert highlight("sommet paix", text).endswith("Un [sommet] de la [paix].")


# --- HTML

HOSTILE = [
    "<script>alert('sommet')</script>",
    '"><img src=x onerror="alert(`sommet`)">',
    "sommet</mark><mark onclick='x'>",
    "&lt;b&gt; sommet &amp; &#60;",
    "<!-- sommet --> <![CDATA[ sommet ]]>",
    "javascript:sommet('<')",
    "<<sommet>> \x00 \u2028 <sommet",
]


class _Tags(HTMLParser):
    """Collects what a browser would make of a text."""

    def __init__(self):
        super().__init__()
        self.tags = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_data(self, data):
        self.text += data

    def unknown_decl(self, data):
        raise AssertionError(data)

    handle_comment = handle_decl = handle_pi = unknown_decl


@pytest.mark.parametrize("text", HOSTILE)
def test_html_holds_the_highlights_and_no_other_markup(make_index, text):
    (hit,) = make_index(text).search("sommet")
    (snippet,) = hit.snippets
    reader = _Tags()
    reader.feed(snippet.to_html())
    reader.close()
    assert reader.tags == [("mark", [])] * len(snippet.highlights)
    assert reader.text.replace("\ufffd", "\x00") == snippet.text
    assert html.unescape(snippet.to_html("b").replace("<b>", "").replace("</b>", "")) == snippet.text


def test_html_escapes_inside_a_highlight_too(make_index):
    (hit,) = make_index("Une paix<br>durable & juste.").search('"paix br durable juste"')
    shown = "Une <mark>paix&lt;br&gt;durable &amp; juste</mark>."
    assert [snippet.to_html() for snippet in hit.snippets] == [shown]


# --- any text, any query

WORDS = """sommet sommets l’élection élections élevé ELEVE Maison-Blanche maison blanche maisonblanche
    week-end weekend d’Artagnan O.T.A.N. étudiant·e·s c’est-à-dire aujourd’hui le à cœur 12\u202f000
    pre\u0301sident pré\u00adsident""".split(" ")
WORDS = [word.strip() for word in WORDS if word.strip()]
ASKED = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map("={}".format),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.sampled_from(["somm*", "él*", "*", "*e*", "maison*", "s?mmet", "elections~", "pr?s*", "12*"]),
)
TEXTS = st.lists(st.sampled_from([*WORDS, ".", "<b>", "\n"]), min_size=1, max_size=12).map(" ".join)


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.lists(ASKED, min_size=1, max_size=6))
def test_an_article_is_found_where_something_in_it_is_highlighted(texts, queries):
    chain = Chain()
    with tempfile.TemporaryDirectory() as folder, frsearch.create_index(folder) as index:
        index.add(Article(f"a{at}", text) for at, text in enumerate(texts))
        for query in queries:
            for hit in index.search(query):
                (snippet,) = hit.snippets  # the texts are short enough to be shown whole
                assert snippet.highlights, (query, snippet.text)
                tokens = list(chain.tokens(snippet.text))
                starts, ends = {token.start for token in tokens}, {token.end for token in tokens}
                for start, end in snippet.highlights:
                    assert start in starts, (query, snippet.text)
                    assert end in ends, (query, snippet.text)


def test_a_whole_article_is_shown_with_what_matches(make_index):
    text = "Un sommet.\n\nDes sommets à Helsinki."
    index = make_index(frsearch.Article("a1", text, title="Le sommet"), "Un autre sommet.")
    shown = index.highlight('"sommets à Helsinki" sommet', "a1")
    assert shown.text == text
    assert [text[start:end] for start, end in shown.highlights] == ["sommet", "sommets à Helsinki"]
    assert index.highlight("sommets", "a1", field="title").render("[", "]") == "Le [sommet]"
    assert index.highlight("zanzibar", "a1").highlights == ()
    with pytest.raises(frsearch.QueryError):
        index.highlight("sommet", "nowhere")
    with pytest.raises(frsearch.QueryError):
        index.highlight("sommet", "a1", field="url")


def test_a_whole_article_says_where_not_all_that_matches_is_shown(make_index):
    index = make_index("mot " * 25_000, frsearch.Article("b", "mot", title="mot mot mot"))
    shown = index.highlight("mot", "a1")
    assert (len(shown.highlights), shown.complete) == (25_000, True)
    assert index.search("mot")[0].snippets[0].complete
    index._answering.highlight_limits = HighlightLimits(marked=24_999)
    shown = index.highlight("mot", "a1")
    assert (len(shown.highlights), shown.complete) == (24_999, False)
    assert shown.text[slice(*shown.highlights[-1])] == "mot"
    index._answering.highlight_limits = HighlightLimits(marked=2)
    assert not index.highlight("mot", "b", field="title").complete
    assert index.highlight("mot", "b").complete


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("République", "La [Républi-\nque] est une [République]."),
        ("République", "La [Républi\u00ad\r\n  que] est une."),
        ('"la République est"', "Car la Républi-\nque est une."),  # a cut word takes two places
        ('"la République"', "Car [la Républi-\nque] est une."),
    ],
)
def test_a_word_cut_at_the_end_of_a_line_is_highlighted_whole(make_index, query, text):
    index = make_index(bare(text))
    assert index.highlight(query, "a1").render("[", "]") == text
    for hit in index.search(query):
        assert hit.snippets[0].render("[", "]") == re.sub(r"\s+", " ", text)
