"""Libraries that some forms need, installed with an extra of frsearch."""

from __future__ import annotations

import importlib
import shlex
import sys
from typing import Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message


def need(module: str, extra: str) -> Any:
    """Import a module; ArticleError with the command that installs it if it is not there."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise ArticleError(
            Message(
                "needs a library that is not installed: python3 -m pip --python {python} install "
                '"frsearch[{extra}]"',
                python=shlex.quote(sys.executable),
                extra=extra,
            )
        ) from None
