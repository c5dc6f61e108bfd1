# Sesin Türkçe söyledikleri. Her Fluent iletisi bir anonstur.
#
# İki değişken arasındaki metin tek bir kayıttır; sayılar, tarihler ve süreler kaydedilmiş sözcüklerden oluşur. İçinde ad geçen bir
# anonsun, adları söyleyemeyen makineler için `.unspoken` özniteliği vardır.

## Karşılama.

greeting-no-answer = { $name } şu anda telefona bakamıyor. Lütfen sinyal sesinden sonra mesajınızı bırakın.
    .unspoken = { $number } numaralı dahili cevap vermiyor. Lütfen sinyal sesinden sonra mesajınızı bırakın.
greeting-busy = { $name } şu anda başka bir görüşmede. Lütfen sinyal sesinden sonra mesajınızı bırakın.
    .unspoken = { $number } numaralı dahili meşgul. Lütfen sinyal sesinden sonra mesajınızı bırakın.

## Bir şey çalışmadığında.

trouble-not-now = Özür dileriz. Şu anda bir arıza var. Lütfen daha sonra tekrar arayın. İyi günler.
trouble-mailbox-full = Özür dileriz. Şu anda mesaj alınamıyor. Lütfen daha sonra tekrar arayın. İyi günler.
trouble-no-messages = Şu anda mesajlarınıza ulaşılamıyor. Ayarlarınızı değiştirebilirsiniz.
trouble-not-saved = Özür dileriz. Değişikliğiniz kaydedilmedi.

## Tek bir değer.

say-count = { $count }.
say-digits = { $digits }.
say-moment = { $moment }.
say-duration = { $duration }.

## Yokken karşılama.

greeting-vacation = { $name } izinde. Lütfen sinyal sesinden sonra mesajınızı bırakın.
    .unspoken = { $number } numaralı dahilinin sahibi izinde. Lütfen sinyal sesinden sonra mesajınızı bırakın.
greeting-break = { $name } molada. Lütfen sinyal sesinden sonra mesajınızı bırakın.
    .unspoken = { $number } numaralı dahilinin sahibi molada. Lütfen sinyal sesinden sonra mesajınızı bırakın.
greeting-off-hours = Mesai saatleri dışında aradınız. { $name } şu anda yerinde değil. Lütfen sinyal sesinden sonra mesajınızı bırakın.
    .unspoken = { $number } numaralı dahiliyi mesai saatleri dışında aradınız. Lütfen sinyal sesinden sonra mesajınızı bırakın.
greeting-presence = { $name } şu anda müsait değil. Lütfen sinyal sesinden sonra mesajınızı bırakın.
    .unspoken = { $number } numaralı dahiliye şu anda ulaşılamıyor. Lütfen sinyal sesinden sonra mesajınızı bırakın.

## Arayan mesaj bırakıyor.

deposit-thanks = Teşekkür ederiz. Mesajınız kaydedildi. İyi günler.
deposit-limit = Bir mesaj için en uzun süre doldu. Söyledikleriniz kaydedildi. İyi günler.
deposit-nothing = Hiçbir şey kaydedilmedi. İyi günler.
deposit-cut-short = Özür dileriz. Kayıt yarıda kesildi. O ana kadar söyledikleriniz saklandı. İyi günler.

## Giriş.

login-extension = Lütfen dahili numaranızı, ardından kare tuşunu tuşlayın.
login-pin = Lütfen şifrenizi, ardından kare tuşunu tuşlayın.
login-own-pin = Lütfen şifrenizi, ardından kare tuşunu tuşlayın. Başka bir posta kutusu için yıldıza basın.
login-wrong = Girdiğiniz bilgi doğru değil.
login-locked = Bu posta kutusuna giriş bir süreliğine kapatıldı. Lütfen daha sonra tekrar deneyin. İyi günler.

## Şifre değiştirme.

pin-new = Lütfen yeni şifrenizi, ardından kare tuşunu tuşlayın.
pin-again = Lütfen bir kez daha, ardından kare tuşunu tuşlayın.
pin-changed = Şifreniz değiştirildi.
pin-differs = İki şifre aynı değildi.
pin-refused = Bu şifre çok kısa ya da kolayca tahmin edilebilir.
pin-kept = Şifreniz eskisi gibi kaldı.

## Posta kutusu menüsü.

menu-new = { $count ->
    [one] Bir yeni mesajınız var.
   *[other] { $count } yeni mesajınız var.
}
menu-no-new = Yeni mesajınız yok.
menu-no-messages = Hiç mesajınız yok.
menu-almost-full = Posta kutunuz neredeyse dolu. Lütfen artık ihtiyaç duymadığınız mesajları silin.
menu-full = Posta kutunuz dolu. Yeniden e-posta alabilmek için lütfen artık ihtiyaç duymadığınız mesajları silin.
list-no-new = Yeni mesaj yok.
list-no-old = Eski mesaj yok.
list-end = Başka mesaj yok.
list-first = Bu ilk mesaj.

## Menü tuşları.

offer-new = Yeni mesajlar için { $key } tuşuna basın.
offer-old = Eski mesajlar için { $key } tuşuna basın.
offer-settings = Ayarlar için { $key } tuşuna basın.
offer-pin = Şifrenizi değiştirmek için { $key } tuşuna basın.
offer-help = Yardım için { $key } tuşuna basın.
offer-end = Bitirmek için { $key } tuşuna basın.
offer-again = Yeniden dinlemek için { $key } tuşuna basın.
offer-keep = Saklayıp devam etmek için { $key } tuşuna basın.
offer-delete = Silmek için { $key } tuşuna basın.
offer-more = Diğer seçenekler için { $key } tuşuna basın.
offer-menu = Menü için { $key } tuşuna basın.
help-new = { $key } tuşu yeni mesajlarınızı çalar.
help-old = { $key } tuşu eski mesajlarınızı çalar.
help-settings = { $key } tuşu ayarlarınıza götürür.
help-pin = { $key } tuşu şifrenizi değiştirir.
help-help = { $key } tuşu tuşların ne işe yaradığını söyler.
help-end = { $key } tuşu aramayı bitirir.
help-again = { $key } tuşu mesajı yeniden çalar.
help-keep = { $key } tuşu mesajı saklar ve sonrakine geçer.
help-delete = { $key } tuşu mesajı siler; mesaj çöp kutusuna gider.
help-back = { $key } tuşu beş saniye geri gider.
help-pause = { $key } tuşu durdurur, sonra devam ettirir.
help-forward = { $key } tuşu beş saniye ileri gider.
help-previous = { $key } tuşu önceki mesajı çalar.
help-envelope = { $key } tuşu kimin ne zaman aradığını söyler.
help-next = { $key } tuşu sonrakine geçer ve bunu olduğu gibi bırakır.
help-menu = { $key } tuşu sizi menüye geri götürür.

## Bir mesaj.

message-number = Mesaj { $count }.
message-from-person = Gönderen { $name }.
    .unspoken = Gönderen { $number }.
message-from-name = Gönderen { $name }.
    .unspoken = Gönderen, numarası olmayan bir arayan.
message-from-number = Gönderen { $number }.
message-from-unknown = Gönderen bilinmiyor.
message-at = { $moment }.
message-paused = Durduruldu.
message-deleted = Silindi.
message-unplayable = Bu mesaj çalınamıyor.

## Acil çağrının denemesi.

help-test = Bu bir denemedir ve kimse aranmıyor. Numaranız { $number }. Telefonunuzun yeri: { $name }.
    .unspoken = Bu bir denemedir ve kimse aranmıyor. Numaranız { $number }. Telefonunuzun yeri biliniyor.
help-test-no-place = Bu bir denemedir ve kimse aranmıyor. Numaranız { $number }. Telefonunuzun yeri bilinmiyor.

## Menülerin her yerinde.

key-unknown = Bu tuşun burada bir işlevi yok.
goodbye = İyi günler.

## Tanıtım şirketinin mesajları.

demo-message-delivery = İyi günler, depodan arıyorum. Siparişiniz geldi, üç numaralı kapıdan alabilirsiniz. Saat on sekize kadar buradayız. Teşekkürler, iyi günler.
demo-message-appointment = Günaydın. Perşembe günkü randevumuz için arıyorum. Bir işim çıktı, randevuyu cuma gününe, aynı saate almak istiyorum. Lütfen beni geri arayın. Teşekkürler.

## Sahibin menüsü: tüm mesajlar.

menu-new-voice = { $count ->
    [one] Bir yeni sesli mesajınız var.
   *[other] { $count } yeni sesli mesajınız var.
}
menu-new-mail = { $count ->
    [one] Bir yeni e-posta.
   *[other] { $count } yeni e-posta.
}
menu-new-fax = { $count ->
    [one] Bir yeni faks.
   *[other] { $count } yeni faks.
}
menu-reports = { $count ->
    [one] Gönderdiğiniz bir mesajla ilgili haber var.
   *[other] Gönderdiğiniz { $count } mesajla ilgili haber var.
}
offer-reports = Gönderdiğiniz mesajlarla ilgili haberler için { $key } tuşuna basın.
offer-kinds = Mesajları türüne ya da gönderene göre seçmek için { $key } tuşuna basın.
offer-new-voice = Yeni sesli mesajlar için { $key } tuşuna basın.
offer-old-voice = Eski sesli mesajlar için { $key } tuşuna basın.
offer-new-mail = Yeni e-postalar ve fakslar için { $key } tuşuna basın.
offer-old-mail = Eski e-postalar ve fakslar için { $key } tuşuna basın.
offer-sender = Tek bir gönderenin mesajları için { $key } tuşuna basın.
help-reports = { $key } tuşu gönderdiğiniz mesajlara ne olduğunu söyler.
help-kinds = { $key } tuşu mesajları türüne ya da gönderene göre seçmenizi sağlar.
help-new-voice = { $key } tuşu yeni sesli mesajlarınızı çalar.
help-old-voice = { $key } tuşu eski sesli mesajlarınızı çalar.
help-new-mail = { $key } tuşu yeni e-postalarınızı okur, yeni faksları bildirir.
help-old-mail = { $key } tuşu eski e-postalarınızı okur, eski faksları bildirir.
help-sender = { $key } tuşu tek bir gönderenin mesajlarını çalar.
help-back-sentence = { $key } tuşu bir cümle geri gider.
help-forward-sentence = { $key } tuşu bir cümle ileri gider.
list-none = Hiç yok.
message-mail = Bir e-posta.
message-fax = Bir faks.
message-report = Bir bildirim.
message-urgent = Acil.
message-confidential = Gizli.
message-receipt = Gönderen, mesajı ne zaman dinlediğinizi bilmek istiyor.
mail-subject = Konu.
mail-sentence = { $text }
    .unspoken = Bu şu anda okunamıyor.
mail-quote = Alıntılanan bir mesaj atlandı.
mail-cut = Gerisi çok uzun olduğu için atlandı.
mail-empty = İçinde metin yok.
fax-pages = { $count ->
    [one] Bir sayfa.
   *[other] { $count } sayfa.
}
fax-unread = Fakslar okunmaz. Onu ekranınızda görebilirsiniz.
report-failed = Şu kişiye gönderdiğiniz mesaj teslim edilemedi: { $name }.
    .unspoken = Mesajlarınızdan biri teslim edilemedi.
report-delayed = Şu kişiye gönderdiğiniz mesaj henüz teslim edilmedi: { $name }. Yeniden denenecek.
    .unspoken = Mesajlarınızdan biri henüz teslim edilmedi. Yeniden denenecek.
report-delivered = Şu kişiye gönderdiğiniz mesaj ulaştı: { $name }.
    .unspoken = Mesajlarınızdan biri ulaştı.
report-read = Şu kişiye gönderdiğiniz mesaj okundu ya da dinlendi: { $name }.
    .unspoken = Mesajlarınızdan biri okundu ya da dinlendi.
report-deleted = Şu kişiye gönderdiğiniz mesaj silindi: { $name }.
    .unspoken = Mesajlarınızdan biri silindi.
report-others = { $count ->
    [one] Aynısı bir alıcı için daha geçerli.
   *[other] Aynısı { $count } alıcı için daha geçerli.
}
report-unknown = Mesajlarınızdan biriyle ilgili bir bildirim. Onu ekranınızda okuyabilirsiniz.

## Languages

language-offer = Türkçe için { $key } tuşuna basın.

ask-number = Lütfen dahili numarayı, ardından kare tuşunu tuşlayın. Ada göre aramak için yalnızca kareye basın.
ask-name = Lütfen adın ilk harflerini tuşlayın. Dahili numara için yalnızca kareye basın.
ask-nobody = Kimse bulunamadı.
ask-match = { $name }, dahili { $number } için { $key } tuşuna basın.
    .unspoken = Dahili { $number } için { $key } tuşuna basın.
ask-more = Diğer adlar için { $key } tuşuna basın.
ask-again = Yeniden aramak için { $key } tuşuna basın.
attendant-welcome = İyi günler, aradığınız için teşekkür ederiz.
attendant-night = Aradığınız için teşekkür ederiz. Ofisimiz bu saatte kapalı.
attendant-weekend = Aradığınız için teşekkür ederiz. Ofisimiz hafta sonu kapalı.
attendant-holiday = Aradığınız için teşekkür ederiz. Ofisimiz bugün resmî tatil nedeniyle kapalı.
attendant-break = Aradığınız için teşekkür ederiz. Kısa bir moladayız.
attendant-menu = Lütfen seçiminizi yapın.
attendant-text = { $name }.
    .unspoken = Aradığınız için teşekkür ederiz.
attendant-option = { $name } için { $key } tuşuna basın.
    .unspoken = { $key } tuşunda bir seçenek var.
attendant-connects = Bir dakika lütfen. Bağlanıyorsunuz.
attendant-not-reached = Şu anda orada kimseye ulaşılamıyor.
offer-presence = Nerede olduğunuzu bildirmek için { $key } tuşuna basın.
offer-greetings = Karşılama mesajlarınız için { $key } tuşuna basın.
offer-messages = Arayanların mesaj bırakıp bırakamayacağını seçmek için { $key } tuşuna basın.
offer-transfer = Arayanların nereye bağlanacağını seçmek için { $key } tuşuna basın.
help-presence = { $key } tuşu bulunma durumunuz içindir.
help-greetings = { $key } tuşu karşılama mesajlarınız içindir.
help-messages = { $key } tuşu arayanların mesaj bırakmasına izin verir ya da vermez.
help-transfer = { $key } tuşu arayanların bağlanacağı numara içindir.
offer-this = { $key } tuşuna basın.
offer-back = Geri dönmek için { $key } tuşuna basın.
help-pick = Numarasıyla seçin.
help-settings-back = { $key } tuşu sizi geri götürür.
presence-now = Şu anda:
presence-chosen = Bundan sonra:
offer-greeting-of-presence = Bir duruma ait karşılama mesajı için { $key } tuşuna basın.
offer-greeting-of-occasion = Özel durumlar için { $key } tuşuna basın.
offer-greeting-of-day = Bugünün karşılama mesajı için { $key } tuşuna basın.
offer-greeting-alternative = Alternatif karşılama mesajı için { $key } tuşuna basın.
offer-greeting-name = Adınızı kaydetmek için { $key } tuşuna basın.
offer-greeting-kind = Ne kaydettiğinizi değiştirmek için { $key } tuşuna basın.
offer-greetings-delete = Tüm karşılama mesajlarınızı silmek için { $key } tuşuna basın.
help-greeting-of-presence = { $key } tuşu bulunma durumunuza ait karşılama mesajları içindir.
help-greeting-of-occasion = { $key } tuşu iş arkadaşları, meşgulken arayanlar ve mesai dışı için karşılama mesajlarına götürür.
help-greeting-of-day = { $key } tuşu bugün gece yarısına kadar geçerli bir karşılama mesajı içindir.
help-greeting-alternative = { $key } tuşu açık olduğu sürece diğerlerinin önüne geçen bir karşılama mesajı içindir.
help-greeting-name = { $key } tuşu arayanların duyduğu adınız içindir.
help-greeting-kind = { $key } tuşu tam karşılama mesajları ile yalnızca adınız arasında geçiş yapar.
help-greetings-delete = { $key } tuşu tüm karşılama mesajlarınızı ve adınızı siler.
offer-greeting-hear = Dinlemek için { $key } tuşuna basın.
offer-greeting-record = Kaydetmek için { $key } tuşuna basın.
offer-greeting-delete = Silmek için { $key } tuşuna basın.
offer-greeting-switch = Açmak ya da kapatmak için { $key } tuşuna basın.
offer-greeting-language = Başka bir dil için { $key } tuşuna basın.
help-greeting-hear = { $key } tuşu karşılama mesajını çalar.
help-greeting-record = { $key } tuşu yeniden kaydeder.
help-greeting-delete = { $key } tuşu siler; arayanlar o zaman standart karşılama mesajını duyar.
help-greeting-switch = { $key } tuşu açar ya da kapatır.
help-greeting-language = { $key } tuşu sonraki dile geçer.
greeting-is-recorded = Kaydedilmiş.
greeting-is-none = Kaydedilmemiş.
greeting-is-on = Açık.
greeting-is-off = Kapalı.
greeting-deleted = Silindi.
greetings-deleted = Tüm karşılama mesajlarınız silindi.
greeting-kind-individual = Tam karşılama mesajları kaydediyorsunuz.
greeting-kind-personalised = Yalnızca adınızı kaydediyorsunuz. Gerisi sizin için söyleniyor.
record-greeting = Lütfen sinyal sesinden sonra karşılama mesajınızı söyleyin, ardından kareye basın.
record-name = Lütfen sinyal sesinden sonra adınızı söyleyin, ardından kareye basın.
recorded-kept = Kayıt saklandı.
recorded-discarded = Kayıt saklanmadı.
recorded-silent = Hiçbir şey duyulmadı.
offer-recorded-hear = Kaydı dinlemek için { $key } tuşuna basın.
offer-recorded-keep = Kaydı saklamak için { $key } tuşuna basın.
offer-recorded-again = Yeniden kaydetmek için { $key } tuşuna basın.
offer-recorded-discard = Olduğu gibi bırakmak için { $key } tuşuna basın.
help-recorded-hear = { $key } tuşu kaydettiğinizi çalar.
help-recorded-keep = { $key } tuşu kaydı saklar; arayanlar onu bir sonraki aramadan başlayarak duyar.
help-recorded-again = { $key } tuşu yeniden kaydeder.
help-recorded-discard = { $key } tuşu her şeyi olduğu gibi bırakır.
confirm-delete-all = Tüm karşılama mesajlarınız ve adınız silinecek.
offer-confirm = Eminseniz { $key } tuşuna basın.
help-confirm = { $key } tuşu onaylar.
messages-on = Arayanlar mesaj bırakabilir.
messages-off = Arayanlar yalnızca karşılama mesajınızı duyar, mesaj bırakamaz.
transfer-is = Arayanlar { $number } numarasına bağlanabilir.
transfer-is-off = Numara { $number }, ama kapalı.
transfer-is-none = Arayanlar başka bir yere bağlanmıyor.
offer-transfer-number = Bir numara girmek için { $key } tuşuna basın.
offer-transfer-switch = Açmak ya da kapatmak için { $key } tuşuna basın.
offer-transfer-delete = Silmek için { $key } tuşuna basın.
help-transfer-number = { $key } tuşu yeni bir numara alır.
help-transfer-switch = { $key } tuşu açar ya da kapatır, numarayı saklar.
help-transfer-delete = { $key } tuşu numarayı siler.
transfer-number = Lütfen numarayı arar gibi, ardından kare tuşunu tuşlayın.
transfer-wrong = Bu numara aranamaz.
occasion-internal = İş arkadaşları için.
occasion-external = Dışarıdan arayanlar için.
occasion-busy = Siz görüşürken.
occasion-break = Molalarda.
occasion-off-hours = Mesai dışında.
state-office = İşte.
state-mobile = Yolda.
state-home = Evde.
state-vacation = İzinde.
state-meeting = Toplantıda.
state-sick = Hasta.
state-break = Molada.
state-out-of-office = Ofis dışında.
state-holiday = Resmî tatil.
state-lunch = Öğle yemeğinde.
state-call-me = Beni arayın.
state-do-not-disturb = Rahatsız etmeyin.
state-custom-1 = Kişisel durum bir.
state-custom-2 = Kişisel durum iki.
state-other = { $name }.
    .unspoken = Başka bir durum.
in-de-de = Almanca.
in-en-gb = İngilizce.
in-en-us = Amerikan İngilizcesi.
in-fr-fr = Fransızca.
in-fr-ca = Kanada Fransızcası.
in-it-it = İtalyanca.
in-pt-pt = Portekizce.
in-pt-br = Brezilya Portekizcesi.
in-es-es = İspanyolca.
in-es-us = Amerikan İspanyolcası.
in-tr-tr = Türkçe.
in-ru-ru = Rusça.
in-nl-nl = Felemenkçe.
in-ja-jp = Japonca.
in-another-language = Başka bir dilde.

deposit-or-transfer = Mesaj bırakmak için { $key } tuşuna basın. { $number } numarasına bağlanmak için { $other } tuşuna basın.
deposit-not-reached = Şu anda orada kimseye ulaşılamıyor. Lütfen sinyal sesinden sonra mesajınızı bırakın.
deposit-discarded = Mesajınız silindi. İyi günler.
deposit-kept = Hiçbir şey kaydedilmedi. Daha önce söyledikleriniz saklandı.
deposit-mailbox-off = Bu posta kutusu kapalı ve mesaj almıyor. İyi günler.
offer-listen = Dinlemek için { $key } tuşuna basın.
offer-record-again = Yeniden kaydetmek için { $key } tuşuna basın.
offer-discard = Silmek için { $key } tuşuna basın.
help-listen = { $key } tuşu söylediklerinizi çalar.
help-record-again = { $key } tuşu yeniden kaydeder.
help-discard = { $key } tuşu mesajı siler.
help-urgent = { $key } tuşu mesajı acil olarak işaretler ya da işareti kaldırır.
help-confidential = { $key } tuşu mesajı gizli olarak işaretler ya da işareti kaldırır.
marked-urgent = Mesajınız acil.
marked-not-urgent = Mesajınız acil değil.
marked-confidential = Mesajınız gizli.
marked-not-confidential = Mesajınız gizli değil.

menu-unfinished = { $count ->
    [one] Bir bitmemiş mesaj var.
   *[other] { $count } bitmemiş mesaj var.
}
offer-unfinished = Bitmemiş mesajlar için { $key } tuşuna basın.
offer-outbox = Gönderilmeyi bekleyen mesajlar için { $key } tuşuna basın.
offer-send-message = Mesaj göndermek için { $key } tuşuna basın.
offer-options = Yanıtlamak, iletmek ya da geri aramak için { $key } tuşuna basın.
offer-go-on = Tamamlamak için { $key } tuşuna basın.
offer-reply = Yanıtlamak için { $key } tuşuna basın.
offer-reply-all = Herkesi yanıtlamak için { $key } tuşuna basın.
offer-forward = İletmek için { $key } tuşuna basın.
offer-call-back = Geri aramak için { $key } tuşuna basın.
offer-send-it = Göndermek için { $key } tuşuna basın.
offer-put-aside = Kenara koymak için { $key } tuşuna basın.
help-unfinished = { $key } tuşu bitirmediğiniz mesajları çalar.
help-outbox = { $key } tuşu gönderilmeyi bekleyen mesajları çalar.
help-send-message = { $key } tuşu mesaj kaydedip göndermenizi sağlar.
help-options = { $key } tuşu bu mesaj için başka seçenekler sunar.
help-go-on = { $key } tuşu bu bitmemiş mesaja devam eder.
help-reply = { $key } tuşu gönderene sesli yanıt vermenizi sağlar.
help-reply-all = { $key } tuşu gönderene ve diğer herkese sesli yanıt vermenizi sağlar.
help-forward-on = { $key } tuşu mesajı yorumunuzla başkalarına iletir.
help-call-back = { $key } tuşu sizi gönderene bağlar.
help-slower = { $key } tuşu daha yavaş çalar.
help-louder = { $key } tuşu daha yüksek sesle çalar.
help-faster = { $key } tuşu daha hızlı çalar.
help-back-to-message = { $key } tuşu sizi mesaja geri götürür.
help-send-it = { $key } tuşu mesajı gönderir.
help-receipt = { $key } tuşu mesaj ulaştığında ve dinlendiğinde size haber verilmesini açar ya da kapatır.
help-later = { $key } tuşu mesajı daha sonra gönderir.
help-recipients = { $key } tuşu alıcı ekler.
help-put-aside = { $key } tuşu mesajı bitmemiş mesajlarınız arasında saklar.
message-to = Alıcı { $name }.
    .unspoken = Alıcı { $number }.
message-to-others = { $count ->
    [one] Ve bir alıcı daha.
   *[other] Ve { $count } alıcı daha.
}
send-to = Kime gönderilsin? Lütfen dahili numarayı, ardından kare tuşunu tuşlayın.
sender-number = Kimin mesajları? Lütfen numarayı arar gibi, ardından kare tuşunu tuşlayın.
send-to-more = Başka bir dahili numara tuşlayın ya da devam etmek için kareye basın.
send-unknown = Bu dahili numara kimseye ait değil.
send-added = Alıcı { $name }.
    .unspoken = Alıcı { $number }.
send-nobody = Hiçbir mesaj gönderilmiyor.
send-speak = Lütfen sinyal sesinden sonra konuşun. Kare tuşu kaydı bitirir.
send-nothing = Hiçbir şey kaydedilmedi.
send-too-large = Bu mesaj telefonla iletilemeyecek kadar büyük.
send-kept = Bitmemiş mesajlarınız arasında saklandı.
send-held = Telefonu kapattığınızda gönderilecek.
send-at = Gönderilme zamanı: { $moment }.
send-not-urgent = Acil değil.
send-not-confidential = Gizli değil.
send-receipt = Ulaştığında ve dinlendiğinde size haber verilecek.
send-no-receipt = Sonucu size bildirilmeyecek.
later-day = Lütfen günü ve ayı dört rakamla tuşlayın. Bugün için kareye basın.
later-time = Lütfen saati ve dakikayı dört rakamla tuşlayın.
later-wrong = Bu zaman geçerli değil.
later-not = Daha sonra değil, telefonu kapattığınızda gönderilecek.
call-over = Görüşme sona erdi.
call-busy = Hat meşgul.
call-no-answer = Kimse cevap vermiyor.
call-impossible = Bu arama yapılamıyor.

number-unknown = Aradığınız numara burada kullanılmıyor. İyi günler.
pin-ends-soon = { $days ->
    [one] Şifrenizin süresi bir gün içinde doluyor. Lütfen yakında değiştirin.
   *[other] Şifrenizin süresinin dolmasına { $days } gün kaldı. Lütfen yakında değiştirin.
}
pin-must-change = Devam edebilmek için yeni bir şifreye ihtiyacınız var.
login-pin-ended = Şifrenizin süresi doldu. Lütfen yöneticinizden yeni bir şifre isteyin. İyi günler.
login-not-from-here = Bu posta kutusunu buradan açamazsınız. İyi günler.

## Distribution lists. $number is a list's number or an extension, $count how many, $name a person or an address.

offer-lists = Dağıtım listeleriniz için { $key } tuşuna basın.
help-lists = { $key } tuşu dağıtım listeleriniz içindir.
lists-which = Hangi liste? Lütfen numarasını, ardından kare tuşunu tuşlayın. Geri dönmek için yalnızca kareye basın.
lists-numbers = Listelerinizin numaraları birden doksan dokuza kadardır. Başka liste yoktur.
list-is = Liste { $number }. Alıcı sayısı { $count }.
offer-list-hear = Listede kimlerin olduğunu dinlemek için { $key } tuşuna basın.
offer-list-add = Birini eklemek için { $key } tuşuna basın.
offer-list-remove = Birini çıkarmak için { $key } tuşuna basın.
offer-list-delete = Listeyi silmek için { $key } tuşuna basın.
help-list-hear = { $key } tuşu listede kimlerin olduğunu söyler.
help-list-add = { $key } tuşu birini ekler.
help-list-remove = { $key } tuşu birini çıkarır.
help-list-delete = { $key } tuşu bütün listeyi siler.
list-member = { $name }.
    .unspoken = Dahili { $number }.
list-address = { $name }.
    .unspoken = Bir e-posta adresi.
list-own-list = Listeniz { $number }.
list-company-list = Şirket listesi { $number }.
list-add = Kim eklensin? Dahili numarayı, ad için sıfırı ya da bir liste için yıldızı ve numarasını, ardından kare tuşunu tuşlayın. Bitirmek için yalnızca kareye basın.
list-remove = Kim çıkarılsın? Dahili numarayı, ad için sıfırı ya da bir liste için yıldızı ve numarasını, ardından kare tuşunu tuşlayın.
list-added = Eklendi.
list-removed = Çıkarıldı.
list-has-it = Bu zaten listede.
list-has-it-not = Bu listede yok.
list-full = Bu liste dolu. Bir listede en çok doksan dokuz alıcı olur.
confirm-delete-list = Liste silinecek.
list-deleted = Liste silindi.
send-by-name = Bir adı harflerle aramak için sıfırı, ardından kare tuşunu tuşlayın.
send-by-own-list = Listelerinizden biri için yıldızı ve numarasını, ardından kare tuşunu tuşlayın.
send-by-list = Bir şirket listesi için iki kez yıldızı ve numarasını, ardından kare tuşunu tuşlayın.
send-no-list = Böyle bir liste yok.
send-list-added = Bu listedeki alıcı sayısı { $count }.
send-too-many = Bir mesaj için çok fazla alıcı var.
message-to-address = Alıcı { $name }.
    .unspoken = Alıcı bir e-posta adresi.

## A mailbox that several share. $name and $number are the group's.

offer-shared = Ortak bir posta kutusu için { $key } tuşuna basın.
help-shared = { $key } tuşu başkalarıyla paylaştığınız bir posta kutusunu açar.
shared-mailbox = { $name } posta kutusu.
    .unspoken = Posta kutusu { $number }.

## Posta kutusu sahibine yapılan ve onun yaptığı aramalar. $name sahibi, $number bir dahili ya da numara, $key tuştur.

outcall-for = { $name } için bir mesaj var.
    .unspoken = { $number } numaralı dahili için bir mesaj var.
offer-outcall = Yeni mesajlar için aranıp aranmayacağınızı seçmek için { $key } tuşuna basın.
help-outcall = { $key } tuşu yeni mesajlar için aranıp aranmayacağınızı ve nereden aranacağınızı belirler.
outcall-is = Yeni mesajlar için { $number } numarasından aranırsınız.
outcall-is-off = Numara { $number }, ama şu anda aranmıyorsunuz.
outcall-is-none = Yeni mesajlar için aranmıyorsunuz.
outcall-for-voice = Bu, sesli mesajlar için geçerlidir.
outcall-for-mail = Bu, e-postalar için geçerlidir.
offer-outcall-switch = Bu aramaları açmak ya da kapatmak için { $key } tuşuna basın.
help-outcall-switch = { $key } tuşu bu aramaları açar ya da kapatır, numarayı saklar.
offer-outcall-voice = Bunu sesli mesajlar için değiştirmek üzere { $key } tuşuna basın.
help-outcall-voice = { $key } tuşu sesli mesajlar için aranıp aranmayacağınızı belirler.
offer-outcall-mail = Bunu e-postalar için değiştirmek üzere { $key } tuşuna basın.
help-outcall-mail = { $key } tuşu e-postalar için aranıp aranmayacağınızı belirler.
offer-call = Birini aramak için { $key } tuşuna basın.
help-call = { $key } tuşu sizi tuşladığınız numaraya bağlar.
offer-forwarding = Aramalarınızın nereye yönlendirileceğini seçmek için { $key } tuşuna basın.
help-forwarding = { $key } tuşu aramalarınızı başka bir numaraya ya da sesli postaya yönlendirir.
forwarding-is = Bütün aramalarınız { $number } numarasına yönlendiriliyor.
forwarding-is-voice-mail = Bütün aramalarınız sesli postaya gidiyor.
forwarding-is-none = Aramalarınız yönlendirilmiyor.
offer-forwarding-voice-mail = Bütün aramaları sesli postaya göndermek için { $key } tuşuna basın.
help-forwarding-voice-mail = { $key } tuşu bütün aramaları sesli postaya gönderir.
offer-forwarding-end = Yönlendirmeyi bitirmek için { $key } tuşuna basın.
help-forwarding-end = { $key } tuşu yönlendirmeyi bitirir.
offer-reach = Yoldayken size nereden ulaşılacağını seçmek için { $key } tuşuna basın.
help-reach = { $key } tuşu yoldayken size ulaşılacak numara içindir.
reach-is = Yoldayken size { $number } numarasından ulaşılabilir.
reach-is-none = Yoldayken size ulaşılamaz.

## Menü düzeylerinin adları: ekranlar gösterir, tuşları gören kişi de duyar.

level-main = Ana menü.
level-kinds = Mesaj seçimi.
level-message = Mesaj.
level-options = Bu mesaj için diğer işlemler.
level-review = Göndermeden önce.
level-settings = Ayarlar.
level-greetings = Karşılama mesajları.
level-greeting = Karşılama mesajı.
level-recorded = Kaydınız.
level-transfer = Arayanların bağlanacağı yer.
level-outcall = Yeni mesajlar için aramalar.
level-forwarding = Arama yönlendirme.
level-reach = Size ulaşılacak yer.
level-list = Dağıtım listesi.
level-pick = Seçiminiz.
level-confirm = Emin misiniz?
