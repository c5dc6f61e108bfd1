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
