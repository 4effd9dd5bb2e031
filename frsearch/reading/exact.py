"""What a form cannot hold of an article as it is: the field `frsearch`, by which exports are read back.

An exported file shows people plain values. What its form would not give back as it is (a number where
there are only texts, two blanks where there can be one, a name of a field that is not legal) also
stands, exactly, in a field `frsearch` of the article, as JSON in ASCII. The reader takes the exact value
unless someone has changed the shown one since, that is, unless their letters and figures differ. Of a
text, `frsearch` holds the few changes between the exact and the shown text. Where the letters themselves
are others (« Marie Dupont » for « Dupont, Marie »), it holds a checksum of the shown value, in `was`.

    >>> write_rest({"title": "a  b"}, {"page": 3}, {"title": "a b"}, {"page": "3"})
    '{"title":"a\\\\u0020\\\\u0020b","extra":{"page":3}}'
    >>> restored({"title": "a b"}, {"page": "3"}, _)
    ({'title': 'a  b'}, {'page': 3})
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frsearch.reading.records import FIELDS, Record

FIELD = "frsearch"
"""The name of the field, and the sign that frsearch wrote the file."""

REPLACEMENT = "\ufffd"
LINE_ENDS = r"\r\n?"
NOT_TEXT = r"[\0-\x08\x0e-\x1f\x7f\ufeff\ud800-\udfff]"
"""Control characters, which make a file look binary; byte order marks; surrogates."""
BLANKS = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
OUTER_BLANKS = r"\A\s+|(?<!\s)\s+\Z"

CSL_FIELDS = {"id": "id", "title": "title", "text": "abstract", "url": "URL"}
CSL_EXTRA = {"source": "container-title", "section": "section", "language": "language"}

# Within the strings of JSON, what might not survive a form is escaped: blanks, markup, brackets,
# separators, what begins a formula in a spreadsheet, `_` and `*` in Iramuteq.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_ESCAPED = re.compile(r'\\.|[^A-Za-z0-9.:,"-]')
_PAGE = re.compile(r"0|[1-9][0-9]{0,8}")
_SILENT = re.compile(r"[\W_]+")


def plain(value: Any) -> str:
    """Return a value of `extra` as people read it: lists joined, other structures as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if is_list_of_texts(value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False)


def is_list_of_texts(value: Any) -> bool:
    """Say whether a value is a list of texts."""
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """How a form changes a text: a match of `pattern` becomes what `replace` returns for it."""

    pattern: re.Pattern[str]
    replace: Callable[[re.Match[str]], str]

    def shown(self, text: str) -> str:
        """Return the text as the form shows it."""
        return self.pattern.sub(self.replace, text)


def replacing(*patterns: str, then: Callable[[str], str] = str) -> Rewriting:
    """Return the rewriting of what no form of text can hold, and of the `patterns` of a form.

    A match of `patterns` comes first, and becomes what `then` returns for it.
    """

    def replace(found: re.Match[str]) -> str:
        own: str | None = found["own"]
        if own is not None:
            return then(own)
        return "\n" if found[0][0] == "\r" else REPLACEMENT

    # What never matches, where there are no patterns.
    own = "|".join(patterns) or r"(?!)"
    return Rewriting(re.compile(f"(?P<own>{own})|{LINE_ENDS}|{NOT_TEXT}"), replace)


def one_line(value: Any) -> str:
    """Return a value as one line of plain text; unbreakable spaces stay."""
    return _COMMON.shown(BLANKS.sub(" ", plain(value)).strip())


_COMMON = replacing()


def write_rest(
    fields: Mapping[str, str],
    extra: Mapping[str, Any],
    shown: Mapping[str, Any],
    shown_extra: Mapping[str, Any],
    changes: Sequence[Any] | None = None,
) -> str:
    """Return the field `frsearch` of an article, "" if the form gives everything back as it is.

    `shown` are the values as the reader of the form finds them. `changes` are those of its text.
    """
    rest: dict[str, Any] = {
        name: value for name, value in fields.items() if value != (shown.get(name) or "")
    }
    if changes:
        rest["text"] = changes
    others = {
        name: value
        for name, value in extra.items()
        if name not in shown_extra or not _is_same(value, shown_extra[name])
    }
    if others:
        rest["extra"] = others
    was = [_other_letters(rest, shown), _other_letters(others, shown_extra)]
    if any(was):
        rest["was"] = was
    return as_ascii(rest) if rest else ""


def _other_letters(exact: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, int]:
    """Return checksums of the shown values that are not recognised by their letters and figures."""
    return {
        name: _checksum(plain(shown[name]))
        for name in exact
        if name in shown and name != "text" and _essence(exact[name]) != _essence(shown[name])
    }


def as_ascii(value: Any) -> str:
    """Return JSON of letters, figures and few signs, that any form can hold."""
    text = json.dumps(value, separators=(",", ":"))
    return _STRING.sub(lambda string: _ESCAPED.sub(_escaped, string[0]), text)


def _escaped(found: re.Match[str]) -> str:
    return found[0] if len(found[0]) > 1 else f"\\u{ord(found[0]):04x}"


def _is_same(one: Any, other: Any) -> bool:
    # To Python, 1 == 1.0 == True.
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def changes_of(text: str, rewriting: Rewriting) -> list[Any] | None:
    """Return what leads from the shown text back to the exact one: a checksum, then each change.

    A change is where it begins in the shown text, how many characters it takes there, and what stands
    there in truth. None if there are none.
    """
    changes: list[Any] = []
    moved = 0
    for found in rewriting.pattern.finditer(text):
        new = rewriting.replace(found)
        if new != found[0]:
            changes.append([found.start() + moved, len(new), found[0]])
            moved += len(new) - len(found[0])
    return [_checksum(rewriting.shown(text)), *changes] if changes else None


def _checksum(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def restored(
    fields: Mapping[str, Any], extra: Mapping[str, Any], rest: str | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the exact fields and extra of an article; those shown, where they were changed since."""
    exact = _read_rest(rest)
    own, others = dict(fields), dict(extra)
    changes = exact.pop("text", None)
    if isinstance(own.get("text"), str):
        own["text"] = _undone(own["text"], changes)
    more, was = exact.get("extra"), exact.get("was")
    sums = was if isinstance(was, list) and len(was) == 2 else ({}, {})
    texts = {name: each for name, each in exact.items() if name in FIELDS and isinstance(each, str)}
    own |= _unchanged(own, texts, sums[0])
    others |= _unchanged(others, more if isinstance(more, dict) else {}, sums[1])
    return own, others


def _read_rest(rest: str | None) -> dict[str, Any]:
    """Read a field `frsearch`; {} if it is none, as the shown values are there all the same."""
    try:
        value = json.loads(rest) if isinstance(rest, str) and rest.strip() else {}
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _unchanged(shown: Mapping[str, Any], exact: Mapping[str, Any], sums: Any) -> dict[str, Any]:
    """Return the exact values of which the shown ones are still those that were written."""
    known = sums if isinstance(sums, dict) else {}
    return {
        name: value
        for name, value in exact.items()
        if name not in shown
        or _essence(shown[name]) == _essence(value)
        or known.get(name) == _checksum(plain(shown[name]))
    }


def _essence(value: Any) -> str:
    return _SILENT.sub("", plain(value))


def _undone(text: str, changes: Any) -> str:
    """Return the exact text, or the shown one if that is another than was written."""
    if not isinstance(changes, list) or not changes or changes[0] != _checksum(text):
        return text
    pieces, at = [], 0
    for change in changes[1:]:
        try:
            start, size, exact = change
            pieces += [text[at:start], str(exact)]
            at = start + size
        except (TypeError, ValueError):
            return text
    return "".join((*pieces, text[at:]))


def exported_row(line: int, values: Mapping[str, Any]) -> Record | None:
    """Return the record of a row or a JSON object that frsearch wrote, None for all others.

    A row has a column `frsearch`, and its names are ours. An object has its further fields in `extra`.
    """
    if FIELD in values:
        extra = {name: each for name, each in values.items() if name not in FIELDS and name != FIELD}
        shown = {name: each for name, each in extra.items() if each not in ("", None)}
        # A blank cell is a shown value too: it may have been emptied.
        own, others = restored(_of(values), extra, values[FIELD])
        kept = {name: each for name, each in others.items() if name in shown or each != extra.get(name)}
        return Record(line, own, kept, as_written=True)
    nested = values.get("extra")
    if isinstance(nested, dict) and values.keys() <= {*FIELDS, "extra"} and "id" in values:
        return Record(line, _of(values), nested, as_written=True)
    return None


def exported_variables(
    line: int, variables: Mapping[str, str | Sequence[str]], text: str
) -> Record | None:
    """Return the record of an article of Iramuteq that frsearch wrote, None for all others.

    `variables` are the values as written, a list for a variable that stands there several times.
    """
    if FIELD not in variables:
        return None
    rest = plain(variables[FIELD])
    shown = {name: _words(name, each) for name, each in variables.items() if name != FIELD}
    exact = _read_rest(rest).get("extra")
    for name in exact if isinstance(exact, dict) else ():
        if variable_name(name) != name and variable_name(name) in shown:
            shown[name] = shown.pop(variable_name(name))
    extra = {name: each for name, each in shown.items() if name not in FIELDS}
    return Record(line, *restored({**_of(shown), "text": text}, extra, rest), as_written=True)


def variable_name(name: str) -> str:
    """Return a name for a variable of Iramuteq: letters and figures alone, "" if there are none."""
    first, *more = _SILENT.sub(" ", name).split() or [""]
    return first + "".join(each[:1].upper() + each[1:] for each in more)


def _words(name: str, value: str | Sequence[str]) -> Any:
    """Return the value of a variable with blanks for `_`, which an id, a date and a URL may have."""
    if name in ("id", "date", "url"):
        return plain(value)
    if isinstance(value, str):
        return value.replace("_", " ")
    return [each.replace("_", " ") for each in value]


def exported_item(line: int, item: Mapping[str, Any]) -> Record | None:
    """Return the record of an item of CSL JSON that frsearch wrote, None for all others.

    In its object `custom` are `frsearch` and the fields that have no place in CSL, or not as they are.
    """
    custom = item.get("custom")
    if not isinstance(custom, dict) or FIELD not in custom:
        return None
    fields = {ours: item.get(theirs) for ours, theirs in CSL_FIELDS.items()}
    extra = {ours: item[theirs] for ours, theirs in CSL_EXTRA.items() if theirs in item}
    names = [each.get("literal") for each in _objects(item.get("author"))]
    if names:
        extra["author"] = names[0] if len(names) == 1 else names
    page = plain(item.get("page"))
    extra |= {"page": int(page) if _PAGE.fullmatch(page) else page} if page else {}
    own = {name: each for name, each in custom.items() if name != FIELD}
    if isinstance(custom[FIELD], dict):  # a field of this very name
        own |= custom[FIELD]
    dated = {**fields, "date": _csl_date(item.get("issued"))}
    return Record(line, dated, extra | own, as_written=True)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _csl_date(issued: Any) -> str | None:
    try:
        year, *more = map(int, issued["date-parts"][0])
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    return "-".join((f"{year:04d}", *(f"{part:02d}" for part in more)))


def exported_file(line: int, row: Mapping[str, Any], text: str) -> Record | None:
    """Return the record of a text file with its row of a metadata.csv that frsearch wrote, or None.

    `text` is the whole content of the file.
    """
    return exported_row(line, {**row, "text": text}) if FIELD in row else None


def exported_element(line: int, element: Any) -> Record | None:
    """Return the record of the element `text` of an XML file for TXM that frsearch wrote, or None.

    `element` is of lxml. Its paragraphs are the children `p`, its lines end with `lb`.
    """
    if FIELD not in element.attrib:
        return None
    values = {str(name): str(value) for name, value in element.attrib.items()}
    paragraphs = ("".join(_lines(each)) for each in element.iterchildren("p"))
    return exported_row(line, {**values, "text": "\n\n".join(paragraphs)})


def _lines(paragraph: Any) -> Iterator[str]:
    yield paragraph.text or ""
    for each in paragraph.iterchildren():
        yield ("\n" if each.tag == "lb" else "") + (each.tail or "")


def _of(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FIELDS if name in values}
