# Ciò che la voce dice in italiano. Un messaggio Fluent è un annuncio.
#
# Il testo tra due argomenti è una registrazione; numeri, date e durate sono composti di parole registrate. Un annuncio con un
# nome ha l'attributo `.unspoken` per le macchine che non sanno pronunciare i nomi.

## Messaggi di benvenuto.

greeting-no-answer = { $name } non può rispondere. La preghiamo di lasciare un messaggio dopo il segnale acustico.
    .unspoken = L'interno { $number } non risponde. La preghiamo di lasciare un messaggio dopo il segnale acustico.
greeting-busy = { $name } è al telefono. La preghiamo di lasciare un messaggio dopo il segnale acustico.
    .unspoken = L'interno { $number } è occupato. La preghiamo di lasciare un messaggio dopo il segnale acustico.

## Quando qualcosa non va.

trouble-not-now = Siamo spiacenti. Al momento c'è un problema tecnico. La preghiamo di richiamare più tardi. Arrivederci.
trouble-mailbox-full = Siamo spiacenti. Al momento non è possibile registrare messaggi. La preghiamo di richiamare più tardi. Arrivederci.
trouble-no-messages = Al momento i Suoi messaggi non sono disponibili. Può modificare le impostazioni.
trouble-not-saved = Siamo spiacenti. La modifica non è stata salvata.

## Un valore da solo.

say-count = { $count }.
say-digits = { $digits }.
say-moment = { $moment }.
say-duration = { $duration }.

## Messaggi di assenza.

greeting-vacation = { $name } è in ferie. La preghiamo di lasciare un messaggio dopo il segnale acustico.
    .unspoken = All'interno { $number } non c'è nessuno per ferie. La preghiamo di lasciare un messaggio dopo il segnale acustico.
greeting-break = { $name } è in pausa. La preghiamo di lasciare un messaggio dopo il segnale acustico.
    .unspoken = All'interno { $number } è l'ora della pausa. La preghiamo di lasciare un messaggio dopo il segnale acustico.
greeting-off-hours = Sta chiamando { $name } fuori dall'orario di lavoro. La preghiamo di lasciare un messaggio dopo il segnale acustico.
    .unspoken = Sta chiamando l'interno { $number } fuori dall'orario di lavoro. La preghiamo di lasciare un messaggio dopo il segnale acustico.
greeting-presence = { $name } non è disponibile al momento. La preghiamo di lasciare un messaggio dopo il segnale acustico.
    .unspoken = L'interno { $number } non è disponibile al momento. La preghiamo di lasciare un messaggio dopo il segnale acustico.

## Chi chiama lascia un messaggio.

deposit-thanks = Grazie. Il Suo messaggio è stato registrato. Arrivederci.
deposit-limit = È stata raggiunta la durata massima di un messaggio. Quanto ha detto è stato registrato. Arrivederci.
deposit-nothing = Non è stato registrato nulla. Arrivederci.
deposit-cut-short = Siamo spiacenti. La registrazione si è interrotta. Quanto ha detto fino a quel momento è stato conservato. Arrivederci.

## Accesso.

login-extension = Digiti il Suo interno, seguito da cancelletto.
login-pin = Digiti il Suo PIN, seguito da cancelletto.
login-own-pin = Digiti il Suo PIN, seguito da cancelletto. Per un'altra casella vocale, prema asterisco.
login-wrong = I dati inseriti non sono corretti.
login-locked = L'accesso a questa casella vocale è bloccato per qualche tempo. La preghiamo di riprovare più tardi. Arrivederci.

## Modifica del PIN.

pin-new = Digiti il Suo nuovo PIN, seguito da cancelletto.
pin-again = Lo digiti ancora una volta, seguito da cancelletto.
pin-changed = Il Suo PIN è stato modificato.
pin-differs = I due PIN non erano uguali.
pin-refused = Questo PIN è troppo corto, o troppo facile da indovinare.
pin-kept = Il Suo PIN resta quello di prima.

## Menu della casella vocale.

menu-new = { $count ->
    [one] Ha un nuovo messaggio.
   *[other] Ha { $count } nuovi messaggi.
}
menu-no-new = Non ha nuovi messaggi.
menu-no-messages = Non ha messaggi.
menu-almost-full = La Sua casella vocale è quasi piena. La preghiamo di eliminare ciò che non Le serve più.
menu-full = La Sua casella vocale è piena. La preghiamo di eliminare ciò che non Le serve più, per ricevere di nuovo le e-mail.
list-no-new = Non ci sono nuovi messaggi.
list-no-old = Non ci sono vecchi messaggi.
list-end = Non ci sono altri messaggi.
list-first = Questo è il primo messaggio.

## Tasti dei menu.

offer-new = Per i nuovi messaggi, prema { $key }.
offer-old = Per i vecchi messaggi, prema { $key }.
offer-settings = Per le impostazioni, prema { $key }.
offer-pin = Per modificare il PIN, prema { $key }.
offer-help = Per la guida, prema { $key }.
offer-end = Per terminare, prema { $key }.
offer-again = Per riascoltare, prema { $key }.
offer-keep = Per conservare e proseguire, prema { $key }.
offer-delete = Per cancellare, prema { $key }.
offer-more = Per altre opzioni, prema { $key }.
offer-menu = Per il menu, prema { $key }.
help-new = Il tasto { $key } riproduce i nuovi messaggi.
help-old = Il tasto { $key } riproduce i vecchi messaggi.
help-settings = Il tasto { $key } porta alle impostazioni.
help-pin = Il tasto { $key } modifica il PIN.
help-help = Il tasto { $key } spiega a che cosa servono i tasti.
help-end = Il tasto { $key } termina la chiamata.
help-again = Il tasto { $key } riproduce di nuovo il messaggio.
help-keep = Il tasto { $key } lo conserva e passa al successivo.
help-delete = Il tasto { $key } lo cancella; il messaggio finisce nel cestino.
help-back = Il tasto { $key } torna indietro di cinque secondi.
help-pause = Il tasto { $key } mette in pausa e poi riprende.
help-forward = Il tasto { $key } va avanti di cinque secondi.
help-previous = Il tasto { $key } riproduce il messaggio precedente.
help-envelope = Il tasto { $key } dice chi ha chiamato e quando.
help-next = Il tasto { $key } passa al successivo e lascia questo com'era.
help-menu = Il tasto { $key } riporta al menu.

## Un messaggio.

message-number = Messaggio { $count }.
message-from-person = Da { $name }.
    .unspoken = Dal numero { $number }.
message-from-name = Da { $name }.
    .unspoken = Da un chiamante senza numero.
message-from-number = Dal numero { $number }.
message-from-unknown = Da un chiamante sconosciuto.
message-at = { $moment }.
message-paused = In pausa.
message-deleted = Cancellato.
message-unplayable = Questo messaggio non può essere riprodotto.

## Prova della chiamata di emergenza.

help-test = Questa è una prova e nessuno viene chiamato. Il Suo numero è { $number }. Il Suo telefono si trova qui: { $name }.
    .unspoken = Questa è una prova e nessuno viene chiamato. Il Suo numero è { $number }. La posizione del Suo telefono è nota.
help-test-no-place = Questa è una prova e nessuno viene chiamato. Il Suo numero è { $number }. La posizione del Suo telefono non è nota.

## Ovunque nei menu.

key-unknown = Questo tasto qui non ha alcuna funzione.
goodbye = Arrivederci.

## Messaggi della società dimostrativa.

demo-message-delivery = Buongiorno, qui è il magazzino. La Sua consegna è arrivata ed è pronta per il ritiro all'ingresso tre. Siamo qui fino alle diciotto. Grazie, arrivederci.
demo-message-appointment = Buongiorno. Chiamo per il nostro appuntamento di giovedì. Ho avuto un imprevisto, e vorrei spostarlo a venerdì alla stessa ora. La prego di richiamarmi. Grazie.

## Il menu del titolare: tutti i messaggi.

menu-new-voice = { $count ->
    [one] Ha un nuovo messaggio vocale.
   *[other] Ha { $count } nuovi messaggi vocali.
}
menu-new-mail = { $count ->
    [one] Una nuova e-mail.
   *[other] { $count } nuove e-mail.
}
menu-new-fax = { $count ->
    [one] Un nuovo fax.
   *[other] { $count } nuovi fax.
}
menu-reports = { $count ->
    [one] Ci sono notizie di un messaggio che ha inviato.
   *[other] Ci sono notizie di { $count } messaggi che ha inviato.
}
offer-reports = Per notizie dei messaggi inviati, prema { $key }.
offer-kinds = Per scegliere i messaggi per tipo o mittente, prema { $key }.
offer-new-voice = Per i nuovi messaggi vocali, prema { $key }.
offer-old-voice = Per i vecchi messaggi vocali, prema { $key }.
offer-new-mail = Per le nuove e-mail e i nuovi fax, prema { $key }.
offer-old-mail = Per le vecchie e-mail e i vecchi fax, prema { $key }.
offer-sender = Per i messaggi di un mittente, prema { $key }.
help-reports = Il tasto { $key } dice che ne è stato dei messaggi inviati.
help-kinds = Il tasto { $key } fa scegliere i messaggi per tipo o mittente.
help-new-voice = Il tasto { $key } riproduce i nuovi messaggi vocali.
help-old-voice = Il tasto { $key } riproduce i vecchi messaggi vocali.
help-new-mail = Il tasto { $key } legge ad alta voce le nuove e-mail e annuncia i nuovi fax.
help-old-mail = Il tasto { $key } legge ad alta voce le vecchie e-mail e annuncia i vecchi fax.
help-sender = Il tasto { $key } riproduce i messaggi di un mittente.
help-back-sentence = Il tasto { $key } torna indietro di una frase.
help-forward-sentence = Il tasto { $key } va avanti di una frase.
list-none = Non ce ne sono.
message-mail = Una e-mail.
message-fax = Un fax.
message-report = Un avviso.
message-urgent = Urgente.
message-confidential = Riservato.
message-receipt = Il mittente desidera sapere quando lo avrà ascoltato.
mail-subject = Oggetto.
mail-sentence = { $text }
    .unspoken = Al momento non può essere letto ad alta voce.
mail-quote = Un messaggio citato viene omesso.
mail-cut = Il resto viene omesso per la sua lunghezza.
mail-empty = Non contiene testo.
fax-pages = { $count ->
    [one] Ha una pagina.
   *[other] Ha { $count } pagine.
}
fax-unread = I fax non vengono letti ad alta voce. Può vederlo sullo schermo.
report-failed = Il Suo messaggio a { $name } non ha potuto essere consegnato.
    .unspoken = Uno dei Suoi messaggi non ha potuto essere consegnato.
report-delayed = Il Suo messaggio a { $name } non è ancora stato consegnato. Si farà un altro tentativo.
    .unspoken = Uno dei Suoi messaggi non è ancora stato consegnato. Si farà un altro tentativo.
report-delivered = Il Suo messaggio a { $name } è arrivato.
    .unspoken = Uno dei Suoi messaggi è arrivato.
report-read = Il Suo messaggio a { $name } è stato letto o ascoltato.
    .unspoken = Uno dei Suoi messaggi è stato letto o ascoltato.
report-deleted = Il Suo messaggio a { $name } è stato cancellato.
    .unspoken = Uno dei Suoi messaggi è stato cancellato.
report-others = { $count ->
    [one] Lo stesso vale per un altro destinatario.
   *[other] Lo stesso vale per altri { $count } destinatari.
}
report-unknown = Un avviso su uno dei Suoi messaggi. Può leggerlo sullo schermo.

## Languages

language-offer = Per l'italiano, prema { $key }.

ask-number = Digiti l'interno, seguito da cancelletto. Per cercare per nome, prema soltanto cancelletto.
ask-name = Digiti le prime lettere del nome sulla tastiera. Per un interno, prema soltanto cancelletto.
ask-nobody = Non è stato trovato nessuno.
ask-match = Per { $name }, interno { $number }, prema { $key }.
    .unspoken = Per l'interno { $number }, prema { $key }.
ask-more = Per altri nomi, prema { $key }.
ask-again = Per cercare di nuovo, prema { $key }.
attendant-welcome = Buongiorno, e grazie per la chiamata.
attendant-night = Grazie per la chiamata. A quest'ora i nostri uffici sono chiusi.
attendant-weekend = Grazie per la chiamata. I nostri uffici sono chiusi nel fine settimana.
attendant-holiday = Grazie per la chiamata. Oggi è festivo e i nostri uffici sono chiusi.
attendant-break = Grazie per la chiamata. Stiamo facendo una breve pausa.
attendant-menu = Scelga un'opzione.
attendant-text = { $name }.
    .unspoken = Grazie per la chiamata.
attendant-option = Per { $name }, prema { $key }.
    .unspoken = C'è una scelta sul tasto { $key }.
attendant-connects = Un momento, prego. La stiamo collegando.
attendant-not-reached = Al momento lì non è raggiungibile nessuno.
offer-presence = Per dire dove si trova, prema { $key }.
offer-greetings = Per i Suoi messaggi di benvenuto, prema { $key }.
offer-messages = Per scegliere se chi chiama può lasciare un messaggio, prema { $key }.
offer-transfer = Per scegliere dove viene collegato chi chiama, prema { $key }.
help-presence = Il tasto { $key } riguarda la Sua presenza.
help-greetings = Il tasto { $key } porta ai Suoi messaggi di benvenuto.
help-messages = Il tasto { $key } permette o no di lasciare un messaggio.
help-transfer = Il tasto { $key } riguarda il numero con cui viene collegato chi chiama.
offer-this = Prema { $key }.
offer-back = Per tornare indietro, prema { $key }.
help-pick = Scelga con il numero.
help-settings-back = Il tasto { $key } riporta indietro.
presence-now = In questo momento:
presence-chosen = Da adesso in poi:
offer-greeting-of-presence = Per il messaggio di una presenza, prema { $key }.
offer-greeting-of-occasion = Per le occasioni particolari, prema { $key }.
offer-greeting-of-day = Per il messaggio di oggi, prema { $key }.
offer-greeting-alternative = Per il messaggio alternativo, prema { $key }.
offer-greeting-name = Per registrare il Suo nome, prema { $key }.
offer-greeting-kind = Per cambiare ciò che registra, prema { $key }.
offer-greetings-delete = Per cancellare tutti i Suoi messaggi di benvenuto, prema { $key }.
help-greeting-of-presence = Il tasto { $key } porta ai messaggi secondo la Sua presenza.
help-greeting-of-occasion = Il tasto { $key } porta ai messaggi per i colleghi, per quando è al telefono e per dopo l'orario.
help-greeting-of-day = Il tasto { $key } riguarda un messaggio valido oggi, fino a mezzanotte.
help-greeting-alternative = Il tasto { $key } riguarda un messaggio che precede gli altri finché è attivo.
help-greeting-name = Il tasto { $key } registra il Suo nome, come lo sente chi chiama.
help-greeting-kind = Il tasto { $key } passa da messaggi interi al solo nome e viceversa.
help-greetings-delete = Il tasto { $key } cancella tutti i Suoi messaggi e il Suo nome.
offer-greeting-hear = Per ascoltarlo, prema { $key }.
offer-greeting-record = Per registrarlo, prema { $key }.
offer-greeting-delete = Per cancellarlo, prema { $key }.
offer-greeting-switch = Per attivarlo o disattivarlo, prema { $key }.
offer-greeting-language = Per un'altra lingua, prema { $key }.
help-greeting-hear = Il tasto { $key } lo riproduce.
help-greeting-record = Il tasto { $key } lo registra di nuovo.
help-greeting-delete = Il tasto { $key } lo cancella; chi chiama sente allora il messaggio standard.
help-greeting-switch = Il tasto { $key } lo attiva o lo disattiva.
help-greeting-language = Il tasto { $key } passa alla lingua successiva.
greeting-is-recorded = È registrato.
greeting-is-none = Non è registrato.
greeting-is-on = È attivo.
greeting-is-off = È disattivato.
greeting-deleted = Cancellato.
greetings-deleted = Tutti i Suoi messaggi di benvenuto sono stati cancellati.
greeting-kind-individual = Lei registra messaggi interi.
greeting-kind-personalised = Lei registra soltanto il Suo nome. Il resto viene detto per Lei.
record-greeting = Pronunci il Suo messaggio dopo il segnale acustico e poi prema cancelletto.
record-name = Pronunci il Suo nome dopo il segnale acustico e poi prema cancelletto.
recorded-kept = È stato conservato.
recorded-discarded = Non è stato conservato.
recorded-silent = Non si è sentito nulla.
offer-recorded-hear = Per ascoltarlo, prema { $key }.
offer-recorded-keep = Per conservarlo, prema { $key }.
offer-recorded-again = Per registrarlo di nuovo, prema { $key }.
offer-recorded-discard = Per lasciare tutto com'era, prema { $key }.
help-recorded-hear = Il tasto { $key } riproduce ciò che ha registrato.
help-recorded-keep = Il tasto { $key } lo conserva; chi chiama lo sente dalla prossima chiamata.
help-recorded-again = Il tasto { $key } lo registra di nuovo.
help-recorded-discard = Il tasto { $key } lascia tutto com'era.
confirm-delete-all = Tutti i Suoi messaggi e il Suo nome saranno cancellati.
offer-confirm = Se è sicuro, prema { $key }.
help-confirm = Il tasto { $key } conferma.
messages-on = Chi chiama può lasciare un messaggio.
messages-off = Chi chiama sente soltanto il Suo messaggio e non può lasciarne uno.
transfer-is = Chi chiama può essere collegato con il { $number }.
transfer-is-off = Il numero è { $number }, ma è disattivato.
transfer-is-none = Chi chiama non viene collegato altrove.
offer-transfer-number = Per digitare un numero, prema { $key }.
offer-transfer-switch = Per attivarlo o disattivarlo, prema { $key }.
offer-transfer-delete = Per cancellarlo, prema { $key }.
help-transfer-number = Il tasto { $key } prende un nuovo numero.
help-transfer-switch = Il tasto { $key } lo attiva o disattiva e conserva il numero.
help-transfer-delete = Il tasto { $key } cancella il numero.
transfer-number = Digiti il numero come lo comporrebbe, seguito da cancelletto.
transfer-wrong = Questo numero non può essere chiamato.
occasion-internal = Per i colleghi.
occasion-external = Per chi chiama da fuori.
occasion-busy = Mentre è al telefono.
occasion-break = Durante le pause.
occasion-off-hours = Dopo l'orario.
state-office = Al lavoro.
state-mobile = In viaggio.
state-home = A casa.
state-vacation = In ferie.
state-meeting = In riunione.
state-sick = In malattia.
state-break = In pausa.
state-out-of-office = Fuori ufficio.
state-holiday = Giorno festivo.
state-lunch = A pranzo.
state-call-me = Mi chiami.
state-do-not-disturb = Non disturbare.
state-custom-1 = Presenza personale uno.
state-custom-2 = Presenza personale due.
state-other = { $name }.
    .unspoken = Un'altra presenza.
in-de-de = In tedesco.
in-en-gb = In inglese.
in-en-us = In inglese americano.
in-fr-fr = In francese.
in-fr-ca = In francese canadese.
in-it-it = In italiano.
in-pt-pt = In portoghese.
in-pt-br = In portoghese brasiliano.
in-es-es = In spagnolo.
in-es-us = In spagnolo americano.
in-tr-tr = In turco.
in-ru-ru = In russo.
in-nl-nl = In olandese.
in-ja-jp = In giapponese.
in-another-language = In un'altra lingua.

deposit-or-transfer = Per lasciare un messaggio, prema { $key }. Per essere collegato con il { $number }, prema { $other }.
deposit-not-reached = Al momento lì non è raggiungibile nessuno. La preghiamo di lasciare un messaggio dopo il segnale acustico.
deposit-discarded = Il Suo messaggio è stato eliminato. Arrivederci.
deposit-kept = Non è stato registrato nulla. Quanto ha detto prima è conservato.
deposit-mailbox-off = Questa casella vocale è disattivata e non accetta messaggi. Arrivederci.
offer-listen = Per ascoltarlo, prema { $key }.
offer-record-again = Per registrarlo di nuovo, prema { $key }.
offer-discard = Per eliminarlo, prema { $key }.
help-listen = Il tasto { $key } riproduce ciò che ha detto.
help-record-again = Il tasto { $key } registra di nuovo.
help-discard = Il tasto { $key } elimina il messaggio.
help-urgent = Il tasto { $key } lo contrassegna come urgente, o no.
help-confidential = Il tasto { $key } lo contrassegna come riservato, o no.
marked-urgent = Il Suo messaggio è urgente.
marked-not-urgent = Il Suo messaggio non è urgente.
marked-confidential = Il Suo messaggio è riservato.
marked-not-confidential = Il Suo messaggio non è riservato.

menu-unfinished = { $count ->
    [one] C'è un messaggio non terminato.
   *[other] Ci sono { $count } messaggi non terminati.
}
offer-unfinished = Per i messaggi non terminati, prema { $key }.
offer-outbox = Per i messaggi in attesa di invio, prema { $key }.
offer-send-message = Per inviare un messaggio, prema { $key }.
offer-options = Per rispondere, inoltrare o richiamare, prema { $key }.
offer-go-on = Per terminarlo, prema { $key }.
offer-reply = Per rispondere, prema { $key }.
offer-reply-all = Per rispondere a tutti, prema { $key }.
offer-forward = Per inoltrarlo, prema { $key }.
offer-call-back = Per richiamare, prema { $key }.
offer-send-it = Per inviarlo, prema { $key }.
offer-put-aside = Per metterlo da parte, prema { $key }.
help-unfinished = Il tasto { $key } riproduce i messaggi non terminati.
help-outbox = Il tasto { $key } riproduce i messaggi in attesa di invio.
help-send-message = Il tasto { $key } permette di inviare un messaggio.
help-options = Il tasto { $key } offre altre possibilità per questo messaggio.
help-go-on = Il tasto { $key } riprende questo messaggio non terminato.
help-reply = Il tasto { $key } permette di rispondere a voce al mittente.
help-reply-all = Il tasto { $key } permette di rispondere a voce al mittente e a tutti gli altri.
help-forward-on = Il tasto { $key } inoltra il messaggio ad altri, con un Suo commento.
help-call-back = Il tasto { $key } La collega con il mittente.
help-slower = Il tasto { $key } riproduce più lentamente.
help-louder = Il tasto { $key } riproduce a volume più alto.
help-faster = Il tasto { $key } riproduce più velocemente.
help-back-to-message = Il tasto { $key } riporta al messaggio.
help-send-it = Il tasto { $key } invia il messaggio.
help-receipt = Il tasto { $key } fa sapere se è arrivato ed è stato ascoltato, o no.
help-later = Il tasto { $key } lo invia più tardi.
help-recipients = Il tasto { $key } aggiunge destinatari.
help-put-aside = Il tasto { $key } lo conserva tra i messaggi non terminati.
message-to = A { $name }.
    .unspoken = Al numero { $number }.
message-to-others = { $count ->
    [one] E a un altro destinatario.
   *[other] E ad altri { $count } destinatari.
}
send-to = A chi è destinato? Digiti l'interno, seguito da cancelletto.
sender-number = Di chi sono i messaggi? Digiti il numero come lo comporrebbe, seguito da cancelletto.
send-to-more = Digiti un altro interno, o prema cancelletto per proseguire.
send-unknown = Nessuno ha questo interno.
send-added = A { $name }.
    .unspoken = Al numero { $number }.
send-nobody = Non viene inviato alcun messaggio.
send-speak = Parli dopo il segnale acustico. Il cancelletto termina la registrazione.
send-nothing = Non è stato registrato nulla.
send-too-large = Questo messaggio è troppo grande per essere inoltrato per telefono.
send-kept = È conservato tra i messaggi non terminati.
send-held = Sarà inviato quando riaggancia.
send-at = Sarà inviato { $moment }.
send-not-urgent = Non urgente.
send-not-confidential = Non riservato.
send-receipt = Saprà quando è arrivato ed è stato ascoltato.
send-no-receipt = Non riceverà notizie del messaggio.
later-day = Digiti giorno e mese con quattro cifre. Per oggi, prema cancelletto.
later-time = Digiti ore e minuti con quattro cifre.
later-wrong = Questo momento non è valido.
later-not = Non sarà inviato più tardi, ma quando riaggancia.
call-over = La chiamata è terminata.
call-busy = La linea è occupata.
call-no-answer = Non risponde nessuno.
call-impossible = Questa chiamata non è possibile.

number-unknown = Il numero chiamato non è attivo. Arrivederci.
pin-ends-soon = { $days ->
    [one] Il Suo PIN scade entro un giorno. Lo cambi al più presto.
   *[other] Il Suo PIN scade tra { $days } giorni. Lo cambi al più presto.
}
pin-must-change = Prima di continuare, Le serve un nuovo PIN.
login-pin-ended = Il Suo PIN è scaduto. Ne chieda uno nuovo all'amministratore. Arrivederci.
login-not-from-here = Da qui non può aprire questa casella. Arrivederci.

## Distribution lists. $number is a list's number or an extension, $count how many, $name a person or an address.

offer-lists = Per le Sue liste di distribuzione, prema { $key }.
help-lists = Il tasto { $key } riguarda le Sue liste di distribuzione.
lists-which = Quale lista? Digiti il suo numero, seguito da cancelletto. Per tornare indietro, prema soltanto cancelletto.
lists-numbers = Le Sue liste hanno i numeri da uno a novantanove. Non ce ne sono altre.
list-is = Lista { $number }. Destinatari: { $count }.
offer-list-hear = Per ascoltare chi ne fa parte, prema { $key }.
offer-list-add = Per aggiungere qualcuno, prema { $key }.
offer-list-remove = Per togliere qualcuno, prema { $key }.
offer-list-delete = Per cancellare la lista, prema { $key }.
help-list-hear = Il tasto { $key } Le dice chi fa parte della lista.
help-list-add = Il tasto { $key } aggiunge qualcuno.
help-list-remove = Il tasto { $key } toglie qualcuno.
help-list-delete = Il tasto { $key } cancella tutta la lista.
list-member = { $name }.
    .unspoken = Interno { $number }.
list-address = { $name }.
    .unspoken = Un indirizzo e-mail.
list-own-list = La Sua lista { $number }.
list-company-list = La lista { $number } dell'azienda.
list-add = Chi vuole aggiungere? Digiti l'interno, zero per scrivere un nome, oppure asterisco e il numero di una lista, seguito da cancelletto. Per finire, prema soltanto cancelletto.
list-remove = Chi vuole togliere? Digiti l'interno, zero per scrivere un nome, oppure asterisco e il numero di una lista, seguito da cancelletto.
list-added = Aggiunto.
list-removed = Tolto.
list-has-it = Fa già parte della lista.
list-has-it-not = Non fa parte della lista.
list-full = Questa lista è piena. Una lista ha al massimo novantanove destinatari.
confirm-delete-list = La lista sarà cancellata.
list-deleted = La lista è stata cancellata.
send-by-name = Per scrivere un nome, digiti zero, seguito da cancelletto.
send-by-own-list = Per una delle Sue liste, digiti asterisco e il suo numero, seguito da cancelletto.
send-by-list = Per una lista dell'azienda, digiti due volte asterisco e il suo numero, seguito da cancelletto.
send-no-list = Questa lista non esiste.
send-list-added = Destinatari di questa lista: { $count }.
send-too-many = Sono troppi destinatari per un messaggio.
message-to-address = A { $name }.
    .unspoken = A un indirizzo e-mail.

## A mailbox that several share. $name and $number are the group's.

offer-shared = Per una casella vocale condivisa, prema { $key }.
help-shared = Il tasto { $key } apre una casella vocale condivisa con altri.
shared-mailbox = La casella vocale di { $name }.
    .unspoken = La casella vocale { $number }.

## Chiamate al titolare e del titolare. $name è il titolare, $number un interno o un numero, $key il tasto.

outcall-for = C'è un messaggio per { $name }.
    .unspoken = C'è un messaggio per l'interno { $number }.
offer-outcall = Per scegliere se essere chiamati quando ci sono messaggi, prema { $key }.
help-outcall = Il tasto { $key } decide se e dove La chiamiamo quando ci sono messaggi.
outcall-is = Quando ci sono messaggi, La chiamiamo al { $number }.
outcall-is-off = Il numero è { $number }, ma al momento non La chiamiamo.
outcall-is-none = Quando ci sono messaggi, non La chiamiamo.
outcall-for-voice = Questo vale per i messaggi vocali.
outcall-for-mail = Questo vale per le e-mail.
offer-outcall-switch = Per attivare o disattivare queste chiamate, prema { $key }.
help-outcall-switch = Il tasto { $key } attiva o disattiva queste chiamate e conserva il numero.
offer-outcall-voice = Per cambiarlo per i messaggi vocali, prema { $key }.
help-outcall-voice = Il tasto { $key } decide se La chiamiamo per i messaggi vocali.
offer-outcall-mail = Per cambiarlo per le e-mail, prema { $key }.
help-outcall-mail = Il tasto { $key } decide se La chiamiamo per le e-mail.
offer-call = Per chiamare qualcuno, prema { $key }.
help-call = Il tasto { $key } La collega con il numero che digita.
offer-forwarding = Per scegliere dove vengono deviate le Sue chiamate, prema { $key }.
help-forwarding = Il tasto { $key } devia le Sue chiamate a un altro numero o alla casella vocale.
forwarding-is = Tutte le Sue chiamate vengono deviate al { $number }.
forwarding-is-voice-mail = Tutte le Sue chiamate vanno alla casella vocale.
forwarding-is-none = Le Sue chiamate non vengono deviate.
offer-forwarding-voice-mail = Per mandare tutte le chiamate alla casella vocale, prema { $key }.
help-forwarding-voice-mail = Il tasto { $key } manda tutte le chiamate alla casella vocale.
offer-forwarding-end = Per terminare la deviazione, prema { $key }.
help-forwarding-end = Il tasto { $key } termina la deviazione.
offer-reach = Per scegliere dove può essere raggiunto in viaggio, prema { $key }.
help-reach = Il tasto { $key } riguarda il numero al quale può essere raggiunto in viaggio.
reach-is = In viaggio può essere raggiunto al { $number }.
reach-is-none = In viaggio non può essere raggiunto.

## I nomi dei livelli del menu: i display li mostrano, e li sente chi vede i tasti.

level-main = Menu principale.
level-kinds = Scelta dei messaggi.
level-message = Messaggio.
level-options = Altro su questo messaggio.
level-review = Prima dell'invio.
level-settings = Impostazioni.
level-greetings = Messaggi di benvenuto.
level-greeting = Messaggio di benvenuto.
level-recorded = La Sua registrazione.
level-transfer = Dove viene collegato chi chiama.
level-outcall = Chiamate per nuovi messaggi.
level-forwarding = Deviazione di chiamata.
level-reach = Dove può essere raggiunto.
level-list = Lista di distribuzione.
level-pick = La Sua scelta.
level-confirm = È sicuro?
