"""Each sentence as it stands in the code -> the same in French, with the same holes."""

from __future__ import annotations

from frsearch.messages.french_check import DAMAGE
from frsearch.messages.french_explanations import EXPLANATIONS
from frsearch.messages.french_library import LIBRARY
from frsearch.messages.french_page import PAGE
from frsearch.messages.french_program import PROGRAM

FRENCH: dict[str, str] = {**LIBRARY, **DAMAGE, **EXPLANATIONS, **PROGRAM, **PAGE}

# What is counted, of one and of more.
COUNTED: dict[str, tuple[str, str]] = {
    "article": ("article", "articles"),
    "occurrence": ("occurrence", "occurrences"),
    "segment": ("segment", "segments"),
    "deleted article": ("article supprimé", "articles supprimés"),
    "year": ("an", "ans"),
    "month": ("mois", "mois"),
    "day": ("jour", "jours"),
}
