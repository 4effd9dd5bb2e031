"""A text that was pasted excludes none of its words; signs of other engines are read or warned about."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frsearch import QuerySyntaxError, escape
from frsearch.query.parser import parse
from tests.test_query_parser import QUERIES, show

show_tree: Any = show


def read(text: str) -> tuple[str, list[str]]:
    """Return the tree in one line, and the places that are warned of."""
    parsed = parse(text)
    return show_tree(parsed.tree), [text[each.start : each.end] for each in parsed.warnings]


@pytest.mark.parametrize(
    "text",
    """un minimum de -69,6°C
une baisse de -3.5 points
l'élément (-7)
-20 % de réduction
-12 degrés en Alsace
-5°C
interdit aux -18 ans
entre -5 et -10
-12 à -15 cette nuit
-5 000 euros
de -5 °C à +3 °C
-La tendance du marché est à la baisse
Puis -je voter ?
Cette division du domaine royal fut -elle irréversible ?
Y a -t-il un pilote
ce jour -là
celui -ci
le chef -dit-on- du parti
le chef -dit-on du parti
un membre -ou non- du parti
la capitale -grande ville- bouge
les toponymes en -in de l'Est de l'Allemagne
Saint -Denis
Jean -Luc Mélenchon
peut -être
c'est -à -dire
la demi -finale
c'est -à-dire
Hauts -de-Seine
Aix -en-Provence
hors -la-loi
pot -de-vin
chef -d'oeuvre
Boulogne -sur-Mer
l'anti -européen
ci -dessous
la guerre (1914 -1918)""".splitlines(),
)
def test_a_dash_in_running_text_excludes_nothing_and_nothing_is_said(text: str) -> None:
    tree, warned = read(text)
    assert "-" not in tree
    assert warned == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sommet -Trump", "(sommet -trump)"),
        ("-Trump sommet Helsinki", "(-trump sommet helsinki)"),
        ("sommet -Trump Poutine", "(sommet -trump poutine)"),
        ("sommet -titre:paix", "(sommet -title:paix)"),
        ('sommet -"paix froide"', '(sommet -"paix froide")'),
        ("sommet -(paix OU guerre)", "(sommet -(paix | guerre))"),
        ("le sommet de la paix -présid* du monde", "(le° sommet de° la° paix -presid… du° monde)"),
        ("vitamine -C", "(vitamine -c°)"),
        ("élections -2017", "(elections -2017)"),
        ("guerre -mondiale", "(guerre -mondiale)"),
        ("Macron -l'Express", "(macron -express)"),
        ("grand -Macron", "(grand -macron)"),
        ("immigration -sans-papiers", '(immigration -"sans papiers"/sanspapiers)'),
        (
            "les conséquences de la crise sur les retraites -Macron -Fillon",
            "(les° consequences de° la° crise sur° les° retraites -macron -fillon)",
        ),
        ("le sommet OU la paix -Trump de Paris", "((le° sommet) | (la° paix -trump de° paris))"),
    ],
)
def test_what_a_person_excludes_is_excluded(text: str, expected: str) -> None:
    assert read(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "expected", "warned"),
    [
        ("le sommet -Trump à Helsinki", "(le° sommet trump a° helsinki)", "-Trump"),
        ("-Bonjour, dit le chef.", "(bonjour dit le° chef)", "-Bonjour,"),
        ("la guerre 1914 -1918", "(la° guerre 1914 1918)", "-1918"),
        ("-Oui, répondit-il", "(oui repondit il°)", "-Oui,"),
        ("-Non merci", "(non merci)", "-Non"),
        ("-Bonjour !", "bonjour", "-Bonjour"),
        ("Notre -Dame", '("notre dame"|"n d")', "-Dame"),
        ("États -Unis", "(etats unis)", "-Unis"),
        ("week -end", '("week end"|weekend)', "-end"),
        ("porte -parole", "(porte parole)", "-parole"),
        ("Pierre -Yves Bournazel", "(pierre yves bournazel)", "-Yves"),
        ("contre -attaque", "(contre attaque)", "-attaque"),
        ("beau -frère", "(beau frere)", "-frère"),
        ("quatre -vingts", "(quatre vingts)", "-vingts"),
        ("vingt -cinq ans", "(vingt cinq ans)", "-cinq"),
        ("là -bas", "(la bas)", "-bas"),
        ("Covid -19", "(covid 19)", "-19"),
        ("G -7", "(g 7)", "-7"),
        ("14 -18", "(14 18)", "-18"),
        ("il fait -5", "(il° fait 5)", "-5"),
        ("-10", "10", "-10"),
        ("la croix -Le Monde", '(la° croix le° (monde | "le monde"))', "-Le"),
    ],
)
def test_where_a_dash_may_exclude_a_warning_says_how_it_is_read(
    text: str, expected: str, warned: str
) -> None:
    assert read(text) == (expected, [warned])
    with pytest.raises(QuerySyntaxError):
        parse(text, strict=True)


@pytest.mark.parametrize(
    ("text", "expected", "warned"),
    [
        ("OR", "or", ["OR"]),
        ("médaille OR", "(medaille or)", ["OR"]),
        ("OR noir", "(or noir)", ["OR"]),
        ("(médaille OR) 2018", "(medaille or 2018)", ["OR"]),
        ("argent ET OR", "(argent & or)", ["OR"]),
        ("OR ET ARGENT", "(or & argent)", ["OR"]),
        ("sommet SAUF", "(sommet sauf)", ["SAUF"]),
        ("titre:OR", "title:or", []),
        ("=OR", "=or", []),
    ],
)
def test_an_operator_that_joins_nothing_is_the_word(text: str, expected: str, warned: list[str]) -> None:
    assert read(text) == (expected, warned)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.journal.fr/a?id=12", '(https "journal fr"/journalfr a° id 12)'),
        ("http://exemple.fr/?p=123", '(http "exemple fr"/exemplefr p 123)'),
        ("exemple.fr/article?page=2", '("exemple fr"/exemplefr article page 2)'),
        ("youtube.com/watch?v=abc", '("youtube com"/youtubecom watch v abc)'),
        ("/recherche/?q=sommet", "(recherche q sommet)"),
        ("https://exemple.fr/a*b?x=*", '(https "exemple fr"/exemplefr a° b x)'),
        ("https://exemple.fr/a~2", '(https "exemple fr"/exemplefr a° 2)'),
        ("https://exemple.fr/article-(2)?x", '(https "exemple fr"/exemplefr article 2 x)'),
        ("(https://exemple.fr/?a=b||c)", '(https "exemple fr"/exemplefr a° b c°)'),
        ("pr?sident", "pr?sident"),
    ],
)
def test_a_question_mark_in_an_address_is_no_wildcard(text: str, expected: str) -> None:
    assert read(text) == (expected, [])


OTHER_SIGNS = [
    ("paix !guerre", "(paix -guerre)", "!"),
    ("paix || guerre", "(paix | guerre)", "||"),
    ("paix||guerre", "(paix | guerre)", "||"),
    ("paix && guerre", "(paix & guerre)", "&&"),
    ('"sommet de Hel*"', '"sommet de hel"', '"sommet de Hel*"'),
    ('"sommet~ paix"', '"sommet paix"', '"sommet~ paix"'),
    ('"sommet paix"~ otan', '("sommet paix" otan)', "~"),
    ("sommet~3", "sommet~2", "sommet~3"),
    ("sommet~0.8", "sommet~", "sommet~0.8"),
    ("sommet NON paix", "(sommet non paix)", "NON"),
    ("sommet XOR paix", "(sommet xor paix)", "XOR"),
    ("sommet NEAR paix", "(sommet near paix)", "NEAR"),
    ("/somm.t/", "(somm t°)", "/somm.t/"),
    ("{titre}: sommet", "(titre sommet)", "{titre}:"),
    ("^sommet", "sommet", "^sommet"),
    ("+sommet", "sommet", "+sommet"),
    ("champ:sommet", "(champ sommet)", "champ:"),
    ("sommet^1000", "sommet", "^1000"),
    ("paix ET NON guerre", "((paix & non) guerre)", "NON"),
    ("NON guerre", "(non guerre)", "NON"),
    ("A NON B", '(a° (non | "a non") b)', "NON"),
    ("XOR guerre", "(xor guerre)", "XOR"),
    ("NEAR guerre paix", "(near guerre paix)", "NEAR"),
    ("paix PRÈS guerre", "(paix pres guerre)", "PRÈS"),
    ("paix PRÈS10 guerre", '(paix "pres 10"/pres10 guerre)', "PRÈS10"),
    ("paix PRÈS /10 guerre", "(paix pres 10 guerre)", "PRÈS"),
    ("paix PRÈS/ 10 guerre", "(paix pres 10 guerre)", "PRÈS/"),
    ("paix près/10 guerre", "(paix pres 10 guerre)", "près/10"),
    ("paix PRÈS/dix guerre", "(paix pres dix guerre)", "PRÈS/dix"),
    ("NEAR(paix guerre, 10)", "(near paix guerre 10)", "NEAR"),
    ("paix AROUND(5) guerre", "(paix around 5 guerre)", "AROUND"),
    ("paix W/10 guerre", "(paix w 10 guerre)", "W/10"),
    ("paix ADJ guerre", "(paix adj guerre)", "ADJ"),
    ("paix NEXT/3 guerre", "(paix next 3 guerre)", "NEXT/3"),
    ("paix ONEAR/10 guerre", "(paix onear 10 guerre)", "ONEAR/10"),
    ("paix | guerre", "(paix guerre)", "|"),
    ('"som?et"', '"som et"', '"som?et"'),
    ('"sommet * paix"', '"sommet paix"', '"sommet * paix"'),
    ("sommet ~2", "(sommet 2)", "~2"),
    ("~sommet", "sommet", "~sommet"),
    ("_exists_:titre", "(exists titre)", "_exists_:"),
    ("@titre sommet", "(titre sommet)", "@titre"),
    ("som%t", "(som t°)", "som%t"),
    ("paix } guerre", "(paix guerre)", "}"),
    ("sommet^-3", "sommet", "sommet^-3"),
    ("sommet^3^2", "sommet", "sommet^3"),
    ("(paix sommet)^-3", "(paix sommet)", "^-3"),
    ("titre:paix PRÈS/10 guerre", "title:paix <10> guerre", "titre:paix PRÈS/10 guerre"),
    ("paix PRÈS/10 -guerre", "(paix & -guerre)", "paix PRÈS/10 -guerre"),
    ("vrai ?oui", "(vrai oui)", "?oui"),
    ("sommet [2017 TO 2018]", "(sommet 2017 to 2018)", "TO"),
]


@pytest.mark.parametrize(("text", "expected", "sign"), OTHER_SIGNS)
def test_signs_of_other_engines_are_not_misread_in_silence(text: str, expected: str, sign: str) -> None:
    tree, warned = read(text)
    assert tree == expected
    assert warned == [sign]
    with pytest.raises(QuerySyntaxError):
        parse(text, strict=True)


@pytest.mark.parametrize(
    "text",
    [
        "C++",
        "R&D",
        "Canal + et Arte",
        "AC/DC",
        "2 + 2",
        "Le NON a gagné",
        "NEAR",
        "NON à la guerre",
        "UNE MAISON PRÈS DE PARIS",
        "près de Paris",
        "@EmmanuelMacron",
        "100% coton",
        "~20 morts",
        '"https://exemple.fr/a?b"',
        "Next",
    ],
)
def test_what_french_writes_so_is_no_sign(text: str) -> None:
    assert read(text)[1] == []


@pytest.mark.parametrize(("text", "weights"), [
    ("sommet^3 paix", [3, 1]),
    ("titre:sommet^2 =paix^0,5", [2, 0.5]),
    ('"premiers pas"^2 somm*^4', [2, 4]),
    ("(sommet^2 paix)^3 otan", [6, 3, 1]),
    ("sommet^1000", [100]),
    ("sommet^.5", [0.5]),
    ("un sommet^3.", [1, 3]),
    ("10^3", [1, 1]),
])  # fmt: skip
def test_a_weight_follows_a_word_a_phrase_or_a_group(text: str, weights: list[float]) -> None:
    tree: Any = parse(text).tree
    assert [each.boost for each in getattr(tree, "children", [tree])] == weights


@pytest.mark.parametrize("text", ["vraiment?oui", "Pourquoi?Comment?", "oui??non"])
def test_a_question_mark_in_a_word_may_end_a_question(text: str) -> None:
    pattern: Any = parse(text).tree
    words = text.lower().replace("?", " ").split()
    assert (pattern.kind, [word.form.exact for word in pattern.words]) == ("wildcard", words)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("paix PRÈS/10 date:2018", "no date"),
        ("(paix sommet) PRÈS/10 guerre", "no group"),
        ("paix PRÈS/10 -guerre", "excluded"),
        ("a1 PRÈS/2 b1 PRÈS/2 c1 PRÈS/2 d1 PRÈS/2 e1", "up to 4"),
    ],
)
def test_what_is_not_read_as_near_is_said_with_its_cause(text: str, cause: str) -> None:
    assert cause in str(parse(text).warnings[0].message)


def test_a_name_and_its_number_are_one_side() -> None:
    assert read("G 7 PRÈS/2 CAC 40") == ('"g 7"/g7 <2> "cac 40"/cac40', [])


@given(QUERIES | st.text(max_size=40) | st.text("aàOU-=()*?~^!|&+{}[]/:\"«» .,'1eE", max_size=25))
@example("ET\u200b(e)")
@example("l'(")
@example("PRÈS/3 000")
@example("w/10 près/dix NEAR10 ADJ @titre ?oui som%t 10^-3 _a_:b -19 paix NON")
def test_an_escaped_text_is_read_as_words_alone(text: str) -> None:
    parsed = parse(escape(text))
    assert show_tree(parsed.tree) == show_tree(parse(text, plain=True).tree)
    assert len(escape(text)) == len(text)
    assert all("nothing to search for" in str(each.message) for each in parsed.warnings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('titre:"sommet" OU -paix^3', "(titre sommet ou° paix 3)"),
        ("sommet* ET (Trump)", "(sommet et° trump)"),
        ("date:2018", "(date 2018)"),
        ("étudiant(e)s", "etudiants"),
        ("week-end", '"week end"/weekend'),
    ],
)
def test_of_a_plain_text_words_are_all_that_is_read(text: str, expected: str) -> None:
    assert show_tree(parse(text, plain=True).tree) == expected
    assert show_tree(parse(escape(text), strict=True).tree) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("$3 000", "3000"),
        ("n°3 000", "3000"),
        ("l'3 000", "3000"),
        ("24/7 000", "7000"),
        ("3 000-4 000", "4000"),
        ("x+3 000 000,5", "3000000,5"),
        ("d'18 h 30", "18h30"),
        ("14 h/18 h", "18h"),
    ],
)
def test_a_number_with_blanks_may_stand_against_a_sign(text: str, word: str) -> None:
    """Queries read it as one, as texts do."""
    tree = show_tree(parse(text).tree)
    assert tree == show_tree(parse(text, plain=True).tree)
    assert word in re.split(r"[^\w,]", tree)


def test_many_dashes_take_no_longer() -> None:
    """A thousand dashes are read in less than a second: no dash reads the whole query."""
    text = "le -mot de " * 900
    assert len(parse(text).warnings) > 0
