"""Texts with the marks of old accidents: repaired, told, and left alone where nothing is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import frsearch
from frsearch import Article
from frsearch.reading.repair import repaired

FRENCH = (
    "L'été, « déjà » vu à Noël : le cœur coûte 5 €, Ægidius ! Où ça ? – J’ai dit « non »… Zoë, aiguë, ÿ."
)


@pytest.mark.parametrize(
    ("text", "expected", "what"),
    [
        ("la f&ecirc;te", "la fête", ["entities"]),
        ("la f&ecirc;te&nbsp;!", "la fête\u00a0!", ["entities"]),
        ("l&#8217;&#233;cole", "l’école", ["entities"]),
        ("l&#x2019;&#xE9;cole", "l’école", ["entities"]),
        ("l&#146;an", "l’an", ["entities"]),  # cp1252 in a reference, as browsers read it
        ("la f&amp;ecirc;te", "la fête", ["entities"]),
        ("&laquo;&nbsp;R&amp;D&nbsp;&raquo;", "«\u00a0R&D\u00a0»", ["entities"]),
        ("aujourd\x92hui", "aujourd’hui", ["cp1252"]),
        ("le c\x9cur \x96 5 \x80\x85", "le cœur – 5 €…", ["cp1252"]),
        ("dÃ©jÃ\u00a0 vu", "déjà vu", ["double UTF-8"]),
        ("lâ€™Ã©cole, Å“uvre, Ã‰tat", "l’école, œuvre, État", ["double UTF-8"]),
        ("l\u2028un\u2029deux", "l\nun\n\ndeux", ["line separators"]),
        ("la f&ecirc;te d\x92ici", "la fête d’ici", ["entities", "cp1252"]),
    ],
)
def test_damaged_texts_are_repaired(text: str, expected: str, what: list[str]) -> None:
    assert repaired(text) == (expected, tuple(what))


@pytest.mark.parametrize(
    "text",
    [
        *("R&D", "AT&T; et alii", "&inconnu; & Cie", "a && b", "?a=1&lang=fr", "&#0; &#xD800;"),
        *("écrire &lt;b&gt;", "&#60;script&#62;"),  # signs alone: what a text about HTML has
        *("Château, âge, ÂGE", "São Paulo", "Ångström", "Š Ž", "Ã", "« Â »"),
        "\x81\x8d\x92",  # controls that cp1252 does not have
        FRENCH,
    ],
)
def test_sound_texts_are_left_alone(text: str) -> None:
    assert repaired(text) == (text, ())


@given(st.text(st.sampled_from("àâäçéèêëîïôöùûüÿœæÀÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»’“”–—…° aenrst.\n")))
def test_french_that_was_never_damaged_stays(text: str) -> None:
    assert repaired(text) == (text, ())


@given(st.text(st.sampled_from("aenrst àâçéèêëîïôùûœÀÉÈÊ’…"), min_size=1))
def test_french_read_as_latin_1_by_mistake_comes_back(text: str) -> None:
    assert repaired(text.encode("cp1252").decode("latin-1"))[0] == text


@pytest.mark.parametrize("text", ["déjà l’été à l’école", FRENCH.replace("Æ", "")])
def test_french_encoded_twice_comes_back(text: str) -> None:
    twice = "".join(chr(byte) for byte in text.encode())
    assert repaired(twice)[0] == text
    assert repaired(text.encode().decode("cp1252", "ignore"))[0].count("Ã") == 0


@given(st.text())
def test_repairing_again_repairs_nothing_of_controls_and_separators(text: str) -> None:
    once, _ = repaired(text)
    assert not set(repaired(once)[1]) & {"cp1252", "line separators"}


def test_the_report_tells_what_was_repaired(tmp_path: Path) -> None:
    rows = (
        "id,titre,texte,journal\n1,F&ecirc;te,un,Lib&eacute;ration\n2,b,aujourd\x92hui,b\n3,c,rien,c\n"
    )
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    reader = frsearch.read_articles(tmp_path / "a.csv")
    one, two, _ = reader
    assert (one.title, one.extra["source"], two.text) == ("Fête", "Libération", "aujourd’hui")
    assert reader.report.repaired == {"entities": 1, "cp1252": 1}


def test_articles_from_code_are_repaired_and_told_too(tmp_path: Path) -> None:
    with frsearch.create_index(tmp_path / "index") as index:
        report = index.add(
            [Article("a", "la f&ecirc;te"), Article("b", "rien"), Article("c", "d\x92ici")]
        )
        assert report.repaired == {"entities": 1, "cp1252": 1}
        assert [hit.id for hit in index.search("fête")] == ["a"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("iso8859-15", "Le cœur coûte 5 €."),
        ("iso8859-15", "Œuvre"),
        ("cp1252", "Le cœur coûte 5 € – déjà « vu » !"),
        ("cp1252", "1½ heure, ¼ de tour et ¾"),
        ("latin-1", "Le chat a mangé l'été."),
        ("mac_roman", "La forêt brûlée à l’été, où ça ?"),
        ("cp850", "La forêt brûlée à l'été, où ça ?"),
        ("utf-8", "Le cœur coûte 5 €."),
        ("utf-16", "Le cœur coûte 5 €."),
    ],
)
def test_old_encodings_are_told_apart_and_told(tmp_path: Path, encoding: str, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    reader = frsearch.read_articles(tmp_path / "a.txt")
    assert [article.text for article in reader] == [text]
    expected = {"utf-8": {}, "latin-1": {"cp1252": 1}}.get(encoding, {encoding: 1})
    assert reader.report.encodings == expected
