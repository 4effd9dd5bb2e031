"""One term for the forms of a word, apart from the forms of others."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict

import pytest

from frsearch.analysis.folding import fold, open_ligatures
from frsearch.analysis.lemmas import lemma
from frsearch.analysis.lemmas.conjugation import infinitive
from frsearch.analysis.lemmas.homographs import NOMINALS, OTHERS
from frsearch.analysis.lemmas.irregular_verbs import IN_INDRE, IN_RE, MODELS
from frsearch.analysis.lemmas.nominal_words import DOUBLING, GRAVE, MASCULINES
from frsearch.analysis.lemmas.regular_verbs import FIRST_GROUP, SECOND_GROUP
from tests.conftest import ROOT

QUOTED = re.compile(r"`(.+?)`")

# Lemma: forms that share it.
VERBS = """
parler: parle parles parlons parlez parlent parlais parlait
parler: parlions parliez parlaient parlai parlas parla parlâmes
parler: parlâtes parlèrent parlerai parleras parlera
parler: parlerons parlerez parleront parlerais parlerait parlerions
parler: parleriez parleraient parlât parlasse parlant parlé parlée parlés parlées
placer: plaçons plaçait plaçant plaça placèrent
manger: mange mangeons mangeait mangeant mangea mangeaient mangèrent
acheter: achète achètent achètera achetons acheté
appeler: appelle appellent appellera appelons appelé
jeter: jette jettera jeté
geler: gèle gèlera gelons
mener: mène mènent mènera menons mené
emmener: emmène emmenait
céder: cède cèdent cédera cèdera cédons
espérer: espère espérons espèrent
célébrer: célèbre célèbrent célébré
protéger: protège protègent protégeons protégeait
régler: règlent réglé réglait
employer: emploie emploient emploiera employons employait
appuyer: appuie appuiera appuyons
essayer: essaie essaye essaiera essayera essayons
envoyer: envoie envoient enverra enverrait envoyait envoyé
renvoyer: renvoie renverra renvoyés
créer: crée créée créées créons créa
tuer: tue tuent tua tuées
maîtriser: maîtrisait maitrisait maitrisé
entraîner: entraîne entraine entraînait entrainé
finir: finis finit finissons finissez finissent finissait
finir: finissaient finirent finira finirait finissant fini finie
réunir: réunit réunissent réunie réunies réunirait
unir: unis unissent unie unies
choisir: choisit choisissent choisira choisie
bâtir: bâtit bâtissent bâties
réfléchir: réfléchit réfléchissait
haïr: hais hait haïssons haïssent haï
être: suis es est sommes êtes sont étais était étions étaient
être: fus fut fûmes furent sera seront serait sois soit soient
être: soyons étant fût
avoir: ai as a avons avez ont avait avaient eut eurent
avoir: aura auront aurait aie ait aient ayons ayant eu eue eues
aller: vais vas va allons allez vont allait allaient alla
aller: allèrent ira iront irait aille aillent allant allé allés
faire: fais fait faisons faites font faisait fit firent fera feront ferait fasse fassent faisant faite
satisfaire: satisfait satisfont satisfaites satisfaisait
défaire: défont défit
dire: dis disons dites disent disait dira dise disant dites
interdire: interdit interdisez interdisent interdisait interdite
contredire: contredisent contredira
maudire: maudissait maudissent
pouvoir: peux peut pouvons pouvez peuvent pouvait
pouvoir: purent pourra pourront pourrait puisse puissent pouvant
vouloir: veux veut voulons veulent voulait voulut voudra voudrait veuille veuillez voulu voulue
savoir: sais sait savons savent savait sut saura saurai saurait sache sachent sachant su
devoir: dois doit devons doivent devait devra devrait doive dû due dues
falloir: faut fallait faudra faudrait fallu fallut
valoir: vaux vaut valent valait vaudra vaille valu
pleuvoir: pleut pleuvait pleuvra
voir: vois voit voyons voient voyait vit verra verrait voyant vus
revoir: revoit revoient reverra revus
prévoir: prévoit prévoient prévoyait prévoira prévu prévue prévues
pourvoir: pourvoit pourvoira pourvu
recevoir: reçois reçoit recevons reçoivent recevait reçut reçurent recevra reçoive reçu reçue reçus
décevoir: déçoit déçu déçue déçoivent
apercevoir: aperçoit aperçu aperçut aperçoivent
émouvoir: émeut émeuvent ému émue
promouvoir: promeut promu promue
asseoir: assied assieds asseyait assit assis assise assoit assoient
échoir: échoit échu
venir: viens vient venons viennent venait vint vinrent vînt viendra viendrait venu venus venant
devenir: devient deviennent devint deviendra devenue devenus
prévenir: prévient prévenait préviendra
tenir: tiens tient tiennent tenait tint tinrent tiendra tenu tenant
obtenir: obtient obtiennent obtint obtiendra obtenu obtenue
appartenir: appartient appartiennent appartenait appartenu
acquérir: acquiert acquièrent acquérait acquit acquerra acquise
courir: courent courait courut courra couru
parcourir: parcourt parcourent parcourut parcouru
mourir: meurt meurent mourait mourut mourra
dormir: dort dorment dormait dormi
servir: sert servent servait servi servie
sentir: sent sentent sentait senti
mentir: ment mentent mentait menti
partir: partent partait partira
sortir: sortent sortait sortira sorti
fuir: fuit fuient fuyait fui
vêtir: vêt vêtu vêtue vêtus
bouillir: bouillait bouilli
cueillir: cueille cueillent cueillera cueilli
accueillir: accueille accueillent accueillera accueilli accueillie
tressaillir: tressaille tressaillit
ouvrir: ouvre ouvrent ouvrait ouvrira ouvert ouverte ouvertes
découvrir: découvre découvrent découvrit découvert découvrira
offrir: offre offrent offrait offert offerte
souffrir: souffre souffrent souffert
prendre: prends prend prenons prennent prenait prit prirent prendra prenne pris prenant
comprendre: comprend comprennent comprit comprise comprises compris
apprendre: apprend apprennent apprit appris
mettre: mets met mettons mettent mettait mit mirent mettra mis
permettre: permet permettent permit permettra permise
battre: bat battent battait battra battu battus
vaincre: vainc vainquit vaincu vaincue
convaincre: convainc convainquent convaincu
rompre: rompt rompent rompit rompu
interrompre: interrompt interrompu
conduire: conduit conduisent conduisait conduisit conduira conduite
produire: produisent produisait produisit produite produites
construire: construit construisent construisait construite
détruire: détruit détruisent détruite
nuire: nuisent nuisait nui
cuire: cuit cuisent cuite
écrire: écrit écrivent écrivait écrivit écrira écrite
décrire: décrit décrivent décrite
inscrire: inscrit inscrivent inscrite inscrits
lire: lisent lisait lira lu lus lues
élire: élit élisent élu élue élus élira
rire: rit rient riait rira
suivre: suit suivent suivait suivit suivra suivi suivie
poursuivre: poursuit poursuivent poursuivi
vivre: vivent vivait vécut vivra vécu vécue
boire: boit boivent buvait boira bu
croire: croit croient croyait crut croira cru
croître: croît croissait croîtra
accroître: accroît accroissent accru accrue
naître: naît nait naissent naissait naquit naquirent naîtra né née nés nées
connaître: connaît connait connaissent connaissait connut connaîtra connaitra connu connue
paraître: paraît paraissent paraissait parut
disparaître: disparaît disparait disparaissent disparu disparue
plaire: plaît plaisent plaisait plaira
taire: tait taisent taisait
extraire: extraient extraite
résoudre: résout résolvent résolu résolue
dissoudre: dissout dissolvent dissous dissoute
coudre: coud cousent cousu
conclure: conclut concluent conclu conclue
inclure: inclut incluent inclus incluse
suffire: suffit suffisent suffisait suffi
rendre: rends rend rendent rendait rendit rendra rendu rendue
vendre: vend vendent vendait vendra vendu
attendre: attend attendent attendait attendu
perdre: perd perdent perdait perdu perdue
répondre: répond répondent répondit répondu
descendre: descend descendent descendait descendit
répandre: répand répandent répandue
craindre: crains craint craignent craignait craignit craindra
peindre: peint peignent peindra
atteindre: atteint atteignent atteignit atteints
éteindre: éteint éteignent éteinte
joindre: joint joignent joindra jointe
rejoindre: rejoint rejoignent rejoindre rejoignit
réinstaller: réinstalle réinstallé réinstallent réinstallera
redémarrer: redémarre redémarré redémarrait
surendetter: surendetté surendettés
codétenir: codétenu
googliser: googlisait googlisé googlisent
"""

NOMINAL = """
travail: travaux
oeil: yeux
ciel: cieux
cheval: chevaux
journal: journaux
hôpital: hôpitaux
vitrail: vitraux
bail: baux
corail: coraux
festival: festivals
tuyau: tuyaux
noyau: noyaux
matériau: matériaux
eau: eaux
bateau: bateaux
château: châteaux
jeu: jeux
lieu: lieux
feu: feux
cheveu: cheveux
voeu: voeux
pneu: pneus
bijou: bijoux
genou: genoux
trou: trous
clou: clous
clé: clef clés clefs
événement: évènement événements évènements
monsieur: messieurs
madame: mesdames
roi: rois
loi: lois
emploi: emplois
essai: essais
délai: délais
an: ans
ville: villes
pays: pays
temps: temps
corps: corps
prix: prix
voix: voix
choix: choix
cas: cas
fois: fois
procès: procès
français: française françaises
anglais: anglaise anglaises
chinois: chinoise chinoises
américain: américaine américains américaines
humain: humaine humains humaines
italien: italienne italiens italiennes
européen: européenne européens
citoyen: citoyenne citoyens
national: nationale nationaux nationales
royal: royale royaux
officiel: officielle officiels officielles
professionnel: professionnelle professionnels
acteur: actrice acteurs actrices
sénateur: sénatrice sénateurs
directeur: directrice directrices
chercheur: chercheuse chercheurs chercheuses
chanteur: chanteuse chanteuses
danseur: danseuse
vendeur: vendeuse vendeuses
travailleur: travailleuse
heureux: heureuse heureuses
sérieux: sérieuse sérieuses
généreux: généreuse généreuses
coûteux: coûteuse
boiteux: boiteuse
nerveux: nerveuse
policier: policière policiers
premier: première premiers premières
dernier: dernière derniers
ouvrier: ouvrière
étranger: étrangère étrangers
boulanger: boulangère
cher: chère chers
actif: active actifs
positif: positive positives
sportif: sportive sportives
neuf: neuve
veuf: veuve
bref: brève
grand: grande grands grandes
petit: petite petits petites
vert: verte vertes
haut: haute hautes
chaud: chaude
froid: froide
lourd: lourde
long: longue longues
blanc: blanche blancs blanches
sec: sèche
franc: franche
public: publique publics publiques
grec: grecque
turc: turque
doux: douce
faux: fausse
roux: rousse
jaloux: jalouse
gros: grosse gros grosses
bas: basse basses
épais: épaisse
gras: grasse
gris: grise grises
frais: fraîche fraîches
beau: bel belle beaux belles
nouveau: nouvel nouvelle nouveaux nouvelles
vieux: vieil vieille vieilles
fou: folle fous
bon: bonne bons bonnes
champion: championne
patron: patronne
gentil: gentille
pareil: pareille
complet: complète complets
secret: secrète
inquiet: inquiets
net: nette
malin: maligne
favori: favorite
féminin: féminine
voisin: voisine voisins voisines
cousin: cousine
marchand: marchande
allemand: allemande
candidat: candidate candidates
avocat: avocate
étudiant: étudiante étudiants étudiantes
habitant: habitante habitants
important: importante importants
président: présidente
député: députée députés députées
salarié: salariée salariés
ami: amie amis
prince: princesse
duc: duchesse
maître: maîtres
auteur: autrice
professeur: professeure
préfet: préfète
marché: marchés
côté: côtés
société: sociétés
année: années
entrée: entrées
musée: musées
place: places
livre: livres
force: forces
question: questions
région: régions
maison: maisons
avion: avions
version: versions
"""

APART = """
chat châtiment
collection collectivité
collection collecter
année anne
armée arme
armée armer
armé arme
unis un
mère mer
marin marine
hollande hollandais
acte acteur
actif action
nation national
père pair
fin final
ministre ministère
centre central
cours courir
cour cours
part partir
porter porteur
fils fil
fois foi
mois moi
vers ver
personne personnel
général généreux
lait lai
musée muse
pays payer
paris pari
temps tempe
bois boire
présent présenter
production produit
question quêter
station stationner
région régir
maire maison
souris sourire
manière manier
prière prier
fontaine font
plaine plein
matrice mateur
initiative initié
semaine semer
réalité aliter
coquille quiller
cousine usine
surplus plus
cantatrice chanteur
européen europe
travailleur travailler
danseur danser
chanteur chant
député députer
été être
savon savoir
nuit nuire
point poindre
maison mais
millions miller
restaurant restaurer
avant avoir
devant devoir
maintenant maintenir
pendant pendre
entre entrer
plus pleuvoir
lui luire
dans dan
crimée crime
rené renaître
"""


def rows(table: str) -> list[tuple[str, str]]:
    """Return (lemma, form) for each form, the lemma's own too."""
    found = []
    for line in table.strip().splitlines():
        name, forms = line.split(":")
        found += [(name, form) for form in (name, *forms.split())]
    return found


@pytest.mark.parametrize("table", [VERBS, NOMINAL], ids=["verbs", "nouns and adjectives"])
def test_forms_of_a_word_share_its_lemma(table: str) -> None:
    wrong = [
        f"{form} gave {lemma(form)}, not {name}"
        for name, form in rows(table)
        if lemma(form) != fold(name)
    ]
    assert not wrong


@pytest.mark.parametrize("pair", APART.strip().splitlines())
def test_other_words_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert lemma(one) != lemma(other)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("porte", "porter"),
        ("marque", "marquer"),
        ("présente", "presenter"),
        ("présents", "present"),
        ("traitée", "traiter"),
        ("traités", "traite"),
        ("armées", "armee"),
        ("fonde", "fonder"),
        ("sommes", "etre"),
        ("tue", "tuer"),
        ("paris", "paris"),
        ("fait", "faire"),
        ("étions", "etre"),
        ("notions", "notion"),
    ],
)
def test_a_form_of_several_words_is_the_commonest(form: str, expected: str) -> None:
    assert lemma(form) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("", ""), ("a", "avoir"), ("x", "x"), ("22h00", "22h00"), ("12,5", "12,5"), ("g7", "g7"),
        ("sars", "sar"), ("jazz", "jazz"), ("москва", "москва"), ("łódź", "lodz"), ("straße", "strasse"),
        ("e" * 100, "e" * 100), ("aient" * 20, "aient" * 19 + "er"),
    ],
)  # fmt: skip
def test_what_is_no_french_word(word: str, expected: str) -> None:
    assert lemma(word) == expected


def test_an_infinitive_is_its_own_lemma() -> None:
    verbs = [*FIRST_GROUP, *SECOND_GROUP, *IN_RE, *IN_INDRE]
    for row in MODELS:
        model, prefixes, *_ = row.split("|")
        verbs += [prefix.replace("_", "") + model.split()[0] for prefix in prefixes.split()]
    wrong = {verb: infinitive(verb) for verb in verbs if infinitive(verb) != verb}
    assert not wrong
    assert {verb for verb in verbs if lemma(verb) != fold(verb)} == set()


def test_a_masculine_is_its_own_lemma() -> None:
    assert {word for word in MASCULINES if lemma(word) != fold(word)} == set()
    assert DOUBLING | GRAVE <= MASCULINES


def test_the_tables_hold_words_as_the_analysis_writes_them() -> None:
    words = [*FIRST_GROUP, *SECOND_GROUP, *NOMINALS, *MASCULINES, *OTHERS, *OTHERS.values()]
    words += [*IN_RE, *IN_INDRE]
    assert [word for word in words if word != open_ligatures(word).lower() or not word.isalpha()] == []
    assert all(verb.endswith("er") for verb in FIRST_GROUP)
    assert all(verb.endswith(("ir", "ïr")) for verb in SECOND_GROUP)
    assert all(len(row.split("|")[0].split()) == 8 for row in MODELS), "a row has a verb and seven stems"
    assert len(set(FIRST_GROUP)) == len(FIRST_GROUP)


def test_the_ending_of_an_unknown_word_can_tell_a_verb() -> None:
    words = ["zigouillaient", "zigouillèrent", "uberisée", "raisons", "brexit"]
    assert [infinitive(word) for word in words] == ["zigouiller", "zigouiller", "uberiser", "", ""]


def test_the_examples_of_the_docs() -> None:
    page = (ROOT / "docs" / "french-analysis.md").read_text(encoding="utf-8").partition("## Lemmas")[2]
    examples = [line.split("|")[1:3] for line in page.splitlines() if line.startswith("| `")]
    assert len(examples) > 8
    for written, expected in examples:
        assert [lemma(word) for word in QUOTED.findall(written)] == QUOTED.findall(expected)


def test_pairs_of_forms_of_a_treebank() -> None:
    """F1 over pairs of distinct forms: they share a lemma, they get the same term."""
    path = ROOT.parent / "shared" / "relevance" / "morphology.tsv"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    gold, predicted = defaultdict(set), defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        written, name, _, _ = line.lower().split("\t")
        form = open_ligatures(written)
        gold[name].add(form)
        predicted[lemma(form)].add(form)
    same, found = pairs(gold), pairs(predicted)
    precision, recall = len(same & found) / len(found), len(same & found) / len(same)
    assert 2 * precision * recall / (precision + recall) >= 0.915
    assert min(precision, recall) >= 0.9


def pairs(groups: dict[str, set[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups.values() for pair in itertools.combinations(sorted(group), 2)}
