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
offer-kinds = Sesli mesajlar ya da e-postalar arasında seçim yapmak için { $key } tuşuna basın.
offer-new-voice = Yeni sesli mesajlar için { $key } tuşuna basın.
offer-old-voice = Eski sesli mesajlar için { $key } tuşuna basın.
offer-new-mail = Yeni e-postalar ve fakslar için { $key } tuşuna basın.
offer-old-mail = Eski e-postalar ve fakslar için { $key } tuşuna basın.
help-reports = { $key } tuşu gönderdiğiniz mesajlara ne olduğunu söyler.
help-kinds = { $key } tuşu sesli mesajlarla e-postalar arasında seçim yapmanızı sağlar.
help-new-voice = { $key } tuşu yeni sesli mesajlarınızı çalar.
help-old-voice = { $key } tuşu eski sesli mesajlarınızı çalar.
help-new-mail = { $key } tuşu yeni e-postalarınızı okur, yeni faksları bildirir.
help-old-mail = { $key } tuşu eski e-postalarınızı okur, eski faksları bildirir.
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
