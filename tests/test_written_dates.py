"""A date is read as people write it, and what is none is refused with the reason."""

import datetime
import random
import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frsearch.date_formats import check_format, read_formatted
from frsearch.date_words import MONTHS, WEEKDAYS
from frsearch.dates import DateRange, PartialDate
from frsearch.dates_in_names import date_in_name
from frsearch.messages.wording import Message
from frsearch.query.parser import parse
from frsearch.reading.article_dates import date_of_name
from frsearch.written_dates import UnsureCentury, is_no_date, read_written

DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(2199, 12, 31))
MONTHS_IN_FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
NAMES = MONTHS_IN_FRENCH.split()
SHORT = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()
WEEK = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()


def iso(date):
    return "-".join(f"{part:02}" for part in (date.year, date.month, date.day) if part is not None)


@pytest.mark.parametrize(
    ("text", "read", "rule"),
    [
        ("2018", "2018", "iso"),
        ("2018-06", "2018-06", "iso"),
        ("2018-06-28T23:59:59.123+02:00[Europe/Paris]", "2018-06-28", "iso"),
        ("2018-06-28, 14:30", "2018-06-28", "iso"),
        ("2018.0", "2018", "iso"),  # as pandas writes numbers of a column with blanks
        ("20180628.0", "2018-06-28", "compact"),
        ("2018-06-28+02:00", "2018-06-28", "iso"),  # of XML Schema
        ("20180628", "2018-06-28", "compact"),
        ("20240710T125902Z", "2024-07-10", "compact"),
        ("20180628143000", "2018-06-28", "compact"),
        ("2018/06/28", "2018-06-28", "year-first"),
        ("2018.06.28", "2018-06-28", "year-first"),
        ("2024 03 05T12:00:01Z", "2024-03-05", "year-first"),
        ("28/06/2018", "2018-06-28", "day-first"),
        ("28.06.2018", "2018-06-28", "day-first"),
        ("28-6-2018", "2018-06-28", "day-first"),
        ("28. 6. 2018", "2018-06-28", "day-first"),
        ("28/06/2018 14:30", "2018-06-28", "day-first"),
        ("28/06/2018 à 14 h 30", "2018-06-28", "day-first"),
        ("\u200e28\u200e/\u200e06\u200e/\u200e2018", "2018-06-28", "day-first"),  # as browsers wrote
        ("06/28/2018", "2018-06-28", "month-first"),
        ("06/2018", "2018-06", "month-year"),
        ("28 juin 2018", "2018-06-28", "words"),
        ("jeudi 28 juin 2018", "2018-06-28", "words"),
        ("Jeudi 28 Juin 2018 à 14h30", "2018-06-28", "words"),
        ("JEUDI 28 JUIN 2018", "2018-06-28", "words"),
        ("le 28 juin 2018", "2018-06-28", "words"),
        ("1er juillet 2018", "2018-07-01", "words"),
        ("1ᵉʳ juillet 2018", "2018-07-01", "words"),
        ("premier mai 2018", "2018-05-01", "words"),
        ("juin 2018", "2018-06", "words"),
        ("juil. 2018", "2018-07", "words"),
        ("sept. 2018", "2018-09", "words"),
        ("28 févr. 2018", "2018-02-28", "words"),
        ("28\u00a0août\u202f2018", "2018-08-28", "words"),
        ("De\u0301cembre 2018", "2018-12", "words"),
        ("28-juin-2018", "2018-06-28", "words"),
        ("14-MAR-2006", "2006-03-14", "words"),
        ("Thu, 28 Jun 2018 23:30:00 +0200", "2018-06-28", "rfc822"),
        ("Thu, 28 Jun 18 23:30:00 GMT", "2018-06-28", "rfc822"),
        ("Tue Mar 14 10:22:00 CET 2006", "2006-03-14", "words"),
        ("Thu Jun 28 2018 23:30:00 GMT+0200 (heure d’été)", "2018-06-28", "words"),
        ("March 14, 2006", "2006-03-14", "words"),
        ("12 April 2013 Friday", "2013-04-12", "words"),  # Nexis
        ("December 29, 2011 Thursday 10:14 PM GMT", "2011-12-29", "words"),
        ("the 28th of June, 2018", "2018-06-28", "words"),
        ("Donnerstag, 28. Juni 2018, 14.30 Uhr", "2018-06-28", "words"),
        ("3. März 2018", "2018-03-03", "words"),
    ],
)
def test_a_date_is_read_in_each_form_and_its_rule_is_told(text, read, rule):
    date = read_written(text)
    assert (iso(date), date.rule, date.ambiguous) == (read, rule, False)
    assert str(PartialDate.parse(text)) == read


@pytest.mark.parametrize(
    ("text", "order", "read", "ambiguous"),
    [
        ("06/07/2018", "dmy", "2018-07-06", True),
        ("06/07/2018", "mdy", "2018-06-07", True),
        ("06/07/2018", "ymd", "2018-07-06", True),
        ("06/06/2018", "dmy", "2018-06-06", False),
        ("28/06/2018", "mdy", "2018-06-28", False),
        ("06/28/2018", "dmy", "2018-06-28", False),
        ("vendredi 06/07/2018", "mdy", "2018-07-06", False),  # 6 July was a Friday
        ("Thu 06/07/2018", "dmy", "2018-06-07", False),  # and 7 June a Thursday
        ("dimanche 06/07/2018", "dmy", "2018-07-06", True),  # neither was a Sunday
        ("dimanche 28 juin 2018", "dmy", "2018-06-28", False),  # a wrong weekday changes nothing
    ],
)
def test_day_and_month_are_told_apart_where_they_can_be(text, order, read, ambiguous):
    date = read_written(text, order)
    assert (iso(date), date.ambiguous) == (read, ambiguous)


@pytest.mark.parametrize(
    ("text", "century", "read"),
    [
        ("jeudi 28/06/18", None, "2018-06-28"),
        ("vendredi 28 juin 18", None, "1918-06-28"),
        ("28/06/18", 1800, "1818-06-28"),
        ("28 juin '18", 1900, "1918-06-28"),
        ("jeudi 28/06/18", 1900, "1918-06-28"),
    ],
)
def test_a_year_of_two_digits_is_read_where_its_century_is_sure(text, century, read):
    assert iso(read_written(text, century=century)) == read


@pytest.mark.parametrize("text", ["28/06/18", "2 mai 68", "samedi 28/06/18", "14-Mar-06"])
def test_a_year_of_two_digits_of_any_century_is_refused(text):
    with pytest.raises(UnsureCentury, match=r"has a year of two digits.*or give date_format="):
        read_written(text)


def test_two_digits_of_a_year_may_come_first():
    assert iso(read_written("18/06/28", "ymd", 2000)) == "2018-06-28"


@pytest.mark.parametrize(
    "text",
    ["31/02/2018", "31/31/2018", "31 février 2018", "29.02.2019", "20181345", "00/2018", "2018/13"],
)
def test_a_date_that_no_calendar_has_is_quoted_as_it_was_written(text):
    with pytest.raises(ValueError, match=f"^the date {text} does not exist$"):
        read_written(text)


@pytest.mark.parametrize(
    "text",
    [
        "juin-juillet 2018", "28 jiun 2018", "28 juin", "printemps 2018", "2018-W26", "18", "18/06",
        "1530187200", "1530187200000", "28062018", "192.168.1.10", "01 23 45 67 89", "49.3",
        "vers 2018", "2018 juin-juillet", "28/06-2018", "28 juin 2018 environ", "lundi", "12:30",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_refused(text):
    with pytest.raises(ValueError, match="is not a date: write"):
        read_written(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\u00a0", "-", "—", "?", "n.d.", "N. D.", "s.d.", "[s.d.]", "Sans date",
        "date inconnue", "NULL", "NaT", "nan", "None", "\\N", "0", "0000-00-00",
        "0000-00-00 00:00:00", "00/00/0000",
        "00000000", "-0001-11-30T00:00:00", "Wed, 30 Nov -0001 00:00:00 +0000", "00/01/1900",
        "0001-01-01T00:00:00",
    ],
)  # fmt: skip
def test_what_stands_for_no_date_is_known(text):
    assert is_no_date(text)


@pytest.mark.parametrize("text", ["2018", "0001", "10/10/2000", "2000-01-01", "hier", "sd 2018"])
def test_what_may_be_a_date_is_not_taken_for_none(text):
    assert not is_no_date(text)


FORMS = {
    "iso": lambda day: f"{day.isoformat()}",
    "time": lambda day: f"{day.isoformat()}T14:30:00.5+02:00",
    "compact": lambda day: f"{day:%Y%m%d}",
    "slashes": lambda day: f"{day:%d/%m/%Y}",
    "dots": lambda day: f"{day.day}.{day.month}.{day.year}",
    "year first": lambda day: f"{day:%Y/%m/%d}",
    "words": lambda day: f"{day.day} {NAMES[day.month - 1]} {day.year}",
    "all": lambda day: f"Le {WEEK[day.weekday()]} {day.day} {NAMES[day.month - 1]} {day.year}, 8 h 05",
    "short": lambda day: f"{day.day} {SHORT[day.month - 1]} {day.year}".upper(),
    "rfc822": lambda day: f"{day:%a, %d %b %Y 23:30:00 -0100}",
    "english": lambda day: f"{day:%B %d, %Y %A}",
}


@pytest.mark.parametrize("form", FORMS)
@given(day=DAYS)
def test_every_day_is_read_back_from_each_form(form, day):
    date = PartialDate.parse(FORMS[form](day))
    assert date == PartialDate(day.year, day.month, day.day)


@given(DAYS)
def test_every_month_is_read_back_from_each_form(day):
    for written in (f"{NAMES[day.month - 1]} {day.year}", f"{SHORT[day.month - 1]} {day.year}",
                    f"{day:%m/%Y}", f"{day:%Y-%m}", f"{day:%b. %Y}"):  # fmt: skip
        assert PartialDate.parse(written) == PartialDate(day.year, day.month)


PIECES = [
    *MONTHS,
    *WEEKDAYS,
    *"0 1 28 31 06 99 18 2018 0000 / - . : , ( ) ' + h T Z PM à le de 1er .. ".split(),
]


@given(st.text() | st.lists(st.sampled_from([*PIECES, " ", "\u00a0"]), max_size=30).map("".join))
@example("2018-06-28T" + "9" * 100_000)
@example(" " * 100_000 + "x")
@example("28 " * 40)
@example("28 juin 2018 " + "gmt+02 " * 15)
@example("jeudi, " * 17)
@example("9" * 5_000)
def test_any_text_is_a_date_or_a_message_soon(text):
    start, messages = time.process_time(), []
    for read in (read_written, PartialDate.parse, DateRange.parse, date_in_name):
        try:
            read(text)
        except ValueError as error:
            messages.append(error.args[0])
    assert all(isinstance(each, Message) and len(each) < 400 for each in messages)
    is_no_date(text)
    parse("date:" + text[:2_000])
    for format in ("%d/%m/%Y", "%d %B %Y", "mdy"):
        with suppress(ValueError):
            read_formatted(text, format)
    assert time.process_time() - start < 1


def test_a_hundred_thousand_dates_take_about_a_second():
    first = datetime.date(1800, 1, 1)
    days = [first + datetime.timedelta(number) for number in range(20_000)]
    texts = [FORMS["slashes" if at % 2 else "words"](day) for at, day in enumerate(days)]
    start = time.process_time()
    dates = [read_written(text) for text in texts]
    assert time.process_time() - start < 1  # 0.15 s; 5 times as many are in the name
    assert all((a.month, a.day) == (b.month, b.day) for a, b in zip(dates, days, strict=True))


@pytest.mark.filterwarnings("ignore")
def test_dates_are_read_as_by_another_reader():
    dateparser = pytest.importorskip("dateparser")
    chance = random.Random(5)  # not "all": it reads no `8 h 05`
    for form in ("iso", "slashes", "dots", "words", "short", "rfc822", "english"):
        for _ in range(15):
            day = datetime.date(1900, 1, 1) + datetime.timedelta(chance.randrange(47_000))
            text = FORMS[form](day)
            other = dateparser.parse(text, languages=["fr", "en"], settings={"DATE_ORDER": "DMY"})
            assert other is not None, text
            assert iso(read_written(text)) == f"{other:%Y-%m-%d}", text


# --- Formats --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format", "text", "read"),
    [
        ("%m/%d/%Y", "06/07/2018", "2018-06-07"),
        ("%d/%m/%y", "28/06/18", "2018-06-28"),
        ("%d/%m/%y", "28/06/69", "1969-06-28"),
        ("%d%m%Y", "28062018", "2018-06-28"),
        ("%-d/%-m/%Y", "8/6/2018", "2018-06-08"),
        ("Le %A %d %B %Y", "le jeudi 28 juin 2018", "2018-06-28"),
        ("%b %d, %Y", "Jun 28, 2018", "2018-06-28"),
        ("%d. %B %Y %H:%M", "28. Juni 2018 14:30", "2018-06-28"),
        ("%B %Y", "juin 2018", "2018-06"),
        ("%Y", "2018", "2018"),
        ("%Y-%j", "2018-179", "2018-06-28"),
        ("mdy", "06/07/2018", "2018-06-07"),
        ("MDY", "28 juin 2018", "2018-06-28"),
    ],
)
def test_a_given_format_is_followed(format, text, read):
    date = read_formatted(text, check_format(format))
    assert (iso(date), date.ambiguous) == (read, False)


@pytest.mark.parametrize(
    ("format", "text"),
    [("%m/%d/%Y", "28/06/2018"), ("%d/%m/%Y", "2018-06-28"), ("%d %B %Y", "28 jiun 2018"),
     ("%Y-%j", "2018-366"), ("%Y", "0000"), ("%d/%m/%Y", "1" * 100_000)],
)  # fmt: skip
def test_a_date_of_another_format_is_refused(format, text):
    with pytest.raises(ValueError, match="is not a date of the format %"):
        read_formatted(text, format)


@pytest.mark.parametrize(
    ("format", "reason"),
    [
        ("jj/mm/aaaa", "it has no year, %Y or %y"),
        ("", "it has no year"),
        ("%d/%m", "it has no year"),
        ("%d %Y", "it has a day without a month"),
        ("%Q %Y", "%Q is unknown"),
        ("%Y %Y", "it has the same part twice"),
        (3, "3 is not a format of dates (it is not a text)"),
    ],
)
def test_a_wrong_format_is_refused_at_once(format, reason):
    with pytest.raises(ValueError) as caught:
        check_format(format)
    assert reason in str(caught.value)
    assert isinstance(caught.value.args[0], Message)


@given(st.text(max_size=20) | st.text("%YmdBy/ .-(", max_size=12), st.text(max_size=20))
def test_any_format_is_one_or_says_why_not(format, text):
    with suppress(ValueError):
        read_formatted(text, check_format(format))


# --- Names of files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "read", "part"),
    [
        ("2018-06-28-sommet.txt", "2018-06-28", "2018-06-28-sommet"),
        ("20180628_x.txt", "2018-06-28", "20180628_x"),
        ("2018/06/28/x.txt", "2018-06-28", "2018/06/28"),
        ("2018/06/x.txt", "2018-06", "2018/06"),
        ("presse/1814/4/1/p1.xml", "1814-04-01", "1814/4/1"),
        ("presse/18140401_1/page.xml", "1814-04-01", "18140401_1"),
        ("LeMonde_28-06-2018.txt", "2018-06-28", "LeMonde_28-06-2018"),
        ("28.06.2018.txt", "2018-06-28", "28.06.2018"),
        ("28 juin 2018.txt", "2018-06-28", "28 juin 2018"),
        ("Le Monde - jeudi 28 juin 2018.html", "2018-06-28", "Le Monde - jeudi 28 juin 2018"),
        ("juin_2018/1.txt", "2018-06", "juin_2018"),
        ("de\u0301cembre 2018.jsonl.gz", "2018-12", "de\u0301cembre 2018"),
        ("june-28-2018.txt", "2018-06-28", "june-28-2018"),
        ("2018-06.csv", "2018-06", "2018-06"),
        ("2018-06-sommet.txt", "2018-06", "2018-06-sommet"),
        ("LeMonde_2018-06.txt", "2018-06", "LeMonde_2018-06"),
        ("2011-12.csv", "2011-12", "2011-12"),
        ("2018/sommet.txt", "2018", "2018"),
        ("2018.txt", "2018", "2018"),
        ("2018-06-28T10-00-00.json", "2018-06-28", "2018-06-28T10-00-00"),
        ("2018-06-28 10.30.12.txt", "2018-06-28", "2018-06-28 10.30.12"),
        ("article_12-2018-06-28.txt", "2018-06-28", "article_12-2018-06-28"),
        ("news·20060315·LM·1.html", "2006-03-15", "news·20060315·LM·1"),
        # The file wins over the folder, the inner folder over the outer.
        ("2017/2018-06-28.txt", "2018-06-28", "2018-06-28"),
        ("2017/05/2018-06/x.txt", "2018-06", "2018-06"),
        # Of dates that agree, the more precise.
        ("2018/06/28/2018.txt", "2018-06-28", "2018/06/28"),
        ("2018/2018-06-28/juin 2018.txt", "2018-06-28", "2018-06-28"),
        # Files that are numbered in a folder have no day.
        ("2018/06/28.txt", "2018-06", "2018/06"),
    ],
)
def test_the_name_or_the_folder_of_a_file_says_its_date(path, read, part):
    date, where = date_in_name(path)
    assert (iso(date), where) == (read, part)


@pytest.mark.parametrize(
    "path",
    [
        "000_74238d3aba59c0a2.txt", "74238d3a-2018-4612-9f3b-20180628abcd.txt", "a20180628f.txt",
        "0612345678.txt", "06-12-34-56-78.txt", "00012345.txt", "article-1789.txt", "sommet 2018.txt",
        "budget-2011-12.txt", "20181345.txt", "31-02-2018.txt", "978-2-07-012345-6.txt",
        "1530187200.txt", "1234.txt", "3018.txt", "2018-13.txt", "a/b/c.txt", "", "06/28/x.txt",
        "12018-06-28.txt",
        "2018-06-281.txt", "sommet.20180628x",
    ],
)  # fmt: skip
def test_numbers_that_are_no_dates_are_left_alone(path):
    assert date_in_name(path) is None


@given(st.binary(min_size=8, max_size=20).map(bytes.hex))
def test_a_hash_has_no_date(name):
    assert name.isdecimal() or date_in_name(f"{name}.txt") is None


@pytest.mark.parametrize(
    ("name", "date", "rule"),
    [
        ("2018-06-28.csv", "2018-06-28", "file name"),
        ("28.06.2018.csv", "2018-06-28", "file name"),
        ("28 juin 2018.csv", "2018-06-28", "file name"),
        ("2018_06.csv", "2018-06", "file name"),
        ("export-2018-06-28.csv", "None", ""),
        ("2018-06-28_export.csv", "None", ""),
        ("2017/05/export-2018-06-28.csv", "2017-05", "folder name"),
    ],
)
def test_the_name_of_a_file_of_many_articles_dates_them_only_if_it_is_a_date(
    name: str, date: str, rule: str
) -> None:
    found = date_of_name(name, whole_stem=True)
    assert (str(found.date), found.rule) == (date, rule)
    assert str(date_of_name(name, whole_stem=False).date) != "None"
