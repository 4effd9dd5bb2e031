"""Values and styled text -> the screen, a pipe or a file.

Output to a terminal has no control characters except our own colours. Output to a pipe or a file has no
colours, and its text is unchanged.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOBase
from typing import Any, Literal, TextIO, cast

import click

from frsearch.output.tables import Target, as_json, write_csv, write_jsonl, write_lines
from frsearch.output.text import Piece, marked, printable

Format = Literal["text", "json", "csv"]

_STYLES: dict[str, dict[str, Any]] = {
    "head": {"bold": True},
    "title": {"bold": True},
    "mark": {"bold": True, "fg": "yellow"},
    "date": {"fg": "cyan"},
    "bar": {"fg": "cyan"},
    "id": {"dim": True},
}
_WIDEST = 100
# Without colours, brackets mark the matches and take room; few lines have more than three pairs.
_BRACKETS = 6


class _Screen(TextIOBase):
    """A terminal for JSON or CSV: control characters are escaped in JSON, replaced in CSV."""

    def __init__(self, terminal: TextIO, is_json: bool):
        self._terminal = terminal
        self._is_json = is_json

    def write(self, text: str) -> int:
        if self._is_json and not text.isprintable():
            text = "".join(c if printable(c) == c else json.dumps(c)[1:-1] for c in text)
        return self._terminal.write(printable(text))


@dataclass(frozen=True, slots=True)
class Output:
    """The target of output (`target`: a path, or None for standard output) and its format.

    `raw` writes CSV without the apostrophes that stop spreadsheets from running formulas.
    """

    format: Format = "text"
    target: str | None = None
    raw: bool = False

    @property
    def is_text(self) -> bool:
        """Say whether the format is text."""
        return self.format == "text"

    @property
    def is_terminal(self) -> bool:
        """Say whether output goes to a terminal."""
        return self.target is None and sys.stdout.isatty()

    @property
    def is_coloured(self) -> bool:
        """Say whether output has colours."""
        allowed = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return self.is_terminal and allowed

    @property
    def file(self) -> Target:
        """The path or stream for JSON and CSV."""
        if self.target is not None:
            return self.target
        if self.is_terminal:
            return cast(TextIO, _Screen(sys.stdout, self.format == "json"))
        return sys.stdout

    @property
    def width(self) -> int:
        """The maximum length of lines of text."""
        columns = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
        return columns if self.is_coloured else columns - _BRACKETS

    def pieces(self, pieces: Iterable[Piece]) -> None:
        """Write styled text: in colours on a terminal, elsewhere with brackets around matches."""
        if self.is_coloured:
            for text, style in pieces:
                click.echo(click.style(text, **_STYLES[style]) if style else text, nl=False)
            click.echo()
        else:
            write_lines(self.target or sys.stdout, _lines(pieces))

    def text(self, text: str) -> None:
        """Write text."""
        self.pieces([(printable(text), "")])

    def json(self, value: Any) -> None:
        """Write one JSON document."""
        write_lines(self.file, [as_json(value, indent=1)])

    def records(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Write JSON Lines."""
        write_jsonl(self.file, records)

    def rows(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Write CSV."""
        write_csv(self.file, columns, rows, raw=self.raw)


def _lines(pieces: Iterable[Piece]) -> Iterator[str]:
    """Yield lines as soon as they are complete, without trailing blanks."""
    begun = ""
    for piece in pieces:
        *whole, begun = (begun + marked([piece])).split("\n")
        yield from map(str.rstrip, whole)
    yield begun.rstrip()


def table_pieces(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[Piece]:
    """Yield a table with aligned columns, and their names above them if there are any."""
    from rich.cells import cell_len

    shown = [[printable(cell).replace("\n", " ") for cell in row] for row in rows]
    shown = [list(columns), *shown] if columns else shown
    widths = [max(map(cell_len, column)) for column in zip(*shown, strict=True)]
    for at, row in enumerate(shown):
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        yield "\n" * (at > 0) + "  ".join(padded).rstrip(), "head" if columns and at == 0 else ""
