"""How files write the language of an article -> its code, as BCP 47 has it: `fr`.

Known are the codes of ISO 639-1, those of ISO 639-2 (`fre` and `fra`) for the languages below, and the
names of these in French, English and German, and in the language itself. Country and script are left
out: `fr-CA` is `fr`. What is not known stays as it was written.

Sources: RFC 5646 (BCP 47), *Tags for Identifying Languages*, section 2.2.1, which takes the shortest
code of ISO 639; Library of Congress, *Codes for the Representation of Names of Languages* (ISO 639-2).

    >>> language_of("Français"), language_of("fre"), language_of("fr_FR"), language_of("latin tardif")
    ('fr', 'fr', 'fr', 'latin tardif')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from frsearch.reading.synonyms import folded
from frsearch.reading.values import only

_CODES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
    "dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id "
    "ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu "
    "lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu "
    "rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
    "ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)

# The code, then the codes of ISO 639-2, and names: of languages in which archives have French articles.
_WRITTEN = """
fr fre fra français française french französisch francais
en eng anglais anglaise english englisch
de ger deu allemand allemande german deutsch
es spa espagnol spanish spanisch español castillan castellano
it ita italien italian italienisch italiano
pt por portugais portuguese portugiesisch português
nl dut nld néerlandais dutch niederländisch nederlands flamand flemish
ca cat catalan katalanisch català
oc oci occitan okzitanisch provençal
br bre breton bretonisch brezhoneg
eu baq eus basque baskisch euskara
co cos corse corsican korsisch corsu
gsw alsacien alsatian elsässisch
lb ltz luxembourgeois luxembourgish luxemburgisch lëtzebuergesch
la lat latin latein
el gre ell grec greek griechisch ελληνικά
ru rus russe russian russisch русский
uk ukr ukrainien ukrainian ukrainisch українська
pl pol polonais polish polnisch polski
cs cze ces tchèque czech tschechisch čeština
sk slo slk slovaque slovak slowakisch
sl slv slovène slovenian slowenisch
hr hrv croate croatian kroatisch hrvatski
sr srp serbe serbian serbisch
hu hun hongrois hungarian ungarisch magyar
ro rum ron roumain romanian rumänisch română
bg bul bulgare bulgarian bulgarisch
sq alb sqi albanais albanian albanisch
sv swe suédois swedish schwedisch svenska
da dan danois danish dänisch dansk
no nor norvégien norwegian norwegisch norsk
fi fin finnois finnish finnisch suomi
is ice isl islandais icelandic isländisch
ga gle irlandais irish irisch gaeilge
tr tur turc turkish türkisch türkçe
ar ara arabe arabic arabisch العربية
he heb hébreu hebrew hebräisch עברית
yi yid yiddish jiddisch
fa per fas persan persian persisch farsi
hy arm hye arménien armenian armenisch
ka geo kat géorgien georgian georgisch
zh chi zho chinois chinese chinesisch 中文
ja jpn japonais japanese japanisch 日本語
ko kor coréen korean koreanisch
vi vie vietnamien vietnamese vietnamesisch
mg mlg malgache malagasy madagassisch
ht hat haïtien haitian
wo wol wolof
eo epo espéranto esperanto
"""
_CODE_OF = {
    folded(name): line.split()[0] for line in _WRITTEN.strip().splitlines() for name in line.split()
}
_KNOWN = _CODES.union(_CODE_OF.values())
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*(?:\.[A-Za-z0-9-]+)?")
_BETWEEN = re.compile(r"\s*[;,|/]\s*")


@lru_cache(1 << 10)
def language_of(written: str) -> str:
    """Return the code of a language, or what is written if it is not known."""
    name = folded(written)
    if name in _CODE_OF:
        return _CODE_OF[name]
    tag = _TAG.fullmatch(written.strip())
    main = tag[1].lower() if tag else ""
    if main in _CODES:
        return main
    return _CODE_OF.get(main, written)


def languages_of(value: Any) -> Any:
    """Return the code of a language, or the list of those of several; what is not known as it was.

    >>> languages_of("fre; eng"), languages_of(["French"]), languages_of("Langue d'oïl, parlée")
    (['fr', 'en'], 'fr', "Langue d'oïl, parlée")
    """
    if isinstance(value, list):
        return only(list(dict.fromkeys(language_of(each) for each in value if isinstance(each, str))))
    if not isinstance(value, str):
        return value
    several = [language_of(each) for each in _BETWEEN.split(value.strip()) if each]
    if len(several) > 1 and _KNOWN.issuperset(several):
        return only(list(dict.fromkeys(several)))
    return language_of(value)


def with_known_values(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return further fields in which the language is a code and tags are a list, even if of one.

    What is so already is returned itself.

    >>> with_known_values({"language": "Français", "tags": "climat", "source": "AFP"})
    {'language': 'fr', 'tags': ['climat'], 'source': 'AFP'}
    """
    changed: dict[str, Any] = {}
    language, tags = extra.get("language"), extra.get("tags")
    if (code := languages_of(language)) != language:
        changed["language"] = code
    if isinstance(tags, str) and tags.strip():
        changed["tags"] = [tags]
    return {**extra, **changed} if changed else extra
