//! Sites: checked, kept, and what they mean to the people who belong to them.

use crate::{Directory, DirectoryError, Sites};
use domain::country::Country;
use domain::id::SiteId;
use domain::language::Language;
use domain::number::Extension;
use domain::numbering::Home;
use domain::settings::{MAILBOX_QUOTA_MEGABYTES, Row, Scope};
use domain::site::Plan;

fn plan(name: &str, area: &str) -> Plan {
    Plan {
        name: name.into(),
        country: "49".into(),
        area: area.into(),
        subscriber: "4799".into(),
        outside_access: "0".into(),
    }
}

pub async fn check(directory: &(impl Directory + Sites)) {
    let olching = directory.add_site(plan("Olching", "8142"), None).await.unwrap();
    let gauting = directory.add_site(plan("Gauting", "8151"), None).await.unwrap();
    assert_eq!(directory.people().sites(), [gauting.clone(), olching.clone()]);
    for taken in [plan("Olching", "30"), plan("Third", "8142")] {
        assert!(matches!(directory.add_site(taken, None).await, Err(DirectoryError::Taken(_))));
    }
    let unsound = Plan { country: "049".into(), ..plan("Third", "30") };
    assert!(matches!(directory.add_site(unsound, None).await, Err(DirectoryError::Invalid(_))));
    let changed = Plan { outside_access: "9".into(), ..plan("Olching", "8142") };
    directory.change_site(olching.id, changed.clone(), None).await.unwrap();
    assert_eq!(directory.people().site(olching.id).unwrap().plan, changed);

    what_is_set_for_a_site_holds_for_its_people(directory, olching.id, gauting.id).await;

    directory.remove_site(olching.id, None).await.unwrap();
    assert!(matches!(directory.remove_site(olching.id, None).await, Err(DirectoryError::NotFound)));
    let row = quota(olching.id, "3");
    assert!(matches!(directory.set_setting(row).await, Err(DirectoryError::NotFound)));
    directory.remove_site(gauting.id, None).await.unwrap();
    assert!(directory.people().sites().is_empty());
}

fn quota(site: SiteId, megabytes: &str) -> Row {
    let key = MAILBOX_QUOTA_MEGABYTES.definition.key.into();
    Row { scope: Scope::Site(site.get()), key, value: megabytes.into() }
}

async fn what_is_set_for_a_site_holds_for_its_people(
    directory: &(impl Directory + Sites),
    olching: SiteId,
    gauting: SiteId,
) {
    let anna = directory.people().by_extension(&Extension::parse("201").unwrap()).unwrap().clone();
    let megabytes = || directory.people().settings_of(Some(anna.id)).get(&MAILBOX_QUOTA_MEGABYTES);
    let germany = Country::named("DE").unwrap();
    let home = |area: &str, prefix: &str| Home {
        country: germany,
        area: area.into(),
        outside_prefix: prefix.into(),
    };
    let company = directory.people().home();
    directory.set_setting(quota(olching, "7")).await.unwrap();
    directory.set_setting(quota(gauting, "8")).await.unwrap();
    let spoken = Row { scope: Scope::Site(gauting.get()), key: "language".into(), value: "nl-NL".into() };
    directory.set_setting(spoken).await.unwrap();
    for (site, expected, at) in [
        (None, 0, company.clone()),
        (Some(olching), 7, home("8142", "9")),
        (Some(gauting), 8, home("8151", "0")),
        (None, 0, company.clone()),
    ] {
        directory.place_at(anna.id, site, None).await.unwrap();
        assert_eq!((megabytes(), directory.people().home_of(anna.id)), (expected, at));
        // She was added with a language of her own.
        assert_eq!(directory.people().user(anna.id).unwrap().language, anna.language);
        assert_ne!(anna.language, Language::NlNl);
    }
    assert_eq!(directory.people().settings_of(None).get(&MAILBOX_QUOTA_MEGABYTES), 0);
}
