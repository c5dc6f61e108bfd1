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
