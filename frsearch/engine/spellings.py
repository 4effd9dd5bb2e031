"""A term -> its usual spelling, with accents, hyphens, apostrophes, and the capitals of the query."""

from __future__ import annotations

import re

from frsearch.engine.protocol import Searcher

_JOINT = "['’\u2010\u2011-]?"
_OPENING = "«“\"'‘([—–- \t\u00a0\u202f"
_ENDS = ".!?…:\n"
_NEAR = 20


def cased_as(written: str, word: str) -> str:
    """Return a word as articles spell it with the capitals of `written`, which may be its beginning.

    >>> cased_as("pen", "Pen"), cased_as("Pré", "président"), cased_as("PRÉ", "président")
    ('pen', 'Président', 'PRÉSIDENT')
    >>> cased_as("États-u", "États-Unis"), cased_as("XIX", "XIXe")
    ('États-Unis', 'XIXe')
    """
    if not written[:1].isupper():
        return word.lower()
    if len(written) > 1 and written.isupper() and not word.startswith(written):
        return word.upper()
    if word.isupper() and not written.isupper():
        word = word.lower()
    return word[:1].upper() + word[1:]


def usual_spelling(searcher: Searcher, exact: str, accented: bool) -> str | None:
    """Return the most frequent spelling of an exact form, None if no live article has it.

    Spellings with accents count three times if `accented`, those without if not.
    """
    counts = {
        word: count * (3 if (word != exact) == accented else 1)
        for word, count in searcher.spellings(exact).items()
    }
    return surface(searcher, max(counts, key=lambda word: (counts[word], word))) if counts else None


def surface(searcher: Searcher, word: str) -> str | None:
    """Return the spelling of a word in a live article, None if no live article has it.

    The dictionary holds « étatsunis », which articles spell « États-Unis ». Capitals are those within
    sentences.
    """
    article = searcher.example(word)
    return None if article is None else _spelling(word, f"{article.title}\n{article.text}")


def _spelling(word: str, text: str) -> str:
    letters = _JOINT.join(map(re.escape, word))
    for ligature, pair in (("œ", f"o{_JOINT}e"), ("æ", f"a{_JOINT}e")):
        letters = letters.replace(pair, f"(?:{ligature}|{pair})")
    places = re.finditer(rf"(?<!\w){letters}(?!\w)", text, re.IGNORECASE)
    # At the beginning of a sentence, a capital says nothing.
    found = [each[0].lower() if _begins(text, each.start()) else each[0] for each in places]
    spelling = min(found, key=lambda each: (len(each), not each.islower()), default=word)
    return re.sub("[\u2010\u2011]", "-", spelling.replace("’", "'"))


def _begins(text: str, at: int) -> bool:
    """Return whether a sentence or a line begins here, where every word has a capital."""
    return not text[max(0, at - _NEAR) : at].rstrip(_OPENING)[-1:].strip(_ENDS)
