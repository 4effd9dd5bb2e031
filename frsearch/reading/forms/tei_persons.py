"""A list of persons that TEI files share: the names of the speakers of debates, as ParlaMint has them.

>>> is_person_list("ParlaMint-FR_2020-10-01.xml")
False
"""

from __future__ import annotations

import os
import re
import zlib

from frsearch.errors import ArticleError
from frsearch.reading.encodings import open_bytes
from frsearch.reading.forms.registry import HEAD, form_of, split_name

_NAME = re.compile(r"listPerson", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?listPerson[\s>]")


def has_name_of_list(name: str) -> bool:
    """Say whether a file may be a list of persons, by its name."""
    return bool(_NAME.search(name)) and split_name(name)[1] in (".xml", ".tei")


def is_person_list(path: str) -> bool:
    """Say whether a file is a list of persons, which holds no article."""
    name = os.path.basename(path)
    if not has_name_of_list(name):
        return False
    try:
        with open_bytes(path) as stream:
            head = stream.read(HEAD)
    except (OSError, EOFError, zlib.error, ArticleError):
        return False
    return form_of(name, head) is None and bool(_ROOT.search(head))
