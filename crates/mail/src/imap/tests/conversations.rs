//! Scripts: what clients say and what they are answered.

use crate::imap::Limits;
use crate::testing::{ANNA, BEN, Client, HERE, House};
use bytes::Bytes;
use messaging::Flags;

const LOG_IN: &str = "
    S: * OK [CAPABILITY IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE AUTH=PLAIN] Switchroom is ready
    C: a LOGIN anna@example.org open-sesame
    S: a OK [CAPABILITY IMAP4rev1 …] Logged in";

pub(super) async fn logged_in(house: &House) -> Client {
    let mut client = house.imap();
    client.play(LOG_IN).await;
    client
}

/// Puts messages into Anna's inbox.
async fn fill(house: &House, messages: &[&str]) {
    let mailbox = house.doors.post.mailbox(ANNA);
    let inbox = mailbox.folders().await.expect("folders")[0].id;
    for message in messages {
        let octets = Bytes::from(message.replace('\n', "\r\n"));
        let received = "2026-03-05T09:08:07Z".parse().expect("a time");
        mailbox.append(inbox, octets, Flags::default(), received).await.expect("a message");
    }
}

const PLAIN: &str = "From: Ben <ben@example.org>\nTo: anna@example.org\nSubject: One\nDate: Wed, 4 Mar 2026 23:30:00 -0500\nMessage-ID: <1@x>\n\nHello\nthere\n";
const MIXED: &str = "From: ben@example.org\nSubject: Two\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nText\n--b\nContent-Type: audio/wav; name=\"v.wav\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=\"v.wav\"\n\nAAAA\n--b--\n";

#[tokio::test(start_paused = true)]
async fn a_shared_mailbox_is_a_folder_of_each_member() {
    let house = House::new().await;
    let mut before = logged_in(&house).await;
    before.play("C: n NAMESPACE\nS: * NAMESPACE ((\"\" \"/\")) NIL NIL\nS: n OK Done").await;
    house.set(BEN, "mailbox.shared_with", "10").await;
    let bens = house.doors.post.mailbox(BEN);
    let inbox = bens.folders().await.expect("folders")[0].id;
    let received = "2026-03-05T09:08:07Z".parse().expect("a time");
    let message = Bytes::from(PLAIN.replace('\n', "\r\n"));
    bens.append(inbox, message, Flags::default(), received).await.expect("a message");
    let mut client = logged_in(&house).await;
    client
        .play(
            "C: n NAMESPACE
             S: * NAMESPACE ((\"\" \"/\")) NIL ((\"Shared/\" \"/\"))
             S: n OK Done
             C: l LIST \"\" \"Shared/%\"
             S: * LIST (\\HasChildren) \"/\" \"Shared/Ben Bauer\"
             S: l OK Done
             C: s SELECT \"Shared/Ben Bauer\"
             S: * FLAGS …
             S: * OK [PERMANENTFLAGS…
             S: * 1 EXISTS
             S: * 0 RECENT
             S: * OK [UNSEEN 1] …
             S: * OK [UIDVALIDITY …
             S: * OK [UIDNEXT 2] …
             S: * OK [HIGHESTMODSEQ …
             S: s OK [READ-WRITE] Selected
             C: f FETCH 1 BODY[TEXT]
             S: * 1 FETCH (BODY[TEXT] {14}
             S: Hello
             S: there
             S:  FLAGS (\\Seen))
             S: f OK …",
        )
        .await;
    let status = bens.status(inbox).await.expect("a status");
    assert_eq!(status.unseen, 0, "it is read for all");
}

#[tokio::test(start_paused = true)]
async fn one_logs_in_by_login_or_plain_with_the_right_password_only() {
    let house = House::new().await;
    let mut client = house.imap();
    client
        .play(
            "S: * OK …
             C: a SELECT INBOX
             S: a BAD Log in first
             C: b LOGIN anna@example.org wrong
             S: b NO [AUTHENTICATIONFAILED] Name or password is wrong
             C: c AUTHENTICATE PLAIN
             S: +…
             C: *
             S: c BAD Broken off
             C: d AUTHENTICATE PLAIN AGFubmFAZXhhbXBsZS5vcmcAd3Jvbmc=
             S: d NO [AUTHENTICATIONFAILED] …
             C: e AUTHENTICATE PLAIN YmVuQGV4YW1wbGUub3JnAGFubmFAZXhhbXBsZS5vcmcAb3Blbi1zZXNhbWU=
             S: e NO [AUTHORIZATIONFAILED] …
             C: f AUTHENTICATE PLAIN
             S: +…
             C: AGFubmFAZXhhbXBsZS5vcmcAb3Blbi1zZXNhbWU=
             S: f OK [CAPABILITY …] Logged in
             C: g LOGIN anna@example.org open-sesame
             S: g BAD You are logged in already
             C: h LOGOUT
             S: * BYE Goodbye
             S: h OK Logged out
             S!",
        )
        .await;
}

#[tokio::test(start_paused = true)]
async fn wrong_passwords_cost_time_and_end_the_connection() {
    let house = House::new().await;
    let mut client = house.imap();
    client.play("S: * OK …").await;
    let begun = tokio::time::Instant::now();
    for _ in 0..5 {
        client.play("C: a LOGIN anna@example.org wrong\nS: a NO [AUTHENTICATIONFAILED] …").await;
    }
    client.play("S: * BYE Too many wrong passwords\nS!").await;
    assert_eq!(begun.elapsed().as_secs(), 1 + 2 + 4 + 8 + 8);
}

#[tokio::test(start_paused = true)]
async fn without_tls_only_this_machine_may_log_in() {
    let house = House::new().await;
    let mut client = house.imap_limited(Limits::default(), [192, 0, 2, 7].into());
    client
        .play(
            "S: * OK [CAPABILITY … LOGINDISABLED] …
             C: a LOGIN anna@example.org open-sesame
             S: a NO [PRIVACYREQUIRED] …
             C: b AUTHENTICATE PLAIN
             S: b NO [PRIVACYREQUIRED] …",
        )
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_folder_is_selected_and_fetched() {
    let house = House::new().await;
    fill(&house, &[PLAIN, MIXED]).await;
    let mut client = logged_in(&house).await;
    client
        .play(
            r#"C: a SELECT inbox
             S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
             S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] Flags kept
             S: * 2 EXISTS
             S: * 0 RECENT
             S: * OK [UNSEEN 1] First unseen
             S: * OK [UIDVALIDITY …
             S: * OK [UIDNEXT 3] Next UID
             S: * OK [HIGHESTMODSEQ …
             S: a OK [READ-WRITE] Selected
             C: b FETCH 1 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)
             S: * 1 FETCH (UID 1 FLAGS () INTERNALDATE "05-Mar-2026 09:08:07 +0000" RFC822.SIZE 138 ENVELOPE ("Wed, 4 Mar 2026 23:30:00 -0500" "One" (("Ben" NIL "ben" "example.org")) (("Ben" NIL "ben" "example.org")) (("Ben" NIL "ben" "example.org")) ((NIL NIL "anna" "example.org")) NIL NIL NIL "<1@x>"))
             S: b OK Fetched
             C: c UID FETCH 2 BODYSTRUCTURE
             S: * 2 FETCH (UID 2 BODYSTRUCTURE (("text" "plain" NIL NIL NIL "7bit" 4 0 NIL NIL NIL NIL)("audio" "wav" ("name" "v.wav") NIL NIL "base64" 4 NIL ("attachment" ("filename" "v.wav")) NIL NIL) "mixed" ("boundary" "b") NIL NIL NIL))
             S: c OK Fetched
             C: d FETCH 2 (BODY.PEEK[2] BODY.PEEK[2.MIME]<0.12> BODY.PEEK[HEADER.FIELDS (SUBJECT)] BODY.PEEK[9])
             S: * 2 FETCH (BODY[2] {4}
             S: AAAA BODY[2.MIME]<0> {12}
             S: Content-Type BODY[HEADER.FIELDS (SUBJECT)] {16}
             S: Subject: Two
             S:
             S:  BODY[9] NIL)
             S: d OK Fetched
             C: e FETCH 1 BODY[TEXT]
             S: * 1 FETCH (BODY[TEXT] {14}
             S: Hello
             S: there
             S:  FLAGS (\Seen))
             S: e OK Fetched
             C: f FETCH 3 FLAGS
             S: f BAD There is no message of that number
             C: g UID FETCH 9 FLAGS
             S: g OK Fetched
             C: h FETCH 1:2 FAST
             S: * 1 FETCH (FLAGS (\Seen) INTERNALDATE …
             S: * 2 FETCH (FLAGS () INTERNALDATE …
             S: h OK Fetched"#,
        )
        .await;
}

#[tokio::test(start_paused = true)]
async fn an_idle_client_hears_of_everything_at_once() {
    let house = House::new().await;
    fill(&house, &[PLAIN]).await;
    let (mut watcher, mut actor) = (logged_in(&house).await, logged_in(&house).await);
    let select = "C: s SELECT INBOX
        S: * FLAGS …
        S: * OK [PERM…
        S: * 1 EXISTS
        S: * 0 RECENT
        S: * OK [UNSEEN 1] …
        S: * OK [UIDV…
        S: * OK [UIDN…
        S: * OK [HIGH…
        S: s OK …";
    watcher.play(select).await;
    watcher.play("C: i IDLE\nS: + Idling").await;
    actor.play(select).await;
    actor
        .play("C: b STORE 1 +FLAGS.SILENT ($Work \\Deleted)\nS: * FLAGS …\nS: * OK [PERM…\nS: b OK Stored")
        .await;
    watcher
        .play(
            r"S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Work)
              S: * OK [PERMANENTFLAGS (…
              S: * 1 FETCH (UID 1 FLAGS (\Deleted $Work))",
        )
        .await;
    fill(&house, &[MIXED]).await;
    watcher.play("S: * 2 EXISTS\nS: * 0 RECENT").await;
    actor.play("C: c EXPUNGE\nS: * 2 EXISTS\nS: * 0 RECENT\nS: * 1 EXPUNGE\nS: c OK Expunged").await;
    watcher.play("S: * 1 EXPUNGE\nC: DONE\nS: i OK Done\nC: j NOOP\nS: j OK Done").await;
}

#[tokio::test(start_paused = true)]
async fn silence_ends_a_connection_after_half_an_hour_and_before_log_in_after_a_minute() {
    let house = House::new().await;
    let begun = tokio::time::Instant::now();
    house.imap().play("S: * OK …\nS: * BYE Idle for too long\nS!").await;
    assert_eq!(begun.elapsed().as_secs(), 60);
    let mut client = logged_in(&house).await;
    let begun = tokio::time::Instant::now();
    client.play("C: i IDLE\nS: + Idling\nS: * BYE Idle for too long\nS!").await;
    assert_eq!(begun.elapsed().as_secs(), 30 * 60);
}

#[tokio::test(start_paused = true)]
async fn shutdown_says_goodbye_to_idle_and_waiting_clients() {
    let house = House::new().await;
    let (mut idle, mut waiting) = (logged_in(&house).await, logged_in(&house).await);
    idle.play("C: i IDLE\nS: + Idling").await;
    house.shutdown.send_replace(true);
    for client in [&mut idle, &mut waiting] {
        client.play("S: * BYE The server goes down\nS!").await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_makes_no_sense_is_bad_and_ten_of_it_end_the_connection() {
    let house = House::new().await;
    let mut client = logged_in(&house).await;
    for _ in 0..10 {
        client.play("C: x FROBNICATE\nS: x BAD That is no command").await;
    }
    client.play("S: * BYE Too many commands that make no sense\nS!").await;
}

#[tokio::test(start_paused = true)]
async fn literals_have_limits() {
    let house = House::new().await;
    let mut stranger = house.imap_limited(Limits::default(), HERE);
    stranger.play("S: * OK …\nC: a LOGIN {3000}\nS: a NO [TOOBIG] …").await;
    let mut client = house.imap_limited(Limits { append_limit_bytes: 100, ..Limits::default() }, HERE);
    client.play(LOG_IN).await;
    client.play("C: a APPEND INBOX {101}\nS: a NO [TOOBIG] …\nC: b APPEND INBOX {101+}").await;
    client.send(&[b'x'; 101]).await;
    client.play("C:\nS: b NO [TOOBIG] …\nC: c APPEND INBOX (\\Seen) {14}\nS: + Go on").await;
    client.send(b"Subject: x\r\n\r\n\r\n").await;
    client.play("S: c OK [APPENDUID … 1] Appended").await;
    client.play("C: d APPEND Nowhere {3+}").await;
    client.send(b"x\r\n\r\n").await;
    client.play("S: d NO [TRYCREATE] There is no such folder").await;
}

const SELECTED: &str = "C: s SELECT INBOX
    S: * FLAGS …
    S: * OK [PERM…
    S: * 3 EXISTS
    S: * 0 RECENT
    S: * OK [UNSEEN 1] …
    S: * OK [UIDV…
    S: * OK [UIDN…
    S: * OK [HIGH…
    S: s OK …";

const LARGE: &str = "From: Zoë <zoe@example.net>\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nDate: 1 Jan 2020 00:00:00 +0000\nX-Mark: yes\n\nneedle in it, and more text than in the others, so that it is the largest of all of them here, by far, yes indeed: well over three hundred and sixty bytes. Lorem ipsum dolor sit amet, consectetur adipisici elit, sed eiusmod tempor incidunt ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation.\n";

async fn selected(house: &House) -> Client {
    fill(house, &[PLAIN, MIXED, LARGE]).await;
    let mut client = logged_in(house).await;
    client.play(SELECTED).await;
    client
}

#[tokio::test(start_paused = true)]
async fn search_finds_by_every_key() {
    let house = House::new().await;
    let mut client = selected(&house).await;
    client.play("C: x STORE 2 +FLAGS.SILENT (\\Seen $Work)\nS: * FLAGS …\nS: * OK [PERM…\nS: x OK …").await;
    for (keys, found) in [
        ("ALL", " 1 2 3"),
        ("SEEN", " 2"),
        ("UNSEEN", " 1 3"),
        ("KEYWORD $work", " 2"),
        ("UNKEYWORD $Work", " 1 3"),
        ("NEW", ""),
        ("OLD", " 1 2 3"),
        ("RECENT", ""),
        ("ANSWERED", ""),
        ("NOT SEEN", " 1 3"),
        ("OR SEEN LARGER 360", " 2 3"),
        ("SMALLER 138", ""),
        ("SMALLER 139", " 1"),
        ("(SEEN UNSEEN)", ""),
        ("2:*", " 2 3"),
        ("UID 1,3", " 1 3"),
        ("FROM zoe", " 3"),
        ("TO anna", " 1"),
        ("SUBJECT \"two\"", " 2"),
        ("TEXT needle", " 3"),
        ("BODY Hello", " 1"),
        ("HEADER X-Mark \"\"", " 3"),
        ("SENTON 4-Mar-2026", " 1"),
        ("SENTBEFORE 1-Jan-2021", " 3"),
        ("SENTSINCE 4-Mar-2026", " 1"),
        ("ON 5-Mar-2026", " 1 2 3"),
        ("BEFORE 5-Mar-2026", ""),
        ("SINCE 5-Mar-2026", " 1 2 3"),
        ("UNDELETED UNFLAGGED UNDRAFT UNANSWERED 1", " 1"),
    ] {
        client.play(&format!("C: a SEARCH {keys}\nS: * SEARCH{found}\nS: a OK Searched")).await;
    }
    client.send("a SEARCH CHARSET UTF-8 SUBJECT {7+}\r\nGrüße\r\n".as_bytes()).await;
    client
        .play(
            "S: * SEARCH 3
             S: a OK Searched
             C: a SEARCH CHARSET KOI8-R ALL
             S: a NO [BADCHARSET (UTF-8 US-ASCII)] …
             C: b UID SEARCH UID 2:9
             S: * SEARCH 2 3
             S: b OK Searched",
        )
        .await;
}

#[tokio::test(start_paused = true)]
async fn messages_are_copied_moved_and_expunged() {
    let house = House::new().await;
    let mut client = selected(&house).await;
    client
        .play(
            r#"C: a CREATE Kept
              S: a OK Created
              C: b COPY 1:2 Kept
              S: b OK [COPYUID … 1:2 1:2] Copied
              C: c COPY 1 Nowhere
              S: c NO [TRYCREATE] …
              C: d UID MOVE 2 Kept
              S: * OK [COPYUID … 2 3] Moved
              S: * 2 EXPUNGE
              S: d OK Done
              C: e STORE 1:2 +FLAGS (\Deleted)
              S: * 1 FETCH (UID 1 FLAGS (\Deleted))
              S: * 2 FETCH (UID 3 FLAGS (\Deleted))
              S: e OK Stored
              C: f UID EXPUNGE 3
              S: * 2 EXPUNGE
              S: f OK Expunged
              C: g EXPUNGE
              S: * 1 EXPUNGE
              S: g OK Expunged
              C: h FETCH 1:* FLAGS
              S: h OK Fetched
              C: i STATUS Kept (MESSAGES UNSEEN UIDNEXT RECENT)
              S: * STATUS "Kept" (MESSAGES 3 UNSEEN 3 UIDNEXT 4 RECENT 0)
              S: i OK Done
              C: j EXAMINE Kept
              S: * FLAGS …
              S: * OK [PERMANENTFLAGS ()] Read-only
              S: * 3 EXISTS
              S: * 0 RECENT
              S: * OK [UNSEEN 1] …
              S: * OK [UIDV…
              S: * OK [UIDN…
              S: * OK [HIGH…
              S: j OK [READ-ONLY] Selected
              C: k STORE 1 +FLAGS (\Seen)
              S: k NO [NOPERM] …
              C: l FETCH 1 BODY[HEADER.FIELDS (SUBJECT)]
              S: * 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] {16}
              S: Subject: One
              S:
              S: )
              S: l OK Fetched
              C: m UNSELECT
              S: m OK Closed
              C: n FETCH 1 FLAGS
              S: n BAD Select a folder first"#,
        )
        .await;
}

#[tokio::test(start_paused = true)]
async fn folders_are_listed_made_renamed_and_deleted() {
    let house = House::new().await;
    let mut client = logged_in(&house).await;
    client
        .play(
            r#"C: a LIST "" ""
              S: * LIST (\Noselect) "/" ""
              S: a OK Done
              C: b CREATE Entw&APw-rfe/Alt/
              S: b OK Created
              C: c LIST "" "Entw%"
              S: * LIST (\HasChildren) "/" "Entw&APw-rfe"
              S: c OK Done
              C: d LIST Entw&APw-rfe/ *
              S: * LIST (\HasNoChildren) "/" "Entw&APw-rfe/Alt"
              S: d OK Done
              C: e DELETE Entw&APw-rfe
              S: e NO [HASCHILDREN] …
              C: f RENAME Entw&APw-rfe/Alt Neu
              S: f OK Renamed
              C: g CREATE Neu
              S: g NO [ALREADYEXISTS] …
              C: h DELETE Entw&APw-rfe
              S: h OK Deleted
              C: i DELETE INBOX
              S: i NO [CANNOT] …
              C: j SUBSCRIBE Neu
              S: j OK Done
              C: k LSUB "" Ne*
              S: * LSUB () "/" "Neu"
              S: k OK Done
              C: l UNSUBSCRIBE Neu
              S: l OK Done
              C: m LSUB "" Ne*
              S: m OK Done
              C: n CREATE "a*b"
              S: n NO [CANNOT] …
              C: o SELECT Nowhere
              S: o NO [NONEXISTENT] There is no such folder
              C: p LIST "" inbox
              S: * LIST (\HasNoChildren) "/" "INBOX"
              S: p OK Done
              C: q NAMESPACE
              S: * NAMESPACE (("" "/")) NIL NIL
              S: q OK Done
              C: r ID NIL
              S: * ID ("name" "Switchroom" …
              S: r OK Done
              C: t LIST "" Trash RETURN (SPECIAL-USE)
              S: * LIST (\HasNoChildren \Trash) "/" "Trash"
              S: t OK Done
              C: u LIST (SPECIAL-USE) "" *
              S: * LIST (\HasNoChildren …"#,
        )
        .await;
}

#[tokio::test(start_paused = true)]
async fn renaming_the_inbox_moves_what_is_in_it() {
    let house = House::new().await;
    fill(&house, &[PLAIN]).await;
    let mut client = logged_in(&house).await;
    client
        .play(
            r#"C: a RENAME INBOX Old
              S: a OK Messages moved
              C: b STATUS INBOX (MESSAGES)
              S: * STATUS "INBOX" (MESSAGES 0)
              S: b OK Done
              C: c STATUS Old (MESSAGES)
              S: * STATUS "Old" (MESSAGES 1)
              S: c OK Done"#,
        )
        .await;
}

#[tokio::test(start_paused = true)]
async fn condstore_tells_what_has_changed() {
    let house = House::new().await;
    let mut client = selected(&house).await;
    client
        .play(
            r"C: a ENABLE CONDSTORE QRESYNC
              S: * ENABLED CONDSTORE
              S: a OK Done
              C: b STORE 2 (UNCHANGEDSINCE 1) +FLAGS.SILENT (\Flagged)
              S: * 2 FETCH (UID 2 MODSEQ (…
              S: b OK [MODIFIED 2] Some had changed
              C: c STORE 2 +FLAGS.SILENT (\Flagged)
              S: * 2 FETCH (UID 2 MODSEQ (5))
              S: c OK Stored
              C: d FETCH 1:* (FLAGS) (CHANGEDSINCE 4)
              S: * 2 FETCH (MODSEQ (5) FLAGS (\Flagged))
              S: d OK Fetched
              C: e SEARCH MODSEQ 5
              S: * SEARCH 2 (MODSEQ 5)
              S: e OK Searched
              C: f SELECT INBOX (QRESYNC (1 1))
              S: f BAD QRESYNC is not known here",
        )
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_message_that_goes_while_it_is_used_is_said_to_be_gone() {
    let house = House::new().await;
    let (mut one, mut other) = (selected(&house).await, logged_in(&house).await);
    other.play(SELECTED).await;
    other
        .play("C: a STORE 1 +FLAGS.SILENT (\\Deleted)\nS: a OK …\nC: b EXPUNGE\nS: * 1 EXPUNGE\nS: b OK …")
        .await;
    one.play(
        "C: a FETCH 1:2 (UID RFC822.SIZE)
         S: * 2 FETCH (UID 2 RFC822.SIZE …
         S: a NO [EXPUNGEISSUED] A message is there no more
         C: b NOOP
         S: * 1 EXPUNGE
         S: b OK Done",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_folder_deleted_by_another_ends_the_connection() {
    let house = House::new().await;
    let (mut one, mut other) = (logged_in(&house).await, logged_in(&house).await);
    one.play("C: a CREATE X\nS: a OK …\nC: b SELECT X\nS: * FLAGS …\nS: * OK …\nS: * 0 EXISTS\nS: * 0 RECENT\nS: * OK …\nS: * OK …\nS: * OK …\nS: b OK …").await;
    other.play("C: a DELETE X\nS: a OK Deleted").await;
    one.play("C: c NOOP\nS: * BYE The selected folder was deleted\nS!").await;
}
