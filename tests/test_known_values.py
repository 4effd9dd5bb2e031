"""Values of known fields are written alike whatever the file: languages as codes, tags as lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import frsearch
from frsearch import Article
from frsearch.reading.languages import _CODE_OF, _CODES, _WRITTEN, language_of, languages_of
from frsearch.reading.synonyms import folded


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(
            (each, "fr")
            for each in ("fr", "FR", "fr-FR", "fr_CA", "fr_FR.UTF-8", "fre", "fra", "fra-CA")
        ),
        *((each, "fr") for each in ("French", "FRANÇAIS", "français ", "Französisch", "francais")),
        ("Fre\u0301n", "Fre\u0301n"),
        ("Deutsch", "de"),
        ("pt-BR", "pt"),
        ("zh-Hant-TW", "zh"),
        ("gsw", "gsw"),
        ("English", "en"),
        ("日本語", "ja"),
        ("xx", "xx"),
        ("und", "und"),
        ("frison oriental", "frison oriental"),
        ("n/a", "n/a"),
        ("", ""),
    ],
)
def test_a_language_becomes_its_code_where_it_is_known(written: str, code: str) -> None:
    assert languages_of(written) == code
    assert languages_of([written]) == code


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("fre;eng", ["fr", "en"]),
        ("French, Deutsch", ["fr", "de"]),
        ("GERMAN; DEUTSCH", "de"),
        (["fr", "fra", "anglais"], ["fr", "en"]),
        ("français, parfois latin", "français, parfois latin"),
        ("alsacien / français", ["gsw", "fr"]),
        (3, 3),
    ],
)
def test_several_languages_are_a_list(written: Any, codes: Any) -> None:
    assert languages_of(written) == codes


def test_no_name_means_two_languages() -> None:
    names = [folded(name) for line in _WRITTEN.strip().splitlines() for name in set(line.split())]
    assert all(
        _CODE_OF[name] == line.split()[0]
        for line in _WRITTEN.strip().splitlines()
        for name in map(folded, line.split())
    )
    assert len(names) >= len(_CODE_OF)
    for code in _CODES:
        assert language_of(code) == code


def read(path: Path) -> list[dict[str, Any]]:
    return [dict(article.extra) for article in frsearch.read_articles(path)]


FILES = {
    "a.csv": "titre,texte,mots-clés,langue\nA,Le sommet.,climat,Français\n",
    "a.jsonl": '{"text": "Le sommet.", "tags": "climat", "language": "fr-FR"}\n',
    "b.jsonl": '{"text": "Le sommet.", "tags": ["climat"], "language": ["fre"]}\n',
    "a.txt": "Titre : A\nMots-clés : climat\nLangue : French\n\nLe sommet.\n",
    "a.ris": "TY  - NEWS\nTI  - A\nAB  - Le sommet.\nKW  - climat\nLA  - fre\nER  - \n",
    "a.bib": "@article{a, title={A}, abstract={Le sommet.}, keywords={climat}, language={french}}\n",
    "a.md": "---\ntitle: A\ntags: climat\nlang: fr\n---\nLe sommet.\n",
}


@pytest.mark.parametrize("name", FILES)
def test_files_of_all_forms_give_the_same(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(FILES[name], encoding="utf-8")
    (extra,) = read(path)
    assert (extra["tags"], extra["language"]) == (["climat"], "fr")


def test_rows_from_code_give_the_same() -> None:
    (article,) = frsearch.articles_from([{"texte": "Un.", "tags": "climat", "langue": "French"}])
    assert article.extra == {"tags": ["climat"], "language": "fr"}


@pytest.mark.parametrize("ending", ["csv", "jsonl", "ris", "bib", "json", "zip", "txt", "parquet", ""])
@pytest.mark.parametrize(
    "extra", [{"tags": "climat"}, {"language": "Français"}, {"language": ["fr"], "tags": ["climat"]}]
)
def test_what_frsearch_wrote_comes_back_as_it_was(
    tmp_path: Path, make_index: Any, ending: str, extra: dict[str, Any]
) -> None:
    article = Article("a", "Un sommet.", "T", "2018", extra=extra)
    target = tmp_path / (f"out.{ending}" if ending else "out")
    make_index(article).export(target)
    (back,) = frsearch.read_articles(target)
    assert back.extra == article.extra


def test_articles_from_code_are_as_given(make_index: Any) -> None:
    made = Article("a", "Un.", extra={"tags": "climat", "language": "Français"})
    assert next(frsearch.articles_from([made])).extra == made.extra
    assert make_index(made).get("a") == made
