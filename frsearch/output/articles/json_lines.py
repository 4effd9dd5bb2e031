"""`.jsonl`: an article a line, as `frsearch show --json` writes it; NaN and infinities become null."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from frsearch.output.tables import article_record, write_jsonl
from frsearch.types import Article


def write(articles: Iterable[Article], path: Path, raw: bool) -> None:
    """Write articles to a file."""
    write_jsonl(path, map(article_record, articles))
