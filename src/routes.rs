//! Every URL of Déclic as a type: links, redirects, mails and calendars all take theirs from here.

/// A page's address. `path()` is relative to the site's base URL and properly encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The home page.
    Home,
    /// Search for professionals, with the query string that holds the search (may be empty).
    Talks(String),
    /// A professional's page.
    Professional(String),
    /// The same, with the query string of the search that found it.
    FoundProfessional {
        /// The professional's id.
        id: String,
        /// The query string.
        search: String,
    },
    /// The form that books an hour.
    Book {
        /// The professional's id.
        professional: String,
        /// RFC 3339 UTC.
        start: String,
        /// IANA name of the zone that the hour was chosen in, where the reader has no account; may be empty.
        zone: String,
    },
    /// One talk, for its two parties.
    Talk(String),
    /// The conversation of a talk.
    Messages(String),
    /// The same, at its newest messages.
    NewestMessages(String),
    /// The same, before an older message.
    OlderMessages {
        /// The talk's id.
        talk: String,
        /// The number of the oldest message that is shown already.
        before: i32,
    },
    /// One message, in its place.
    Message {
        /// The talk's id.
        talk: String,
        /// Its number.
        number: i32,
    },
    /// Reports one message.
    ReportMessage {
        /// The talk's id.
        talk: String,
        /// Its number.
        number: i32,
    },
    /// The new messages of a conversation, as they are written.
    MessageStream(String),
    /// The talk's invitation as a file.
    TalkInvitation(String),
    /// Another hour for a talk.
    Reschedule(String),
    /// The requests of a professional.
    Requests,
    /// The thanks that a professional got.
    Thanks {
        /// From 1.
        page: u32,
    },
    /// Answers a request, by the token sent by mail.
    Answer(String),
    /// What a guardian is asked, by the token sent by mail.
    Consent(String),
    /// Brings a paused profile back, by the token sent by mail.
    Return(String),
    /// What is coming and past.
    Agenda,
    /// The private feed of an agenda, by its token.
    AgendaFeed(String),
    /// One's journey: talks, notes, trades, saved searches; a page of the past talks, from 1.
    Journey(u32),
    /// Which mails one wants.
    MailChoices,
    /// Switches a kind of mail off, by the token sent with it.
    Unsubscribe(String),
    /// Sign up; the path to go on to afterwards.
    SignUp(Option<String>),
    /// Sign in; the path to go on to afterwards.
    SignIn(Option<String>),
    /// "Look into your mailbox", after sign-up.
    CheckMail,
    /// Confirms an e-mail address, by the token sent to it.
    VerifyEmail(String),
    /// "Your guardian has to agree first", for somebody under 15.
    AwaitGuardian,
    /// What a guardian is asked about an account, by the token sent by mail.
    AccountConsent(String),
    /// Asks for a new password.
    ForgottenPassword(Option<String>),
    /// "Look into your mailbox", after a forgotten password.
    CheckMailForPassword,
    /// Sets a new password, by the token sent by mail.
    ResetPassword(String),
    /// One's own account.
    Account,
    /// One's own profile as a professional: how far it is, and its steps.
    ProfessionalEditor,
    /// Asks before one's own profile is taken away.
    ProfileRemoval,
    /// A step of it, by its code.
    ProfileStep(&'static str),
    /// The same, where a fresh one is of the trade of this ROME code.
    ProfileStepOf {
        /// The step's code.
        step: &'static str,
        /// ROME code; may be empty.
        trade: String,
    },
    /// After an answer by the link of a mail.
    Answered,
    /// What an installed app is called, in the language of this code.
    Manifest(&'static str),
    /// Where a professional sends their photo, on the page of that step.
    PhotoUpload,
    /// A professional's photo, by its id.
    Photo(String),
    /// The same while nobody has looked at it.
    PhotoToVet(String),
    /// The same, where a fresh one is of the trade of this ROME code.
    ProfessionalEditorOf(String),
    /// The profiles that wait for a decision.
    Moderation {
        /// The code of a région; empty for every one that the reader looks after.
        region: String,
        /// From 1.
        page: u32,
    },
    /// A profile, for whoever decides on it.
    ModeratedProfile(String),
    /// The reports that wait for a decision, from their page 1.
    Reports(u32),
    /// The reports that are settled, from their page 1.
    SettledReports(u32),
    /// A report, for whoever settles it.
    Report(String),
    /// The log of what moderators did, from its page 1.
    AuditLog(u32),
    /// Who moderates.
    ModerationTeam,
    /// The organisations that wait for a decision.
    ModeratedOrganisations,
    /// One that is online, for who moderates, by its name in its address.
    ModeratedOrganisation(String),
    /// The organisations whose people give time.
    Organisations {
        /// From 1.
        page: u32,
    },
    /// The page of one.
    Organisation {
        /// Its name in its address.
        slug: String,
        /// The page of its professionals, from 1.
        page: u32,
    },
    /// The reader's own organisations.
    OwnOrganisations,
    /// What its members are told of an organisation, by its name in its address.
    OrganisationSpace(String),
    /// What it says of itself, to be changed.
    OrganisationEditor(String),
    /// Who is part of it.
    OrganisationTeam(String),
    /// Asks its only member whether to delete it.
    OrganisationDeletion(String),
    /// An invitation to one, by the token sent by mail.
    OrganisationInvitation(String),
    /// The trades that people look for in vain.
    WantedTrades {
        /// The code of a département; empty for all of France.
        department: String,
        /// From 1.
        page: u32,
    },
    /// One of them, to be passed on.
    WantedTrade {
        /// ROME code.
        trade: String,
        /// The code of a département; empty for all of France.
        department: String,
    },
}

impl Route {
    /// The path with its query, starting with `/`.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Talks(query) if query.is_empty() => "/rencontres".to_owned(),
            Self::Talks(query) => format!("/rencontres?{query}"),
            Self::Professional(id) => format!("/rencontres/{id}"),
            Self::FoundProfessional { id, search } => {
                with_query(&Self::Professional(id.clone()).path(), &[("recherche", search)])
            }
            Self::Book { professional, start, zone } => {
                let zone = if zone.is_empty() { String::new() } else { format!("&fuseau={}", encode(zone)) };
                format!("/rencontres/{professional}/reserver?debut={}{zone}", encode(start))
            }
            Self::Talk(id) => format!("/rendez-vous/{id}"),
            Self::Messages(talk) => format!("/rendez-vous/{talk}/messages"),
            Self::NewestMessages(talk) => format!("/rendez-vous/{talk}/messages#derniers"),
            Self::OlderMessages { talk, before } => format!("/rendez-vous/{talk}/messages?avant={before}"),
            Self::Message { talk, number } => format!("/rendez-vous/{talk}/messages#message-{number}"),
            Self::ReportMessage { talk, number } => {
                format!("/rendez-vous/{talk}/messages?signaler={number}#signaler")
            }
            Self::MessageStream(talk) => format!("/rendez-vous/{talk}/messages/flux"),
            Self::TalkInvitation(id) => format!("/rendez-vous/{id}/invitation.ics"),
            Self::Reschedule(id) => format!("/rendez-vous/{id}/deplacer"),
            Self::Requests => "/demandes".to_owned(),
            Self::Thanks { page } => with_query("/mercis", &[("page", &page_number(*page))]),
            Self::Answer(token) => format!("/reponse/{token}"),
            Self::Consent(token) => format!("/accord/{token}"),
            Self::Return(token) => format!("/retour/{token}"),
            Self::Agenda => "/agenda".to_owned(),
            Self::AgendaFeed(token) => format!("/agenda/flux/{token}"),
            Self::Journey(page) => {
                let page = if *page > 1 { page.to_string() } else { String::new() };
                with_query("/mon-parcours", &[("page", &page)])
            }
            Self::MailChoices => "/compte/courriels".to_owned(),
            Self::Unsubscribe(token) => format!("/desabonnement/{token}"),
            Self::SignUp(next) => with_next("/inscription", next.as_deref()),
            Self::SignIn(next) => with_next("/connexion", next.as_deref()),
            Self::CheckMail => "/inscription/courriel".to_owned(),
            Self::VerifyEmail(token) => format!("/inscription/confirmer/{token}"),
            Self::AwaitGuardian => "/inscription/accord".to_owned(),
            Self::AccountConsent(token) => format!("/inscription/accord/{token}"),
            Self::ForgottenPassword(next) => with_next("/mot-de-passe", next.as_deref()),
            Self::CheckMailForPassword => "/mot-de-passe/courriel".to_owned(),
            Self::ResetPassword(token) => format!("/mot-de-passe/{token}"),
            Self::Account => "/compte".to_owned(),
            Self::ProfessionalEditor => "/compte/metier".to_owned(),
            Self::ProfileRemoval => "/compte/metier/quitter".to_owned(),
            Self::ProfileStep(step) => format!("/compte/metier/{step}"),
            Self::ProfileStepOf { step, trade } => with_query(&format!("/compte/metier/{step}"), &[("metier", trade)]),
            Self::Answered => "/merci".to_owned(),
            Self::Manifest(language) => format!("/{language}.webmanifest"),
            Self::PhotoUpload => "/compte/metier/photo".to_owned(),
            Self::Photo(id) => format!("/photos/{id}.jpg"),
            Self::PhotoToVet(id) => format!("/photos/a-relire/{id}.jpg"),
            Self::ProfessionalEditorOf(trade) => format!("/compte/metier?metier={}", encode(trade)),
            Self::Moderation { region, page } => {
                with_query("/moderation", &[("region", region), ("page", &page_number(*page))])
            }
            Self::ModeratedProfile(id) => format!("/moderation/profils/{id}"),
            Self::Reports(page) => with_query("/moderation/signalements", &[("page", &page_number(*page))]),
            Self::SettledReports(page) => {
                with_query("/moderation/signalements", &[("etat", "regles"), ("page", &page_number(*page))])
            }
            Self::Report(id) => format!("/moderation/signalements/{id}"),
            Self::AuditLog(page) => with_query("/moderation/journal", &[("page", &page_number(*page))]),
            Self::ModerationTeam => "/moderation/equipe".to_owned(),
            Self::ModeratedOrganisations => "/moderation/organisations".to_owned(),
            Self::ModeratedOrganisation(slug) => format!("/moderation/organisations/{}", encode(slug)),
            Self::Organisations { page } => with_query("/organisations", &[("page", &page_number(*page))]),
            Self::Organisation { slug, page } => {
                with_query(&format!("/organisations/{}", encode(slug)), &[("page", &page_number(*page))])
            }
            Self::OwnOrganisations => "/compte/organisations".to_owned(),
            Self::OrganisationSpace(slug) => format!("/compte/organisations/{}", encode(slug)),
            Self::OrganisationEditor(slug) => format!("/compte/organisations/{}/page", encode(slug)),
            Self::OrganisationTeam(slug) => format!("/compte/organisations/{}/equipe", encode(slug)),
            Self::OrganisationDeletion(slug) => format!("/compte/organisations/{}/supprimer", encode(slug)),
            Self::OrganisationInvitation(token) => format!("/invitation/{token}"),
            Self::WantedTrades { department, page } => {
                with_query("/metiers-recherches", &[("departement", department), ("page", &page_number(*page))])
            }
            Self::WantedTrade { trade, department } => {
                with_query(&format!("/metiers-recherches/{}", encode(trade)), &[("departement", department)])
            }
        }
    }
}

/// Whether the page at `path` has something that JavaScript adds to. Only these pages load the client; links
/// from them to any other page are `rel="external"`, so that the browser itself follows them.
#[must_use]
pub fn is_live(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    matches!(path, "/" | "/rencontres" | "/inscription")
}

/// The `rel` of a link to `path` from a live page.
#[must_use]
pub fn rel(path: &str) -> Option<&'static str> {
    (!is_live(path)).then_some("external")
}

fn with_next(path: &str, next: Option<&str>) -> String {
    next.map_or_else(|| path.to_owned(), |next| format!("{path}?suite={}", encode(next)))
}

/// The first page has no number in its address.
fn page_number(page: u32) -> String {
    if page > 1 { page.to_string() } else { String::new() }
}

/// `path` with those parameters that hold something.
fn with_query(path: &str, parameters: &[(&str, &str)]) -> String {
    let present = parameters.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = present.map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// Percent-encodes `text` for use as a query value (RFC 3986: everything but the unreserved characters).
#[must_use]
pub fn encode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

/// `next` if it is a path of this site, so that a link cannot send people elsewhere after sign-in.
#[must_use]
pub fn local_path(next: &str) -> Option<&str> {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && next.len() <= 500;
    local.then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_to_go_on_to_survives_the_query() {
        let book = |zone: &str| {
            Route::Book { professional: "1".into(), start: "2026-11-25T09:00:00Z".into(), zone: zone.into() }.path()
        };
        let next = book("");
        assert_eq!(next, "/rencontres/1/reserver?debut=2026-11-25T09%3A00%3A00Z");
        assert_eq!(book("Indian/Reunion"), format!("{next}&fuseau=Indian%2FReunion"));
        assert_eq!(
            Route::SignIn(Some(next)).path(),
            "/connexion?suite=%2Frencontres%2F1%2Freserver%3Fdebut%3D2026-11-25T09%253A00%253A00Z"
        );
    }

    #[test]
    fn a_wanted_trade_has_one_address() {
        let board = |department: &str, page| Route::WantedTrades { department: department.into(), page }.path();
        assert_eq!(board("", 1), "/metiers-recherches");
        assert_eq!(board("2A", 3), "/metiers-recherches?departement=2A&page=3");
        let trade =
            |department: &str| Route::WantedTrade { trade: "K1706".into(), department: department.into() }.path();
        assert_eq!(trade(""), "/metiers-recherches/K1706");
        assert_eq!(trade("81"), "/metiers-recherches/K1706?departement=81");
        assert_eq!(Route::ProfessionalEditorOf("K1706".into()).path(), "/compte/metier?metier=K1706");
        let step = |trade: &str| Route::ProfileStepOf { step: "heures", trade: trade.into() }.path();
        assert_eq!(
            (step(""), step("K1706")),
            (Route::ProfileStep("heures").path(), "/compte/metier/heures?metier=K1706".into())
        );
    }

    #[test]
    fn the_first_page_of_a_list_is_the_list() {
        assert_eq!(Route::Moderation { region: String::new(), page: 1 }.path(), "/moderation");
        assert_eq!(Route::Moderation { region: "76".into(), page: 2 }.path(), "/moderation?region=76&page=2");
        assert_eq!(Route::Reports(1).path(), "/moderation/signalements");
        assert_eq!(Route::Reports(2).path(), "/moderation/signalements?page=2");
        assert_eq!(Route::SettledReports(1).path(), "/moderation/signalements?etat=regles");
        assert_eq!(Route::SettledReports(2).path(), "/moderation/signalements?etat=regles&page=2");
        assert_eq!(Route::AuditLog(1).path(), "/moderation/journal");
        assert_eq!(Route::AuditLog(3).path(), "/moderation/journal?page=3");
    }

    #[test]
    fn only_pages_that_javascript_adds_to_load_the_client() {
        for live in ["/", "/rencontres?q=a/b/c", "/rencontres#resultats", "/inscription?suite=%2F"] {
            assert!(is_live(live), "{live}");
        }
        for served in [
            "/rencontres/1",
            "/rencontres/1/reserver",
            "/compte/metier",
            "/agenda",
            "/connexion",
            "/compte",
            "/rendez-vous/1",
            "/mercis",
            "/inscription/courriel",
            "/inscription/accord",
            "/metiers-recherches",
        ] {
            assert!(!is_live(served), "{served}");
        }
    }

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(local_path("/agenda?a=b"), Some("/agenda?a=b"));
        for elsewhere in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "agenda",
            "/é",
            "/\u{1}",
            "/a b",
            "/a\nb",
            "/\t/evil",
        ] {
            assert_eq!(local_path(elsewhere), None, "{elsewhere:?}");
        }
    }
}
