//! The map of France by département, shaded, with what the shades mean.

use super::markup::Markup;
use crate::locale::use_locale;
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The drawing that `/departements.svg` holds the outlines of: as wide and as high.
const VIEW_BOX: &str = "0 0 1226 1170";
/// Départements that the drawing lacks or shows too small for a finger: tiles with their names beside it.
const SMALL: [&str; 4] = ["75", "92", "93", "94"];

/// A département on the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// INSEE code: `81`, `2A`, `974`.
    pub code: String,
    /// `Tarn`
    pub name: String,
    /// What its shade stands for, in words: `12 souhaits`.
    pub value: String,
    /// Both in one: `Tarn (81) : 12 souhaits`.
    pub label: String,
    /// 0 is nothing, 4 the most.
    pub shade: usize,
    /// Where it leads.
    pub href: String,
    /// Whether the page is about this one.
    pub is_current: bool,
}

impl Area {
    /// Overseas départements have three digits.
    fn is_drawn(&self) -> bool {
        self.code.len() == 2
    }

    fn is_tile(&self) -> bool {
        !self.is_drawn() || SMALL.contains(&self.code.as_str())
    }
}

/// The class of a surface in a shade.
fn shade_class(shade: usize) -> &'static str {
    match shade {
        0 => "shade shade--0",
        1 => "shade shade--1",
        2 => "shade shade--2",
        3 => "shade shade--3",
        _ => "shade shade--4",
    }
}

/// The map, and a legend of shades and what they stand for. The drawing is a short way for whoever points: it is
/// neither read out nor a hundred stops of the Tab key. The page must offer the same départements and values as
/// texts and links; here only the tiles are.
#[must_use]
pub fn france_map(areas: &[Area], legend: &[(usize, String)]) -> AnyView {
    let (rest, current): (Vec<&Area>, Vec<&Area>) =
        areas.iter().filter(|area| area.is_drawn()).partition(|area| !area.is_current);
    let mut drawing =
        Markup::default().raw(r#"<svg class="map__drawing" aria-hidden="true" viewBox=""#).raw(VIEW_BOX).raw(r#"">"#);
    // The current one last: its outline lies over its neighbours'.
    for area in rest.into_iter().chain(current) {
        drawing = drawn(drawing, area);
    }
    let tiles = areas.iter().filter(|area| area.is_tile()).map(|area| {
        view! {
            <li>
                <a href=area.href.clone() aria-current=area.is_current.then_some("true")>
                    <span class=shade_class(area.shade)></span>
                    {area.name.clone()}
                    <span class="visually-hidden">", " {area.value.clone()}</span>
                </a>
            </li>
        }
    });
    let shades = legend.iter().map(|(shade, text)| {
        view! { <li><span class=shade_class(*shade)></span>{text.clone()}</li> }
    });
    view! {
        <figure class="map">
            {drawing.raw("</svg>").into_view()}
            <ul class="map__legend">{shades.collect_view()}</ul>
            <ul class="map__tiles">{tiles.collect_view()}</ul>
            <figcaption class="map__credit">{credit()}</figcaption>
        </figure>
    }
    .into_any()
}

fn drawn(drawing: Markup, area: &Area) -> Markup {
    drawing
        .raw(r#"<a tabindex="-1" href=""#)
        .text(&area.href)
        .raw(if area.is_current { r#"" class="map__current"><title>"# } else { r#""><title>"# })
        .text(&area.label)
        .raw(r#"</title><use class=""#)
        .raw(shade_class(area.shade))
        .raw(r#"" href="/departements.svg#d"#)
        .text(&area.code)
        .raw(r#""></use></a>"#)
}

/// Whose drawing it is, under which licence, and that it was changed (CC BY 4.0, section 3).
fn credit() -> AnyView {
    let l = use_locale();
    view! {
        {td_string!(l, common.map_credit)}
        " "
        <a href="https://github.com/VictorCazanave/svg-maps" rel="external">"Victor Cazanave, svg-maps"</a>
        " ("
        <a href="https://creativecommons.org/licenses/by/4.0/" rel="external license">"CC BY 4.0"</a>
        "), "
        {td_string!(l, common.map_changed)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_a_text() {
        let area = Area {
            code: "2A".into(),
            name: String::new(),
            value: String::new(),
            label: "<b>\"Corse\" : 5 & plus".into(),
            shade: 1,
            href: "/a?b=1&c=2".into(),
            is_current: false,
        };
        assert_eq!(
            drawn(Markup::default(), &area).into_string(),
            "<a tabindex=\"-1\" href=\"/a?b=1&amp;c=2\"><title>&lt;b&gt;&quot;Corse&quot; : 5 &amp; plus</title>\
             <use class=\"shade shade--1\" href=\"/departements.svg#d2A\"></use></a>"
        );
        assert!(area.is_drawn() && !area.is_tile());
    }
}
