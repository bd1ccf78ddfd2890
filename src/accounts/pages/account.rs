//! One's own account: what is known, the password, the way out.

use super::{new_password_field, password_field};
use crate::{
    accounts::{
        api::{ChangePassword, DeleteAccount, SignOut, my_account},
        form::{ChangePasswordForm, DeleteAccountForm, SignOutForm},
        types::AccountView,
        visitor::{use_account, use_draft},
    },
    locale::use_locale,
    routes::Route,
    ui::{
        empty::{WayOn, ways_on},
        form::{FormState, Weight, submit},
        icon::icon,
        loaded::loaded,
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::components::Redirect;

/// The page of one's own account.
#[component]
pub fn AccountPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(Route::Account.path())).path() /> }.into_any();
    }
    loaded(Resource::new_blocking(|| (), |()| my_account()), page)
}

fn page(account: AccountView) -> AnyView {
    let l = use_locale();
    let change = FormState::new(use_draft::<ChangePasswordForm>()).id_prefix("change-");
    let deletion = FormState::new(use_draft::<DeleteAccountForm>()).id_prefix("delete-");
    let sign_out = FormState::new(use_draft::<SignOutForm>());
    let is_refused = [&change, &deletion, &sign_out].into_iter().any(FormState::is_refused);
    let title = form_title(td_string!(l, accounts.account_title), is_refused);
    let moderates = account.moderates;
    let give = account.is_adult.then(|| {
        view! {
            <section class="stack" aria-labelledby="metier">
                <h2 id="metier">{td_string!(l, accounts.give_title)}</h2>
                <p>{td_string!(l, accounts.give_text)}</p>
                <p class="actions">
                    <a class="button" href=Route::ProfessionalEditor.path()>{td_string!(l, accounts.give)}</a>
                </p>
            </section>
            <hr />
        }
    });
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {title} {details(account)} {ways_on(vec![
                way("talk", td_string!(l, journey.title), &Route::Journey(1)),
                way("mail", td_string!(l, journey.mails_title), &Route::MailChoices),
                way("building", td_string!(l, organisations.own_title), &Route::OwnOrganisations),
            ])} <hr /> {give} {moderates.then(moderation)} {password(&change)} <hr />
            <section class="stack" aria-labelledby="session">
                <h2 id="session">{td_string!(l, accounts.sign_out_title)}</h2>
                <form method="post" action=SignOut::url()>
                    {sign_out.summary(&[])} {submit(Weight::Plain, td_string!(l, accounts.sign_out))}
                </form>
            </section>
            {deletion_panel(&deletion)}
        </div>
    }
    .into_any()
}

fn way(icon: &'static str, text: &str, to: &Route) -> WayOn {
    WayOn { icon, text: text.to_owned(), href: to.path() }
}

/// The way to what relays and administrators look after.
fn moderation() -> AnyView {
    let l = use_locale();
    view! {
        <section class="stack" aria-labelledby="moderation">
            <h2 id="moderation">{td_string!(l, moderation.account_title)}</h2>
            <p>{td_string!(l, moderation.account_text)}</p>
            <p class="actions">
                <a class="button" href=Route::Moderation { region: String::new(), page: 1 }.path()>
                    {td_string!(l, moderation.account_link)}
                </a>
            </p>
        </section>
        <hr />
    }
    .into_any()
}

fn details(account: AccountView) -> AnyView {
    let l = use_locale();
    let fact = |pictogram, name: &'static str, text: String| {
        view! { <div>{icon(pictogram)}<dt>{name}</dt><dd>{text}</dd></div> }.into_any()
    };
    let mut parts = account.birth_date.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let birth_date = td_string!(
        l,
        accounts.birth_date_value,
        year = year.unwrap_or_default(),
        month = month.unwrap_or_default(),
        day = day.unwrap_or_default()
    );
    view! {
        <section class="stack" aria-labelledby="profil">
            <h2 id="profil">{td_string!(l, accounts.details_title)}</h2>
            <dl class="facts">
                {fact("user", td_string!(l, accounts.display_name), account.display_name)}
                {fact("mail", td_string!(l, accounts.email), account.email)}
                {fact("calendar", td_string!(l, accounts.birth_date), birth_date)}
                {fact("pin", td_string!(l, accounts.commune), account.commune)}
                {fact("clock", td_string!(l, accounts.time_zone), account.time_zone)}
            </dl>
        </section>
    }
    .into_any()
}

fn password(form: &FormState) -> AnyView {
    let l = use_locale();
    let (current, new) = (td_string!(l, accounts.current_password), td_string!(l, accounts.new_password));
    view! {
        <section class="stack" aria-labelledby="mot-de-passe">
            <h2 id="mot-de-passe">{td_string!(l, accounts.change_password_title)}</h2>
            <p>{td_string!(l, accounts.change_password_text)}</p>
            <form class="form" method="post" action=ChangePassword::url() novalidate>
                {form.summary(&[("current", current), ("password", new)])}
                {password_field(form, "current", current)}
                {new_password_field(form, new)}
                <p class="actions">{submit(Weight::Plain, td_string!(l, accounts.change_password))}</p>
            </form>
        </section>
    }
    .into_any()
}

fn deletion_panel(form: &FormState) -> AnyView {
    let l = use_locale();
    let current = td_string!(l, accounts.current_password);
    view! {
        <section class="panel panel--danger stack" aria-labelledby="fin">
            <h2 class="panel__title" id="fin">{td_string!(l, accounts.delete_title)}</h2>
            <p>{td_string!(l, accounts.delete_text)}</p>
            <form class="form" method="post" action=DeleteAccount::url() novalidate>
                {form.summary(&[("current", current)])}
                {password_field(form, "current", current)}
                <p class="actions">{submit(Weight::Danger, td_string!(l, accounts.delete))}</p>
            </form>
        </section>
    }
    .into_any()
}
