"""Messages about the marks of a query and how it was matched: template in the code -> French."""

QUERIES: dict[str, str] = {
    # Dashes and operators
    "{operator} has nothing to join on one side: searched as a word": (
        "{operator} n'a rien à joindre d'un côté : cherché comme un mot"
    ),
    "{written} is read as in a sentence and excludes nothing: to exclude it, write SAUF {word}": (
        "{written} est lu comme dans une phrase et n'exclut rien : pour l'exclure, écrivez SAUF {word}"
    ),
    '-{word} excludes no word so common: to exclude a name, write -"{word} {next}"': (
        '-{word} n\'exclut pas un mot aussi courant : pour exclure un nom, écrivez -"{word} {next}"'
    ),
    "PRÈS is read as within {distance} words": "PRÈS est lu : à {distance} mots au plus",
    "PRÈS joins up to {count} words, phrases, or choices of them: read as ET": (
        "PRÈS joint au plus {count} mots, expressions ou choix entre eux : lu comme ET"
    ),
    "PRÈS joins no date and no value of a field: read as ET": (
        "PRÈS ne joint ni date ni valeur d'un champ : lu comme ET"
    ),
    "PRÈS joins nothing that is excluded: read as ET": (
        "PRÈS ne joint rien de ce qui est exclu : lu comme ET"
    ),
    "PRÈS joins no group of words, but phrases in quotation marks and choices: read as ET": (
        "PRÈS ne joint pas de groupe de mots, mais des expressions entre guillemets et des choix : lu "
        "comme ET"
    ),
    "PRÈS joins words of one field: write titre:(… PRÈS/10 …) for both": (
        "PRÈS joint les mots d'un même champ : écrivez titre:(… PRÈS/10 …) pour les deux"
    ),
    "a weight is at most {most}": "un poids vaut au plus {most}",
    "~ is read as within {edits} edits": "~ est lu : à {edits} lettres près",
    "too common for a search of words near one another; read as ET": (
        "trop courants pour chercher ces mots l'un près de l'autre ; lu comme ET"
    ),
    # Signs of other search engines
    "! is read as -, which excludes the word": "! est lu comme -, qui exclut le mot",
    "{sign} is read as {operator}": "{sign} est lu comme {operator}",
    "{word} is a word here: to exclude a word, write SAUF or -": (
        "{word} est ici un mot : pour exclure un mot, écrivez SAUF ou -"
    ),
    "{word} is a word here: write NEAR/10, for at most 10 words apart": (
        "{word} est ici un mot : écrivez PRÈS/10, pour 10 mots de distance au plus"
    ),
    "{word} is a word here: a range is written 2018-06..2018-10": (
        "{word} est ici un mot : un intervalle s'écrit 2018-06..2018-10"
    ),
    "^ after a word needs a number, such as ^2: ignored": (
        "^ après un mot demande un nombre, comme ^2 : ignoré"
    ),
    "^ before a word means nothing: ignored": "^ devant un mot ne veut rien dire : ignoré",
    "+ before a word means nothing: all words are asked for, unless match is any": (
        "+ devant un mot ne veut rien dire : tous les mots sont demandés, sauf si un seul suffit"
    ),
    "no regular expressions are read: searched as words": (
        "les expressions rationnelles ne sont pas lues : cherché comme des mots"
    ),
    "braces mean nothing: ignored": "les accolades ne veulent rien dire : ignorées",
    "in quotation marks, *, ? and ~ mean nothing: ignored": (
        "entre guillemets, *, ? et ~ ne veulent rien dire : ignorés"
    ),
    "| means nothing: write OU for either word": (
        "| ne veut rien dire : écrivez OU pour l'un ou l'autre mot"
    ),
    "% means nothing: write * for any letters": (
        "% ne veut rien dire : écrivez * pour n'importe quelles lettres"
    ),
    "@ before a field means nothing: write titre:word": (
        "@ devant un champ ne veut rien dire : écrivez titre:mot"
    ),
    "~ before a word means nothing: write it right after the word, as in poutin~2": (
        "~ devant un mot ne veut rien dire : écrivez-le juste après le mot, comme dans poutin~2"
    ),
    "? before a word is read as a question mark: ignored": (
        "? devant un mot est lu comme un point d'interrogation : ignoré"
    ),
    "~ after a phrase needs a number, such as ~3: ignored": (
        "~ après une expression demande un nombre, comme ~3 : ignoré"
    ),
    # What matched
    "{query}: {found}, with most of the words": "{query} : {found}, avec la plupart des mots",
    "the score, with most of the words": "le score, avec la plupart des mots",
    "most of these": "la plupart de ceci",
    "words near one another": "mots proches",
    "the weight that the query gives it": "le poids que la question lui donne",
    # The command line
    "Only of this date: {query}": "De cette date seulement : {query}",
    "Search for the words alone: no sign of the query means anything.": (
        "Chercher les mots seuls : aucun signe de la question ne veut rien dire."
    ),
}
