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
offer-kinds = Para escolher entre mensagens de voz e e-mails, prima { $key }.
offer-new-voice = Para as novas mensagens de voz, prima { $key }.
offer-old-voice = Para as mensagens de voz antigas, prima { $key }.
offer-new-mail = Para os novos e-mails e faxes, prima { $key }.
offer-old-mail = Para os e-mails e faxes antigos, prima { $key }.
help-reports = A tecla { $key } diz-lhe o que foi feito das mensagens enviadas.
help-kinds = A tecla { $key } deixa-o escolher entre mensagens de voz e e-mails.
help-new-voice = A tecla { $key } reproduz as suas novas mensagens de voz.
help-old-voice = A tecla { $key } reproduz as suas mensagens de voz antigas.
help-new-mail = A tecla { $key } lê em voz alta os seus novos e-mails e anuncia os novos faxes.
help-old-mail = A tecla { $key } lê em voz alta os seus e-mails antigos e anuncia os faxes antigos.
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
