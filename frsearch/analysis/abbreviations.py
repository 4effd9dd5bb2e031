"""Abbreviations of titles and ways: `St` is `Saint`, `Mme` is `Madame`, `bd` is `boulevard`.

The word in full is indexed first and the abbreviation beside it, so that each finds the other, also in
phrases and compounds (`St-Étienne`). Capitals decide where they make another word: `BD` (comics), `DR`
(« droits réservés »), `PR`, `AV` are not abbreviations of these words. Left out: `M.`, `MM.` and `Me`,
since `m` is an initial, `mm` a measure and `me` a pronoun; `pl.`, `col.`, `gal`, which stand for
several words. What stands beside these tells: a query reads them (`query.abbreviated`). `av. J.-C.` is
read in `apart`.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Abréviations » (and `Mr`,
`bld`, `blvd`, which it does not have, but people write).
"""

from __future__ import annotations

from frsearch.analysis.folding import open_ligatures

# As written in lower case; the same with a capital first.
_IN_FULL = dict(
    pair.split()
    for pair in """
    st saint; ste sainte; sts saints; stes saintes; mme madame; mmes mesdames; mlle mademoiselle
    mlles mesdemoiselles; mgr monseigneur; dr docteur; drs docteurs; mr monsieur; bd boulevard
    bld boulevard; blvd boulevard; av avenue; fg faubourg; fbg faubourg; cie compagnie; sté société
    ets établissements; éts établissements; bvd boulevard; rte route; vve veuve; cdt commandant
    dre docteure; càd cestàdire
    """.replace("\n", ";").split(";")
    if pair.strip()
)
# In capitals, these are still abbreviations.
_CAPITALS_TOO = "st ste sts stes mme mmes mlle mlles mgr blvd".split()
_FULL = {
    **_IN_FULL,
    **{short.capitalize(): full for short, full in _IN_FULL.items()},
    **{short.upper(): _IN_FULL[short] for short in _CAPITALS_TOO},
    "Pr": "professeur", "Prs": "professeurs",
}  # fmt: skip
# With raised letters, as the Imprimerie nationale writes them.
_RAISED = "Mᵐᵉ Mᵐᵉˢ Mˡˡᵉ Mˡˡᵉˢ Sᵗ Sᵗᵉ Dʳ Mᵍʳ Pʳ Cⁱᵉ Bᵈ".split()

WRITTEN = frozenset([*_FULL, *_RAISED])  # type: frozenset[str]


def in_full(word: str) -> str:
    """Return the word that a cleaned word abbreviates, "" if it is no abbreviation.

    >>> in_full("St"), in_full("Mᵐᵉ"), in_full("BD")
    ('saint', 'madame', '')
    """
    return _FULL.get(open_ligatures(word), "")
