"""Verbs: form -> infinitive, for all three groups.

    >>> infinitive("finissaient"), infinitive("emploieront"), infinitive("iront"), infinitive("maison")
    ('finir', 'employer', 'aller', '')

Forms of the third group are generated once, from the rows of `irregular_verbs`. Forms of the two regular
groups are split into the radical of a known verb and an ending. Source of the endings and of how
radicals change: the conjugation tables of any French grammar (Bescherelle, L'Art de conjuguer); for
radicals without circumflex, the Rectifications de l'orthographe of 1990.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from frsearch.analysis.lemmas.homographs import NOMINALS
from frsearch.analysis.lemmas.irregular_verbs import IN_INDRE, IN_RE, MODELS
from frsearch.analysis.lemmas.regular_verbs import FIRST_GROUP, SECOND_GROUP

_FUTURE = "ai as a ons ez ont ais ait ions iez aient".split()
_FIRST_ENDINGS = frozenset(
    """
    er e es ons ez ent ais ait ions iez aient ai as a âmes âtes èrent ât asse asses assent ant
    é ée és ées
    """.split()
    + ["er" + ending for ending in _FUTURE]
)
_SECOND_ENDINGS = frozenset(
    """
    ir is it issons issez issent issais issait issions issiez issaient isse isses issant irent îmes
    îtes ît i ie ies
    """.split()
    + ["ir" + ending for ending in _FUTURE]
)
_ENDINGS = _FIRST_ENDINGS | _SECOND_ENDINGS
# The last two letters of a word, or the last one -> the possible lengths of its ending.
_SIZES = {
    last: sorted({len(ending) for ending in _ENDINGS if ending.endswith(last) or ending == last[-1]})
    for last in sorted({ending[-2:] for ending in _ENDINGS})
}
_NOUS = "ons ez ais ait ions iez aient ant".split()
_ILS = "ent e es".split()
_PAST = "s t rent sse sses ssent".split()
_CIRCUMFLEX = str.maketrans("aiu", "âîû")
_NO_CIRCUMFLEX = str.maketrans("îû", "iu")

# Plurals of these nouns are more common than the imperfect in -ions.
_NOUNS_IN_ION = ("tions", "sions", "xions", "gions")

# Productive prefixes of verbs. Shorter words only seem to have one (`rester`, `copie`).
_PREFIXES = ("re", "ré", "dés", "dé", "pré", "sur", "sous", "auto", "inter", "entre", "outre", "co")
_SHORTEST_REST = 4
_SHORTEST_PREFIXED = 7

# For unlisted verbs: endings that only verbs have; and the productive suffixes of new verbs, -iser and
# -ifier, with endings that no noun has.
_CLEAR_ENDINGS = frozenset("aient èrent erait eraient eront âmes".split())
_NEW_ENDINGS = _FIRST_ENDINGS - frozenset("e es ons ions ez a as ai ais".split())
_NEW_VERBS = ("is", "ifi")
_NO_NEW_VERBS = ("ais", "ois", "uis")


def infinitive(word: str) -> str:
    """Return the infinitive of a lower-case accented word, or "" if it is not a form of a verb.

    A known verb may have one of the usual prefixes (`réinstallé`). Other words are forms of an unknown
    verb if they have an ending that only verbs have.
    """
    splits = _splits(word)
    if found := _known(word, splits):
        return found
    # Most words that are no verbs have neither a prefix nor the ending of a verb.
    if len(word) >= _SHORTEST_PREFIXED and word.startswith(_PREFIXES):
        found = _prefixed(word, splits)
    return found or (_guessed(splits) if splits else "")


def _prefixed(word: str, splits: Sequence[tuple[str, str]]) -> str:
    for prefix in _PREFIXES:
        if not word.startswith(prefix):
            continue
        size = len(prefix)
        rest = word[size:]
        if len(rest) >= _SHORTEST_REST and rest not in NOMINALS:
            shorter = [(radical[size:], ending) for radical, ending in splits if len(radical) > size]
            if found := _known(rest, shorter):
                return prefix + found
    return ""


def _guessed(splits: Sequence[tuple[str, str]]) -> str:
    for radical, ending in reversed(splits):
        if len(radical) < _SHORTEST_REST:
            continue
        new = radical.endswith(_NEW_VERBS) and not radical.endswith(_NO_NEW_VERBS)
        if ending in _CLEAR_ENDINGS or (new and ending in _NEW_ENDINGS):
            return radical + "er"
    return ""


def is_first_group(radical: str) -> bool:
    """Say whether `radical` + er is a known verb."""
    return radical in _radicals()[0]


def _splits(word: str) -> list[tuple[str, str]]:
    """Return the possible (radical, ending) of a form of a regular verb, shortest ending first."""
    sizes = _SIZES.get(word[-2:]) or _SIZES.get(word[-1:])
    if not sizes:
        return []
    return [
        (word[:-size], word[-size:]) for size in sizes if size < len(word) and word[-size:] in _ENDINGS
    ]


def _known(word: str, splits: Sequence[tuple[str, str]]) -> str:
    found = _third_group().get(word)
    if found or not splits or word.endswith(_NOUNS_IN_ION):
        return found or ""
    first, second = _radicals()
    for radical, ending in splits:
        if radical in first and ending in _FIRST_ENDINGS:
            return first[radical]
        if radical in second and ending in _SECOND_ENDINGS:
            return second[radical]
    return ""


@cache
def _radicals() -> tuple[dict[str, str], dict[str, str]]:
    """Return radical -> infinitive, for the first and for the second group."""
    first = {shape: verb for verb in FIRST_GROUP for shape in _shapes(verb[:-2])}
    # The unchanged radical of a verb takes precedence over the changed radical of another.
    first.update((verb[:-2], verb) for verb in FIRST_GROUP)
    second = {shape: verb for verb in SECOND_GROUP for shape in _spellings(verb[:-2])}
    return first, second


def _shapes(radical: str) -> list[str]:
    """Return the variants of a radical of the first group before its endings, in both spellings."""
    shapes = [radical]
    stem, last = radical[:-1], radical[-1]
    if last in "cgy":
        shapes.append(stem + {"c": "ç", "g": "ge", "y": "i"}[last])
    vowel = max(radical.rfind("e"), radical.rfind("é"))
    consonants = radical[vowel + 1 :]
    if vowel > 0 and consonants and not set(consonants) & set("aiouyâîôûàïöü"):
        shapes.append(radical[:vowel] + "è" + consonants)
        if radical[vowel] == "e" and consonants in ("l", "t"):
            shapes.append(radical + consonants)
    return [spelling for shape in shapes for spelling in _spellings(shape)]


def _spellings(text: str) -> tuple[str, str]:
    return text, text.translate(_NO_CIRCUMFLEX)


@cache
def _third_group() -> dict[str, str]:
    """Return form -> infinitive. A form of several verbs belongs to the first row."""
    forms: dict[str, str] = {}

    def add(verb: str, made: Iterable[str]) -> None:
        for form in made:
            if not form.endswith(_NOUNS_IN_ION):
                forms.setdefault(form, verb)

    for row in MODELS:
        model, prefixes, *more = row.split("|")
        verb, *stems = model.split()
        endings = [verb, *_forms(*(stem.strip("-") for stem in stems)), *"".join(more).split()]
        for prefix in prefixes.replace("_", "-").split():
            before = prefix.strip("-")
            add(before + verb, (before + ending for ending in endings))
    for verb in IN_RE:
        stem = verb[:-2]
        add(verb, [verb, *_forms(stem + "s", stem, stem, stem, stem + "r", stem + "i", stem + "u")])
    for verb in IN_INDRE:
        stem, soft = verb[:-3], verb[:-4] + "gn"
        add(verb, [verb, *_forms(stem + "s", stem + "t", soft, soft, verb[:-1], soft + "i", stem + "t")])
    for form, verb in tuple(forms.items()):
        forms.setdefault(form.replace("î", "i"), verb)
    return forms


def _forms(je: str, il: str, nous: str, ils: str, future: str, past: str, participle: str) -> list[str]:
    """Return the forms made from the stems of a row; an empty stem has no forms."""
    made = [form for form in (je, il) if form]
    made += [nous + ending for ending in _NOUS if nous]
    made += [ils + ending for ending in _ILS if ils]
    made += [future + ending for ending in _FUTURE if future]
    if past:
        vowel = len(past.rstrip("n")) - 1
        marked = past[:vowel] + past[vowel:].translate(_CIRCUMFLEX)
        made += [past + ending for ending in _PAST]
        made += [marked + ending for ending in ("t", "mes", "tes")]
    if participle:
        feminine = participle.replace("û", "u") + "e"
        made += [participle, feminine, feminine + "s", participle.rstrip("s") + "s"]
    return made
