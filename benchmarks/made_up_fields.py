"""The id of an article -> made-up fields: source, author, section, page, paid, tags.

They depend on the id alone, not on the order of the articles: the same in a sample, a shuffled corpus
and another process. The values are unevenly spread, as in an archive: the first source has a quarter of
the articles, an author of the middle of the list one in ten thousand.

    >>> sorted(extra_of("os2"))
    ['author', 'page', 'paid', 'section', 'source', 'tags']
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Any

NAMES = ("source", "author", "section", "page", "paid", "tags")
SEED = 15

# Four are other spellings of a name before them, and so values of their own.
SOURCES = (
    "Le Monde", "Ouest-France", "Le Figaro", "Libération", "La Croix", "L'Humanité", "Les Échos",
    "Sud Ouest", "La Voix du Nord", "Le Télégramme", "L'Est républicain", "La Dépêche du Midi",
    "Le Monde diplomatique", "L’Humanité", "Nice-Matin", "Le monde", "Liberation", "20 Minutes",
    "L'Équipe", "LE FIGARO",
)  # fmt: skip

_FIRST_NAMES = """
    Jean Marie Pierre Anne Michel Élise Zoé François Hélène Jean-Pierre Anne-Sophie Noël Gaël Maëlle
    Raphaëlle Loïc Benoît Agnès Chloé Jérôme Rémi Inès Marie-Ève Théo Aïcha Mohamed Fatou Nguyên Ségolène
    Célestin Véronique Stéphane Cécile Œnone Édouard Léa Paul Julie Camille Hugo Louise Jules Sacha Anaïs
    Brigitte Gérard Odile Xavier Yves Zinédine
""".split()  # 50
_LAST_NAMES = (
    "Dupont", "Dupond", "Dupont-Aignan", "d'Ormesson", "de La Fontaine", "du Bellay", "Le Goff",
    "Le Pen", "N'Diaye", "O'Connor", "L’Hostis", "Dubœuf", "Lévy", "Levy", "Müller", "Nuñez",
    "Gonçalves", "Ben Jelloun", "El Khoury", "van Eyck", "von Trapp", "de l'Estoile", "des Forêts",
    "D'Almeida", "Saint-Exupéry",
)  # fmt: skip
_BEGINNINGS = "Bar Bon Cas Cor Du Fer Gar Lam Lar Mar Mer Mon Per Rou Sar Tan Val Ver".split()
_ENDINGS = "ault bert chet din ert eau gnon lier nard nier otte sart tin ville zac".split()
_AUTHORS = 5_000

_SUBJECTS = (
    "Politique", "International", "Société", "Économie", "Culture", "Sports", "Planète", "Sciences",
    "Santé", "Éducation", "Justice", "Médias", "Idées", "Livres", "Cinéma", "Musique", "Régions",
    "Île-de-France", "Bretagne", "Logement", "Emploi", "Numérique", "Gastronomie", "Voyages", "Météo",
)  # fmt: skip
_GENRES = ("", " : enquête", " : entretien", " – l’éditorial")
SECTIONS = tuple(subject + genre for genre in _GENRES for subject in _SUBJECTS)  # 100
TAGS = (
    *_SUBJECTS, "grève", "Grève", "élections", "retraites", "Union européenne", "États-Unis", "climat",
    "c'est-à-dire", "aujourd'hui", "intelligence artificielle", "œuvres d’art", "laïcité", "budget 2020",
    "covid-19", "L'Élysée", "à la une", "#metoo", "PSG", "été",
)  # fmt: skip

LAST_PAGE = 40


def _authors() -> tuple[str, ...]:
    last_names = (*_LAST_NAMES, *map("".join, itertools.product(_BEGINNINGS, _ENDINGS)))
    names = [" ".join(parts) for parts in itertools.product(_FIRST_NAMES, last_names)]
    return tuple(random.Random(SEED).sample(names, _AUTHORS))


AUTHORS = _authors()


def _sums(count: int, flat: int) -> list[float]:
    """Cumulative weights by Zipf's law; the first `flat` values differ little."""
    return list(itertools.accumulate(1 / (rank + flat) for rank in range(count)))


_SOURCE_SUMS = _sums(len(SOURCES), 1)
_AUTHOR_SUMS = _sums(_AUTHORS, 50)
_SECTION_SUMS = _sums(len(SECTIONS), 5)
_TAG_SUMS = _sums(len(TAGS), 3)


def extra_of(id: str, names: Sequence[str] = NAMES) -> dict[str, Any]:
    """Return the fields of an article; some have no author, no page, or values that are none."""
    chance = random.Random(f"{SEED} {id}")
    values: dict[str, Any] = {
        "source": chance.choices(SOURCES, cum_weights=_SOURCE_SUMS)[0],
        "author": _some_authors(chance),
        "section": chance.choices(SECTIONS, cum_weights=_SECTION_SUMS)[0],
        "page": _page(chance),
        "paid": chance.random() < 0.3,
        "tags": chance.choices(TAGS, cum_weights=_TAG_SUMS, k=chance.randrange(6)),
    }
    return {name: values[name] for name in names if values[name] is not None}


def _some_authors(chance: random.Random) -> str | list[str] | None:
    """One as a text, up to three as a list (in which one may stand twice), or none."""
    kind = chance.random()
    names = chance.choices(AUTHORS, cum_weights=_AUTHOR_SUMS, k=3)
    if kind < 0.6:
        return names[0]
    if kind < 0.9:
        return names[: chance.randrange(4)] + names[: kind < 0.62]
    return " " if kind < 0.92 else None


def _page(chance: random.Random) -> int | float | None:
    """Mostly small numbers; now and then one as a spreadsheet writes it, 3.0."""
    page = min(LAST_PAGE, 1 + int(chance.expovariate(0.12)))
    kind = chance.random()
    return None if kind < 0.05 else float(page) if kind < 0.08 else page


def values_of(value: object) -> list[Any]:
    """Return the single values of a field, each once, as they are counted.

    >>> values_of(["été", "été", " "]), values_of(3.0), values_of(None)
    (['été'], [3.0], [])
    """
    several = value if isinstance(value, list) else [value]
    known = [each for each in several if each is not None and str(each).strip()]
    return list({label_of(each): each for each in reversed(known)}.values())[::-1]


def label_of(value: object) -> str:
    """Return a single value as facets show it: 3.0 as 3, true in lower case."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def labels_of(extra: dict[str, Any], name: str) -> list[str]:
    """Return the labels under which an article counts in a facet."""
    return [label_of(each) for each in values_of(extra.get(name))]
