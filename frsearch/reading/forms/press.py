"""What exports of press databases have in common: several articles a file, names, dates, notices.

>>> people("Par Ariane Chemin et Nicolas Truong")
['Ariane Chemin', 'Nicolas Truong']
>>> found = printed_date("Communication, mardi 14 mars 2006, p. 16")
>>> found.before, found.date, page(found.after)
('Communication', 'mardi 14 mars 2006', 16)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message
from frsearch.reading.records import Outcome, Record
from frsearch.reading.titles import first_sentence

# --- Articles of a file --------------------------------------------------------------------------


def cut(markup: str, beginning: re.Pattern[str]) -> Iterator[str]:
    """Yield the part of a page from each match of `beginning` to the next.

    Each article is parsed on its own: what one leaves open does not nest the following ones, and the
    trees of a large file are never in memory together.
    """
    starts = [match.start() for match in beginning.finditer(markup)]
    for start, end in pairwise([*starts, len(markup)]):
        yield markup[start:end]


def no_article(database: str) -> ArticleError:
    """Return the error of a file in which no article is found."""
    return ArticleError(
        Message(
            "looks like an export of {database}, and no article is found in it: export the articles "
            "again, with their full text, as HTML",
            database=database,
        )
    )


def article(line: int, fields: Mapping[str, Any], extra: Mapping[str, Any]) -> Outcome:
    """Return the record of an article, without blank values; an error if it has no text."""
    present = {name: value for name, value in fields.items() if value}
    text = present.get("text")
    if not text:
        title = present.get("title") or present.get("id") or ""
        return ArticleError(
            Message(
                "{title!r} has no text in this export: export it again with its full text",
                title=title,
            ),
            line=line,
        )
    if "title" not in present:
        present["title"] = first_sentence(text)
    return Record(
        line, present, {name: value for name, value in extra.items() if value not in (None, "", [])}
    )


# --- Texts ---------------------------------------------------------------------------------------

_BLANKS = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_LONGEST_LEGAL_LINE = 500
_LEGAL = re.compile(
    r"(?:©|\(c\)|copyright\b|copy \d{4}\b).*"
    r"|.{0,200}\b(?:tous droits (?:de reproduction )?réservés|all rights reserved|alle rechte "
    r"vorbehalten).{0,200}"
    r"|(?:note|illustration)\(s\) ?:?"
    r"|(?:numéro de document|document number) ?:.*"
    r"|ce certificat est émis à .*|this certificate is issued to .*"
    r"|(?:date d['’]émission|issue date) ?:.*"
    r"|le présent document est protégé .*|(?:the present|this) document is protected .*"
    r"|cet(?:te)? (?:article|dépêche|document) (?:est|a été) (?:parue?|publiée?) (?:dans|sur) .{1,150}"
    r"|this article (?:originally )?(?:appeared|was published) (?:in|on) .{1,150}",
    re.IGNORECASE,
)


def one_line(text: str) -> str:
    """Return a title or a name on one line."""
    return _BLANKS.sub(" ", text).strip(" \xa0")


def tidy(text: str) -> str:
    """Return a text without blanks at the ends of lines, and without legal lines at its end."""
    lines = [line.strip(" \t\xa0") for line in text.split("\n")]
    while lines and (not lines[-1] or is_legal(lines[-1])):
        lines.pop()
    tidied = "\n".join(lines).strip()
    return _EMPTY_LINES.sub("\n\n", tidied) if "\n\n\n" in tidied else tidied


def is_legal(line: str) -> bool:
    """Say whether a line is a notice of the publisher or of the database, and not of the article."""
    return len(line) <= _LONGEST_LEGAL_LINE and bool(_LEGAL.fullmatch(line.strip(" \xa0")))


# --- Dates and pages -----------------------------------------------------------------------------

_DAYS = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
)
_MONTHS = (
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"januar|jänner|februar|märz|juni|juli|oktober|dezember)"
)
_YEAR = r"(?:1[4-9]|20)\d\d"
_WORD = r"[^\W\d_]{3,12}\.?"
# In the order of trust: a day with its weekday, a day, a month.
_PRINTED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DAYS},? (?:le )?(?:\d\d?(?:er)?\.? {_WORD}|{_WORD} \d\d?,) {_YEAR}\b",
        rf"\b(?:\d\d?(?:er)?\.? {_WORD},?|{_WORD} \d\d?,?) {_YEAR}\b(?:,? {_DAYS}\b)?",
        rf"\b\d{{4}}-\d\d-\d\d\b|\b\d\d?[/.]\d\d?[/.]{_YEAR}\b",
        rf"\b{_MONTHS},? {_YEAR}\b",
        rf"\b{_YEAR}\b",
    )
)
_TIME = re.compile(
    r"[\s,–-]*\b(\d\d?:\d\d(?::\d\d)?(?: ?[AP]\.?M\b\.?)?"
    r"(?: ?[A-Z]{2,4})?(?: ?[+-](?:\d{4}|\d{1,2}(?::\d\d)?))?)(?!\w)"
)
_WORD_COUNT = re.compile(r"\b\d[\d\s,.]{0,8}(?:mots|words|wörter)\b", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:^|[\s,;])(?:pp?\.|pgs?\.?|pages?|S\.|Seite) ?(.{1,100})", re.IGNORECASE | re.DOTALL
)
# `p. 12, Marseille`: a name after the page.
_BEHIND_PAGE = re.compile(r"(.*\d[^,;]*), *([^\W\d_][^\d,;]{2,})", re.DOTALL)
_ISSUE = re.compile(
    r"(?:^|,? )((?:vol(?:\.|ume)|n[o°º]\.?|num[ée]ro|issue|hors[- ]série) ?\d.{0,60})$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a line: what stands before it, the date as printed, the time, what follows."""

    before: str
    date: str
    time: str
    after: str


def printed_date(line: str) -> PrintedDate:
    """Find the date in a line such as `Politique, mardi 14 mars 2006, p. 16`; "" if there is none."""
    line = one_line(line.replace("\xa0", " "))[:1000]
    page_at = _PAGE.search(line)
    # `p. 2006` is a page.
    end = page_at.start() if page_at and page_at.start() else len(line)
    found = next(filter(None, (pattern.search(line, 0, end) for pattern in _PRINTED)), None)
    if found is None:
        return PrintedDate(
            line[:end].strip(" ,;-–") if page_at else line, "", "", line[end:] if page_at else ""
        )
    after = line[found.end() :]
    time = _TIME.match(after)
    after = _WORD_COUNT.sub("", after[time.end() :] if time else after)
    before = line[: found.start()].strip(" ,;-–")
    return PrintedDate(before, found[0], time[1].strip() if time else "", after.strip(" ,;-–"))


def page(line: str) -> int | str | None:
    """Return the page that a line names: a number, or a text such as `MDE6`; None if it names none."""
    found = _PAGE.search(line)
    return as_page(_split_page(found[1])[0]) if found else None


def without_page(line: str) -> str:
    """Return what stands beside the page in a line, the name of an edition."""
    found = _PAGE.search(line)
    if found is None:
        return line.strip(" ,;-–")
    return line[: found.start()].strip(" ,;-–") or _split_page(found[1])[1]


def _split_page(written: str) -> tuple[str, str]:
    found = _BEHIND_PAGE.fullmatch(written)
    return (found[1], found[2].strip()) if found else (written, "")


def as_page(written: str) -> int | str:
    """Return a page as a number if it is a plain one."""
    written = written.strip(" ,;.\xa0\n")
    return int(written) if written.isdecimal() and len(written) < 7 else written


def split_issue(line: str) -> tuple[str, str]:
    """Split `Le Monde, no. 5968` into the name and the number of the issue."""
    found = _ISSUE.search(line)
    return (line[: found.start()].strip(" ,"), found[1].strip()) if found else (line, "")


# --- People and lists ----------------------------------------------------------------------------

_PARTICLES = r"(?:d['’]|l['’])?(?:de|du|des|la|le|van|von|der|den|di|da|del|dos|el|al|ben|bin|y)\b"
_CAPITALISED = r"(?:d['’]|l['’]|O['’])?[^\W\d_a-zà-öø-ÿ][^\W_]*[\w.'’-]*"
_NAME = re.compile(rf"{_CAPITALISED}(?: (?:{_PARTICLES}|{_CAPITALISED})){{1,4}}")
_ROLE = re.compile(
    r"\b(?:correspond[ae]nte?s?|envoyée?s?|staff|special|writers?|editors?|reporters?|journalistes?|"
    r"professeure?|direct(?:eur|rice)|président|agence|service|bureau|desk)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:par|by|von|from|propos recueillis par|textes? de?|de notre [^:]{1,40}:) +(?=\S)", re.IGNORECASE
)
_MAIL = re.compile(r"[(<]?[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}[)>]?")
_SHARE = re.compile(r" ?\(\d{1,3} ?%\)")
_LONGEST_BYLINE = 1000


def people(byline: str) -> str | list[str]:
    """Return the names in a byline: a text if it is one, or if it is not sure where one ends.

    `Dupont, Jean` and `Jean Dupont, envoyé spécial` stay whole: a comma or « et » separates two authors
    only where full names stand on both sides.
    """
    names: dict[str, None] = {}
    for part in re.split(r"[;\n|]", _MAIL.sub("", byline[:_LONGEST_BYLINE]).replace("\xa0", " ")):
        part = _BY.sub("", one_line(part)).strip(" ,-–")
        each = [one_line(name) for name in re.split(r", (?:et|and) |,| et | and | & | und | / ", part)]
        whole = len(each) > 1 and all(map(_NAME.fullmatch, each)) and not _ROLE.search(part)
        names.update(dict.fromkeys(each if whole else [part]))
    names.pop("", None)
    if len(names) > 1:  # `Jane Roe reported from Rome.`
        names = {name: None for name in names if not (name.endswith(".") and name.count(" ") > 3)}
    return next(iter(names), "") if len(names) < 2 else list(names)


def is_byline(line: str) -> bool:
    """Say whether a line may name the authors: short, and no sentence."""
    return 0 < len(line) <= 150 and not line.endswith((".", "?", "!", ":", "»", "…"))


def listed(written: str, separator: str = ";") -> list[str]:
    """Split a list of subjects, places or companies, without the share of each, `(90%)`."""
    written = _SHARE.sub(separator, one_line(written))
    items = (item.strip(" ,\xa0") for item in written.split(separator))
    return list(dict.fromkeys(filter(None, items)))
