"""`.jsonl`, `.ndjson`: one JSON object per line; blank lines are skipped. What an object says.

An object is a row: its keys are columns, see `columns`; objects inside are read by path, `auteur.nom`.
Where an object has no text and one inside has (`_source` of Elasticsearch, `attributes` of Strapi), that
one is the article. An article that frsearch wrote has its `extra` as it was. An item of CSL JSON has its
text in `abstract`, and our further fields in `custom`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, cause_of, said
from frsearch.reading.columns import Columns
from frsearch.reading.encodings import read_lines
from frsearch.reading.exact import exported_item, exported_row
from frsearch.reading.forms.json_values import DECODER, sound
from frsearch.reading.records import Opened, Outcome, Record
from frsearch.reading.values import extra_value, flat, is_blank, split_list


def parse_lines(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each line."""
    columns = Columns(file.columns)
    for number, line in read_lines(file.stream, file.encodings):
        if line.isspace():
            continue
        try:
            yield object_record(number, _loaded(line), columns)
        except ArticleError as error:
            yield ArticleError(error.reason, line=number)


def object_record(line: int, value: Any, columns: Columns) -> Record:
    """Make a record of a JSON value; ArticleError if it is not an object."""
    if not isinstance(value, dict):
        kind = type(value).__name__
        raise ArticleError(
            Message("JSON of type {kind}, not an object: write one object per line", kind=kind)
        )
    if not columns.named and (own := exported_row(line, value) or exported_item(line, value)):
        return own
    if is_csl(value):
        return _csl_record(line, value, columns)
    values = flat(value)
    if values is not value and not columns.has_text(values, value):
        values = flat(_unwrapped(value, columns))
    return columns.record(line, values, value)


def has_text(value: Any, columns: Columns) -> bool:
    """Say whether a JSON value is an object with a text of its own, not a mere summary."""
    if not isinstance(value, dict):
        return False
    if is_csl(value):
        return True
    return columns.has_text(flat(value), value) or _unwrapped(value, columns) is not value


def is_csl(value: Mapping[str, Any]) -> bool:
    """Say whether an object is an item of CSL JSON, the format of Zotero and citeproc."""
    is_item = isinstance(value.get("type"), str) and "text" not in value
    dated = isinstance(value.get("issued"), dict) or isinstance(value.get("custom"), dict)
    return is_item and (dated or "container-title" in value)


def _csl_record(line: int, item: dict[str, Any], columns: Columns) -> Record:
    custom = item.get("custom")
    known = {key: each for key, each in item.items() if key not in ("type", "custom")}
    known["keyword"] = split_list(known.get("keyword"), commas=True)
    made = columns.record(line, flat(known), item)
    if not isinstance(custom, dict):
        return made
    own = {name: extra_value(value) for name, value in flat(custom).items() if not is_blank(value)}
    return Record(line, made.fields, {**made.extra, **own})


def _unwrapped(value: dict[str, Any], columns: Columns) -> dict[str, Any]:
    """Return the object inside that has the text, with what stands around it; else the object itself."""
    for key, inner in value.items():
        if isinstance(inner, dict) and columns.has_text(flat(inner), inner):
            around = {name: each for name, each in value.items() if name != key}
            return {**inner, **{_free(name, inner): each for name, each in around.items()}}
    return value


def _free(name: str, taken: Mapping[str, Any]) -> str:
    return _free(f"{name} 2", taken) if name in taken else name


def _loaded(line: str) -> Any:
    try:
        value = DECODER.decode(line)
        return sound(value, line, 0, len(line))
    except json.JSONDecodeError as error:
        # The line end is not a column.
        column = min(error.pos, len(line.rstrip("\r\n"))) + 1
        raise ArticleError(
            Message(
                "not JSON ({error}, column {column}): write one object per line",
                error=said(error.msg),
                column=column,
            )
        ) from None
    except ValueError as error:
        raise ArticleError(Message("JSON that cannot be read: {error}", error=cause_of(error))) from None
    except RecursionError:
        raise ArticleError(Message("JSON nested too deeply: flatten it")) from None
