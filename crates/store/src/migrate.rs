//! The schema, brought forward by number when the store is opened; never back.

use crate::StoreError;
use crate::sql::Link;

/// In order; a number once landed is never edited, a new file is added.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../migrations/0001_core.sql")),
    (2, include_str!("../migrations/0002_messages.sql")),
    (3, include_str!("../migrations/0003_sessions.sql")),
    (4, include_str!("../migrations/0004_forgetting.sql")),
    (5, include_str!("../migrations/0005_by_time.sql")),
    (6, include_str!("../migrations/0006_trunks.sql")),
    (7, include_str!("../migrations/0007_groups.sql")),
    (8, include_str!("../migrations/0008_profiles.sql")),
    (9, include_str!("../migrations/0009_outbound.sql")),
    (10, include_str!("../migrations/0010_attendants.sql")),
    (11, include_str!("../migrations/0011_letters.sql")),
    (12, include_str!("../migrations/0012_transcripts.sql")),
    (13, include_str!("../migrations/0013_distribution.sql")),
    (14, include_str!("../migrations/0014_outcall.sql")),
    (15, include_str!("../migrations/0015_quota.sql")),
    (16, include_str!("../migrations/0016_sites.sql")),
    (17, include_str!("../migrations/0017_paged.sql")),
    (18, include_str!("../migrations/0018_contacts.sql")),
    (19, include_str!("../migrations/0019_recording_page.sql")),
];

/// The key of PostgreSQL's advisory lock: two nodes that start together migrate one after the other.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7309940)";

/// Runs what is missing in one transaction. A schema newer than this program is refused.
pub(crate) async fn migrate(mut link: Link<'_>) -> Result<(), StoreError> {
    link.script(link.dialect().begin()).await?;
    let migrated = run(link.again()).await;
    link.script(if migrated.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
    migrated
}

async fn run(mut link: Link<'_>) -> Result<(), StoreError> {
    if link.dialect() == crate::dialect::Dialect::Postgres {
        link.script(LOCK).await?;
    }
    link.script("CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY)").await?;
    let rows = link.rows("SELECT number FROM migration", Vec::new()).await?;
    let done: Vec<i64> = rows.iter().map(|row| row.int(0)).collect::<Result<_, _>>()?;
    let newest = MIGRATIONS.last().map_or(0, |(number, _)| *number);
    if done.iter().any(|done| *done > newest) {
        return Err(StoreError::Refused("the database was written by a newer version of this program"));
    }
    // One that landed late stands behind those that are done.
    for (number, script) in MIGRATIONS.iter().filter(|(number, _)| !done.contains(number)) {
        link.script(&link.dialect().script(script)).await?;
        link.execute("INSERT INTO migration (number) VALUES ($1)", vec![(*number).into()]).await?;
    }
    Ok(())
}
