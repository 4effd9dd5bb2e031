"""Changes of the dictionary on the server: forms come, are counted, and go with their last article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from json.encoder import encode_basestring as quoted
from typing import TypeVar

from frsearch.analysis.chain import Form
from frsearch.engine.opensearch.bulk import BulkSender, Operation
from frsearch.engine.opensearch.client import LONG_SECONDS, Client, Json

_AT_A_TIME = 5_000
# Words that another may be like have at most three times as many letters (`arrays.alike`).
_LONGEST, _SHORTEST = 90, 3

_Item = TypeVar("_Item")


def in_parts(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """Yield a few at a time."""
    items = iter(items)
    while some := list(islice(items, size)):
        yield some


def change_forms(client: Client, changes: Iterable[tuple[Form, int]], *, is_new: bool) -> None:
    """Change the numbers of articles of forms; `is_new`: the dictionary is empty."""
    with BulkSender(client, client.forms, lambda id, result: None) as sender:
        for some in in_parts(changes, _AT_A_TIME):
            known = {} if is_new else _known(client, [form.accented for form, _ in some])
            operations = []
            for form, change in some:
                articles = known.get(form.accented, 0) + change
                lines = _lines(form, articles) if articles > 0 else _removal(form.accented)
                operations.append(Operation(lines, form.accented))
            sender.send(operations)
        sender.finish()


def _known(client: Client, ids: Sequence[str]) -> dict[str, int]:
    """Return the numbers of articles of the forms that are there, shown or not."""
    found = client.ask(
        "POST", f"/{client.forms}/_mget", {"ids": list(ids)}, seconds=LONG_SECONDS, _source="articles"
    )
    return {each["_id"]: each["_source"]["articles"] for each in found["docs"] if each["found"]}


def _lines(form: Form, articles: int) -> str:
    """Return a form as two lines of a bulk request; there are many, so that each is put together."""
    exact = quoted(form.exact)
    lemma = f',"lemma":{quoted(form.lemma)}' if form.lemma != form.exact else ""
    has_trigrams = form.exact.isascii() and _SHORTEST <= len(form.exact) <= _LONGEST
    trigrams = f',"trigrams":"^{exact[1:-1]}$"' if has_trigrams else ""
    content = f'"exact":{exact},"stem":{quoted(form.stem)},"articles":{articles}{lemma}{trigrams}'
    return f'{{"index":{{"_id":{quoted(form.accented)}}}}}\n{{{content}}}\n'


def _removal(accented: str) -> str:
    return f'{{"delete":{{"_id":{quoted(accented)}}}}}\n'


def is_empty(client: Client) -> bool:
    """Return whether the dictionary has no forms."""
    body: Json = {"size": 0, "terminate_after": 1, "query": {"exists": {"field": "exact"}}}
    found = client.search(client.forms, {**body, "track_total_hits": True})
    return not found["hits"]["total"]["value"]


def remove_forms(client: Client, accented: Iterable[str]) -> None:
    """Remove forms from the dictionary."""
    with BulkSender(client, client.forms, lambda id, result: None) as sender:
        for some in in_parts(accented, _AT_A_TIME):
            sender.send([Operation(_removal(each), each) for each in some])
        sender.finish()
