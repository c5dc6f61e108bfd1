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

## Was das Haus von sich aus schreibt. Ein Teil, der durch nichts ersetzt ist ({""}), fällt weg.

letter-from = Sprachbox

welcome-subject = Willkommen { $name } in Ihrer Sprachbox
welcome-text = Willkommen { $name } in Ihrer Sprachbox.
    .number = Ihre Sprachbox hat diese Nummer: { $number }
    .arrive = Was Anrufer Ihnen hinterlassen, kommt als E-Mail in Ihrem Posteingang an.
    .listen = Zum Anhören öffnen Sie die angehängte Aufnahme (eine WAV-Datei).
    .dial = Oder lassen Sie sie sich am Telefon vorspielen: Wählen Sie { $mailbox } von Ihrem eigenen, und geben Sie Ihre PIN und # ein.
    .set-up = Am Telefon nehmen Sie auch Ihre Begrüßung auf, ändern Ihre PIN und wählen, wie Ihnen Nachrichten vorgelesen werden.
    .star = Von jedem anderen Telefon rufen Sie die Nummer Ihrer Sprachbox an, drücken während der Begrüßung * und geben Ihre PIN und # ein.
    .pin = Ihre PIN: { $pin }
        Bitte ändern Sie sie, wenn Sie das erste Mal anrufen.
    .pin-kept = Ihre PIN ist die, die Sie schon haben.
    .pin-elsewhere = Ihre PIN steht in derselben E-Mail in Ihrem Postfach selbst.
    .portal = Ihre Nachrichten und Einstellungen finden Sie auch im Browser: { $link }
        Womit Sie sich dort anmelden, erfahren Sie gesondert von Ihrem Administrator.
    .enclosed = Eine Seite mit den Tasten ist angehängt.

locked-subject = Ihre Sprachbox ist am Telefon gesperrt
locked-text = Für Ihre Sprachbox wurden am { $day }. { voice-month } { $year } um { $hour }:{ $minute } Uhr falsche PINs eingegeben. Sie ist am Telefon vorerst gesperrt.
    .until = Sie öffnet sich von selbst wieder { $minutes ->
        [one] nach einer Minute
       *[other] nach { $minutes } Minuten
    }. Wenn nicht Sie es waren, sagen Sie es Ihrem Administrator.
    .messages = Anrufer können weiterhin Nachrichten hinterlassen.

pin-ends-subject = Die PIN Ihrer Sprachbox läuft bald ab
pin-ends-text = Die PIN Ihrer Sprachbox läuft am { $day }. { voice-month } { $year } ab, { $days ->
        [one] innerhalb eines Tages
       *[other] in { $days } Tagen
    }.
    .change = Bitte ändern Sie sie vorher am Telefon: Wählen Sie { $mailbox }, geben Sie Ihre PIN und # ein, und wählen Sie in den Einstellungen eine andere.

invitation-subject = So nehmen Sie die Ansage der Firma auf
invitation-text = Sie wurden gebeten, die Ansage aufzunehmen, die Anrufer der Firma hören.
    .page = Öffnen Sie diese Seite im Browser: { $link }
    .name = Benutzername: { $name }
    .password = Passwort: { $password }
        Es tritt an die Stelle jedes früheren Passworts für diese Seite.
    .password-elsewhere = Das Passwort steht in derselben E-Mail in Ihrem Postfach selbst.
    .listen = Dort hören Sie, was Anrufer zurzeit hören.
    .call = Um am Telefon aufzunehmen, geben Sie die Nummer des Telefons ein, in das Sie sprechen wollen, drücken auf „Anrufen“ und nehmen den Hörer ab. Was zu tun ist, wird Ihnen gesagt; was Sie aufgenommen haben, wird Ihnen vorgespielt, und nichts ändert sich, bevor Sie es behalten.
    .other = Oder wählen Sie eine Tondatei, oder geben Sie einen Text ein, der für Sie gesprochen wird.
    .done = Was Sie behalten, hören Anrufer von da an. Bitte melden Sie sich ab, wenn Sie fertig sind.

quota-almost-subject = Ihr Postfach ist fast voll
quota-almost-text = Ihr Postfach ist zu { $percent } Prozent voll: Es darf { $most } MB enthalten.
    .then = Wenn es voll ist, werden E-Mails an Sie zurückgestellt, bis wieder Platz ist, und Mailprogramme können nichts mehr hineinlegen.
    .calls = Anrufer können Ihnen in jedem Fall Nachrichten hinterlassen.
    .room = Um Platz zu schaffen, löschen Sie, was Sie nicht mehr brauchen, und leeren Sie den Papierkorb.

quota-full-subject = Ihr Postfach ist voll
quota-full-text = Ihr Postfach ist zu { $percent } Prozent voll: Es darf { $most } MB enthalten.
    .then = Bis wieder Platz ist, werden E-Mails an Sie zurückgestellt, und nach Tagen gehen sie an ihre Absender zurück. Mailprogramme können nichts hineinlegen.
    .calls = Anrufer können Ihnen weiterhin Nachrichten hinterlassen.
    .room = Um Platz zu schaffen, löschen Sie, was Sie nicht mehr brauchen, und leeren Sie den Papierkorb.

## Eine Sprachnachricht als Text.

transcript = Gesprochen wurde, von einer Maschine mitgeschrieben:
    .unreliable = Schwer zu hören: Was eine Maschine hier mitgeschrieben hat, kann falsch sein. Bitte hören Sie die Aufnahme an.
    .not-understood = Eine Maschine hat nicht verstanden, was gesagt wurde. Bitte hören Sie die Aufnahme an.
    .empty = In dieser Nachricht wird nichts gesagt: Der Anrufer hat aufgelegt.

## What a pager, or a mobile telephone, shows of a new message: one line.

page-voice = Sprachnachricht von { $caller }, { $minutes }:{ $seconds } min, { $hour }:{ $minute }
page-mail = E-Mail von { $caller }, { $hour }:{ $minute }
page-fax = Fax von { $caller }, { $hour }:{ $minute }
