# O que a voz diz de outro modo no Brasil; o resto está em pt-PT.ftl.

greeting-no-answer = { $name } não pode atender sua ligação. Por favor, deixe um recado após o sinal.
    .unspoken = O ramal { $number } não atende. Por favor, deixe um recado após o sinal.
greeting-busy = { $name } está em outra ligação. Por favor, deixe um recado após o sinal.
    .unspoken = O ramal { $number } está ocupado. Por favor, deixe um recado após o sinal.
greeting-vacation = { $name } está de férias. Por favor, deixe um recado após o sinal.
    .unspoken = A pessoa do ramal { $number } está de férias. Por favor, deixe um recado após o sinal.
greeting-break = { $name } está no intervalo. Por favor, deixe um recado após o sinal.
    .unspoken = A pessoa do ramal { $number } está no intervalo. Por favor, deixe um recado após o sinal.
greeting-off-hours = Você está ligando para { $name } fora do horário de trabalho. Por favor, deixe um recado após o sinal.
    .unspoken = Você está ligando para o ramal { $number } fora do horário de trabalho. Por favor, deixe um recado após o sinal.
greeting-presence = { $name } não está disponível no momento. Por favor, deixe um recado após o sinal.
    .unspoken = O ramal { $number } não está disponível no momento. Por favor, deixe um recado após o sinal.
trouble-not-now = Desculpe. Alguma coisa não está funcionando no momento. Por favor, ligue mais tarde. Até logo.
trouble-mailbox-full = Desculpe. No momento, não é possível gravar recados. Por favor, ligue mais tarde. Até logo.
trouble-no-messages = No momento, seus recados não estão disponíveis. Você pode mudar suas configurações.
trouble-not-saved = Desculpe. Sua alteração não foi salva.
deposit-thanks = Obrigado. Seu recado foi gravado. Até logo.
deposit-limit = O tempo máximo para um recado acabou. O que você disse foi gravado. Até logo.
deposit-nothing = Nada foi gravado. Até logo.
deposit-cut-short = Desculpe. A gravação foi interrompida. O que você disse até ali está guardado. Até logo.
login-extension = Digite seu ramal, seguido da tecla jogo da velha.
login-pin = Digite sua senha, seguida da tecla jogo da velha.
login-own-pin = Digite sua senha, seguida da tecla jogo da velha. Para outra caixa postal, tecle asterisco.
login-locked = O acesso a esta caixa postal está bloqueado por algum tempo. Por favor, tente mais tarde. Até logo.
pin-new = Digite sua nova senha, seguida da tecla jogo da velha.
pin-again = Mais uma vez, por favor, seguida da tecla jogo da velha.
pin-changed = Sua senha foi alterada.
pin-differs = As duas não eram iguais.
pin-refused = Esta senha é curta demais ou fácil de adivinhar.
pin-kept = Sua senha continua a mesma.
menu-new = { $count ->
    [one] Você tem { COUNT($count, form: "feminine") } nova mensagem.
   *[other] Você tem { COUNT($count, form: "feminine") } novas mensagens.
}
menu-no-new = Você não tem novas mensagens.
menu-no-messages = Você não tem mensagens.
menu-almost-full = Sua caixa postal está quase cheia. Por favor, apague o que você não precisa mais.
menu-full = Sua caixa postal está cheia. Por favor, apague o que você não precisa mais, para voltar a receber e-mails.
offer-new = Para as novas mensagens, tecle { $key }.
offer-old = Para as mensagens antigas, tecle { $key }.
offer-settings = Para as configurações, tecle { $key }.
offer-pin = Para mudar sua senha, tecle { $key }.
offer-help = Para ajuda, tecle { $key }.
offer-end = Para encerrar, tecle { $key }.
offer-again = Para ouvir de novo, tecle { $key }.
offer-keep = Para guardar e continuar, tecle { $key }.
offer-delete = Para apagar, tecle { $key }.
offer-more = Para mais opções, tecle { $key }.
offer-menu = Para o menu, tecle { $key }.
help-new = A tecla { $key } reproduz suas novas mensagens.
help-old = A tecla { $key } reproduz suas mensagens antigas.
help-settings = A tecla { $key } leva às suas configurações.
help-pin = A tecla { $key } muda sua senha.
help-help = A tecla { $key } diz para que servem as teclas.
help-end = A tecla { $key } encerra a ligação.
help-again = A tecla { $key } reproduz a mensagem de novo.
help-keep = A tecla { $key } guarda a mensagem e passa para a próxima.
help-delete = A tecla { $key } apaga a mensagem; ela fica na lixeira.
help-back = A tecla { $key } volta cinco segundos.
help-envelope = A tecla { $key } diz quem ligou e quando.
help-next = A tecla { $key } passa para a próxima e deixa esta como estava.
help-menu = A tecla { $key } volta ao menu.
help-test = Isto é um teste e ninguém é chamado. Seu número é { $number }. Seu telefone está aqui: { $name }.
    .unspoken = Isto é um teste e ninguém é chamado. Seu número é { $number }. O local do seu telefone é conhecido.
help-test-no-place = Isto é um teste e ninguém é chamado. Seu número é { $number }. O local do seu telefone não é conhecido.
goodbye = Até logo.
demo-message-delivery = Bom dia, aqui é do depósito. Sua entrega chegou e já pode ser retirada no portão três. Ficamos aqui até as dezoito horas. Obrigado, até logo.
demo-message-appointment = Bom dia. Estou ligando por causa da nossa reunião de quinta-feira. Tive um imprevisto e gostaria de passar para sexta-feira no mesmo horário. Por favor, me ligue de volta. Obrigado.
menu-new-voice = { $count ->
    [one] Você tem { COUNT($count, form: "feminine") } nova mensagem de voz.
   *[other] Você tem { COUNT($count, form: "feminine") } novas mensagens de voz.
}
menu-new-mail = { $count ->
    [one] { $count } novo e-mail.
   *[other] { $count } novos e-mails.
}
menu-new-fax = { $count ->
    [one] { $count } novo fax.
   *[other] { $count } novos faxes.
}
menu-reports = { $count ->
    [one] Há notícias de { COUNT($count, form: "feminine") } mensagem que você enviou.
   *[other] Há notícias de { COUNT($count, form: "feminine") } mensagens que você enviou.
}
offer-reports = Para notícias das mensagens enviadas, tecle { $key }.
offer-kinds = Para escolher mensagens por tipo ou remetente, tecle { $key }.
offer-new-voice = Para as novas mensagens de voz, tecle { $key }.
offer-old-voice = Para as mensagens de voz antigas, tecle { $key }.
offer-new-mail = Para os novos e-mails e faxes, tecle { $key }.
offer-old-mail = Para os e-mails e faxes antigos, tecle { $key }.
offer-sender = Para as mensagens de um remetente, tecle { $key }.
help-reports = A tecla { $key } diz o que aconteceu com as mensagens enviadas.
help-kinds = A tecla { $key } permite escolher mensagens por tipo ou remetente.
help-new-voice = A tecla { $key } reproduz suas novas mensagens de voz.
help-old-voice = A tecla { $key } reproduz suas mensagens de voz antigas.
help-new-mail = A tecla { $key } lê em voz alta seus novos e-mails e anuncia os novos faxes.
help-old-mail = A tecla { $key } lê em voz alta seus e-mails antigos e anuncia os faxes antigos.
help-back-sentence = A tecla { $key } volta uma frase.
mail-sentence = { $text }
    .unspoken = No momento, isto não pode ser lido em voz alta.
message-receipt = O remetente gostaria de saber quando você a ouviu.
fax-pages = { $count ->
    [one] Tem { COUNT($count, form: "feminine") } página.
   *[other] Tem { COUNT($count, form: "feminine") } páginas.
}
fax-unread = Os faxes não são lidos em voz alta. Você pode vê-lo na tela.
report-failed = Sua mensagem para { $name } não pôde ser entregue.
    .unspoken = Uma das suas mensagens não pôde ser entregue.
report-delayed = Sua mensagem para { $name } ainda não foi entregue. Haverá outra tentativa.
    .unspoken = Uma das suas mensagens ainda não foi entregue. Haverá outra tentativa.
report-delivered = Sua mensagem para { $name } chegou.
    .unspoken = Uma das suas mensagens chegou.
report-read = Sua mensagem para { $name } foi lida ou ouvida.
    .unspoken = Uma das suas mensagens foi lida ou ouvida.
report-deleted = Sua mensagem para { $name } foi apagada.
    .unspoken = Uma das suas mensagens foi apagada.
report-others = { $count ->
    [one] O mesmo vale para mais { $count } destinatário.
   *[other] O mesmo vale para mais { $count } destinatários.
}
report-unknown = Um aviso sobre uma das suas mensagens. Você pode lê-lo na tela.
language-offer = Para português, tecle { $key }.
ask-number = Digite o ramal, seguido da tecla jogo da velha. Para procurar por nome, tecle apenas jogo da velha.
ask-name = Digite as primeiras letras do nome no teclado. Para umo ramal, tecle apenas jogo da velha.
ask-match = Para { $name }, extensão { $number }, tecle { $key }.
    .unspoken = Para o ramal { $number }, tecle { $key }.
ask-more = Para mais nomes, tecle { $key }.
ask-again = Para procurar de novo, tecle { $key }.
attendant-welcome = Bom dia, e obrigado pelsua ligação.
attendant-night = Obrigado pelsua ligação. A esta hora, o nosso escritório está fechado.
attendant-weekend = Obrigado pelsua ligação. O nosso escritório está fechado no fim de semana.
attendant-holiday = Obrigado pelsua ligação. Hoje é feriado e o nosso escritório está fechado.
attendant-break = Obrigado pelsua ligação. Estamos numa pequena pausa.
attendant-text = { $name }.
    .unspoken = Obrigado pelsua ligação.
attendant-option = Para { $name }, tecle { $key }.
    .unspoken = Há uma opção na tecla { $key }.
attendant-connects = Um momento, por favor. Estamos transferindo.
attendant-not-reached = No momento, não há ninguém disponível lá.
offer-presence = Para dizer onde está, tecle { $key }.
offer-greetings = Para suas saudações, tecle { $key }.
offer-messages = Para escolher se lhe podem deixar mensagens, tecle { $key }.
offer-transfer = Para escolher para onde se passa quem liga, tecle { $key }.
help-presence = A tecla { $key } é para sua presença.
help-greetings = A tecla { $key } é para suas saudações.
offer-this = Tecle { $key }.
offer-back = Para voltar atrás, tecle { $key }.
offer-greeting-of-presence = Para a saudação de uma presença, tecle { $key }.
offer-greeting-of-occasion = Para ocasiões especiais, tecle { $key }.
offer-greeting-of-day = Para a saudação de hoje, tecle { $key }.
offer-greeting-alternative = Para a saudação alternativa, tecle { $key }.
offer-greeting-name = Para gravar seu nome, tecle { $key }.
offer-greeting-kind = Para mudar o que grava, tecle { $key }.
offer-greetings-delete = Para apagar todas suas saudações, tecle { $key }.
help-greeting-of-presence = A tecla { $key } é para as saudações conforme sua presença.
help-greeting-alternative = A tecla { $key } é para uma saudação que vem antes das outras enquanto está ativada.
help-greeting-name = A tecla { $key } é para seu nome, como o ouve quem liga.
help-greeting-kind = A tecla { $key } muda entre saudações completas e só seu nome.
help-greetings-delete = A tecla { $key } apaga todas suas saudações e seu nome.
offer-greeting-hear = Para ouvi-la, tecle { $key }.
offer-greeting-record = Para gravá-la, tecle { $key }.
offer-greeting-delete = Para apagá-la, tecle { $key }.
offer-greeting-switch = Para ativá-la ou desativá-la, tecle { $key }.
offer-greeting-language = Para outro idioma, tecle { $key }.
help-greeting-switch = A tecla { $key } ativa ou desativa a saudação.
help-greeting-language = A tecla { $key } passa ao próximo idioma.
greeting-is-on = Está ativada.
greeting-is-off = Está desativada.
greetings-deleted = Todas suas saudações foram apagadas.
greeting-kind-personalised = Grava apenas seu nome. O resto é dito por si.
record-greeting = Diga sua saudação após o sinal e tecle jogo da velha.
record-name = Diga seu nome após o sinal e tecle jogo da velha.
offer-recorded-hear = Para ouvir, tecle { $key }.
offer-recorded-keep = Para guardar, tecle { $key }.
offer-recorded-again = Para gravar de novo, tecle { $key }.
offer-recorded-discard = Para deixar tudo como estava, tecle { $key }.
help-recorded-keep = A tecla { $key } guarda; ouve-se a partir da próxima ligação.
confirm-delete-all = Todas suas saudações e seu nome serão apagados.
offer-confirm = Se tem a certeza, tecle { $key }.
messages-off = Quem liga ouve apenas sua saudação e não pode deixar mensagem.
transfer-is-off = O número é { $number }, mas está desativado.
offer-transfer-number = Para introduzir um número, tecle { $key }.
offer-transfer-switch = Para ativá-lo ou desativá-lo, tecle { $key }.
offer-transfer-delete = Para apagá-lo, tecle { $key }.
help-transfer-switch = A tecla { $key } ativa ou desativa, e guarda o número.
transfer-number = Digite o número como o marcaria, seguido da tecla jogo da velha.
state-sick = De licença médica.
state-lunch = Almoçando.
state-call-me = Me ligue.
state-do-not-disturb = Não perturbe.
in-fr-ca = Em francês canadense.
in-nl-nl = Em holandês.
in-another-language = Em outro idioma.
deposit-or-transfer = Para deixar uma mensagem, tecle { $key }. Para ser ligado ao { $number }, tecle { $other }.
deposit-not-reached = No momento, não há ninguém disponível lá. Por favor, deixe uma mensagem após o sinal.
deposit-discarded = Sua mensagem foi apagada. Até logo.
deposit-mailbox-off = Esta caixa postal está desativada e não recebe mensagens. Até logo.
offer-listen = Para ouvi-la, tecle { $key }.
offer-record-again = Para gravá-la de novo, tecle { $key }.
offer-discard = Para apagá-la, tecle { $key }.
marked-urgent = Sua mensagem é urgente.
marked-not-urgent = Sua mensagem não é urgente.
marked-confidential = Sua mensagem é confidencial.
marked-not-confidential = Sua mensagem não é confidencial.
offer-unfinished = Para as mensagens por terminar, tecle { $key }.
offer-outbox = Para as mensagens à espera de envio, tecle { $key }.
offer-send-message = Para enviar uma mensagem, tecle { $key }.
offer-options = Para responder, encaminhar ou devolver a ligação, tecle { $key }.
offer-go-on = Para terminá-la, tecle { $key }.
offer-reply = Para responder, tecle { $key }.
offer-reply-all = Para responder a todos, tecle { $key }.
offer-forward = Para reencaminhá-la, tecle { $key }.
offer-call-back = Para devolver a ligação, tecle { $key }.
offer-send-it = Para enviá-la, tecle { $key }.
offer-put-aside = Para pô-la de parte, tecle { $key }.
help-forward-on = A tecla { $key } encaminha a mensagem para outros, com seu comentário.
send-to = Para quem é? Digite o ramal, seguido da tecla jogo da velha.
sender-number = De quem são as mensagens? Digite o número como o marcaria, seguido da tecla jogo da velha.
send-to-more = Digite outro ramal, ou tecle jogo da velha para continuar.
send-unknown = Ninguém tem este ramal.
send-speak = Por favor, fale após o sinal. A tecla jogo da velha termina a gravação.
send-too-large = Esta mensagem é grande demais para ser encaminhada por telefone.
send-no-receipt = Não será avisado do que acontecer.
later-day = Digite o dia e o mês com quatro dígitos. Para hoje, tecle jogo da velha.
later-time = Digite a hora e os minutos com quatro dígitos.
call-over = A ligação terminou.
call-impossible = Esta ligação não é possível.

number-unknown = O número discado não está em uso aqui. Até logo.
pin-ends-soon = { $days ->
    [one] Sua senha expira em um dia. Por favor, troque-a em breve.
   *[other] Sua senha expira em { COUNT($days, form: "masculine") } dias. Por favor, troque-a em breve.
}
pin-must-change = Antes de continuar, você precisa de uma nova senha.
login-pin-ended = Sua senha expirou. Por favor, peça uma nova ao administrador. Até logo.
login-not-from-here = Não é possível abrir esta caixa postal a partir daqui. Até logo.
offer-lists = Para suas listas de distribuição, tecle { $key }.
help-lists = A tecla { $key } é para suas listas de distribuição.
lists-which = Qual lista? Digite o número, seguido da tecla jogo da velha. Para voltar atrás, tecle apenas jogo da velha.
lists-numbers = Suas listas têm os números de um a noventa e nove. Não há outras.
offer-list-hear = Para ouvir quem está na lista, tecle { $key }.
offer-list-add = Para adicionar alguém, tecle { $key }.
offer-list-remove = Para retirar alguém, tecle { $key }.
offer-list-delete = Para apagar a lista, tecle { $key }.
help-list-add = A tecla { $key } adiciona alguém.
list-member = { $name }.
    .unspoken = Ramal { $number }.
list-own-list = Sua lista { $number }.
list-add = Quem será adicionado? Digite o ramal, zero para soletrar um nome, ou asterisco e o número de uma lista, seguido da tecla jogo da velha. Para terminar, tecle apenas jogo da velha.
list-remove = Quem será retirado? Digite o ramal, zero para soletrar um nome, ou asterisco e o número de uma lista, seguido da tecla jogo da velha.
list-added = Adicionado.
send-by-name = Para soletrar um nome, digite zero, seguido da tecla jogo da velha.
send-by-own-list = Para uma de suas listas, digite asterisco e o número, seguido da tecla jogo da velha.
send-by-list = Para uma lista da empresa, digite duas vezes asterisco e o número, seguido da tecla jogo da velha.
send-too-many = São destinatários demais para uma mensagem.
offer-shared = Para uma caixa postal compartilhada, tecle { $key }.
help-shared = A tecla { $key } abre uma caixa postal que você compartilha com outros.
shared-mailbox = A caixa postal de { $name }.
    .unspoken = A caixa postal { $number }.


outcall-for = Há um recado para { $name }.
    .unspoken = Há um recado para o ramal { $number }.
offer-outcall = Para escolher se ligamos para você quando há mensagens, tecle { $key }.
help-outcall = A tecla { $key } define se e para onde ligamos para você quando há mensagens.
outcall-is = Quando há mensagens, ligamos para você no número { $number }.
outcall-is-off = O número é { $number }, mas no momento não ligamos para você.
outcall-is-none = Não ligamos para você quando há mensagens.
offer-outcall-switch = Para ativar ou desativar estas ligações, tecle { $key }.
help-outcall-switch = A tecla { $key } ativa ou desativa estas ligações, e guarda o número.
offer-outcall-voice = Para mudar isto nas mensagens de voz, tecle { $key }.
help-outcall-voice = A tecla { $key } define se ligamos para você por mensagens de voz.
offer-outcall-mail = Para mudar isto nos e-mails, tecle { $key }.
help-outcall-mail = A tecla { $key } define se ligamos para você por e-mails.
offer-call = Para ligar a alguém, tecle { $key }.
help-call = A tecla { $key } liga você ao número que digitar.
offer-forwarding = Para escolher para onde se desviam suas ligações, tecle { $key }.
help-forwarding = A tecla { $key } desvia suas ligações para outro número ou para a caixa postal.
forwarding-is = Todas as suas ligações são desviadas para o { $number }.
forwarding-is-voice-mail = Todas as suas ligações vão para a caixa postal.
forwarding-is-none = Suas ligações não são desviadas.
offer-forwarding-voice-mail = Para enviar todas as ligações para a caixa postal, tecle { $key }.
help-forwarding-voice-mail = A tecla { $key } envia todas as ligações para a caixa postal.
offer-forwarding-end = Para terminar o desvio, tecle { $key }.
offer-reach = Para escolher onde podem encontrar você em viagem, tecle { $key }.
help-reach = A tecla { $key } é para o número onde podem encontrar você em viagem.
reach-is = Em viagem, podem encontrar você no { $number }.
reach-is-none = Em viagem, não podem encontrar você.

## Os nomes dos níveis do menu.

level-settings = Configurações.
level-recorded = Sua gravação.
level-outcall = Ligações por novas mensagens.
level-forwarding = Desvio de ligações.
level-reach = Onde podem encontrar você.
level-pick = Sua escolha.
level-confirm = Tem certeza?
