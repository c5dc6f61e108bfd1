//! What is made of mails before they are read aloud.

use super::*;
use proptest::prelude::*;

fn heard(text: &str, form: Form) -> Vec<String> {
    let shown = |spoken| match spoken {
        Spoken::Words(words) => words,
        Spoken::Quote => "[quote]".to_owned(),
        Spoken::Cut => "[cut]".to_owned(),
    };
    speakable(text, form).into_iter().map(shown).collect()
}

#[test]
fn plain_texts_become_sentences() {
    for (text, expected) in [
        ("", &[][..]),
        (
            "Hello Ben,\n\nthe room is\nfree. Come at 3.\nBye\n",
            &["Hello Ben,", "the room is free.", "Come at 3. Bye"],
        ),
        ("Am 3. März, z. B. um 9. Gut? Ja!", &["Am 3. März, z. B. um 9. Gut?", "Ja!"]),
        ("Dr. Weber called. He said no.", &["Dr. Weber called.", "He said no."]),
        ("It costs 3.50 at example.org.", &["It costs 3.50 at example.org."]),
        ("See https://www.example.org/a/b?c=d&e=f, please.", &["See www.example.org, please."]),
        ("(http://x.org:8080/) <mailto:a@x.org>", &["x.org a@x.org"]),
        ("https://user:pw@x.org/", &["x.org"]),
        ("Yes.\n-- \nAnna\nTel. 1", &["Yes."]),
        ("Yes.\n\nOn Monday, Ben wrote:\n> Shall we?\n>\n> Ben\n\nAnna", &["Yes.", "[quote]", "Anna"]),
        ("> Shall we?\nYes.\n> When?\nNow.", &["[quote]", "Yes.", "[quote]", "Now."]),
        ("Yes.\n-----Ursprüngliche Nachricht-----\nVon: Ben\nShall we?", &["Yes.", "[quote]"]),
        ("- milk\n- bread\n* *soap*\n", &["milk", "bread", "soap"]),
        ("| day | hour |\n|-----|------|\n| Mon | 9 |", &["day, hour", "Mon, 9"]),
        ("a\n==========\nb", &["a", "b"]),
        ("Key: MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr5x0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &["Key:"]),
        ("Gut \u{1f600}\u{fe0f} gemacht\u{200b}!\u{0}", &["Gut gemacht!"]),
        ("今日は。元気ですか？はい", &["今日は。", "元気ですか？", "はい"]),
        ("[[phonemes]] <speak>", &["phonemes speak"]),
    ] {
        assert_eq!(heard(text, Form::Plain), expected, "{text}");
    }
}

#[test]
fn html_is_read_as_it_is_shown() {
    for (text, expected) in [
        ("<p>Gr&uuml;&szlig;e&nbsp;aus <b>Ulm</b>.</p><p>Bis bald", &["Grüße aus Ulm.", "Bis bald"][..]),
        ("<head><title>x</title></head><style>p{}</style>a<script>if (a<b) {}</script>b", &["ab"]),
        ("<!-- <p>no</p> -->yes<!-- open", &["yes"]),
        ("<a href=\"https://x.org/>\" title='>'>the page</a>", &["the page"]),
        ("Yes.<br>Ben wrote:<blockquote>Shall<br>we?</blockquote>Anna", &["Yes.", "[quote]", "Anna"]),
        ("<p>Ben wrote:</p><blockquote><p>Shall we?</p></blockquote>Anna", &["[quote]", "Anna"]),
        (
            "<table><tr><td>Mon</td><td>9</td></tr><tr><td>Tue</td><td>10</td></tr></table>",
            &["Mon, 9", "Tue, 10"],
        ),
        ("<ul><li>milk<li>bread</ul>", &["milk", "bread"]),
        ("1 < 2 & 3 &bogus; &#x41;&#xffffffff;", &["1 2 & 3 &bogus; A"]),
        ("<p", &[]),
        ("<a href=\"never closed>text", &["text"]),
        ("</blockquote></blockquote>x", &["x"]),
    ] {
        assert_eq!(heard(text, Form::Html), expected, "{text}");
    }
}

#[test]
fn what_is_too_long_is_cut() {
    let long = "word ".repeat(100);
    assert!(heard(&long, Form::Plain).iter().all(|part| part.chars().count() <= 300));
    assert_eq!(heard(&long, Form::Plain).join(" "), long.trim_end());
    let endless = "Yes. ".repeat(MOST_CHARACTERS);
    assert_eq!(heard(&endless, Form::Plain).last().unwrap(), "[cut]");
}

#[test]
fn the_language_of_a_text_is_guessed_and_may_be_unknown() {
    let german =
        "Sehr geehrte Frau Schmidt, anbei erhalten Sie die Unterlagen für unser Gespräch am Donnerstag.";
    let english = "Dear Anna, please find attached the papers for our meeting on Thursday, as we discussed.";
    for (text, expected) in
        [(german, Some(Language::DeDe)), (english, Some(Language::EnGb)), ("", None), ("12 34", None)]
    {
        assert_eq!(language(text), expected, "{text}");
    }
}

proptest! {
    /// Any text is answered, with nothing in it that has no sound, and no part beyond one breath.
    #[test]
    fn any_text_is_read(text in "(\\PC|[<>&;\"'/ \n|>.-]|<[a-z]{1,10}>){0,200}") {
        for form in [Form::Plain, Form::Html] {
            for spoken in speakable(&text, form) {
                if let Spoken::Words(words) = spoken {
                    prop_assert!(!words.trim().is_empty() && words.chars().count() <= 300);
                    prop_assert!(!words.chars().any(char::is_control), "{words:?}");
                }
            }
        }
    }
}
