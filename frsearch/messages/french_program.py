"""What the command line says, in French: each sentence as it stands in the code, and its translation."""

PROGRAM: dict[str, str] = {
    # How help is laid out
    "Usage:": "Usage :",
    "[OPTIONS]": "[OPTIONS]",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]...",
    "Options": "Options :",
    "Commands": "Commandes :",
    "Show this message and exit.": "Afficher cette aide.",
    "default: {value}": "par défaut : {value}",
    # The program
    "Full-text search in French over dated articles: `frsearch index SOURCES` makes an index "
    "of files of articles, `frsearch search WORDS` asks it.": (
        "Recherche plein texte en français dans des articles datés : `frsearch index SOURCES` "
        "fait un index de fichiers d'articles, `frsearch search MOTS` l'interroge."
    ),
    "Exit codes: 0 done or found; 1 nothing found, or problems found by check; 2 it cannot be"
    " done as asked.": (
        "Codes de retour : 0 fait ou trouvé ; 1 rien n'est trouvé, ou check trouve des problèmes "
        "; 2 la demande ne peut pas être satisfaite."
    ),
    "Show the version.": "Afficher la version.",
    "Speak English or French; else the locale says which.": (
        "Parler anglais ou français ; sinon, la langue du système en décide."
    ),
    # Options of several commands
    "The folder of the index; FRSEARCH_INDEX says it for all commands.": (
        "Le dossier de l'index ; FRSEARCH_INDEX le donne pour toutes les commandes."
    ),
    "Only articles of these days: 2018, 2018-06, 2018-06..2018-09, ..2018 or 2018..": (
        "Seulement les articles de ces jours : 2018, 2018-06, 2018-06..2018-09, ..2018 ou 2018.."
    ),
    "Whether articles need all words (where none has them: any) or any.": (
        "S'il faut tous les mots (à défaut, l'un d'eux) ou l'un d'eux."
    ),
    "Refuse doubtful syntax, instead of reading it as best one can.": (
        "Refuser une syntaxe douteuse, au lieu de la lire au mieux."
    ),
    "How many passages to show of each hit.": "Combien d'extraits montrer de chaque article.",
    "How many hits to show.": "Combien d'articles montrer.",
    "Show one of each group of near copies.": (
        "Montrer un seul article de chaque groupe de quasi-copies."
    ),
    "Add the whole texts to JSON and CSV.": "Ajouter les textes entiers au JSON et au CSV.",
    "What to count.": "Ce qu'on compte.",
    "Write one JSON document.": "Écrire un document JSON.",
    "Write CSV without the apostrophes that keep spreadsheets from running texts as formulas.": (
        "Écrire le CSV sans les apostrophes qui évitent qu'un tableur exécute un texte comme formule."
    ),
    "Write to a file; its ending may say the form: .json, .jsonl, .csv.": (
        "Écrire dans un fichier ; son extension peut dire la forme : .json, .jsonl, .csv."
    ),
    "Write CSV, a row for each hit.": "Écrire en CSV, une ligne par article.",
    # index
    "Add the articles of files and folders to an index, which is made if there is none.": (
        "Ajouter les articles de fichiers et de dossiers à un index, qui est créé s'il n'existe pas."
    ),
    "Files are .txt (an article each), .jsonl (one a line) and .csv, also gzipped as .gz; "
    "folders are read with all below them. An article takes the place of one with the same "
    "id; without an id of its own it is called by the path of its file, as 2018/06/01.": (
        "Les fichiers sont .txt (un article chacun), .jsonl (un par ligne) et .csv, aussi "
        "compressés en .gz ; les dossiers sont lus avec leurs sous-dossiers. Un article remplace "
        "celui qui a le même identifiant ; s'il n'en a pas, c'est le chemin de son fichier qui lui "
        "en donne un, comme 2018/06/01."
    ),
    "What cannot be read is left out and listed, files of other kinds are counted; hidden files"
    " and indexes are left out. The rest is added together: all of it or, after an error or "
    "Ctrl-C, nothing.": (
        "Ce qui ne peut pas être lu est laissé de côté et listé, les fichiers d'autres types sont "
        "comptés ; les fichiers cachés et les index sont écartés. Le reste est ajouté d'un seul coup : "
        "entièrement ou, après une erreur ou Ctrl-C, pas du tout."
    ),
    "Empty the index first; also one of another version.": (
        "Vider d'abord l'index, même s'il est d'une autre version."
    ),
    "Add nothing if any file, article or date cannot be read.": (
        "Ne rien ajouter si un fichier, un article ou une date ne peut pas être lu."
    ),
    "Files and folders to leave out, as '*.md' or 'brouillons/*.txt'; can be repeated.": (
        "Des fichiers et dossiers à écarter, comme '*.md' ou 'brouillons/*.txt' ; peut être répété."
    ),
    "The name of a field in the files where it is another, as text=contenu; can be repeated.": (
        "Le nom d'un champ dans les fichiers s'il est autre, comme text=contenu ; peut être répété."
    ),
    "How many processes analyse many articles; else one for each processor.": (
        "Combien de processus analysent beaucoup d'articles ; sinon, un par processeur."
    ),
    "How many seconds to wait for another writer.": ("Combien de secondes attendre une autre écriture."),
    "--column is of the form {form}": "--column s'écrit {form}",
    "indexing": "indexation",
    "{index}: {articles}": "{index} : {articles}",
    "  added {number:,}": "  ajoutés : {number:,}",
    "  updated {number:,}": "  mis à jour : {number:,}",
    "  skipped {number:,}": "  laissés de côté : {number:,}",
    "  same id again {number:,} (the last article counts)": (
        "  identifiants répétés : {number:,} (le dernier article est gardé)"
    ),
    "  undated {number:,}": "  sans date : {number:,}",
    "  unreadable dates {number:,} (their articles are read without one)": (
        "  dates illisibles : {number:,} (ces articles sont lus sans date)"
    ),
    "  files read {number:,}": "  fichiers lus : {number:,}",
    "  files refused {number:,}": "  fichiers refusés : {number:,}",
    "  files of other kinds, not read {number:,} ({kinds})": (
        "  fichiers d'autres types, non lus : {number:,} ({kinds})"
    ),
    "  left out by rule {number:,} ({kinds})": "  écartés par règle : {number:,} ({kinds})",
    "{kind} {number:,}": "{kind} : {number:,}",
    "no ending": "sans extension",
    "hidden": "cachés",
    "excluded": "exclus",
    "indexes": "index",
    "interrupted: {what}": "interrompu : {what}",
    "the articles were added before that": "les articles avaient déjà été ajoutés",
    "nothing was added, and the index is as it was": (
        "rien n'a été ajouté, et l'index est resté comme il était"
    ),
    "nothing was added, and no index was made": "rien n'a été ajouté, et aucun index n'a été créé",
    "nothing was added, and --overwrite had emptied the index": (
        "rien n'a été ajouté, et --overwrite avait déjà vidé l'index"
    ),
    # search and similar
    "Find articles, the best first.": "Chercher des articles, les meilleurs d'abord.",
    "The query may hold words, '\"a phrase\"' (the shell takes the outer marks away), =exact, "
    "prefix*, misspeling~, titre:word, OU, ET, SAUF and date:2018-06.": (
        "La question peut contenir des mots, '\"une expression\"' (l'interpréteur de commandes ôte "
        "les guillemets extérieurs), =exact, préfix*, fote~, titre:mot, OU, ET, SAUF et "
        "date:2018-06."
    ),
    "The order of the hits.": (
        "L'ordre des articles : par pertinence, du plus récent ou du plus ancien."
    ),
    "How many hits to leave out first.": "Combien d'articles passer d'abord.",
    "Go on after the hits whose JSON had this cursor.": (
        "Continuer après les articles dont le JSON avait ce curseur."
    ),
    "Stop after so many seconds, with what is found by then.": (
        "S'arrêter après tant de secondes, avec ce qui est trouvé."
    ),
    "All hits, one after another: JSON is a line for each.": (
        "Tous les articles, l'un après l'autre : en JSON, une ligne pour chacun."
    ),
    "Count the matches by year, month or day; can be repeated.": (
        "Compter les articles par an, mois ou jour ; peut être répété."
    ),
    "Whether --date narrows what is counted.": (
        "Si --date restreint ce qui est compté (filtered) ou non (query)."
    ),
    "Show periods without any match too.": "Montrer aussi les périodes sans aucun article.",
    "What to count where near copies are collapsed.": (
        "Ce qu'on compte quand les quasi-copies sont regroupées."
    ),
    "Find the articles about the same thing as the one with an id.": (
        "Trouver les articles qui parlent de la même chose que celui d'un identifiant."
    ),
    "{query}: {found}": "{query} : {found}",
    "{query}: {found}, with any of the words": "{query} : {found}, avec au moins un des mots",
    "near copies: {ids}": "quasi-copies : {ids}",
    "undated": "sans date",
    "By {unit}": "Par {unit}",
    "year": "an",
    "month": "mois",
    "day": "jour",
    "Articles most like {id}": "Les articles les plus proches de {id}",
    "Did you mean: {query}": "Vouliez-vous dire : {query}",
    "More: --offset {number}": "Suite : --offset {number}",
    "at least {found}": "au moins {found}",
    "Time ran out: there may be more articles than these.": (
        "Le temps a manqué : il y a peut-être d'autres articles."
    ),
    "There was no time for: {what}.": "Le temps a manqué pour : {what}.",
    "all hits": "tous les articles trouvés",
    "all snippets": "tous les extraits",
    "a suggestion": "une suggestion",
    # concordance and timeline
    "Show every occurrence of a query in its context, the words found in one column.": (
        "Montrer chaque occurrence dans son contexte, les mots trouvés l'un sous l'autre."
    ),
    "As text the first 100 lines are shown, in JSON and CSV all are, unless --limit says otherwise.": (
        "En texte, les 100 premières lignes sont montrées, en JSON et en CSV toutes, sauf avis "
        "contraire de --limit."
    ),
    "The order of the lines: by date, or by the words to the left or right.": (
        "L'ordre des lignes : par date, ou par les mots à gauche ou à droite."
    ),
    "How many characters to show at each side; else as the screen is wide, or 60.": (
        "Combien de caractères montrer de chaque côté ; sinon, selon la largeur de l'écran, ou 60."
    ),
    "How many lines to show.": "Combien de lignes montrer.",
    "Write JSON Lines, an occurrence each.": "Écrire en JSON Lines, une occurrence par ligne.",
    "Write CSV, a row for each occurrence.": "Écrire en CSV, une ligne par occurrence.",
    "{occurrences} in {articles}": "{occurrences} dans {articles}",
    "… {more:,} more": "… et {more:,} de plus",
    "Count what queries find by year, month or day, gaps filled; each argument is a query.": (
        "Compter ce que trouvent des questions par an, mois ou jour, sans trous ; chaque argument"
        " est une question."
    ),
    "The periods.": "Les périodes.",
    "Count per million words of each period's texts.": (
        "Compter par million de mots des textes de chaque période."
    ),
    "Write CSV, a row for each period, a column for each query.": (
        "Écrire en CSV, une ligne par période, une colonne par question."
    ),
    "articles": "articles",
    "occurrences": "occurrences",
    "articles per million words": "articles par million de mots",
    "occurrences per million words": "occurrences par million de mots",
    # show, explain, suggest, analyze
    "Show whole articles by their ids.": "Montrer des articles entiers, par leurs identifiants.",
    "Write JSON Lines, an article each.": "Écrire en JSON Lines, un article par ligne.",
    "date": "date",
    "id": "identifiant",
    "address": "adresse",
    "there is no article with the id {id} in the index": (
        "il n'y a pas d'article d'identifiant {id} dans l'index"
    ),
    "Say why the article with an id has its score for a query, or what it lacks.": (
        "Dire pourquoi l'article d'un identifiant a son score pour une question, ou ce qui lui manque."
    ),
    "it lacks: {words}": "il lui manque : {words}",
    "Complete the last word of what was typed, from the words of the articles.": (
        "Compléter le dernier mot d'une saisie, avec les mots des articles."
    ),
    "How many completions to show.": "Combien de propositions montrer.",
    "Write CSV, a row for each completion.": "Écrire en CSV, une ligne par proposition.",
    "Show what the analyzer makes of a text, step by step.": (
        "Montrer ce que l'analyse fait d'un texte, étape par étape."
    ),
    "Each token is shown with the chunk between blanks in which it begins, its position, and "
    "its accented, exact, lemma and stem forms. Without a text, standard input is read.": (
        "Chaque unité est montrée avec le morceau entre deux blancs où elle commence, sa position"
        " et ses formes : accentuée, exacte (sans accents), lemme, racine. Sans texte, l'entrée "
        "standard est lue."
    ),
    "Write JSON Lines, a token each.": "Écrire en JSON Lines, une unité par ligne.",
    "Write CSV, a row for each token.": "Écrire en CSV, une ligne par unité.",
    "chunk": "morceau",
    "token": "unité",
    "position": "position",
    "accented": "accentuée",
    "exact": "exacte",
    "lemma": "lemme",
    "stem": "racine",
    "another reading": "autre lecture",
    "stop word": "mot vide",
    # info, check, serve, completion
    "Say what an index holds and what made it, as a section on methods cites it.": (
        "Dire ce que contient un index et ce qui l'a fait, comme on le cite dans une section de méthode."
    ),
    "index": "index",
    "dates": "dates",
    "words": "mots",
    "size": "taille",
    "state": "état",
    "analyzer": "analyse",
    "versions": "versions",
    "none": "aucune",
    "{first} to {last}": "{first} à {last}",
    ", {undated:,} undated": ", {undated:,} sans date",
    "{words:,} in texts, {titles:,} in titles": "{words:,} dans les textes, {titles:,} dans les titres",
    "{size} MB in {segments}": "{size} Mo en {segments}",
    "commit {number:,}, {deleted} on the disk": "enregistrement n° {number:,}, {deleted} sur le disque",
    "{name}, format {number:,}": "{name}, format {number:,}",
    "Check every byte of an index on the disk, and what must hold of it.": (
        "Vérifier chaque octet d'un index sur le disque, et ce qui doit en être vrai."
    ),
    "Write CSV, a row for each problem.": "Écrire en CSV, une ligne par problème.",
    "{index}: all is well: {articles}, {positions:,} positions, {files:,} files": (
        "{index} : tout va bien : {articles}, {positions:,} positions, {files:,} fichiers"
    ),
    "Serve an index as a page to search in.": "Ouvrir une page web pour chercher dans un index.",
    "Others than this machine see it only where --host is an address that they reach. Ctrl-C ends it.": (
        "Elle n'est vue que de cette machine, sauf si --host est une adresse que d'autres "
        "atteignent. Ctrl-C l'arrête."
    ),
    "The address to listen at.": "L'adresse où écouter.",
    "The port to listen at.": "Le port où écouter.",
    "The page is at {address} until Ctrl-C.": "La page est à l'adresse {address}, jusqu'à Ctrl-C.",
    "Print what makes a shell complete commands and options.": (
        "Écrire ce qui fait compléter commandes et options par l'interpréteur de commandes."
    ),
    'In the start-up file: `eval "$(frsearch completion bash)"`, the same with zsh; with fish'
    " `frsearch completion fish | source`.": (
        'Dans le fichier de démarrage : `eval "$(frsearch completion bash)"`, de même avec zsh ; '
        "avec fish `frsearch completion fish | source`."
    ),
    # Errors
    "{what} (see {command} --help)": "{what} (voir {command} --help)",
    "there is no command {name}; the commands are {names}": (
        "il n'y a pas de commande {name} ; les commandes sont {names}"
    ),
    "there is no option {name}; is it {meant}?": "il n'y a pas d'option {name} ; est-ce {meant} ?",
    "there is no option {name}; words that begin with a - come after --": (
        "il n'y a pas d'option {name} ; les mots qui commencent par - viennent après --"
    ),
    "{name} is missing": "{name} manque",
    "{name} is one of {choices}": "{name} est l'un de {choices}",
    "{name} is a whole number from {least:,} to {most:,}": (
        "{name} est un nombre entier de {least:,} à {most:,}"
    ),
    "{name} needs a value, or takes none": "{name} a besoin d'une valeur, ou n'en prend pas",
    "give {one} or {other}, not both": "donnez {one} ou {other}, pas les deux",
    "give {one} with {other} only": "{one} ne va qu'avec {other}",
    "{folder}: there is no frsearch index here; make one with `frsearch index SOURCES`, or say where it "
    "is with --index": (
        "{folder} : il n'y a pas d'index de frsearch ici ; créez-en un avec `frsearch index SOURCES`, "
        "ou dites où il est avec --index"
    ),
    "{folder}: this is an index of plain Whoosh, which would have to be unpickled; make one with "
    "`frsearch index SOURCES`, or say where it is with --index": (
        "{folder} : c'est un index de Whoosh même, qu'il faudrait lire avec pickle ; créez-en un avec "
        "`frsearch index SOURCES`, ou dites où il est avec --index"
    ),
    "{folder}: the index was made with {what} {theirs} and this version has {ours}: rebuild it from its "
    "articles; `frsearch index SOURCES --overwrite` does so": (
        "{folder} : l'index a été fait avec {what} {theirs} et cette version a {ours} : refaites-le à "
        "partir de ses articles ; c'est ce que fait `frsearch index SOURCES --overwrite`"
    ),
    "{folder}: {holder} is writing to this index; try again when it is done, or wait for it with "
    "--timeout 60": (
        "{folder} : {holder} écrit dans cet index ; réessayez quand c'est fini, ou attendez avec "
        "--timeout 60"
    ),
    "{folder}: there is an index here: --overwrite empties it": (
        "{folder} : il y a un index ici : --overwrite le vide"
    ),
    "{folder}: files of an index are here, and its manifest {name} is not: an unfinished copy? complete "
    "it, or give --overwrite, which removes them": (
        "{folder} : il y a ici des fichiers d'un index, sans son manifeste {name} : une copie "
        "inachevée ? achevez-la, ou donnez --overwrite, qui les supprime"
    ),
    "from {first} to {last} there are {units}, too many to fill in: count by a longer unit, or narrow "
    "--date": (
        "de {first} à {last} il y a {units}, trop pour les montrer tous : comptez par une unité plus "
        "longue, ou restreignez --date"
    ),
    "--after must be the cursor of earlier results, not {value}": (
        "--after est le curseur de résultats précédents, et non {value}"
    ),
    "--after is the cursor of results sorted by {sorted_by!r}, not by {sort!r}": (
        "--after est le curseur de résultats triés par {sorted_by!r}, et non par {sort!r}"
    ),
    "not a file of articles: frsearch reads .txt, .jsonl and .csv, and each of them with .gz; --exclude "
    "leaves it out": (
        "ce n'est pas un fichier d'articles : frsearch lit .txt, .jsonl et .csv, et chacun d'eux avec "
        ".gz ; --exclude l'écarte"
    ),
    "--exclude: a pattern such as '*.md' is needed, not {value}": (
        "--exclude : il faut un motif comme '*.md', et non {value}"
    ),
    "nothing is left to read in this folder: --exclude leaves out what there is": (
        "il ne reste rien à lire dans ce dossier : --exclude écarte ce qui s'y trouve"
    ),
    "no column {name!r} for {field}: the header has {columns}; say which it is, --column {field}=…": (
        "pas de colonne {name!r} pour {field} : l'en-tête a {columns} ; dites laquelle c'est, --column "
        "{field}=…"
    ),
    "it has no text; if that is in another field, --column text=… says so": (
        "il n'a pas de texte ; si le texte est dans un autre champ, --column text=… le dit"
    ),
    "--column: {name} is not a field of articles, which are {known}": (
        "--column : {name} n'est pas un champ des articles, qui sont {known}"
    ),
    "--column: {name!r} needs the name of a column, not {value}": (
        "--column : {name!r} demande le nom d'une colonne, et non {value}"
    ),
    "there is no completion for {shell}": "il n'y a pas de complétion pour {shell}",
    "Got unexpected extra argument ({arguments})": "il y a un argument de trop ({arguments})",
    "Got unexpected extra arguments ({arguments})": "il y a des arguments de trop ({arguments})",
    "`frsearch check` says what is damaged, `frsearch index --overwrite` rebuilds": (
        "`frsearch check` dit ce qui est abîmé, `frsearch index SOURCES --overwrite` refait l'index"
    ),
    "{what}; {advice}": "{what} ; {advice}",
    "this cannot be written or read: {error}": "écriture ou lecture impossible : {error}",
}
