"""The infinitives of regular verbs: first group (-er) and second group (-ir, -issant).

Source: written for frsearch, 2026-11-21, from knowledge of French; the project's licence. Missing
common verbs were found by searching news, law codes and novels for words with the endings of verbs.
Verbs with a prefix that `conjugation` removes (`réinstaller`) need no entry.
"""

from __future__ import annotations

FIRST_GROUP = tuple(
    """
    abaisser abandonner abdiquer abhorrer abîmer abjurer abonder abonner aborder aboucher aboyer
    abréger abreuver abriter abroger absenter absorber abuser accabler accaparer accéder accélérer
    accentuer accepter acclamer acclimater accommoder accompagner accorder accoster accoter
    accoucher accouder accoupler accoutumer accréditer accrocher accumuler accuser acharner
    acheminer acheter achever acquiescer acquitter actionner activer actualiser adapter additionner
    adhérer adjuger administrer admirer admonester adonner adopter adorer adosser adresser aérer
    affairer affaisser affaler affamer affecter affectionner affermer afficher affilier affiner
    affirmer affleurer affliger affluer affoler affréter affronter affubler affûter agacer agencer
    agenouiller agglomérer agglutiner aggraver agiter agoniser agrafer agréer agréger agrémenter
    agresser agripper aider aiguiller aiguiser aimanter aimer ajourner ajouter ajuster alarmer
    alerter aliéner aligner alimenter aliter allaiter allécher alléger alléguer allier allonger
    allouer allumer altérer alterner aluner amadouer amarrer amasser ambitionner améliorer aménager
    amender amener amenuiser américaniser ameuter amocher amonceler amorcer amouracher amplifier
    amputer amuser analyser ancrer angoisser animer ankyloser annexer annihiler annoncer annoter
    annuler anticiper apaiser apeurer apitoyer apostropher appareiller apparenter apparier appâter
    appeler appliquer apporter apposer apprécier appréhender apprêter apprivoiser approcher
    approprier approuver approvisionner appuyer arbitrer arborer archer archiver arguer argumenter
    armer arnaquer aromatiser arpenter arracher arranger arrêter arrimer arriver arroger arroser
    articuler asperger aspirer assaisonner assassiner assécher assembler assener asséner assermenter
    assiéger assigner assimiler assister associer assoiffer assommer assumer assurer asticoter
    atomiser atrophier attabler attacher attaquer attarder atteler attenter atténuer attester
    attifer attirer attiser attraper attribuer attrister auditer auditionner augmenter augurer
    auréoler ausculter authentifier autofinancer automatiser autoproclamer autoriser avaler avancer
    avantager aventurer avérer aveugler aviser aviver avoisiner avorter avouer axer babiller bâcler
    badigeonner bafouer bafouiller baguer baigner bâiller bâillonner baiser baisser balader balancer
    balayer balbutier baliser ballotter bander baptiser baraquer baratiner baratter barbouiller
    barder barrer barricader basculer baser bassiner batailler batifoler bâtonner bavarder baver
    bazarder béatifier bêcher becqueter bégayer bêler bénéficier bercer berner bétonner beugler
    beurrer biaiser biffer biner bisser blaguer blâmer blaser blasphémer blesser bloguer bloquer
    bluffer boiser boiter bombarder bomber bonder bonifier booster border borner boucher bouchonner
    boucler bouder bouffer bouger bougonner bouillonner bouleverser boulonner boulotter bourdonner
    bourrer boursoufler bousculer bousiller bouter boutonner boxer boycotter braconner brader
    brailler braiser bramer brancher braquer braver breveter bricoler brider briguer briller brimer
    briser brocher broder broncher bronzer brosser brouetter brouiller brouter broyer bruisser
    brûler brumiser brusquer brutaliser budgétiser buriner buter câbler cabrer cacher cadenasser
    cadencer cadrer caillasser cajoler calciner calculer caler câliner calmer calomnier calquer
    cambrer cambrioler camoufler camper canaliser canarder candidater canoniser cantonner capitonner
    capituler capoter capter captiver capturer caracoler caractériser carboniser carburer caréner
    caresser caricaturer carier carrer cartographier caser casquer casser castrer cataloguer
    catalyser catapulter catcher catéchiser catégoriser causer cautériser cautionner céder ceinturer
    célébrer celer censurer centraliser centrer centupler cercler cerner certifier cesser chagriner
    chahuter challenger chambouler chanceler changer chanter chantonner chaparder chaperonner
    chaptaliser charger charmer charrier chasser châtier chatouiller chauffer chausser chavirer
    cheminer chercher chevaucher cheviller chevroter chiader chicaner chiffonner chiffrer chiper
    chipoter chômer choper choquer chorégraphier chourer choyer chronométrer chuchoter chuter cibler
    cicatriser cimenter circuler cirer cisailler ciseler citer civiliser claironner clamer clapoter
    clapper claquer clarifier classer classifier claudiquer cligner clignoter climatiser cliquer
    cloisonner cloîtrer cloner cloper clôturer clouer coacher coaliser cocher coder codifier
    coexister coffrer cofinancer cofonder cogiter cogner cohabiter coiffer coincer coïncider
    collaborer collecter collectionner coller colmater coloniser colorer colorier colporter coltiner
    combiner combler commander commanditer commémorer commencer commenter commercer commercialiser
    commissionner commotionner communier communiquer commuter comparer compartimenter compenser
    compiler compléter complexer complimenter compliquer comploter comporter composer composter
    comprimer comptabiliser compter compulser concasser concéder concentrer conceptualiser concerner
    concerter concilier concocter concorder concrétiser concurrencer condamner condenser
    conditionner confectionner confédérer conférer confesser confier confiner confirmer confisquer
    confluer conformer conforter confronter congédier congeler conglomérer congratuler conjecturer
    conjuguer conjurer connecter connoter consacrer conscientiser conseiller conserver considérer
    consigner consister consoler consolider consommer conspirer conspuer constater consteller
    consterner constituer consulter consumer contacter contaminer contempler contenter conter
    contester contextualiser continuer contorsionner contourner contracter contrarier contraster
    contrebalancer contrecarrer contrer contresigner contribuer contrôler contusionner converger
    converser convier convoiter convoler convoquer convoyer coopérer coopter coordonner copier
    coqueter corder corriger corroborer corroder corser coter cotiser cotoyer côtoyer coucher
    couiner couler coulisser couper coupler courber couronner courroucer courtiser coûter couver
    cracher cramponner crapahuter craqueler craquer crasher cravacher crawler créditer créer
    crépiter creuser crever crier criser crisper cristalliser critiquer crocheter croiser croquer
    crouler crucifier crypter cuisiner cuivrer culbuter culminer culpabiliser cultiver cumuler curer
    daigner daller damer damner danser dater déambuler débâcher déballer débander débarbouiller
    débarquer débarrasser débaucher débiter déblayer débloquer déboiser déboîter déborder déboucher
    débouler déboulonner débourser débouter débrancher débrayer débrider débriefer débrouiller
    débroussailler débusquer débuter décaler décalquer décamper décanter décapiter décapoter
    décarboner décéder déceler décélérer décentraliser décentrer décerner déchaîner décharger
    décharner déchausser déchiffrer déchiqueter déchirer décider décimaliser décimer déclamer
    déclarer déclasser déclencher décliner décoder décoiffer décoincer décolérer décoller
    décoloniser décolorer décommander décomplexer décomposer décompresser décompter déconcentrer
    déconcerter déconfiner décongeler décongestionner déconnecter déconner déconseiller déconsidérer
    décontaminer décontenancer décontracter décorer décortiquer découcher découler découper
    décourager décréter décrier décriminaliser décrisper décrocher décrypter dédaigner dédicacer
    dédier dédommager dédouaner dédoubler dédramatiser défalquer défausser défavoriser déférer
    déferler défier défigurer défiler défiscaliser déflorer défoncer déformer défouler défrayer
    défricher défriser défroisser dégager dégainer dégazer dégeler dégénérer dégivrer dégommer
    dégonfler dégoter dégouliner dégoupiller dégoûter dégrader dégrafer dégrever dégringoler
    dégriser déguiser déguster déjeuner déjouer délabrer délaisser délasser délayer délecter
    déléguer délester délibérer délier délimiter délirer délivrer délocaliser déloger demander
    démanger démanteler démaquiller démarcher démarquer démarrer démasquer démêler déménager
    demeurer démissionner démobiliser démocratiser démoder démonétiser démonter démontrer
    démoraliser démotiver démultiplier démystifier dénaturer dénerver dénicher dénier dénigrer
    dénombrer dénommer dénoncer dénoter dénouer densifier dénuder dépanner dépaqueter dépareiller
    départager dépasser dépayser dépecer dépêcher dépénaliser dépenser dépeupler dépiler dépister
    déplacer déplafonner déplier déplisser déplorer déployer dépolluer déporter déposer déposséder
    dépoter dépouiller dépoussiérer dépraver déprécier déprimer dépuceler déraciner dérailler
    déranger déraper dérater dérégler déréguler dérider dériver dérober déroger dérouiller dérouler
    dérouter désabonner désactiver désagréger désaltérer désamorcer désapprouver désarçonner
    désarmer désavantager désavouer désenchanter désenclaver désengager déserter désespérer
    déshabiller déshabituer déshériter déshonorer déshydrater désigner désillusionner désincarner
    désinfecter désinformer désinstaller désintégrer désintéresser désirer désister désobliger
    désoler désorganiser désorienter désosser dessaler dessécher desserrer dessiner déstabiliser
    destiner destituer déstructurer désynchroniser détacher détailler détaxer détecter dételer
    détériorer déterminer déterrer détester détoner détourner détraquer détrôner détrousser dévaler
    dévaliser dévaloriser dévaluer devancer dévaster développer dévergonder déverrouiller déverser
    dévier deviner dévisager dévisser dévoiler dévorer dévouer diaboliser diagnostiquer dialoguer
    dicter différencier différer diffuser digérer digitaliser dilapider dilater diligenter diluer
    diminuer dîner diplômer diriger discerner discipliner discréditer discriminer disculper discuter
    disloquer dispatcher dispenser disperser disposer disputer disqualifier disséminer disséquer
    disserter dissimuler dissiper dissocier dissuader distancer distiller distinguer distribuer
    divaguer diverger diversifier diviser divorcer divulguer documenter dodeliner dominer dompter
    donner doper dorer dorloter doser doter doubler doucher douter draguer drainer dramatiser draper
    dresser dribbler droguer duper dupliquer durer dynamiser dynamiter ébaucher éberluer éborgner
    ébouillanter ébouriffer ébranler ébrécher ébruiter écailler écarquiller écarteler écarter
    échafauder échanger échantillonner échapper écharper échauder échauffer échelonner échouer
    écimer éclabousser éclairer éclater éclipser écluser écoeurer écoper écorcer écorcher écouler
    écourter écouter écraser écrémer écrier écrouer écrouler écumer édenter édicter édifier éditer
    édulcorer éduquer effacer effarer effaroucher effectuer effeuiller effleurer effondrer efforcer
    effranger effrayer effriter égaler égaliser égarer égayer égorger égosiller égoutter égrainer
    égratigner égrener éjecter élaborer élaguer élancer électrifier électriser électrocuter élever
    élider éliminer éloigner élonger élucider éluder émailler émanciper émaner emballer embarquer
    embarrasser embaucher embaumer embêter emboîter embourber embouteiller embraser embrasser
    embrayer embrigader embringuer embrouiller émerger émerveiller émietter émigrer emmagasiner
    emmêler emménager emmener emmerder emmitoufler emmurer émousser émoustiller empaler empaqueter
    emparer empâter empêcher empester empêtrer empiéter empiler empirer emplacer employer empocher
    empoigner empoisonner emporter empresser emprisonner emprunter émuler encadrer encaisser
    encanailler encastrer encaustiquer encenser encercler enchaîner enchanter enchevêtrer encoder
    encombrer encourager encrasser encroûter endetter endeuiller endiguer endimancher endoctriner
    endommager endosser endurer énerver enfanter enfermer enfieller enfiler enflammer enfler
    enfoncer enfourcher enfourner enfumer engager engendrer englober engluer engorger engouffrer
    engraisser engranger engrener engueuler enivrer enjamber enjoliver enlacer enlever enliser
    enneiger ennuyer énoncer enquêter enquiquiner enraciner enrager enrayer enregistrer enrhumer
    enrober enrôler enrouler ensabler ensacher ensanglanter enseigner ensemencer enserrer ensorceler
    entacher entailler entamer entarter entartrer entasser entériner enterrer entêter enthousiasmer
    enticher entonner entourer entourlouper entraîner entraver entrebâiller entrechoquer entrecouper
    entrelacer entremêler entreposer entrer entretuer enturbanner énumérer envaser envelopper
    envenimer envier environner envisager envoler envoûter envoyer épancher épargner éparpiller
    épater épauler épeler éperonner épicer épier épiler épingler éplucher éponger épouiller
    époumoner épouser épousseter épouvanter éprouver épuiser épurer équilibrer équiper éradiquer
    érafler érailler éreinter ergoter ériger éroder errer escalader escamoter escamper escarper
    escompter escorter escrimer escroquer espacer espérer espionner esquinter esquisser esquiver
    essaimer essayer essorer essouffler essuyer estamper estampiller ester estimer estomper
    estropier étaler étalonner étamer étatiser étayer éterniser éternuer étinceler étioler étiqueter
    étirer étoffer étonner étouffer étouper étrangler étrenner étriller étriper étudier euthanasier
    évacuer évader évaluer évangéliser évaporer éveiller éventer éventrer évincer éviter évoluer
    évoquer exacerber exagérer exalter examiner exaspérer exaucer excaver excéder exceller excepter
    exciser exciter exclamer excommunier excréter excuser exécrer exécuter exempter exercer
    exfiltrer exhaler exhiber exhorter exhumer exiger exiler exister exonérer exorciser expatrier
    expédier expérimenter expertiser expier expirer expliciter expliquer exploiter explorer exploser
    exporter exposer exprimer exproprier expulser exténuer extérioriser exterminer externaliser
    extirper extorquer extrader extrapoler exulter fabriquer fâcher faciliter façonner facturer
    faisander falsifier familiariser fanatiser faner fanfaronner fantasmer farder farfouiller
    fasciner fatiguer faucher faufiler fausser fauter favoriser faxer féconder fédérer fêler
    féliciter féminiser fermenter fermer ferrer fertiliser fesser festoyer fêter feuilleter feuler
    feutrer fiabiliser fiancer ficeler ficher fidéliser fier figer figurer filer filmer filouter
    filtrer finaliser financer fixer flageller flairer flamber flamboyer flancher flâner flanquer
    flasher flatter flécher fleurer flexibiliser flinguer flirter flotter flouer flouter fluctuer
    fluer fluidifier fluoriser focaliser foirer folâtrer fomenter foncer fonctionner fonder forcer
    forer forger formaliser formater former formoler formuler fortifier fossiliser foudroyer
    fouetter fouiller fouler fourmiller fourrer fracasser fractionner fracturer fragiliser
    fragmenter franchiser frapper frauder frayer fredonner freiner frelater fréquenter fricoter
    friper friser frissonner froisser frôler froncer frotter froufrouter frustrer fuguer fulminer
    fumer fureter fuser fusiller fusionner fustiger gâcher gagner gainer galérer galonner galoper
    galvaniser galvauder gambader gangrener garder garer gargouiller gaspiller gâter gaver
    gazouiller geler gendarmer gêner généraliser générer gerber gérer germer gesticuler gicler
    gifler gigoter givrer glacer glander glaner glisser glorifier glousser gober goinfrer gominer
    gommer gondoler gonfler goudronner goupiller goûter gouverner gracier grader graffer graisser
    granuler graphiter grappiller gratifier gratiner gratter graver graviter greffer grelotter
    grésiller grever gribouiller griffer griffonner grignoter griller grimacer grimer grimper
    grincer gripper griser grogner grommeler gronder grouiller grouper gruger guerroyer guetter
    gueuler guider guigner guillotiner guincher habiliter habiller habiter habituer hacher hachurer
    haler haleter halluciner handicaper hanter happer haranguer harasser harceler harmoniser
    harnacher harponner hasarder hâter hausser héberger hébéter héler hérisser hériter hésiter
    heurter hiberner hisser historier hiverner hocher homologuer honorer hoqueter horrifier
    hospitaliser hotter houspiller huer hululer humaniser humecter humer humidifier humilier hurler
    hydrater hypnotiser hypothéquer idéaliser identifier idolâtrer ignorer illuminer illusionner
    illustrer imaginer imbiber imbriquer imiter immatriculer immerger immigrer immobiliser immoler
    immortaliser immuniser impacter impatienter implanter implémenter impliquer implorer imploser
    importer importuner imposer imprégner impressionner imprimer improviser impulser imputer
    inaugurer incarcérer incarner incendier incinérer inciser inciter incliner incomber incommoder
    incorporer incriminer incruster incuber inculper inculquer incurver indemniser indexer
    indifférer indigner indiquer indisposer individualiser industrialiser infantiliser infecter
    inféoder inférer infester infiltrer infirmer infliger influencer influer informatiser informer
    ingérer ingurgiter inhaler inhiber inhumer initialiser initier injecter injurier innocenter
    innover inoculer inonder inquiéter insérer insinuer insister insonoriser inspecter inspirer
    installer instaurer instiller instituer institutionnaliser instrumentaliser insuffler
    insulariser insulter insurger intégrer intensifier intenter intercaler intercéder intercepter
    interchanger intéresser interférer intérioriser interloquer internationaliser interner
    interpeller interpoler interposer interpréter interroger interviewer intimer intimider intituler
    intoxiquer intriguer introniser invalider invectiver inventer inventorier inverser investiguer
    inviter invoquer irradier irriguer irriter islamiser isoler italianiser jacasser jalonner
    jalouser japper jardiner jaser jauger javelliser jeter jeûner jointoyer joncher jongler jouer
    jouxter jubiler jucher juger juguler jumeler jurer justifier juxtaposer kidnapper klaxonner
    labelliser labourer lacer lacérer lâcher laïciser laisser lambiner lambrisser lamenter laminer
    lancer langer laper lapider laquer larder larguer larmoyer lasser latiniser laver lécher
    légaliser légender légiférer légitimer léguer léser lésiner lessiver lester lever léviter
    lézarder libeller libéraliser libérer licencier liciter lier ligaturer ligoter liguer limer
    limiter limoger liquéfier liquider lisser lister livrer localiser loger longer lorgner louanger
    loucher louer louper louvoyer lubrifier luger lustrer lutiner lutter lyncher mâcher machiner
    maculer maganer magner magnétiser magnifier magouiller maîtriser majorer malaxer malmener
    maltraiter manager mandater mander manger manier manifester manigancer manipuler manoeuvrer
    manquer manufacturer maquetter maquiller marchander marcher marginaliser marier mariner
    marivauder marmonner marmotter marner marquer marqueter marrer marteler martyriser masquer
    massacrer masser massifier mastiquer masturber matcher matérialiser materner matraquer maugréer
    maximiser mécaniser médailler médiatiser médicaliser méditer méfier mégoter mélanger mêler
    mémoriser menacer ménager mendier mener menotter mensualiser mentionner mépriser mériter mesurer
    métamorphoser métisser meubler meugler miauler migrer mijoter militariser militer millésimer
    mimer minauder miner minimiser minorer minuter mirer miroiter miser miter mitiger mitrailler
    mixer mobiliser modaliser modeler modéliser modérer moderniser modifier moduler moissonner
    molester momifier mondialiser monétiser monnayer monologuer monopoliser monter montrer moquer
    moraliser morceler mordiller mordorer mortifier motiver motoriser moucher moufter mouiller
    mouler mouliner mousser moutonner muer multiplexer multiplier municipaliser murer murmurer
    musarder muscler museler muter mutiler mutiner mutualiser mystifier nager napper narguer narrer
    nasiller nationaliser naturaliser naviguer navrer nécessiter nécroser négliger négocier neiger
    nervurer nettoyer neutraliser niaiser nicher nicker nidifier nier nimber niveler noliser
    nomadiser nominaliser nominer nommer normaliser noter notifier nouer noyauter noyer nuancer
    nucléariser numériser numéroter objecter objectiver obliger oblitérer obnubiler obombrer obséder
    observer obstiner obstruer obtempérer obturer obvier occasionner occidentaliser occulter occuper
    octroyer oeuvrer offenser officialiser officier offusquer ombrager ondoyer onduler opacifier
    opérer opiner opposer oppresser opprimer opter optimiser orbiter orchestrer ordonnancer ordonner
    organiser orienter orner orthographier osciller oser ôter ouater oublier ourler outiller
    outrager outrer ovationner ovuler oxyder oxygéner pacifier pactiser paginer pailler palabrer
    palier pallier palper palpiter pâmer panacher paner panifier paniquer panser panteler pantoufler
    papillonner papoter parachever parachuter parader paraffiner paralyser paramétrer parapher
    paraphraser parasiter parcelliser pardonner parementer parer parfumer parier parjurer
    parlementer parler parodier parquer parrainer parsemer partager participer particulariser passer
    passionner pasteuriser pasticher patauger patenter patienter patiner pâtisser patrouiller paumer
    paupériser pavaner paver pavoiser payer peaufiner pêcher pécher pédaler peigner peiner peinturer
    peler pelleter peloter pénaliser pencher pendouiller pénétrer penser pépier percer percher
    percuter perdurer pérenniser perfectionner perforer péricliter périmer perler permuter perpétrer
    perpétuer perquisitionner persécuter persévérer persifler persister personnaliser personnifier
    persuader perturber peser pester pétarader péter pétiller pétitionner pétrifier pétuner peupler
    philosopher photocopier photographier phraser piaffer piailler picoler picorer picoter piéger
    piétiner piger piller piloter pimenter pincer piocher pioncer piper piquer pirater pirouetter
    pisser pister pistonner pivoter placarder placer plafonner plagier plaider plaisanter plancher
    planer planifier planquer planter plaquer plastifier plastiquer platiner plâtrer plébisciter
    pleurer pleurnicher pleuvoter plier plisser plomber plonger ployer plumer pocher poêler
    poignarder poinçonner pointer poireauter poivrer polariser polémiquer policer polliniser polluer
    pommader pomper pomponner ponctuer pondérer ponter populariser porter portraiturer poser
    positionner positiver posséder poster postillonner postuler potasser potentialiser poudrer
    pouffer pourchasser pousser pratiquer précéder prêcher précipiter préciser précompter préconiser
    prédestiner prédéterminer prédisposer prédominer préempter préexister préfacer préférer
    préfigurer préjuger prélasser prélever préméditer prénommer préoccuper préparer prépayer
    préposer présager présélectionner présenter préserver présider presser pressurer pressuriser
    présumer présupposer prêter prétexter prévariquer prier primer privatiser priver privilégier
    procéder proclamer procréer procurer prodiguer profaner proférer professer professionnaliser
    profiler profiter programmer progresser prohiber projeter proliférer prolonger promener
    promulguer prôner prononcer pronostiquer propager prophétiser proportionner proposer propulser
    proroger prospecter prospérer prosterner prostituer protéger protester prouver provoquer
    psalmodier psychanalyser publier puer puiser pulluler pulser pulvériser punaiser purger purifier
    quadriller quadrupler qualifier quantifier quémander quereller questionner quêter quiller
    quintupler quitter rabâcher rabaisser rabibocher raboter rabrouer raccommoder raccompagner
    raccorder raccrocher racheter racler racoler raconter radicaliser radier radiodiffuser radoter
    raffiner raffoler rafistoler rafler rager railler raisonner rajouter râler rallier rallonger
    rallumer ramasser ramener ramer ramifier ramoner ramper rançonner randonner ranger ranimer
    rapatrier râper rapetisser rapiécer rappeler rapper rapporter rapprocher raréfier raser
    rassasier rassembler rasséréner rassurer rater ratiboiser ratifier rationaliser rationner
    ratisser rattacher rattraper raturer ravager ravaler raviser ravitailler raviver rayer rayonner
    réaffirmer réagencer réajuster réaliser réaménager réanimer réarmer rebaptiser rebeller rebiffer
    reboiser rebrousser recadrer recaler récapituler recaser receler recenser recentrer réceptionner
    recharger réchauffer rechercher rechigner réciter réclamer recoller récolter recommander
    recommencer récompenser réconcilier reconfigurer réconforter reconsidérer recopier recouper
    recouvrer recréer récriminer recruter rectifier reculer récupérer récurer récuser recycler
    redéployer rédiger redonner redoubler redouter redresser réécouter rééditer rééduquer
    réensemencer réévaluer réexaminer référencer référer refermer refléter refluer réformer refouler
    réfréner réfrigérer réfugier refuser réfuter regagner régaler regarder regimber régionaliser
    réglementer régler régner regorger régresser regretter regrouper régulariser réguler régurgiter
    réhabiliter rehausser réhydrater réimprimer réinstaller réintégrer réinventer réitérer rejeter
    rejouer relâcher relancer relater relativiser relaxer relayer reléguer relever relier reloger
    remanier remarquer remastériser remballer rembarquer rembarrer remblayer rembobiner rembourrer
    rembourser remédier remémorer remercier remeubler remiser remmener remodeler remonter remorquer
    rempiler remplacer remporter remuer rémunérer renâcler rencarder rencontrer renfermer renflouer
    renforcer renfrogner renier renifler renommer renoncer renouer renouveler rénover renseigner
    rentabiliser rentrer renverser renvoyer réparer reparler repasser repêcher repenser répercuter
    repérer répertorier répéter repeupler repiquer replier répliquer reporter reposer repousser
    représenter réprimander réprimer reprocher reprogrammer répudier répugner requalifier requinquer
    réquisitionner réserver résider résigner résilier résister résonner résorber respecter respirer
    responsabiliser ressasser ressembler resserrer ressourcer ressusciter restaurer rester restituer
    restructurer résulter résumer retaper retarder retirer retomber rétorquer retoucher retourner
    retracer rétracter retrancher rétribuer rétrocéder rétrograder retrousser retrouver réunifier
    réveiller réveillonner révéler revendiquer rêver réverbérer révérer reverser revigorer réviser
    revisiter revitaliser révolter révolutionner révoquer rewriter ricaner rider ridiculiser rigoler
    rimer rincer ringardiser riposter risquer rissoler rivaliser river robotiser roder rôder rogner
    romancer romaniser ronchonner ronfler ronger ronronner roquer roter roucouler rouer rouiller
    rouler roupiller rouspéter router ruer ruiner ruisseler ruminer ruser rythmer sabler saborder
    saboter sabrer saccager sacraliser sacrer sacrifier saigner salarier saler saliver saluer
    sanctifier sanctionner sanctuariser sangler sangloter saper saponifier satelliser saturer
    saucissonner saupoudrer sauter sautiller sauvegarder sauver savater savonner savourer
    scandaliser scander scanner scarifier sceller scénariser schématiser scier scinder scintiller
    scolariser scotcher scratcher scruter sculpter sécher seconder secouer sécréter sectionner
    sectoriser séculariser sécuriser sédentariser sédimenter ségréguer séjourner sélectionner
    sembler semer sensibiliser séparer séquencer séquestrer sérier sermonner serpenter serrer
    sextupler sexualiser shooter sidérer siéger siester siffler siffloter signaler signaliser signer
    signifier sillonner simplifier simuler singer singulariser siphonner siroter situer skier
    skipper slalomer smasher sniffer socialiser soigner solder solidariser solidifier solliciter
    solutionner sombrer sommeiller sommer somnoler sonder songer sonner soucier souder soudoyer
    souffler souhaiter souiller soulager soûler soulever souligner soupçonner souper soupeser
    soupirer sourciller spécialiser spécifier spéculer spiritualiser sponsoriser squatter squeezer
    stabiliser stagner standardiser stariser stationner statuer stéréotyper stériliser stigmatiser
    stimuler stipuler stocker stopper stratifier stresser structurer stupéfier styliser subdiviser
    subjuguer sublimer submerger subodorer subordonner suborner subsister substituer subtiliser
    subventionner succéder succomber sucer sucrer suer suffoquer suggérer suicider suinter sulfater
    superposer superviser supplanter suppléer supplicier supplier supporter supposer supprimer
    suppurer supputer surajouter surcharger surchauffer surclasser surélever surestimer surexciter
    surexposer surfer surgeler surjouer surligner surmener surmonter surnager surnommer surpasser
    surplomber surprotéger sursauter surtaxer surveiller survoler susciter suspecter sustenter
    susurrer symboliser sympathiser synchroniser syndiquer synthétiser systématiser tabasser tabler
    tacher tâcher tacler taillader tailler talocher talonner tamiser tamponner tanguer tanner taper
    tapisser tapoter taquiner tarauder tarder targuer tarifer tartiner tasser tâter tâtonner tatouer
    taxer teinter télécharger télécopier télédiffuser télégraphier téléguider téléphoner télescoper
    télétravailler téléviser témoigner tempérer tempêter temporiser tenailler tenter tergiverser
    terminer terrasser terrer terrifier terroriser tester théoriser thésauriser timbrer tinter
    tiquer tirailler tirer tisonner tisser titiller titrer tituber titulariser toiletter toiser
    tolérer tomber tonner toquer torcher torpiller tortiller torturer totaliser toucher touiller
    tourbillonner tourmenter tournebouler tourner tournoyer tousser tracasser tracer tracter
    trafiquer traîner traiter tramer trancher tranquilliser transbahuter transborder transcender
    transférer transfigurer transformer transfuser transgresser transhumer transiger transiter
    transpercer transpirer transplanter transporter transposer traquer traumatiser travailler
    traverser trébucher trembler trembloter tremper trépasser trépigner tressauter tresser tricher
    tricoter trier trifouiller trimbaler trimballer trimer trinquer triompher tripler tripoter
    triturer tromper tronçonner trôner tronquer troquer trotter trottiner troubler trouer trousser
    trouver truander trucider truffer truquer tuber tuer tuméfier turlupiner tutorer tutoyer tweeter
    twitter typer tyranniser ulcérer unifier uniformiser universaliser urbaniser urger uriner user
    usiner usurper utiliser vacciner vaciller vadrouiller vagabonder valdinguer valider vallonner
    valoriser valser vampiriser vandaliser vanter vaporiser vaquer varapper varier vasectomiser
    vassaliser végétaliser végéter véhiculer veiller vêler velouter vendanger vénérer venger
    ventiler verbaliser verdoyer verglacer vérifier vermouler verrouiller verser versifier vétiller
    vexer viabiliser viander vibrer vicier vidanger vider vidimer vilipender violenter violer virer
    virevolter viriliser viser visionner visiter visser visualiser vitrer vitupérer vivifier vivoter
    vocaliser vociférer voguer voiler voisiner volatiliser voler voltiger voter vouer voûter
    vouvoyer voyager vulcaniser vulgariser zapper zébrer zester zézayer zigzaguer zoner zoomer
    zozoter
    """.split()
)

SECOND_GROUP = tuple(
    """
    abasourdir abêtir abolir aboutir abrutir accomplir adoucir affadir affaiblir affermir affranchir
    agir agrandir aguerrir ahurir aigrir alanguir alourdir alunir amaigrir amerrir amincir amoindrir
    amollir amortir anéantir anoblir aplanir aplatir appauvrir appesantir applaudir approfondir
    arrondir assagir assainir asservir assombrir assortir assoupir assouplir assourdir assouvir
    assujettir attendrir atterrir attiédir avachir avertir avilir bannir bâtir bénir blanchir blêmir
    bleuir blondir bondir bouffir brandir brunir chérir choisir convertir cramoisir crépir croupir
    débâtir décatir décrépir définir défléchir défraîchir dégarnir déglutir dégourdir dégrossir
    déguerpir démolir démunir dépérir dépolir déraidir désemplir désépaissir désobéir dessaisir
    dessertir désunir divertir durcir ébahir ébaudir éblouir éclaircir élargir embellir emboutir
    emplir enchérir endolorir endurcir enforcir enfouir engloutir engourdir enhardir enlaidir
    ennoblir enorgueillir enrichir ensevelir envahir épaissir épanouir équarrir établir étourdir
    étrécir évanouir faiblir farcir finir fléchir flétrir fleurir forcir fouir fourbir fournir
    fraîchir franchir frémir froidir garantir garnir gauchir gémir glapir grandir gravir grossir
    guérir hennir honnir impartir infléchir interagir intervertir invertir investir jaillir jaunir
    jouir languir lotir maigrir meurtrir mincir moisir mollir mugir munir mûrir nantir noircir
    nourrir obéir obscurcir ourdir pâlir pâtir périr pervertir pétrir polir pourrir prédéfinir
    préétablir prémunir punir rabougrir raccourcir racornir radoucir raffermir rafraîchir
    ragaillardir raidir rajeunir ralentir ramollir rancir raplatir ravir réagir réassortir rebâtir
    reblanchir rebondir rechampir reconvertir redéfinir réfléchir refleurir refroidir regarnir régir
    réinvestir rejaillir réjouir rembrunir remplir renchérir répartir resplendir ressaisir ressurgir
    resurgir rétablir retentir rétrécir réunir réussir reverdir roidir rosir rôtir rougir roussir
    rugir saisir salir sertir sévir subir surenchérir surgir surinvestir surir tapir tarir ternir
    tiédir trahir transir travestir unir vagir verdir vernir vieillir vomir vrombir
    """.split()
)
