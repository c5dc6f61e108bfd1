# Ce que la voix dit en français. Un message Fluent est une annonce.
#
# Le texte entre deux arguments est un enregistrement ; nombres, dates et durées sont composés de mots enregistrés. Un
# message avec un nom a l'attribut `.unspoken` pour les machines qui ne savent pas prononcer les noms.

## Annonces d'accueil.

greeting-no-answer = { $name } ne peut pas prendre votre appel. Veuillez laisser un message après le signal sonore.
    .unspoken = Le poste { $number } ne répond pas. Veuillez laisser un message après le signal sonore.
greeting-busy = { $name } est déjà en communication. Veuillez laisser un message après le signal sonore.
    .unspoken = Le poste { $number } est occupé. Veuillez laisser un message après le signal sonore.

## Quand quelque chose ne va pas.

trouble-not-now = Nous sommes désolés. Une panne nous empêche de vous répondre. Veuillez rappeler plus tard. Au revoir.
trouble-mailbox-full = Nous sommes désolés. Aucun message ne peut être enregistré pour le moment. Veuillez rappeler plus tard. Au revoir.
trouble-no-messages = Vos messages ne sont pas disponibles pour le moment. Vous pouvez modifier vos réglages.
trouble-not-saved = Nous sommes désolés. Votre modification n'a pas été enregistrée.

## Une valeur seule.

say-count = { $count }.
say-digits = { $digits }.
say-moment = { $moment }.
say-duration = { $duration }.

## Annonces d'absence.

greeting-vacation = { $name } est en vacances. Veuillez laisser un message après le signal sonore.
    .unspoken = Le titulaire du poste { $number } est en vacances. Veuillez laisser un message après le signal sonore.
greeting-break = { $name } est en pause. Veuillez laisser un message après le signal sonore.
    .unspoken = Le titulaire du poste { $number } est en pause. Veuillez laisser un message après le signal sonore.
greeting-off-hours = Vous appelez { $name } en dehors des heures de travail. Veuillez laisser un message après le signal sonore.
    .unspoken = Vous appelez le poste { $number } en dehors des heures de travail. Veuillez laisser un message après le signal sonore.
greeting-presence = { $name } n'est pas disponible pour le moment. Veuillez laisser un message après le signal sonore.
    .unspoken = Le poste { $number } n'est pas joignable pour le moment. Veuillez laisser un message après le signal sonore.

## Un appelant laisse un message.

deposit-thanks = Merci. Votre message a été enregistré. Au revoir.
deposit-limit = La durée maximale d'un message est atteinte. Ce que vous avez dit a été enregistré. Au revoir.
deposit-nothing = Rien n'a été enregistré. Au revoir.
deposit-cut-short = Nous sommes désolés. L'enregistrement s'est interrompu. Ce que vous avez dit jusque-là est conservé. Au revoir.

## Connexion.

login-extension = Veuillez composer votre numéro de poste, puis la touche dièse.
login-pin = Veuillez composer votre code secret, puis la touche dièse.
login-own-pin = Veuillez composer votre code secret, puis la touche dièse. Pour une autre messagerie, appuyez sur étoile.
login-wrong = La saisie est incorrecte.
login-locked = L'accès à cette messagerie est bloqué pour un moment. Veuillez réessayer plus tard. Au revoir.

## Changement de code.

pin-new = Veuillez composer votre nouveau code secret, puis la touche dièse.
pin-again = Encore une fois, s'il vous plaît, puis la touche dièse.
pin-changed = Votre code secret a été modifié.
pin-differs = Les deux codes étaient différents.
pin-refused = Ce code est trop court ou trop facile à deviner.
pin-kept = Votre code secret reste inchangé.

## Menu de la messagerie.

menu-new = { $count ->
    [one] Vous avez { $count } nouveau message.
   *[other] Vous avez { $count } nouveaux messages.
}
menu-no-new = Vous n'avez pas de nouveau message.
menu-no-messages = Vous n'avez aucun message.
menu-almost-full = Votre messagerie est presque pleine. Veuillez supprimer ce dont vous n'avez plus besoin.
menu-full = Votre messagerie est pleine. Veuillez supprimer ce dont vous n'avez plus besoin, afin de recevoir à nouveau des e-mails.
list-no-new = Il n'y a pas de nouveau message.
list-no-old = Il n'y a pas d'ancien message.
list-end = Il n'y a plus d'autre message.
list-first = C'est le premier message.

## Touches des menus.

offer-new = Pour les nouveaux messages, appuyez sur { $key }.
offer-old = Pour les anciens messages, appuyez sur { $key }.
offer-settings = Pour les réglages, appuyez sur { $key }.
offer-pin = Pour changer votre code secret, appuyez sur { $key }.
offer-help = Pour l'aide, appuyez sur { $key }.
offer-end = Pour terminer, appuyez sur { $key }.
offer-again = Pour réécouter, appuyez sur { $key }.
offer-keep = Pour conserver et continuer, appuyez sur { $key }.
offer-delete = Pour effacer, appuyez sur { $key }.
offer-more = Pour d'autres options, appuyez sur { $key }.
offer-menu = Pour le menu, appuyez sur { $key }.
help-new = La touche { $key } lit vos nouveaux messages.
help-old = La touche { $key } lit vos anciens messages.
help-settings = La touche { $key } mène à vos réglages.
help-pin = La touche { $key } change votre code secret.
help-help = La touche { $key } vous dit à quoi servent les touches.
help-end = La touche { $key } met fin à l'appel.
help-again = La touche { $key } relit le message.
help-keep = La touche { $key } le conserve et passe au suivant.
help-delete = La touche { $key } l'efface ; il va alors dans la corbeille.
help-back = La touche { $key } revient cinq secondes en arrière.
help-pause = La touche { $key } met en pause, puis reprend.
help-forward = La touche { $key } avance de cinq secondes.
help-previous = La touche { $key } lit le message précédent.
help-envelope = La touche { $key } vous dit qui a appelé, et quand.
help-next = La touche { $key } passe au suivant et laisse celui-ci tel quel.
help-menu = La touche { $key } vous ramène au menu.

## Un message.

message-number = Message { $count }.
message-from-person = De { $name }.
    .unspoken = Du { $number }.
message-from-name = De { $name }.
    .unspoken = D'un appelant sans numéro.
message-from-number = Du { $number }.
message-from-unknown = D'un appelant inconnu.
message-at = { $moment }.
message-paused = En pause.
message-deleted = Effacé.
message-unplayable = Ce message ne peut pas être lu.

## Essai de l'appel d'urgence.

help-test = Ceci est un essai, et personne n'est appelé. Votre numéro est le { $number }. Votre téléphone se trouve ici : { $name }.
    .unspoken = Ceci est un essai, et personne n'est appelé. Votre numéro est le { $number }. L'emplacement de votre téléphone est connu.
help-test-no-place = Ceci est un essai, et personne n'est appelé. Votre numéro est le { $number }. L'emplacement de votre téléphone n'est pas connu.

## Partout dans les menus.

key-unknown = Cette touche n'a pas de fonction ici.
goodbye = Au revoir.

## Messages de la société de démonstration.

demo-message-delivery = Bonjour, ici l'entrepôt. Votre livraison est arrivée et vous attend à la porte trois. Nous sommes là jusqu'à dix-huit heures. Merci, au revoir.
demo-message-appointment = Bonjour. Je vous appelle au sujet de notre rendez-vous de jeudi. J'ai un empêchement, et j'aimerais le reporter à vendredi à la même heure. Merci de me rappeler.

## Le menu du titulaire : tous les messages.

menu-new-voice = { $count ->
    [one] Vous avez { $count } nouveau message vocal.
   *[other] Vous avez { $count } nouveaux messages vocaux.
}
menu-new-mail = { $count ->
    [one] { $count } nouvel e-mail.
   *[other] { $count } nouveaux e-mails.
}
menu-new-fax = { $count ->
    [one] { $count } nouveau fax.
   *[other] { $count } nouveaux fax.
}
menu-reports = { $count ->
    [one] Il y a du nouveau sur { $count } message que vous avez envoyé.
   *[other] Il y a du nouveau sur { $count } messages que vous avez envoyés.
}
offer-reports = Pour le suivi des messages envoyés, appuyez sur { $key }.
offer-kinds = Pour choisir des messages par type ou par expéditeur, appuyez sur { $key }.
offer-new-voice = Pour les nouveaux messages vocaux, appuyez sur { $key }.
offer-old-voice = Pour les anciens messages vocaux, appuyez sur { $key }.
offer-new-mail = Pour les nouveaux e-mails et fax, appuyez sur { $key }.
offer-old-mail = Pour les anciens e-mails et fax, appuyez sur { $key }.
offer-sender = Pour les messages d'un expéditeur, appuyez sur { $key }.
help-reports = La touche { $key } vous dit ce que sont devenus les messages envoyés.
help-kinds = La touche { $key } vous laisse choisir des messages par type ou par expéditeur.
help-new-voice = La touche { $key } lit vos nouveaux messages vocaux.
help-old-voice = La touche { $key } lit vos anciens messages vocaux.
help-new-mail = La touche { $key } lit vos nouveaux e-mails à haute voix et annonce les nouveaux fax.
help-old-mail = La touche { $key } lit vos anciens e-mails à haute voix et annonce les anciens fax.
help-sender = La touche { $key } lit les messages d'un expéditeur.
help-back-sentence = La touche { $key } revient d'une phrase en arrière.
help-forward-sentence = La touche { $key } avance d'une phrase.
list-none = Il n'y en a pas.
message-mail = Un e-mail.
message-fax = Un fax.
message-report = Un avis.
message-urgent = Urgent.
message-confidential = Confidentiel.
message-receipt = L'expéditeur souhaite savoir quand vous l'aurez écouté.
mail-subject = Objet.
mail-sentence = { $text }
    .unspoken = Ceci ne peut pas être lu à haute voix pour le moment.
mail-quote = Un message cité est omis.
mail-cut = La suite est omise en raison de sa longueur.
mail-empty = Il ne contient pas de texte.
fax-pages = { $count ->
    [one] Il a { COUNT($count, form: "feminine") } page.
   *[other] Il a { COUNT($count, form: "feminine") } pages.
}
fax-unread = Les fax ne sont pas lus à haute voix. Vous pouvez le voir à l'écran.
report-failed = Votre message à { $name } n'a pas pu être remis.
    .unspoken = L'un de vos messages n'a pas pu être remis.
report-delayed = Votre message à { $name } n'a pas encore été remis. Un nouvel essai sera fait.
    .unspoken = L'un de vos messages n'a pas encore été remis. Un nouvel essai sera fait.
report-delivered = Votre message à { $name } est arrivé.
    .unspoken = L'un de vos messages est arrivé.
report-read = Votre message à { $name } a été lu ou écouté.
    .unspoken = L'un de vos messages a été lu ou écouté.
report-deleted = Votre message à { $name } a été supprimé.
    .unspoken = L'un de vos messages a été supprimé.
report-others = { $count ->
    [one] Il en va de même pour { $count } autre destinataire.
   *[other] Il en va de même pour { $count } autres destinataires.
}
report-unknown = Un avis concernant l'un de vos messages. Vous pouvez le lire à l'écran.

## Languages

language-offer = Pour le français, appuyez sur { $key }.

ask-number = Veuillez composer le numéro de poste, puis la touche dièse. Pour chercher par nom, appuyez seulement sur dièse.
ask-name = Veuillez composer les premières lettres du nom sur le clavier. Pour un numéro de poste, appuyez seulement sur dièse.
ask-nobody = Personne n'a été trouvé.
ask-match = Pour { $name }, poste { $number }, appuyez sur { $key }.
    .unspoken = Pour le poste { $number }, appuyez sur { $key }.
ask-more = Pour d'autres noms, appuyez sur { $key }.
ask-again = Pour chercher à nouveau, appuyez sur { $key }.
attendant-welcome = Bonjour, et merci de votre appel.
attendant-night = Merci de votre appel. Nos bureaux sont fermés à cette heure.
attendant-weekend = Merci de votre appel. Nos bureaux sont fermés le week-end.
attendant-holiday = Merci de votre appel. Nos bureaux sont fermés aujourd'hui, jour férié.
attendant-break = Merci de votre appel. Nous faisons une courte pause.
attendant-menu = Veuillez choisir.
attendant-text = { $name }.
    .unspoken = Merci de votre appel.
attendant-option = Pour { $name }, appuyez sur { $key }.
    .unspoken = Un choix se trouve sur la touche { $key }.
attendant-connects = Un instant, s'il vous plaît. Nous vous mettons en relation.
attendant-not-reached = Personne n'y est joignable pour le moment.
offer-presence = Pour dire où vous êtes, appuyez sur { $key }.
offer-greetings = Pour vos annonces d'accueil, appuyez sur { $key }.
offer-messages = Pour choisir si l'on peut vous laisser un message, appuyez sur { $key }.
offer-transfer = Pour choisir vers où vos appelants sont mis en relation, appuyez sur { $key }.
help-presence = La touche { $key } règle votre présence.
help-greetings = La touche { $key } mène à vos annonces d'accueil.
help-messages = La touche { $key } permet ou non aux appelants de laisser un message.
help-transfer = La touche { $key } règle le numéro avec lequel les appelants sont mis en relation.
offer-this = Appuyez sur { $key }.
offer-back = Pour revenir en arrière, appuyez sur { $key }.
help-pick = Choisissez par le numéro.
help-settings-back = La touche { $key } vous ramène en arrière.
presence-now = En ce moment :
presence-chosen = À partir de maintenant :
offer-greeting-of-presence = Pour l'annonce d'une présence, appuyez sur { $key }.
offer-greeting-of-occasion = Pour les occasions particulières, appuyez sur { $key }.
offer-greeting-of-day = Pour l'annonce du jour, appuyez sur { $key }.
offer-greeting-alternative = Pour l'annonce de remplacement, appuyez sur { $key }.
offer-greeting-name = Pour enregistrer votre nom, appuyez sur { $key }.
offer-greeting-kind = Pour changer ce que vous enregistrez, appuyez sur { $key }.
offer-greetings-delete = Pour effacer toutes vos annonces, appuyez sur { $key }.
help-greeting-of-presence = La touche { $key } mène aux annonces selon votre présence.
help-greeting-of-occasion = La touche { $key } mène aux annonces pour les collègues, pendant vos appels et après les heures de travail.
help-greeting-of-day = La touche { $key } règle une annonce valable aujourd'hui, jusqu'à minuit.
help-greeting-alternative = La touche { $key } règle une annonce qui passe avant les autres tant qu'elle est activée.
help-greeting-name = La touche { $key } enregistre votre nom, tel que les appelants l'entendent.
help-greeting-kind = La touche { $key } passe des annonces entières à votre nom seul, et inversement.
help-greetings-delete = La touche { $key } efface toutes vos annonces, et votre nom.
offer-greeting-hear = Pour l'écouter, appuyez sur { $key }.
offer-greeting-record = Pour l'enregistrer, appuyez sur { $key }.
offer-greeting-delete = Pour l'effacer, appuyez sur { $key }.
offer-greeting-switch = Pour l'activer ou la désactiver, appuyez sur { $key }.
offer-greeting-language = Pour une autre langue, appuyez sur { $key }.
help-greeting-hear = La touche { $key } la lit.
help-greeting-record = La touche { $key } l'enregistre à nouveau.
help-greeting-delete = La touche { $key } l'efface ; les appelants entendent alors l'annonce standard.
help-greeting-switch = La touche { $key } l'active ou la désactive.
help-greeting-language = La touche { $key } passe à la langue suivante.
greeting-is-recorded = Elle est enregistrée.
greeting-is-none = Elle n'est pas enregistrée.
greeting-is-on = Elle est activée.
greeting-is-off = Elle est désactivée.
greeting-deleted = Effacée.
greetings-deleted = Toutes vos annonces ont été effacées.
greeting-kind-individual = Vous enregistrez des annonces entières.
greeting-kind-personalised = Vous n'enregistrez que votre nom. Le reste est dit pour vous.
record-greeting = Veuillez dire votre annonce après le signal sonore, puis appuyer sur dièse.
record-name = Veuillez dire votre nom après le signal sonore, puis appuyer sur dièse.
recorded-kept = L'enregistrement est conservé.
recorded-discarded = L'enregistrement n'est pas conservé.
recorded-silent = On n'a rien entendu.
offer-recorded-hear = Pour l'écouter, appuyez sur { $key }.
offer-recorded-keep = Pour le conserver, appuyez sur { $key }.
offer-recorded-again = Pour l'enregistrer à nouveau, appuyez sur { $key }.
offer-recorded-discard = Pour tout laisser tel quel, appuyez sur { $key }.
help-recorded-hear = La touche { $key } lit ce que vous avez enregistré.
help-recorded-keep = La touche { $key } le conserve ; les appelants l'entendent dès le prochain appel.
help-recorded-again = La touche { $key } l'enregistre à nouveau.
help-recorded-discard = La touche { $key } laisse tout tel quel.
confirm-delete-all = Toutes vos annonces et votre nom seront effacés.
offer-confirm = Si vous êtes sûr, appuyez sur { $key }.
help-confirm = La touche { $key } confirme.
messages-on = Les appelants peuvent laisser un message.
messages-off = Les appelants n'entendent que votre annonce et ne peuvent pas laisser de message.
transfer-is = Les appelants peuvent être mis en relation avec le { $number }.
transfer-is-off = Le numéro est le { $number }, mais il est désactivé.
transfer-is-none = Les appelants ne sont pas mis en relation.
offer-transfer-number = Pour composer un numéro, appuyez sur { $key }.
offer-transfer-switch = Pour l'activer ou le désactiver, appuyez sur { $key }.
offer-transfer-delete = Pour l'effacer, appuyez sur { $key }.
help-transfer-number = La touche { $key } prend un nouveau numéro.
help-transfer-switch = La touche { $key } l'active ou le désactive, et garde le numéro.
help-transfer-delete = La touche { $key } efface le numéro.
transfer-number = Veuillez composer le numéro comme vous l'appelleriez, puis la touche dièse.
transfer-wrong = Ce numéro ne peut pas être appelé.
occasion-internal = Pour les collègues.
occasion-external = Pour les appelants de l'extérieur.
occasion-busy = Pendant vos appels.
occasion-break = Pendant les pauses.
occasion-off-hours = Après les heures de travail.
state-office = Au travail.
state-mobile = En déplacement.
state-home = À la maison.
state-vacation = En vacances.
state-meeting = En réunion.
state-sick = En congé de maladie.
state-break = En pause.
state-out-of-office = Hors du bureau.
state-holiday = Jour férié.
state-lunch = À table.
state-call-me = Appelez-moi.
state-do-not-disturb = Ne pas déranger.
state-custom-1 = Présence personnelle un.
state-custom-2 = Présence personnelle deux.
state-other = { $name }.
    .unspoken = Une autre présence.
in-de-de = En allemand.
in-en-gb = En anglais.
in-en-us = En anglais américain.
in-fr-fr = En français.
in-fr-ca = En français canadien.
in-it-it = En italien.
in-pt-pt = En portugais.
in-pt-br = En portugais du Brésil.
in-es-es = En espagnol.
in-es-us = En espagnol d'Amérique.
in-tr-tr = En turc.
in-ru-ru = En russe.
in-nl-nl = En néerlandais.
in-ja-jp = En japonais.
in-another-language = Dans une autre langue.

deposit-or-transfer = Pour laisser un message, appuyez sur { $key }. Pour être mis en relation avec le { $number }, appuyez sur { $other }.
deposit-not-reached = Personne n'y est joignable pour le moment. Veuillez laisser un message après le signal sonore.
deposit-discarded = Votre message a été effacé. Au revoir.
deposit-kept = Rien n'a été enregistré. Ce que vous avez dit avant est conservé.
deposit-mailbox-off = Cette messagerie est désactivée et ne prend pas de messages. Au revoir.
offer-listen = Pour l'écouter, appuyez sur { $key }.
offer-record-again = Pour l'enregistrer à nouveau, appuyez sur { $key }.
offer-discard = Pour l'effacer, appuyez sur { $key }.
help-listen = La touche { $key } lit ce que vous avez dit.
help-record-again = La touche { $key } enregistre à nouveau.
help-discard = La touche { $key } efface le message.
help-urgent = La touche { $key } le marque comme urgent, ou non.
help-confidential = La touche { $key } le marque comme confidentiel, ou non.
marked-urgent = Votre message est urgent.
marked-not-urgent = Votre message n'est pas urgent.
marked-confidential = Votre message est confidentiel.
marked-not-confidential = Votre message n'est pas confidentiel.

menu-unfinished = { $count ->
    [one] Il y a { $count } message inachevé.
   *[other] Il y a { $count } messages inachevés.
}
offer-unfinished = Pour les messages inachevés, appuyez sur { $key }.
offer-outbox = Pour les messages en attente d'envoi, appuyez sur { $key }.
offer-send-message = Pour envoyer un message, appuyez sur { $key }.
offer-options = Pour répondre, transférer ou rappeler, appuyez sur { $key }.
offer-go-on = Pour le terminer, appuyez sur { $key }.
offer-reply = Pour répondre, appuyez sur { $key }.
offer-reply-all = Pour répondre à tous, appuyez sur { $key }.
offer-forward = Pour le transférer, appuyez sur { $key }.
offer-call-back = Pour rappeler, appuyez sur { $key }.
offer-send-it = Pour l'envoyer, appuyez sur { $key }.
offer-put-aside = Pour le mettre de côté, appuyez sur { $key }.
help-unfinished = La touche { $key } lit les messages que vous n'avez pas terminés.
help-outbox = La touche { $key } lit les messages en attente d'envoi.
help-send-message = La touche { $key } vous permet d'envoyer un message.
help-options = La touche { $key } offre d'autres possibilités pour ce message.
help-go-on = La touche { $key } reprend ce message inachevé.
help-reply = La touche { $key } vous permet de répondre à l'expéditeur de vive voix.
help-reply-all = La touche { $key } vous permet de répondre à l'expéditeur et à tous les autres.
help-forward-on = La touche { $key } transfère le message à d'autres, avec votre commentaire.
help-call-back = La touche { $key } vous met en communication avec l'expéditeur.
help-slower = La touche { $key } lit plus lentement.
help-louder = La touche { $key } lit plus fort.
help-faster = La touche { $key } lit plus vite.
help-back-to-message = La touche { $key } vous ramène au message.
help-send-it = La touche { $key } envoie le message.
help-receipt = La touche { $key } vous fait savoir s'il est arrivé et a été écouté, ou non.
help-later = La touche { $key } l'envoie à un autre moment.
help-recipients = La touche { $key } ajoute des destinataires.
help-put-aside = La touche { $key } le garde parmi vos messages inachevés.
message-to = À { $name }.
    .unspoken = Au { $number }.
message-to-others = { $count ->
    [one] Et à { $count } autre destinataire.
   *[other] Et à { $count } autres destinataires.
}
send-to = À qui est-il destiné ? Veuillez composer le numéro de poste, puis la touche dièse.
sender-number = De qui sont les messages ? Veuillez composer le numéro comme vous l'appelleriez, puis la touche dièse.
send-to-more = Composez un autre numéro de poste, ou appuyez sur dièse pour continuer.
send-unknown = Personne n'a ce numéro de poste.
send-added = À { $name }.
    .unspoken = Au { $number }.
send-nobody = Aucun message n'est envoyé.
send-speak = Veuillez parler après le signal sonore. La touche dièse termine l'enregistrement.
send-nothing = Rien n'a été enregistré.
send-too-large = Ce message est trop volumineux pour être transféré par téléphone.
send-kept = Il est conservé parmi vos messages inachevés.
send-held = Il sera envoyé quand vous raccrocherez.
send-at = Il sera envoyé { $moment }.
send-not-urgent = Non urgent.
send-not-confidential = Non confidentiel.
send-receipt = Vous saurez quand il sera arrivé et aura été écouté.
send-no-receipt = Vous ne serez pas informé de la suite.
later-day = Veuillez composer le jour et le mois sur quatre chiffres. Pour aujourd'hui, appuyez sur dièse.
later-time = Veuillez composer l'heure et les minutes sur quatre chiffres.
later-wrong = Ce moment n'est pas valable.
later-not = Il ne sera pas envoyé plus tard, mais quand vous raccrocherez.
call-over = L'appel est terminé.
call-busy = La ligne est occupée.
call-no-answer = Personne ne répond.
call-impossible = Cet appel n'est pas possible.

number-unknown = Le numéro que vous avez composé n'est pas attribué. Au revoir.
pin-ends-soon = { $days ->
    [one] Votre code secret expire dans la journée. Veuillez le changer bientôt.
   *[other] Votre code secret expire dans { $days } jours. Veuillez le changer bientôt.
}
pin-must-change = Avant de continuer, il vous faut un nouveau code secret.
login-pin-ended = Votre code secret a expiré. Veuillez en demander un nouveau à votre administrateur. Au revoir.
login-not-from-here = Vous ne pouvez pas ouvrir cette messagerie d'ici. Au revoir.

## Distribution lists. $number is a list's number or an extension, $count how many, $name a person or an address.

offer-lists = Pour vos listes de diffusion, appuyez sur { $key }.
help-lists = La touche { $key } mène à vos listes de diffusion.
lists-which = Quelle liste ? Veuillez composer son numéro, puis la touche dièse. Pour revenir en arrière, appuyez seulement sur dièse.
lists-numbers = Vos listes portent les numéros un à quatre-vingt-dix-neuf. Il n'y en a pas d'autres.
list-is = Liste { $number }. Destinataires : { $count }.
offer-list-hear = Pour écouter qui y figure, appuyez sur { $key }.
offer-list-add = Pour ajouter quelqu'un, appuyez sur { $key }.
offer-list-remove = Pour retirer quelqu'un, appuyez sur { $key }.
offer-list-delete = Pour effacer la liste, appuyez sur { $key }.
help-list-hear = La touche { $key } vous dit qui figure sur la liste.
help-list-add = La touche { $key } ajoute quelqu'un.
help-list-remove = La touche { $key } retire quelqu'un.
help-list-delete = La touche { $key } efface toute la liste.
list-member = { $name }.
    .unspoken = Poste { $number }.
list-address = { $name }.
    .unspoken = Une adresse e-mail.
list-own-list = Votre liste { $number }.
list-company-list = La liste { $number } de l'entreprise.
list-add = Qui faut-il ajouter ? Composez le numéro de poste, zéro pour épeler un nom, ou étoile et le numéro d'une liste, puis la touche dièse. Pour terminer, appuyez seulement sur dièse.
list-remove = Qui faut-il retirer ? Composez le numéro de poste, zéro pour épeler un nom, ou étoile et le numéro d'une liste, puis la touche dièse.
list-added = C'est ajouté.
list-removed = C'est retiré.
list-has-it = Cela figure déjà sur la liste.
list-has-it-not = Cela ne figure pas sur la liste.
list-full = Cette liste est pleine. Une liste a au plus quatre-vingt-dix-neuf destinataires.
confirm-delete-list = La liste sera effacée.
list-deleted = La liste a été effacée.
send-by-name = Pour épeler un nom, composez zéro, puis la touche dièse.
send-by-own-list = Pour une de vos listes, composez étoile et son numéro, puis la touche dièse.
send-by-list = Pour une liste de l'entreprise, composez deux fois étoile et son numéro, puis la touche dièse.
send-no-list = Cette liste n'existe pas.
send-list-added = Destinataires sur cette liste : { $count }.
send-too-many = Cela fait trop de destinataires pour un message.
message-to-address = À { $name }.
    .unspoken = À une adresse e-mail.

## A mailbox that several share. $name and $number are the group's.

offer-shared = Pour une messagerie partagée, appuyez sur { $key }.
help-shared = La touche { $key } ouvre une messagerie que vous partagez avec d'autres.
shared-mailbox = La messagerie de { $name }.
    .unspoken = La messagerie { $number }.

## Appels au titulaire et du titulaire. $name est le titulaire, $number un poste ou un numéro, $key la touche.

outcall-for = Il y a un message pour { $name }.
    .unspoken = Il y a un message pour le poste { $number }.
offer-outcall = Pour choisir si l'on vous appelle quand des messages attendent, appuyez sur { $key }.
help-outcall = La touche { $key } règle si l'on vous appelle quand des messages attendent, et où.
outcall-is = Quand des messages attendent, vous êtes appelé au { $number }.
outcall-is-off = Le numéro est le { $number }, mais l'on ne vous appelle pas en ce moment.
outcall-is-none = L'on ne vous appelle pas quand des messages attendent.
outcall-for-voice = C'est le cas pour les messages vocaux.
outcall-for-mail = C'est le cas pour les e-mails.
offer-outcall-switch = Pour activer ou désactiver ces appels, appuyez sur { $key }.
help-outcall-switch = La touche { $key } active ou désactive ces appels, et garde le numéro.
offer-outcall-voice = Pour changer cela pour les messages vocaux, appuyez sur { $key }.
help-outcall-voice = La touche { $key } règle si l'on vous appelle pour les messages vocaux.
offer-outcall-mail = Pour changer cela pour les e-mails, appuyez sur { $key }.
help-outcall-mail = La touche { $key } règle si l'on vous appelle pour les e-mails.
offer-call = Pour appeler quelqu'un, appuyez sur { $key }.
help-call = La touche { $key } vous met en communication avec le numéro que vous composez.
offer-forwarding = Pour choisir vers où vos appels sont renvoyés, appuyez sur { $key }.
help-forwarding = La touche { $key } renvoie vos appels vers un autre numéro ou vers la messagerie.
forwarding-is = Tous vos appels sont renvoyés vers le { $number }.
forwarding-is-voice-mail = Tous vos appels vont à la messagerie.
forwarding-is-none = Vos appels ne sont pas renvoyés.
offer-forwarding-voice-mail = Pour envoyer tous les appels à la messagerie, appuyez sur { $key }.
help-forwarding-voice-mail = La touche { $key } envoie tous les appels à la messagerie.
offer-forwarding-end = Pour mettre fin au renvoi, appuyez sur { $key }.
help-forwarding-end = La touche { $key } met fin au renvoi.
offer-reach = Pour choisir où l'on peut vous joindre en déplacement, appuyez sur { $key }.
help-reach = La touche { $key } règle le numéro où l'on peut vous joindre en déplacement.
reach-is = En déplacement, l'on peut vous joindre au { $number }.
reach-is-none = En déplacement, l'on ne peut pas vous joindre.

## Les noms des niveaux du menu : les écrans les affichent, et qui voit les touches les entend.

level-main = Menu principal.
level-kinds = Choix des messages.
level-message = Message.
level-options = Autres actions pour ce message.
level-review = Avant l'envoi.
level-settings = Réglages.
level-greetings = Annonces d'accueil.
level-greeting = Annonce d'accueil.
level-recorded = Votre enregistrement.
level-transfer = Mise en relation des appelants.
level-outcall = Appels pour nouveaux messages.
level-forwarding = Renvoi d'appel.
level-reach = Où vous joindre.
level-list = Liste de diffusion.
level-pick = Votre choix.
level-confirm = Êtes-vous sûr ?
