"""A period in words, alone in its place -> the date filter that it is.

>>> [period_in_words(text) for text in ("du 28 au 30 juin 2018", "depuis mai 2018", "jusqu'en 2017")]
['2018-06-28..2018-06-30', '2018-05..', '..2017']
>>> period_in_words("avant 2017"), period_in_words("premier semestre 2018")
('..2016', '2018-01..2018-06')
>>> period_in_words("gilets jaunes mai 2018")
"""

from __future__ import annotations

import re

from frsearch.dates import DateRange, PartialDate
from frsearch.query.date_ranges import range_in_words
from frsearch.query.date_suggestions import suggest_date

_FROM_TO = re.compile(r"(?:du|de|entre(?: le)?) (.+?) (?:à|a|au|et) (.+)", re.IGNORECASE)
_SINCE = re.compile(r"(?:depuis|dès|à partir de) (\d{4})", re.IGNORECASE)
_UNTIL = re.compile(r"jusqu['’](?:en|à|a) (\d{4})", re.IGNORECASE)
_BEFORE_OR_AFTER = re.compile(r"(?:(avant)|après) (?:l['’]an(?:née)? )?(\d{4})", re.IGNORECASE)
_LONGEST = 100


def period_in_words(text: str) -> str | None:
    """Return the filter of a period in words, such as `2018-06-28..2018-06-30`; None for other texts."""
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return None
    if between := range_in_words(text):
        return between
    if since := _SINCE.fullmatch(text):
        return f"{since[1]}.."
    if until := _UNTIL.fullmatch(text):
        return f"..{until[1]}"
    if beyond := _BEFORE_OR_AFTER.fullmatch(text):
        year = int(beyond[2])
        if 1 < year < 9999:
            return f"..{year - 1:04}" if beyond[1] else f"{year + 1:04}.."
    if ends := _FROM_TO.fullmatch(text):
        try:
            written = "..".join(str(PartialDate.parse(end)) for end in ends.groups())
            DateRange.parse(written)  # refuses one that ends before it begins
        except ValueError:
            return None
        return written
    suggested = suggest_date(text)
    return suggested.date if suggested is not None and not suggested.query else None
