"""The state of an index on the server: how it was made, what was committed last, and its figures.

How an index was made stands in the `_meta` of its mapping: the format, the fingerprint of the analysis,
the declared fields. What changes with each write stands in a document of the dictionary: the generation,
and the numbers by which the server knows fields of `extra`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from frsearch.addresses import Address
from frsearch.analysis.fingerprint import cache_key, fingerprint
from frsearch.codec.segment import Statistics
from frsearch.engine.opensearch.client import Client, Json
from frsearch.engine.opensearch.layout import FORMAT, STATE, SYNONYMS, is_as_made
from frsearch.errors import FrsearchError, IndexCorrupted, IndexNotFound, IndexOutdated
from frsearch.fields import Declared, declared_fields
from frsearch.messages.wording import Message

_OURS = "frsearch"


@dataclass(frozen=True, slots=True)
class Committed:
    """What the last write left: its number, the numbers of fields, and whether it came to its end.

    `writing`: a write has begun and has not ended, or failed; the dictionary then lacks some words.
    """

    generation: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict)
    writing: bool = False

    @classmethod
    def of(cls, source: Mapping[str, Any]) -> Committed:
        """Read the document."""
        return cls(int(source["generation"]), dict(source["numbers"]), bool(source["writing"]))


@dataclass(frozen=True, slots=True)
class State:
    """A committed state: its articles, the sums of their lengths, and its synonyms.

    `numbers` are those of fields on the server; there may be some that no article has any more.
    """

    committed: Committed
    declared: tuple[Declared, ...]
    articles: int
    undated: int
    words: int
    title_words: int
    present: frozenset[str]
    synonyms: str = ""

    @property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of the fields."""
        return self.committed.numbers

    @property
    def stored_only(self) -> frozenset[str]:
        """The names of values of `extra` that are no fields."""
        return stored_only(self.declared)

    @property
    def field_names(self) -> frozenset[str]:
        """The names of the fields that articles have."""
        return self.present

    @property
    def statistics(self) -> Statistics:
        """The figures that scores use."""
        articles = self.articles
        title, text = (total / articles if articles else 0.0 for total in (self.title_words, self.words))
        return Statistics(articles, {"title": title, "text": text})


def stored_only(declared: tuple[Declared, ...]) -> frozenset[str]:
    """Return the names of values of `extra` that are no fields."""
    return frozenset(each.name for each in declared if each.type == "stored")


def new_meta(declared: tuple[Declared, ...]) -> Json:
    """Return the `_meta` of a new index."""
    analyzer = fingerprint()
    made = {"format": FORMAT, "analyzer": analyzer, "analyzer_voucher": cache_key(analyzer)}
    return {_OURS: {**made, "fields": list(map(asdict, declared))}}


def read_meta(client: Client) -> tuple[Declared, ...]:
    """Return the declared fields.

    Raises IndexNotFound, IndexOutdated or IndexCorrupted unless this version can read the index.
    """
    address = client.address
    mapping = read_mapping(client)
    if mapping is None:
        raise _missing(address)
    meta = ours(mapping)
    if meta is None:
        raise IndexNotFound(
            Message(
                "{address}: the index there is none of frsearch: give another name, or make one with "
                "create_index",
                address=str(address),
            )
        )
    if meta.get("format") != FORMAT:
        raise _outdated(address, Message("file format"), meta.get("format"), FORMAT)
    analyzer = str(meta.get("analyzer"))
    vouched = cache_key(analyzer)
    if not (vouched and meta.get("analyzer_voucher") == vouched) and analyzer != fingerprint():
        raise _outdated(address, Message("French analysis"), analyzer, fingerprint())
    if not is_as_made(mapping):
        raise damaged(
            address, Message("the mapping of {name} is not what it was made with", name=client.articles)
        )
    try:
        return declared_of(meta["fields"])
    except (KeyError, TypeError, FrsearchError):
        raise damaged(address, Message("the declaration of its fields cannot be read")) from None


def read_mapping(client: Client) -> Json | None:
    """Return the mapping of the index of articles, None if there is no such index."""
    found = client.call("GET", f"/{client.articles}/_mapping", missing=True)
    if found is None:
        return None
    # Of an alias, the answer has the index behind it.
    for each in found.values() if isinstance(found, dict) else ():
        if isinstance(each, dict) and isinstance(each.get("mappings"), dict):
            mapping: Json = each["mappings"]
            return mapping
    raise client.no_server()


def ours(mapping: Mapping[str, Any]) -> Json | None:
    """Return what the mapping of an index of frsearch says of it, None for other indexes."""
    meta = mapping.get("_meta", {}).get(_OURS)
    return meta if isinstance(meta, dict) else None


def declared_of(entries: list[dict[str, Any]]) -> tuple[Declared, ...]:
    """Return declared fields, given as `_meta` has them."""
    options: dict[str, Any] = {
        entry["name"]: {"type": entry["type"], "name": entry["shown"], "weight": entry["weight"]}
        for entry in entries
    }
    return declared_fields(options)


def read_committed(client: Client) -> Committed:
    """Return what the last write left, at once after it."""
    found = client.call("GET", document(client, STATE), missing=True)
    if found is None and read_mapping(client) is None:
        raise _missing(client.address)
    if found is None:
        raise damaged(
            client.address, Message("the index of its words, {name}, is missing", name=client.forms)
        )
    try:
        return Committed.of(found["_source"]["state"])
    except (KeyError, TypeError, ValueError):
        raise damaged(client.address, Message("the document of its state cannot be read")) from None


def read_synonyms(client: Client) -> str:
    """Return the synonyms that the index keeps."""
    found = client.call("GET", document(client, SYNONYMS), missing=True)
    return "" if found is None else str(found["_source"]["state"]["text"])


def read_state(client: Client) -> State:
    """Read the newest committed state."""
    declared, committed = read_meta(client), read_committed(client)
    names = {str(number): name for name, number in committed.numbers.items()}
    body: Json = {
        "size": 0,
        "track_total_hits": True,
        "aggs": {
            "undated": {"filter": {"term": {"undated": 1}}},
            "words": {"sum": {"field": "text_length"}},
            "title_words": {"sum": {"field": "title_length"}},
            "has": {"terms": {"field": "has", "size": 30_000}},
        },
    }
    answer = client.search(client.articles, body)
    found = answer["aggregations"]
    held = {bucket["key"].partition(" ")[0] for bucket in found["has"]["buckets"]}
    return State(
        committed,
        declared,
        articles=answer["hits"]["total"]["value"],
        undated=found["undated"]["doc_count"],
        words=round(found["words"]["value"]),
        title_words=round(found["title_words"]["value"]),
        present=frozenset(names[number] for number in held if number in names),
        synonyms=read_synonyms(client),
    )


def document(client: Client, name: str) -> str:
    """Return the path of a document of the state."""
    return f"/{client.forms}/_doc/{name.replace(' ', '%20')}"


def put_state(client: Client, committed: Committed) -> None:
    """Keep what a write leaves."""
    client.ask("PUT", document(client, STATE), {"state": asdict(committed)}, again=True)


def damaged(address: Address, why: Message) -> IndexCorrupted:
    """Return the error for an index whose own documents are not what was written."""
    return IndexCorrupted(Message("{why}: rebuild the index from its articles", why=why), str(address))


def _missing(address: Address) -> IndexNotFound:
    return IndexNotFound(
        Message(
            "{address}: there is no frsearch index: make one with create_index", address=str(address)
        )
    )


def _outdated(address: Address, what: Message, theirs: object, ours: object) -> IndexOutdated:
    return IndexOutdated(
        Message(
            "{folder}: the index was made with {what} {theirs} and this version has {ours}: "
            "rebuild it from its articles (create_index with overwrite=True)",
            folder=str(address),
            what=what,
            theirs=repr(theirs),
            ours=repr(ours),
        )
    )
