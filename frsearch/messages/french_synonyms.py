"""Messages about synonyms of one's own: template in the code -> French."""

SYNONYMS: dict[str, str] = {
    # A file
    "there may be at most {most:,} characters of synonyms": (
        "les synonymes font au plus {most:,} caractères en tout"
    ),
    "=> stands twice: write one rule a line, as in Daesh => Daech": (
        "=> figure deux fois : écrivez une règle par ligne, comme Daesh => Daech"
    ),
    "{text} has no synonym: write them on one line with commas, as in Daech, Daesh": (
        "{text} n'a pas de synonyme : écrivez-les sur une ligne, avec des virgules, comme Daech, Daesh"
    ),
    "a synonym is missing beside a comma or =>: remove the sign or add the word": (
        "il manque un synonyme à côté d'une virgule ou de => : enlevez le signe ou ajoutez le mot"
    ),
    "{text} has no word that can be searched: remove it": (
        "{text} n'a aucun mot à chercher : enlevez-le"
    ),
    "{text} has more than {most} words: shorten it": "{text} a plus de {most} mots : abrégez",
    "synonyms must be the path of a file, or its lines in a list, such as "
    '["Daech, Daesh"], not {value}': (
        "synonyms doit être le chemin d'un fichier, ou ses lignes dans une liste, comme "
        '["Daech, Daesh"], et non {value}'
    ),
    "this line is not in UTF-8: save the file as UTF-8": (
        "cette ligne n'est pas en UTF-8 : enregistrez le fichier en UTF-8"
    ),
    "the file of synonyms cannot be read: {error}: give its path, or its lines in a list": (
        "le fichier de synonymes ne peut être lu : {error} : donnez son chemin, ou ses lignes dans une "
        "liste"
    ),
    # A search
    "synonyms are too many; only some of them are used": (
        "les synonymes sont trop nombreux ; seuls certains sont utilisés"
    ),
    "words that are synonyms": "mots synonymes",
    # Help of the commands
    "Use the synonyms of this file in place of those of the index: 'Daech, Daesh' on a line, or "
    "'Daesh => Daech'.": (
        "Utiliser les synonymes de ce fichier au lieu de ceux de l'index : 'Daech, Daesh' sur une "
        "ligne, ou 'Daesh => Daech'."
    ),
    "The synonyms that searches of the index use from now on: 'Daech, Daesh' on a line, or "
    "'Daesh => Daech'.": (
        "Les synonymes que les recherches dans l'index utilisent désormais : 'Daech, Daesh' sur une "
        "ligne, ou 'Daesh => Daech'."
    ),
}
