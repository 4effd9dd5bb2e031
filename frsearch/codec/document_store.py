"""Stores articles: a line of JSON and the text, each article compressed separately.

So fetching an article reads only its own bytes. Articles are short and compress to one half alone. A
dictionary of what the articles of an index share, trained on the first large batch, brings that to two
fifths.
"""

from __future__ import annotations

import json
import struct
import threading
from collections.abc import Mapping, Sequence, ValuesView
from hashlib import blake2b

import zstandard

from frsearch.dates import PartialDate
from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, words_of
from frsearch.types import Article

_LEVEL = 3
_SAMPLES = 2_000
_MOST_BYTES = 1 << 28
# A small hostile file must not fill the memory: beyond `_FREE` bytes and `_FREE_VALUES` values of
# `extra`, the stored size bounds the memory of an article. An honest article that compresses better is
# padded.
_FREE = 1 << 16
_BYTES_FOR_A_BYTE = 8
_FREE_VALUES = 1_000
_BYTES_FOR_A_VALUE = 4
# A Zstandard frame that every reader skips: magic number, length, any bytes.
_SKIPPED = struct.Struct("<II")
_SKIPPED_MAGIC = 0x184D2A50
# JSON is parsed by recursion: an article must be readable from a deep call stack, too.
_DEEPEST = 100

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_from_json = json.JSONDecoder().raw_decode


def id_hash(id: str) -> int:
    """Return a 64-bit hash of an id, the same on every machine."""
    return int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def pack(article: Article) -> bytes:
    """Return an article as bytes; ArticleError if JSON cannot hold its `extra`."""
    date = None if article.date is None else str(article.date)
    head = [article.id, article.title, date, article.url, dict(article.extra)]
    try:
        line = _as_json(head)
        packed = f"{line}\n{article.text}".encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ArticleError(
            Message(
                "article {id!r}: extra cannot be stored as JSON: {error}",
                id=article.id,
                error=words_of(error),
            )
        ) from None
    if line.count("[") + line.count("{") > _DEEPEST and _is_deeper(article.extra, _DEEPEST):
        raise ArticleError(
            Message(
                "article {id!r}: extra is nested more than {depth} deep: flatten it",
                id=article.id,
                depth=_DEEPEST,
            )
        )
    if len(packed) > _MOST_BYTES:
        raise ArticleError(
            Message("article {id!r}: it has more than {bytes} bytes", id=article.id, bytes=_MOST_BYTES)
        )
    return packed


def _is_deeper(value: object, depth: int) -> bool:
    children = value.values() if isinstance(value, Mapping) else value
    if not isinstance(children, list | tuple | ValuesView):
        return False
    return depth == 0 or any(_is_deeper(child, depth - 1) for child in children)


def _values(content: bytes) -> int:
    """Return an upper bound for the number of values in the line of JSON."""
    end = content.find(b"\n")
    if 0 <= end < _FREE_VALUES:  # nearly always: no value has less than a byte
        return end
    line = content if end < 0 else content[:end]
    return 1 + line.count(b"[") + line.count(b"{") + line.count(b",")


def _least_stored_size(content: bytes) -> int:
    """Return the smallest allowed stored size of a packed article, in bytes."""
    values = _values(content)
    for_bytes = -(-len(content) // _BYTES_FOR_A_BYTE) if len(content) > _FREE else 0
    return max(for_bytes, (values - _FREE_VALUES) * _BYTES_FOR_A_VALUE)


def unpack(content: bytes) -> Article:
    """Return the article from the bytes of `pack`; ValueError for other bytes."""
    line, _, text = content.decode().partition("\n")
    try:
        (id, title, date, url, extra), end = _from_json(line)
    except (TypeError, RecursionError) as error:
        raise ValueError(words_of(error)) from error
    texts = isinstance(id, str) and isinstance(title, str) and isinstance(url, str)
    dated = date is None or isinstance(date, str)
    if not (texts and dated and isinstance(extra, dict) and end == len(line)):
        raise ValueError(Message("it is not an article"))
    return Article.stored(id, text, title, None if date is None else PartialDate.parse(date), url, extra)


def train_dictionary(articles: Sequence[Article], size: int) -> bytes:
    """Train a dictionary of `size` bytes on an even sample of articles; b"" if training fails."""
    step = max(1, len(articles) // _SAMPLES)
    samples: list[bytes | bytearray | memoryview[int]] = [pack(each) for each in articles[::step]]
    try:
        return zstandard.train_dictionary(size, samples).as_bytes()
    except zstandard.ZstdError:  # too little text, or nothing in common
        return b""


class ArticleCodec:
    """Compresses and restores articles, with the dictionary of their index (b"" for none).

    Threads may share it: each has its own compressor.
    """

    def __init__(self, dictionary: bytes = b""):
        self.dictionary = dictionary
        self._shared = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._local = threading.local()

    def compress(self, article: Article) -> bytes:
        """Return the stored bytes of an article."""
        return self.compress_all([pack(article)])[0]

    def compress_all(self, packed: Sequence[bytes]) -> list[bytes]:
        """Return the stored bytes of packed articles. The GIL is free where one call compresses all."""
        compressor = self._compressor()
        if "multi_compress_to_buffer" in zstandard.backend_features and len(packed) > 1:
            together = compressor.multi_compress_to_buffer(list(packed))
            frames = [together[at].tobytes() for at in range(len(packed))]
        else:
            frames = list(map(compressor.compress, packed))
        return list(map(_padded, frames, packed))

    def _compressor(self) -> zstandard.ZstdCompressor:
        try:
            compressor: zstandard.ZstdCompressor = self._local.compressor
        except AttributeError:
            compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=self._shared)
            self._local.compressor = compressor
        return compressor

    def is_large(self, stored: bytes) -> bool:
        """Say whether an article takes more memory than the 64 KB that any article may take."""
        try:
            return zstandard.frame_content_size(stored) > _FREE
        except zstandard.ZstdError:
            return False  # `restore` raises the error

    def restore(self, stored: bytes) -> Article:
        """Return the article from its stored bytes; ValueError if they are damaged."""
        try:
            decompressor = getattr(self._local, "decompressor", None)
            if decompressor is None:
                decompressor = zstandard.ZstdDecompressor(dict_data=self._shared)
                self._local.decompressor = decompressor
            # The decompressor allocates this size before it reads anything.
            size = zstandard.frame_content_size(stored)
            if not 0 <= size <= min(_MOST_BYTES, max(_FREE, _BYTES_FOR_A_BYTE * len(stored))):
                raise ValueError(Message("its size is missing or too large"))
            content: bytes = decompressor.decompress(stored)
        except zstandard.ZstdError as error:
            raise ValueError(words_of(error)) from error
        if _least_stored_size(content) > len(stored):
            raise ValueError(Message("it has too many values"))
        return unpack(content)


def _padded(frame: bytes, packed: bytes) -> bytes:
    missing = _least_stored_size(packed) - len(frame)
    return frame if missing <= 0 else frame + _padding(missing)


def _padding(size: int) -> bytes:
    """Return padding of at least `size` bytes, which readers skip."""
    rest = max(0, size - _SKIPPED.size)
    return _SKIPPED.pack(_SKIPPED_MAGIC, rest) + bytes(rest)
