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

const JOURNEYS: u32 = 20_000;
/// After so many the mailboxes are emptied: what has piled up in them is not what is measured.
const IN_A_HOUSE: u32 = 50;
const SECONDS_IN_A_MINUTE: f64 = 60.0;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let Ok(runtime) = runtime else { return eprintln!("there is no runtime") };
    let deposits = timed((IN_A_HOUSE, 0), |house, _| Box::pin(leaves_a_message(house)));
    let deliveries = timed((IN_A_HOUSE, 0), |house, number| Box::pin(is_delivered(house, number)));
    let menus = timed((1, 1), |house, _| Box::pin(hears_and_deletes(house)));
    println!("a message is left: {:.0} journeys a minute", runtime.block_on(deposits));
    println!(
        "five seconds are composed and delivered: {:.0} messages a minute",
        runtime.block_on(deliveries)
    );
    println!("a message is heard and deleted: {:.0} journeys a minute", runtime.block_on(menus));
}

type Journey<'a> = std::pin::Pin<Box<dyn Future<Output = bool> + 'a>>;

/// Journeys a minute: so many in each house, where so many messages wait before it is measured.
async fn timed(
    (in_a_house, waiting): (u32, u32),
    journey: impl for<'a> Fn(&'a House, u32) -> Journey<'a>,
) -> f64 {
    let mut taken = Duration::ZERO;
    for _ in 0..JOURNEYS / in_a_house {
        let house = House::new();
        for number in 0..waiting {
            is_delivered(&house, number).await;
        }
        let begun = Instant::now();
        for number in 0..in_a_house {
            assert!(journey(&house, number).await, "journey {number} went another way");
        }
        taken += begun.elapsed();
    }
    f64::from(JOURNEYS) / taken.as_secs_f64() * SECONDS_IN_A_MINUTE
}

async fn is_delivered(house: &House, number: u32) -> bool {
    let message =
        house.leave(&number.to_string(), sender(None, Some("+4930777")), "2026-11-20T08:15:00Z", 5_000).await;
    !message.as_str().is_empty()
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

async fn hears_and_deletes(house: &House) -> bool {
    let caller = Caller::new().hears("login-own-pin").presses("730184#").hears("offer-new").presses("1");
    let caller = caller.hears("message").waits(6_000).presses("3").hears("offer-send-message").presses("*");
    let mut line = from_annas_phone(caller);
    let hung_up = owner_calls(&mut line, &house.directory, &house.post, |_| Habits::default()).await;
    hung_up.is_ok() && line.heard().iter().any(|heard| heard == "message-deleted")
}
