"""The labels of Nexis (LexisNexis), `RUBRIQUE:`, `Byline:`, in French, English or German -> fields.

>>> field_of("LOCALISATION-GEO"), field_of("Load-Date"), field_of("Pages spéciales")
('region', None, 'pages_speciales')
"""

from __future__ import annotations

import re
from typing import Any

from unidecode import unidecode

from frsearch.reading.forms.press import as_page, listed, one_line, people, printed_date

_LABELS = {
    "author": "auteur byline autor author",
    "section": "rubrique section rubrik",
    "tags": "sujet subject thema schlagwoerter",
    "language": "langue language sprache",
    "subtitle": "encart highlight chapeau",
    "dateline": "dateline lieu ort",
    "region": "localisation_geo geographic geo region geographie city state country",
    "company": "societe company firma unternehmen",
    "organization": "organisation organization",
    "person": "personne person personnes",
    "industry": "secteur_activite industry branche",
    "ticker": "symbole_boursier ticker",
    "illustration": "graphic grafik graphique illustration",
    "type": "type_publication publication_type",
    "source_code": "journal_code zeitungs_code code_journal",
    "correction": "correction",
    "note": "notes note anmerkung",
    "series": "series serie",
    "url": "url",
    # What they say is of the database, or can be counted.
    "": "longueur length laenge lange date_chargement load_date update date_de_chargement "
    "classification correction_date date_de_correction erscheinungsdatum",
}
_FIELDS = {label: name for name, labels in _LABELS.items() for label in labels.split()}
_LISTS = ("tags", "region", "company", "organization", "person", "industry", "ticker")
_NOT_ASCII = re.compile(r"[^a-z0-9]+")
_PAGE = re.compile(
    r"(?:(?:pgs?|pp?|S)\.|pgs?|pages?|Seite)[ \xa0]*(?P<page>[A-Z]{0,5}-?\d[\w-]*)?"
    r"[ \xa0,]*(?P<rest>.*)",
    re.IGNORECASE,
)
_BARE_PAGE = re.compile(r"[A-Z]{1,2}\d{1,3}")
_WEEKDAY = re.compile(r"^[\s,]*\w+(?:day|tag|di|mittwoch|sonnabend)\b[\s,]*", re.IGNORECASE)
_COUNTER = re.compile(r"(?:document )?\d+ (?:of|de|sur|von|di|van) \d+(?: documents?)?", re.IGNORECASE)
_RIGHTS = re.compile(
    r"(?:copyright|©|\(c\)|copy \d{4})(?:\W.*)?"
    r"|.*\b(?:rights reserved|droits r[ée]serv[ée]s|rechte vorbehalten)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_NOTICE = 1000


def field_of(label: str) -> str | None:
    """Return the name of a label's field, None for one that is left out."""
    name = _NOT_ASCII.sub("_", unidecode(label).lower()).strip("_")
    return _FIELDS.get(name, name) or None


def is_known(label: str) -> bool:
    """Say whether a label is one of those that Nexis is known to print."""
    return _NOT_ASCII.sub("_", unidecode(label).lower()).strip("_") in _FIELDS


def take(label: str, written: str, fields: dict[str, Any], extra: dict[str, Any]) -> None:
    """Put the value of a label where it belongs."""
    name, written = field_of(label), written.strip(" \xa0\n")
    if name is None or not written:
        return
    if name == "url":
        fields["url"] = written.split()[0]
    elif name == "section":
        _take_section(one_line(written), extra)
    elif name == "author":
        extra["author"] = people(written)
    elif name == "language":
        extra["language"] = one_line(written.partition(";")[0])  # `GERMAN; DEUTSCH`
    elif name in _LISTS:
        extra[name] = list(dict.fromkeys([*extra.get(name, ()), *listed(written)]))
    else:
        extra[name] = "\n".join(dict.fromkeys(filter(None, (extra.get(name), written))))


def _take_section(written: str, extra: dict[str, Any]) -> None:
    """Take section and page: `Section B; Page 22, Column 2; National Desk`, `INTERNATIONAL; Pg. 35`."""
    kept = []
    for part in filter(None, map(str.strip, re.split(r";|, (?=Pg\. )", written))):
        found = _PAGE.fullmatch(part)
        if found and found["page"]:
            extra.setdefault("page", as_page(found["page"]))
        kept.append(found["rest"] if found and (found["page"] or not found["rest"]) else part)
    if kept and "page" not in extra and _BARE_PAGE.fullmatch(kept[-1]):  # `Financial; E01`
        extra["page"] = kept.pop()
    kept = list(dict.fromkeys(filter(None, kept)))
    extra["section"] = "; ".join(kept)


def take_head(
    lines: list[str], fields: dict[str, Any], extra: dict[str, Any], *, title_first: bool = False
) -> list[str]:
    """Take source, date and title, in the order in which they are printed; return what follows.

    The title of Nexis Uni stands before the source, that of older exports after the date.
    """
    lines = [line for line in lines if line and not _COUNTER.fullmatch(line) and not is_notice(line)]
    at = next((at for at, line in enumerate(lines[:5]) if is_dated(line)), None)
    if at is None:
        if title_first and lines:
            fields["title"] = one_line(lines.pop(0))
        extra["source"] = one_line(lines[0]) if lines else ""
        return lines[1:]
    found = printed_date(lines[at].replace("\n", ", "))
    fields["date"], extra["time"] = found.date, found.time
    extra["edition"] = _WEEKDAY.sub("", found.after).strip(" ,;")
    above = lines[:at]
    blog = above.pop() if len(above) > 2 and above[-1].startswith("(") else ""  # `(Sinosphere)`
    extra["source"] = one_line(f"{above.pop()} {blog}") if above else ""
    if above:
        fields["title"] = one_line(" ".join(above))
    return lines[at + 1 :]


def is_notice(text: str) -> bool:
    """Say whether a text is a copyright notice."""
    return len(text) <= _LONGEST_NOTICE and bool(_RIGHTS.fullmatch(text.strip()))


def is_dated(line: str) -> bool:
    """Say whether a line begins with a date, and is not a title that names one."""
    found = printed_date(line.replace("\n", ", ")) if len(line) <= 200 else None
    return found is not None and bool(found.date) and not found.before
