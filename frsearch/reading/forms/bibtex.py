"""`.bib`: references in BibTeX and BibLaTeX, as Zotero and others export them; the text is `abstract`.

`@string` names, `#` between parts, and accents and signs of LaTeX are read; other commands of LaTeX go,
and their content stays. Braces around letters go too. The line breaks of abstracts and notes are kept,
those of other fields are blanks. An entry that is never closed is an error, and the next one is read.

    >>> decode(r"L{\\'e}t{\\'e} \\& {Paris}")
    'Lété & Paris'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.encodings import read_text
from frsearch.reading.exact import FIELD, restored
from frsearch.reading.forms.citations import date_in_parts, name_of, one_or_all, page_of, unwrapped
from frsearch.reading.records import Opened, Outcome, Record

_ENTRY = re.compile(r"^[ \t]*@[ \t]*(\w+)\s*([{(])", re.MULTILINE)
_KEY = re.compile(r"\s*([^\s,={}\"#%]*)\s*(?:,|(?=[})]))")
_NAME = re.compile(r"[\s,]*([^\s=,{}\"#()]+)\s*=\s*")
_PLAIN = re.compile(r"[^\s,={}\"#()]+")
_JOINT = re.compile(r"\s*#\s*")
_CLOSED = re.compile(r"[\s,]*[})]")
_MARKS = re.compile(r"\\.|[{}\"]", re.DOTALL)
_AND = re.compile(r"\\.|[{}]|\s+and\s+", re.DOTALL | re.IGNORECASE)

_MONTHS = dict(zip(
    "jan feb mar apr may jun jul aug sep oct nov dec".split(), map(str, range(1, 13)), strict=True
))  # fmt: skip
_NOT_ENTRIES = frozenset(("comment", "preamble", "string"))
_SEVERAL_LINES = frozenset(("abstract", "note", "annote", "annotation"))
_SOURCE = ("journal", "journaltitle", "booktitle", "newspaper")
_AUTHORS, _TAGS = ("author", "editor"), ("keywords", "keyword")
_PAGES, _LANGUAGE = ("pages", "page"), ("language", "langid")
# About files and programs, not about the article.
_NOISE = re.compile(r"file|timestamp|owner|urldate|bdsk-.*|xdata|ids|abstract|year|month|day")


def parse(file: Opened) -> Iterator[Outcome]:
    """Yield a record for each entry."""
    text = read_text(file.stream, file.encodings)
    macros, line, counted, closed = dict(_MONTHS), 1, 0, 0
    for start, limit in _starts(text):
        if start.start() < closed:  # within a text
            continue
        line += text.count("\n", counted, start.start())
        counted = start.start()
        kind = start[1].lower()
        try:
            if kind == "string":
                macros |= _fields(text, start.end(), limit, macros)[0]
            elif kind not in _NOT_ENTRIES:
                record, closed = _entry(line, text, start.end(), limit, macros)
                yield record
        except ArticleError as error:
            yield ArticleError(error.reason, line=line)


def _starts(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the beginning of each entry, and where the next one with a brace begins at the latest."""
    waiting: list[re.Match[str]] = []
    for start in _ENTRY.finditer(text):
        if start[2] == "{":
            yield from ((each, start.start()) for each in waiting)
            waiting = []
        waiting.append(start)
    yield from ((each, len(text)) for each in waiting)


def _entry(line: int, text: str, at: int, limit: int, macros: Mapping[str, str]) -> tuple[Record, int]:
    key = _KEY.match(text, at, limit)
    if key is None:
        raise ArticleError(Message("a reference without a key: write @article{{key, …}}"))
    values, end = _fields(text, key.end(), limit, macros)
    record = record_of(line, key[1], values)
    exact = restored(record.fields, record.extra, values.get(FIELD))
    return Record(line, *exact, as_written=FIELD in values), end


def _fields(text: str, at: int, limit: int, macros: Mapping[str, str]) -> tuple[dict[str, str], int]:
    """Return the values of an entry, in LaTeX, and where it ends."""
    values: dict[str, str] = {}
    while found := _NAME.match(text, at, limit):
        pieces: list[str] = []
        at = found.end()
        while True:
            piece, at = _piece(text, at, limit, macros)
            pieces.append(piece)
            joint = _JOINT.match(text, at, limit)
            if joint is None:
                break
            at = joint.end()
        values.setdefault(found[1].lower(), "".join(pieces))
    closing = _CLOSED.match(text, at, limit)
    if closing is None:
        raise _unclosed()
    return values, closing.end()


def _piece(text: str, at: int, limit: int, macros: Mapping[str, str]) -> tuple[str, int]:
    """Return a part of a value, and where it ends."""
    first = text[at : at + 1]
    if first not in ('"', "{") or at >= limit:
        plain = _PLAIN.match(text, at, limit)
        if plain is None:
            raise _unclosed()
        return macros.get(plain[0].lower(), plain[0]), plain.end()
    depth = 0
    for mark in _MARKS.finditer(text, at + 1, limit):
        if depth == 0 and mark[0] == ("}" if first == "{" else '"'):
            return text[at + 1 : mark.start()], mark.end()
        depth += (mark[0] == "{") - (mark[0] == "}")
        if depth < 0:
            break
    raise _unclosed()


def _unclosed() -> ArticleError:
    return ArticleError(
        Message("a reference that does not end, or has a field that is not closed: close its braces")
    )


# Fields


def record_of(line: int, key: str, values: Mapping[str, str]) -> Record:
    """Return the record of an entry; its values are in LaTeX, as written."""
    read = {name: _value(name, each) for name, each in values.items() if name != FIELD}
    first = {
        name: next(filter(None, map(read.get, _names(name))), None)
        for name in ("source", "language", "page")
    }
    people = next((values[name] for name in _AUTHORS if values.get(name)), "")
    tags = next((read[name] for name in _TAGS if read.get(name)), "")
    extra = {
        **first,
        "page": page_of(first["page"]) if first["page"] else None,
        "author": one_or_all([_person(each) for each in _people(people)]),
        "tags": one_or_all(re.split(r"\s*[,;]\s*", tags)),
    }
    known = {"title", "url", "date", *_SOURCE, *_LANGUAGE, *_PAGES, *_AUTHORS, *_TAGS}
    extra |= {
        name: each for name, each in read.items() if name not in known and not _NOISE.fullmatch(name)
    }
    fields = {
        "id": key,
        "title": read.get("title"),
        "date": _date(read),
        "text": read.get("abstract"),
        "url": read.get("url"),
    }
    return Record(line, fields, {name: value for name, value in extra.items() if value})


def _names(name: str) -> tuple[str, ...]:
    return {"source": _SOURCE, "language": _LANGUAGE, "page": _PAGES}[name]


def _value(name: str, value: str) -> str:
    read = decode(value)
    if name in _PAGES:
        return unwrapped(decode(value.replace("--", "-")))
    return read.strip() if name in _SEVERAL_LINES else unwrapped(read)


def _date(read: Mapping[str, str]) -> str:
    """Return the date: that of BibLaTeX, or the parts of BibTeX put together."""
    if date := read.get("date"):
        return date_in_parts(date)
    year, month, day = (read.get(name, "") for name in ("year", "month", "day"))
    month = _MONTHS.get(month[:3].lower(), month) if month.isascii() else month
    if month.isdecimal() or not month:
        return date_in_parts(f"{year}/{month}/{day}") if year.isdecimal() else year
    # In words, perhaps with the day: `"28~juin"`.
    return " ".join(f"{day} {month} {year}".split())


def _people(value: str) -> Iterator[str]:
    """Yield each of the people that `and` joins, outside of braces."""
    depth = begun = 0
    for mark in _AND.finditer(value):
        depth += (mark[0] == "{") - (mark[0] == "}")
        if depth == 0 and len(mark[0]) > 4:
            yield value[begun : mark.start()]
            begun = mark.end()
    yield value[begun:]


def _person(name: str) -> str:
    """Return a name as it is said; braces keep one as it is written."""
    whole = name.strip()
    read = unwrapped(decode(whole))
    return read if whole.startswith("{") and whole.endswith("}") else name_of(read)


# LaTeX

_ACCENTS = dict(zip("`'^\"~=.cvuHkrdb", "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0327\u030c\u0306"
                    "\u030b\u0328\u030a\u0323\u0331", strict=True))  # fmt: skip
_SIGNS = {
    **{"oe": "œ", "OE": "Œ", "ae": "æ", "AE": "Æ", "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł"},
    **{"aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "S": "§", "P": "¶", "pounds": "£", "copyright": "©"},
    **{"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~"},
    **{"textasciicircum": "^", "textquotesingle": "'", "textquotedbl": '"', "textbar": "|"},
    **{"textless": "<", "textgreater": ">", "ldots": "…", "dots": "…", "textellipsis": "…"},
    **{"textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’"},
    **{"textquotedblleft": "“", "textquotedblright": "”", "guillemotleft": "«", "guillemotright": "»"},
    **{"og": "«\u00a0", "fg": "\u00a0»", "euro": "€", "texteuro": "€", "textdegree": "°", "degree": "°"},
    **{"textsuperscript": "", "no": "n°", "No": "N°", "up": "", "newline": "\n", "par": "\n\n"},
}
_TOKENS = re.compile(
    r"""\\(?P<accent>[`'^"~=.]|[cvuHkrdb](?![A-Za-z]))\s*\{?\\?(?P<letter>[A-Za-z])\}?
    |\\(?P<word>[A-Za-z]+)(?:\{\}|[ \t]*)
    |\\(?P<sign>.)
    |(?P<other>---?|``|''|[~{}$])""",
    re.VERBOSE | re.DOTALL,
)
_OTHERS = {"---": "—", "--": "–", "``": "“", "''": "”", "~": "\u00a0"}
_CHARACTERS = {"\\": "\n", "-": "", ",": "\u202f", "/": "", "@": "", "\n": " "}
_SPECIAL = re.compile(r"[\\{}~^$&%#_]|(?<=-)-|(?<=`)`|(?<=')'")
_WRITTEN = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: "\\" + sign for sign in "$&%#_"},
    **{sign: "{}" + sign for sign in "-`'"},
}


def decode(latex: str) -> str:
    """Return the text of some LaTeX."""
    if not _TOKENS.search(latex):
        return latex
    return _TOKENS.sub(_decoded, latex)


def _decoded(token: re.Match[str]) -> str:
    if token["accent"]:
        return unicodedata.normalize("NFC", token["letter"] + _ACCENTS[token["accent"]])
    if token["word"]:
        return _SIGNS.get(token["word"], "")
    if token["sign"]:
        return _CHARACTERS.get(token["sign"], token["sign"])
    return _OTHERS.get(token["other"], "")


def encode(text: str) -> str:
    """Return a text in LaTeX, with balanced braces; `decode` gives it back."""
    return _SPECIAL.sub(lambda found: _WRITTEN[found[0]], text)
