"""Messages about an index on a server: template in the code -> French."""

SERVER: dict[str, str] = {
    # Addresses
    "the address of an index on a server cannot be read: {why}: write it as "
    "opensearch://host:9200/name": (
        "l'adresse d'un index sur un serveur est illisible : {why} : écrivez-la "
        "opensearch://hôte:9200/nom"
    ),
    "it must begin with opensearch:// or opensearch+https://": (
        "elle doit commencer par opensearch:// ou opensearch+https://"
    ),
    "a sign stands where it cannot be": "un signe est là où il ne peut être",
    "after ? there may be ca=<file> and certificates=unchecked alone": (
        "après ? il ne peut y avoir que ca=<fichier> et certificates=unchecked"
    ),
    "{host} is no host with a port": "{host} n'est pas un hôte avec un port",
    "the name of an index has 1 to 200 lower-case letters, digits, - and _, the first a letter "
    "or a digit; {name} is none": (
        "le nom d'un index a de 1 à 200 lettres minuscules, chiffres, - et _, le premier une "
        "lettre ou un chiffre ; {name} n'en est pas un"
    ),
    "{name} is for an index on a server, such as opensearch://host:9200/name": (
        "{name} est pour un index sur un serveur, comme opensearch://hôte:9200/nom"
    ),
    # What the server says
    "an index on a server needs opensearch-py: pip install 'frsearch[opensearch]'": (
        "un index sur un serveur demande opensearch-py : pip install 'frsearch[opensearch]'"
    ),
    "{address}: the server cannot be reached ({reason}): check that it runs, and the address": (
        "{address} : le serveur est injoignable ({reason}) : vérifiez qu'il tourne, et l'adresse"
    ),
    "{address}: the server has not answered within {seconds} seconds: look whether it is "
    "overloaded, then try again": (
        "{address} : le serveur n'a pas répondu en {seconds} secondes : voyez s'il est surchargé, "
        "puis réessayez"
    ),
    "{address}: the certificate of the server is not accepted ({reason}): name the file of its "
    "authority, as ?ca=file after the address": (
        "{address} : le certificat du serveur n'est pas accepté ({reason}) : donnez le fichier de "
        "son autorité, par ?ca=fichier après l'adresse"
    ),
    "{address}: the file of certificates {file} cannot be read: {error}": (
        "{address} : le fichier de certificats {file} est illisible : {error}"
    ),
    "{address}: the server refuses entry ({status}): give user and password, in the address or "
    "in {user} and {password}": (
        "{address} : le serveur refuse l'accès ({status}) : donnez un nom et un mot de passe, dans "
        "l'adresse ou dans {user} et {password}"
    ),
    "{address}: the server lets nobody write to the index now ({reason}): it may be set to read "
    "only, as when a disk is nearly full": (
        "{address} : le serveur ne laisse personne écrire dans l'index pour l'instant ({reason}) : "
        "il peut être en lecture seule, comme lorsqu'un disque est presque plein"
    ),
    "{address}: the server is too busy ({reason}): try again later": (
        "{address} : le serveur a trop à faire ({reason}) : réessayez plus tard"
    ),
    "{address}: the server stays too busy to take articles: add them again later, or a few at a time": (
        "{address} : le serveur a toujours trop à faire pour prendre des articles : ajoutez-les "
        "plus tard, ou par petits lots"
    ),
    "{address}: the server answers {answer}": "{address} : le serveur répond {answer}",
    "{address}: what answers there is no OpenSearch: check the address": (
        "{address} : ce qui répond là n'est pas OpenSearch : vérifiez l'adresse"
    ),
    "{address}: {failed} of {total} shards of the index have not answered ({reason}): look at "
    "the state of the server, then search again": (
        "{address} : {failed} des {total} parts de l'index n'ont pas répondu ({reason}) : regardez "
        "l'état du serveur, puis cherchez de nouveau"
    ),
    "{address}: the server has stopped at a limit of time of its own before it had searched the "
    "whole index: raise its search.default_search_timeout, or search again when it has less to do": (
        "{address} : le serveur s'est arrêté, à une limite de temps qui est la sienne, avant d'avoir "
        "cherché dans tout l'index : augmentez son search.default_search_timeout, ou cherchez de "
        "nouveau quand il aura moins à faire"
    ),
    "{address}: the server cannot do this now ({reason}): look at its state, then try again": (
        "{address} : le serveur ne le peut pas maintenant ({reason}) : regardez son état, puis réessayez"
    ),
    "no copy of them is at work": "aucun exemplaire n'en est en service",
    # What is there
    "{address}: there is no frsearch index: make one with create_index": (
        "{address} : il n'y a pas d'index de frsearch : faites-en un par create_index"
    ),
    "{address}: the index there is none of frsearch: give another name": (
        "{address} : l'index qui est là n'est pas de frsearch : donnez un autre nom"
    ),
    "{address}: the index there is none of frsearch: give another name, or make one with create_index": (
        "{address} : l'index qui est là n'est pas de frsearch : donnez un autre nom, ou faites-en "
        "un par create_index"
    ),
    "{why}: rebuild the index from its articles": "{why} : refaites l'index à partir de ses articles",
    "the declaration of its fields cannot be read": "la déclaration de ses champs est illisible",
    "the document of its state cannot be read": "le document de son état est illisible",
    "the list of files read is not what was written": (
        "la liste des fichiers lus n'est pas ce qui a été écrit"
    ),
    "a write is under way, or has failed: add its articles again, which mends this": (
        "une écriture est en cours, ou a échoué : ajoutez ses articles de nouveau, ce qui répare cela"
    ),
    "it has {known:,} articles with {words:,} words, and {read:,} with {counted:,} could be read": (
        "il a {known:,} articles de {words:,} mots, et {read:,} de {counted:,} ont pu être lus"
    ),
    "the dictionary is wrong about {count:,} words, such as {examples}: rebuild the index from "
    "its articles": (
        "le dictionnaire se trompe sur {count:,} mots, comme {examples} : refaites l'index à "
        "partir de ses articles"
    ),
    # What it cannot do
    "{address}: an index on a server is no index of Whoosh": (
        "{address} : un index sur un serveur n'est pas un index de Whoosh"
    ),
    "{address}: an index on a server does not know which articles are near copies, which {call} asks "
    "for: leave it out, or copy the index into a folder, by 'frsearch copy'": (
        "{address} : un index sur un serveur ne sait pas quels articles sont des copies proches, ce que "
        "demande {call} : ne le demandez pas, ou copiez l'index dans un dossier, par « frsearch copy »"
    ),
    "{address}: {call} reads the texts of all {total:,} articles that it counts, at most {most:,}: ask "
    "for fewer by a date, a field or a query, or copy the index into a folder, by 'frsearch copy'": (
        "{address} : {call} lit les textes des {total:,} articles à compter, {most:,} au plus : "
        "demandez-en moins, par une date, un champ ou une requête, ou copiez l'index dans un dossier, "
        "par « frsearch copy »"
    ),
    "{address}: the query is more clauses than the server takes at a time: ask for fewer words, or for "
    "fewer ways in which they may be near one another": (
        "{address} : la requête a plus de conditions que le serveur n'en prend à la fois : demandez "
        "moins de mots, ou moins de façons d'être proches"
    ),
    "on a server, words near one another may stand in {count:,} ways at most: ask for fewer "
    "words, or for a shorter distance": (
        "sur un serveur, des mots proches peuvent se placer de {count:,} façons au plus : demandez "
        "moins de mots, ou une distance plus courte"
    ),
    "article {id!r}: on a server, an id has at most {count:,} characters": (
        "article {id!r} : sur un serveur, un identifiant a au plus {count:,} caractères"
    ),
    "{reason}; at least {count:,} articles of this write have arrived, and show with the next write: "
    "add all of them again": (
        "{reason} ; au moins {count:,} articles de cette écriture sont arrivés, et se verront à la "
        "prochaine : ajoutez-les tous de nouveau"
    ),
    "the index of its words, {name}, is missing": "l'index de ses mots, {name}, manque",
    "the mapping of {name} is not what it was made with": (
        "le « mapping » de {name} n'est pas celui de sa création"
    ),
}
