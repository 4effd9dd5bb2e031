"""The bounds that keep a search short, all in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a query; what is over them is cut, with a warning (`strict=True`: an error)."""

    characters: int = 10_000  # of query text
    words: int = 200  # those of phrases and patterns too
    depth: int = 50  # of parentheses
    expansions: int = 1_000  # words that one prefix, wildcard or fuzzy word stands for


LIMITS = Limits()
