"""An element of TEI -> its text: a blank line between paragraphs, lines of verse a line each.

Left out: notes, headers and page numbers (`fw`), what is said of the text and is not in it. Of a choice,
the corrected, regular or expanded form. A word cut by `<lb break="no"/>` is whole; a hyphen before any
other line begin is joined by the rules of `cut_words`.

Of tokenised texts, the spaces are those of `@join`, and without it those of French: none before a comma
or behind an apostrophe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frsearch.analysis.line_ends import SOFT_HYPHEN
from frsearch.reading.cut_words import plain_words
from frsearch.reading.forms.xml import local_name

_UNSEEN = frozenset(
    "note teiHeader fw gap desc vocal kinesic incident writing shift pause linkGrp link spanGrp interp "
    "interpGrp index del surplus figDesc graphic facsimile sourceDoc standOff rdg witDetail ana".split()
)
_PASSED_OVER = frozenset(("sic", "orig", "abbr"))
_PARAGRAPHS = frozenset(
    "p ab head div div1 div2 div3 div4 div5 div6 div7 lg sp u text body front back group list item "
    "table row opener closer dateline salute signed byline trailer epigraph argument titlePage docTitle "
    "titlePart docImprint docAuthor docDate "
    "stage speaker castList castItem quote floatingText figure".split()
)
_LINES = frozenset(("l",))
_BEGINS = frozenset(("lb", "pb", "cb", "gb"))
_TOKENS = frozenset(("w", "pc"))

_PARAGRAPH, _LINE, _GLUE, _WHOLE, _CUT = "\0", "\1", "\2", "\3", "\4"
_MARKS = (_PARAGRAPH, _LINE, _GLUE, _WHOLE, _CUT)
_BREAKS = re.compile(r"[\x00\x01]+")
_WHOLE_WORD = re.compile(rf"[-‐¬{SOFT_HYPHEN}]?\x04?\x03[\x03\x04]*")
_CUT_WORD = re.compile(rf"(?<=[^\W\d_])([-‐¬{SOFT_HYPHEN}])\x04(?=[^\W\d_])")
_BLANKS = "\t\r\n\f\v"

# No blank before these, none behind those; French has one before `; : ! ? »`.
_CLOSING = re.compile(r"[,.)\]}…%]|-[^\W\d_]")
_OPENING = re.compile(r".*['’(\[{]\Z", re.DOTALL)


def tei_text(element: Any, without: Any = ()) -> str:
    """Return the text of an element, without the elements in `without`."""
    text = "".join(_pieces(element, set(without)))
    # Without `translate` and patterns where there is nothing to find: they stop at each character.
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    text = _single(text, " ")
    for mark in _MARKS:
        text = text.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    text = _single(text, _CUT)
    text = _WHOLE_WORD.sub("", text) if _WHOLE in text else text
    if _CUT in text:
        text = _CUT_WORD.sub(rf"\1{SOFT_HYPHEN}", text).replace(_CUT, " ")
    text = _BREAKS.sub(_written, _single(text.replace(_GLUE, ""), " "))
    return plain_words(text.replace(f"¬{SOFT_HYPHEN}", SOFT_HYPHEN)).strip(" \n")


def _single(text: str, mark: str) -> str:
    """Return the text with one mark for each row of them; faster than a pattern."""
    while mark * 2 in text:
        text = text.replace(mark * 2, mark)
    return text


def _written(breaks: re.Match[str]) -> str:
    return "\n\n" if _PARAGRAPH in breaks[0] else "\n"


def _pieces(root: Any, without: set[Any]) -> Iterator[str]:
    """Yield the texts within an element in order, with marks for breaks and for words."""
    from lxml import etree

    tokens = _Tokens(any(each.get("join") for each in root.iter() if local_name(each) in _TOKENS))
    walk: Any = etree.iterwalk(root, events=("start", "end"))
    for event, each in walk:
        name = local_name(each)
        if event == "end":
            yield _mark(each, name)
            if each is not root:
                yield each.tail or ""
        elif name in _UNSEEN or each in without or _is_other_choice(each, name):
            walk.skip_subtree()
        elif name in _TOKENS:
            yield tokens.spaced(each)
            walk.skip_subtree()
        elif name in _BEGINS:
            yield _WHOLE if each.get("break") == "no" else _CUT
        else:
            yield _mark(each, name)
            yield each.text or ""


def _mark(element: Any, name: str) -> str:
    if name in _PARAGRAPHS:
        return _PARAGRAPH
    if name == "seg":  # a paragraph of a speech; elsewhere a few words
        parent = element.getparent()
        return _PARAGRAPH if parent is not None and local_name(parent) == "u" else ""
    return _LINE if name in _LINES else " " if name in ("s", "cell") else ""


def _is_other_choice(element: Any, name: str) -> bool:
    parent = element.getparent()
    return name in _PASSED_OVER and parent is not None and local_name(parent) == "choice"


class _Tokens:
    """Sets the blanks between the words of a tokenised text."""

    def __init__(self, has_join: bool):
        self._has_join = has_join
        self._before = ""

    def spaced(self, token: Any) -> str:
        """Return a token with its blanks, and marks where there is none."""
        forms = [each for each in token if local_name(each) == "form"]
        word = "".join("".join((forms[0] if forms else token).itertext()).split())
        if not word:
            return ""
        if self._has_join:
            join = token.get("join", "")
            left, right = join in ("left", "both"), join in ("right", "both")
        else:
            left = bool(_CLOSING.match(word) or _OPENING.match(self._before))
            right, self._before = False, word
        return f"{_GLUE if left else ' '}{word}{_GLUE if right else ' '}"
