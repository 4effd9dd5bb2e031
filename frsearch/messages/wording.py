"""Sentences with holes and what fills them -> text for people; English, until a language replaces it.

>>> ENGLISH("{found} in {place}", found=ENGLISH.counted(1200, "article"), place="seeds")
'1,200 articles in seeds'
"""

from __future__ import annotations


class Wording:
    """English; other languages translate the sentences, count otherwise and write numbers their way."""

    def __call__(self, sentence: str, /, **values: object) -> str:
        """Return a sentence with its holes filled."""
        filled = {
            name: self.number(value) if isinstance(value, int) else value
            for name, value in values.items()
        }
        return self.translate(sentence).format(**filled)

    def translate(self, sentence: str) -> str:
        """Return a sentence, its holes as they are, in this language."""
        return sentence

    def reword(self, message: str) -> str:
        """Return a message, its holes filled already, in this language."""
        return message

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number for people to read."""
        return f"{value:,.{decimals}f}"

    def counted(self, number: int, what: str) -> str:
        """Return `1 article`, `2,000 articles`."""
        return f"{self.number(number)} {what}{'' if number == 1 else 's'}"


ENGLISH = Wording()
