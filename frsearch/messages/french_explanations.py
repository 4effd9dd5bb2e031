"""Descriptions in the explanation of a score: template in the code -> French."""

EXPLANATIONS: dict[str, str] = {
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
    "every article": "tous les articles",
    "no article": "aucun article",
    "{name}: {forms}": "{name} : {forms}",
    "{name} in {phrase}": "{name} dans {phrase}",
    "{look}, the product of:": "{look}, le produit de :",
    "exact form": "forme exacte",
    "phrase": "expression",
    "pattern": "motif",
    "idf: {holding} of {articles} articles hold it": "idf : {holding} des {articles} articles l'ont",
    "weight of the {look}": "poids : {look}",
    "(k1 + 1) · f / (k1 + f), where k1 = {k1} and f = {f:.4g}, the sum of:": (
        "(k1 + 1) · f / (k1 + f), où k1 = {k1} et f = {f:.4g}, la somme de :"
    ),
    "{times} in the {field}, {factor:.4g} each: {weight} / (1 - b + b · length / average), where b = "
    "{b}, length = {length}, average = {average:.4g}": (
        "{times} dans le {field}, {factor:.4g} chacune : {weight} / (1 - b + b · longueur / moyenne), "
        "où b = {b}, longueur = {length}, moyenne = {average:.4g}"
    ),
    "{form} {times} in the {field}": "{form} {times} dans le {field}",
    "{number} times": "{number} fois",
    "once": "une fois",
    "title": "titre",
    "text": "texte",
    "the best passage of {length} words: {share} · the idf of {names}": (
        "le meilleur passage de {length} mots : {share} · l'idf de {names}"
    ),
    "the best passage of {length} words: {share} · the idf of none": (
        "le meilleur passage de {length} mots : {share} · l'idf d'aucun mot"
    ),
    "{name} itself, not only other words of its stem, {weight} · its idf": (
        "{name}, et non seulement d'autres mots de sa racine, {weight} · son idf"
    ),
    "{name} among the first {length} words of the text, {weight} · its idf": (
        "{name} parmi les {length} premiers mots du texte, {weight} · son idf"
    ),
    "{name} by its place in the query, up to {weight} · its score by the stem": (
        "{name} selon sa place dans la requête, au plus {weight} · son score par le radical"
    ),
    "words spelled alike": "mots d'orthographe voisine",
    "the stop word {name}, {weight} · its score": "le mot vide {name}, {weight} · son score",
    "{left} and {right} side by side, {weight} · the lower idf of both": (
        "{left} et {right} côte à côte, {weight} · le plus petit de leurs deux idf"
    ),
    "the share of the title that words of the query are, {weight} · their idf": (
        "la part du titre qui est faite de mots de la requête, {weight} · leur idf"
    ),
    "the title is the words of the query in this order, {weight} · their idf": (
        "le titre est fait des mots de la requête dans cet ordre, {weight} · leur idf"
    ),
    "words related to {name}, {weight} · its idf: {forms}": (
        "mots apparentés à {name}, {weight} · son idf : {forms}"
    ),
    "{field} does not hold it": "{field} ne le contient pas",
    "{field} holds it": "{field} le contient",
    "{field} holds it: its idf · the weight of the field, {weight}": (
        "{field} le contient : son idf · le poids du champ, {weight}"
    ),
}
