"""Full-text search in French over dated articles.

    >>> import frsearch
    >>> index = frsearch.create_index("index")                      # doctest: +SKIP
    >>> index.add(frsearch.read_articles("seeds"))                  # doctest: +SKIP
    >>> for hit in index.search("sommet Poutine Trump"):            # doctest: +SKIP
    ...     print(hit.date, hit.title)
"""

from typing import TYPE_CHECKING, Any

from frsearch.articles import Article, read_articles
from frsearch.errors import (
    ArticleError,
    FrsearchError,
    IndexCorrupted,
    IndexExists,
    IndexLocked,
    IndexNotFound,
    IndexOutdated,
    QueryError,
)
from frsearch.errors import QuerySyntaxError as QuerySyntaxError
from frsearch.errors import QueryTooComplex as QueryTooComplex
from frsearch.index import Index, create_index, open_index
from frsearch.index import check_index as check_index

if TYPE_CHECKING:
    from frsearch.analysis.analyzer import FrenchAnalyzer

__version__ = "0.1.0"

__all__ = [
    "Article",
    "ArticleError",
    "FrenchAnalyzer",
    "FrsearchError",
    "Index",
    "IndexCorrupted",
    "IndexExists",
    "IndexLocked",
    "IndexNotFound",
    "IndexOutdated",
    "QueryError",
    "create_index",
    "open_index",
    "read_articles",
]


def __getattr__(name: str) -> Any:
    # Whoosh is loaded by those who put the analyzer into a schema, or use `Index.whoosh`.
    if name == "FrenchAnalyzer":
        from frsearch.analysis.analyzer import FrenchAnalyzer

        return FrenchAnalyzer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
