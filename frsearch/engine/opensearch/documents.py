"""Articles -> documents of the server, and back; what a batch of them adds to the dictionary."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from frsearch.analysis.chain import Chain, Form
from frsearch.analysis.collation import sort_key
from frsearch.codec.bulk_analysis import Tokens
from frsearch.codec.document_store import pack, unpack
from frsearch.engine.opensearch.client import Json, as_json
from frsearch.engine.opensearch.layout import BAR, BEGIN, END, LONGEST_ID
from frsearch.facets import precise_labels
from frsearch.fields import is_name, number_of, values_of, words_of_label
from frsearch.types import Article

_PLAIN_ID = "-_.~"
_BITS = struct.Struct(">d"), struct.Struct(">Q")
# Sorts after the order of every label.
LAST = "2"


def server_id(id: str) -> str:
    """Return the id on the server: the id itself, or a hash where the server could not take it.

    >>> server_id("000_74238"), server_id("é")[:1]
    ('000_74238', '#')
    """
    plain = id.isascii() and len(id) <= LONGEST_ID and id[0].isalnum()
    if plain and all(each.isalnum() or each in _PLAIN_ID or each == "_" for each in id):
        return id
    return "#" + blake2b(id.encode("utf-8", "surrogatepass"), digest_size=24).hexdigest()


def order_of(label: str) -> str:
    """Return a text that sorts as `fields.order_key` does: numbers by value, then texts.

    >>> sorted(["été", "12", "-3", "avril", "2,5"], key=order_of)
    ['-3', '2,5', '12', 'avril', 'été']
    """
    number = number_of(label)
    if number is None:
        return f"1{sort_key(label)}\0{label}"
    to_bytes, to_number = _BITS
    bits = to_number.unpack(to_bytes.pack(number + 0.0))[0]
    # Negative numbers ascend as their bits descend.
    ascending = bits ^ ((1 << 64) - 1) if bits >> 63 else bits | 1 << 63
    return f"0{ascending:016x}\0{label}"


class Places:
    """Writes forms by place: `le|l sommet`."""

    def __init__(self) -> None:
        self._accented: list[str] = []

    def texts(self, forms: Sequence[Form], tokens: Tokens) -> list[str]:
        """Return the forms of each text, places apart by blanks, the forms at one place by bars."""
        self._accented += [form.accented for form in forms[len(self._accented) :]]
        words = list(map(self._accented.__getitem__, tokens.forms.tolist()))
        others = (tokens.words & 1).nonzero()[0].tolist()
        for at in others:
            words[at] = BAR + words[at]
        ends = [0, *tokens.ends.tolist()]
        texts = [" ".join(words[begin:end]) for begin, end in pairwise(ends)]
        return [text.replace(f" {BAR}", BAR) for text in texts] if others else texts

    def begin(self) -> None:
        """Forget the forms of an analysis that is replaced."""
        self._accented = []


class Documents:
    """Makes documents; fields are written under their numbers on the server."""

    def __init__(self, stored_only: frozenset[str]):
        self._stored_only = stored_only
        self._chain = Chain()
        self._words: dict[str, str] = {}

    def field_names(self, articles: Sequence[Article]) -> set[str]:
        """Return the names of the fields that articles have."""
        return {name for article in articles for name, _ in self._fields(article)}

    def _fields(self, article: Article) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield the fields of an article, with the label and type of each value."""
        extra = article.extra
        if not all(isinstance(name, str) for name in extra):
            extra = json.loads(json.dumps(dict(extra)))  # what will be stored: of 7 and "7", the last
        for name, value in extra.items():
            if name not in self._stored_only and is_name(name):
                values = [*values_of(value)]
                if values:
                    yield name, [(label, str(type)) for label, type in values]

    def lines(
        self,
        article: Article,
        places: tuple[str, str],
        lengths: tuple[int, int],
        numbers: Mapping[str, int],
    ) -> str:
        """Return an article as two lines of a bulk request; ArticleError if it cannot be stored."""
        title, text = places
        document: Json = {
            "id": article.id,
            "title": title,
            "text": text,
            "title_length": lengths[0],
            "text_length": lengths[1],
            **_days(article),
            "article": pack(article).decode(),
        }
        if article.extra:
            document |= self._values(article, numbers)
        return f'{{"index":{{"_id":{as_json(server_id(article.id))}}}}}\n{as_json(document)}\n'

    def _values(self, article: Article, numbers: Mapping[str, int]) -> Json:
        values: Json = {}
        has: list[str] = []
        several: list[str] = []
        for name, labelled in self._fields(article):
            number = str(numbers[name])
            labels = [label for label, _ in labelled]
            has += sorted({f"{number} {type}" for _, type in labelled})
            several += [number] if len(labels) > 1 else []
            numeric = [found for label in labels if (found := number_of(label)) is not None]
            values[number] = {
                "label": labels,
                "order": [order_of(label) for label in labels],
                "words": [self._words_of(label) for label in labels],
                **({"number": numeric} if numeric else {}),
            }
        return {"values": values, "has": has, "several": several} if values else {}

    def _words_of(self, label: str) -> str:
        """Return the words of a value by place, with its bounds."""
        words = self._words.get(label)
        if words is None:
            if len(self._words) > 100_000:
                self._words = {}
            places = (BAR.join(sorted(each)) for each in words_of_label(self._chain, label))
            words = self._words[label] = " ".join([BEGIN, *places, END])
        return words


def _days(article: Article) -> Json:
    if article.date is None:
        return {"first_day": 0, "last_day": 0, "undated": 1}
    first, last = article.date.first_day, article.date.last_day
    days = {"first_day": first.toordinal(), "last_day": last.toordinal(), "undated": 0}
    return {**days, **precise_labels(first, last)}


def article_of(hit: Mapping[str, Any]) -> Article:
    """Return the article that a hit of the server has."""
    stored: str = hit["_source"]["article"]
    return unpack(stored.encode())
