"""Is a PDF a bomb? PDFium takes 250 times the size of a page's unpacked text, and cannot be stopped.

So the streams of a file are unpacked first, piece by piece, and counted. A page of a newspaper has less
than a megabyte; images may have more. Streams within encrypted files and those packed in old ways (LZW)
are not looked into.
"""

from __future__ import annotations

import mmap
import re
import zlib

LONGEST_STREAM = 4_000_000
"""Most bytes of a stream that is no image."""

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY = 2000
_PIECE = 1 << 16
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_IMAGE = re.compile(
    rb"/Subtype\s*/Image\b|/Length1\b|/FontFile|/Subtype\s*/(?:CIDFontType0C|Type1C|OpenType)\b"
)
_WORDS = re.compile(rb"\bBT\b|\bT[jJ]\b")


def is_bomb(data: bytes | mmap.mmap) -> bool:
    """Say whether a stream of a PDF unpacks to more than `LONGEST_STREAM`."""
    for found in _STREAM.finditer(data):
        dictionary = data[max(0, found.start() - _DICTIONARY) : found.start()]
        dictionary = dictionary[dictionary.rfind(b" obj") + 1 :]
        times = len(_FLATE.findall(dictionary))
        if times and _is_long(data, found.end(), times, bool(_IMAGE.search(dictionary))):
            return True
    return False


def _is_long(data: bytes | mmap.mmap, start: int, times: int, is_image: bool) -> bool:
    """Say whether a stream is too long; what is called an image and shows words is none."""
    most = _PIECE if is_image else LONGEST_STREAM
    unpacked = _inflated(data, start, most)
    for _ in range(times - 1):
        if len(unpacked) > most:
            break
        unpacked = _inflated(unpacked, 0, most)
    if is_image and not _WORDS.search(unpacked):
        return False
    return len(unpacked if not is_image else _inflated(data, start, LONGEST_STREAM)) > LONGEST_STREAM


def _inflated(data: bytes | mmap.mmap, start: int, most: int) -> bytes:
    """Return the beginning of a stream unpacked, a little more than `most` bytes of it."""
    inflater, pieces, size = zlib.decompressobj(), [], 0
    waiting = b""
    try:
        while size <= most and not inflater.eof:
            if not waiting:
                waiting, start = data[start : start + _PIECE], start + _PIECE
                if not waiting:
                    break
            piece = inflater.decompress(waiting, _PIECE)
            waiting = inflater.unconsumed_tail
            pieces.append(piece)
            size += len(piece)
    except zlib.error:
        pass
    return b"".join(pieces)
