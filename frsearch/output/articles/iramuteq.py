"""Corpora for Iramuteq: a line `**** *id_a1 *date_2018-06 *source_Le_Monde`, then the text, and so on.

Values are without blanks there: « Le Monde » is `Le_Monde`, and `_` is read as a blank but in ids, dates
and URLs. A list of texts is a variable that stands there several times. Names are letters and figures,
`datePub` for `date_pub`. What this cannot tell apart (an underscore in a title, two blanks, a number and
the same figures) stands in a last variable `frsearch`, which every article has, mostly empty. In texts,
`****` at the beginning of a line would begin an article: it becomes `* * * *`, and `-*`, which begins a
theme, `-* `, as does a star after a number of four figures, which are stars to Alceste.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from frsearch.output.articles.shown import date_of, rest_of
from frsearch.output.tables import write_lines
from frsearch.reading.exact import (
    FIELD,
    OUTER_BLANKS,
    exported_variables,
    is_list_of_texts,
    plain,
    replacing,
    variable_name,
)
from frsearch.reading.records import FIELDS
from frsearch.types import Article

_TAKEN = frozenset((*FIELDS, FIELD))
_TEXT = replacing(
    r"(?:(?<=[\n\r])[^\S\n\r]*|\A\s*)(?:\*{4,}|-\*(?=\S)|\d{4}[ \t]+\*(?=\S))",
    OUTER_BLANKS,
    then=lambda found: _apart(found.strip()),
)
_WORD = replacing()


def _apart(stars: str) -> str:
    """Return some stars with blanks between them, another mark with one after it."""
    return " ".join(stars) if stars.startswith("**") else stars and f"{stars} "


def write(articles: Iterable[Article], path: Path, raw: bool) -> None:
    """Write articles to a file."""
    write_lines(path, (line for article in articles for line in _lines(article)))


def _lines(article: Article) -> Iterator[str]:
    variables = dict(_variables(article))
    starred = (f"*{name}_{word}" for name, words in variables.items() for word in words)
    rest = rest_of(article, *_read(variables), _TEXT)
    yield " ".join(("****", *starred, f"*{FIELD}_{rest}" if rest else f"*{FIELD}"))
    yield _TEXT.shown(article.text)
    yield ""


def _variables(article: Article) -> Iterator[tuple[str, list[str]]]:
    """Yield the variables that are not empty, with their values as written."""
    values = {"id": article.id, "date": date_of(article), "title": article.title}
    written = Counter(map(variable_name, article.extra))
    for name, value in article.extra.items():
        variable = variable_name(name)
        # Of two names that are written alike, a reader could not tell which it is.
        if variable and variable not in _TAKEN and written[variable] == 1:
            values[variable] = value
    for name, value in {**values, "url": article.url}.items():
        words = [_word(each) for each in (value if is_list_of_texts(value) else [plain(value)])]
        if any(words):
            yield name, [word for word in words if word]


def _word(value: str) -> str:
    return _WORD.shown("_".join(value.split())).replace("*", "'")


def _read(variables: dict[str, list[str]]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the fields and the extra that the reader finds in variables."""
    written = {name: words[0] if len(words) == 1 else words for name, words in variables.items()}
    record = exported_variables(1, {**written, FIELD: ""}, "")
    assert record is not None
    return record.fields, record.extra
