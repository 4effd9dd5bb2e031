"""How an article is stored: a line of JSON and its text, compressed by itself: fetching one reads one.

Articles are short; alone they compress to a half. A dictionary of what articles of an index have in
common, made from the first large batch, brings that to two fifths.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence, ValuesView

import zstandard

from frsearch.articles import Article
from frsearch.dates import PartialDate
from frsearch.errors import ArticleError

_LEVEL = 3
_DICTIONARY_SIZE = 112_640
_SAMPLES = 2_000
# A frame says how large its content is, and so much memory is taken before anything is read of it.
_MOST_BYTES = 1 << 28
# JSON is read by recursion, and an article must be readable however deep the caller's stack is.
_DEEPEST = 100
# A dictionary of fewer articles would know little but them.
LEAST_FOR_DICTIONARY = 500

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack(article: Article) -> bytes:
    """Write an article as bytes; ArticleError if its `extra` holds what JSON cannot."""
    date = None if article.date is None else str(article.date)
    head = [article.id, article.title, date, article.url, dict(article.extra)]
    try:
        line = _as_json(head)
        packed = f"{line}\n{article.text}".encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ArticleError(f"article {article.id!r}: extra cannot be stored as JSON: {error}") from None
    if line.count("[") + line.count("{") > _DEEPEST and _is_deeper(article.extra, _DEEPEST):
        raise ArticleError(f"article {article.id!r}: extra is nested over {_DEEPEST} deep: flatten it")
    if len(packed) > _MOST_BYTES:
        raise ArticleError(f"article {article.id!r}: it is of more than {_MOST_BYTES} bytes")
    return packed


def _is_deeper(value: object, depth: int) -> bool:
    children = value.values() if isinstance(value, Mapping) else value
    if not isinstance(children, list | tuple | ValuesView):
        return False
    return depth == 0 or any(_is_deeper(child, depth - 1) for child in children)


def unpack(content: bytes) -> Article:
    """Read what `pack` wrote; ValueError for anything else."""
    line, _, text = content.decode().partition("\n")
    try:
        id, title, date, url, extra = json.loads(line)
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    texts = isinstance(id, str) and isinstance(title, str) and isinstance(url, str)
    if not (texts and isinstance(date, str | None) and isinstance(extra, dict)):
        raise ValueError("it is no article")
    return Article.stored(id, text, title, None if date is None else PartialDate.parse(date), url, extra)


def train_dictionary(articles: Sequence[Article]) -> bytes:
    """Make a dictionary of an even sample of articles."""
    step = max(1, len(articles) // _SAMPLES)
    samples: list[bytes | bytearray | memoryview[int]] = [pack(each) for each in articles[::step]]
    try:
        return zstandard.train_dictionary(_DICTIONARY_SIZE, samples).as_bytes()
    except zstandard.ZstdError:  # too little text, or nothing in common
        return b""


class ArticleCodec:
    """Compresses and restores articles, with the dictionary of their index (b"" for none).

    May be shared between threads: each has a compressor of its own.
    """

    def __init__(self, dictionary: bytes = b""):
        self.dictionary = dictionary
        self._shared = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._local = threading.local()

    def compress(self, article: Article) -> bytes:
        """Return the article as it is stored."""
        try:
            compressor = self._local.compressor
        except AttributeError:
            compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=self._shared)
            self._local.compressor = compressor
        compressed: bytes = compressor.compress(pack(article))
        return compressed

    def restore(self, stored: bytes | memoryview) -> Article:
        """Return the article that was compressed; ValueError where it is damaged."""
        try:
            decompressor = getattr(self._local, "decompressor", None)
            if decompressor is None:
                decompressor = zstandard.ZstdDecompressor(dict_data=self._shared)
                self._local.decompressor = decompressor
            if not 0 <= zstandard.frame_content_size(stored) <= _MOST_BYTES:
                raise ValueError("it does not say its size, or is too large")
            content = decompressor.decompress(stored)
        except zstandard.ZstdError as error:
            raise ValueError(str(error)) from error
        return unpack(content)
