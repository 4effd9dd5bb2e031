"""How much a stranger may ask of the pages and of the API."""

from __future__ import annotations

from frsearch.fields import LONGEST_LABEL, LONGEST_NAME

LONGEST_QUERY = 500
ON_A_PAGE = 10
SIZES = (10, 20, 50, 100)
"""Hits per page that a reader may choose."""
LAST_PAGE = 500
"""The last page of hits, at ten a page."""
MOST_FILTERS = 20
# A name, `=`, perhaps a second one, and a value.
LONGEST_FILTER = LONGEST_NAME + 2 + LONGEST_LABEL
LONGEST_FILTERS = 4 * LONGEST_FILTER
"""Of all filters of a page together, in characters: each of its links has them."""
MOST_KEPT = 60
LONGEST_TRAY = 2_000
"""Articles in a reader's tray, and characters of their ids: each link has them."""
LONGEST_TABLE = 5_000
"""Hits in a file."""
HITS_AT_A_TIME = 500
"""Hits that a file being written holds in memory."""
MOST_LINES = 20_000
"""Lines of a concordance in a file, and occurrences that are sorted by context."""
LINES_ON_A_PAGE = 50
GROUPS_ON_A_PAGE = 20
DIFFERENCES_SHOWN, LONGEST_COMPARED = 20, 30_000
"""Differences that the page of copies shows of an article, and characters of the texts it compares."""
MOST_SORTED_LINES = 10_000
"""Occurrences that the page of a concordance sorts."""
FILES_AT_ONCE = 16
HEAVY_AT_ONCE = 4
"""Files that are being sent, and heavy tables that are being made, at once."""
MOST_PARTS = 8
MOST_CELLS = 2_400
"""Parts of a split timeline, and its numbers, each of which is a link."""
WORDS_ON_A_PAGE = 100
"""Rows of a table of words; of keywords, on each side."""
