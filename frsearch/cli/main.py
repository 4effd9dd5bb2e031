"""The program `frsearch`: runs a command, reports an error in one sentence, returns an exit code.

0: success; 1: nothing found, or `check` found problems; 2: error. As in shells, 130 after Ctrl-C (128
plus the number of another signal), and 141 if the reader of the output closes it early.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import cast

import click
from click.shell_completion import shell_complete

import frsearch
from frsearch.cli.options import COMPLETION, PROGRAM, WRONG, Group, Number, Session
from frsearch.cli.signals import Ended
from frsearch.errors import FrsearchError, IndexCorrupted
from frsearch.messages.languages import COMMAND_LINE_LANGUAGES, language_of
from frsearch.messages.wording import Wording, words_of
from frsearch.output.text import printable

_INTERRUPTED, _CLOSED = 130, 141
# In the order of the help.
_COMMANDS = """index read copy remove search concordance timeline words cooccurrents keywords batch
    similar copies show export explain suggest analyze info fields check serve mcp completion""".split()
# Those that are not in the module of their name.
_ELSEWHERE = {"similar": "search"}


class _Commands(Mapping[str, click.Command]):
    """The commands by name. A run needs one: the module of a command is loaded when it is asked for."""

    def __getitem__(self, name: str) -> click.Command:
        if name not in _COMMANDS:
            raise KeyError(name)
        module = import_module(f"frsearch.cli.{_ELSEWHERE.get(name, name)}")
        return cast(click.Command, getattr(module, name))

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


@click.group(
    cls=Group,
    commands=_Commands(),
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    help="Full-text search in French over dated articles: `frsearch index SOURCES` "
    "makes an index of article files, `frsearch search WORDS` searches it.\n\n"
    "Exit codes: 0 success; 1 nothing found, or check found problems; 2 error.",
)
@click.version_option(
    frsearch.__version__, "--version", help="Show the version.", message="%(prog)s %(version)s"
)
@click.option(
    "--lang",
    type=click.Choice(["en", "fr"]),
    help="The language, English or French; by default, that of the locale.",
)
@click.pass_context
def program(context: click.Context, lang: str | None) -> None:
    """Show the help if no command is given; `_language` has already read `lang`."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(WRONG)


def run() -> None:
    """Run the program with the arguments of the process, and end it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if instruction := os.environ.get(COMPLETION):
        session = Session(COMMAND_LINE_LANGUAGES[language_of(os.environ)])
        sys.exit(shell_complete(program, {"obj": session}, PROGRAM, COMPLETION, instruction))
    code = main(sys.argv[1:])
    # The process ends: to look for garbage in all that it has made would take a tenth of a search.
    gc.freeze()
    sys.exit(code)


def main(arguments: Sequence[str]) -> int:
    """Run the program with some arguments; return its exit code."""
    wording = COMMAND_LINE_LANGUAGES[_language(arguments)]
    try:
        # Not `program.main`: it ends the process with 1 if the output is closed early.
        with program.make_context(PROGRAM, list(arguments), obj=Session(wording)) as context:
            code = program.invoke(context)
        sys.stdout.flush()
        return int(code or 0)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else PROGRAM
        _complain(wording("{what} (see {command} --help)", what=_usage(error, wording), command=path))
    except FrsearchError as error:
        _complain(_failure(error, wording))
    except Ended as error:
        return error.status
    except (KeyboardInterrupt, click.Abort):
        return _INTERRUPTED
    except BrokenPipeError:
        # Else flushing the rest of the buffer would fail again when the process ends.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED
    except OSError as error:
        _complain(wording("cannot write or read: {error}", error=words_of(error)))
    return WRONG


def _language(arguments: Sequence[str]) -> str:
    """Return the language of `--lang`; click's own messages need it before click has parsed it."""
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        name, _, value = argument.partition("=")
        if name == "--lang":
            language = value or "".join(arguments[at + 1 : at + 2])
            if language in COMMAND_LINE_LANGUAGES:
                return language
    return language_of(os.environ)


def _complain(sentence: str) -> None:
    click.echo(f"{PROGRAM}: {printable(' '.join(sentence.split()))}", err=True)


def _usage(error: click.UsageError, wording: Wording) -> str:
    """Return the message about wrong arguments."""
    if isinstance(error, click.NoSuchOption):
        if error.possibilities:
            meant = error.possibilities[0]
            return wording(
                "there is no option {name}; is it {meant}?", name=error.option_name, meant=meant
            )
        return wording(
            "there is no option {name}; words that begin with a - come after --", name=error.option_name
        )
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return wording("{name} is missing", name=wording(error.param.human_readable_name.upper()))
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = "/".join(error.param.opts)
        if isinstance(error.param.type, click.Choice):
            choices = ", ".join(error.param.type.choices)
            return wording("{name} is one of {choices}", name=name, choices=choices)
        if isinstance(error.param.type, Number):
            kind = error.param.type
            return wording(
                "{name} is a whole number from {least:,} to {most:,}",
                name=name,
                least=kind.least,
                most=kind.most,
            )
    if isinstance(error, click.BadOptionUsage):
        return wording("{name} needs a value, or takes none", name=error.option_name)
    return error.format_message()


def _failure(error: FrsearchError, wording: Wording) -> str:
    """Return the message of an error, and the remedy on the command line."""
    message = wording.text(error.message)
    if isinstance(error, IndexCorrupted):
        advice = wording(
            "`frsearch check` lists the damage, `frsearch index SOURCES --overwrite` rebuilds the index"
        )
        return wording("{what}; {advice}", what=message, advice=advice)
    return message
