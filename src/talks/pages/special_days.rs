//! The days that do not follow the week, in the profile's editor: lines of text, and two dates that write one.

use super::week::{Changed, changed_in_form};
use crate::{
    i18n::*,
    talks::form::{CLOSE_DAYS, ProfessionalForm},
    ui::{field::Input, form::FormState},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The lines, and the dates that add to them: their button brings the form back, and whatever saves it adds them as well.
pub fn section(profile: &ProfessionalForm, form: &FormState, changed: Option<Changed>, l: Locale) -> AnyView {
    let lines = form
        .field("exceptions", td_string!(l, agenda.exceptions))
        .optional()
        .value(&profile.exceptions)
        .hint(td_string!(l, agenda.exceptions_hint));
    let from = form.field("closed_from", td_string!(l, agenda.close_from)).not_required().value(&profile.closed_from);
    let until =
        form.field("closed_until", td_string!(l, agenda.close_until)).not_required().value(&profile.closed_until);
    view! {
        {(changed == Some(Changed::Days)).then(|| changed_in_form(Changed::Days, l))}
        {lines.textarea(4)}
        <fieldset class="closed-days">
            <legend class="field__legend">{td_string!(l, agenda.close_days)}</legend>
            <div class="closed-days__dates">
                {from.input(Input::Date)} {until.input(Input::Date)}
                <button class="button button--small" type="submit" name="form[copy]" value=CLOSE_DAYS>
                    {td_string!(l, agenda.close_button)}
                </button>
            </div>
        </fieldset>
    }
    .into_any()
}
