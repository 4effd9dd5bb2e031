"""A corpus -> how often a misspelled name or word is corrected, and how often a right query is doubted.

    python benchmarks/corrections.py news.jsonl.gz

Right queries are names of two or three words, single names, words, and pairs of words that stand side
by side, of at least ten articles. Each is misspelled in one of five ways: a slip of the pen, other
letters for the same sound, a letter doubled or not, two words glued, a word split. A misspelling that
finds half as many articles is none, and is made again. Rare queries are those of two to four articles:
some of them are misspellings themselves. `-v` tells those that go wrong; a number is another seed.
"""

from __future__ import annotations

import random
import re
import string
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from tables import table

import frsearch
from frsearch.analysis.folding import fold
from frsearch.analysis.stopwords import is_stop_word

QUERIES = 300
LEAST, RARE = 10, range(2, 5)
SEED = 11
_TRIES = 200

_NAME = re.compile(
    r"(?<=[a-zàéè,;] )[A-ZÉ][a-zéèëïüô]{2,}(?: (?:de |d’|Le |La )?[A-ZÉ][a-zéèëïüô]{2,})?(?![\w’'-])"
)
_PAIR = re.compile(r"(?<![\w’'-])(?=([a-zàâçéèêëîïôûü]{4,} [a-zàâçéèêëîïôûü]{4,})(?![\w’'-]))")
_WORD = re.compile(r"(?<![\w’'-])[a-zàâçéèêëîïôûü]{5,}(?![\w’'-])")

# Letters for the same sound: N. Catach, L'orthographe française (1980).
SOUNDS = (
    ("ph", "f"), ("f", "ph"), ("qu", "k"), ("k", "qu"), ("c(?=[aou])", "k"), ("c(?=[eiy])", "s"),
    ("ç", "ss"), ("eau", "o"), ("au", "o"), ("o(?=$| )", "eau"), ("ss", "s"),
    ("(?<=[aeiou])s(?=[aeiou])", "z"),
    ("(?<=[aeiou])ss(?=[aeiou])", "c"), ("y", "i"), ("i(?=$| )", "y"), ("an", "en"), ("en", "an"),
    ("th", "t"), ("ch", "sh"), ("g(?=[eiy])", "j"), ("ai", "é"), ("é", "ai"), ("tion", "cion"),
    ("(?<=[^aeiou])h", ""), ("in", "ain"), ("ain", "in"), ("x", "ks"), ("w", "v"),
)  # fmt: skip


class Asked(NamedTuple):
    """A misspelled query, the right one, the way it was misspelled, and what it is."""

    written: str
    right: str
    way: str
    what: str


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    articles = list(frsearch.read_articles(sys.argv[1]))
    chance = random.Random(next((int(each) for each in sys.argv[2:] if each.isdigit()), SEED))
    pools = {what: pool(articles, found) for what, found in FINDERS.items()}
    with tempfile.TemporaryDirectory() as folder, frsearch.create_index(folder) as index:
        index.add(articles)
        common = {
            what: [q for q in sorted(counts) if counts[q] >= LEAST] for what, counts in pools.items()
        }
        asked = list(misspelled(index, common, chance))
        report(index, asked, list(sample(common, chance)))
        doubt(index, "two words of one article", list(islice(apart(articles, chance), QUERIES)))
        for what, counts in pools.items():
            rare = [query for query in sorted(counts) if counts[query] in RARE]
            doubt(index, f"rare: {what}", chance.sample(rare, min(QUERIES, len(rare))))
    return 0


def names(text: str) -> Iterator[str]:
    return (name for name in _NAME.findall(text) if " " in name)


def single_names(text: str) -> Iterator[str]:
    return (name for name in _NAME.findall(text) if " " not in name and len(name) > 4)


def words(text: str) -> Iterator[str]:
    return iter(_WORD.findall(text))


def pairs(text: str) -> Iterator[str]:
    return (pair for pair in _PAIR.findall(text) if not any(map(is_stop_word, pair.split())))


def apart(articles: Sequence[frsearch.Article], chance: random.Random) -> Iterator[str]:
    """Yield two words of an article that do not stand side by side."""
    while True:
        found = _WORD.findall(chance.choice(articles).text)
        one, other = sorted(chance.choices(range(len(found) or 1), k=2))
        if other > one + 2:
            yield f"{found[one]} {found[other]}"


FINDERS: dict[str, Callable[[str], Iterator[str]]] = {
    "name": names, "single name": single_names, "word": words, "pair": pairs,
}  # fmt: skip


def pool(articles: Iterable[frsearch.Article], found: Callable[[str], Iterator[str]]) -> Counter[str]:
    """Count the articles that hold each query of a kind."""
    return Counter(query for article in articles for query in set(found(article.text)))


def sample(common: dict[str, list[str]], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield right queries, as many of each kind."""
    for what, queries in common.items():
        for query in chance.sample(queries, QUERIES // len(common)):
            yield query, what


# --- misspellings


def pen(query: str, chance: random.Random) -> str:
    """Leave out, add, change or swap a letter."""
    at, letter = chance.randrange(len(query)), chance.choice(string.ascii_lowercase)
    before, after = query[:at], query[at:]
    if " " in query[at : at + 2]:
        return query
    slips = [before + after[1:], before + letter + after, before + letter + after[1:]]
    return chance.choice([*slips, before + after[1:2] + after[:1] + after[2:]])


def sound(query: str, chance: random.Random) -> str:
    """Write a sound with other letters."""
    places = [(match, new) for old, new in SOUNDS for match in re.finditer(old, query)]
    if not places:
        return query
    match, new = chance.choice(places)
    return query[: match.start()] + new + query[match.end() :]


def doubled(query: str, chance: random.Random) -> str:
    """Double a consonant, or write a double one once."""
    match = chance.choice([*re.finditer(r"([bcdfglmnprst])(\1?)", query)] or [None])
    if match is None:
        return query
    letters = match[1] if match[2] else match[1] * 2
    return query[: match.start()] + letters + query[match.end() :]


def glued(query: str, chance: random.Random) -> str:
    """Leave out a blank; a capital in a name becomes small."""
    blanks = [at for at, letter in enumerate(query) if letter == " "]
    if not blanks:
        return query
    at = chance.choice(blanks)
    return (
        query[:at] + query[at + 1 :].lower()
        if " " not in query[at + 1 :]
        else query[:at] + query[at + 1 :]
    )


def split(query: str, chance: random.Random) -> str:
    """Put a blank into a word."""
    word = chance.choice([word for word in query.split() if len(word) > 4] or [""])
    if not word:
        return query
    at = chance.randrange(2, len(word) - 1)
    return query.replace(word, f"{word[:at]} {word[at:]}")


WAYS = (pen, sound, doubled, glued, split)


def misspelled(
    index: frsearch.Index, common: dict[str, list[str]], chance: random.Random
) -> Iterator[Asked]:
    """Yield misspelled queries, as many of each way and kind."""
    for way in WAYS:
        kinds = ["name", "pair"] if way is glued else list(common)
        for what in kinds:
            left = QUERIES // len(WAYS) // len(kinds)
            while left:
                right = chance.choice(common[what])
                written = fresh(index, right, way, chance)
                if written is not None:
                    left -= 1
                    yield Asked(written, right, way.__name__, what)


def fresh(
    index: frsearch.Index, right: str, way: Callable[[str, random.Random], str], chance: random.Random
) -> str | None:
    """Return a misspelling that is no usual query itself, None if none is made."""
    wanted = index.search(right, limit=0).total
    for _ in range(_TRIES):
        written = way(right, chance)
        if key(written, "") == key(right, "") and way not in (glued, split):
            continue
        if written == right:
            continue
        typed = index.search(written, limit=0, strict=True)
        if typed.match == "any" or typed.total < wanted / 2:
            return written
    return None


# --- figures


def key(query: str, blank: str = " ") -> str:
    return blank.join(re.findall(r"\w+", fold(query.lower())))


def report(index: frsearch.Index, asked: Sequence[Asked], right: Sequence[tuple[str, str]]) -> None:
    """Ask for each query, and print how many suggestions are right, and how long they take."""
    outcomes: dict[tuple[str, str], Counter[str]] = {}
    times: list[float] = []
    for each in asked:
        began = time.perf_counter()
        suggestion = index.search(each.written, limit=0).suggestion
        times.append(time.perf_counter() - began)
        outcome = outcome_of(suggestion, each.right)
        outcomes.setdefault((each.way, each.what), Counter())[outcome] += 1
        if outcome != "right" and "-v" in sys.argv:
            print(each, suggestion, file=sys.stderr)
    rows = []
    for way in dict.fromkeys(way for way, _ in outcomes):
        counts = sum((each for (its, _), each in outcomes.items() if its == way), Counter[str]())
        rows.append([way, *(str(counts[outcome]) for outcome in OUTCOMES)])
    for what in dict.fromkeys(what for _, what in outcomes):
        counts = sum((each for (_, its), each in outcomes.items() if its == what), Counter[str]())
        rows.append([what, *(str(counts[outcome]) for outcome in OUTCOMES)])
    total = sum(outcomes.values(), Counter[str]())
    rows.append(["all", *(str(total[outcome]) for outcome in OUTCOMES)])
    print(table(["misspelled", *OUTCOMES], rows), "\n")
    print(f"{total['right'] / total.total():.1%} right; {milliseconds(times)} a misspelled query")
    doubt(index, "right queries", [query for query, _ in right])
    doubt(index, "right queries of the misspelled", [each.right for each in asked])


OUTCOMES = ("right", "another", "none")


def outcome_of(suggestion: str | None, right: str) -> str:
    if suggestion is None:
        return "none"
    return "right" if key(suggestion) == key(right) else "another"


def doubt(index: frsearch.Index, what: str, queries: Sequence[str]) -> None:
    """Print how many queries draw a suggestion."""
    times: list[float] = []
    doubted = []
    for query in queries:
        began = time.perf_counter()
        suggestion = index.search(query, limit=0).suggestion
        times.append(time.perf_counter() - began)
        if suggestion is not None:
            doubted.append(query)
            if "-v" in sys.argv:
                print("doubted", query, suggestion, file=sys.stderr)
    share = len(doubted) / max(1, len(queries))
    print(f"{len(doubted)} of {len(queries)} {what} doubted ({share:.1%}); {milliseconds(times)} each")


def milliseconds(times: Sequence[float]) -> str:
    times = sorted(times)
    return f"{times[len(times) // 2] * 1000:.1f} ms (95 %: {times[len(times) * 95 // 100] * 1000:.1f})"


if __name__ == "__main__":
    sys.exit(main())
