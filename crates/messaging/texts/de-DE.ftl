# Was eine Sprachnachricht im Mailprogramm über sich sagt.

voice-subject = Sprachnachricht von { $caller }, { $length }

voice-text =
    Sie haben eine Sprachnachricht.
    .from = Von: { $caller }
    .called = Angerufen: { $called }
    .at = Eingegangen: { $day }. { voice-month } { $year }, { $hour }:{ $minute } Uhr
    .length = Länge: { $length }
    .sound = Die Aufnahme liegt bei: { $file }
    .left-out = Die Aufnahme liegt in Ihrem Postfach.

voice-month = { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
}

voice-length = { $minutes }:{ $seconds } min
unknown-caller = Unbekannt
caller-with-number = { $name } ({ $number })

## Jemand ruft um Hilfe: wer vor Ort ist, erfährt es.

help-subject = Notruf: { $caller }
help-text = Jemand ruft um Hilfe. Gehen Sie hin oder schicken Sie jemanden.
    .from = Von: { $caller }
    .place = Ort: { $place }
    .no-place = Ort: nicht bekannt
    .called = Gerufen: { $called }
    .back = Rückruf unter: { $back }
    .at = Um: { $day }. { voice-month } { $year }, { $hour }:{ $minute } Uhr

## Was ein Absender über eine Nachricht erfährt.

receipt-delivered = Angekommen: { $subject }
    .text = Ihre Nachricht „{ $subject }“ ist im Postfach von { $name } angekommen.
receipt-failed = Nicht zugestellt: { $subject }
    .text = Ihre Nachricht „{ $subject }“ konnte nicht an { $name } zugestellt werden: Es gibt keinen solchen Empfänger.
receipt-delayed = Noch nicht zugestellt: { $subject }
    .text = Ihre Nachricht „{ $subject }“ ist noch nicht an { $name } zugestellt. Es wird weiter versucht.
receipt-read = Gelesen: { $subject }
    .text = Ihre Nachricht „{ $subject }“ wurde von { $name } gelesen oder gehört.
receipt-deleted = Gelöscht: { $subject }
    .text = Ihre Nachricht „{ $subject }“ wurde von { $name } gelöscht.

## Eine E-Mail an eine Adresse außerhalb ist nicht angekommen.

report-from = Postzustellung
report-subject = Nicht zugestellt: { $address }
report-text = Eine E-Mail ist nicht angekommen.
    .copy = Die Kopie einer Sprachnachricht konnte nicht an { $address } zugestellt werden. Die Nachricht selbst liegt in Ihrem Postfach.
    .notice = Was wir an { $address } geschrieben haben, konnte nicht zugestellt werden.
    .said = Der Server dort sagte: { $said }
    .silent = Fünf Tage lang hat sie niemand angenommen.

## Eine Sprachnachricht als Text.

transcript = Gesprochen wurde, von einer Maschine mitgeschrieben:
    .unreliable = Schwer zu hören: Was eine Maschine hier mitgeschrieben hat, kann falsch sein. Bitte hören Sie die Aufnahme an.
    .not-understood = Eine Maschine hat nicht verstanden, was gesagt wurde. Bitte hören Sie die Aufnahme an.
    .empty = In dieser Nachricht wird nichts gesagt: Der Anrufer hat aufgelegt.
