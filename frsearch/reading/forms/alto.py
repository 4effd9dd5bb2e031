"""A page of ALTO (recognised text) -> its blocks, each with its text and how sure the recognition was.

Lines are joined into a paragraph a block. A word that is cut at the end of a line is whole where the
file says which it is (`SUBS_CONTENT`). Where it does not, a soft hyphen stays in it, behind the hyphen
if there was one: searches find `président` in `prési-dent`, and `porte-monnaie` too. Running titles and
page numbers in the margins are left out. All versions, with any namespace or none.

Source: ALTO 4.4, https://www.loc.gov/standards/alto/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from frsearch.analysis.line_ends import SOFT_HYPHEN
from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.forms.xml import local_name, namespace_of, root_of

_BEGINS_WITH_LETTER = re.compile(r"[^\W\d_]")
_JOINTS = {"-": f"-{SOFT_HYPHEN}", "‐": f"-{SOFT_HYPHEN}", "¬": SOFT_HYPHEN, SOFT_HYPHEN: SOFT_HYPHEN}
_CONTAINERS = ("Page", "PrintSpace", "ComposedBlock", "TopMargin", "BottomMargin", "LeftMargin", "RightMargin")


@dataclass(slots=True)
class Block:
    """A paragraph: its words, and whether its first and its last word are halves of a cut word."""

    words: list[str] = field(default_factory=list)
    begins_cut: bool = False
    ends_cut: bool = False
    confidences: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its `blocks` in reading order, and those of each id, of a part of the page too."""

    number: int | None
    blocks: Sequence[Block]
    by_id: dict[str, list[Block]]


def read_page(stream: IO[bytes], found: set[str] | None = None) -> Page:
    """Read a page; ArticleError if it is damaged."""
    root = root_of(stream, found)
    if local_name(root) != "alto":
        raise ArticleError(Message("is not a page in ALTO, although the METS names it"))
    space = f"{{{uri}}}" if (uri := namespace_of(root)) else ""
    elements = list(root.iter(f"{space}TextBlock"))
    blocks = {element: _block(element, space) for element in elements}
    by_id = {element.get("ID", ""): [block] for element, block in blocks.items()}
    for container in root.iter(*(space + name for name in _CONTAINERS)):
        by_id[container.get("ID", "")] = [blocks[each] for each in container.iter(f"{space}TextBlock")]
    printed = [each for part in root.iter(f"{space}PrintSpace") for each in part.iter(f"{space}TextBlock")]
    order = _reading_order(printed or elements, root, space)
    return Page(_number(root, space), [blocks[each] for each in order], by_id)


def joined(blocks: Iterable[Block]) -> str:
    """Return the text of blocks, a paragraph each; a word cut between two of them is whole in the first."""
    paragraphs: list[str] = []
    is_cut = False
    for block in blocks:
        words = block.words[1:] if is_cut and block.begins_cut else block.words
        if text := " ".join(words):
            paragraphs.append(text)
        if block.words:
            is_cut = block.ends_cut
    return "\n\n".join(paragraphs)


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
    following = {element.get("ID"): element.get("IDNEXT") for element in elements if element.get("IDNEXT")}
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
            element = by_id.get(following.get(id))


def _block(element: Any, space: str) -> Block:
    block = Block()
    joint = ""
    whole = False  # the last word stands for both halves
    for line in element.iter(f"{space}TextLine"):
        is_first, glued = True, False
        spaced = line.find(f"{space}SP") is not None
        for each in line:
            name = local_name(each)
            if name == "HYP":
                joint = SOFT_HYPHEN if not whole else ""
            elif name == "SP":
                glued = False
            elif name == "String" and (content := each.get("CONTENT", "").strip()):
                _note_confidence(block, each.get("WC"))
                part = each.get("SUBS_TYPE", "")
                if part == "HypPart2" and whole:
                    whole, joint = False, ""
                elif part == "HypPart2" and not block.words and each.get("SUBS_CONTENT"):
                    block.begins_cut = True
                    block.words.append(each.get("SUBS_CONTENT"))
                else:
                    whole = part == "HypPart1" and bool(each.get("SUBS_CONTENT"))
                    _add(block, each.get("SUBS_CONTENT") if whole else content, is_first, glued, joint)
                    joint = ""
                is_first, glued = False, spaced
        if not whole and not joint and block.words:
            joint = _JOINTS.get(block.words[-1][-1], "")
    block.ends_cut = whole
    return block


def _add(block: Block, word: str, is_first: bool, glued: bool, joint: str) -> None:
    """Add a word: behind the half that the line before ends with, behind what it is glued to, or alone."""
    if is_first and joint and block.words and _BEGINS_WITH_LETTER.match(word):
        block.words[-1] = block.words[-1].rstrip("".join(_JOINTS)) + joint + word
    elif glued and block.words:
        block.words[-1] += word
    else:
        block.words.append(word)


def _note_confidence(block: Block, written: str | None) -> None:
    try:
        value = float(written) if written else -1.0
    except ValueError:
        return
    if 0.0 <= value <= 1.0:
        block.confidences.append(value)
