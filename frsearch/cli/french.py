"""What the program says, in French."""

SENTENCES: dict[str, str] = {}
COUNTED: dict[str, tuple[str, str]] = {}
