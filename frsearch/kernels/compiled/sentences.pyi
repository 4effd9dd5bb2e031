from frsearch.kernels.plain.sentences import Abbreviations

def sentence_ends(
    text: str, low: int, high: int, abbreviations: Abbreviations
) -> list[tuple[int, int, bool]]: ...
