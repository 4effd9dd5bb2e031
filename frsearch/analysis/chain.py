"""The chain: text -> tokens, with every step of French analysis in order.

1. Words cut at the end of a line are joined, and words written apart by a blank.
2. The text is split at blanks into chunks. The analysis of a chunk does not depend on its context, so
   each distinct chunk is analysed once and cached.
3. A chunk is scanned for addresses, acronyms, numbers and inclusive writing, then words. Each word loses
   its elided article and is split at its hyphens; each part gets its `Form`.
4. Groups of digits are joined across blanks.

    >>> [token.form.stem for token in Chain().tokens("L’Otan et les États-Unis")]
    ['otan', 'et', 'le', 'etat', 'etatsun', 'unis']

Offsets are code points into the original text, end exclusive; positions count tokens from 0. A token
with `alternative` set is another reading of the same text, at the position of the previous token.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, dropwhile
from typing import NamedTuple

from frsearch.analysis import abbreviations, addresses, apart, elision, inclusive, numbers
from frsearch.analysis.apart import join_words
from frsearch.analysis.characters import (
    ALNUM,
    APOSTROPHES,
    HYPHENS,
    INVISIBLE,
    LETTER,
    MARKS,
    MAX_TERM_LENGTH,
    NO_LETTERS,
    RUN,
    WORDLIKE,
    clean,
)
from frsearch.analysis.compounds import ONE_WORD, split_compound
from frsearch.analysis.elision import Elided, elide
from frsearch.analysis.figures import dotted, groups_of, solid_number
from frsearch.analysis.folding import fold, open_ligatures
from frsearch.analysis.lemmas import accented_lemma
from frsearch.analysis.line_ends import SOFT_HYPHEN, join_lines, was_cut
from frsearch.analysis.spellings import BEGINNINGS, FIRST, is_ordinal, respell
from frsearch.analysis.stemming import stems

# Most letters that replace one ligature.
_MOST_OF_ONE = 3
# A longer chunk is noise, and its pieces take memory: the rest is ignored.
LONGEST_CHUNK = 100_000
# Longer chunks are too rare to cache.
_MAX_REMEMBERED_LENGTH = 64

_CHUNK = re.compile(r"\S+")
_TIED = re.compile(rf"{ALNUM}+(?:['-]{ALNUM}+)*")
# The endings of inclusive writing with hyphens; apostrophes may follow.
_MAY_BE_INCLUSIVE = re.compile(rf"-(?i:es?|s|t?rices?|euses?)(?!{ALNUM})")
_LETTERS = re.compile("[A-Za-zÀ-ÖØ-öø-ÿŒœ]+")
# What stands between the letters and digits of a plain word. The pieces of a plain word do not depend on
# the punctuation around it, so `Otan`, `Otan,` and `(Otan).` share one analysis.
PLAIN_TIES = "'’-"
_GROUP = re.compile(rf"[^{MARKS}{INVISIBLE}](?:[{INVISIBLE}]*[{MARKS}])*|[{INVISIBLE}]+|[{MARKS}]+")
_INITIAL = rf"{LETTER}[{MARKS}]*"
_ACRONYM = rf"(?:{_INITIAL}\.){{2,}}(?:{_INITIAL}(?!{WORDLIKE}))?"
_TIE = rf"[{INVISIBLE}]*(?:[{APOSTROPHES}]|[{HYPHENS}](?!{_ACRONYM}|{inclusive.PATTERN}))[{INVISIBLE}]*"
_WORD = rf"{RUN}(?:{_TIE}{RUN})*"
_SOLID = rf"{addresses.ADDRESS}|{addresses.NAME}|{addresses.AMPERSAND}"
_OTHER = rf"{_ACRONYM}|{numbers.PATTERN}|[«“„\"‹(\[{APOSTROPHES}]"
# PM2,5 and Web2.0; one figure before the sign, as more would be a paragraph (L123.4). And 4×4.
_LATIN = string.ascii_letters
_MEASURE = r"(?:[A-Za-z]{2,6}\d[.,]\d|\d{1,4}×\d{1,4})"
# An elision is a match of its own if no plain word follows: l'O.N.U., d'1,5, l'élu·e, l'« ami », or a
# blank, as in « l' ami » (but not the letter in 'c').
_BEFORE_BLANK = rf"\Z(?<![{APOSTROPHES}].[{APOSTROPHES}])"


@cache
def _scanner(inclusive_too: bool, addresses_too: bool) -> re.Pattern[str]:
    """Return the scanner of chunks, with or without inclusive writing and addresses.

    Most chunks have neither, and are scanned faster without these patterns. Compiled at the first call,
    to keep the import fast.
    """
    no_plain_word, found = _OTHER, ""
    if inclusive_too:
        no_plain_word += f"|{inclusive.PATTERN}"
        before = rf"(?<!{ALNUM})(?<![.@/{MARKS}{inclusive.DOTS}])"
        found += f"| (?P<inclusive> {before}{inclusive.PATTERN})"
    if addresses_too:
        no_plain_word += f"|{_SOLID}|{addresses.LANGUAGE}"
        found += f"| (?P<solid> {_SOLID}) | (?P<language> {addresses.LANGUAGE})"
    return re.compile(
        rf"""
          (?P<elision> (?<!{ALNUM})(?<![{MARKS}]){elision.PATTERN}
            (?:(?={no_plain_word})|{_BEFORE_BLANK}))
        | (?P<acronym> (?<!{ALNUM})(?<![{MARKS}]){_ACRONYM})
        {found}
        | (?P<era> (?<!{ALNUM})(?<![{MARKS}]){apart.ERA})
        | (?P<measure> (?<!{ALNUM})(?<![{MARKS}]){_MEASURE}(?!{WORDLIKE}|[.,×]\d))
        | (?P<number> (?<!{ALNUM}){numbers.PATTERN})
        | (?P<word> {_WORD})
        """,
        re.VERBOSE,
    )


_MAY_BE_ADDRESS = re.compile(rf"[@&\#]|\+\+|\.(?:{WORDLIKE})")


class Form(NamedTuple):
    """The terms of a word, one of each kind.

    `accented` is the word in lower case with accents (ligatures opened), `exact` the same folded,
    `stem` its folded Snowball stem, `lemma` its folded lemma.
    """

    accented: str
    exact: str
    stem: str
    lemma: str


class Token(NamedTuple):
    """A word of a text; `alternative`: another reading of the previous token, at its position."""

    start: int
    end: int
    position: int
    form: Form
    alternative: bool


class Spelling(NamedTuple):
    """A cleaned word, with offsets into its chunk; `alternative`: another reading of the previous."""

    start: int
    end: int
    word: str
    alternative: bool = False


class Piece(NamedTuple):
    """A `Spelling` with the form of the word in place of the word."""

    start: int
    end: int
    form: Form
    alternative: bool = False


def exact_form(accented: str) -> str:
    """Return the exact form of a lower-case word with ligatures opened."""
    return fold(accented)[:MAX_TERM_LENGTH]


def make_forms(words: Sequence[str]) -> list[Form]:
    """Return the forms of cleaned words; one call for many words is faster than one call each."""
    return forms_of(accented_forms(words))


def accented_forms(words: Sequence[str]) -> list[str]:
    """Return the accented forms of cleaned words, from which the other terms follow."""
    # One text for all words is safe: no word has a blank, and no step adds one or looks across one.
    accented = open_ligatures("\n".join(words)).lower().split("\n") if words else []
    return [word[:MAX_TERM_LENGTH] for word in accented]


def forms_of(accented: Sequence[str]) -> list[Form]:
    """Return the forms of words, given their accented forms."""
    if not accented:
        return []
    looks = (accented, stems(accented), list(map(accented_lemma, accented)))
    return list(map(Form, accented, *map(_folded, looks)))


def _folded(words: Sequence[str]) -> list[str]:
    # ASCII words are returned as they are, to save the memory of a copy.
    others = fold("\n".join([word for word in words if not word.isascii()])).split("\n")
    following = iter(others)
    folded = [word if word.isascii() else next(following) for word in words]
    return [word[:MAX_TERM_LENGTH] for word in folded]


def is_one_word(chunk: str) -> bool:
    """Say whether `spell_chunk` would return the chunk unchanged as its only word; False for a few
    chunks for which it would."""
    return are_one_word([chunk])[0]


def are_one_word(chunks: Iterable[str]) -> list[bool]:
    """Say of each chunk what `is_one_word` says; one call for many is faster than one call each."""
    is_plain = _LETTERS.fullmatch
    return [
        (chunk.isalpha() if chunk.isascii() else is_plain(chunk) is not None)
        and chunk[:FIRST] not in BEGINNINGS
        for chunk in chunks
    ]


def analyze_chunk(chunk: str) -> tuple[Piece, ...]:
    """Return the pieces of a chunk, in the order of their offsets."""
    spelled = spell_chunk(chunk)
    forms = make_forms([spelling.word for spelling in spelled])
    return tuple(
        Piece(each.start, each.end, form, each.alternative)
        for each, form in zip(spelled, forms, strict=True)
    )


def spell_chunk(chunk: str) -> list[Spelling]:
    """Return the words of a chunk, in the order of their offsets; none has an empty exact form."""
    chunk = chunk[:LONGEST_CHUNK]
    if (start := elision.before_word(chunk)) and is_one_word(chunk[start:]):
        return [Spelling(start, len(chunk), chunk[start:])]
    cleaned = clean(chunk)
    # Letters alone, and letters with inner apostrophes and hyphens, need no scanner.
    if cleaned.isalpha() and chunk.isalpha() and NO_LETTERS.isdisjoint(cleaned):
        if cleaned[:FIRST] not in BEGINNINGS:
            return [Spelling(0, len(chunk), cleaned)] if _is_word(cleaned) else []
        return list(_respelled(0, len(chunk), cleaned))
    if len(cleaned) == len(chunk) and _TIED.fullmatch(cleaned) and not _MAY_BE_INCLUSIVE.search(cleaned):
        return _words_among(_tied(chunk, cleaned, 0))
    spelled: list[Spelling] = []
    scanner = _scanner(
        inclusive.MAY_BE.search(chunk) is not None, _MAY_BE_ADDRESS.search(chunk) is not None
    )
    for match in scanner.finditer(chunk):
        text, kind = match.group(), match.lastgroup or ""
        if kind == "word" and is_one_word(text):
            spelled.append(Spelling(match.start(), match.end(), text))
        else:
            spelled.extend(_words_among(_HANDLERS[kind](text, match.start())))
    return spelled


def _words_among(found: Iterable[Spelling]) -> list[Spelling]:
    words = [spelling for spelling in found if spelling.word.isascii() or _is_word(spelling.word)]
    if words and words[0].alternative:
        # Without the first reading (½ in ½-finale), its alternatives are dropped too.
        return list(dropwhile(lambda spelling: spelling.alternative, words))
    return words


def _is_word(word: str) -> bool:
    """Say whether a word (of letters, digits and marks) is not empty after folding."""
    return word.isascii() or any(map(fold, word[:MAX_TERM_LENGTH]))


def _elision(text: str, start: int) -> Iterator[Spelling]:
    if full := elision.in_full(text[:-1]):
        yield Spelling(start, start + len(text) - 1, full)


def _acronym(text: str, start: int) -> Iterator[Spelling]:
    yield Spelling(start, start + len(text), clean(text.replace(".", "")))


def _number(text: str, start: int) -> Iterator[Spelling]:
    end = start + len(text)
    colon, time = numbers.time_of(text)
    if time:
        yield Spelling(start, start + colon, text[:colon])
        yield Spelling(start, end, time, alternative=True)
        yield Spelling(start + colon + 1, end, text[colon + 1 :])
        return
    for begin, stop, number in numbers.split_number(text):
        yield Spelling(start + begin, start + stop, fold(number))
    if also := dotted(text):
        yield Spelling(start, end, also, alternative=True)


def _measure(text: str, start: int) -> Iterator[Spelling]:
    """Yield PM and 2,5, also together; `4×4` is `4 x 4`."""
    end = start + len(text)
    number = text.lstrip(_LATIN)
    letters = text[: len(text) - len(number)]
    if letters:
        yield Spelling(start, start + len(letters), letters)
        yield Spelling(start, end, letters + number.replace(".", ","), alternative=True)
        yield Spelling(start + len(letters), end, number.replace(".", ","))
        return
    times = start + text.index("×")
    yield Spelling(start, times, text[: times - start])
    yield Spelling(start, end, text.replace("×", "x"), alternative=True)
    yield Spelling(times, times + 1, "x")
    yield Spelling(times + 1, end, text[times + 1 - start :])


def _era(text: str, start: int) -> Iterator[Spelling]:
    word = clean(text).rstrip(".")
    end = start + len(word)
    yield Spelling(start, end, "avant" if word.lower() == "av" else "après")
    yield Spelling(start, end, word, alternative=True)


def _language(text: str, start: int) -> Iterator[Spelling]:
    yield Spelling(start, start + len(text), text)


def _solid_parts(text: str, start: int) -> Iterator[Spelling]:
    word = clean(text)
    offsets = _Offsets(text, word, start)
    parts = addresses.parts_of(word)
    for at, (begin, end) in enumerate(parts):
        yield Spelling(*offsets.of(begin, end), word[begin:end])
        if at == 0 and len(parts) > 1:
            solid = "".join(word[begin:end] for begin, end in parts)
            yield Spelling(*offsets.of(begin, parts[-1][1]), solid, alternative=True)


def _inclusive(text: str, start: int) -> Iterator[Spelling]:
    yield Spelling(start, start + len(text), clean(inclusive.masculine(text)))


def _word(text: str, start: int) -> Iterator[Spelling]:
    return _tied(text, clean(text), start)


def _tied(text: str, word: str, start: int) -> Iterator[Spelling]:
    """Yield the words of a text with inner apostrophes and hyphens; `word` is the text cleaned."""
    offsets = _Offsets(text, word, start)
    if "-" not in word:
        yield from _part(word, 0, offsets, SOFT_HYPHEN in text)
        return
    if is_ordinal(word):
        yield from _respelled(*offsets.of(0, len(word)), _solid(word))
        return
    if word.lower() in ONE_WORD:
        yield Spelling(*offsets.of(0, len(word)), _solid(word))
        return
    leading = elide(word)
    if leading.full:
        yield _elided_in_full(leading, 0, offsets)
    parts, whole = split_compound(leading.word, was_cut(text))
    apart = SOFT_HYPHEN in text
    spelled = (_part(part.text, leading.start + part.start, offsets, apart) for part in parts)
    first = list(next(spelled))
    # After the readings of the first word.
    at = next((at for at, each in enumerate(first) if at and not each.alternative), len(first))
    yield from first[:at]
    for each in _wholes(leading.word, parts[0].text, whole):
        yield Spelling(*offsets.of(leading.start, len(word)), each, alternative=True)
    yield from first[at:]
    yield from chain.from_iterable(spelled)


def _wholes(word: str, first: str, whole: bool) -> Iterator[str]:
    """Yield a compound as one word, if it is one: with its abbreviations in full, and as written."""
    if not whole:
        yield from filter(None, [solid_number(word)])
    elif _differ(word, first):
        full = "".join(abbreviations.in_full(part) or part for part in word.split("-"))
        if full != word.replace("-", "") and _differ(full, word) and _differ(full, first):
            yield _solid(full)
        yield _solid(word)


def _elided_in_full(elided: Elided, start: int, offsets: _Offsets) -> Spelling:
    begin = start + elided.full_start
    # The apostrophe stands for the last letter.
    return Spelling(*offsets.of(begin, begin + len(elided.full) - 1), elided.full)


def _part(text: str, start: int, offsets: _Offsets, apart: bool) -> Iterator[Spelling]:
    elided = elide(text)
    begin, end = start + elided.start, start + len(text)
    if elided.full:
        yield _elided_in_full(elided, start, offsets)
    solid = _solid(elided.word)
    if not solid.isalpha() and solid == elided.word and (groups := groups_of(solid, apart)):
        for first, last in groups:
            yield Spelling(*offsets.of(begin + first, begin + last), solid[first:last])
            if first == 0:
                yield Spelling(*offsets.of(begin, end), solid, alternative=True)
    elif solid[:FIRST] in BEGINNINGS or solid[0].isdecimal():
        yield from _respelled(*offsets.of(begin, end), solid)
    else:
        yield Spelling(*offsets.of(begin, end), solid)
    if elided.inner and _differ(elided.word, elided.word[elided.inner :]):
        inner = begin + elided.inner
        yield Spelling(*offsets.of(inner, end), _solid(elided.word[elided.inner :]), alternative=True)


def _differ(word: str, other: str) -> bool:
    """Say whether two readings differ as terms: a position may not have the same term twice."""
    if len(word) * _MOST_OF_ONE <= MAX_TERM_LENGTH:
        return True
    accented = (open_ligatures(_solid(each)).lower()[:MAX_TERM_LENGTH] for each in (word, other))
    return next(accented) != next(accented)


def _respelled(start: int, end: int, word: str) -> Iterator[Spelling]:
    spelled, other = respell(word)
    yield Spelling(start, end, spelled)
    if other:
        yield Spelling(start, end, other, alternative=True)


def stands_alone(chunk: str, start: int, end: int) -> bool:
    """Say whether no letter or digit touches a piece of a chunk, as one does in `G7`."""
    return not chunk[max(0, start - 1) : start].isalnum() and not chunk[end : end + 1].isalnum()


def _solid(word: str) -> str:
    return word.replace("'", "").replace("-", "")


class _Offsets:
    """Offsets into a cleaned word -> offsets into the original chunk."""

    def __init__(self, text: str, word: str, start: int):
        self._start = start
        self._map = None if len(text) == len(word) else _align(text, len(word))

    def of(self, begin: int, end: int) -> tuple[int, int]:
        if self._map is None:
            return self._start + begin, self._start + end
        return self._start + self._map[begin][0], self._start + self._map[end - 1][1]


def _align(text: str, length: int) -> list[tuple[int, int]]:
    """Return, for each of the `length` characters of the cleaned text, its original (start, end).

    Composition joins a letter with the marks after it, so each such group is cleaned separately.
    """
    spans: list[tuple[int, int]] = []
    for group in _GROUP.finditer(text):
        cleaned = len(clean(group.group()))
        end = group.end() if cleaned else group.start()
        spans.extend((group.start(), end) for _ in range(cleaned))
    # A few scripts compose letters with letters; their offsets stay inside the word.
    spans.extend(spans[-1:] * (length - len(spans)))
    return spans


_HANDLERS = {
    "elision": _elision,
    "acronym": _acronym,
    "era": _era,
    "measure": _measure,
    "number": _number,
    "language": _language,
    "solid": _solid_parts,
    "inclusive": _inclusive,
    "word": _word,
}


@dataclass(slots=True)
class Chain:
    """The analysis with a cache of chunks; not thread-safe.

    `remember` is the most chunks to cache; a full cache is emptied.
    """

    remember: int = 1 << 19
    _pieces: dict[str, tuple[Piece, ...]] = field(default_factory=dict)

    def pieces(self, chunk: str) -> tuple[Piece, ...]:
        """Return `analyze_chunk(chunk)`, from the cache if possible."""
        pieces = self._pieces.get(chunk)
        if pieces is None:
            pieces = analyze_chunk(chunk)
            if len(chunk) <= _MAX_REMEMBERED_LENGTH:
                if len(self._pieces) >= self.remember:
                    self._pieces.clear()
                self._pieces[chunk] = pieces
        return pieces

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield the tokens of a text in the order of their positions."""
        position = -1
        number: Token | None = None  # delayed: more groups of digits may follow
        text = join_words(join_lines(text))
        for chunk in _CHUNK.finditer(text):
            offset = chunk.start()
            for piece in self.pieces(chunk.group()):
                start, end = offset + piece.start, offset + piece.end
                if number is not None:
                    joins = start == offset and numbers.joins(number.form.exact, piece.form.exact)
                    if joins and stands_alone(chunk.group(), piece.start, piece.end):
                        number = _joined(number, piece.form.exact, end)
                        continue
                    yield number
                    number = None
                position += not piece.alternative
                token = Token(start, end, position, piece.form, piece.alternative)
                opens = end == chunk.end() and numbers.opens(piece.form.exact)
                if opens and stands_alone(chunk.group(), piece.start, piece.end):
                    number = token
                else:
                    yield token
            if number is not None and number.end != chunk.end():
                yield number
                number = None
        if number is not None:
            yield number


def _joined(number: Token, group: str, end: int) -> Token:
    digits = number.form.exact + group
    return number._replace(end=end, form=Form(*(digits,) * 4))
