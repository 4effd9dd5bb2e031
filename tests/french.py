"""What every analysis must hold to, and a short way to write what one text becomes.

>>> assert_analyzes_to("les États-Unis", "les etats +etatsunis unis")
>>> assert_analyzes_to("12 000 élu·e·s", ["12000 = 12 000", "elus = élu·e·s"])
"""

import re

from frsearch import FrenchAnalyzer
from frsearch.analysis import abbreviations, elision
from frsearch.analysis.chain import Chain
from frsearch.analysis.characters import MAX_TERM_LENGTH, clean
from frsearch.analysis.folding import fold, open_ligatures
from frsearch.analysis.numbers import time_of
from frsearch.analysis.spellings import respell

_CHAIN = Chain()
_STEM, _EXACT = FrenchAnalyzer(), FrenchAnalyzer(look="exact")
_ERAS = {"av": "avant", "apr": "après"}
_INCLUSIVE = set("·•‧∙⋅(.-‐‑‒–﹣－")


def assert_analyzes_to(text, expected):
    """Check exact forms, positions and offsets, and `assert_sound`.

    `expected` lists the tokens. `+` begins one that stands at the position of the token before it;
    after ` = ` comes the text that the token covers, where it is not the word itself.
    """
    entries = expected.split() if isinstance(expected, str) else expected
    tokens = assert_sound(text)
    found = [("+" if token.alternative else "") + token.form.exact for token in tokens]
    assert found == [entry.partition(" = ")[0] for entry in entries], f"{text!r} gave {found}"
    for token, entry in zip(tokens, entries, strict=True):
        written, covered = entry.partition(" = ")[2], text[token.start : token.end]
        if written:
            assert covered == written, f"{text!r}: {token} covers {covered!r}"
        else:
            assert folded(covered) == token.form.exact.replace(",", ""), f"{text!r}: {token}"
            assert folded(covered[0]), f"{text!r}: {token} begins with {covered[0]!r}"
            assert folded(covered[-1]) or covered[-1] in clean(covered), f"{text!r}: {token}"


def assert_sound(text):
    """Return the tokens of a text, having checked what holds for those of any text."""
    tokens = list(_CHAIN.tokens(text))
    position, start = -1, -1
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text), f"{text!r}: {token}"
        assert token.start >= start, f"{text!r}: {token} begins before the one before"
        if token.alternative:
            assert token.position == position >= 0, f"{text!r}: {token} re-reads nothing"
        else:
            assert token.position == position + 1, f"{text!r}: {token} is not at the next position"
            assert token.start > start, f"{text!r}: {token} begins where the one before does"
            start = token.start
        position = token.position
        _assert_form(token.form, text[token.start : token.end])
    _assert_whoosh_agrees(text, tokens)
    return tokens


def folded(text):
    """Return the letters and digits of a text as the index folds them."""
    word = fold(open_ligatures(clean(text)).lower())
    return "".join(character for character in word if character.isalnum())


def _assert_form(form, covered):
    assert 0 < min(map(len, form)) <= max(map(len, form)) <= MAX_TERM_LENGTH, f"{covered!r}: {form}"
    for term in (form.exact, form.stem):
        assert fold(term) == term, f"{covered!r}: {term!r} is not folded"
    assert fold(form.accented)[:MAX_TERM_LENGTH] == form.exact, f"{covered!r}: {form}"
    letters = folded(covered)
    # Numbers have a comma, C++ its signs; ordinals and what was spelled otherwise in 1990 are respelled,
    # as are abbreviations, elided words and times.
    same = letters == "".join(filter(str.isalnum, form.exact))
    spellings = respell(re.sub(r"['\s-]", "", clean(covered)))
    parts = clean(covered).split("-")
    spellings += ("".join(abbreviations.in_full(part) or part for part in parts), time_of(covered)[1])
    spellings += (elision.in_full(covered), _ERAS.get(covered, ""))
    respelled = form.exact in [fold(re.sub("['-]", "", spelling.lower())) for spelling in spellings]
    inclusive = _INCLUSIVE & set(covered) and letters.startswith(form.exact[:-2])
    long = len(form.accented) == MAX_TERM_LENGTH and letters.startswith(form.exact)
    assert same or respelled or inclusive or long, f"{covered!r} does not read {form.exact!r}"


def _assert_whoosh_agrees(text, tokens):
    stems = [
        (token.text, token.pos, token.startchar, token.endchar)
        for token in _STEM(text, positions=True, chars=True)
    ]
    assert stems == [(token.form.stem, token.position, token.start, token.end) for token in tokens]
    exact = [(token.text, token.pos) for token in _EXACT(text, positions=True)]
    looks = [(dict.fromkeys((token.form.exact, token.form.accented)), token) for token in tokens]
    assert exact == [(term, token.position) for terms, token in looks for term in terms]


def stems(text):
    """Return the stems of a text, of one word a single one."""
    return [token.form.stem for token in assert_sound(text) if not token.alternative]
