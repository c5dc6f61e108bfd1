# The desk's words.

title-page = { $page } – Switchroom
skip = Skip to content
navigation = Main
inbox = Inbox
calls = Calls
greetings = Greetings
account = Account
extension = Extension { $number }
fresh = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
  }
language = Language
theme = Appearance
theme-system = System
theme-light = Light
theme-dark = Dark
sign-in = Sign in
sign-out = Sign out
sign-in-hint = Your calls and messages, in one place.
sign-in-refused = E-mail address or password is wrong.
sign-in-refused-wait = E-mail address or password is wrong. Please wait { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
  } before the next attempt.
email = E-mail address
password = Password
failed = Something went wrong.
failed-hint = The server could not answer. Your messages are safe.
failed-offline = The server cannot be reached.
failed-offline-hint = Check your connection. Nothing is lost.
offline = Connection lost. Trying to reconnect …
retry = Try again
loading = Loading
close = Close
cancel = Cancel
undo = Undo
not-done = That did not work. Nothing was changed.
not-found = There is nothing here
not-found-hint = The address does not belong to any page.
messages = Messages
filter-kind = Kind of message
filter-all = All
filter-voice = Voice
filter-email = E-mail
filter-unread = Unread only
reading = Reading pane
nothing-open = No message open
nothing-open-hint = Choose one from the list. Arrow keys move, Enter opens, Delete removes, U marks unread, F flags.
empty-inbox = All quiet
empty-inbox-hint = New voice messages and e-mails appear here by themselves.
empty-filtered = No such messages
empty-filtered-hint = Nothing in the inbox matches this filter.
unknown-sender = Unknown
no-subject = No subject
row-new = { $kind ->
    [voice] New voice message
   *[other] New e-mail
  }
row-read = { $kind ->
    [voice] Voice message
   *[other] E-mail
  }
flagged = flagged
voice-message = Voice message
email-message = E-mail
back = Back
mark-read = Mark as read
mark-unread = Mark as unread
flag = Flag
delete = Delete
deleted = Message deleted.
message-gone = This message is gone
message-gone-hint = It was deleted here or in another program.
to = To: { $people }
cc = Cc: { $people }
attachments = { $count ->
    [one] Attachment
   *[other] { $count } attachments
  }
player = Player
play = Play
pause = Pause
seek = Position
player-position = { $at } of { $total }
speed = Speed
player-failed = The sound could not be played.
empty-calls = No calls yet
empty-calls-hint = Every call to and from your phones will be listed here.
more-calls = Show more calls
today = Today
yesterday = Yesterday
duration = Duration
direction-incoming = Incoming
direction-outgoing = Outgoing
outcome-answered = Answered
outcome-voice-mail = Left a voice message
outcome-missed = Missed
outcome-busy = Busy
outcome-declined = Declined
outcome-abandoned = Hung up before an answer
outcome-refused = Could not be connected
listen-message = Open the message
why = Why did callers hear this?
why-no-answer = Nobody answered in time: the everyday greeting.
why-busy = Your line was busy.
why-declined = The call was declined.
why-not-registered = No phone of yours was connected.
greetings-hint = What callers hear when you do not answer. A spoken default stands in for what is not recorded.
greeting-language = Language of the callers
greeting-kept = Greeting saved.
greeting-deleted = Greeting deleted.
recorded = Recorded, { $length }
not-recorded = Not recorded
listen-greeting = Listen to the greeting: { $name }
record = Record
record-for = Record: { $name }
upload = Upload
upload-for = Upload: { $name }
delete-for = Delete: { $name }
not-sound = This file is not sound that the browser understands.
recording = Recording
stop = Stop
save = Save
again = Record again
listen-take = Listen to the recording
microphone-asking = Please allow the microphone.
microphone-refused = The microphone cannot be used. Allow it in the browser, or upload a file.
situation-no-answer = No answer
situation-no-answer-hint = The everyday greeting.
situation-busy = Busy
situation-busy-hint = While you are on another call.
situation-internal = Colleagues
situation-internal-hint = For callers from inside the company.
situation-day = Greeting of the day
situation-day-hint = Until midnight, in your time zone.
situation-alternative = Alternative
situation-alternative-hint = Whenever it is switched on.
situation-vacation = Vacation
situation-vacation-hint = While you are away.
situation-break = Break
situation-break-hint = During breaks.
situation-off-hours = Off hours
situation-off-hours-hint = Outside of your working hours.
situation-presence = Presence
situation-presence-hint = For the state that you or your calendar has set.
