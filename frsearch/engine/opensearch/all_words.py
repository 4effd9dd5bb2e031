"""All words of the texts that match a request: these are read, and the embedded engine counts them.

Texts become segments in memory, without the articles themselves, so that counts are those of an index
in a folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from frsearch.analysis.chain import exact_form
from frsearch.analysis.lemmas import accented_lemma
from frsearch.engine.arrays.evaluate import Evaluator
from frsearch.engine.arrays.search import Matches
from frsearch.engine.arrays.tuning import TUNING
from frsearch.engine.opensearch.excerpt import excerpt_segment
from frsearch.engine.opensearch.finding import Source
from frsearch.engine.opensearch.forms import in_parts
from frsearch.engine.opensearch.looks import any_filter
from frsearch.engine.opensearch.searching import Search, every_hit
from frsearch.engine.opensearch.words import SHARED
from frsearch.engine.request import Request
from frsearch.errors import QueryTooComplex
from frsearch.messages.wording import Message
from frsearch.query.limits import Deadline
from frsearch.query.nodes import Nothing

# More articles than this take minutes to read, and too much of the memory here.
MOST = 50_000
# Articles of a segment: each has its own words, which should not be many more than all have.
_AT_A_TIME = 5_000


def read_matches(source: Source, request: Request, call: str) -> Matches:
    """Return the matches of a request with all words of their texts, in the order of their dates.

    Raises QueryTooComplex, which names the call, if they are more than `MOST`.
    """
    search = Search(source, replace(request, limit=0, sort="oldest", facets=(), field_facets=()))
    if search.total > MOST:
        raise _too_many(source, call, search.total)
    segments = tuple(
        excerpt_segment(some, SHARED, None, None)[0] for some in in_parts(every_hit(search), _AT_A_TIME)
    )
    snapshot = source.snapshot(segments, {})
    found = search.found
    return Matches(
        request.tree,
        found.tree,
        found.dated,
        # What matches is known, and nothing is scored.
        Evaluator.of(Nothing(), snapshot, request.ranking, TUNING, Deadline()),
        np.arange(sum(segment.size for segment in segments)),
        search.how,
        found.known.warnings,
    )


def _too_many(source: Source, call: str, total: int) -> QueryTooComplex:
    return QueryTooComplex(
        Message(
            "{address}: {call} reads the texts of all {total:,} articles that it counts, at most "
            "{most:,}: ask for fewer by a date, a field or a query, or copy the index into a folder, by "
            "'frsearch copy'",
            address=str(source.client.address),
            call=call,
            total=total,
            most=MOST,
        )
    )


def forms_of(source: Source, lemmas: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Map lemmas with accents to their forms, with the article counts of the dictionary."""
    forms: dict[str, dict[str, int]] = {lemma: {} for lemma in lemmas}
    for some in in_parts(forms, _AT_A_TIME):
        folded = list(map(exact_form, some))
        looks = [{"terms": {look: folded}} for look in ("lemma", "exact")]
        for form, articles in source.dictionary.entries(any_filter(looks)):
            lemma = accented_lemma(form.accented)
            if lemma in forms:
                forms[lemma][form.accented] = articles
    return forms
