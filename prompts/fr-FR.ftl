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
offer-kinds = Pour choisir entre messages vocaux et e-mails, appuyez sur { $key }.
offer-new-voice = Pour les nouveaux messages vocaux, appuyez sur { $key }.
offer-old-voice = Pour les anciens messages vocaux, appuyez sur { $key }.
offer-new-mail = Pour les nouveaux e-mails et fax, appuyez sur { $key }.
offer-old-mail = Pour les anciens e-mails et fax, appuyez sur { $key }.
help-reports = La touche { $key } vous dit ce que sont devenus les messages envoyés.
help-kinds = La touche { $key } vous laisse choisir entre messages vocaux et e-mails.
help-new-voice = La touche { $key } lit vos nouveaux messages vocaux.
help-old-voice = La touche { $key } lit vos anciens messages vocaux.
help-new-mail = La touche { $key } lit vos nouveaux e-mails à haute voix et annonce les nouveaux fax.
help-old-mail = La touche { $key } lit vos anciens e-mails à haute voix et annonce les anciens fax.
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
