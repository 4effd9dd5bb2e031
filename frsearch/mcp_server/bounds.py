"""How much a model may ask of the tools, and how much they tell it: an answer has to fit its context."""

from __future__ import annotations

MOST_HITS = 50
MOST_SNIPPETS, LONGEST_SNIPPET = 5, 500
MOST_LINES, WIDEST = 200, 200
"""Lines of a concordance in one answer, and characters on each side."""
LAST_LINE = 20_000
"""The last line of a concordance, and the most occurrences that are sorted by context."""
USUAL_TEXT, LONGEST_TEXT = 8_000, 50_000
"""Characters of an article's text in one answer."""
MOST_QUERIES, MOST_PARTS = 8, 20
MOST_POINTS = 1_000
"""Periods of all series of a timeline."""
MOST_FACETS, MOST_VALUES = 10, 200
"""Facets of one answer, and values of each; of units of time too."""
MOST_FIELDS, LONGEST_VALUE = 20, 200
"""Fields of an article, and characters of each value; what is cut ends with an ellipsis."""
LONGEST_TITLE = 300
MOST_COPIES = 20
SECONDS = 2.0
"""For a search, which then answers with what it has."""
LONGEST_CALL = 10.0
"""Seconds for any call, which then ends in an error."""
