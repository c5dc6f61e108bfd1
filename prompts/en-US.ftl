# What the voice says otherwise in American English; the rest is in en-GB.ftl.

greeting-vacation = { $name } is on vacation. Please leave a message after the tone.
    .unspoken = The person at extension { $number } is on vacation. Please leave a message after the tone.
greeting-break = { $name } is on a break. Please leave a message after the tone.
    .unspoken = The person at extension { $number } is on a break. Please leave a message after the tone.
greeting-off-hours = You have reached { $name } outside of business hours. Please leave a message after the tone.
    .unspoken = You have reached extension { $number } outside of business hours. Please leave a message after the tone.
greeting-presence = { $name } is not available right now. Please leave a message after the tone.
    .unspoken = Extension { $number } is not available right now. Please leave a message after the tone.
trouble-not-now = We're sorry. Something is not working right now. Please call again later. Goodbye.
trouble-mailbox-full = We're sorry. No message can be taken right now. Please call again later. Goodbye.
login-extension = Please enter your extension, followed by the pound key.
login-pin = Please enter your PIN, followed by the pound key.
login-own-pin = Please enter your PIN, followed by the pound key. For another mailbox, press star.
pin-new = Please enter your new PIN, followed by the pound key.
pin-again = Once more, please, followed by the pound key.
demo-message-appointment = Good morning. I am calling about our appointment on Thursday. Something has come up, and I would like to move it to Friday at the same time. Please call me back. Thank you.
