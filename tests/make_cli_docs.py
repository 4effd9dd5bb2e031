"""Makes docs/cli.md and docs/cli.fr.md of the help of the commands: `python -m tests.make_cli_docs`."""

from __future__ import annotations

from pathlib import Path

from frsearch.cli.main import program
from frsearch.cli.options import Context, Session
from frsearch.messages.languages import LANGUAGES

DOCS = Path(__file__).resolve().parent.parent / "docs"
WIDTH = 90

INTRODUCTIONS = {
    "en": """\
# The command line

`pip install` installs the command `frsearch`, also available as `python -m frsearch`. To begin:

```sh
frsearch index articles/
frsearch search "sommet Poutine Trump"
```

- **The index** is the folder `index` of the working folder, unless `--index` or `FRSEARCH_INDEX`
  names another.
- **Output** is text, in colours on a terminal (not with `NO_COLOR`); `--json` and `--csv` are for
  programs: one JSON document, or JSON Lines where the output may be very long. `--output lines.csv`
  writes a file for spreadsheets: texts that a spreadsheet would run as formulas get an apostrophe,
  unless `--raw` is given. Output is UTF-8 in every locale, and no text of an article can control a
  terminal.
- **Exit codes**: 0 success; 1 nothing found (or added), or `check` found problems; 2 error, with a
  sentence on standard error that says why and what to do; 130 after Ctrl-C; 141 if the reader of
  the output closed it early.
- **Languages**: French or English, by `LANGUAGE`, `LC_ALL`, `LC_MESSAGES` or `LANG`, or by
  `frsearch --lang fr`. Names of options, JSON and CSV are the same in both.

This page is generated from the commands' help, [in French too](cli.fr.md).
""",
    "fr": """\
# La ligne de commande

`pip install` installe la commande `frsearch`, qui est aussi `python -m frsearch`. Pour commencer :

```sh
frsearch index articles/
frsearch search "sommet Poutine Trump"
```

- **L'index** est le dossier `index` du dossier courant, sauf si `--index` ou `FRSEARCH_INDEX` en
  nomme un autre.
- **La sortie** est du texte, en couleurs sur un terminal (sauf avec `NO_COLOR`) ; `--json` et
  `--csv` sont pour les programmes : un document JSON, ou du JSON Lines là où il peut y en avoir
  beaucoup. `--output lignes.csv` écrit un fichier que les tableurs lisent tel quel : un texte
  qu'ils exécuteraient comme formule reçoit une apostrophe, sauf avec `--raw`. La sortie est
  en UTF-8 quelle que soit la langue du système, et rien dans un article ne peut agir sur le
  terminal.
- **Codes de retour** : 0 succès ; 1 rien n'est trouvé (ou ajouté), ou `check` trouve des
  problèmes ; 2 erreur, et une phrase sur la sortie d'erreur dit pourquoi et que faire ; 130 après
  Ctrl-C ; 141 quand le lecteur de la sortie la ferme avant la fin.
- **Langues** : français ou anglais, selon `LANGUAGE`, `LC_ALL`, `LC_MESSAGES` ou `LANG`, ou
  `frsearch --lang fr`. Les noms des options, et ce qui est écrit en JSON et en CSV, sont les mêmes
  dans les deux.

Cette page est tirée de l'aide des commandes, [en anglais aussi](cli.md).
""",
}


def page(language: str) -> str:
    """Return the reference in a language."""
    session = Session(LANGUAGES[language])
    root = Context(program, info_name="frsearch", obj=session, terminal_width=WIDTH)
    parts = [INTRODUCTIONS[language], _block(program.get_help(root))]
    for name, command in program.commands.items():
        context = Context(command, info_name=name, parent=root, obj=session, terminal_width=WIDTH)
        parts += [f"## {name}\n", _block(command.get_help(context))]
    return "\n".join(parts)


def _block(text: str) -> str:
    return f"```text\n{text}\n```\n"


def path(language: str) -> Path:
    """Return where the reference in a language is."""
    return DOCS / ("cli.md" if language == "en" else f"cli.{language}.md")


if __name__ == "__main__":
    for each in INTRODUCTIONS:
        path(each).write_text(page(each), encoding="utf-8")
