# O que a voz diz em português. Uma mensagem Fluent é uma locução.
#
# O texto entre dois argumentos é uma gravação; números, datas e durações são compostos de palavras gravadas. Uma locução com um
# nome tem o atributo `.unspoken` para as máquinas que não sabem dizer nomes.

## Saudações.

greeting-no-answer = { $name } não pode atender a sua chamada. Por favor, deixe uma mensagem depois do sinal.
    .unspoken = A extensão { $number } não atende. Por favor, deixe uma mensagem depois do sinal.
greeting-busy = { $name } está noutra chamada. Por favor, deixe uma mensagem depois do sinal.
    .unspoken = A extensão { $number } está ocupada. Por favor, deixe uma mensagem depois do sinal.

## Quando algo não funciona.

trouble-not-now = Lamentamos. De momento, algo não está a funcionar. Por favor, volte a ligar mais tarde. Adeus.
trouble-mailbox-full = Lamentamos. De momento, não é possível gravar mensagens. Por favor, volte a ligar mais tarde. Adeus.
trouble-no-messages = De momento, as suas mensagens não estão disponíveis. Pode alterar as suas definições.
trouble-not-saved = Lamentamos. A sua alteração não foi guardada.

## Um valor só.

say-count = { $count }.
say-digits = { $digits }.
say-moment = { $moment }.
say-duration = { $duration }.

## Saudações de ausência.

greeting-vacation = { $name } está de férias. Por favor, deixe uma mensagem depois do sinal.
    .unspoken = A pessoa da extensão { $number } está de férias. Por favor, deixe uma mensagem depois do sinal.
greeting-break = { $name } está em pausa. Por favor, deixe uma mensagem depois do sinal.
    .unspoken = A pessoa da extensão { $number } está em pausa. Por favor, deixe uma mensagem depois do sinal.
greeting-off-hours = Está a ligar a { $name } fora do horário de trabalho. Por favor, deixe uma mensagem depois do sinal.
    .unspoken = Está a ligar à extensão { $number } fora do horário de trabalho. Por favor, deixe uma mensagem depois do sinal.
greeting-presence = { $name } não está disponível de momento. Por favor, deixe uma mensagem depois do sinal.
    .unspoken = A extensão { $number } não está disponível de momento. Por favor, deixe uma mensagem depois do sinal.

## Quem liga deixa uma mensagem.

deposit-thanks = Obrigado. A sua mensagem ficou gravada. Adeus.
deposit-limit = A duração máxima de uma mensagem foi atingida. O que disse ficou gravado. Adeus.
deposit-nothing = Não ficou nada gravado. Adeus.
deposit-cut-short = Lamentamos. A gravação foi interrompida. O que disse até aí fica guardado. Adeus.

## Acesso.

login-extension = Introduza a sua extensão, seguida da tecla cardinal.
login-pin = Introduza o seu PIN, seguido da tecla cardinal.
login-own-pin = Introduza o seu PIN, seguido da tecla cardinal. Para outra caixa de correio, prima asterisco.
login-wrong = Os dados não estão corretos.
login-locked = O acesso a esta caixa de correio está bloqueado durante algum tempo. Por favor, tente mais tarde. Adeus.

## Mudança do PIN.

pin-new = Introduza o seu novo PIN, seguido da tecla cardinal.
pin-again = Mais uma vez, por favor, seguido da tecla cardinal.
pin-changed = O seu PIN foi alterado.
pin-differs = Os dois não eram iguais.
pin-refused = Este PIN é demasiado curto ou fácil de adivinhar.
pin-kept = O seu PIN mantém-se.

## Menu da caixa de correio.

menu-new = { $count ->
    [one] Tem uma nova mensagem.
   *[other] Tem { COUNT($count, form: "feminine") } novas mensagens.
}
menu-no-new = Não tem novas mensagens.
menu-no-messages = Não tem mensagens.
menu-almost-full = A sua caixa de correio está quase cheia. Por favor, apague o que já não precisa.
menu-full = A sua caixa de correio está cheia. Por favor, apague o que já não precisa, para voltar a receber e-mails.
list-no-new = Não há novas mensagens.
list-no-old = Não há mensagens antigas.
list-end = Não há mais mensagens.
list-first = Esta é a primeira mensagem.

## Teclas dos menus.

offer-new = Para as novas mensagens, prima { $key }.
offer-old = Para as mensagens antigas, prima { $key }.
offer-settings = Para as definições, prima { $key }.
offer-pin = Para mudar o seu PIN, prima { $key }.
offer-help = Para ajuda, prima { $key }.
offer-end = Para terminar, prima { $key }.
offer-again = Para ouvir outra vez, prima { $key }.
offer-keep = Para guardar e continuar, prima { $key }.
offer-delete = Para apagar, prima { $key }.
offer-more = Para mais opções, prima { $key }.
offer-menu = Para o menu, prima { $key }.
help-new = A tecla { $key } reproduz as suas novas mensagens.
help-old = A tecla { $key } reproduz as suas mensagens antigas.
help-settings = A tecla { $key } leva-o às suas definições.
help-pin = A tecla { $key } muda o seu PIN.
help-help = A tecla { $key } diz-lhe para que servem as teclas.
help-end = A tecla { $key } termina a chamada.
help-again = A tecla { $key } reproduz a mensagem outra vez.
help-keep = A tecla { $key } guarda-a e passa à seguinte.
help-delete = A tecla { $key } apaga-a; fica então na reciclagem.
help-back = A tecla { $key } recua cinco segundos.
help-pause = A tecla { $key } faz uma pausa e depois continua.
help-forward = A tecla { $key } avança cinco segundos.
help-previous = A tecla { $key } reproduz a mensagem anterior.
help-envelope = A tecla { $key } diz-lhe quem ligou e quando.
help-next = A tecla { $key } passa à seguinte e deixa esta como estava.
help-menu = A tecla { $key } leva-o de volta ao menu.

## Uma mensagem.

message-number = Mensagem { $count }.
message-from-person = De { $name }.
    .unspoken = Do número { $number }.
message-from-name = De { $name }.
    .unspoken = De alguém sem número.
message-from-number = Do número { $number }.
message-from-unknown = De alguém desconhecido.
message-at = { $moment }.
message-paused = Em pausa.
message-deleted = Apagada.
message-unplayable = Esta mensagem não pode ser reproduzida.

## Ensaio da chamada de emergência.

help-test = Isto é um ensaio e ninguém é chamado. O seu número é { $number }. O seu telefone está aqui: { $name }.
    .unspoken = Isto é um ensaio e ninguém é chamado. O seu número é { $number }. Sabe-se onde está o seu telefone.
help-test-no-place = Isto é um ensaio e ninguém é chamado. O seu número é { $number }. Não se sabe onde está o seu telefone.

## Em todos os menus.

key-unknown = Esta tecla não tem função aqui.
goodbye = Adeus.

## Mensagens da empresa de demonstração.

demo-message-delivery = Bom dia, fala do armazém. A sua encomenda chegou e pode ser levantada no portão três. Estamos cá até às dezoito horas. Obrigado, adeus.
demo-message-appointment = Bom dia. Ligo por causa da nossa reunião de quinta-feira. Surgiu-me um imprevisto e gostava de a passar para sexta-feira à mesma hora. Por favor, ligue-me. Obrigado.

## O menu do titular: todas as mensagens.

menu-new-voice = { $count ->
    [one] Tem uma nova mensagem de voz.
   *[other] Tem { COUNT($count, form: "feminine") } novas mensagens de voz.
}
menu-new-mail = { $count ->
    [one] Um novo e-mail.
   *[other] { $count } novos e-mails.
}
menu-new-fax = { $count ->
    [one] Um novo fax.
   *[other] { $count } novos faxes.
}
menu-reports = { $count ->
    [one] Há notícias de uma mensagem que enviou.
   *[other] Há notícias de { COUNT($count, form: "feminine") } mensagens que enviou.
}
offer-reports = Para notícias das mensagens enviadas, prima { $key }.
offer-kinds = Para escolher mensagens por tipo ou remetente, prima { $key }.
offer-new-voice = Para as novas mensagens de voz, prima { $key }.
offer-old-voice = Para as mensagens de voz antigas, prima { $key }.
offer-new-mail = Para os novos e-mails e faxes, prima { $key }.
offer-old-mail = Para os e-mails e faxes antigos, prima { $key }.
offer-sender = Para as mensagens de um remetente, prima { $key }.
help-reports = A tecla { $key } diz-lhe o que foi feito das mensagens enviadas.
help-kinds = A tecla { $key } deixa-o escolher mensagens por tipo ou remetente.
help-new-voice = A tecla { $key } reproduz as suas novas mensagens de voz.
help-old-voice = A tecla { $key } reproduz as suas mensagens de voz antigas.
help-new-mail = A tecla { $key } lê em voz alta os seus novos e-mails e anuncia os novos faxes.
help-old-mail = A tecla { $key } lê em voz alta os seus e-mails antigos e anuncia os faxes antigos.
help-sender = A tecla { $key } reproduz as mensagens de um remetente.
help-back-sentence = A tecla { $key } recua uma frase.
help-forward-sentence = A tecla { $key } avança uma frase.
list-none = Não há nenhum.
message-mail = Um e-mail.
message-fax = Um fax.
message-report = Um aviso.
message-urgent = Urgente.
message-confidential = Confidencial.
message-receipt = O remetente gostaria de saber quando a ouviu.
mail-subject = Assunto.
mail-sentence = { $text }
    .unspoken = De momento, isto não pode ser lido em voz alta.
mail-quote = Uma mensagem citada é omitida.
mail-cut = O resto é omitido por ser muito longo.
mail-empty = Não contém texto.
fax-pages = { $count ->
    [one] Tem uma página.
   *[other] Tem { COUNT($count, form: "feminine") } páginas.
}
fax-unread = Os faxes não são lidos em voz alta. Pode vê-lo no ecrã.
report-failed = A sua mensagem para { $name } não pôde ser entregue.
    .unspoken = Uma das suas mensagens não pôde ser entregue.
report-delayed = A sua mensagem para { $name } ainda não foi entregue. Vai tentar-se de novo.
    .unspoken = Uma das suas mensagens ainda não foi entregue. Vai tentar-se de novo.
report-delivered = A sua mensagem para { $name } chegou.
    .unspoken = Uma das suas mensagens chegou.
report-read = A sua mensagem para { $name } foi lida ou ouvida.
    .unspoken = Uma das suas mensagens foi lida ou ouvida.
report-deleted = A sua mensagem para { $name } foi apagada.
    .unspoken = Uma das suas mensagens foi apagada.
report-others = { $count ->
    [one] O mesmo vale para outro destinatário.
   *[other] O mesmo vale para outros { $count } destinatários.
}
report-unknown = Um aviso sobre uma das suas mensagens. Pode lê-lo no ecrã.

## Languages

language-offer = Para português, prima { $key }.

ask-number = Introduza a extensão, seguida da tecla cardinal. Para procurar por nome, prima apenas cardinal.
ask-name = Introduza as primeiras letras do nome no teclado. Para uma extensão, prima apenas cardinal.
ask-nobody = Não foi encontrado ninguém.
ask-match = Para { $name }, extensão { $number }, prima { $key }.
    .unspoken = Para a extensão { $number }, prima { $key }.
ask-more = Para mais nomes, prima { $key }.
ask-again = Para procurar de novo, prima { $key }.
attendant-welcome = Bom dia, e obrigado pela sua chamada.
attendant-night = Obrigado pela sua chamada. A esta hora, o nosso escritório está fechado.
attendant-weekend = Obrigado pela sua chamada. O nosso escritório está fechado ao fim de semana.
attendant-holiday = Obrigado pela sua chamada. Hoje é feriado e o nosso escritório está fechado.
attendant-break = Obrigado pela sua chamada. Estamos numa pequena pausa.
attendant-menu = Por favor, escolha.
attendant-text = { $name }.
    .unspoken = Obrigado pela sua chamada.
attendant-option = Para { $name }, prima { $key }.
    .unspoken = Há uma opção na tecla { $key }.
attendant-connects = Um momento, por favor. Estamos a fazer a ligação.
attendant-not-reached = De momento, não há ninguém disponível aí.
offer-presence = Para dizer onde está, prima { $key }.
offer-greetings = Para as suas saudações, prima { $key }.
offer-messages = Para escolher se lhe podem deixar mensagens, prima { $key }.
offer-transfer = Para escolher para onde se passa quem liga, prima { $key }.
help-presence = A tecla { $key } é para a sua presença.
help-greetings = A tecla { $key } é para as suas saudações.
help-messages = A tecla { $key } permite ou não que lhe deixem mensagens.
help-transfer = A tecla { $key } é para o número para onde se passa quem liga.
offer-this = Prima { $key }.
offer-back = Para voltar atrás, prima { $key }.
help-pick = Escolha pelo número.
help-settings-back = A tecla { $key } volta atrás.
presence-now = Neste momento:
presence-chosen = A partir de agora:
offer-greeting-of-presence = Para a saudação de uma presença, prima { $key }.
offer-greeting-of-occasion = Para ocasiões especiais, prima { $key }.
offer-greeting-of-day = Para a saudação de hoje, prima { $key }.
offer-greeting-alternative = Para a saudação alternativa, prima { $key }.
offer-greeting-name = Para gravar o seu nome, prima { $key }.
offer-greeting-kind = Para mudar o que grava, prima { $key }.
offer-greetings-delete = Para apagar todas as suas saudações, prima { $key }.
help-greeting-of-presence = A tecla { $key } é para as saudações conforme a sua presença.
help-greeting-of-occasion = A tecla { $key } é para as saudações a colegas, enquanto fala e fora do horário.
help-greeting-of-day = A tecla { $key } é para uma saudação que vale hoje, até à meia-noite.
help-greeting-alternative = A tecla { $key } é para uma saudação que vem antes das outras enquanto está ligada.
help-greeting-name = A tecla { $key } é para o seu nome, como o ouve quem liga.
help-greeting-kind = A tecla { $key } muda entre saudações completas e só o seu nome.
help-greetings-delete = A tecla { $key } apaga todas as suas saudações e o seu nome.
offer-greeting-hear = Para ouvi-la, prima { $key }.
offer-greeting-record = Para gravá-la, prima { $key }.
offer-greeting-delete = Para apagá-la, prima { $key }.
offer-greeting-switch = Para ligá-la ou desligá-la, prima { $key }.
offer-greeting-language = Para outra língua, prima { $key }.
help-greeting-hear = A tecla { $key } reproduz a saudação.
help-greeting-record = A tecla { $key } grava-a de novo.
help-greeting-delete = A tecla { $key } apaga-a; quem liga ouve então a saudação padrão.
help-greeting-switch = A tecla { $key } liga-a ou desliga-a.
help-greeting-language = A tecla { $key } passa à língua seguinte.
greeting-is-recorded = Está gravada.
greeting-is-none = Não está gravada.
greeting-is-on = Está ligada.
greeting-is-off = Está desligada.
greeting-deleted = Apagada.
greetings-deleted = Todas as suas saudações foram apagadas.
greeting-kind-individual = Grava saudações completas.
greeting-kind-personalised = Grava apenas o seu nome. O resto é dito por si.
record-greeting = Diga a sua saudação depois do sinal e prima cardinal.
record-name = Diga o seu nome depois do sinal e prima cardinal.
recorded-kept = Ficou guardado.
recorded-discarded = Não ficou guardado.
recorded-silent = Não se ouviu nada.
offer-recorded-hear = Para ouvir, prima { $key }.
offer-recorded-keep = Para guardar, prima { $key }.
offer-recorded-again = Para gravar de novo, prima { $key }.
offer-recorded-discard = Para deixar tudo como estava, prima { $key }.
help-recorded-hear = A tecla { $key } reproduz o que gravou.
help-recorded-keep = A tecla { $key } guarda; ouve-se a partir da próxima chamada.
help-recorded-again = A tecla { $key } grava de novo.
help-recorded-discard = A tecla { $key } deixa tudo como estava.
confirm-delete-all = Todas as suas saudações e o seu nome serão apagados.
offer-confirm = Se tem a certeza, prima { $key }.
help-confirm = A tecla { $key } confirma.
messages-on = Quem liga pode deixar uma mensagem.
messages-off = Quem liga ouve apenas a sua saudação e não pode deixar mensagem.
transfer-is = Quem liga pode ser passado para o { $number }.
transfer-is-off = O número é { $number }, mas está desligado.
transfer-is-none = Quem liga não é passado para outro número.
offer-transfer-number = Para introduzir um número, prima { $key }.
offer-transfer-switch = Para ligá-lo ou desligá-lo, prima { $key }.
offer-transfer-delete = Para apagá-lo, prima { $key }.
help-transfer-number = A tecla { $key } recebe um novo número.
help-transfer-switch = A tecla { $key } liga-o ou desliga-o, e guarda o número.
help-transfer-delete = A tecla { $key } apaga o número.
transfer-number = Introduza o número como o marcaria, seguido da tecla cardinal.
transfer-wrong = Não se pode ligar para este número.
occasion-internal = Para colegas.
occasion-external = Para quem liga de fora.
occasion-busy = Enquanto fala.
occasion-break = Durante as pausas.
occasion-off-hours = Fora do horário.
state-office = No trabalho.
state-mobile = Em viagem.
state-home = Em casa.
state-vacation = De férias.
state-meeting = Em reunião.
state-sick = De baixa por doença.
state-break = Em pausa.
state-out-of-office = Fora do escritório.
state-holiday = Feriado.
state-lunch = A almoçar.
state-call-me = Ligue-me.
state-do-not-disturb = Não incomodar.
state-custom-1 = Presença própria um.
state-custom-2 = Presença própria dois.
state-other = { $name }.
    .unspoken = Outra presença.
in-de-de = Em alemão.
in-en-gb = Em inglês.
in-en-us = Em inglês americano.
in-fr-fr = Em francês.
in-fr-ca = Em francês canadiano.
in-it-it = Em italiano.
in-pt-pt = Em português.
in-pt-br = Em português do Brasil.
in-es-es = Em espanhol.
in-es-us = Em espanhol da América.
in-tr-tr = Em turco.
in-ru-ru = Em russo.
in-nl-nl = Em neerlandês.
in-ja-jp = Em japonês.
in-another-language = Noutra língua.

deposit-or-transfer = Para deixar uma mensagem, prima { $key }. Para ser ligado ao { $number }, prima { $other }.
deposit-not-reached = De momento, não há ninguém disponível aí. Por favor, deixe uma mensagem depois do sinal.
deposit-discarded = A sua mensagem foi apagada. Adeus.
deposit-kept = Não ficou nada gravado. O que disse antes fica guardado.
deposit-mailbox-off = Esta caixa de correio está desligada e não recebe mensagens. Adeus.
offer-listen = Para ouvi-la, prima { $key }.
offer-record-again = Para gravá-la de novo, prima { $key }.
offer-discard = Para apagá-la, prima { $key }.
help-listen = A tecla { $key } reproduz o que disse.
help-record-again = A tecla { $key } grava de novo.
help-discard = A tecla { $key } apaga a mensagem.
help-urgent = A tecla { $key } marca-a como urgente, ou não.
help-confidential = A tecla { $key } marca-a como confidencial, ou não.
marked-urgent = A sua mensagem é urgente.
marked-not-urgent = A sua mensagem não é urgente.
marked-confidential = A sua mensagem é confidencial.
marked-not-confidential = A sua mensagem não é confidencial.

menu-unfinished = { $count ->
    [one] Há uma mensagem por terminar.
   *[other] Há { COUNT($count, form: "feminine") } mensagens por terminar.
}
offer-unfinished = Para as mensagens por terminar, prima { $key }.
offer-outbox = Para as mensagens à espera de envio, prima { $key }.
offer-send-message = Para enviar uma mensagem, prima { $key }.
offer-options = Para responder, reencaminhar ou devolver a chamada, prima { $key }.
offer-go-on = Para terminá-la, prima { $key }.
offer-reply = Para responder, prima { $key }.
offer-reply-all = Para responder a todos, prima { $key }.
offer-forward = Para reencaminhá-la, prima { $key }.
offer-call-back = Para devolver a chamada, prima { $key }.
offer-send-it = Para enviá-la, prima { $key }.
offer-put-aside = Para pô-la de parte, prima { $key }.
help-unfinished = A tecla { $key } reproduz as mensagens que não terminou.
help-outbox = A tecla { $key } reproduz as mensagens à espera de envio.
help-send-message = A tecla { $key } permite enviar uma mensagem.
help-options = A tecla { $key } oferece mais possibilidades para esta mensagem.
help-go-on = A tecla { $key } continua esta mensagem por terminar.
help-reply = A tecla { $key } permite responder de viva voz ao remetente.
help-reply-all = A tecla { $key } permite responder de viva voz ao remetente e a todos os outros.
help-forward-on = A tecla { $key } reencaminha a mensagem para outros, com o seu comentário.
help-call-back = A tecla { $key } estabelece a ligação com o remetente.
help-slower = A tecla { $key } reproduz mais devagar.
help-louder = A tecla { $key } reproduz mais alto.
help-faster = A tecla { $key } reproduz mais depressa.
help-back-to-message = A tecla { $key } volta à mensagem.
help-send-it = A tecla { $key } envia a mensagem.
help-receipt = A tecla { $key } avisa quando tiver chegado e sido ouvida, ou não.
help-later = A tecla { $key } envia-a mais tarde.
help-recipients = A tecla { $key } acrescenta destinatários.
help-put-aside = A tecla { $key } guarda-a entre as mensagens por terminar.
message-to = Para { $name }.
    .unspoken = Para o { $number }.
message-to-others = { $count ->
    [one] E para outro destinatário.
   *[other] E para outros { $count } destinatários.
}
send-to = Para quem é? Introduza a extensão, seguida da tecla cardinal.
sender-number = De quem são as mensagens? Introduza o número como o marcaria, seguido da tecla cardinal.
send-to-more = Introduza outra extensão, ou prima cardinal para continuar.
send-unknown = Ninguém tem esta extensão.
send-added = Para { $name }.
    .unspoken = Para o { $number }.
send-nobody = Nenhuma mensagem é enviada.
send-speak = Por favor, fale depois do sinal. A tecla cardinal termina a gravação.
send-nothing = Não ficou nada gravado.
send-too-large = Esta mensagem é demasiado grande para ser reencaminhada por telefone.
send-kept = Fica guardada entre as mensagens por terminar.
send-held = Será enviada quando desligar.
send-at = Será enviada { $moment }.
send-not-urgent = Não urgente.
send-not-confidential = Não confidencial.
send-receipt = Será avisado quando tiver chegado e sido ouvida.
send-no-receipt = Não será avisado do que lhe acontecer.
later-day = Introduza o dia e o mês com quatro algarismos. Para hoje, prima cardinal.
later-time = Introduza a hora e os minutos com quatro algarismos.
later-wrong = Esse momento não é válido.
later-not = Não será enviada mais tarde, mas quando desligar.
call-over = A chamada terminou.
call-busy = A linha está ocupada.
call-no-answer = Ninguém atende.
call-impossible = Esta chamada não é possível.

number-unknown = O número que marcou não está atribuído. Adeus.
pin-ends-soon = { $days ->
    [one] O seu PIN expira dentro de um dia. Por favor, altere-o em breve.
   *[other] O seu PIN expira dentro de { COUNT($days, form: "masculine") } dias. Por favor, altere-o em breve.
}
pin-must-change = Antes de continuar, precisa de um novo PIN.
login-pin-ended = O seu PIN expirou. Por favor, peça um novo ao administrador. Adeus.
login-not-from-here = Não pode abrir esta caixa de correio a partir daqui. Adeus.

## Distribution lists. $number is a list's number or an extension, $count how many, $name a person or an address.

offer-lists = Para as suas listas de distribuição, prima { $key }.
help-lists = A tecla { $key } é para as suas listas de distribuição.
lists-which = Que lista? Introduza o número, seguido da tecla cardinal. Para voltar atrás, prima apenas cardinal.
lists-numbers = As suas listas têm os números de um a noventa e nove. Não há outras.
list-is = Lista { $number }. Destinatários: { $count }.
offer-list-hear = Para ouvir quem está na lista, prima { $key }.
offer-list-add = Para acrescentar alguém, prima { $key }.
offer-list-remove = Para retirar alguém, prima { $key }.
offer-list-delete = Para apagar a lista, prima { $key }.
help-list-hear = A tecla { $key } diz quem está na lista.
help-list-add = A tecla { $key } acrescenta alguém.
help-list-remove = A tecla { $key } retira alguém.
help-list-delete = A tecla { $key } apaga toda a lista.
list-member = { $name }.
    .unspoken = Extensão { $number }.
list-address = { $name }.
    .unspoken = Um endereço de e-mail.
list-own-list = A sua lista { $number }.
list-company-list = A lista { $number } da empresa.
list-add = Quem se acrescenta? Introduza a extensão, zero para soletrar um nome, ou asterisco e o número de uma lista, seguido da tecla cardinal. Para terminar, prima apenas cardinal.
list-remove = Quem se retira? Introduza a extensão, zero para soletrar um nome, ou asterisco e o número de uma lista, seguido da tecla cardinal.
list-added = Acrescentado.
list-removed = Retirado.
list-has-it = Já está na lista.
list-has-it-not = Não está na lista.
list-full = Esta lista está cheia. Uma lista tem no máximo noventa e nove destinatários.
confirm-delete-list = A lista será apagada.
list-deleted = A lista foi apagada.
send-by-name = Para soletrar um nome, introduza zero, seguido da tecla cardinal.
send-by-own-list = Para uma das suas listas, introduza asterisco e o número, seguido da tecla cardinal.
send-by-list = Para uma lista da empresa, introduza duas vezes asterisco e o número, seguido da tecla cardinal.
send-no-list = Essa lista não existe.
send-list-added = Destinatários nesta lista: { $count }.
send-too-many = São demasiados destinatários para uma mensagem.
message-to-address = Para { $name }.
    .unspoken = Para um endereço de e-mail.

## A mailbox that several share. $name and $number are the group's.

offer-shared = Para uma caixa de correio partilhada, prima { $key }.
help-shared = A tecla { $key } abre uma caixa de correio que partilha com outros.
shared-mailbox = A caixa de correio de { $name }.
    .unspoken = A caixa de correio { $number }.

## Chamadas para o titular e do titular. $name é o titular, $number uma extensão ou um número, $key a tecla.

outcall-for = Há uma mensagem para { $name }.
    .unspoken = Há uma mensagem para a extensão { $number }.
offer-outcall = Para escolher se lhe ligamos quando há mensagens, prima { $key }.
help-outcall = A tecla { $key } define se e para onde lhe ligamos quando há mensagens.
outcall-is = Quando há mensagens, ligamos-lhe para o { $number }.
outcall-is-off = O número é { $number }, mas de momento não lhe ligamos.
outcall-is-none = Não lhe ligamos quando há mensagens.
outcall-for-voice = Isto é válido para as mensagens de voz.
outcall-for-mail = Isto é válido para os e-mails.
offer-outcall-switch = Para ligar ou desligar estas chamadas, prima { $key }.
help-outcall-switch = A tecla { $key } liga ou desliga estas chamadas, e guarda o número.
offer-outcall-voice = Para mudar isto nas mensagens de voz, prima { $key }.
help-outcall-voice = A tecla { $key } define se lhe ligamos por mensagens de voz.
offer-outcall-mail = Para mudar isto nos e-mails, prima { $key }.
help-outcall-mail = A tecla { $key } define se lhe ligamos por e-mails.
offer-call = Para ligar a alguém, prima { $key }.
help-call = A tecla { $key } estabelece a ligação com o número que introduzir.
offer-forwarding = Para escolher para onde se desviam as suas chamadas, prima { $key }.
help-forwarding = A tecla { $key } desvia as suas chamadas para outro número ou para a caixa de correio.
forwarding-is = Todas as suas chamadas são desviadas para o { $number }.
forwarding-is-voice-mail = Todas as suas chamadas vão para a caixa de correio.
forwarding-is-none = As suas chamadas não são desviadas.
offer-forwarding-voice-mail = Para enviar todas as chamadas para a caixa de correio, prima { $key }.
help-forwarding-voice-mail = A tecla { $key } envia todas as chamadas para a caixa de correio.
offer-forwarding-end = Para terminar o desvio, prima { $key }.
help-forwarding-end = A tecla { $key } termina o desvio.
offer-reach = Para escolher onde o podem contactar em viagem, prima { $key }.
help-reach = A tecla { $key } é para o número onde o podem contactar em viagem.
reach-is = Em viagem, podem contactá-lo no { $number }.
reach-is-none = Em viagem, não o podem contactar.

## Os nomes dos níveis do menu: os visores mostram-nos, e ouve-os quem vê as teclas.

level-main = Menu principal.
level-kinds = Escolha das mensagens.
level-message = Mensagem.
level-options = Mais sobre esta mensagem.
level-review = Antes do envio.
level-settings = Definições.
level-greetings = Saudações.
level-greeting = Saudação.
level-recorded = A sua gravação.
level-transfer = Para onde se passa quem liga.
level-outcall = Chamadas por novas mensagens.
level-forwarding = Desvio de chamadas.
level-reach = Onde o podem contactar.
level-list = Lista de distribuição.
level-pick = A sua escolha.
level-confirm = Tem a certeza?
