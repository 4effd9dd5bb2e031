"""What the library says, as patterns, and the same in French."""

LIBRARY: dict[str, str] = {}
