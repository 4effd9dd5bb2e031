"""Groups of near copies: their articles, how much they share, and what differs."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple, overload

from frsearch.messages.wording import ENGLISH, Wording
from frsearch.output.tables import Target, article_record, cell, data_frame, write_csv, write_jsonl
from frsearch.output.text import Piece, date_text, marked, printable
from frsearch.types import Article

_SHOWN = 20
_WORDS = re.compile(r"\S+")
_SENTENCES = re.compile(r"[^.!?…\n]*(?:[.!?…]+|\n|\Z)\s*")
COLUMNS = ("group", "id", "date", "title", "source", "url", "same")


class Difference(NamedTuple):
    """Words of the first article, and those that another has in their place; either may be ""."""

    first: str
    other: str


class Copy(NamedTuple):
    """An article of a group, and the share of words, 0 to 1, that it has in common with the first.

    The share is twice the number of words that both have, each as often as both have it, over the
    number of words of both (Dice); words are as written, without regard to their order.
    """

    article: Article
    same: float


@dataclass(frozen=True, slots=True)
class CopyGroup(Sequence[Copy]):
    """Near copies of one another, from the oldest article to the newest."""

    copies: tuple[Copy, ...]

    @overload
    def __getitem__(self, at: int) -> Copy: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Copy, ...]: ...
    def __getitem__(self, at: int | slice) -> Copy | tuple[Copy, ...]:
        return self.copies[at]

    def __len__(self) -> int:
        return len(self.copies)

    def differences(self, at: int = 1) -> tuple[Difference, ...]:
        """Return what the text of article number `at` has otherwise than the first, in order."""
        return tuple(_differences(self.copies[0].article.text, self.copies[at].article.text))


@dataclass(frozen=True, slots=True, repr=False)
class Copies(Sequence[CopyGroup]):
    """Groups of near copies, those of most articles first; articles are read when they are asked for."""

    groups: tuple[tuple[str, ...], ...]
    read: Callable[[str], Article | None]

    @overload
    def __getitem__(self, at: int) -> CopyGroup: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[CopyGroup, ...]: ...
    def __getitem__(self, at: int | slice) -> CopyGroup | tuple[CopyGroup, ...]:
        if isinstance(at, slice):
            return tuple(map(self._group, self.groups[at]))
        return self._group(self.groups[at])

    def __len__(self) -> int:
        return len(self.groups)

    def _group(self, ids: Sequence[str]) -> CopyGroup:
        articles = [article for article in map(self.read, ids) if article is not None]
        counted = [Counter(_WORDS.findall(article.text)) for article in articles]
        return CopyGroup(
            tuple(
                Copy(article, _shared(counted[0], words))
                for article, words in zip(articles, counted, strict=True)
            )
        )

    @property
    def articles(self) -> int:
        """The number of articles in groups."""
        return sum(map(len, self.groups))

    def _rows(self) -> Iterator[dict[str, Any]]:
        for number, group in enumerate(self, 1):
            for article, same in group:
                record = article_record(article)
                yield {name: record.get(name) for name in COLUMNS} | {
                    "group": number,
                    "source": cell(article.extra.get("source")),
                    "same": same,
                }

    def to_csv(self, target: Target, *, raw: bool = False) -> None:
        """Write a row for each article to a path or an open text file, with the number of its group.

        Text that a spreadsheet would run as a formula gets an apostrophe before it, unless `raw`.
        """
        write_csv(target, COLUMNS, (tuple(row.values()) for row in self._rows()), raw=raw)

    def to_jsonl(self, target: Target) -> None:
        """Write the same rows as JSON Lines to a path or an open text file."""
        write_jsonl(target, self._rows())

    def to_dataframe(self) -> Any:
        """Return the same rows as a `pandas.DataFrame` (extra `pandas`)."""
        rows = list(self._rows())
        return data_frame({name: [row[name] for row in rows] for name in COLUMNS})

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {"groups": len(self), "articles": self.articles, "rows": list(self._rows())}

    def pieces(
        self, wording: Wording = ENGLISH, groups: int | None = None, *, differences: bool = False
    ) -> Iterator[Piece]:
        """Yield the first `groups` groups (None: all) as text in pieces, with what differs if asked."""
        shown = self[:groups]
        yield self._head(wording), "head"
        for number, group in enumerate(shown, 1):
            yield f"\n\n{number}. ", ""
            yield wording.counted(len(group), "article"), "head"
            for at, (article, same) in enumerate(group):
                yield f"\n   {date_text(article.date, wording):<10}", "date"
                yield printable(f"  {article.title}"), "title"
                yield printable(f"  ({article.id})"), "id"
                if at:
                    yield "  " + wording("{share} % the same", share=round(100 * same)), ""
                    if differences:
                        yield from _difference_pieces(group.differences(at))
        if len(self) > len(shown):
            yield "\n" + wording("… {more:,} more", more=len(self) - len(shown)), ""

    def _head(self, wording: Wording) -> str:
        return wording(
            "{groups} of near copies, {articles}",
            groups=wording.counted(len(self), "group"),
            articles=wording.counted(self.articles, "article"),
        )

    def __str__(self) -> str:
        return marked(self.pieces())

    def __repr__(self) -> str:
        return marked(self.pieces(groups=_SHOWN))

    def _repr_html_(self) -> str:
        """Return the first groups as an HTML table for a notebook, everything escaped."""
        rows = "".join(
            f"<tr><td>{number}</td><td>{date_text(article.date)}</td>"
            f"<td>{html.escape(article.title)}</td><td>{html.escape(article.id)}</td>"
            f"<td>{round(100 * same)} %</td></tr>"
            for number, group in enumerate(self[:_SHOWN], 1)
            for article, same in group
        )
        return f"<div><p>{html.escape(self._head(ENGLISH))}</p><table>{rows}</table></div>"


def _difference_pieces(differences: Sequence[Difference]) -> Iterator[Piece]:
    for first, other in differences:
        yield printable(f"\n      − {first}") if first else "", ""
        yield printable(f"\n      + {other}") if other else "", "title"


def _shared(one: Counter[str], other: Counter[str]) -> float:
    words = one.total() + other.total()
    return 2 * (one & other).total() / words if words else 1.0


def _differences(first: str, other: str) -> Iterator[Difference]:
    """Compare sentence by sentence, then unequal sentences word by word: whole texts take too long."""
    for one, two in _unequal(_SENTENCES.findall(first), _SENTENCES.findall(other)):
        words = (_WORDS.findall("".join(one)), _WORDS.findall("".join(two)))
        for some, others in _unequal(*words):
            yield Difference(" ".join(some), " ".join(others))


def _unequal(one: list[str], two: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    for kind, begin, end, other_begin, other_end in matcher.get_opcodes():
        if kind != "equal":
            yield one[begin:end], two[other_begin:other_end]
