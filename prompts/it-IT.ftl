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
offer-kinds = Per scegliere tra messaggi vocali ed e-mail, prema { $key }.
offer-new-voice = Per i nuovi messaggi vocali, prema { $key }.
offer-old-voice = Per i vecchi messaggi vocali, prema { $key }.
offer-new-mail = Per le nuove e-mail e i nuovi fax, prema { $key }.
offer-old-mail = Per le vecchie e-mail e i vecchi fax, prema { $key }.
help-reports = Il tasto { $key } dice che ne è stato dei messaggi inviati.
help-kinds = Il tasto { $key } fa scegliere tra messaggi vocali ed e-mail.
help-new-voice = Il tasto { $key } riproduce i nuovi messaggi vocali.
help-old-voice = Il tasto { $key } riproduce i vecchi messaggi vocali.
help-new-mail = Il tasto { $key } legge ad alta voce le nuove e-mail e annuncia i nuovi fax.
help-old-mail = Il tasto { $key } legge ad alta voce le vecchie e-mail e annuncia i vecchi fax.
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
