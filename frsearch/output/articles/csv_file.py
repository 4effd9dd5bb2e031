"""`.csv`: a column for each field, for spreadsheets and data frames. UTF-8 with a byte order mark.

Numbers and lists are texts here: `frsearch`, the last column, has their exact values. Texts that a
spreadsheet would run as formulas get an apostrophe, unless `raw`; it is taken away again when read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from frsearch.output.articles.shown import Spool, date_of, folder_of, rest_of
from frsearch.output.tables import FORMULAS, write_csv
from frsearch.reading.exact import FIELD, Rewriting, plain, replacing
from frsearch.types import Article

_RAW = replacing()
_HARMLESS = replacing(FORMULAS.pattern, then=lambda found: "'")


def write(articles: Iterable[Article], path: Path, raw: bool) -> None:
    """Write articles to a file."""
    cell = _RAW if raw else _HARMLESS
    with Spool(articles, folder_of(path)) as spool:
        columns = ["id", "date", "title", *spool.names, "url", "text", FIELD]
        rows = (row(article, spool.names, cell) for article in spool)
        # Neutralised already, as the exact texts must be told from what is shown.
        write_csv(path, columns, rows, raw=True)


def row(article: Article, names: Sequence[str], cell: Rewriting) -> list[str]:
    """Return the cells of an article."""
    id, title, url = map(cell.shown, (article.id, article.title, article.url))
    extra = {name: cell.shown(plain(article.extra.get(name))) for name in names}
    date = date_of(article)
    present = {name: each for name, each in extra.items() if each}
    rest = rest_of(article, {"id": id, "title": title, "url": url, "date": date}, present, cell)
    return [id, date, title, *extra.values(), url, cell.shown(article.text), rest]
