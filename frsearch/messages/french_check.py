"""What is wrong with a damaged index, in French: each sentence as it stands in the code."""

DAMAGE: dict[str, str] = {
    "damaged or missing: {why}: rebuild the index": "abîmé ou manquant : {why} : refaites l'index",
    "it is no regular file": "ce n'est pas un fichier ordinaire",
    "it has more than {bytes} bytes": "il fait plus de {bytes} octets",
    # The manifest
    "the manifest cannot be read ({why}): rebuild the index from its articles": (
        "le manifeste est illisible ({why}) : refaites l'index à partir de ses articles"
    ),
    "it is missing, though files of an index are there: an unfinished copy?": (
        "il manque, alors qu'il y a des fichiers d'un index : une copie inachevée ?"
    ),
    "it is not what was written": "ce n'est pas ce qui avait été écrit",
    "it is not a JSON object": "ce n'est pas un objet JSON",
    "a file is named twice": "un fichier est nommé deux fois",
    "{name} is no name of a file": "{name} n'est pas le nom d'un fichier",
    "{value} is no number of things": "{value} n'est pas un nombre de choses",
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
    "it is another file than the one committed": "ce n'est pas le fichier qui avait été enregistré",
    "it does not begin as such files do": "il ne commence pas comme un fichier de cette sorte",
    "it is not of a bit a document": "il n'a pas un bit par document",
    "{name} is no array": "{name} n'est pas un tableau",
    "it has no {name}": "il n'a pas {name}",
    "{name} is not of {widest} bytes a number": "{name} n'a pas {widest} octets par nombre",
    "{name} does not ascend to {end}": "{name} ne monte pas jusqu'à {end}",
    "{name} does not ascend": "{name} ne monte pas",
    "{name} does not have {count} steps": "{name} n'a pas {count} pas",
    "{name} does not fit the other arrays": "{name} ne va pas avec les autres tableaux",
    "{name} has not as many gaps as frequencies": "{name} n'a pas autant d'écarts que de fréquences",
    "{name} has no ends": "{name} n'a pas de fins",
    "there is nothing at {start} to {end}": "il n'y a rien de {start} à {end}",
    # Articles
    "document {document} cannot be restored ({error})": (
        "le document {document} ne peut pas être restitué ({error})"
    ),
    "it is no article": "ce n'est pas un article",
    "it has too many values": "il a trop de valeurs",
    "it does not say its size, or is too large": "il ne dit pas sa taille, ou est trop grand",
    "the article stored as document {document} has another id or date": (
        "l'article rangé comme document {document} a un autre identifiant ou une autre date"
    ),
    "an article is in another segment, too": "un article est aussi dans un autre segment",
    # Documents
    "it has {size} documents and not {wanted}": "il a {size} documents et non {wanted}",
    "its documents are not in the order of their dates": (
        "ses documents ne sont pas dans l'ordre de leurs dates"
    ),
    "not as many of its documents are deleted as were committed": (
        "il n'a pas autant de documents supprimés que ce qui avait été enregistré"
    ),
    "a date ends before it begins": "une date finit avant de commencer",
    "documents are not in the order of dates": "les documents ne sont pas dans l'ordre des dates",
    "documents of one date are not in the order of ids": (
        "les documents d'une même date ne sont pas dans l'ordre des identifiants"
    ),
    "ids are not of one document each": "les identifiants ne sont pas chacun d'un seul document",
    "hashes of ids are not in order": "les empreintes des identifiants ne sont pas en ordre",
    "a hash is not that of its id": "une empreinte n'est pas celle de son identifiant",
    "signatures are not those of the words of documents": (
        "les signatures ne sont pas celles des mots des documents"
    ),
    "a document without words has a signature of their pairs": (
        "un document sans mots a une signature de paires de mots"
    ),
    "lengths of documents are not those of their last positions": (
        "les longueurs des documents ne sont pas celles de leurs dernières positions"
    ),
    # Terms
    "terms are not in order": "les termes ne sont pas en ordre",
    "stems are not in order": "les racines ne sont pas en ordre",
    "exact forms are not in order": "les formes exactes ne sont pas en ordre",
    "lemmas are not in order": "les lemmes ne sont pas en ordre",
    "a stem has no term": "une racine n'a pas de terme",
    "an exact form has no term": "une forme exacte n'a pas de terme",
    "a lemma has no term": "un lemme n'a pas de terme",
    "terms are not of one exact form each": "les termes n'ont pas chacun une seule forme exacte",
    "a term does not fold to its exact form": "un terme n'a pas sa forme exacte",
    "a term has another lemma": "un terme a un autre lemme",
    # Postings
    "rare values of {name} are not in order": "les valeurs rares de {name} ne sont pas en ordre",
    "rare values of {name} are not where they are said to be": (
        "les valeurs rares de {name} ne sont pas où elles devraient être"
    ),
    "a list of {name} does not begin with its first document": (
        "une liste de {name} ne commence pas par son premier document"
    ),
    "a list has a document twice": "une liste a deux fois le même document",
    "a list goes on to document {last} of {size}": ("une liste va jusqu'au document {last}, sur {size}"),
    "documents of the terms {low} to {high} are missing or not in order": (
        "des documents des termes {low} à {high} manquent ou ne sont pas en ordre"
    ),
    "occurrences of the terms {low} to {high} do not add up": (
        "le compte des occurrences des termes {low} à {high} n'est pas bon"
    ),
    "marks of the terms {low} to {high} are not those of their lists": (
        "les repères des termes {low} à {high} ne sont pas ceux de leurs listes"
    ),
    "the marks are not those of its lists": "les repères ne sont pas ceux de ses listes",
    "positions of the terms {low} to {high} are beyond the ends of documents": (
        "des positions des termes {low} à {high} sont au-delà de la fin des documents"
    ),
    "positions of the terms {low} to {high} are not in order": (
        "les positions des termes {low} à {high} ne sont pas en ordre"
    ),
    "counts of the terms {low} to {high} in titles are not those of their positions": (
        "les comptes des termes {low} à {high} dans les titres ne sont pas ceux de leurs positions"
    ),
    "there are not as many positions as occurrences": (
        "il n'y a pas autant de positions que d'occurrences"
    ),
    "the lists of the stems {low} to {high} are not those of their forms added up": (
        "les listes des racines {low} à {high} ne sont pas la somme de celles de leurs formes"
    ),
}
