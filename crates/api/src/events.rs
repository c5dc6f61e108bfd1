//! Live events: a WebSocket that tells what has changed, by change number, so that nothing is missed over a break.

use crate::doors::{Change, DoorError, Since};
use crate::request::Query;
use crate::router::House;
use crate::session::SignedIn;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, timeout};
use utoipa::IntoParams;

/// So often the far end is asked whether it is there; the session is looked up as often.
const PING_EVERY: Duration = Duration::from_secs(30);
/// A browser that takes nothing for so long is gone.
const LONGEST_SEND: Duration = Duration::from_secs(10);
/// Pings that may stay unanswered.
const MOST_SILENT_PINGS: u32 = 2;
/// Changes read at once.
const BATCH: usize = 500;
/// The desk sends nothing; a ping's echo is small.
const LARGEST_INCOMING_BYTES: usize = 1024;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// The number of the last change that was seen.
    since: Option<u64>,
}

#[utoipa::path(get, path = "/api/v1/events", operation_id = "events", params(Wanted), responses(
    (status = 101, description = "A WebSocket: first `{now}`, then `{seq, kind, ref}` for each change after `since`; \
        `{resync: N}` when those after `since` are no longer known: read everything anew, N is where it stands; \
        `{menu: STEP}` as long as a call of the person's is in the telephone's menu, with what `/me/menu` says of it, \
        and `{menu: null}` when it is over"),
    (status = 401, description = "Not signed in"),
    (status = 403, description = "From another site"),
))]
pub async fn events(
    State(house): State<Arc<House>>,
    signed_in: SignedIn,
    Query(wanted): Query<Wanted>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let limited = upgrade.max_message_size(LARGEST_INCOMING_BYTES).max_frame_size(LARGEST_INCOMING_BYTES);
    limited.on_upgrade(move |socket| async move {
        let shutdown = house.shutdown.clone();
        let told = Teller::new(house, signed_in, wanted.since).tell(socket);
        if let Some(Err(Gone::Store(error))) = shutdown.run_until_cancelled(told).await {
            tracing::warn!(%error, "live events ended");
        }
    })
}

/// Tells one browser.
struct Teller {
    house: Arc<House>,
    signed_in: SignedIn,
    number: watch::Receiver<u64>,
    /// The steps of the person's menu.
    steps: watch::Receiver<u64>,
    /// What the browser knows.
    told: u64,
    /// It has been away and may have missed some.
    since: Option<u64>,
}

/// Why a teller ends.
enum Gone {
    Browser,
    SignedOut,
    Store(DoorError),
}

impl From<axum::Error> for Gone {
    fn from(_: axum::Error) -> Self {
        Gone::Browser
    }
}

impl Teller {
    fn new(house: Arc<House>, signed_in: SignedIn, since: Option<u64>) -> Self {
        let mut number = house.doors.changes.watch();
        let now = *number.borrow_and_update();
        let mut steps = house.doors.menus.watch(signed_in.user.id);
        // A menu that is open already is told of at once.
        if house.doors.menus.now(signed_in.user.id).is_some() {
            steps.mark_changed();
        }
        Self { house, signed_in, number, steps, told: now, since }
    }

    async fn tell(mut self, socket: WebSocket) -> Result<(), Gone> {
        let (mut sender, mut receiver) = socket.split();
        send(&mut sender, json!({ "now": self.told })).await?;
        match self.since.take() {
            // A number from the future is one of another data folder.
            Some(since) if since > self.told => send(&mut sender, json!({ "resync": self.told })).await?,
            Some(since) => self.told = since,
            None => {}
        }
        self.changes(&mut sender).await?;
        let mut ping = interval(PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ping.reset();
        let mut silent_pings = 0;
        loop {
            tokio::select! {
                changed = self.number.changed() => {
                    changed.map_err(|_| Gone::Browser)?;
                    self.changes(&mut sender).await?;
                }
                stepped = self.steps.changed() => {
                    stepped.map_err(|_| Gone::Browser)?;
                    let step = self.house.doors.menus.now(self.signed_in.user.id);
                    send(&mut sender, json!({ "menu": step })).await?;
                }
                incoming = receiver.next() => match incoming {
                    Some(Ok(Message::Close(_))) | Some(Err(_)) | None => return Err(Gone::Browser),
                    Some(Ok(_)) => silent_pings = 0,
                },
                _ = ping.tick() => {
                    if !self.signed_in.is_still(&self.house).await.map_err(Gone::Store)? {
                        let _ = timeout(LONGEST_SEND, sender.close()).await;
                        return Err(Gone::SignedOut);
                    }
                    if silent_pings > MOST_SILENT_PINGS {
                        return Err(Gone::Browser);
                    }
                    silent_pings += 1;
                    send_message(&mut sender, Message::Ping(Default::default())).await?;
                }
            }
        }
    }

    /// Sends what has changed since the last time.
    async fn changes(&mut self, sender: &mut Sender) -> Result<(), Gone> {
        loop {
            let now = *self.number.borrow_and_update();
            match self.house.doors.changes.since(self.told, BATCH).await.map_err(Gone::Store)? {
                Since::TooOld => {
                    self.told = now;
                    return send(sender, json!({ "resync": now })).await;
                }
                Since::Rows(rows) => {
                    let is_all = rows.len() < BATCH;
                    for change in rows {
                        self.told = change.seq;
                        self.change(sender, change).await?;
                    }
                    if is_all {
                        return Ok(());
                    }
                }
            }
        }
    }

    async fn change(&self, sender: &mut Sender, change: Change) -> Result<(), Gone> {
        if change.user.is_some_and(|user| user != self.signed_in.user.id) {
            return Ok(());
        }
        send(sender, json!({ "seq": change.seq, "kind": change.kind, "ref": change.reference })).await
    }
}

type Sender = futures_util::stream::SplitSink<WebSocket, Message>;

async fn send(sender: &mut Sender, frame: serde_json::Value) -> Result<(), Gone> {
    send_message(sender, Message::Text(frame.to_string().into())).await
}

async fn send_message(sender: &mut Sender, message: Message) -> Result<(), Gone> {
    timeout(LONGEST_SEND, sender.send(message)).await.map_err(|_| Gone::Browser)??;
    Ok(())
}
