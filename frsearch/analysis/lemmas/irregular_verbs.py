"""The verbs of the third group: the stems of their forms, one row per model.

A row has the ending of the infinitive, then seven stems: present of *je*, of *il*, stem of *nous* (also
of the imperfect and the present participle), of *ils* (also of the subjunctive), future, simple past
with its vowel, past participle; `-` for none. After the bar: the beginning of each verb of this model,
`_` for an empty one. After a second bar: further forms.

Source: written for frsearch, 2026-11-21, from knowledge of French; the models are those of conjugation
tables (Bescherelle, L'Art de conjuguer); the project's licence.
"""

from __future__ import annotations

MODELS = """
être    suis est ét - ser fu été | _ | es sommes êtes sont sois soit soyons soyez soient
avoir   ai a av ont aur eu eu | _ | as ont aie aies ait ayons ayez aient ayant
aller   vais va all aill ir - allé | _ | vas vont allai allas alla allâmes allâtes allèrent allât
envoyer - - - - enverr - - | _ r
haïr    hais hait haïss haïss haïr haï haï | _
faire   fais fait fais fass fer fi fait | _ dé re satis contre sur par | font faites
dire    dis dit dis dis dir di dit | _ re | dites
dire    dis dit dis dis dir di dit | contre dé inter mé pré
maudire maudis maudit maudiss maudiss maudir maudi maudit | _
pouvoir peux peut pouv peuv pourr pu pu | _ | puisse puisses puissent puissions puissiez puissé
vouloir veux veut voul veul voudr voulu voulu | _ | veuille veuilles veuillent veuillez
savoir  sais sait sav sav saur su su | _ | sache saches sachent sachons sachez sachant sachions sachiez
devoir  dois doit dev doiv devr du dû | _ re | due dues dus
valoir  vaux vaut val val vaudr valu valu | _ re | vaille vailles vaillent
valoir  vaux vaut val val vaudr valu valu | équi pré
falloir - faut fall - faudr fallu fallu | _
pleuvoir - pleut pleuv pleuv pleuvr plu - | _
voir    vois voit voy voi verr vi vu | _ re entre
voir    vois voit voy voi voir vi vu | pré
voir    vois voit voy voi voir vu vu | pour
cevoir  çois çoit cev çoiv cevr çu çu | re dé con per aper précon
mouvoir meus meut mouv meuv mouvr mu mu | é pro _
asseoir assieds assied assey assey assiér assi assis | _ r
asseoir assois assoit assoy assoi assoir - - | _ r
choir   chois choit choy choi choir chu chu | dé é
venir   viens vient ven vienn viendr vin venu | _ re de par pro inter sur sub con contre
venir   viens vient ven vienn viendr vin venu | sou circon ad ressou pré rede
tenir   tiens tient ten tienn tiendr tin tenu | _ re dé con main ob entre sou abs appar
quérir  quiers quiert quér quièr querr qui quis | ac con re en recon
courir  cours court cour cour courr couru couru | _ ac con dis par re se en
mourir  meurs meurt mour meur mourr mouru - | _
dormir  dors dort dorm dorm dormir dormi dormi | _ en ren
servir  sers sert serv serv servir servi servi | _ des res
mentir  mens ment ment ment mentir menti menti | _ dé
sentir  sens sent sent sent sentir senti senti | _ con pres res
pentir  pens pent pent pent pentir penti penti | re
partir  pars part part part partir parti parti | _ re dé
sortir  sors sort sort sort sortir sorti sorti | _ res
fuir    fuis fuit fuy fui fuir fui fui | _ en
vêtir   vêts vêt vêt vêt vêtir vêti vêtu | _ re dé
bouillir bous bout bouill bouill bouillir bouilli bouilli | _
cueillir cueille cueille cueill cueill cueiller cueilli cueilli | _ ac re
aillir  aille aille aill aill aillir ailli ailli | ass tress déf
faillir - - - - faillir failli failli | _
ouvrir  ouvre ouvre ouvr ouvr ouvrir ouvri ouvert | _ r entr c déc rec redéc
ffrir   ffre ffre ffr ffr ffrir ffri ffert | o sou
gésir   gis gît gis gis - - - | _
prendre prends prend pren prenn prendr pri pris | _ com ap sur re entre é mé désap réap
mettre  mets met mett mett mettr mi mis | _ re ad com per pro sou trans é o dé compro réad retrans
battre  bats bat batt batt battr batti battu | _ a com dé é re ra
vaincre vaincs vainc vainqu vainqu vaincr vainqui vaincu | _ con
rompre  romps rompt romp romp rompr rompi rompu | _ cor inter
duire   duis duit duis duis duir duisi duit | con pro tra ré intro sé dé in recon repro copro en écon
truire  truis truit truis truis truir truisi truit | cons ins dé recons entredé
cuire   cuis cuit cuis cuis cuir cuisi cuit | _ re
nuire   nuis nuit nuis nuis nuir nuisi nui | _
luire   luis luit luis luis luir luisi lui | _ re
écrire  écris écrit écriv écriv écrir écrivi écrit | _ d r ré
scrire  scris scrit scriv scriv scrir scrivi scrit | in pre pro sou tran circon retran réin
lire    lis lit lis lis lir lu lu | _ é re réé
rire    ris rit ri ri rir ri ri | _ sou
suivre  suis suit suiv suiv suivr suivi suivi | _ pour en
vivre   vis vit viv viv vivr vécu vécu | _ sur re
boire   bois boit buv boiv boir bu bu | _
croire  crois croit croy croi croir cru cru | _
croître croîs croît croiss croiss croîtr crû crû | _
croître crois croît croiss croiss croîtr cru cru | ac dé
naître  nais naît naiss naiss naîtr naqui né | _ re
connaître connais connaît connaiss connaiss connaîtr connu connu | _ re mé
paraître parais paraît paraiss paraiss paraîtr paru paru | _ ap com dis re trans réap
paître  pais paît paiss paiss paîtr - - | _ re
plaire  plais plaît plais plais plair plu plu | _ dé com
taire   tais tait tais tais tair tu tu | _
traire  trais trait tray trai trair - trait | ex abs dis sous
soudre  sous sout solv solv soudr solu solu | ré
soudre  sous sout solv solv soudr solu sous | dis ab | soute soutes
coudre  couds coud cous cous coudr cousi cousu | _ dé re
moudre  mouds moud moul moul moudr moulu moulu | _
clure   clus clut clu clu clur clu clu | con ex
clure   clus clut clu clu clur clu clus | in oc
fire    fis fit fis fis fir fi fi | suf
fire    fis fit fis fis fir fi fit | con décon
clore   clos clôt clos clos clor - clos | _ é
frire   fris frit - - frir - frit | _
""".strip().splitlines()

# Like `vendre` (je vends, vendons, vendis, vendu).
IN_RE = """
    vendre revendre rendre attendre entendre étendre tendre détendre distendre prétendre défendre
    descendre redescendre condescendre dépendre pendre suspendre fendre pourfendre fondre confondre
    morfondre refondre répondre correspondre pondre tondre perdre reperdre mordre démordre remordre
    tordre distordre retordre répandre épandre
""".split()

# Like `craindre` (je crains, craignons, craignis, craint).
IN_INDRE = """
    craindre plaindre contraindre peindre dépeindre repeindre atteindre éteindre teindre déteindre
    étreindre astreindre restreindre enfreindre feindre geindre ceindre empreindre joindre adjoindre
    conjoindre rejoindre enjoindre disjoindre oindre poindre
""".split()
