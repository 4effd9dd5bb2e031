"""The program's French: complete, not stale, with the same holes; the help that both languages give."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from frsearch.cli.main import program
from frsearch.messages.french import COUNTED, SENTENCES
from frsearch.messages.french_library import LIBRARY
from frsearch.messages.languages import LANGUAGES, language_of
from frsearch.types import UNITS
from tests.conftest import ROOT
from tests.make_cli_docs import page, path

FRENCH = LANGUAGES["fr"]
HOLE = re.compile(r"\{(\w+)\}")
SPEAKERS = ("say", "wording", "usage", "_say")
# Said of a name that is worked out, or by click.
OTHERS = {
    *UNITS,
    *(count + more for count in ("articles", "occurrences") for more in ("", " per million words")),
    *("index", "articles", "dates", "words", "size", "state", "analyzer", "versions"),
    *("chunk", "token", "position", "accented", "exact", "lemma", "stem"),
    *("Options", "Commands", "Show this message and exit.", "[OPTIONS]", "COMMAND [ARGS]..."),
}
# Said by the system, or put together of single words.
PUT_TOGETHER = {
    *("No such file or directory", "Permission denied", "Is a directory"),
    *("Too many open files", "Input/output error", "Too many levels of symbolic links"),
    *("all of these", "any of these", "the date is in {days}", "the date is not in {days}"),
    *("the score, with all of the words", "the score, with any of the words"),
    *(f"what the {look} weighs" for look in ("stem", "lemma", "exact form")),
    *("{times} in the title", "{times} in the text", "{form} once", "{form} {number} times"),
}


def modules(folder: Path, but: str = "") -> Iterator[ast.AST]:
    for module in folder.rglob("*.py"):
        if not module.match(but or "-"):
            yield ast.parse(module.read_text(encoding="utf-8"))


def said() -> Iterator[str]:
    """What the code gives to be said in either language, and what help says."""
    for tree in modules(ROOT / "frsearch"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in SPEAKERS and isinstance(node.args[0].value, str):
                    yield node.args[0].value
            # A sentence may be chosen, or named, before it is said.
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "sentence":
                yield ast.literal_eval(node.value)
    for command in (program, *program.commands.values()):
        yield from inspect.cleandoc(command.help or "").split("\n\n")
        yield from (option.help for option in command.params if getattr(option, "help", None))


def test_every_sentence_has_its_french_and_no_french_is_left_over() -> None:
    sentences = {*said(), *OTHERS}
    assert sentences - set(SENTENCES) == set()
    assert set(SENTENCES) - sentences == set()


def test_every_thing_that_is_counted_has_its_french() -> None:
    counted = {
        node.args[1].value
        for tree in modules(ROOT / "frsearch")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "counted"
        if isinstance(node.args[1], ast.Constant)
    }
    assert counted == set(COUNTED)


@pytest.mark.parametrize("table", [SENTENCES, LIBRARY])
def test_the_french_has_the_holes_of_the_english(table: dict[str, str]) -> None:
    for english, french in table.items():
        assert sorted(HOLE.findall(english)) == sorted(HOLE.findall(french)), english


def test_what_is_translated_of_the_library_is_what_it_says() -> None:
    constants = {
        node.value
        for tree in modules(ROOT / "frsearch", but="french*")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    text = LANGUAGES["en"].reword("\n".join(constants))
    for english in LIBRARY.keys() - PUT_TOGETHER:
        for part in HOLE.split(english)[::2]:
            for piece in re.split(r"[:,;]", part):
                assert piece.strip() in text, (english, piece)


@pytest.mark.parametrize(
    ("message", "french"),
    [
        (
            'x.txt:3: it has no text; if that is in another field, columns={"text": …} says so',
            "x.txt:3 : il n'a pas de texte ; si le texte est dans un autre champ, "
            "--column text=… le dit",
        ),
        (
            "date: 'x' is not a date: write 2018, 2018-06 or 2018-06-28 (year, month, day)",
            "date : 'x' n'est pas une date : écrivez 2018, 2018-06 ou 2018-06-28 (année, mois, jour)",
        ),
        ("OU has nothing to join on one side: ignored", "OU n'a rien à joindre d'un côté : ignoré"),
        (
            "sommet: sommet once in the title, sommets 2 times in the text",
            "sommet : sommet une fois dans le titre, sommets 2 fois dans le texte",
        ),
        ("what no table knows: 12", "what no table knows: 12"),
    ],
)
def test_what_the_library_says_is_said_in_french(message: str, french: str) -> None:
    assert FRENCH.reword(message).replace("\u00a0", " ") == french


def test_french_counts_and_writes_numbers_its_way() -> None:
    assert FRENCH.counted(0, "article") == "0 article"
    assert FRENCH.counted(12345, "deleted article") == "12\u202f345 articles supprimés"
    assert FRENCH.number(1234.5, 1) == "1\u202f234,5"
    assert LANGUAGES["en"].counted(0, "article") == "0 articles"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "fr_BE.UTF-8"}, "fr"),
        ({"LANG": "fr_BE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LANG": "fr_FR", "LANGUAGE": "de:en:fr"}, "en"),
        ({"LANG": "de_DE", "LANGUAGE": "de:fr"}, "fr"),
        ({"LANG": "", "LC_ALL": "fr"}, "fr"),
        ({"LANG": "nl_BE.UTF-8"}, "en"),
    ],
)
def test_the_environment_says_which_language(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_is_what_help_says(language: str) -> None:
    written = path(language).read_text(encoding="utf-8")
    assert written == page(language), "run python -m tests.make_cli_docs"
