"""bm25s: BM25 scores worked out when the index is built, as a sparse matrix in NumPy."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import bm25s
import Stemmer
from bm25s.tokenization import Tokenizer
from corpus import Article, read
from queries import Query
from unidecode import unidecode

from engines import TOP, Answer, Engine, Job

K1, B = 1.2, 0.75
BACKEND = "numba" if find_spec("numba") else "numpy"


class Bm25sEngine(Engine):
    about = (
        "bm25s: its Tokenizer with its French stop words and Snowball French (PyStemmer), accents "
        f"folded last; the title stands twice before the text; Lucene's BM25, backend {BACKEND} (numba "
        "is the fastest that it has, and is compiled anew by the first query of a process); index "
        "and articles opened with mmap. It has no positions, dates, totals or additions and matches "
        "any word, so it takes part in one job only, the top ten for single words and for `any`. It "
        "builds on one thread, with the corpus in memory, and syncs nothing to disk."
    )
    packages = ("bm25s", "PyStemmer", "numba")
    threaded = False
    adds = False

    def build(self, corpus: Path, index_dir: Path, limit: int | None) -> int:
        articles = list(read(corpus, limit))
        tokenizer = _tokenizer()
        tokens = tokenizer.tokenize(
            map(_text, articles), length=len(articles), return_as="tuple", show_progress=False
        )
        index = bm25s.BM25(k1=K1, b=B, method="lucene", backend=BACKEND)
        index.index(tokens, show_progress=False)
        index.save(index_dir, corpus=map(_stored, articles), show_progress=False)
        tokenizer.save_vocab(index_dir)
        return len(articles)

    def open(self, index_dir: Path) -> None:
        self.tokenizer = _tokenizer()
        self.tokenizer.load_vocab(index_dir)
        self.index = bm25s.BM25.load(index_dir, mmap=True, load_corpus=True, show_progress=False)

    def takes(self, query: Query, job: Job) -> bool:
        any_word = query.form == "words" and (query.match == "any" or len(query.words) == 1)
        return any_word and not (query.dates or query.newest or job.counts or job.snippets)

    def search(self, query: Query, job: Job) -> Answer:
        tokens = self.tokenizer.tokenize(
            [" ".join(query.words)], update_vocab=False, return_as="ids", show_progress=False
        )
        documents, scores = self.index.retrieve(tokens, k=TOP, show_progress=False)
        # It fills the ten places up with articles that match nothing.
        found = [hit for hit, score in zip(documents[0], scores[0], strict=True) if score > 0]
        return Answer(
            total=-1,
            ids=[article["id"] for article in found],
            months={},
            snippets=(),
            dates=[article["date"] for article in found],
            characters=sum(len(article["text"]) for article in found),
        )


def _tokenizer() -> Any:
    stem = Stemmer.Stemmer("french").stemWord
    # The stemmer must see the accents, so folding comes last.
    return Tokenizer(stopwords="french", stemmer=lambda word: unidecode(stem(word)))


def _text(article: Article) -> str:
    return f"{article.title}\n{article.title}\n{article.text}"


def _stored(article: Article) -> dict[str, str]:
    return {"id": article.id, "date": article.date, "title": article.title, "text": article.text}
