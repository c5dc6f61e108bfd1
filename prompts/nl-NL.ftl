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
offer-kinds = Om te kiezen tussen spraakberichten en e-mails, druk op { $key }.
offer-new-voice = Voor nieuwe spraakberichten, druk op { $key }.
offer-old-voice = Voor oude spraakberichten, druk op { $key }.
offer-new-mail = Voor nieuwe e-mails en faxen, druk op { $key }.
offer-old-mail = Voor oude e-mails en faxen, druk op { $key }.
help-reports = Toets { $key } vertelt u wat er van verzonden berichten is geworden.
help-kinds = Toets { $key } laat u kiezen tussen spraakberichten en e-mails.
help-new-voice = Toets { $key } speelt uw nieuwe spraakberichten af.
help-old-voice = Toets { $key } speelt uw oude spraakberichten af.
help-new-mail = Toets { $key } leest uw nieuwe e-mails voor en noemt nieuwe faxen.
help-old-mail = Toets { $key } leest uw oude e-mails voor en noemt oude faxen.
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
