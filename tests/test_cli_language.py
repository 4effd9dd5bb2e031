"""What is said in each language: complete, not stale, with the same holes; the help of both."""

from __future__ import annotations

import ast
import gzip
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import frsearch
from frsearch import Article, errors
from frsearch.cli.main import main, program
from frsearch.messages.causes import TEMPLATES
from frsearch.messages.command_line import COMMAND_LINE
from frsearch.messages.french import COUNTED, FRENCH
from frsearch.messages.languages import COMMAND_LINE_LANGUAGES, LANGUAGES, language_of
from frsearch.messages.wording import Message, Quantity, words_of
from frsearch.types import UNITS
from tests.conftest import ROOT
from tests.make_cli_docs import page, path

IN_FRENCH = LANGUAGES["fr"]
SPEAKERS = ("Message", "say", "wording", "usage", "_say")
# What is said of a name that is worked out, and where.
WORKED_OUT = {
    "cli/analyze.py: name": {"chunk", "token", "position", "accented", "exact", "lemma", "stem"},
    "cli/fields.py: field.type": {"text", "number", "boolean", "mixed"},
    "cli/options.py: word": {"[OPTIONS]", "COMMAND [ARGS]..."},
    "cli/options.py: heading": {"Options", "Commands"},
    "cli/options.py: paragraph": set(),  # help, which is looked at by itself
    "cli/options.py: text": {"Show this message and exit."},
    "cli/options.py: item.help or ''": set(),
    "cli/options.py: _first_part(command) if command else item.help or ''": set(),
    "cli/options.py: sentence": set(),
    "messages/wording.py: template": {"{words}", *TEMPLATES},  # of the system and of libraries
    "reading/making.py: reason.template": set(),
    "corpus/info.py: name": {
        *("index", "articles", "dates", "words", "size", "state", "analyzer", "versions", "fields"),
        "kernels",
    },
    "corpus/timeline.py: self.label": {
        count + more for count in ("articles", "occurrences") for more in ("", " per million words")
    },
    "cli/main.py: error.param.human_readable_name.upper()": {
        *("QUERY", "QUERIES", "TEXT", "ID", "IDS", "SOURCES", "FILE", "SHELL", "SOURCE", "TARGET"),
    },
    "corpus/word_tables.py: head": {
        *("word", "occurrences", "articles", "per million", "near", "expected", "in all"),
        *("log-likelihood", "specificity", "elsewhere", "log ratio"),
    },
    "output/text.py: unit": {*UNITS},
}
# What has a message as one of its arguments, and as which.
TOLD = {
    **{name: 0 for name in vars(errors) if name.endswith("Error") or name[:5] in ("Query", "Index")},
    **{"QueryWarning": 0, "Explanation": 1, "Problem": 1, "BadRequest": 0, "NotFound": 0},
    **{"corruption": 0, "damage": 1, "_damaged": 1, "warn": 0, "cut": 0, "_warn": 0, "_sum": 0},
}
PRINTERS = ("note", "_complain", "echo", "text")
SAME = {  # in both languages
    *("[OPTIONS]", "position", "date", "dates", "type", "articles", "occurrences", "index", "versions"),
    *("log ratio", "{words}", "{source}:{line}", "{name}, format {number:,}"),
}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield each call: its module, the name of what is called, and the call."""
    for module in sorted((ROOT / "frsearch").rglob("*.py")):
        name = module.relative_to(ROOT / "frsearch").as_posix()
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield name, getattr(node.func, "id", getattr(node.func, "attr", "")), node


def literals(node: ast.expr) -> list[str] | None:
    """Return the texts that an expression may be, or None where it is none that is written there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        one, other = literals(node.body), literals(node.orelse)
        return one + other if one and other else None
    return None


def keys() -> Iterator[str]:
    """Yield what the code gives to be said in either language, and what help says."""
    met = set()
    for module, name, call in calls():
        if name in SPEAKERS and call.args:
            said = literals(call.args[0])
            if said is None:
                met.add(f"{module}: {ast.unparse(call.args[0])}")
            yield from said or ()
    assert met == set(WORKED_OUT)
    for worked_out in WORKED_OUT.values():
        yield from worked_out
    for command in (program, *program.commands.values()):
        yield from inspect.cleandoc(command.help or "").split("\n\n")
        yield from (option.help for option in command.params if getattr(option, "help", None))
    yield from COMMAND_LINE.values()


def holes(sentence: str) -> list[tuple[str, str, str]]:
    parts = Formatter().parse(sentence)
    return sorted((name, spec or "", how or "") for _, name, spec, how in parts if name is not None)


def filling(sentence: str) -> dict[str, Any]:
    kinds = {"": "x", ",": 12345, ".4g": 0.5}
    return {name: kinds[spec] for name, spec, _ in holes(sentence)}


def test_every_sentence_has_its_french_and_no_french_is_left_over() -> None:
    sentences = set(keys())
    assert sentences - set(FRENCH) == set()
    assert set(FRENCH) - sentences == set()


def test_what_the_command_line_says_otherwise_is_said() -> None:
    assert set(COMMAND_LINE) - set(keys()) == set()


def test_every_thing_that_is_counted_has_its_french() -> None:
    counted = {
        call.args[1].value
        for module, name, call in calls()
        # The page counts in French as it is.
        if name in ("counted", "Quantity") and not module.startswith("web/")
        if len(call.args) > 1 and isinstance(call.args[1], ast.Constant)
    }
    assert counted | set(UNITS) == set(COUNTED)


@pytest.mark.parametrize("table", [FRENCH, COMMAND_LINE])
def test_both_texts_have_the_same_holes(table: dict[str, str]) -> None:
    for english, other in table.items():
        assert holes(english) == holes(other), english


def test_every_french_text_can_be_said() -> None:
    for english in FRENCH:
        IN_FRENCH(english, **filling(english))
        assert (FRENCH[english] == english) == (english in SAME), english


def test_nothing_is_raised_or_warned_of_without_a_key() -> None:
    for module, name, call in calls():
        if name in TOLD and len(call.args) > TOLD[name]:
            said = call.args[TOLD[name]]
            is_text = isinstance(said, ast.Constant | ast.JoinedStr | ast.BinOp)
            assert not is_text, (module, ast.unparse(call))


def test_nothing_is_printed_without_a_key() -> None:
    for module, name, call in calls():
        if name in PRINTERS and module.startswith("cli/"):
            keyed = {id(part) for each in ast.walk(call) if _speaks(each) for part in ast.walk(each)}
            for part in ast.walk(call):
                if isinstance(part, ast.Constant) and id(part) not in keyed:
                    assert not re.search(r"[a-z] [a-z]", str(part.value)), (module, part.value)


def _speaks(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in SPEAKERS


def test_a_message_is_said_in_each_language() -> None:
    inner = Message("{name!r} is a link, or not a file: remove it", name="a b")
    message = Message("the index could not be written and is unchanged: {error}", error=inner)
    assert message == (
        "the index could not be written and is unchanged: 'a b' is a link, or not a file: remove it"
    )
    assert LANGUAGES["en"].text(message) == message
    counts = Message("{first}, {last:,}, {share}", first=1234, last=1234, share=0.5)
    assert (str(counts), IN_FRENCH.text(counts)) == ("1234, 1,234, 0.5", "1234, 1\u202f234, 0,5")
    many = Message("{count}: {names}", count=Quantity(2000, "article"), names=("a", Message("once")))
    assert str(many) == "2,000 articles: a, once"
    assert IN_FRENCH.text(many) == "2\u202f000 articles: a, une fois"


@pytest.mark.parametrize(
    ("message", "french"),
    [
        (
            errors.ArticleError(
                Message(
                    "it has no text; if the text is in another field, name the field with "
                    'columns={{"text": …}}'
                ),
                "x.txt",
                3,
            ).message,
            "x.txt:3 : il n'a pas de texte ; si le texte est dans un autre champ, nommez "
            "ce champ avec --column text=…",
        ),
        (
            Message(
                "date: {reason}",
                reason=Message(
                    "{text!r} is not a date: write 2018, juin 2018, 28/06/2018 or 2018-06-28, for "
                    "example",
                    text="x",
                ),
            ),
            "date : 'x' n'est pas une date : écrivez 2018, juin 2018, 28/06/2018 ou 2018-06-28, par "
            "exemple",
        ),
        (
            Message("{operator} has nothing to join on one side: ignored", operator="OU"),
            "OU n'a rien à joindre d'un côté : ignoré",
        ),
        # What people wrote, and what is called so, is never translated.
        (Message("{name} is missing", name="title: once"), "il manque title: once"),
        ("what no table knows: 12", "what no table knows: 12"),
    ],
)
def test_what_the_library_says_is_said_in_french(message: str, french: str) -> None:
    assert COMMAND_LINE_LANGUAGES["fr"].text(message).replace("\u00a0", " ") == french


ENGLISH_WORDS = re.compile(r"\b(the|of|is|are|not|with|this|that|and|it|each|times|(?<!--)where)\b")


def test_commands_speak_french_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with frsearch.create_index("index") as index:
        index.add(
            Article(
                str(at), f"Le sommet d'Helsinki, un sommet {'présidentiel ' * at}.", "Sommet", "2018"
            )
            for at in range(9)
        )
    (tmp_path / "a.csv").write_text("date,text\nhier,Un texte.\n2018,\n")
    for arguments in (
        ["explain", "1", 'sommet "sommet helsinki" présid* absent', "-m", "any"],
        ["explain", "1", "sommet absent -helsinki date:2017"],
        ["search", "sommet ( titre: OU date:x * foo:bar"],
        ["search", "sommet", "--strict", "(", "--after", "x"],
        ["search", "-d", "x", "sommet"],
        ["search", "-d", "0001..9999", "-f", "day", "--facet-fill", "sommet"],
        ["index", "a.csv"],
        ["index", "missing.txt"],
        ["index", "a.csv", "--column", "texte=x"],
        ["info"],
        ["info", "too", "many"],
        ["similar", "absent"],
        ["check"],
        ["search", "-i", "nowhere", "x"],
    ):
        main(["--lang", "fr", *arguments])
        told = "".join(capsys.readouterr()).replace(str(tmp_path), "")
        assert told
        assert not ENGLISH_WORDS.search(told), told
    segment = max(Path("index").glob("*.segment"), key=lambda path: path.stat().st_size)
    content = bytearray(segment.read_bytes())
    content[100] ^= 1
    segment.write_bytes(content)
    main(["--lang", "fr", "check"])
    told = "".join(capsys.readouterr()).replace(str(tmp_path), "")
    assert "abîmé" in told or "ne sont pas" in told
    assert not ENGLISH_WORDS.search(told), told


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("a.json", b"{a: 1}", "un nom de champ entre guillemets droits est attendu"),
        ("a.json", b'[{"text": "x"}', "le tableau n'est pas fermé"),
        ("a.json", b"[1] [2]", "autre chose suit la fin"),
        ("a.jsonl", b'{"text": }', "une valeur est attendue"),
        ("a.jsonl", b'{"text": "a', "un texte y commence et n'est pas fermé"),
        ("a.jsonl", b'{"text": %s}' % (b"9" * 5000), "un nombre de plus de 4300 chiffres…"),
        ("a.txt.gz", b"pas un gzip", "ce n'est pas un fichier gzip (b'pa')"),
        ("a.txt.gz", gzip.compress(b"un texte" * 99, mtime=0)[:-12], "coupé avant sa fin"),
        ("a.zip", b"PK", "ce n'est pas un fichier zip"),
        ("a.tar.gz", b"x", "ce n'est pas un fichier gzip"),
        ("a.odt", b"x", "ce n'est pas un fichier zip"),
        ("a.pdf", b"%PDF-1.4", "données mal formées"),
        ("a.xml", b"<a>\n<b></a>", "la balise b ouverte à la ligne 2 est fermée par a"),
        ("a.xml", b"<rss><channel>", "le fichier finit dans l'élément channel, ouvert à la ligne 1"),
    ],
)
def test_what_libraries_say_of_a_file_is_said_in_french(
    tmp_path: Path, name: str, content: bytes, cause: str
) -> None:
    (tmp_path / name).write_bytes(content)
    articles = frsearch.read_articles(tmp_path / name, on_error="skip")
    list(articles)
    said = IN_FRENCH.text(articles.skipped[-1].reason).replace("\u00a0", " ")
    assert cause in said
    assert not re.search(r"\b(the|of|not|file|data|Error|line|expected)\b", said), said


def test_an_error_of_the_system_has_no_number() -> None:
    error = FileExistsError(17, "File exists", "a.csv")
    assert words_of(error) == "a.csv: File exists"
    assert IN_FRENCH.text(words_of(error)).endswith("un fichier ou un dossier de ce nom existe déjà")
    assert words_of(OSError(17, "Some {braces}")) == "Some {braces}"


def test_french_counts_and_writes_numbers_its_way() -> None:
    assert IN_FRENCH.counted(0, "article") == "0 article"
    assert IN_FRENCH.counted(12345, "deleted article") == "12\u202f345 articles supprimés"
    assert IN_FRENCH.number(1234.5, 1) == "1\u202f234,5"
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


def test_the_help_of_every_command_is_in_french() -> None:
    for line in page("fr").splitlines():
        assert not ENGLISH_WORDS.search(line), line
        assert not re.search(r"\[(default|required)|\b(file|write|from)\b", line), line


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_is_what_help_says(language: str) -> None:
    written = path(language).read_text(encoding="utf-8")
    assert written == page(language), "run python -m tests.make_cli_docs"
