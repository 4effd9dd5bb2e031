"""Stop words that are part of a name: `vitamine C`, `jour J`, `La Croix`, `Marine Le Pen`.

A row of words leaves out its stop words, but these change what is meant. So articles where such a word
stands beside its neighbour come first: the neighbour is `Or(neighbour, the two in a row)`, which matches
the same articles and scores more where both stand. These count:

    a single letter           vitamine C, RER C, jour J; `A` and `Y` in capitals only; not `M. Hulot`
    a capital and a capital   La Croix, Le Pen, En Marche, also as the first words
    a capital in mid-query    le journal Le monde; not Et and Ou, nor « Crise : Le maire »

The letter belongs to the word before it, the others to the word after, if there is one. Capitals of
names and titles: Grevisse, *Le Bon Usage*, §§ 98 to 101.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from frsearch.query.nodes import Node, Word, Words, or_in_a_row

# The letters that are no words by themselves; before a full stop they are initials.
_LETTERS = frozenset("cdjlmnst")
# Operators with a small letter, more likely than names.
_OPERATORS = frozenset(("et", "ou"))
# What the two in a row weigh beside the words: `vitamine` without C is another thing. For names, with
# more, articles that say « Le Pen » most often would come before those with the other words.
_LETTER = 1.0
_NAME = 0.3
_BEFORE_SENTENCES = '.!?…:;«»"“”(-–—|'


def with_names(words: Words[Node], text: str) -> Words[Node]:
    """Return a row of words of a query text, with names favoured."""
    children = list(words.children)
    stops = [
        (at, child) for at, child in enumerate(words.children) if isinstance(child, Word) and child.stop
    ]
    for at, child in stops:
        before, after = _beside(words.children, at, text)
        if _is_letter(child, text):
            neighbour, weight = before or after, _LETTER
        elif _is_capitalised(child, text):
            named = after is not None and text[after.start].isupper()
            neighbour = after or before if named or _is_in_sentence(child, text) else None
            weight = _NAME
        else:
            continue
        if neighbour is not None:
            place = at - 1 if neighbour is before else at + 1
            pair = sorted((neighbour, child), key=lambda word: word.start)
            children[place] = or_in_a_row(children[place], [pair], weight * neighbour.boost)
    return replace(words, children=tuple(children)) if stops else words


def _beside(children: Sequence[Node], at: int, text: str) -> tuple[Word | None, Word | None]:
    """Return the words before and after a word, None if they are stop words or stand apart from it."""
    word = children[at]
    before = children[at - 1] if at else None
    after = children[at + 1] if at + 1 < len(children) else None
    return (
        before if isinstance(before, Word) and _are_neighbours(before, word, text) else None,
        after if isinstance(after, Word) and _are_neighbours(word, after, text) else None,
    )


def _are_neighbours(one: Node, other: Node, text: str) -> bool:
    if not (isinstance(one, Word) and isinstance(other, Word)):
        return False
    alike = one.field == other.field and one.stop != other.stop and not (one.exactly or other.exactly)
    return alike and text[one.end : other.start].isspace()


def _is_letter(word: Word, text: str) -> bool:
    written = text[word.start : word.end]
    alone = len(written) == 1 and text[word.end : word.end + 1] != "."
    return alone and written.isascii() and (written.isupper() or written in _LETTERS)


def _is_capitalised(word: Word, text: str) -> bool:
    written = text[word.start : word.end]
    return written[0].isupper() and not written.isupper() and word.form.exact not in _OPERATORS


def _is_in_sentence(word: Word, text: str) -> bool:
    """Say whether a word is not the first of a sentence, after a colon or in quotation marks."""
    before = text[: word.start].rstrip()
    return bool(before) and before[-1] not in _BEFORE_SENTENCES
