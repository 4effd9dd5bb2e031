"""What distinguishes this analysis from another version's: an index made by another one is outdated.

The fingerprint is taken of what the chain makes of a sample that touches every rule, so that a new
stemmer or table is noticed without anyone having to remember to say so.
"""

from __future__ import annotations

import hashlib
from functools import cache

from frsearch.analysis.chain import Chain
from frsearch.analysis.lemmas import digest
from frsearch.analysis.stopwords import STOP_WORDS

_SAMPLE = """
    L’Otan, l'État, aujourd'hui, prud’homme, quelqu'un, presqu'île, entr'acte, d'Artagnan, O'Brien
    N'Djamena j'suis États-Unis Maison-Blanche c'est-à-dire a-t-il dit-on celui-ci chef-d'œuvre
    étudiant·e·s étudiant(e)s O.T.A.N. 12 000,5 12.000 3.5 28.06.2018 16H30 XXIᵉ m² Łódź straße
    rétablies absurdité nationalement chevaux finissaient généreuses collections administratives
    l'O.N.U. l'« ami » l' ami d'1,5 0.123 l'ÉLU·E vice-président·e jeu(x) ½-finale 4ᵉ É.N.A.
    tout·e·s national·e·s Mach-e mail.e.s n°5 nº5 R&D C++ C# G7 @EmmanuelMacron #MeToo lemonde.fr
    amazon.es jean.dupont@exemple.fr www.a.b jeudi.Le 16 h 30 35 h 21ème 1ère 3è XXIe XIVᵉ VIE Louis XIV
    ognons nénufar interpelé interpelle relai M'Hamed m'habiller Fran-\nce prési\u00ad\ndent
    porte-\r\n  monnaie
    travaux élevé policière abandonnés jeux œil yeux châtiment communistes françaises mauvais
    actrice heureuse grandes iront emploie appellent cédera réinstallé marché festivals uberisées
"""


@cache
def fingerprint() -> str:
    """Return 16 hexadecimal digits that change with the terms that the analysis gives."""
    made = hashlib.sha256()
    for token in Chain().tokens(_SAMPLE):
        made.update(repr(tuple(token)).encode())
    made.update(" ".join(sorted(STOP_WORDS)).encode())
    made.update(digest().encode())
    return made.hexdigest()[:16]
