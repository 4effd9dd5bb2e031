"""A date is as precise as it is known, and a range keeps what overlaps it."""

import datetime
from contextlib import suppress

import pandas
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from frsearch import Article
from frsearch.dates import DateRange, PartialDate, as_partial_date, date_if_known

DAYS = st.dates()
YEARS = DAYS.map(lambda day: PartialDate(day.year))
MONTHS = DAYS.map(lambda day: PartialDate(day.year, day.month))
PARTIAL_DATES = YEARS | MONTHS | DAYS.map(as_partial_date)
BOUNDS = PARTIAL_DATES | st.none()


@pytest.mark.parametrize(
    ("text", "written", "first", "last"),
    [
        ("2018", "2018", "2018-01-01", "2018-12-31"),
        ("2018-06", "2018-06", "2018-06-01", "2018-06-30"),
        ("2018-6", "2018-06", "2018-06-01", "2018-06-30"),
        ("2018-06-28", "2018-06-28", "2018-06-28", "2018-06-28"),
        ("  2018-06-28\n", "2018-06-28", "2018-06-28", "2018-06-28"),
        (
            "1848-02",
            "1848-02",
            "1848-02-01",
            "1848-02-29",
        ),  # a leap year, under the Second Republic
        ("1900-02", "1900-02", "1900-02-01", "1900-02-28"),
        ("0476", "0476", "0476-01-01", "0476-12-31"),
        ("2018-06-28T23:59:59.123+02:00", "2018-06-28", "2018-06-28", "2018-06-28"),
        ("2018-06-28T21:59Z", "2018-06-28", "2018-06-28", "2018-06-28"),
        ("2018-06-28 00:00:00 UTC", "2018-06-28", "2018-06-28", "2018-06-28"),
    ],
)
def test_a_date_covers_the_days_of_its_year_month_or_day(text, written, first, last):
    date = PartialDate.parse(text)
    assert str(date) == written
    assert (str(date.first_day), str(date.last_day)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "juin",
        "28 juin",
        "18-06",
        "201806",
        "-2018",
        "2018-",
        "2018-06-28-01",
        "٢٠١٨",  # digits, but not those of an ISO date
        "2018 ou 2019",
        "2018-06 à 2018-09",
        "2018-06Tout",
        "2018-06T12:00",
        "2018-06-28 environ",
    ],
)
def test_what_is_not_a_date_is_refused_with_the_forms_that_are(text):
    with pytest.raises(ValueError, match="is not a date: write 2018, juin 2018, 28/06/2018 or"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "text", ["2018-13", "2018-00", "2018-06-00", "2018-00-00", "2018-06-31", "2019-02-29", "0000"]
)
def test_a_date_that_no_calendar_has_is_refused(text):
    with pytest.raises(ValueError, match=f"the date {text} does not exist"):
        PartialDate.parse(text)


def test_a_day_needs_a_month():
    with pytest.raises(ValueError, match="needs a month"):
        PartialDate(2018, day=28)


@pytest.mark.parametrize(
    "value",
    [
        "2018-06-28",
        PartialDate(2018, 6, 28),
        datetime.date(2018, 6, 28),
        datetime.datetime(2018, 6, 28, 23, 59, tzinfo=datetime.UTC),
    ],
)
def test_texts_dates_and_date_times_all_stand_for_a_date(value):
    assert as_partial_date(value) == PartialDate(2018, 6, 28)


@pytest.mark.parametrize("value", [2018, None, 1.5, b"2018", ("2018", "2019")])
def test_nothing_else_stands_for_a_date(value):
    with pytest.raises(ValueError, match="is not a date"):
        as_partial_date(value)


def test_a_day_precedes_its_month_and_a_month_its_year_which_precede_the_next_day():
    texts = ["2017", "2018-01-01", "2018-01", "2018", "2018-01-02", "2018-06", "2018-10-03"]
    dates = [PartialDate.parse(text) for text in texts]
    assert sorted(dates) == dates
    with pytest.raises(TypeError):
        assert dates[0] < "2018"


@given(PARTIAL_DATES, PARTIAL_DATES, PARTIAL_DATES)
def test_the_order_of_dates_is_total(a, b, c):
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a <= b) == (a < b or a == b)
    if a <= b <= c:
        assert a <= c
    assert (a == b) == ((a.first_day, a.last_day) == (b.first_day, b.last_day))


@given(PARTIAL_DATES)
def test_a_date_survives_being_written_and_being_stored_as_days(date):
    assert date.first_day <= date.last_day
    assert PartialDate.parse(str(date)) == date
    assert PartialDate.from_days(date.first_day.toordinal(), date.last_day.toordinal()) == date


@given(DAYS)
def test_a_day_lies_in_its_month_and_in_its_year(day):
    for date in (PartialDate(day.year), PartialDate(day.year, day.month), as_partial_date(day)):
        assert date.first_day <= day <= date.last_day
        assert DateRange.coerce(day).overlaps(date)


@pytest.mark.parametrize(
    "missing", [None, "", " ", "0000-00-00", "0001-01-01T00:00:00", "n.d.", "NULL", "-", pandas.NaT]
)
def test_what_stands_for_an_unknown_date_is_none_in_an_article(missing):
    assert date_if_known(missing) is None
    assert Article("a", "Un sommet.", date=missing).date is None


@pytest.mark.parametrize("value", ["", "0000-00-00", pandas.NaT])
def test_an_unknown_date_is_no_date_where_one_is_needed(value):
    with pytest.raises(ValueError, match=r"is not a date|does not exist"):
        as_partial_date(value)


def test_a_year_of_two_digits_says_what_is_unsure():
    with pytest.raises(ValueError, match=r"whose century is not sure: write the year in full$"):
        PartialDate.parse("28/06/18")


@given(st.text() | st.from_regex(r"\s*\d{1,5}(-\d{0,3}){0,3}([T ].*)?", fullmatch=True))
@example("2018-06-28T" + "9" * 1000)
def test_parsing_any_text_gives_a_date_or_a_value_error(text):
    for parse in (PartialDate.parse, DateRange.parse):
        with suppress(ValueError):
            parse(text)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-06", "2018-06-01", "2018-06-30"),
        ("2018-06..2018-09", "2018-06-01", "2018-09-30"),
        ("2018-06 .. 2018", "2018-06-01", "2018-12-31"),
        ("28/06/2018..30/06/2018", "2018-06-28", "2018-06-30"),
        ("28.06.2018..30.06.2018", "2018-06-28", "2018-06-30"),
        ("juin 2018..août 2018", "2018-06-01", "2018-08-31"),
        ("juil. 2018..", "2018-07-01", None),
        (("juin 2018", "28/06/2018"), "2018-06-01", "2018-06-28"),
        ("2018..", "2018-01-01", None),
        ("..2018", None, "2018-12-31"),
        (("2018-06", None), "2018-06-01", None),
        ((datetime.date(2018, 6, 28), "2018-07"), "2018-06-28", "2018-07-31"),
        (PartialDate(2018, 2), "2018-02-01", "2018-02-28"),
    ],
)
def test_a_range_goes_from_the_first_day_of_its_start_to_the_last_of_its_end(written, first, last):
    bounds = DateRange.coerce(written)
    assert bounds == DateRange(
        first and datetime.date.fromisoformat(first), last and datetime.date.fromisoformat(last)
    )
    assert DateRange.coerce(bounds) is bounds


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("..", "a range without a date"),
        ("2019..2018", "ends before it begins"),
        ("2018..2019..2020", "is not a date"),
        ("2018-13..2019", "does not exist"),
        (("2018",), "pair of dates"),
        (2018, "is not a date"),
    ],
)
def test_a_range_that_means_nothing_says_why(written, reason):
    with pytest.raises(ValueError, match=reason):
        DateRange.coerce(written)


@pytest.mark.parametrize(
    ("bounds", "date", "kept"),
    [
        ("2018-06", "2018-06", True),
        ("2018-06", "2018", True),  # it may have been in June
        ("2018-06", "2018-06-28", True),
        ("2018-06", "2018-07-01", False),
        ("2018-06..2018-09", "2018-09-30", True),
        ("2018-06..2018-09", "2018-10", False),
        ("2018-06-28", "2018-06", True),
        ("..2018-05", "2018-06", False),
        ("2018-10..", "2018", True),
    ],
)
def test_a_range_keeps_the_dates_that_overlap_it(bounds, date, kept):
    assert DateRange.parse(bounds).overlaps(PartialDate.parse(date)) is kept


@given(BOUNDS, BOUNDS, PARTIAL_DATES)
def test_a_range_misses_only_what_ends_before_it_or_begins_after_it(start, end, date):
    assume(start is None or end is None or start.first_day <= end.last_day)
    before = start is not None and date.last_day < start.first_day
    after = end is not None and date.first_day > end.last_day
    assert DateRange.between(start, end).overlaps(date) is not (before or after)


def test_before_a_range_lie_all_earlier_days():
    assert DateRange.parse("2018-06").before() == DateRange(None, datetime.date(2018, 5, 31))
    for bounds in (DateRange(), DateRange.parse("0001")):
        with pytest.raises(ValueError, match="no dates come before"):
            bounds.before()
