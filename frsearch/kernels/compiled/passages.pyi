from frsearch.kernels.plain.passages import Match, Passage
from frsearch.kernels.plain.sentences import Abbreviations

def choose_passages(
    text: str,
    solid: str,
    matches: list[Match],
    weights: list[float],
    width: int,
    count: int,
    abbreviations: Abbreviations,
) -> list[Passage]: ...
