"""Stop words: common words that carry no content.

They are indexed, because phrases need them. Among adjacent words of a query, they are ignored if there
are other words.

Source: written for frsearch, 2026-11-21, from the closed classes of French grammar: articles,
determiners, pronouns, prepositions, conjunctions, and forms of *être* and *avoir*; the project's
licence. Forms that are as often nouns that people search for are left out: été, avions, sommes,
fut, as, aura, auras, son, ton, or, car.
"""

from __future__ import annotations

from frsearch.analysis.folding import fold

_ARTICLES_AND_DETERMINERS = """
    le la les l un une des du de d au aux ce cet cette ces mon ma mes ta tes sa ses notre nos votre
    vos leur leurs quel quelle quels quelles chaque quelque quelques même mêmes tout toute tous toutes
"""
_PRONOUNS = """
    je j me m moi tu te t toi il elle on se s soi lui nous vous ils elles eux en y c ça cela ceci
    celui celle ceux celles qui que qu quoi dont où lequel laquelle lesquels lesquelles auquel
    auxquels auxquelles duquel desquels desquelles
"""
_PREPOSITIONS = """
    à dans par pour sur avec sans sous chez vers entre depuis pendant dès lors jusque jusqu
    parmi selon
"""
_CONJUNCTIONS_AND_ADVERBS = """
    et ou mais donc ni si comme quand lorsque lorsqu puisque puisqu quoique quoiqu parce ne n pas
    plus très aussi alors ainsi comment pourquoi combien
"""
_ETRE_AND_AVOIR = """
    être suis es est êtes sont étais était étions étiez étaient serai seras sera serons serez
    seront serais serait serions seriez seraient sois soit soyons soyez soient étant
    avoir ai a avons avez ont avais avait aviez avaient aurai aurons aurez auront aurais aurait
    aurions auriez auraient aie aies ait ayons ayez aient ayant eu eut eurent
"""

_LISTED = frozenset(
    (
        _ARTICLES_AND_DETERMINERS
        + _PRONOUNS
        + _PREPOSITIONS
        + _CONJUNCTIONS_AND_ADVERBS
        + _ETRE_AND_AVOIR
    ).split()
)

# Without accents, they are still stop words: des (dès) is one as well.
STOP_WORDS = _LISTED | frozenset(fold(word) for word in _LISTED)


def is_stop_word(word: str) -> bool:
    """Say whether a lower-case word is a stop word; `sur` is, `sûr` is not."""
    return word in STOP_WORDS
