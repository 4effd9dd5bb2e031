"""What the pages say of fields: under a hit, in an article, in the help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from frsearch.facets import FieldInfo
from frsearch.fields import label_of, number_of
from frsearch.messages.french_numbers import counted
from frsearch.types import Article
from frsearch.web.archive_fields import ArchiveFields, Link, cut_link
from frsearch.web.state import State

# What a hit shows of its fields, and of the values of each.
_UNDER_HITS = ("source", "author", "section", "page")
_VALUES_UNDER_HITS = 3
# An example in the help is a short one.
_LONGEST_EXAMPLE = 40


class FieldText(NamedTuple):
    """A field of an article: its title, and its values as links."""

    name: str
    title: str
    links: list[Link]


class Example(NamedTuple):
    """A query, and what it finds."""

    query: str
    finds: str


def values_under(
    article: Article, fields: ArchiveFields, state: State, most: int | None = _VALUES_UNDER_HITS
) -> list[FieldText]:
    """Return what stands under a title: source, authors, section, page, up to `most` values of each."""
    texts = []
    for name in _UNDER_HITS:
        links = fields.links(article.extra.get(name), name, state) if name in fields.infos else []
        if links:
            rest = len(links[:most]) - len(links)
            others = [Link(f"et {counted(-rest, 'autre')}")] if rest else []
            texts.append(FieldText(name, fields.title(name), [*map(cut_link, links[:most]), *others]))
    return texts


def extra_fields(article: Article, fields: ArchiveFields, state: State) -> list[FieldText]:
    """Return the extra fields of an article that `values_under` leaves out.

    Values lead to the articles that share them, from `state`.
    """
    texts = []
    for name, value in article.extra.items():
        links, plain = [], [Link(str(each)) for each in _no_values(value, name in fields.infos)]
        if name in fields.infos and (plain or name not in _UNDER_HITS):
            links = fields.links(value, name, state)
        if links or plain:
            texts.append(FieldText(name, fields.title(name), [*links, *plain]))
    return texts


def _no_values(value: Any, is_field: bool) -> Iterator[Any]:
    """Yield what an article has in an extra field that is stored, but no value of a field."""
    for each in value if isinstance(value, list) else [value]:
        is_blank = each is None or not str(each).strip()
        if not is_blank and not (is_field and label_of(each) is not None):
            yield each


def query_examples(fields: ArchiveFields) -> list[Example]:
    """Return queries that ask for the fields of an archive, and what each finds."""
    kinds = dict.fromkeys(("text", "number"))
    examples: list[Example] = []
    for info in fields.ordered:
        if info.type in kinds and kinds[info.type] is None and _example_values(info):
            kinds[info.type] = info.name
            make = _of_texts if info.type == "text" else _of_numbers
            examples += make(fields, info)
    return examples


def _example_values(info: FieldInfo) -> list[str]:
    """Return frequent values that a query can name between quotation marks."""
    return [
        label
        for label, _ in info.frequent
        if len(label) <= _LONGEST_EXAMPLE and not set(label) & set('"“”«»\n') and any(
            map(str.isalnum, label)
        )
    ]  # fmt: skip


def _of_texts(fields: ArchiveFields, info: FieldInfo) -> Iterator[Example]:
    name, title = fields.written(info.name), fields.title(info.name)
    first, *others = _example_values(info)
    yield Example(f'{name}:"{first}"', f"{title}\u00a0: ces mots, côte à côte")
    if others:
        yield Example(f'{name}:("{first}" OU "{others[0]}")', f"{title}\u00a0: l’un ou l’autre")
    yield Example(f'{name}:="{first}"', f"{title}\u00a0: cette valeur entière, et rien de plus")
    yield Example(f'-{name}:"{first}"', f"{title}\u00a0: tout sauf cela")
    yield Example(f"{name}:*", f"{title}\u00a0: les articles qui en ont")


def _of_numbers(fields: ArchiveFields, info: FieldInfo) -> Iterator[Example]:
    name, title = fields.written(info.name), fields.title(info.name)
    first = _example_values(info)[0]
    yield Example(f"{name}:{first}", f"{title}\u00a0: ce nombre")
    if (number := number_of(first)) is not None and number.is_integer() and abs(number) < 1e9:
        low, high = int(number), int(number) + 2
        yield Example(f"{name}:{low}..{high}", f"{title}\u00a0: entre ces nombres, compris")
        yield Example(f"{name}:{low}..", f"{title}\u00a0: à partir de ce nombre")
