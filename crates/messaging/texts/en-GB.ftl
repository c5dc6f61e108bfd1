# What a voice message says of itself in a mail client.

voice-subject = Voice message from { $caller }, { $length }

voice-text =
    You have a voice message.
    .from = From: { $caller }
    .called = Called: { $called }
    .at = Received: { $day } { voice-month } { $year }, { $hour }:{ $minute }
    .length = Length: { $length }
    .sound = The recording is attached: { $file }
    .left-out = The recording is in your mailbox.

voice-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}

voice-length = { $minutes }:{ $seconds } min
unknown-caller = unknown caller
caller-with-number = { $name } ({ $number })

## Somebody calls for help: those on site are told.

help-subject = Call for help: { $caller }
help-text = Somebody calls for help. Go there, or send somebody.
    .from = From: { $caller }
    .place = Place: { $place }
    .no-place = Place: not known
    .called = Called: { $called }
    .back = Called back at: { $back }
    .at = At: { $day } { voice-month } { $year }, { $hour }:{ $minute }

## What a sender is told of a message.

receipt-delivered = Arrived: { $subject }
    .text = Your message “{ $subject }” has arrived in the mailbox of { $name }.
receipt-failed = Not delivered: { $subject }
    .text = Your message “{ $subject }” could not be delivered to { $name }: there is no such recipient.
receipt-delayed = Not delivered yet: { $subject }
    .text = Your message “{ $subject }” has not been delivered to { $name } yet. It will be tried again.
receipt-read = Read: { $subject }
    .text = Your message “{ $subject }” has been read or heard by { $name }.
receipt-deleted = Deleted: { $subject }
    .text = Your message “{ $subject }” has been deleted by { $name }.

## A mail to an address elsewhere has not arrived.

report-from = Mail delivery
report-subject = Not delivered: { $address }
report-text = A mail has not arrived.
    .copy = The copy of a voice message could not be delivered to { $address }. The message itself is in your mailbox.
    .notice = What we wrote to { $address } could not be delivered.
    .said = The server there said: { $said }
    .silent = Nobody took it within five days.

## What the house writes by itself. A part that is replaced by nothing ({""}) is left out.

letter-from = Voice mail

welcome-subject = Welcome { $name } to your voice mailbox
welcome-text = Welcome { $name } to your voice mailbox.
    .number = Your voice mailbox has this number: { $number }
    .arrive = What callers leave for you arrives as an e-mail in your inbox.
    .listen = To hear it, open the attached recording (a WAV file).
    .dial = Or have it played to you by telephone: dial { $mailbox } from your own, and enter your PIN and #.
    .set-up = By telephone you also record your greeting, change your PIN and choose how messages are read to you.
    .star = From any other telephone, call the number of your voice mailbox, press * during the greeting, and enter your PIN and #.
    .pin = Your PIN: { $pin }
        Please change it when you call for the first time.
    .pin-kept = Your PIN is the one that you have already.
    .pin-elsewhere = Your PIN is in the same mail in your mailbox itself.
    .portal = You find your messages and settings in the browser as well: { $link }
        What you sign in with is told to you separately by your administrator.
    .enclosed = A page with the keys is attached.

locked-subject = Your voice mailbox is locked by telephone
locked-text = Wrong PINs were entered for your voice mailbox on { $day } { voice-month } { $year } at { $hour }:{ $minute }. It is closed to the telephone for now.
    .until = It opens again by itself { $minutes ->
        [one] after one minute
       *[other] after { $minutes } minutes
    }. If you did not enter them, tell your administrator.
    .messages = Callers can leave messages as before.

pin-ends-subject = The PIN of your voice mailbox ends soon
pin-ends-text = The PIN of your voice mailbox ends on { $day } { voice-month } { $year }, { $days ->
        [one] within a day
       *[other] in { $days } days
    }.
    .change = Please change it by telephone before: dial { $mailbox }, enter your PIN and #, and choose another one in the settings.

invitation-subject = How to record the company's announcement
invitation-text = You have been asked to record the announcement that callers of the company hear.
    .page = Open this page in a browser: { $link }
    .name = User name: { $name }
    .password = Password: { $password }
        It takes the place of every password for this page before it.
    .password-elsewhere = The password is in the same mail in your mailbox itself.
    .listen = There you hear what callers hear now.
    .call = To record by telephone, enter the number of the telephone that you want to speak into, press Call, and lift the receiver. You are told what to do; what you have recorded is played to you, and nothing changes until you keep it.
    .other = Or choose a sound file, or type a text, which is spoken for you.
    .done = What you keep is what callers hear from then on. Please sign out when you are done.

quota-almost-subject = Your mailbox is almost full
quota-almost-text = Your mailbox is { $percent } percent full: it may hold { $most } MB.
    .then = When it is full, e-mails to you will be put off until there is room, and mail clients can put nothing into it.
    .calls = Callers can leave messages in any case.
    .room = To make room, delete what you no longer need, and empty the trash.

quota-full-subject = Your mailbox is full
quota-full-text = Your mailbox is { $percent } percent full: it may hold { $most } MB.
    .then = Until there is room, e-mails to you are put off, and returned to their senders if that takes days. Mail clients can put nothing into it.
    .calls = Callers can leave messages as before.
    .room = To make room, delete what you no longer need, and empty the trash.

## A voice message as text.

transcript = What was said, written down by a machine:
    .unreliable = Hard to hear: what a machine has written down here may be wrong. Please listen to the recording.
    .not-understood = A machine has not understood what is said. Please listen to the recording.
    .empty = Nothing is said in this message: the caller has hung up.

## What a pager, or a mobile telephone, shows of a new message: one line.

page-voice = Voice message from { $caller }, { $minutes }:{ $seconds } min, { $hour }:{ $minute }
page-mail = E-mail from { $caller }, { $hour }:{ $minute }
page-fax = Fax from { $caller }, { $hour }:{ $minute }
