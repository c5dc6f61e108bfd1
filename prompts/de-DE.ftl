# Was die Stimme auf Deutsch sagt. Eine Fluent-Nachricht ist eine Ansage.
#
# Der feste Text zwischen zwei Argumenten ist eine Aufnahme; Zahlen, Daten und Längen werden aus aufgenommenen Wörtern
# zusammengesetzt. Der Name einer Person braucht zur Laufzeit eine Sprachmaschine: eine Ansage mit Namen hat das
# Attribut `.unspoken`, das gesagt wird, wo es keine gibt. Abläufe übergeben darum beides, Namen und Nummer.

## Begrüßungen: vom Haus gesagt, wenn niemand eine aufgenommen hat. $name ist eine Person, $number die Nebenstelle.

greeting-no-answer = { $name } kann Ihren Anruf nicht annehmen. Bitte sprechen Sie nach dem Ton.
    .unspoken = Der Anschluss { $number } meldet sich nicht. Bitte sprechen Sie nach dem Ton.
greeting-busy = { $name } spricht gerade. Bitte hinterlassen Sie eine Nachricht nach dem Ton.
    .unspoken = Der Anschluss { $number } ist besetzt. Bitte sprechen Sie nach dem Ton.

## Schlechte Tage: was ein Anrufer hört, wenn etwas nicht geht. Ohne Argumente.

trouble-not-now = Es tut uns leid. Etwas funktioniert gerade nicht. Bitte rufen Sie später noch einmal an. Auf Wiederhören.
trouble-mailbox-full = Es tut uns leid. Im Augenblick kann keine Nachricht aufgenommen werden. Bitte rufen Sie später noch einmal an. Auf Wiederhören.
trouble-no-messages = Ihre Nachrichten sind im Augenblick nicht verfügbar. Ihre Einstellungen können Sie ändern.
trouble-not-saved = Es tut uns leid. Ihre Änderung wurde nicht gespeichert.

## Sätze aus einem Stück: eine Zahl, ein Zeitpunkt, eine Länge als ganze Ansage.

say-count = { $count }.
say-digits = { $digits }.
say-moment = { $moment }.
say-duration = { $duration }.

## Begrüßungen für eine Abwesenheit. $name ist eine Person, $number die Nebenstelle.

greeting-vacation = { $name } ist im Urlaub. Bitte sprechen Sie nach dem Ton.
    .unspoken = Der Anschluss { $number } ist wegen Urlaubs nicht besetzt. Bitte sprechen Sie nach dem Ton.
greeting-break = { $name } macht gerade Pause. Bitte sprechen Sie nach dem Ton.
    .unspoken = Am Anschluss { $number } ist gerade Pause. Bitte sprechen Sie nach dem Ton.
greeting-off-hours = Sie rufen { $name } außerhalb der Arbeitszeit an. Bitte sprechen Sie nach dem Ton.
    .unspoken = Sie rufen den Anschluss { $number } außerhalb der Arbeitszeit an. Bitte sprechen Sie nach dem Ton.
greeting-presence = { $name } ist zurzeit nicht erreichbar. Bitte sprechen Sie nach dem Ton.
    .unspoken = Der Anschluss { $number } ist zurzeit nicht erreichbar. Bitte sprechen Sie nach dem Ton.

## Ein Anrufer hinterlässt eine Nachricht.

deposit-thanks = Vielen Dank. Ihre Nachricht wurde aufgenommen. Auf Wiederhören.
deposit-limit = Die längste Zeit für eine Nachricht ist um. Was Sie gesagt haben, wurde aufgenommen. Auf Wiederhören.
deposit-nothing = Es wurde nichts aufgenommen. Auf Wiederhören.
deposit-cut-short = Es tut uns leid. Die Aufnahme ist abgebrochen. Was Sie bis dahin gesagt haben, bleibt erhalten. Auf Wiederhören.

## Was Anrufer mit einer Nachricht tun können, bevor sie gesendet wird, und wer sonst zu erreichen ist. $key und $other sind Tasten, $number ist eine Rufnummer.

deposit-or-transfer = Um eine Nachricht zu hinterlassen, drücken Sie { $key }. Um mit { $number } verbunden zu werden, drücken Sie { $other }.
deposit-not-reached = Dort ist im Moment niemand zu erreichen. Bitte hinterlassen Sie eine Nachricht nach dem Ton.
deposit-discarded = Ihre Nachricht ist gelöscht. Auf Wiederhören.
deposit-kept = Es wurde nichts aufgenommen. Was Sie vorher gesagt haben, bleibt erhalten.
number-unknown = Die Nummer, die Sie gewählt haben, ist hier nicht vergeben. Auf Wiederhören.
deposit-mailbox-off = Dieses Postfach ist ausgeschaltet und nimmt keine Nachrichten an. Auf Wiederhören.
offer-listen = Anhören: { $key }.
offer-record-again = Neu aufnehmen: { $key }.
offer-discard = Löschen: { $key }.
help-listen = { $key } spielt vor, was Sie gesagt haben.
help-record-again = { $key } nimmt Ihre Nachricht neu auf.
help-discard = { $key } löscht Ihre Nachricht.
help-urgent = { $key } macht Ihre Nachricht dringend, oder nimmt das wieder zurück.
help-confidential = { $key } macht Ihre Nachricht vertraulich, oder nimmt das wieder zurück.
marked-urgent = Ihre Nachricht ist dringend.
marked-not-urgent = Ihre Nachricht ist nicht dringend.
marked-confidential = Ihre Nachricht ist vertraulich.
marked-not-confidential = Ihre Nachricht ist nicht vertraulich.

## Jemand wird verlangt, nach Nebenstelle oder Namen. $name ist eine Person, $number die Nebenstelle, $key die Taste.

ask-number = Bitte geben Sie die Nebenstelle ein, und dann die Rautetaste. Um nach einem Namen zu suchen, drücken Sie nur die Rautetaste.
ask-name = Bitte buchstabieren Sie den Anfang des Namens auf den Zifferntasten. Um eine Nebenstelle einzugeben, drücken Sie nur die Rautetaste.
ask-nobody = Niemand wurde gefunden.
ask-match = Für { $name }, Nebenstelle { $number }, drücken Sie { $key }.
    .unspoken = Für die Nebenstelle { $number } drücken Sie { $key }.
ask-more = Für weitere Namen drücken Sie { $key }.
ask-again = Um neu zu suchen, drücken Sie { $key }.

## Die Vermittlung. $name ist ein Text oder eine Bezeichnung, die die Firma geschrieben hat.

attendant-welcome = Guten Tag, und vielen Dank für Ihren Anruf.
attendant-night = Vielen Dank für Ihren Anruf. Unser Büro ist zu dieser Stunde geschlossen.
attendant-weekend = Vielen Dank für Ihren Anruf. Am Wochenende ist unser Büro geschlossen.
attendant-holiday = Vielen Dank für Ihren Anruf. Heute ist Feiertag, und unser Büro ist geschlossen.
attendant-break = Vielen Dank für Ihren Anruf. Wir machen gerade eine kurze Pause.
attendant-menu = Bitte wählen Sie.
attendant-text = { $name }.
    .unspoken = Vielen Dank für Ihren Anruf.
attendant-option = Für { $name } drücken Sie { $key }.
    .unspoken = Es gibt eine Auswahl: { $key }.
attendant-connects = Einen Moment bitte. Sie werden verbunden.
attendant-not-reached = Dort ist im Moment niemand zu erreichen.

## Der Inhaber meldet sich an. Dieselben Worte für Postfächer, die es nicht gibt.

login-extension = Bitte geben Sie Ihre Nebenstelle ein, und dann die Rautetaste.
login-pin = Bitte geben Sie Ihre PIN ein, und dann die Rautetaste.
login-own-pin = Bitte geben Sie Ihre PIN ein, und dann die Rautetaste. Für ein anderes Postfach drücken Sie die Sterntaste.
login-wrong = Das war nicht richtig.
login-locked = Der Zugang zu diesem Postfach ist für eine Weile gesperrt. Bitte versuchen Sie es später noch einmal. Auf Wiederhören.

## Der Inhaber ändert die PIN.

pin-new = Bitte geben Sie Ihre neue PIN ein, und dann die Rautetaste.
pin-again = Bitte noch einmal, und dann die Rautetaste.
pin-changed = Ihre PIN ist geändert.
pin-differs = Die beiden waren nicht gleich.
pin-refused = Diese PIN ist zu kurz oder leicht zu erraten.
pin-kept = Ihre PIN bleibt, wie sie war.

## Was eine PIN öffnet, und von wo.

pin-ends-soon = { $days ->
    [one] Ihre PIN läuft innerhalb eines Tages ab. Bitte ändern Sie sie bald.
   *[other] Ihre PIN läuft in { $days } Tagen ab. Bitte ändern Sie sie bald.
}
pin-must-change = Bevor es weitergeht, brauchen Sie eine neue PIN.
login-pin-ended = Ihre PIN ist abgelaufen. Bitte lassen Sie sich eine neue geben. Auf Wiederhören.
login-not-from-here = Von hier aus können Sie dieses Postfach nicht öffnen. Auf Wiederhören.

## Das Menü des Postfachs. $count ist eine Zahl von Nachrichten.

menu-new = { $count ->
    [one] Sie haben eine neue Nachricht.
   *[other] Sie haben { $count } neue Nachrichten.
}
menu-no-new = Sie haben keine neuen Nachrichten.
menu-no-messages = Sie haben keine Nachrichten.
menu-almost-full = Ihr Postfach ist fast voll. Bitte löschen Sie, was Sie nicht mehr brauchen.
menu-full = Ihr Postfach ist voll. Bitte löschen Sie, was Sie nicht mehr brauchen, damit Sie wieder E-Mails erreichen.
list-no-new = Es gibt keine neuen Nachrichten.
list-no-old = Es gibt keine alten Nachrichten.
list-end = Es gibt keine weiteren Nachrichten.
list-first = Das ist die erste Nachricht.

## Die Tasten der Menüs: was jede Ebene anbietet und was ihre Hilfe sagt. $key ist die Taste.

offer-new = Neue Nachrichten: { $key }.
offer-old = Alte Nachrichten: { $key }.
offer-settings = Einstellungen: { $key }.
offer-pin = PIN ändern: { $key }.
offer-help = Hilfe: { $key }.
offer-end = Beenden: { $key }.
offer-again = Noch einmal hören: { $key }.
offer-keep = Behalten und weiter: { $key }.
offer-delete = Löschen: { $key }.
offer-more = Mehr: { $key }.
offer-menu = Zum Menü: { $key }.
help-new = { $key } spielt Ihre neuen Nachrichten.
help-old = { $key } spielt Ihre alten Nachrichten.
help-settings = { $key } führt zu Ihren Einstellungen.
help-pin = { $key } ändert Ihre PIN.
help-help = { $key } sagt Ihnen, was die Tasten tun.
help-end = { $key } beendet den Anruf.
help-again = { $key } spielt die Nachricht noch einmal.
help-keep = { $key } behält sie und geht zur nächsten.
help-delete = { $key } löscht sie; sie liegt dann im Papierkorb.
help-back = { $key } geht fünf Sekunden zurück.
help-pause = { $key } hält an, und spielt wieder weiter.
help-forward = { $key } geht fünf Sekunden vor.
help-previous = { $key } spielt die Nachricht davor.
help-envelope = { $key } sagt Ihnen, wer wann angerufen hat.
help-next = { $key } geht zur nächsten und lässt diese, wie sie war.
help-menu = { $key } führt zurück zum Menü.

## Einstellungen: Anwesenheit, Begrüßungen, Vermittlung. $key ist die Taste, $number und $name sagen es selbst.

offer-presence = Um zu sagen, wo Sie sind, drücken Sie die { $key }.
offer-greetings = Für Ihre Begrüßungen drücken Sie die { $key }.
offer-messages = Ob Anrufer eine Nachricht hinterlassen können, wählen Sie mit der { $key }.
offer-transfer = Wohin Anrufer verbunden werden, wählen Sie mit der { $key }.
help-presence = { $key } ist für Ihre Anwesenheit.
help-greetings = { $key } ist für Ihre Begrüßungen.
help-messages = { $key } lässt Anrufer eine Nachricht hinterlassen, oder nicht mehr.
help-transfer = { $key } ist für die Nummer, mit der Anrufer verbunden werden.
offer-this = Drücken Sie die { $key }.
offer-back = Zurück geht es mit { $key }.
help-pick = Wählen Sie mit der Nummer.
help-settings-back = { $key } bringt Sie zurück.
presence-now = Im Augenblick gilt:
presence-chosen = Ab jetzt gilt:
offer-greeting-of-presence = Für die Begrüßung zu einer Anwesenheit drücken Sie die { $key }.
offer-greeting-of-occasion = Für besondere Anlässe drücken Sie die { $key }.
offer-greeting-of-day = Für die heutige Begrüßung drücken Sie die { $key }.
offer-greeting-alternative = Für die alternative Begrüßung drücken Sie die { $key }.
offer-greeting-name = Um Ihren Namen aufzunehmen, drücken Sie die { $key }.
offer-greeting-kind = Um zu ändern, was Sie aufnehmen, drücken Sie die { $key }.
offer-greetings-delete = Um alle Begrüßungen zu löschen, drücken Sie die { $key }.
help-greeting-of-presence = { $key } ist für die Begrüßungen, die zu Ihrer Anwesenheit gehören.
help-greeting-of-occasion = { $key } ist für Begrüßungen für Kollegen, für Anrufer, während Sie sprechen, und außerhalb der Arbeitszeit.
help-greeting-of-day = { $key } ist für eine Begrüßung, die heute bis Mitternacht gilt.
help-greeting-alternative = { $key } ist für eine Begrüßung, die den anderen vorgeht, solange sie eingeschaltet ist.
help-greeting-name = { $key } ist für Ihren Namen, wie Anrufer ihn hören.
help-greeting-kind = { $key } wechselt zwischen ganzen Begrüßungen und dem Namen allein.
help-greetings-delete = { $key } löscht alle Begrüßungen und Ihren Namen.
offer-greeting-hear = Zum Anhören drücken Sie die { $key }.
offer-greeting-record = Zum Aufnehmen drücken Sie die { $key }.
offer-greeting-delete = Zum Löschen drücken Sie die { $key }.
offer-greeting-switch = Zum Ein- und Ausschalten drücken Sie die { $key }.
offer-greeting-language = Für eine andere Sprache drücken Sie die { $key }.
help-greeting-hear = { $key } spielt sie vor.
help-greeting-record = { $key } nimmt sie neu auf.
help-greeting-delete = { $key } löscht sie; Anrufer hören dann die Standardansage.
help-greeting-switch = { $key } schaltet sie ein oder aus.
help-greeting-language = { $key } geht zur nächsten Sprache weiter.
greeting-is-recorded = Es gibt eine Aufnahme.
greeting-is-none = Es gibt noch keine Aufnahme.
greeting-is-on = Sie ist eingeschaltet.
greeting-is-off = Sie ist ausgeschaltet.
greeting-deleted = Gelöscht.
greetings-deleted = Alle Ihre Begrüßungen sind gelöscht.
greeting-kind-individual = Sie nehmen ganze Begrüßungen auf.
greeting-kind-personalised = Sie nehmen nur Ihren Namen auf. Das Übrige wird für Sie gesagt.
record-greeting = Bitte sprechen Sie Ihre Begrüßung nach dem Ton, und drücken Sie dann die Rautetaste.
record-name = Bitte sagen Sie nach dem Ton Ihren Namen, und drücken Sie dann die Rautetaste.
recorded-kept = Die Aufnahme ist gespeichert.
recorded-discarded = Die Aufnahme wurde nicht gespeichert.
recorded-silent = Es war nichts zu hören.
offer-recorded-hear = Zum Anhören drücken Sie die { $key }.
offer-recorded-keep = Zum Speichern drücken Sie die { $key }.
offer-recorded-again = Um es noch einmal aufzunehmen, drücken Sie die { $key }.
offer-recorded-discard = Um alles zu lassen, wie es war, drücken Sie { $key }.
help-recorded-hear = { $key } spielt vor, was Sie aufgenommen haben.
help-recorded-keep = { $key } speichert die Aufnahme; sie gilt ab dem nächsten Anruf.
help-recorded-again = { $key } nimmt noch einmal auf.
help-recorded-discard = { $key } lässt alles, wie es war.
confirm-delete-all = Alle Ihre Begrüßungen und Ihr Name werden gelöscht.
offer-confirm = Wenn Sie sicher sind, drücken Sie die { $key }.
help-confirm = { $key } führt es aus.
messages-on = Anrufer können eine Nachricht hinterlassen.
messages-off = Anrufer hören nur Ihre Begrüßung und können keine Nachricht hinterlassen.
transfer-is = Anrufer können mit { $number } verbunden werden.
transfer-is-off = Die Nummer ist { $number }, aber sie ist ausgeschaltet.
transfer-is-none = Anrufer werden nicht verbunden.
offer-transfer-number = Um eine Nummer einzugeben, drücken Sie die { $key }.
offer-transfer-switch = Zum Ein- und Ausschalten drücken Sie die { $key }.
offer-transfer-delete = Zum Löschen drücken Sie die { $key }.
help-transfer-number = { $key } nimmt eine neue Nummer an.
help-transfer-switch = { $key } schaltet sie ein oder aus und behält die Nummer.
help-transfer-delete = { $key } löscht die Nummer.
transfer-number = Bitte geben Sie die Nummer ein, wie Sie sie wählen würden, und dann die Rautetaste.
transfer-wrong = Diese Nummer kann nicht gewählt werden.
occasion-internal = Für Kollegen.
occasion-external = Für Anrufer von außen.
occasion-busy = Während Sie sprechen.
occasion-break = In der Pause.
occasion-off-hours = Außerhalb der Arbeitszeit.
state-office = Im Büro.
state-mobile = Unterwegs.
state-home = Zu Hause.
state-vacation = Im Urlaub.
state-meeting = In einer Besprechung.
state-sick = Krank.
state-break = In der Pause.
state-out-of-office = Außer Haus.
state-holiday = Feiertag.
state-lunch = Beim Essen.
state-call-me = Rufen Sie mich an.
state-do-not-disturb = Bitte nicht stören.
state-custom-1 = Eigene Anwesenheit eins.
state-custom-2 = Eigene Anwesenheit zwei.
state-other = { $name }.
    .unspoken = Eine andere Anwesenheit.
in-de-de = Auf Deutsch.
in-en-gb = Auf Englisch.
in-en-us = Auf amerikanischem Englisch.
in-fr-fr = Auf Französisch.
in-fr-ca = Auf kanadischem Französisch.
in-it-it = Auf Italienisch.
in-pt-pt = Auf Portugiesisch.
in-pt-br = Auf brasilianischem Portugiesisch.
in-es-es = Auf Spanisch.
in-es-us = Auf amerikanischem Spanisch.
in-tr-tr = Auf Türkisch.
in-ru-ru = Auf Russisch.
in-nl-nl = Auf Niederländisch.
in-ja-jp = Auf Japanisch.
in-another-language = In einer anderen Sprache.

## Anrufe beim Inhaber und Anrufe des Inhabers. $name ist der Inhaber, $number eine Nebenstelle oder Nummer, $key die Taste.

outcall-for = Hier ist eine Nachricht für { $name }.
    .unspoken = Hier ist eine Nachricht für den Anschluss { $number }.
offer-outcall = Ob Sie bei neuen Nachrichten angerufen werden, wählen Sie mit der { $key }.
help-outcall = { $key } legt fest, ob und wo Sie bei neuen Nachrichten angerufen werden.
outcall-is = Bei neuen Nachrichten werden Sie unter { $number } angerufen.
outcall-is-off = Die Nummer ist { $number }, aber Sie werden zurzeit nicht angerufen.
outcall-is-none = Sie werden bei neuen Nachrichten nicht angerufen.
outcall-for-voice = Das gilt für Sprachnachrichten.
outcall-for-mail = Das gilt für E-Mails.
offer-outcall-switch = Um diese Anrufe ein- oder auszuschalten, drücken Sie die { $key }.
help-outcall-switch = { $key } schaltet diese Anrufe ein oder aus und behält die Nummer.
offer-outcall-voice = Um das für Sprachnachrichten zu ändern, drücken Sie die { $key }.
help-outcall-voice = { $key } legt fest, ob Sie wegen Sprachnachrichten angerufen werden.
offer-outcall-mail = Um das für E-Mails zu ändern, drücken Sie die { $key }.
help-outcall-mail = { $key } legt fest, ob Sie wegen E-Mails angerufen werden.
offer-call = Um jemanden anzurufen, drücken Sie die { $key }.
help-call = { $key } verbindet Sie mit einer Nummer, die Sie eingeben.
offer-forwarding = Wohin Ihre Anrufe umgeleitet werden, wählen Sie mit der { $key }.
help-forwarding = { $key } leitet Ihre Anrufe zu einer anderen Nummer oder zur Mailbox um.
forwarding-is = Alle Ihre Anrufe werden zu { $number } umgeleitet.
forwarding-is-voice-mail = Alle Ihre Anrufe gehen zur Mailbox.
forwarding-is-none = Ihre Anrufe werden nicht umgeleitet.
offer-forwarding-voice-mail = Um alle Anrufe zur Mailbox zu schicken, drücken Sie die { $key }.
help-forwarding-voice-mail = { $key } schickt alle Anrufe zur Mailbox.
offer-forwarding-end = Um die Umleitung zu beenden, drücken Sie die { $key }.
help-forwarding-end = { $key } beendet die Umleitung.
offer-reach = Wo Anrufer Sie unterwegs erreichen, wählen Sie mit der { $key }.
help-reach = { $key } ist für die Nummer, unter der Anrufer Sie unterwegs erreichen.
reach-is = Unterwegs können Anrufer Sie unter { $number } erreichen.
reach-is-none = Anrufer können Sie unterwegs nicht erreichen.

## Eine Nachricht. $count ist ihre Nummer in der Liste, $name und $number sind die des Absenders.

message-number = Nachricht { $count }.
message-from-person = Von { $name }.
    .unspoken = Von { $number }.
message-from-name = Von { $name }.
    .unspoken = Von einem Anrufer ohne Nummer.
message-from-number = Von { $number }.
message-from-unknown = Von einem unbekannten Anrufer.
message-at = { $moment }.
message-paused = Angehalten.
message-deleted = Gelöscht.
message-unplayable = Diese Nachricht kann nicht abgespielt werden.

## Das Menü des Inhabers: alle Nachrichten. $count ist eine Zahl von Nachrichten, Seiten oder Empfängern, $key eine Taste,
## $name ein Empfänger, $text ein Satz einer E-Mail in deren Sprache.

menu-new-voice = { $count ->
    [one] Sie haben eine neue Sprachnachricht.
   *[other] Sie haben { $count } neue Sprachnachrichten.
}
menu-new-mail = { $count ->
    [one] Eine neue E-Mail.
   *[other] { $count } neue E-Mails.
}
menu-new-fax = { $count ->
    [one] Ein neues Fax.
   *[other] { $count } neue Faxe.
}
menu-reports = { $count ->
    [one] Es gibt etwas Neues zu einer Nachricht, die Sie verschickt haben.
   *[other] Es gibt etwas Neues zu { $count } Nachrichten, die Sie verschickt haben.
}
offer-reports = Neues zu verschickten Nachrichten: { $key }.
offer-kinds = Nachrichten nach Art oder Absender wählen: { $key }.
offer-new-voice = Neue Sprachnachrichten: { $key }.
offer-old-voice = Alte Sprachnachrichten: { $key }.
offer-new-mail = Neue E-Mails und Faxe: { $key }.
offer-old-mail = Alte E-Mails und Faxe: { $key }.
offer-sender = Nachrichten eines Absenders: { $key }.
help-reports = { $key } sagt Ihnen, was aus verschickten Nachrichten geworden ist.
help-kinds = { $key } lässt Sie Nachrichten nach Art oder Absender wählen.
help-new-voice = { $key } spielt Ihre neuen Sprachnachrichten.
help-old-voice = { $key } spielt Ihre alten Sprachnachrichten.
help-new-mail = { $key } liest Ihre neuen E-Mails vor und nennt neue Faxe.
help-old-mail = { $key } liest Ihre alten E-Mails vor und nennt alte Faxe.
help-sender = { $key } spielt die Nachrichten eines Absenders.
help-back-sentence = { $key } geht einen Satz zurück.
help-forward-sentence = { $key } geht einen Satz weiter.
list-none = Es gibt keine.
message-mail = Eine E-Mail.
message-fax = Ein Fax.
message-report = Eine Rückmeldung.
message-urgent = Dringend.
message-confidential = Vertraulich.
message-receipt = Der Absender möchte wissen, wann Sie sie gehört haben.
mail-subject = Betreff.
mail-sentence = { $text }
    .unspoken = Das kann gerade nicht vorgelesen werden.
mail-quote = Eine zitierte Nachricht wird ausgelassen.
mail-cut = Der Rest wird ausgelassen, weil er sehr lang ist.
mail-empty = Sie enthält keinen Text.
fax-pages = { $count ->
    [one] Es hat eine Seite.
   *[other] Es hat { $count } Seiten.
}
fax-unread = Faxe werden nicht vorgelesen. Sie können es am Bildschirm ansehen.
report-failed = Ihre Nachricht an { $name } konnte nicht zugestellt werden.
    .unspoken = Eine Ihrer Nachrichten konnte nicht zugestellt werden.
report-delayed = Ihre Nachricht an { $name } ist noch nicht zugestellt. Es wird weiter versucht.
    .unspoken = Eine Ihrer Nachrichten ist noch nicht zugestellt. Es wird weiter versucht.
report-delivered = Ihre Nachricht an { $name } ist angekommen.
    .unspoken = Eine Ihrer Nachrichten ist angekommen.
report-read = Ihre Nachricht an { $name } wurde gelesen oder gehört.
    .unspoken = Eine Ihrer Nachrichten wurde gelesen oder gehört.
report-deleted = Ihre Nachricht an { $name } wurde gelöscht.
    .unspoken = Eine Ihrer Nachrichten wurde gelöscht.
report-others = { $count ->
    [one] Dasselbe gilt für einen weiteren Empfänger.
   *[other] Dasselbe gilt für { $count } weitere Empfänger.
}
report-unknown = Eine Rückmeldung zu einer Ihrer Nachrichten. Sie können sie am Bildschirm lesen.

## Der Inhaber verschickt, antwortet und leitet weiter. $count ist eine Zahl von Nachrichten oder Empfängern, $key eine
## Taste, $name und $number die eines Kollegen, $moment, wann eine Nachricht verschickt wird.

menu-unfinished = { $count ->
    [one] Es gibt eine unfertige Nachricht.
   *[other] Es gibt { $count } unfertige Nachrichten.
}
offer-unfinished = Unfertige Nachrichten: { $key }.
offer-outbox = Noch nicht verschickte Nachrichten: { $key }.
offer-send-message = Nachricht verschicken: { $key }.
offer-options = Antworten, weiterleiten oder zurückrufen: { $key }.
offer-go-on = Fertigstellen: { $key }.
offer-reply = Antworten: { $key }.
offer-reply-all = Allen antworten: { $key }.
offer-forward = Weiterleiten: { $key }.
offer-call-back = Zurückrufen: { $key }.
offer-send-it = Zum Senden drücken Sie { $key }.
offer-put-aside = Weglegen: { $key }.
help-unfinished = { $key } spielt die Nachrichten, die noch nicht fertig sind.
help-outbox = { $key } spielt die Nachrichten, die noch verschickt werden.
help-send-message = { $key } lässt Sie eine Nachricht sprechen und verschicken.
help-options = { $key } lässt Sie mehr mit dieser Nachricht tun.
help-go-on = { $key } macht mit dieser unfertigen Nachricht weiter.
help-reply = { $key } lässt Sie dem Absender antworten.
help-reply-all = { $key } lässt Sie dem Absender und allen anderen antworten.
help-forward-on = { $key } leitet die Nachricht mit Ihrem Kommentar weiter.
help-call-back = { $key } verbindet Sie mit dem Absender.
help-slower = { $key } spielt sie langsamer.
help-louder = { $key } spielt sie lauter.
help-faster = { $key } spielt sie schneller.
help-back-to-message = { $key } führt zurück zur Nachricht.
help-send-it = { $key } verschickt die Nachricht.
help-receipt = { $key } lässt Sie wissen, wann sie angekommen und gehört ist, oder nicht.
help-later = { $key } verschickt sie zu einer späteren Zeit.
help-recipients = { $key } fügt Empfänger hinzu.
help-put-aside = { $key } behält sie bei Ihren unfertigen Nachrichten.
message-to = An { $name }.
    .unspoken = An { $number }.
message-to-others = { $count ->
    [one] Und an einen weiteren Empfänger.
   *[other] Und an { $count } weitere Empfänger.
}
send-to = An wen? Geben Sie bitte die Nebenstelle ein und dann die Raute.
sender-number = Wessen Nachrichten? Geben Sie bitte die Nummer ein, wie Sie sie wählen würden, und dann die Raute.
send-to-more = Geben Sie eine weitere Nebenstelle ein, oder drücken Sie die Raute.
send-unknown = Diese Nebenstelle hat niemand.
send-added = An { $name }.
    .unspoken = An { $number }.
send-nobody = Es wird keine Nachricht verschickt.
send-speak = Sprechen Sie bitte nach dem Ton. Die Raute beendet die Aufnahme.
send-nothing = Es wurde nichts aufgenommen.
send-too-large = Diese Nachricht ist zu groß, um sie am Telefon weiterzuleiten.
send-kept = Sie liegt bei Ihren unfertigen Nachrichten.
send-held = Sie wird verschickt, wenn Sie auflegen.
send-at = Sie wird verschickt: { $moment }.
send-not-urgent = Nicht dringend.
send-not-confidential = Nicht vertraulich.
send-receipt = Sie erfahren, wann sie angekommen und gehört ist.
send-no-receipt = Sie erfahren nicht, was aus ihr wird.
later-day = Geben Sie bitte Tag und Monat vierstellig ein. Für heute drücken Sie die Raute.
later-time = Geben Sie bitte Stunde und Minute vierstellig ein.
later-wrong = Diese Zeit gibt es nicht, oder sie ist vorbei.
later-not = Sie wird nicht später verschickt, sondern wenn Sie auflegen.
call-over = Das Gespräch ist beendet.
call-busy = Die Leitung ist besetzt.
call-no-answer = Es meldet sich niemand.
call-impossible = Dieser Anruf ist nicht möglich.

## Die Nummer, die probiert, was von einem Notruf gesagt wird. $name ist der Ort, $number die Nebenstelle.

help-test = Dies ist eine Probe, und niemand wird gerufen. Ihre Nummer ist { $number }. Ihr Telefon steht hier: { $name }.
    .unspoken = Dies ist eine Probe, und niemand wird gerufen. Ihre Nummer ist { $number }. Es ist bekannt, wo Ihr Telefon steht.
help-test-no-place = Dies ist eine Probe, und niemand wird gerufen. Ihre Nummer ist { $number }. Es ist nicht bekannt, wo Ihr Telefon steht.

## Überall in den Menüs.

key-unknown = Diese Taste hat hier keine Bedeutung.
goodbye = Auf Wiederhören.

## Messages that the people of the demo company find.

demo-message-delivery = Guten Tag, hier ist das Lager. Ihre Lieferung ist angekommen und liegt an Tor drei zur Abholung bereit. Wir sind bis achtzehn Uhr da. Vielen Dank, auf Wiederhören.
demo-message-appointment = Guten Morgen. Ich rufe wegen unseres Termins am Donnerstag an. Mir ist etwas dazwischengekommen, und ich würde gern auf Freitag um dieselbe Zeit verschieben. Bitte rufen Sie mich zurück. Danke.

## Languages: was einem Anrufer angeboten wird, jede Sprache in ihren Worten.

language-offer = Für Deutsch drücken Sie die { $key }.

## Distribution lists. $number is a list's number or an extension, $count how many, $name a person or an address.

offer-lists = Zu Ihren Verteilerlisten kommen Sie mit der { $key }.
help-lists = { $key } ist für Ihre Verteilerlisten.
lists-which = Welche Liste? Bitte geben Sie ihre Nummer ein, und dann die Rautetaste. Um zurückzugehen, drücken Sie nur die Rautetaste.
lists-numbers = Ihre Listen haben die Nummern eins bis neunundneunzig. Andere gibt es nicht.
list-is = Liste { $number }. Empfänger: { $count }.
offer-list-hear = Wer darauf steht, hören Sie mit der { $key }.
offer-list-add = Zum Hinzufügen drücken Sie die { $key }.
offer-list-remove = Um jemanden zu streichen, drücken Sie die { $key }.
offer-list-delete = Um die Liste zu löschen, drücken Sie die { $key }.
help-list-hear = { $key } sagt Ihnen, wer auf der Liste steht.
help-list-add = { $key } fügt jemanden hinzu.
help-list-remove = { $key } streicht jemanden.
help-list-delete = { $key } löscht die ganze Liste.
list-member = { $name }.
    .unspoken = Nebenstelle { $number }.
list-address = { $name }.
    .unspoken = Eine E-Mail-Adresse.
list-own-list = Ihre Liste { $number }.
list-company-list = Die Liste { $number } der Firma.
list-add = Wer kommt hinzu? Geben Sie die Nebenstelle ein, Null, um einen Namen zu buchstabieren, oder Stern und die Nummer einer Liste, und dann die Rautetaste. Zum Beenden drücken Sie nur die Rautetaste.
list-remove = Wer wird gestrichen? Geben Sie die Nebenstelle ein, Null, um einen Namen zu buchstabieren, oder Stern und die Nummer einer Liste, und dann die Rautetaste.
list-added = Hinzugefügt.
list-removed = Gestrichen.
list-has-it = Das steht schon auf der Liste.
list-has-it-not = Das steht nicht auf der Liste.
list-full = Diese Liste ist voll. Eine Liste hat höchstens neunundneunzig Empfänger.
confirm-delete-list = Die Liste wird gelöscht.
list-deleted = Die Liste ist gelöscht.
send-by-name = Um einen Namen zu buchstabieren, geben Sie Null ein, und dann die Raute.
send-by-own-list = Für eine Ihrer Listen geben Sie Stern und ihre Nummer ein, und dann die Raute.
send-by-list = Für eine Liste der Firma geben Sie zweimal Stern und ihre Nummer ein, und dann die Raute.
send-no-list = Diese Liste gibt es nicht.
send-list-added = Empfänger auf dieser Liste: { $count }.
send-too-many = Das sind zu viele Empfänger für eine Nachricht.
message-to-address = An { $name }.
    .unspoken = An eine E-Mail-Adresse.

## A mailbox that several share. $name and $number are the group's.

offer-shared = Für ein gemeinsames Postfach drücken Sie die { $key }.
help-shared = { $key } öffnet ein Postfach, das Sie mit anderen teilen.
shared-mailbox = Das Postfach { $name }.
    .unspoken = Das Postfach { $number }.

## The names of the levels of the menus: displays show them, and they are said to whoever sees the keys.

level-main = Hauptmenü.
level-kinds = Auswahl der Nachrichten.
level-message = Nachricht.
level-options = Mehr zu dieser Nachricht.
level-review = Vor dem Senden.
level-settings = Einstellungen.
level-greetings = Begrüßungen.
level-greeting = Begrüßung.
level-recorded = Ihre Aufnahme.
level-transfer = Wohin Anrufer verbunden werden.
level-outcall = Anrufe bei neuen Nachrichten.
level-forwarding = Rufumleitung.
level-reach = Wo Anrufer Sie erreichen.
level-list = Verteilerliste.
level-pick = Ihre Wahl.
level-confirm = Sind Sie sicher?
