"""A query with few matches -> the query with its misspelled words corrected, if that matches more.

A word is doubtful if few articles hold it as it is written. Its candidates (`candidates`) are weighed by
a noisy channel model (Kernighan, Church & Gale, *A Spelling Correction Program Based on a Noisy Channel
Model*, 1990): how likely the misspelling is, and how many articles the corrected query finds as a whole,
first of all those that have its words side by side (Mays, Damerau & Mercer, *Context Based Spelling
Correction*, 1991). The suggestion is the likeliest query that matches more articles; one that matches
all words goes before one that matches any.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product, takewhile
from typing import NamedTuple

from frsearch.analysis.folding import fold
from frsearch.analysis.stopwords import is_stop_word
from frsearch.engine.candidates import CORRECTION, Candidates, Choice, Correction, Doubt
from frsearch.engine.protocol import Searcher
from frsearch.engine.request import QueryTerms
from frsearch.engine.spellings import cased_as, usual_spelling
from frsearch.query.lexer import Lexeme, lex
from frsearch.query.limits import Deadline
from frsearch.query.resolved import ResolvedWord, positive_leaves

# What marks the word after it as meant so, or as excluded.
_MARKS = ("exact", "not", "field", "extra", "unknown")
# Stop words between two words that stand side by side, at most.
_BETWEEN = 3
# Of so many doubtful words, few choices are combined.
_SEVERAL = 3
# What an article with one of the words counts, where none has all.
_APART = 0.01


class SearchOutcome(NamedTuple):
    """The total of a query, and whether its words are combined as requested (not any instead of all)."""

    as_asked: bool
    total: int


class _Corrected(NamedTuple):
    """A corrected query text, and where its corrections stand in it."""

    text: str
    places: tuple[tuple[int, int], ...]
    choices: tuple[Choice, ...]


def correct(
    query: str,
    terms: QueryTerms,
    original: SearchOutcome,
    searcher: Searcher,
    search: Callable[[str], SearchOutcome],
    deadline: Deadline,
    rules: Correction = CORRECTION,
) -> str | None:
    """Return the corrected query, or None if there is nothing to correct or no better query.

    `original` is the outcome of the query; `search` returns that of another. No query is tried after the
    deadline.
    """
    known = max(rules.known, int(rules.known_share * len(searcher)))
    words = [
        leaf
        for leaf in positive_leaves(terms.tree)
        if isinstance(leaf, ResolvedWord) and _is_loose(leaf, query)
    ]
    counts = searcher.exact_counts([word.form.exact for word in words])
    rare = {word for word, count in zip(words, counts, strict=True) if count < known}
    is_enough = original.as_asked and original.total >= known
    if not words or (is_enough and not rare):
        return None
    if len(rare) > rules.words or deadline.is_over("suggestion"):
        return None
    weighing = _Weighing(query, searcher, search, deadline, rules)
    # Well-known words that some article has together are meant so.
    few = not (original.as_asked and original.total) and len(words) <= rules.words
    options = [
        weighing.choices(word, count, terms, known)
        for word, count in zip(words, counts, strict=True)
        if word in rare or few
    ]
    return weighing.best([each for each in options if each], original)


def _is_loose(word: ResolvedWord, query: str) -> bool:
    """Return whether a word is written by itself, outside of quotation marks and without operators."""
    written = query[word.start : word.end]
    is_plain = not (word.exactly or word.stop or word.synonyms)
    return word.field is None and is_plain and written.isalpha()


def _rows(query: str) -> list[list[Lexeme]]:
    """Return the words of a query that stand side by side, without those that are marked."""
    rows: list[list[Lexeme]] = [[]]
    before: Lexeme | None = None
    for each in lex(query):
        if each.kind != "word" or (before and before.kind in _MARKS):
            rows.append([])
        else:
            if before and query[before.end : each.start].strip():
                rows.append([])
            rows[-1].append(each)
        before = each
    return [row for row in rows if row]


def _beside(
    rows: Sequence[Sequence[Lexeme]], start: int, end: int, most: int = _BETWEEN
) -> list[tuple[int, int]]:
    """Return where a part of a text stands with the content word before it, and with the one after it.

    There are at most so many stop words between them. With -1, any word beside it will do.
    """
    for row in rows:
        inside = [at for at, each in enumerate(row) if each.start < end and each.end > start]
        if inside:
            first, last = inside[0], inside[-1]
            before = _content(row[first - 1 :: -1] if first else (), most)
            after = _content(row[last + 1 :], most)
            spans = [] if before is None else [(before.start, row[last].end)]
            return spans + ([] if after is None else [(row[first].start, after.end)])
    return []


def _content(words: Sequence[Lexeme], most: int) -> Lexeme | None:
    """Return the first word that is no stop word, if it is near."""
    near = words[: max(most, 0) + 1]
    return next((each for each in near if most < 0 or not is_stop_word(fold(each.text.lower()))), None)


def _combined(
    options: Sequence[Sequence[Choice]], joined: Sequence[Choice], most: int
) -> Iterator[tuple[Choice, ...]]:
    """Yield combinations of one choice for each doubtful word, by descending score.

    Before them stand words joined, with the best choices of other words.
    """
    for choice in joined[:most]:
        yield (choice, *(each[0] for each in options if not _overlap(each[0].doubt, choice.doubt)))
    few = [each if len(options) < _SEVERAL else each[: _SEVERAL + 1] for each in options]
    combinations = sorted(product(*few), key=lambda choices: -sum(each.score for each in choices))
    yield from islice(combinations, most)


def _overlap(one: Doubt, other: Doubt) -> bool:
    return one.start < other.end and other.start < one.end


class _Weighing:
    """Finds corrections of a query, and weighs them by what they find."""

    def __init__(
        self,
        query: str,
        searcher: Searcher,
        search: Callable[[str], SearchOutcome],
        deadline: Deadline,
        rules: Correction,
    ):
        self._query = query
        self._searcher = searcher
        self._search = search
        self._deadline = deadline
        self._rules = rules
        self._candidates = Candidates(searcher, rules)
        self._rows = _rows(query)
        self._totals: dict[str, int] = {}
        self._spellings: dict[str, list[str]] = {}

    def choices(self, word: ResolvedWord, exact: int, terms: QueryTerms, known: int) -> list[Choice]:
        """Return the likeliest corrections of a rare word.

        A word that is well known in another form is doubtful only for the words beside it, or as two
        words written as one.
        """
        held = 0 if word.alike else terms.matching[word]
        spans = _beside(self._rows, word.start, word.end)
        common = exact >= known
        typed = max((self._total(f'"{self._query[begin:end]}"') for begin, end in spans), default=0)
        if common and (not spans or typed > 1):
            return []
        doubt = Doubt(word.form.exact, word.start, word.end, exact, held, not spans, typed, common)
        return self._candidates.of(doubt, glued=held >= known and not spans)

    def _joined(self) -> Iterator[Choice]:
        """Yield the words that two adjacent words of the query are if written as one."""
        for row in self._rows:
            for one, other, text, articles in self._candidates.joined(row):
                typed = self._total(f'"{self._query[one.start : other.end]}"')
                parts = [fold(each.text.lower()) for each in (one, other)]
                held = min(self._searcher.exact_counts(parts))
                doubt = Doubt(text, one.start, other.end, held, held, False, typed)
                yield Choice(doubt, text, -self._rules.blank, articles)

    def best(self, options: Sequence[Sequence[Choice]], original: SearchOutcome) -> str | None:
        """Return the likeliest text that matches more articles than the query."""
        weighed: list[tuple[bool, float, str, _Corrected]] = []
        for combined in _combined(options, [*self._joined()], self._rules.tries):
            choices = [each for each in combined if not each.keeps]
            if not choices:
                continue
            if self._deadline.is_over("suggestion"):
                break
            corrected = _with(self._query, choices)
            sides = [*takewhile(lambda side: side >= 0, self._sides(corrected))]
            if len(sides) == len(choices):
                outcome = self._search(corrected.text)
                weight = self._weight(choices, sides, outcome)
                weighed.append((not outcome.as_asked, -weight, corrected.text, corrected))
        for *_, corrected in sorted(weighed):
            text = self._spelled(corrected)
            if text is not None:
                outcome = self._search(text)
                if outcome.total and outcome > original:
                    return text
        return None

    def _weight(self, choices: Sequence[Choice], sides: Sequence[int], outcome: SearchOutcome) -> float:
        """Return the logarithm of how likely a corrected query is."""
        fewest = min(each.articles for each in choices)
        together = min(outcome.total, fewest) if outcome.as_asked else _APART * fewest
        found = max(self._rules.side_by_side * min(sides) + together, _APART)
        return math.log(found) + sum(map(self._likelihood, choices))

    def _likelihood(self, choice: Choice) -> float:
        """Return how likely a misspelling is; one of a name is a name."""
        doubt = choice.doubt
        written = self._query[doubt.start : doubt.end]
        if not (doubt.alone and _is_name(written)):
            return choice.likelihood
        spelled = self._spelled_words(choice)
        return choice.likelihood - self._rules.no_name * (not spelled or spelled[-1].islower())

    def _sides(self, corrected: _Corrected) -> Iterator[int]:
        """Yield how many articles have each correction side by side with the words beside it.

        -1: too few for it to be meant.
        """
        rows = _rows(corrected.text)
        for choice, (start, end) in zip(corrected.choices, corrected.places, strict=True):
            least = self._least(choice)
            spans = _beside(rows, start, end) or _beside(rows, start, end, -1)
            texts = [corrected.text[begin:end] for begin, end in spans]
            if texts:
                side = max(self._in_a_row(text, least) for text in texts)
            else:
                side = self._in_a_row(choice.text, least) if " " in choice.text else choice.articles
            yield side if side >= least and (side or self._may_be_apart(choice)) else -1

    def _in_a_row(self, text: str, least: int) -> int:
        """Return how many articles have these words side by side; 0 if fewer than `least` have them."""
        words = [fold(word.lower()) for word in text.split() if word.isalpha()]
        # It takes much longer to see where words stand than that they are there.
        if least and len(words) > 1 and self._searcher.together(words) < least:
            return 0
        return self._total(f'="{text}"')

    def _least(self, choice: Choice) -> int:
        """Return in how many articles a correction of what some articles have must be side by side."""
        doubt, is_split = choice.doubt, " " in choice.text
        if not doubt.held or (doubt.alone and not is_split):
            return 0
        typed = doubt.exact if doubt.alone else doubt.typed
        # Two words that only happen to stand side by side are seldom a word of its own.
        power = 1 if is_split and not _has_stop_word(choice.text) else 2
        least: int = self._rules.beside * (1 + typed) ** power
        return least

    def _may_be_apart(self, choice: Choice) -> bool:
        """Return whether a correction may be meant that nowhere stands beside the words beside it."""
        is_split = " " in choice.text
        return not is_stop_word(choice.text) and (not is_split or self._are_near(choice.text))

    def _are_near(self, words: str) -> bool:
        """Return whether two words stand near each other in some article; stop words side by side."""
        slop = 1 if _has_stop_word(words) else self._rules.near
        return self._total(f'"{words}"~{slop}') > 0

    def _total(self, text: str) -> int:
        if text not in self._totals:
            self._totals[text] = self._search(text).total
        return self._totals[text]

    def _spelled(self, corrected: _Corrected) -> str | None:
        """Return a corrected query with the spelling of the articles, None if no live article has it."""
        text = corrected.text
        for (start, end), choice in sorted(
            zip(corrected.places, corrected.choices, strict=True), reverse=True
        ):
            spelled = self._spelled_choice(choice)
            if spelled is None:
                return None
            text = text[:start] + spelled + text[end:]
        return text

    def _spelled_choice(self, choice: Choice) -> str | None:
        written = self._query[choice.doubt.start : choice.doubt.end]
        words = self._spelled_words(choice)
        if not words or (choice.doubt.held and choice.doubt.alone and _is_no_name(written, words)):
            return None
        first, *others = words
        if not _is_name(written):
            return cased_as(written, " ".join(words))
        return " ".join([cased_as(written, first), *(_in_name(each) for each in others)])

    def _spelled_words(self, choice: Choice) -> list[str]:
        """Return the words of a choice as articles spell them, none if no live article has one."""
        if choice.text not in self._spellings:
            written = self._query[choice.doubt.start : choice.doubt.end].lower()
            accented = fold(written) != written
            words = [usual_spelling(self._searcher, exact, accented) for exact in choice.text.split()]
            self._spellings[choice.text] = [] if None in words else [word for word in words if word]
        return self._spellings[choice.text]


def _is_name(written: str) -> bool:
    return written[0].isupper() and not written.isupper()


def _in_name(word: str) -> str:
    """Return a word after the first one of a name: capitals are for names alone."""
    return word if word.islower() else cased_as("A", word)


def _has_stop_word(words: str) -> bool:
    return any(map(is_stop_word, words.split()))


def _is_no_name(written: str, words: Sequence[str]) -> bool:
    """Return whether a known word is a name, if `words` are none.

    A name is never a misspelled common word, nor an article with a noun: `Lafont` is not « la font ».
    """
    is_article = len(words) > 1 and is_stop_word(words[0].lower())
    is_name = len(words) == 1 and _is_name(written)
    return (is_name or is_article) and words[-1].islower()


def _with(query: str, choices: Sequence[Choice]) -> _Corrected:
    """Return the query with choices applied, which do not overlap."""
    text, places, shift = query, [], 0
    ordered = sorted(choices, key=lambda choice: choice.doubt.start)
    for choice in ordered:
        start, end = choice.doubt.start + shift, choice.doubt.end + shift
        text = text[:start] + choice.text + text[end:]
        places.append((start, start + len(choice.text)))
        shift += len(choice.text) - (end - start)
    return _Corrected(text, tuple(places), tuple(ordered))
