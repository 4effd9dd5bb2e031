"""Messages of the page and the API: template in the code -> French."""

PAGE: dict[str, str] = {
    # Of what was asked for
    "this request cannot be understood": "Cette demande ne se comprend pas.",
    "Not Found": "Il n’y a rien à cette adresse.",
    "Method Not Allowed": "Cette adresse se lit, et c’est tout.",
    "this request took too long to arrive": "Cette demande a mis trop de temps à arriver.",
    "this server does not have that name": "Ce serveur ne porte pas ce nom.",
    "the headers of this request are too long": "Cette demande est trop longue.",
    "the index cannot be read": "L’archive ne peut pas être lue pour le moment.",
    "too many requests at once: try again in a moment": (
        "Trop de demandes arrivent à la fois : réessayez dans un instant."
    ),
    # Pages
    "this search is too long: {count} characters at most": (
        "Cette recherche est trop longue : {count} caractères au plus."
    ),
    "this address has an unknown order or choice of words": (
        "Cette adresse contient un tri ou un choix des mots inconnu."
    ),
    "there are too many filters, or they are too long: {count} at most, of {length} characters "
    "together": (
        "Cette adresse a trop de filtres, ou des filtres trop longs : {count} au plus, de {length} "
        "caractères en tout."
    ),
    "this table takes too long: narrow the search": (
        "Ce tableau prend trop de temps : précisez la recherche."
    ),
    "pages go from 1 to {last}: narrow the search instead": (
        "Les pages vont de 1 à {last} : précisez plutôt la recherche."
    ),
    "this date cannot be read: write 2018, juin 2018, 28/06/2018 or 2018-06-28, for example, the "
    "earlier one first": (
        "Cette date ne se lit pas : écrivez par exemple 2018, juin 2018, 28/06/2018 ou 2018-06-28, la "
        "plus ancienne en premier."
    ),
    "this article is not in the archive, or no longer": (
        "Cet article n’est pas, ou n’est plus, dans l’archive."
    ),
    "all hits of this page": "tous les articles de cette page",
    "another spelling to look for": "chercher une autre orthographe",
    "this address has an unknown number of articles per page": (
        "Cette adresse contient un nombre d’articles par page inconnu."
    ),
    "this address has an unknown choice of {name}": (
        "Cette adresse contient un choix inconnu : {name}."
    ),
    "there are too many chosen articles: {count} at most": (
        "Il y a trop d’articles choisis : {count} au plus."
    ),
    "there are too many periods to draw, over {most}: choose dates, or longer ones": (
        "Il y a trop de périodes à montrer, plus de {most} : choisissez des dates, ou des périodes plus "
        "longues."
    ),
    # The API
    "{name} is required": "{name} est obligatoire",
    "{name} is given too many times": "{name} est donné trop de fois",
    "{name} must be true or false": "{name} est true ou false",
    "{name} must be a whole number from {least} to {most}": (
        "{name} est un nombre entier de {least} à {most}"
    ),
    "{name} must have at most {most} characters": "{name} a {most} caractères au plus",
    "{name} must be one of {choices}": "{name} est l'un de {choices}",
    "unknown parameter {name!r} (known: {known})": ("paramètre {name!r} inconnu (connus : {known})"),
    "unknown parameter {name!r} (there are none here)": (
        "paramètre {name!r} inconnu (il n'y en a aucun ici)"
    ),
    "there are {count} occurrences, too many to sort by context (over {most}): sort by date, or narrow "
    "the query or its dates": (
        "il y a {count} occurrences, trop pour les trier par contexte (plus de {most}) : triez par "
        "date, ou restreignez la question ou ses dates"
    ),
    # Tools of a model
    "{name} must be a list of at most {most} texts": "{name} est une liste d'au plus {most} textes",
    "{name} must be a text": "{name} est un texte",
    "{name} is blank: give the words to look for": "{name} est vide : donnez les mots à chercher",
    "there is no tool {name!r}; the tools are {names}": (
        "il n'y a pas d'outil {name!r} ; les outils sont {names}"
    ),
    "there is no article with the id {id!r}: take an id from the hits of search": (
        "il n'y a pas d'article d'identifiant {id!r} : prenez-en un dans les résultats de search"
    ),
    "weeks and days need a date: give the years or months to count": (
        "les semaines et les jours demandent une date : donnez les années ou les mois à compter"
    ),
    "this takes longer than {seconds} seconds: narrow the query or its dates": (
        "cela prend plus de {seconds} secondes : restreignez la question ou ses dates"
    ),
    "there is no article with this id": "il n'y a pas d'article de cet identifiant",
}
