"""A term -> its usual spelling, with accents, hyphens, apostrophes, and the capitals of the query."""

from __future__ import annotations

import re

from frsearch.engine.protocol import Searcher

_JOINT = "['’\u2010\u2011-]?"


def cased_as(written: str, word: str) -> str:
    """Return a lower-case word with the capitals of `written`."""
    if len(written) > 1 and written.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if written[:1].isupper() else word


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

    The dictionary holds « étatsunis », which articles spell with a hyphen.
    """
    article = searcher.example(word)
    return None if article is None else _spelling(word, f"{article.title}\n{article.text}")


def _spelling(word: str, text: str) -> str:
    letters = _JOINT.join(map(re.escape, word))
    for ligature, pair in (("œ", f"o{_JOINT}e"), ("æ", f"a{_JOINT}e")):
        letters = letters.replace(pair, f"(?:{ligature}|{pair})")
    spellings = re.findall(rf"(?<!\w){letters}(?!\w)", text, re.IGNORECASE)
    spelling = str(min(spellings, key=len, default=word)).lower()
    return re.sub("[\u2010\u2011]", "-", spelling.replace("’", "'"))
