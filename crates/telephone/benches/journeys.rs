//! How many simulated journeys a core does in a minute: a caller leaves a message, the owner logs in, hears it and deletes it.
//! `cargo bench -p telephone`.

#[path = "../tests/house/mod.rs"]
mod house;

use directory::Circumstances;
use domain::settings::{Bearing, Settings};
use house::{House, from_annas_phone, from_outside, sender};
use std::time::{Duration, Instant};
use telephone::simulated::Caller;
use telephone::{Deposit, Habits, Line, Room, Takes, Voicemail, Ways, choose_greeting, deposit, owner_calls};

const JOURNEYS: u32 = 1_000;
/// After so many the mailboxes are emptied: what has piled up in them is not what is measured.
const IN_A_HOUSE: u32 = 50;
const SECONDS_IN_A_MINUTE: f64 = 60.0;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let Ok(runtime) = runtime else { return eprintln!("there is no runtime") };
    let deposits = runtime.block_on(timed(|house, _| Box::pin(leaves_a_message(house))));
    let menus = runtime.block_on(timed(|house, number| Box::pin(hears_and_deletes(house, number))));
    println!("a message is left: {deposits:.0} journeys a minute");
    println!("a message is heard and deleted: {menus:.0} journeys a minute");
}

type Journey<'a> = std::pin::Pin<Box<dyn Future<Output = bool> + 'a>>;

async fn timed(journey: impl for<'a> Fn(&'a House, u32) -> Journey<'a>) -> f64 {
    let mut taken = Duration::ZERO;
    for _ in 0..JOURNEYS / IN_A_HOUSE {
        let house = House::new();
        let begun = Instant::now();
        for number in 0..IN_A_HOUSE {
            assert!(journey(&house, number).await, "journey {number} went another way");
        }
        taken += begun.elapsed();
    }
    f64::from(JOURNEYS) / taken.as_secs_f64() * SECONDS_IN_A_MINUTE
}

async fn leaves_a_message(house: &House) -> bool {
    let caller =
        Caller::new().hears("beep").waits(250).speaks(5_000).presses("#").hears("offer-send-it").presses("#");
    let mut line = from_outside("201", caller);
    let owner = house.anna();
    let settings = Settings { rows: &[], bearing: Bearing::default() };
    let greeting = choose_greeting(&owner, &settings, &Circumstances::default(), line.facts(), line.now());
    let (takes, ways) = (Takes::Messages, Ways::default());
    let voicemail =
        Voicemail { owner, number: "201".into(), settings, greeting, room: Room::Enough, takes, ways };
    matches!(deposit(&mut line, &house.directory, &voicemail).await, Deposit::Message(_))
}

async fn hears_and_deletes(house: &House, number: u32) -> bool {
    house.leave(&number.to_string(), sender(None, Some("+4930777")), "2026-11-20T08:15:00Z", 5_000).await;
    let caller = Caller::new().hears("login-own-pin").presses("730184#").hears("offer-new").presses("1");
    let caller = caller.hears("message").waits(6_000).presses("3").hears("offer-send-message").presses("*");
    let mut line = from_annas_phone(caller);
    let hung_up = owner_calls(&mut line, &house.directory, &house.post, |_| Habits::default()).await;
    hung_up.is_ok() && line.heard().iter().any(|heard| heard == "message-deleted")
}
