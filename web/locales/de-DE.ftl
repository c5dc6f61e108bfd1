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
sign-in-refused = E-Mail-Adresse oder Passwort ist falsch.
sign-in-refused-wait = E-Mail-Adresse oder Passwort ist falsch. Bitte warten Sie { $seconds ->
    [one] eine Sekunde
   *[other] { $seconds } Sekunden
  } bis zum nächsten Versuch.
email = E-Mail-Adresse
password = Passwort
failed = Etwas ist schiefgegangen.
failed-hint = Der Server konnte nicht antworten. Ihre Nachrichten sind sicher.
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
player = Wiedergabe
play = Abspielen
pause = Anhalten
seek = Position
player-position = { $at } von { $total }
speed = Geschwindigkeit
player-failed = Der Ton konnte nicht abgespielt werden.
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
why = Warum hörten Anrufer das?
why-no-answer = Niemand nahm rechtzeitig ab: die alltägliche Ansage.
why-busy = Ihre Leitung war besetzt.
why-declined = Der Anruf wurde abgewiesen.
why-not-registered = Keines Ihrer Telefone war verbunden.
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
not-sound = Diese Datei ist kein Ton, den der Browser versteht.
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
