//! Languages, as the API's document lists them.

use domain::language::TAGS;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// The tag of a language that the house speaks (BCP 47).
pub enum Tag {}

impl PartialSchema for Tag {
    fn schema() -> RefOr<Schema> {
        let tags = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(TAGS));
        tags.description(Some("A language that the house speaks, by its tag (BCP 47).")).into()
    }
}

impl ToSchema for Tag {
    fn name() -> std::borrow::Cow<'static, str> {
        "LanguageTag".into()
    }
}
