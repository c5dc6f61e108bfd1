# Ce que la voix dit autrement au Canada ; le reste est dans fr-FR.ftl.

login-extension = Veuillez composer votre numéro de poste, suivi du carré.
login-pin = Veuillez composer votre numéro d'identification personnel, suivi du carré.
login-own-pin = Veuillez composer votre numéro d'identification personnel, suivi du carré. Pour une autre boîte vocale, appuyez sur l'étoile.
login-locked = L'accès à cette boîte vocale est bloqué pour un moment. Veuillez réessayer plus tard. Au revoir.
pin-new = Veuillez composer votre nouveau numéro d'identification personnel, suivi du carré.
pin-again = Encore une fois, s'il vous plaît, suivi du carré.
pin-changed = Votre numéro d'identification personnel a été modifié.
pin-differs = Les deux numéros étaient différents.
pin-refused = Ce numéro est trop court ou trop facile à deviner.
pin-kept = Votre numéro d'identification personnel reste inchangé.
offer-settings = Pour les paramètres, appuyez sur le { $key }.
offer-new = Pour les nouveaux messages, appuyez sur le { $key }.
offer-old = Pour les anciens messages, appuyez sur le { $key }.
offer-pin = Pour changer votre numéro d'identification personnel, appuyez sur le { $key }.
offer-help = Pour obtenir de l'aide, appuyez sur le { $key }.
help-pin = La touche { $key } change votre numéro d'identification personnel.
help-settings = La touche { $key } mène à vos paramètres.
menu-new-mail = { $count ->
    [one] { $count } nouveau courriel.
   *[other] { $count } nouveaux courriels.
}
offer-kinds = Pour choisir des messages par type ou par expéditeur, appuyez sur le { $key }.
offer-new-mail = Pour les nouveaux courriels et télécopies, appuyez sur le { $key }.
offer-old-mail = Pour les anciens courriels et télécopies, appuyez sur le { $key }.
offer-sender = Pour les messages d'un expéditeur, appuyez sur le { $key }.
help-new-mail = La touche { $key } lit vos nouveaux courriels à voix haute et annonce les nouvelles télécopies.
help-old-mail = La touche { $key } lit vos anciens courriels à voix haute et annonce les anciennes télécopies.
message-mail = Un courriel.
message-fax = Une télécopie.
menu-new-fax = { $count ->
    [one] { COUNT($count, form: "feminine") } nouvelle télécopie.
   *[other] { COUNT($count, form: "feminine") } nouvelles télécopies.
}
fax-pages = { $count ->
    [one] Elle a { COUNT($count, form: "feminine") } page.
   *[other] Elle a { COUNT($count, form: "feminine") } pages.
}
fax-unread = Les télécopies ne sont pas lues à voix haute. Vous pouvez la voir à l'écran.
language-offer = Pour le français, appuyez sur le { $key }.
ask-number = Veuillez composer le numéro de poste, puis le carré. Pour chercher par nom, appuyez seulement sur le carré.
ask-name = Veuillez composer les premières lettres du nom sur le clavier. Pour un numéro de poste, appuyez seulement sur le carré.
ask-match = Pour { $name }, poste { $number }, appuyez sur le { $key }.
    .unspoken = Pour le poste { $number }, appuyez sur le { $key }.
ask-more = Pour d'autres noms, appuyez sur le { $key }.
ask-again = Pour chercher à nouveau, appuyez sur le { $key }.
attendant-weekend = Merci de votre appel. Nos bureaux sont fermés la fin de semaine.
attendant-option = Pour { $name }, appuyez sur le { $key }.
    .unspoken = Un choix se trouve sur la touche { $key }.
offer-presence = Pour dire où vous êtes, appuyez sur le { $key }.
offer-greetings = Pour vos annonces d'accueil, appuyez sur le { $key }.
offer-messages = Pour choisir si l'on peut vous laisser un message, appuyez sur le { $key }.
offer-transfer = Pour choisir vers où vos appelants sont mis en relation, appuyez sur le { $key }.
offer-back = Pour revenir en arrière, appuyez sur le { $key }.
offer-greeting-of-presence = Pour l'annonce d'une présence, appuyez sur le { $key }.
offer-greeting-of-occasion = Pour les occasions particulières, appuyez sur le { $key }.
offer-greeting-of-day = Pour l'annonce du jour, appuyez sur le { $key }.
offer-greeting-alternative = Pour l'annonce de remplacement, appuyez sur le { $key }.
offer-greeting-name = Pour enregistrer votre nom, appuyez sur le { $key }.
offer-greeting-kind = Pour changer ce que vous enregistrez, appuyez sur le { $key }.
offer-greetings-delete = Pour effacer toutes vos annonces, appuyez sur le { $key }.
offer-greeting-hear = Pour l'écouter, appuyez sur le { $key }.
offer-greeting-record = Pour l'enregistrer, appuyez sur le { $key }.
offer-greeting-delete = Pour l'effacer, appuyez sur le { $key }.
offer-greeting-switch = Pour l'activer ou la désactiver, appuyez sur le { $key }.
offer-greeting-language = Pour une autre langue, appuyez sur le { $key }.
record-greeting = Veuillez dire votre annonce après le signal sonore, puis appuyer sur le carré.
record-name = Veuillez dire votre nom après le signal sonore, puis appuyer sur le carré.
offer-recorded-hear = Pour l'écouter, appuyez sur le { $key }.
offer-recorded-keep = Pour le conserver, appuyez sur le { $key }.
offer-recorded-again = Pour l'enregistrer à nouveau, appuyez sur le { $key }.
offer-recorded-discard = Pour tout laisser tel quel, appuyez sur le { $key }.
offer-confirm = Si vous êtes sûr, appuyez sur le { $key }.
offer-transfer-number = Pour composer un numéro, appuyez sur le { $key }.
offer-transfer-switch = Pour l'activer ou le désactiver, appuyez sur le { $key }.
offer-transfer-delete = Pour l'effacer, appuyez sur le { $key }.
transfer-number = Veuillez composer le numéro comme vous l'appelleriez, puis le carré.
state-lunch = Au dîner.
deposit-or-transfer = Pour laisser un message, appuyez sur le { $key }. Pour être mis en relation avec le { $number }, appuyez sur le { $other }.
deposit-mailbox-off = Cette boîte vocale est désactivée et ne prend pas de messages. Au revoir.
offer-listen = Pour l'écouter, appuyez sur le { $key }.
offer-record-again = Pour l'enregistrer à nouveau, appuyez sur le { $key }.
offer-discard = Pour l'effacer, appuyez sur le { $key }.
offer-unfinished = Pour les messages inachevés, appuyez sur le { $key }.
offer-outbox = Pour les messages en attente d'envoi, appuyez sur le { $key }.
offer-send-message = Pour envoyer un message, appuyez sur le { $key }.
offer-options = Pour répondre, transférer ou rappeler, appuyez sur le { $key }.
offer-go-on = Pour le terminer, appuyez sur le { $key }.
offer-reply = Pour répondre, appuyez sur le { $key }.
offer-reply-all = Pour répondre à tous, appuyez sur le { $key }.
offer-forward = Pour le transférer, appuyez sur le { $key }.
offer-call-back = Pour rappeler, appuyez sur le { $key }.
offer-send-it = Pour l'envoyer, appuyez sur le { $key }.
offer-put-aside = Pour le mettre de côté, appuyez sur le { $key }.
send-to = À qui est-il destiné ? Veuillez composer le numéro de poste, puis le carré.
sender-number = De qui sont les messages ? Veuillez composer le numéro comme vous l'appelleriez, puis le carré.
send-to-more = Composez un autre numéro de poste, ou appuyez sur le carré pour continuer.
send-speak = Veuillez parler après le signal sonore. Le carré termine l'enregistrement.
later-day = Veuillez composer le jour et le mois sur quatre chiffres. Pour aujourd'hui, appuyez sur le carré.

pin-ends-soon = { $days ->
    [one] Votre numéro d'identification personnel expire d'ici un jour. Veuillez le changer bientôt.
   *[other] Votre numéro d'identification personnel expire dans { $days } jours. Veuillez le changer bientôt.
}
pin-must-change = Avant de continuer, il vous faut un nouveau numéro d'identification personnel.
login-pin-ended = Votre numéro d'identification personnel a expiré. Veuillez en demander un nouveau à votre administrateur. Au revoir.
login-not-from-here = Vous ne pouvez pas ouvrir cette boîte vocale d'ici. Au revoir.
offer-lists = Pour vos listes de diffusion, appuyez sur le { $key }.
lists-which = Quelle liste ? Veuillez composer son numéro, puis le carré. Pour revenir en arrière, appuyez seulement sur le carré.
offer-list-hear = Pour écouter qui y figure, appuyez sur le { $key }.
offer-list-add = Pour ajouter quelqu'un, appuyez sur le { $key }.
offer-list-remove = Pour retirer quelqu'un, appuyez sur le { $key }.
offer-list-delete = Pour effacer la liste, appuyez sur le { $key }.
list-address = { $name }.
    .unspoken = Une adresse courriel.
list-add = Qui faut-il ajouter ? Composez le numéro de poste, zéro pour épeler un nom, ou l'étoile et le numéro d'une liste, puis le carré. Pour terminer, appuyez seulement sur le carré.
list-remove = Qui faut-il retirer ? Composez le numéro de poste, zéro pour épeler un nom, ou l'étoile et le numéro d'une liste, puis le carré.
send-by-name = Pour épeler un nom, composez zéro, puis le carré.
send-by-own-list = Pour une de vos listes, composez l'étoile et son numéro, puis le carré.
send-by-list = Pour une liste de l'entreprise, composez deux fois l'étoile et son numéro, puis le carré.
message-to-address = À { $name }.
    .unspoken = À une adresse courriel.
offer-shared = Pour une boîte vocale partagée, appuyez sur le { $key }.
help-shared = La touche { $key } ouvre une boîte vocale que vous partagez avec d'autres.
shared-mailbox = La boîte vocale de { $name }.
    .unspoken = La boîte vocale { $number }.
menu-almost-full = Votre boîte vocale est presque pleine. Veuillez supprimer ce dont vous n'avez plus besoin.
menu-full = Votre boîte vocale est pleine. Veuillez supprimer ce dont vous n'avez plus besoin, afin de recevoir à nouveau des courriels.


offer-outcall = Pour choisir si l'on vous appelle quand des messages attendent, appuyez sur le { $key }.
outcall-for-mail = C'est le cas pour les courriels.
offer-outcall-switch = Pour activer ou désactiver ces appels, appuyez sur le { $key }.
offer-outcall-voice = Pour changer cela pour les messages vocaux, appuyez sur le { $key }.
offer-outcall-mail = Pour changer cela pour les courriels, appuyez sur le { $key }.
help-outcall-mail = La touche { $key } règle si l'on vous appelle pour les courriels.
offer-call = Pour appeler quelqu'un, appuyez sur le { $key }.
offer-forwarding = Pour choisir vers où vos appels sont renvoyés, appuyez sur le { $key }.
help-forwarding = La touche { $key } renvoie vos appels vers un autre numéro ou vers la boîte vocale.
forwarding-is-voice-mail = Tous vos appels vont à la boîte vocale.
offer-forwarding-voice-mail = Pour envoyer tous les appels à la boîte vocale, appuyez sur le { $key }.
help-forwarding-voice-mail = La touche { $key } envoie tous les appels à la boîte vocale.
offer-forwarding-end = Pour mettre fin au renvoi, appuyez sur le { $key }.
offer-reach = Pour choisir où l'on peut vous joindre en déplacement, appuyez sur le { $key }.

## Les noms des niveaux du menu.

level-settings = Paramètres.
