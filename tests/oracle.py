"""Queries as trees of tuples, and an oracle that reads every article for every one of them.

Lists of tokens, loops and strings, no array and no posting: it shares the analysis with the index, and
nothing else.
"""

import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, permutations

from frsearch.analysis.chain import Chain
from frsearch.analysis.collation import sort_key
from frsearch.analysis.lemmas import same_word
from frsearch.analysis.stopwords import is_stop_word

CHAIN = Chain()
FIELDS = ("title", "text")

# The defaults of ranking.py, written out: a changed default is a changed score.
K1, EXACT_WEIGHT, PHRASE_WEIGHT = 0.9, 0.7, 0.7
REORDERED, PASSAGE_WEIGHT, PASSAGE_LENGTH = 20, 0.3, 20
RELATIVE_WEIGHT, OWN_WEIGHT = 0.5, 0.3
LEAD_WEIGHT, LEAD_LENGTH, LATER_WEIGHT = 0.3, 60, 0.15
STOP_WORD_WEIGHT, NEIGHBOUR_WEIGHT = 0.6, 0.3
ALIKE_WEIGHT, REPLACED = 0.7, 4
TITLE_SHARE_WEIGHT, SAME_TITLE_WEIGHT = 0.2, 1.0
WEIGHT = {"title": 2.0, "text": 1.0}
B = {"title": 0.5, "text": 0.75}


# --- queries: trees of tuples, and how people write them
#
#   ("word", "élections")  ("phrase", "premiers pas", 3)  ("pattern", "présid*")  ("date", "date:2018")
#   ("exact", child)  ("title", child)  ("not", child, "SAUF ")
#   ("extra", "source", "journal", child)
#   ("row", children)  ("and", children)  ("or", children)  ("near", children, 3)  ("boost", child, 2)


def write(node, *, alone=False):
    """Write a tree as query text, in parentheses unless it stands alone or needs none."""
    match node:
        case ("word" | "pattern" | "date", text):
            return text
        case ("phrase", words, slop):
            return f'"{words}"' + (f"~{slop}" if slop > 1 else "")
        case ("exact", child):
            return "=" + write(child)
        case ("title", child):
            return "titre:" + write(child)
        case ("extra", _, written, child):
            return f"{written}:{write(child)}"
        case ("not", ("word", _) | ("boost", ("word", _), _) as child, "-"):
            text = "SAUF " + write(child)  # a dash before it may be one of a sentence
        case ("not", child, sign):
            text = sign + write(child)
        case ("near", children, distance):
            text = f" PRÈS/{distance} ".join(write(child) for child in children)
        case ("boost", ("word", number), factor) if number.isdecimal():
            return f"({number})^{factor}"  # 10^3 is a power
        case ("boost", child, factor):
            return f"{write(child)}^{factor}"
        case (kind, children):
            joint = {"row": " ", "and": " ET ", "or": " OU "}[kind]
            text = joint.join(write(child, alone=child[0] == "not") for child in children)
    return text if alone else f"({text})"


# --- the oracle


def fold(text):
    text = text.replace("œ", "oe").lower()
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def looks_like(pattern, word):
    """Say whether a wildcard pattern stands for the word."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(looks_like(pattern[1:], word[at:]) for at in range(len(word) + 1))
    return word != "" and pattern[0] in ("?", word[0]) and looks_like(pattern[1:], word[1:])


def at_most_one_edit(a, b):
    """Say whether a letter more, less or changed, or two swapped, make `b` of `a`."""
    if a == b:
        return True
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest, other = a[at:], b[at:]
    swapped = len(rest) > 1 and rest[1] + rest[0] + rest[2:] == other
    return rest[1:] == other or rest == other[1:] or rest[1:] == other[1:] or swapped


def at_most_two_edits(a, b):
    """Say the same of two; letters that were swapped are not changed again."""
    if a == b:
        return True
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest, other = a[at:], b[at:]
    ways = [(rest[1:], other), (rest, other[1:]), (rest[1:], other[1:])]
    if len(rest) > 1 and rest[1] + rest[0] == other[:2]:
        ways.append((rest[2:], other[2:]))
    return any(at_most_one_edit(*way) for way in ways if way != (rest, other))


def stands_for(pattern):
    """Return a test on folded words for `prés*`, `l’él?v*` or `presdent~`."""
    text = fold(pattern.rpartition("’")[2])
    if text.endswith("~"):
        return lambda word: at_most_one_edit(text[:-1], word)
    if text.endswith("~2"):
        return lambda word: at_most_two_edits(text[:-2], word)
    return lambda word: looks_like(text, word)


def first_day(date):
    return str(date) + {4: "-01-01", 7: "-01", 10: ""}[len(str(date))]


def last_day(date):
    # As text, the 31st comes after every day of any month.
    return str(date) + {4: "-12-31", 7: "-31", 10: ""}[len(str(date))]


def in_range(date, expression):
    """Say whether a date meets `date:2018`, `date:2018..2019`, `depuis:2018`, `avant:2018`."""
    if date is None:
        return False
    name, _, value = expression.partition(":")
    start, dots, end = value.partition("..")
    if name == "avant":
        return first_day(date) < first_day(value)
    if name == "depuis":
        return last_day(date) >= first_day(value)
    end = end if dots else start
    return (not start or last_day(date) >= first_day(start)) and (
        not end or first_day(date) <= last_day(end)
    )


# --- values of fields

WORDS_OF_BOOLEANS = {"true": {"true", "vrai", "oui"}, "false": {"false", "faux", "non"}}
NUMBER = re.compile(r"[-+]?[0-9]{1,300}([.,][0-9]{1,300})?|-?[0-9]+([.][0-9]+)?e[-+][0-9]{1,3}")
THOUSANDS = re.compile(
    r"[-+]?(?:[0-9]{1,3}(?: [0-9]{3}){1,90}(?:[.,][0-9]{1,300})?"
    r"|[0-9]{1,3}(?:[.][0-9]{3}){1,90},[0-9]{1,300})"
)


def values_of(extra):
    """Return {name: {label: type}} of what an article holds beside its text."""
    values = defaultdict(dict)
    # As it is stored: keys are texts, tuples are lists.
    for name, value in json.loads(json.dumps(extra)).items():
        for each in value if isinstance(value, list) else [value]:
            label = label_of(each)
            if label is not None and name.strip() and len(name) <= 200 and "\0" not in name:
                kind = {str: "text", bool: "boolean"}.get(type(each), "number")
                values[name].setdefault(label, kind)
    return values


def label_of(value):
    match value:
        case str():
            seen = re.sub("[\u200b\ufeff\u2060\u00ad]", "", value.strip()[:2000])
            return " ".join(unicodedata.normalize("NFC", seen).split())[:1000].rstrip() or None
        case bool():
            return str(value).lower()
        case int():
            return str(value) if abs(value) < 2**996 else None
        case float() if math.isfinite(value):
            return str(int(value)) if value.is_integer() and abs(value) < 1e16 else str(value)
    return None


def number_of(label):
    if THOUSANDS.fullmatch(label):
        label = re.sub(r"(?<=[0-9])[ .](?=[0-9]{3}(?![0-9]))", "", label)
    return float(label.replace(",", ".")) if NUMBER.fullmatch(label) else None


@cache
def order_of(label):
    """Return the key that sorts numbers by value, then texts in French order."""
    number = number_of(label)
    return (1, 0.0, sort_key(label), label) if number is None else (0, number, "", label)


@cache
def words_at(label, kind):
    """Return the words at each place of a value; compounds have several readings at one."""
    if label in WORDS_OF_BOOLEANS:
        return [WORDS_OF_BOOLEANS[label]]
    if label[0] == "-" and number_of(label) is not None:
        return [{label}]
    places = defaultdict(set)
    for token in CHAIN.tokens(label):
        places[token.position].add(token.form.exact)
    return list(places.values())


# Tests on a value: its label, and its type.


def has_words(words, solid=(), whole=False, number=None):
    def test(label, kind):
        if number is not None and number_of(label) == number:
            return True
        places = words_at(label, kind)
        starts = [0] if whole else range(len(places))
        for start in starts:
            there = places[start : None if whole else start + len(words)]
            if len(there) == len(words) and all(w in p for w, p in zip(words, there, strict=True)):
                return True
        return not whole and any(word in place for word in solid for place in places)

    return test


def has_word_like(matches):
    return lambda label, kind: any(map(matches, set().union(*words_at(label, kind))))


def between(low, high):
    def test(label, kind):
        number = number_of(label)
        return number is not None and (low is None or low <= number) and (high is None or number <= high)

    return test


def one_of(labels):
    return lambda label, kind: label in labels


def any_value(label, kind):
    return True


def wanted(asked):
    """Return the test on values that a filter such as `"Le Monde"`, `[1, "2"]` or `(1, 3)` is."""
    several = asked if isinstance(asked, list) else [asked]
    labels = [label_of(each) for each in several if not isinstance(each, tuple)]
    tests = [one_of(labels), *(between(*each) for each in several if isinstance(each, tuple))]
    numbers = [each for each in several if type(each) in (int, float) and abs(each) <= 2**53]
    tests += [between(each, each) for each in numbers]
    return lambda label, kind: any(test(label, kind) for test in tests)


def numbers_asked(text):
    """Return the test on values that `1..3` or `-5` is in a query, None for words."""
    bound = r"[-+]?[0-9]{1,300}(?:[.,][0-9]{1,300})?"
    if compared := re.fullmatch(rf"([<>])(=?)({bound})", text):
        sign, equal, limit = compared[1], compared[2], float(compared[3].replace(",", "."))
        below = (lambda n: n <= limit) if equal else (lambda n: n < limit)
        above = (lambda n: n >= limit) if equal else (lambda n: n > limit)
        meets = below if sign == "<" else above
        return lambda label, kind: number_of(label) is not None and meets(number_of(label))
    low, dots, high = text.partition("..")
    if not dots and text[0] == "-":
        high = low
    elif not dots or text == "..":
        return None
    if not all(re.fullmatch(bound, each) for each in (low, high) if each):
        return None
    return between(*(float(each.replace(",", ".")) if each else None for each in (low, high)))


def words_asked(text, *, exactly):
    """Return the test on values that a word or phrase is in a query."""
    units = units_of(text)
    words = [token.form.exact for unit in units for token in unit if not token.alternative]
    whole = (units[0][0].start, max(token.end for token in units[0]))
    solid = [
        token.form.exact
        for token in units[0]
        if token.alternative and (len(words) == 1 or (token.start, token.end) == whole)
    ]
    number = number_of(text.strip())
    number = number if number is not None and abs(number) <= 2**53 else None
    return has_words(words, solid if len(units) == 1 else (), exactly, number)


@dataclass(frozen=True)
class Token:
    """What is asked of a word of a query, or of another reading of one."""

    form: object
    alternative: bool = False


@dataclass(frozen=True)
class Scope:
    """What stands before a word or around it; `extra` is a field of the archive."""

    fields: tuple = FIELDS
    exactly: bool = False
    extra: str = ""
    boost: float = 1.0
    alike: tuple = ()  # pairs: a word that nobody has, and the words spelled alike
    synonyms: tuple = ()  # forms that match as if they were the word's


def read(node, scope):
    """Give each leaf its scope, split words into units, and take rows inside of rows apart."""
    match node:
        case ("word" | "phrase" as kind, text, *_) if scope.extra:
            test = numbers_asked(text) if kind == "word" else None
            return ("value", scope.extra, test or words_asked(text, exactly=scope.exactly), 0)
        case ("pattern", text) if scope.extra:
            test = has_word_like(stands_for(text)) if text.strip("*?") else any_value
            return ("value", scope.extra, test, 0)
        case ("word", text):
            units = [("unit", unit, scope) for unit in units_of(text)]
            return units[0] if len(units) == 1 else ("row", units)
        case ("phrase", words, slop):
            return ("phrase", [t.form for t in CHAIN.tokens(words) if not t.alternative], slop, scope)
        case ("pattern", text):
            return ("pattern", stands_for(text), scope)
        case ("exact", child):
            return read(child, replace(scope, exactly=True))
        case ("title", child):
            return read(child, replace(scope, fields=("title",), extra=""))
        case ("extra", name, _, child):
            return read(child, replace(scope, fields=FIELDS, extra=name))
        case ("boost", child, factor):
            return read(child, replace(scope, boost=scope.boost * factor))
        case ("near", children, distance):
            sides = [side_of(read(child, replace(scope, boost=1.0))) for child in children]
            titled = any(leaf[-1].fields != FIELDS for side in sides for leaf in side)
            scope = replace(scope, fields=("title",) if titled else FIELDS)
            return ("near", sides, distance, scope)
        case ("not", child, _):
            return ("not", read(child, scope))
        case ("row", children):
            inside = [read(child, scope) for child in children]
            apart = [child[1] if child[0] == "row" else [child] for child in inside]
            clauses = [clause for clauses in apart for clause in clauses]
            if len(clauses) == 1 and not is_filter(clauses[0]):
                return clauses[0]
            return ("row", clauses)
        case ("and" | "or" as kind, children):
            return (kind, [read(child, scope) for child in children])
    return node


def side_of(node):
    """Return the leaves of which any will do on one side of PRÈS."""
    if node[0] == "or":
        return [leaf for child in node[1] for leaf in side_of(child)]
    assert node[0] in ("unit", "phrase", "pattern"), node
    return [node]


def units_of(text):
    """Split a word as it is written into lists of tokens that share no character."""
    units, end = [], -1
    for token in CHAIN.tokens(text):
        if token.start < end:
            units[-1].append(token)
        else:
            units.append([token])
        end = max(end, token.end)
    return units


def in_row(children):
    """Leave the stop words out if there are other words."""
    kept = [child for child in children if not is_loose_stop_word(child)]
    return kept if any(not is_filter(child) for child in kept) else children


def is_loose_stop_word(node):
    if node[0] != "unit" or node[2].exactly:
        return False
    return len(node[1]) == 1 and is_stop_word(node[1][0].form.accented)


def is_filter(node):
    """Say whether a node only keeps or leaves out; what it is in a row with always applies."""
    match node:
        case ("row" | "and" | "or", children):
            return bool(children) and all(map(is_filter, children))
        case ("value", _, _, weight):
            return not weight
    return node[0] in ("not", "date")


def scored(node):
    """Return the words, phrases and patterns that an article can match by."""
    match node:
        case ("unit", tokens, scope):
            forms = [token.form for token in tokens if not token.alternative]
            others = [token.form for token in tokens if token.alternative]
            if len(forms) > 1:
                return [("phrase", forms, 1, scope)]
            return [("word", form, scope) for form in forms + others * (not scope.exactly)]
        case ("phrase" | "pattern" | "near", *_):
            return [node]
        case ("row", children):
            return [leaf for child in in_row(children) for leaf in scored(child)]
        case ("and" | "or", children):
            return [leaf for child in children for leaf in scored(child)]
    return []


def words_near(sides):
    """Return the words that count by themselves of what is near one another, each with its scope."""
    words = []
    for leaf in (leaf for side in sides for leaf in side):
        match leaf:
            case ("unit", tokens, scope):
                forms = [token.form for token in tokens if not token.alternative]
                if len(forms) > 1:
                    words += [(form, scope) for form in content_words(forms, scope)]
                    continue
                forms += [token.form for token in tokens if token.alternative and not scope.exactly]
                stops = is_loose_stop_word(leaf)
                words += [(form, scope) for form in forms if not stops]
            case ("phrase", [form], _, scope):
                words.append((form, scope))
            case ("phrase", forms, _, scope):
                words += [(form, scope) for form in content_words(forms, scope)]
    return words


@dataclass(frozen=True)
class Typed:
    """A word as it was typed; `stop`: it is left out where words are sought."""

    form: object
    scope: Scope
    stop: bool = False


def rows_of(node):
    """Return the words typed one after another, stop words included; all else parts them."""
    match node:
        case ("near", [[first, *_]], *_):  # of synonyms, what was typed
            return rows_of(first)
        case ("unit" | "phrase", *_):
            return [typed(node)]
        case ("row", children):
            rows = [[]]
            for child in children:
                if child[0] == "near" and len(child[1]) == 1:
                    rows[-1] += typed(child[1][0][0])
                elif child[0] in ("unit", "phrase"):
                    kept = any(child is each for each in in_row(children))
                    rows[-1] += typed(child) if kept else [replace(typed(child)[0], stop=True)]
                else:
                    rows += [*rows_of(child), []]
            return [row for row in rows if row]
        case ("and" | "or", children):
            return [row for child in children for row in rows_of(child)]
    return []


def typed(node):
    """Return the words of a unit or phrase; only in those of several words, some are left out."""
    match node:
        case ("unit", tokens, scope):
            forms = [token.form for token in tokens if not token.alternative]
        case ("phrase", forms, _, scope):
            pass
    several = len(forms) > 1 and not scope.exactly
    return [Typed(form, scope, several and is_stop_word(form.accented)) for form in forms]


def content_words(forms, scope):
    """Return the words of a phrase that count by themselves."""
    if scope.exactly:
        return forms
    return [form for form in forms if not is_stop_word(form.accented)]


def has_row(node):
    """Say whether it matters that all words are wanted, or any."""
    if node[0] == "row" and sum(not is_filter(child) for child in in_row(node[1])) > 1:
        return True
    return node[0] in ("row", "and", "or") and any(map(has_row, node[1]))


class Oracle:
    """Every article, read again for every query."""

    def __init__(self, articles, weights=None, stored=()):
        """Read articles; `weights` are those of fields that plain words are sought in too.

        Values of the names `stored` are no fields.
        """
        articles = list(articles)
        self.weights = weights or {}
        self.values = {
            article.id: {
                name: values for name, values in values_of(article.extra).items() if name not in stored
            }
            for article in articles
        }
        self.articles = {article.id: article for article in articles}
        self.tokens = {
            article.id: {field: list(CHAIN.tokens(getattr(article, field))) for field in FIELDS}
            for article in articles
        }
        self.lengths = {
            id: {
                field: 1 + max((each.position for each in tokens[field]), default=-1) for field in FIELDS
            }
            for id, tokens in self.tokens.items()
        }
        self.average_lengths = {
            field: sum(lengths[field] for lengths in self.lengths.values()) / max(1, len(self.lengths))
            for field in FIELDS
        }
        # Words that are spelled alike but for accents lead to one another's stems and lemmas.
        self.stems, self.lemmas, self.exact = defaultdict(set), defaultdict(set), set[str]()
        for fields in self.tokens.values():
            for token in fields["title"] + fields["text"]:
                self.exact.add(token.form.exact)
                self.stems[token.form.exact].add(token.form.stem)
                self.lemmas[token.form.exact].add(token.form.lemma)

    def search(self, tree, match, date, where=None):
        """Return {id: score} of the matches, and how the words were combined in the end.

        `where` maps fields to tests of their values.
        """
        asked = self.asked(tree)
        self.alone = len(scored(asked)) < 2
        filters = [("date", f"date:{date}")] if date else []
        filters += [("value", name, test, 0) for name, test in (where or {}).items()]
        dated = ("and", [asked, *filters]) if filters else asked
        found = self.evaluate(dated, match)
        if found or match == "any" or not has_row(asked):
            return found, match
        found = self.evaluate(dated, "any")
        return found, "any" if found else "all"

    def asked(self, tree):
        """Read a tree; the first words that nobody has are replaced by words spelled alike."""
        self.replaceable, self.words_alike = REPLACED, []
        return self.replaced(read(tree, Scope()))

    def replaced(self, node):
        match node:
            case ("unit", tokens, scope) if sum(not token.alternative for token in tokens) == 1:
                return ("unit", tokens, self.with_alike([token.form for token in tokens], scope))
            case ("phrase", [form], slop, scope):
                return ("phrase", [form], slop, self.with_alike([form], scope))
            case ("row", children):
                kept = in_row(children)
                return (
                    "row",
                    [self.replaced(c) if any(c is k for k in kept) else c for c in children],
                )
            case ("and" | "or" as kind, children):
                return (kind, [self.replaced(child) for child in children])
        return node

    def with_alike(self, forms, scope):
        """Return the scope of a word, with the words searched in its place."""
        for form in () if scope.exactly else forms:
            is_sought = is_comparable(form.exact) and not is_stop_word(form.accented)
            if self.replaceable and is_sought and not self.is_held(form, scope.synonyms):
                self.replaceable -= 1
                if words := spelled_alike(form.exact, self.exact):
                    self.words_alike.append((form.accented, words))
                    scope = replace(scope, alike=(*scope.alike, (form.exact, tuple(words))))
        return scope

    def is_held(self, form, synonyms=()):
        return self.holders(self.is_word(form, Scope(synonyms=synonyms)), Scope()) > 0

    def evaluate(self, node, match):
        """Return {id: score} of what matches."""
        node = self.in_fields_too(node)
        match node:
            case ("bare", leaf):
                return self.leaf(leaf)
            case ("value", name, test, weight):
                holding = [id for id in self.articles if self.has_value(id, name, test)]
                return dict.fromkeys(holding, weight * self.idf(len(holding)))
            case ("unit" | "phrase" | "pattern" | "near", *_):
                return self.leaf(node)
            case ("date", expression):
                dated = (a.id for a in self.articles.values() if in_range(a.date, expression))
                return dict.fromkeys(dated, 0.0)
            case ("not", child):
                excluded = self.evaluate(child, match)
                return {id: 0.0 for id in self.articles if id not in excluded}
            case ("or", children):
                found = added([self.evaluate(child, match) for child in children])
                return self.with_words_of_phrases(found, children)
            case ("and", children):
                return self.with_words_of_phrases(self.all_of(children, match), children)
            case ("row", children):
                words = [child for child in in_row(children) if not is_filter(child)]
                if match == "any" and words:
                    found = added([self.evaluate(child, match) for child in words])
                elif match == "most" and words:
                    parts = [self.evaluate(child, match) for child in words]
                    least = len(words) - len(words) // 3
                    found = {
                        id: score
                        for id, score in added(parts).items()
                        if sum(id in part for part in parts) >= least
                    }
                else:
                    found = self.all_of(words, match)
                kept = self.all_of([child for child in children if is_filter(child)], match)
                found = {id: score for id, score in found.items() if id in kept}
                return self.with_words_of_phrases(found, words)

    def leaf(self, node):
        match node:
            case ("unit", tokens, scope):
                return self.unit(tokens, scope)
            case ("phrase", forms, slop, scope):
                return self.sequence(forms, slop, [], scope)
            case ("pattern", test, scope):
                return self.weigh(counting(lambda form: test(form.exact)), scope)
            case ("near", sides, distance, scope):
                found = self.weigh(lambda tokens: self.count_near(tokens, sides, distance), scope)
                weight = PHRASE_WEIGHT if len(sides) > 1 else 1.0  # one side: synonyms
                return {id: weight * score for id, score in found.items()}

    def count_near(self, tokens, sides, distance):
        """Count the ends of places of all sides, in any order, each near the one before."""
        places = []
        for side in sides:
            shortest = {}
            for first, last in (place for leaf in side for place in self.places(tokens, leaf)):
                shortest[last] = max(first, shortest.get(last, first))
            places.append([(first, last) for last, first in shortest.items()])
        found = set()
        for first_side, *others in permutations(places):
            ends = {last for _, last in first_side}
            for side in others:
                ends = {last for first, last in side if any(0 < first - end <= distance for end in ends)}
            found |= ends
        return len(found)

    def places(self, tokens, leaf):
        """Return (first, last) positions of a word, phrase or pattern."""

        def positions(form, scope):
            test = self.is_word(form, scope)
            return {token.position for token in tokens if test(token.form)}

        match leaf:
            case ("pattern", test, _):
                return [(token.position, token.position) for token in tokens if test(token.form.exact)]
            case ("phrase", forms, slop, scope):
                rest = []
            case ("unit", units, scope):
                forms, slop = [token.form for token in units if not token.alternative], 1
                rest = [token.form for token in units if token.alternative]
                if scope.exactly and len(forms) == 1:
                    rest = []
        rows = {(at, at) for at in positions(forms[0], scope)}
        for form in forms[1:]:
            rows = {(b, at) for at in positions(form, scope) for b, e in rows if 0 < at - e <= slop}
        return [*rows, *((at, at) for form in rest for at in positions(form, scope))]

    def has_value(self, id, name, test):
        return any(test(*each) for each in self.values[id].get(name, {}).items())

    def in_fields_too(self, node):
        """Return a leaf of all fields as a choice: in the title and text, or in a weighted field."""
        if self.weights and node[0] == "near" and len(node[1]) == 1 and node[-1].fields == FIELDS:
            boosted = ((*leaf[:-1], replace(leaf[-1], boost=node[-1].boost)) for leaf in node[1][0])
            return (
                "or",
                [("bare", node), *(v for leaf in boosted for v in self.in_fields_too(leaf)[1][1:])],
            )
        if not self.weights or node[0] not in ("unit", "phrase", "pattern"):
            return node
        *_, scope = node
        if scope.fields != FIELDS:
            return node
        match node:
            case ("unit", tokens, _):
                forms = [token.form.exact for token in tokens if not token.alternative]
                others = [token.form.exact for token in tokens if token.alternative]
                others += [] if others else [each.exact for each in scope.synonyms]
                if len(forms) == 1 and others and not scope.synonyms and not scope.exactly:
                    # Readings of one word are words of their own.
                    return ("or", [("unit", [Token(token.form)], scope) for token in tokens])
                test = has_words(forms, others)
            case ("phrase", forms, *_):
                test = has_words([form.exact for form in forms])
            case ("pattern", matches, _):
                test = has_word_like(matches)
        values = [("value", name, test, weight * scope.boost) for name, weight in self.weights.items()]
        return ("or", [("bare", node), *values])

    def all_of(self, nodes, match):
        parts = [dict.fromkeys(self.articles, 0.0), *(self.evaluate(node, match) for node in nodes)]
        return {id: score for id, score in added(parts).items() if all(id in part for part in parts)}

    def with_words_of_phrases(self, found, nodes):
        """Add to the matches of nodes side by side what the words of phrases among them are worth."""
        phrases = [leaf for node in nodes if node[0] in ("unit", "phrase") for leaf in scored(node)]
        words = [
            self.word(form, scope)
            for node in nodes
            if node[0] == "near" and len(node[1]) > 1 and not self.alone
            for form, scope in words_near(node[1])
        ]
        words += [
            self.word(form, replace(scope, boost=1.0))
            for kind, forms, *_, scope in phrases
            if kind == "phrase" and len(forms) > 1 and not self.alone
            for form in content_words(forms, scope)
        ]
        return {id: score + sum(word.get(id, 0.0) for word in words) for id, score in found.items()}

    def unit(self, tokens, scope):
        """Score what is written as one word: its parts in a row, or other readings of it."""
        forms = [token.form for token in tokens if not token.alternative]
        others = [token.form for token in tokens if token.alternative]
        if len(forms) > 1:
            return self.sequence(forms, 1, others, scope)
        if scope.exactly:
            return self.word(forms[0], scope)
        return added([self.word(form, scope) for form in forms + others])

    def word(self, form, scope):
        found = self.weigh(counting(self.is_word(form, scope)), scope)
        if scope.exactly:
            return found
        if is_replaced(form, scope):
            return {id: ALIKE_WEIGHT * score for id, score in found.items()}
        # As it was typed: with its accents if it has any.
        as_written = self.weigh(
            counting(lambda other: form.accented in (other.accented, other.exact)), scope
        )
        return {id: score + EXACT_WEIGHT * as_written.get(id, 0.0) for id, score in found.items()}

    def has_only_others(self, id, form, scope):
        """Say whether an article has other words of a stem, and no form of the word itself."""
        tokens = [token.form for field in scope.fields for token in self.tokens[id][field]]
        lemmas = self.lemmas_of(form, scope)
        return any(map(self.is_word(form, scope), tokens)) and not any(
            other.lemma in lemmas and same_word(each.accented, other.accented)
            for other in tokens
            for each in (form, *scope.synonyms)
        )

    def stems_of(self, form, scope):
        """Return the stems of a word, or of the words searched in its place."""
        alike = dict(scope.alike).get(form.exact)
        if alike is None:
            forms = (form, *scope.synonyms)
            return {each.stem for each in forms}.union(*(self.stems[each.exact] for each in forms))
        return set().union(*map(self.stems.__getitem__, alike))

    def lemmas_of(self, form, scope=Scope()):
        """Return the lemmas of a word: what is typed with accents is no other word."""
        forms = (form, *scope.synonyms)
        linked = (self.lemmas[each.exact] for each in forms if each.accented == each.exact)
        return {each.lemma for each in forms}.union(*linked)

    def is_word(self, form, scope):
        """Return a test on the forms of an article's words: is it this word?"""
        if scope.exactly:
            return lambda other: form.accented in (other.accented, other.exact)
        if is_replaced(form, scope):
            alike = self.stems_of(form, scope)
            return lambda other: other.stem in alike
        stems, lemmas = self.stems_of(form, scope), self.lemmas_of(form, scope)
        return lambda other: other.stem in stems or other.lemma in lemmas

    def sequence(self, forms, slop, others, scope):
        """Score words in this order, each at most `slop` after the one before, or written solid."""
        if len(forms) == 1:
            return self.word(forms[0], scope)
        tests = [self.is_word(form, scope) for form in forms]
        solid = [self.is_word(form, scope) for form in others]

        def ends(tokens):
            found = {token.position for token in tokens if tests[0](token.form)}
            for test in tests[1:]:
                places = {token.position for token in tokens if test(token.form)}
                found = {place for place in places if any(0 < place - at <= slop for at in found)}
            whole = [token.position for token in tokens if any(test(token.form) for test in solid)]
            return len(found | {position + len(forms) - 1 for position in whole})

        found = self.weigh(ends, scope)
        return {id: PHRASE_WEIGHT * score for id, score in found.items()}

    def raised(self, tree, found, rows=None):
        """Add to {id: score} what stands where in an article is worth; `rows` are words as typed."""
        asked = self.asked(tree)
        rows = rows_of(asked) if rows is None else rows
        words = []
        for kind, forms, *_, scope in scored(asked):
            if kind == "word":
                own = [(forms, scope)]
            elif kind == "phrase":
                own = [(form, scope) for form in self.words_of(forms, scope)]
            elif kind == "near" and len(forms) == 1:
                own = words_near([forms[0][:1]])
            else:
                own = words_near(forms) if kind == "near" and not self.alone else []
            words += [(form, self.is_word(form, its), its) for form, its in own]
        if len(words) < 2 and all(scope.exactly for _, _, scope in words):
            return found
        weights = [
            self.idf(self.holders(test, scope)) * (ALIKE_WEIGHT if is_replaced(form, scope) else 1)
            for form, test, scope in words
        ]
        return {
            id: score
            + PASSAGE_WEIGHT * self.best_passage(id, words, weights) * (len(words) > 1)
            + RELATIVE_WEIGHT * self.relatives(id, words, weights) * (len(words) > 1)
            + LEAD_WEIGHT * self.lead(id, words, weights)
            + LATER_WEIGHT * self.later(id, words, weights)
            + STOP_WORD_WEIGHT * self.stop_words(id, rows)
            + NEIGHBOUR_WEIGHT * self.neighbours(id, rows)
            + TITLE_SHARE_WEIGHT * sum(weights) * self.share_of_title(id, words, rows)
            + SAME_TITLE_WEIGHT * sum(weights) * self.is_title(id, rows)
            + OWN_WEIGHT
            * sum(
                weight
                for (form, _, scope), weight in zip(words, weights, strict=True)
                if not scope.exactly
                and not is_replaced(form, scope)
                and not self.has_only_others(id, form, scope)
            )
            for id, score in found.items()
        }

    def lead(self, id, words, weights):
        """Return what the words weigh together that stand at the beginning of the text."""
        beginning = [t.form for t in self.tokens[id]["text"] if t.position < LEAD_LENGTH]
        return sum(
            weight
            for (_, test, scope), weight in zip(words, weights, strict=True)
            if "text" in scope.fields and any(map(test, beginning))
        )

    def later(self, id, words, weights):
        """Return what the words weigh together by their stems, more the later in the query."""
        places = range(len(words))
        return sum(
            place / max(1, len(words) - 1) * weight * self.saturated(id, test, scope)
            for place, (_, test, scope), weight in zip(places, words, weights, strict=True)
        )

    def saturated(self, id, test, scope):
        frequency = self.frequency(self.tokens[id], id, counting(test), scope)
        return (K1 + 1) * frequency / (K1 + frequency)

    def stop_words(self, id, rows):
        """Return what the stop words weigh together, each as its letters without accents."""
        stops = {(word.form.exact, word.scope) for row in rows for word in row if word.stop}
        return sum(
            self.idf(self.holders(spelled(exact), Scope())) * self.saturated(id, spelled(exact), scope)
            for exact, scope in stops
        )

    def neighbours(self, id, rows):
        """Return what the pairs of words weigh together that are side by side as typed."""
        pairs = {(self.meant(a), self.meant(b)) for row in rows for a, b in pairwise(row)}
        return sum(min(self.weight(a), self.weight(b)) for a, b in pairs if self.are_beside(id, a, b))

    def are_beside(self, id, left, right):
        return any(
            {place + 1 for place in self.places_sought(id, field, left)}
            & self.places_sought(id, field, right)
            for field in FIELDS
        )

    def meant(self, word):
        """Return the same for stop words that are the same without accents, whatever they weigh."""
        scope = replace(word.scope, boost=1.0)
        return ("stop", word.form.exact, scope) if word.stop else ("word", word.form, scope)

    def test(self, meant):
        kind, form, scope = meant
        return spelled(form) if kind == "stop" else self.is_word(form, scope)

    def weight(self, meant):
        kind, form, scope = meant
        if kind == "stop":
            return self.idf(self.holders(self.test(meant), Scope()))
        share = ALIKE_WEIGHT if is_replaced(form, scope) else 1
        return share * self.idf(self.holders(self.test(meant), scope))

    def places_sought(self, id, field, meant):
        """Return the positions of a word in a field, if it is sought there."""
        tokens = self.tokens[id][field] if field in meant[2].fields else []
        test = self.test(meant)
        return {token.position for token in tokens if test(token.form)}

    def share_of_title(self, id, words, rows):
        """Return the share of the title's positions that hold a word that is sought or was typed."""
        held = [self.places_sought(id, "title", self.meant(word)) for row in rows for word in row]
        held += [
            {token.position for token in self.tokens[id]["title"] if test(token.form)}
            for _, test, scope in words
            if "title" in scope.fields
        ]
        return len(set().union(*held)) / max(1, self.length(id, "title"))

    def is_title(self, id, rows):
        """Say whether words typed one after another are the title, from end to end."""
        return any(
            len(row) == self.length(id, "title")
            and all(
                at in self.places_sought(id, "title", self.meant(word)) for at, word in enumerate(row)
            )
            for row in rows
        )

    def words_of(self, forms, scope):
        """Return the words of a phrase that count by themselves; one alone is no phrase."""
        if len(forms) == 1:
            return forms
        return [] if self.alone else content_words(forms, scope)

    def relatives(self, id, words, weights):
        """Return what the words weigh together that the article lacks, and has a relative of."""
        total = 0.0
        for (form, test, scope), weight in zip(words, weights, strict=True):
            if scope.exactly or is_stop_word(form.accented):
                continue
            stems = self.stems_of(form, scope)
            long = {stem for stem in stems if len(stem) >= 4 and stem.isalpha()}
            letters = {4: 4, 5: 4, 6: 4, 7: 5}
            shared = tuple(stem[: letters.get(len(stem), 6)] for stem in long)
            forms = [token.form for field in scope.fields for token in self.tokens[id][field]]
            if not any(map(test, forms)) and any(f.stem.startswith(shared) for f in forms):
                total += weight
        return total

    def best_passage(self, id, words, weights):
        """Return the most that words within 20 positions of a field weigh together."""
        best = 0.0
        for field in FIELDS:
            held = [
                {token.position for token in self.tokens[id][field] if test(token.form)}
                if field in scope.fields
                else set()
                for _, test, scope in words
            ]
            for begin in set().union(*held):
                passage = range(begin, begin + PASSAGE_LENGTH)
                found = (places.intersection(passage) for places in held)
                best = max(best, sum(w for w, some in zip(weights, found, strict=True) if some))
        return best

    def holders(self, test, scope):
        """Count the articles that hold a word."""
        return sum(
            any(test(token.form) for field in scope.fields for token in tokens[field])
            for tokens in self.tokens.values()
        )

    def idf(self, matching):
        return math.log(1 + (len(self.articles) - matching + 0.5) / (matching + 0.5))

    def weigh(self, count, scope):
        """Return {id: BM25F}, where `count` says how often it occurs in the tokens of a field."""
        frequencies = {}
        for id, tokens in self.tokens.items():
            if frequency := self.frequency(tokens, id, count, scope):
                frequencies[id] = frequency
        idf = self.idf(len(frequencies))
        return {id: scope.boost * idf * (K1 + 1) * f / (K1 + f) for id, f in frequencies.items()}

    def frequency(self, tokens, id, count, scope):
        """Return how often something occurs in an article, weighted by field and length."""
        frequency = 0.0
        for field in scope.fields:
            if occurrences := count(tokens[field]):
                relative = self.length(id, field) / self.average_length(field)
                frequency += occurrences * WEIGHT[field] / (1 - B[field] + B[field] * relative)
        return frequency

    def length(self, id, field):
        return self.lengths[id][field]

    def average_length(self, field):
        return self.average_lengths[field]

    def by_date(self, ids, *, newest):
        """Order by date, then by id; without a date, last."""
        dated = sorted(id for id in ids if self.articles[id].date)
        dated.sort(key=self.days, reverse=newest)  # stable: equal dates keep the order of ids
        return dated + sorted(id for id in ids if not self.articles[id].date)

    def by_value(self, ids, name):
        """Order by the only value of a field, then newest first; without a value, last."""
        newest = self.by_date(ids, newest=True)
        having = [id for id in newest if self.values[id].get(name)]
        having.sort(key=lambda id: order_of(*self.values[id][name]))
        return having + [id for id in newest if not self.values[id].get(name)]

    def facet(self, ids, name, limit, group_of=None):
        """Count the values of a field, most first, up to `limit`; return how many more there are.

        Articles of one group, by `group_of`, count once for each value.
        """
        counts = Counter(
            label
            for label, _ in {
                (label, group_of(id) if group_of else id)
                for id in ids
                for label in self.values[id].get(name, ())
            }
        )
        ordered = sorted(counts.items(), key=lambda each: (-each[1], order_of(each[0])))
        return ordered[:limit], max(0, len(ordered) - len(ordered[:limit]))

    def days(self, id):
        return first_day(self.articles[id].date), last_day(self.articles[id].date)

    def facets(self, ids):
        dates = [str(self.articles[id].date) for id in ids if self.articles[id].date]
        return {
            unit: sorted(Counter(date[:length] for date in dates if len(date) >= length).items())
            for unit, length in (("year", 4), ("month", 7), ("day", 10))
        }


def counting(test):
    return lambda tokens: sum(test(token.form) for token in tokens)


def is_replaced(form, scope):
    """Say whether words spelled alike are searched in place of a word."""
    return not scope.exactly and form.exact in dict(scope.alike)


def is_comparable(word):
    return 4 <= len(word) <= 30 and word.isascii() and word.isalpha()


def spelled_alike(word, words):
    """Return those of some words whose trigrams are most like a word's."""

    def trigrams(text):
        return {f"^{text}$"[at : at + 3] for at in range(len(text))}

    shares = {
        each: 2 * len(trigrams(word) & trigrams(each)) / (len(word) + len(each))
        for each in words
        if each.isascii() and 3 * len(each) >= 2 * len(word) and not is_stop_word(each)
    }
    best = max(shares.values(), default=0)
    near = [each for each, share in shares.items() if share >= max(0.5, best - 0.02)]
    return sorted(near, key=lambda each: (-shares[each], each))[:8]


def spelled(exact):
    """Return a test on forms: are these their letters without accents?"""
    return lambda form: form.exact == exact


def added(parts):
    scores = defaultdict(float)
    for part in parts:
        for id, score in part.items():
            scores[id] += score
    return dict(scores)
