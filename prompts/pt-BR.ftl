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
offer-kinds = Para escolher entre mensagens de voz e e-mails, tecle { $key }.
offer-new-voice = Para as novas mensagens de voz, tecle { $key }.
offer-old-voice = Para as mensagens de voz antigas, tecle { $key }.
offer-new-mail = Para os novos e-mails e faxes, tecle { $key }.
offer-old-mail = Para os e-mails e faxes antigos, tecle { $key }.
help-reports = A tecla { $key } diz o que aconteceu com as mensagens enviadas.
help-kinds = A tecla { $key } permite escolher entre mensagens de voz e e-mails.
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
