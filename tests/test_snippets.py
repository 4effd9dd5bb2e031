"""A snippet is a passage that shows most of the query, cut where French allows it."""

import re
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frsearch.highlight.snippets import make_snippets

HELSINKI = (
    "Le sommet aura lieu à Helsinki. Donald Trump et Vladimir Poutine s'y rencontreront en juillet."
)
FILLER = "Rien de ce qui suit ne répond à la question que l'on se pose ici. "


class ClauseMatch(NamedTuple):
    start: int
    end: int
    clause: int


def find(text, *words):
    """Return where the words or phrases stand, the n-th one being clause n."""
    return sorted(
        ClauseMatch(found.start(), found.end(), clause)
        for clause, word in enumerate(words)
        for found in re.finditer(rf"(?<!\w){word}(?!\w)", text)
    )


def show(text, *words, weights=None, **options):
    """Return the snippets of the text for these words, highlights in brackets."""
    snippets = make_snippets(text, find(text, *words), weights or [1.0] * len(words), **options)
    return [snippet.render("[", "]") for snippet in snippets]


def collapsed(text):
    return re.sub(r"[^\S\xa0\u202f]+", " ", text)


def body(snippet):
    """Return the snippet's text without the ellipses that were added to it."""
    return re.sub(r"^… | ?…$", "", snippet.text)


# Which passage


def test_a_short_article_is_shown_whole_without_ellipses():
    assert show(HELSINKI, "sommet", "Poutine") == [
        "Le [sommet] aura lieu à Helsinki. Donald Trump et Vladimir [Poutine] s'y rencontreront en "
        "juillet."
    ]


def test_the_passage_that_shows_most_words_wins():
    text = f"Poutine parle. {FILLER * 5}Poutine rencontre Trump. {FILLER * 5}Trump parle."
    (shown,) = show(text, "Poutine", "Trump")
    assert shown.startswith("… [Poutine] rencontre [Trump]. ")


def test_a_rare_word_weighs_more_than_two_common_ones():
    text = f"Le pays vote. {FILLER * 5}Un sommet. {FILLER * 5}Le pays vote."
    common_and_rare = [1.0, 1.0, 5.0]
    (shown,) = show(text, "pays", "vote", "sommet", weights=common_and_rare, count=1)
    assert "[sommet]" in shown


def test_among_equals_the_passage_with_most_matches_wins():
    text = f"Un vote. {FILLER * 5}Un vote après un vote. {FILLER * 5}"
    assert show(text, "vote")[0].startswith("… Un [vote] après un [vote]. ")


def test_among_equals_a_passage_within_one_paragraph_wins():
    text = f"Fin du vote.\n\nLe pays dort. {FILLER * 5}\n\nVote du pays entier. {FILLER * 5}"
    assert show(text, "[Vv]ote", "pays", count=1)[0].startswith("… [Vote] du [pays] entier. ")


def test_among_equals_the_earliest_passage_wins():
    text = f"Premier vote. {FILLER * 5}Deuxième vote. {FILLER * 5}"
    assert show(text, "vote")[0].startswith("Premier [vote]. ")


def test_a_second_passage_shows_the_words_that_the_first_does_not():
    text = f"{FILLER * 4}Le sommet s'ouvre. {FILLER * 8}La Syrie attend. {FILLER * 4}"
    first, second = show(text, "sommet", "Syrie", weights=[1.0, 2.0])
    assert "Le [sommet] s'ouvre." in first
    assert "La [Syrie] attend." in second


def test_when_all_is_shown_a_second_passage_must_show_two_words_together():
    ending = f"{FILLER * 5}Trump seul. {FILLER * 5}"
    assert len(show(f"Trump et Poutine. {ending}", "Trump", "Poutine")) == 1
    assert len(show(f"Trump et Poutine. {ending}Poutine et Trump.", "Trump", "Poutine")) == 2


def test_one_word_needs_one_passage_however_often_it_occurs():
    assert len(show(f"Un vote. {FILLER * 5}" * 20, "vote")) == 1


def test_passages_that_touch_become_one():
    text = f"{FILLER * 4}Le sommet s'ouvre. {FILLER * 2}La Syrie attend la paix. {FILLER * 4}"
    (shown,) = show(text, "sommet", "Syrie", width=155)
    assert shown.startswith(f"… Le [sommet] s'ouvre. {FILLER * 2}La [Syrie] attend la paix. ")


@pytest.mark.parametrize("count", [0, -1])
def test_no_passage_is_returned_where_none_is_asked_for(count):
    assert show(HELSINKI, "sommet", count=count) == []
    assert show(HELSINKI, count=count) == []


def test_there_may_be_more_than_two_passages():
    text = FILLER.join(f"Voici {word}. {FILLER * 5}" for word in ("un", "deux", "trois"))
    assert len(show(text, "un", "deux", "trois", count=3)) == 3


def test_a_match_far_into_a_long_article_is_shown():
    text = FILLER * 20_000 + "Le sommet s'ouvre."
    (shown,) = show(text, "répond", "sommet", weights=[0.1, 9.0], count=1)
    assert shown.endswith("la question que l'on se pose ici. Le [sommet] s'ouvre.")


# Sentences, paragraphs, words


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("La séance est levée. ", "Le sommet"),
        ("La séance est levée ! ", "Le sommet"),
        ("La séance est-elle levée\u202f? ", "Un sommet"),
        ("La séance est levée… ", "Au sommet"),
        ("La séance est levée... ", "Au sommet"),
        ("« La séance est levée. » ", "Le sommet"),
        ("«\xa0La séance est levée\xa0!\xa0» ", "Le sommet"),
        ('"La séance est levée." ', "Le sommet"),
        ("(La séance est levée.) ", "Le sommet"),
        ("La séance est levée. ", "« Ce sommet"),
        ("La séance est levée. ", '"Ce sommet'),
        ("La séance est levée. ", "— Ce sommet"),
        ("La séance est levée. ", "Élu, ce sommet"),
        ("La séance est levée. ", "Œuvre du sommet"),
        ("La séance date de 2018. ", "12 pays au sommet"),
        ("Il y a. ", "Le sommet"),
        ("C'est de l'art. ", "Le sommet"),
        ("Il est 18 h. ", "Le sommet"),
        ("Il fait 32 °C. ", "Le sommet"),
        ("Des rois, des reines, etc. ", "Le sommet"),
        ("Séance levée\n", "Le sommet"),
        ("Séance levée :\n\n", "— un sommet"),
        ("La séance est levée.\n", "un sommet"),
        ("Séance levée\u2029", "Le sommet"),
    ],
)
def test_a_sentence_begins_after(before, after):
    text = f"{FILLER * 4}{before}{after} réunit des pays. {FILLER * 4}"
    (shown,) = show(text, "sommet")
    assert shown.startswith("… " + after.replace("sommet", "[sommet]"))


@pytest.mark.parametrize(
    "before",
    [
        "Selon M. ",
        "Selon MM. ",
        "Selon Mme. ",
        "Selon Mmes. ",
        "Selon le Dr. ",
        "Selon Me. ",
        "Vers St. ",
        "En 52 av. ",
        "En 52 av. J.-C. ",
        "À la p. ",
        "Voir n. 5 du ",
        "Selon l'art. 12 du ",
        "Selon l'art. L. 12 du ",
        "Des rois, des reines, etc. au ",
        "Voir (cf. ",
        "Par ex. ",
        "Selon J. ",
        "Selon É. ",
        "Les U.S.A. ",
        "« Quoi ? » ",
        "La version 2.",
        "Le 3 févr. ",
    ],
)
def test_no_sentence_begins_after(before):
    text = f"{FILLER * 4}{before}Sommet, selon tous. {FILLER * 4}"
    if "?" in before:
        text = text.replace("Sommet", "demanda le Sommet")
    (shown,) = show(text, "Sommet")
    assert shown.startswith("… " + before)


def test_a_line_that_was_wrapped_is_no_paragraph():
    text = f"{FILLER * 4}Le long\nsommet s'ouvre. {FILLER * 4}"
    assert show(text, "sommet")[0].startswith("… Le long [sommet] s'ouvre. ")


def test_a_passage_stays_in_its_paragraph_where_that_is_long_enough():
    around = "Ce paragraphe parle de tout autre chose, il est donc à laisser de côté."
    inside = (
        "Les deux pays ont signé un accord qui porte sur les armes nucléaires. Le sommet prend fin "
        "sur cette annonce."
    )
    text = f"{around}\n\n{inside * 2}\n\n{around}"
    for shown in show(text, "sommet", "armes"):
        assert "tout autre" not in shown
    assert show(f"{around}\n\n{inside + ' ' + FILLER}\n\n{around}", "sommet") == [
        f"… {inside.replace('sommet', '[sommet]')} {FILLER}…"
    ]


def test_a_passage_leaves_a_paragraph_that_is_only_a_title():
    text = f"{FILLER * 4}\n\nLe sommet\n\nLes deux pays y ont signé un accord. {FILLER * 4}"
    assert show(text, "sommet")[0].startswith("… Le [sommet] Les deux pays y ont signé un accord. ")


def test_a_short_last_sentence_is_preceded_by_what_comes_before():
    (shown,) = show(f"{FILLER * 9}Le sommet.", "sommet")
    assert shown == f"… {FILLER * 2}Le [sommet]."


def test_a_passage_within_a_long_sentence_is_cut_between_words():
    words = "voici des mots bien courts, "
    (shown,) = show(f"Et {words * 20}un sommet, {words * 20}et fin.", "sommet")
    assert re.fullmatch(r"… (?:\w+,? )+\[sommet\],(?: \w+,?)*\w…", shown)
    assert len(shown) <= 210


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Il a dit ceci : « Bonjour » puis il est parti", "Il a dit ceci…"),
        ("Il a parlé — longuement — de la paix", "Il a parlé…"),
        ("Il aurait parlé (longuement) de la paix", "Il aurait parlé…"),
        ("Il a parlé ici, longuement, de la paix", "Il a parlé ici…"),
        ("Il a pu voir 12\u202f000 personnes défiler", "Il a pu voir…"),
        ("Il a dit : «\xa0Bonjour\xa0» puis il est parti", "Il a dit…"),
    ],
)
def test_no_lone_mark_stands_before_the_final_ellipsis(text, shown):
    assert show(text, width=17) == [shown]


@pytest.mark.parametrize("mark", ["»", "!", "?", ";", ":", "%", "€", ")"])
def test_no_lone_mark_stands_after_the_first_ellipsis(mark):
    text = f"{'mot ' * 20}{mark} suite du sommet sans fin ni cesse"
    for width in range(10, 60):
        (shown,) = show(text, "sommet", width=width)
        assert re.match(r"… (mot|suite|du|\[sommet\])[ …]", shown)


# Ellipses and blanks


def test_ellipses_say_on_which_sides_the_article_goes_on():
    text = "Le premier jour passe. Le sommet s'ouvre. Le dernier jour vient."
    assert show(text, "premier", width=25) == ["Le [premier] jour passe. …"]
    assert show(text, "sommet", width=25) == ["… Le [sommet] s'ouvre. …"]
    assert show(text, "dernier", width=25) == ["… Le [dernier] jour vient."]
    assert show(text, "premier", width=15) == ["Le [premier] jour…"]


def test_an_ellipsis_of_the_text_is_not_doubled():
    text = "Le jour passe. ... Le sommet s'ouvre… Le jour vient."
    assert show(text, "sommet", width=24) == ["… Le [sommet] s'ouvre…"]
    text = "Le jour passe.\n… le sommet s'ouvre...\nLe jour vient."
    assert show(text, "sommet", width=24) == ["… le [sommet] s'ouvre..."]


def test_blanks_around_the_article_are_no_text():
    assert show("\n\n  Le sommet s'ouvre.  \n", "sommet") == ["Le [sommet] s'ouvre."]
    assert show("\n\n  Le sommet s'ouvre.  \n") == ["Le sommet s'ouvre."]


def test_blanks_become_one_space_and_highlights_stay_in_place():
    text = "Un  long\n\nsommet\t\tà\r\n  Helsinki \u2003 ouvre"
    assert show(text, "sommet", "Helsinki") == ["Un long [sommet] à [Helsinki] ouvre"]


def test_no_break_spaces_of_french_typography_are_kept():
    text = "«\xa0Un  sommet\xa0» à 12\u202f000 voix"
    assert show(text, "sommet", "voix") == ["«\xa0Un [sommet]\xa0» à 12\u202f000 [voix]"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\xa0"])
def test_a_blank_text_has_no_snippet(text):
    assert make_snippets(text, [], []) == ()
    assert make_snippets(text, [ClauseMatch(0, len(text), 0)] if text else [], [1.0]) == ()


# Highlights


def test_inflections_are_highlighted_as_they_are_written():
    text = "L'élection suit des ÉLECTIONS et l'e\u0301lection."
    found = [ClauseMatch(2, 10, 0), ClauseMatch(20, 29, 0), ClauseMatch(35, 44, 0)]
    (snippet,) = make_snippets(text, found, [1.0])
    assert snippet.render("[", "]") == "L'[élection] suit des [ÉLECTIONS] et l'[e\u0301lection]."


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Donald Trump parle", ("Donald", "Trump"), "[Donald Trump] parle"),
        ("Donald\xa0Trump parle", ("Donald", "Trump"), "[Donald\xa0Trump] parle"),
        ("Donald\nTrump parle", ("Donald", "Trump"), "[Donald Trump] parle"),
        ("les États-Unis", ("États", "Unis"), "les [États-Unis]"),
        ("les États\u2011Unis", ("États", "Unis"), "les [États\u2011Unis]"),
        ("Trump, Poutine", ("Trump", "Poutine"), "[Trump], [Poutine]"),
        ("Trump et Poutine", ("Trump", "Poutine"), "[Trump] et [Poutine]"),
        ("Paris - Nice", ("Paris", "Nice"), "[Paris] - [Nice]"),
        ("ses premiers pas ici", ("premiers pas",), "ses [premiers pas] ici"),
        ("ses premiers pas ici", ("premiers pas", "pas ici"), "ses [premiers pas ici]"),
        ("ses premiers pas ici", ("premiers pas ici", "pas"), "ses [premiers pas ici]"),
        ("Trump Trump", ("Trump", "Trump"), "[Trump Trump]"),
    ],
)
def test_phrases_and_neighbours_are_highlighted_as_one(text, words, shown):
    assert show(text, *words) == [shown]


def test_a_phrase_longer_than_the_width_is_shown_whole():
    phrase = "le locataire de la Maison-Blanche et son homologue russe"
    (shown,) = show(f"{FILLER * 3}Ici {phrase} parlent. {FILLER * 3}", phrase, width=40)
    assert f"[{phrase}]" in shown


def test_a_phrase_longer_than_twice_the_width_is_cut_between_words():
    phrase = "le locataire de la Maison-Blanche et son homologue russe"
    (shown,) = show(f"{FILLER * 3}Ici {phrase} parlent. {FILLER * 3}", phrase, width=20)
    assert shown == "… [le locataire de la Maison-Blanche et son]…"


def test_words_that_the_passage_cuts_off_are_not_highlighted():
    text = f"Le sommet {'très ' * 50}long finit."
    (shown,) = show(text, "sommet", f"très {'très ' * 49}long", weights=[9.0, 1.0], count=1)
    assert shown.count("[") == 1


def test_markup_in_the_article_is_escaped():
    (snippet,) = make_snippets("<b>Un sommet & rien</b>", [ClauseMatch(6, 12, 0)], [1.0])
    assert snippet.to_html() == "&lt;b&gt;Un <mark>sommet</mark> &amp; rien&lt;/b&gt;"


# No match: the beginning of the article


def test_without_a_match_the_beginning_is_shown():
    assert show(FILLER * 9) == [f"{FILLER * 3}…"]
    assert show(HELSINKI) == [HELSINKI]


def test_the_beginning_ends_with_a_sentence_that_fills_most_of_the_width():
    assert show("Un début. Le sommet s'ouvre.", width=14) == ["Un début. …"]
    assert show("Un début. Le sommet s'ouvre.", width=20) == ["Un début. Le sommet…"]


# Words without end


def test_a_word_without_end_is_cut_at_the_width():
    assert show("x" * 10_000) == ["x" * 200 + "…"]
    (snippet,) = make_snippets("x" * 10_000, [ClauseMatch(5_000, 5_006, 0)], [1.0])
    assert snippet.highlights == ((99, 105),)
    assert len(snippet.text) == 203


def test_an_address_on_the_web_is_kept_whole():
    address = "https://www.example.org/2018/06/28/sommet-de-helsinki-les-premiers-pas.html"
    (shown,) = show(f"{'mot ' * 50}{address}{' mot' * 50}", "pas", width=30)
    assert address in shown.replace("[", "").replace("]", "")


@pytest.mark.parametrize("mark", ["\u0301", "\u0301\u0323", "\ufe0f", "\u200dx"])
def test_a_letter_is_not_parted_from_its_marks(mark):
    text = f"e{mark}" * 2_000
    for at in range(1_000, 1_000 + 2 * len(mark) + 2):
        start = at * (1 + len(mark))
        (snippet,) = make_snippets(text, [ClauseMatch(start, start + 1, 0)], [1.0], width=20 + at % 7)
        assert re.fullmatch(f"… (e{mark})+…", snippet.text)


# Any text

WORDS = st.sampled_from(
    ["alpha", "beta", "gamma", "le", "mot", "Fin.", "M.", "l'été", "« oui »", "n'est-ce pas ?"]
)
BLANKS = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\xa0", "\t"])
FRENCH = st.lists(st.tuples(WORDS, BLANKS), max_size=60).map(
    lambda pairs: "".join(word + blank for word, blank in pairs)
)
ANY_TEXT = FRENCH | st.text(max_size=300) | st.text("ae\u0301 .\n»\u200d", max_size=300)
WIDTHS = st.integers(1, 100)
WEIGHTS = [1.0, 2.5, 4.0]
LONGEST_WORD = 80


@st.composite
def texts_with_matches(draw):
    text = draw(ANY_TEXT)
    matches = []
    if text:
        start = st.integers(0, len(text) - 1)
        length = st.integers(1, 12) | st.integers(1, 300)
        drawn = draw(st.lists(st.tuples(start, length, st.integers(0, 2)), max_size=30))
        matches = [ClauseMatch(at, min(len(text), at + size), clause) for at, size, clause in drawn]
    return text, sorted(matches)


@given(texts_with_matches(), WIDTHS, st.integers(1, 3))
def test_a_snippet_is_a_passage_with_ranges_whatever_the_text(text_and_matches, width, count):
    text, matches = text_and_matches
    snippets = make_snippets(text, matches, WEIGHTS, width=width, count=count)
    assert bool(snippets) == bool(text.strip()) or matches
    assert len(snippets) <= count
    most = sum(len(body(snippet)) for snippet in snippets)
    assert most <= count * (2 * width + 2 * LONGEST_WORD)
    for snippet in snippets:
        assert body(snippet).strip("….") in collapsed(text)
        assert not re.search(r"[\n\r\t]|  ", snippet.text)
        edges = [edge for start, end in snippet.highlights for edge in (start, end)]
        assert edges == sorted(set(edges))
        assert all(0 <= edge <= len(snippet.text) for edge in edges)


@given(FRENCH, WIDTHS)
def test_each_highlight_is_what_the_query_matched(text, width):
    words = ("alpha", "beta gamma", "gamma")
    snippets = make_snippets(text, find(text, *words), WEIGHTS, width=width)
    for snippet in snippets:
        for start, end in snippet.highlights:
            assert re.fullmatch(r"((alpha|beta|gamma)\s?)+(?<!\s)", snippet.text[start:end])
    if re.search(r"\b(alpha|gamma)\b", text):
        assert snippets[0].highlights


@given(FRENCH, st.integers(10, 100))
@example("alpha mot mot mot beta gamma", 12)
@example("beta gamma mot mot mot alpha", 12)
def test_the_first_passage_shows_the_clauses_that_weigh_most(text, width):
    matches = find(text, "alpha", "beta", "gamma")
    snippets = make_snippets(text, matches, WEIGHTS, width=width, count=1)
    shown = {word for snippet in snippets for word in re.findall(r"\w+", snippet.text)}
    weight = sum(WEIGHTS[i] for i, word in enumerate(("alpha", "beta", "gamma")) if word in shown)
    for first in matches:
        limit = first.start + width
        near = {m.clause for m in matches if first.start <= m.start and m.end <= limit}
        assert weight >= sum(WEIGHTS[clause] for clause in near)


@given(st.lists(st.text("aéœ-'’", min_size=1, max_size=40), min_size=1), WIDTHS, st.data())
def test_words_are_shown_whole(words, width, data):
    text = " ".join(words)
    word = data.draw(st.integers(0, len(words) - 1))
    start = len(" ".join([*words[:word], ""]))
    match = ClauseMatch(start, start + len(words[word]), 0)
    (snippet,) = make_snippets(text, [match], [1.0], width=width)
    assert f" {body(snippet)} " in f" {text} "


@pytest.mark.parametrize("end", ["-\n", "\u00ad\n", "-\r\n    ", "¬\n"])
@pytest.mark.parametrize("width", range(20, 160, 7))
def test_a_passage_neither_begins_nor_ends_within_a_word_cut_at_the_end_of_a_line(end, width):
    text = (
        "Les élus de la Républi|que se sont ré|unis à Helsinki pour le gouverne|ment, disent-ils, en ce "
        "mois de dé|cembre où l'on vote enco|re. "
    )
    for shown in show((text * 3).replace("|", end), "Helsinki", width=width):
        words = shown.strip("… ").replace("[", "").replace("]", "").split()
        assert words[0] not in ("que", "unis", "ment,", "cembre", "re.")
        assert words[-1].rstrip("-\u00ad¬") not in ("Républi", "ré", "gouverne", "dé", "enco")


@pytest.mark.parametrize("width", range(1, 16))
def test_a_passage_without_a_match_does_not_end_within_a_cut_word(width):
    (shown,) = show("Le prési-\ndent est là. " + FILLER, width=width)
    assert shown == ("Le…" if width < 14 else "Le prési- dent…")
