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
sign-in-refused-wait = E-mail address or password is wrong. Please wait { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
  } before the next attempt.
email = E-mail address
password = Password
failed = Something went wrong.
problem-not-signed-in = Please sign in again.
problem-wrong-log-in = E-mail address or password is wrong.
problem-wrong-origin = This came from another site and was refused.
problem-forbidden = You are not allowed to do that.
problem-not-found = This is not there any more.
problem-bad-request = The server did not understand this. Please reload the page.
problem-no-sound = This file is not a sound that can be played. Bring a WAV or MP3 file.
problem-unsupported-sound = This kind of sound file cannot be used. Bring a plain WAV file.
problem-silent-sound = Nothing can be heard in this recording.
problem-sound-too-long = This recording is too long: five minutes are the most.
problem-refused = This cannot be done at the moment.
problem-too-large = This is too large for the server.
problem-disk-full = The server's disk is almost full: nothing new is taken. Please tell your administrator.
problem-too-slow = The server took too long. Please try again.
problem-unavailable = The server could not answer. Your messages are safe.
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
transcript = What was said
transcript-unreliable = Hard to hear: these words may be wrong. Listen to the recording.
transcript-lost = A machine has not understood what is said. Listen to the recording.
transcript-empty = Nothing is said in this message: the caller has hung up.
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
download = Save { $name }
player = Player
play = Play
pause = Pause
seek = Position
player-position = { $at } of { $total }
speed = Speed
player-failed = The sound could not be played.
play-by-phone = Play on a telephone
play-by-phone-hint = Leave it empty to have your own telephones ring.
call-number = Telephone number
call-begin = Call
play-call-ringing = The telephone rings …
play-call-talking = The message is being played.
play-call-over = The call is over.
play-call-not-answered = Nobody answered.
play-call-failed = The call failed.
play-call-wrong = This number cannot be called.
play-call-refused = You are being called already, or messages cannot be heard at this number.
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
why = Why?
why-answered = The call was answered.
why-caller-hung-up = The caller hung up while it rang.
why-busy = Your line was busy.
why-no-answer = Nobody answered in time.
why-declined = The call was declined.
why-not-registered = No phone of yours was connected.
why-always-diverted = All your calls go to voice mail.
why-mailbox = The call was for the mailbox.
why-no-such-number = There is no such number.
why-not-allowed = This number may not be called from here.
why-limit-reached = A limit for calls to outside was reached.
why-no-trunk = No line to outside took the call.
why-handed-back = The telephone system took the call back.
why-attendant = The attendant spoke with the caller.
why-gone = The person called had just been removed.
occasion-announcement-always = The company's announcement goes before all greetings.
occasion-day = Your greeting of the day applied.
occasion-alternative = Your alternative greeting was switched on.
occasion-internal = The caller was a colleague.
occasion-external = The caller was from outside the company.
occasion-busy = You were on another call.
occasion-vacation = You were on vacation.
occasion-break = You were on a break.
occasion-off-hours = It was outside of your working hours.
occasion-presence = Your presence was “{ $presence }”.
occasion-no-answer = No special greeting applied.
heard-owners-in-callers-language = The caller heard what you have recorded for this.
heard-owners-in-default-language = The caller heard what you have recorded for this in your own language: there is nothing in theirs.
heard-owners-name = The caller heard the standard greeting with your name as you say it.
heard-company = The caller heard what your company has recorded for this.
heard-announcement = The caller heard the company's announcement.
heard-system-default = The caller heard the standard greeting: you have recorded none for this.
presence-office = Office
presence-mobile = Mobile
presence-home = Home
presence-vacation = Vacation
presence-meeting = Meeting
presence-sick = Sick
presence-break = Break
presence-out-of-office = Out of office
presence-holiday = Holiday
presence-lunch = Lunch
presence-call-me = Call me
presence-do-not-disturb = Do not disturb
presence-custom-1 = Custom 1
presence-custom-2 = Custom 2
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

# Address books
contacts = Contacts
contacts-book = Address book
contacts-own = My own
contacts-central = Company
contacts-own-hint = Only you see these. Callers are shown by these names.
contacts-central-hint = Everybody in the company sees these.
contacts-search = Search name, number or address
contacts-none = Nobody is found.
empty-contacts = Nobody is in this address book yet
empty-contacts-hint = Add people, or bring them as a file.
more-contacts = More entries
contact-new = New contact
contact-edit = Change contact
contact-change = Change { $name }
change = Change
contact-name = Name
contact-company = Company
contact-numbers = Telephone numbers
contact-number = Number
number-kind = Kind of number
number-work = Work
number-home = Home
number-mobile = Mobile
number-fax = Fax
number-other = Other
number-add = Add a number
number-remove = Remove this number
contact-emails = E-mail addresses, separated by commas
contact-note = Note
contact-kept = The contact is saved.
contact-deleted = The contact is deleted.
contact-wrong = Give a name or a company, and write numbers with + and country code, as you dial them, or as extensions.
contact-there = This very entry is in the address book already, or the book is full.
contact-changed = Somebody has changed this entry in the meantime. Cancel, and look at it again.
contacts-files = Files
contacts-files-hint = CSV or vCard in UTF-8, up to 5,000 entries. What is there already is not added again.
contacts-import = Import
contacts-export = Export as { $format }
contacts-imported = { $added ->
    [one] { $added } entry is new
   *[other] { $added } entries are new
  }, { $known } were there already, { $left } left out.
contact-left-out = Entry { $entry }: { $why }

# Password and PIN
change-password = Change password
change-password-hint = For desk and mail. You are signed out everywhere, and sign in with the new one.
change-pin = Change PIN
change-pin-hint = For your mailbox by telephone.
current-password = Current password
new-password = New password
new-pin = New PIN
password-wrong = The current password is wrong.
password-refused = The new password has 8 characters at least.
pin-refused = Your company's rules refuse this PIN: it is too short, or easily guessed.
pin-changed = The new PIN holds.

# Distribution lists
lists = Distribution lists
lists-hint = A message for a list reaches everybody on it. By telephone list 5 is *5.
list-new = New list
list-number = List { $number }
list-name = Name
list-members = Members
list-members-hint = Extensions, e-mail addresses and lists (*5 your own, **5 the company's), separated by commas, 99 at most.
list-reaches = { $count ->
    [one] reaches { $count } person
   *[other] reaches { $count } people
  }
list-change = Change list { $name }
list-kept = The list is saved.
list-deleted = The list is deleted.
list-wrong = One of the members is nobody here, or stands in it twice, or there are more than 99.

## The page on which the company's announcement is recorded, by people who have no account here.

recording-page = Company announcement
page-sign-in-hint = Record the announcement that callers of the company hear.
page-user = User name
page-refused = User name or password is wrong.
page-refused-wait = User name or password is wrong. Please wait { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
  } before the next attempt.
page-current = The announcement now
page-length = { $length } long
page-recorded-at = Last changed on { $at }
page-none = Nothing is recorded yet.
page-listen = Listen to the announcement
page-played-never = At present callers do not hear it: the company has switched it off.
page-played-if-none = Callers hear it where the person they call has recorded no greeting.
page-played-always = All callers hear it.
page-by-phone = Record by telephone
page-by-phone-hint = Enter the number of the telephone that you want to speak into. It rings, and you are told what to do. Nothing changes until you keep what you have recorded.
page-no-calls = No call can be made from here: the company has not set in whose name. Please tell your administrator.
page-call-wrong = This is no telephone number.
page-call-refused = This number cannot be called now: another such call is under way, or the number is not one that is called from here.
page-call-ringing = { $number } is ringing. Please answer it.
page-call-talking = The call is answered. What you keep in it becomes the announcement.
page-call-kept = Kept. This is the announcement from now on.
page-call-not-kept = Nothing was kept. The announcement is the one of before.
page-call-over = The call is over.
page-call-not-answered = Nobody answered, or the number cannot be reached.
page-call-failed = The call failed. The announcement is the one of before.
page-by-file = Bring a sound file
page-by-file-hint = A WAV or MP3 file of at most five minutes. It takes the place of the announcement.
page-choose-file = Choose a file
page-by-text = Type a text
page-by-text-hint = It is spoken for you, in the language of this page.
page-text = Text of the announcement
page-speak = Have it spoken
page-kept = The announcement is changed.

## What opens that page, for administrators.

access = Page for recording the announcement
access-hint = Somebody who has no account here can record the company's announcement at a page of its own.
access-open = It opens with the user name “{ $name }”, and with the password set on { $at }: { $url }
access-closed = Nothing opens it at present.
access-mail = Send the way to it by e-mail
access-mail-hint = The mail has the page's address, the user name, a new password and what to do. The password before it ends, for everybody.
access-mail-wrong = This is no e-mail address.
access-sent = A new password goes to { $address }.
access-key = User name and password of the page
access-set-it = Set
access-set = The page opens with this from now on.
access-close = Close the page
access-off = Nothing opens the page any more.
send = Send
