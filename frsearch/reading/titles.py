"""A text without a title -> its first sentence, cut near 80 characters.

The title comes from the first line with content: neither a line without letters (`* * *`, `- 12 -`,
`[…]`), nor a page number or a date alone. A sentence ends where `sentences` says, unless a quotation is
still open that ends within the 80 characters; it also ends with its line, unless a word is cut there.

    >>> first_sentence("M. Poutine recevra J. Bolton. La date n'est pas connue.")
    'M. Poutine recevra J. Bolton.'
    >>> first_sentence("* * *\\nHier soir le prési-\\ndent est arrivé. Suite.")
    'Hier soir le président est arrivé.'
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

from frsearch.analysis.characters import ALNUM, APOSTROPHES, INVISIBLE, LETTER, MARKS
from frsearch.analysis.elision import PATTERN as ELIDED
from frsearch.analysis.line_ends import SOFT_HYPHEN, join_lines
from frsearch.reading.cut_words import plain_words
from frsearch.sentences import NEWLINES, sentence_ends

LONGEST_TITLE = 80
"""Most characters of a title made here, including the ellipsis."""

# The first line with content begins within these characters, or there is none.
_SEARCH_LIMIT = 20_000
_LINE = re.compile(rf"[^{NEWLINES}]+")
_HAS_LETTER = re.compile(LETTER)

_ROMAN = r"(?=[ivxl])(?:x[lc]|l?x{0,3})(?:ix|iv|v?i{0,3})"
_PAGE = rf"(?:(?:page|folio|p\.|f°)\ *(?:\d+|{_ROMAN})(?:\ *(?:/|sur|de)\ *\d+)?|{_ROMAN})"
_DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_MONTH = (
    r"(?:janv(?:ier|\.)|f[ée]vr(?:ier|\.)|mars|avr(?:il|\.)|mai|juin|juil(?:let|l?\.)|ao[ûu]t|"
    r"sept(?:embre|\.)|oct(?:obre|\.)|nov(?:embre|\.)|d[ée]c(?:embre|\.))"
)
_WHOLE_DATE = rf"(?:{_DAY},?\ +)?(?:\d\d?(?:er)?\ +)?{_MONTH}\ +\d{{4}}"
_DATE = (
    rf"(?:(?:publié|mis\ en\ ligne|mis\ à\ jour)\ +)?(?:le\ +)?"
    rf"(?:{_WHOLE_DATE}|{_DAY},?\ +\d\d?(?:er)?(?:\ +{_MONTH}|[/.-]\d\d?[/.-]\d+)|\d{{4}}-\d\d?-\d\d?)"
    r"(?:(?:T|,?\ +(?:à\ +)?)\d\d?(?:\ *h\ *\d*|:[\d:.Z+-]+))?"
)
# Longer lines have content.
_LONGEST_FURNITURE = 80
_FURNITURE = re.compile(rf"[\W_]*(?:{_PAGE}|{_DATE})[\W_]*", re.IGNORECASE)

# Marks of headings and lists, as in Markdown; a dash stays, as it may begin a dialogue.
_LEAD = re.compile(r"(?:#{1,6}\s+|[>*•▪‣◦·►■●○-]\s+(?!\d))+")
_CLOSING_MARKS = re.compile(r"(?:\s+[#*=_-]+)+$")
_CLOSES = "#*=_-"
_STRESSED = re.compile(r"(\*{1,3}|_{1,3})(?=\S)(.+)(?<=\S)\1")
_UNSEEN = re.compile(rf"[{INVISIBLE}\s]+")
_WITHOUT_WIDTH = "\u200b\u2060\ufeff"

# An elision before a line end.
_ELISION = re.compile(rf"(?<!{ALNUM})({ELIDED}|(?i:aujourd)[{APOSTROPHES}])\r?\n\s*?(?={LETTER})")
# Line ends are faster to search than elisions.
_MAY_BE_ELISION = re.compile(rf"\n(?<=[{APOSTROPHES}\r]\n)")
_CUT = re.compile(rf"({LETTER}|[{MARKS}])[{SOFT_HYPHEN}¬‐-][{SOFT_HYPHEN}\s¬‐-]*$")
_CUT_ENDS = f"{SOFT_HYPHEN}¬‐-"


def first_sentence(text: str, limit: int = LONGEST_TITLE) -> str:
    """Return the first sentence of `text`, at most `limit` characters, with … at its end if cut."""
    line = _first_line(text, limit)
    first = 0
    ends = (end.before for end in sentence_ends(line, 0, len(line)))
    for end in chain(ends, (len(line),)):  # not one more than needed
        if first and end > limit:
            break
        # « 1. » is the number of a sentence, not a sentence.
        if any(map(str.isalpha, line[:end])):
            if not _is_quotation_open(line[:end]):
                return _shorten(line[:end], limit)
            first = first or end
    return _shorten(line[:first] if first else line, limit)


def _first_line(text: str, limit: int) -> str:
    """Return the first line with content, else the first; a word cut at its end is joined."""
    start = _first_line_start(text[:_SEARCH_LIMIT])
    # Enough for a title, and for the marks removed from it.
    beginning = join_lines(text[start : start + 20 * limit])
    if _MAY_BE_ELISION.search(beginning):
        beginning = _ELISION.sub(r"\1", beginning)
    beginning = plain_words(beginning, {})
    first = _LINE.search(beginning)
    line = _without_marks(_seen(first[0]).rstrip()) if first else ""
    line = _without_cut_word(line).replace(SOFT_HYPHEN, "")
    return (re.sub(r"[ \t]+", " ", line) if "  " in line or "\t" in line else line).strip()


def _without_marks(line: str) -> str:
    """Return the line without marks of a heading, a list item or emphasis."""
    if not _HAS_LETTER.search(line):
        return line
    lead = _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    # Lines that end otherwise, nearly all, are not searched for the beginning of such an end.
    line = (_CLOSING_MARKS.sub("", rest) if rest[-1:] in _CLOSES else rest) or line
    stressed = _STRESSED.fullmatch(line)
    return stressed[2] if stressed else line


def _first_line_start(text: str) -> int:
    """Return the offset of the first line with content, else with letters, else of any line."""
    lettered = visible = -1
    for line in _LINE.finditer(text):
        shown = _seen(line[0]).strip()
        if shown and visible < 0:
            visible = line.start()
        if not _HAS_LETTER.search(shown):
            continue
        if len(shown) > _LONGEST_FURNITURE or not _FURNITURE.fullmatch(_plain(shown)):
            return line.start()
        if lettered < 0:
            lettered = line.start()
    return max(0, visible) if lettered < 0 else lettered


def _seen(line: str) -> str:
    """Return a line without invisible characters at its beginning, and without those of no width."""
    unseen = _UNSEEN.match(line)
    line = line[unseen.end() :] if unseen else line
    for character in _WITHOUT_WIDTH:
        line = line.replace(character, "")
    return line


def _plain(line: str) -> str:
    return " ".join(unicodedata.normalize("NFC", line).split())


def _without_cut_word(line: str) -> str:
    """Return the line without a word cut at its end, with … in its place."""
    cut = _CUT.search(line) if line.rstrip()[-1:] in _CUT_ENDS else None
    if cut is None:
        return line
    *before, _ = line[: cut.end(1)].rsplit(maxsplit=1)
    whole = _trimmed(before[0]) if before else ""
    return (whole if _HAS_LETTER.search(whole) else line[: cut.end(1)]) + "…"


def _is_quotation_open(sentence: str) -> bool:
    """Say whether a quotation is still open at the end of a sentence."""
    opened = any(sentence.count(left) > sentence.count(right) for left, right in ("«»", "“”"))
    return opened or sentence.count('"') % 2 == 1


def _shorten(sentence: str, limit: int) -> str:
    if len(sentence) <= limit:
        return sentence
    blank = sentence.rfind(" ", 0, limit)
    at = blank if blank > limit // 2 else limit - 1
    while at > 1 and unicodedata.category(sentence[at])[0] == "M":
        at -= 1
    return _trimmed(sentence[:at]) + "…"


def _trimmed(beginning: str) -> str:
    return beginning.rstrip(" \u00a0\u202f,;:.…«“(–—-")
