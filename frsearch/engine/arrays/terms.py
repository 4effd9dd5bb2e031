"""A resolved word, phrase or pattern -> its terms and forms in one segment."""

from __future__ import annotations

from typing import assert_never

from frsearch.codec.segment import Family, Segment
from frsearch.query.resolved import (
    ResolvedLeaf,
    ResolvedNear,
    ResolvedPattern,
    ResolvedPhrase,
    ResolvedWord,
)


def forms_of(leaf: ResolvedLeaf, segment: Segment) -> list[list[str]]:
    """Return the accented forms of a leaf, a list for it or each word and solid spelling of a phrase."""
    match leaf:
        case ResolvedPattern():
            return [_forms(segment, pattern_terms(segment, leaf))]
        case ResolvedWord():
            return [_forms_of_word(segment, leaf)]
        case ResolvedPhrase():
            return [_forms_of_word(segment, word) for word in leaf.words + leaf.solid]
        case ResolvedNear():
            return [forms for each in leaf.leaves for forms in forms_of(each, segment)]
        case _:
            assert_never(leaf)


def _forms_of_word(segment: Segment, word: ResolvedWord) -> list[str]:
    return _forms(segment, terms_of(segment, word)) if word.exactly else family_of(segment, word).forms


def _forms(segment: Segment, terms: list[int]) -> list[str]:
    return [*map(segment.words.terms.__getitem__, terms)]


def leaf_terms(leaf: ResolvedLeaf, segment: Segment) -> list[int]:
    """Return the terms of a leaf, or of all words and solid spellings of a phrase."""
    match leaf:
        case ResolvedPattern():
            return pattern_terms(segment, leaf)
        case ResolvedWord():
            return terms_of(segment, leaf)
        case ResolvedPhrase():
            return [term for word in leaf.words + leaf.solid for term in terms_of(segment, word)]
        case ResolvedNear():
            return [term for each in leaf.leaves for term in leaf_terms(each, segment)]
        case _:
            assert_never(leaf)


def pattern_terms(segment: Segment, pattern: ResolvedPattern) -> list[int]:
    """Return the terms that match a pattern in a segment."""
    if pattern.terms is None:
        return segment.words.terms_with_prefix(pattern.text)
    return [term for text in pattern.terms for term in segment.exact_terms(text)]


def terms_of(segment: Segment, word: ResolvedWord) -> list[int]:
    """Return the terms that match a word in a segment."""
    if word.exactly:
        return segment.exact_terms(word.form.accented)
    terms: list[int] = family_of(segment, word).terms.tolist()
    return terms


def family_of(segment: Segment, word: ResolvedWord) -> Family:
    """Return the terms that match a loose word in a segment."""
    return segment.family(word.stems, word.lemmas, word.spellings)
