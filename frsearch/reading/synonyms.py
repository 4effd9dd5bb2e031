"""What files call the fields of an article: names of columns, keys and header lines in three languages.

Case, accents, blanks, hyphens and underscores mean nothing, nor does a prefix such as `dc:`.

    >>> field_of("Date de Publication"), field_of("remarque")
    ('date', None)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType

SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": (
            *("id", "identifiant", "identifier", "uid", "uuid", "guid", "doc_id", "document_id"),
            *("id_document", "id_doc", "article_id", "id_article", "file_id", "post_id", "id_notice"),
            *("record_id", "ark", "accession_number", "kennung"),
        ),
        "title": (
            *("title", "titre", "headline", "heading", "titre de l'article", "titre article"),
            *("article_title", "title_article", "post_title", "intitulé", "grand titre", "main_title"),
            *("titel", "überschrift", "schlagzeile"),
        ),
        "date": (
            *("date", "date de publication", "date publication", "publication_date", "published_at"),
            *("published", "date_published", "published_date", "published_on", "pubdate", "pub_date"),
            *("publié le", "date de parution", "date parution", "parution", "paru le", "date_article"),
            *("date de l'article", "article_date", "issued", "date_issued", "date_de_mise_en_ligne"),
            *("mis en ligne le", "post_date", "release_date", "datum", "erscheinungsdatum"),
            *("veröffentlicht am", "veröffentlicht", "jour", "datetime", "date_time", "date heure"),
            *("date et heure", "timestamp"),
        ),
        "text": (
            *("text", "texte", "contenu", "content", "corps", "body", "full_text", "complete_text"),
            *("article_text", "texte intégral", "texte complet", "texte de l'article", "texte article"),
            *("corps de l'article", "corps du texte", "corps article", "contenu de l'article"),
            *("contenu article", "article_body", "article_content", "body_text", "content_text"),
            *("text_content", "main_text", "plain_text", "raw_text", "post_content", "content_html"),
            *("body_html", "paragraphs", "paragraphes", "transcription", "inhalt", "volltext"),
            *("artikeltext", "article", "message"),
        ),
        "url": (
            *("url", "lien", "link", "adresse", "href", "permalink", "permalien", "uri", "web_url"),
            *("article_url", "url_article", "url de l'article", "lien de l'article", "lien url"),
            *("adresse web", "source_url", "canonical_url", "weblink"),
        ),
        "source": (
            *("source", "journal", "newspaper", "publication", "média", "titre du journal"),
            *("nom du journal", "titre de presse", "newspaper_title", "newspaper_name", "journal_title"),
            *("publication_name", "publication_title", "titre de la publication", "nom de la source"),
            *("source_name", "container-title", "quotidien", "périodique", "revue", "magazine"),
            *("outlet", "media_name", "nom du média", "zeitung", "quelle", "medium", "publisher"),
            *("site_name", "site", "domain", "domaine"),
        ),
        "author": (
            *("author", "auteur", "authors", "auteurs", "auteur(s)", "author(s)", "byline", "creator"),
            *("signature", "journaliste", "journalist", "author_name", "nom de l'auteur", "post_author"),
            *("rédacteur", "reporter", "writer", "autor", "autoren", "verfasser"),
        ),
        "section": (
            *("section", "rubrique", "category", "catégorie", "categories", "catégories", "rubric"),
            *("section_name", "nom de la rubrique", "rubriques", "cahier", "desk", "ressort"),
            *("kategorie", "rubrik"),
        ),
        "page": (
            *("page", "pages", "page(s)", "page_number", "numéro de page", "num_page", "n° de page"),
            *("no de page", "start_page", "folio", "seite", "seiten"),
        ),
        "tags": (
            *("tags", "tag", "mots-clés", "mot-clé", "keywords", "keyword", "étiquettes", "étiquette"),
            *("sujets", "sujet", "subjects", "subject", "topics", "descripteurs", "hashtags"),
            *("schlagwörter", "schlagworte", "stichwörter"),
        ),
        "language": (
            *("language", "langue", "lang", "language_code", "lang_code", "in_language"),
            *("langue de l'article", "sprache"),
        ),
    }
)
"""Our name of a field -> the names in files that mean it, from the surest to the least sure."""

DATE_PARTS = (("année", "year", "jahr", "an"), ("mois", "month", "monat"), ("jour", "day", "tag"))
"""Names of the year, the month and the day where each has a column, which together are a date."""

CREATED = ("date de création", "date création", "date_created", "creation_date", "created", "created_at")
"""Names of the day when a row was made, which is the date where there is no other."""

SUMMARY = (
    *("description", "chapô", "chapo", "chapeau", "résumé", "summary", "abstract", "lead", "standfirst"),
    *("excerpt", "extrait", "accroche", "teaser", "post_excerpt", "zusammenfassung", "vorspann"),
)
"""Names of summaries, which are the text of an article that has no other."""

_PREFIX = re.compile(r"(?:dc|dcterms|og|schema|prism|wp|article)[:.](?=.)", re.IGNORECASE)
_NAMES = ("name", "nom")
# A longer name is no name of a field.
_LONGEST = 60


@lru_cache(1 << 12)
def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", _PREFIX.sub("", name.strip(), count=1)).casefold()
    return "".join(filter(str.isalnum, letters))


def folded(name: str) -> str:
    """Return a name without case, accents, blanks, punctuation and the prefix of a vocabulary."""
    return _folded(name) if len(name) <= _LONGEST else name


def _ranks(names: tuple[str, ...]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        ranks.setdefault(folded(name), number)
    return ranks


_RANKS = {field: _ranks(names) for field, names in SYNONYMS.items()}
_FIELD = {name: field for field, names in reversed(_RANKS.items()) for name in names}
_SUMMARY_RANKS = _ranks(SUMMARY)
_CREATED_RANKS = _ranks(CREATED)
_PART_RANKS = tuple(map(_ranks, DATE_PARTS))


def field_of(name: str) -> str | None:
    """Return the field that a name means, None if it means none."""
    return meaning(name)[0] if len(name) <= _LONGEST else None


@lru_cache(1 << 12)
def meaning(name: str) -> tuple[str | None, int]:
    """Return the field that a name means, and how surely, from 0, its very name; None for no field.

    >>> meaning("Titre"), meaning("title"), meaning("remarque")
    (('title', 2), ('title', 0), (None, 0))
    """
    short = folded(name)
    # The name of the thing is the thing: {"source": {"id": 3, "name": "La Voix"}} in JSON.
    head, _, last = name.rpartition(".")
    if short not in _FIELD and last in _NAMES:
        short = folded(head)
    field = _FIELD.get(short)
    if field is None:
        return None, 0
    return field, 0 if name.strip().casefold() == field else _RANKS[field][short]


def summary_rank(name: str) -> int | None:
    """Return how surely a name means a summary, from 1; None if it means none."""
    return _SUMMARY_RANKS.get(folded(name))


def created_rank(name: str) -> int | None:
    """Return how surely a name means when a row was made, from 1; None if it does not."""
    return _CREATED_RANKS.get(folded(name))


def date_parts(names: Collection[str]) -> tuple[str, ...]:
    """Return the names of a year, a month and a day among some, () without a year.

    >>> date_parts(["Annee", "titre", "mois"])
    ('Annee', 'mois')
    """
    parts: list[str] = []
    for known in _PART_RANKS:
        found = next((name for name in names if folded(name) in known), None)
        if found is None:
            break
        parts.append(found)
    return tuple(parts)


def is_date_part(name: str) -> bool:
    """Say whether a name means a year, a month or a day, which may be a part of a date."""
    return any(folded(name) in known for known in _PART_RANKS)


def table() -> list[tuple[str, tuple[str, ...]]]:
    """Return each field with the names that mean it, for documentation.

    Three rows are not fields: "summary" is the text, and "created" the date, of a row without another;
    "date parts" are the names of a year, a month and a day that together are a date.
    """
    parts = tuple(name for names in DATE_PARTS for name in names)
    return [*SYNONYMS.items(), ("summary", SUMMARY), ("created", CREATED), ("date parts", parts)]
