"""Fields in the text of queries: what is asked, and what is warned of."""

from __future__ import annotations

import math
from typing import Any

import pytest

import frsearch
from frsearch.fields import FieldNames
from frsearch.query.nodes import (
    Condition,
    Field,
    HasAny,
    HasPattern,
    HasWords,
    InRange,
    IsOneOf,
    Or,
)
from frsearch.query.parser import parse

NAMES = FieldNames(["source", "author", "page", "Code postal", "dc:creator", "mots.clés", "paid"])


def asked(query: str) -> list[tuple[str, Condition]]:
    """Return the fields of a query with their conditions, in order."""
    found: list[tuple[str, Condition]] = []

    def walk(node: Any) -> None:
        if isinstance(node, Field):
            found.append((node.name, node.condition))
        for child in (*getattr(node, "children", ()), getattr(node, "child", None)):
            if child is not None:
                walk(child)

    walk(parse(query, fields=NAMES).tree)
    return found


def messages(query: str) -> list[str]:
    return [str(each.message) for each in parse(query, fields=NAMES).warnings]


@pytest.mark.parametrize(
    ("query", "name", "condition"),
    [
        ('source:"Le Monde"', "source", HasWords(("le", "monde"))),
        ("source:«Le Monde»", "source", HasWords(("le", "monde"))),
        ("SOURCE:L'Humanité", "source", HasWords(("humanite",))),
        ("journal:monde", "source", HasWords(("monde",))),
        ("Auteur:Dupont", "author", HasWords(("dupont",))),
        ("source:le-monde", "source", HasWords(("le", "monde"), ("lemonde",))),
        ("source:monde,figaro", "source", HasWords(("monde", "figaro"))),
        ("source:=monde", "source", HasWords(("monde",), whole=True)),
        ("=source:monde", "source", HasWords(("monde",), whole=True)),
        ('source:="Le Monde"', "source", HasWords(("le", "monde"), whole=True)),
        ("auteur:Dup*", "author", HasPattern("prefix", "dup")),
        ("auteur:d?pont", "author", HasPattern("wildcard", "d?pont")),
        ("auteur:dupnt~", "author", HasPattern("fuzzy", "dupnt")),
        ("auteur:*", "author", HasAny()),
        ("auteur:**", "author", HasAny()),
        ("page:1", "page", HasWords(("1",), number=1.0)),
        ("page:1..3", "page", InRange(1, 3)),
        ("page:..3", "page", InRange(None, 3)),
        ("page:3..", "page", InRange(3, None)),
        ("page:1,5..2.5", "page", InRange(1.5, 2.5)),
        ("page:-3..5", "page", InRange(-3, 5)),
        ("page:-3", "page", InRange(-3, -3)),
        ("page:>=3", "page", InRange(3, None)),
        ("page:>3", "page", InRange(math.nextafter(3, math.inf), None)),
        ("page:<=2,5", "page", InRange(None, 2.5)),
        ("page:<3", "page", InRange(None, math.nextafter(3, -math.inf))),
        ("code_postal:75001", "Code postal", HasWords(("75001",), number=75_001.0)),
        ("Code-Postal:75001", "Code postal", HasWords(("75001",), number=75_001.0)),
        ("dc_creator:jean", "dc:creator", HasWords(("jean",))),
        ("mots-cles:climat", "mots.clés", HasWords(("climat",))),
        ("paid:oui", "paid", HasWords(("oui",))),
        ('titre:x source:"a b"', "source", HasWords(("a", "b"))),
        ("-source:monde", "source", HasWords(("monde",))),
        ("SAUF source:monde", "source", HasWords(("monde",))),
    ],
)
def test_what_is_asked_of_a_field(query: str, name: str, condition: Condition) -> None:
    assert asked(query) == [(name, condition)]
    assert not messages(query)


def test_a_group_asks_for_several_values() -> None:
    tree = parse("source:(monde OU figaro)", fields=NAMES).tree
    assert isinstance(tree, Or)
    assert [name for name, _ in asked("source:(monde OU figaro)")] == ["source", "source"]
    assert len(asked("auteur:(jean ET dupont) -page:*")) == 3


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("sorce:monde", "there is no field 'sorce' (did you mean source:?)"),
        ("autuer:hugo", "there is no field 'autuer' (did you mean auteur:?)"),
        ("zzz:monde", "there is no field 'zzz' (there are titre:"),
        ("zzz:monde", "page:, paid:, source:)"),
        ("source:le monde", 'write source:"le monde" for both'),
        ("page:[1 TO 3]", "[1 is read as words"),
        ("page:3..4a", "3..4a is read as words"),
        ("source:", "searched as a word"),
        ("source : le monde", "searched as a word"),
        ("Page: 3", "searched as a word"),
        ("source:!!", "source has no word after it: ignored"),
        ('source:""', "source has no word after it: ignored"),
        ('source:"le monde"~2', "~2 is ignored"),
        ("page:3..1", "3..1 ends before it begins"),
        ('source:"le monde', "never closed"),
    ],
)
def test_what_is_warned_of(query: str, message: str) -> None:
    assert any(message in each for each in messages(query))


@pytest.mark.parametrize("query", ["opinion : la crise", "http://source:80", "le paid: non", "10:30"])
def test_what_is_no_field(query: str) -> None:
    assert not asked(query)


def test_without_fields_nothing_changes() -> None:
    for query in ("source:monde", "page : 3", "auteur:(a OU b)"):
        assert not _fields(parse(query).tree)


def _fields(node: Any) -> list[Any]:
    inner = [*getattr(node, "children", ()), *filter(None, [getattr(node, "child", None)])]
    return [node] * isinstance(node, Field) + [each for child in inner for each in _fields(child)]


def test_the_very_name_goes_before_the_shown_name_and_an_alias() -> None:
    assert FieldNames(["journal", "source"]).find("journal") == "journal"
    assert FieldNames(["source"]).find("Journal") == "source"
    assert FieldNames(["tags"]).find("mots-clés") == "tags"
    assert FieldNames(["tags"]).find("auteur") is None


def test_a_list_of_values_is_written_as_a_query() -> None:
    from frsearch.query.field_values import written

    assert written(Field("Code postal", IsOneOf(("a", "b")))) == 'code_postal:(="a" OU ="b")'


def test_a_number_below_zero_in_a_group_of_values_is_no_dash():
    index = frsearch.create_index(":memory:")
    index.add(frsearch.Article(str(page), "sommet", extra={"page": page}) for page in (-1, 1, 2, 3))
    for query in ("page:(-1 OU 2)", "page:(2 OU -1)", "page:(-1..-1 OU =2) sommet"):
        results = index.search(query)
        assert [sorted(hit.id for hit in results), results.warnings] == [["-1", "2"], ()], query
