"""The chain as a Whoosh analyzer, for this project's index and for anyone's schema.

    >>> from whoosh.fields import TEXT, Schema
    >>> schema = Schema(text=TEXT(analyzer=FrenchAnalyzer()))
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, Literal, get_args

from whoosh.analysis import Analyzer, Token

from frsearch.analysis.chain import Chain, Form

Look = Literal["stem", "lemma", "exact"]


class FrenchAnalyzer(Analyzer):  # type: ignore[misc]  # Whoosh is untyped
    """French text -> Whoosh tokens.

    `look` says what becomes a term: "stem" (default), the folded Snowball stem, so that inflections
    and accents do not matter; "lemma", the folded lemma, which inflections share and other words
    do not; or "exact", the folded word, and at the same position the word with its accents where it
    has any.

    Elided articles are dropped (`l'Otan` is `otan`). A hyphenated word gives its parts and, at the
    position of the first, the whole written solid; asked with Whoosh's `mode="query"` it gives the
    parts only. Stop words are kept. Offsets are code points into the text given, end exclusive;
    positions count words. An analyzer may be shared between threads.
    """

    def __init__(self, look: Look = "stem"):
        if look not in get_args(Look):
            raise ValueError(f'look must be "stem", "lemma" or "exact", not {look!r}')
        self.look = look
        self._local = threading.local()

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        """Yield a new Whoosh token for each term of `value`, in the order of positions."""
        if not isinstance(value, str):
            raise TypeError(f"FrenchAnalyzer analyzes text, not {value!r}")
        for token in self._chain().tokens(value):
            if token.alternative and mode == "query":
                continue
            for term in self._terms(token.form, mode):
                made = Token(positions, chars, removestops=removestops, mode=mode)
                made.text = term
                made.boost = 1.0
                made.stopped = False
                if keeporiginal:
                    made.original = value[token.start : token.end]
                if positions:
                    made.pos = start_pos + token.position
                if chars:
                    made.startchar = start_char + token.start
                    made.endchar = start_char + token.end
                yield made

    def _terms(self, form: Form, mode: str) -> tuple[str, ...]:
        if self.look == "stem":
            return (form.stem,)
        if self.look == "lemma":
            return (form.lemma,)
        if mode == "query" or form.accented == form.exact:
            return (form.exact,)
        return (form.exact, form.accented)

    def _chain(self) -> Chain:
        chain: Chain | None = getattr(self._local, "chain", None)
        if chain is None:
            chain = self._local.chain = Chain()
        return chain

    def __repr__(self) -> str:
        return f"FrenchAnalyzer(look={self.look!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrenchAnalyzer) and other.look == self.look

    def __hash__(self) -> int:
        return hash((FrenchAnalyzer, self.look))

    def __reduce__(self) -> tuple[type[FrenchAnalyzer], tuple[str]]:
        # Whoosh copies schemas, and a thread's memory cannot be copied.
        return FrenchAnalyzer, (self.look,)
