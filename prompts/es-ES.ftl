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
offer-kinds = Para elegir entre mensajes de voz y correos, pulse { $key }.
offer-new-voice = Para los mensajes de voz nuevos, pulse { $key }.
offer-old-voice = Para los mensajes de voz antiguos, pulse { $key }.
offer-new-mail = Para los correos y faxes nuevos, pulse { $key }.
offer-old-mail = Para los correos y faxes antiguos, pulse { $key }.
help-reports = La tecla { $key } le dice qué ha sido de sus mensajes enviados.
help-kinds = La tecla { $key } le deja elegir entre mensajes de voz y correos.
help-new-voice = La tecla { $key } reproduce sus mensajes de voz nuevos.
help-old-voice = La tecla { $key } reproduce sus mensajes de voz antiguos.
help-new-mail = La tecla { $key } lee en voz alta sus correos nuevos y anuncia los faxes nuevos.
help-old-mail = La tecla { $key } lee en voz alta sus correos antiguos y anuncia los faxes antiguos.
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
