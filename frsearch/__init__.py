"""Full-text search in French over dated articles.

>>> import frsearch
>>> index = frsearch.create_index("index")                      # doctest: +SKIP
>>> index.add(frsearch.read_articles("seeds"))                  # doctest: +SKIP
>>> for hit in index.search("sommet Poutine Trump"):            # doctest: +SKIP
...     print(hit.date, hit.title)
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frsearch.analysis.analyzer import FrenchAnalyzer
    from frsearch.corpus.batch import Batch as Batch
    from frsearch.corpus.batch import BatchRow as BatchRow
    from frsearch.corpus.batch import NamedHit as NamedHit
    from frsearch.corpus.batch import NamedQuery as NamedQuery
    from frsearch.corpus.concordance import Concordance as Concordance
    from frsearch.corpus.concordance import Line as Line
    from frsearch.corpus.copies import Copies as Copies
    from frsearch.corpus.copies import Copy as Copy
    from frsearch.corpus.copies import CopyGroup as CopyGroup
    from frsearch.corpus.copies import Difference as Difference
    from frsearch.corpus.info import IndexInfo as IndexInfo
    from frsearch.corpus.timeline import Series as Series
    from frsearch.corpus.timeline import Timeline as Timeline
    from frsearch.corpus.word_tables import Cooccurrent as Cooccurrent
    from frsearch.corpus.word_tables import Cooccurrents as Cooccurrents
    from frsearch.corpus.word_tables import Keyword as Keyword
    from frsearch.corpus.word_tables import Keywords as Keywords
    from frsearch.corpus.word_tables import WordList as WordList
    from frsearch.corpus.word_tables import WordRow as WordRow
    from frsearch.dates import DateRange as DateRange
    from frsearch.dates import PartialDate as PartialDate
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
    from frsearch.errors import IndexUnreadable as IndexUnreadable
    from frsearch.errors import QuerySyntaxError as QuerySyntaxError
    from frsearch.errors import QueryTooComplex as QueryTooComplex
    from frsearch.errors import SynonymError as SynonymError
    from frsearch.facets import FacetCount as FacetCount
    from frsearch.facets import FieldInfo as FieldInfo
    from frsearch.facets import PartCount as PartCount
    from frsearch.facets import Period as Period
    from frsearch.fields import FieldOptions as FieldOptions
    from frsearch.index import Index, create_index, open_index
    from frsearch.index import check_index as check_index
    from frsearch.messages.wording import Message as Message
    from frsearch.query.escaping import escape as escape
    from frsearch.ranking import Ranking as Ranking
    from frsearch.reading.articles import ArticleReader as ArticleReader
    from frsearch.reading.articles import read_articles
    from frsearch.reading.rows import articles_from as articles_from
    from frsearch.reports import AddReport as AddReport
    from frsearch.reports import CheckReport as CheckReport
    from frsearch.reports import Note as Note
    from frsearch.reports import Problem as Problem
    from frsearch.reports import ReadReport as ReadReport
    from frsearch.results import Results as Results
    from frsearch.types import Article
    from frsearch.types import DateSuggestion as DateSuggestion
    from frsearch.types import Explanation as Explanation
    from frsearch.types import Hit as Hit
    from frsearch.types import QueryWarning as QueryWarning
    from frsearch.types import Snippet as Snippet
    from frsearch.types import Suggestion as Suggestion

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


if not TYPE_CHECKING:  # to a type checker, a name that is not above is misspelt
    # Each is loaded by those who use it, so that importing the package costs next to nothing.
    _LAZY = {
        "AddReport": "frsearch.reports",
        "Article": "frsearch.types",
        "ArticleError": "frsearch.errors",
        "ArticleReader": "frsearch.reading.articles",
        "Batch": "frsearch.corpus.batch",
        "BatchRow": "frsearch.corpus.batch",
        "CheckReport": "frsearch.reports",
        "Concordance": "frsearch.corpus.concordance",
        "Cooccurrent": "frsearch.corpus.word_tables",
        "Cooccurrents": "frsearch.corpus.word_tables",
        "Copies": "frsearch.corpus.copies",
        "Copy": "frsearch.corpus.copies",
        "CopyGroup": "frsearch.corpus.copies",
        "DateRange": "frsearch.dates",
        "DateSuggestion": "frsearch.types",
        "Difference": "frsearch.corpus.copies",
        "Explanation": "frsearch.types",
        "FacetCount": "frsearch.facets",
        "FieldInfo": "frsearch.facets",
        "FieldOptions": "frsearch.fields",
        "FrenchAnalyzer": "frsearch.analysis.analyzer",
        "FrsearchError": "frsearch.errors",
        "Hit": "frsearch.types",
        "Index": "frsearch.index",
        "IndexCorrupted": "frsearch.errors",
        "IndexExists": "frsearch.errors",
        "IndexInfo": "frsearch.corpus.info",
        "IndexLocked": "frsearch.errors",
        "IndexNotFound": "frsearch.errors",
        "IndexOutdated": "frsearch.errors",
        "IndexUnreadable": "frsearch.errors",
        "Keyword": "frsearch.corpus.word_tables",
        "Keywords": "frsearch.corpus.word_tables",
        "Line": "frsearch.corpus.concordance",
        "Message": "frsearch.messages.wording",
        "NamedHit": "frsearch.corpus.batch",
        "NamedQuery": "frsearch.corpus.batch",
        "Note": "frsearch.reports",
        "PartCount": "frsearch.facets",
        "PartialDate": "frsearch.dates",
        "Period": "frsearch.facets",
        "Problem": "frsearch.reports",
        "QueryError": "frsearch.errors",
        "QuerySyntaxError": "frsearch.errors",
        "QueryTooComplex": "frsearch.errors",
        "QueryWarning": "frsearch.types",
        "Ranking": "frsearch.ranking",
        "ReadReport": "frsearch.reports",
        "Results": "frsearch.results",
        "Series": "frsearch.corpus.timeline",
        "Snippet": "frsearch.types",
        "Suggestion": "frsearch.types",
        "SynonymError": "frsearch.errors",
        "Timeline": "frsearch.corpus.timeline",
        "WordList": "frsearch.corpus.word_tables",
        "WordRow": "frsearch.corpus.word_tables",
        "articles_from": "frsearch.reading.rows",
        "check_index": "frsearch.index",
        "create_index": "frsearch.index",
        "escape": "frsearch.query.escaping",
        "open_index": "frsearch.index",
        "read_articles": "frsearch.reading.articles",
    }

    def __getattr__(name):
        if name in _LAZY:
            from importlib import import_module

            # From then on, a name like any other.
            value = globals()[name] = getattr(import_module(_LAZY[name]), name)
            return value
        message = f"module {__name__!r} has no attribute {name!r}"
        if not name.startswith("_"):
            import sys
            from difflib import get_close_matches

            # Of submodules, those that are in use are attributes too.
            names = [each for each in __dir__() if f"frsearch.{each}" not in sys.modules]
            message += "".join(f": did you mean {each!r}?" for each in get_close_matches(name, names, 1))
        # With its name, or Python would guess once more.
        raise AttributeError(message, name=name)

    def __dir__():
        return sorted({*globals(), *_LAZY} - {"TYPE_CHECKING"})
