"""Query text -> tree: what each sign of the language means, and what is made of broken syntax."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from frsearch.analysis.chain import Chain
from frsearch.errors import QuerySyntaxError, QueryTooComplex
from frsearch.query.limits import LIMITS, Limits
from frsearch.query.nodes import (
    And,
    Dates,
    Everything,
    Near,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Word,
    Words,
)
from frsearch.query.parser import parse

CHAIN = Chain()


def show(tree):
    """Write a tree in one line.

    A word or a phrase is shown as its terms, `=` before an exact one, `°` after a stop word, `/`
    before another reading; a prefix ends with `…`; `(a b)` are words side by side, `(a & b)` is ET,
    `(a | b)` is OU, `-a` is SAUF, `a|b <3> c` is PRÈS/3.
    """
    match tree:
        case Word():
            stop = "°" if tree.stop else ""
            return _prefix(tree) + "=" * tree.exactly + _term(tree) + stop
        case Phrase(words=words, slop=slop, solid=solid):
            inside = " ".join(map(_term, words))
            within = f"~{slop}" if slop > 1 else ""
            others = "".join("/" + _term(word) for word in solid)
            return _prefix(words[0]) + "=" * words[0].exactly + f'"{inside}"' + within + others
        case Pattern(kind=kind, text=text, edits=edits):
            return (
                _prefix(tree)
                + text
                + {"prefix": "…", "fuzzy": "~", "wildcard": ""}[kind]
                + str(edits) * (edits > 1)
            )
        case Near(sides=sides, distance=distance):
            return f" <{distance}> ".join("|".join(map(show, side)) for side in sides)
        case Dates(range=days):
            return f"[{days.first or ''}..{days.last or ''}]"
        case Not(child=child):
            return "-" + show(child)
        case Words(children=children):
            return "(" + " ".join(map(show, children)) + ")"
        case And(children=children):
            return "(" + " & ".join(map(show, children)) + ")"
        case Or(children=children):
            return "(" + " | ".join(map(show, children)) + ")"
        case Everything():
            return "everything"
        case Nothing():
            return "nothing"


def _term(word):
    return word.form.accented if word.exactly else word.form.exact


def _prefix(leaf):
    return f"{leaf.field}:" if leaf.field else ""


def assert_parses_to(text, expected):
    parsed = parse(text, chain=CHAIN)
    assert show(parsed.tree) == expected
    assert parsed.warnings == ()
    assert parse(text, chain=CHAIN, strict=True) == parsed


# --- words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "everything"),
        (" \t\n\u00a0", "everything"),
        ("sommet", "sommet"),
        ("Élections", "elections"),
        ("sommet helsinki", "(sommet helsinki)"),
        ("  sommet\n\thelsinki\u00a0", "(sommet helsinki)"),
        ("sommet, helsinki!", "(sommet helsinki)"),
        ("vitamine C", '((vitamine | "vitamine c") c°)'),
        ("vitamine c", '((vitamine | "vitamine c") c°)'),
        ("jour J juin", '((jour | "jour j") j° juin)'),
        ("La Croix", '(la° (croix | "la croix"))'),
        ("Marine Le Pen", '(marine le° (pen | "le pen"))'),
        ("le journal Le monde", '(le° journal le° (monde | "le monde"))'),
        ("le magazine Elle", '(le° (magazine | "magazine elle") elle°)'),
        ("Le monde, la croix", "(le° monde la° croix)"),
        ("LE MONDE ET LA CROIX", "(le° monde et° la° croix)"),
        ("avec M. Hulot", "(avec° m° hulot)"),
        ("sommet a paris", "(sommet a° paris)"),
        ("titre:vitamine C", "(title:vitamine c°)"),
        ("jusqu'à Paris", '("jusque a" paris)'),
        ("19 e siècle", "(19e siecle)"),
        ("A 380", '"a 380"/a380'),
        ("EN 1990 LA GUERRE", "(en° 1990 la° guerre)"),
        ("le sommet", "(le° sommet)"),
        ("l’Otan", "otan"),
        ("dit-on", "(dit on°)"),
        ("États-Unis", '"etats unis"/etatsunis'),
        ("week-end prolongé", '("week end"/weekend prolonge)'),
        ("d'Artagnan", "(dartagnan | artagnan)"),
        ("c'est-à-dire", 'cestadire|"c a d"'),
        ("O.T.A.N.", "otan"),
        ("qui a gagné ?", "(qui° a° gagne)"),
        ("16h30", '16h30|"16h 30"|"16 heures 30"|"16 h 30"|16h30min'),
        ("12:30", '"12 30"/12h30|"12h 30"|"12 heures 30"|"12 h 30"|12h30min'),
        ("12:75", "(12 75)"),
        ("https://exemple.fr/un", '(https "exemple fr"/exemplefr un°)'),
        ("Note : un sommet", "(note un° sommet)"),
        ("l'heure:midi", "(heure midi)"),
        ("2 + 2 = 4", "(2 2 4)"),
        ("R&D", '"r d"/rd'),
    ],
)
def test_words_are_read_as_the_articles_are(text, expected):
    assert_parses_to(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 000", "12000"),
        ("12\u202f000\u00a0000 soldats", "(12000000 soldats)"),
        ("les 12 000 soldats", "(les° 12000 soldats)"),
        ("12 000,5", "12000,5"),
        ("12.000", "12000"),
        ("12 000 OU 13 000", "(12000 | 13000)"),
        ("titre:12 000", "title:12000"),
        ("=12 000", "=12000"),
        ('"12 000 soldats"', '"12000 soldats"'),
        ("2018 100", "(2018 100)"),  # a year opens no group of thousands
        ("12 00", "(12 00)"),
        ("12 000e", "(12 000e)"),
    ],
)
def test_the_blanks_inside_a_number_do_not_split_it(text, expected):
    assert_parses_to(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("étudiant(e)s", "etudiants"),
        ("étudiant(e)s OU professeur(e)s", "(etudiants | professeurs)"),
        ("(étudiant(e)s)", "etudiants"),
        ("SAUF élu(e)", "(-elu)"),
        ("étudiant·e·s", "etudiants"),
        ("étudiant (e)", "(etudiant e)"),  # after a blank, a parenthesis opens a group
    ],
)
def test_the_parentheses_of_inclusive_writing_are_no_groups(text, expected):
    assert_parses_to(text, expected)


# --- operators


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sommet ET paix", "(sommet & paix)"),
        ("sommet AND paix", "(sommet & paix)"),
        ("sommet OU paix", "(sommet | paix)"),
        ("sommet OR paix", "(sommet | paix)"),
        ("sommet SAUF paix", "(sommet -paix)"),
        ("sommet NOT paix", "(sommet -paix)"),
        ("sommet -paix", "(sommet -paix)"),
        ("sommet ET SAUF paix", "(sommet & -paix)"),
        ("-sommet", "(-sommet)"),
        ("sommet OU -paix", "(sommet | (-paix))"),
        ("sommet SAUF SAUF paix", "(sommet paix)"),
        ("sommet SAUF -paix", "(sommet paix)"),
        ("(sommet)OU(paix)", "(sommet | paix)"),
        # only in capitals
        ("sommet et paix", "(sommet et° paix)"),
        ("sommet Ou paix", "(sommet ou° paix)"),
        ("or not", "(or not)"),
        # a hyphen inside a word, between blanks or doubled excludes nothing
        ("Paris-Nice", '"paris nice"/parisnice'),
        ("paix - guerre", "(paix guerre)"),
        ("paix --guerre", "(paix guerre)"),
        ("paix -", "paix"),
        ("(paix -)", "paix"),
    ],
)
def test_operators(text, expected):
    assert_parses_to(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sommet ET paix OU guerre", "((sommet & paix) | guerre)"),
        ("sommet OU paix ET guerre", "(sommet | (paix & guerre))"),
        ("sommet paix OU guerre otan", "((sommet paix) | (guerre otan))"),
        ("sommet paix ET guerre otan", "(sommet (paix & guerre) otan)"),
        ("sommet ET paix ET guerre", "(sommet & paix & guerre)"),
        ("sommet OU paix OU guerre", "(sommet | paix | guerre)"),
        ("-sommet ET paix", "(-sommet & paix)"),
        ("sommet OU paix SAUF guerre", "(sommet | (paix -guerre))"),
    ],
)
def test_et_binds_tighter_than_side_by_side_and_ou_looser(text, expected):
    assert_parses_to(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(sommet OU paix) ET guerre", "((sommet | paix) & guerre)"),
        ("(sommet OU paix) guerre", "((sommet | paix) guerre)"),
        ("(sommet paix) guerre", "(sommet paix guerre)"),
        ("((sommet))", "sommet"),
        ("SAUF (sommet OU paix)", "(-(sommet | paix))"),
        ("sommet -(paix guerre)", "(sommet -(paix guerre))"),
        ("-(-sommet)", "(-(-sommet))"),
        ("sommet OU (paix ET (guerre OU otan))", "(sommet | (paix & (guerre | otan)))"),
    ],
)
def test_parentheses_group(text, expected):
    assert_parses_to(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OTAN OU ONU", "(otan | onu)"),
        ("SOMMET ET PAIX SAUF OTAN", "((sommet & paix) -otan)"),
        ("L'OTAN OU L'ONU", "(otan | onu)"),
        ("TITRE:OTAN OU ONU", "(title:otan | onu)"),
        ("OTAN OU TITRE:LE", "(otan | title:le°)"),
        ("LE SOMMET DE L'OTAN ET LA RUSSIE", "(le° sommet de° otan et° la° russie)"),
        ("LA PAIX OU LA GUERRE", "(la° paix ou° la° guerre)"),
        ("LA PAIX OU LA guerre", "((la° paix) | (la° guerre))"),
    ],
)
def test_in_a_sentence_in_capitals_et_and_ou_are_words(text, expected):
    assert_parses_to(text, expected)


# --- phrases, exact words, fields


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"premiers pas"', '"premiers pas"'),
        ("« premiers pas »", '"premiers pas"'),
        ("«\u00a0premiers pas\u00a0»", '"premiers pas"'),
        ("“premiers pas”", '"premiers pas"'),
        ("„premiers pas“", '"premiers pas"'),
        ('"premiers pas"~3', '"premiers pas"~3'),
        ("« premiers pas »~3", '"premiers pas"~3'),
        ('"premiers pas"~0', '"premiers pas"'),
        ('"premiers pas"~1500', '"premiers pas"~1500'),
        ('"premiers pas" ~3', '("premiers pas" 3)'),
        ('"premiers pas"helsinki', '("premiers pas" helsinki)'),
        ('"le monde"', '"le monde"'),
        ('"le"', "le"),  # quoted, it is no stop word
        ('"États-Unis"', '"etats unis"/etatsunis'),
        ('"paix OU guerre"', '"paix ou guerre"'),
        ('"(paix) -guerre"', '"paix guerre"'),
        ('sommet -"premiers pas"', '(sommet -"premiers pas")'),
        ('"premiers pas" OU sommet', '("premiers pas" | sommet)'),
    ],
)
def test_phrases_stand_in_any_quotation_marks(text, expected):
    assert_parses_to(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=élection", "=élection"),
        ("=Election", "=election"),
        ("=le", "=le"),
        ("=l’élection", "=élection"),
        ('="premiers pas"', '="premiers pas"'),
        ("=États-Unis", '="états unis"/étatsunis'),
        ("=d'Artagnan", "=dartagnan"),
        ("=(élection scrutin) paix", "(=élection =scrutin paix)"),
        ("-=élection", "(-=élection)"),
        ("prix=élevé", "(prix eleve)"),
        ("= élection", "election"),
    ],
)
def test_an_equals_sign_asks_for_exactly_this_form(text, expected):
    assert_parses_to(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("titre:sommet", "title:sommet"),
        ("title:sommet", "title:sommet"),
        ("TITRE:sommet", "title:sommet"),
        ("titre: sommet", "title:sommet"),
        ("titre : sommet", "title:sommet"),
        ("titre\u00a0: sommet paix", "(title:sommet paix)"),
        ("titre :sommet", "title:sommet"),
        ("titre:(sommet paix) guerre", "(title:sommet title:paix guerre)"),
        ('titre:"premiers pas"~2', 'title:"premiers pas"~2'),
        ("titre:=élection", "title:=élection"),
        ("=titre:élection", "title:=élection"),
        ("titre:présid*", "title:presid…"),
        ("titre:États-Unis", 'title:"etats unis"/etatsunis'),
        ("-titre:sommet", "(-title:sommet)"),
        ("titre:-sommet", "(-title:sommet)"),
        ("titre:titre:sommet", "title:sommet"),
        ("sous-titre:sommet", '("sous titre"/soustitre sommet)'),
        ("le titre", "(le° titre)"),
    ],
)
def test_a_word_can_be_asked_for_in_the_title(text, expected):
    assert_parses_to(text, expected)


# --- dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date:2018", "([2018-01-01..2018-12-31])"),
        ("date:2018-02", "([2018-02-01..2018-02-28])"),
        ("date:2018-06-28", "([2018-06-28..2018-06-28])"),
        ("date : 2018-06", "([2018-06-01..2018-06-30])"),
        ('date:"2018-06"', "([2018-06-01..2018-06-30])"),
        ('date:"2018-06"~3', "([2018-06-01..2018-06-30])"),
        ("date:2018-06..2018-10", "([2018-06-01..2018-10-31])"),
        ("date:..2018-10", "([..2018-10-31])"),
        ("date:2018-06..", "([2018-06-01..])"),
        # as people write dates
        ("date:28/06/2018", "([2018-06-28..2018-06-28])"),
        ("date:28/06/2018..30/06/2018", "([2018-06-28..2018-06-30])"),
        ("avant:28.06.2018", "([..2018-06-27])"),
        ('depuis:"28 juin 2018"', "([2018-06-28..])"),
        ('date:"1er juin 2018".."3 juin 2018"', "([2018-06-01..2018-06-03])"),
        ('date:"juin 2018".. x', "([2018-06-01..] x)"),
        ('date:.."juin 2018"', "([..2018-06-30])"),
        ("date:« juin 2018 »", "([2018-06-01..2018-06-30])"),
        # without quotation marks, a month's name before its year
        ("sommet date:juin 2018 x", "(sommet [2018-06-01..2018-06-30] x)"),
        ("DATE : LE JEUDI 28 JUIN 2018", "([2018-06-28..2018-06-28])"),
        ("-date:févr. 2018", "(-[2018-02-01..2018-02-28])"),
        ("date:1er mai 2018 OU depuis:août 2018", "(([2018-05-01..2018-05-01]) | ([2018-08-01..]))"),
        ("date:juin 2018..3 août 2018 x", "([2018-06-01..2018-08-03] x)"),
        ("date:juin 2018 .. août 2018", "([2018-06-01..2018-08-31])"),
        ("date:2018.. août 2019", "([2018-01-01..2019-08-31])"),
        ("date:2018 .. 2019", "([2018-01-01..2019-12-31])"),
        # ranges in words
        ("date:de juin 2018 à juillet 2018 x", "([2018-06-01..2018-07-31] x)"),
        ("date:juin à juillet 2018", "([2018-06-01..2018-07-31])"),
        ("date:juin 2018-juillet 2018", "([2018-06-01..2018-07-31])"),
        ("date:juin 2018 - juillet 2018", "([2018-06-01..2018-07-31])"),
        ("date:du 4 décembre au 5 janvier 2018", "([2017-12-04..2018-01-05])"),
        ("date:2017 à 2018", "([2017-01-01..2018-12-31])"),
        ("date:juin 2018 à Paris", "([2018-06-01..2018-06-30] a° paris)"),
        # what follows a date that is whole is searched for
        ("date:2018 x 2019", "([2018-01-01..2018-12-31] x 2019)"),
        ("date:2018.. 1914", "([2018-01-01..] 1914)"),
        ("date:juin 2018 2019", "([2018-06-01..2018-06-30] 2019)"),
        ("date:juin 2018 -2019", "([2018-06-01..2018-06-30] -2019)"),
        ('date:"2018" "x y"', '([2018-01-01..2018-12-31] "x y")'),
        ("depuis:2018-06", "([2018-06-01..])"),
        ("avant:2018-10", "([..2018-09-30])"),
        ("DATE:2018", "([2018-01-01..2018-12-31])"),
        ("sommet date:2018", "(sommet [2018-01-01..2018-12-31])"),
        ("sommet -date:2018", "(sommet -[2018-01-01..2018-12-31])"),
        ("date:2017 OU date:2018", "(([2017-01-01..2017-12-31]) | ([2018-01-01..2018-12-31]))"),
        ("titre:(sommet date:2018)", "(title:sommet [2018-01-01..2018-12-31])"),
        ("depuis 2018", "(depuis° 2018)"),
    ],
)
def test_dates(text, expected):
    assert_parses_to(text, expected)


# --- patterns


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("présid*", "presid…"),
        ("PRÉSID*", "presid…"),
        ("pre\u0301sid*", "presid…"),
        ("présid**", "presid…"),
        ("présid*,", "presid…"),
        ("(présid*)", "presid…"),
        ("l’œuv*", "oeuv…"),
        ("États-U*", "etatsu…"),
        ("=présid*", "presid…"),
        ("-présid*", "(-presid…)"),
        ("*sident", "*sident"),
        ("pr?sident", "pr?sident"),
        ("pr?s*t", "pr?s*t"),
        ("*a*b*c*", "*a*b*c*"),
        ("prés*?", "pres…"),  # the ? ends the question
        ("poutin~", "poutin~"),
        ("Poutin~2", "poutin~2"),
        ("l’élefant~", "elefant~"),
        ("Me\u0301dine\u0301~", "medine~"),
        ("poutin~, trump", "(poutin~ trump)"),
        ("pou~tin", "(pou tin)"),
        ("~3", "3"),
        ("président ?", "president"),
        ("président?", "president"),
    ],
)
def test_prefixes_wildcards_and_misspellings(text, expected):
    assert_parses_to(text, expected)


# --- broken syntax: the tree all the same, and warnings in place

JOINS = "has nothing to join on one side: ignored"
AS_WORD = "has nothing to join on one side: searched as a word"
EXCLUDES = "has nothing to exclude: ignored"
OPEN = "this parenthesis is never closed: treated as closed at the end"
CLOSE = "this closing parenthesis has no opening one: ignored"
EMPTY = "these parentheses are empty: ignored"
UNCLOSED = "this quotation mark is never closed: treated as closed at the end"
WORDLESS = "this phrase has no words: ignored"
BLANK = "nothing to search for in this query"
BEFORE = "has no word after it: ignored"
FIELDS = "(there are titre:, title:, date:, depuis:, avant:): searched as words"

BROKEN = [
    # operators without one side
    ("sommet ET", "(sommet et°)", [(f"ET {AS_WORD}", 7, 9)]),
    ("OU sommet", "(ou° sommet)", [(f"OU {AS_WORD}", 0, 2)]),
    ("sommet OU", "(sommet ou°)", [(f"OU {AS_WORD}", 7, 9)]),
    ("sommet AND AND paix", "(sommet paix)", [(f"AND {JOINS}", 7, 10), (f"AND {JOINS}", 11, 14)]),
    ("sommet OU OU paix", "(sommet | paix)", [(f"OU {JOINS}", 7, 9), (f"OU {JOINS}", 10, 12)]),
    ("sommet ET OU paix", "(sommet | paix)", [(f"ET {JOINS}", 7, 9)]),
    ("sommet ET …", "sommet", [(f"ET {JOINS}", 7, 9)]),
    ("sommet SAUF", "(sommet sauf)", [(f"SAUF {AS_WORD}", 7, 11)]),
    ("sommet SAUF OU paix", "(sommet | paix)", [(f"SAUF {EXCLUDES}", 7, 11)]),
    ("sommet NOT NOT", "sommet", [(f"NOT {EXCLUDES}", 11, 14)]),
    ("OU", "ou°", [(f"OU {AS_WORD}", 0, 2)]),
    # parentheses
    ("(sommet", "sommet", [(OPEN, 0, 1)]),
    ("((sommet", "sommet", [(OPEN, 1, 2), (OPEN, 0, 1)]),
    ("paix (sommet OU", "(paix sommet ou°)", [(f"OU {AS_WORD}", 13, 15), (OPEN, 5, 6)]),
    ("sommet)", "sommet", [(CLOSE, 6, 7)]),
    ("sommet) paix", "(sommet paix)", [(CLOSE, 6, 7)]),
    (")(", "nothing", [(CLOSE, 0, 1), (OPEN, 1, 2), (BLANK, 0, 2)]),
    ("sommet ()", "sommet", [(EMPTY, 7, 9)]),
    ("sommet ET ()", "sommet", [(EMPTY, 10, 12), (f"ET {JOINS}", 7, 9)]),
    ("-()", "nothing", [(EMPTY, 1, 3), (f"- {EXCLUDES}", 0, 1), (BLANK, 0, 3)]),
    # quotation marks
    ('"premiers pas', '"premiers pas"', [(UNCLOSED, 0, 13)]),
    ("paix « premiers pas", '(paix "premiers pas")', [(UNCLOSED, 5, 19)]),
    ('sommet "', "sommet", [(UNCLOSED, 7, 8), (WORDLESS, 7, 8)]),
    ('"" sommet', "sommet", [(WORDLESS, 0, 2)]),
    ("sommet « … »", "sommet", [(WORDLESS, 7, 12)]),
    # fields
    ("auteur:Hugo", "(auteur hugo)", [(f"there is no field 'auteur' {FIELDS}", 0, 7)]),
    ("-auteur:Hugo", "(-auteur hugo)", [(f"there is no field 'auteur' {FIELDS}", 1, 8)]),
    # A dotless ı.
    (
        "depuıs:2018",
        "(depuis 2018)",
        [("there is no field 'depuıs' (did you mean depuis:?): searched as words", 0, 7)],
    ),
    ("sommet titre:", "sommet", [(f"titre {BEFORE}", 7, 13)]),
    ("titre : OU sommet", "sommet", [(f"titre {BEFORE}", 0, 7), (f"OU {JOINS}", 8, 10)]),
    ("titre:", "nothing", [(f"titre {BEFORE}", 0, 6), (BLANK, 0, 6)]),
    # dates
    ("sommet date:", "sommet", [("date: needs a date, such as date:2018-06", 7, 12)]),
    ("date:(2018)", "2018", [("date: needs a date, such as date:2018-06", 0, 5)]),
    ("sommet date:2018-13", "sommet", [("the date 2018-13 does not exist: ignored", 7, 19)]),
    (
        "sommet date:juin",
        "sommet",
        [
            (
                "'juin' is not a date: write 2018, juin 2018, 28/06/2018 or 2018-06-28, for example: "
                "ignored",
                7,
                16,
            )
        ],
    ),
    (
        "sommet date:2018-10..2018-06",
        "sommet",
        [("the range 2018-10..2018-06 ends before it begins: ignored", 7, 28)],
    ),
    (
        "sommet date:..",
        "sommet",
        [("'..' is a range without a date: write 2018-06..2018-09: ignored", 7, 14)],
    ),
    (
        "sommet date:31 février 2018 x",
        "(sommet x)",
        [("the date 31 février 2018 does not exist: ignored", 7, 27)],
    ),
    (
        "sommet date:28/06/18",
        "sommet",
        [
            (
                "'28/06/18' has a year of two digits, whose century is not sure: write the year in "
                "full: ignored",
                7,
                20,
            )
        ],
    ),
    (
        'date:"juin 2018',
        "([2018-06-01..2018-06-30])",
        [("this quotation mark is never closed: treated as closed at the end", 5, 15)],
    ),
    ("sommet avant:0001", "sommet", [("no dates come before this range: ignored", 7, 17)]),
    # patterns that say nothing
    ("sommet *", "sommet", [("* matches every word: ignored", 7, 8)]),
    ("sommet ?????*", "sommet", [("?????* matches every word: ignored", 7, 13)]),
    ("-* sommet", "sommet", [("* matches every word: ignored", 1, 2), (f"- {EXCLUDES}", 0, 1)]),
    # nothing at all
    ("?", "nothing", [(BLANK, 0, 1)]),
    ("\x00", "nothing", [(BLANK, 0, 1)]),
    (" … !", "nothing", [(BLANK, 0, 4)]),
]


@pytest.mark.parametrize(("text", "expected", "warnings"), BROKEN)
def test_of_broken_syntax_the_plausible_is_made_and_said_in_place(text, expected, warnings):
    parsed = parse(text, chain=CHAIN)
    assert show(parsed.tree) == expected
    assert [(found.message, found.start, found.end) for found in parsed.warnings] == warnings


@pytest.mark.parametrize(("text", "expected", "warnings"), BROKEN)
def test_strict_raises_where_the_first_warning_would_have_been(text, expected, warnings):
    message, start, end = warnings[0]
    with pytest.raises(QuerySyntaxError) as raised:
        parse(text, chain=CHAIN, strict=True)
    assert (raised.value.start, raised.value.end) == (start, end)
    assert str(raised.value) == f"{message} (characters {start} to {end})"


# --- bounds


def test_a_query_over_the_bound_is_cut_there():
    text = "ab " * 10
    parsed = parse(text, chain=CHAIN, limits=Limits(characters=8))
    assert show(parsed.tree) == "(ab ab ab)"
    (warning,) = parsed.warnings
    assert warning.message == "only the first 8 characters are used"
    assert (warning.start, warning.end) == (8, 30)
    with pytest.raises(QueryTooComplex, match="only the first 8 characters"):
        parse(text, chain=CHAIN, strict=True, limits=Limits(characters=8))
    assert parse(text, chain=CHAIN, strict=True, limits=Limits(characters=30)).warnings == ()


def test_parentheses_over_the_bound_are_ignored_and_what_is_in_them_is_not():
    parsed = parse("(a (paix OU (guerre)))", chain=CHAIN, limits=Limits(depth=2))
    assert show(parsed.tree) == "(a° (paix | guerre))"
    assert [(warning.start, warning.end) for warning in parsed.warnings] == [(12, 13), (21, 22)]
    assert parsed.warnings[0].message == "parentheses are nested more than 2 deep: ignored"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000,
        "(" * 5_000 + "sommet" + ")" * 5_000,
        ")" * 5_000,
        "sommet ) " * 1_000,
        "(sommet OU " * 2_000,
        "SAUF (" * 3_000 + "sommet",
        "NOT " * 3_000 + "sommet",
        "sommet PRÈS/3 " * 2_000 + "paix",
        "PRÈS/3 " * 2_000,
        "sommet^2" * 2_000,
        "sommet -paix de " * 2_000,
        "-1 " * 5_000,
        "-" * 5_000 + "sommet",
        "ET OU " * 2_000,
        "sommet ET " * 2_000,
        "titre:" * 3_000 + "sommet",
        "=" * 5_000 + "sommet",
        "a" * 100_000,
        "a" * 100_000 + "*",
        "a" * 100_000 + "~",
        "a~" * 20_000,
        "?*" * 20_000,
        "a-" * 20_000,
        "l'" * 20_000,
        "a(e)" * 10_000,
        "a:" * 10_000,
        "1 000" + " 000" * 10_000 + "a",
        '"' * 20_000,
        "«" * 20_001,
        '"sommet"~' + "9" * 20_000,
        "e" + "\u0301" * 50_000,
    ],
    ids=lambda text: f"{text[:9]} × {len(text)}",
)
@pytest.mark.parametrize("limits", [LIMITS, Limits(characters=1_000_000)], ids=["default", "wide"])
def test_a_hostile_query_gets_a_shallow_tree(text, limits):
    parsed = parse(text, chain=CHAIN, limits=limits)
    assert _depth(parsed.tree) <= 3 * limits.depth + 3
    assert _are_located(parsed, text)


def _depth(tree):
    children = (tree.child,) if isinstance(tree, Not) else getattr(tree, "children", ())
    return 1 + max(map(_depth, children), default=0)


def _leaves(tree):
    if isinstance(tree, Word | Phrase | Pattern):
        return [tree]
    if isinstance(tree, Near):
        return [tree, *(leaf for side in tree.sides for leaf in side)]
    return [leaf for child in getattr(tree, "children", ()) for leaf in _leaves(child)]


def _are_located(parsed, text):
    warnings = all(0 <= found.start < found.end <= len(text) for found in parsed.warnings)
    leaves = all(0 <= leaf.start < leaf.end <= len(text) for leaf in _leaves(parsed.tree))
    return warnings and leaves


# --- any text

SIGNS = """ET OU SAUF AND OR NOT PRÈS/3 NEAR/0 ^2 ^999 || && !
    ( ) " « » “ ” = - ~ ~2 * ? : titre: date: depuis: avant: auteur: 2018-06
    2018-13 .. 12 000 sommet le l' États-Unis (e) é e\u0301 \u200b \x00 \ud800 , &""".split()
QUERIES = st.lists(st.sampled_from([*SIGNS, " ", " ", "\u00a0"]), max_size=30).map("".join)


@given(QUERIES | st.text(st.characters(), max_size=60))
@example("ET OU")
@example("l'~ *\u0301")
@example("é\u0301~\u202e*")
@example('titre:=-"')
def test_any_text_parses_the_same_each_time_with_warnings_that_point_into_it(text):
    parsed = parse(text)
    assert parsed == parse(text, chain=CHAIN)
    assert _are_located(parsed, text)
    assert _is_well_formed(parsed.tree)
    if parsed.warnings:
        with pytest.raises(QuerySyntaxError) as raised:
            parse(text, strict=True)
        first = parsed.warnings[0]
        assert (raised.value.start, raised.value.end) == (first.start, first.end)
    else:
        assert parse(text, strict=True) == parsed


def _is_well_formed(tree):
    match tree:
        case Word(form=form):
            return all(form)
        case Phrase(words=words, slop=slop):
            return len(words) > 1 and slop >= 1 and all(map(_is_well_formed, words))
        case Pattern(text=text):
            return text.strip("*?") != ""
        case Not(child=child):
            return _is_well_formed(child)
        case And(children=children) | Or(children=children):
            return len(children) > 1 and all(map(_is_well_formed, children))
        case Words(children=children):
            return len(children) > 0 and all(map(_is_well_formed, children))
    return True


# --- through the index

HOSTILE = [
    "sommet\x00 \x00",
    "\x00:\x1f*",
    "\ud800sommet \udfff som\ud800met* \ud800~",
    "\u202esommet\u202d \u200f* \u2066titre:\u2069x",
    "Z\u0351\u036b\u0343A\u0334\u0340\u0345L\u0360G\u0334\u033bO\u0335!\u032c* Z\u0351\u036b~",
    "E\u0301\u0301\u0301lection~ \u0301* \u0301~ \u0301",
    "👩‍👩‍👧* 👩~ 🇫🇷",
    "İstanbul~ ı* ŉ~ ẞ* ﬁn~",
    '½* ½~ ² ١٢٣ ٠٠٠* "a b"~٣',
    "हिन्दी* 北京~ =Москва العربية",
    'ET OU SAUF ( ) = titre: date: - " * ~ ? \\ / & | ^ { } [ ] < > ! @ # $ %',
    'titre:((((=-"*',
    "*",
    "?????*",
    "*a*b*c*d*e*f*g*h*",
    "?*" * 100 + "a",
    "a" * 100_000 + "~",
    "'" * 1_000,
    "l'" * 1_000 + "a*",
    '"' + "le " * 1_000 + '"~999',
    "1 000 " * 500,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("match", ["all", "any"])
def test_a_search_box_answers_hostile_text(seeds_index, text, match):
    assert_answers(seeds_index, text, match)


@settings(deadline=None)
@given(QUERIES | st.text(st.characters(), max_size=60), st.sampled_from(["all", "any"]))
def test_a_search_box_answers_any_text(seeds_index, text, match):
    assert_answers(seeds_index, text, match)


def assert_answers(index, text, match):
    def search(**options):
        return index.search(text, match=match, facets=("year", "month", "day"), **options)

    results = search()
    assert len(results) == results.total <= len(index)
    assert all(0 <= found.start < found.end <= len(text) for found in results.warnings)
    replaced = [found for found in results.warnings if "no article holds" in found.message]
    if len(results.warnings) > len(replaced):
        with pytest.raises((QuerySyntaxError, QueryTooComplex)):
            search(strict=True)
    elif replaced:
        assert search(strict=True).warnings == ()  # no word is replaced
    else:
        assert search(strict=True) == results
