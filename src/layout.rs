//! What frames every page: header, main part, footer.

use crate::{
    accounts::{api::ChooseLanguage, visitor::use_visitor},
    form::Notice,
    locale::{Locale, code, notice_message, use_locale},
    routes::{Route, rel},
    ui::{
        browser_history::follow_browser_history,
        icon::icon,
        notice::{Tone, outcome},
    },
};
use leptos::{html, prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::use_location;

/// The id of the main part, where the skip link leads.
const MAIN_ID: &str = "contenu";

/// The frame around `children`, a page.
#[component]
pub fn Layout(children: Children) -> impl IntoView {
    let l = use_locale();
    let main = NodeRef::<html::Main>::new();
    let path = use_location().pathname;
    follow_browser_history();
    let notice = RwSignal::new(use_visitor().notice);
    // A page that replaces another without loading gives no sign of its own to assistive technology.
    Effect::new(move |previous: Option<String>| {
        let path = path.get();
        if previous.is_some_and(|previous| previous != path) {
            notice.set(None);
            // Without focus the page is still right.
            let _ = main.get_untracked().map(|main| main.focus());
        }
        path
    });
    let told = move || {
        notice.get().map(|notice| {
            view! { <div class="wrap site-notice">{outcome(tone(notice), notice_message(notice, l))}</div> }
        })
    };
    view! {
        // `external`: the router would scroll there but leave the focus behind.
        <a class="skip-link" href=format!("#{MAIN_ID}") rel="external">{td_string!(l, common.skip_link)}</a>
        {header()}
        <main id=MAIN_ID tabindex="-1" node_ref=main>{told} {children()}</main>
        {footer()}
    }
}

fn tone(notice: Notice) -> Tone {
    match notice {
        Notice::SignInForDraft | Notice::ProfileSavedOnOtherClock => Tone::Warning,
        _ => Tone::Success,
    }
}

fn header() -> AnyView {
    let l = use_locale();
    let visitor = use_visitor();
    let is_signed_in = visitor.account.is_some();
    let account = if visitor.awaits_guardian {
        link(&Route::AwaitGuardian, td_string!(l, common.account), Some("user"))
    } else if is_signed_in {
        view! {
            {link(&Route::Agenda, td_string!(l, common.agenda), Some("calendar"))}
            {link(&Route::Account, td_string!(l, common.account), Some("user"))}
        }
        .into_any()
    } else {
        link(&Route::SignIn(None), td_string!(l, common.sign_in), Some("user"))
    };
    view! {
        <header class="site-header">
            <div class="wrap site-header__row">
                <a class="brand" href=Route::Home.path()>
                    <svg role="img" aria-label=td_string!(l, common.brand_link)>
                        <use href="/icons.svg#logo"></use>
                    </svg>
                </a>
                <nav class="site-nav" aria-label=td_string!(l, common.navigation)>
                    <ul>
                        <li>{link(&Route::Talks(String::new()), td_string!(l, common.meet), None)}</li>
                        {is_signed_in.then(|| view! { <li>{link(&Route::Journey(1), td_string!(l, journey.title), None)}</li> })}
                    </ul>
                </nav>
                <div class="site-account">{account} {language_switch()}</div>
            </div>
        </header>
    }
    .into_any()
}

/// A link of the header, marked when the reader is there or below.
fn link(route: &Route, text: &'static str, pictogram: Option<&'static str>) -> AnyView {
    let href = route.path();
    let path = use_location().pathname;
    let there = href.clone();
    let current = move || {
        path.with(|path| match path.strip_prefix(&there) {
            Some("") => Some("page"),
            Some(below) if below.starts_with('/') => Some("true"),
            _ => None,
        })
    };
    view! { <a rel=rel(&href) href=href aria-current=current>{pictogram.map(icon)}{text}</a> }.into_any()
}

fn language_switch() -> AnyView {
    let l = use_locale();
    let choice = |language: Locale, rest: &'static str| {
        let code = code(language);
        view! {
            <button class="language__choice" name="language" value=code lang=code aria-pressed=(language == l).to_string()>
                {code.to_uppercase()}
                <span class="visually-hidden">{rest}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <form class="language" method="post" action=ChooseLanguage::url() aria-label=td_string!(l, common.language)>
            {choice(Locale::fr, td_string!(l, common.language_french))}
            {choice(Locale::en, td_string!(l, common.language_english))}
        </form>
    }
    .into_any()
}

fn footer() -> AnyView {
    let l = use_locale();
    let development = use_visitor().development.then(|| {
        view! {
            <li><a href="/dev/mail" rel="external">{td_string!(l, common.development_mail)}</a></li>
            <li><a href="/dev/ui" rel="external">{td_string!(l, common.development_gallery)}</a></li>
        }
    });
    let wanted = Route::WantedTrades { department: String::new(), page: 1 }.path();
    view! {
        <footer class="site-footer">
            <div class="wrap site-footer__row">
                <p>{td_string!(l, common.footer)}</p>
                <nav aria-label=td_string!(l, common.footer_navigation)>
                    <ul>
                        <li>
                            <a rel="external" href=Route::ProfessionalEditor.path()>{td_string!(l, common.give_an_hour)}</a>
                        </li>
                        <li>
                            <a rel="external" href=wanted>{td_string!(l, wanted.title)}</a>
                        </li>
                        <li>
                            <a rel="external" href=Route::Organisations { page: 1 }.path()>
                                {td_string!(l, organisations.list_title)}
                            </a>
                        </li>
                        {development}
                    </ul>
                </nav>
            </div>
        </footer>
    }
    .into_any()
}
