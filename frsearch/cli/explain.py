"""The command explain: why an article has its score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

import frsearch
from frsearch.cli.options import (
    FOUND,
    NOTHING,
    WORDS,
    Command,
    article_options,
    note,
    output_options,
    plain_option,
    query_argument,
    say,
    synonyms_option,
    together,
    wording,
)
from frsearch.cli.output import Output
from frsearch.types import Explanation


@click.command(cls=Command, help="Explain the score of an article for a query, or which words it lacks.")
@click.argument("id", type=WORDS)
@query_argument()
@together(
    article_options,
    plain_option,
    synonyms_option,
    output_options(),
)
def explain(id: str, query: str, folder: str, output: Output, **settings: Any) -> int:
    """Explain a score."""
    with frsearch.open_index(folder) as index:
        explanation = index.explain(query, id, **settings)
    if output.format == "json":
        output.json(asdict(explanation))
    else:
        output.text("\n".join(_explained(explanation)))
        if explanation.missing:
            note(say("it lacks: {words}", words=", ".join(explanation.missing)))
    return FOUND if explanation.matches else NOTHING


def _explained(explanation: Explanation, indent: str = "") -> Iterator[str]:
    value = wording().numeral(f"{explanation.value:.4g}")
    yield f"{indent}{value}  {wording().text(explanation.description)}"
    for child in explanation.children:
        yield from _explained(child, indent + "    ")
