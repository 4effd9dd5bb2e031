"""`.jsonl`: one JSON object per line; blank lines are skipped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.columns import record
from frsearch.reading.encodings import read_lines
from frsearch.reading.records import Opened, Outcome


def parse_lines(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each line."""
    for number, line in read_lines(file.stream, file.encodings):
        if line.isspace():
            continue
        try:
            yield record(number, _json_object(line), file.columns)
        except ArticleError as error:
            yield ArticleError(error.reason, line=number)


def _json_object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
        if "\\u" in line and ("\\ud" in line or "\\uD" in line):
            value = _without_lone_surrogates(value)
    except json.JSONDecodeError as error:
        # The line end is not a column.
        column = min(error.pos, len(line.rstrip("\r\n"))) + 1
        raise ArticleError(
            Message(
                "not JSON ({error}, column {column}): write one object per line",
                error=error.msg,
                column=column,
            )
        ) from None
    except ValueError as error:
        raise ArticleError(Message("JSON that cannot be read: {error}", error=str(error))) from None
    except RecursionError:
        raise ArticleError(Message("JSON nested too deeply: flatten it")) from None
    if not isinstance(value, dict):
        kind = type(value).__name__
        raise ArticleError(
            Message("JSON of type {kind}, not an object: write one object per line", kind=kind)
        )
    return value


def _without_lone_surrogates(value: Any) -> Any:
    # JSON can escape a lone surrogate, which no encoding can store.
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
