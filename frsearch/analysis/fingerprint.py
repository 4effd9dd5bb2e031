"""What distinguishes this analysis from another version's: an index made by another one is outdated.

The fingerprint is taken of what the chain makes of a sample that touches every rule, so that a new
stemmer or table is noticed without anyone having to remember to say so. That takes as long as many
searches, so that an index also says what the analysis that made it was made of: where that is the
same, so is the fingerprint.
"""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from functools import cache
from pathlib import Path

import snowballstemmer
import unidecode

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


def made_of(folder: Path) -> str:
    """Return 16 hexadecimal digits that change with anything that the analysis is made of.

    That is the modules in `folder`, what they import, by its version, and Python with its Unicode. ""
    is for what cannot be told: libraries of no known version, modules that are no files.
    """
    made = hashlib.sha256(f"{sys.version_info} {unicodedata.unidata_version}".encode())
    libraries = {"snowballstemmer": snowballstemmer, "unidecode": unidecode}
    if "Stemmer" in sys.modules:
        libraries["pystemmer"] = sys.modules["Stemmer"]
    try:
        for name, library in libraries.items():
            here = Path(library.__file__ or "").parent
            beside = os.listdir(here.parent if hasattr(library, "__path__") else here)
            known = [each for each in beside if each.lower().startswith(f"{name}-")]
            if not known:
                return ""
            made.update(repr(sorted(known)).encode())
        modules = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.py")}
        for name in sorted(modules):
            content = modules[name].read_bytes()
            made.update(f"{name} {len(content)} ".encode() + content)
    except OSError:
        return ""
    return made.hexdigest()[:16] if modules else ""


# Of the modules as they were imported: files may be replaced while they run.
MADE_OF = made_of(Path(__file__).parent)


def voucher(fingerprint: object) -> str:
    """Return what an index says beside a fingerprint that was taken of this analysis, as it is now.

    Where it says so, there is no need to take it again. "" is for what cannot be told, and vouches for
    nothing.
    """
    return hashlib.sha256(f"{MADE_OF} {fingerprint}".encode()).hexdigest()[:16] if MADE_OF else ""
