"""Front matter of Markdown -> its fields: the part of YAML that people write there, and TOML.

Of YAML: keys, scalars plain and quoted, lists and maps in blocks or brackets, block scalars (`|`, `>`),
comments. Anchors, tags and several documents are not read: such a line is the text that it is.

    >>> yaml_fields("title: 'Un sommet'\\ntags: [a, b]  # deux\\nauthor:\\n  - name: Jean\\n")
    {'title': 'Un sommet', 'tags': ['a', 'b'], 'author': [{'name': 'Jean'}]}
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

_KEY = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#\[{"'&*!|>%@`-][^:\n]*?|-[^\s:][^:\n]*?)\s*:(?:\s+|\Z)"""
)
_ITEM = re.compile(r"-(?:\s+|\Z)")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_FENCE = re.compile(
    r"\A\ufeff?\s*(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_LONGEST = 200_000
_DEEPEST = 20
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


def split_front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """Return the fields before a text in Markdown, the text, and how many lines stand before it."""
    if text[:1] == "{":
        return _json_front_matter(text)
    found = _FENCE.match(text[:_LONGEST])
    if found is None:
        return {}, text, 0
    fields = toml_fields(found[2]) if found[1] == "+++" else yaml_fields(found[2])
    if not fields and found[2].strip():
        return {}, text, 0  # a rule between two paragraphs
    return fields, text[found.end() :], text.count("\n", 0, found.end())


def _json_front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """Return the fields of an object of JSON on its own lines, as Hugo has it."""
    try:
        fields, end = json.JSONDecoder().raw_decode(text[:_LONGEST])
    except (ValueError, RecursionError):
        return {}, text, 0
    if not isinstance(fields, dict) or text[end : end + 1] not in ("\r", "\n"):
        return {}, text, 0
    return fields, text[end:].lstrip(), text.count("\n", 0, end) + 1


def toml_fields(text: str) -> dict[str, Any]:
    """Return the fields of some TOML, none if it is broken."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}


def yaml_fields(text: str) -> dict[str, Any]:
    """Return the fields of some YAML; lines that are none are left out."""
    lines = _Lines(text.split("\n"))
    fields: dict[str, Any] = {}
    while lines.left():
        made = lines.map(lines.indent(), 0)
        fields.update(made)
        if not made:
            lines.at += 1
    return fields


class _Lines:
    """The lines of some YAML from where it was read to."""

    def __init__(self, lines: list[str]):
        self._lines = [line.replace("\t", "    ") for line in lines]
        self.at = 0

    def left(self) -> bool:
        """Pass blank lines and comments; say whether there are others."""
        while self.at < len(self._lines) and self._lines[self.at].lstrip()[:1] in ("", "#"):
            self.at += 1
        return self.at < len(self._lines)

    def indent(self) -> int:
        line = self._lines[self.at]
        return len(line) - len(line.lstrip())

    def _line(self) -> str:
        return self._lines[self.at].strip()

    def map(self, indent: int, depth: int) -> dict[str, Any]:
        """Read the keys that stand at an indent, and their values."""
        values: dict[str, Any] = {}
        while self.left() and self.indent() == indent and (key := _KEY.match(self._line())):
            rest = self._line()[key.end() :]
            self.at += 1
            name = str(_scalar(key[1]))
            values[name] = self._value(rest, indent, depth)
        return values

    def _value(self, rest: str, indent: int, depth: int) -> Any:
        if _BLOCK.fullmatch(rest):
            return self._block_scalar(indent, folds=rest.startswith(">"))
        rest = _without_comment(rest)
        if rest:
            return self._inline(rest, indent)
        if not self.left() or depth > _DEEPEST:
            return None
        below, is_item = self.indent(), bool(_ITEM.match(self._line()))
        if is_item and below >= indent:
            return self._list(below, depth + 1)
        if below <= indent:
            return None
        if _KEY.match(self._line()):
            return self.map(below, depth + 1)
        return self._inline("", indent)

    def _list(self, indent: int, depth: int) -> list[Any]:
        items: list[Any] = []
        while self.left() and self.indent() == indent and (item := _ITEM.match(self._line())):
            rest = self._line()[item.end() :]
            if _KEY.match(rest) and depth < _DEEPEST:
                self._lines[self.at] = " " * (indent + item.end()) + rest
                items.append(self.map(indent + item.end(), depth + 1))
            else:
                self.at += 1
                items.append(self._value(rest, indent, depth))
        return items

    def _inline(self, first: str, indent: int) -> Any:
        """Read a scalar or a list in brackets, with the lines on which it goes on."""
        parts = [first]
        while self.at < len(self._lines) and self._goes_on(parts, indent):
            parts.append(_without_comment(self._line()))
            self.at += 1
        return _flow(" ".join(filter(None, parts)))

    def _goes_on(self, parts: list[str], indent: int) -> bool:
        closing = {"[": "]", "{": "}"}.get(parts[0][:1], "")
        is_open = bool(closing) and not parts[-1].endswith(closing)
        return bool(self._line()) and (is_open or self.indent() > indent)

    def _block_scalar(self, indent: int, folds: bool) -> str:
        lines: list[str] = []
        while self.at < len(self._lines) and (not self._line() or self.indent() > indent):
            lines.append(self._lines[self.at])
            self.at += 1
        margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        text = "\n".join(line[margin:].rstrip() for line in lines).strip("\n")
        return re.sub(r"\n+", lambda ends: ends[0][1:] or " ", text) if folds else text


def _without_comment(value: str) -> str:
    """Return a value without the comment after it, which no quotation marks hold."""
    if value[:1] in ("'", '"'):
        end = _quoted_end(value, 0)
        return value[:end] if value[end:].lstrip()[:1] in ("", "#") else value
    if value[:1] in ("[", "{") and "]" in value:
        return value[: max(value.rfind("]"), value.rfind("}")) + 1]
    return _COMMENT.sub("", value).strip()


def _quoted_end(text: str, at: int) -> int:
    """Return the end of the quoted text that begins at an offset."""
    quote, end = text[at], at + 1
    while end < len(text):
        if quote == '"' and text[end] == "\\":
            end += 2
        elif text[end] != quote:
            end += 1
        elif quote == "'" and text.startswith("''", end):
            end += 2
        else:
            return end + 1
    return len(text)


def _flow(text: str) -> Any:
    """Return a scalar, or the values of a list or map in brackets."""
    if text[:1] == "[" and text[-1:] == "]":
        return [_flow(part) if part[:1] != "[" else part for part in _parts(text[1:-1])]
    if text[:1] == "{" and text[-1:] == "}":
        pairs = (part.partition(":") for part in _parts(text[1:-1]))
        return {str(_scalar(key.strip())): _scalar(value.strip()) for key, _, value in pairs}
    return _scalar(text)


def _parts(text: str) -> list[str]:
    """Split at the commas that stand neither in quotes nor in brackets."""
    parts, start, at, depth = [], 0, 0, 0
    while at < len(text):
        character = text[at]
        if character in "'\"" and text[start:at].rstrip()[-1:] in ("", ":"):
            at = _quoted_end(text, at)
            continue
        depth += (character in "[{") - (character in "]}")
        if character == "," and depth <= 0:
            parts.append(text[start:at].strip())
            start = at + 1
        at += 1
    return [part for part in (*parts, text[start:].strip()) if part]


def _scalar(text: str) -> Any:
    if text[:1] == '"' and text[-1:] == '"' and len(text) > 1:
        try:
            return json.loads(text, strict=False)
        except ValueError:
            return text[1:-1]
    if text[:1] == "'" and text[-1:] == "'" and len(text) > 1:
        return text[1:-1].replace("''", "'")
    return _CONSTANTS.get(text.casefold(), text)
