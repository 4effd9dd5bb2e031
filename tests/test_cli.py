"""The program as people, pipes and scripts meet it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from frsearch.analysis.chain import Chain
from frsearch.analysis.steps import steps
from frsearch.cli.main import main
from frsearch.cli.main import program as commands
from frsearch.messages.wording import Message
from frsearch.output.text import break_lines
from tests.conftest import ROOT

SEEDS = str(ROOT / "seeds")
FIRST = "001_028b9dd5cdb5c5d8"


class Ran:
    """What a run of the program gave."""

    def __init__(self, code: int, out: str, err: str):
        self.code, self.out, self.err = code, out, err

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def records(self) -> list[Any]:
        return list(map(json.loads, self.lines))

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _speaks_english_in_an_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "FRSEARCH_INDEX", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*arguments: str) -> Ran:
        capsys.readouterr()
        code = main(arguments)
        return Ran(code, *capsys.readouterr())

    return ran


@pytest.fixture
def ask(run: Run, seeds_index: frsearch.Index, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program on the index of the seeds."""
    monkeypatch.setenv("FRSEARCH_INDEX", str(seeds_index.path))
    return run


def outside(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own."""
    command = [sys.executable, "-m", "frsearch", *arguments]
    path = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, env={**os.environ, **path, **environment})


# A first try


def test_two_commands_lead_from_files_to_an_answer(run: Run) -> None:
    made = run("index", SEEDS)
    assert (made.code, made.err) == (0, "")
    assert made.lines[:4] == ["index: 4 articles", "  added 4", "  updated 0", "  skipped 0"]
    assert made.lines[4:] == [
        *("", "  files          4", "    read         4  txt 4"),
        *("  articles read  4", "    dated        4  header line 4"),
    ]
    found = run("search", "sommet", "Poutine", "Trump")
    assert found.code == 0
    assert found.lines[0] == "sommet Poutine Trump: 3 articles"
    assert found.lines[2].startswith("1. 2018-06  L’administration américaine")
    assert "[sommet]" in found.out
    assert all(len(line) <= 90 for line in found.lines)


def test_indexing_says_what_was_skipped_and_why(run: Run, tmp_path: Path) -> None:
    lines = ['{"remarque": "un sommet"}', '{"id": "b", "text": 1}', "[]"]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    ran = run("index", "a.jsonl", SEEDS)
    assert ran.code == 0
    assert ran.lines[:4] == ["index: 4 articles", "  added 4", "  updated 0", "  skipped 3"]
    assert "--column text=…" in ran.lines[4]
    assert "text must be a string" in ran.lines[5]
    assert ran.lines[7:11] == [
        "",
        "  files          5",
        "    read         4  txt 4",
        "    refused      1",
    ]
    again = run("index", "a.jsonl", SEEDS, "--json").json
    assert (again["added"], again["updated"], again["skipped"]) == (0, 4, 3)
    assert len(again["errors"]) == 3
    assert run("index", "a.jsonl").code == 1
    assert run("index", "a.jsonl", "--column", "text=remarque").lines[1] == "  added 1"


def mixed_folder(folder: Path) -> None:
    """A folder of 14 files, an index among them and a hidden folder."""
    files = {
        "2018/06/01.txt": "date 2018-06 Un sommet.",
        "2018/07/01.txt": "date 2018-13 Un autre sommet.",
        "2018/01.TXT.gz": gzip.compress("Un sommet compressé.".encode()),
        "lignes.jsonl": '{"id": "a", "text": "1", "date": "28 juin"}\n{"id": "a", "text": "2"}\n[]\n',
        "table.csv": "text;date\nun;2018\ndeux;\n",
        "vide.txt": "",
        "binaire.csv": bytes(range(256)),
        "rapport.doc": b"Non.",
        "rapport.DOC": b"Non.",
        "LISEZ-MOI": "Non.",
        "archives.tar.gz": gzip.compress(b"x"),
        "notes/brouillon.md": "Non.",
        ".DS_Store": b"x",
        ".git/config": "x",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    frsearch.create_index(folder / "vieil index").close()


REPORTS = {
    "en": """\
index: 6 articles
  added 6
  updated 0
  skipped 4
    presse/archives.tar.gz: the archive is damaged (truncated header): make it again
    presse/binaire.csv: looks like a binary file: save it as text, in UTF-8
    presse/lignes.jsonl:3: JSON of type list, not an object: write one object per line
    presse/vide.txt: is empty and holds no article: remove it
  repeated ids 1 (the last article is kept)
    a

  files                          15
    read                          5  txt 3, jsonl 1, csv 1
    refused                       3
    of other kinds, not read      3  .doc 2, no ending 1
      presse/LISEZ-MOI
      presse/rapport.DOC
      presse/rapport.doc
    left out by rule              4  hidden 2, excluded 1, indexes 1
  articles read                   7
    dated                         3  folder name 1, header line 1, YYYY-MM-DD 1
    undated                       4
      dates that cannot be read   2
        presse/2018/07/01.txt:1: article '2018/07/01': the date 2018-13 does not exist
        presse/lignes.jsonl:1: article 'a': '28 juin' is not a date: write 2018, juin\
 2018, 28/06/2018 or 2018-06-28, for example
""",
    "fr": """\
index : 6 articles
  ajoutés : 6
  mis à jour : 0
  laissés de côté : 4
    presse/archives.tar.gz : l'archive est abîmée (en-tête coupé) : refaites-la
    presse/binaire.csv : semble être un fichier binaire : enregistrez-le comme texte, en UTF-8
    presse/lignes.jsonl:3 : JSON de type list et non un objet : écrivez un objet par ligne
    presse/vide.txt : est vide et ne contient pas d'article : supprimez-le
  identifiants répétés : 1 (le dernier article est gardé)
    a

  fichiers                   15
    lus                       5  txt 3, jsonl 1, csv 1
    refusés                   3
    d’autres types, non lus   3  .doc 2, sans extension 1
      presse/LISEZ-MOI
      presse/rapport.DOC
      presse/rapport.doc
    écartés par règle         4  cachés 2, exclus 1, index 1
  articles lus                7
    datés                     3  nom de dossier 1, ligne d’en-tête 1, AAAA-MM-JJ 1
    sans date                 4
      dates illisibles        2
        presse/2018/07/01.txt:1 : article '2018/07/01' : la date 2018-13 n'existe pas
        presse/lignes.jsonl:1 : article 'a' : '28 juin' n'est pas une date : écrivez\
 2018, juin 2018, 28/06/2018 ou 2018-06-28, par exemple
""",
}


@pytest.mark.parametrize("language", REPORTS)
def test_the_report_of_a_mixed_folder_adds_up(run: Run, tmp_path: Path, language: str) -> None:
    mixed_folder(tmp_path / "presse")
    ran = run("--lang", language, "index", "presse", "--exclude", "*.md")
    assert ran.out.replace("\u00a0", " ") == REPORTS[language]
    written = run("index", "presse", "--exclude", "*.md", "--json").json
    assert (written["added"], written["updated"], written["repeated"]) == (0, 6, 1)
    assert written["repeated_ids"] == ["a"]
    assert (written["undated"], written["unread_dates"], len(written["date_errors"])) == (3, 2, 2)
    assert (written["files"], written["refused"], written["archives"]) == (5, 3, 0)
    assert written["passed_over"] == {".doc": 2, "": 1}
    assert len(written["passed_over_files"]) == 3
    assert written["left_out"] == {"hidden": 2, "excluded": 1, "index": 1}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", '{"id": "a", "text": "un"}\n[]\n', "a.jsonl:2: JSON of type list"),
        ("a.jsonl", '{"id": "a", "text": "un", "date": "juin"}\n', "a.jsonl:1: article 'a': 'juin'"),
        ("rapport.doc", "%DOC", "rapport.doc: not an article file"),
        ("rapport.doc", "%DOC", "; --exclude leaves it out"),
        ("LISEZ-MOI", "Non.", "LISEZ-MOI: not an article file"),
    ],
)
def test_strict_indexing_adds_nothing_after_an_error(
    run: Run, tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / "presse").mkdir()
    (tmp_path / "presse" / "z.txt").write_text("Un sommet.")
    (tmp_path / "presse" / name).write_text(content)
    ran = run("index", "presse", "--strict")
    assert ran.code == 2
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "index").exists()
    # What is there stays as it is.
    run("index", SEEDS)
    assert run("index", "presse", "--strict").code == 2
    assert run("info", "--json").json["articles"] == 4
    assert run("index", "presse", "--strict", "--exclude", name).lines[1] == "  added 1"


def test_overwriting_empties_the_index_but_not_for_sources_that_are_not_there(run: Run) -> None:
    run("index", SEEDS)
    assert run("index", "nothing-here", "--overwrite").code == 2
    assert run("info", "--json").json["articles"] == 4
    assert run("index", f"{SEEDS}/{FIRST}.txt", "--overwrite").lines[0] == "index: 1 article"


# What is asked, as text, JSON and CSV


def test_hits_are_what_the_library_finds(ask: Run, seeds_index: frsearch.Index) -> None:
    results = seeds_index.search("conseiller", sort="newest", facets=("month", "year"), limit=2)
    options = ("conseiller", "--sort", "newest", "-f", "month", "-f", "year", "-n", "2")
    found = ask("search", *options, "--json").json
    assert found == json.loads(results.to_json())
    assert found["cursor"]
    ids = [hit.id for hit in results]
    assert [row["id"] for row in ask("search", *options, "--csv").rows] == ids
    following = ask("search", *options, "--after", found["cursor"], "--json").json
    assert following["hits"][0]["rank"] == 3
    assert "By month\n  2018-06 ███" in ask("search", *options).out


def test_dates_offsets_matches_and_snippets_are_passed_on(ask: Run) -> None:
    assert ask("search", "conseiller", "--date", "2018-10", "--json").json["total"] == 1
    assert ask("search", "conseiller éléphant", "-m", "any", "--json").json["match"] == "any"
    hits = ask("search", "conseiller", "--offset", "1", "--snippets", "0", "--text", "--json").json[
        "hits"
    ]
    assert hits[0]["rank"] == 2
    assert hits[0]["snippets"] == []
    assert hits[0]["text"]


def test_all_hits_come_as_lines(ask: Run) -> None:
    records = ask("search", "rencontre", "--all", "--json").records
    assert [record["rank"] for record in records] == [1, 2, 3, 4]
    assert len(ask("search", "rencontre", "--all", "--csv").rows) == 4
    text = ask("search", "rencontre", "--all").out
    assert text.startswith("rencontre: 4 articles\n\n1. 2018-06")
    assert "\n4. " in text
    assert "never closed" in ask("search", "(rencontre", "--all", "--csv").err
    for option in (("--facets", "month"), ("--limit", "10"), ("--collapse",)):
        refused = ask("search", "rencontre", "--all", *option)
        assert refused.code == 2
        assert f"give --all or {option[0]}" in refused.err


def test_near_copies_stand_behind_one_of_them(run: Run, make_index: Any) -> None:
    text = " ".join(f"mot{number} sommet" for number in range(80))
    index = make_index((text, "2018"), (text, "2019"))
    found = run("search", "sommet", "--collapse", "-i", str(index.path))
    assert found.lines[0] == "sommet: 1 article"
    assert "near copies: a1" in found.out
    record = run("search", "sommet", "--collapse", "-i", str(index.path), "--json").json
    assert record["hits"][0]["copies"] == ["a1"]


def test_nothing_found_is_an_exit_code_of_its_own(ask: Run) -> None:
    for command in ("search", "concordance", "timeline", "suggest"):
        assert ask(command, "kangourou").code == 1, command
    assert ask("search", "kangourou").lines == ["kangourou: 0 articles"]
    assert ask("show", "kangourou").code == 1
    assert ask("explain", FIRST, "kangourou").code == 1
    assert ask("analyze", "–").code == 1


def test_a_concordance_is_aligned_and_says_how_much_it_leaves_out(ask: Run) -> None:
    ran = ask("concordance", '"Vladimir Poutine"', "-w", "20", "-n", "4", "--sort", "right")
    assert ran.lines[0] == '"Vladimir Poutine": 10 occurrences in 4 articles'
    assert {line.index("[Vladimir Poutine]") for line in ran.lines[1:5]} == {20}
    assert ran.lines[5] == "… 6 more"
    assert len(ask("concordance", "Poutine", "--csv").rows) == len(
        ask("concordance", "Poutine", "--json").records
    )


def test_a_timeline_is_of_each_argument(ask: Run) -> None:
    ran = ask("timeline", "rencontre", "Trump Poutine", "--by", "month")
    assert ran.lines[0] == "rencontre: articles"
    assert ran.lines[6] == "Trump Poutine: articles"
    rows = ask("timeline", "rencontre", "Trump Poutine", "--csv").rows
    assert rows[0]["rencontre"] == "3"
    made = ask("timeline", "rencontre", "--count", "occurrences", "--relative", "--json").json
    assert made["count"] == "occurrences"
    assert made["series"][0]["counts"][0] == 15


def test_articles_are_shown_whole(ask: Run, seeds_index: frsearch.Index) -> None:
    article = seeds_index.get(FIRST)
    assert article is not None
    shown = ask("show", FIRST)
    assert shown.lines[:3] == [article.title, "date: 2018-06", f"id: {FIRST}"]
    (record,) = ask("show", FIRST, "--json").records
    assert record["text"] == article.text
    some = ask("show", FIRST, "missing", "--json")
    assert (some.code, len(some.records)) == (1, 1)
    assert "missing" in some.err


def test_scores_are_explained(ask: Run, seeds_index: frsearch.Index) -> None:
    explanation = seeds_index.explain("sommet", FIRST)
    assert ask("explain", FIRST, "sommet").out.strip() == str(explanation)
    assert ask("explain", FIRST, "sommet", "--json").json["value"] == explanation.value
    assert "it lacks: éléphant" in ask("explain", FIRST, "sommet éléphant").err


def test_words_are_completed(ask: Run) -> None:
    assert ask("suggest", "prési").lines[0].split() == ["président", "4", "articles"]
    assert ask("suggest", "prési", "-n", "1", "--json").json == [{"text": "président", "count": 4}]
    assert ask("suggest", "prési", "-n", "1", "--csv").rows == [{"text": "président", "count": "4"}]


def test_similar_articles_are_found(ask: Run, seeds_index: frsearch.Index) -> None:
    ids = [hit.id for hit in seeds_index.similar(FIRST)]
    assert [hit["id"] for hit in ask("similar", FIRST, "--json").json["hits"]] == ids
    assert ask("similar", FIRST).lines[0] == f"Articles most like {FIRST}"


def test_the_analysis_is_shown_step_by_step(run: Run) -> None:
    table = run("analyze", "L’Otan aux États-Unis")
    assert [line.split() for line in table.lines[1:]] == [
        ["L’Otan", "Otan", "0", *["otan"] * 4],
        ["aux", "aux", "1", "aux", "aux", "aux", "aux", "stop", "word"],
        ["États-Unis", "États", "2", "états", "etats", "etat", "etat"],
        ["États-Unis", "2", "étatsunis", "etatsunis", "etatsuni", "etatsun", "another", "reading"],
        ["États-Unis", "Unis", "3", "unis", "unis", "unir", "unis"],
    ]
    records = run("analyze", "le 16 h 30 –", "--json").records
    assert [record["position"] for record in records] == [0, 1, None]
    assert run("analyze", "le 16 h 30", "--csv").rows[1]["written"] == "16 h 30"


@given(st.text(alphabet="aéÉ’-–1 .,hOU\n", max_size=40))
def test_the_steps_have_every_token_of_the_analysis(text: str) -> None:
    shown = [(each.start, each.end, each.stem) for each in steps(text) if each.position is not None]
    assert shown == [(each.start, each.end, each.form.stem) for each in Chain().tokens(text)]


def test_an_index_says_what_it_is_and_that_it_is_sound(ask: Run, run: Run) -> None:
    assert "dates     2018-06 to 2018-10" in ask("info").lines
    assert ask("info", "--json").json["articles"] == 4
    assert "all is well: 4 articles" in ask("check").out
    assert ask("check", "--json").json["ok"] is True
    assert ask("check", "--csv").rows == []


def test_damage_is_told_with_an_exit_code(run: Run) -> None:
    run("index", SEEDS)
    segment = max(Path("index").iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 255
    segment.write_bytes(data)
    ran = run("check")
    assert ran.code == 1
    assert segment.name in ran.out
    assert run("check", "--json").json["ok"] is False
    assert run("check", "--csv").rows[0]["file"].endswith(segment.name)


def test_output_goes_to_a_file_whose_ending_says_the_form(ask: Run, tmp_path: Path) -> None:
    assert ask("concordance", "Poutine", "-o", "lines.csv").out == ""
    assert (tmp_path / "lines.csv").read_bytes().startswith(b"\xef\xbb\xbfleft,keyword,")
    ask("search", "sommet", "-o", "found.json")
    assert json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))["total"] == 3
    ask("search", "sommet", "-o", "found.txt")
    assert (tmp_path / "found.txt").read_text(encoding="utf-8").startswith("sommet: 3 articles\n")
    refused = ask("search", "sommet", "-o", "no/such/folder.csv")
    assert refused.code == 2
    assert len(refused.err.splitlines()) == 1


# What goes wrong is one sentence, in either language

WRONG = [
    ((), "Usage: frsearch"),
    (("serach", "x"), "there is no command serach"),
    (("search",), "QUERY is missing"),
    (("search", "x", "--sort", "best"), "relevance, newest, oldest"),
    (
        ("search", "x", "-f", "week"),
        "there is no field 'week' in this index: there are year, month, day",
    ),
    (("search", "x", "--where", "sorce=x"), "there is no field 'sorce'"),
    (
        ("search", "x", "--where", "source"),
        "NAME=VALUE, such as source=Figaro or page=1..3, not 'source'",
    ),
    (("search", "x", "--all", "--facet-limit", "3"), "give --all or --facet-limit, not both"),
    (("export", "-o", "x.csv", "--ids", "x", "--where", "source=x"), "give --ids or --where, not both"),
    (("timeline", "x", "--split", "sorce"), "there is no field 'sorce'"),
    (("concordance", "x", "--sort", "best"), "date, left, right"),
    (("index", SEEDS, "--field", "page"), "--field has the form page=number"),
    (("index", SEEDS, "--field", "page=nombre"), "must be one of text, number, boolean, stored"),
    (("index", SEEDS, "--field", "page=number"), "this index did not declare page=number"),
    (("search", "x", "-n", "-1"), "--limit/-n is a whole number from 0 to 1,000,000,000"),
    (("search", "x", "-n", "dix"), "--limit/-n is a whole number from 0 to 1,000,000,000"),
    (("search", "x", "-n", "9" * 30), "--limit/-n is a whole number"),
    (("concordance", "x", "-w", "999999"), "--width/-w is a whole number from 0 to 10,000"),
    (("timeline", "x", "--by", "day", "-d", "1000..2018"), "count by a longer unit, or narrow --date"),
    (("search", "x", "--srot", "newest"), "there is no option --srot; is it --sort?"),
    (("search", "sommet", "-Trump"), "words that begin with a - come after --"),
    (("search", "x", "--date"), "--date needs a value"),
    (("search", "x", "--date", "juin"), "'juin' is not a date"),
    (("search", "x", "--json", "--csv"), "give --json or --csv, not both"),
    (("search", "(x", "--strict"), "this parenthesis is never closed"),
    (("search", "x", "--after", "x"), "cursor"),
    (("search", "x", "-i", "nowhere"), "make one with `frsearch index SOURCES`"),
    (("similar", "nobody"), "there is no article with the id 'nobody'"),
    (("index", "nothing-here"), "nothing-here: cannot be read: No such file or directory"),
    (("index", SEEDS, "--column", "text"), "text=contenu"),
    (("index", SEEDS, "--workers", "0"), "--workers is a whole number from 1 to"),
    (("info", "more"), "more"),
]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_what_cannot_be_done_is_one_sentence_that_says_the_way_out(
    ask: Run, arguments: tuple[str, ...], said: str, language: str
) -> None:
    ran = ask("--lang", language, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    if language == "en":
        assert said in ran.err
    if arguments:
        assert ran.err.startswith("frsearch: ")
        assert len(ran.err.splitlines()) == 1
    if language == "fr":
        assert " is " not in ran.err
        assert " the " not in ran.err


def test_an_outdated_index_and_a_busy_one_say_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("index", SEEDS)
    with monkeypatch.context() as patch:
        patch.setattr("frsearch.codec.manifest.FORMAT", 99)
        old = run("search", "sommet")
    assert old.code == 2
    assert "frsearch index SOURCES --overwrite" in old.err
    assert "create_index" not in old.err

    def busy(*_: Any, **__: Any) -> None:
        raise frsearch.IndexLocked(
            Message(
                "{folder}: {holder} is writing to this index: try again when it is done, or wait for it "
                "with timeout=",
                folder="index",
                holder="process 1",
            ),
            "process 1",
        )

    monkeypatch.setattr(frsearch.Index, "add", busy)
    locked = run("index", SEEDS, "-i", "other")
    assert locked.code == 2
    assert "--timeout 60" in locked.err


def test_doubtful_syntax_and_misspellings_are_told(ask: Run) -> None:
    ran = ask("search", "(Poutime")
    assert "! this parenthesis is never closed" in ran.out
    assert ran.out.index("Did you mean: (Poutine") < ran.out.index("1. 2018")
    assert "Did you mean" not in ran.err
    assert "this parenthesis is never closed" in ask("search", "(Poutime", "--json").err


def test_a_date_in_words_is_offered_on_the_command_line(ask: Run) -> None:
    ran = ask("search", "sommet juin 2018")
    assert "Only of this date: sommet date:2018-06" in ran.out
    offered = json.loads(ask("search", "sommet juin 2018", "--json").out)["date_suggestion"]
    assert offered == {"query": "sommet", "date": "2018-06"}


def test_a_plain_search_reads_no_sign(ask: Run) -> None:
    for command in ("search", "concordance", "timeline"):
        ran = ask(command, "(sommet OU", "--plain")
        assert "!" not in ran.out + ran.err
    assert "!" in ask("search", "(sommet OU").out


def test_a_search_that_ran_out_of_time_says_so(
    ask: Run, seeds_index: frsearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = seeds_index.search("sommet")
    cut = replace(found, timed_out=True)
    asked: list[Any] = []

    def search(*_: Any, **settings: Any) -> Any:
        asked.append(settings["timeout"])
        return cut

    monkeypatch.setattr(frsearch.Index, "search", search)
    ran = ask("search", "sommet", "--timeout", "3")
    assert ran.out.startswith(f"sommet: at least {found.total} articles\n")
    assert "there may be more articles" in ran.err
    assert "no time for" not in ran.err
    assert ask("search", "sommet", "--timeout", "3", "--json").json["timed_out"] is True
    assert asked == [3, 3]
    # Of an exact total nothing else is said.
    cut = replace(found, left_out=("hits", "snippets", "suggestion"))
    ran = ask("search", "sommet", "--timeout", "3")
    assert ran.out.startswith(f"sommet: {found.total} articles\n")
    assert ran.err == "There was no time for: all hits, all snippets, a suggestion.\n"
    told = ask("search", "sommet", "--timeout", "3", "--json").json
    assert (told["timed_out"], told["left_out"]) == (False, ["hits", "snippets", "suggestion"])


def test_interruptions_are_quiet(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(frsearch.Index, "search", interrupted)
    ran = ask("search", "sommet")
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_the_page_is_served_or_its_extra_named(ask: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "frsearch.web", None)
    ran = ask("serve")
    assert ran.code == 2
    assert 'pip install "frsearch[web]"' in ran.err
    web = ModuleType("frsearch.web")
    served: list[Any] = []

    def serve(path: str, host: str, port: int, started: Callable[[str], None]) -> None:
        served.append((path, host, port))
        started("http://127.0.0.1:8000/")

    web.serve = serve  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "frsearch.web", web)
    ran = ask("serve", "--port", "0")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "The page is at http://127.0.0.1:8000/ until Ctrl-C.\n"
    assert served == [(os.environ["FRSEARCH_INDEX"], "127.0.0.1", 0)]
    assert ask("serve", "-i", "nowhere").code == 2


def test_every_command_has_help_in_both_languages(run: Run) -> None:
    for name in commands.commands:
        english, french = run(name, "--help"), run("--lang", "fr", name, "--help")
        assert english.code == french.code == 0
        assert english.out.startswith("Usage: frsearch")
        assert french.out.startswith("Usage\u00a0: frsearch")


def test_the_version_is_said(run: Run) -> None:
    assert run("--version").out == f"frsearch {frsearch.__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_get_their_completion(run: Run, shell: str) -> None:
    assert "_FRSEARCH_COMPLETE" in run("completion", shell).out


# Processes, pipes and terminals


def test_commands_and_options_are_completed() -> None:
    asked = {"_FRSEARCH_COMPLETE": "bash_complete", "COMP_CWORD": "1", "COMP_WORDS": "frsearch se"}
    assert outside(**asked).stdout.split() == [b"plain,search", b"plain,serve"]
    asked = {"_FRSEARCH_COMPLETE": "zsh_complete", "COMP_CWORD": "1", "LANG": "fr_FR"}
    words = outside(**asked, COMP_WORDS="frsearch sea").stdout.decode()
    assert words.split("\n")[1:3] == ["search", "Chercher des articles, les meilleurs d'abord."]


def test_output_is_utf_8_and_french_is_read_whatever_the_locale(seeds_index: frsearch.Index) -> None:
    locale = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "LANGUAGE": ""}
    ran = outside("search", "président américain", "-i", str(seeds_index.path), **locale)
    assert ran.returncode == 0
    assert "président américain".encode() in ran.stdout
    assert "[président]".encode() in ran.stdout


def test_a_reader_that_leaves_early_ends_the_program_quietly(tmp_path: Path, make_index: Any) -> None:
    index = make_index(*["un sommet"] * 3000)
    command = [sys.executable, "-m", "frsearch", "search", "sommet", "--all", "-i", str(index.path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"sommet: 3,000 articles\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """Return what the program writes to a terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "frsearch", *arguments]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=settings) as process:
        os.close(theirs)
        written = b""
        while True:
            try:
                read = os.read(ours, 1 << 16)
            except OSError:
                break
            if not read:
                break
            written += read
    os.close(ours)
    assert process.returncode == 0
    return written.decode()


ATTACK = "sommet \x1b]0;pris\x07 \x9b31m \x1b[2J fin"


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "sommet"),
        ("search", "sommet", "--csv"),
        ("search", "sommet", "--json", "--text"),
        ("concordance", "sommet"),
        ("show", "a\x1b1"),
        ("search", "\x1b[31m sommet"),
    ],
)
def test_articles_and_queries_cannot_control_a_terminal(make_index: Any, arguments: Any) -> None:
    index = make_index(Article("a\x1b1", ATTACK, ATTACK, "2018", ATTACK, {"x\x1b": ATTACK}))
    written = on_a_terminal(*arguments, "-i", str(index.path), NO_COLOR="1")
    assert "sommet" in written
    assert all(character.isprintable() or character in "\r\n" for character in written)


def test_colours_are_for_terminals_that_want_them(seeds_index: frsearch.Index) -> None:
    arguments = ("search", "sommet", "-i", str(seeds_index.path))
    coloured = on_a_terminal(*arguments)
    assert "\x1b[33m\x1b[1msommet\x1b[0m" in coloured
    assert "[sommet]" not in coloured
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = on_a_terminal(*arguments, **environment)
        assert "\x1b" not in plain
        assert "[sommet]" in plain


# Lines


@given(st.text(alphabet="ab \n", max_size=60), st.integers(1, 12))
def test_lines_are_broken_at_blanks_alone(text: str, width: int) -> None:
    broken = break_lines(text, width)
    assert broken.replace("\n", " ") == text.replace("\n", " ")
    for line in broken.split("\n"):
        assert len(line) <= width or " " not in line.strip()


def test_many_sources_are_one_batch(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"Le texte {name}.")
    reader = frsearch.read_articles([tmp_path / "b.txt", str(tmp_path / "a.txt")])
    assert [article.id for article in reader] == ["b", "a"]
    assert reader.share_read == 1.0
    with pytest.raises(frsearch.ArticleError):
        frsearch.read_articles([tmp_path / "a.txt", tmp_path / "missing"])


@pytest.mark.parametrize(("document", "locale"), [("README.md", "en_GB"), ("README.fr.md", "fr_FR")])
def test_the_readme_shows_what_the_commands_print(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, document: str, locale: str
) -> None:
    monkeypatch.setenv("LANG", locale)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "seeds").symlink_to(SEEDS)
    text = (ROOT / document).read_text(encoding="utf-8")
    (block,) = re.findall(r"```console\n(\$ frsearch .*?)```", text, re.DOTALL)
    commands = re.findall(r"\$ frsearch (.*)\n((?:(?!\$ ).*\n)*)", block)
    assert len(commands) == 3
    for command, shown in commands:
        assert run(*shlex.split(command)).out == shown


# Keeping in step, and taking out


@pytest.fixture
def press(tmp_path: Path) -> Path:
    folder = tmp_path / "presse"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"Le sommet {name} aura lieu le 06/07/2018.")
    (folder / "c.csv").write_text("id,date,text\nc1,06/07/2018,Un sommet\nc2,13/07/2018,Un autre\n")
    return folder


def test_a_folder_is_kept_in_step(run: Run, press: Path) -> None:
    assert run("index", "presse", "--sync").lines[:3] == [
        "index: 4 articles",
        "  added 4",
        "  updated 0",
    ]
    (press / "a.txt").unlink()
    (press / "d.txt").write_text("Un sommet de plus.")
    ran = run("index", "presse", "--sync")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[:5] == [
        *("index: 4 articles", "  added 1", "  updated 0", "  removed 1", "  skipped 0")
    ]
    assert [line.split() for line in ran.lines[6:9]] == [
        *(["files", "3"], ["read", "1", "txt", "1"], ["unchanged", "2"])
    ]
    ran = run("index", "presse", "--sync", "--json")
    assert (ran.code, ran.json["unchanged"], ran.json["articles"]) == (0, 3, 4)
    assert (ran.json["added"], ran.json["removed"], ran.json["articles_read"]) == (0, 0, 0)


def test_standard_input_is_not_kept_in_step(run: Run) -> None:
    ran = run("index", "-", "--format", "jsonl", "--sync")
    assert (ran.code, ran.out) == (2, "")
    assert "--sync or -, not both" in ran.err


def test_articles_are_removed_by_their_ids(run: Run, press: Path) -> None:
    run("index", "presse")
    ran = run("remove", "a", "zzz", "c1")
    assert (ran.code, ran.lines) == (0, ["index: 2 articles", "  removed 2"])
    assert ran.err == "there is no article with the id zzz in the index\n"
    ran = run("remove", "a", "a", "--json")
    assert (ran.code, ran.json) == (1, {"index": "index", "articles": 2, "removed": 0})
    assert ran.err == "there is no article with the id a in the index\n"


def test_articles_are_removed_by_the_files_that_they_came_from(
    run: Run, press: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("index", "presse")
    (press / "c.csv").unlink()
    ran = run("remove", "--source", "presse/c.csv")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == ["index: 2 articles", "  removed 2"]
    assert run("remove", "--source", str(press / "c.csv")).code == 1
    monkeypatch.chdir(press)
    ran = run("remove", "-i", "../index", "--source", "b.txt", "--source", "../presse", "--json")
    assert (ran.code, ran.json["removed"], ran.json["articles"]) == (0, 2, 0)


def test_what_to_remove_must_be_said_and_known(run: Run, press: Path) -> None:
    run("index", "presse")
    ran = run("remove")
    assert (ran.code, ran.out) == (2, "")
    assert "give the ids of articles, --source, --query, --date or --where" in ran.err
    ran = run("remove", "--source", "ailleurs")
    assert (ran.code, ran.out) == (2, "")
    assert "ailleurs: no article of this index was read from there: check the path" in ran.err
    assert run("info", "--json").json["articles"] == 4


# Reading without an index


def test_a_reading_shows_the_first_articles_and_what_became_of_the_files(run: Run, press: Path) -> None:
    (press / "d.epub").write_text("PK")
    ran = run("read", "presse", "-n", "3")
    assert (ran.code, ran.err) == (0, "")
    shown = [line for line in ran.lines if line.startswith("     id: ")]
    assert shown == ["     id: a", "     id: b", "     id: c1"]
    assert [line[:3] for line in ran.lines if line[:1].isdigit()][:3] == ["1. ", "2. ", "3. "]
    assert "4 articles" in ran.lines
    table = [line.split() for line in ran.lines]
    assert ["read", "3", "txt", "2,", "csv", "1"] in table
    assert [*"of other kinds, not read 1 .epub 1".split()] in table
    assert not Path("index").exists()


def test_a_reading_as_json_has_whole_articles_and_the_report(run: Run, press: Path) -> None:
    ran = run("read", "presse/c.csv", "--json", "-n", "1")
    assert [article["text"] for article in ran.json["first"]] == ["Un sommet"]
    assert (ran.json["articles"], ran.json["forms"]) == (2, {"csv": 1})


def test_dates_are_read_in_the_given_format(run: Run, press: Path) -> None:
    def dates(*options: str) -> list[str | None]:
        ran = run("read", "presse/c.csv", "--json", *options)
        return [article["date"] for article in ran.json["first"]]

    assert dates() == ["2018-07-06", "2018-07-13"]
    assert dates("--date-format", "mdy") == ["2018-06-07", "2018-07-13"]
    assert dates("--date-format", "%d/%m/%Y") == ["2018-07-06", "2018-07-13"]
    ran = run("read", "presse/c.csv", "--date-format", "%Q")
    assert (ran.code, ran.out) == (2, "")
    assert "%Q" in ran.err


def test_standard_input_is_read_in_the_given_form(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b'{"id": "a", "text": "Un sommet"}\n{"id": "b"}\n{"text": "Sans id"}\n'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    ran = run("index", "-", "--format", "jsonl")
    assert ran.code == 0
    assert ran.lines[:4] == ["index: 2 articles", "  added 2", "  updated 0", "  skipped 1"]
    assert ran.lines[4].strip().startswith("stdin:2: ")
    assert run("show", "a").code == 0
    # Another content has other ids.
    (other,) = (hit["id"] for hit in run("search", "id", "--json").json["hits"])
    assert re.fullmatch("stdin-[0-9a-f]{8}-3", other)
    assert run("remove", "--source", "stdin").code == 2
    for arguments in (("-",), ("-", "a.txt", "--format", "txt"), ("a.txt", "--format", "txt")):
        ran = run("index", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "standard input (-) is read alone, and needs --format" in ran.err


def test_the_whole_report_goes_to_a_file(run: Run, press: Path) -> None:
    (press / "d.txt").write_text("")
    for sync in ([], ["--sync"]):
        ran = run("index", "presse", *sync, "--report", "bilan.json")
        assert ran.lines[0] == "index: 4 articles"
        report = json.loads(Path("bilan.json").read_text())
        assert (report["index"], report["articles"], report["refused"]) == ("index", 4, 1)
        assert report["unchanged"] == (3 if sync else 0)
        assert len(report["errors"]) == report["skipped"] == 1
        assert report["forms"] == ({} if sync else {"txt": 2, "csv": 1})
