"""What strangers type into a search box to break it: more than a thousand queries,
by rule and by list.

    >>> len(dict.fromkeys(queries())) > 1000
    True
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise, permutations, product

from frsearch.analysis.stopwords import STOP_WORDS

OPERATORS = [
    "ET",
    "OU",
    "SAUF",
    "AND",
    "OR",
    "NOT",
    "-",
    "=",
    "titre:",
    "date:",
    "depuis:",
    "avant:",
    "(",
    ")",
    '"',
    "«",
    "~",
    "~3",
    "*",
    "?",
    ":",
    "..",
    "auteur:",
    "\\",
    "^",
    "&&",
    "||",
    "+",
    "!",
    "^3",
    "PRÈS/3",
    "NEAR/99999",
    "~2",
]
CHARACTERS = [
    "\0",
    "\ud800",
    "\udfff",
    "\u202e",
    "\u200f",
    "\u2066",
    "\u200b",
    "\u00ad",
    "\ufeff",
    "\ufffe",
    "\U0010ffff",
    "\u0301",
    "\u0345",
    "\u2028",
    "\x85",
    "\x1b",
    "\x7f",
    "ﬁ",
    "ß",
    "ŉ",
    "İ",
    "ı",
    "½",
    "²",
    "٣",
    "ﷺ",
    "👩‍👩‍👧",
    "🇫🇷",
    "北",
    "한",
    "ᄀ",
    "क्ष",
    "𝕱",
    "ꙮ",
    "ʼ",
    "·",
    "’",
    "\u0488",
]
LONG = [100, 9_999, 10_001, 100_000]
STOPS = sorted(STOP_WORDS)
WORDS = "sommet président france gouvernement paris ministre europe guerre paix élection".split()
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
DATES = [
    "0000",
    "9999",
    "10000",
    "2018-00",
    "2018-13",
    "2018-02-30",
    "28/06/2018",
    "31/02/2018",
    "28/06/18",
    "juin 2018",
    "31 juin 2018",
    "juin 2018..août",
    "jeudi 28 juin 2018 .. 2017",
    "2018-06-31",
    "-2018",
    "..",
    "...",
    "2018..",
    "..2018",
    "2018..2017",
    "2018-06..2018-06..2018",
    "2018-06-28T25:61",
    "2018-6-8",
    "٢٠١٨",
    "２０１８",
    "²⁰¹⁸",
    "2018-06-",
    "9" * 5_000,
    "1" * 99 + "-1",
    "2018-" * 500,
    ".." * 2_000,
    "(2018)",
    '"2018"',
    "",
    "=2018",
    "date:2018",
    "-",
    "*",
    "2018*",
    "20?8",
    "2018~",
    "0001",
    "9999-12-31",
    "0001..9999",
    "\0",
    "2018\0",
]


def queries() -> Iterator[str]:
    """Yield the corpus."""
    yield from _long()
    yield from _operators()
    yield from _patterns()
    yield from _characters()
    yield from _common_words()
    yield from _dates()
    yield from _shuffled()


def _long() -> Iterator[str]:
    for unit in [
        "a",
        "é",
        "e\u0301",
        "9",
        "1 000 ",
        "a-",
        "l'",
        "'",
        "-",
        ".",
        "a.",
        "O.T.A.N. ",
        "a·e",
        "a(e)",
        "(",
        ")",
        "()",
        "((a",
        '"',
        "«»",
        '"a"',
        "=",
        "~",
        "*",
        "?",
        "?*",
        "*a",
        "a*b",
        "a~ ",
        ":",
        "a:",
        "titre:",
        "-titre:",
        "date:",
        "ET ",
        "OU ",
        "SAUF ",
        "NOT ",
        "NOT (",
        "SAUF (",
        "a OU ",
        "a ET ",
        "(a OU ",
        "(a ET ",
        "(a SAUF (",
        '"a b"~9 ',
        "\0",
        "\ud800",
        "\u200b",
        "\u0301",
        "\u202e",
        " ",
        "\n",
        "\u00a0",
        "a\u00ad",
        "1,",
        "1.",
        "1-",
        "l'« ",
        "d'1,5 ",
        "e.s",
        "http://a.b/c?d=e&",
        "😀",
    ]:
        for size in LONG:
            yield unit * (size // len(unit))
    for deep in (49, 50, 51, 5_000):
        yield "(" * deep + "sommet" + ")" * deep
        yield "(sommet OU " * deep + "a"
        yield "NOT (" * deep + "sommet" + ")" * deep
        yield "".join(f"({word} " for word in (WORDS * 500)[:deep]) + ")" * deep
        yield "".join(f"(de OU ({word} SAUF " for word in (WORDS * 500)[:deep])
    for mark in ("~", "*", "", "?x", "~~", "~99999"):
        yield from ("a" * size + mark for size in LONG)
        yield "e" + "\u0301" * 100_000 + mark


def _operators() -> Iterator[str]:
    for operator in OPERATORS:
        for frame in (
            "{}",
            "{} sommet",
            "sommet {}",
            "sommet {} paris",
            "sommet{}paris",
            "({})",
            '"{}"',
            "{0} {0}",
            "{0}{0}sommet",
            "sommet {0} {0} paris",
            "titre:{}",
            "={}",
            "-{}",
        ):
            yield frame.format(operator)
    for two in permutations(OPERATORS[:16], 2):
        yield " ".join(two) + " sommet"
    yield from ("".join(three) for three in product('("-=~*', repeat=3))


def _patterns() -> Iterator[str]:
    yield from [
        "*a*b*c*",
        "?????*",
        "*",
        "**",
        "?*?",
        "*?*?*a",
        "a*?*?*?*z",
        "*" * 500 + "a",
        "?" * 500 + "a",
        "?*" * 200 + "a",
        "*a" * 50,
        "a?" * 50,
        "*e*",
        "*s",
        "*ment",
        "?e?",
        "e*e*e*e*e*e*",
        "*" + "?" * 90 + "a",
        "l'*",
        "l'a*",
        "*'*",
    ]
    for a, b in pairwise(ALPHABET):
        yield from (
            f"{a}*",
            f"*{a}*",
            f"*{a}*{b}*",
            f"?{a}*{b}",
            f"{a}~",
            f"titre:*{a}*",
            f"-{a}* sommet",
            f"={a}*",
        )
    for joint in (" ", " OU ", " ET ", " SAUF "):
        yield joint.join(f"{a}*" for a in ALPHABET)
        yield joint.join(f"*{a}*" for a in ALPHABET)
        yield joint.join(f"{a}{b}*" for a, b in product(ALPHABET[:15], repeat=2))
        yield joint.join(f"*{a}*{b}*" for a, b in product(ALPHABET[:15], repeat=2))
        yield joint.join(f"?{a}?{b}?*" for a, b in product(ALPHABET[:15], repeat=2))
        yield joint.join(f"{word}~" for word in STOPS)
        yield joint.join(f"{a}nticonstitutionnellement{b}~" for a, b in product(ALPHABET[:15], repeat=2))
        yield joint.join(a * 100 + "~" for a in ALPHABET * 4)


def _characters() -> Iterator[str]:
    for character in CHARACTERS:
        for frame in (
            "{}",
            "som{}met",
            "{0}sommet{0}",
            "{}*",
            "*{}*",
            "{}~",
            '"{} sommet {}"',
            "titre:{}",
            "={}",
            "date:{}",
            "-{}",
            "sommet {0} OU {0}",
        ):
            yield frame.format(*[character] * 2)
        yield character * 3_000


def _common_words() -> Iterator[str]:
    for words in (STOPS, ["de", "la", "le", "les", "des", "et", "à"] * 30, ["de"] * 200, WORDS * 20):
        some = words[:200]
        yield " ".join(some)
        yield " OU ".join(some)
        yield " ET ".join(some)
        yield " ".join(f"-{word}" for word in some)
        yield " ".join(f"={word}" for word in some)
        yield " OU ".join(f"titre:{word}" for word in some)
        for slop in ("", "~2", "~50", "~999999999"):
            yield '"' + " ".join(some) + '"' + slop
            yield " OU ".join(f'"{a} {b}"{slop}' for a, b in pairwise(some))
            yield " ".join(f'"{a} {b} {a}"{slop}' for a, b in zip(some[::3], some[1::3], strict=False))
        yield " OU ".join(f"({a} {b})" for a, b in pairwise(some))
        yield "SAUF ".join(f"({a} ET {b}) " for a, b in pairwise(some))
        yield "-".join(some)
    yield "sommet OU " * 5_000
    yield "de OU " * 5_000 + "la"


def _dates() -> Iterator[str]:
    for date in DATES:
        for frame in (
            "date:{}",
            "depuis:{}",
            "avant:{}",
            "sommet -date:{}",
            'date:"{}"',
            "date:{0} OU date:{0}",
        ):
            yield frame.format(date)
    yield " OU ".join(f"date:{year}" for year in range(1, 1_500))
    yield " ".join(f"depuis:{year}" for year in range(1, 1_000))


def _shuffled() -> Iterator[str]:
    signs = [
        *OPERATORS,
        *CHARACTERS,
        *WORDS,
        *STOPS[:20],
        "prés*",
        "*a*",
        "poutin~",
        "2018-06",
        " ",
        " ",
        "'",
    ]
    chance = random.Random(20181106)
    for length in [5, 20, 80, 400] * 60:
        yield chance.choice(["", " "]).join(chance.choices(signs, k=length))


# --- on fields of the archive


def field_pieces() -> list[str]:
    """Return what a query on fields is made of."""
    names = ["source:", "journal :", "auteur:", "page:", "mots-clés:", "étiquettes:", "a:b:", "ET:"]
    values = [
        '"Le Monde"',
        "monde",
        "*",
        "?*",
        "mnde~",
        "1..3",
        "..3",
        "3..1",
        "-1",
        "-1..",
        "=1",
        "..",
        "…",
    ]
    return [*names, *values, *(name + value for name in names for value in values)]


def field_queries() -> Iterator[str]:
    """Yield queries on fields that are long, deep, wide or odd."""
    for numbers in (
        "1..1e999",
        "..",
        "...",
        "1..2..3",
        "1...2",
        "--1",
        "-1..-2",
        "+1..+2",
        "1,5..2,5",
        "²..³",
    ):
        yield f"page:{numbers}"
        yield f"page:={numbers}"
        yield f'page:"{numbers}"'
        yield f"page:({numbers} OU -{numbers})"
    for length in LONG:
        yield "page:" + "9" * length
        yield "page:" + "9" * length + ".."
        yield "page:-" + "9" * length + ".." + "9" * length
        yield "source:" + "a" * length + "*"
        yield "source:" + "*a" * (length // 2)
        yield "source:" * (length // 7)
        yield "source:" + "(" * length + "monde" + ")" * length
        yield "source:(" + "monde OU " * (length // 9) + "figaro)"
        yield "page:(" + " OU ".join(f"{n}..{n + 1}" for n in range(length // 8)) + ")"
        yield "-" * length + "source:monde"
    yield "source:(" + " ".join(f"{a}*" for a in ALPHABET) + ")"
    yield "source:(" + " OU ".join(f"*{a}*{b}*" for a, b in product(ALPHABET[:12], repeat=2)) + ")"
    yield " ".join(f"source:{a}{b}~" for a, b in product(ALPHABET, repeat=2))
    yield " ".join("-source:*" for _ in range(300))
    for character in CHARACTERS:
        yield f"source:{character}"
        yield f"{character}source:{character}monde"
        yield f"source{character}:monde"
        yield f'source:="{character}"'
    for first, second in product(field_pieces()[:21], repeat=2):
        yield first + second
