//! What goes with the welcome mail: the operator's files, or else the card of the keys and the user's guide.

use crate::{card, manual};
use domain::language::Language;
use domain::menu::Style;
use messaging::Enclosure;
use messaging::letters::Enclosures;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tracing::warn;

/// More is no attachment; what is beyond is left out.
const MOST_BYTES: u64 = 10 << 20;
const MOST_FILES: usize = 10;

/// By `letters.attachments`; none is the card of the keys and the user's guide.
pub struct WelcomeEnclosures(pub Option<PathBuf>);

impl Enclosures for WelcomeEnclosures {
    fn of(&self, language: Language, style: Style) -> Vec<Enclosure> {
        match &self.0 {
            None => {
                [card::enclosure(language, style)].into_iter().chain(manual::enclosures(language)).collect()
            }
            Some(folder) => {
                let of_language = folder.join(language.written().tag());
                let mut all = files(folder);
                all.extend(files(&of_language));
                bounded(all)
            }
        }
    }
}

/// Those that can be read, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let listed = || -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_file() && !is_hidden {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    };
    match listed() {
        Ok(files) => files,
        // There need not be one for each language.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            warn!(folder = %folder.display(), %error, "attachments cannot be read");
            Vec::new()
        }
    }
}

fn bounded(files: Vec<PathBuf>) -> Vec<Enclosure> {
    let mut left = MOST_BYTES;
    let mut enclosures = Vec::new();
    for file in files {
        let length = fs::metadata(&file).map_or(u64::MAX, |meta| meta.len());
        if enclosures.len() == MOST_FILES || length > left {
            warn!(file = %file.display(), "left out of the welcome mail: at most {MOST_FILES} files of {MOST_BYTES} bytes in all");
            continue;
        }
        match fs::read(&file) {
            Ok(octets) => {
                left = left.saturating_sub(octets.len() as u64);
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                enclosures.push(Enclosure { media_type: media_type(&file), name, octets: octets.into() });
            }
            Err(error) => warn!(file = %file.display(), %error, "left out of the welcome mail"),
        }
    }
    enclosures
}

fn media_type(file: &Path) -> &'static str {
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match ending.as_str() {
        "pdf" => "application/pdf",
        "html" | "htm" => "text/html",
        "txt" => "text/plain",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operators_files_go_with_it_by_language_and_within_bounds() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, octets: &[u8]| fs::write(folder.path().join(name), octets).unwrap();
        fs::create_dir(folder.path().join("de-DE")).unwrap();
        write("b.txt", b"to all");
        write("a.PDF", b"%PDF");
        write(".hidden", b"");
        write("de-DE/anleitung.html", b"<p>");
        let names = |language| -> Vec<(String, &'static str)> {
            let enclosed = WelcomeEnclosures(Some(folder.path().into())).of(language, Style::Standard);
            enclosed.into_iter().map(|one| (one.name, one.media_type)).collect()
        };
        let all = [("a.PDF".to_owned(), "application/pdf"), ("b.txt".to_owned(), "text/plain")];
        assert_eq!(names(Language::FrFr), all);
        assert_eq!(names(Language::DeDe)[2], ("anleitung.html".to_owned(), "text/html"));
        assert_eq!(names(Language::DeDe)[..2], all);
        write("a.PDF", &vec![0; (MOST_BYTES + 1) as usize]);
        assert_eq!(names(Language::EnGb), all[1..]);
        for n in 0..20 {
            write(&format!("c{n}.txt"), b"");
        }
        assert_eq!(names(Language::EnGb).len(), MOST_FILES);
        fs::remove_dir_all(folder.path()).unwrap();
        assert!(names(Language::EnGb).is_empty());
    }

    #[test]
    fn without_a_folder_the_card_of_the_keys_and_the_guide_go_with_it() {
        let enclosed = WelcomeEnclosures(None).of(Language::DeDe, Style::Standard);
        let types: Vec<&str> = enclosed.iter().map(|one| one.media_type).collect();
        assert_eq!(types, ["application/pdf"; 3]);
        assert_eq!(enclosed[1].name, "Switchroom-Benutzerhandbuch.pdf");
        assert!(enclosed.iter().all(|one| one.octets.starts_with(b"%PDF-")));
        assert_eq!(
            WelcomeEnclosures(None).of(Language::FrFr, Style::Standard)[1].name,
            "Switchroom-user-guide.pdf"
        );
        assert_eq!(enclosed[0].name, "voice-mail-de-DE.pdf");
    }
}
