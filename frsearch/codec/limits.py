"""Limits of a write: batch sizes, with defaults for archives; tests use smaller ones."""

from __future__ import annotations

from dataclasses import dataclass, fields


def _refuse_below_one(limits: PostingLimits | WriteLimits) -> None:
    for each in fields(limits):
        value = getattr(limits, each.name)
        if isinstance(value, int) and value < 1:
            raise ValueError(f"{each.name} must be 1 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingLimits:
    """How postings are sorted and written; ValueError outside these ranges.

    `merged_occurrences`, 1 or more: occurrences sorted at a time when segments are merged.
    `written_occurrences`, 1 or more: occurrences sorted and written at a time, in 20 bytes of memory
    each. Each time, all words of the batch are read.
    `wide_gap`, 1 to 65,536: gaps from this size on, at most the first that needs three bytes,
    go to a separate list.
    """

    merged_occurrences: int = 1_000_000
    written_occurrences: int = 1_000_000
    wide_gap: int = 1 << 16

    def __post_init__(self) -> None:
        _refuse_below_one(self)
        if self.wide_gap > 1 << 16:
            raise ValueError("wide_gap must be at most 65,536")


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLimits:
    """The batch sizes of a write; ValueError outside these ranges.

    `batch_characters`, 1 or more: characters of texts and of `extra` that one process makes into one
    segment.
    `worker_batch_characters`, 1 to `batch_characters`: the same for each of several workers. Larger
    batches would leave workers idle at the end, smaller ones analyse the same words more often.
    `merged_segments`, 2 or more: the number of segments of one size that are merged, and the factor
    between two sizes.
    `trained_characters`, 1 or more: characters of the first articles, on which a dictionary is trained.
    `dictionary_articles`, 1 or more: the fewest articles that a dictionary is trained on; one trained on
    fewer would help little with other articles.
    `dictionary_bytes`, 256 or more: the size of the dictionary.
    `postings`: the limits of segments built in this process; worker processes use the defaults.
    """

    batch_characters: int = 100_000_000
    worker_batch_characters: int = 25_000_000
    merged_segments: int = 8
    trained_characters: int = 10_000_000
    dictionary_articles: int = 500
    dictionary_bytes: int = 112_640
    postings: PostingLimits = PostingLimits()

    def __post_init__(self) -> None:
        _refuse_below_one(self)
        if self.dictionary_bytes < 256:
            raise ValueError("dictionary_bytes must be 256 or more")
        if self.worker_batch_characters > self.batch_characters:
            raise ValueError("worker_batch_characters must be at most batch_characters")
        if self.merged_segments < 2:
            raise ValueError("merged_segments must be 2 or more")
