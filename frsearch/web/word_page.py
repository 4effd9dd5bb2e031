"""Cooccurrents, keywords and word lists as pages: tables of words, each leading to its lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from frsearch.arguments import WhereTexts, where_of_texts, where_text
from frsearch.corpus.word_tables import Cooccurrent, Keyword, WordRow, WordTable
from frsearch.index import Index
from frsearch.messages.french_numbers import counted, number
from frsearch.query.escaping import escape
from frsearch.types import UNITS, WordUnit
from frsearch.web.archive_fields import ArchiveFields
from frsearch.web.bounds import LONGEST_QUERY, LONGEST_TABLE, WORDS_ON_A_PAGE
from frsearch.web.french_dates import iso_period, range_text
from frsearch.web.kept import Kept
from frsearch.web.options import COOCCURRENTS, KEYWORDS, WORDS, Options
from frsearch.web.pages import query_marks
from frsearch.web.rendering import Templates
from frsearch.web.slots import HEAVY
from frsearch.web.standing import Standing, standing
from frsearch.web.state import State, unreadable_date

Table = WordTable[Any]
Chosen = Mapping[str, str]
_TABLES_KEPT = 16


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers: its head, what it means, and its text in a row."""

    head: str
    means: str
    write: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: the name of its file, its options, how it is made, its columns."""

    name: str
    path: str
    title: str
    options: Options
    make: Callable[[Index, State, Chosen, int], Table]
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class Shown:
    """A word, the address of its lines ("" for none), and its numbers as text."""

    word: str
    url: str
    cells: Sequence[str]


class WordPage:
    """Makes the pages of tables of words; the last ones are kept."""

    def __init__(self, index: Index, templates: Templates):
        self._index = index
        self._templates = templates
        self._kept = Kept[Table](_TABLES_KEPT)

    def page(self, kind: Kind, state: State, options: Chosen) -> str:
        """Return the page of a table; without a query, cooccurrents have none."""
        fields = ArchiveFields.of(self._index)
        self._templates.has_fields = bool(fields)
        now = standing(self._index)
        table = self._table(kind, state, options, now)
        return self._templates.render(
            "words.html",
            state=state,
            kind=kind,
            options=options,
            fields=fields,
            table=table,
            head="" if table is None else _head(kind, table),
            sides=() if table is None else _sides(kind, table, state, options),
            parts=_parts(fields) if kind is OF_KEYWORDS else (),
            period=range_text(state.date) if state.date else "",
            against_period=range_text(_period(options["dates"])) if options.get("dates") else "",
            chosen=fields.chosen(state),
            marks=query_marks(state.q, table.warnings) if table is not None else (),
            standing=now,
        )

    def _table(self, kind: Kind, state: State, options: Chosen, now: Standing) -> Table | None:
        if kind is OF_COOCCURRENTS and not state.q:
            return None
        if kind is OF_KEYWORDS and not state.narrows:
            return None
        asked = state.q, state.date, state.where, state.match, tuple(options.items())

        def make() -> Table:
            with HEAVY.taken():
                return kind.make(self._index, state, options, WORDS_ON_A_PAGE)

        return self._kept.get((kind.name, now.generation, now.words, asked), make)


def _common(state: State, options: Chosen, limit: int) -> dict[str, Any]:
    return {
        "date": state.date or None,
        "where": where_of_texts(state.where),
        "match": state.words,
        "by": options["by"],
        "limit": limit,
    }


def _make_cooccurrents(index: Index, state: State, options: Chosen, limit: int) -> Table:
    given = _common(state, options, limit) | {"by": _unit(options, "lemma")}
    window = int(options["window"] or 10)
    return index.cooccurrents(state.q, window=window, stop_words=bool(options["stop"]), **given)


def _make_keywords(index: Index, state: State, options: Chosen, limit: int) -> Table:
    given = _common(state, options, limit) | {"by": _unit(options, "lemma")}
    dates = _period(options["dates"]) or None
    against: WhereTexts | None = where_of_texts([each for each in [options["against"]] if each])
    if not against and not dates:
        # All other articles; an empty filter would be all articles.
        against = None
    return index.keywords(
        state.q, against=against, against_date=dates, stop_words=bool(options["stop"]), **given
    )


def _make_words(index: Index, state: State, options: Chosen, limit: int) -> Table:
    given = _common(state, options, limit) | {"by": _unit(options, "form")}
    length = int(options["length"] or 1)
    return index.words(state.q, length=length, stop_words=bool(options["stop"]), **given)


def _unit(options: Chosen, usual: WordUnit) -> WordUnit:
    return cast(WordUnit, options["by"]) or usual


def _period(text: str) -> str:
    try:
        return iso_period(text)
    except ValueError:
        raise unreadable_date() from None


def _whole(name: str) -> Callable[[Any], str]:
    return lambda row: number(getattr(row, name))


def _tenths(name: str) -> Callable[[Any], str]:
    return lambda row: number(getattr(row, name), 1)


def _ratio(row: Keyword) -> str:
    return f"{'+' * (row.log_ratio > 0)}{number(row.log_ratio, 1)}"


_LIKELIHOOD = Column(
    "Log-vraisemblance",
    "plus elle est haute, moins le hasard explique l’écart ; 3,84 est significatif à 5 %",
    _tenths("log_likelihood"),
)
_SPECIFICITY = Column(
    "Spécificité",
    "exposant de la probabilité (Lafon) ; 1,3 est significatif à 5 %",
    _tenths("specificity"),
)
_ARTICLES = Column("Articles", "articles où le mot se trouve", _whole("articles"))
_OCCURRENCES = Column("Occurrences", "dans les textes, sans les titres", _whole("occurrences"))
_PER_MILLION = Column("Par million", "par million de mots", _tenths("per_million"))

OF_COOCCURRENTS = Kind(
    "cooccurrents",
    "/cooccurrents",
    "Cooccurrents",
    COOCCURRENTS,
    _make_cooccurrents,
    (
        Column("Près", "occurrences près de la recherche", _whole("near")),
        Column("Attendues", "ce que le hasard mettrait là", _tenths("expected")),
        Column("En tout", "occurrences dans tous les textes", _whole("everywhere")),
        _ARTICLES,
        _LIKELIHOOD,
        _SPECIFICITY,
    ),
)
OF_KEYWORDS = Kind(
    "mots-cles",
    "/mots-cles",
    "Mots-clés",
    KEYWORDS,
    _make_keywords,
    (
        _OCCURRENCES,
        _ARTICLES,
        _PER_MILLION,
        Column("Ailleurs", "par million de mots de l’autre partie", _tenths("other_per_million")),
        Column(
            "Écart", "logarithme binaire du rapport : 1, deux fois plus ; −1, deux fois moins", _ratio
        ),
        _LIKELIHOOD,
        _SPECIFICITY,
    ),
)
OF_WORDS = Kind("mots", "/mots", "Mots", WORDS, _make_words, (_OCCURRENCES, _ARTICLES, _PER_MILLION))
KINDS = (OF_COOCCURRENTS, OF_KEYWORDS, OF_WORDS)


def made_for_file(kind: Kind, index: Index, state: State, options: Chosen) -> Table:
    """Return a table that is longer than that of the page."""
    with HEAVY.taken():
        return kind.make(index, state, options, LONGEST_TABLE)


def _head(kind: Kind, table: Table) -> str:
    words = counted(getattr(table, "near", table.words), "mot")
    articles = counted(table.articles, "article")
    if kind is OF_COOCCURRENTS:
        window = getattr(table, "window", 0)
        return f"{words} à {window} mots au plus, dans {articles}"
    if kind is OF_KEYWORDS:
        other = counted(getattr(table, "other_articles", 0), "article")
        return f"{words} dans {articles}, face à {other}"
    return f"{words} dans {articles}"


def _sides(kind: Kind, table: Table, state: State, options: Chosen) -> list[tuple[str, list[Shown]]]:
    """Return the words of a table under one head or two: what a part has more often, and less."""
    shown = [(row, _shown(kind, row, table, state)) for row in table]
    if kind is not OF_KEYWORDS:
        return [("", [each for _, each in shown])]
    return [
        ("Plus fréquents ici", [each for row, each in shown if row.log_ratio > 0]),
        ("Moins fréquents ici", [each for row, each in shown if row.log_ratio <= 0]),
    ]


def _shown(kind: Kind, row: WordRow | Cooccurrent | Keyword, table: Table, state: State) -> Shown:
    if isinstance(row, Cooccurrent):
        query, path = row.query, "/concordance"
    else:
        word = _query_of(row.word, table.by)
        # Lines of the word in all texts would be others than were counted.
        query, path = (f"({state.q}) {word}", "/") if state.q else (word, "/concordance")
    url = state.url(path, q=query) if 0 < len(query) <= LONGEST_QUERY else ""
    return Shown(row.word, url, [column.write(row) for column in kind.columns])


def _query_of(word: str, by: WordUnit) -> str:
    """Return the query for a word or a row of words: exactly these forms, or these lemmas."""
    plain = word.replace('"', " ")
    return f'="{plain}"' if by == "form" else f'"{plain}"' if " " in plain else escape(plain)


def _parts(fields: ArchiveFields) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the frequent values of fields, to compare with."""
    return [
        (
            fields.title(name),
            [
                (where_text(name, label), fields.value(name, label))
                for label, _ in fields.infos[name].frequent
            ],
        )
        for name in fields.listed
        if name not in UNITS
    ]
