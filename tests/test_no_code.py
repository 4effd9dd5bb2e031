"""No code from data: a folder full of hostile pickles runs nothing, and nothing in the package could."""

from __future__ import annotations

import ast
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import whoosh.fields
import whoosh.index
import whoosh.query

import frsearch
from tests.conftest import ROOT, MakeIndex

WHOOSH_NAMES = (
    "_MAIN_0.toc _MAIN_1.toc _MAIN_99.toc _MAIN_1.toc.1 MAIN_WRITELOCK MAIN_0.seg MAIN_0a1b2c.seg "
    "MAIN_0a1b2c.trm MAIN_0a1b2c.pst MAIN_0a1b2c.vps MAIN_0a1b2c.dci MAIN_0a1b2c.dcz MAIN_0a1b2c.dfl "
    "MAIN_0a1b2c.fln MAIN_0a1b2c.stp MAIN_0a1b2c.text.col MAIN_0a1b2c.id.col MAIN_0a1b2c_text.pos"
).split()
OUR_NAMES = (
    "frsearch.json frsearch.json.tmp frsearch.lock frsearch.holder.json frsearch.pickle schema.pickle "
    "0123456789abcdef.segment 0123456789abcdef.deleted 0123456789abcdef.dictionary"
).split()


class Bomb:
    """Unpickled, it makes a folder."""

    def __init__(self, mark: Path):
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.mark),)


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "it-ran"


def bombs(mark: Path) -> list[bytes]:
    made = [pickle.dumps(Bomb(mark), protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    pickle.loads(made[2])  # it does work
    mark.rmdir()
    return made


def use(folder: Path) -> None:
    """Do all that may be done to a folder from a stranger."""
    with suppress(frsearch.FrsearchError):
        frsearch.check_index(folder)
    with suppress(frsearch.FrsearchError), frsearch.open_index(folder) as index:
        index.check()
        index.refresh()
        with suppress(frsearch.FrsearchError):
            list(index.search('texte "un texte" tex* texto~', facets=("month",)))
        with suppress(frsearch.FrsearchError):
            index.get("a1")
        index.whoosh.reader().close()
        with suppress(frsearch.FrsearchError), index.whoosh.searcher() as searcher:
            query = whoosh.query.Or([whoosh.query.Term("text", "text"), whoosh.query.Every()])
            [hit.fields() for hit in searcher.search(query)]
        index.add([frsearch.Article("a3", "un texte de plus")])


def test_pickles_beside_an_index_run_nothing(make_index: MakeIndex, mark: Path) -> None:
    index = make_index("un texte", "un autre texte")
    own = {path.name for path in index.path.iterdir()}
    for content in bombs(mark):
        for name in {*WHOOSH_NAMES, *OUR_NAMES} - own - {"frsearch.json"}:
            (index.path / name).write_bytes(content)
        use(index.path)
    assert not mark.exists()
    assert frsearch.open_index(index.path).search("texte").total == 3
    assert frsearch.check_index(index.path).ok


def test_pickles_in_the_place_of_an_index_run_nothing(tmp_path: Path, mark: Path) -> None:
    for content in bombs(mark):
        for names in (WHOOSH_NAMES, OUR_NAMES, WHOOSH_NAMES + OUR_NAMES):
            folder = tmp_path / "made"
            folder.mkdir()
            for name in names:
                (folder / name).write_bytes(content)
            use(folder)
            with pytest.raises(frsearch.FrsearchError):
                frsearch.open_index(folder)
            for path in folder.iterdir():
                path.unlink()
            folder.rmdir()
    assert not mark.exists()


def test_a_pickle_in_the_place_of_any_of_its_files_runs_nothing(
    make_index: MakeIndex, tmp_path: Path, mark: Path
) -> None:
    index = make_index(*(f"un texte numéro{n}" for n in range(600)))
    index.remove(["a7"])
    names = sorted(path.name for path in index.path.iterdir())
    assert {Path(name).suffix for name in names} >= {".json", ".segment", ".deleted", ".dictionary"}
    whole = {name: (index.path / name).read_bytes() for name in names}
    for content in bombs(mark):
        for name in names:
            for harmed in (content, content + whole[name][len(content) :], whole[name] + content):
                folder = Path(tempfile.mkdtemp(dir=tmp_path))
                for file, bytes_ in (whole | {name: harmed}).items():
                    (folder / file).write_bytes(bytes_)
                use(folder)
    assert not mark.exists()


def test_a_trapped_index_of_plain_whoosh_is_refused_unread(tmp_path: Path, mark: Path) -> None:
    schema = whoosh.fields.Schema(text=whoosh.fields.TEXT(stored=True))
    made = whoosh.index.create_in(tmp_path, schema)
    with made.writer() as writer:
        writer.add_document(text="un texte")
    made.close()
    toc = next(tmp_path.glob("_MAIN_*.toc"))
    plain = pickle.dumps(schema, 2)
    # The schema stands in the file as a pickle.
    content = toc.read_bytes()
    at = content.index(plain[:20])
    toc.write_bytes(content[:at] + pickle.dumps(Bomb(mark), 2) + content[at:])
    script = "import sys, whoosh.index; whoosh.index.open_dir(sys.argv[1])"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True)
    assert mark.exists()  # whoosh ran it
    mark.rmdir()
    with pytest.raises(frsearch.IndexNotFound, match="pickled"):
        frsearch.open_index(tmp_path)
    use(tmp_path)
    assert not mark.exists()


RUNS_DATA = {"pickle", "_pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve",
             "code", "codeop", "runpy", "yaml"}  # fmt: skip
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "execfile"}


def runs(tree: ast.AST) -> list[str]:
    """Return what in a module could run what it reads; `re.compile` and its like are methods."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name.partition(".")[0] in RUNS_DATA]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module or ""] if (node.module or "").partition(".")[0] in RUNS_DATA else []
        elif isinstance(node, ast.Name) and node.id in RUNS_TEXT:
            found.append(node.id)
        elif isinstance(node, ast.Attribute) and node.attr in {*RUNS_TEXT, *RUNS_DATA} - {"compile"}:
            found.append(node.attr)
        elif isinstance(node, ast.Call):
            allowed = {"allow_pickle"} & {keyword.arg for keyword in node.keywords}
            # np.load and np.save pickle arrays of objects.
            found += allowed or ({"np.load"} & {ast.unparse(node.func)})
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "frsearch").rglob("*.py")), ids=lambda path: path.stem)
def test_nothing_in_the_package_runs_what_it_reads(path: Path) -> None:
    assert runs(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    ["import pickle", "from marshal import loads", "import shelve as s", "eval('1')", "run = exec",
     "compile(x, '', 'exec')", "__import__('pickle')", "builtins.eval(x)", "np.load(f)",
     "np.memmap(f, allow_pickle=True)", "whoosh.util.pickle.loads(x)"],
)  # fmt: skip
def test_that_test_finds_what_it_looks_for(source: str) -> None:
    assert runs(ast.parse(source))
    assert not runs(ast.parse("import re\nre.compile('a')\nmodel.search('eval')"))
