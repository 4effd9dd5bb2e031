"""The dates of articles in files: by the order that the file shows, from headers, metadata, names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import frsearch
from frsearch import Article, ArticleError, read_articles

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, content: str) -> Path:
        path = tmp_path / "presse" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    return write


def dates_of(path: Path, **more: str) -> list[str | None]:
    return [
        article.date and str(article.date) for article in read_articles(path, on_error="skip", **more)
    ]


def rows(*dates: str) -> str:
    return "id;date;text\n" + "".join(f"{n};{date};un sommet\n" for n, date in enumerate(dates, 1))


# --- day first, or as the file shows


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["06/07/2018"], ["2018-07-06"]),
        (["06/07/2018", "28/06/2018"], ["2018-07-06", "2018-06-28"]),
        # The file decides, wherever in it the date stands that can be read in one way alone.
        (["06/07/2018", "06/28/2018"], ["2018-06-07", "2018-06-28"]),
        (["06/28/2018", "06/07/2018"], ["2018-06-28", "2018-06-07"]),
        (["06-07-2018", "06/28/2018"], ["2018-06-07", "2018-06-28"]),
        # Most of them do: one is a slip.
        (["06/07/2018", "06/28/2018", "28/06/2018", "29/06/2018"],
         ["2018-07-06", "2018-06-28", "2018-06-28", "2018-06-29"]),
        (["06/07/2018", "06/28/2018", "28/06/2018"], ["2018-07-06", "2018-06-28", "2018-06-28"]),
        # Other forms say nothing of the order.
        (["06/07/2018", "2018-06-28", "28 juin 2018"], ["2018-07-06", "2018-06-28", "2018-06-28"]),
        (["07/07/2018"], ["2018-07-07"]),
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_follows_the_file(
    write: Write, dates: list[str], expected: list[str]
) -> None:
    assert dates_of(write("a.csv", rows(*dates))) == expected


@pytest.mark.parametrize(
    ("dates", "doubtful", "said"),
    [
        (["06/07/2018"], 1, "day first, as nothing beside it says otherwise"),
        (["06/07/2018", "28/06/2018"], 0, ""),
        (["06/07/2018", "06/08/2018", "06/28/2018"], 2, "2018-06-07, month first, as '06/28/2018' is"),
        (["07/07/2018", "2018"], 0, ""),
    ],
)
def test_the_report_says_how_it_was_read(
    write: Write, dates: list[str], doubtful: int, said: str
) -> None:
    reader = read_articles(write("a.csv", rows(*dates)))
    list(reader)
    assert reader.report.doubtful_dates == doubtful
    assert [said in str(note) for note in reader.report.notes] == [True] * bool(doubtful)


def test_the_order_of_one_file_says_nothing_of_another(write: Write) -> None:
    write("a.csv", rows("06/07/2018", "06/28/2018"))
    folder = write("b.csv", rows("06/07/2018")).parent
    assert dates_of(folder) == ["2018-06-07", "2018-06-28", "2018-07-06"]


@pytest.mark.parametrize("ending", [".csv", ".json", ".jsonl", ".tsv"])
def test_all_forms_of_rows_follow_their_file(write: Write, ending: str) -> None:
    text = {
        ".csv": "date,text\n06/07/2018,a\n06/28/2018,b\n",
        ".tsv": "date\ttext\n06/07/2018\ta\n06/28/2018\tb\n",
        ".json": '[{"date": "06/07/2018", "text": "a"}, {"date": "06/28/2018", "text": "b"}]',
        ".jsonl": '{"date": "06/07/2018", "text": "a"}\n{"date": "06/28/2018", "text": "b"}\n',
    }[ending]
    assert dates_of(write("a" + ending, text)) == ["2018-06-07", "2018-06-28"]


def test_rows_from_code_follow_the_others(write: Write) -> None:
    made = [{"date": "06/07/2018", "text": "a"}, {"date": "06/28/2018", "text": "b"}]
    assert [str(each.date) for each in frsearch.articles_from(made)] == ["2018-06-07", "2018-06-28"]
    once = frsearch.articles_from(iter(made))
    assert [str(each.date) for each in once] == ["2018-07-06", "2018-06-28"]
    assert once.report.doubtful_dates == 1


# --- formats that are given


@pytest.mark.parametrize(
    ("format", "written", "expected"),
    [
        ("mdy", "06/07/2018", "2018-06-07"),
        ("%m/%d/%Y", "06/07/2018", "2018-06-07"),
        ("%d.%m.%y", "28.06.98", "1998-06-28"),
        ("dmy", "jeudi 28 juin 2018", "2018-06-28"),
        ("%d %B %Y", "28 juin 2018", "2018-06-28"),
    ],
)
def test_a_given_format_is_what_is_read(write: Write, format: str, written: str, expected: str) -> None:
    assert dates_of(write("a.csv", rows(written)), date_format=format) == [expected]


def test_a_format_that_is_none_is_an_error_at_once(write: Write) -> None:
    with pytest.raises(ArticleError, match="date_format"):
        read_articles(write("a.csv", rows("2018")), date_format="%q")


def test_a_given_format_does_not_cost_the_dates_of_other_forms(write: Write) -> None:
    written = ("28/06/18", "06.07.18", "2018-06-28", "28 juin 2018", "Thu, 28 Jun 2018 10:00:00 +0200")
    expected = ["2018-06-28", "2018-07-06", "2018-06-28", "2018-06-28", "2018-06-28"]
    assert dates_of(write("a.csv", rows(*written)), date_format="%d/%m/%y") == expected
    assert dates_of(write("b.csv", rows("28-juin-18")), date_format="%d/%m/%y") == ["2018-06-28"]
    assert dates_of(write("c.csv", rows("06.07.98")), date_format="%m/%d/%y") == ["1998-06-07"]


def test_texts_follow_the_others_of_their_folder(write: Write) -> None:
    write("us/a.txt", "Date : 06/28/2018\n\nUn.")
    write("us/b.txt", "Date : 07/02/2018\n\nDeux.")
    write("fr/a.txt", "Date : 06/07/2018\n\nUn.")
    write("fr/b.txt", "Date : 28/06/2018\n\nDeux.")
    write("txm/a.txt", "Un.")
    write("txm/b.txt", "Deux.")
    folder = write("txm/metadata.csv", "id;date\na;06/28/2018\nb;07/02/2018\n").parents[1]
    reader = read_articles(folder)
    assert {article.id: str(article.date) for article in reader} == {
        **{"fr/a": "2018-07-06", "fr/b": "2018-06-28", "us/a": "2018-06-28", "us/b": "2018-07-02"},
        **{"txm/a": "2018-06-28", "txm/b": "2018-07-02"},
    }
    assert reader.report.doubtful_dates == 2


# --- years of two digits


def test_a_short_year_is_read_in_the_century_of_the_others(write: Write) -> None:
    assert dates_of(write("a.csv", rows("28/06/14", "01/08/1914"))) == ["1914-06-28", "1914-08-01"]
    assert dates_of(write("b.csv", rows("28/06/18", "29/06/2018"))) == ["2018-06-28", "2018-06-29"]


def test_a_short_year_of_an_unknown_century_costs_the_date_alone(write: Write) -> None:
    reader = read_articles(write("a.csv", rows("28/06/18")), on_error="skip")
    (article,) = reader
    assert (article.date, reader.report.unread_dates) == (None, 1)
    assert "date_format" in str(reader.report.date_errors[0])
    mixed = write("b.csv", rows("28/06/18", "29/06/1914", "30/06/2018"))
    assert dates_of(mixed) == [None, "1914-06-29", "2018-06-30"]
    # A weekday says it: the 28th of June was a Thursday in 2018, not in 1918.
    assert dates_of(write("c.csv", rows("jeudi 28/06/18"))) == ["2018-06-28"]


# --- no date


@pytest.mark.parametrize(
    "written", ["", "0000-00-00", "00/00/0000", "n.d.", "s.d.", "NULL", "sans date"]
)
def test_what_stands_for_no_date_is_no_error(write: Write, written: str) -> None:
    reader = read_articles(write("a.csv", rows(written)))
    assert [article.date for article in reader] == [None]
    assert (reader.report.undated, reader.report.unread_dates, reader.report.dates) == (1, 0, {})


# --- names of files and folders


@pytest.mark.parametrize(
    ("name", "expected", "rule"),
    [
        ("2018-06-28-sommet.txt", "2018-06-28", "file name"),
        ("sommet 28 juin 2018.txt", "2018-06-28", "file name"),
        ("20180628_001.txt", "2018-06-28", "file name"),
        ("2018/06/28/sommet.txt", "2018-06-28", "folder name"),
        ("2018/06/sommet.txt", "2018-06", "folder name"),
        ("18140401_1/page.txt", "1814-04-01", "folder name"),
        ("1814.txt", "1814", "file name"),
        ("notes/000_74238d3aba59c0a2.txt", None, ""),
        ("001_12345678.txt", None, ""),
        ("0612345678.txt", None, ""),
    ],
)
def test_a_text_without_a_date_has_that_of_its_name(
    write: Write, name: str, expected: str | None, rule: str
) -> None:
    path = write(name, "Un sommet.")
    reader = read_articles(path.parents[len(Path(name).parts) - 1])
    assert [article.date and str(article.date) for article in reader] == [expected]
    assert reader.report.dates == ({rule: 1} if rule else {})


def test_the_date_of_a_text_comes_before_that_of_its_name(write: Write) -> None:
    write("2018-06-28.txt", "Date : 1er juillet 2018\n\nUn sommet.")
    folder = write("2018-06-29.txt", "Date : n.d.\n\nUn sommet.").parent
    reader = read_articles(folder)
    assert [str(article.date) for article in reader] == ["2018-07-01", "2018-06-29"]
    assert reader.report.dates == {"header": 1, "file name": 1}


def test_a_date_that_cannot_be_read_is_not_made_up_from_the_name(write: Write) -> None:
    assert dates_of(write("2018-06-28.txt", "date 2018-13\n\nUn sommet.")) == [None]


def test_the_name_of_a_file_of_many_articles_may_be_when_it_was_exported(write: Write) -> None:
    assert dates_of(write("export-2018-06-28.csv", "id;text\n1;un\n")) == [None]
    # A name that is nothing but a date, as those of a newspaper's days.
    assert dates_of(write("2018-06-28.jsonl", '{"text": "un"}\n')) == ["2018-06-28"]


def test_numbers_of_files_are_no_years(write: Write) -> None:
    for number in ("0001", "1789", "2000"):
        write(f"numéros/{number}.txt", "Un sommet.")
    folder = write("années/1789.txt", "Une révolution.").parents[1]
    dates = {article.id: article.date for article in read_articles(folder)}
    assert {id: str(date) for id, date in dates.items() if date} == {"années/1789": "1789"}


# --- everywhere alike


@pytest.mark.parametrize(
    "written", ["28/06/2018", "28 juin 2018", "20180628", "2018/06/28", "28.06.2018"]
)
def test_a_date_is_the_same_in_a_file_in_code_and_in_a_query(
    write: Write, tmp_path: Path, written: str
) -> None:
    (article,) = read_articles(write("a.csv", rows(written)))
    assert article.date == Article("a", "un", date=written).date == frsearch.PartialDate(2018, 6, 28)
    with frsearch.create_index(tmp_path / "index") as index:
        index.add([article, Article("z", "un sommet", date="2017")])
        for results in (
            index.search("sommet", date=written),
            index.search(f'sommet date:"{written}"'),
            index.search(f"sommet depuis:{written} avant:2019"),
        ):
            assert ([hit.id for hit in results], results.warnings) == (["1"], ())
