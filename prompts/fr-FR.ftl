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
