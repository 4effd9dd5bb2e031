"""The names of fields that archives share, as French readers call them, and what a value is called.

>>> field_title("author"), field_title("tags", "Thèmes"), value_text("1.5", "number")
('Auteur', 'Thèmes', '1,5')
"""

from __future__ import annotations

from collections.abc import Mapping

FIELD_TITLES: Mapping[str, str] = {
    "source": "Source",
    "author": "Auteur",
    "section": "Rubrique",
    "page": "Page",
    "tags": "Mots-clés",
    "language": "Langue",
}
"""Known names of fields, in the order in which they matter to readers."""

NAMES_IN_QUERIES: Mapping[str, str] = {
    "author": "auteur",
    "section": "rubrique",
    "tags": "mot_cle",
    "language": "langue",
}
"""The names by which French readers ask for known fields, where those differ."""

TYPES_OF_FIELDS: Mapping[str, str] = {
    "text": "texte",
    "number": "nombre",
    "boolean": "oui ou non",
    "mixed": "divers",
}
_TRUTHS = {"true": "oui", "false": "non"}


def field_title(name: str, shown: str = "") -> str:
    """Return what a field is called: as its archive says in `shown`, else in French, else its name."""
    return shown if shown and shown != name else FIELD_TITLES.get(name, name)


def inside(title: str) -> str:
    """Return a title as it is written inside a sentence: « trier par rubrique », but « par URL »."""
    begins_a_word = len(title) == 1 or title[1:2].islower()
    return title[:1].lower() + title[1:] if begins_a_word else title


def value_text(label: str, type: str) -> str:
    """Return a value of a field as a reader writes it."""
    if type == "boolean":
        return _TRUTHS.get(label, label)
    return label.replace(".", ",") if type == "number" else label


def range_text(low: float | None, high: float | None) -> str:
    """Return a range of numbers in words: « de 1 à 3 », « 3 et plus »."""
    least, most = (None if each is None else f"{each:.15g}".replace(".", ",") for each in (low, high))
    if least is None:
        return f"jusqu’à {most}"
    return f"{least} et plus" if most is None else f"de {least} à {most}"
