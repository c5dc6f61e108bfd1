# Wat de stem in het Nederlands zegt. Een Fluent-bericht is een mededeling.
#
# De tekst tussen twee argumenten is één opname; getallen, data en lengtes worden uit opgenomen woorden samengesteld. Een mededeling
# met een naam heeft het attribuut `.unspoken` voor machines die geen namen kunnen uitspreken.

## Begroetingen.

greeting-no-answer = { $name } kan uw oproep niet beantwoorden. Spreek een bericht in na de toon.
    .unspoken = Toestel { $number } neemt niet op. Spreek een bericht in na de toon.
greeting-busy = { $name } is in gesprek. Spreek een bericht in na de toon.
    .unspoken = Toestel { $number } is in gesprek. Spreek een bericht in na de toon.

## Als er iets misgaat.

trouble-not-now = Het spijt ons. Er werkt op dit moment iets niet. Belt u later nog eens terug. Tot ziens.
trouble-mailbox-full = Het spijt ons. Op dit moment kan geen bericht worden opgenomen. Belt u later nog eens terug. Tot ziens.
trouble-no-messages = Uw berichten zijn op dit moment niet beschikbaar. Uw instellingen wel.
trouble-not-saved = Het spijt ons. Uw wijziging is niet opgeslagen.

## Een waarde alleen.

say-count = { $count }.
say-digits = { $digits }.
say-moment = { $moment }.
say-duration = { $duration }.

## Begroetingen bij afwezigheid.

greeting-vacation = { $name } is met vakantie. Spreek een bericht in na de toon.
    .unspoken = Toestel { $number } is wegens vakantie niet bezet. Spreek een bericht in na de toon.
greeting-break = { $name } heeft pauze. Spreek een bericht in na de toon.
    .unspoken = Toestel { $number } is wegens pauze niet bezet. Spreek een bericht in na de toon.
greeting-off-hours = U belt { $name } buiten werktijd. Spreek een bericht in na de toon.
    .unspoken = U belt toestel { $number } buiten werktijd. Spreek een bericht in na de toon.
greeting-presence = { $name } is op dit moment niet bereikbaar. Spreek een bericht in na de toon.
    .unspoken = Toestel { $number } is op dit moment niet bereikbaar. Spreek een bericht in na de toon.

## Een beller laat een bericht achter.

deposit-thanks = Dank u wel. Uw bericht is opgenomen. Tot ziens.
deposit-limit = De langste tijd voor een bericht is om. Wat u hebt gezegd, is opgenomen. Tot ziens.
deposit-nothing = Er is niets opgenomen. Tot ziens.
deposit-cut-short = Het spijt ons. De opname is afgebroken. Wat u tot dan toe hebt gezegd, blijft bewaard. Tot ziens.

## Aanmelden.

login-extension = Toets uw toestelnummer in, gevolgd door een hekje.
login-pin = Toets uw pincode in, gevolgd door een hekje.
login-own-pin = Toets uw pincode in, gevolgd door een hekje. Voor een andere voicemail, druk op het sterretje.
login-wrong = Dat was niet juist.
login-locked = De toegang tot deze voicemail is een tijdje geblokkeerd. Probeert u het later nog eens. Tot ziens.

## De pincode wijzigen.

pin-new = Toets uw nieuwe pincode in, gevolgd door een hekje.
pin-again = Nog een keer, alstublieft, gevolgd door een hekje.
pin-changed = Uw pincode is gewijzigd.
pin-differs = De twee waren niet gelijk.
pin-refused = Deze pincode is te kort of gemakkelijk te raden.
pin-kept = Uw pincode blijft zoals hij was.

## Het menu van de voicemail.

menu-new = { $count ->
    [one] U hebt één nieuw bericht.
   *[other] U hebt { $count } nieuwe berichten.
}
menu-no-new = U hebt geen nieuwe berichten.
menu-no-messages = U hebt geen berichten.
menu-almost-full = Uw voicemail is bijna vol. Wis wat u niet meer nodig hebt.
menu-full = Uw voicemail is vol. Wis wat u niet meer nodig hebt, zodat e-mails u weer bereiken.
list-no-new = Er zijn geen nieuwe berichten.
list-no-old = Er zijn geen oude berichten.
list-end = Er zijn geen berichten meer.
list-first = Dit is het eerste bericht.

## Toetsen van de menu's.

offer-new = Voor nieuwe berichten, druk op { $key }.
offer-old = Voor oude berichten, druk op { $key }.
offer-settings = Voor instellingen, druk op { $key }.
offer-pin = Om uw pincode te wijzigen, druk op { $key }.
offer-help = Voor hulp, druk op { $key }.
offer-end = Om te stoppen, druk op { $key }.
offer-again = Om het opnieuw te horen, druk op { $key }.
offer-keep = Om het te bewaren en verder te gaan, druk op { $key }.
offer-delete = Om het te wissen, druk op { $key }.
offer-more = Voor meer mogelijkheden, druk op { $key }.
offer-menu = Voor het menu, druk op { $key }.
help-new = Toets { $key } speelt uw nieuwe berichten af.
help-old = Toets { $key } speelt uw oude berichten af.
help-settings = Toets { $key } brengt u naar uw instellingen.
help-pin = Toets { $key } wijzigt uw pincode.
help-help = Toets { $key } vertelt u wat de toetsen doen.
help-end = Toets { $key } beëindigt het gesprek.
help-again = Toets { $key } speelt het bericht opnieuw af.
help-keep = Toets { $key } bewaart het en gaat naar het volgende.
help-delete = Toets { $key } wist het; het ligt dan in de prullenbak.
help-back = Toets { $key } gaat vijf seconden terug.
help-pause = Toets { $key } pauzeert, en gaat weer verder.
help-forward = Toets { $key } gaat vijf seconden vooruit.
help-previous = Toets { $key } speelt het vorige bericht af.
help-envelope = Toets { $key } vertelt u wie wanneer heeft gebeld.
help-next = Toets { $key } gaat naar het volgende en laat dit zoals het was.
help-menu = Toets { $key } brengt u terug naar het menu.

## Een bericht.

message-number = Bericht { $count }.
message-from-person = Van { $name }.
    .unspoken = Van { $number }.
message-from-name = Van { $name }.
    .unspoken = Van een beller zonder nummer.
message-from-number = Van { $number }.
message-from-unknown = Van een onbekende beller.
message-at = { $moment }.
message-paused = Gepauzeerd.
message-deleted = Gewist.
message-unplayable = Dit bericht kan niet worden afgespeeld.

## De proef van een noodoproep.

help-test = Dit is een proef, en er wordt niemand gebeld. Uw nummer is { $number }. Uw telefoon staat hier: { $name }.
    .unspoken = Dit is een proef, en er wordt niemand gebeld. Uw nummer is { $number }. Het is bekend waar uw telefoon staat.
help-test-no-place = Dit is een proef, en er wordt niemand gebeld. Uw nummer is { $number }. Het is niet bekend waar uw telefoon staat.

## Overal in de menu's.

key-unknown = Deze toets heeft hier geen functie.
goodbye = Tot ziens.

## Berichten van het demonstratiebedrijf.

demo-message-delivery = Goedendag, u spreekt met het magazijn. Uw levering is aangekomen en ligt klaar bij poort drie. Wij zijn er tot achttien uur. Dank u wel, tot ziens.
demo-message-appointment = Goedemorgen. Ik bel over onze afspraak van donderdag. Er is iets tussengekomen, en ik zou die graag naar vrijdag op dezelfde tijd verzetten. Belt u mij alstublieft terug. Dank u wel.

## Het menu van de eigenaar: alle berichten.

menu-new-voice = { $count ->
    [one] U hebt één nieuw spraakbericht.
   *[other] U hebt { $count } nieuwe spraakberichten.
}
menu-new-mail = { $count ->
    [one] Eén nieuwe e-mail.
   *[other] { $count } nieuwe e-mails.
}
menu-new-fax = { $count ->
    [one] Eén nieuwe fax.
   *[other] { $count } nieuwe faxen.
}
menu-reports = { $count ->
    [one] Er is nieuws over een bericht dat u hebt verzonden.
   *[other] Er is nieuws over { $count } berichten die u hebt verzonden.
}
offer-reports = Voor nieuws over verzonden berichten, druk op { $key }.
offer-kinds = Om berichten op soort of afzender te kiezen, druk op { $key }.
offer-new-voice = Voor nieuwe spraakberichten, druk op { $key }.
offer-old-voice = Voor oude spraakberichten, druk op { $key }.
offer-new-mail = Voor nieuwe e-mails en faxen, druk op { $key }.
offer-old-mail = Voor oude e-mails en faxen, druk op { $key }.
offer-sender = Voor berichten van één afzender, druk op { $key }.
help-reports = Toets { $key } vertelt u wat er van verzonden berichten is geworden.
help-kinds = Toets { $key } laat u berichten op soort of afzender kiezen.
help-new-voice = Toets { $key } speelt uw nieuwe spraakberichten af.
help-old-voice = Toets { $key } speelt uw oude spraakberichten af.
help-new-mail = Toets { $key } leest uw nieuwe e-mails voor en noemt nieuwe faxen.
help-old-mail = Toets { $key } leest uw oude e-mails voor en noemt oude faxen.
help-sender = Toets { $key } speelt de berichten van één afzender af.
help-back-sentence = Toets { $key } gaat één zin terug.
help-forward-sentence = Toets { $key } gaat één zin verder.
list-none = Er zijn er geen.
message-mail = Een e-mail.
message-fax = Een fax.
message-report = Een melding.
message-urgent = Dringend.
message-confidential = Vertrouwelijk.
message-receipt = De afzender wil graag weten wanneer u het hebt gehoord.
mail-subject = Onderwerp.
mail-sentence = { $text }
    .unspoken = Dit kan op dit moment niet worden voorgelezen.
mail-quote = Een geciteerd bericht wordt overgeslagen.
mail-cut = De rest wordt overgeslagen vanwege de lengte.
mail-empty = Er staat geen tekst in.
fax-pages = { $count ->
    [one] Hij heeft één pagina.
   *[other] Hij heeft { $count } pagina's.
}
fax-unread = Faxen worden niet voorgelezen. U kunt hem op uw scherm bekijken.
report-failed = Uw bericht aan { $name } kon niet worden bezorgd.
    .unspoken = Een van uw berichten kon niet worden bezorgd.
report-delayed = Uw bericht aan { $name } is nog niet bezorgd. Het wordt opnieuw geprobeerd.
    .unspoken = Een van uw berichten is nog niet bezorgd. Het wordt opnieuw geprobeerd.
report-delivered = Uw bericht aan { $name } is aangekomen.
    .unspoken = Een van uw berichten is aangekomen.
report-read = Uw bericht aan { $name } is gelezen of beluisterd.
    .unspoken = Een van uw berichten is gelezen of beluisterd.
report-deleted = Uw bericht aan { $name } is verwijderd.
    .unspoken = Een van uw berichten is verwijderd.
report-others = { $count ->
    [one] Hetzelfde geldt voor één andere ontvanger.
   *[other] Hetzelfde geldt voor { $count } andere ontvangers.
}
report-unknown = Een melding over een van uw berichten. U kunt die op uw scherm lezen.

## Languages

language-offer = Voor Nederlands, druk op { $key }.

ask-number = Toets het toestelnummer in, gevolgd door een hekje. Om op naam te zoeken, druk alleen op het hekje.
ask-name = Toets de eerste letters van de naam in. Voor een toestelnummer, druk alleen op het hekje.
ask-nobody = Er is niemand gevonden.
ask-match = Voor { $name }, toestel { $number }, druk op { $key }.
    .unspoken = Voor toestel { $number }, druk op { $key }.
ask-more = Voor meer namen, druk op { $key }.
ask-again = Om opnieuw te zoeken, druk op { $key }.
attendant-welcome = Goedendag, en dank u voor het bellen.
attendant-night = Dank u voor het bellen. Ons kantoor is op dit uur gesloten.
attendant-weekend = Dank u voor het bellen. Ons kantoor is in het weekend gesloten.
attendant-holiday = Dank u voor het bellen. Vandaag is een feestdag en ons kantoor is gesloten.
attendant-break = Dank u voor het bellen. We hebben een korte pauze.
attendant-menu = Maakt u een keuze.
attendant-text = { $name }.
    .unspoken = Dank u voor het bellen.
attendant-option = Voor { $name }, druk op { $key }.
    .unspoken = Er is een keuze op toets { $key }.
attendant-connects = Een ogenblik, alstublieft. U wordt doorverbonden.
attendant-not-reached = Daar is op dit moment niemand bereikbaar.
offer-presence = Om te zeggen waar u bent, druk op { $key }.
offer-greetings = Voor uw begroetingen, druk op { $key }.
offer-messages = Om te kiezen of bellers een bericht kunnen achterlaten, druk op { $key }.
offer-transfer = Om te kiezen met wie bellers worden doorverbonden, druk op { $key }.
help-presence = Toets { $key } is voor uw aanwezigheid.
help-greetings = Toets { $key } is voor uw begroetingen.
help-messages = Toets { $key } laat bellers een bericht achterlaten, of niet meer.
help-transfer = Toets { $key } is voor het nummer waarmee bellers worden doorverbonden.
offer-this = Druk op { $key }.
offer-back = Om terug te gaan, druk op { $key }.
help-pick = Kies met het nummer.
help-settings-back = Toets { $key } brengt u terug.
presence-now = Op dit moment:
presence-chosen = Vanaf nu:
offer-greeting-of-presence = Voor de begroeting bij een aanwezigheid, druk op { $key }.
offer-greeting-of-occasion = Voor bijzondere gelegenheden, druk op { $key }.
offer-greeting-of-day = Voor de begroeting van vandaag, druk op { $key }.
offer-greeting-alternative = Voor de alternatieve begroeting, druk op { $key }.
offer-greeting-name = Om uw naam in te spreken, druk op { $key }.
offer-greeting-kind = Om te wijzigen wat u opneemt, druk op { $key }.
offer-greetings-delete = Om al uw begroetingen te wissen, druk op { $key }.
help-greeting-of-presence = Toets { $key } is voor de begroetingen bij uw aanwezigheid.
help-greeting-of-occasion = Toets { $key } is voor begroetingen voor collega's, tijdens gesprekken en na werktijd.
help-greeting-of-day = Toets { $key } is voor een begroeting die vandaag geldt, tot middernacht.
help-greeting-alternative = Toets { $key } is voor een begroeting die voor de andere gaat zolang zij aan staat.
help-greeting-name = Toets { $key } is voor uw naam, zoals bellers die horen.
help-greeting-kind = Toets { $key } wisselt tussen hele begroetingen en alleen uw naam.
help-greetings-delete = Toets { $key } wist al uw begroetingen en uw naam.
offer-greeting-hear = Om die te horen, druk op { $key }.
offer-greeting-record = Om die in te spreken, druk op { $key }.
offer-greeting-delete = Om die te wissen, druk op { $key }.
offer-greeting-switch = Om die in of uit te schakelen, druk op { $key }.
offer-greeting-language = Voor een andere taal, druk op { $key }.
help-greeting-hear = Toets { $key } speelt die af.
help-greeting-record = Toets { $key } neemt die opnieuw op.
help-greeting-delete = Toets { $key } wist die; bellers horen dan de standaardbegroeting.
help-greeting-switch = Toets { $key } schakelt die in of uit.
help-greeting-language = Toets { $key } gaat naar de volgende taal.
greeting-is-recorded = Die is opgenomen.
greeting-is-none = Die is niet opgenomen.
greeting-is-on = Die staat aan.
greeting-is-off = Die staat uit.
greeting-deleted = Gewist.
greetings-deleted = Al uw begroetingen zijn gewist.
greeting-kind-individual = U neemt hele begroetingen op.
greeting-kind-personalised = U neemt alleen uw naam op. De rest wordt voor u gezegd.
record-greeting = Spreek uw begroeting in na de toon, en druk dan op het hekje.
record-name = Zeg uw naam na de toon, en druk dan op het hekje.
recorded-kept = De opname is bewaard.
recorded-discarded = De opname is niet bewaard.
recorded-silent = Er was niets te horen.
offer-recorded-hear = Om de opname te horen, druk op { $key }.
offer-recorded-keep = Om de opname te bewaren, druk op { $key }.
offer-recorded-again = Om opnieuw op te nemen, druk op { $key }.
offer-recorded-discard = Om het te laten zoals het was, druk op { $key }.
help-recorded-hear = Toets { $key } speelt af wat u hebt opgenomen.
help-recorded-keep = Toets { $key } bewaart het; bellers horen het vanaf het volgende gesprek.
help-recorded-again = Toets { $key } neemt opnieuw op.
help-recorded-discard = Toets { $key } laat alles zoals het was.
confirm-delete-all = Al uw begroetingen en uw naam worden gewist.
offer-confirm = Als u het zeker weet, druk op { $key }.
help-confirm = Toets { $key } voert het uit.
messages-on = Bellers kunnen een bericht achterlaten.
messages-off = Bellers horen alleen uw begroeting en kunnen geen bericht achterlaten.
transfer-is = Bellers kunnen worden doorverbonden met { $number }.
transfer-is-off = Het nummer is { $number }, maar het is uitgeschakeld.
transfer-is-none = Bellers worden niet doorverbonden.
offer-transfer-number = Om een nummer in te toetsen, druk op { $key }.
offer-transfer-switch = Om het in of uit te schakelen, druk op { $key }.
offer-transfer-delete = Om het te wissen, druk op { $key }.
help-transfer-number = Toets { $key } neemt een nieuw nummer aan.
help-transfer-switch = Toets { $key } schakelt het in of uit en bewaart het nummer.
help-transfer-delete = Toets { $key } wist het nummer.
transfer-number = Toets het nummer in zoals u het zou kiezen, gevolgd door een hekje.
transfer-wrong = Dit nummer kan niet worden gebeld.
occasion-internal = Voor collega's.
occasion-external = Voor bellers van buiten.
occasion-busy = Terwijl u in gesprek bent.
occasion-break = Tijdens pauzes.
occasion-off-hours = Buiten werktijd.
state-office = Op het werk.
state-mobile = Onderweg.
state-home = Thuis.
state-vacation = Met vakantie.
state-meeting = In een vergadering.
state-sick = Ziek.
state-break = Pauze.
state-out-of-office = Niet op kantoor.
state-holiday = Feestdag.
state-lunch = Aan het lunchen.
state-call-me = Bel mij.
state-do-not-disturb = Niet storen.
state-custom-1 = Eigen aanwezigheid één.
state-custom-2 = Eigen aanwezigheid twee.
state-other = { $name }.
    .unspoken = Een andere aanwezigheid.
in-de-de = In het Duits.
in-en-gb = In het Engels.
in-en-us = In het Amerikaans Engels.
in-fr-fr = In het Frans.
in-fr-ca = In het Canadees Frans.
in-it-it = In het Italiaans.
in-pt-pt = In het Portugees.
in-pt-br = In het Braziliaans Portugees.
in-es-es = In het Spaans.
in-es-us = In het Amerikaans Spaans.
in-tr-tr = In het Turks.
in-ru-ru = In het Russisch.
in-nl-nl = In het Nederlands.
in-ja-jp = In het Japans.
in-another-language = In een andere taal.

deposit-or-transfer = Om een bericht achter te laten, druk op { $key }. Om met { $number } te worden doorverbonden, druk op { $other }.
deposit-not-reached = Daar is op dit moment niemand bereikbaar. Spreek een bericht in na de toon.
deposit-discarded = Uw bericht is verwijderd. Tot ziens.
deposit-kept = Er is niets opgenomen. Wat u eerder hebt gezegd, blijft bewaard.
deposit-mailbox-off = Deze voicemail is uitgeschakeld en neemt geen berichten aan. Tot ziens.
offer-listen = Om het te horen, druk op { $key }.
offer-record-again = Om het opnieuw in te spreken, druk op { $key }.
offer-discard = Om het te verwijderen, druk op { $key }.
help-listen = Toets { $key } speelt af wat u hebt gezegd.
help-record-again = Toets { $key } neemt opnieuw op.
help-discard = Toets { $key } verwijdert het bericht.
help-urgent = Toets { $key } markeert het als dringend, of niet.
help-confidential = Toets { $key } markeert het als vertrouwelijk, of niet.
marked-urgent = Uw bericht is dringend.
marked-not-urgent = Uw bericht is niet dringend.
marked-confidential = Uw bericht is vertrouwelijk.
marked-not-confidential = Uw bericht is niet vertrouwelijk.

menu-unfinished = { $count ->
    [one] Er is één onvoltooid bericht.
   *[other] Er zijn { $count } onvoltooide berichten.
}
offer-unfinished = Voor onvoltooide berichten, druk op { $key }.
offer-outbox = Voor berichten die nog verzonden worden, druk op { $key }.
offer-send-message = Om een bericht te verzenden, druk op { $key }.
offer-options = Om te antwoorden, door te sturen of terug te bellen, druk op { $key }.
offer-go-on = Om het af te maken, druk op { $key }.
offer-reply = Om te antwoorden, druk op { $key }.
offer-reply-all = Om allen te antwoorden, druk op { $key }.
offer-forward = Om het door te sturen, druk op { $key }.
offer-call-back = Om terug te bellen, druk op { $key }.
offer-send-it = Om het te verzenden, druk op { $key }.
offer-put-aside = Om het opzij te leggen, druk op { $key }.
help-unfinished = Toets { $key } speelt de berichten af die u niet hebt afgemaakt.
help-outbox = Toets { $key } speelt de berichten af die nog verzonden worden.
help-send-message = Toets { $key } laat u een bericht inspreken en verzenden.
help-options = Toets { $key } biedt meer mogelijkheden voor dit bericht.
help-go-on = Toets { $key } gaat verder met dit onvoltooide bericht.
help-reply = Toets { $key } laat u een antwoord aan de afzender inspreken.
help-reply-all = Toets { $key } laat u een antwoord aan de afzender en alle anderen inspreken.
help-forward-on = Toets { $key } stuurt het bericht door aan anderen, met uw commentaar.
help-call-back = Toets { $key } verbindt u met de afzender.
help-slower = Toets { $key } speelt langzamer af.
help-louder = Toets { $key } speelt harder af.
help-faster = Toets { $key } speelt sneller af.
help-back-to-message = Toets { $key } brengt u terug naar het bericht.
help-send-it = Toets { $key } verzendt het bericht.
help-receipt = Toets { $key } laat u weten wanneer het is aangekomen en beluisterd, of niet.
help-later = Toets { $key } verzendt het op een later tijdstip.
help-recipients = Toets { $key } voegt ontvangers toe.
help-put-aside = Toets { $key } bewaart het bij uw onvoltooide berichten.
message-to = Aan { $name }.
    .unspoken = Aan { $number }.
message-to-others = { $count ->
    [one] En aan één ander.
   *[other] En aan { $count } anderen.
}
send-to = Voor wie is het? Toets het toestelnummer in, gevolgd door een hekje.
sender-number = Van wie zijn de berichten? Toets het nummer in zoals u het zou kiezen, gevolgd door een hekje.
send-to-more = Toets nog een toestelnummer in, of druk op het hekje om verder te gaan.
send-unknown = Niemand heeft dit toestelnummer.
send-added = Aan { $name }.
    .unspoken = Aan { $number }.
send-nobody = Er wordt geen bericht verzonden.
send-speak = Spreekt u na de toon. Het hekje beëindigt de opname.
send-nothing = Er is niets opgenomen.
send-too-large = Dit bericht is te groot om per telefoon te worden doorgestuurd.
send-kept = Het is bewaard bij uw onvoltooide berichten.
send-held = Het wordt verzonden als u ophangt.
send-at = Het wordt verzonden: { $moment }.
send-not-urgent = Niet dringend.
send-not-confidential = Niet vertrouwelijk.
send-receipt = U hoort wanneer het is aangekomen en beluisterd.
send-no-receipt = U hoort niet wat er verder mee gebeurt.
later-day = Toets dag en maand in met vier cijfers. Voor vandaag, druk op het hekje.
later-time = Toets uur en minuten in met vier cijfers.
later-wrong = Dat tijdstip is niet geldig.
later-not = Het wordt niet later verzonden, maar als u ophangt.
call-over = Het gesprek is afgelopen.
call-busy = De lijn is bezet.
call-no-answer = Er wordt niet opgenomen.
call-impossible = Dit gesprek is niet mogelijk.

number-unknown = Het nummer dat u hebt gebeld, is hier niet in gebruik. Tot ziens.
pin-ends-soon = { $days ->
    [one] Uw pincode verloopt binnen een dag. Wijzig hem binnenkort.
   *[other] Uw pincode verloopt over { $days } dagen. Wijzig hem binnenkort.
}
pin-must-change = Voordat u verder kunt, hebt u een nieuwe pincode nodig.
login-pin-ended = Uw pincode is verlopen. Vraag uw beheerder om een nieuwe. Tot ziens.
login-not-from-here = U kunt dit postvak hiervandaan niet openen. Tot ziens.

## Distribution lists. $number is a list's number or an extension, $count how many, $name a person or an address.

offer-lists = Voor uw verzendlijsten, druk op { $key }.
help-lists = Toets { $key } is voor uw verzendlijsten.
lists-which = Welke lijst? Toets het nummer in, gevolgd door een hekje. Om terug te gaan, druk alleen op het hekje.
lists-numbers = Uw lijsten hebben de nummers één tot en met negenennegentig. Andere zijn er niet.
list-is = Lijst { $number }. Ontvangers: { $count }.
offer-list-hear = Om te horen wie erop staat, druk op { $key }.
offer-list-add = Om iemand toe te voegen, druk op { $key }.
offer-list-remove = Om iemand te verwijderen, druk op { $key }.
offer-list-delete = Om de lijst te wissen, druk op { $key }.
help-list-hear = Toets { $key } zegt wie er op de lijst staat.
help-list-add = Toets { $key } voegt iemand toe.
help-list-remove = Toets { $key } verwijdert iemand.
help-list-delete = Toets { $key } wist de hele lijst.
list-member = { $name }.
    .unspoken = Toestel { $number }.
list-address = { $name }.
    .unspoken = Een e-mailadres.
list-own-list = Uw lijst { $number }.
list-company-list = Lijst { $number } van het bedrijf.
list-add = Wie komt erbij? Toets het toestelnummer in, nul om een naam te spellen, of een sterretje en het nummer van een lijst, gevolgd door een hekje. Om te stoppen, druk alleen op het hekje.
list-remove = Wie gaat eraf? Toets het toestelnummer in, nul om een naam te spellen, of een sterretje en het nummer van een lijst, gevolgd door een hekje.
list-added = Toegevoegd.
list-removed = Verwijderd.
list-has-it = Dat staat al op de lijst.
list-has-it-not = Dat staat niet op de lijst.
list-full = Deze lijst is vol. Een lijst heeft ten hoogste negenennegentig ontvangers.
confirm-delete-list = De lijst wordt gewist.
list-deleted = De lijst is gewist.
send-by-name = Om een naam te spellen, toets nul in, gevolgd door een hekje.
send-by-own-list = Voor een van uw lijsten, toets een sterretje en het nummer in, gevolgd door een hekje.
send-by-list = Voor een lijst van het bedrijf, toets twee keer een sterretje en het nummer in, gevolgd door een hekje.
send-no-list = Deze lijst bestaat niet.
send-list-added = Ontvangers op deze lijst: { $count }.
send-too-many = Dat zijn te veel ontvangers voor één bericht.
message-to-address = Aan { $name }.
    .unspoken = Aan een e-mailadres.

## A mailbox that several share. $name and $number are the group's.

offer-shared = Voor een gedeelde voicemail, druk op { $key }.
help-shared = Toets { $key } opent een voicemail die u met anderen deelt.
shared-mailbox = De voicemail van { $name }.
    .unspoken = De voicemail { $number }.

## Oproepen aan de eigenaar en van de eigenaar. $name is de eigenaar, $number een toestel of een nummer, $key de toets.

outcall-for = Er is een bericht voor { $name }.
    .unspoken = Er is een bericht voor toestel { $number }.
offer-outcall = Om te kiezen of u wordt gebeld als er berichten zijn, druk op { $key }.
help-outcall = Toets { $key } bepaalt of en waar u wordt gebeld als er berichten zijn.
outcall-is = Als er berichten zijn, wordt u gebeld op { $number }.
outcall-is-off = Het nummer is { $number }, maar u wordt nu niet gebeld.
outcall-is-none = U wordt niet gebeld als er berichten zijn.
outcall-for-voice = Dat geldt voor spraakberichten.
outcall-for-mail = Dat geldt voor e-mails.
offer-outcall-switch = Om deze oproepen in of uit te schakelen, druk op { $key }.
help-outcall-switch = Toets { $key } schakelt deze oproepen in of uit en bewaart het nummer.
offer-outcall-voice = Om dat voor spraakberichten te veranderen, druk op { $key }.
help-outcall-voice = Toets { $key } bepaalt of u voor spraakberichten wordt gebeld.
offer-outcall-mail = Om dat voor e-mails te veranderen, druk op { $key }.
help-outcall-mail = Toets { $key } bepaalt of u voor e-mails wordt gebeld.
offer-call = Om iemand te bellen, druk op { $key }.
help-call = Toets { $key } verbindt u met een nummer dat u intoetst.
offer-forwarding = Om te kiezen waarheen uw oproepen worden doorgeschakeld, druk op { $key }.
help-forwarding = Toets { $key } schakelt uw oproepen door naar een ander nummer of naar de voicemail.
forwarding-is = Al uw oproepen worden doorgeschakeld naar { $number }.
forwarding-is-voice-mail = Al uw oproepen gaan naar de voicemail.
forwarding-is-none = Uw oproepen worden niet doorgeschakeld.
offer-forwarding-voice-mail = Om alle oproepen naar de voicemail te sturen, druk op { $key }.
help-forwarding-voice-mail = Toets { $key } stuurt alle oproepen naar de voicemail.
offer-forwarding-end = Om het doorschakelen te beëindigen, druk op { $key }.
help-forwarding-end = Toets { $key } beëindigt het doorschakelen.
offer-reach = Om te kiezen waar bellers u onderweg bereiken, druk op { $key }.
help-reach = Toets { $key } is voor het nummer waarop bellers u onderweg bereiken.
reach-is = Onderweg kunnen bellers u bereiken op { $number }.
reach-is-none = Onderweg kunnen bellers u niet bereiken.

## De namen van de niveaus van het menu: schermen tonen ze, en wie de toetsen ziet, hoort ze.

level-main = Hoofdmenu.
level-kinds = Keuze van berichten.
level-message = Bericht.
level-options = Meer met dit bericht.
level-review = Voor het verzenden.
level-settings = Instellingen.
level-greetings = Begroetingen.
level-greeting = Begroeting.
level-recorded = Uw opname.
level-transfer = Met wie bellers worden doorverbonden.
level-outcall = Oproepen bij nieuwe berichten.
level-forwarding = Doorschakeling.
level-reach = Waar bellers u bereiken.
level-list = Verzendlijst.
level-pick = Uw keuze.
level-confirm = Weet u het zeker?
