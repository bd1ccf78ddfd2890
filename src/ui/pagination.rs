//! The pages of a long list.

use super::icon::icon;
use crate::locale::use_locale;
use leptos::prelude::*;
use leptos_i18n::td_string;

/// Which pages are named: the first, the last, and the neighbours of the current one. `None` is a gap.
fn named(page: u32, pages: u32) -> Vec<Option<u32>> {
    let mut named = Vec::new();
    let mut last = 0;
    for number in 1..=pages {
        if number == 1 || number == pages || number.abs_diff(page) <= 1 {
            // A gap of one page is longer to read than its number.
            match number - last {
                1 => {}
                2 => named.push(Some(number - 1)),
                _ => named.push(None),
            }
            named.push(Some(number));
            last = number;
        }
    }
    named
}

/// Links to the pages of a list; nothing when there is only one. `page` counts from 1, `label` names the
/// list, `href` gives a page's address.
#[must_use]
pub fn pagination(page: u32, pages: u32, label: &str, href: &dyn Fn(u32) -> String) -> AnyView {
    if pages < 2 {
        return ().into_any();
    }
    let l = use_locale();
    let items = named(page, pages).into_iter().map(|number| match number {
        None => view! { <li><span class="pagination__gap">"…"</span></li> }.into_any(),
        Some(number) => view! {
            <li>
                <a href=href(number) aria-current=(number == page).then_some("page")>
                    <span class="visually-hidden">{td_string!(l, common.page)} " "</span>
                    {number}
                </a>
            </li>
        }
        .into_any(),
    });
    let items = items.collect_view();
    let previous = (page > 1).then(|| {
        view! { <li><a rel="prev" href=href(page - 1)>{icon("chevron-left")}{td_string!(l, common.previous)}</a></li> }
    });
    let next = (page < pages).then(|| {
        view! { <li><a rel="next" href=href(page + 1)>{td_string!(l, common.next)}{icon("chevron")}</a></li> }
    });
    view! { <nav class="pagination" aria-label=label.to_owned()><ul>{previous}{items}{next}</ul></nav> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_shortened_around_the_current_page() {
        assert_eq!(named(1, 2), [Some(1), Some(2)]);
        assert_eq!(named(3, 5), [Some(1), Some(2), Some(3), Some(4), Some(5)]);
        assert_eq!(named(6, 12), [Some(1), None, Some(5), Some(6), Some(7), None, Some(12)]);
        assert_eq!(named(12, 12), [Some(1), None, Some(11), Some(12)]);
    }
}
