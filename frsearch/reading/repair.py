"""Texts as they should have been stored: the marks of old accidents, undone.

>>> repaired("la f&ecirc;te d\\x92aujourd&#8217;hui")
('la fête d’aujourd’hui', ('entities', 'cp1252'))
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import name2codepoint
from typing import Literal

Repair = Literal["entities", "cp1252", "double UTF-8", "line separators"]
"""What was repaired: HTML entities; cp1252 read as Latin-1, whose apostrophes became controls;
UTF-8 encoded twice; the line and paragraph separators of Unicode."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
# Escaped twice: `&amp;eacute;`. Of what HTML itself needs, `&amp;lt;` may be what the author meant.
_TWICE = re.compile(r"&amp;(?=(?:#\d{1,7}|(?!amp;|lt;|gt;|quot;)[A-Za-z][A-Za-z0-9]{1,31});)")
_NAMES = name2codepoint.keys() | {"apos"}
# What cp1252 does not have shows that the text was not in it.
_UNDEFINED = re.compile("[\x81\x8d\x8f\x90\x9d]")
_CONTROLS = re.compile("[\x80-\x9f]")
_CP1252 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_OF_CP1252 = tuple(chr(code) for code, character in _CP1252.items() if character)
_SHORT = 300
# How the characters of French are in UTF-8, read as cp1252.
_TWICE_ENCODED = re.compile(
    "Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\xa0-\xbf]|Å[\x92\x93\xb8’“¸]|"
    "â(?:€|\x80)[\x80-\xbf™œžŸ“”¦¢¹º˜]|â‚¬"
)
_SEPARATORS = {0x2028: "\n", 0x2029: "\n\n"}


def repaired(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Return a text repaired, and what was repaired; a sound text is returned as it is.

    ftfy undoes UTF-8 encoded twice: https://ftfy.readthedocs.io. Entities are those of HTML 4, which
    texts have; later ones are mostly signs of mathematics.
    """
    done: list[Repair] = []
    if "&" in text and (decoded := _decoded(text)) != text:
        text = decoded
        done.append("entities")
    if not text.isascii():
        if _may_be_twice_encoded(text) and _TWICE_ENCODED.search(text):
            encoded = _encoded_once(text)
            done += ["double UTF-8"] * (encoded != text)
            text = encoded
        if _has_controls(text) and not _UNDEFINED.search(text):
            text = text.translate(_CP1252)
            done.append("cp1252")
        if "\u2028" in text or "\u2029" in text:
            text = text.translate(_SEPARATORS)
            done.append("line separators")
    return text, tuple(done)


def _has_controls(text: str) -> bool:
    """Say whether a text has a character that cp1252 has where Latin-1 has controls."""
    if len(text) < _SHORT:
        return bool(_CONTROLS.search(text))
    # Single characters are found sooner, all 27, than their class.
    return any(map(text.__contains__, _OF_CP1252))


def _decoded(text: str) -> str:
    once = _TWICE.sub("&", text)
    # Escaped signs alone are what a text about HTML has: `&lt;b&gt;`.
    if all(unescape(entity[0]) in "<>" for entity in _ENTITY.finditer(once)):
        return once
    return _ENTITY.sub(_character, once)


def _character(entity: re.Match[str]) -> str:
    name = entity[1]
    character = unescape(entity[0]) if name is None or name in _NAMES else entity[0]
    # A reference to a character that no text has says nothing better.
    fit = character != "\ufffd" and (character.isprintable() or character.isspace())
    return character if character and fit else entity[0]


def _may_be_twice_encoded(text: str) -> bool:
    """Say whether a text has what `_TWICE_ENCODED` begins with; single characters are found soonest."""
    return (
        "Ã" in text
        or "Â" in text
        or "Å" in text
        or ("€" in text and "â€" in text)
        or ("\x80" in text and "â\x80" in text)
        or ("‚" in text and "â‚" in text)
    )


def _encoded_once(text: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding

    fixed = fix_encoding(text, TextFixerConfig(explain=False))
    # A character that was encoded twice has become two or three.
    if len(fixed) >= len(text):
        return text
    # ftfy leaves what could be meant, such as « Å“ », also in a text that it has found to be damaged.
    return _TWICE_ENCODED.sub(_decoded_once, fixed)


def _decoded_once(found: re.Match[str]) -> str:
    try:
        return found[0].encode("sloppy-windows-1252").decode("utf-8")
    except UnicodeError:
        return found[0]
