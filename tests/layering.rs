//! Reads `src/` and holds it to `docs/ARCHITECTURE.md`: who may know whom. Also: every language says
//! the same things, and a browser test opens every page.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// A source file: where it is and what its code says, without comments, texts and unit tests.
struct Source {
    /// Relative to `src/`: `talks/pages/card.rs`.
    path: String,
    text: String,
    tokens: Vec<String>,
}

impl Source {
    /// The module's path in the crate: `["talks", "pages", "card"]`.
    fn module(&self) -> Vec<String> {
        let path = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        path.split('/').filter(|part| !matches!(*part, "lib" | "main")).map(str::to_owned).collect()
    }

    /// The folder or file right under `src/`: `talks`, `context`, `main`.
    fn room(&self) -> &str {
        self.path.split('/').next().unwrap().trim_end_matches(".rs")
    }

    fn is_unit_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/") || self.path.ends_with("/properties.rs")
    }

    fn mentions(&self, names: &[&str]) -> bool {
        self.tokens.iter().any(|token| names.contains(&token.as_str()))
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|end| end == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let folder = root().join("src");
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).unwrap();
        let path = file.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        Source { path, tokens: tokens(without_unit_tests(&text)), text }
    };
    let sources: Vec<_> = files(&folder, "rs").into_iter().map(read).collect();
    assert!(sources.len() > 100, "src/ was not read");
    sources
}

/// Unit tests stand last in a file.
fn without_unit_tests(text: &str) -> &str {
    let tests = ["#[cfg(test)]\nmod tests {", "#[cfg(all(test, feature = \"ssr\"))]\nmod tests {"];
    tests.iter().filter_map(|start| text.find(start)).min().map_or(text, |end| &text[..end])
}

/// Names, `::` and single signs; no comments, no texts.
fn tokens(text: &str) -> Vec<String> {
    let signs: Vec<char> = text.chars().collect();
    let at = |index: usize| signs.get(index).copied().unwrap_or('\0');
    let is_word = |sign: char| sign.is_alphanumeric() || sign == '_';
    let mut tokens = Vec::new();
    let mut index = 0;
    while index < signs.len() {
        match at(index) {
            '/' if at(index + 1) == '/' => {
                while index < signs.len() && at(index) != '\n' {
                    index += 1;
                }
            }
            // r"…", r#"…"#
            'r' if !(index > 0 && is_word(at(index - 1))) && raw_text_end(&signs, index).is_some() => {
                index = raw_text_end(&signs, index).unwrap();
            }
            '"' => {
                index += 1;
                while index < signs.len() && at(index) != '"' {
                    index += if at(index) == '\\' { 2 } else { 1 };
                }
                index += 1;
            }
            // A character, not a lifetime.
            '\'' if at(index + 1) == '\\' || at(index + 2) == '\'' => {
                index += 2;
                while index < signs.len() && at(index) != '\'' {
                    index += 1;
                }
                index += 1;
            }
            ':' if at(index + 1) == ':' => {
                tokens.push("::".to_owned());
                index += 2;
            }
            sign if is_word(sign) => {
                let mut word = String::new();
                while is_word(at(index)) {
                    word.push(at(index));
                    index += 1;
                }
                tokens.push(word);
            }
            sign => {
                if !sign.is_whitespace() {
                    tokens.push(sign.to_string());
                }
                index += 1;
            }
        }
    }
    tokens
}

fn raw_text_end(signs: &[char], start: usize) -> Option<usize> {
    let hashes = signs[start + 1..].iter().take_while(|sign| **sign == '#').count();
    let open = start + 1 + hashes;
    if signs.get(open) != Some(&'"') {
        return None;
    }
    (open + 1..signs.len())
        .find(|index| {
            signs[*index] == '"'
                && signs[index + 1..].iter().take(hashes).filter(|sign| **sign == '#').count() == hashes
        })
        .map(|index| index + 1 + hashes)
}

/// Every path of this crate that a file names, from the crate's root: `["talks", "store", "find_talk"]`.
fn paths(source: &Source) -> BTreeSet<Vec<String>> {
    // `main` is a crate of its own and names the library.
    let own: &[&str] = if source.path == "main.rs" { &["declic"] } else { &["crate", "super", "self"] };
    let mut found = BTreeSet::new();
    let mut index = 0;
    while index < source.tokens.len() {
        let starts = own.contains(&source.tokens[index].as_str())
            && source.tokens.get(index + 1).is_some_and(|next| next == "::")
            && !(index > 0 && source.tokens[index - 1] == "::");
        if starts {
            let mut tree = Vec::new();
            index = read_tree(&source.tokens, index, &[], &mut tree);
            found.extend(tree.into_iter().map(|path| resolve(&source.module(), &path)));
        } else {
            index += 1;
        }
    }
    found
}

/// Reads `a::{b, c::d}` from `index`; gives where it ends.
fn read_tree(tokens: &[String], mut index: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    while let Some(token) = tokens.get(index) {
        if token == "{" {
            index += 1;
            while tokens.get(index).is_some_and(|token| token != "}") {
                index = read_tree(tokens, index, &path, found);
                // `as name`, and the comma.
                while tokens.get(index).is_some_and(|token| token != "}" && token != ",") {
                    index += 1;
                }
                if tokens.get(index).is_some_and(|token| token == ",") {
                    index += 1;
                }
            }
            return index + 1;
        }
        path.push(token.clone());
        index += 1;
        if tokens.get(index).is_none_or(|token| token != "::") {
            break;
        }
        index += 1;
        // `Vec::<T>`, `path::*`
        if tokens.get(index).is_some_and(|token| token == "<" || token == "*") {
            break;
        }
    }
    found.push(path);
    index
}

fn resolve(module: &[String], path: &[String]) -> Vec<String> {
    let mut resolved = Vec::new();
    for (index, part) in path.iter().enumerate() {
        match part.as_str() {
            "crate" | "declic" if index == 0 => resolved.clear(),
            "self" if index == 0 => resolved = module.to_vec(),
            "super" if index == 0 => resolved = module[..module.len().saturating_sub(1)].to_vec(),
            "super" => drop(resolved.pop()),
            part => resolved.push(part.to_owned()),
        }
    }
    resolved
}

fn report(broken: &[String]) {
    assert!(broken.is_empty(), "{} broken:\n{}", broken.len(), broken.join("\n"));
}

/// The rooms from the ground up; a room knows the ones below it and those of its own floor.
const FLOORS: [&[&str]; 9] = [
    &["error", "json", "fold", "spelling", "contact_details"],
    &["routes", "i18n"],
    &["form", "locale", "db"],
    &["ui", "geo", "trades", "search"],
    // What every request may ask for stands with the domains: it holds their services.
    &["context", "accounts", "agenda", "moderation", "notifications", "organisations"],
    &["talks"],
    &["home", "layout"],
    &["app"],
    &["server", "lib"],
];

fn floor(room: &str) -> usize {
    if room == "main" {
        return FLOORS.len();
    }
    FLOORS
        .iter()
        .position(|rooms| rooms.contains(&room))
        .unwrap_or_else(|| panic!("src/{room} has no floor: give it one in FLOORS"))
}

/// Neighbours on one floor that do not know each other.
const APART: [(&str, &[&str]); 6] = [
    ("error", &["fold"]),
    ("ui", &["geo", "trades", "search"]),
    ("geo", &["trades", "search", "ui"]),
    ("trades", &["geo", "search", "ui"]),
    ("search", &["geo", "trades", "ui"]),
    ("db", &["form", "locale"]),
];

#[test]
fn rooms_know_only_what_is_below() {
    let mut broken = Vec::new();
    for source in sources() {
        let room = source.room();
        for path in paths(&source) {
            let Some(other) = path.first().filter(|other| *other != room && has_room(other)) else { continue };
            let apart = APART.iter().any(|(one, others)| *one == room && others.contains(&other.as_str()));
            // Seen from the crate's root, `crate::Item` is of the root itself.
            if floor(room) < floor(other) || apart {
                broken.push(format!("{}: {room} must not know {}", source.path, path.join("::")));
            }
        }
    }
    report(&broken);
}

/// Whether a name right under the crate's root is one of its rooms.
fn has_room(name: &str) -> bool {
    name == "i18n" || root().join("src").join(name).is_dir() || root().join("src").join(format!("{name}.rs")).is_file()
}

/// Rooms that are built in floors.
const DOMAINS: [&str; 6] = ["accounts", "agenda", "moderation", "notifications", "organisations", "talks"];

/// The floors inside a domain's folder, from the ground up. A file that is not named here stands with
/// the services, between `store` and `api`.
fn floor_inside(room: &str, file: &str) -> usize {
    match (room, file) {
        (_, "types") => 0,
        (_, "query" | "visitor" | "form") => 1,
        // Pure rules over time.
        (
            "agenda",
            "availability" | "busy" | "busy_calendar" | "calendar" | "public_address" | "free" | "moment" | "period",
        ) => 1,
        // Pure rules of a talk's life, of how professionals answer, and of how a profile comes to be listed.
        ("talks", "lifecycle" | "answer_behaviour" | "vetting") => 1,
        ("notifications", "mail") => 1,
        // What the texts of the interface call a thing.
        ("moderation" | "organisations", "labels") => 1,
        (_, "store") => 2,
        (_, "api") => 4,
        (_, "pages") => 5,
        _ => 3,
    }
}

#[test]
fn folders_are_built_from_types_up_to_pages() {
    let mut broken = Vec::new();
    for source in sources() {
        let module = source.module();
        let [room, file, ..] = module.as_slice() else { continue };
        // `ui`, `db` and `server` are no domains; `geo`, `trades` and `search` keep no tables.
        if !DOMAINS.contains(&room.as_str()) || source.is_unit_test() {
            continue;
        }
        for path in paths(&source) {
            let [other_room, other, ..] = path.as_slice() else { continue };
            let upward = other_room == room && floor_inside(room, other) > floor_inside(room, file);
            let is_service =
                DOMAINS.contains(&other_room.as_str()) && (2..=3).contains(&floor_inside(other_room, other));
            let around_api = file == "pages" && is_service && is_file(other_room, other);
            if (upward && is_file(room, other)) || around_api {
                broken.push(format!("{} must not know {}", source.path, path.join("::")));
            }
        }
    }
    report(&broken);
}

fn is_file(room: &str, name: &str) -> bool {
    let folder = root().join("src").join(room);
    folder.join(format!("{name}.rs")).is_file() || folder.join(name).is_dir()
}

#[test]
fn pages_and_types_never_reach_a_store() {
    let mut broken = Vec::new();
    for source in sources() {
        let module = source.module();
        let file = module.get(1).map(String::as_str).unwrap_or_default();
        let far_from_tables = matches!(file, "pages" | "types" | "form" | "query" | "visitor") || source.room() == "ui";
        let stores = paths(&source)
            .into_iter()
            .filter(|path| far_from_tables && path.get(1).is_some_and(|name| name == "store"));
        broken.extend(stores.map(|path| format!("{} must not know {}", source.path, path.join("::"))));
    }
    report(&broken);
}

/// Where a library may be named: files, or folders that end in `/`; `*/x.rs` is that file of any folder.
struct Confined {
    crates: &'static [&'static str],
    to: &'static [&'static str],
}

const CONFINED: [Confined; 8] = [
    Confined {
        crates: &["sqlx"],
        to: &["*/store.rs", "accounts/store/", "notifications/store/", "organisations/store/", "talks/store/", "db/"],
    },
    Confined {
        crates: &["axum", "tower", "tower_http", "tower_sessions"],
        // A page's status is set on its response.
        to: &[
            "server/",
            "context.rs",
            "accounts/carried.rs",
            "accounts/session.rs",
            "accounts/session_store.rs",
            "ui/http_status.rs",
        ],
    },
    Confined { crates: &["leptos_axum"], to: &["server/", "context.rs", "*/api.rs", "ui/http_status.rs"] },
    Confined { crates: &["hyper", "hyper_util"], to: &["server/"] },
    Confined { crates: &["clap"], to: &["server/config.rs", "main.rs"] },
    Confined { crates: &["tantivy"], to: &["search/"] },
    Confined { crates: &["reqwest"], to: &["agenda/calendar_client.rs"] },
    Confined { crates: &["rrule", "iso8601"], to: &["agenda/busy_calendar.rs"] },
];

fn is_within(path: &str, places: &[&str]) -> bool {
    places.iter().any(|place| match place.strip_prefix("*/") {
        Some(name) => path.split_once('/').is_some_and(|(_, rest)| rest == name),
        None if place.ends_with('/') => path.starts_with(place),
        None => path == *place,
    })
}

#[test]
fn libraries_stay_where_they_belong() {
    let mut broken = Vec::new();
    for source in sources() {
        for Confined { crates, to } in &CONFINED {
            if source.mentions(crates) && !is_within(&source.path, to) {
                broken.push(format!("{} must not name {crates:?}: only {to:?} may", source.path));
            }
        }
    }
    report(&broken);
}

#[test]
fn the_browser_is_touched_in_few_places() {
    let places = ["ui/"];
    let touches = |source: &&Source| source.mentions(&["web_sys", "js_sys"]) && !is_within(&source.path, &places);
    report(&sources().iter().filter(touches).map(|source| source.path.clone()).collect::<Vec<_>>());
}

#[test]
fn modules_are_gated_where_they_are_declared() {
    let places = [
        "lib.rs",
        "app.rs",
        "main.rs",
        "locale.rs",
        // A status exists only where there is a response.
        "ui/http_status.rs",
    ];
    let mut broken = Vec::new();
    for source in sources() {
        let text = without_unit_tests(&source.text);
        let gates = text.lines().filter(|line| line.contains("cfg") && line.contains("feature =")).count();
        if gates > 0 && !source.path.ends_with("/mod.rs") && !is_within(&source.path, &places) {
            broken.push(format!("{} has {gates} cfg lines", source.path));
        }
    }
    report(&broken);
}

#[test]
fn every_module_says_what_it_owns() {
    let silent = |source: &&Source| !source.is_unit_test() && !source.text.starts_with("//! ");
    report(&sources().iter().filter(silent).map(|source| source.path.clone()).collect::<Vec<_>>());
}

#[test]
fn the_clock_and_randomness_have_one_source() {
    let places = ["context.rs"];
    let asks = |source: &&Source| {
        let calls = source.tokens.windows(3).any(|call| {
            matches!(
                [call[0].as_str(), call[1].as_str(), call[2].as_str()],
                ["Utc" | "Local" | "SystemTime", "::", "now"] | ["Uuid", "::", "now_v7" | "new_v4"]
            )
        });
        calls && !is_within(&source.path, &places)
    };
    report(&sources().iter().filter(asks).map(|source| source.path.clone()).collect::<Vec<_>>());
}

type Texts = BTreeMap<String, String>;

fn texts(language: &str) -> BTreeMap<String, Texts> {
    let folder = root().join("locales").join(language);
    let read = |file: PathBuf| {
        let texts = serde_json::from_str(&fs::read_to_string(&file).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        (file.file_stem().unwrap().to_str().unwrap().to_owned(), texts)
    };
    files(&folder, "json").into_iter().map(read).collect()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name.trim()).collect()
}

#[test]
fn both_languages_say_the_same_things() {
    let (french, english) = (texts("fr"), texts("en"));
    assert!(!french.is_empty());
    assert_eq!(french.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "namespaces");
    let mut broken = Vec::new();
    for (namespace, french) in &french {
        let english = &english[namespace];
        for key in french.keys().chain(english.keys()).collect::<BTreeSet<_>>() {
            match (french.get(key), english.get(key)) {
                (Some(one), Some(other)) if placeholders(one) != placeholders(other) => {
                    broken.push(format!("{namespace}.{key}: {:?} and {:?}", placeholders(one), placeholders(other)));
                }
                (Some(one), Some(other)) if one.trim().is_empty() || other.trim().is_empty() => {
                    broken.push(format!("{namespace}.{key} is empty"));
                }
                (Some(_), Some(_)) => {}
                (one, _) => {
                    broken.push(format!("{namespace}.{key} is missing in {}", if one.is_some() { "en" } else { "fr" }))
                }
            }
        }
    }
    report(&broken);
}

#[test]
fn every_text_is_said_somewhere() {
    let mut said = BTreeSet::new();
    for source in sources() {
        let named = source.tokens.windows(3).filter(|three| three[1] == ".");
        said.extend(named.map(|three| format!("{}.{}", three[0], three[2])));
    }
    let keys = texts("fr").into_iter().flat_map(|(namespace, texts)| {
        texts.into_keys().map(move |key| format!("{namespace}.{key}")).collect::<Vec<_>>()
    });
    report(&keys.filter(|key| !said.contains(key)).collect::<Vec<_>>());
}

/// The reader of this file is no good if it misses what it looks for.
#[test]
fn broken_rules_are_seen() {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned(), tokens: tokens(text) };
    let named =
        |path: &str, text: &str| paths(&source(path, text)).into_iter().map(|path| path.join("::")).collect::<Vec<_>>();
    assert_eq!(
        named(
            "talks/pages/card.rs",
            "use crate::{routes::Route, ui::{icon::{icon, a as b}, tag}};\nuse super::super::store;"
        ),
        ["routes::Route", "talks::store", "ui::icon::a", "ui::icon::icon", "ui::tag"]
    );
    assert_eq!(
        named("talks/mod.rs", "pub use self::store::Row; fn f() { crate::db::fetch::<T>(1) }"),
        ["db::fetch", "talks::store::Row"]
    );
    assert_eq!(named("main.rs", "use declic::{geo, server::run};"), ["geo", "server::run"]);
    let quoted = "// crate::talks\nlet a = \"crate::talks \\\" crate::app\"; let b = r#\"crate::ui \" \"#; let c = '\"'; crate::fold::fold(a)";
    assert_eq!(named("geo/a.rs", quoted), ["fold::fold"]);
    assert!(source("talks/views.rs", "use sqlx::Row;").mentions(&["sqlx"]));
    assert!(!source("talks/views.rs", "// sqlx\nlet a = \"sqlx\";").mentions(&["sqlx"]));
    assert!(is_within("talks/store.rs", &["*/store.rs"]) && !is_within("talks/pages/store.rs", &["*/store.rs"]));
    assert!(floor("accounts") < floor("talks") && floor("talks") < floor("server"));
    assert_eq!(placeholders("{{ a }} et {{b}}"), BTreeSet::from(["a", "b"]));
}

/// Paths that a browser test of `end2end/` names, their queries left out and what is filled in as one segment.
fn paths_of_browser_tests() -> BTreeSet<Vec<String>> {
    let specs = fs::read_dir(root().join("end2end")).unwrap().map(|entry| entry.unwrap().path());
    let specs = specs.filter(|path| path.to_str().is_some_and(|path| path.ends_with(".spec.ts")));
    let mut found = BTreeSet::new();
    for spec in specs {
        let text = fs::read_to_string(spec).unwrap();
        for quoted in text.split(['\'', '`']).filter(|text| text.starts_with('/') && !text.contains('\n')) {
            let path = quoted.split(['?', '#']).next().unwrap_or_default();
            found.insert(path.trim_start_matches('/').split('/').map(str::to_owned).collect());
        }
    }
    found
}

#[test]
fn every_page_is_named_by_a_browser_test() {
    let named = paths_of_browser_tests();
    let app = fs::read_to_string(root().join("src/app.rs")).unwrap();
    let pages = app.split("path!(\"/").skip(1).filter_map(|rest| rest.split('"').next());
    let missing: Vec<String> = pages
        .filter(|page| {
            let page: Vec<&str> = page.split('/').collect();
            !named.iter().any(|path| {
                let alike = path.iter().zip(&page).all(|(one, other)| other.starts_with(':') || one == other);
                path.len() == page.len() && alike
            })
        })
        .map(|page| format!("no browser test opens /{page}"))
        .collect();
    report(&missing);
}
