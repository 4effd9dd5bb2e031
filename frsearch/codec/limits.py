"""How much a write takes at a time. The defaults are for an archive; tests give smaller ones."""

from __future__ import annotations

from dataclasses import dataclass, fields


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
    """

    batch_characters: int = 100_000_000
    worker_batch_characters: int = 25_000_000
    merged_segments: int = 8
    dictionary_articles: int = 500
    dictionary_bytes: int = 112_640

    def __post_init__(self) -> None:
        for each in fields(self):
            if getattr(self, each.name) < 1:
                raise ValueError(f"{each.name} must be 1 or more")
        if self.dictionary_bytes < 256:
            raise ValueError("dictionary_bytes must be 256 or more")
        if self.worker_batch_characters > self.batch_characters:
            raise ValueError("worker_batch_characters must be at most batch_characters")
        if self.merged_segments < 2:
            raise ValueError("merged_segments must be 2 or more")
