"""How much a write takes at a time, with defaults for archives; tests give smaller amounts."""

from __future__ import annotations

from dataclasses import dataclass, fields


def _refuse_below_one(limits: PostingLimits | WriteLimits) -> None:
    for each in fields(limits):
        value = getattr(limits, each.name)
        if isinstance(value, int) and value < 1:
            raise ValueError(f"{each.name} must be 1 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingLimits:
    """How postings are sorted and written; ValueError outside the ranges given here.

    `merged_occurrences`, 1 or more, are sorted at a time where segments are merged.
    `written_occurrences`, 1 or more, are written at a time: few enough that the arrays for them stay
    in the processor's cache.
    `packed_bits`, 1 to 63: what is sorted is packed into so many where it fits. A signed number has
    63, and is sorted fastest.
    `wide_gap`, 1 to 65,536: gaps from there on are kept apart. More do not fit into two bytes.
    """

    merged_occurrences: int = 1_000_000
    written_occurrences: int = 250_000
    packed_bits: int = 63
    wide_gap: int = 1 << 16

    def __post_init__(self) -> None:
        _refuse_below_one(self)
        if self.packed_bits > 63:
            raise ValueError("packed_bits must be at most 63")
        if self.wide_gap > 1 << 16:
            raise ValueError("wide_gap must be at most 65,536")


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLimits:
    """What one write takes at a time; ValueError outside the ranges given here.

    `batch_characters`, 1 or more, of text are analysed and written as one segment by one process.
    `worker_batch_characters`, 1 to `batch_characters`, are by each of several: larger batches would
    leave workers idle at the end, smaller ones analyse the same words more often.
    `merged_segments`, 2 or more: as many segments of one size are merged, and each size is as many
    times the one below.
    `dictionary_articles`, 1 or more: a dictionary made of fewer would know little but them.
    `dictionary_bytes`, 256 or more, is its size.
    `postings` are those of segments made in this process; worker processes keep to the defaults.
    """

    batch_characters: int = 100_000_000
    worker_batch_characters: int = 25_000_000
    merged_segments: int = 8
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
