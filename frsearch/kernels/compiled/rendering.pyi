from collections.abc import Sequence

from frsearch.kernels.plain.passages import Match
from frsearch.kernels.plain.rendering import Span

def render(
    text: str, left: int, right: int, matches: Sequence[Match]
) -> tuple[str, tuple[Span, ...]]: ...
