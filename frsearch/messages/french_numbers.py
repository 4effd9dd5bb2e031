"""Numbers as French readers write them.

>>> number(1234.5, 1), counted(2, "article", blank=" ")
('1\u202f234,5', '2 articles')
"""

from __future__ import annotations

_NARROW = "\u202f"


def number(value: float, decimals: int = 0) -> str:
    """Return `33 943`, with narrow no-break spaces between thousands, and a decimal comma."""
    return numeral(f"{value:,.{decimals}f}")


def numeral(written: str) -> str:
    """Return an English numeral, `33,943.5`, in the French style."""
    return written.replace(",", _NARROW).replace(".", ",")


def counted(value: int, one: str, more: str = "", blank: str = "\u00a0") -> str:
    """Return `0 article`, `1 article`, `2 articles`; `blank` stands after the number."""
    return f"{number(value)}{blank}{one if value < 2 else more or one + 's'}"
