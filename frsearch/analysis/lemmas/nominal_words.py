"""Nouns and adjectives that the rules of `nominals` get wrong, or do not cover.

Source: written for frsearch, 2026-11-21, from knowledge of French; the project's licence.
"""

from __future__ import annotations

# Singulars in -s. (For -ais and -ois, the plurals are listed instead.)
SINGULARS_IN_S = frozenset(
    """
    abcès abus accès ailleurs airbus alors ananas anis anus après atlas autobus avis biais blocus
    bonus bras bris cabas cactus calais campus canevas cannes chablis chaos châssis clapotis
    cliquetis colis coloris commis compas compris concours confins congrès consensus contresens
    contretemps corps corpus coulis cours couscous croquis cursus cyprès dans débris décès dehors
    denis dépens depuis désormais dessous dessus détritus devis discours éboulis embarras encens
    engrais envers eucalyptus excès exprès fatras fémurs fils focus foetus fois fonds forceps
    fouillis fracas frais français gâchis gens georges gratis hachis héros hiatus hors humus ibis
    infarctus iris jadis jamais kermès lambris laos laps lapsus lavis legs lilas logis longtemps
    lors lotus lourdes lucas mais maïs malus mans maquis marais matelas mauvais mépris mets minibus
    moeurs moins mors mucus nantes niais nous oasis obsèques obus olympus omnibus opus ours palais
    pancréas papyrus paradis parcours pardessus paris parvis pays permis pilotis plus plusieurs
    poids pouls précis près printemps procès process processus progrès propos prospectus puis puits
    quelquefois radis ramassis rébus recours refus relais remords rennes repas repos revers
    rhinocéros rictus roulis rubis salsifis sans secours sens sinus souris sous stimulus stras
    succès surplus surpris sursis suspens talus tamis tapis taudis temps tennis terminus thermos
    tiers tonus torchis toujours tournevis tracas travers treillis trépas très trois typhus univers
    utérus vegas velours verglas vernis vers versus virus volontiers vous
    """.split()
)
PLURALS_IN_AIS_OIS = frozenset(
    """
    balais beffrois convois déblais délais effrois émois emplois envois essais étais gais geais lois
    minerais octrois parois quais rais remblais renvois rois tournois virelais vrais
    """.split()
)
IN_AIL = frozenset("baux coraux émaux soupiraux travaux vantaux ventaux vitraux".split())
IN_AU = frozenset(
    """
    aloyaux boyaux esquimaux étaux fléaux gluaux gruaux hoyaux joyaux noyaux préaux sarraux
    tuyaux
    """.split()
)
IN_EU = frozenset(
    """
    adieux aveux camaïeux cheveux désaveux dieux enjeux épieux essieux feux hébreux jeux lieux
    milieux moyeux neveux voeux
    """.split()
)
IN_OU = frozenset("bijoux cailloux choux genoux hiboux joujoux poux".split())

# Plurals and second spellings that follow no rule, and plurals too short for the rules.
SINGULARS = {
    "aïeux": "aïeul", "ans": "an", "bonshommes": "bonhomme", "cieux": "ciel", "clef": "clé",
    "clefs": "clé", "euros": "euro", "évènement": "événement", "évènements": "événement",
    "festivals": "festival", "gentilshommes": "gentilhomme", "ils": "il", "mesdames": "madame",
    "mesdemoiselles": "mademoiselle", "maux": "mal", "matériaux": "matériau", "maxima": "maximum",
    "médias": "média", "minima": "minimum", "messieurs": "monsieur", "nus": "nu", "yeux": "oeil",
    "ors": "or", "sceaux": "sceau", "tous": "tout", "uns": "un",
}  # fmt: skip

# Masculines whose feminine in -e has no rule, because many nouns have the same ending.
MASCULINES = frozenset(
    """
    abject absent absolu actif adéquat adjoint adolescent adroit afghan agent aigu allemand alpin
    ambigu amer ami anglican anodin apparent apprenti ardent ardu argentin artisan assassin assidu
    aucun auvergnat avocat badaud balourd barbu baron bas bavard béat benjamin berger bienvenu bigot
    birman bleu blond bon bossu boucher bouffon boulanger boulot bovin bref breton brun byzantin
    cadet câlin candidat canin carré castillan catalan chacun chagrin champion charnu châtelain
    chaud cher circonspect citadin civil clair clandestin client clos cochon commun compact complet
    concis concret confus conseiller content contigu coquet coquin cornu correct cossu costaud court
    courtisan cousin cristallin dauphin décent défunt délicat demi dépourvu désert désuet dévolu
    dévot différent direct discret dissolu distinct divers divin dodu douillet éclos égal éloquent
    enfantin ennemi épais épars éperdu époux équin espagnol espion étourdi étranger étroit étudiant
    évident exact excellent exigu expert exquis farfelu fécond félin féminin fier fin flamand
    florentin fluet fort fortuit fréquent friand fripon froid furibond futur gai gamin gascon
    gaulois gentil girondin gitan goulu gourmand grand gras gratuit gris grognon gros hardi haut
    hautain heureux idiot immédiat impatient impoli importun imprévu impur inaperçu inattendu
    incomplet inconnu incorrect indécis indifférent indirect indiscret indu inédit inexact inexpert
    infini infus ingénu ingrat innocent inouï inquiet insoumis intact intrus jaloux joli joufflu
    juif laid lapon las latin lauréat léger lent libertin lion local lointain lourd maghrébin
    mahométan maigrelet maint majeur maladroit manuscrit marchand marquis masculin maudit mécontent
    meilleur ménager mensonger mesquin métis mignon mineur mongol moribond mort moussu muet mûr
    musulman naïf nain nauséabond nazi net neuf nigaud noir normand nu nul obscur obtus occitan
    opportun orphelin ottoman ovin pâlot pareil parent partisan passager passif patient patron
    paysan persan pervers petiot petit philippin piéton plat plein poilu pointu polisson porcin
    positif présent président prêt prieur printanier profond prompt propret prudent puéril pur
    récent reclus renégat replet résident révolu rond rondelet sain saint salin sanguin sauf
    saugrenu saxon scélérat second secret serein seul simplet sot soudain sourd sournois souverain
    strict stupéfait subtil succinct sultan superflu sûr suspect ténu têtu teuton texan tisserand
    toscan touffu trapu truand urgent vagabond vain velu ventru vermeil vert veuf viager
    vieillot vif vigneron vil violent violet viril voisin vrai wallon
    """.split()
)
DOUBLING = frozenset(
    """
    baron bas bon bouffon boulot breton cadet champion cochon coquet douillet épais espion fluet
    fripon gascon gentil gras grognon gros lapon las lion maigrelet métis mignon muet net nul pâlot
    pareil patron paysan piéton polisson propret rondelet saxon simplet sot teuton vermeil
    vieillot vigneron violet wallon
    """.split()
)
GRAVE = frozenset("complet concret désuet discret incomplet indiscret inquiet replet secret".split())

# Feminines that follow no rule.
FEMININES = {
    "abbesse": "abbé", "aiguë": "aigu", "ambassadrice": "ambassadeur", "ambiguë": "ambigu",
    "ânesse": "âne", "bel": "beau", "belle": "beau", "bénigne": "bénin", "blanche": "blanc",
    "caduque": "caduc", "chasseresse": "chasseur", "chienne": "chien", "comtesse": "comte",
    "contiguë": "contigu", "copine": "copain", "défenderesse": "défendeur",
    "demanderesse": "demandeur", "diablesse": "diable", "déesse": "dieu", "doctoresse": "docteur",
    "douce": "doux", "duchesse": "duc", "impératrice": "empereur", "enchanteresse": "enchanteur",
    "exiguë": "exigu", "expresse": "exprès", "fausse": "faux", "favorite": "favori", "fol": "fou",
    "folle": "fou", "fraîche": "frais", "fraiche": "frais", "franche": "franc", "grecque": "grec",
    "hôtesse": "hôte", "jumelle": "jumeau", "laïque": "laïc", "longue": "long", "mairesse": "maire",
    "maligne": "malin", "mol": "mou", "molle": "mou", "négresse": "nègre", "nouvel": "nouveau",
    "nouvelle": "nouveau", "oblongue": "oblong", "pécheresse": "pécheur", "poétesse": "poète",
    "préfète": "préfet", "prêtresse": "prêtre", "princesse": "prince", "prophétesse": "prophète",
    "publique": "public", "rousse": "roux", "sèche": "sec", "sous-préfète": "sous-préfet",
    "tierce": "tiers", "tigresse": "tigre", "toute": "tout", "traîtresse": "traître",
    "turque": "turc", "vengeresse": "vengeur", "vicomtesse": "vicomte", "vieil": "vieux",
    "vieille": "vieux",
}  # fmt: skip

# Nouns of one gender, with the ending of a feminine.
FEMININE_NOUNS = frozenset(
    """
    adrienne allée alternative annales année antenne apogée aquarelle aquitaine araignée archive
    ardoise armée armoise arrière arrivée assemblée athée attente aubaine azalée balle bannière
    barde barrière berceuse bière bouchée braise bruyère buée caducée cafetière cale cantatrice
    capitaine capitale caravelle carrière carte cathédrale celle centaine céréale cervelle chaise
    chapelle charnière charpente chaudière chaussée cheminée christiane cicatrice cigale cimetière
    cinquantaine cinquante citadelle civière clairière contrée convive coopérative corée corvée
    coryphée couvée creuse crimée crinière croisière cuillerée dalle danielle défensive demeure
    denrée dentelle dérive derrière descente destinée détente diagonale dictée directive dissuasive
    dizaine domaine données douzaine durée échappée échelle elle élysée emmanuelle empyrée enchère
    endive entente entrée envolée épée équipée escale estelle étagère étincelle expectative fabienne
    falaise fée fente ficelle filière finale fontaine fougère foulée fournaise fraise framboise
    françoise frontière fumée fusée gabrielle gaine gale galilée garde garenne gazelle gencive
    glacière gorgée gouttière graine grive gueuse guinée gynécée haine haleine halle heure
    hirondelle huée hyménée idée initiative invective isabelle jachère jarretière journée judée
    julienne laine lanière législatives lessive levée lignée lisière litière locomotive lorraine
    lucienne lumière lycée malaise malle mamelle manière marée marraine matière matinée matrice
    mausolée méditerranée mêlée mente michelle migraine misère missive moelle molière montée morale
    mortadelle mosquée moutarde murielle musée nacelle narrative nausée nuée odyssée offensive ogive
    olive ombelle orchidée ornière panacée parcelle pascale passerelle patente paupière pédale peine
    pelle pensée pente périgée perspective pétale pierre pieuse plaine plante plongée poignée
    porcelaine portée portière poubelle poussée poussière prérogative prière prunelle prytanée
    punaise purée pygmée pyrénées quarantaine quarante quelle querelle quinzaine rafale randonnée
    rapière récidive reine renommée rente rentrée rétrospective risée ritournelle rive rivière
    rizière ruée salière salive salle sandale sauvegarde scandale scarabée selle semaine semelle
    sentinelle soirée soixantaine soixante solive soupente soupière spirale succursale tanière tante
    tentative tente théière timbale toise tournée tourterelle tranchée traversée trentaine trente
    trophée turquoise tutelle ukraine vaisselle vallée vandale veine vente vingtaine virée visière
    vivienne volée voyelle
    """.split()
)

# Feminines in -euse have a masculine in -eur after the radical of a verb, except after these first ones,
# and in -eux otherwise, except after the second.
RADICALS_IN_EUX = frozenset(
    """
    avantag boit coût dédaign désir dout ennuy envi fâch gaz génér honor neig nu ombrag orag
    outrag peur savour soign vapor
    """.split()
)
RADICALS_IN_EUR = frozenset(
    """
    basket batt chroniqu cour football handball jogg ment promett vend volley
    """.split()
)
