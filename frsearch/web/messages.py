"""What the library says of a query, in French: warning -> sentence for the page.

>>> in_french("this parenthesis closes nothing: ignored")
'cette parenthèse ne ferme rien : ignorée'
"""

from __future__ import annotations

import re

_MESSAGES = tuple(
    (re.compile(pattern, re.DOTALL), french)
    for pattern, french in (
        (r"only the first (\d+) characters are used", r"seuls les \1 premiers caractères comptent"),
        (r"only the first (\d+) words are used", r"seuls les \1 premiers mots comptent"),
        (r"nothing to search for in this query", "il n’y a rien à chercher ici"),
        (r"this parenthesis closes nothing: ignored", "cette parenthèse ne ferme rien : ignorée"),
        (r".+ has nothing to join on one side: ignored", "rien à relier d’un de ses côtés : ignoré"),
        (r".+ has nothing to exclude: ignored", "il n’y a rien à exclure ensuite : ignoré"),
        (r".+ stands before nothing to look for: ignored", "il n’y a rien à chercher ensuite : ignoré"),
        (r"there is no field '(.+?)'.*", r"il n’y a pas de champ « \1 » : cherché comme un mot"),
        (r'there is no field "(.+?)".*', r"il n’y a pas de champ « \1 » : cherché comme un mot"),
        (r"parentheses are nested over (\d+) deep: ignored",
         r"plus de \1 parenthèses les unes dans les autres : ignorées"),
        (r"this parenthesis is not closed.*", "cette parenthèse n’est pas fermée : elle l’est à la fin"),
        (r"there is nothing in these parentheses: ignored", "ces parenthèses sont vides : ignorées"),
        (r"this quotation mark is not closed.*", "ce guillemet n’est pas fermé : il l’est à la fin"),
        (r"there is no word in this phrase: ignored", "aucun mot entre ces guillemets : ignorés"),
        (r".+ stands for any word: ignored", "vaut pour tous les mots : ignoré"),
        (r"(.+?): needs a date.*", r"attend une date, par exemple \1:2018-06"),
        (r".*(?:not a date|no such date|before it begins|without a date|before this range).*: ignored",
         "cette date ne se lit pas : ignorée"),
        (r"this stands for .*the first of them are used",
         "trop de mots commencent ou s’écrivent ainsi : les premiers sont cherchés"),
        (r"too many patterns for one query.*",
         "trop de mots à compléter dans une seule recherche : tous ne sont pas cherchés"),
        (r"too common for a phrase.*", "ces mots sont trop courants pour être cherchés côte à côte"),
        (r"the words of this query are too many or too common.*",
         "trop de mots, ou trop courants : celui-ci est laissé de côté"),
    )
)  # fmt: skip


def in_french(message: str) -> str:
    """Return a warning in French; one that is not known stays as it is."""
    for pattern, french in _MESSAGES:
        if match := pattern.fullmatch(message):
            return match.expand(french)
    return message
