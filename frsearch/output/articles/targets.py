"""A target -> a temporary file or folder beside it, which takes its place once all is written."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from frsearch.errors import FrsearchError
from frsearch.messages.wording import Message, cause_of

# What `open` and `mkdir` would give, before the mask of the process.
_FILE_MODE, _FOLDER_MODE = 0o666, 0o777


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Yield a path to write to; the file replaces `target` at the end, and is removed on an error."""
    with _errors(target):
        real = Path(os.path.realpath(target))
        if real.exists() and not real.is_file():
            raise FrsearchError(
                Message("{path}: is a folder, or no regular file: give another file", path=str(target))
            )
        mode = stat.S_IMODE(real.stat().st_mode) if real.exists() else _FILE_MODE & ~_mask()
        number, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=real.parent)
        os.close(number)
        made = Path(name)
        try:
            yield made
            os.chmod(made, mode)
            os.replace(made, real)
        finally:
            made.unlink(missing_ok=True)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Yield a folder to write into, which becomes `target` at the end, packed if that is a `.zip`.

    Raises FrsearchError if `target` is there already, unless it is an empty folder.
    """
    if target.suffix.lower() == ".zip":
        with new_file(target) as packed, _temporary_folder(target) as folder:
            yield folder
            _pack(folder, packed)
        return
    with _errors(target):
        if os.path.lexists(target) and not (target.is_dir() and not any(target.iterdir())):
            raise FrsearchError(
                Message("{path}: is there already: give a new or empty folder", path=str(target))
            )
        with _temporary_folder(target) as folder:
            yield folder
            os.chmod(folder, _FOLDER_MODE & ~_mask())
            real = Path(os.path.realpath(target))
            with suppress(FileNotFoundError):
                real.rmdir()
            os.rename(folder, real)


@contextmanager
def _temporary_folder(target: Path) -> Iterator[Path]:
    folder = tempfile.mkdtemp(prefix=".", suffix=".tmp", dir=os.path.realpath(target.parent))
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _pack(folder: Path, packed: Path) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)


@contextmanager
def _errors(target: Path) -> Iterator[None]:
    """Turn errors of the system into FrsearchError with the name of the target."""
    try:
        yield
    except OSError as error:
        raise FrsearchError(
            Message("{path}: cannot be written: {error}", path=str(target), error=cause_of(error))
        ) from error


def _mask() -> int:
    # The only way to read it is to set it.
    mask = os.umask(0)
    os.umask(mask)
    return mask
