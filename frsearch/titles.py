"""A text without a title -> its first sentence, cut near 80 characters.

A sentence ends with its line, or at `.`, `!`, `?` or `…` (and the closing quotes after it) before
a blank that no small letter follows, unless the full stop belongs to an abbreviation or an initial.

    >>> first_sentence("M. Poutine recevra J. Bolton. La date n'est pas connue.")
    'M. Poutine recevra J. Bolton.'

Limit: a sentence that ends with a lone capital, « le plan B. », runs on into the next one.
"""

from __future__ import annotations

import re

LONGEST_TITLE = 80
"""Characters of a title that is made here, its ellipsis included."""

# Possessive, so that « Non ! », a-t-il dit, cannot end before its closing quote.
_END = re.compile(r"""[.!?…]++(?:[ \u00a0\u202f]?»|["”’')\]])*+(?=\s|$)""")
_LAST_WORD = re.compile(r"[^\s'’«“\"(]+$")
# Only those that a capital or a number follows and that are not words too: so no "art" or "sept".
_ABBREVIATIONS = frozenset(
    "M MM Mr Mme Mmes Mlle Mlles Me Mgr Dr Pr Prof St Ste Av Bd Art "
    "p pp no cf éd fig chap av apr env janv févr avr juill oct nov déc tél".split()
)


def first_sentence(text: str, limit: int = LONGEST_TITLE) -> str:
    """Return the first sentence of `text`, of at most `limit` characters, ending with … if cut."""
    line = text.lstrip()[: 20 * limit].partition("\n")[0]
    line = re.sub(r"[ \t]+", " ", line).rstrip()
    for end in _END.finditer(line):
        before, follower = line[: end.start()], line[end.end() :].lstrip()[:1]
        has_words = any(map(str.isalpha, before))  # « 1. » numbers a sentence, it is not one
        if has_words and not follower.islower() and not _abbreviates(before, end.group()):
            return _shorten(line[: end.end()], limit)
    return _shorten(line, limit)


def _abbreviates(before: str, mark: str) -> bool:
    word = _LAST_WORD.search(before)
    if mark != "." or word is None:
        return False
    last_part = re.split(r"[.-]", word.group())[-1]
    initial = len(last_part) == 1 and last_part.isupper()
    return initial or word.group() in _ABBREVIATIONS


def _shorten(sentence: str, limit: int) -> str:
    if len(sentence) <= limit:
        return sentence
    blank = sentence.rfind(" ", 0, limit)
    kept = sentence[: blank if blank > limit // 2 else limit - 1]
    return kept.rstrip(" \u00a0\u202f,;:.…«“(–—-") + "…"
