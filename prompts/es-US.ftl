# Lo que la voz dice de otra manera en América; lo demás está en es-ES.ftl.

greeting-break = { $name } está en un descanso. Por favor, deje un mensaje después de la señal.
    .unspoken = La persona de la extensión { $number } está en un descanso. Por favor, deje un mensaje después de la señal.
greeting-off-hours = Está llamando a { $name } fuera del horario de oficina. Por favor, deje un mensaje después de la señal.
    .unspoken = Está llamando a la extensión { $number } fuera del horario de oficina. Por favor, deje un mensaje después de la señal.
deposit-thanks = Gracias. Su mensaje quedó grabado. Adiós.
deposit-limit = Se alcanzó la duración máxima de un mensaje. Lo que dijo quedó grabado. Adiós.
deposit-nothing = No se grabó nada. Adiós.
deposit-cut-short = Lo sentimos. La grabación se interrumpió. Lo que dijo hasta ese momento se conserva. Adiós.
login-extension = Marque su extensión y después la tecla numeral.
login-pin = Marque su PIN y después la tecla numeral.
login-own-pin = Marque su PIN y después la tecla numeral. Para otro buzón, oprima asterisco.
pin-new = Marque su nuevo PIN y después la tecla numeral.
pin-again = Márquelo una vez más, y después la tecla numeral.
pin-changed = Su PIN fue cambiado.
offer-new = Para los mensajes nuevos, oprima { $key }.
offer-old = Para los mensajes anteriores, oprima { $key }.
offer-settings = Para la configuración, oprima { $key }.
offer-pin = Para cambiar su PIN, oprima { $key }.
offer-help = Para obtener ayuda, oprima { $key }.
offer-end = Para terminar, oprima { $key }.
offer-again = Para volver a escucharlo, oprima { $key }.
offer-keep = Para conservarlo y continuar, oprima { $key }.
offer-delete = Para borrarlo, oprima { $key }.
offer-more = Para más opciones, oprima { $key }.
offer-menu = Para ir al menú, oprima { $key }.
help-old = La tecla { $key } reproduce sus mensajes anteriores.
help-settings = La tecla { $key } lo lleva a su configuración.
help-envelope = La tecla { $key } le dice quién llamó y cuándo.
help-menu = La tecla { $key } lo regresa al menú.
list-no-old = No hay mensajes anteriores.
demo-message-appointment = Buenos días. Le llamo por nuestra cita del jueves. Me surgió un imprevisto y me gustaría pasarla al viernes a la misma hora. Por favor, devuélvame la llamada. Gracias.
menu-reports = { $count ->
    [one] Hay noticias de un mensaje que usted envió.
   *[other] Hay noticias de { COUNT($count, form: "masculine") } mensajes que usted envió.
}
offer-reports = Para noticias de sus mensajes enviados, oprima { $key }.
offer-kinds = Para elegir entre mensajes de voz y correos, oprima { $key }.
offer-new-voice = Para los mensajes de voz nuevos, oprima { $key }.
offer-old-voice = Para los mensajes de voz anteriores, oprima { $key }.
offer-new-mail = Para los correos y faxes nuevos, oprima { $key }.
offer-old-mail = Para los correos y faxes anteriores, oprima { $key }.
help-old-voice = La tecla { $key } reproduce sus mensajes de voz anteriores.
help-old-mail = La tecla { $key } lee en voz alta sus correos anteriores y anuncia los faxes anteriores.
language-offer = Para español, oprima { $key }.
