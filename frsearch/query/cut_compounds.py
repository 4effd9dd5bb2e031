"""Which words a hyphen joins, though a blank stands before it: `États -Unis`, `Hauts -de-Seine`.

Scans and typing errors leave such blanks. What follows the dash is then the rest of a compound, which
nobody excludes. Four tables: first parts that are no words of their own, second parts that begin with a
preposition or an article; less sure: first parts that are words as well, and pairs.

Sources: compounds with a hyphen, the formation of numerals and of first names: Grevisse & Goosse, *Le
bon usage*; place names (*Aix-en-Provence*): Insee, *Code officiel géographique*. Written for frsearch.

>>> joins("Hauts", "de-Seine"), joins("États", "Unis"), may_join("États", "Unis")
(True, False, True)
"""

from __future__ import annotations

import re

from frsearch.analysis.folding import fold

# No words of their own, or nothing that is sought without what follows: « demi -finale ».
_FIRST_PARTS = frozenset(
    """saint sainte st ste demi mi semi ex vice quasi pseudo neo mini maxi apres avant arriere outre nord
    sud jean marie anne anti pre inter intra infra hyper supra co multi pluri mono bi tri ci cyber crypto
    narco socio psycho electro eco franco anglo germano italo hispano russo sino americano israelo arabo
    judeo afro indo turco irano austro greco gallo luso belgo canado""".split()
)
# Words as well: « auto -école », but `auto -Renault`.
_WORDS_FIRST = frozenset(
    "auto bio contre euro extra macro mega micro non post pro radio tele ultra".split()
)
# « Hauts -de-Seine », « chef -d'oeuvre », « Boulogne -sur-Mer »: after these, the second part goes on.
_LINKED = re.compile(
    r"(?:a|au|aux|de|du|des|en|et|la|le|les|l[eè]s|y)-\w.*|d['’]\w.*|(?:sur|sous|pr[eè]s)-[A-ZÀ-Þ].*"
    r"|à-\w.*"
)

_TENS = "vingt trente quarante cinquante soixante quatre".split()
_UNITS = "un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_FIRST_NAMES = (
    "pierre paul louis charles henri francois jacques claude georges andre michel rose eve".split()
)
_SECOND_NAMES = """
    yves luc pierre paul marie marc claude michel francois jacques louis philippe christophe baptiste
    antoine andre emmanuel henri benoit noel rene robert bernard charles alain edouard olivier laure
    sophie helene christine dominique
"""
_FAMILY = "pere mere peres meres parents parent fils fille frere soeur freres soeurs enfants famille"
# First parts that are words, with the second parts that make them compounds.
_PAIRS = {
    **dict.fromkeys(_TENS, f"{_UNITS} vingt vingts"),
    "dix": "sept huit neuf",
    **dict.fromkeys(_FIRST_NAMES, _SECOND_NAMES),
    **dict.fromkeys("grand grands grande grandes".split(), f"{_FAMILY} chose duc messe rue angle place"),
    **dict.fromkeys("beau beaux belle belles petit petits petite petites".split(), _FAMILY),
    **dict.fromkeys("arriere avant".split(), _FAMILY),
    "notre": "dame",
    "etats": "unis major majors",
    "etat": "major",
    "royaume": "uni",
    "provinces": "unies",
    "nations": "unies",
    "pays": "bas",
    "nouvelle": "caledonie zelande orleans aquitaine",
    "moyen": "orient age",
    "proche": "orient",
    "extreme": "orient droite gauche onction",
    "extremes": "droites gauches",
    "haut": "parleur parleurs rhin",
    "haute": "savoie loire marne garonne vienne saone",
    "hautes": "alpes pyrenees",
    "bas": "rhin",
    "basse": "normandie terre",
    "week": "end ends",
    "porte": "parole paroles avions avion monnaie voix feuille bonheur containers conteneurs drapeau",
    "la": "bas haut dedans dessus dessous",
    "au": "dessus dessous dela devant",
    "par": "dessus dessous dela",
    "chef": "lieu",
    "chefs": "lieux",
    "premier": "ministre ne",
    "rendez": "vous",
    "peut": "etre",
    "sans": "abri abris papiers culottes emploi faute",
    "tout": "puissant",
    "vis": "a",
    "cessez": "le",
    "laissez": "passer",
    "long": "metrage",
    "court": "metrage circuit",
    "libre": "echange service",
    "main": "forte",
    "mot": "cle cles",
    "mots": "cles croises",
    "centre": "ville gauche droit droite",
    "pause": "cafe",
    "garde": "fou fous robe meuble meubles cotes",
    "gratte": "ciel",
    "lave": "linge vaisselle",
    "tire": "bouchon",
    "trouble": "fete",
    "couvre": "feu feux",
    "cache": "nez",
    "pare": "brise chocs feu",
    "passe": "partout temps",
    "abat": "jour",
    "essuie": "glace glaces",
    "ouvre": "boite",
    "taille": "crayon",
    "sous": "marin marins sol",
    "super": "heros puissance puissances",
    "face": "a",
    "tete": "a",
    "compte": "rendu",
    "comptes": "rendus",
    "mort": "ne nes",
    "nouveau": "ne nes",
    "bien": "etre",
    "faire": "part",
    "savoir": "faire",
    "plus": "value values",
    "moins": "value values",
    "amour": "propre",
    "coffre": "fort",
    "coffres": "forts",
    "cerf": "volant",
    "chauve": "souris",
    "rouge": "gorge",
    "sage": "femme femmes",
    "oiseau": "mouche",
    "chou": "fleur",
    "ping": "pong",
    "hip": "hop",
    "fast": "food",
    "tee": "shirt shirts",
    "t": "shirt shirts",
    "e": "mail mails commerce",
}
_COMPOUNDS = {first: frozenset(seconds.split()) for first, seconds in _PAIRS.items()}
_WORD = re.compile(r"\w+")
_LAST = re.compile(r"\w+$")


def joins(first: str, second: str) -> bool:
    """Say whether a hyphen joins two words as written, beyond doubt."""
    return bool(_LINKED.fullmatch(second)) or _end(first) in _FIRST_PARTS


def may_join(first: str, second: str) -> bool:
    """Say whether a hyphen joins two words more likely than one excludes the other."""
    beginning = _WORD.match(fold(second.lower()))
    before = _end(first)
    return before in _WORDS_FIRST or (
        beginning is not None and beginning[0] in _COMPOUNDS.get(before, ())
    )


def _end(word: str) -> str:
    """Return the last letters of a word, folded: of `l'anti`, `anti`."""
    found = _LAST.search(fold(word.lower()))
    return found[0] if found else ""
