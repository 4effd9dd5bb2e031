"""Lexemes -> lexemes in which dashes of running text exclude nothing, and idle operators are words.

A person excludes words that carry meaning, and does so after the words that are sought. A sentence that
was pasted has dashes for other reasons: `-69,6 °C`, `(-7)`, `-La tendance`, `fut -elle`, `-dit-on-`.
What is sure is read so without a word; where a dash may be either, a note says how it was read. That a
hyphen joins the verb and its subject, a particle, the parts of a compound: Grevisse & Goosse, *Le bon
usage*.

>>> from frsearch.query.lexer import lex
>>> [lexeme.text for lexeme in as_meant([*lex("une température de -69,6°C")])[0]]
['une', 'température', 'de', '69,6°C']
>>> [lexeme.text for lexeme in as_meant([*lex("sommet -Trump")])[0]]
['sommet', '-', 'Trump']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, takewhile
from typing import NamedTuple

from frsearch.analysis.chain import Chain
from frsearch.analysis.folding import fold
from frsearch.analysis.line_ends import SOFT_HYPHEN
from frsearch.analysis.stopwords import is_stop_word
from frsearch.messages.wording import Message
from frsearch.query.cut_compounds import joins, may_join
from frsearch.query.lexer import Lexeme

# A dash in a pair is so many lexemes before the other at most.
_LONGEST_PAIR = 25
_PUNCTUATION = ".,;:!?…»”\"'’"
# « celui -ci », « ce jour -là ».
_PARTICLES = frozenset(["ci", "là", "la"])
# Subjects after the verb: « dit -on », « a -t-il ».
_SUBJECTS = frozenset("je tu il elle on nous vous ils elles ce moi toi lui leur y en le la les".split())
# They open a line of dialogue: « -Oui, répondit-il ».
_REPLIES = frozenset(
    "oui non si bonjour bonsoir merci bravo allo ah oh eh he bah ben euh hein tiens".split()
)

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_DECIMALS = re.compile(r"\d+[.,]\d+")
_UNITS = (
    r"°[cfk]?|º[cf]?|%|‰|€|\$|£|c|cm|mm|km|m|kg|g|mg|l|cl|ml|h|min|mn|s|ha|v|w|kw|kwh|mwh|hz|db|pt|pts"
    r"|degrés?|degres?|celsius|fahrenheit|euros?|dollars?|francs?|points?|pour|mètres?|kilomètres?"
    r"|heures?|minutes?|secondes?|jours?|semaines?|mois|ans|années?|millions?|milliards?|pourcents?"
)
_UNIT = re.compile(rf"(?:{_UNITS})[{re.escape(_PUNCTUATION)}]*", re.IGNORECASE)
_MEASURE = re.compile(rf"\d+(?:[.,]\d+)?(?:{_UNITS})[{re.escape(_PUNCTUATION)}]*", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
# « Covid -19 », « 14 -18 »: what is excluded is a year or longer.
_SHORT = re.compile(r"\d{1,3}")
_NAME = re.compile(r"[A-Z]{1,5}")
_FEW_DIGITS = re.compile(r"\d{1,4}")
# What is no weight: `^-3`, `^x`, `^3^2`; « 10^-3 » is a power.
_NO_WEIGHT = re.compile(
    rf"(?P<word>|.*\D)(?P<weight>\^(?:[-+.,\d^]*|[^\W\d_]))[{re.escape(_PUNCTUATION)}]*"
)

_BINARY = ("and", "or")
# Lexemes that may be none, and PRÈS, beside which numbers are.
_DECIDED = frozenset((*_BINARY, "not", "boost", "near"))
_OPERANDS_BEFORE = ("word", "phrase", "unclosed", "close", "slop", "boost")


class Note(NamedTuple):
    """What is said of a place in the query."""

    message: Message
    start: int
    end: int


def as_meant(lexemes: Sequence[Lexeme], chain: Chain | None = None) -> tuple[list[Lexeme], list[Note]]:
    """Return the lexemes with the dashes and operators that are none taken out or made words."""
    if not any(each.kind in _DECIDED or "^" in each.text for each in lexemes):
        return [*lexemes], []
    reader = _Reader(lexemes, chain or Chain())
    kept: list[Lexeme] = []
    for at, lexeme in enumerate(lexemes):
        if lexeme.kind == "boost" and kept and kept[-1].kind == "word" and kept[-1].text.isdecimal():
            # « 10^3 » is a power.
            kept.append(Lexeme("word", lexeme.text[1:], lexeme.start + 1, lexeme.end))
            continue
        if lexeme.kind == "not" and lexeme.text in "-!" and reader.is_dash(at):
            continue
        if reader.is_word(at, kept[-1] if kept else None):
            lexeme = lexeme._replace(kind="word")
        if lexeme.kind != "word" or (lexeme := reader.without_weight(lexeme)).text:
            kept.append(lexeme)
    return _with_numbers(kept), reader.notes


def _with_numbers(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """Return the lexemes with a name and its number as one beside PRÈS: « G 7 PRÈS/10 paix »."""
    joined: list[Lexeme] = []
    for at, lexeme in enumerate(lexemes):
        following = lexemes[at + 1].kind if at + 1 < len(lexemes) else ""
        if joined and _is_number_of(joined[-1], lexeme):
            before = joined[-2].kind if len(joined) > 1 else ""
            if "near" in (following, before):
                name = joined.pop()
                # A soft hyphen in place of the blank, as in `join_words`: offsets stay.
                lexeme = Lexeme("word", f"{name.text}{SOFT_HYPHEN}{lexeme.text}", name.start, lexeme.end)
        joined.append(lexeme)
    return joined


def _is_number_of(name: Lexeme, number: Lexeme) -> bool:
    """Say whether a number belongs to the name before it: « G 7 », « CAC 40 »."""
    are_words = name.kind == number.kind == "word" and name.end + 1 == number.start
    return are_words and bool(_NAME.fullmatch(name.text) and _FEW_DIGITS.fullmatch(number.text))


class _Reader:
    """Decides about one lexeme after another; `notes` say what may be meant otherwise."""

    def __init__(self, lexemes: Sequence[Lexeme], chain: Chain):
        self._lexemes = lexemes
        self._chain = chain
        joints = [_is_lower_stop_word(each) for each in lexemes]
        # How many lexemes before each place are words, and stop words.
        self._words = [0, *accumulate(each.kind == "word" for each in lexemes)]
        self._joints = [0, *accumulate(joints)]
        # Someone who writes operators and fields writes no sentence.
        operators = ("and", "or", "near", "field", "extra")
        self._has_syntax = any(each.kind in operators for each in lexemes) or any(
            each.kind == "not" and each.text not in "-!" for each in lexemes
        )
        self._in_values = _in_values(lexemes)
        self.notes: list[Note] = []

    # --- operators

    def is_word(self, at: int, before: Lexeme | None) -> bool:
        """Say whether an operator joins nothing, and is the word that is written so.

        `before` is the lexeme before it, as it was decided.
        """
        lexeme, after = self._lexemes[at], self._at(at + 1)
        if lexeme.kind not in (*_BINARY, "not") or not lexeme.text.isalpha():
            return False
        if before is not None and before.kind in ("exact", "field", "extra", "near"):
            return before.end == lexeme.start or before.kind == "near"
        lacks_left = lexeme.kind != "not" and (before is None or before.kind == "open")
        lacks_right = after is None or after.kind == "close"
        if lacks_right and before is not None and before.kind in (*_BINARY, "not"):
            # « argent ET OR »: of the operators, OR alone is a noun.
            lacks_right = lexeme.text == "OR"
        if not lacks_left and not lacks_right:
            return False
        sentence = Message(
            "{operator} has nothing to join on one side: searched as a word", operator=lexeme.text
        )
        self.notes.append(Note(sentence, lexeme.start, lexeme.end))
        return True

    # --- weights

    def without_weight(self, lexeme: Lexeme) -> Lexeme:
        """Return a word without what is written as a weight and is none; the text may be blank."""
        if not (match := _NO_WEIGHT.fullmatch(lexeme.text)):
            return lexeme
        self.notes.append(
            Note(Message("^ after a word needs a number, such as ^2: ignored"), lexeme.start, lexeme.end)
        )
        return lexeme._replace(text=match["word"], end=lexeme.start + len(match["word"]))

    # --- dashes

    def is_dash(self, at: int) -> bool:
        """Say whether - (or !) before a word excludes nothing."""
        before, word, after = self._at(at - 1), self._at(at + 1), self._at(at + 2)
        if word is None or word.kind != "word" or word.start != self._lexemes[at].end:
            return False
        if before is not None and before.kind in ("not", "exact", "field", "extra"):
            return False
        if self._in_values[at]:  # `page:(-1 OU 2)`: the parser reads numbers below zero
            return False
        if "*" in word.text or "~" in word.text:  # no sentence has a pattern
            return False
        if _NUMBER.match(word.text):
            return self._is_number(before, word, after, at)
        if self._is_no_content(word, after):
            return True
        if self._is_pair(at) or self._is_after_first_part(before, word):
            return True
        if self._may_be_text(before, word, after, at):
            self._say_dash(at)
            return True
        return False

    def _may_be_text(self, before: Lexeme | None, word: Lexeme, after: Lexeme | None, at: int) -> bool:
        """Say whether a dash is more likely one of running text; an exclusion may be meant."""
        if before is not None and before.kind == "word" and may_join(before.text, word.text):
            return True
        if self._is_reply(before, word, after):
            return True
        return not self._has_syntax and self._is_inside_sentence(at)

    def _is_number(self, before: Lexeme | None, word: Lexeme, after: Lexeme | None, at: int) -> bool:
        """Say whether - before a number is a minus, or the dash of a range."""
        written = "".join(word.text.rstrip(_PUNCTUATION).split())  # -5 000
        if _DECIMALS.fullmatch(written) or _MEASURE.fullmatch(word.text):
            return True
        if _NUMBER.fullmatch(written) and after and after.kind == "word" and _UNIT.fullmatch(after.text):
            return True
        if self._is_lower_bound(at):
            return True
        is_opened = before is not None and before.kind == "open"
        if is_opened and (after is None or after.kind == "close"):
            return True
        if before is not None and before.kind == "word" and _is_lower_stop_word(before):
            return True
        if _SHORT.fullmatch(written) or (not self._has_syntax and self._is_range(before, written)):
            is_closed = after is not None and after.kind == "close"
            if not is_closed:
                self._say_dash(at)
            return True
        return False

    def _is_lower_bound(self, at: int) -> bool:
        """Say whether a number is the first of two: « -12 à -15 »."""
        joint, following = self._at(at + 2), self._at(at + 3)
        if joint is None or following is None or joint.text not in ("à", "a", "et", "ou"):
            return False
        if following.kind == "not":
            following = self._at(at + 4) or joint
        return bool(_NUMBER.match(following.text.lstrip("+")))

    @staticmethod
    def _is_range(before: Lexeme | None, written: str) -> bool:
        """Say whether two years are a range with a blank too many: « 1914 -1918 »."""
        if before is None or before.kind != "word":
            return False
        years = (before.text, written)
        return all(_YEAR.fullmatch(each) for each in years) and before.text < written

    def _is_no_content(self, word: Lexeme, after: Lexeme | None) -> bool:
        """Say whether nobody excludes a word: `-je`, `-ou`, `-là`, `-dit-on`."""
        forms = [token.form.accented for token in self._chain.tokens(word.text) if not token.alternative]
        if not forms:
            return False
        # « vitamine -C », « -Le Monde »: a name may be meant.
        if len(word.text) == 1 and word.text.isupper():
            return False
        if len(forms) > 1 and forms[-1] in _SUBJECTS and "-" in word.text:
            return True
        if not all(is_stop_word(form) or form in _PARTICLES for form in forms):
            return False
        if word.text[0].isupper() and after is not None and after.text[:1].isupper():
            sentence = Message(
                '-{word} excludes no word so common: to exclude a name, write -"{word} {next}"',
                word=word.text,
                next=after.text,
            )
            self.notes.append(Note(sentence, word.start - 1, word.end))
        return True

    def _is_pair(self, at: int) -> bool:
        """Say whether another dash ends what this one begins: « -dit-on- », « -ou plutôt non- »."""
        following = self._lexemes[at + 1 : at + 1 + _LONGEST_PAIR]
        words = takewhile(lambda each: each.kind in ("word", "phrase"), following)
        return any(_ends_in_dash(each.text) for each in words if each.kind == "word")

    def _is_after_first_part(self, before: Lexeme | None, word: Lexeme) -> bool:
        """Say whether the word before leads on: « Saint -Denis », « de -Gaulle »."""
        if before is None or before.kind != "word":
            return False
        return joins(before.text, word.text) or _is_lower_stop_word(before)

    def _is_reply(self, before: Lexeme | None, word: Lexeme, after: Lexeme | None) -> bool:
        """Say whether a dash opens a line of dialogue: « -Bonjour, dit-il. », « -Non merci »."""
        if before is not None and not (before.kind == "word" and before.text[-1] in ".!?…:"):
            return False
        spoken = fold(word.text.rstrip(_PUNCTUATION).lower()) in _REPLIES
        mark = (
            after is not None
            and after.kind == "word"
            and after.start > word.end
            and after.text[0] in ".!?…"
        )
        return spoken or mark or word.text[-1] in ".,!?…"

    def _is_inside_sentence(self, at: int) -> bool:
        """Say whether a sentence goes on after the word; an exclusion stands at its end."""
        others = (n for n in range(at + 2, len(self._lexemes)) if self._lexemes[n].kind == "not")
        joins_after = self._joints[next(others, len(self._lexemes))] - self._joints[at + 2]
        if self._words[at]:
            return joins_after > 0 and self._joints[at] > 0
        ends = any(each.text[-1:] in [*".!…,"] for each in self._lexemes[at + 1 :])
        return joins_after > 2 or (joins_after > 0 and ends)

    def _say_dash(self, at: int) -> None:
        dash, word = self._lexemes[at], self._lexemes[at + 1]
        sentence = Message(
            "{written} is read as in a sentence and excludes nothing: to exclude it, write SAUF {word}",
            written=dash.text + word.text.rstrip(_PUNCTUATION),
            word=word.text.rstrip(_PUNCTUATION),
        )
        self.notes.append(Note(sentence, dash.start, word.end))

    def _at(self, at: int) -> Lexeme | None:
        return self._lexemes[at] if 0 <= at < len(self._lexemes) else None


def _in_values(lexemes: Sequence[Lexeme]) -> list[bool]:
    """Say for each lexeme whether it is in parentheses after a field of the archive."""
    inside, groups = [], [False]
    before: Lexeme | None = None
    for each in lexemes:
        if each.kind == "close" and len(groups) > 1:
            groups.pop()
        inside.append(groups[-1])
        if each.kind == "open":
            groups.append(groups[-1] or (before is not None and before.kind == "extra"))
        if each.kind != "exact":  # `page:=(…)`
            before = each
    return inside


def _is_lower_stop_word(lexeme: Lexeme) -> bool:
    """Say whether a word is a stop word in lower case; a consonant may be a name (`vitamine c`)."""
    word = lexeme.text
    if lexeme.kind != "word" or not word.islower():
        return False
    return is_stop_word(word) and (len(word) > 1 or word in "aày")


def _ends_in_dash(text: str) -> bool:
    text = text.rstrip(_PUNCTUATION)
    return len(text) > 1 and text[-1] == "-" and text[-2].isalnum()
