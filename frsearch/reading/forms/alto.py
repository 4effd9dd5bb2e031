"""A page of ALTO (recognised text) -> its blocks, each with its text and how sure the recognition was.

Lines are joined into a paragraph a block. A word that is cut at the end of a line is whole where the
file says which it is (`SUBS_CONTENT`), else joined by the rules of `cut_words`. Running titles and page
numbers in the margins are left out. All versions, with any namespace or none.

Source: ALTO 4.4, https://www.loc.gov/standards/alto/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.cut_words import JOINTS, plain_words
from frsearch.reading.forms.xml import Readable, local_name, namespace_of, root_of

_BEGINS_WITH_LETTER = re.compile(r"[^\W\d_]")
_CONTAINERS = (
    *("Page", "PrintSpace", "ComposedBlock"),
    *("TopMargin", "BottomMargin", "LeftMargin", "RightMargin"),
)


@dataclass(slots=True)
class Block:
    """A paragraph: its words, and whether its first and its last word are halves of a cut word."""

    words: list[str] = field(default_factory=list)
    begins_cut: bool = False
    ends_cut: bool = False
    confidences: list[float] = field(default_factory=list)

    @property
    def size(self) -> int:
        """The number of characters, and one more for each word."""
        return 1 + sum(map(len, self.words)) + len(self.words)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its `blocks` in reading order, and all `in_file`, in that of the file.

    `parts` has the places in the file of the first block of a part of the page, by its id, and of the
    first behind it; `first_words` and `last_words` the place of a block by the id of its first and last
    word.
    """

    number: int | None
    blocks: Sequence[Block]
    in_file: Sequence[Block]
    parts: dict[str, tuple[int, int]]
    first_words: dict[str, int]
    last_words: dict[str, int]

    def named(self, begin: str, end: str) -> Sequence[Block]:
        """Return the blocks of the part `begin`, or from the word `begin` to the word `end`."""
        first, behind = self.parts.get(begin) or (
            self.first_words.get(begin, 0),
            self.last_words.get(end or begin, -1) + 1,
        )
        return self.in_file[first:behind]


def read_page(stream: Readable, found: set[str] | None = None) -> Page:
    """Read a page; ArticleError if it is damaged."""
    root = root_of(stream, found)
    if local_name(root) != "alto":
        raise ArticleError(Message("is not a page in ALTO, although the METS names it"))
    space = f"{{{uri}}}" if (uri := namespace_of(root)) else ""
    layout = _Layout(root, space)
    blocks = {element: _block(element, space) for element in layout.elements}
    order = _reading_order(layout.printed or layout.elements, root, space)
    return Page(
        _number(root, space),
        [blocks[each] for each in order],
        list(blocks.values()),
        layout.parts,
        _word_places(layout.elements, space, 0),
        _word_places(layout.elements, space, -1),
    )


class _Layout:
    """The blocks of a page, those that are printed outside its margins, and the places of its parts."""

    def __init__(self, root: Any, space: str):
        from lxml import etree

        self.elements: list[Any] = []
        self.printed: list[Any] = []
        self.parts: dict[str, tuple[int, int]] = {}
        begins, depth = list[int](), 0
        names = {space + name: name for name in (*_CONTAINERS, "TextBlock")}
        walk: Any = etree.iterwalk(root, events=("start", "end"), tag=list(names))
        for event, each in walk:
            name = names[each.tag]
            if event == "start":
                begins.append(len(self.elements))
                depth += name == "PrintSpace"
                if name == "TextBlock":
                    self.elements.append(each)
                    self.printed.extend([each] if depth else ())
            else:
                depth -= name == "PrintSpace"
                self.parts.setdefault(each.get("ID", ""), (begins.pop(), len(self.elements)))


def _word_places(elements: list[Any], space: str, which: int) -> dict[str, int]:
    """Return the places of blocks by the ids of their first words (0), or of their last (-1)."""
    places: dict[str, int] = {}
    for place, element in enumerate(elements):
        lines = element.iterchildren(f"{space}TextLine")
        if strings := [each for line in lines for each in line.iterchildren(f"{space}String")]:
            places[strings[which].get("ID", "")] = place
    return places


def joined(blocks: Iterable[Block]) -> str:
    """Return the text of blocks, a paragraph each; a word cut between two is whole in the first."""
    paragraphs: list[str] = []
    is_cut = False
    for block in blocks:
        words = block.words[1:] if is_cut and block.begins_cut else block.words
        if text := " ".join(words):
            paragraphs.append(text)
        if block.words:
            is_cut = block.ends_cut
    return plain_words("\n\n".join(paragraphs))


def confidence(blocks: Iterable[Block]) -> float | None:
    """Return the mean confidence of the words, 0.0 to 1.0; None if the file does not say it."""
    values = [value for block in blocks for value in block.confidences]
    return round(sum(values) / len(values), 3) if values else None


def _number(root: Any, space: str) -> int | None:
    page = next(root.iter(f"{space}Page"), None)
    number = "" if page is None else page.get("PHYSICAL_IMG_NR", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else None


def _reading_order(elements: list[Any], root: Any, space: str) -> list[Any]:
    """Return the blocks in the order that the page gives, else in that of the file."""
    by_id = {element.get("ID"): element for element in elements}
    told = [reference.get("REF") for reference in root.iter(f"{space}ElementRef")]
    if told:
        return list(dict.fromkeys([*(by_id[id] for id in told if id in by_id), *elements]))
    following = {each.get("ID"): each.get("IDNEXT") for each in elements if each.get("IDNEXT")}
    if not following:
        return elements
    later = set(following.values())
    starts = [element for element in elements if element.get("ID") not in later]
    return list(dict.fromkeys([*_chains(starts, following, by_id), *elements]))


def _chains(starts: list[Any], following: dict[str, str], by_id: dict[str, Any]) -> Iterator[Any]:
    seen = set[str]()
    for element in starts:
        while element is not None and (id := element.get("ID")) not in seen:
            seen.add(id)
            yield element
            element = by_id.get(following.get(id, ""))


def _block(element: Any, space: str) -> Block:
    writer = _Writer()
    for line in element.iterchildren(f"{space}TextLine"):
        writer.begin_line(is_spaced=line.find(f"{space}SP") is not None)
        for each in line:
            name = local_name(each)
            if name == "String" and (content := each.get("CONTENT", "").strip()):
                writer.add(content, each)
            elif name == "SP":
                writer.add_space()
            elif name == "HYP":
                writer.add_hyphen(each.get("CONTENT", "-"))
        writer.end_line()
    writer.block.ends_cut = writer.is_whole
    return writer.block


class _Writer:
    """Writes the words of a block."""

    def __init__(self) -> None:
        self.block = Block()
        self.is_whole = False  # the last word stands for both halves of a cut word
        self._joint = ""  # what joins the last word to the next line
        self._is_first = self._is_spaced = self._is_glued = False

    def begin_line(self, *, is_spaced: bool) -> None:
        """Begin a line; if `is_spaced`, words without a space between them are one word."""
        self._is_first, self._is_spaced, self._is_glued = True, is_spaced, False

    def end_line(self) -> None:
        """Note the hyphen that ends a line, if it is not an element of its own."""
        if not self.is_whole and not self._joint and self.block.words:
            self._joint = JOINTS.get(self.block.words[-1][-1], "")

    def add_space(self) -> None:
        """Separate the next word."""
        self._is_glued = False

    def add_hyphen(self, content: str) -> None:
        """Note that the last word is cut."""
        self._joint = "" if self.is_whole else JOINTS.get(content, JOINTS["-"])

    def add(self, content: str, string: Any) -> None:
        """Add a word, whole if the file says what it is."""
        _note_confidence(self.block, string.get("WC"))
        part, whole = string.get("SUBS_TYPE", ""), string.get("SUBS_CONTENT", "")
        if part == "HypPart2" and self.is_whole:
            self.is_whole, self._joint = False, ""
        elif part == "HypPart2" and whole and not self.block.words:
            self.block.begins_cut = True
            self.block.words.append(whole)
        else:
            self.is_whole = part == "HypPart1" and bool(whole)
            self._append(whole if self.is_whole else content)
        self._is_first, self._is_glued = False, self._is_spaced

    def _append(self, word: str) -> None:
        """Append a word: to the half at the end of the line before, to what it is glued to, or alone."""
        words, joint = self.block.words, self._joint
        self._joint = ""
        if self._is_first and joint and words and _BEGINS_WITH_LETTER.match(word):
            words[-1] = words[-1].rstrip("".join(JOINTS)) + joint + word
        elif self._is_glued and words:
            words[-1] += word
        else:
            words.append(word)


def _note_confidence(block: Block, written: str | None) -> None:
    try:
        value = float(written) if written else -1.0
    except ValueError:
        return
    if 0.0 <= value <= 1.0:
        block.confidences.append(value)
