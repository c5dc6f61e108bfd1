# Was eine Sprachnachricht im Mailprogramm über sich sagt.

voice-subject = Sprachnachricht von { $caller }, { $length }

voice-text =
    Sie haben eine Sprachnachricht.
    .from = Von: { $caller }
    .called = Angerufen: { $called }
    .at = Eingegangen: { $day }. { voice-month } { $year }, { $hour }:{ $minute } Uhr
    .length = Länge: { $length }
    .sound = Die Aufnahme liegt bei: { $file }

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
