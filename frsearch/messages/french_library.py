"""Messages of the library: template in the code -> French."""

LIBRARY: dict[str, str] = {
    # How sentences are put together
    "{words}": "{words}",
    "{file}: {reason}": "{file} : {reason}",
    "{source}: {reason}": "{source} : {reason}",
    "{source}:{line}": "{source}:{line}",
    "line:{line}: {reason}": "ligne {line} : {reason}",
    "date: {reason}": "date : {reason}",
    # Doubtful queries
    "{message} (characters {start} to {end})": "{message} (caractères {start} à {end})",
    "only the first {count} characters are used": "seuls les {count} premiers caractères sont pris",
    "only the first {count} words are used": "seuls les {count} premiers mots sont pris",
    "nothing to search for in this query": "il n'y a rien à chercher dans cette question",
    "this closing parenthesis has no opening one: ignored": (
        "cette parenthèse fermante n'en a pas d'ouvrante : ignorée"
    ),
    "this parenthesis is never closed: treated as closed at the end": (
        "cette parenthèse n'est jamais fermée : elle l'est à la fin"
    ),
    "these parentheses are empty: ignored": "ces parenthèses sont vides : ignorées",
    "parentheses are nested more than {depth} deep: ignored": (
        "plus de {depth} parenthèses sont l'une dans l'autre : ignorées"
    ),
    "this quotation mark is never closed: treated as closed at the end": (
        "ce guillemet n'est jamais fermé : il l'est à la fin"
    ),
    "this phrase has no words: ignored": "il n'y a pas de mot entre ces guillemets : ignorés",
    "{operator} has nothing to join on one side: ignored": (
        "{operator} n'a rien à joindre d'un côté : ignoré"
    ),
    "{operator} has nothing to exclude: ignored": "{operator} n'a rien à exclure : ignoré",
    "{prefix} has no word after it: ignored": ("{prefix} n'a pas de mot après lui : ignoré"),
    "{pattern} matches every word: ignored": "{pattern} correspond à tous les mots : ignoré",
    "there is no field {name!r} (there are {known}): searched as words": (
        "il n'y a pas de champ {name!r} (il y a {known}) : cherché comme des mots"
    ),
    "{name}: needs a date, such as {name}:2018-06": "{name}: demande une date, comme {name}:2018-06",
    "{reason}: ignored": "{reason} : ignoré",
    "matches more than {count:,} words; only the first {count:,} are used": (
        "correspond à plus de {count:,} mots ; seuls les {count:,} premiers sont pris"
    ),
    "matches more words than one query may use; only the first are used": (
        "correspond à plus de mots qu'une question ne peut en prendre ; seuls les premiers sont pris"
    ),
    "too many patterns in one query; only some of the words that match this one are used": (
        "trop de motifs dans une seule question ; seule une partie des mots qui "
        "correspondent à celui-ci est prise"
    ),
    "too common for a phrase search; its words are searched for in any order": (
        "trop courant pour une expression ; ses mots sont cherchés dans n'importe quel ordre"
    ),
    "the words of this query are too many or too common; this part is left out": (
        "les mots de cette question sont trop nombreux ou trop courants ; cette partie "
        "est laissée de côté"
    ),
    # Dates
    "{text!r} is not a date: write 2018, juin 2018, 28/06/2018 or 2018-06-28, for example": (
        "{text!r} n'est pas une date : écrivez 2018, juin 2018, 28/06/2018 ou 2018-06-28, par exemple"
    ),
    "{text!r} has a year of two digits, whose century is not sure: write the year in full": (
        "{text!r} a une année de deux chiffres, dont le siècle n'est pas sûr : écrivez l'année en entier"
    ),
    "{text!r} has a year of two digits, whose century is not sure: write the year in full, or "
    "give date_format=, such as %d/%m/%y": (
        "{text!r} a une année de deux chiffres, dont le siècle n'est pas sûr : écrivez l'année en "
        "entier, ou donnez date_format=, comme %d/%m/%y"
    ),
    "{text!r} is not a date of the format {format}": "{text!r} n'est pas une date du format {format}",
    "date_format: {format} is not a format of dates ({reason}): give dmy, mdy, ymd, or a pattern such "
    "as %d/%m/%Y": (
        "date_format : {format} n'est pas un format de dates ({reason}) : donnez dmy, mdy, ymd, ou un "
        "modèle comme %d/%m/%Y"
    ),
    "it is not a text": "ce n'est pas un texte",
    "it has no year, %Y or %y": "il n'a pas d'année, %Y ou %y",
    "it has a day without a month": "il a un jour sans mois",
    "%{letter} is unknown": "%{letter} est inconnu",
    "it has the same part twice": "il a deux fois la même partie",
    "{value} is not a date: give a string such as '2018-06', or a datetime.date": (
        "{value} n'est pas une date : donnez un texte comme '2018-06', ou une datetime.date"
    ),
    "{value} is not a (start, end) pair of dates": ("{value} n'est pas une paire de dates (début, fin)"),
    "a date with a day needs a month": "une date qui a un jour a besoin d'un mois",
    "the date {date} does not exist": "la date {date} n'existe pas",
    "{text!r} is a range without a date: write 2018-06..2018-09": (
        "{text!r} est une période sans date : écrivez 2018-06..2018-09"
    ),
    "the range {start}..{end} ends before it begins": (
        "la période {start}..{end} finit avant de commencer"
    ),
    "no dates come before this range": "aucune date ne précède cette période",
    "from {first} to {last} there are {units}, too many to fill in: count by a longer unit, or narrow "
    "date=": (
        "de {first} à {last} il y a {units}, trop pour les montrer tous : comptez par une unité plus "
        "longue, ou restreignez date="
    ),
    # Arguments
    "{name} must be one of {choices}, not {value}": "{name} est l'un de {choices}, et non {value}",
    "{name} must be a whole number, 0 or more, not {value}": (
        "{name} est un nombre entier, au moins 0, et non {value}"
    ),
    "{name} must be a whole number from {least} to {most}, not {value}": (
        "{name} est un nombre entier de {least} à {most}, et non {value}"
    ),
    "{name} must be a number from {least} to {most}, not {value}": (
        "{name} est un nombre de {least} à {most}, et non {value}"
    ),
    "no article holds {word}; also searched: {words}": (
        "aucun article ne contient {word} ; cherché aussi : {words}"
    ),
    "ranking must be a Ranking, not {value}": "ranking est un Ranking, et non {value}",
    "the path of a folder must be a string or a Path, not {value}": (
        "le chemin d'un dossier est un texte ou un Path, et non {value}"
    ),
    "{path}: the working directory is gone: {error}": (
        "{path} : le dossier courant n'existe plus : {error}"
    ),
    'facets must be a tuple of names, such as ("month",), not {value}': (
        'facets est un tuple de noms, comme ("month",), et non {value}'
    ),
    "workers must be a whole number, 1 or more, not {value}": (
        "workers est un nombre entier, au moins 1, et non {value}"
    ),
    "timeout must be a number of seconds, 0 or more, not {value}": (
        "timeout est un nombre de secondes, au moins 0, et non {value}"
    ),
    "timeout must be a number of seconds above 0, or None, not {value}": (
        "timeout est un nombre de secondes, plus que 0, ou None, et non {value}"
    ),
    "an id must be a string, not {value}": ("un identifiant est un texte, et non {value}"),
    "the query must be a string, not {value}": "la question est un texte, et non {value}",
    "the text to complete must be a string, not {value}": (
        "le texte à compléter est un texte, et non {value}"
    ),
    "values of periods with fewer than {few:,} words of texts rest on few occurrences "
    "({count:,} periods; {name}, {period}: {value:,} per million from {found:,} in {words:,} words)": (
        "les valeurs des périodes de moins de {few:,} mots de textes reposent sur peu d'occurrences "
        "({count:,} périodes ; {name}, {period} : {value:,} par million pour {found:,} dans "
        "{words:,} mots)"
    ),
    "{path}: an index cannot be copied onto itself: give another place": (
        "{path} : un index ne se copie pas sur lui-même : donner un autre endroit"
    ),
    "a batch takes NamedQuery objects, not {kind}": "un lot prend des objets NamedQuery, pas {kind}",
    "{path}, line {line}: {error}": "{path}, ligne {line} : {error}",
    "{path}: no column query; the header has {columns}": (
        "{path} : pas de colonne requête ; l'en-tête a {columns}"
    ),
    "a timeline takes a query or a list of queries, not {value}": (
        "une chronologie prend une question ou une liste de questions, et non {value}"
    ),
    "after must be the cursor of earlier results, not {value}": (
        "after est le curseur de résultats précédents, et non {value}"
    ),
    "after is the cursor of results sorted by {sorted_by!r}, not by {sort!r}": (
        "after est le curseur de résultats triés par {sorted_by!r}, et non par {sort!r}"
    ),
    "add takes several articles: give a list, such as [article]": (
        "add prend plusieurs articles : donnez une liste, comme [article]"
    ),
    "remove takes several ids: give a list, such as [id]": (
        "remove prend plusieurs identifiants : donnez une liste, comme [id]"
    ),
    "only Article objects can be added, not {kind}": (
        "seuls des objets Article peuvent être ajoutés, et non {kind}"
    ),
    "there is no article with the id {id!r} in the index": (
        "il n'y a pas d'article d'identifiant {id!r} dans l'index"
    ),
    'this needs {package}: pip install "frsearch[{extra}]"': (
        'il y faut {package} : pip install "frsearch[{extra}]"'
    ),
    "the packages of the page": "les paquets de la page",
    "cannot listen on {address} ({cause}): try another port": (
        "impossible d'écouter à {address} ({cause}) : essayez un autre port"
    ),
    "{path}: cannot be written: {error}": "{path} : écriture impossible : {error}",
    # Articles and their files
    "cannot be read: {cause}; check the path": "illisible : {cause} ; vérifiez le chemin",
    "cannot be read: {cause}; is the file damaged, or protected?": (
        "illisible : {cause} ; le fichier est-il abîmé, ou protégé ?"
    ),
    "not an article file: frsearch reads {endings}, also gzipped (.gz); exclude= leaves it out": (
        "ce n'est pas un fichier d'articles : frsearch lit {endings}, aussi compressés (.gz) ; "
        "exclude= permet de l'écarter"
    ),
    "exclude: needs a pattern such as '*.md', not {value}": (
        "exclude : il faut un motif comme '*.md', et non {value}"
    ),
    "broken link: {cause}; repair it, or remove it": (
        "lien qui ne mène nulle part : {cause} ; réparez-le, ou supprimez-le"
    ),
    "no article files in this folder: frsearch reads {endings}, also gzipped (.gz)": (
        "pas de fichiers d'articles dans ce dossier : frsearch lit {endings}, aussi compressés (.gz)"
    ),
    "nothing to read in this folder: exclude= leaves out all of its files": (
        "rien à lire dans ce dossier : exclude= écarte tous ses fichiers"
    ),
    "this folder holds a frsearch index and no article files": (
        "ce dossier contient un index de frsearch, et aucun fichier d'articles"
    ),
    "folder cannot be read: {cause}": "dossier illisible : {cause}",
    'it has no text; if the text is in another field, name the field with columns={{"text": …}}': (
        "il n'a pas de texte ; si le texte est dans un autre champ, nommez ce champ "
        'avec columns={{"text": …}}'
    ),
    "needs a library that is not installed: python3 -m pip --python {python} install "
    '"frsearch[{extra}]"': (
        "demande une bibliothèque qui n’est pas installée : python3 -m pip --python {python} install "
        '"frsearch[{extra}]"'
    ),
    "the index's list of files cannot be read: {error}: rebuild the index": (
        "la liste des fichiers de l’index ne se lit pas : {error} ; reconstruisez l’index"
    ),
    "there is no file {name} beside it": "il n’y a pas de fichier {name} à côté",
    "it holds too many lists": "elle contient trop de listes",
    "it would unpack to more than it may": "elle occuperait plus de place que permis",
    "a value of it is of another kind than written": "une de ses valeurs n’est pas du bon genre",
    "it replaces {count} of {other}: to keep both, read the folder that holds both files": (
        "il remplace {count} de {other} : pour garder les deux, lisez le dossier qui les contient"
    ),
    "{file}: {what}": "{file} : {what}",
    "{path}: no article of this index was read from there: check the path": (
        "{path} : aucun article de cet index n’a été lu là : vérifiez le chemin"
    ),
    "{text!r} is read as {date}, day first, as nothing beside it says otherwise; say it with "
    "date_format=": (
        "{text!r} est lu {date}, le jour d’abord, car rien à côté n’indique le contraire "
        "; précisez-le "
        "avec date_format="
    ),
    "{text!r} is read as {date}, month first, as {other!r} is beside it; say otherwise with "
    "date_format=": (
        "{text!r} est lu {date}, le mois d’abord, comme {other!r} à côté ; sinon, donnez date_format="
    ),
    "{text!r} is read as {date}, day first, as nothing beside it says otherwise; say it with "
    "--date-format": (
        "{text!r} est lu {date}, le jour d’abord, car rien à côté n’indique le contraire ; "
        "précisez-le avec --date-format"
    ),
    "{text!r} is read as {date}, month first, as {other!r} is beside it; say otherwise with "
    "--date-format": (
        "{text!r} est lu {date}, le mois d’abord, comme {other!r} à côté ; sinon, donnez --date-format"
    ),
    "is empty and holds no article: remove it": ("est vide et ne contient pas d'article : supprimez-le"),
    "is not a regular file: give a file or a folder of files": (
        "n'est pas un fichier ordinaire : donnez un fichier ou un dossier de fichiers"
    ),
    "looks like a binary file: save it as text, in UTF-8": (
        "semble être un fichier binaire : enregistrez-le comme texte, en UTF-8"
    ),
    "unpacks to more than {times} times its size, as a decompression bomb does: "
    "unpack it first if you trust it": (
        "fait, décompressé, plus de {times} fois sa taille, comme une bombe de "
        "décompression : décompressez-le d'abord si vous lui faites confiance"
    ),
    "the file has more than {bytes:,} bytes, too many for one article: split it": (
        "le fichier fait plus de {bytes:,} octets, c'est trop pour un article : coupez-le"
    ),
    "the line has more than {bytes:,} bytes, too many for one article: split it": (
        "la ligne fait plus de {bytes:,} octets, c'est trop pour un article : coupez-la"
    ),
    "not JSON ({error}, column {column}): write one object per line": (
        "ce n'est pas du JSON ({error}, colonne {column}) : écrivez un objet par ligne"
    ),
    "JSON that cannot be read: {error}": "JSON illisible : {error}",
    "JSON nested too deeply: flatten it": "JSON trop imbriqué : aplatissez-le",
    "JSON of type {kind}, not an object: write one object per line": (
        "JSON de type {kind} et non un objet : écrivez un objet par ligne"
    ),
    "{count} fields, but the header has {columns}: put double quotes around a "
    "field that contains {separator!r}": (
        "{count} champs, mais l'en-tête en a {columns} : mettez entre guillemets "
        "doubles un champ qui contient {separator!r}"
    ),
    "no column {name!r} for {field}: the header has {columns}; name the column "
    'with columns={{"{field}": …}}': (
        "pas de colonne {name!r} pour {field} : l'en-tête a {columns} ; nommez la "
        'colonne avec columns={{"{field}": …}}'
    ),
    "two columns {name!r}: the header has {columns}; rename one": (
        "deux colonnes {name!r} : l'en-tête a {columns} ; renommez-en une"
    ),
    "a double quote opens a field here and is never closed: close it": (
        "un guillemet double ouvre ici un champ et n'est jamais fermé : fermez-le"
    ),
    "a quoted field of several lines is closed too early": (
        "un champ entre guillemets, de plusieurs lignes, se ferme trop tôt"
    ),
    "{reason}, on line {line}: double the quotes inside": (
        "{reason}, à la ligne {line} : doublez les guillemets à l'intérieur"
    ),
    "columns: {name} is not a field of articles, which are {known}": (
        "columns : {name} n'est pas un champ des articles, qui sont {known}"
    ),
    "columns: {name!r} needs the name of a column, not {value}": (
        "columns : {name!r} demande le nom d'une colonne, et non {value}"
    ),
    "an article needs an id that is not empty": (
        "un article a besoin d'un identifiant qui ne soit pas vide"
    ),
    "article {id!r}: {reason}": "article {id!r} : {reason}",
    "article {id}: {name} must be a string, not {value}": (
        "article {id} : {name} doit être un texte, et non {value}"
    ),
    "article {id!r}: extra cannot be stored as JSON: {error}": (
        "article {id!r} : extra ne peut pas être écrit en JSON : {error}"
    ),
    "article {id!r}: extra is nested more than {depth} deep: flatten it": (
        "article {id!r} : extra est imbriqué plus de {depth} fois : aplatissez-le"
    ),
    "article {id!r}: it has more than {bytes} bytes": (
        "article {id!r} : il fait plus de {bytes} octets"
    ),
    # Indexes
    "{folder}: there is no frsearch index here: make one with create_index": (
        "{folder} : il n'y a pas d'index de frsearch ici : créez-en un avec create_index"
    ),
    "{folder}: this is an index of Whoosh itself, which is pickled and so is not "
    "opened: make a new one with frsearch.create_index, in another folder, from "
    "the original articles": (
        "{folder} : c'est un index de Whoosh même, qui est écrit avec pickle et n'est "
        "donc pas ouvert : créez-en un autre avec frsearch.create_index, dans un autre "
        "dossier, à partir des articles d'origine"
    ),
    "{folder}: the index was made with {what} {theirs} and this version has {ours}: rebuild it from "
    "its articles (create_index with overwrite=True)": (
        "{folder} : l'index a été fait avec {what} {theirs} et cette version a {ours} : refaites-le à "
        "partir de ses articles (create_index avec overwrite=True)"
    ),
    "file format": "le format",
    "French analysis": "l'analyse",
    "{folder}: {holder} is writing to this index: try again when it is done, or wait for it with "
    "timeout=": (
        "{folder} : {holder} écrit dans cet index : réessayez quand c'est fini, ou attendez avec "
        "timeout="
    ),
    "another writer": "quelqu'un d'autre",
    "process {pid} on {host}, since {since},": ("le processus {pid} de {host}, depuis {since},"),
    "{folder}: the index cannot be locked for writing: {error}": (
        "{folder} : l'index ne peut pas être verrouillé pour l'écriture : {error}"
    ),
    "{name} is a link, or not a file: remove it": (
        "{name} est un lien, ou n'est pas un fichier : ôtez-le"
    ),
    "{folder}: there is an index here: open it with open_index, or give overwrite=True": (
        "{folder} : il y a un index ici : ouvrez-le avec open_index, ou donnez overwrite=True"
    ),
    "{folder}: index files are here, but their manifest {name} is missing, as in "
    "an unfinished copy: complete the copy, or give overwrite=True, which removes "
    "these files": (
        "{folder} : il y a ici des fichiers d'un index, mais il manque leur manifeste "
        "{name}, comme dans une copie inachevée : achevez la copie, ou donnez "
        "overwrite=True, qui supprime ces fichiers"
    ),
    "{path}: this is not an index file: move it away, or make the index in another folder": (
        "{path} : ce n'est pas un fichier d'index : déplacez-le, ou faites l'index dans un autre dossier"
    ),
    "{folder}: the index changes too fast to be opened: try again": (
        "{folder} : l'index change trop vite pour être ouvert : réessayez"
    ),
    "{folder}: this index is closed: open it again": "{folder} : cet index est fermé : rouvrez-le",
    "this index was in memory and is closed: make it again": (
        "cet index était en mémoire et il est fermé : refaites-le"
    ),
    "remove takes ids, or a query with its filters, not both": (
        "remove prend des identifiants, ou une question et ses filtres, pas les deux"
    ),
    "remove needs ids, a query, a date or where: without one it would remove every article, "
    "which create_index(path, overwrite=True) does": (
        "remove demande des identifiants, une question, une date ou where : sinon il supprimerait "
        "tous les articles, ce que fait create_index(path, overwrite=True)"
    ),
    "no article has all the words of this query, so nothing is removed: for the articles with any of "
    "them, give match='any'": (
        "aucun article n'a tous les mots de cette question, et rien n'est donc supprimé : pour les "
        "articles qui en ont un, donnez match='any'"
    ),
    "an index in memory can be neither copied nor pickled: make it in a folder": (
        "un index en mémoire ne peut être ni copié ni mis en pickle : créez-le dans un dossier"
    ),
    "an index in memory cannot be opened by its path: use the object that create_index(':memory:') "
    "returned; for a folder of that name, give its whole path": (
        "un index en mémoire ne peut pas être ouvert par son chemin : prenez l'objet que "
        "create_index(':memory:') a rendu ; pour un dossier de ce nom, donnez son chemin entier"
    ),
    "another writer is writing to this index in memory: try again when it is done, or wait for it with "
    "timeout=": (
        "quelqu'un d'autre écrit dans cet index en mémoire : réessayez quand c'est fini, ou attendez "
        "avec timeout="
    ),
    "{folder}: the index cannot be made here: {error}": (
        "{folder} : l'index ne peut pas être créé ici : {error}"
    ),
    "the index could not be written and is unchanged: {error}": (
        "l'index n'a pas pu être écrit, et il est inchangé : {error}"
    ),
    "the changes are in the index, but a crash may lose them: {error}": (
        "les changements sont dans l'index, mais une panne pourrait les perdre : {error}"
    ),
    "{folder}: it is not known whether the changes are in the index: open it again "
    "to find out: {error}": (
        "{folder} : on ne sait pas si les changements sont dans l'index : rouvrez-le "
        "pour le voir : {error}"
    ),
    "a worker process could not prepare articles: {problem}": (
        "un processus n'a pas pu préparer des articles : {problem}"
    ),
    "a worker process could not build a segment: {problem}": (
        "un processus n'a pas pu construire un segment : {problem}"
    ),
    "it ended unexpectedly, perhaps because memory ran out": (
        "il s'est arrêté de façon inattendue, peut-être faute de mémoire"
    ),
    "{path}: cannot be read now ({cause}): {remedy}": (
        "{path} : illisible pour le moment ({cause}) : {remedy}"
    ),
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
    "there is not enough memory: free some": "la mémoire manque : libérez-en",
    "try again, and check the disk if the error persists": (
        "réessayez, et vérifiez le disque si l'erreur persiste"
    ),
    # Whoosh
    "{folder}: there is a frsearch index here: give Whoosh another folder": (
        "{folder} : il y a un index de frsearch ici : donnez à Whoosh un autre dossier"
    ),
    "{folder}: this is a frsearch index: Whoosh's own code can neither read nor write its files: use "
    "the readers and the writer of index.whoosh": (
        "{folder} : c'est un index de frsearch : le code de Whoosh ne peut ni lire ni écrire ses "
        "fichiers : prenez les lecteurs et l'écrivain d'index.whoosh"
    ),
    "{folder}: this is a frsearch index, which has a schema of its own": (
        "{folder} : c'est un index de frsearch, qui a son propre schéma"
    ),
    "{path}: this file cannot be examined: {error}": (
        "{path} : ce fichier ne peut pas être examiné : {error}"
    ),
    "{folder}: only Index.add and index.whoosh.writer() write to a frsearch index": (
        "{folder} : seuls Index.add et index.whoosh.writer() écrivent dans un index de frsearch"
    ),
    "Whoosh's writer works in one process here, procs=1: use Index.add, which takes workers": (
        "l'écrivain de Whoosh travaille ici dans un seul processus, procs=1 : prenez Index.add, qui a "
        "l'argument workers"
    ),
    "the field {name!r} cannot be added to or removed from a frsearch index: "
    "articles have the fields {known}, and extra for everything else": (
        "le champ {name!r} ne peut être ni ajouté à un index de frsearch ni ôté : les "
        "articles ont les champs {known}, et extra pour le reste"
    ),
    "a frsearch index has no groups of documents: it keeps articles in the order of their dates": (
        "un index de frsearch n'a pas de groupes de documents : il garde les articles par dates"
    ),
    "{name!r} is not a field of articles, which are {known}": (
        "{name!r} n'est pas un champ des articles, qui sont {known}"
    ),
    "the field {name!r} of numbers has a value that is none": (
        "le champ de nombres {name!r} a une valeur qui n'en est pas un"
    ),
    "mergetype can only be whoosh.writing.CLEAR: an index merges by itself": (
        "mergetype ne peut être que whoosh.writing.CLEAR : un index fusionne de lui-même"
    ),
    # Exports of press databases, Word files
    "looks like an export of {database}, and no article is found in it: export the articles "
    "again, with their full text, as HTML": (
        "a l'air d'un export de {database}, mais aucun article n'y est trouvé : exportez de nouveau les "
        "articles, en texte intégral, au format HTML"
    ),
    "{title!r} has no text in this export: export it again with its full text": (
        "{title!r} n'a pas de texte dans cet export : exportez l'article de nouveau, en texte intégral"
    ),
    "the export has a message instead of an article, {words!r}: export the article again": (
        "l'export contient un message au lieu d'un article, {words!r} : exportez de nouveau l'article"
    ),
    "is not a sound .docx file: open it in a word processor, without its password if it has "
    "one, and save it as .docx": (
        "ce n'est pas un fichier .docx en bon état : ouvrez-le dans un traitement de texte, ôtez son "
        "mot de passe s'il en a un, et enregistrez-le au format .docx"
    ),
    "has XML that cannot be read ({error}): save it again as .docx": (
        "son XML ne peut pas être lu ({error}) : enregistrez-le de nouveau au format .docx"
    ),
    # Forms in XML
    "XML that holds {count:,} elements and {bytes:,} bytes in one piece: split it": (
        "un XML qui a {count:,} éléments et {bytes:,} octets d'un seul tenant : divisez-le"
    ),
    "declares an entity, {name!r}, as an attack does that fills the memory or reads other files: "
    "remove its <!ENTITY …> if you trust the file": (
        "déclare une entité, {name!r}, comme le fait une attaque qui remplit la mémoire ou lit d'autres "
        "fichiers : ôtez-en <!ENTITY …> si vous vous fiez au fichier"
    ),
    "its entities grow without end, as an attack does that fills the memory": (
        "ses entités enflent sans fin, comme dans une attaque qui remplit la mémoire"
    ),
    "XML nested over 256 levels deep: flatten it": (
        "un XML imbriqué sur plus de 256 niveaux : aplatissez-le"
    ),
    "a text or a name in the XML is too long (a text has at most 10 MB): split it": (
        "un texte ou un nom est trop long dans le XML (10 Mo au plus pour un texte) : divisez-le"
    ),
    "XML that is damaged at line {line}, and cannot be read from there on ({error})": (
        "un XML abîmé à la ligne {line}, et qui ne peut être lu à partir de là ({error})"
    ),
    "holds {count:,} items, none of them a post or a page of WordPress": (
        "contient {count:,} éléments, dont aucun n'est un article ni une page de WordPress"
    ),
    "no text was recognised on these pages: leave them out with exclude=": (
        "aucun texte n'a été reconnu sur ces pages : écartez-les par exclude="
    ),
    "{count:,} of the pages that the METS names are not there ({names}): put them beside it": (
        "{count:,} des pages que nomme le METS manquent ({names}) : mettez-les auprès de lui"
    ),
    "names the same pages until they make more than {bytes:,} characters, as a decompression bomb "
    "does: remove it": (
        "nomme les mêmes pages jusqu'à plus de {bytes:,} caractères, comme une bombe de décompression : "
        "ôtez-le"
    ),
    "is not a page in ALTO, although the METS names it": (
        "n'est pas une page en ALTO, bien que le METS la nomme"
    ),
    # Rows, tables and texts with headers
    "not JSON ({error}, line {line}, column {column}): what follows is not read": (
        "ce n'est pas du JSON ({error}, ligne {line}, colonne {column}) : la suite n'est pas lue"
    ),
    "a value has more than {bytes:,} characters, too many for one article: split it": (
        "une valeur a plus de {bytes:,} caractères, trop pour un seul article : découpez-la"
    ),
    "a value has more than {count:,} arrays and objects inside, too many for one article: split it": (
        "une valeur contient plus de {count:,} tableaux et objets, trop pour un seul article : "
        "découpez-la"
    ),
    "an array begins with {count:,} values without a text: remove them, or name the field with "
    'columns={{"text": …}}': (
        "un tableau commence par {count:,} valeurs sans texte : retirez-les, ou nommez le champ avec "
        'columns={{"text": …}}'
    ),
    "the article has more than {bytes:,} characters, too many for one: split it": (
        "l'article a plus de {bytes:,} caractères, c'est trop pour un seul : découpez-le"
    ),
    "is no sound spreadsheet: is it damaged, or protected by a password?": (
        "n'est pas un classeur lisible : est-il abîmé, ou protégé par un mot de passe ?"
    ),
    "is too large a spreadsheet: save it as CSV, which is read row by row": (
        "est un trop gros classeur : enregistrez-le en CSV, qui se lit ligne à ligne"
    ),
    "has a sheet of more than {count:,} cells: save it as CSV": (
        "a une feuille de plus de {count:,} cellules : enregistrez-la en CSV"
    ),
    "cannot be read as Parquet: {cause}; is the file damaged?": (
        "ne se lit pas comme du Parquet : {cause} ; le fichier est-il abîmé ?"
    ),
    "the cursor has no rows: let it execute a SELECT first": (
        "le curseur n'a pas de lignes : faites-lui d'abord exécuter un SELECT"
    ),
    "a row of type {kind} has no names for its values: give dicts, or the names with columns=[…]": (
        "une ligne de type {kind} n'a pas de noms pour ses valeurs : donnez des dictionnaires, ou les "
        "noms avec columns=[…]"
    ),
    "rows of type {kind}: give a list of dicts, a DataFrame, a dataset, a table or a cursor": (
        "des lignes de type {kind} : donnez une liste de dictionnaires, un DataFrame, un jeu de "
        "données, une table ou un curseur"
    ),
    # Pages, documents and archives
    "this page shows no article: if JavaScript makes its text, or if its HTML is damaged, save "
    "it from a browser as a complete page; otherwise remove it": (
        "cette page ne montre aucun article : si JavaScript fait son texte, ou si son HTML est abîmé, "
        "enregistrez-la depuis un navigateur comme page complète ; sinon, supprimez-la"
    ),
    "this PDF has images alone, and no text: have its text recognised, for example by ocrmypdf "
    "-l fra {file} {file}": (
        "ce PDF n'a que des images, sans texte : faites reconnaître son texte, par exemple par "
        "ocrmypdf -l fra {file} {file}"
    ),
    "is protected by a password: save it without one": (
        "est protégé par un mot de passe : enregistrez-le sans mot de passe"
    ),
    "is no PDF that can be read ({error}): is the file damaged?": (
        "n'est pas un PDF lisible ({error}) : le fichier est-il abîmé ?"
    ),
    "has a page of more than {bytes:,} bytes, as an attack does: leave it out": (
        "a une page de plus de {bytes:,} octets, comme une attaque : laissez-le de côté"
    ),
    "is no RTF, whatever its name says: give it the ending of its form": (
        "n'est pas du RTF, malgré son nom : donnez-lui l'extension de son format"
    ),
    "RTF that cannot be read ({error}): is the file damaged?": (
        "RTF illisible ({error}) : le fichier est-il abîmé ?"
    ),
    "is no OpenDocument that can be read ({error}): is the file damaged?": (
        "n'est pas un OpenDocument lisible ({error}) : le fichier est-il abîmé ?"
    ),
    "has a document type, as an attack on readers of XML does: save it anew": (
        "a une déclaration de type, comme une attaque contre les lecteurs de XML : "
        "enregistrez-le à nouveau"
    ),
    "its name is too long: unpack it and rename it": (
        "son nom est trop long : décompressez-le et renommez-le"
    ),
    "its name is not that of a file: unpack it and rename it": (
        "son nom n'est pas celui d'un fichier : décompressez-le et renommez-le"
    ),
    "the archive has two files of this name: the last is read": (
        "l'archive a deux fichiers de ce nom : le dernier est lu"
    ),
    "the archive has a file and a folder of this name: rename one": (
        "l'archive a un fichier et un dossier de ce nom : renommez-en un"
    ),
    "the archive has more than {count:,} files: unpack it first": (
        "l'archive a plus de {count:,} fichiers : décompressez-la d'abord"
    ),
    "the archive is damaged ({error}): make it again": ("l'archive est abîmée ({error}) : refaites-la"),
    "cannot be unpacked: {cause}": "ne peut pas être décompressé : {cause}",
    "is an archive within an archive: unpack it first": (
        "est une archive dans une archive : décompressez-la d'abord"
    ),
    "is compressed in a way that frsearch does not read: unpack it first": (
        "est compressé d'une façon que frsearch ne lit pas : décompressez-le d'abord"
    ),
    "is protected by a password: unpack it first": (
        "est protégé par un mot de passe : décompressez-le d'abord"
    ),
    "is a link or a special file, which is left out: put the file itself into the archive": (
        "est un lien ou un fichier spécial, laissé de côté : mettez le fichier lui-même dans l'archive"
    ),
    # Export
    "{path}: is a folder, or no regular file: give another file": (
        "{path} : c'est un dossier, ou un fichier d'un autre genre : donnez un autre fichier"
    ),
    "{path}: is there already: give a new or empty folder": (
        "{path} : il existe déjà : donnez un dossier nouveau ou vide"
    ),
    "format must be one of {choices}, not {value}": "format doit être l'un de {choices}, pas {value}",
    "{path}: the ending {ending} is of no form: give the format, one of {choices}": (
        "{path} : l'extension {ending} n'est celle d'aucune forme : donnez le format, l'un de {choices}"
    ),
    "ids takes several ids: give a list, such as [id]": (
        "ids prend plusieurs identifiants : donnez une liste, comme [id]"
    ),
    "there are no articles with these ids in the index ({count:,}): {ids}": (
        "il n'y a pas d'articles de ces identifiants dans l'index ({count:,}) : {ids}"
    ),
    "{count} written to {path}": "{path} : {count}",
    "Write articles in the form of another program.": (
        "Écrire des articles sous la forme d'un autre logiciel."
    ),
    "Writes the articles that match the query, those of a list of ids, or all. The forms are csv, "
    "jsonl, parquet, txm (texts and metadata.csv), txm-xml, iramuteq, bibtex, ris and csl; "
    "`frsearch index` reads them all back.": (
        "Écrit les articles qui répondent à la requête, ceux d'une liste d'identifiants, ou tous. Les "
        "formes sont csv, jsonl, parquet, txm (des textes et metadata.csv), txm-xml, iramuteq, bibtex, "
        "ris et csl ; `frsearch index` les relit toutes."
    ),
    "The file to write, or for TXM the folder or .zip; the ending sets the format.": (
        "Le fichier à écrire ou, pour TXM, le dossier ou le .zip ; l'extension donne la forme."
    ),
    "The form; by default, that of the ending: .csv .jsonl .parquet .bib .ris, .json for CSL, .txt for "
    "Iramuteq, .zip or none for TXM.": (
        "La forme ; par défaut, celle de l'extension : .csv .jsonl .parquet .bib .ris, .json pour CSL, "
        ".txt pour Iramuteq, .zip ou aucune pour TXM."
    ),
    "Only the ids in a file, one per line; - reads standard input.": (
        "Seulement les identifiants d'un fichier, un par ligne ; - lit l'entrée standard."
    ),
    "The order of the articles: relevance, newest, oldest, or a field; the oldest first if there is no "
    "query.": (
        "L'ordre des articles : relevance (par pertinence), newest (du plus récent), oldest (du plus "
        "ancien), ou un champ ; les plus anciens d'abord s'il n'y a pas de requête."
    ),
    # BibTeX, RIS
    "a reference without a key: write @article{{key, …}}": (
        "une référence sans clé : écrivez @article{{clé, …}}"
    ),
    "a reference that does not end, or has a field that is not closed: close its braces": (
        "une référence qui ne finit pas, ou dont un champ n'est pas fermé : fermez ses accolades"
    ),
    "the reference has more than {bytes:,} bytes, too many for one article: split it": (
        "la référence a plus de {bytes:,} octets, trop pour un article : coupez-la"
    ),
    # Files and articles without a text
    "the article {title!r} has no text: give it one, or leave it out": (
        "l'article {title!r} n'a pas de texte : donnez-lui-en un, ou laissez-le de côté"
    ),
    "it has no text: give it one, or leave it out": (
        "il n'a pas de texte : donnez-lui-en un, ou laissez-le de côté"
    ),
    "no article with a text is found in it (read as {form}): exclude= leaves it out": (
        "aucun article avec un texte n'y est trouvé (lu comme {form}) : exclude= l'écarte"
    ),
    "no article with a text is found in it (read as {form}): --exclude leaves it out": (
        "aucun article avec un texte n'y est trouvé (lu comme {form}) : --exclude l'écarte"
    ),
    # Forms: what is missing, and causes
    "it has header lines alone, and no text below them: add its text": (
        "il n'a que des lignes d'en-tête, et pas de texte en dessous : ajoutez son texte"
    ),
    "this page has no text, or a few words that it does not mark as an article: remove it": (
        "cette page n'a pas de texte, ou quelques mots qu'elle ne donne pas pour un article : "
        "supprimez-la"
    ),
    # JSON that goes on otherwise than it should
    "an array or an object is expected": "un tableau ou un objet est attendu",
    "more follows the end": "autre chose suit la fin",
    "the array is not closed": "le tableau n'est pas fermé",
    "a comma is expected": "une virgule est attendue",
    "a colon is expected": "un deux-points est attendu",
    # Articles of files without lines
    "article {number}: {reason}": "article {number} : {reason}",
    "article {id!r}: {field} must be of type {type!r}, as declared when the index was made, "
    "not {value}": (
        "article {id!r} : {field} doit être du type {type!r}, déclaré à la création de "
        "l’index, et non {value}"
    ),
    "articles cannot be sorted by {field}: some have several values": (
        "les articles ne peuvent pas être triés par {field} : certains ont plusieurs valeurs"
    ),
    "export takes ids, or a query with date, where and sort, not both": (
        "export prend ids, ou bien query avec date, where et sort, pas les deux"
    ),
    "field {name!r}: give a type, or a mapping with type, name and weight, not {value}": (
        "champ {name!r} : donnez un type, ou un dictionnaire avec type, name et weight, et non {value}"
    ),
    'fields must be a mapping, such as {{"page": "number"}}, not {value}': (
        'fields doit être un dictionnaire, comme {{"page": "number"}}, et non {value}'
    ),
    "the name shown of field {name!r} must be a string": (
        "le nom affiché du champ {name!r} doit être un texte"
    ),
    "the type of field {name!r} must be one of {choices}, not {value}": (
        "le type du champ {name!r} doit être l’un de {choices}, et non {value}"
    ),
    "the weight of field {name!r} must be a number from 0 to 1,000, and 0 if it is only "
    "stored, not {value}": (
        "le poids du champ {name!r} doit être un nombre de 0 à 1000, et 0 s’il est seulement "
        "conservé, et non {value}"
    ),
    "the words of a value stand in a row: ~{number} is ignored": (
        "les mots d’une valeur se suivent : ~{number} est ignoré"
    ),
    "there is no field {name} in this index: there are {known}": (
        "il n’y a pas de champ {name} dans cet index : il y a {known}"
    ),
    'where must be a mapping, such as {{"source": "Le Monde"}}, not {value}': (
        'where doit être un dictionnaire, comme {{"source": "Le Monde"}}, et non {value}'
    ),
    "where: write NAME=VALUE, such as source=Figaro or page=1..3, not {value}": (
        "where : écrivez NOM=VALEUR, par exemple source=Figaro ou page=1..3, et non {value}"
    ),
    "where: {field} must be a text, a number, true or false, a list of these, or a pair of "
    "numbers (None: no bound), not {value}": (
        "where : {field} doit être un texte, un nombre, vrai ou faux, une liste de ceux-ci, "
        "ou un couple de nombres (None : sans borne), et non {value}"
    ),
    "{name} cannot be the name of a field": "{name} ne peut pas être le nom d’un champ",
    'searched as a word: the field is written without blanks around the colon, as {name}:"…"': (
        "cherché comme un mot : le champ s’écrit sans espaces autour du deux-points, par exemple "
        '{name}:"…"'
    ),
    "{range} ends before it begins": "{range} finit avant de commencer",
    "{part}: {occurrences} in {articles}, {relative} per million words": (
        "{part} : {occurrences} dans {articles}, {relative} par million de mots"
    ),
    "a column of a field has values that are not there": (
        "la colonne d’un champ a des valeurs qui n’existent pas"
    ),
    "a column of a field is not in order": "la colonne d’un champ n’est pas dans l’ordre",
    "a value of a field has no type": "une valeur d’un champ n’a pas de type",
    "a word of a field has values that are not there": (
        "un mot d’un champ a des valeurs qui n’existent pas"
    ),
    "columns of fields are not aligned": "les colonnes des champs ne sont pas alignées",
    "the names of fields are not in order": "les noms des champs ne sont pas dans l’ordre",
    "none": "aucun",
    'only {word} is sought in {name}: write {name}:"{word} {following}" for both': (
        'seul « {word} » est cherché dans {name} : écrivez {name}:"{word} {following}" pour les deux'
    ),
    "there is no field {name!r} (did you mean {close}?): searched as words": (
        "il n'y a pas de champ {name!r} (vouliez-vous dire {close} ?) : cherché comme des mots"
    ),
    "{head} (and {uncounted:,} without such a date)": (
        "{head} (et {uncounted:,} sans date assez précise)"
    ),
    "{text} is read as words of a value: a range is written 1..3 or >3, and signs stand in "
    "quotation marks": (
        "{text} est lu comme les mots d'une valeur : un intervalle s'écrit 1..3 ou >3, et les signes "
        "se mettent entre guillemets"
    ),
    "no article has the value {value!r} in {field}: there are {others}": (
        "aucun article n'a la valeur {value!r} dans {field} : il y a {others}"
    ),
    "no article has the value {value!r} in {field}": (
        "aucun article n'a la valeur {value!r} dans {field}"
    ),
}
