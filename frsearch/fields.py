"""Fields: the values of `Article.extra` that can be asked for, counted and sorted.

A field is a key of `extra` whose value is a text, a number, true or false, or a list of these. A value
is known by its label, a text: 1 and "1" are one value. Nothing has to be declared; `Declared` narrows
what an index takes.

    >>> labels_of(["Le Monde", 1.0, True, None, " "])
    ['Le Monde', '1', 'true']
    >>> FieldNames(["source", "Mots-clés"]).find("journal"), FieldNames(["Mots-clés"]).find("mots_cles")
    ('source', 'Mots-clés')
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeGuard, get_args

from frsearch.analysis.collation import sort_key
from frsearch.analysis.folding import fold, open_ligatures
from frsearch.errors import ArticleError, FrsearchError
from frsearch.messages.wording import Message

if TYPE_CHECKING:
    from frsearch.analysis.chain import Chain

Value = str | int | float | bool
"""One value of a field."""

FieldType = Literal["text", "number", "boolean", "stored", "stored only"]
FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)
"""The declared types; values that are "stored only", or "stored", are kept with the article alone."""

ValueType = Literal["text", "number", "boolean"]
VALUE_TYPES: tuple[ValueType, ...] = get_args(ValueType)
"""The types of values, in the order of their numbers in an index."""

# Before a name that means something else by itself, as `month` does among facets and `date` in tables.
CLASHING = "extra_"
# A longer value is a text: its label is its beginning.
LONGEST_LABEL = 1_000
LONGEST_NAME = 200
# Known names, as `reading.synonyms` gives them, and what else they are called in queries.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "source": ("journal",),
    "author": ("auteur", "auteure", "autrice"),
    "section": ("rubrique",),
    "page": (),
    "tags": ("tag", "mot_cle", "mots_cles"),
    "language": ("langue",),
}
_CALLED = {alias: name for name, aliases in ALIASES.items() for alias in (name, *aliases)}
# Booleans are found by the words that a French or English reader writes.
_WORDS_OF_BOOLEANS = {"true": ["true", "vrai", "oui"], "false": ["false", "faux", "non"]}
# Of numbers with up to 300 digits, which `_NUMBER` reads and a float can hold.
_MOST_BITS = 997
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?: \d{3}){1,90}|\d{1,300})(?:[.,]\d{1,300})?", re.ASCII)
_WITH_POINTS = re.compile(r"[-+]?\d{1,3}(?:\.\d{3}){1,90},\d{1,300}", re.ASCII)
_MOST_EXACT = 1 << 53
# Blanks of no width and soft hyphens.
_UNSEEN = dict.fromkeys((0x200B, 0xFEFF, 0x2060, 0xAD))
_APART = re.compile(r"[\W_]+")


class FieldOptions(TypedDict, total=False):
    """What `create_index(fields=…)` may say of a field; without `type`, all types are taken."""

    type: FieldType
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared field: `shown` is the name that people read, "" for none.

    `type` None takes values of all types. With a `weight` above 0, words of a plain query are found in
    the values too, and count that much.
    """

    name: str
    type: FieldType | None = None
    shown: str = ""
    weight: float = 0.0

    def refuses(self, value: Any) -> bool:
        """Say whether a value does not fit the type; no value at all always fits."""
        if self.type in (None, "stored") or value is None:
            return False
        if isinstance(value, list | tuple):
            return any(self.refuses(each) for each in value)
        if not isinstance(value, str | int | float):
            return True
        label = label_of(value)
        if label is None or self.type == "text":
            return False
        if self.type == "number":
            return isinstance(value, bool) or number_of(label) is None
        return not isinstance(value, bool) and label not in _WORDS_OF_BOOLEANS


def declared_fields(options: Mapping[str, FieldType | FieldOptions]) -> tuple[Declared, ...]:
    """Return the fields that `create_index(fields=…)` declares; FrsearchError for an invalid one."""
    if not isinstance(options, Mapping):
        raise FrsearchError(
            Message(
                'fields must be a mapping, such as {{"page": "number"}}, not {value}',
                value=repr(options),
            )
        )
    declared = {name: _declared(name, options[name]) for name in options}
    # Files have « rubrique », articles read from them `section`: both are meant.
    for name, each in tuple(declared.items()):
        known = known_name(name)
        if known is not None and known not in declared:
            declared[known] = replace(each, name=known)
    return tuple(declared.values())


def _declared(name: str, option: Any) -> Declared:
    if not isinstance(name, str) or not is_name(name):
        raise FrsearchError(Message("{name} cannot be the name of a field", name=repr(name)))
    given: Any = {"type": option} if isinstance(option, str) else option
    if not isinstance(given, Mapping) or {*given} - {"type", "name", "weight"}:
        raise FrsearchError(
            Message(
                "field {name!r}: give a type, or a mapping with type, name and weight, not {value}",
                name=name,
                value=repr(option),
            )
        )
    type, shown, weight = given.get("type"), given.get("name", ""), given.get("weight", 0.0)
    if type is not None and type not in FIELD_TYPES:
        raise FrsearchError(
            Message(
                "the type of field {name!r} must be one of {choices}, not {value}",
                name=name,
                choices=FIELD_TYPES,
                value=repr(type),
            )
        )
    if not isinstance(shown, str):
        raise FrsearchError(Message("the name shown of field {name!r} must be a string", name=name))
    is_number = isinstance(weight, int | float) and not isinstance(weight, bool)
    if not is_number or not 0 <= weight <= 1_000 or (weight and str(type).startswith("stored")):
        raise FrsearchError(
            Message(
                "the weight of field {name!r} must be a number from 0 to 1,000, and 0 if it is only "
                "stored, not {value}",
                name=name,
                value=repr(weight),
            )
        )
    return Declared(name, "stored" if type == "stored only" else type, shown, float(weight))


def refuse_unfit(id: str, extra: Mapping[str, Any], declared: Iterable[Declared]) -> None:
    """Raise ArticleError if a value of an article does not fit its declared type."""
    for each in declared:
        if each.name in extra and each.refuses(extra[each.name]):
            raise ArticleError(
                Message(
                    "article {id!r}: {field} must be of type {type!r}, as declared when the index was "
                    "made, not {value}",
                    id=id,
                    field=each.name,
                    type=str(each.type),
                    value=repr(extra[each.name])[:100],
                )
            )


def is_name(name: str) -> bool:
    """Say whether a key of `extra` can be the name of a field."""
    return bool(name.strip()) and len(name) <= LONGEST_NAME and "\0" not in name


def label_of(value: Any) -> str | None:
    """Return the label of a value; None for what is no value of a field."""
    if isinstance(value, str):
        return _label_of_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        # Longer numbers would not be read as numbers again, and take long to write.
        return int.__repr__(value) if value.bit_length() < _MOST_BITS else None
    if isinstance(value, float) and math.isfinite(value):
        is_whole = value.is_integer() and abs(value) < 1e16
        return str(int(value)) if is_whole else float.__repr__(value)
    return None


def _label_of_text(text: str) -> str | None:
    """Return a text without what nobody sees: composed, a blank for each run of blanks, none around.

    Otherwise « Libération » would be several newspapers, with a blank after it or from a Mac.
    """
    text = text.strip()[: 2 * LONGEST_LABEL]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    return " ".join(text.split())[:LONGEST_LABEL].rstrip() or None


def type_of(value: Value) -> ValueType:
    """Return the type of a value."""
    if isinstance(value, bool):
        return "boolean"
    return "text" if isinstance(value, str) else "number"


def values_of(value: Any) -> Iterator[tuple[str, ValueType]]:
    """Yield the label and type of each value of a field, as `extra` holds it; each label once."""
    if not isinstance(value, list | tuple):
        label = label_of(value)
        if label is not None:
            yield label, type_of(value)
        return
    seen: set[str] = set()
    for each in value:
        label = label_of(each)
        if label is not None and label not in seen:
            seen.add(label)
            yield label, type_of(each)


def labels_of(value: Any) -> list[str]:
    """Return the labels of the values of a field, as `extra` holds it."""
    return [label for label, _ in values_of(value)]


def number_of(label: str) -> float | None:
    """Return the number that a label is, None if it is none.

    >>> number_of("12,5"), number_of("12 000"), number_of("p. 12")
    (12.5, 12000.0, None)
    """
    if _NUMBER.fullmatch(label):
        return float(label.replace(" ", "").replace(",", "."))
    if _WITH_POINTS.fullmatch(label):
        return float(label.replace(".", "").replace(",", "."))
    return _in_exponents(label)


def is_exact_number(value: object) -> TypeGuard[float]:
    """Say whether a value is a number that a float holds exactly, so that others may equal it."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _MOST_EXACT


def boolean_label(word: str) -> str | None:
    """Return the label of true or false for a word such as « vrai », None for others."""
    folded = word.lower()
    return next((label for label, words in _WORDS_OF_BOOLEANS.items() if folded in words), None)


def _in_exponents(label: str) -> float | None:
    """Read what Python writes for very large and very small numbers."""
    if "e" not in label:
        return None
    return float(label) if re.fullmatch(r"-?\d+(?:\.\d+)?e[-+]\d{1,3}", label, re.ASCII) else None


OrderKey = tuple[int, float, str, str]


@lru_cache(1 << 14)
def order_key(label: str) -> OrderKey:
    """Return the sort key of a label: numbers by value, then texts in French order.

    Accents and capitals count only between texts that are the same without them.
    """
    number = number_of(label)
    return (1, 0.0, sort_key(label), label) if number is None else (0, number, "", label)


def words_of_label(chain: Chain, label: str) -> list[set[str]]:
    """Return the exact forms at each position of a label."""
    if label in _WORDS_OF_BOOLEANS:
        return [{*_WORDS_OF_BOOLEANS[label]}]
    if label.startswith("-") and number_of(label) is not None:
        return [{label}]  # -5 is not found by 5
    places: dict[int, set[str]] = {}
    for token in chain.tokens(label):
        places.setdefault(token.position, set()).add(token.form.exact)
    return list(places.values())


def folded_name(name: str) -> str:
    """Return a name without accents and capitals, `_` for blanks and punctuation."""
    return _APART.sub("_", fold(open_ligatures(name.lower()))).strip("_")


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The names of the fields of an index, and what people may call them."""

    names: Iterable[str]
    declared: tuple[Declared, ...] = ()
    _found: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(sorted(self.names)))
        shown = {each.name: each.shown for each in self.declared if each.shown}
        # The first wins: the very name, then the name shown, then an alias.
        for name in self.names:
            self._found.setdefault(folded_name(name), name)
        for name in self.names:
            if name in shown:
                self._found.setdefault(folded_name(shown[name]), name)
                self._found.setdefault(shown[name], name)
        for name in self.names:
            for alias in ALIASES.get(name, ()):
                self._found.setdefault(alias, name)

    def find(self, written: str) -> str | None:
        """Return the name of the field that someone means, None if there is none."""
        if written in self.names:
            return written
        if not _is_written_name(written):
            return self._found.get(written)  # the name shown
        name = self._found.get(folded_name(written))
        if name is None and written.startswith(CLASHING):
            return self.find(written.removeprefix(CLASHING))
        return name

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that a query may call the fields, folded: names, names shown and aliases."""
        return tuple(self._found)

    def shown(self, most: int) -> tuple[str, ...]:
        """Return up to `most` names as a query may have them."""
        return tuple(folded_name(name) for name in self.names)[:most]

    def __bool__(self) -> bool:
        return bool(self.names)


NO_FIELDS = FieldNames(())


def known_name(written: str) -> str | None:
    """Return the known name that a word is or means, whatever an index has; None if it is none."""
    return _CALLED.get(folded_name(written)) if _is_written_name(written) else None


def _is_written_name(text: str) -> bool:
    """Say whether a text may name a field: signs around it are not passed over, as a minus of `sort`."""
    return text[:1].isalnum() and text[-1:].isalnum()
