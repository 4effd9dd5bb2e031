"""Messages about a damaged index: template in the code -> French."""

DAMAGE: dict[str, str] = {
    "damaged or missing: {why}: rebuild the index": "abîmé ou manquant : {why} : refaites l'index",
    "it is not a regular file": "ce n'est pas un fichier ordinaire",
    "it has more than {bytes} bytes": "il fait plus de {bytes} octets",
    # The manifest
    "the manifest cannot be read ({why}): rebuild the index from its articles": (
        "le manifeste est illisible ({why}) : refaites l'index à partir de ses articles"
    ),
    "it is missing, but index files are there: an unfinished copy?": (
        "il manque, alors qu'il y a des fichiers d'un index : une copie inachevée ?"
    ),
    "it is not what was written": "ce n'est pas ce qui avait été écrit",
    "it is not a JSON object": "ce n'est pas un objet JSON",
    "a file is named twice": "un fichier est nommé deux fois",
    "{name} is not a file name": "{name} n'est pas un nom de fichier",
    "{value} is not a count": "{value} n'est pas un effectif",
    # Files
    "bytes {begin} to {end} are not what was written": (
        "les octets {begin} à {end} ne sont pas ce qui avait été écrit"
    ),
    "the block at byte {byte} is not what was written": (
        "le bloc à l'octet {byte} n'est pas ce qui avait été écrit"
    ),
    "it cannot be opened ({error})": "il ne peut pas être ouvert ({error})",
    "its length is not that of any file of arrays": (
        "sa longueur n'est celle d'aucun fichier de tableaux"
    ),
    "its directory is not what was written": "sa table n'est pas ce qui avait été écrit",
    "its arrays do not end where its directory says": (
        "ses tableaux ne finissent pas où sa table le dit"
    ),
    "it is not the file that was committed": "ce n'est pas le fichier qui avait été enregistré",
    "it does not begin with the mark of its kind": (
        "il ne commence pas par la marque des fichiers de son type"
    ),
    "it does not have one bit per document": "il n'a pas un bit par document",
    "{name} is not an array": "{name} n'est pas un tableau",
    "it has no {name}": "il n'a pas {name}",
    "{name} does not have {widest} bytes per number": "{name} n'a pas {widest} octets par nombre",
    "{name} does not ascend to {end}": "{name} ne monte pas jusqu'à {end}",
    "{name} does not ascend": "{name} ne monte pas",
    "{name} does not have {count} steps": ("{name} n'a pas {count} pas"),
    "{name} does not fit the other arrays": "{name} ne va pas avec les autres tableaux",
    "{name} has different numbers of gaps and frequencies": (
        "{name} n'a pas autant d'écarts que de fréquences"
    ),
    "{name} has no end offsets": "{name} n'a pas de positions de fin",
    "there is no data from {start} to {end}": "il n'y a pas de données de {start} à {end}",
    # Articles
    "document {document} cannot be restored ({error})": (
        "le document {document} ne peut pas être restitué ({error})"
    ),
    "it is not an article": "ce n'est pas un article",
    "it has too many values": "il a trop de valeurs",
    "its size is missing or too large": "sa taille manque ou est trop grande",
    "the article stored as document {document} has another id or date": (
        "l'article rangé comme document {document} a un autre identifiant ou une autre date"
    ),
    "an article is also in another segment": "un article est aussi dans un autre segment",
    # Documents
    "it has {size} documents instead of {wanted}": "il a {size} documents au lieu de {wanted}",
    "its documents are not in the order of their dates": (
        "ses documents ne sont pas dans l'ordre de leurs dates"
    ),
    "its number of deleted documents is not the committed one": (
        "son nombre de documents supprimés n'est pas celui qui avait été enregistré"
    ),
    "a date ends before it begins": "une date finit avant de commencer",
    "documents are not in the order of dates": "les documents ne sont pas dans l'ordre des dates",
    "documents of one date are not in the order of ids": (
        "les documents d'une même date ne sont pas dans l'ordre des identifiants"
    ),
    "ids do not have one document each": "les identifiants n'ont pas chacun un document",
    "hashes of ids are not in order": "les empreintes des identifiants ne sont pas en ordre",
    "a hash does not match its id": "une empreinte ne correspond pas à son identifiant",
    "signatures do not match the words of their documents": (
        "les signatures ne correspondent pas aux mots de leurs documents"
    ),
    "a document without words has a signature of pairs of words": (
        "un document sans mots a une signature de paires de mots"
    ),
    "lengths of documents do not match their last positions": (
        "les longueurs des documents ne correspondent pas à leurs dernières positions"
    ),
    # Fields
    "a field is declared twice": "un champ est déclaré deux fois",
    "a value of a field is too long": "une valeur d'un champ est trop longue",
    "the article stored as document {document} has other fields": (
        "l'article rangé comme document {document} a d'autres champs"
    ),
    "the values of a field are not in order": "les valeurs d'un champ ne sont pas en ordre",
    "the values of the field {name!r} are not in order": (
        "les valeurs du champ {name!r} ne sont pas en ordre"
    ),
    "the field {name!r} has values that no article has": (
        "le champ {name!r} a des valeurs qu'aucun article n'a"
    ),
    "the documents of the field {name!r} are not in order": (
        "les documents du champ {name!r} ne sont pas en ordre"
    ),
    "the column of the field {name!r} is not as it is written": (
        "la colonne du champ {name!r} n'est pas telle qu'on l'écrit"
    ),
    "the values of words of the field {name!r} are not in order": (
        "les valeurs des mots du champ {name!r} ne sont pas en ordre"
    ),
    "the words of the field {name!r} are not those of its values": (
        "les mots du champ {name!r} ne sont pas ceux de ses valeurs"
    ),
    "words of fields are not in order": "les mots des champs ne sont pas en ordre",
    "words belong to fields that are not there": "des mots sont ceux de champs qui n'existent pas",
    # Terms
    "terms are not in order": "les termes ne sont pas en ordre",
    "stems are not in order": "les racines ne sont pas en ordre",
    "exact forms are not in order": "les formes exactes ne sont pas en ordre",
    "lemmas are not in order": "les lemmes ne sont pas en ordre",
    "a stem has no term": "une racine n'a pas de terme",
    "an exact form has no term": "une forme exacte n'a pas de terme",
    "a lemma has no term": "un lemme n'a pas de terme",
    "terms do not have one exact form each": "les termes n'ont pas chacun une forme exacte",
    "a term does not fold to its exact form": "un terme n'a pas sa forme exacte",
    "a term has another lemma": "un terme a un autre lemme",
    # Postings
    "rare values of {name} are not in order": "les valeurs rares de {name} ne sont pas en ordre",
    "rare values of {name} are not in their places": (
        "les valeurs rares de {name} ne sont pas à leur place"
    ),
    "a list of {name} does not begin with its first document": (
        "une liste de {name} ne commence pas par son premier document"
    ),
    "a posting list has a document twice": "une liste a deux fois le même document",
    "a posting list goes on to document {last} of {size}": (
        "une liste va jusqu'au document {last}, sur {size}"
    ),
    "documents of the terms {low} to {high} are missing or not in order": (
        "des documents des termes {low} à {high} manquent ou ne sont pas en ordre"
    ),
    "occurrences of the terms {low} to {high} do not add up": (
        "le compte des occurrences des termes {low} à {high} n'est pas bon"
    ),
    "marks of the terms {low} to {high} do not match their posting lists": (
        "les repères des termes {low} à {high} ne correspondent pas à leurs listes"
    ),
    "the marks do not match the posting lists": "les repères ne correspondent pas aux listes",
    "positions of the terms {low} to {high} are beyond the ends of documents": (
        "des positions des termes {low} à {high} sont au-delà de la fin des documents"
    ),
    "positions of the terms {low} to {high} are not in order": (
        "les positions des termes {low} à {high} ne sont pas en ordre"
    ),
    "title counts of the terms {low} to {high} do not match their positions": (
        "les comptes des termes {low} à {high} dans les titres ne correspondent pas à leurs positions"
    ),
    "the numbers of positions and of occurrences differ": (
        "les nombres de positions et d'occurrences diffèrent"
    ),
    "posting lists of the stems {low} to {high} are not the sums of those of their forms": (
        "les listes des racines {low} à {high} ne sont pas la somme de celles de leurs formes"
    ),
}
