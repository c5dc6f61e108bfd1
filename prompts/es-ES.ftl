# Lo que dice la voz en español. Un mensaje Fluent es una locución.
#
# El texto entre dos argumentos es una grabación; números, fechas y duraciones se componen de palabras grabadas. Una locución con
# un nombre tiene el atributo `.unspoken` para las máquinas que no saben pronunciar nombres.

## Saludos.

greeting-no-answer = { $name } no puede atender su llamada. Por favor, deje un mensaje después de la señal.
    .unspoken = La extensión { $number } no contesta. Por favor, deje un mensaje después de la señal.
greeting-busy = { $name } está hablando por otra línea. Por favor, deje un mensaje después de la señal.
    .unspoken = La extensión { $number } está ocupada. Por favor, deje un mensaje después de la señal.

## Cuando algo no funciona.

trouble-not-now = Lo sentimos. En este momento algo no funciona. Por favor, vuelva a llamar más tarde. Adiós.
trouble-mailbox-full = Lo sentimos. En este momento no se pueden grabar mensajes. Por favor, vuelva a llamar más tarde. Adiós.
trouble-no-messages = En este momento sus mensajes no están disponibles. Puede cambiar sus ajustes.
trouble-not-saved = Lo sentimos. Su cambio no se ha guardado.

## Un valor solo.

say-count = { $count }.
say-digits = { $digits }.
say-moment = { $moment }.
say-duration = { $duration }.

## Saludos de ausencia.

greeting-vacation = { $name } está de vacaciones. Por favor, deje un mensaje después de la señal.
    .unspoken = La persona de la extensión { $number } está de vacaciones. Por favor, deje un mensaje después de la señal.
greeting-break = { $name } está en su descanso. Por favor, deje un mensaje después de la señal.
    .unspoken = La persona de la extensión { $number } está en su descanso. Por favor, deje un mensaje después de la señal.
greeting-off-hours = Está llamando a { $name } fuera del horario laboral. Por favor, deje un mensaje después de la señal.
    .unspoken = Está llamando a la extensión { $number } fuera del horario laboral. Por favor, deje un mensaje después de la señal.
greeting-presence = { $name } no está disponible en este momento. Por favor, deje un mensaje después de la señal.
    .unspoken = La extensión { $number } no está disponible en este momento. Por favor, deje un mensaje después de la señal.

## Quien llama deja un mensaje.

deposit-thanks = Gracias. Su mensaje ha quedado grabado. Adiós.
deposit-limit = Se ha alcanzado la duración máxima de un mensaje. Lo que ha dicho ha quedado grabado. Adiós.
deposit-nothing = No se ha grabado nada. Adiós.
deposit-cut-short = Lo sentimos. La grabación se ha interrumpido. Lo que ha dicho hasta ese momento se conserva. Adiós.

## Acceso.

login-extension = Introduzca su extensión y pulse almohadilla.
login-pin = Introduzca su PIN y pulse almohadilla.
login-own-pin = Introduzca su PIN y pulse almohadilla. Para otro buzón, pulse asterisco.
login-wrong = Los datos no son correctos.
login-locked = El acceso a este buzón está bloqueado por un tiempo. Por favor, inténtelo más tarde. Adiós.

## Cambio del PIN.

pin-new = Introduzca su nuevo PIN y pulse almohadilla.
pin-again = Introdúzcalo una vez más y pulse almohadilla.
pin-changed = Su PIN ha sido cambiado.
pin-differs = Los dos no coinciden.
pin-refused = Este PIN es demasiado corto o fácil de adivinar.
pin-kept = Su PIN sigue siendo el mismo.

## Menú del buzón.

menu-new = { $count ->
    [one] Tiene un mensaje nuevo.
   *[other] Tiene { COUNT($count, form: "masculine") } mensajes nuevos.
}
menu-no-new = No tiene mensajes nuevos.
menu-no-messages = No tiene mensajes.
menu-almost-full = Su buzón está casi lleno. Por favor, borre lo que ya no necesite.
menu-full = Su buzón está lleno. Por favor, borre lo que ya no necesite para volver a recibir correos.
list-no-new = No hay mensajes nuevos.
list-no-old = No hay mensajes antiguos.
list-end = No hay más mensajes.
list-first = Este es el primer mensaje.

## Teclas de los menús.

offer-new = Para los mensajes nuevos, pulse { $key }.
offer-old = Para los mensajes antiguos, pulse { $key }.
offer-settings = Para los ajustes, pulse { $key }.
offer-pin = Para cambiar su PIN, pulse { $key }.
offer-help = Para obtener ayuda, pulse { $key }.
offer-end = Para terminar, pulse { $key }.
offer-again = Para volver a oírlo, pulse { $key }.
offer-keep = Para conservarlo y continuar, pulse { $key }.
offer-delete = Para borrarlo, pulse { $key }.
offer-more = Para más opciones, pulse { $key }.
offer-menu = Para ir al menú, pulse { $key }.
help-new = La tecla { $key } reproduce sus mensajes nuevos.
help-old = La tecla { $key } reproduce sus mensajes antiguos.
help-settings = La tecla { $key } le lleva a sus ajustes.
help-pin = La tecla { $key } cambia su PIN.
help-help = La tecla { $key } le explica para qué sirven las teclas.
help-end = La tecla { $key } termina la llamada.
help-again = La tecla { $key } repite el mensaje.
help-keep = La tecla { $key } lo conserva y pasa al siguiente.
help-delete = La tecla { $key } lo borra; queda entonces en la papelera.
help-back = La tecla { $key } retrocede cinco segundos.
help-pause = La tecla { $key } hace una pausa y después continúa.
help-forward = La tecla { $key } avanza cinco segundos.
help-previous = La tecla { $key } reproduce el mensaje anterior.
help-envelope = La tecla { $key } le dice quién ha llamado y cuándo.
help-next = La tecla { $key } pasa al siguiente y deja este como estaba.
help-menu = La tecla { $key } le devuelve al menú.

## Un mensaje.

message-number = Mensaje { $count }.
message-from-person = De { $name }.
    .unspoken = Del número { $number }.
message-from-name = De { $name }.
    .unspoken = De una persona sin número.
message-from-number = Del número { $number }.
message-from-unknown = De una persona desconocida.
message-at = { $moment }.
message-paused = En pausa.
message-deleted = Borrado.
message-unplayable = Este mensaje no se puede reproducir.

## Prueba de la llamada de emergencia.

help-test = Esto es una prueba y no se llama a nadie. Su número es el { $number }. Su teléfono se encuentra aquí: { $name }.
    .unspoken = Esto es una prueba y no se llama a nadie. Su número es el { $number }. Se sabe dónde está su teléfono.
help-test-no-place = Esto es una prueba y no se llama a nadie. Su número es el { $number }. No se sabe dónde está su teléfono.

## En todos los menús.

key-unknown = Esta tecla no tiene ninguna función aquí.
goodbye = Adiós.

## Mensajes de la empresa de demostración.

demo-message-delivery = Buenos días, le llamo del almacén. Su pedido ha llegado y puede recogerlo en la puerta tres. Estamos aquí hasta las seis. Muchas gracias, adiós.
demo-message-appointment = Buenos días. Le llamo por nuestra cita del jueves. Me ha surgido un imprevisto y me gustaría pasarla al viernes a la misma hora. Por favor, llámeme. Gracias.

## El menú del titular: todos los mensajes.

menu-new-voice = { $count ->
    [one] Tiene un mensaje de voz nuevo.
   *[other] Tiene { COUNT($count, form: "masculine") } mensajes de voz nuevos.
}
menu-new-mail = { $count ->
    [one] Un correo nuevo.
   *[other] { COUNT($count, form: "masculine") } correos nuevos.
}
menu-new-fax = { $count ->
    [one] Un fax nuevo.
   *[other] { COUNT($count, form: "masculine") } faxes nuevos.
}
menu-reports = { $count ->
    [one] Hay noticias de un mensaje que ha enviado.
   *[other] Hay noticias de { COUNT($count, form: "masculine") } mensajes que ha enviado.
}
offer-reports = Para noticias de sus mensajes enviados, pulse { $key }.
offer-kinds = Para elegir mensajes por tipo o remitente, pulse { $key }.
offer-new-voice = Para los mensajes de voz nuevos, pulse { $key }.
offer-old-voice = Para los mensajes de voz antiguos, pulse { $key }.
offer-new-mail = Para los correos y faxes nuevos, pulse { $key }.
offer-old-mail = Para los correos y faxes antiguos, pulse { $key }.
offer-sender = Para los mensajes de un remitente, pulse { $key }.
help-reports = La tecla { $key } le dice qué ha sido de sus mensajes enviados.
help-kinds = La tecla { $key } le deja elegir mensajes por tipo o remitente.
help-new-voice = La tecla { $key } reproduce sus mensajes de voz nuevos.
help-old-voice = La tecla { $key } reproduce sus mensajes de voz antiguos.
help-new-mail = La tecla { $key } lee en voz alta sus correos nuevos y anuncia los faxes nuevos.
help-old-mail = La tecla { $key } lee en voz alta sus correos antiguos y anuncia los faxes antiguos.
help-sender = La tecla { $key } reproduce los mensajes de un remitente.
help-back-sentence = La tecla { $key } retrocede una frase.
help-forward-sentence = La tecla { $key } avanza una frase.
list-none = No hay ninguno.
message-mail = Un correo.
message-fax = Un fax.
message-report = Un aviso.
message-urgent = Urgente.
message-confidential = Confidencial.
message-receipt = El remitente desea saber cuándo lo haya escuchado.
mail-subject = Asunto.
mail-sentence = { $text }
    .unspoken = En este momento no se puede leer en voz alta.
mail-quote = Se omite un mensaje citado.
mail-cut = El resto se omite por su longitud.
mail-empty = No contiene texto.
fax-pages = { $count ->
    [one] Tiene una página.
   *[other] Tiene { COUNT($count, form: "feminine") } páginas.
}
fax-unread = Los faxes no se leen en voz alta. Puede verlo en la pantalla.
report-failed = Su mensaje a { $name } no se ha podido entregar.
    .unspoken = Uno de sus mensajes no se ha podido entregar.
report-delayed = Su mensaje a { $name } aún no se ha entregado. Se volverá a intentar.
    .unspoken = Uno de sus mensajes aún no se ha entregado. Se volverá a intentar.
report-delivered = Su mensaje a { $name } ha llegado.
    .unspoken = Uno de sus mensajes ha llegado.
report-read = Su mensaje a { $name } ha sido leído o escuchado.
    .unspoken = Uno de sus mensajes ha sido leído o escuchado.
report-deleted = Su mensaje a { $name } ha sido borrado.
    .unspoken = Uno de sus mensajes ha sido borrado.
report-others = { $count ->
    [one] Lo mismo vale para otro destinatario.
   *[other] Lo mismo vale para otros { COUNT($count, form: "masculine") } destinatarios.
}
report-unknown = Un aviso sobre uno de sus mensajes. Puede leerlo en la pantalla.

## Languages

language-offer = Para español, pulse { $key }.

ask-number = Marque la extensión y después almohadilla. Para buscar por nombre, pulse solo almohadilla.
ask-name = Marque las primeras letras del nombre en el teclado. Para una extensión, pulse solo almohadilla.
ask-nobody = No se ha encontrado a nadie.
ask-match = Para { $name }, extensión { $number }, pulse { $key }.
    .unspoken = Para la extensión { $number }, pulse { $key }.
ask-more = Para más nombres, pulse { $key }.
ask-again = Para buscar otra vez, pulse { $key }.
attendant-welcome = Buenos días, y gracias por llamar.
attendant-night = Gracias por llamar. Nuestra oficina está cerrada a esta hora.
attendant-weekend = Gracias por llamar. Nuestra oficina está cerrada el fin de semana.
attendant-holiday = Gracias por llamar. Hoy es festivo y nuestra oficina está cerrada.
attendant-break = Gracias por llamar. Estamos en una breve pausa.
attendant-menu = Por favor, elija.
attendant-text = { $name }.
    .unspoken = Gracias por llamar.
attendant-option = Para { $name }, pulse { $key }.
    .unspoken = Hay una opción en la tecla { $key }.
attendant-connects = Un momento, por favor. Le estamos comunicando.
attendant-not-reached = En este momento no hay nadie disponible ahí.
offer-presence = Para decir dónde está, pulse { $key }.
offer-greetings = Para sus saludos, pulse { $key }.
offer-messages = Para elegir si le pueden dejar mensajes, pulse { $key }.
offer-transfer = Para elegir adónde se pasa a quienes llaman, pulse { $key }.
help-presence = La tecla { $key } es para su presencia.
help-greetings = La tecla { $key } es para sus saludos.
help-messages = La tecla { $key } permite o no que le dejen mensajes.
help-transfer = La tecla { $key } es para el número al que se pasa a quienes llaman.
offer-this = Pulse { $key }.
offer-back = Para volver atrás, pulse { $key }.
help-pick = Elija por su número.
help-settings-back = La tecla { $key } le devuelve atrás.
presence-now = En este momento:
presence-chosen = A partir de ahora:
offer-greeting-of-presence = Para el saludo de una presencia, pulse { $key }.
offer-greeting-of-occasion = Para ocasiones especiales, pulse { $key }.
offer-greeting-of-day = Para el saludo de hoy, pulse { $key }.
offer-greeting-alternative = Para el saludo alternativo, pulse { $key }.
offer-greeting-name = Para grabar su nombre, pulse { $key }.
offer-greeting-kind = Para cambiar lo que graba, pulse { $key }.
offer-greetings-delete = Para borrar todos sus saludos, pulse { $key }.
help-greeting-of-presence = La tecla { $key } es para los saludos según su presencia.
help-greeting-of-occasion = La tecla { $key } es para los saludos a compañeros, mientras habla y fuera del horario.
help-greeting-of-day = La tecla { $key } es para un saludo que vale hoy, hasta medianoche.
help-greeting-alternative = La tecla { $key } es para un saludo que precede a los demás mientras está activado.
help-greeting-name = La tecla { $key } es para su nombre, como lo oyen quienes llaman.
help-greeting-kind = La tecla { $key } cambia entre saludos completos y solo su nombre.
help-greetings-delete = La tecla { $key } borra todos sus saludos y su nombre.
offer-greeting-hear = Para escucharlo, pulse { $key }.
offer-greeting-record = Para grabarlo, pulse { $key }.
offer-greeting-delete = Para borrarlo, pulse { $key }.
offer-greeting-switch = Para activarlo o desactivarlo, pulse { $key }.
offer-greeting-language = Para otro idioma, pulse { $key }.
help-greeting-hear = La tecla { $key } lo reproduce.
help-greeting-record = La tecla { $key } lo graba de nuevo.
help-greeting-delete = La tecla { $key } lo borra; quienes llaman oyen entonces el saludo estándar.
help-greeting-switch = La tecla { $key } lo activa o lo desactiva.
help-greeting-language = La tecla { $key } pasa al siguiente idioma.
greeting-is-recorded = Está grabado.
greeting-is-none = No está grabado.
greeting-is-on = Está activado.
greeting-is-off = Está desactivado.
greeting-deleted = Borrado.
greetings-deleted = Todos sus saludos han sido borrados.
greeting-kind-individual = Usted graba saludos completos.
greeting-kind-personalised = Usted graba solo su nombre. Lo demás se dice por usted.
record-greeting = Diga su saludo después de la señal y pulse almohadilla.
record-name = Diga su nombre después de la señal y pulse almohadilla.
recorded-kept = Se ha guardado.
recorded-discarded = No se ha guardado.
recorded-silent = No se ha oído nada.
offer-recorded-hear = Para escucharlo, pulse { $key }.
offer-recorded-keep = Para guardarlo, pulse { $key }.
offer-recorded-again = Para grabarlo otra vez, pulse { $key }.
offer-recorded-discard = Para dejarlo como estaba, pulse { $key }.
help-recorded-hear = La tecla { $key } reproduce lo que ha grabado.
help-recorded-keep = La tecla { $key } lo guarda; se oirá desde la próxima llamada.
help-recorded-again = La tecla { $key } lo graba otra vez.
help-recorded-discard = La tecla { $key } lo deja todo como estaba.
confirm-delete-all = Se borrarán todos sus saludos y su nombre.
offer-confirm = Si está seguro, pulse { $key }.
help-confirm = La tecla { $key } lo confirma.
messages-on = Quienes llaman pueden dejar un mensaje.
messages-off = Quienes llaman solo oyen su saludo y no pueden dejar un mensaje.
transfer-is = Quienes llaman pueden pasar al { $number }.
transfer-is-off = El número es el { $number }, pero está desactivado.
transfer-is-none = No se pasa a quienes llaman.
offer-transfer-number = Para marcar un número, pulse { $key }.
offer-transfer-switch = Para activarlo o desactivarlo, pulse { $key }.
offer-transfer-delete = Para borrarlo, pulse { $key }.
help-transfer-number = La tecla { $key } toma un número nuevo.
help-transfer-switch = La tecla { $key } lo activa o desactiva y conserva el número.
help-transfer-delete = La tecla { $key } borra el número.
transfer-number = Marque el número como lo haría al llamar, y después almohadilla.
transfer-wrong = No se puede llamar a este número.
occasion-internal = Para compañeros.
occasion-external = Para llamadas de fuera.
occasion-busy = Mientras habla.
occasion-break = Durante los descansos.
occasion-off-hours = Fuera del horario.
state-office = En el trabajo.
state-mobile = De camino.
state-home = En casa.
state-vacation = De vacaciones.
state-meeting = En una reunión.
state-sick = De baja por enfermedad.
state-break = En un descanso.
state-out-of-office = Fuera de la oficina.
state-holiday = Día festivo.
state-lunch = Comiendo.
state-call-me = Llámeme.
state-do-not-disturb = No molestar.
state-custom-1 = Presencia propia uno.
state-custom-2 = Presencia propia dos.
state-other = { $name }.
    .unspoken = Otra presencia.
in-de-de = En alemán.
in-en-gb = En inglés.
in-en-us = En inglés americano.
in-fr-fr = En francés.
in-fr-ca = En francés canadiense.
in-it-it = En italiano.
in-pt-pt = En portugués.
in-pt-br = En portugués de Brasil.
in-es-es = En español.
in-es-us = En español de América.
in-tr-tr = En turco.
in-ru-ru = En ruso.
in-nl-nl = En neerlandés.
in-ja-jp = En japonés.
in-another-language = En otro idioma.

deposit-or-transfer = Para dejar un mensaje, pulse { $key }. Para que le comuniquen con el { $number }, pulse { $other }.
deposit-not-reached = En este momento no hay nadie disponible ahí. Por favor, deje un mensaje después de la señal.
deposit-discarded = Su mensaje ha sido borrado. Adiós.
deposit-kept = No se ha grabado nada. Lo que dijo antes se conserva.
deposit-mailbox-off = Este buzón está desactivado y no admite mensajes. Adiós.
offer-listen = Para escucharlo, pulse { $key }.
offer-record-again = Para grabarlo otra vez, pulse { $key }.
offer-discard = Para borrarlo, pulse { $key }.
help-listen = La tecla { $key } reproduce lo que ha dicho.
help-record-again = La tecla { $key } graba de nuevo.
help-discard = La tecla { $key } borra el mensaje.
help-urgent = La tecla { $key } lo marca como urgente, o no.
help-confidential = La tecla { $key } lo marca como confidencial, o no.
marked-urgent = Su mensaje es urgente.
marked-not-urgent = Su mensaje no es urgente.
marked-confidential = Su mensaje es confidencial.
marked-not-confidential = Su mensaje no es confidencial.

menu-unfinished = { $count ->
    [one] Hay un mensaje sin terminar.
   *[other] Hay { COUNT($count, form: "masculine") } mensajes sin terminar.
}
offer-unfinished = Para los mensajes sin terminar, pulse { $key }.
offer-outbox = Para los mensajes pendientes de envío, pulse { $key }.
offer-send-message = Para enviar un mensaje, pulse { $key }.
offer-options = Para responder, reenviar o devolver la llamada, pulse { $key }.
offer-go-on = Para terminarlo, pulse { $key }.
offer-reply = Para responder, pulse { $key }.
offer-reply-all = Para responder a todos, pulse { $key }.
offer-forward = Para reenviarlo, pulse { $key }.
offer-call-back = Para devolver la llamada, pulse { $key }.
offer-send-it = Para enviarlo, pulse { $key }.
offer-put-aside = Para guardarlo para más tarde, pulse { $key }.
help-unfinished = La tecla { $key } reproduce los mensajes que no ha terminado.
help-outbox = La tecla { $key } reproduce los mensajes pendientes de envío.
help-send-message = La tecla { $key } le permite enviar un mensaje.
help-options = La tecla { $key } le ofrece más posibilidades para este mensaje.
help-go-on = La tecla { $key } continúa con este mensaje sin terminar.
help-reply = La tecla { $key } le permite responder de viva voz al remitente.
help-reply-all = La tecla { $key } le permite responder de viva voz al remitente y a todos los demás.
help-forward-on = La tecla { $key } reenvía el mensaje a otros, con su comentario.
help-call-back = La tecla { $key } le comunica con el remitente.
help-slower = La tecla { $key } reproduce más despacio.
help-louder = La tecla { $key } reproduce más alto.
help-faster = La tecla { $key } reproduce más deprisa.
help-back-to-message = La tecla { $key } le devuelve al mensaje.
help-send-it = La tecla { $key } envía el mensaje.
help-receipt = La tecla { $key } le avisa cuando haya llegado y se haya escuchado, o no.
help-later = La tecla { $key } lo envía más tarde.
help-recipients = La tecla { $key } añade destinatarios.
help-put-aside = La tecla { $key } lo guarda entre sus mensajes sin terminar.
message-to = Para { $name }.
    .unspoken = Para el { $number }.
message-to-others = { $count ->
    [one] Y para otro destinatario.
   *[other] Y para otros { COUNT($count, form: "masculine") } destinatarios.
}
send-to = ¿Para quién es? Marque la extensión y después almohadilla.
sender-number = ¿De quién son los mensajes? Marque el número como lo haría al llamar, y después almohadilla.
send-to-more = Marque otra extensión, o pulse almohadilla para continuar.
send-unknown = Nadie tiene esta extensión.
send-added = Para { $name }.
    .unspoken = Para el { $number }.
send-nobody = No se envía ningún mensaje.
send-speak = Hable después de la señal. La almohadilla termina la grabación.
send-nothing = No se ha grabado nada.
send-too-large = Este mensaje es demasiado grande para reenviarlo por teléfono.
send-kept = Queda guardado entre sus mensajes sin terminar.
send-held = Se enviará cuando cuelgue.
send-at = Se enviará { $moment }.
send-not-urgent = No es urgente.
send-not-confidential = No es confidencial.
send-receipt = Se le avisará cuando haya llegado y se haya escuchado.
send-no-receipt = No se le avisará de lo que ocurra con él.
later-day = Marque el día y el mes con cuatro cifras. Para hoy, pulse almohadilla.
later-time = Marque la hora y los minutos con cuatro cifras.
later-wrong = Ese momento no es válido.
later-not = No se enviará más tarde, sino cuando cuelgue.
call-over = La llamada ha terminado.
call-busy = La línea está ocupada.
call-no-answer = No contesta nadie.
call-impossible = Esta llamada no es posible.

number-unknown = El número que ha marcado no está en uso aquí. Adiós.
pin-ends-soon = { $days ->
    [one] Su PIN caduca en un día. Cámbielo pronto, por favor.
   *[other] Su PIN caduca en { COUNT($days, form: "masculine") } días. Cámbielo pronto, por favor.
}
pin-must-change = Antes de continuar, necesita un PIN nuevo.
login-pin-ended = Su PIN ha caducado. Pida uno nuevo a su administrador. Adiós.
login-not-from-here = No puede abrir este buzón desde aquí. Adiós.

## Distribution lists. $number is a list's number or an extension, $count how many, $name a person or an address.

offer-lists = Para sus listas de distribución, pulse { $key }.
help-lists = La tecla { $key } es para sus listas de distribución.
lists-which = ¿Qué lista? Marque su número y después almohadilla. Para volver atrás, pulse solo almohadilla.
lists-numbers = Sus listas tienen los números del uno al noventa y nueve. No hay otras.
list-is = Lista { $number }. Destinatarios: { $count }.
offer-list-hear = Para escuchar quién está en ella, pulse { $key }.
offer-list-add = Para añadir a alguien, pulse { $key }.
offer-list-remove = Para quitar a alguien, pulse { $key }.
offer-list-delete = Para borrar la lista, pulse { $key }.
help-list-hear = La tecla { $key } le dice quién está en la lista.
help-list-add = La tecla { $key } añade a alguien.
help-list-remove = La tecla { $key } quita a alguien.
help-list-delete = La tecla { $key } borra toda la lista.
list-member = { $name }.
    .unspoken = Extensión { $number }.
list-address = { $name }.
    .unspoken = Una dirección de correo.
list-own-list = Su lista { $number }.
list-company-list = La lista { $number } de la empresa.
list-add = ¿A quién se añade? Marque la extensión, cero para deletrear un nombre, o asterisco y el número de una lista, y después almohadilla. Para terminar, pulse solo almohadilla.
list-remove = ¿A quién se quita? Marque la extensión, cero para deletrear un nombre, o asterisco y el número de una lista, y después almohadilla.
list-added = Añadido.
list-removed = Quitado.
list-has-it = Ya está en la lista.
list-has-it-not = No está en la lista.
list-full = Esta lista está llena. Una lista tiene como máximo noventa y nueve destinatarios.
confirm-delete-list = Se borrará la lista.
list-deleted = La lista ha sido borrada.
send-by-name = Para deletrear un nombre, marque cero y después almohadilla.
send-by-own-list = Para una de sus listas, marque asterisco y su número, y después almohadilla.
send-by-list = Para una lista de la empresa, marque dos veces asterisco y su número, y después almohadilla.
send-no-list = Esa lista no existe.
send-list-added = Destinatarios en esta lista: { $count }.
send-too-many = Son demasiados destinatarios para un mensaje.
message-to-address = Para { $name }.
    .unspoken = Para una dirección de correo.

## A mailbox that several share. $name and $number are the group's.

offer-shared = Para un buzón compartido, pulse { $key }.
help-shared = La tecla { $key } abre un buzón que comparte con otros.
shared-mailbox = El buzón de { $name }.
    .unspoken = El buzón { $number }.

## Llamadas al titular y del titular. $name es el titular, $number una extensión o un número, $key la tecla.

outcall-for = Hay un mensaje para { $name }.
    .unspoken = Hay un mensaje para la extensión { $number }.
offer-outcall = Para elegir si se le llama cuando hay mensajes, pulse { $key }.
help-outcall = La tecla { $key } decide si se le llama cuando hay mensajes, y adónde.
outcall-is = Cuando hay mensajes, se le llama al { $number }.
outcall-is-off = El número es el { $number }, pero ahora no se le llama.
outcall-is-none = No se le llama cuando hay mensajes.
outcall-for-voice = Es así para los mensajes de voz.
outcall-for-mail = Es así para los correos.
offer-outcall-switch = Para activar o desactivar estas llamadas, pulse { $key }.
help-outcall-switch = La tecla { $key } activa o desactiva estas llamadas y conserva el número.
offer-outcall-voice = Para cambiarlo en los mensajes de voz, pulse { $key }.
help-outcall-voice = La tecla { $key } decide si se le llama por mensajes de voz.
offer-outcall-mail = Para cambiarlo en los correos, pulse { $key }.
help-outcall-mail = La tecla { $key } decide si se le llama por correos.
offer-call = Para llamar a alguien, pulse { $key }.
help-call = La tecla { $key } le comunica con el número que marque.
offer-forwarding = Para elegir adónde se desvían sus llamadas, pulse { $key }.
help-forwarding = La tecla { $key } desvía sus llamadas a otro número o al buzón de voz.
forwarding-is = Todas sus llamadas se desvían al { $number }.
forwarding-is-voice-mail = Todas sus llamadas van al buzón de voz.
forwarding-is-none = Sus llamadas no se desvían.
offer-forwarding-voice-mail = Para enviar todas las llamadas al buzón de voz, pulse { $key }.
help-forwarding-voice-mail = La tecla { $key } envía todas las llamadas al buzón de voz.
offer-forwarding-end = Para terminar el desvío, pulse { $key }.
help-forwarding-end = La tecla { $key } termina el desvío.
offer-reach = Para elegir dónde le localizan fuera de la oficina, pulse { $key }.
help-reach = La tecla { $key } es para el número en el que le localizan fuera de la oficina.
reach-is = Fuera de la oficina le pueden localizar en el { $number }.
reach-is-none = Fuera de la oficina no le pueden localizar.

## Los nombres de los niveles del menú: las pantallas los muestran, y los oye quien ve las teclas.

level-main = Menú principal.
level-kinds = Elección de mensajes.
level-message = Mensaje.
level-options = Más sobre este mensaje.
level-review = Antes de enviarlo.
level-settings = Ajustes.
level-greetings = Saludos.
level-greeting = Saludo.
level-recorded = Su grabación.
level-transfer = Adónde se pasa a quienes llaman.
level-outcall = Llamadas por mensajes nuevos.
level-forwarding = Desvío de llamadas.
level-reach = Dónde le localizan.
level-list = Lista de distribución.
level-pick = Su elección.
level-confirm = ¿Está seguro?
