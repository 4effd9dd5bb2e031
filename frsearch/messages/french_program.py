"""Messages and help of the command line: template in the code -> French."""

PROGRAM: dict[str, str] = {
    # How help is laid out
    "Usage:": "Usage :",
    "[OPTIONS]": "[OPTIONS]",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]...",
    "Options": "Options :",
    "Commands": "Commandes :",
    "Show this message and exit.": "Afficher cette aide.",
    "default: {value}": "par défaut : {value}",
    "required": "obligatoire",
    # The program
    "Full-text search in French over dated articles: `frsearch index SOURCES` "
    "makes an index of article files, `frsearch search WORDS` searches it.": (
        "Recherche plein texte en français dans des articles datés : `frsearch index "
        "SOURCES` fait un index de fichiers d'articles, `frsearch search MOTS` y "
        "cherche."
    ),
    "Exit codes: 0 success; 1 nothing found, or check found problems; 2 error.": (
        "Codes de retour : 0 succès ; 1 rien n'est trouvé, ou check trouve des problèmes ; 2 erreur."
    ),
    "Show the version.": "Afficher la version.",
    "The language, English or French; by default, that of the locale.": (
        "La langue, anglais ou français ; par défaut, celle du système."
    ),
    # Options of several commands
    "The folder of the index, or its address on a server, opensearch://host:9200/name; FRSEARCH_INDEX "
    "sets it for all commands.": (
        "Le dossier de l'index, ou son adresse sur un serveur, opensearch://hôte:9200/nom ; "
        "FRSEARCH_INDEX le donne pour toutes les commandes."
    ),
    "Only articles of these days: 2018, 'juin 2018', 28/06/2018, 2018-06..2018-09, ..2018 or 2018..": (
        "Seulement les articles de ces jours : 2018, 'juin 2018', 28/06/2018, 2018-06..2018-09, ..2018 "
        "ou 2018.."
    ),
    "Only articles with this value of a field, such as 'source=Le Monde' or page=1..3; can be repeated: "
    "for one field, any of its values.": (
        "Seulement les articles qui ont cette valeur d'un champ, comme 'source=Le Monde' ou page=1..3 ; "
        "peut être répété : pour un même champ, l'une de ses valeurs."
    ),
    "Whether articles must have all words (or any, if none has all), two of three, or any.": (
        "S'il faut tous les mots (ou l'un d'eux, si aucun article ne les a tous), deux sur trois, ou "
        "l'un d'eux."
    ),
    "Refuse doubtful syntax instead of guessing its meaning.": (
        "Refuser une syntaxe douteuse au lieu d'en deviner le sens."
    ),
    "How many passages to show of each hit.": "Combien d'extraits montrer de chaque article.",
    "How many hits to show.": "Combien d'articles montrer.",
    "Show one article of each group of near copies.": (
        "Montrer un seul article de chaque groupe de quasi-copies."
    ),
    "Add the whole texts to JSON and CSV.": "Ajouter les textes entiers au JSON et au CSV.",
    "What to count.": "Ce qu'on compte.",
    "Write one JSON document.": "Écrire un document JSON.",
    "Write CSV without the apostrophes that keep spreadsheets from running texts as formulas.": (
        "Écrire le CSV sans les apostrophes qui évitent qu'un tableur exécute un texte comme formule."
    ),
    "Write to a file; an ending .json, .jsonl or .csv sets the format.": (
        "Écrire dans un fichier ; l'extension .json, .jsonl ou .csv en donne le format."
    ),
    "Write CSV, one row per hit.": "Écrire en CSV, une ligne par article.",
    # index
    "Add the articles of files and folders to an index; make the index if there is none.": (
        "Ajouter les articles de fichiers et de dossiers à un index ; le créer s'il n'existe pas."
    ),
    "Folders are read with their subfolders and archives (.zip, .tar.gz). Files are texts, tables "
    "(.csv, .xlsx, .json …), press exports (Europresse, Factiva, Nexis), corpora (Iramuteq, TXM, TEI, "
    "ALTO), pages and feeds; `frsearch read` shows what they give. An article replaces the one with the "
    "same id; if it has no id, it gets the path of its file, such as 2018/06/01.": (
        "Les dossiers sont lus avec leurs sous-dossiers et leurs archives (.zip, .tar.gz). Les fichiers "
        "sont des textes, des tableaux (.csv, .xlsx, .json…), des exports de presse (Europresse, "
        "Factiva, Nexis), des corpus (Iramuteq, TXM, TEI, ALTO), des pages et des fils ; `frsearch "
        "read` "
        "montre ce qu’ils donnent. Un article remplace celui qui a le même identifiant ; s’il n’en a "
        "pas, il reçoit le chemin de son fichier, comme 2018/06/01."
    ),
    "Articles and files that cannot be read are skipped and listed; files of other "
    "kinds are counted; hidden files and indexes are left out. The rest is added "
    "in one commit: all of it or, after an error or Ctrl-C, nothing.": (
        "Les articles et les fichiers illisibles sont laissés de côté et listés ; les "
        "fichiers d'autres types sont comptés ; les fichiers cachés et les index sont "
        "écartés. Le reste est ajouté d'un seul coup : entièrement ou, après une "
        "erreur ou Ctrl-C, pas du tout."
    ),
    "Empty the index first, even one of another version.": (
        "Vider d'abord l'index, même s'il est d'une autre version."
    ),
    "Stop at any file, article or date that cannot be read.": (
        "S’arrêter à tout fichier, article ou date qui ne se lit pas."
    ),
    "How dates are written, if not day first: mdy, ymd, or a pattern such as %d.%m.%y.": (
        "Comment les dates sont écrites, si ce n’est le jour d’abord : mdy, ymd, ou un modèle "
        "comme %d.%m.%y."
    ),
    "The form of what is read from standard input (-): csv, jsonl, txt …": (
        "La forme de ce qui est lu sur l’entrée standard (-) : csv, jsonl, txt…"
    ),
    "standard output (-) needs --format, of a form that is one file": (
        "la sortie standard (-) demande --format, d’une forme qui est un seul fichier"
    ),
    "standard input (-) is read alone, and needs --format": (
        "l’entrée standard (-) se lit seule, et demande --format"
    ),
    "Read only files that are new or changed, and remove the articles of those that are gone.": (
        "Ne lire que les fichiers nouveaux ou changés, et supprimer les articles de ceux qui ne "
        "sont plus là."
    ),
    "Write the whole report to a file, as JSON.": "Écrire le rapport entier dans un fichier, en JSON.",
    # read
    "Read the articles of files and folders as `index` does, and show what would be indexed.": (
        "Lire les articles de fichiers et de dossiers comme `index`, et montrer ce qui serait indexé."
    ),
    "Shows the first articles with their fields, then what became of every file and every date.": (
        "Montre les premiers articles avec leurs champs, puis ce qu’il est advenu de chaque "
        "fichier et de "
        "chaque date."
    ),
    "How many of the first articles to show.": "Combien des premiers articles montrer.",
    "Write one JSON document: the first articles, whole, and the report.": (
        "Écrire un document JSON : les premiers articles, entiers, et le rapport."
    ),
    ":memory: is an index in memory, which would end with the command: give a folder (./:memory: for "
    "one of that name)": (
        ":memory: est un index en mémoire, qui finirait avec la commande : donnez un dossier "
        "(./:memory: s’il s’appelle ainsi)"
    ),
    "How many characters a passage has, about.": "Combien de caractères a un extrait, à peu près.",
    # remove
    "Remove articles from an index, by their ids, their files or a query.": (
        "Supprimer des articles d’un index, par leurs identifiants, leurs fichiers ou une question."
    ),
    "A query is taken as it stands, without guesses: broken syntax is an error, and so is a query if no "
    "article has all of its words. See with --dry-run how many articles it would remove.": (
        "Une question est prise telle quelle, sans rien deviner : une syntaxe fautive est une erreur, "
        "de même qu’une question dont aucun article n’a tous les mots. --dry-run montre combien "
        "d’articles elle supprimerait."
    ),
    "Remove the articles that match a query.": ("Supprimer les articles qui répondent à une question."),
    "Remove nothing; show how many articles would be removed.": (
        "Ne rien supprimer ; montrer combien d’articles le seraient."
    ),
    "  would remove {number:,}": "  à supprimer : {number:,}",
    "give the ids of articles or --source, or --query, --date and --where, not both": (
        "donnez des identifiants d’articles ou --source, ou --query, --date et --where, pas les deux"
    ),
    "a blank query without a filter would remove every article: `frsearch index SOURCES --overwrite` "
    "makes the index anew": (
        "une question vide sans filtre supprimerait tous les articles : `frsearch index SOURCES "
        "--overwrite` refait l’index"
    ),
    "no article has all the words of this query, so nothing is removed: for the articles with any of "
    "them, give --match any": (
        "aucun article n’a tous les mots de cette question, et rien n’est donc supprimé : pour les "
        "articles qui en ont un, donnez --match any"
    ),
    "Remove what was read from a file or folder; can be repeated.": (
        "Supprimer ce qui a été lu dans un fichier ou un dossier ; peut être répété."
    ),
    "give the ids of articles, --source, --query, --date or --where": (
        "donnez des identifiants d’articles, --source, --query, --date ou --where"
    ),
    "Files and folders to leave out, such as '*.md' or 'brouillons/*.txt'; can be repeated.": (
        "Des fichiers et dossiers à écarter, comme '*.md' ou 'brouillons/*.txt' ; peut être répété."
    ),
    "The name that a field has in the files, such as text=contenu; can be repeated.": (
        "Le nom qu'un champ a dans les fichiers, comme text=contenu ; peut être répété."
    ),
    "How many processes analyse a large batch; by default, one per processor.": (
        "Combien de processus analysent un grand nombre d'articles ; par défaut, un par processeur."
    ),
    "How many seconds to wait for another writer.": ("Combien de secondes attendre une autre écriture."),
    "--column has the form {form}": "--column s'écrit {form}",
    "--where: write NAME=VALUE, such as source=Figaro or page=1..3, not {value}": (
        "--where : écrivez NOM=VALEUR, comme source=Figaro ou page=1..3, et non {value}"
    ),
    "--field has the form {form}": "--field s'écrit {form}",
    "The type of a field, for an index that is made: text, number, boolean, or stored for a field that "
    "is kept and not searched; can be repeated. None has to be given.": (
        "Le type d'un champ, pour un index qui est créé : text (texte), number (nombre), boolean (vrai "
        "ou faux), ou stored pour un champ qu'on garde sans le chercher ; peut être répété. Aucun n'est "
        "obligatoire."
    ),
    "{folder}: this index did not declare {field}={type} when it was made; only --overwrite changes "
    "that": (
        "{folder} : cet index n'a pas déclaré {field}={type} à sa création ; seul --overwrite y change "
        "quelque chose"
    ),
    "indexing": "indexation",
    "{index}: {articles}": "{index} : {articles}",
    "  added {number:,}": "  ajoutés : {number:,}",
    "  updated {number:,}": "  mis à jour : {number:,}",
    "  removed {number:,}": "  supprimés : {number:,}",
    "  skipped {number:,}": "  laissés de côté : {number:,}",
    "  repeated ids {number:,} (the last article is kept)": (
        "  identifiants répétés : {number:,} (le dernier article est gardé)"
    ),
    "  of ids of other files {number:,} (their articles are replaced)": (
        "  avec l’identifiant d’articles d’autres fichiers : {number:,} (qu’ils remplacent)"
    ),
    "files": "fichiers",
    "read": "lus",
    "unchanged": "inchangés",
    "refused": "refusés",
    "of other kinds, not read": "d’autres types, non lus",
    "left out by rule": "écartés par règle",
    "archives opened": "archives ouvertes",
    "not in UTF-8": "pas en UTF-8",
    "repaired texts": "textes réparés",
    "HTML entities": "entités HTML",
    "UTF-8 encoded twice": "UTF-8 codé deux fois",
    "line separators": "séparateurs de lignes",
    "could be read in two ways": "lisibles de deux façons",
    "dates that cannot be read": "dates illisibles",
    "articles read": "articles lus",
    "dated": "datés",
    "YYYY-MM-DD": "AAAA-MM-JJ",
    "YYYYMMDD": "AAAAMMJJ",
    "YYYY/MM/DD": "AAAA/MM/JJ",
    "DD/MM/YYYY": "JJ/MM/AAAA",
    "MM/DD/YYYY": "MM/JJ/AAAA",
    "MM/YYYY": "MM/AAAA",
    "in words": "en lettres",
    "of e-mail": "de courrier électronique",
    "Write CSV, the first articles, one per row.": "Écrire en CSV les premiers articles, un par ligne.",
    "header line": "ligne d’en-tête",
    "metadata": "métadonnées",
    "file name": "nom de fichier",
    "folder name": "nom de dossier",
    "no ending": "sans extension",
    "hidden": "cachés",
    "files of saved pages": "fichiers de pages enregistrées",
    "lists of a BagIt package": "listes d'un paquet BagIt",
    "excluded": "exclus",
    "indexes": "index",
    "interrupted: {what}": "interrompu : {what}",
    "the articles had already been added": "les articles avaient déjà été ajoutés",
    "nothing was added, and the index is unchanged": ("rien n'a été ajouté, et l'index est inchangé"),
    "nothing was added, and no index was made": "rien n'a été ajouté, et aucun index n'a été créé",
    "nothing was added, and --overwrite had emptied the index": (
        "rien n'a été ajouté, et --overwrite avait déjà vidé l'index"
    ),
    # search and similar
    "Find articles, the best first.": "Chercher des articles, les meilleurs d'abord.",
    "The query may hold words, '\"a phrase\"' (the shell takes the outer marks away), =exact, "
    "prefix*, misspeling~, titre:word, OU, ET, SAUF, PRÈS/10, weight^3, date:2018-06, and fields: "
    "'source:\"Le Monde\"', page:1..3.": (
        "La question peut contenir des mots, '\"une expression\"' (l'interpréteur de commandes ôte "
        "les guillemets extérieurs), =exact, préfix*, fote~, titre:mot, OU, ET, SAUF, "
        "PRÈS/10, poids^3, date:2018-06, et des champs : 'journal:\"Le Monde\"', page:1..3."
    ),
    "The order of the hits: relevance, newest, oldest, or a field.": (
        "L'ordre des articles : relevance (par pertinence), newest (du plus récent), oldest (du plus "
        "ancien), ou un champ."
    ),
    "How many hits to leave out first.": "Combien d'articles passer d'abord.",
    "Continue after the hits whose JSON gave this cursor.": (
        "Continuer après les articles dont le JSON a donné ce curseur."
    ),
    "Stop after this many seconds, with the hits found so far.": (
        "S'arrêter après ce nombre de secondes, avec les articles déjà trouvés."
    ),
    "Show all hits; in JSON, one per line.": ("Montrer tous les articles ; en JSON, un par ligne."),
    "Count the matches by year, month, day or a field such as source; can be repeated.": (
        "Compter les articles par an (year), mois (month), jour (day) ou par un champ, comme source ; "
        "peut être répété."
    ),
    "How many values of a field to show with their counts, the most frequent first.": (
        "Combien de valeurs d'un champ montrer avec leurs comptes, les plus fréquentes d'abord."
    ),
    "Whether the counts of dates and fields obey their own --date or --where too (filtered) or not "
    "(query).": (
        "Si les comptes par date et par champ suivent aussi leur propre --date ou --where (filtered) ou "
        "non (query)."
    ),
    "Also show periods without matches.": "Montrer aussi les périodes sans aucun article.",
    "What to count when near copies are collapsed.": (
        "Ce qu'on compte quand les quasi-copies sont regroupées."
    ),
    "Find articles about the same subject as a given article.": (
        "Trouver les articles qui traitent du même sujet qu'un article donné."
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
    "Show every occurrence of a query in its context, with the matching words aligned.": (
        "Montrer chaque occurrence dans son contexte, les mots trouvés l'un sous l'autre."
    ),
    "Text shows the first 100 lines, JSON and CSV all lines, unless --limit is given.": (
        "Le texte montre les 100 premières lignes, le JSON et le CSV toutes, sauf si --limit est donné."
    ),
    "The order of the lines: date, left or right for the words on that side, or a field, whose values "
    "are then compared.": (
        "L'ordre des lignes : date (par date), left (par les mots à gauche), right (à droite), ou un "
        "champ, dont les valeurs sont alors comparées."
    ),
    "How many characters to show on each side; by default, what fits the screen, or 60.": (
        "Combien de caractères montrer de chaque côté ; par défaut, selon la largeur de l'écran, ou 60."
    ),
    "How many lines to show.": "Combien de lignes montrer.",
    "Write JSON Lines, one occurrence per line.": "Écrire en JSON Lines, une occurrence par ligne.",
    "Write CSV, one row per occurrence.": "Écrire en CSV, une ligne par occurrence.",
    "{occurrences} in {articles}": "{occurrences} dans {articles}",
    'each word has lines of its own; "{query}" in quotation marks has one for all': (
        "chaque mot a ses propres lignes ; « {query} » entre guillemets en a une pour tous"
    ),
    "… {more:,} more": "… et {more:,} de plus",
    "… and others that were not counted": "… et d'autres, qui n'ont pas été comptés",
    "Count the matches of queries by year, month, week or day, empty periods too; each argument is a "
    "query.": (
        "Compter les articles de questions par an, mois, semaine ou jour, périodes vides "
        "comprises ; chaque argument est une question."
    ),
    "Count each value of a field by itself; --relative is then per million of its own words.": (
        "Compter chaque valeur d'un champ à part ; --relative est alors par million de ses propres mots."
    ),
    "How many values of the field to count, those of most articles first.": (
        "Combien de valeurs du champ compter, celles qui ont le plus d'articles d'abord."
    ),
    "--split-limit leaves out {more:,} values of {field}": (
        "--split-limit laisse de côté {more:,} valeurs de {field}"
    ),
    "The length of the periods.": "La longueur des périodes.",
    "Count per million words of each period's texts.": (
        "Compter par million de mots des textes de chaque période."
    ),
    "Write CSV, one row per period, one column per query.": (
        "Écrire en CSV, une ligne par période, une colonne par question."
    ),
    "articles": "articles",
    "occurrences": "occurrences",
    "articles per million words": "articles par million de mots",
    "occurrences per million words": "occurrences par million de mots",
    # words, cooccurrents, keywords
    "List the most frequent words, or rows of words, in the texts of all articles or of those that "
    "match a query.": (
        "Lister les mots, ou suites de mots, les plus fréquents dans les textes de tous les articles "
        "ou de ceux d'une question."
    ),
    "Count rows of this many words, such as 2 for 'premier ministre'.": (
        "Compter des suites de tant de mots, par exemple 2 pour « premier ministre »."
    ),
    "What counts as one word: a form as it is written, or a lemma with all its forms.": (
        "Ce qui compte pour un mot : une forme telle qu'elle est écrite (form), ou un lemme avec toutes "
        "ses formes (lemma)."
    ),
    "Leave out what occurs less often.": "Laisser de côté ce qui apparaît moins souvent.",
    "Leave out the, of, to be and their like, and rows that begin or end with one.": (
        "Laisser de côté les mots-outils (le, de, être…) et les suites qui commencent ou finissent "
        "par un."
    ),
    "Count the, of, to be and their like too.": "Compter aussi les mots-outils (le, de, être…).",
    "How many words to list; by default, 30 as text and all in a file, JSON or CSV.": (
        "Combien de mots lister ; par défaut, 30 en texte, et tous dans un fichier, en JSON ou en CSV."
    ),
    "Write CSV, one row per word.": "Écrire en CSV, une ligne par mot.",
    "List the words that stand near the words of a query more often than chance would have it.": (
        "Lister les mots qui se trouvent près de ceux d'une question plus souvent que par hasard."
    ),
    "How many words before and after are near.": "Combien de mots avant et après sont proches.",
    "Leave out what stands near less often.": "Laisser de côté ce qui s'y trouve moins souvent.",
    "List the words that a part of the archive (the articles of a query, a date or a source) has more "
    "often, and less often, than the rest.": (
        "Lister les mots qu'une partie de l'archive (les articles d'une question, d'une date, d'une "
        "source) a plus souvent, et moins souvent, que le reste."
    ),
    "Compare with the articles that have this value of a field, instead of all others; can be "
    "repeated.": (
        "Comparer aux articles qui ont cette valeur d'un champ, au lieu de tous les autres ; peut être "
        "répétée."
    ),
    "Compare with the articles of these days.": "Comparer aux articles de ces jours.",
    "Leave out what fewer articles have, so that one long article decides nothing.": (
        "Laisser de côté ce que moins d'articles contiennent, pour qu'un long article ne décide de rien."
    ),
    "{words} in {articles}": "{words} dans {articles}",
    "{words} at most {window} words from it, in {articles}": (
        "{words} à {window} mots au plus, dans {articles}"
    ),
    "{part}, against {other}": "{part}, contre {other}",
    "word": "mot",
    "per million": "par million",
    "near": "proches",
    "expected": "attendus",
    "in all": "en tout",
    "log-likelihood": "vraisemblance",
    "specificity": "spécificité",
    "elsewhere": "ailleurs",
    "log ratio": "log ratio",
    # copy
    "Copy an index to another folder, or to a server and back, without its sources.": (
        "Copier un index dans un autre dossier, ou sur un serveur et retour, sans relire ses sources."
    ),
    "Empty the index that is there first.": "Vider d'abord l'index qui s'y trouve.",
    "In how many parts a server keeps the index.": "En combien de parts un serveur garde l'index.",
    "How many further copies of each part a server keeps.": (
        "Combien d'autres copies de chaque part un serveur garde."
    ),
    "{count} copied to {path}": "{count} copiés dans {path}",
    "copying": "copie",
    # batch, copies
    "Count the articles of many queries, by period and by values of fields.": (
        "Compter les articles de nombreuses questions, par période et par valeur de champ."
    ),
    "The file is CSV with the columns name, query and, if wanted, date and match; any other column "
    "filters by the field of its name.": (
        "Le fichier est un CSV avec les colonnes nom, requête et, au besoin, date et mots ; toute autre "
        "colonne filtre par le champ de son nom."
    ),
    "Count the values of this field too; can be repeated.": (
        "Compter aussi les valeurs de ce champ ; peut être répétée."
    ),
    "How many values of a field to count for each query, the most frequent first.": (
        "Combien de valeurs d'un champ compter pour chaque question, les plus fréquentes d'abord."
    ),
    "Write the articles found as CSV too.": "Écrire aussi les articles trouvés, en CSV.",
    "Write CSV, one row per query.": "Écrire en CSV, une ligne par question.",
    "name": "nom",
    "{name}:": "{name} :",
    "List the articles that are near copies of one another, and what differs.": (
        "Lister les articles qui sont des quasi-copies, et ce qui les distingue."
    ),
    "Leave out groups of fewer articles.": "Laisser de côté les groupes de moins d'articles.",
    "Show what each article has otherwise than the first.": (
        "Montrer ce que chaque article a d'autre que le premier."
    ),
    "How many groups to show as text; JSON and CSV have all.": (
        "Combien de groupes montrer en texte ; le JSON et le CSV les ont tous."
    ),
    "Write CSV, one row per article.": "Écrire en CSV, une ligne par article.",
    "{groups} of near copies, {articles}": "{groups} de quasi-copies, {articles}",
    "{share} % the same": "{share} % d'identique",
    # show, explain, suggest, analyze
    "Show whole articles by their ids.": "Montrer des articles entiers, par leurs identifiants.",
    "Write JSON Lines, one article per line.": "Écrire en JSON Lines, un article par ligne.",
    "date": "date",
    "id": "identifiant",
    "address": "adresse",
    "there is no article with the id {id} in the index": (
        "il n'y a pas d'article d'identifiant {id} dans l'index"
    ),
    "Explain the score of an article for a query, or which words it lacks.": (
        "Expliquer le score d'un article pour une question, ou quels mots lui manquent."
    ),
    "it lacks: {words}": "il lui manque : {words}",
    "Complete the last word of a text, from the words of the articles.": (
        "Compléter le dernier mot d'un texte, avec les mots des articles."
    ),
    "How many completions to show.": "Combien de propositions montrer.",
    "Write CSV, one row per completion.": "Écrire en CSV, une ligne par proposition.",
    "Show what the analyzer makes of a text, step by step.": (
        "Montrer ce que l'analyse fait d'un texte, étape par étape."
    ),
    "Each token is shown with the chunk (a run of characters without blanks) in "
    "which it begins, its position, and its accented, exact, lemma and stem forms. "
    "Without a text, standard input is read.": (
        "Chaque unité est montrée avec le morceau entre deux blancs où elle commence, sa position"
        " et ses formes : accentuée, exacte (sans accents), lemme, racine. Sans texte, l'entrée "
        "standard est lue."
    ),
    "Write JSON Lines, one token per line.": "Écrire en JSON Lines, une unité par ligne.",
    "Write CSV, one row per token.": "Écrire en CSV, une ligne par unité.",
    "chunk": "morceau",
    "token": "unité",
    "position": "position",
    "accented": "accentuée",
    "exact": "exacte",
    "lemma": "lemme",
    "stem": "racine",
    "another reading": "autre lecture",
    "stop word": "mot vide",
    # info, check, serve, mcp, completion
    "Describe an index, its articles, its fields and its versions, as a methods section cites them.": (
        "Décrire un index, ses articles, ses champs et ses versions, comme on les cite dans une section "
        "de méthode."
    ),
    "fields": "champs",
    "no fields": "aucun",
    # fields
    "List the fields of an index, such as source and author, with their most frequent values.": (
        "Lister les champs d'un index, comme source et author, et leurs valeurs les plus fréquentes."
    ),
    "How many of the most frequent values to list of each field.": (
        "Combien des valeurs les plus fréquentes de chaque champ montrer."
    ),
    "Write CSV, one row per field.": "Écrire en CSV, une ligne par champ.",
    "field": "champ",
    "type": "type",
    "values": "valeurs",
    "most frequent": "les plus fréquentes",
    "text": "texte",
    "number": "nombre",
    "boolean": "vrai ou faux",
    "mixed": "mélangé",
    "index": "index",
    "dates": "dates",
    "words": "mots",
    "size": "taille",
    "state": "état",
    "analyzer": "analyse",
    "versions": "versions",
    "kernels": "noyaux",
    "compiled": "compilés",
    "in NumPy": "en NumPy",
    "none": "aucune",
    "{first} to {last}": "{first} à {last}",
    ", {undated:,} undated": ", {undated:,} sans date",
    "{words:,} in texts, {titles:,} in titles": "{words:,} dans les textes, {titles:,} dans les titres",
    "{size} MB in {segments}": "{size} Mo en {segments}",
    "commit {number:,}, {deleted} on the disk": "enregistrement n° {number:,}, {deleted} sur le disque",
    "commit {number:,}, {deleted} in memory": "enregistrement n° {number:,}, {deleted} en mémoire",
    "{name}, format {number:,}": "{name}, format {number:,}",
    "Check every byte of an index on the disk, and that its data are consistent.": (
        "Vérifier chaque octet d'un index sur le disque, et la cohérence de ses données."
    ),
    "Write CSV, one row per problem.": "Écrire en CSV, une ligne par problème.",
    "{index}: all is well: {articles}, {positions:,} positions, {files:,} files": (
        "{index} : tout va bien : {articles}, {positions:,} positions, {files:,} fichiers"
    ),
    "Serve an index as a search page.": "Ouvrir une page web pour chercher dans un index.",
    "Only this machine sees it, unless --host is an address that other machines "
    "reach. Ctrl-C ends it.": (
        "Seule cette machine la voit, sauf si --host est une adresse que d'autres "
        "atteignent. Ctrl-C l'arrête."
    ),
    "The address to listen on.": "L'adresse où écouter.",
    "The port to listen on.": "Le port où écouter.",
    "The page is at {address} until Ctrl-C.": "La page est à l'adresse {address}, jusqu'à Ctrl-C.",
    "Let an assistant search an index: a server of the Model Context Protocol.": (
        "Laisser un assistant chercher dans un index : un serveur du Model Context Protocol."
    ),
    "Programs such as Claude Desktop start this command and talk to it on standard input and output. "
    "Its tools are search, get, concordance, timeline and facets; they only read.": (
        "Des programmes comme Claude Desktop lancent cette commande et lui parlent par l'entrée et la "
        "sortie standard. Ses outils sont search, get, concordance, timeline et facets ; ils ne font "
        "que lire."
    ),
    "Print a script that makes a shell complete commands and options.": (
        "Écrire un script qui fait compléter commandes et options par l'interpréteur de commandes."
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
    "{name} is missing": "il manque {name}",
    "QUERY": "la question (QUERY)",
    "QUERIES": "une question (QUERIES)",
    "TEXT": "le texte (TEXT)",
    "ID": "l'identifiant (ID)",
    "IDS": "un identifiant (IDS)",
    "SOURCES": "un fichier ou un dossier (SOURCES)",
    "FILE": "le fichier (FILE)",
    "SHELL": "l'interpréteur (SHELL)",
    "TARGET": "la destination (TARGET)",
    "SOURCE": "l'index à copier (SOURCE)",
    "{name} is one of {choices}": "{name} est l'un de {choices}",
    "{name} is a whole number from {least:,} to {most:,}": (
        "{name} est un nombre entier de {least:,} à {most:,}"
    ),
    "{name} needs a value, or takes none": "{name} a besoin d'une valeur, ou n'en prend pas",
    "give {one} or {other}, not both": "donnez {one} ou {other}, pas les deux",
    "give {one} with {other} only": "{one} ne va qu'avec {other}",
    "{folder}: there is no frsearch index here; make one with `frsearch index "
    "SOURCES`, or give its folder with --index": (
        "{folder} : il n'y a pas d'index de frsearch ici ; créez-en un avec `frsearch "
        "index SOURCES`, ou donnez son dossier avec --index"
    ),
    "{folder}: this is an index of Whoosh itself, which is pickled and so is not "
    "opened; make one with `frsearch index SOURCES`, or give another folder with "
    "--index": (
        "{folder} : c'est un index de Whoosh même, qui est écrit avec pickle et n'est "
        "donc pas ouvert ; créez-en un avec `frsearch index SOURCES`, ou donnez un "
        "autre dossier avec --index"
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
    "{folder}: index files are here, but their manifest {name} is missing, as in "
    "an unfinished copy: complete the copy, or give --overwrite, which removes "
    "these files": (
        "{folder} : il y a ici des fichiers d'un index, mais il manque leur manifeste "
        "{name}, comme dans une copie inachevée : achevez la copie, ou donnez "
        "--overwrite, qui supprime ces fichiers"
    ),
    "{text!r} has a year of two digits, whose century is not sure: write the year in full, or "
    "give --date-format %d/%m/%y": (
        "{text!r} a une année de deux chiffres, dont le siècle n'est pas sûr : écrivez l'année en "
        "entier, ou donnez --date-format %d/%m/%y"
    ),
    "--date-format: {format} is not a format of dates ({reason}): give dmy, mdy, ymd, or a "
    "pattern such as %d/%m/%Y": (
        "--date-format : {format} n'est pas un format de dates ({reason}) : donnez dmy, mdy, ymd, ou un "
        "modèle comme %d/%m/%Y"
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
    "not an article file: frsearch reads {endings}, also gzipped (.gz); --exclude leaves it out": (
        "ce n'est pas un fichier d'articles : frsearch lit {endings}, aussi compressés (.gz) ; "
        "--exclude permet de l'écarter"
    ),
    "--exclude: needs a pattern such as '*.md', not {value}": (
        "--exclude : il faut un motif comme '*.md', et non {value}"
    ),
    "nothing to read in this folder: --exclude leaves out all of its files": (
        "rien à lire dans ce dossier : --exclude écarte tous ses fichiers"
    ),
    "no column {name!r} for {field}: the header has {columns}; name the column "
    "with --column {field}=…": (
        "pas de colonne {name!r} pour {field} : l'en-tête a {columns} ; nommez la "
        "colonne avec --column {field}=…"
    ),
    "it has no text; if the text is in another field, name the field with --column text=…": (
        "il n'a pas de texte ; si le texte est dans un autre champ, nommez ce champ avec --column text=…"
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
    "`frsearch check` lists the damage, `frsearch index SOURCES --overwrite` rebuilds the index": (
        "`frsearch check` liste les dommages, `frsearch index SOURCES --overwrite` refait l'index"
    ),
    "{what}; {advice}": "{what} ; {advice}",
    "cannot write or read: {error}": "écriture ou lecture impossible : {error}",
}
