"""What holds for the analysis of any text, however strange."""

import re
import string
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frsearch.analysis.abbreviations import in_full
from frsearch.analysis.chain import Chain
from frsearch.analysis.characters import (
    ALNUM,
    APOSTROPHES,
    HYPHENS,
    INVISIBLE,
    MARKS,
    MAX_TERM_LENGTH,
    clean,
)
from frsearch.analysis.folding import fold, open_ligatures
from frsearch.analysis.readings import readings
from tests.french import assert_sound

ACCENTED = "àâäçéèêëîïôöùûüÿñœæ"
LETTERS = string.ascii_lowercase + ACCENTED
BLANKS = " \n\r\t\u00a0\u202f\u2009"
# Accents, and what is invisible.
MARKING = "\u0300\u0301\u0308\u0327\u0315\u0316\u00ad\u200b\u200d\u2060\ufe0f\ufeff"
SIGNS = '.,·•()@/_«»"°ºᵒ½²ᵉŒﬁ¬&#+'
PREFIXES = [
    "l",
    "d",
    "c",
    "qu",
    "jusqu",
    "entr",
    "quelqu",
    "t",
    "O",
    "N",
    "aujourd",
    "c'est",
    "Airbus A",
]
ENDINGS = ["e", "es", "s", "ère", "rice", "euse", "ales", "aux", "x", "t", "il", "là"]
EVERYTHING = "".join(map(chr, range(sys.maxunicode + 1)))
FIGURES = ["1", "12", "000", "345", "2018", "0,5", " h ", "h", "30", "XXIe", "3ème", "G7", "0634343434"]
APART = ["XIX ", "e ", " ème", "à dire", "-à ", " hui", "av. ", "J.-C.", " A ", "12:30", "49.3", "St-"]

# What rules are about, in every disorder.
strange = st.lists(
    st.sampled_from(
        [
            *"aéÉsU1",
            *PREFIXES,
            *ENDINGS,
            *FIGURES,
            *APART,
            *SIGNS,
            *MARKING,
            *APOSTROPHES,
            *HYPHENS,
            *BLANKS,
        ]
    ),
    max_size=40,
).map("".join)
texts = st.text() | strange
# The scripts whose diacritics stay in the word: not those of India, nor hangul, which composes letters.
composable = st.text(st.characters(max_codepoint=0x6FF, exclude_categories=["Cs", "M"])) | strange
words = st.text(LETTERS + "'·()-", min_size=1) | st.sampled_from(
    ["l'été", "aujourd'hui", "d'artagnan", "états-unis", "œuvre", "élu·e·s", "marié(e)", "a-t-il"]
)
# Some abbreviations are other words in capitals.
in_capitals = st.lists(words.filter(lambda word: "-" not in word and not in_full(word)), max_size=8).map(
    " ".join
)


def forms(text):
    return [(token.form, token.position, token.alternative) for token in Chain().tokens(text)]


@given(texts)
@example("½-finale")
@example("a\u200d\u0301-b")
@example("ﷺ" * MAX_TERM_LENGTH)
@example("İ" * MAX_TERM_LENGTH)
@example("12 000-euros")
@example("l'«»d'")
@example("\ud800'\udfff")
def test_any_text_gives_sound_tokens(text):
    assert_sound(text)


@given(composable)
@example("boulanger·ère")
@example("Àˮ")
@example("É.N.A., l'É.N.A.")
@example("É(e) né(e)")
@example("0&Ù")
def test_composed_and_decomposed_text_is_the_same(text):
    assert forms(unicodedata.normalize("NFC", text)) == forms(unicodedata.normalize("NFD", text))


@given(st.lists(texts.map(lambda text: "".join(text.split())), max_size=5))
@example(["d'", "l'«", "½-a", "U.R.S.S", "a"])
def test_a_chunk_is_analysed_alike_wherever_it_stands(chunks):
    alone = [form for chunk in chunks for form in forms(f"{chunk} mot")]
    together = forms("\n".join(f"{chunk} mot" for chunk in chunks))
    assert [(form, other) for form, _, other in together] == [(form, other) for form, _, other in alone]


@given(in_capitals)
def test_capitals_do_not_change_the_exact_forms(text):
    small = [(form.exact, position) for form, position, _ in forms(text)]
    assert [(form.exact, position) for form, position, _ in forms(text.upper())] == small


@given(strange, st.sampled_from(APOSTROPHES))
@example("'a#", "ʼ")
def test_straight_and_typographic_apostrophes_are_the_same(text, apostrophe):
    for other in APOSTROPHES:
        text = text.replace(other, "'")
    assert list(Chain().tokens(text.replace("'", apostrophe))) == list(Chain().tokens(text))


@given(strange)
def test_soft_hyphens_change_no_term_of_a_plain_word(text):
    word = "".join(character for character in text if character in LETTERS)
    assert forms("\u00ad".join(word)) == forms(word)


@given(texts)
@example("XIXe-XXe")
@example("arc-en-ciel ab-cd-½ d'Artagnan-12 000")
def test_the_units_of_a_query_hold_each_token_once(text):
    chain = Chain()
    units = readings(chain, text)
    tokens = list(chain.tokens(text))
    plain = [form for unit in units for form in unit.forms]
    assert plain == [token.form for token in tokens if not token.alternative]
    # What re-reads a part only (20e in XIXe-XXe) is no way to read the whole.
    for unit in units:
        others = [token for token in tokens if token.alternative and token.start >= unit.start]
        others = [token for token in others if token.end <= unit.end]
        whole = [token for token in others if (token.start, token.end) == (unit.start, unit.end)]
        assert list(unit.alternatives) == [
            token.form for token in (others if len(unit.forms) == 1 else whole)
        ]
    assert all(one.end <= other.start for one, other in pairwise(units))
    for token in tokens:
        assert any(unit.start <= token.start and token.end <= unit.end for unit in units)


@given(texts)
def test_a_small_memory_changes_nothing(text):
    assert list(Chain(remember=1).tokens(text)) == list(Chain().tokens(text))


def test_folding_is_done_once_for_every_character_there_is():
    for character in re.findall(ALNUM, EVERYTHING):
        folded = fold(open_ligatures(clean(character)).lower())
        assert folded.lower() == fold(folded) == folded, f"{ord(character):x}"
        assert not folded or folded.isalnum(), f"{ord(character):x}"


def test_marks_are_marks_and_what_is_invisible_is_nothing_else():
    marks = re.findall(f"[{MARKS}]", EVERYTHING)
    assert {unicodedata.category(mark) for mark in marks} == {"Mn", "Me", "Cn"}
    invisible = "".join(re.findall(f"[{INVISIBLE}]", EVERYTHING))
    assert not re.findall(rf"\w|\s|[{MARKS}{APOSTROPHES}{HYPHENS}]", invisible)


REPEATED = {
    "figures": ("1", 1_000_000),
    "letters": ("a", 1_000_000),
    "apostrophes": ("'", 1_000_000),
    "hyphens": ("-", 1_000_000),
    "accents": ("\u0301", 1_000_000),
    "full stops": (".", 1_000_000),
    "middle dots": ("·", 1_000_000),
    "soft hyphens": ("\u00ad", 1_000_000),
    "accents in the wrong order": ("\u0315\u0300", 500_000),
    "elisions": ("l'", 500_000),
    "exceptions to elision": ("entr'", 200_000),
    "initials": ("A.", 500_000),
    "hyphenated letters": ("a-", 50_000),
    "groups of thousands": ("123.", 250_000),
    "decimals": ("1,5.", 50_000),
    "groups after blanks": ("123 ", 50_000),
    "(e)": ("(e)", 100_000),
    "élu(e)": ("élu(e)", 20_000),
    "·es": ("·es", 50_000),
    "·ales": ("·ales", 20_000),
    "-t-il": ("-t-il", 20_000),
    "hosts": ("a.", 200_000),
    "hosts that end": ("a.fr", 20_000),
    "labels": ("a-b_", 10_000),
    "ats": ("a@", 20_000),
    "names": ("@a_", 20_000),
    "ampersands": ("a&", 20_000),
    "humps": ("#aB", 20_000),
    "ordinals": ("XXIe", 20_000),
    "ends of lines": ("a-\n", 10_000),
    "blanks after a cut": ("a-\n \t ", 10_000),
    "invisible hyphens": ("a\u00ad-\u00ad", 20_000),
    "accented letters": ("e\u0301", 100_000),
}


@pytest.mark.parametrize("name", REPEATED)
def test_a_word_of_any_length_is_analysed_in_the_time_of_its_length(name):
    # In the square of its length, or worse, it would not end.
    unit, times = REPEATED[name]
    for text in (unit * times, f"ab{unit * times}·zz"):
        tokens = Chain().tokens(text)
        assert all(
            0 <= token.start < token.end <= len(text) and len(token.form.exact) <= MAX_TERM_LENGTH
            for token in tokens
        )
