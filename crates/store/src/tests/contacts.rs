//! Address books: in order, searched, changed by who has seen what there is, and asked for names.

use crate::testing::on_both;
use crate::{ContactChanged, ContactRow, ContactRows, ContactsAdded, ContactsWanted, StoreError};
use domain::id::{ContactId, UserId};

const ANNA: Option<UserId> = Some(UserId::new(1));
const BEN: Option<UserId> = Some(UserId::new(2));
const MOST: usize = 4;

fn row(label: &str, numbers: &[&str]) -> ContactRow {
    ContactRow {
        id: ContactId::new(0),
        revision: 0,
        label: label.into(),
        sort_key: label.to_lowercase(),
        sought: format!("{label}\n{}", numbers.join("\n")).to_lowercase(),
        entry: format!("{{\"name\":\"{label}\"}}"),
        numbers: numbers.iter().map(|number| (*number).to_owned()).collect(),
    }
}

async fn add(book: &ContactRows, owner: Option<UserId>, row: ContactRow) -> ContactId {
    match book.add(owner, vec![row], MOST, ANNA).await.unwrap() {
        ContactsAdded::Added(ids) => ids[0].unwrap(),
        ContactsAdded::NoRoom => panic!("no room"),
    }
}

async fn labels(book: &ContactRows, words: &[&str]) -> Vec<String> {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    let wanted = ContactsWanted { words, after: None, limit: 10 };
    book.page(ANNA, wanted).await.unwrap().into_iter().map(|row| row.label).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_come_in_order_and_page_by_page_and_are_found_by_all_words() {
    for fixture in on_both().await {
        let book = fixture.tenant.contacts();
        for (label, number) in [("Zoe", "+491"), ("anna", "+492"), ("Öz 100%_!", "+493"), ("Berta", "+4930")]
        {
            add(&book, ANNA, row(label, &[number])).await;
        }
        add(&book, BEN, row("Anna of Ben", &[])).await;
        assert_eq!(labels(&book, &[]).await, ["anna", "Berta", "Zoe", "Öz 100%_!"]);
        for (words, expected) in [
            (vec!["+493"], vec!["Berta", "Öz 100%_!"]),
            (vec!["0%_!"], vec!["Öz 100%_!"]),
            (vec!["_"], vec!["Öz 100%_!"]),
            (vec!["an", "na", "492"], vec!["anna"]),
            (vec!["an", "zo"], vec![]),
        ] {
            assert_eq!(labels(&book, &words).await, expected, "{words:?}");
        }
        let mut after = None;
        let mut seen = Vec::new();
        loop {
            let wanted = ContactsWanted { after, limit: 1, ..Default::default() };
            let Some(row) = book.page(ANNA, wanted).await.unwrap().pop() else { break };
            after = Some((row.sort_key, row.id));
            seen.push(row.label);
        }
        assert_eq!(seen, ["anna", "Berta", "Zoe", "Öz 100%_!"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_holds_for_who_has_seen_the_entry_as_it_is() {
    for fixture in on_both().await {
        let book = fixture.tenant.contacts();
        let id = add(&book, ANNA, row("Old", &["+491"])).await;
        let new = |label: &str, number: &str| ContactRow { id, ..row(label, &[number]) };
        let change = async |row, seen| book.change(ANNA, row, seen, ANNA).await.unwrap();
        assert_eq!(change(new("New", "+492"), Some(1)).await, ContactChanged::Changed);
        assert_eq!(change(new("Late", "+493"), Some(1)).await, ContactChanged::Another);
        let found = book.find(ANNA, id).await.unwrap().unwrap();
        assert_eq!((found.label.as_str(), found.revision), ("New", 2));
        assert_eq!(change(new("Newer", "+492"), None).await, ContactChanged::Changed);
        let missing = book.change(BEN, new("Stolen", "+494"), None, BEN).await;
        assert!(matches!(missing, Err(StoreError::NotFound)));
        assert_eq!(book.find(BEN, id).await.unwrap(), None);
        let names = book.named(ANNA, vec!["+491".into(), "+492".into()]).await.unwrap();
        assert_eq!(names, [("+492".to_owned(), ANNA, "Newer".to_owned())]);
        assert_eq!(book.remove(ANNA, id, Some(2), ANNA).await.unwrap(), ContactChanged::Another);
        assert_eq!(book.remove(ANNA, id, Some(3), ANNA).await.unwrap(), ContactChanged::Changed);
        assert!(matches!(book.remove(ANNA, id, None, ANNA).await, Err(StoreError::NotFound)));
        assert_eq!(book.named(ANNA, vec!["+492".into()]).await.unwrap(), []);
        let audited = fixture.tenant.rows("SELECT action FROM audit WHERE actor = 1 ORDER BY id", Vec::new());
        let actions: Vec<_> = audited.await.unwrap().iter().map(|row| row.text(0).unwrap()).collect();
        assert_eq!(actions, ["contacts added", "contact changed", "contact changed", "contact removed"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_known_by_the_own_book_and_the_companys_and_no_other() {
    for fixture in on_both().await {
        let book = fixture.tenant.contacts();
        add(&book, None, row("Central", &["+491", "+492"])).await;
        add(&book, ANNA, row("Mine", &["+491"])).await;
        add(&book, BEN, row("Bens", &["+493"])).await;
        let all = || vec!["+491".to_owned(), "+492".to_owned(), "+493".to_owned()];
        let named = async |owner| book.named(owner, all()).await.unwrap();
        let said = |number: &str, owner, label: &str| (number.to_owned(), owner, label.to_owned());
        let central = [said("+491", None, "Central"), said("+492", None, "Central")];
        let mut mine = central.to_vec();
        mine.push(said("+491", ANNA, "Mine"));
        let sorted = |mut rows: Vec<_>| {
            rows.sort();
            rows
        };
        assert_eq!(sorted(named(ANNA).await), sorted(mine));
        assert_eq!(sorted(named(None).await), sorted(central.to_vec()));
        assert_eq!(book.named(ANNA, Vec::new()).await.unwrap(), []);
        let having = async |owner, numbers, most| {
            let rows = book.having(owner, numbers, most).await.unwrap();
            rows.into_iter().map(|row| row.label).collect::<Vec<_>>()
        };
        assert_eq!(having(ANNA, all(), 9).await, ["Central", "Mine"]);
        assert_eq!(having(ANNA, all(), 1).await, ["Central"]);
        assert_eq!(having(BEN, vec!["+493".into()], 9).await, ["Bens"]);
        assert_eq!(having(None, vec!["+493".into()], 9).await, [""; 0]);
        assert_eq!(having(ANNA, Vec::new(), 9).await, [""; 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_takes_all_or_nothing_and_what_it_has_not_again() {
    for fixture in on_both().await {
        let book = fixture.tenant.contacts();
        let rows = |labels: &[&str]| labels.iter().map(|label| row(label, &["+491"])).collect::<Vec<_>>();
        let add = async |labels: &[&str]| book.add(None, rows(labels), MOST, None).await.unwrap();
        let ContactsAdded::Added(ids) = add(&["a", "b", "a"]).await else { panic!("no room") };
        assert_eq!(ids.iter().map(Option::is_some).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(add(&["c", "d", "e"]).await, ContactsAdded::NoRoom);
        let wanted = || ContactsWanted { limit: 10, ..Default::default() };
        assert_eq!(book.page(None, wanted()).await.unwrap().len(), 2);
        assert_eq!(add(&["b", "a"]).await, ContactsAdded::Added(vec![None, None]));
        assert!(matches!(add(&["c", "d"]).await, ContactsAdded::Added(_)));
    }
}
