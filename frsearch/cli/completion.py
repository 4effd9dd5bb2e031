"""The command completion: a script by which a shell completes commands and options."""

from __future__ import annotations

import click

from frsearch.cli.options import COMPLETION, FOUND, PROGRAM, Command
from frsearch.errors import FrsearchError
from frsearch.messages.wording import Message


@click.command(
    cls=Command,
    help="Print a script that makes a shell complete commands and options.\n\n"
    'In the start-up file: `eval "$(frsearch completion bash)"`, the same with '
    "zsh; with fish `frsearch completion fish | source`.",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print a completion script."""
    from click.shell_completion import get_completion_class

    root = click.get_current_context().find_root()
    completer = get_completion_class(shell)
    if completer is None:
        raise FrsearchError(Message("there is no completion for {shell}", shell=shell))
    click.echo(completer(root.command, {}, PROGRAM, COMPLETION).source())
    return FOUND
