//! Turns `locales/<language>/<domain>.json` into the `i18n` module: every key is checked at compile
//! time, so a page cannot ask for a text that does not exist.

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos, options::CodegenOptions};
use std::{error::Error, path::PathBuf};

/// One file a domain and language, so that a domain's texts live together.
const NAMESPACES: [&str; 20] = [
    "accounts",
    "agenda",
    "common",
    "conversation",
    "dates",
    "errors",
    "feedback",
    "geo",
    "guardians",
    "home",
    "hours",
    "journey",
    "mail",
    "moderation",
    "onboarding",
    "organisations",
    "reports",
    "talks",
    "trades",
    "wanted",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=migrations");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let config = Config::new("fr")?
        .add_locale("en")?
        .add_namespaces(NAMESPACES)?
        .locales_path("locales")
        .parse_options(ParseOptions::new().interpolate_display(true));
    let translations = TranslationsInfos::parse(config)?;
    translations.emit_diagnostics();
    translations.rerun_if_locales_changed();
    let attributes = "#![allow(missing_docs, clippy::all, clippy::expect_used)]".parse()?;
    translations.generate_i18n_module_with_options(
        out.join("i18n"),
        CodegenOptions::new().top_level_attributes(Some(attributes)),
    )?;
    Ok(())
}
