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

## The owner logs in. The same words for mailboxes that do not exist.

login-extension = Please enter your extension, and then the hash key.
login-pin = Please enter your PIN, and then the hash key.
login-own-pin = Please enter your PIN, and then the hash key. For another mailbox, press star.
login-wrong = That was not right.
login-locked = Access to this mailbox is closed for a while. Please try again later. Goodbye.

## The mailbox menu. $count is a number of messages.

menu-new = { $count ->
    [one] You have one new message.
   *[other] You have { $count } new messages.
}
menu-no-new = You have no new messages.
menu-no-messages = You have no messages.
menu-choices = For new messages, press one. For old messages, two. For help, zero. To end, star.
menu-help = One plays your new messages, two the old ones. While a message is played, two keeps it and goes on to the next, three deletes it, and star brings you back here.
list-no-new = There are no new messages.
list-no-old = There are no old messages.
list-end = There are no more messages.

## One message. $count is its number in the list, $name and $number are the sender's.

message-number = Message { $count }.
message-from-person = From { $name }.
    .unspoken = From { $number }.
message-from-name = From { $name }.
    .unspoken = From a caller without a number.
message-from-number = From { $number }.
message-from-unknown = From an unknown caller.
message-at = { $moment }.
message-choices = To hear it again, press one. To keep it and go on, two. To delete it, three. For the menu, star.
message-help = One plays the message again. Two keeps it and goes on to the next. Three deletes it; it then lies in the trash. Star brings you back to the menu.
message-deleted = Deleted.
message-unplayable = This message cannot be played.

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
