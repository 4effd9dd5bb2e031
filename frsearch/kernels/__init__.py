"""Arrays, bytes and texts -> arrays and offsets: the inner loops, compiled or in NumPy.

Each kernel is a pure function in a module of `compiled` (Cython), and has a twin in `plain` (NumPy) with
the same signature and the same results; one is a table that grows, `ChunkTable`. The environment
variable FRSEARCH_KERNELS chooses: "numpy" the twins, "compiled" the compiled kernels or an ImportError.
Without it, compiled kernels are used where they are installed.

Arrays are C-contiguous and may be read-only. A kernel releases the GIL while it works, unless that
takes some microseconds only, for a passage or a short text. A place out of the range of an array or
text raises IndexError: no kernel reads or writes beside one.
"""

from __future__ import annotations

import os
from typing import Literal

_ASKED = os.environ.get("FRSEARCH_KERNELS", "")
if _ASKED not in ("", "compiled", "numpy"):
    raise ImportError(f"FRSEARCH_KERNELS is {_ASKED!r}: it must be 'compiled' or 'numpy'")

# The kernels at work.
KERNELS: Literal["compiled", "numpy"] = "compiled"

try:
    if _ASKED == "numpy":
        raise ImportError
    from frsearch.kernels.compiled.chunks import ChunkTable as ChunkTable
    from frsearch.kernels.compiled.evidence import weigh_places as weigh_places
    from frsearch.kernels.compiled.lists import count_occurrences as count_occurrences
    from frsearch.kernels.compiled.lists import encode_postings as encode_postings
    from frsearch.kernels.compiled.lists import merge_postings as merge_postings
    from frsearch.kernels.compiled.lists import sum_lists as sum_lists
    from frsearch.kernels.compiled.passages import choose_passages as choose_passages
    from frsearch.kernels.compiled.postings import any_marked as any_marked
    from frsearch.kernels.compiled.postings import bounds as bounds
    from frsearch.kernels.compiled.postings import decode_lists as decode_lists
    from frsearch.kernels.compiled.postings import last_document as last_document
    from frsearch.kernels.compiled.rendering import render as render
    from frsearch.kernels.compiled.rows import count_rows as count_rows
    from frsearch.kernels.compiled.rows import lay_out_words as lay_out_words
    from frsearch.kernels.compiled.rows import tally_rows as tally_rows
    from frsearch.kernels.compiled.scoring import best as best
    from frsearch.kernels.compiled.scoring import score_documents as score_documents
    from frsearch.kernels.compiled.sentences import sentence_ends as sentence_ends
    from frsearch.kernels.compiled.sets import intersect as intersect
    from frsearch.kernels.compiled.sets import look_up as look_up
    from frsearch.kernels.compiled.sets import subtract as subtract
    from frsearch.kernels.compiled.sets import sum_postings as sum_postings
    from frsearch.kernels.compiled.sets import union as union
    from frsearch.kernels.compiled.slices import choose_slices as choose_slices
    from frsearch.kernels.compiled.slices import find_in_slices as find_in_slices
    from frsearch.kernels.compiled.slices import place_occurrences as place_occurrences
    from frsearch.kernels.compiled.spelling import edit_distances as edit_distances
    from frsearch.kernels.compiled.spelling import letter_masks as letter_masks
    from frsearch.kernels.compiled.spelling import near_by_letters as near_by_letters
    from frsearch.kernels.compiled.spelling import near_by_trigrams as near_by_trigrams
    from frsearch.kernels.compiled.tokens import count_positions as count_positions
    from frsearch.kernels.compiled.tokens import expand as expand
    from frsearch.kernels.compiled.tokens import find_pairs as find_pairs
    from frsearch.kernels.compiled.tokens import keep_least as keep_least
    from frsearch.kernels.compiled.tokens import sort_occurrences as sort_occurrences
    from frsearch.kernels.compiled.words import chunk_starts as chunk_starts
    from frsearch.kernels.compiled.words import look_up_chunks as look_up_chunks
except ImportError as _error:
    if _ASKED == "compiled":
        raise ImportError(
            f"FRSEARCH_KERNELS is 'compiled', but no compiled kernels are installed ({_error}): "
            "install frsearch where there is a C compiler, or unset FRSEARCH_KERNELS"
        ) from _error
    KERNELS = "numpy"
    from frsearch.kernels.plain.chunks import ChunkTable as ChunkTable  # type: ignore[assignment]
    from frsearch.kernels.plain.evidence import weigh_places as weigh_places
    from frsearch.kernels.plain.lists import count_occurrences as count_occurrences
    from frsearch.kernels.plain.lists import encode_postings as encode_postings
    from frsearch.kernels.plain.lists import merge_postings as merge_postings
    from frsearch.kernels.plain.lists import sum_lists as sum_lists
    from frsearch.kernels.plain.passages import choose_passages as choose_passages
    from frsearch.kernels.plain.postings import any_marked as any_marked
    from frsearch.kernels.plain.postings import bounds as bounds
    from frsearch.kernels.plain.postings import decode_lists as decode_lists
    from frsearch.kernels.plain.postings import last_document as last_document
    from frsearch.kernels.plain.rendering import render as render
    from frsearch.kernels.plain.rows import count_rows as count_rows
    from frsearch.kernels.plain.rows import lay_out_words as lay_out_words
    from frsearch.kernels.plain.rows import tally_rows as tally_rows
    from frsearch.kernels.plain.scoring import best as best
    from frsearch.kernels.plain.scoring import score_documents as score_documents
    from frsearch.kernels.plain.sentences import sentence_ends as sentence_ends
    from frsearch.kernels.plain.sets import intersect as intersect
    from frsearch.kernels.plain.sets import look_up as look_up
    from frsearch.kernels.plain.sets import subtract as subtract
    from frsearch.kernels.plain.sets import sum_postings as sum_postings
    from frsearch.kernels.plain.sets import union as union
    from frsearch.kernels.plain.slices import choose_slices as choose_slices
    from frsearch.kernels.plain.slices import find_in_slices as find_in_slices
    from frsearch.kernels.plain.slices import place_occurrences as place_occurrences
    from frsearch.kernels.plain.spelling import edit_distances as edit_distances
    from frsearch.kernels.plain.spelling import letter_masks as letter_masks
    from frsearch.kernels.plain.spelling import near_by_letters as near_by_letters
    from frsearch.kernels.plain.spelling import near_by_trigrams as near_by_trigrams
    from frsearch.kernels.plain.tokens import count_positions as count_positions
    from frsearch.kernels.plain.tokens import expand as expand
    from frsearch.kernels.plain.tokens import find_pairs as find_pairs
    from frsearch.kernels.plain.tokens import keep_least as keep_least
    from frsearch.kernels.plain.tokens import sort_occurrences as sort_occurrences
    from frsearch.kernels.plain.words import chunk_starts as chunk_starts
    from frsearch.kernels.plain.words import look_up_chunks as look_up_chunks
