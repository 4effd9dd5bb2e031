"""Words that are written in several ways find one another in an index, and what is marked is as written.

Each row holds spellings that meet: a search of any of them finds all the others, and marks them whole.
"""

from __future__ import annotations

import unicodedata

import pytest

import frsearch
from tests.conftest import MakeIndex

MEET = [
    "O.T.A.N. | OTAN | l'«Otan» | otan",
    "étudiants | étudiant·e·s | étudiant(e)s | étudiant-e-s | étudiant.e.s | ÉTUDIANT.E.S",
    "tous | tout·e·s | tou·te·s",
    "lecteurs | lecteur·rice·s | lecteur-rice-s",
    "nationaux | national·e·s",
    "XXIe | XXIᵉ | XXIème | 21e | 21ème | 21ᵉ",
    "1er | Ier | 1 er | I er",
    "XIXe | XIX e | XIX ème | 19 e | 19e | 19 ème | XIX\u00a0e",
    "1re | 1ère | 1ʳᵉ",
    "XIXe siècle | XIX-ème siècle | 19-ème siècle | 19° siècle | XIX° siècle",
    "XIXe siècle | XIX EME SIÈCLE | xixe siècle",
    "XIXe | XIXEME | XIXE",
    "2e | 2nd | 2 nd",
    "90e | XCe | XC e",
    "120e | CXXe",
    "1ers | 1 ers",
    "16H30 | 16h30 | 16 h 30 | 16\u00a0h\u202f30 | 16 H 30",
    "16h30 | 16h 30 | 16 h30 | 16 h. 30 | 16 heures 30 | 16h30min | 16 h 30 min",
    "35 h | 35h | 35 heures",
    "20h | 20 h | 20 heures | 20h00 | 20:00",
    "10:30 | 10h30 | 10 h 30",
    "9h05 | 09h05 | 09:05 | 9:05",
    "49.3 | 49-3",
    "0634343434 | 06 34 34 34 34 | 06.34.34.34.34 | 06-34-34-34-34 | 06\u00a034\u00a034\u00a034\u00a034",
    "0634343434 | +33 6 34 34 34 34 | +33634343434 | 0033634343434 | +33 (0)6 34 34 34 34",
    "0800123456 | 0 800 123 456 | 0800 12 34 56 | 08 00 12 34 56",
    "3949 | 39 49",
    "37792796700028 | 377 927 967 00028 | 377\u202f927\u202f967\u202f00028 ",
    "37792796700028 | 377 927 96700028 | 377.927.967.00028 | 377-927-967-00028",
    "9782070368228 | 978-2-07-036822-8",
    "4970101234567890 | 4970 1012 3456 7890",
    "184127645108946 | 1 84 12 76 451 089 46",
    "FR40303265045 | FR 40 303 265 045 | FR 40 303265045",
    "12 000 | 12000 | 12.000 | 12\u00a0000 | 12\u202f000",
    "3,5 % | 3,5% | 3.5",
    "G7 | G-7 | G 7 | G\u00a07",
    "CAC 40 | CAC40 | CAC-40",
    "A380 | A-380 | A 380 | (A 380)",
    "EN71 | EN 71",
    "Tu154 | Tu 154",
    "SA80 | SA 80",
    "5G | 5 G",
    "100 km | 100km",
    "10 M€ | 10M€",
    "2CV | 2 CV",
    "4x4 | 4 x 4 | 4×4",
    "A400M | A 400M | A 400 M",
    "E150d | E 150d",
    "2A004 | 2A 004",
    "B2B | B 2 B",
    "PM2,5 | PM 2,5 | PM2.5",
    "L. 1234-5 | L1234-5 | L.1234-5 | L 1234-5",
    "Covid-19 | COVID19 | covid19 | Covid 19",
    "lemonde.fr | www.lemonde.fr | LEMONDE.FR",
    "@EmmanuelMacron | @emmanuel_macron | @emmanuelmacron",
    "@EmmanuelMacron | Emmanuel Macron | #EmmanuelMacron",
    "#MeToo | #metoo | MeToo",
    "R&D | r&d",
    "C++ | c++",
    "C# | c#",
    "évènement | événement | évènements",
    "sècheresse | sécheresse",
    "règlementaire | réglementaire",
    "cèderait | céderait",
    "connaître | connaitre",
    "ognons | oignons | oignon",
    "nénufar | nénuphar | nenufars",
    "porte-monnaie | portemonnaie | porte-\nmonnaie",
    "week-end | weekend | week‑end | week end",
    "c'est-à-dire | c’est à dire | c'est-à dire | c’est a dire | C'EST À DIRE",
    "c'est-à-dire | c est à dire | c' est à dire",
    "c.-à-d. | c. -à-d. | c-à-d | c'est-à-dire",
    "Saint-Étienne | St-Étienne | St Etienne | St. Étienne | SAINT-ETIENNE | Sᵗ-Étienne | saint Étienne",
    "Ste-Hélène | Sainte-Hélène | Sainte Hélène",
    "Madame Dupond | Mme Dupond | Mᵐᵉ Dupond | MME DUPOND",
    "Mgr Affre | monseigneur Affre",
    "Dr Knock | docteur Knock",
    "Pr Raoult | professeur Raoult",
    "bd Voltaire | Bd Voltaire | bd. Voltaire | boulevard Voltaire",
    "bvd Voltaire | boul. Voltaire | BD VOLTAIRE | boulevard Voltaire",
    "av. Foch | avenue Foch | AV. FOCH",
    "pl. Vendôme | place Vendôme",
    "Éts Dupont | ets Dupont | établissements Dupont",
    "Maître Dupont | Me Dupont",
    "général Leclerc | Gal Leclerc | Gén. Leclerc",
    "maréchal Foch | Mal Foch",
    "no 5 | numéro 5",
    "article 49 | art. 49",
    "page 12 | p. 12",
    "septembre 2018 | sept. 2018",
    "15 décembre | 15 déc.",
    "av. J.-C. | avant J.-C. | Av. J.-C. | av JC",
    "apr. J.-C. | après J.-C. | ap. J.-C.",
    "jusqu'à | jusqu’à | jusque à",
    "lorsqu'elle | lorsque elle | LORSQU’ELLE",
    "président | prési- \ndent | prési- \r\ndent | prési¬ dent | prési\u00ad dent | prési-\u2028dent",
    "président | prési¬dent | prési-\rdent | prési-\vdent | prési–\ndent",
    "président | prési-\u200b\ndent | prési-\u00ad\ndent | prési-\n\u00addent",
    "49.3 | 49-\n3",
    "président | prési-\ndent | prési\u00ad\ndent | prési¬\ndent | prési\u00addent",
    "M'Hamed | M’Hamed | Hamed | M'HAMED",
    "N'Djamena | N’Djamena | NʼDjamena | N′Djamena | Ndjamena",
    "presqu'île | presqu’île | presquʼile",
    "aujourd'hui | aujourd’hui | aujourdʼhui | aujourd′hui | aujourd‛hui | aujourdꞌhui | aujourdʽhui",
    "aujourd'hui | aujourd'\nhui | aujourd’ hui",
    "aujourd'hui | aujourd\n'hui | aujourd ’hui | aujourd'-\nhui | aujourd-\n'hui",
    "aujourd'hui | aujourd hui",
    "presqu'île | presqu île",
    "prud'hommes | prud hommes",
    "l'école | l՚école | l׳école | l᾽école | l❛école | l❜école | l΄école",
    "l'école | l‚école | lߴécole | l\u0092école",
    "l'école | l\u0313école | l\u0315école",
    "quelqu'un | quelqu' un",
    "aurait | ç'aurait | Ç’aurait | c\u0327'aurait",
    "œuvre | oeuvre | l'œuvre | L’ŒUVRE",
    "fin | ﬁn | ｆｉｎ",
    f"élève | {unicodedata.normalize('NFD', 'élève')} | ÉLÈVE",
]


@pytest.mark.parametrize("row", MEET)
def test_a_search_of_any_spelling_finds_and_marks_all(row: str, make_index: MakeIndex) -> None:
    spellings = row.split(" | ")
    index = make_index(*(f"Voici {spelling} dans un texte." for spelling in spellings), "Rien.")
    for question in spellings:
        results = index.search(question)
        assert {hit.id for hit in results} == {f"a{at}" for at, _ in enumerate(spellings, 1)}, question
        for hit in results:
            (snippet,) = hit.snippets
            marked = "".join(snippet.text[start:end] for start, end, *_ in snippet.highlights)
            written = letters(spellings[int(hit.id[1:]) - 1])
            assert letters(marked) in written, (question, marked)
            # Of an address or an elided word the part asked for is enough.
            assert len(letters(marked)) >= len(letters(spellings[0])) / 2, (question, marked)


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum() or character in "+#").lower()


APART = [
    ("mail.e.s", "mails"),
    ("vie", "6e"),  # but VIe would
    ("Louis XIV", "Louis 14"),  # a Roman numeral alone may be a letter, and nobody writes the figure
    ("2018 100", "2018100"),
    ("2018 100", "100 2018100"),
    ("C++", "C"),
    ("C#", "C++"),
    ("R&D", "R et moi avec D"),
    ("16 h 30", "16 élus, 30 heures"),
    ("Fran-ce", "France"),  # a hyphen within a line cuts no word
    ("n°5", "no5"),
    ("A380", "à 380 km"),
    ("A380", "Il a 380 euros."),
    ("A20", "A 20 ans, il gagne."),
    ("A20", "IL A 20 ANS"),
    ("G7", "G8"),
    ("G7", "le 7 juin, la lettre g"),
    ("L1234-5", "R. 1234-5"),
    ("L1234-5", "L. 1234-6"),
    ("49-3", "49,3 %"),
    ("3-1", "3.1"),  # a score
    ("10h30", "10,30"),
    ("0634343434", "06 34 34 34 35"),
    ("A20", "de 12 A 20"),
    ("2A", "de 2 à 4"),
    ("4x4", "4 élus, x et 4"),
    ("10h30", "10 élus en 30 heures"),
    ("3949", "le 39, puis le 49"),
    ("Monsieur Dupont", "100 m de Dupont"),
    ("maître dit", "il me dit"),
    ("maréchal nommé", "mal nommé"),
    ("page 12", "12 p"),
    ("messieurs", "25 MM"),
    ("avenue", "Av. J.-C."),
    ("avenue", "100 av. n. è."),
    ("6e", "une VIE"),
    ("11e", "Xie Jun"),
    ("19e", "19° C"),
    ("avenue", "en 52 av. J.-C."),
    ("boulevard", "une BD"),
    ("docteur", "photo DR"),
    ("c'est-à-dire", "c'est dire"),
    ("jusqu'à", "il va à Paris"),
    ("lorsqu'il", "lors de ce qu'il dit"),
    ("5e", "la note 5 et e"),
    ("@EmmanuelMacron", "Emmanuel et Brigitte Macron"),
    ("lemonde.fr", "Le monde de fr"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_only_looks_alike_is_not_found(one: str, other: str, make_index: MakeIndex) -> None:
    index = make_index(other)
    strict = index.search(one, match="all", strict=True)  # no word is replaced by those spelled alike
    assert strict.match == "any" or not strict.total


PARTS = [
    ("porte-\nmonnaie", "monnaie"),
    ("celui-\nci", "celui"),
    ("jean.dupont@exemple.fr", "dupont"),
    ("jean.dupont@exemple.fr", "exemple.fr"),
    ("jean.dupont@exemple.fr", "jean.dupont@exemple.fr"),
    ("https://www.lemonde.fr/article", "article"),
    ("https://www.lemonde.fr/article", "lemonde.fr"),
    ("#JeSuisCharlie", "charlie"),
    ("@EmmanuelMacron", "Macron"),
    ("jeudi.Le lendemain", "jeudi"),
    ("le nº5 gagne", "n°5"),
    ("M.Dupont", "Dupont"),
    ("XIXe-XXe siècle", "20e"),
    ("le week-end", '"week end"'),
    ("« A 380 » : la fin", "A380"),
    ("un A 380 et A 350", "A380"),
    ("A 380 et A 350", "A380"),
    ("AIRBUS A 380 : LA FIN", "A380"),
    ("L'AIRBUS A 380", "A380"),
    ("- A 380", "A380"),
    ("des A 320, A 330 et A 340", "A330"),
    ("la norme NF EN 71 est", "EN71"),
    ("càd demain", "c'est-à-dire"),
    ("c'est-à-dire", "càd"),
    ("n° 5", "numéro 5"),
    ("M. Dupont", "Monsieur Dupont"),
    ("Monsieur Dupont", "M. Dupont"),
    ("pl. de la Bastille", "place de la Bastille"),
    ("N.-D. de Paris", "Notre-Dame de Paris"),
    ("au 49-3", '"au 49.3"'),
    ("à 10h30", '"à 10:30"'),
    ("à 10 h 30", '"10:30"'),
    ("au 19 ème siècle", '"XIXe siècle"'),
    ("le weekend", '"le week-end"'),
    ("Airbus A380", '"Airbus A 380"'),
    ("Airbus A380", '="A 380"'),
    ("Airbus A380", "« A 380 »"),
    ("Airbus A380", "A 380 OU sommet"),
    ("Airbus A380", "titre:sommet OU A 380"),
    ("Airbus A380", "AIRBUS A 380"),
    ("Airbus A380", "airbus a 380"),
    ("A-t-il gagné ?", "a t il gagné"),
    ("à 16 h 30", "16H30"),
    ("20 %", "20%"),
]


@pytest.mark.parametrize(("text", "question"), PARTS)
def test_a_part_is_found(text: str, question: str, make_index: MakeIndex) -> None:
    results = make_index(text).search(question)
    assert results.total == 1
    assert results[0].snippets[0].highlights


def test_letters_are_words_of_a_query(make_index: MakeIndex) -> None:
    index = make_index("La vitamine A.", "La vitamine B.", "La vitamine C.")
    assert {hit.id for hit in index.search("A OU B")} == {"a1", "a2"}


def test_a_sign_alone_is_nothing_to_search_for_and_the_search_says_so(make_index: MakeIndex) -> None:
    index = make_index("20 %", "5 €")
    for sign in ("%", "€", "$"):
        results = index.search(sign)
        assert results.total == 0
        assert [warning.message for warning in results.warnings] == [
            "nothing to search for in this query"
        ]


def test_a_query_may_be_pasted_with_its_line_ends(make_index: MakeIndex) -> None:
    index = make_index("Le président.", "Le pré du dentiste.")
    question = "le prési-\ndent"
    assert [hit.id for hit in index.search(question)] == ["a1"]


def test_a_part_that_reads_otherwise_is_no_reading_of_the_whole(make_index: MakeIndex) -> None:
    index = make_index("les XIXe-XXe siècles", "le 19e siècle", frsearch.Article("a3", "le 20e"))
    assert [hit.id for hit in index.search("XIXe-XXe")] == ["a1"]


def test_a_plain_text_is_read_as_the_articles_are(make_index: MakeIndex) -> None:
    index = make_index("A380 vole", "rien")
    assert [hit.id for hit in index.search("A 380", plain=True)] == ["a1"]


def test_a_spelling_in_groups_is_one_occurrence(make_index: MakeIndex) -> None:
    index = make_index("Appelez le 0634343434 vite.")
    assert [line.keyword for line in index.concordance("+33 6 34 34 34 34")] == ["0634343434"]
