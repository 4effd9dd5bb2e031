"""Which words meet in the index, and what the steps of the analysis do by themselves."""

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import unidecode
from snowballstemmer.french_stemmer import FrenchStemmer

import frsearch
from frsearch.analysis import stemming
from frsearch.analysis.chain import Chain
from frsearch.analysis.compounds import split_compound
from frsearch.analysis.elision import elide
from frsearch.analysis.fingerprint import MADE_OF, made_of, sources
from frsearch.analysis.folding import fold
from frsearch.analysis.inclusive import masculine
from frsearch.analysis.readings import readings
from frsearch.analysis.stopwords import STOP_WORDS, is_stop_word
from tests.french import assert_sound, stems

SEEDS = Path(__file__).parent.parent / "seeds"

# --- stems


@pytest.mark.parametrize(
    "words",
    [
        "rétablir rétabli rétablie rétablies RÉTABLI",
        "relation relations",
        "américain américaine américains américaines AMÉRICAINE",
        "cheval chevaux",
        "journal journaux",
        "généreux généreuse généreuses",
        "élection élections",
        "abandonner abandonné abandonnées",
        "étudiant étudiante étudiants étudiant·e·s étudiant(e)",
        "XXIe XXIᵉ XXI",
        "cœur cœurs coeur",
        "prud’homme prud'hommes",
        "quelqu’un quelqu’une",
        "J.O. JO",
        "l’O.N.U. d'ONU Onu",
        "12.000 12000",
        "sous‑marin Sous-Marins",
    ],
)
def test_these_words_meet(words):
    assert len({tuple(stems(word)) for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sommet", "somme"),
        ("guerre", "guère"),
        ("poisson", "poison"),
        ("désert", "dessert"),
        ("présidence", "présence"),
        ("été", "être"),
        ("c’est-à-dire", "dire"),
        ("aujourd’hui", "huis"),
        ("presqu’île", "île"),
    ],
)
def test_these_words_do_not_meet(one, other):
    assert stems(one) != stems(other)


def test_the_stem_is_snowballs_folded():
    seeds = "\n".join(path.read_text("utf-8") for path in SEEDS.glob("*.txt"))
    words = set(re.findall(r"[^\W\d_œ]{2,}", seeds.lower()))
    assert len(words) > 400
    snowball = FrenchStemmer()
    for word in words:
        assert stems(word) == [fold(snowball.stemWord(word))]


def test_the_stem_sees_the_accents_and_the_exact_form_does_not():
    for accented, plain in [("absurdité", "absurdite"), ("congrès", "congres")]:
        (one,), (other,) = assert_sound(accented), assert_sound(plain)
        assert one.form.exact == other.form.exact == plain
        assert one.form.accented == accented
        assert one.form.stem != other.form.stem


def test_a_raised_e_makes_the_same_ordinal():
    for raised, plain in [("XXIᵉ", "XXIe"), ("1ʳᵉ", "1re"), ("Mᵐᵉ", "Mme")]:
        assert [token.form for token in Chain().tokens(raised)] == [
            token.form for token in Chain().tokens(plain)
        ]
        assert_sound(raised)
    assert stems("XXIe") == stems("XXI")


def test_a_word_with_figures_is_its_own_stem():
    assert stems("22h00 A3 H1N1 1ères") == ["22h00", "a3", "h1n1", "1res"]


# --- the steps by themselves


def test_a_chain_with_little_memory_says_the_same():
    text = "Les États-Unis et l’Otan, les États-Unis et l’Otan " * 3
    assert list(Chain(remember=2).tokens(text)) == list(Chain().tokens(text))


def test_a_query_word_has_its_ways_to_be_read():
    units = readings(Chain(), "Maison-Blanche, dit-on à d’Artagnan l’arc-en-ciel")
    assert [
        (" ".join(form.exact for form in unit.forms), [form.exact for form in unit.alternatives])
        for unit in units
    ] == [
        ("maison blanche", ["maisonblanche"]),
        ("dit", []),
        ("on", []),
        ("a", []),
        ("dartagnan", ["artagnan"]),
        ("arc en ciel", ["arcenciel"]),
    ]
    assert [unit.start for unit in units] == [0, 16, 20, 23, 25, 38]
    assert [unit.end for unit in units] == [14, 19, 22, 24, 35, 49]


def test_each_step_can_be_asked_alone():
    assert elide("l'avocat") == ("avocat", 2, 0, "", 0)
    assert elide("D'Artagnan") == ("D'Artagnan", 0, 2, "", 0)
    assert elide("l'") == ("l'", 0, 0, "", 0)
    assert elide("jusqu'à") == ("à", 6, 0, "jusque", 0)
    assert masculine("heureux·ses") == "heureux"
    parts, whole = split_compound("États-Unis")
    assert ([part.text for part in parts], whole) == (["États", "Unis"], True)


def test_a_stop_word_is_told_from_its_neighbour_by_the_accent():
    assert is_stop_word("sur")
    assert not is_stop_word("sûr")
    assert is_stop_word("même")
    assert is_stop_word("meme")
    assert not is_stop_word("été")
    assert all(word == word.lower() for word in STOP_WORDS)


def test_what_the_analysis_is_made_of_notices_any_change(tmp_path, monkeypatch):
    ours = Path(frsearch.analysis.__file__).parent
    assert len(MADE_OF) == 16
    assert made_of(sources(ours)) == MADE_OF
    seen = {MADE_OF}

    def is_new():
        made = made_of(sources(tmp_path / "analysis"))
        return len(made) == 16 and len(seen) < len(seen | {made}) and not seen.add(made)

    for name in ("codec", "kernels"):
        shutil.copytree(ours.parent / name, tmp_path / name)
    shutil.copytree(ours, tmp_path / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    assert made_of(sources(tmp_path / "analysis")) == MADE_OF
    changed = tmp_path / "analysis" / "lemmas" / "homographs.py"
    changed.write_bytes(changed.read_bytes() + b"\n")
    assert is_new()
    (tmp_path / "analysis" / "more.py").touch()
    assert is_new()
    changed.rename(changed.with_name("homonyms.py"))
    assert is_new()
    monkeypatch.setattr(unicodedata, "unidata_version", "99")
    assert is_new()
    monkeypatch.setattr("sys.version_info", (3, 99))
    assert is_new()
    for folder in ("unidecode", "Unidecode-1.3.8.dist-info"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(unidecode, "__file__", str(tmp_path / "unidecode" / "__init__.py"))
    assert is_new()
    (tmp_path / "Unidecode-1.3.8.dist-info").rmdir()
    assert made_of(sources(tmp_path / "analysis")) == ""  # whatever version that may be
    monkeypatch.undo()
    assert made_of(sources(tmp_path / "nothing")) == ""  # as in an archive


# --- without PyStemmer, which has no wheel for browsers


def test_stems_are_the_same_without_pystemmer() -> None:
    words = sorted(
        {word for path in SEEDS.glob("*.txt") for word in path.read_text("utf-8").lower().split()}
    )
    code = "import json, sys; sys.modules['Stemmer'] = None\n"
    code += "from frsearch.analysis.stemming import stems\n"
    code += "print(json.dumps(stems(json.load(sys.stdin))))"
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(words), capture_output=True, check=True, text=True
    )
    assert len(words) > 500
    assert json.loads(done.stdout) == stemming.stems(words)
