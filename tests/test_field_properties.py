"""What holds of any label, of their order, of the names of fields and of queries on them."""

import json
import math

from hypothesis import example, given, settings
from hypothesis import strategies as st

import frsearch
from frsearch.analysis.chain import Chain
from frsearch.fields import (
    LONGEST_LABEL,
    Declared,
    FieldNames,
    folded_name,
    known_name,
    label_of,
    number_of,
    order_key,
    values_of,
    words_of_label,
)
from frsearch.query.parser import parse
from tests import hostile, oracle

NUMBERS = st.integers() | st.floats() | st.integers(-(10**1_300), 10**1_300)
TEXTS = st.text(max_size=30) | st.from_regex(
    r"[-+]?\d{1,5}([.,]\d{1,3})?(e[-+]\d{1,3})?", fullmatch=True
)
SCALARS = NUMBERS | TEXTS | st.booleans() | st.none()
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)
LABELS = SCALARS.map(label_of).filter(lambda label: label is not None)
NAMES = st.text(min_size=1, max_size=8) | st.sampled_from(
    ["source", "Source", "Mots-clés", "mots_cles", "tags", "Journal", "page", "journal", "é", "_", "-"]
)


@given(ANYTHING)
@example([1, "1", 1.0, "1.0", True, "true", -0.0, 0])
@example(float("nan"))
@example(10**4_000)
def test_a_value_is_what_the_oracle_says(value):
    extra = {"name": value}
    assert dict(values_of(value)) == oracle.values_of(extra).get("name", {})
    # Stored and read back, the values are the same.
    assert [*values_of(json.loads(json.dumps(value)))] == [*values_of(value)]


@given(ANYTHING)
def test_labels_are_short_and_no_blanks(value):
    labels = [label for label, _ in values_of(value)]
    assert len(set(labels)) == len(labels)
    assert all(label.strip() and len(label) <= LONGEST_LABEL for label in labels)


@given(st.integers(-(10**299), 10**299) | st.floats(allow_nan=False, allow_infinity=False))
@example(1e16)
@example(5e-324)
@example(1.7976931348623157e308)
def test_the_label_of_a_number_is_read_back(number):
    assert number_of(label_of(number)) == float(number)


@given(st.lists(LABELS, max_size=6))
@example(["1", "1.0", "01", "+1", "1,0"])
@example(["1e+999", "-1e+999", "9" * 301, "Élysée", "elysee", "ELYSEE", "œ", "oe"])
def test_labels_have_one_order(labels):
    keys = {label: order_key(label) for label in labels}
    assert len(set(keys.values())) == len(keys)  # no two are equal
    assert all(not math.isnan(key[1]) for key in keys.values())  # so that the order is total
    in_order = sorted(keys, key=keys.__getitem__)
    assert in_order == sorted(keys, key=oracle.order_of)
    numbers = [number_of(label) for label in in_order]
    known = [number for number in numbers if number is not None]
    assert numbers[: len(known)] == sorted(known)
    assert {None} >= set(numbers[len(known) :])


@given(LABELS)
def test_the_words_of_a_label_are_those_of_a_text(label):
    assert words_of_label(Chain(), label) == oracle.words_at(label, "text")


@given(st.lists(NAMES, max_size=6), st.dictionaries(NAMES, NAMES, max_size=3))
def test_each_field_is_found_by_its_name(names, shown):
    fields = FieldNames(names, tuple(Declared(name, None, shown[name]) for name in shown))
    assert bool(fields) == bool(names)
    for name in names:
        assert fields.find(name) == name
        if not folded_name(name):
            continue
        alike = fields.find(folded_name(name))
        assert alike in names
        # One of those that are written alike, or that very name.
        assert alike == folded_name(name) or folded_name(alike) == folded_name(name)
    for name in {*shown} & {*names}:
        assert fields.find(shown[name]) is not None
    for name in names:
        if (known := known_name(name)) in names:
            assert fields.find(known) == known
    assert fields.find("\0 no such field") is None


@given(st.sampled_from(["text", "number", "boolean", "stored", None]), ANYTHING)
def test_what_fits_a_declared_type_is_of_it(kind, value):
    if Declared("name", kind).refuses(value):
        assert kind not in (None, "stored")
        return
    for label, found in values_of(value):
        if kind == "number":
            assert number_of(label) is not None
            assert found != "boolean"
        elif kind == "boolean":
            assert label in ("true", "false")
        elif kind == "text":
            assert found in ("text", "number", "boolean")


# --- queries

FIELDS = FieldNames(
    ["source", "author", "page", "tags", "Mots-clés", "a:b", "deux mots", "ET", "date", "été"],
    (Declared("tags", None, "Étiquettes"),),
)
PIECES = hostile.OPERATORS + hostile.CHARACTERS + hostile.field_pieces()


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12), st.booleans())
def test_no_query_on_fields_raises(pieces, apart):
    text = (" " if apart else "").join(pieces)
    parsed = parse(text, fields=FIELDS)
    assert all(0 <= each.start <= each.end <= len(text) for each in parsed.warnings)
    try:
        strict = parse(text, fields=FIELDS, strict=True)
    except frsearch.QueryError:
        assert parsed.warnings
    else:
        assert not parsed.warnings
        assert strict == parsed


def test_no_hostile_query_on_fields_raises():
    for text in hostile.field_queries():
        parsed = parse(text, fields=FIELDS)
        assert all(0 <= each.start <= each.end <= len(text) for each in parsed.warnings)
