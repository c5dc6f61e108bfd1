//! Which request goes where.

use crate::doors::Doors;
use crate::recording_page::PageCalls;
use crate::{
    announcements, attendants, calls, condition, contacts, desk, distribution, document, events,
    greeting_use, greetings, groups, guard, help_places, house_calls, me, menu, messages, outbox,
    own_secrets, own_settings, pin_log, problem, profiles, recording_page, session, sites, trunks, welcomes,
};
use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{delete, get, post, put};
use axum::{Router, middleware};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// A log-in or a change of flags: a few hundred bytes.
const LARGEST_BODY_BYTES: usize = 64 << 10;

/// What every route can reach.
pub struct House {
    pub doors: Doors,
    /// Ends live events, which outlive their request.
    pub shutdown: CancellationToken,
    pub page_calls: PageCalls,
}

/// All routes over some doors. [`crate::serve`] runs it; each request needs its [`guard::Peer`] as an extension.
pub fn router(doors: Doors, shutdown: CancellationToken) -> Router {
    let house = Arc::new(House { doors, shutdown, page_calls: PageCalls::default() });
    let api = Router::new()
        .route("/session", post(session::sign_in).delete(session::sign_out))
        .route("/me", get(me::me))
        .route("/me/counts", get(me::counts))
        .route("/me/menu", get(menu::menu))
        .route(
            "/me/messages",
            post(messages::send)
                .layer(DefaultBodyLimit::max(greetings::LARGEST_UPLOAD_BYTES))
                .get(messages::list),
        )
        .route("/me/quota", get(me::usage))
        .route("/me/messages/{id}", get(messages::detail).patch(messages::change).delete(messages::delete))
        .route("/me/messages/{id}/call", post(house_calls::play))
        .route("/me/messages/{id}/restore", post(messages::restore))
        .route("/me/messages/{id}/audio", get(messages::audio))
        .route("/me/messages/{id}/peaks", get(messages::peaks))
        .route("/me/messages/{id}/attachments/{part}", get(messages::attachment))
        .route("/me/calls", get(calls::calls))
        .route("/me/greetings", get(greetings::list).delete(greetings::delete_all))
        .route("/me/greetings/why", get(greeting_use::why))
        .route("/me/greetings/{situation}/text", put(greetings::put_text))
        .route("/me/greetings/{situation}/call", post(house_calls::record))
        .route("/me/house-calls/{id}", get(house_calls::stage))
        .route("/announcements/{of}/text", put(announcements::put_text))
        .route("/announcements/{of}/call", post(house_calls::record_announcement))
        .route("/me/greeting-uses", get(greeting_use::uses))
        .route("/me/greeting-uses/{situation}", put(greeting_use::set_use))
        .route("/me/greeting-texts", get(greeting_use::texts))
        .route("/me/greeting-texts/{number}", put(greeting_use::name_text))
        .route(
            "/me/presence",
            get(profiles::presence).put(profiles::set_presence).delete(profiles::clear_presence),
        )
        .route("/me/profiles", get(profiles::profiles))
        .route("/me/profiles/{state}", put(profiles::set_profile))
        .route("/me/password", put(own_secrets::set_password))
        .route("/me/pin", put(own_secrets::set_pin))
        .route("/me/settings", get(own_settings::list))
        .route("/me/settings/{key}", put(own_settings::set))
        .route("/me/lists", get(distribution::own))
        .route("/me/lists/{number}", put(distribution::put_own).delete(distribution::delete_own))
        .route(
            "/recording-page",
            get(recording_page::read).put(recording_page::open).delete(recording_page::close),
        )
        .route("/recording-page/invitation", post(recording_page::invite))
        .route("/recording-page/language", get(recording_page::language))
        .route("/recording-page/session", post(recording_page::sign_in).delete(recording_page::sign_out))
        .route("/recording-page/announcement", get(recording_page::announcement))
        .route(
            "/recording-page/announcement/sound",
            put(recording_page::put_sound)
                .layer(DefaultBodyLimit::max(greetings::LARGEST_UPLOAD_BYTES))
                .get(recording_page::sound),
        )
        .route("/recording-page/announcement/text", put(recording_page::type_text))
        .route("/recording-page/calls", post(recording_page::call))
        .route("/recording-page/calls/{id}", get(recording_page::stage))
        .route("/lists", get(distribution::central))
        .route("/lists/{number}", put(distribution::put_central).delete(distribution::delete_central))
        .route("/contacts/{book}", get(contacts::list).post(contacts::add))
        .route("/contacts/{book}/export", get(contacts::export))
        .route(
            "/contacts/{book}/import",
            post(contacts::import).layer(DefaultBodyLimit::max(contacts::LARGEST_FILE_BYTES)),
        )
        .route("/contacts/{book}/{id}", get(contacts::read).put(contacts::change).delete(contacts::delete))
        .route("/announcements", get(announcements::list))
        .route(
            "/announcements/{of}",
            put(announcements::put)
                .layer(DefaultBodyLimit::max(greetings::LARGEST_UPLOAD_BYTES))
                .get(announcements::read)
                .delete(announcements::delete),
        )
        .route(
            "/me/greetings/{situation}",
            put(greetings::put)
                .layer(DefaultBodyLimit::max(greetings::LARGEST_UPLOAD_BYTES))
                .get(greetings::read)
                .delete(greetings::delete),
        )
        .route("/trunks", get(trunks::list).post(trunks::add))
        .route("/trunks/{id}", put(trunks::change).delete(trunks::remove))
        .route("/trunk-routes", get(trunks::routes).put(trunks::set_routes))
        .route("/sites", get(sites::list).post(sites::add))
        .route("/sites/{id}", put(sites::change).delete(sites::remove))
        .route("/sites/{id}/people", get(sites::people))
        .route("/sites/{id}/people/{extension}", put(sites::place).delete(sites::displace))
        .route("/groups", get(groups::list).post(groups::add))
        .route("/groups/{id}", put(groups::change).delete(groups::remove))
        .route("/attendants", get(attendants::list).post(attendants::add))
        .route("/attendants/{id}", put(attendants::change).delete(attendants::remove))
        .route("/attendants/{id}/decision", get(attendants::decision))
        .route(
            "/attendants/{id}/announcements/{name}",
            put(attendants::put_announcement)
                .layer(DefaultBodyLimit::max(greetings::LARGEST_UPLOAD_BYTES))
                .get(attendants::announcement)
                .delete(attendants::delete_announcement),
        )
        .route("/help-places", get(help_places::list))
        .route("/help-places/{extension}", put(help_places::set))
        .route("/outbox", get(outbox::list))
        .route("/outbox/retry", post(outbox::retry_all))
        .route("/outbox/{id}", delete(outbox::remove))
        .route("/outbox/{id}/retry", post(outbox::retry))
        .route("/pin-log", get(pin_log::list))
        .route("/people/{extension}/unlock", post(pin_log::unlock))
        .route("/people/{extension}/welcome", post(welcomes::one))
        .route("/welcomes", post(welcomes::all))
        .route("/events", get(events::events));
    Router::new()
        .nest("/api/v1", api)
        .route("/health", get(condition::health))
        .route("/metrics", get(condition::metrics))
        .route(
            "/openapi.json",
            get(async || ([(header::CONTENT_TYPE, "application/json")], document::openapi())),
        )
        .fallback_service(get(desk::file))
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(LARGEST_BODY_BYTES))
        .layer(middleware::from_fn_with_state(Arc::clone(&house), guard::origin))
        .layer(middleware::from_fn(guard::time_limit))
        .layer(middleware::from_fn_with_state(Arc::clone(&house), guard::headers))
        .with_state(house)
}

async fn wrong_method() -> impl IntoResponse {
    problem::ApiError::Refused(StatusCode::METHOD_NOT_ALLOWED, "this cannot be done here".into())
}
