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
offer-kinds = Pour choisir entre messages vocaux et courriels, appuyez sur le { $key }.
offer-new-mail = Pour les nouveaux courriels et télécopies, appuyez sur le { $key }.
offer-old-mail = Pour les anciens courriels et télécopies, appuyez sur le { $key }.
help-kinds = La touche { $key } vous laisse choisir entre messages vocaux et courriels.
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
