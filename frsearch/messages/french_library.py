"""What the library says, as patterns with holes, and the same in French.

What fills a hole is translated in its turn, where it is known; what follows a colon by itself, too.
"""

LIBRARY: dict[str, str] = {
    # Doubtful queries
    "{message} (characters {start} to {end})": "{message} (caractères {start} à {end})",
    "only the first {count} characters are used": "seuls les {count} premiers caractères sont pris",
    "only the first {count} words are used": "seuls les {count} premiers mots sont pris",
    "nothing to search for in this query": "il n'y a rien à chercher dans cette question",
    "this parenthesis closes nothing: ignored": "cette parenthèse ne ferme rien : ignorée",
    "this parenthesis is not closed: taken as closed at the end": (
        "cette parenthèse n'est pas fermée : elle l'est à la fin"
    ),
    "there is nothing in these parentheses: ignored": ("il n'y a rien entre ces parenthèses : ignorées"),
    "parentheses are nested over {depth} deep: ignored": (
        "il y a plus de {depth} parenthèses l'une dans l'autre : ignorées"
    ),
    "this quotation mark is not closed: taken as closed at the end": (
        "ce guillemet n'est pas fermé : il l'est à la fin"
    ),
    "there is no word in this phrase: ignored": ("il n'y a pas de mot entre ces guillemets : ignorés"),
    "{operator} has nothing to join on one side: ignored": (
        "{operator} n'a rien à joindre d'un côté : ignoré"
    ),
    "{operator} has nothing to exclude: ignored": "{operator} n'a rien à exclure : ignoré",
    "{prefix} stands before nothing to look for: ignored": (
        "{prefix} n'est devant rien à chercher : ignoré"
    ),
    "{pattern} stands for any word: ignored": "{pattern} vaut pour tous les mots : ignoré",
    "there is no field {name} (there are {known}): searched as words": (
        "il n'y a pas de champ {name} (il y a {known}) : cherché comme des mots"
    ),
    "{name}: needs a date, such as {example}": "{name}: demande une date, comme {example}",
    "{reason}: ignored": "{reason} : ignoré",
    "this stands for {what}: the first of them are used": (
        "cela vaut pour {what} : les premiers sont pris"
    ),
    "more than {count} words": "plus de {count} mots",
    "too many patterns for one query: not all words for this are used": (
        "trop de motifs pour une seule question : les mots de celui-ci ne sont pas tous pris"
    ),
    "too common for a phrase: its words are searched for, in any order": (
        "trop courant pour une expression : ses mots sont cherchés, dans n'importe quel ordre"
    ),
    "the words of this query are too many or too common: this is left out": (
        "les mots de cette question sont trop nombreux ou trop courants : ceci est laissé de côté"
    ),
    # Dates and other arguments
    "{text} is not a date: write 2018, 2018-06 or 2018-06-28 (year, month, day)": (
        "{text} n'est pas une date : écrivez 2018, 2018-06 ou 2018-06-28 (année, mois, jour)"
    ),
    "there is no such date as {date}": "la date {date} n'existe pas",
    "{text} is a range without a date: write 2018-06..2018-09": (
        "{text} est une période sans date : écrivez 2018-06..2018-09"
    ),
    "the range {start}..{end} ends before it begins": (
        "la période {start}..{end} finit avant de commencer"
    ),
    "from {first} to {last} there are {count} {units}, too many to fill in: count by a longer "
    "unit, or narrow --date": (
        "de {first} à {last} il y a {count} {units}, trop pour les montrer tous : comptez par une "
        "unité plus longue, ou restreignez --date"
    ),
    "days": "jours",
    "months": "mois",
    "there is nothing before this range": "il n'y a rien avant cette période",
    "after must be the cursor of earlier results, not {text}": (
        "--after est le curseur de résultats précédents, et non {text}"
    ),
    "after is the cursor of results sorted by {sorted}, not by {sort}": (
        "--after est le curseur de résultats triés par {sorted}, et non par {sort}"
    ),
    "there is no article with the id {id} in the index": (
        "il n'y a pas d'article d'identifiant {id} dans l'index"
    ),
    "this needs {what}: pip install {name}": "il y faut {what} : pip install {name}",
    "{address} cannot be listened on ({cause}): try another port": (
        "impossible d'écouter à {address} ({cause}) : essayez un autre port"
    ),
    # Articles and their files
    "cannot be read: {cause}; check the path": "illisible : {cause} ; vérifiez le chemin",
    "cannot be read: {cause}; is the file damaged, or protected?": (
        "illisible : {cause} ; le fichier est-il abîmé, ou protégé ?"
    ),
    "not a file of articles: frsearch {endings}; --exclude leaves it out": (
        "ce n'est pas un fichier d'articles : frsearch {endings} ; --exclude l'écarte"
    ),
    "exclude: a pattern such as '*.md' is needed, not {pattern}": (
        "--exclude : il faut un motif comme '*.md', et non {pattern}"
    ),
    "link that cannot be followed: {error}; mend it, or remove it": (
        "lien qui ne mène nulle part : {error} ; réparez-le, ou supprimez-le"
    ),
    "no file of articles in this folder: frsearch {endings}": (
        "il n'y a pas de fichier d'articles dans ce dossier : frsearch {endings}"
    ),
    "reads .txt, .jsonl and .csv, and each of them with .gz": (
        "lit .txt, .jsonl et .csv, et chacun d'eux avec .gz"
    ),
    "nothing is left to read in this folder: {option} leaves out what there is": (
        "il ne reste rien à lire dans ce dossier : {option} écarte ce qui s'y trouve"
    ),
    "this folder holds an index of frsearch, and no file of articles": (
        "ce dossier contient un index de frsearch, et aucun fichier d'articles"
    ),
    "folder cannot be read: {cause}": "dossier illisible : {cause}",
    "it has no text; if that is in another field, {option} says so": (
        "il n'a pas de texte ; si le texte est dans un autre champ, {option} le dit"
    ),
    "is empty, it holds no article: remove it": (
        "est vide, il ne contient pas d'article : supprimez-le"
    ),
    "is not a regular file: give a file or a folder of files": (
        "n'est pas un fichier ordinaire : donnez un fichier ou un dossier de fichiers"
    ),
    "looks like a binary file: save it as text, in UTF-8": (
        "semble être un fichier binaire : enregistrez-le comme texte, en UTF-8"
    ),
    "JSON that cannot be read: {error}": "JSON illisible : {error}",
    "JSON nested too deeply: flatten it": "JSON trop imbriqué : aplatissez-le",
    "JSON, but of type {kind}, not an object: write one object a line": (
        "JSON, mais de type {kind} et non un objet : écrivez un objet par ligne"
    ),
    "{count} fields, and the header has {columns}: put a field with {separator} in it between"
    " double quotes": (
        "{count} champs, et l'en-tête en a {columns} : mettez entre guillemets doubles un champ "
        "qui contient {separator}"
    ),
    "no column {name} for {field}: the header has {columns}; say which it is, {option}": (
        "pas de colonne {name} pour {field} : l'en-tête a {columns} ; dites laquelle c'est, {option}"
    ),
    "two columns {name}: the header has {columns}; rename one": (
        "deux colonnes {name} : l'en-tête a {columns} ; renommez-en une"
    ),
    "a double quote opens a field here and none closes it: close it": (
        "un guillemet double ouvre ici un champ et aucun ne le ferme : fermez-le"
    ),
    "columns: {name} is not a field of articles, which are {known}": (
        "--column : {name} n'est pas un champ des articles, qui sont {known}"
    ),
    "article {id}: {reason}": "article {id} : {reason}",
    "{name} must be a text, not {value}": "{name} doit être un texte, et non {value}",
    "No such file or directory": "aucun fichier ni dossier de ce nom",
    "Permission denied": "accès refusé",
    "Too many levels of symbolic links": "il tourne en rond",
    "Is a directory": "c'est un dossier",
    # Indexes
    "there is no frsearch index here": "il n'y a pas d'index de frsearch ici",
    "this is an index of plain Whoosh, which would have to be unpickled": (
        "c'est un index de Whoosh même, qu'il faudrait lire avec pickle"
    ),
    "the index was made with {what} {theirs} and this version has {ours}: rebuild it from its"
    " articles": (
        "l'index a été fait avec {what} {theirs} et cette version a {ours} : refaites-le à partir"
        " de ses articles"
    ),
    "file format": "le format",
    "French analysis": "l'analyse",
    "{holder} is writing to this index": "{holder} écrit dans cet index",
    "the index cannot be locked for writing: {error}": (
        "l'index ne peut pas être verrouillé pour l'écriture : {error}"
    ),
    "{name} is a link, or no file: remove it": "{name} est un lien, ou n'est pas un fichier : ôtez-le",
    "it cannot be read now ({cause}): {remedy}": "illisible pour le moment ({cause}) : {remedy}",
    "too many files are open in this process: close some, or raise the limit (ulimit -n)": (
        "trop de fichiers sont ouverts dans ce processus : fermez-en, ou relevez la limite (ulimit -n)"
    ),
    "too many files are open on this machine: close some": (
        "trop de fichiers sont ouverts sur cette machine : fermez-en"
    ),
    "check the permissions of the file and of the folders above it": (
        "vérifiez les droits sur le fichier et sur les dossiers qui le contiennent"
    ),
    "use a shorter path": "prenez un chemin plus court",
    "use another path": "prenez un autre chemin",
    "there is too little memory: free some": "la mémoire manque : libérez-en",
    "try again, and look at the disk if it goes on": (
        "essayez de nouveau, et examinez le disque si cela continue"
    ),
    "damaged or missing: {why}: rebuild the index": "abîmé ou manquant : {why} : refaites l'index",
    "it is no regular file": "ce n'est pas un fichier ordinaire",
    "Too many open files": "trop de fichiers ouverts",
    "Input/output error": "erreur d'entrée-sortie",
    "it is missing, though files of an index are there: an unfinished copy?": (
        "il manque, alors qu'il y a des fichiers d'un index : une copie inachevée ?"
    ),
    "there is an index here: open it with open_index, or give overwrite=True": (
        "il y a un index ici : --overwrite le vide"
    ),
    "files of an index are here, and its manifest {name} is not: an unfinished copy? complete it, or "
    "give overwrite=True, which removes them": (
        "il y a ici des fichiers d'un index, sans son manifeste {name} : une copie inachevée ? "
        "achevez-la, ou donnez --overwrite, qui les supprime"
    ),
    "this is no file of an index: move it away, or make the index in another folder": (
        "ce n'est pas un fichier d'index : déplacez-le, ou faites l'index dans un autre dossier"
    ),
    "the index could not be written and is as it was: {error}": (
        "l'index n'a pas pu être écrit, et il est comme avant : {error}"
    ),
    "what was written to the index is there, but it may not outlast a crash: {error}": (
        "ce qui a été écrit dans l'index y est, mais pourrait ne pas survivre à une panne : {error}"
    ),
    "it is not known whether what was written to the index is there: open it again, and see: {error}": (
        "on ne sait pas si ce qui a été écrit dans l'index y est : rouvrez-le pour le voir : {error}"
    ),
    "the index cannot be made here: {error}": "l'index ne peut pas être créé ici : {error}",
    "this cannot be written: {error}": "écriture impossible : {error}",
    "the manifest cannot be read ({why}): rebuild the index from its articles": (
        "le manifeste est illisible ({why}) : refaites l'index à partir de ses articles"
    ),
    "it is not what was written": "ce n'est pas ce qui avait été écrit",
    "bytes {begin} to {end} are not what was written": (
        "les octets {begin} à {end} ne sont pas ce qui avait été écrit"
    ),
    # Explanations
    "the score, with all of the words": "le score, avec tous les mots",
    "the score, with any of the words": "le score, avec au moins un des mots",
    "the article does not match": "l'article ne répond pas à la question",
    "sum over the query's words": "somme sur les mots de la question",
    "all of these": "tout ceci",
    "any of these": "l'un de ceci",
    "without {names}": "sans {names}",
    "excluded by {names}": "exclu par {names}",
    "the date is in {days}": "la date est dans {days}",
    "the date is not in {days}": "la date n'est pas dans {days}",
    "{name} is missing": "{name} manque",
    "stem, the product of:": "racine, le produit de :",
    "lemma, the product of:": "lemme, le produit de :",
    "exact form, the product of:": "forme exacte, le produit de :",
    "{holding} of {articles} articles hold it": "{holding} des {articles} articles l'ont",
    "what the exact form weighs": "le poids de la forme exacte",
    "what the lemma weighs": "le poids du lemme",
    "what the stem weighs": "le poids de la racine",
    "{formula}, where k1 = {k1} and f = {f}, the sum of:": (
        "{formula}, où k1 = {k1} et f = {f}, la somme de :"
    ),
    "{times} in the {field}, {each} each: {weight}, where b = {b}, length = {length}, average"
    " = {average}": (
        "{times} dans le {field}, {each} chacune : {weight}, où b = {b}, length (la longueur) = "
        "{length}, average (la moyenne) = {average}"
    ),
    "{times} in the title": "{times} dans le titre",
    "{times} in the text": "{times} dans le texte",
    "{form} once": "{form} une fois",
    "{form} {number} times": "{form} {number} fois",
    "{number} times": "{number} fois",
    "once": "une fois",
    "title": "titre",
    "text": "texte",
}
