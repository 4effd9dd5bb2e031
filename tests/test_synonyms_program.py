"""Synonyms on the command line and the page, and the file of them in an index."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

import frsearch
from frsearch import Article, IndexCorrupted
from frsearch.cli.main import main

TEXTS = ["Daech recule.", "Daesh a perdu Raqqa.", "L’État islamique avance.", "Rien."]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "FRSEARCH_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.chdir(tmp_path)
    lines = (json.dumps({"id": f"a{n}", "text": text, "date": "2016"}) for n, text in enumerate(TEXTS))
    Path("articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    Path("synonymes.txt").write_text("Daech, Daesh, État islamique\n", encoding="utf-8")
    Path("autres.txt").write_text("Daech, Raqqa\n", encoding="utf-8")
    Path("faux.txt").write_text("# noms\nDaech\n", encoding="utf-8")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(arguments)
    return code, *capsys.readouterr()


def total(capsys: pytest.CaptureFixture[str], *arguments: str) -> int:
    number: int = json.loads(run(capsys, "search", "Daech", *arguments, "--json")[1])["total"]
    return number


def test_the_index_keeps_a_file_and_a_search_may_use_another(capsys: Any) -> None:
    assert run(capsys, "index", "articles.jsonl", "--synonyms", "synonymes.txt")[0] == 0
    assert total(capsys) == 3
    assert total(capsys, "--synonyms", "autres.txt") == 2
    # Later, too, and with articles that are there.
    assert run(capsys, "index", "articles.jsonl", "--synonyms", "autres.txt")[0] == 0
    assert total(capsys) == 2
    assert run(capsys, "index", "articles.jsonl", "--overwrite")[0] == 0
    assert total(capsys) == 1


def test_every_command_that_takes_a_query_takes_synonyms(capsys: Any) -> None:
    run(capsys, "index", "articles.jsonl")
    given = ("--synonyms", "synonymes.txt")
    assert run(capsys, "search", "--all", "Daech", *given)[1].count("[") >= 3
    code, out, err = run(capsys, "concordance", "Daech", *given, "--json")
    assert (code, len(out.splitlines())) == (0, 3), err
    code, out, err = run(capsys, "timeline", "Daech", "--by", "year", *given, "--json")
    assert (code, json.loads(out)["series"][0]["counts"]) == (0, [3]), err
    code, out, err = run(capsys, "explain", "a1", "Daech", *given)
    assert code == 0
    assert "mots synonymes" in out
    code, out, err = run(capsys, "export", "Daech", "-o", "export.csv", *given)
    assert (code, Path("export.csv").read_text("utf-8").count("\na")) == (0, 3), err


def test_a_wrong_file_is_said_before_anything_is_made(capsys: Any) -> None:
    code, _, err = run(capsys, "index", "articles.jsonl", "--synonyms", "faux.txt")
    assert code == 2
    assert "faux.txt:2 : 'Daech' n'a pas de synonyme" in err
    assert not Path("index").exists()
    run(capsys, "index", "articles.jsonl")
    code, _, err = run(capsys, "search", "Daech", "--synonyms", "absent.txt")
    assert code == 2
    assert "absent.txt : le fichier de synonymes ne peut être lu" in err


def test_the_page_and_the_api_use_those_of_the_index() -> None:
    testclient = pytest.importorskip("starlette.testclient")
    from frsearch import web

    with frsearch.create_index("index", synonyms="synonymes.txt") as index:
        index.add(Article(f"a{n}", text) for n, text in enumerate(TEXTS))
        client = testclient.TestClient(web.app(index), base_url="http://127.0.0.1:8000")
        assert client.get("/api/search", params={"q": "Daech"}).json()["total"] == 3
        page = client.get("/", params={"q": "Daech"}).text
    assert "<mark>État islamique</mark>" in page


def test_a_damaged_file_is_found() -> None:
    frsearch.create_index("index", synonyms="synonymes.txt").close()
    (file,) = Path("index").glob("*.synonyms")
    sound = file.read_bytes()
    for wrong in (sound[:-1], sound[:-2] + b"x\n", sound.replace(b"frssyn01", b"frssyn02")):
        file.write_bytes(wrong)
        (problem,) = frsearch.check_index("index").problems
        assert problem.file.endswith(file.name)
        with pytest.raises(IndexCorrupted):
            frsearch.open_index("index")
    file.unlink()
    with pytest.raises(IndexCorrupted):
        frsearch.open_index("index")
    file.write_bytes(sound)
    assert frsearch.check_index("index").ok


def test_files_of_former_synonyms_are_removed() -> None:
    with frsearch.create_index("index", synonyms="synonymes.txt") as index:
        index.set_synonyms("autres.txt")
        index.set_synonyms("autres.txt")
        assert len([*Path("index").glob("*.synonyms")]) == 1
        index.add([Article("a", "Daech")])
        assert len([*Path("index").glob("*.synonyms")]) == 1
        index.set_synonyms([])
        assert not [*Path("index").glob("*.synonyms")]


def test_a_pickle_has_the_synonyms_of_its_object() -> None:
    frsearch.create_index("index", synonyms="synonymes.txt").close()
    index = frsearch.open_index("index", synonyms="autres.txt")
    with index, pickle.loads(pickle.dumps(index)) as other:
        assert other.synonyms == index.synonyms == "Daech, Raqqa\n"
    with frsearch.open_index("index") as index, pickle.loads(pickle.dumps(index)) as other:
        assert other.synonyms == "Daech, Daesh, État islamique\n"


def test_a_synonym_around_others_is_one_occurrence_with_them() -> None:
    rules = ["ici => sommet, ville, sommet de la ville de paix"]
    with frsearch.create_index(":memory:", synonyms=rules) as index:
        index.add([Article("a", "Le sommet de la ville de paix et le sommet.")])
        lines = index.concordance("ici")
        assert lines.total == 2
        assert [line.keyword for line in lines] == ["sommet de la ville de paix", "sommet"]
