"""A corpus -> the queries it is asked: the same ones on every machine.

Most are drawn from the corpus itself, so that they suit news, law and novels alike: words that stand
together at the head of one article, by bands of document frequency. Some come from a list by hand,
such as people type; those that the sample of the corpus does not contain are left out, so that
every query is known to match at least one article. No word of a query is a stop word of any engine,
but inside phrases by hand.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus import Article, Corpus, Unit

Form = Literal["words", "phrase", "prefix"]
Match = Literal["all", "any"]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, in no engine's syntax; `dates` are a first and a last month or year."""

    kind: str
    words: tuple[str, ...]
    form: Form = "words"
    match: Match = "all"
    dates: tuple[str, str] | None = None
    newest: bool = False


BY_HAND: dict[str, tuple[str, ...]] = {
    "1 word": ("grève", "canicule", "élections", "tribunal", "football", "hiver", "contrat"),
    "2 words": ("réforme retraites", "coupe monde", "code civil", "mariage homosexuel"),
    "3 words": ("président république française", "hausse prix carburants", "accident route mort"),
    "4 words": ("ministre intérieur police manifestation", "équipe france football match"),
    "phrase": (
        "premier ministre",
        "coupe du monde",
        "garde à vue",
        "réchauffement climatique",
        "chemin de fer",
        "conseil d'administration",
    ),
    "prefix": ("prés", "élec", "envi", "poli"),
}

# The function words of four letters and more in Snowball's French list (snowballstem.org, BSD),
# which tantivy and Whoosh leave out of their indexes, and a few as common that it lacks.
STOP_WORDS = frozenset(
    """
    alors ainsi aucun aucune aussi autre autres avaient avais avait avant avec avez aviez avions
    avoir avons ayant ayez ayons aura aurai auraient aurais aurait auras aurez auriez aurions aurons
    auront bien ceci cela celui celle ceux celles cent ces cet cette chaque chez cinq comme comment
    contre dans depuis deux dire dix dont donc elle elles encore entre est étaient étais était étant
    aies étante étants étantes étée étées étés été êtes étiez étions être eurent eussent eusses eussiez
    eussions eûmes eûtes eues faire fait faut fois furent fussent fusses fussiez fussions fûmes fûtes
    hors ici ils jamais jusque leur leurs lors lorsque mais malgré même mêmes mille moins mon
    notre nôtre nous ont parce parmi pendant peut plus plusieurs pour pourquoi quand quatre
    quel quelle quelles quels quelque quelques quoi sans selon sera serai seraient serais serait
    seras serez seriez serions serons seront sept ses six sien soient sois soit sommes son sont sous
    soyez soyons suis sur tandis tant telle telles tous tout toute toutes très trois trop
    vers voici voilà votre vôtre vous était aient ayantes ayants ayante autant eusse fusse
    """.split()
)

BANDS = ((0.0005, 0.005), (0.005, 0.03), (0.03, 0.2))
"""Document frequency of rare, middling and common words, as shares of the articles."""

HEAD_CHARACTERS = 250

PREFIX_LETTERS = 4
"""Short enough to begin the stem too: peers look a prefix up among stems, frsearch among words."""

SEED = 2018

_TOKEN = re.compile(r"(?<![\w-])[^\W\d_]{4,}(?![\w'’-])")


def draw(corpus: Corpus, per_class: int) -> tuple[Query, ...]:
    """Return `per_class` queries of each class, fewer where the corpus does not offer them."""
    source = _Source(corpus.sample)
    singles = source.single_words(per_class)
    sets = {n: source.word_sets(n, per_class) for n in (2, 3, 4)}
    queries = [Query("1 word", words) for words in singles]
    for n, drawn in sets.items():
        queries += [Query(f"{n} words, all", words) for words in drawn]
        queries += [Query(f"{n} words, any", words, match="any") for words in drawn]
    queries += [Query("phrase", words, form="phrase") for words in source.phrases(per_class)]
    queries += [Query("prefix", (prefix,), form="prefix") for prefix in source.prefixes(per_class)]
    queries += [
        Query("date-filtered", words, dates=dates)
        for words, dates in source.dated(per_class, corpus.unit)
    ]
    newest = singles[: per_class // 2] + sets[2]
    queries += [Query("newest first", words, newest=True) for words in newest[:per_class]]
    return tuple(queries)


class _Source:
    """The words of the sample, and the draws made from them, each with a seed of its own."""

    def __init__(self, sample: tuple[Article, ...]) -> None:
        self.sample = sample
        self.holders: dict[str, set[int]] = defaultdict(set)
        self.pairs: Counter[tuple[str, str]] = Counter()
        for number, article in enumerate(sample):
            for text in (article.title.lower(), article.text.lower()):
                for word in _TOKEN.findall(text):
                    self.holders[word].add(number)
                self.pairs.update(set(_neighbours(text)))
        self.floor = 3 if len(sample) > 1000 else 1

    def single_words(self, count: int) -> list[tuple[str, ...]]:
        rng = random.Random(SEED)
        drawn = [
            rng.sample(words, min(len(words), -(-count // len(BANDS))))
            for words in map(self._band, BANDS)
        ]
        in_turn = [words[i] for i in range(count) for words in drawn if i < len(words)]
        return _first(count, self._by_hand("1 word"), ((word,) for word in in_turn))

    def word_sets(self, n: int, count: int) -> list[tuple[str, ...]]:
        rng = random.Random(SEED + n)
        heads = (self._head_words(article) for article in self._shuffled(rng))
        drawn = (_in_order(rng, words, n) for words in heads if len(words) >= n)
        return _first(count, self._by_hand(f"{n} words"), drawn)

    def phrases(self, count: int) -> list[tuple[str, ...]]:
        rng = random.Random(SEED + 10)
        pairs = sorted(pair for pair, seen in self.pairs.items() if seen >= self.floor)
        rng.shuffle(pairs)
        texts = [f"{article.title}\n{article.text}".lower() for article in self.sample]
        by_hand = [
            tuple(phrase.split())
            for phrase in BY_HAND["phrase"]
            if any(re.search(rf"\b{re.escape(phrase)}\b", text) for text in texts)
        ]
        return _first(count, by_hand, pairs)

    def prefixes(self, count: int) -> list[str]:
        rng = random.Random(SEED + 20)
        words = sorted(w for w in self._content(self.holders) if len(w) >= 9)
        rng.shuffle(words)
        by_hand = [(p,) for p in BY_HAND["prefix"] if any(w.startswith(p) for w in self.holders)]
        return [
            words[0] for words in _first(count, by_hand, ((word[:PREFIX_LETTERS],) for word in words))
        ]

    def dated(self, count: int, unit: Unit) -> list[tuple[tuple[str, ...], tuple[str, str]]]:
        """One or two words of an article, in turn, and a range that its date lies in."""
        rng = random.Random(SEED + 30)
        drawn: list[tuple[tuple[str, ...], tuple[str, str]]] = []
        for article in self._shuffled(rng):
            n, around = 1 + len(drawn) % 2, (1, 6)[len(drawn) // 2 % 2]
            words = self._head_words(article)
            if len(drawn) < count and len(words) >= n and len(article.date) >= _width(unit):
                drawn.append((_in_order(rng, words, n), _range(article.date, around, unit)))
        return drawn

    def _shuffled(self, rng: random.Random) -> list[Article]:
        return rng.sample(self.sample, len(self.sample))

    def _head_words(self, article: Article) -> list[str]:
        """Content words of the title, topped up from the first lines where titles say little."""
        title = list(dict.fromkeys(self._content(_TOKEN.findall(article.title.lower()))))
        if len(title) >= 4:
            return title
        head = article.text[:HEAD_CHARACTERS].lower()
        return list(dict.fromkeys(title + list(self._content(_TOKEN.findall(head)[:-1]))))

    def _content(self, words: Iterable[str]) -> Iterator[str]:
        most = BANDS[-1][1] * len(self.sample)
        for word in words:
            seen = len(self.holders.get(word, ()))
            if word not in STOP_WORDS and self.floor <= seen <= most:
                yield word

    def _band(self, band: tuple[float, float]) -> list[str]:
        low, high = (share * len(self.sample) for share in band)
        return sorted(w for w in self._content(self.holders) if low <= len(self.holders[w]) < high)

    def _by_hand(self, kind: str) -> list[tuple[str, ...]]:
        """The queries by hand whose words stand together in one article of the sample."""
        split = (tuple(query.split()) for query in BY_HAND[kind])
        none: set[int] = set()
        return [q for q in split if set.intersection(*(self.holders.get(w, none) for w in q))]


def _neighbours(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of content words with one plain space between them."""
    tokens = [m for m in _TOKEN.finditer(text) if m.group() not in STOP_WORDS]
    for left, right in itertools.pairwise(tokens):
        if right.start() == left.end() + 1 and text[left.end()] == " ":
            yield left.group(), right.group()


def _in_order(rng: random.Random, words: list[str], n: int) -> tuple[str, ...]:
    return tuple(words[i] for i in sorted(rng.sample(range(len(words)), n)))


def _first(
    count: int, by_hand: list[tuple[str, ...]], drawn: Iterable[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """Up to a third by hand, then what was drawn, each query once."""
    kept = dict.fromkeys(by_hand[: max(1, count // 3)])
    for words in drawn:
        if len(kept) >= count:
            break
        kept[words] = None
    return list(kept)[:count]


def _width(unit: Unit) -> int:
    return 7 if unit == "month" else 4


def _range(date: str, around: int, unit: Unit) -> tuple[str, str]:
    year = int(date[:4])
    if unit == "year":
        return f"{year - around:04d}", f"{year + around:04d}"
    month = year * 12 + int(date[5:7]) - 1
    return _month_name(month - around), _month_name(month + around)


def _month_name(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
