//! The document around every page, and the one table of pages.

#[cfg(feature = "ssr")]
use crate::{
    accounts::visitor::use_visitor,
    moderation::pages as moderation,
    notifications::pages as notifications,
    organisations::pages as organisations,
    ui::{client_elements::ClientElements, gallery::gallery, markup::Markup, not_found::not_found},
};
use crate::{
    accounts::{pages as accounts, types::Visitor},
    home::HomePage,
    layout::Layout,
    talks::pages as talks,
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
#[cfg(feature = "ssr")]
use leptos_router::SsrMode;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

/// The id of the element that carries the [`Visitor`] to the client.
const VISITOR_ID: &str = "visitor";

/// The document: head, the visitor for the client, and the app.
#[cfg(feature = "ssr")]
#[must_use]
pub fn shell(client: &ClientElements) -> impl IntoView + use<> {
    use crate::{accounts::session, context, locale, routes::is_live};
    use leptos::nonce::use_nonce;
    let nonce = use_nonce().filter(|_| is_live(&context::path()));
    let scripts = nonce.map(|nonce| client.scripts(&nonce));
    let reader = session::reader();
    let visitor = Visitor {
        account: reader.user.as_ref().map(session::CurrentUser::view),
        awaits_guardian: reader.waiting.is_some(),
        draft: reader.carried.draft,
        notice: reader.carried.notice,
        development: context::app().development,
    };
    // `<` cannot close the element early once it is escaped as JSON allows.
    let json = serde_json::to_string(&visitor).unwrap_or_default().replace('<', "\\u003c");
    provide_context(visitor);
    provide_context(reader.locale);
    provide_context(reader.draft_shown);
    view! {
        <!DOCTYPE html>
        <html lang=locale::code(reader.locale)>
            <head>
                {head_beginning(locale::code(reader.locale))}
                {client.stylesheet()}
                <script type="application/json" id=VISITOR_ID inner_html=json></script>
                {scripts}
                <leptos_meta::MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// What every page's head begins with. Several elements in one [`Markup`], as the browser never takes the head over.
#[cfg(feature = "ssr")]
fn head_beginning(language: &'static str) -> AnyView {
    Markup::default()
        .raw(r#"<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">"#)
        .raw(r##"<meta name="theme-color" content="#faf4e8" media="(prefers-color-scheme: light)">"##)
        .raw(r##"<meta name="theme-color" content="#15162a" media="(prefers-color-scheme: dark)">"##)
        .raw(r#"<link rel="icon" href="/favicon.svg" type="image/svg+xml">"#)
        .raw(r#"<link rel="apple-touch-icon" href="/apple-touch-icon.png"><link rel="manifest" href=""#)
        .text(&crate::routes::Route::Manifest(language).path())
        .raw(r#""><link rel="preload" href="/fonts/bricolage-grotesque-latin.woff2" as="font" type="font/woff2" crossorigin="">"#)
        .raw(r#"<link rel="preload" href="/fonts/atkinson-hyperlegible-next-latin.woff2" as="font" type="font/woff2" crossorigin="">"#)
        .into_view()
}

/// Reads back what [`shell`] wrote.
#[cfg(feature = "hydrate")]
fn visitor_of_document() -> Visitor {
    use crate::json::Json;
    use leptos::server::codee::Decoder;
    let text = document().get_element_by_id(VISITOR_ID).and_then(|element| element.text_content());
    text.and_then(|text| Json::decode(&text).ok()).unwrap_or_default()
}

/// Starts the app in the browser.
#[cfg(feature = "hydrate")]
pub fn start() {
    let locale = crate::locale::locale_of_document();
    leptos::mount::hydrate_body(move || {
        provide_context(visitor_of_document());
        provide_context(locale);
        App()
    });
}

/// Déclic, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Layout>{pages()}</Layout>
        </Router>
    }
}

/// Every page.
#[cfg(feature = "ssr")]
fn pages() -> AnyView {
    view! {
        <Routes fallback=not_found>
            <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
            <Route path=path!("/rencontres") view=talks::SearchPage ssr=SsrMode::Async />
            <Route path=path!("/rencontres/:id") view=talks::ProfessionalPage ssr=SsrMode::Async />
            <Route path=path!("/rencontres/:id/reserver") view=talks::BookPage ssr=SsrMode::Async />
            <Route path=path!("/rendez-vous/:id") view=talks::TalkPage ssr=SsrMode::Async />
            <Route path=path!("/rendez-vous/:id/deplacer") view=talks::ReschedulePage ssr=SsrMode::Async />
            <Route path=path!("/rendez-vous/:id/messages") view=talks::ConversationPage ssr=SsrMode::Async />
            <Route path=path!("/demandes") view=talks::RequestsPage ssr=SsrMode::Async />
            <Route path=path!("/mercis") view=talks::ThanksPage ssr=SsrMode::Async />
            <Route path=path!("/reponse/:token") view=talks::AnswerPage ssr=SsrMode::Async />
            <Route path=path!("/merci") view=talks::AnsweredPage ssr=SsrMode::Async />
            <Route path=path!("/accord/:token") view=talks::ConsentPage ssr=SsrMode::Async />
            <Route path=path!("/retour/:token") view=talks::ReturnPage ssr=SsrMode::Async />
            <Route path=path!("/agenda") view=talks::AgendaPage ssr=SsrMode::Async />
            <Route path=path!("/mon-parcours") view=talks::JourneyPage ssr=SsrMode::Async />
            <Route path=path!("/compte/courriels") view=notifications::MailChoicesPage ssr=SsrMode::Async />
            <Route path=path!("/desabonnement/:token") view=notifications::UnsubscribePage ssr=SsrMode::Async />
            <Route path=path!("/inscription") view=accounts::SignUpPage ssr=SsrMode::Async />
            <Route path=path!("/inscription/courriel") view=accounts::CheckMailPage ssr=SsrMode::Async />
            <Route path=path!("/inscription/confirmer/:token") view=accounts::VerifyEmailPage ssr=SsrMode::Async />
           <Route path=path!("/inscription/accord") view=accounts::AwaitGuardianPage ssr=SsrMode::Async />
            <Route path=path!("/inscription/accord/:token") view=accounts::AccountConsentPage ssr=SsrMode::Async />
            <Route path=path!("/connexion") view=accounts::SignInPage ssr=SsrMode::Async />
            <Route path=path!("/mot-de-passe") view=accounts::ForgottenPasswordPage ssr=SsrMode::Async />
            <Route path=path!("/mot-de-passe/courriel") view=accounts::CheckMailForPasswordPage ssr=SsrMode::Async />
            <Route path=path!("/mot-de-passe/:token") view=accounts::ResetPasswordPage ssr=SsrMode::Async />
            <Route path=path!("/compte") view=accounts::AccountPage ssr=SsrMode::Async />
            <Route path=path!("/compte/metier") view=talks::ProfileOverviewPage ssr=SsrMode::Async />
            <Route path=path!("/compte/metier/presentation") view=talks::JobStepPage ssr=SsrMode::Async />
            <Route path=path!("/compte/metier/rencontres") view=talks::MeetingStepPage ssr=SsrMode::Async />
            <Route path=path!("/compte/metier/heures") view=talks::HoursStepPage ssr=SsrMode::Async />
            <Route path=path!("/compte/metier/photo") view=talks::PhotoStepPage ssr=SsrMode::Async />
            <Route path=path!("/compte/metier/publication") view=talks::PublicationStepPage ssr=SsrMode::Async />
            <Route path=path!("/compte/metier/quitter") view=talks::ProfileRemovalPage ssr=SsrMode::Async />
            <Route path=path!("/metiers-recherches") view=talks::WantedBoardPage ssr=SsrMode::Async />
            <Route path=path!("/metiers-recherches/:code") view=talks::WantedTradePage ssr=SsrMode::Async />
            <Route path=path!("/moderation") view=talks::VettingQueuePage ssr=SsrMode::Async />
            <Route path=path!("/moderation/profils/:id") view=talks::VettingCasePage ssr=SsrMode::Async />
            <Route path=path!("/moderation/signalements") view=talks::ReportListPage ssr=SsrMode::Async />
            <Route path=path!("/moderation/signalements/:id") view=talks::ReportPage ssr=SsrMode::Async />
            <Route path=path!("/moderation/journal") view=moderation::JournalPage ssr=SsrMode::Async />
            <Route path=path!("/moderation/equipe") view=moderation::TeamPage ssr=SsrMode::Async />
            <Route path=path!("/moderation/organisations") view=organisations::OrganisationReviewPage ssr=SsrMode::Async />
            <Route path=path!("/moderation/organisations/:slug") view=organisations::OrganisationCasePage ssr=SsrMode::Async />
            <Route path=path!("/organisations") view=organisations::OrganisationsPage ssr=SsrMode::Async />
            <Route path=path!("/organisations/:slug") view=talks::PartnerPage ssr=SsrMode::Async />
            <Route path=path!("/compte/organisations") view=organisations::OwnOrganisationsPage ssr=SsrMode::Async />
            <Route path=path!("/compte/organisations/:slug") view=talks::PartnerSpacePage ssr=SsrMode::Async />
            <Route path=path!("/compte/organisations/:slug/page") view=organisations::OrganisationEditorPage ssr=SsrMode::Async />
            <Route path=path!("/compte/organisations/:slug/equipe") view=organisations::OrganisationTeamPage ssr=SsrMode::Async />
            <Route path=path!("/compte/organisations/:slug/supprimer") view=organisations::OrganisationDeletionPage ssr=SsrMode::Async />
            <Route path=path!("/invitation/:token") view=organisations::InvitationPage ssr=SsrMode::Async />
            <Route path=path!("/dev/mail") view=notifications::DevelopmentMailPage ssr=SsrMode::Async />
            <Route path=path!("/dev/ui") view=development_gallery ssr=SsrMode::Async />
        </Routes>
    }
    .into_any()
}

/// The pages that JavaScript adds something to (`routes::is_live`): the client carries no other.
#[cfg(feature = "hydrate")]
fn pages() -> AnyView {
    view! {
        <Routes fallback=leave>
            <Route path=path!("/") view=HomePage />
            <Route path=path!("/rencontres") view=talks::SearchPage />
            <Route path=path!("/inscription") view=accounts::SignUpPage />
        </Routes>
    }
    .into_any()
}

/// Loads a page that the client does not carry; the router has put its address in place already.
#[cfg(feature = "hydrate")]
fn leave() -> AnyView {
    // If the browser refuses, the reader can still follow the link again.
    let _ = window().location().reload();
    ().into_any()
}

/// The components, on a development server.
#[cfg(feature = "ssr")]
fn development_gallery() -> AnyView {
    if use_visitor().development { gallery() } else { not_found() }
}
