//! The mailboxes cannot be reached: owners hear so and have everything else.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod house;

use domain::presence::{self, State};
use house::company::Company;
use house::faulty::{Fault, FaultyPost};
use house::{from_outside, run};
use std::io;
use std::sync::{Arc, Mutex};
use telephone::simulated::Caller;
use telephone::{Habits, Line, Owner, mailbox_menu};

/// What is logged, as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(octets);
        Ok(octets.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[test]
fn owners_hear_so_and_change_their_presence_all_the_same_and_the_log_says_why() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
    let _logged = tracing::subscriber::set_default(subscriber);
    run(async {
        let company = Company::new().await;
        let post = FaultyPost { inner: &company.post, fault: Fault::Unavailable };
        let caller = Caller::new().hears("trouble-no-messages").hears("offer-presence").presses("1");
        let mut line =
            from_outside("99", caller.hears("presence-now").presses("3").hears("state-home").hangs_up());
        let owner = Owner { user: company.anna(), habits: Habits::default() };
        let _gone = mailbox_menu(&mut line, &owner, &*company.directory, &post).await;
        assert_eq!(presence::effective(&company.anna().presence, &[], line.now()).state, State::HOME);
    });
    let text = log.text();
    assert!(text.contains("ERROR") && text.contains("a mailbox cannot be read out"), "{text}");
    assert!(text.contains("broken on purpose"), "{text}");
}
