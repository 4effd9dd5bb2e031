from collections.abc import Sequence

from frsearch.kernels.plain.sentences import Abbreviations

def best_window(
    text: str, matches: Sequence[tuple[int, int, int]], weights: Sequence[float], width: int
) -> tuple[int, int]: ...
def passage_around(
    text: str, start: int, end: int, width: int, abbreviations: Abbreviations
) -> tuple[int, int]: ...
