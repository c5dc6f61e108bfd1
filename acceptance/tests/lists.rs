//! One message for many, and one mailbox for many, over real calls.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends at what it cannot do")]

use acceptance::{Caller, Demo, Imap, Person, Phone, Speaks, eventually, silence, speech, tone};

/// Of a message that is recognised by it.
const MARK_HERTZ: f64 = 900.0;
const CALLER: &str = "+493044400001";

/// Calls the mailbox number from outside, logs in and presses on.
fn logged_in(demo: &Demo, owner: &Person, presses: &str) -> Caller {
    let mut caller = Caller::new(demo, CALLER);
    assert_eq!(caller.call(&demo.page.numbers.mailbox, Speaks::Always), 200);
    caller.press(&format!("{}#{}#{presses}", owner.extension, owner.pin));
    caller
}

/// Speaks for three seconds after the tone, sends it and hangs up.
fn speaks(mut caller: Caller) {
    caller.wait_for_tone();
    caller.say(&tone(MARK_HERTZ, 3000));
    caller.say(&silence(300));
    caller.wait_until_said();
    caller.press("##");
    caller.wait_until_said();
    std::thread::sleep(std::time::Duration::from_secs(2));
    caller.hang_up();
}

#[test]
fn a_message_to_a_list_reaches_everybody_on_it_once() {
    let demo = Demo::start();
    let (owner, one, other) = (demo.person(0), demo.person(1), demo.person(2));
    demo.told(&["list", "set", "7", &other.extension, "--name", "Central"]);
    demo.told(&["list", "set", "5", &one.extension, &other.extension, "**7", "--of", &owner.extension]);
    let shown = demo.told(&["list", "list", "--of", &owner.extension]);
    assert!(shown.contains(&format!("{} {} **7", one.extension, other.extension)), "{shown}");
    demo.hears_of_what_others_wrote();
    let mut boxes = [one, other].map(|person| Imap::open(&demo, person));
    let before = boxes.each_mut().map(|imap| imap.voice_messages().len());
    speaks(logged_in(&demo, owner, "3*5##"));
    for (imap, before) in boxes.iter_mut().zip(before) {
        let mail = imap.new_voice_message();
        let marked = mail.sound().milliseconds_of(MARK_HERTZ);
        assert!(marked.abs_diff(3000) < 400, "{marked} ms of what was said came");
        assert!(mail.headers["From"].contains(&owner.email), "{}", mail.headers["From"]);
        assert_eq!(imap.voice_messages().len(), before + 1, "once");
    }
}

#[test]
fn a_call_to_the_groups_number_is_heard_by_a_member_and_answered_in_its_name() {
    let demo = Demo::start();
    let (member, group, colleague) = (demo.person(0), demo.person(2), demo.person(1));
    demo.set("mailbox.shared_with", &member.extension, group);
    demo.hears_of_what_others_wrote();
    let mut groups = Imap::open(&demo, group);
    let before = groups.voice_messages().iter().filter(|mail| mail.is_new()).count();
    Caller::leave(&demo, group, CALLER, &speech(4000));
    let new = |imap: &mut Imap| imap.voice_messages().iter().filter(|mail| mail.is_new()).count();
    eventually("it lies in the group's mailbox", || (new(&mut groups) == before + 1).then_some(()));

    let mut inbox = Imap::open(&demo, colleague);
    let theirs = inbox.voice_messages().len();
    // The shared mailbox; its messages, heard to their end, are heard for all.
    let mut caller = logged_in(&demo, member, "#1");
    eventually("it is heard", || (new(&mut groups) <= before).then_some(()));
    caller.hang_up();
    speaks(logged_in(&demo, member, &format!("#3{}##", colleague.extension)));
    eventually("the answer comes", || (inbox.voice_messages().len() == theirs + 1).then_some(()));
    let mail = inbox.new_voice_message();
    assert!(mail.headers["From"].contains(&group.email), "{}", mail.headers["From"]);
}

#[test]
fn a_message_for_a_group_lights_the_lamps_of_the_members_that_want_it_until_one_of_them_has_heard_it() {
    let demo = Demo::start();
    let (group, members) = (demo.person(2), [demo.person(0), demo.person(1), demo.person(3)]);
    demo.set("mailbox.shared_with", &members.map(|member| member.extension.clone()).join(" "), group);
    for member in &members[..2] {
        demo.set("mwi.shared", "true", member);
    }
    demo.hears_of_what_others_wrote();
    let [mut one, mut other, mut third] = members.map(|member| Phone::subscribe(&demo, member));
    let [ones, others, thirds] = [one.lamp(), other.lamp(), third.lamp()];
    Caller::leave(&demo, group, CALLER, &speech(4000));
    one.lamp_shows(ones.0 + 1, ones.1);
    other.lamp_shows(others.0 + 1, others.1);

    let mut caller = logged_in(&demo, members[0], "#1");
    one.lamp_shows(ones.0, ones.1 + 1);
    other.lamp_shows(others.0, others.1 + 1);
    caller.hang_up();
    assert!(third.newest_lamp().is_none_or(|lamp| lamp == thirds), "who does not want it is told nothing");
}
