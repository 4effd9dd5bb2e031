"""What the system and other people's libraries say, in French. See `causes`."""

from __future__ import annotations

from frsearch.messages.causes import PDF

_PDF = {
    "Failed to load document": "le document ne s'ouvre pas",
    "Failed to load page": "une page ne s'ouvre pas",
    "Data format error": "données mal formées",
    "File access error": "fichier inaccessible",
    "Unsupported security scheme": "protection inconnue",
    "Success": "sans autre raison",
}


def _in_french(said: str) -> str:
    what, _, cause = said.removesuffix(").").partition(" (PDFium: ")
    return f"{_PDF[what]} (PDFium : {_PDF[cause]})"


CAUSES: dict[str, str] = {
    # The system
    "No such file or directory": "aucun fichier ni dossier de ce nom",
    "Permission denied": "accès refusé",
    "Too many levels of symbolic links": "il tourne en rond",
    "Is a directory": "c'est un dossier",
    "Not a directory": "ce n'est pas un dossier",
    "File name too long": "nom de fichier trop long",
    "Too many open files": "trop de fichiers ouverts",
    "Input/output error": "erreur d'entrée-sortie",
    "Address already in use": "adresse déjà prise",
    "File exists": "un fichier ou un dossier de ce nom existe déjà",
    "Directory not empty": "le dossier n'est pas vide",
    "No space left on device": "le disque est plein",
    "Disk quota exceeded": "le quota de disque est dépassé",
    "Read-only file system": "le disque est en lecture seule",
    "File too large": "le fichier est trop gros",
    "Operation not permitted": "opération interdite",
    "Device or resource busy": "le disque ou la ressource est occupé",
    "Stale file handle": "le fichier n'est plus là, sur un disque du réseau",
    "Invalid argument": "argument refusé par le système",
    "Cannot assign requested address": "cette machine n'a pas cette adresse",
    "Broken pipe": "le destinataire s'est arrêté",
    "Cannot allocate memory": "la mémoire manque",
    # JSON
    "Expecting value": "une valeur est attendue",
    "Expecting property name enclosed in double quotes": (
        "un nom de champ entre guillemets droits est attendu"
    ),
    "Extra data": "autre chose suit la fin",
    "Expecting ',' delimiter": "une virgule est attendue",
    "Expecting ':' delimiter": "un deux-points est attendu",
    "Unterminated string starting at": "un texte y commence et n'est pas fermé",
    "Invalid control character at": "un caractère de contrôle est interdit",
    "Invalid \\escape": "une barre oblique inverse est mal suivie",
    "Invalid \\uXXXX escape": "\\u est suivi d'autre chose que de quatre chiffres hexadécimaux",
    "Illegal trailing comma before end of object": "une virgule est de trop à la fin de l'objet",
    "Illegal trailing comma before end of array": "une virgule est de trop à la fin du tableau",
    "Exceeds the limit ({limit} digits) for integer string conversion…": (
        "un nombre de plus de {limit} chiffres…"
    ),
    # Compression
    "Not a gzipped file ({bytes})": "ce n'est pas un fichier gzip ({bytes})",
    "Unknown compression method": "méthode de compression inconnue",
    "Incorrect length of data produced": "les données n'ont pas la longueur annoncée",
    "Compressed file ended before the end-of-stream marker was reached": (
        "le fichier compressé est coupé avant sa fin"
    ),
    "CRC check failed {one} != {other}": "la somme de contrôle est fausse ({one} != {other})",
    "Error {number} while decompressing data…": ("erreur {number} à la décompression des données…"),
    "Compressed data ended before the end-of-stream marker was reached": (
        "les données compressées sont coupées avant leur fin"
    ),
    "Invalid data stream": "les données compressées sont fausses",
    "Input format not supported by decoder": "format de compression inconnu",
    "Corrupt input data": "les données compressées sont abîmées",
    "Not a BZ2 file": "ce n'est pas un fichier bzip2",
    # Archives
    "File is not a zip file": "ce n'est pas un fichier zip",
    "Bad CRC-32 for file {name}": "la somme de contrôle du fichier {name} est fausse",
    "Truncated file header": "l'en-tête d'un fichier est coupé",
    "Bad magic number for central directory": "le sommaire n'en est pas un",
    "Bad magic number for file header": "l'en-tête d'un fichier n'en est pas un",
    "Truncated central directory": "le sommaire est coupé",
    "Corrupt extra field…": "un champ supplémentaire est abîmé…",
    "Bad offset for central directory": "le sommaire n'est pas à sa place",
    "File name in directory {one} and header {other} differ.": (
        "le nom du fichier diffère entre le sommaire, {one}, et l'en-tête, {other}"
    ),
    "Overlapped entries…": "des fichiers se chevauchent…",
    "There is no item named {name} in the archive": "l'archive n'a pas de fichier {name}",
    "That compression method is not supported": "cette méthode de compression est inconnue",
    "zipfiles that span multiple disks are not supported": "une archive en plusieurs morceaux",
    "File {name} is encrypted…": "le fichier {name} est chiffré…",
    "file could not be opened successfully…": "le fichier ne s'ouvre pas comme archive…",
    "unexpected end of data": "les données sont coupées",
    "empty file": "fichier vide",
    "truncated header": "en-tête coupé",
    "invalid header": "en-tête faux",
    "empty header": "en-tête vide",
    "bad checksum": "somme de contrôle fausse",
    "not a gzip file": "ce n'est pas un fichier gzip",
    "missing or bad subsequent header": "l'en-tête suivant manque ou est faux",
    "invalid compressed data": "les données compressées sont fausses",
    "end of file header": "fin des en-têtes",
    # PDF
    **{said: _in_french(said) for said in PDF},
    # XML
    "Opening and ending tag mismatch: {one} line {line} and {other}": (
        "la balise {one} ouverte à la ligne {line} est fermée par {other}"
    ),
    "Premature end of data in tag {name} line {line}": (
        "le fichier finit dans l'élément {name}, ouvert à la ligne {line}"
    ),
    "Start tag expected, '<' not found": "une balise ouvrante est attendue, et « < » n'y est pas",
    "Extra content at the end of the document": "autre chose suit la fin du document",
    "Document is empty": "le document est vide",
    "no element found": "aucun élément",
    "StartTag: invalid element name": "nom d'élément interdit",
    "xmlParseStartTag: invalid element name": "nom d'élément interdit dans une balise ouvrante",
    "xmlParseEntityRef: no name": "« & » est suivi d'autre chose que d'un nom : écrivez &amp;",
    "EntityRef: expecting ';'": "« ; » manque après « & » et un nom",
    "Entity '{name}' not defined": "l'entité « {name} » n'est pas déclarée",
    "Specification mandates value for attribute {name}": "l'attribut {name} n'a pas de valeur",
    "attributes construct error": "attributs mal formés",
    "AttValue: \" or ' expected": "la valeur d'un attribut doit être entre guillemets",
    "AttValue: ' expected": "la valeur d'un attribut n'est pas fermée",
    "Attribute {name} redefined": "l'attribut {name} y est deux fois",
    "Unescaped '<' not allowed in attributes values": "« < » est interdit dans un attribut",
    "error parsing attribute name": "nom d'attribut mal formé",
    "Couldn't find end of Start Tag {name} line {line}": (
        "la balise ouvrante {name} de la ligne {line} n'a pas de fin"
    ),
    "Couldn't find end of Start Tag {name}": "la balise ouvrante {name} n'a pas de fin",
    "expected '>'": "« > » est attendu",
    "Comment not terminated": "un commentaire n'est pas fermé",
    "CData section not finished": "une section CDATA n'est pas fermée",
    "PCDATA invalid Char value {number}": "le caractère de numéro {number} est interdit",
    "Char {number} out of allowed range": "le caractère {number} est interdit",
    "Input is not proper UTF-8, indicate encoding !": "ce n'est pas de l'UTF-8",
    "ParsePI: PI {name} never end ...": "l'instruction <?{name} n'a pas de fin",
    "xmlParsePI : no target name": "une instruction <? n'a pas de nom",
    "XML or text declaration not at start of entity": "la déclaration XML n'est pas au début",
    "Sequence ']]>' not allowed in content": "« ]]> » est interdit dans un texte",
}
