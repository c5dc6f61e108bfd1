# Die Wörter des Arbeitsplatzes.

title-page = { $page } – Switchroom
skip = Zum Inhalt springen
navigation = Hauptmenü
inbox = Posteingang
calls = Anrufe
greetings = Ansagen
account = Konto
extension = Nebenstelle { $number }
fresh = { $count ->
    [one] { $count } neue Nachricht
   *[other] { $count } neue Nachrichten
  }
language = Sprache
theme = Darstellung
theme-system = System
theme-light = Hell
theme-dark = Dunkel
sign-in = Anmelden
sign-out = Abmelden
sign-in-hint = Ihre Anrufe und Nachrichten an einem Ort.
sign-in-refused-wait = E-Mail-Adresse oder Passwort ist falsch. Bitte warten Sie { $seconds ->
    [one] eine Sekunde
   *[other] { $seconds } Sekunden
  } bis zum nächsten Versuch.
email = E-Mail-Adresse
password = Passwort
failed = Etwas ist schiefgegangen.
problem-not-signed-in = Bitte melden Sie sich erneut an.
problem-wrong-log-in = E-Mail-Adresse oder Passwort ist falsch.
problem-wrong-origin = Dies kam von einer fremden Seite und wurde abgelehnt.
problem-forbidden = Dazu sind Sie nicht berechtigt.
problem-not-found = Das gibt es nicht mehr.
problem-bad-request = Der Server hat das nicht verstanden. Bitte laden Sie die Seite neu.
problem-no-sound = Diese Datei ist kein Ton, der sich abspielen lässt. Bringen Sie eine WAV- oder MP3-Datei.
problem-unsupported-sound = Diese Art von Tondatei kann nicht verwendet werden. Bringen Sie eine einfache WAV-Datei.
problem-silent-sound = In dieser Aufnahme ist nichts zu hören.
problem-sound-too-long = Diese Aufnahme ist zu lang: höchstens fünf Minuten sind möglich.
problem-refused = Das ist im Moment nicht möglich.
problem-too-large = Das ist zu groß für den Server.
problem-disk-full = Die Festplatte des Servers ist fast voll: Neues wird nicht angenommen. Bitte sagen Sie es Ihrem Administrator.
problem-too-slow = Der Server brauchte zu lange. Bitte versuchen Sie es erneut.
problem-unavailable = Der Server konnte nicht antworten. Ihre Nachrichten sind sicher.
failed-offline = Der Server ist nicht erreichbar.
failed-offline-hint = Prüfen Sie Ihre Verbindung. Es geht nichts verloren.
offline = Verbindung unterbrochen. Neuer Versuch läuft …
retry = Erneut versuchen
loading = Wird geladen
close = Schließen
cancel = Abbrechen
undo = Rückgängig
not-done = Das hat nicht geklappt. Es wurde nichts geändert.
not-found = Hier ist nichts
not-found-hint = Diese Adresse gehört zu keiner Seite.
messages = Nachrichten
filter-kind = Art der Nachricht
filter-all = Alle
filter-voice = Sprache
filter-email = E-Mail
filter-unread = Nur ungelesene
reading = Lesebereich
nothing-open = Keine Nachricht geöffnet
nothing-open-hint = Wählen Sie eine aus der Liste. Pfeiltasten bewegen, Eingabe öffnet, Entf löscht, U markiert als ungelesen, F kennzeichnet.
empty-inbox = Alles ruhig
empty-inbox-hint = Neue Sprachnachrichten und E-Mails erscheinen hier von selbst.
empty-filtered = Keine solchen Nachrichten
empty-filtered-hint = Nichts im Posteingang passt zu diesem Filter.
unknown-sender = Unbekannt
no-subject = Kein Betreff
row-new = { $kind ->
    [voice] Neue Sprachnachricht
   *[other] Neue E-Mail
  }
row-read = { $kind ->
    [voice] Sprachnachricht
   *[other] E-Mail
  }
flagged = gekennzeichnet
transcript = Was gesagt wurde
transcript-unreliable = Schwer zu hören: Diese Worte können falsch sein. Hören Sie die Aufnahme an.
transcript-lost = Eine Maschine hat nicht verstanden, was gesagt wurde. Hören Sie die Aufnahme an.
transcript-empty = In dieser Nachricht wird nichts gesagt: Der Anrufer hat aufgelegt.
voice-message = Sprachnachricht
email-message = E-Mail
back = Zurück
mark-read = Als gelesen markieren
mark-unread = Als ungelesen markieren
flag = Kennzeichnen
delete = Löschen
deleted = Nachricht gelöscht.
message-gone = Diese Nachricht gibt es nicht mehr
message-gone-hint = Sie wurde hier oder in einem anderen Programm gelöscht.
to = An: { $people }
cc = Kopie: { $people }
attachments = { $count ->
    [one] Anhang
   *[other] { $count } Anhänge
  }
download = { $name } speichern
player = Wiedergabe
play = Abspielen
pause = Anhalten
seek = Position
player-position = { $at } von { $total }
speed = Geschwindigkeit
player-failed = Der Ton konnte nicht abgespielt werden.
play-by-phone = Am Telefon anhören
play-by-phone-hint = Leer lassen, damit Ihre eigenen Telefone klingeln.
call-number = Telefonnummer
call-begin = Anrufen
play-call-ringing = Das Telefon klingelt …
play-call-talking = Die Nachricht wird vorgespielt.
play-call-over = Der Anruf ist beendet.
play-call-not-answered = Niemand hat abgenommen.
play-call-failed = Der Anruf ist fehlgeschlagen.
play-call-wrong = Diese Rufnummer kann nicht angerufen werden.
play-call-refused = Sie werden bereits angerufen, oder Nachrichten können unter dieser Nummer nicht gehört werden.
empty-calls = Noch keine Anrufe
empty-calls-hint = Jeder Anruf von und zu Ihren Telefonen wird hier stehen.
more-calls = Weitere Anrufe zeigen
today = Heute
yesterday = Gestern
duration = Dauer
direction-incoming = Eingehend
direction-outgoing = Ausgehend
outcome-answered = Angenommen
outcome-voice-mail = Sprachnachricht hinterlassen
outcome-missed = Verpasst
outcome-busy = Besetzt
outcome-declined = Abgewiesen
outcome-abandoned = Aufgelegt, bevor jemand abnahm
outcome-refused = Konnte nicht verbunden werden
listen-message = Nachricht öffnen
why = Warum?
why-answered = Der Anruf wurde angenommen.
why-caller-hung-up = Der Anrufer legte auf, während es klingelte.
why-busy = Ihre Leitung war besetzt.
why-no-answer = Niemand nahm rechtzeitig ab.
why-declined = Der Anruf wurde abgewiesen.
why-not-registered = Keines Ihrer Telefone war verbunden.
why-always-diverted = Alle Ihre Anrufe gehen an die Sprachbox.
why-mailbox = Der Anruf galt der Sprachbox.
why-no-such-number = Diese Nummer gibt es nicht.
why-not-allowed = Diese Nummer darf von hier nicht angerufen werden.
why-limit-reached = Eine Grenze für Anrufe nach außen war erreicht.
why-no-trunk = Keine Leitung nach außen nahm den Anruf an.
why-handed-back = Die Telefonanlage hat das Gespräch wieder übernommen.
why-attendant = Die Vermittlung hat mit dem Anrufer gesprochen.
why-gone = Die angerufene Person war soeben entfernt worden.
occasion-announcement-always = Die Ansage der Firma geht allen anderen vor.
occasion-day = Ihre Tagesansage galt.
occasion-alternative = Ihre alternative Ansage war eingeschaltet.
occasion-internal = Der Anrufer war aus dem eigenen Haus.
occasion-external = Der Anrufer kam von außerhalb der Firma.
occasion-busy = Sie führten ein anderes Gespräch.
occasion-vacation = Sie waren im Urlaub.
occasion-break = Sie hatten Pause.
occasion-off-hours = Es war außerhalb Ihrer Arbeitszeit.
occasion-presence = Ihre Anwesenheit war „{ $presence }“.
occasion-no-answer = Keine besondere Ansage traf zu.
heard-owners-in-callers-language = Der Anrufer hörte, was Sie dafür aufgenommen haben.
heard-owners-in-default-language = Der Anrufer hörte, was Sie dafür in Ihrer Sprache aufgenommen haben: in seiner gibt es nichts.
heard-owners-name = Der Anrufer hörte die Standardansage mit Ihrem Namen, wie Sie ihn sprechen.
heard-company = Der Anrufer hörte, was Ihre Firma dafür aufgenommen hat.
heard-announcement = Der Anrufer hörte die Ansage der Firma.
heard-system-default = Der Anrufer hörte die Standardansage: Sie haben dafür keine aufgenommen.
presence-office = Büro
presence-mobile = Mobil
presence-home = Zu Hause
presence-vacation = Urlaub
presence-meeting = Besprechung
presence-sick = Krank
presence-break = Pause
presence-out-of-office = Außer Haus
presence-holiday = Feiertag
presence-lunch = Mittagspause
presence-call-me = Rückruf erwünscht
presence-do-not-disturb = Bitte nicht stören
presence-custom-1 = Eigener Zustand 1
presence-custom-2 = Eigener Zustand 2
greetings-hint = Was Anrufer hören, wenn Sie nicht abnehmen. Wo nichts aufgenommen ist, spricht eine Standardansage.
greeting-language = Sprache der Anrufer
greeting-kept = Ansage gespeichert.
greeting-deleted = Ansage gelöscht.
recorded = Aufgenommen, { $length }
not-recorded = Nicht aufgenommen
listen-greeting = Ansage anhören: { $name }
record = Aufnehmen
record-for = Aufnehmen: { $name }
upload = Hochladen
upload-for = Hochladen: { $name }
delete-for = Löschen: { $name }
recording = Aufnahme läuft
stop = Beenden
save = Speichern
again = Neu aufnehmen
listen-take = Aufnahme anhören
microphone-asking = Bitte erlauben Sie das Mikrofon.
microphone-refused = Das Mikrofon kann nicht benutzt werden. Erlauben Sie es im Browser oder laden Sie eine Datei hoch.
situation-no-answer = Keine Antwort
situation-no-answer-hint = Die alltägliche Ansage.
situation-busy = Besetzt
situation-busy-hint = Während Sie ein anderes Gespräch führen.
situation-internal = Kollegen
situation-internal-hint = Für Anrufer aus dem eigenen Haus.
situation-day = Tagesansage
situation-day-hint = Bis Mitternacht in Ihrer Zeitzone.
situation-alternative = Alternative
situation-alternative-hint = Solange sie eingeschaltet ist.
situation-vacation = Urlaub
situation-vacation-hint = Während Sie verreist sind.
situation-break = Pause
situation-break-hint = In den Pausen.
situation-off-hours = Außerhalb der Arbeitszeit
situation-off-hours-hint = Wenn Ihr Arbeitstag zu Ende ist.
situation-presence = Anwesenheit
situation-presence-hint = Für den Zustand, den Sie oder Ihr Kalender gesetzt hat.

# Adressbücher
contacts = Kontakte
contacts-book = Adressbuch
contacts-own = Eigene
contacts-central = Firma
contacts-own-hint = Die sehen nur Sie. Anrufer werden mit diesen Namen angezeigt.
contacts-central-hint = Die sehen alle in der Firma.
contacts-search = Name, Nummer oder Adresse suchen
contacts-none = Niemand gefunden.
empty-contacts = In diesem Adressbuch steht noch niemand
empty-contacts-hint = Tragen Sie Kontakte ein, oder lesen Sie eine Datei ein.
more-contacts = Weitere Einträge
contact-new = Neuer Kontakt
contact-edit = Kontakt ändern
contact-change = { $name } ändern
change = Ändern
contact-name = Name
contact-company = Firma
contact-numbers = Telefonnummern
contact-number = Nummer
number-kind = Art der Nummer
number-work = Geschäftlich
number-home = Privat
number-mobile = Mobil
number-fax = Fax
number-other = Andere
number-add = Nummer hinzufügen
number-remove = Diese Nummer entfernen
contact-emails = E-Mail-Adressen, durch Kommas getrennt
contact-note = Notiz
contact-kept = Der Kontakt ist gespeichert.
contact-deleted = Der Kontakt ist gelöscht.
contact-wrong = Geben Sie einen Namen oder eine Firma an, und schreiben Sie Nummern mit + und Landesvorwahl, wie Sie sie wählen, oder als Durchwahl.
contact-there = Genau diesen Eintrag gibt es schon, oder das Adressbuch ist voll.
contact-changed = Diesen Eintrag hat inzwischen jemand geändert. Brechen Sie ab, und sehen Sie ihn noch einmal an.
contacts-files = Dateien
contacts-files-hint = CSV oder vCard in UTF-8, bis zu 5000 Einträge. Was schon da ist, kommt nicht noch einmal hinzu.
contacts-import = Einlesen
contacts-export = Als { $format } speichern
contacts-imported = { $added ->
    [one] { $added } Eintrag ist neu
   *[other] { $added } Einträge sind neu
  }, { $known } waren schon da, { $left } ausgelassen.
contact-left-out = Eintrag { $entry }: { $why }

# Passwort und PIN
change-password = Passwort ändern
change-password-hint = Für Desk und Mail. Sie werden überall abgemeldet und melden sich mit dem neuen an.
change-pin = PIN ändern
change-pin-hint = Für Ihre Mailbox am Telefon.
current-password = Jetziges Passwort
new-password = Neues Passwort
new-pin = Neue PIN
password-wrong = Das jetzige Passwort ist falsch.
password-refused = Das neue Passwort hat mindestens 8 Zeichen.
pin-refused = Diese PIN lassen die Regeln Ihrer Firma nicht zu: Sie ist zu kurz oder leicht zu erraten.
pin-changed = Die neue PIN gilt.

# Verteilerlisten
lists = Verteilerlisten
lists-hint = Eine Nachricht an eine Liste erreicht alle, die darauf stehen. Am Telefon ist die Liste 5 *5.
list-new = Neue Liste
list-number = Liste { $number }
list-name = Name
list-members = Mitglieder
list-members-hint = Durchwahlen, E-Mail-Adressen und Listen (*5 Ihre eigene, **5 die der Firma), durch Kommas getrennt, höchstens 99.
list-reaches = { $count ->
    [one] erreicht { $count } Person
   *[other] erreicht { $count } Personen
  }
list-change = Liste { $name } ändern
list-kept = Die Liste ist gespeichert.
list-deleted = Die Liste ist gelöscht.
list-wrong = Eines der Mitglieder gibt es hier nicht, oder es steht zweimal darauf, oder es sind mehr als 99.

## Die Seite, auf der die Ansage der Firma aufgenommen wird, von Leuten, die hier kein Konto haben.

recording-page = Ansage der Firma
page-sign-in-hint = Nehmen Sie die Ansage auf, die Anrufer der Firma hören.
page-user = Benutzername
page-refused = Benutzername oder Passwort ist falsch.
page-refused-wait = Benutzername oder Passwort ist falsch. Bitte warten Sie { $seconds ->
    [one] eine Sekunde
   *[other] { $seconds } Sekunden
  } bis zum nächsten Versuch.
page-current = Die Ansage zurzeit
page-length = { $length } lang
page-recorded-at = Zuletzt geändert am { $at }
page-none = Es ist noch nichts aufgenommen.
page-listen = Ansage anhören
page-played-never = Zurzeit hören Anrufer sie nicht: Die Firma hat sie ausgeschaltet.
page-played-if-none = Anrufer hören sie, wo der Angerufene keine eigene Ansage aufgenommen hat.
page-played-always = Alle Anrufer hören sie.
page-by-phone = Am Telefon aufnehmen
page-by-phone-hint = Geben Sie die Nummer des Telefons ein, in das Sie sprechen wollen. Es klingelt, und Ihnen wird gesagt, was zu tun ist. Nichts ändert sich, bevor Sie Ihre Aufnahme behalten.
page-no-calls = Von hier kann nicht angerufen werden: Die Firma hat nicht festgelegt, in wessen Namen. Bitte sagen Sie es Ihrem Administrator.
page-call-wrong = Das ist keine Telefonnummer.
page-call-refused = Diese Nummer kann jetzt nicht angerufen werden: Ein anderer solcher Anruf läuft, oder die Nummer wird von hier nicht angerufen.
page-call-ringing = { $number } klingelt. Bitte nehmen Sie ab.
page-call-talking = Es ist abgenommen. Was Sie jetzt behalten, wird die Ansage.
page-call-kept = Gespeichert. Das ist von jetzt an die Ansage.
page-call-not-kept = Nichts wurde behalten. Es bleibt die Ansage von vorher.
page-call-over = Der Anruf ist zu Ende.
page-call-not-answered = Niemand hat abgenommen, oder die Nummer ist nicht zu erreichen.
page-call-failed = Der Anruf ist gescheitert. Es bleibt die Ansage von vorher.
page-by-file = Eine Tondatei bringen
page-by-file-hint = Eine WAV- oder MP3-Datei von höchstens fünf Minuten. Sie tritt an die Stelle der Ansage.
page-choose-file = Datei wählen
page-by-text = Einen Text eingeben
page-by-text-hint = Er wird für Sie gesprochen, in der Sprache dieser Seite.
page-text = Text der Ansage
page-speak = Sprechen lassen
page-kept = Die Ansage ist geändert.

## Was diese Seite öffnet, für Administratoren.

access = Seite zum Aufnehmen der Ansage
access-hint = Wer hier kein Konto hat, kann die Ansage der Firma auf einer eigenen Seite aufnehmen.
access-open = Sie öffnet sich mit dem Benutzernamen „{ $name }“ und dem Passwort, das am { $at } gesetzt wurde: { $url }
access-closed = Zurzeit öffnet sie nichts.
access-mail = Den Weg dorthin per E-Mail schicken
access-mail-hint = In der E-Mail stehen die Adresse der Seite, der Benutzername, ein neues Passwort und was zu tun ist. Das Passwort davor endet, für alle.
access-mail-wrong = Das ist keine E-Mail-Adresse.
access-sent = Ein neues Passwort geht an { $address }.
access-key = Benutzername und Passwort der Seite
access-set-it = Setzen
access-set = Damit öffnet sich die Seite von jetzt an.
access-close = Seite schließen
access-off = Die Seite öffnet sich nun mit nichts mehr.
send = Senden
