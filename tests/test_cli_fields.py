"""Fields on the command line: filters, counts, order, tables, and what an index says of its own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import frsearch
from frsearch import Article
from frsearch.cli.main import main, program

ARTICLES = [
    {"id": "a1", "source": "Le Monde", "author": "Jean Dupont", "page": 1, "tags": ["climat", "sommet"]},
    {"id": "a2", "source": "Libération", "author": ["A. Martin", "C. Roy"], "page": 3},
    {"id": "a3", "source": "Le Monde", "page": 12, "tags": ["climat"], "date": "2018-07"},
    {"id": "a4", "source": "AFP", "score": "x", "date": None},
]


@pytest.fixture(autouse=True)
def _articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "FRSEARCH_INDEX", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.chdir(tmp_path)
    lines = (
        json.dumps({"date": "2018-06-28", "title": each["id"], "text": "Le sommet."} | each)
        for each in ARTICLES
    )
    Path("articles.jsonl").write_text("\n".join(lines), encoding="utf-8")


class Ask:
    """Runs the program; keeps what it wrote to standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str]):
        self._capsys = capsys
        self.err = ""

    def __call__(self, *arguments: str, code: int = 0) -> str:
        self._capsys.readouterr()
        ended = main(arguments)
        out, self.err = self._capsys.readouterr()
        assert ended == code, self.err
        return out

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json"))

    def rows(self, *arguments: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self(*arguments, "--csv"))))


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    made = Ask(capsys)
    made("index", "articles.jsonl")
    return made


def ids(found: Any) -> list[str]:
    return sorted(hit["id"] for hit in found["hits"])


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["source=Le Monde"], ["a1", "a3"]),
        (["journal=Le Monde", "source=AFP"], ["a1", "a3", "a4"]),  # any of the values of one field
        (["source=Le Monde", "tags=sommet"], ["a1"]),
        (["page=1..3"], ["a1", "a2"]),
        (["page=4.."], ["a3"]),
        (["page=1", "page=10..20"], ["a1", "a3"]),
        (["source=Monde"], []),  # a value is a whole one
    ],
)
def test_a_filter_is_a_value_of_a_field(ask: Ask, filters: list[str], found: list[str]) -> None:
    options = [part for each in filters for part in ("--where", each)]
    code = 0 if found else 1
    assert ids(json.loads(ask("search", "sommet", *options, "--json", code=code))) == found
    rows = csv.DictReader(io.StringIO(ask("search", "sommet", *options, "--all", "--csv", code=code)))
    assert sorted(row["id"] for row in rows) == found


def test_every_command_that_takes_a_query_takes_filters(ask: Ask) -> None:
    here = ("--where", "source=Le Monde")
    assert len(ask.rows("concordance", "sommet", *here)) == 2
    assert [row["sommet"] for row in ask.rows("timeline", "sommet", *here)] == ["1", "1"]
    assert ids(ask.json("similar", "a1", *here)) == ["a3"]
    assert "source" in ask("explain", "a2", "sommet", *here, code=1)
    ask("export", "-o", "some.csv", *here)
    with open("some.csv", encoding="utf-8-sig") as file:
        assert sorted(row["id"] for row in csv.DictReader(file)) == ["a1", "a3"]
    ask("export", "sommet", "-o", "one.csv", "--where", "page=3", "--sort", "page")
    assert ask.err.startswith("sommet: 1 article")


def test_articles_are_removed_by_a_field(ask: Ask) -> None:
    by_source = ("--where", "source=Le Monde", "--where", "source=AFP")
    assert ask.json("remove", *by_source, "--dry-run") == {
        "index": "index",
        "articles": 4,
        "would_remove": 3,
    }
    assert ask.json("remove", *by_source, "--date", "2018-06")["removed"] == 1
    assert ask.json("remove", *by_source)["removed"] == 2
    assert ids(ask.json("search", "sommet")) == ["a2"]
    ask("remove", "a2", "--where", "source=AFP", code=2)
    assert "or --query, --date and --where, not both" in ask.err


def test_commands_with_dates_have_filters_too() -> None:
    """A new command with a query gets the options of both, or says here why not."""
    options = {
        name: {each.name for each in command.params} for name, command in program.commands.items()
    }
    with_dates = {name for name, names in options.items() if "date" in names}
    assert with_dates == {name for name, names in options.items() if "where" in names}
    assert with_dates >= {"search", "similar", "export", "concordance", "timeline", "explain"}


def test_matches_are_counted_by_field(ask: Ask) -> None:
    found = ask.json(
        "search", "sommet", "-f", "month", "-f", "source", "-f", "tags", "--facet-limit", "1"
    )
    assert found["facets"] == {
        "month": [{"value": "2018-06", "count": 2}, {"value": "2018-07", "count": 1}],
        "source": [{"value": "Le Monde", "count": 2}],
        "tags": [{"value": "climat", "count": 2}],
    }
    assert found["facets_more"] == {"source": 2, "tags": 1}
    text = ask("search", "sommet", "-f", "source", "--facet-limit", "2")
    bars = text[text.index("By source") :].splitlines()
    assert bars[1].split("█")[0] == "  Le Monde "
    assert bars[2].split("█")[0] == "  AFP      "  # the bars begin at one place
    assert bars[3] == "  … 1 more"


def test_json_has_the_counts_that_python_gives(ask: Ask) -> None:
    with frsearch.open_index("index") as index:
        assert ask.json("search", "sommet") == json.loads(index.search("sommet").to_json())
    assert "By " not in ask("search", "sommet")


def test_other_values_are_counted_beside_a_chosen_one(ask: Ask) -> None:
    options = ("--where", "source=AFP", "-f", "source", "--facet-scope", "query")
    found = ask.json("search", "sommet", *options)
    assert found["total"] == 1
    assert {each["value"]: each["count"] for each in found["facets"]["source"]} == {
        "Le Monde": 2,
        "AFP": 1,
        "Libération": 1,
    }


def test_hits_are_sorted_by_a_field(ask: Ask) -> None:
    for options in ((), ("--all",)):
        rows = ask.rows("search", "sommet", "--sort", "page", *options)
        assert [row["id"] for row in rows] == ["a1", "a2", "a3", "a4"]
    ask("search", "sommet", "-s", "tags", code=2)
    assert "some have several values" in ask.err


def test_a_table_of_hits_has_a_column_for_each_field(ask: Ask) -> None:
    rows = {row["id"]: row for row in ask.rows("search", "sommet")}
    own = ["rank", "score", "id", "date", "title", "url"]
    further = ["source", "author", "page", "tags", "extra_score"]
    assert list(rows["a1"]) == [*own, *further, "snippets"]
    assert rows["a2"]["author"] == "A. Martin; C. Roy"
    assert (rows["a1"]["page"], rows["a1"]["tags"]) == ("1", "climat; sommet")
    assert (rows["a4"]["extra_score"], rows["a4"]["author"], rows["a4"]["date"]) == ("x", "", "")
    assert list(ask.rows("search", "sommet", "--where", "source=AFP")[0]) == [
        *own,
        "source",
        "extra_score",
        "snippets",
    ]
    everything = {row["id"]: row for row in ask.rows("search", "sommet", "--all", "--text")}
    assert {name: {**row, "text": None} for name, row in rows.items()} == {
        name: {**row, "text": None} for name, row in everything.items()
    }


def test_hits_have_a_line_of_fields(ask: Ask) -> None:
    text = ask("search", "sommet", "--where", "page=1..3", "--sort", "page")
    assert "\n     Le Monde · Jean Dupont · p. 1\n" in text
    assert "\n     Libération · A. Martin, C. Roy · p. 3\n" in text


def test_no_value_controls_the_terminal(ask: Ask) -> None:
    nasty = "Le\x1b[31m\nMonde" + "é" * 100
    with frsearch.open_index("index") as index:
        index.add([Article("b", "Un sommet.", extra={"source": nasty, "k\x07\n": "v"})])
    for arguments in (("search", "sommet", "-f", "source"), ("fields",), ("info",)):
        out = ask(*arguments)
        assert "\x1b" not in out
        assert "\x07" not in out
    assert max(map(len, ask("search", "sommet", "-f", "source").splitlines())) < 100


def test_the_fields_of_an_index_are_listed(ask: Ask) -> None:
    lines = ask("fields").splitlines()
    assert lines[0].split() == ["field", "type", "articles", "values", "most", "frequent"]
    by_name = {line.split()[0]: line.split(maxsplit=4)[1:] for line in lines[1:]}
    assert by_name["source"] == ["text", "4", "3", "Le Monde (2), AFP (1), Libération (1)"]
    assert by_name["page"] == ["number", "3", "3", "1 (1), 3 (1), 12 (1)"]
    assert "Le Monde (2), … 2 more" in ask("fields", "-n", "1")
    with frsearch.open_index("index") as index:
        known = index.fields(frequent=2)
    records = ask.json("fields", "-n", "2")
    assert [(each["name"], each["articles"], each["distinct"]) for each in records] == [
        (each.name, each.articles, each.distinct) for each in known
    ]
    tags = next(row for row in ask.rows("fields") if row["name"] == "tags")
    assert (tags["single"], tags["frequent"]) == ("false", "climat (2); sommet (1)")


def test_info_names_the_fields(ask: Ask) -> None:
    last = ask("info").splitlines()[-1]
    assert last.startswith("fields    source (3 values), page (3 values), ")
    assert "score (1 value)" in last
    assert {each["name"] for each in ask.json("info")["fields"]} == {
        "source",
        "author",
        "page",
        "tags",
        "score",
    }


def test_an_index_without_fields_says_so(ask: Ask, make_index: Callable[..., frsearch.Index]) -> None:
    path = str(make_index("un sommet").path)
    assert ask("fields", "-i", path, code=1) == ""
    assert ask("info", "-i", path).splitlines()[-1] == "fields    no fields"


def test_types_are_declared_when_an_index_is_made(ask: Ask) -> None:
    declared = ("--field", "page=number", "--field", "author=stored")
    ask("index", "articles.jsonl", "-i", "typed", *declared)
    assert "author" not in ask("fields", "-i", "typed")
    ask("index", "articles.jsonl", "-i", "typed", *declared)  # the same again is no error
    Path("bad.jsonl").write_text('{"id": "b", "text": "Un.", "page": "une"}')
    ask("index", "bad.jsonl", "-i", "typed", code=2)
    assert "page must be of type 'number'" in ask.err
    ask("index", "articles.jsonl", "-i", "typed", "--field", "page=text", code=2)
    assert "did not declare page=text" in ask.err
    ask("index", "bad.jsonl", "-i", "typed", "--field", "page=text", "--overwrite")
    assert [each["type"] for each in ask.json("fields", "-i", "typed")] == ["text"]


def test_a_wrong_type_makes_no_index(ask: Ask) -> None:
    ask("index", "articles.jsonl", "-i", "never", "--field", "page=nombre", code=2)
    assert not Path("never").exists()


def test_shells_complete_orders_and_known_fields() -> None:
    sort = next(each for each in program.commands["search"].params if each.name == "sort")
    context = program.commands["search"].context_class(program.commands["search"])
    assert [item.value for item in sort.type.shell_complete(context, sort, "so")] == ["source"]
    assert [item.value for item in sort.type.shell_complete(context, sort, "ne")] == ["newest"]


def test_a_timeline_is_split_by_a_field(ask: Ask) -> None:
    rows = ask.rows("timeline", "sommet", "--split", "journal")
    assert [(row["sommet · Le Monde"], row["sommet · Libération"]) for row in rows] == [
        ("1", "1"),
        ("1", "0"),
    ]
    assert ask.err == ""
    assert len(ask.json("timeline", "sommet", "--split", "source", "--split-limit", "1")["series"]) == 1
    assert ask.err == "--split-limit leaves out 2 values of source\n"


def test_a_concordance_is_sorted_by_a_field(ask: Ask) -> None:
    rows = ask.rows("concordance", "sommet", "--sort", "source")
    assert [row["source"] for row in rows] == ["AFP", "Le Monde", "Le Monde", "Libération"]
    assert "Le Monde: 2 occurrences in 2 articles" in ask("concordance", "sommet", "-s", "source")
