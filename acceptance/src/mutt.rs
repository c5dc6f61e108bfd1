//! mutt on a terminal: its keys are pressed beforehand.

use crate::{Demo, Person};
use std::fs;
use std::process::Command;

/// Opens a person's mailbox and presses keys, `<quit>` the last of them; `settings` are lines of its own file. What the terminal
/// showed.
pub fn mutt(demo: &Demo, person: &Person, settings: &str, keys: &str) -> String {
    let home = demo.folder().join("mutt");
    fs::create_dir_all(&home).expect("a folder");
    let rc = home.join("muttrc");
    let whole = format!(
        "set folder=imaps://{user}:{password}@{imaps}/\nset spoolfile=+INBOX\nset certificate_file={certificate}\n\
         set ssl_verify_host=no\nset ssl_starttls=no\nset wait_key=no\nset imap_check_subscribed=no\nset quit=yes\n\
         set confirmcreate=no\nset confirmappend=no\nset move=no\nset mail_check=0\nset charset=utf-8\n\
         set pager_stop=yes\n{settings}\npush '{keys}'\n",
        user = person.email.replace('@', "%40"),
        password = person.password,
        imaps = demo.page.imaps,
        certificate = demo.page.certificate.display(),
    );
    fs::write(&rc, whole).expect("a file");
    // In the foreground: behind a shell that forks, mutt would be stopped at its first read of the terminal.
    let mutt = format!("TERM=xterm timeout --foreground --kill-after=5 25 mutt -n -F {}", rc.display());
    let ran = Command::new("script")
        .args(["-qefc", &mutt, "/dev/null"])
        .env("HOME", &home)
        .env("SHELL", "/bin/sh")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("script runs mutt on a terminal");
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

/// Moves what fits a pattern into a folder; all that lies there afterwards, in the order of the settings.
pub fn mutt_moves(demo: &Demo, person: &Person, settings: &str, (pattern, folder): (&str, &str)) -> String {
    let shown = demo.folder().join("shown");
    let keys = format!(
        "<limit>{pattern}<enter><tag-pattern>~A<enter><tag-prefix><save-message>={folder}<enter><sync-mailbox>\
         <change-folder>={folder}<enter><tag-pattern>~A<enter><tag-prefix><pipe-message>cat > {}<enter><quit>",
        shown.display()
    );
    let terminal = mutt(demo, person, &format!("{settings}\nset delete=yes"), &keys);
    fs::read_to_string(shown).unwrap_or_else(|_| panic!("{terminal}"))
}
