"""Fingerprint of the analysis: an index with another fingerprint is outdated.

The fingerprint is a hash of everything that decides the terms of a text: the tables, patterns and
constants of the modules in this package, their code (without comments, docstrings and annotations), the
stems of the words in the tables, the folded letters, and the tokens of a sample. So it changes with any
rule, and nobody has to maintain a version number. It is slow to compute, compared to a search, so an
index also stores a hash of the files of the analysis (`cache_key`): if that is the same, so is the
fingerprint.
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import snowballstemmer
import unidecode

# Not used here, but parts of the analysis: the fingerprint is of all, whatever else is loaded.
from frsearch.analysis import collation as _collation  # noqa: F401
from frsearch.analysis import readings as _readings  # noqa: F401
from frsearch.analysis.chain import Chain
from frsearch.analysis.folding import fold, open_ligatures
from frsearch.analysis.stemming import stems

_SAMPLE = """
    L’Otan, l'État, aujourd'hui, prud’homme, quelqu'un, presqu'île, entr'acte, d'Artagnan, O'Brien
    N'Djamena j'suis États-Unis Maison-Blanche c'est-à-dire a-t-il dit-on celui-ci chef-d'œuvre
    étudiant·e·s étudiant(e)s O.T.A.N. 12 000,5 12.000 3.5 28.06.2018 16H30 XXIᵉ m² Łódź straße
    rétablies absurdité nationalement chevaux finissaient généreuses collections administratives
    l'O.N.U. l'« ami » l' ami d'1,5 0.123 l'ÉLU·E vice-président·e jeu(x) ½-finale 4ᵉ É.N.A.
    tout·e·s national·e·s Mach-e mail.e.s n°5 nº5 R&D C++ C# G7 @EmmanuelMacron #MeToo lemonde.fr
    amazon.es jean.dupont@exemple.fr www.a.b jeudi.Le 16 h 30 35 h 21ème 1ère 3è XXIe XIVᵉ VIE Louis XIV
    ognons nénufar interpelé interpelle relai M'Hamed m'habiller Fran-\nce prési\u00ad\ndent
    porte-\r\n  monnaie
    travaux élevé policière abandonnés jeux œil yeux châtiment communistes françaises mauvais
    actrice heureuse grandes iront emploie appellent cédera réinstallé marché festivals uberisées
"""


# Letters and marks that may occur in French texts, in blocks to which Unicode adds no more.
_LETTERS = [*range(0x80, 0x530), *range(0x1E00, 0x2150), *range(0xFB00, 0xFB07), *range(0xFF00, 0xFF5F)]
_WORD = re.compile(r"[^\W\d_]{2,}")
# Syntax without effect on terms: it may differ between versions of Python, or be rewritten.
_LEFT_OUT = frozenset("annotation returns type_comment type_params kind ctx".split())
# Modules that may not be imported, and that only pass on the terms of the others, as to Whoosh.
_ASIDE = ("fingerprint.py", "analyzer.py", "steps.py")
# Modules that make the same terms in bulk, and the signatures of near copies. The twin of a kernel says
# what the compiled one does.
_BULK = ("codec/bulk_analysis.py", "codec/signatures.py", "kernels/plain/chunks.py")


@cache
def fingerprint() -> str:
    """Return the fingerprint: 16 hexadecimal digits that change with the rules of the analysis."""
    made = hashlib.sha256()
    for name, content in sorted(_SOURCES.items()):
        if name != _ASIDE[0]:
            made.update(f"{name} {_code(ast.parse(content))}\n".encode())
    tables = dict(_tables())
    for name, table in sorted(tables.items()):
        made.update(f"{name} {_told(table)}\n".encode("utf-8", "surrogatepass"))
    words = sorted({word for table in tables.values() for word in _WORD.findall(_told(table))})
    made.update(" ".join(stems([word.lower() for word in words])).encode())
    made.update(" ".join(fold(open_ligatures(chr(point))) for point in _LETTERS).encode())
    for token in Chain().tokens(_SAMPLE):
        made.update(repr(tuple(token)).encode())
    return made.hexdigest()[:16]


def _tables() -> Iterator[tuple[str, object]]:
    """Yield (name, value) of all globals of the modules of the package."""
    package = __name__.rpartition(".")[0]
    for name, module in list(sys.modules.items()):
        aside = name.rpartition(".")[2] + ".py" in _ASIDE
        if name.startswith(package + ".") and not aside:
            for given, value in vars(module).items():
                if not given.startswith("__"):
                    yield f"{name}.{given}", value


def _told(value: Any) -> str:
    """Serialise a value: equal values give equal texts in every process and version of Python.

    "" for values that the code already determines, such as functions, and for caches.
    """
    if value is None or isinstance(value, str | bytes | int | float):
        return repr(value)
    if isinstance(value, re.Pattern):
        return f"re {value.pattern!r} {int(value.flags)}"
    if isinstance(value, set | frozenset):
        return f"{{{' '.join(sorted(map(_told, value)))}}}"
    if isinstance(value, tuple | list | range):
        return f"({' '.join(map(_told, value))})"
    if type(value) in (dict, MappingProxyType):
        return f"{{{' '.join(f'{_told(key)}: {_told(each)}' for key, each in value.items())}}}"
    if is_dataclass(value) and not isinstance(value, type):
        return _told([getattr(value, field.name) for field in fields(value)])
    if isinstance(value, partial):
        return _told([value.args, value.keywords])
    bound = getattr(value, "__self__", None)  # as of a pattern's `sub`
    return _told(bound) if isinstance(bound, re.Pattern) else ""


def _code(node: object) -> str:
    """Serialise the syntax tree of a module, without docstrings."""
    if isinstance(node, list):
        return f"[{' '.join(map(_code, node))}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    given = dict(ast.iter_fields(node))
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
        given["body"] = node.body[1:]
    known = sorted((name, value) for name, value in given.items() if name not in _LEFT_OUT)
    # Versions of Python differ in whether empty fields are present.
    said = " ".join(f"{name}={_code(value)}" for name, value in known if value not in (None, []))
    return f"{type(node).__name__}({said})"


def sources(folder: Path) -> dict[str, bytes]:
    """Return path -> source of the modules in a folder, and of those of the bulk analysis.

    Empty if they cannot be read.
    """
    try:
        found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.py")}
        found |= {f"../{name}": folder.parent / name for name in _BULK if found}
        return {name: path.read_bytes() for name, path in found.items()}
    except OSError:
        return {}


def made_of(modules: Mapping[str, bytes]) -> str:
    """Return 16 hexadecimal digits that change with any file or library of the analysis.

    These are its modules, the versions of its libraries, of Python and of Unicode. "" if unknown:
    libraries without a known version, modules that are not files.
    """
    made = hashlib.sha256(f"{sys.version_info} {unicodedata.unidata_version}".encode())
    libraries = {"snowballstemmer": snowballstemmer, "unidecode": unidecode}
    if (stemmer := sys.modules.get("Stemmer")) is not None:
        libraries["pystemmer"] = stemmer
    try:
        for name, library in libraries.items():
            here = Path(library.__file__ or "").parent
            beside = os.listdir(here.parent if hasattr(library, "__path__") else here)
            known = [each for each in beside if each.lower().startswith(f"{name}-")]
            if not known:
                return ""
            made.update(repr(sorted(known)).encode())
    except OSError:
        return ""
    for name, content in sorted(modules.items()):
        made.update(f"{name} {len(content)} ".encode() + content)
    return made.hexdigest()[:16] if modules else ""


# Read at import: files may be replaced while the process runs.
_SOURCES = sources(Path(__file__).parent)
MADE_OF = made_of(_SOURCES)


def cache_key(fingerprint: object) -> str:
    """Return the key that an index stores with a fingerprint computed by the current analysis.

    If an index has this key, its fingerprint need not be computed again. "" if `MADE_OF` is unknown:
    compute the fingerprint.
    """
    return hashlib.sha256(f"{MADE_OF} {fingerprint}".encode()).hexdigest()[:16] if MADE_OF else ""
