"""Message templates in English, as in the code -> in French, with the same fields."""

from __future__ import annotations

from frsearch.messages.french_causes import CAUSES
from frsearch.messages.french_check import DAMAGE
from frsearch.messages.french_explanations import EXPLANATIONS
from frsearch.messages.french_library import LIBRARY
from frsearch.messages.french_page import PAGE
from frsearch.messages.french_program import PROGRAM
from frsearch.messages.french_queries import QUERIES
from frsearch.messages.french_server import SERVER
from frsearch.messages.french_synonyms import SYNONYMS

FRENCH: dict[str, str] = {
    **LIBRARY,
    **QUERIES,
    **SERVER,
    **SYNONYMS,
    **CAUSES,
    **DAMAGE,
    **EXPLANATIONS,
    **PROGRAM,
    **PAGE,
}

# Nouns of counts: singular and plural.
COUNTED: dict[str, tuple[str, str]] = {
    "article": ("article", "articles"),
    "occurrence": ("occurrence", "occurrences"),
    "value": ("valeur", "valeurs"),
    "word": ("mot", "mots"),
    "group": ("groupe", "groupes"),
    "segment": ("segment", "segments"),
    "deleted article": ("article supprimé", "articles supprimés"),
    "year": ("an", "ans"),
    "month": ("mois", "mois"),
    "day": ("jour", "jours"),
}
