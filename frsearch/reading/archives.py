"""`.zip` and `.tar` archives -> files in a folder, within bounds, and errors for what stays inside.

A member is written below the folder whatever its name says: `..`, drives and leading slashes are taken
out of it, and characters that some system forbids become `_`. Links and special files are not made. The
bounds hold while reading, as the sizes that an archive declares may be false.

    >>> safe_name("../Users\\\\Léa/C:con.txt"), is_archive("2018.TAR.GZ")
    ('Users/Léa/C_con.txt', True)
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from frsearch.errors import ArticleError
from frsearch.messages.wording import Message, cause_of
from frsearch.reading.encodings import LONGEST_ARTICLE, shown

if TYPE_CHECKING:  # most folders have no archives
    import tarfile
    import zipfile

ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz")
MOST_MEMBERS = 1_000_000
"""Most members of an archive."""

_HIGHEST_RATIO = 200
_PIECE = 1 << 18
# What a header of a tar may ask for at once, pieces of members included.
_LONGEST_READ = 1 << 22
_LONGEST_NAME, _LONGEST_PATH, _MOST_PARTS = 240, 1000, 50
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_DRIVE = re.compile("[A-Za-z]:")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_IN_FRENCH = frozenset("àâäçéèêëîïôöùûüœÀÂÇÉÈÊËÎÏÔÙÛŒ’«»°")
_ENTRY = b"PK\x01\x02"
_LEAST_ENTRY = 46
_ENCRYPTED, _UTF8 = 0x1, 0x800


def is_archive(name: str) -> bool:
    """Say whether a file of this name is an archive, by its ending."""
    return name.lower().endswith(ENDINGS)


def name_of(name: str) -> str:
    """Return the name of an archive without its ending."""
    ending = max((each for each in ENDINGS if name.lower().endswith(each)), key=len, default="")
    return name[: len(name) - len(ending)]


def unpack(path: str, folder: str) -> Iterator[ArticleError]:
    """Unpack an archive into a folder, and yield an error for each member that is left out.

    An archive may unpack to 200 times its size, or to 100 MB if that is more; what is over is left out,
    with an error. Of members with the same name the last is kept. Times of modification are kept.
    Raises nothing for what is in the archive or what the system says: the source of an error is the
    archive, or its path and that of a member, `archive.zip/2018/06.txt`.
    """
    try:
        yield from (_unpack_zip if path.lower().endswith(".zip") else _unpack_tar)(_Target(path, folder))
    except ArticleError as error:
        yield ArticleError(error.reason, error.source or shown(path))
    except Exception as error:  # damaged archives raise whatever Python's readers run into
        yield ArticleError(_cause(error), shown(path))


def safe_name(name: str) -> str:
    """Return the relative path, with `/`, where a member of this name is written; "" for none."""
    parts = (part.rstrip(". ") for part in re.split(r"[\\/]", name))
    kept = (_FORBIDDEN.sub("_", part) for part in parts if part and not _DRIVE.fullmatch(part))
    return "/".join(f"_{part}" if _RESERVED.match(part) else part for part in kept)


class _Target:
    """Where members are written, and how much may still be written."""

    def __init__(self, path: str, folder: str):
        self.path = path
        self.most = max(LONGEST_ARTICLE, _HIGHEST_RATIO * os.stat(path).st_size)
        self._folder = folder
        self._written = 0
        self._members = 0

    def count(self) -> None:
        """Count a member."""
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise ArticleError(_too_many())

    def error(self, name: str, reason: Message) -> ArticleError:
        """Return the error of a member."""
        return ArticleError(reason, f"{shown(self.path)}/{name}")

    def write(self, name: str, source: IO[bytes], modified: float | None) -> Iterator[ArticleError]:
        """Write a member, or yield why not."""
        relative = safe_name(name)
        if _is_too_long(relative):
            yield self.error(
                name[:_LONGEST_NAME], Message("its name is too long: unpack it and rename it")
            )
            return
        path = os.path.join(self._folder, *relative.split("/"))
        if os.path.isfile(path):
            yield self.error(name, Message("the archive has two files of this name: the last is read"))
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            self._copy(source, path)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            yield self.error(
                name, Message("the archive has a file and a folder of this name: rename one")
            )
        else:
            _set_time(path, modified)

    def _copy(self, source: IO[bytes], path: str) -> None:
        """Copy a member; what is written of a damaged one is removed."""
        with open(path, "wb") as file:
            try:
                while data := source.read(_PIECE):
                    self._written += len(data)
                    if self._written > self.most:
                        raise ArticleError(_bomb())
                    file.write(data)
            except BaseException:
                os.unlink(path)
                raise


def _is_too_long(relative: str) -> bool:
    sizes = [len(os.fsencode(part)) for part in relative.split("/")]
    return max(sizes) > _LONGEST_NAME or sum(sizes) > _LONGEST_PATH or len(sizes) > _MOST_PARTS


def _set_time(path: str, modified: float | None) -> None:
    if modified is not None:
        with suppress(OSError, OverflowError, ValueError):
            os.utime(path, (modified, modified))


def _bomb() -> Message:
    return Message(
        "unpacks to more than {times} times its size, as a decompression bomb does: "
        "unpack it first if you trust it",
        times=_HIGHEST_RATIO,
    )


def _too_many() -> Message:
    return Message("the archive has more than {count:,} files: unpack it first", count=MOST_MEMBERS)


def _damaged(error: Exception) -> Message:
    return Message("the archive is damaged ({error}): make it again", error=cause_of(error))


def _cause(error: Exception) -> Message:
    """Return the reason of an error of the system, or of a damaged archive."""
    if isinstance(error, OSError) and error.errno is not None:
        return Message("cannot be unpacked: {cause}", cause=cause_of(error))
    return _damaged(error)


def _refused(name: str) -> Message | None:
    """Return why a member is not unpacked, by its name."""
    if is_archive(name):
        return Message("is an archive within an archive: unpack it first")
    return (
        None if safe_name(name) else Message("its name is not that of a file: unpack it and rename it")
    )


# --- zip


def _unpack_zip(target: _Target) -> Iterator[ArticleError]:
    import zipfile

    _check_entries(target.path)
    with zipfile.ZipFile(target.path) as archive:
        for member in archive.infolist():
            target.count()
            if not member.is_dir():
                yield from _unpack_zipped(target, archive, member)


def _check_entries(path: str) -> None:
    """Raise ArticleError if there are too many members to hold their list in memory."""
    if os.stat(path).st_size < _LEAST_ENTRY * MOST_MEMBERS:
        return
    with open(path, "rb") as file:
        count = sum(data.count(_ENTRY) for data in iter(lambda: file.read(_PIECE), b""))
    if count > MOST_MEMBERS:
        raise ArticleError(_too_many())


def _unpack_zipped(
    target: _Target, archive: zipfile.ZipFile, member: zipfile.ZipInfo
) -> Iterator[ArticleError]:
    name = _zipped_name(member)
    if reason := _refused_zipped(member) or _refused(name):
        yield target.error(name, reason)
        return
    try:
        with archive.open(member) as source:
            yield from target.write(name, source, _zipped_time(member))
    except NotImplementedError:
        yield target.error(
            name, Message("is compressed in a way that frsearch does not read: unpack it first")
        )
    except Exception as error:
        if isinstance(error, ArticleError) or getattr(error, "errno", None) is not None:
            raise
        yield target.error(name, _damaged(error))


def _refused_zipped(member: zipfile.ZipInfo) -> Message | None:
    """Return why a member is not unpacked, by what it is."""
    if member.flag_bits & _ENCRYPTED:
        return Message("is protected by a password: unpack it first")
    kind = stat.S_IFMT(member.external_attr >> 16)
    return None if kind in (0, stat.S_IFREG) else _special()


def _special() -> Message:
    return Message(
        "is a link or a special file, which is left out: put the file itself into the archive"
    )


def _zipped_name(member: zipfile.ZipInfo) -> str:
    """Return a name; without the mark of UTF-8 it may be in that of an old system, MS-DOS or Windows."""
    name = member.orig_filename
    if member.flag_bits & _UTF8 or name.isascii():
        return name
    written = name.encode("cp437", "replace")
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        read = [written.decode(encoding, "replace") for encoding in ("cp850", "cp1252")]
        return max(read, key=lambda each: sum(character in _IN_FRENCH for character in each))


def _zipped_time(member: zipfile.ZipInfo) -> float | None:
    try:
        return time.mktime((*member.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return None


# --- tar


def _unpack_tar(target: _Target) -> Iterator[ArticleError]:
    import tarfile

    with _open_packed(target.path) as packed:
        stream: Any = _Forward(packed, target.most)
        archive: Any = tarfile.TarFile(fileobj=stream)
        while member := archive.next():
            # Or the archive keeps them all.
            archive.members = []
            target.count()
            if not member.isdir():
                yield from _unpack_tarred(target, archive, member)
        if stream.last != bytes(tarfile.BLOCKSIZE):
            # TarFile takes a damaged header for the end, and an end too early for one too.
            raise tarfile.ReadError("it ends too early")


def _unpack_tarred(
    target: _Target, archive: tarfile.TarFile, member: tarfile.TarInfo
) -> Iterator[ArticleError]:
    name = shown(member.name)
    reason = _refused(name) if member.isreg() else _special()
    if reason is not None:
        yield target.error(name, reason)
    elif (source := archive.extractfile(member)) is not None:
        yield from target.write(name, source, member.mtime)


def _open_packed(path: str) -> Any:
    """Open the tar in a file, whatever it is compressed with."""
    import bz2
    import gzip
    import lzma

    name = path.lower()
    if name.endswith(("gz",)):
        return gzip.open(path, "rb")
    if name.endswith(("bz2", "tbz")):
        return bz2.open(path, "rb")
    return lzma.open(path, "rb") if name.endswith("xz") else open(path, "rb")


class _Forward:
    """A stream of bytes that is read once, and only so far: a header may ask for any number of bytes."""

    def __init__(self, stream: IO[bytes], most: int):
        self._stream = stream
        self._most = most
        self._at = 0
        self.last = b""

    def tell(self) -> int:
        return self._at

    def seek(self, to: int) -> None:
        if to < self._at:
            raise _unreadable("members overlap")
        while self._at < to and self.read(min(_PIECE, to - self._at)):
            pass

    def read(self, size: int) -> bytes:
        if size > _LONGEST_READ:
            raise _unreadable("a header is too long")
        data = self._stream.read(size)
        self._at += len(data)
        self.last = data
        if self._at > self._most:
            raise ArticleError(_bomb())
        return data


def _unreadable(reason: str) -> Exception:
    import tarfile

    return tarfile.ReadError(reason)
