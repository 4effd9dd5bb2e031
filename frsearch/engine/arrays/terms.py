"""A resolved word or pattern in one segment: the terms that it stands for."""

from __future__ import annotations

from frsearch.codec.segment import Family, Segment
from frsearch.query.nodes import Leaf, Pattern, Phrase, Word


def forms_of(leaf: Leaf, segment: Segment) -> list[list[str]]:
    """Return the accented forms that a leaf stands for, or each word and solid spelling of a phrase."""
    if isinstance(leaf, Pattern):
        return [_forms(segment, pattern_terms(segment, leaf))]
    words = leaf.words + leaf.solid if isinstance(leaf, Phrase) else (leaf,)
    return [
        _forms(segment, terms_of(segment, word)) if word.exactly else family_of(segment, word).forms
        for word in words
    ]


def _forms(segment: Segment, terms: list[int]) -> list[str]:
    return [*map(segment.words.terms.__getitem__, terms)]


def leaf_terms(leaf: Leaf, segment: Segment) -> list[int]:
    """Return the terms that a leaf, or any word of a phrase, stands for."""
    if isinstance(leaf, Pattern):
        return pattern_terms(segment, leaf)
    if isinstance(leaf, Phrase):
        return [term for word in leaf.words for term in terms_of(segment, word)]
    return terms_of(segment, leaf)


def pattern_terms(segment: Segment, pattern: Pattern) -> list[int]:
    """Return the terms that a resolved pattern stands for in a segment."""
    if pattern.kind == "prefix" and pattern.complete:
        return segment.words.terms_with_prefix(pattern.text)
    return [term for text in pattern.terms for term in segment.exact_terms(text)]


def terms_of(segment: Segment, word: Word) -> list[int]:
    """Return the terms that a resolved word stands for in a segment."""
    if word.exactly:
        return segment.exact_terms(word.exact_term)
    terms: list[int] = family_of(segment, word).terms.tolist()
    return terms


def family_of(segment: Segment, word: Word) -> Family:
    """Return the terms that a resolved word, searched for loosely, stands for in a segment."""
    return segment.family(word.stems, word.lemmas, word.form.accented)
