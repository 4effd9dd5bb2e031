"""A text without a title -> its first sentence, cut near 80 characters.

The first line that says something is looked at: not one without letters (`* * *`, `- 12 -`, `[…]`), nor
one that is a number of a page or a date alone. A sentence ends as `sentences` has it, unless a quotation
goes on that ends within the 80 characters, and with its line, unless a word is cut there.

    >>> first_sentence("M. Poutine recevra J. Bolton. La date n'est pas connue.")
    'M. Poutine recevra J. Bolton.'
    >>> first_sentence("* * *\\nHier soir le prési-\\ndent est arrivé. Suite.")
    'Hier soir le président est arrivé.'
"""

from __future__ import annotations

import re
import unicodedata

from frsearch.analysis.characters import ALNUM, APOSTROPHES, INVISIBLE, LETTER, MARKS
from frsearch.analysis.elision import PATTERN as ELIDED
from frsearch.analysis.line_ends import SOFT_HYPHEN, join_lines
from frsearch.sentences import NEWLINES, sentence_ends

LONGEST_TITLE = 80
"""Characters of a title that is made here, its ellipsis included."""

# A line that says something stands among the first characters, or there is none.
_LOOKED_THROUGH = 20_000
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
# Longer lines say something.
_LONGEST_FURNITURE = 80
_FURNITURE = re.compile(rf"[\W_]*(?:{_PAGE}|{_DATE})[\W_]*", re.IGNORECASE)

# Headings and lists as Markdown and others write them; a dash may be that of a dialogue, and stays.
_LEAD = re.compile(r"(?:#{1,6}\s+|[>*•▪‣◦·►■●○-]\s+(?!\d))+")
_CLOSING_MARKS = re.compile(r"(?:\s+[#*=_-]+)+$")
_STRESSED = re.compile(r"(\*{1,3}|_{1,3})(?=\S)(.+)(?<=\S)\1")
_UNSEEN = re.compile(rf"^[{INVISIBLE}\s]+|[\u200b\u2060\ufeff]+")

# The end of a line that `join_lines` has put into a word, and an elision at one.
_JOINT = re.compile(rf"({ALNUM}*)([-‐]?){SOFT_HYPHEN}+(?=(.))")
_ELISION = re.compile(rf"(?<!{ALNUM})({ELIDED}|(?i:aujourd)[{APOSTROPHES}])\r?\n\s*?(?={LETTER})")
# Ends of lines are sooner looked for than elisions.
_MAY_BE_ELISION = re.compile(rf"\n(?<=[{APOSTROPHES}\r]\n)")
_CUT = re.compile(rf"({LETTER}|[{MARKS}])[{SOFT_HYPHEN}¬‐-][{SOFT_HYPHEN}\s¬‐-]*$")
# Before their hyphens a word is whole more often than cut.
_FIRST_PARTS = frozenset(
    "après avant celle celui ceux demi grand nord peut porte quelques rendez saint sainte sud vice "
    "week".split()
)
_SHORT_PART = re.compile(rf"-{ALNUM}{{1,2}}-$")


def first_sentence(text: str, limit: int = LONGEST_TITLE) -> str:
    """Return the first sentence of `text`, of at most `limit` characters, ending with … if cut."""
    line = _first_line(text, limit)
    first = 0
    for end in (*(end.before for end in sentence_ends(line, 0, len(line))), len(line)):
        if first and end > limit:
            break
        # « 1. » numbers a sentence, it is not one.
        if any(map(str.isalpha, line[:end])):
            if not _quotes(line[:end]):
                return _shorten(line[:end], limit)
            first = first or end
    return _shorten(line[:first] if first else line, limit)


def _first_line(text: str, limit: int) -> str:
    """Return the first line that says something, or else the first; words cut at its end are whole."""
    start = _beginning(text[:_LOOKED_THROUGH])
    # Enough for a title, and for what is left out of it.
    begun = join_lines(text[start : start + 20 * limit])
    if _MAY_BE_ELISION.search(begun):
        begun = _ELISION.sub(r"\1", begun)
    if SOFT_HYPHEN in begun:
        begun = _JOINT.sub(_joined, begun)
    found = _LINE.search(begun)
    line = _plain_marks(_UNSEEN.sub("", found[0]).rstrip()) if found else ""
    line = _ending_before_a_cut(line).replace(SOFT_HYPHEN, "")
    return re.sub(r"[ \t]+", " ", line).strip()


def _plain_marks(line: str) -> str:
    """Return the line without what marks it as a heading, an item or stressed."""
    if not _HAS_LETTER.search(line):
        return line
    lead = _LEAD.match(line)
    line = _CLOSING_MARKS.sub("", line[lead.end() :] if lead else line) or line
    stressed = _STRESSED.fullmatch(line)
    return stressed[2] if stressed else line


def _beginning(text: str) -> int:
    """Return where the first line begins that says something, else the first with letters, or any."""
    lettered = inked = -1
    for line in _LINE.finditer(text):
        shown = _UNSEEN.sub("", line[0]).strip()
        if shown and inked < 0:
            inked = line.start()
        if not _HAS_LETTER.search(shown):
            continue
        if len(shown) > _LONGEST_FURNITURE or not _FURNITURE.fullmatch(_plain(shown)):
            return line.start()
        if lettered < 0:
            lettered = line.start()
    return max(0, inked) if lettered < 0 else lettered


def _plain(line: str) -> str:
    return " ".join(unicodedata.normalize("NFC", line).split())


def _joined(joint: re.Match[str]) -> str:
    """Put a cut word together: without its hyphen, unless that is likely to be the word's own."""
    part, hyphen, following = joint.groups()
    before = joint.string[: joint.end(2)]
    own = following.isupper() and not part.isupper()
    own = own or following.isdecimal() or part.lower() in _FIRST_PARTS
    return part + (hyphen if own or _SHORT_PART.search(before[-5:]) else "")


def _ending_before_a_cut(line: str) -> str:
    """Return the line without a word of which only the first part stands at its end."""
    cut = _CUT.search(line)
    if cut is None:
        return line
    *before, _ = line[: cut.end(1)].rsplit(maxsplit=1)
    kept = _trimmed(before[0]) if before else ""
    return (kept if _HAS_LETTER.search(kept) else line[: cut.end(1)]) + "…"


def _quotes(sentence: str) -> bool:
    """Say whether a quotation is open at the end of a sentence."""
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


def _trimmed(begun: str) -> str:
    return begun.rstrip(" \u00a0\u202f,;:.…«“(–—-")
