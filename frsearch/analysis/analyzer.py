"""The chain as a Whoosh analyzer, for the indexes of frsearch and for any Whoosh schema.

>>> from whoosh.fields import TEXT, Schema
>>> schema = Schema(text=TEXT(analyzer=FrenchAnalyzer()))
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple, get_args

from whoosh.analysis import Analyzer, StopFilter, Token

from frsearch.analysis.chain import Chain, Form
from frsearch.analysis.chain import Token as Found
from frsearch.analysis.characters import clean
from frsearch.analysis.elision import elide
from frsearch.analysis.folding import fold, open_ligatures
from frsearch.analysis.stopwords import STOP_WORDS

Look = Literal["stem", "lemma", "exact"]

# Apostrophes and hyphens inside a word, as no term has them; but not those in a wildcard's [a-z].
_TIES = re.compile(r"(\[[^\]]*\])|(?<=[^\W_])['-](?=[^\W_]|[*?])")


class _Term(NamedTuple):
    """A term, with the offsets and position of its word, and whether it is a stop word."""

    text: str
    start: int
    end: int
    position: int = 0
    stopped: bool = False


class FrenchAnalyzer(Analyzer):  # type: ignore[misc]  # Whoosh is untyped
    """French text -> Whoosh tokens.

    `look` is the kind of term: "stem" (default), the folded Snowball stem, which ignores inflection
    and accents; "lemma", the folded lemma, shared by the inflections of a word and by no other word; or
    "exact", the folded word and, at the same position, the word with its accents if it has any.

    `stop_words` are the words to leave out, compared before stemming, with or without accents: none
    (False, the default); French stop words (True), those of queries and of Whoosh's
    `StopFilter(lang="fr")`, which cannot recognise them after stemming; or your own words. Positions
    do not count them, so phrases match without them. Raises ValueError for another `look`, and if
    `stop_words` is a text.

    Elided articles are dropped (`l'Otan` is `otan`). A hyphenated word gives its parts and, at the
    position of the first part, the whole word without hyphens; with Whoosh's `mode="query"`, the parts
    only. Offsets are code points into the original text, end exclusive; positions count words. An
    analyzer may be shared between threads.

    Whoosh's `tokenize=False`, for wildcards, prefixes and ends of ranges, gives one token: lower
    case, folded, neither split nor stemmed. `no_morph` and `nomorph`, for spelling suggestions, give
    words as written, in lower case, instead of stems or lemmas.
    """

    def __init__(self, look: Look = "stem", stop_words: bool | Iterable[str] = False):
        if look not in get_args(Look):
            raise ValueError(f'look must be "stem", "lemma" or "exact", not {look!r}')
        if isinstance(stop_words, str):
            raise ValueError(f"stop_words must be several words, or True or False, not {stop_words!r}")
        self.look = look
        self.stop_words = (
            stop_words if isinstance(stop_words, bool) else frozenset(stop_words) or False
        )  # type: bool | frozenset[str]  # fmt: skip
        self._stops = _spellings(self.stop_words)
        self._local = threading.local()

    @property
    def is_morph(self) -> bool:
        """Tell Whoosh whether terms differ from words by more than case and accents."""
        return self.look != "exact"

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        no_morph: bool = False,
        nomorph: bool = False,
        **kwargs: Any,
    ) -> Iterator[Token]:
        """Yield a new Whoosh token for each term of `value`, in the order of positions.

        Stop words are left out, or marked `stopped` if `removestops` is False.
        """
        if not isinstance(value, str):
            raise TypeError(f"FrenchAnalyzer analyzes text, not {value!r}")
        as_written = self.is_morph and (no_morph or nomorph)
        terms = self._terms(value, mode, as_written) if tokenize else iter([_whole(value)])
        for term in terms:
            if term.stopped and removestops:
                continue
            made = Token(positions, chars, removestops=removestops, mode=mode)
            made.text = term.text
            made.boost = 1.0
            made.stopped = term.stopped
            if keeporiginal:
                made.original = value[term.start : term.end]
            if positions:
                made.pos = start_pos + term.position
            if chars:
                made.startchar = start_char + term.start
                made.endchar = start_char + term.end
            yield made

    def _terms(self, value: str, mode: str, as_written: bool) -> Iterator[_Term]:
        """Yield the terms of a text; another reading of a stop word moves to the next word."""
        passed = 0
        before = False  # whether the last word was a stop word
        for token in self._chain().tokens(value):
            stopped = token.form.accented in self._stops
            if not token.alternative:
                passed += before
                before = stopped
            elif as_written or mode == "query":
                continue
            texts = (_written(value, token),) if as_written else self._looks(token.form, mode)
            for text in texts:
                yield _Term(text, token.start, token.end, token.position - passed, stopped)

    def _looks(self, form: Form, mode: str) -> tuple[str, ...]:
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

    def _made_with(self) -> tuple[Look, bool | tuple[str, ...]]:
        words = self.stop_words
        return self.look, words if isinstance(words, bool) else tuple(sorted(words))

    def __repr__(self) -> str:
        look, words = self._made_with()
        return f"FrenchAnalyzer(look={look!r}{f', stop_words={words!r}' if words else ''})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrenchAnalyzer) and other._made_with() == self._made_with()

    def __hash__(self) -> int:
        return hash((FrenchAnalyzer, self._made_with()))

    def __reduce__(self) -> tuple[type[FrenchAnalyzer], tuple[Any, ...]]:
        # Whoosh copies schemas, and thread-local data cannot be copied.
        look, words = self._made_with()
        return FrenchAnalyzer, (look, words) if words else (look,)


def _spellings(stop_words: bool | Iterable[str]) -> frozenset[str]:
    """Return the stop words with and without accents; `sur` is then one, and `sûr` is not."""
    if isinstance(stop_words, bool):
        stop_words = STOP_WORDS | StopFilter((), lang="fr").stops if stop_words else ()
    words = [_lowered(word) for word in stop_words]
    return frozenset(words) | frozenset(map(fold, words))


def _lowered(word: str) -> str:
    return open_ligatures(clean(word)).lower()


def _written(value: str, token: Found) -> str:
    """Return a word in lower case as written (`cœur`, `aujourd'hui`), or its form if it has other
    signs (`O.T.A.N.`, `élu·e`)."""
    written, accented = value[token.start : token.end], token.form.accented
    plain = _lowered(written).replace("'", "").replace("-", "")
    return clean(written).lower() if plain == accented else accented


def _whole(value: str) -> _Term:
    """Return a pattern, or the end of a range, as one term: folded like words, and not split."""
    text = fold(_lowered(elide(clean(value)).word))
    return _Term(_TIES.sub(r"\1", text) or value.lower(), 0, len(value))
