"""What office programs say of a document: titles and dates that can be believed, and those that cannot.

The title of a document is often the name of its first file, or what the program put there. Its date is
that of the file: a newspaper of 1918 was scanned in 2010, and an article typed a week later. So the
date of creation is taken for the date of the article only if the article prints a date near it.

    >>> believed_title("Microsoft Word - sommet v2.doc"), believed_title("Un sommet à Helsinki")
    ('', 'Un sommet à Helsinki')
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

_PROGRAM = re.compile(
    r"microsoft (?:word|powerpoint|excel)|\(anonymous\)|"
    r"(?:untitled|sans titre|sans nom|no title|none|null|title|titre|(?:nouveau )?document|diapositive|"
    r"slide|pr[ée]sentation|mise en page|layout|page|scan|cover|une|print|impression)[ -]?\d*$",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\.(?:docx?|odt|rtf|txt|pdf|indd|qx[dp]|pub|pptx?|xlsx?|tex|dvi|ps|eps|ai|html?|tiff?|jpe?g)$|[\\/]\S*\."
)
_ACCOUNT = re.compile(
    r"microsoft|utilisateur|\buser\b|administrat|\bpc\b|anonym|unknown|inconnu|[\\@_]|\d", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_CREATED = re.compile(r"(?:D:)?(\d{4})-?(\d\d)-?(\d\d)")
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_NEAR = 7
_LONGEST = 300
_BEGINNING = 3000


def believed_title(title: str) -> str:
    """Return a title on one line, "" if a program made it, or if it is the name of a file."""
    title = " ".join(title[:_LONGEST].split())
    if _PROGRAM.match(title) or _FILE.search(title) or not _LETTERS.search(title):
        return ""
    return title if " " in title or not re.search(r"[\d_]", title) else ""


def believed_author(author: str) -> str:
    """Return the name of an author, "" for one word: the account of a computer, `admin`, `DSI`."""
    author = " ".join(author[:_LONGEST].split())
    return author if " " in author and _LETTERS.search(author) and not _ACCOUNT.search(author) else ""


def created_day(written: str) -> str:
    """Return the ISO day of a date of creation, `D:20180628…` or `2018-06-28T…`; "" if it is none."""
    found = _CREATED.match(written.strip())
    try:
        return datetime.date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def printed_day(created: str, text: str) -> str:
    """Return the ISO day nearest to the day of creation that the beginning of a text prints, or "".

    >>> printed_day("2018-06-29", "Paris, le 28 juin 2018. – Le sommet…")
    '2018-06-28'
    """
    if not created:
        return ""
    beginning = " ".join(text[:_BEGINNING].split()).casefold()
    day = datetime.date.fromisoformat(created)
    for near in _days_near(day):
        if any(re.search(rf"(?<!\d){re.escape(form)}(?!\d)", beginning) for form in _written(near)):
            return near.isoformat()
    return ""


def _days_near(day: datetime.date) -> Iterator[datetime.date]:
    for distance in range(_NEAR + 1):
        for days in sorted({-distance, distance}):
            try:
                yield day + datetime.timedelta(days)
            except OverflowError:
                continue


def _written(day: datetime.date) -> Iterator[str]:
    """Yield the ways to print a day in French."""
    number = "1er" if day.day == 1 else str(day.day)
    yield f"{number} {_MONTHS[day.month - 1]} {day.year}"
    yield day.isoformat()
    for separator in "/.-":
        yield f"{day:%d}{separator}{day:%m}{separator}{day.year:04d}"
        yield f"{day.day}{separator}{day.month}{separator}{day.year:04d}"
