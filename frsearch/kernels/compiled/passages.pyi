from frsearch.kernels.plain.sentences import Abbreviations

def passage_around(
    text: str, start: int, end: int, width: int, abbreviations: Abbreviations
) -> tuple[int, int]: ...
