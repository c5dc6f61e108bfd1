# What the voice says in British English. One Fluent message is one prompt.
#
# The fixed text between two arguments is spoken as one recording; numbers, dates and durations are put together
# from recorded words. A person's name needs a speech engine at run time: a prompt with a name has the attribute
# `.unspoken`, which is said instead where there is none. Flows therefore hand over both, name and number.

## Greetings: said by the house when nobody has recorded one. $name is a person, $number the extension.

greeting-no-answer = { $name } cannot take your call. Please leave a message after the tone.
    .unspoken = Extension { $number } does not answer. Please leave a message after the tone.
greeting-busy = { $name } is on another call. Please leave a message after the tone.
    .unspoken = Extension { $number } is busy. Please leave a message after the tone.

## Bad days: what a caller hears when something is broken. These have no arguments.

trouble-not-now = We are sorry. Something is not working at the moment. Please call again later. Goodbye.
trouble-mailbox-full = We are sorry. No message can be taken at the moment. Please call again later. Goodbye.
trouble-no-messages = Your messages are not available at the moment. Your settings are.
trouble-not-saved = We are sorry. Your change has not been saved.

## Phrases that stand alone: a number, a moment, a duration as a whole prompt.

say-count = { $count }.
say-digits = { $digits }.
say-moment = { $moment }.
say-duration = { $duration }.

## Greetings for an absence. $name is a person, $number the extension.

greeting-vacation = { $name } is on holiday. Please leave a message after the tone.
    .unspoken = Extension { $number } is on holiday. Please leave a message after the tone.
greeting-break = { $name } is having a break. Please leave a message after the tone.
    .unspoken = Extension { $number } is having a break. Please leave a message after the tone.
greeting-off-hours = You are calling { $name } outside working hours. Please leave a message after the tone.
    .unspoken = You are calling extension { $number } outside working hours. Please leave a message after the tone.
greeting-presence = { $name } is not available at present. Please leave a message after the tone.
    .unspoken = Extension { $number } is not available at present. Please leave a message after the tone.

## A caller leaves a message.

deposit-thanks = Thank you. Your message has been recorded. Goodbye.
deposit-limit = The longest time for a message is over. What you said has been recorded. Goodbye.
deposit-nothing = Nothing was recorded. Goodbye.
deposit-cut-short = We are sorry. The recording broke off. What you said until then is kept. Goodbye.

## What callers can do with a message before it is sent, and who else can be reached. $key and $other are keys, $number is a telephone number.

deposit-or-transfer = To leave a message, press { $key }. To be put through to { $number }, press { $other }.
deposit-not-reached = Nobody can be reached there at the moment. Please leave a message after the tone.
deposit-discarded = Your message has been deleted. Goodbye.
deposit-kept = Nothing was recorded. What you said before is kept.
number-unknown = The number that you have called is not in use here. Goodbye.
deposit-mailbox-off = This mailbox is switched off, and takes no messages. Goodbye.
offer-listen = To hear it, press { $key }.
offer-record-again = To record it again, press { $key }.
offer-discard = To delete it, press { $key }.
help-listen = { $key } plays what you have said.
help-record-again = { $key } records your message again.
help-discard = { $key } deletes your message.
help-urgent = { $key } marks your message as urgent, or takes the mark away.
help-confidential = { $key } marks your message as confidential, or takes the mark away.
marked-urgent = Your message is urgent.
marked-not-urgent = Your message is not urgent.
marked-confidential = Your message is confidential.
marked-not-confidential = Your message is not confidential.

## Somebody is asked for, by extension or by name. $name is a person, $number the extension, $key the key.

ask-number = Please enter the extension, and then the hash key. To search by name, just press the hash key.
ask-name = Please spell the first letters of the name on the number keys. To enter an extension, just press the hash key.
ask-nobody = Nobody was found.
ask-match = For { $name }, extension { $number }, press { $key }.
    .unspoken = For extension { $number }, press { $key }.
ask-more = For more names, press { $key }.
ask-again = To search again, press { $key }.

## The attendant. $name is a text or a label that the company has written.

attendant-welcome = Hello, and thank you for calling.
attendant-night = Thank you for calling. Our office is closed at this hour.
attendant-weekend = Thank you for calling. Our office is closed at the weekend.
attendant-holiday = Thank you for calling. Our office is closed today. It is a holiday.
attendant-break = Thank you for calling. We are having a short break.
attendant-menu = Please choose.
attendant-text = { $name }.
    .unspoken = Thank you for calling.
attendant-option = For { $name }, press { $key }.
    .unspoken = There is a choice at { $key }.
attendant-connects = One moment, please. You are being connected.
attendant-not-reached = Nobody can be reached there at the moment.

## The owner logs in. The same words for mailboxes that do not exist.

login-extension = Please enter your extension, and then the hash key.
login-pin = Please enter your PIN, and then the hash key.
login-own-pin = Please enter your PIN, and then the hash key. For another mailbox, press star.
login-wrong = That was not right.
login-locked = Access to this mailbox is closed for a while. Please try again later. Goodbye.

## The owner changes the PIN.

pin-new = Please enter your new PIN, and then the hash key.
pin-again = Once more, please, and then the hash key.
pin-changed = Your PIN has been changed.
pin-differs = These two were not the same.
pin-refused = This PIN is too short, or easily guessed.
pin-kept = Your PIN stays as it was.

## What a PIN opens, and from where.

pin-ends-soon = { $days ->
    [one] Your PIN ends within a day. Please change it soon.
   *[other] Your PIN ends in { $days } days. Please change it soon.
}
pin-must-change = Before you can go on, you need a new PIN.
login-pin-ended = Your PIN has ended. Please ask your administrator for a new one. Goodbye.
login-not-from-here = You cannot open this mailbox from here. Goodbye.

## The mailbox menu. $count is a number of messages.

menu-new = { $count ->
    [one] You have one new message.
   *[other] You have { $count } new messages.
}
menu-no-new = You have no new messages.
menu-no-messages = You have no messages.
menu-almost-full = Your mailbox is almost full. Please delete what you no longer need.
menu-full = Your mailbox is full. Please delete what you no longer need, so that e-mails reach you again.
list-no-new = There are no new messages.
list-no-old = There are no old messages.
list-end = There are no more messages.
list-first = This is the first message.

## The keys of the menus: what each level offers, and what its help says. $key is the key.

offer-new = For new messages, press { $key }.
offer-old = For old messages, press { $key }.
offer-settings = For settings, press { $key }.
offer-pin = To change your PIN, press { $key }.
offer-help = For help, press { $key }.
offer-end = To end, press { $key }.
offer-again = To hear it again, press { $key }.
offer-keep = To keep it and go on, press { $key }.
offer-delete = To delete it, press { $key }.
offer-more = For more, press { $key }.
offer-menu = For the menu, press { $key }.
help-new = { $key } plays your new messages.
help-old = { $key } plays your old messages.
help-settings = { $key } is for your settings.
help-pin = { $key } changes your PIN.
help-help = { $key } tells you what the keys do.
help-end = { $key } ends the call.
help-again = { $key } plays the message again.
help-keep = { $key } keeps it and goes on to the next.
help-delete = { $key } deletes it; it then lies in the trash.
help-back = { $key } goes back five seconds.
help-pause = { $key } pauses, and goes on again.
help-forward = { $key } goes forward five seconds.
help-previous = { $key } plays the message before it.
help-envelope = { $key } tells you who has called, and when.
help-next = { $key } goes on to the next and leaves this one as it was.
help-menu = { $key } brings you back to the menu.

## The owner's settings: presence, greetings, transfer. $key is the key, $number and $name are as they say.

offer-presence = To say where you are, press { $key }.
offer-greetings = For your greetings, press { $key }.
offer-messages = To choose whether callers can leave a message, press { $key }.
offer-transfer = To choose where callers are put through to, press { $key }.
help-presence = { $key } is for your presence.
help-greetings = { $key } is for your greetings.
help-messages = { $key } lets callers leave a message, or no longer lets them.
help-transfer = { $key } is for the number that callers are put through to.
offer-this = Press { $key }.
offer-back = To go back, press { $key }.
help-pick = Choose by its number.
help-settings-back = { $key } brings you back.
presence-now = At the moment it is:
presence-chosen = From now on it is:
offer-greeting-of-presence = For the greeting of a presence, press { $key }.
offer-greeting-of-occasion = For special occasions, press { $key }.
offer-greeting-of-day = For today's greeting, press { $key }.
offer-greeting-alternative = For the alternative greeting, press { $key }.
offer-greeting-name = To record your name, press { $key }.
offer-greeting-kind = To change what you record, press { $key }.
offer-greetings-delete = To delete all your greetings, press { $key }.
help-greeting-of-presence = { $key } is for the greetings that go with your presence.
help-greeting-of-occasion = { $key } is for greetings for colleagues, for callers while you talk, and after hours.
help-greeting-of-day = { $key } is for a greeting that is played today, until midnight.
help-greeting-alternative = { $key } is for a greeting that goes before the others while it is switched on.
help-greeting-name = { $key } is for your name, as callers hear it.
help-greeting-kind = { $key } changes between whole greetings and your name alone.
help-greetings-delete = { $key } deletes all your greetings, and your name.
offer-greeting-hear = To hear it, press { $key }.
offer-greeting-record = To record it, press { $key }.
offer-greeting-delete = To delete it, press { $key }.
offer-greeting-switch = To switch it on or off, press { $key }.
offer-greeting-language = For another language, press { $key }.
help-greeting-hear = { $key } plays it.
help-greeting-record = { $key } records it anew.
help-greeting-delete = { $key } deletes it; callers then hear the standard greeting.
help-greeting-switch = { $key } switches it on or off.
help-greeting-language = { $key } goes on to the next language.
greeting-is-recorded = It is recorded.
greeting-is-none = It is not recorded.
greeting-is-on = It is switched on.
greeting-is-off = It is switched off.
greeting-deleted = Deleted.
greetings-deleted = All your greetings have been deleted.
greeting-kind-individual = You record whole greetings.
greeting-kind-personalised = You record your name only. The rest is said for you.
record-greeting = Please speak your greeting after the tone, and then press hash.
record-name = Please say your name after the tone, and then press hash.
recorded-kept = It has been kept.
recorded-discarded = It has not been kept.
recorded-silent = Nothing could be heard.
offer-recorded-hear = To hear it, press { $key }.
offer-recorded-keep = To keep it, press { $key }.
offer-recorded-again = To record it again, press { $key }.
offer-recorded-discard = To leave it as it was, press { $key }.
help-recorded-hear = { $key } plays what you have recorded.
help-recorded-keep = { $key } keeps it; callers hear it from the next call on.
help-recorded-again = { $key } records it again.
help-recorded-discard = { $key } leaves everything as it was.
confirm-delete-all = All your greetings and your name will be deleted.
offer-confirm = If you are sure, press { $key }.
help-confirm = { $key } does it.
messages-on = Callers can leave a message.
messages-off = Callers hear your greeting only, and cannot leave a message.
transfer-is = Callers can be put through to { $number }.
transfer-is-off = The number is { $number }, but it is switched off.
transfer-is-none = Callers are not put through.
offer-transfer-number = To enter a number, press { $key }.
offer-transfer-switch = To switch it on or off, press { $key }.
offer-transfer-delete = To delete it, press { $key }.
help-transfer-number = { $key } takes a new number.
help-transfer-switch = { $key } switches it on or off, and keeps the number.
help-transfer-delete = { $key } deletes the number.
transfer-number = Please enter the number as you would dial it, and then the hash key.
transfer-wrong = This number cannot be dialled.
occasion-internal = For colleagues.
occasion-external = For callers from outside.
occasion-busy = While you are talking.
occasion-break = During breaks.
occasion-off-hours = After hours.
state-office = At work.
state-mobile = On the move.
state-home = At home.
state-vacation = On holiday.
state-meeting = In a meeting.
state-sick = Off sick.
state-break = Having a break.
state-out-of-office = Out of the office.
state-holiday = Public holiday.
state-lunch = At lunch.
state-call-me = Call me.
state-do-not-disturb = Do not disturb.
state-custom-1 = Own presence one.
state-custom-2 = Own presence two.
state-other = { $name }.
    .unspoken = Another presence.
in-de-de = In German.
in-en-gb = In English.
in-en-us = In American English.
in-fr-fr = In French.
in-fr-ca = In Canadian French.
in-it-it = In Italian.
in-pt-pt = In Portuguese.
in-pt-br = In Brazilian Portuguese.
in-es-es = In Spanish.
in-es-us = In American Spanish.
in-tr-tr = In Turkish.
in-ru-ru = In Russian.
in-nl-nl = In Dutch.
in-ja-jp = In Japanese.
in-another-language = In another language.

## Calls to the owner and by the owner. $name is the owner, $number an extension or a number, $key the key.

outcall-for = There is a message for { $name }.
    .unspoken = There is a message for extension { $number }.
offer-outcall = To choose whether you are called when messages wait, press { $key }.
help-outcall = { $key } sets whether and where you are called when messages wait.
outcall-is = When messages wait, you are called at { $number }.
outcall-is-off = The number is { $number }, but you are not called at the moment.
outcall-is-none = You are not called when messages wait.
outcall-for-voice = That is so for voice messages.
outcall-for-mail = That is so for e-mails.
offer-outcall-switch = To switch these calls on or off, press { $key }.
help-outcall-switch = { $key } switches these calls on or off, and keeps the number.
offer-outcall-voice = To change that for voice messages, press { $key }.
help-outcall-voice = { $key } sets whether you are called for voice messages.
offer-outcall-mail = To change that for e-mails, press { $key }.
help-outcall-mail = { $key } sets whether you are called for e-mails.
offer-call = To call somebody, press { $key }.
help-call = { $key } connects you with a number that you enter.
offer-forwarding = To choose where your calls are forwarded to, press { $key }.
help-forwarding = { $key } forwards your calls to another number, or to voice mail.
forwarding-is = All your calls are forwarded to { $number }.
forwarding-is-voice-mail = All your calls go to voice mail.
forwarding-is-none = Your calls are not forwarded.
offer-forwarding-voice-mail = To send all calls to voice mail, press { $key }.
help-forwarding-voice-mail = { $key } sends all calls to voice mail.
offer-forwarding-end = To end the forwarding, press { $key }.
help-forwarding-end = { $key } ends the forwarding.
offer-reach = To set where callers can reach you on the move, press { $key }.
help-reach = { $key } is for the number at which callers reach you on the move.
reach-is = On the move, callers can reach you at { $number }.
reach-is-none = Callers cannot reach you on the move.

## One message. $count is its number in the list, $name and $number are the sender's.

message-number = Message { $count }.
message-from-person = From { $name }.
    .unspoken = From { $number }.
message-from-name = From { $name }.
    .unspoken = From a caller without a number.
message-from-number = From { $number }.
message-from-unknown = From an unknown caller.
message-at = { $moment }.
message-paused = Paused.
message-deleted = Deleted.
message-unplayable = This message cannot be played.

## The owner's menu: all messages. $count is a number of messages, pages or people, $key a key, $name a recipient,
## $text a sentence of an e-mail in its own language.

menu-new-voice = { $count ->
    [one] You have one new voice message.
   *[other] You have { $count } new voice messages.
}
menu-new-mail = { $count ->
    [one] One new e-mail.
   *[other] { $count } new e-mails.
}
menu-new-fax = { $count ->
    [one] One new fax.
   *[other] { $count } new faxes.
}
menu-reports = { $count ->
    [one] There is news of a message you have sent.
   *[other] There is news of { $count } messages you have sent.
}
offer-reports = For news of messages you have sent, press { $key }.
offer-kinds = To choose messages by kind or sender, press { $key }.
offer-new-voice = For new voice messages, press { $key }.
offer-old-voice = For old voice messages, press { $key }.
offer-new-mail = For new e-mails and faxes, press { $key }.
offer-old-mail = For old e-mails and faxes, press { $key }.
offer-sender = For messages of one sender, press { $key }.
help-reports = { $key } tells you what has become of messages you have sent.
help-kinds = { $key } lets you choose messages by kind or sender.
help-new-voice = { $key } plays your new voice messages.
help-old-voice = { $key } plays your old voice messages.
help-new-mail = { $key } reads out your new e-mails, and names new faxes.
help-old-mail = { $key } reads out your old e-mails, and names old faxes.
help-sender = { $key } plays the messages of one sender.
help-back-sentence = { $key } goes back one sentence.
help-forward-sentence = { $key } goes forward one sentence.
list-none = There are none.
message-mail = An e-mail.
message-fax = A fax.
message-report = A report.
message-urgent = Urgent.
message-confidential = Confidential.
message-receipt = The sender would like to know when you have heard it.
mail-subject = Subject.
mail-sentence = { $text }
    .unspoken = This cannot be read out at the moment.
mail-quote = A quoted message is left out.
mail-cut = The rest is left out because of its length.
mail-empty = There is no text in it.
fax-pages = { $count ->
    [one] It has one page.
   *[other] It has { $count } pages.
}
fax-unread = Faxes are not read out. You can see it on your screen.
report-failed = Your message to { $name } could not be delivered.
    .unspoken = One of your messages could not be delivered.
report-delayed = Your message to { $name } has not been delivered yet. It will be tried again.
    .unspoken = One of your messages has not been delivered yet. It will be tried again.
report-delivered = Your message to { $name } has arrived.
    .unspoken = One of your messages has arrived.
report-read = Your message to { $name } has been read or heard.
    .unspoken = One of your messages has been read or heard.
report-deleted = Your message to { $name } has been deleted.
    .unspoken = One of your messages has been deleted.
report-others = { $count ->
    [one] The same goes for one other.
   *[other] The same goes for { $count } others.
}
report-unknown = A report on one of your messages. You can read it on your screen.

## The owner sends, answers and forwards. $count is a number of messages or people, $key a key, $name and $number a
## colleague's, $moment when a message is sent.

menu-unfinished = { $count ->
    [one] There is an unfinished message.
   *[other] There are { $count } unfinished messages.
}
offer-unfinished = For unfinished messages, press { $key }.
offer-outbox = For messages waiting to be sent, press { $key }.
offer-send-message = To send a message, press { $key }.
offer-options = To reply, send it on or call back, press { $key }.
offer-go-on = To finish it, press { $key }.
offer-reply = To reply, press { $key }.
offer-reply-all = To reply to all, press { $key }.
offer-forward = To send it on, press { $key }.
offer-call-back = To call back, press { $key }.
offer-send-it = To send it, press { $key }.
offer-put-aside = To put it aside, press { $key }.
help-unfinished = { $key } plays the messages you have not finished.
help-outbox = { $key } plays the messages that are waiting to be sent.
help-send-message = { $key } lets you speak a message and send it.
help-options = { $key } lets you do more with this message.
help-go-on = { $key } goes on with this unfinished message.
help-reply = { $key } lets you speak a reply to the sender.
help-reply-all = { $key } lets you speak a reply to the sender and all others.
help-forward-on = { $key } sends the message on to others, with your comment.
help-call-back = { $key } connects you with the sender.
help-slower = { $key } plays it slower.
help-louder = { $key } plays it louder.
help-faster = { $key } plays it faster.
help-back-to-message = { $key } brings you back to the message.
help-send-it = { $key } sends the message.
help-receipt = { $key } lets you know when it has arrived and been heard, or not.
help-later = { $key } sends it at a later time.
help-recipients = { $key } adds recipients.
help-put-aside = { $key } keeps it among your unfinished messages.
message-to = To { $name }.
    .unspoken = To { $number }.
message-to-others = { $count ->
    [one] And to one other.
   *[other] And to { $count } others.
}
send-to = Whom is it for? Please enter the extension, and then the hash key.
sender-number = Whose messages? Please enter the number as you would dial it, and then the hash key.
send-to-more = Enter another extension, or press the hash key to go on.
send-unknown = Nobody has this extension.
send-added = To { $name }.
    .unspoken = To { $number }.
send-nobody = No message is sent.
send-speak = Please speak after the tone. The hash key ends it.
send-nothing = Nothing was recorded.
send-too-large = This message is too large to be sent on by telephone.
send-kept = It is kept among your unfinished messages.
send-held = It will be sent when you hang up.
send-at = It will be sent { $moment }.
send-not-urgent = Not urgent.
send-not-confidential = Not confidential.
send-receipt = You will be told when it has arrived and been heard.
send-no-receipt = You will not be told what becomes of it.
later-day = Please enter day and month with four digits. For today, press the hash key.
later-time = Please enter hour and minute with four digits.
later-wrong = There is no such time ahead.
later-not = It will not be sent later, but when you hang up.
call-over = The call is over.
call-busy = The line is busy.
call-no-answer = Nobody answers.
call-impossible = This call cannot be made.

## The number that tries what is told of a call for help. $name is the place, $number the extension.

help-test = This is a test, and nobody is called. Your number is { $number }. Your telephone stands here: { $name }.
    .unspoken = This is a test, and nobody is called. Your number is { $number }. It is known where your telephone stands.
help-test-no-place = This is a test, and nobody is called. Your number is { $number }. It is not known where your telephone stands.

## Everywhere in the menus.

key-unknown = That key has no use here.
goodbye = Goodbye.

## Messages that the people of the demo company find.

demo-message-delivery = Hello, this is the warehouse. Your delivery has arrived and is ready to be collected at gate three. We are here until six. Thank you, goodbye.
demo-message-appointment = Good morning. I am calling about our appointment on Thursday. Something has come up, and I would like to move it to Friday at the same time. Please ring me back. Thank you.

## Languages: what a caller is offered, each in its own words.

language-offer = For English, press { $key }.

## Distribution lists. $number is a list's number or an extension, $count how many, $name a person or an address.

offer-lists = To look after your distribution lists, press { $key }.
help-lists = { $key } is for your distribution lists.
lists-which = Which list? Please enter its number, and then the hash key. To go back, just press the hash key.
lists-numbers = Your lists have the numbers one to ninety-nine. There are no others.
list-is = List { $number }. Recipients: { $count }.
offer-list-hear = To hear who is on it, press { $key }.
offer-list-add = To add somebody, press { $key }.
offer-list-remove = To remove somebody, press { $key }.
offer-list-delete = To delete the list, press { $key }.
help-list-hear = { $key } tells you who is on the list.
help-list-add = { $key } adds somebody.
help-list-remove = { $key } removes somebody.
help-list-delete = { $key } deletes the whole list.
list-member = { $name }.
    .unspoken = Extension { $number }.
list-address = { $name }.
    .unspoken = An e-mail address.
list-own-list = Your list { $number }.
list-company-list = The company's list { $number }.
list-add = Whom shall I add? Enter the extension, zero to spell a name, or star and the number of a list, and then the hash key. To finish, just press the hash key.
list-remove = Whom shall I remove? Enter the extension, zero to spell a name, or star and the number of a list, and then the hash key.
list-added = Added.
list-removed = Removed.
list-has-it = That is on the list already.
list-has-it-not = That is not on the list.
list-full = This list is full. A list has at most ninety-nine recipients.
confirm-delete-list = The list will be deleted.
list-deleted = The list has been deleted.
send-by-name = To spell a name, enter zero, and then the hash key.
send-by-own-list = For one of your lists, enter star and its number, and then the hash key.
send-by-list = For one of the company's lists, enter star twice and its number, and then the hash key.
send-no-list = There is no such list.
send-list-added = Recipients on this list: { $count }.
send-too-many = Those are too many recipients for one message.
message-to-address = To { $name }.
    .unspoken = To an e-mail address.

## A mailbox that several share. $name and $number are the group's.

offer-shared = To open a mailbox that you share, press { $key }.
help-shared = { $key } opens a mailbox that you share with others.
shared-mailbox = The mailbox of { $name }.
    .unspoken = The mailbox { $number }.

## The names of the levels of the menus: displays show them, and they are said to whoever sees the keys.

level-main = Main menu.
level-kinds = Choice of messages.
level-message = Message.
level-options = More for this message.
level-review = Before it is sent.
level-settings = Settings.
level-greetings = Greetings.
level-greeting = Greeting.
level-recorded = Your recording.
level-transfer = Where callers are put through to.
level-outcall = Calls for new messages.
level-forwarding = Call forwarding.
level-reach = Where callers reach you.
level-list = Distribution list.
level-pick = Your choice.
level-confirm = Are you sure?
