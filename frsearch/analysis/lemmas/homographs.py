"""Words that are also forms of a verb, with the reading that is more common in the press.

Each form has one lemma, so `porte` is either the noun or the verb. The nouns and adjectives listed here,
and their plurals, take precedence over the verb; every other form of a known verb is the verb (`marque`,
`offre`).
Source: written for frsearch, 2026-11-21, from knowledge of French; the project's licence.
"""

from __future__ import annotations

# Includes their plurals and feminines.
NOMINALS = frozenset(
    """
    accablant adhérent adresse affluent agence aiguille aiguillon alarmant alarme allée allié amende
    amusant analyse angoisse annexe arbitre archive arme armée arnaque arrêté arrivant arrivée
    assaillant assemblée assistant attaquant attaque atteinte attente autoroute avant avantage
    aventure avion axe bague bâillon balade balance bande baraque barre barricade base bataille
    bataillon battue bois bombe borne bouche bouchée bouchon boucle bouffe bouffée bouillon
    bouleversant bout bouton braise branche bride brillant bronze brouillon brûlant bus but câble
    cadence cadre cala calais calme calomnie carburant carré case casque castre cause ceinture cela
    centre cercle challenge charmant charme chasse chaussée cheville chiffre choquant chorégraphie
    chute cible cité classe clôture cocasse code coffre colle combat combattant comité commandant
    commerçant commerce complexe composant concordant concorde concours concurrence conjecture
    console consultant contrainte contraste contrevenant copie coquille corde cordon correspondant
    corse cote coton coulisse coupe coupon courant courbe courge couronne cours cousin couvée
    crainte criée crise croissant croyant crue cuisine cuivre curé dalle dame data date débâcle
    débarras débat débutant décevant déconvenue découverte dédicace défaite défi défiance défilé
    dégueulasse délégué démesure départ dépêche dépense déplaisant député descendant déséquilibre
    détresse devant dialogue dictée diplôme dirigeant discipline discours distance dose double
    douche drogue dupe durant durée écaille échappée écharpe éclatant effrayant émouvant empire
    employé empreinte encourageant énoncé enseignant enthousiasme entre entrée entrefaites
    entreprise entretien enveloppe envolée épaule épice épingle équilibre équipe équipée équivalent
    espace esquisse estampe été étendue étincelle étiquette étoffe étonnant étouffant étreinte
    excédent explicite exploitant exposant exposé extrait facture faillite fantasme faute feinte
    ferme fesse fessée fête feuilleton ficelle fiche figurant figure file filtre flèche fleur flotte
    foire fond fonds force forge forme formule foule foulée fracassant fraude frite fuite fumée
    gagnant galère gardon gare gelée gênant gendarme gérant gerbe gifle glace gomme grade gravité
    grève griffe grille grillon grimace grippe groupe gueule guide guidon habitant hélas huée
    humiliant important impressionnant incendie indigne influence inquiétant insignifiant
    insuffisant interactif interarmes intéressant interprète intervenant intrigue invalide inverse
    irritant jauge jetée jeton jeune jura juron légitime levée ligue lime limite limoges liquide
    liste lit livre loge louange lui lustre lutte machine maintenant maintien maîtrise manifestant
    marché maria marine marne marron masque masse matraque médaille mélange mêlée menaçant mendiant
    menotte menton mépris meuble migrant militant minute modèle monnaie montant montée mouche moule
    mourant muscle nappe négociant niche nota note nourrisson nuance nuit occupant oeuvre offense
    oignon opéra opinion opposant orchestre oxygène paille panique pantoufle para parasite parcours
    part parti participant partie passant patrouille payant péché pêche pédale peine pelle peloton
    pendant pensée perdant perle peste peuple philosophe photographie phrase piège pigeon pipe
    pirate piste piston place plaignant plainte plaisant plane plaque plastique plongée plume plus
    poche point pointe polémique police polluant pompe portée poste poudre poussée précédent précité
    précommande préfixe prémisse préoccupant présent président presse prétendant prétexte prime
    prise privé procédé produit programme protestant querelle rage rame rampe rassurant rayon
    réactif réalité rebelle rechange recherche récompense recours recrue redevance référence réfugié
    règle réglisse règne remise remords remorque remplaçant rené renommée rentrée réplique
    représentant reprise requérant requête réserve résistant ressource restaurant résumé retenue
    retraite retraité revenge révolte revue ride rime rite rive romance roue rouille route rue ruée
    ruine rythme sable sabre sacré saisie salarié salon satisfaisant savant scie secours sens
    séquence série siège signe soignant solde sombre somme sonde sorte sortie soupe souris soutien
    statue stéréotype structure stupéfiant sucre suffisant suicide suivant suppléant surcroît
    surdose surplus surprenant surprise surveillant survivant sympathisant table tache taille tapis
    tasse taxe teinte téléphone tempête tente tenue terrasse terre terrifiant titre toilette torchon
    torture touchant tournée trace trafiquant traité trame tranchée traversée trousse tu tube type
    usine veillée vendange venue vide vin violon virée visa vitre vivant voie volée votant voûte
    voyage vue zone
    """.split()
)

# Of these, only the masculine: `traitée` is a form of `traiter`.
MASCULINES = frozenset(
    """
    arrêté congé côté curé défilé énoncé été exposé fossé marché péché pré procédé résumé traité
    """.split()
)

# Forms of two verbs, or of a verb and a noun, with their most common lemma; and the forms of determiners
# and pronouns.
OTHERS = {
    "ces": "ce", "cet": "ce", "cette": "ce", "celle": "celui", "celles": "celui", "ceux": "celui",
    "dure": "durer", "durent": "durer", "étions": "être", "sommes": "être", "fondaient": "fonder",
    "fondait": "fonder", "fondant": "fonder", "fonde": "fonder", "fondent": "fonder",
    "inquiète": "inquiéter", "laquelle": "lequel", "lesquelles": "lequel", "lesquels": "lequel",
    "matches": "match", "médite": "méditer", "médites": "méditer", "méprise": "mépriser",
    "méprisent": "mépriser", "présente": "présenter", "quelle": "quel", "quelles": "quel",
    "quels": "quel", "recouvre": "recouvrir", "sauve": "sauver", "savons": "savoir", "telle": "tel",
    "telles": "tel", "tels": "tel", "tue": "tuer", "tues": "tuer", "une": "un", "virent": "virer",
}  # fmt: skip
