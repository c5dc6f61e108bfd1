//! The API's own description, from which the desk's types are made.

use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Switchroom",
        description = "What the desk does, and what programs of a company may do with it."
    ),
    paths(
        crate::session::sign_in,
        crate::session::sign_out,
        crate::me::me,
        crate::me::counts,
        crate::me::usage,
        crate::messages::list,
        crate::messages::send,
        crate::messages::detail,
        crate::messages::change,
        crate::messages::delete,
        crate::messages::restore,
        crate::messages::audio,
        crate::messages::peaks,
        crate::messages::attachment,
        crate::calls::calls,
        crate::greetings::list,
        crate::greetings::read,
        crate::greetings::put,
        crate::greetings::delete,
        crate::greetings::delete_all,
        crate::greetings::put_text,
        crate::house_calls::record,
        crate::house_calls::record_announcement,
        crate::house_calls::play,
        crate::house_calls::stage,
        crate::greeting_use::why,
        crate::greeting_use::uses,
        crate::greeting_use::set_use,
        crate::greeting_use::texts,
        crate::greeting_use::name_text,
        crate::profiles::presence,
        crate::profiles::set_presence,
        crate::profiles::clear_presence,
        crate::profiles::profiles,
        crate::profiles::set_profile,
        crate::own_secrets::set_password,
        crate::own_secrets::set_pin,
        crate::menu::menu,
        crate::own_settings::list,
        crate::own_settings::set,
        crate::announcements::list,
        crate::announcements::read,
        crate::announcements::put,
        crate::announcements::put_text,
        crate::announcements::delete,
        crate::recording_page::read,
        crate::recording_page::open,
        crate::recording_page::close,
        crate::recording_page::invite,
        crate::recording_page::session::language,
        crate::recording_page::session::sign_in,
        crate::recording_page::session::sign_out,
        crate::recording_page::announcement::announcement,
        crate::recording_page::announcement::sound,
        crate::recording_page::announcement::put_sound,
        crate::recording_page::announcement::type_text,
        crate::recording_page::calls::call,
        crate::recording_page::calls::stage,
        crate::events::events,
        crate::attendants::list,
        crate::attendants::add,
        crate::attendants::change,
        crate::attendants::remove,
        crate::attendants::decision,
        crate::attendants::announcement,
        crate::attendants::put_announcement,
        crate::attendants::delete_announcement,
        crate::contacts::list,
        crate::contacts::read,
        crate::contacts::add,
        crate::contacts::change,
        crate::contacts::delete,
        crate::contacts::export,
        crate::contacts::import,
        crate::distribution::own,
        crate::distribution::put_own,
        crate::distribution::delete_own,
        crate::distribution::central,
        crate::distribution::put_central,
        crate::distribution::delete_central,
        crate::groups::list,
        crate::groups::add,
        crate::groups::change,
        crate::groups::remove,
        crate::sites::list,
        crate::sites::add,
        crate::sites::change,
        crate::sites::remove,
        crate::sites::people,
        crate::sites::place,
        crate::sites::displace,
        crate::help_places::list,
        crate::help_places::set,
        crate::outbox::list,
        crate::outbox::retry_all,
        crate::outbox::retry,
        crate::outbox::remove,
        crate::pin_log::list,
        crate::pin_log::unlock,
        crate::welcomes::one,
        crate::welcomes::all,
        crate::trunks::list,
        crate::trunks::add,
        crate::trunks::change,
        crate::trunks::remove,
        crate::trunks::routes,
        crate::trunks::set_routes,
    )
)]
struct Document;

/// The OpenAPI document as JSON; committed as `web/openapi.json`.
pub fn openapi() -> String {
    let document = Document::openapi();
    // A struct of texts and maps with text keys always becomes JSON.
    document.to_pretty_json().map(|json| json + "\n").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    /// Run `switchroom openapi > web/openapi.json` when this fails.
    #[test]
    fn the_committed_document_is_the_one_this_program_prints() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/openapi.json");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        if std::env::var_os("SWITCHROOM_UPDATE").is_some() {
            std::fs::write(path, super::openapi()).unwrap();
        } else {
            assert!(committed == super::openapi(), "web/openapi.json is stale");
        }
    }
}
