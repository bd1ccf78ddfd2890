//! Just enough HTML to use a page like a person: its text, its links, its forms.

use std::collections::BTreeMap;

/// A tag with its attributes.
#[derive(Clone, Debug, Default)]
pub struct Tag {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// The text up to the next tag.
    pub text: String,
}

impl Tag {
    pub fn get(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map_or("", String::as_str)
    }

    fn has(&self, attribute: &str) -> bool {
        self.attributes.contains_key(attribute)
    }
}

fn unescape(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (escaped, sign)| text.replace(escaped, sign))
}

/// Every tag in the page's order, closing ones as `/name`; no comments, no scripts.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let after = &rest[start..];
        if after.starts_with("<!--") {
            rest = after.split_once("-->").map_or("", |(_, rest)| rest);
        } else if after.starts_with("<script") {
            let (script, behind) = after.split_once("</script>").unwrap_or((after, ""));
            tags.push(tag(script).0);
            rest = behind;
        } else if after.starts_with("<!") {
            // `<!>` keeps two texts apart for hydration: to the eye there is nothing.
            let (_, behind) = after.split_once('>').unwrap_or(("", ""));
            if let Some(last) = tags.last_mut() {
                last.text.push_str(&unescape(behind.split('<').next().unwrap()));
            }
            rest = behind;
        } else {
            let (tag, behind) = tag(after);
            tags.push(tag);
            rest = behind;
        }
    }
    tags
}

/// Reads the tag that `text` begins with; gives what is behind it.
fn tag(text: &str) -> (Tag, &str) {
    let end_of_name =
        text[1..].find(|sign: char| sign.is_whitespace() || sign == '>').map_or(text.len(), |end| end + 1);
    let mut tag = Tag { name: text[1..end_of_name].trim_end_matches('/').to_owned(), ..Tag::default() };
    let mut rest = text[end_of_name..].trim_start();
    while !rest.is_empty() && !rest.starts_with('>') {
        let end = rest.find(|sign: char| sign.is_whitespace() || sign == '=' || sign == '>').unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inside, behind) = quoted.split_once('"').unwrap_or((quoted, ""));
            value = unescape(inside);
            rest = behind;
        } else if let Some(bare) = rest.strip_prefix('=') {
            let end = bare.find(|sign: char| sign.is_whitespace() || sign == '>').unwrap_or(bare.len());
            value = unescape(&bare[..end]);
            rest = &bare[end..];
        }
        tag.attributes.insert(name, value);
        rest = rest.trim_start();
    }
    let behind = rest.strip_prefix('>').unwrap_or(rest);
    tag.text = unescape(behind.split('<').next().unwrap());
    (tag, behind)
}

/// The page's text as one line.
pub fn text(html: &str) -> String {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let text: String = tags(body)
        .iter()
        .filter(|tag| !matches!(tag.name.as_str(), "script" | "style"))
        .map(|tag| format!(" {}", tag.text))
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The addresses that the page links to, in its order.
pub fn links(html: &str) -> Vec<String> {
    tags(html).iter().filter(|tag| tag.name == "a").map(|tag| tag.get("href").to_owned()).collect()
}

/// Values by name, and the names of all fields.
pub type FormFields = (Vec<(String, String)>, Vec<String>);

/// The fields of the form with this action as a browser would send them, untouched; `None` where there is
/// no such form. The second list has the names of all fields, chosen or not.
pub fn form(html: &str, action: &str) -> Option<FormFields> {
    let tags = tags(html);
    let start = tags.iter().position(|tag| tag.name == "form" && tag.get("action") == action)?;
    let inside: Vec<&Tag> = tags[start + 1..].iter().take_while(|tag| tag.name != "/form").collect();
    let (mut values, mut names) = (Vec::new(), Vec::new());
    let mut select = String::new();
    for tag in inside {
        let name = tag.get("name").to_owned();
        match tag.name.as_str() {
            "input" => {
                names.push(name.clone());
                let choice = matches!(tag.get("type"), "radio" | "checkbox");
                if !choice || tag.has("checked") {
                    values.push((name, tag.get("value").to_owned()));
                }
            }
            "textarea" => {
                names.push(name.clone());
                values.push((name, tag.text.clone()));
            }
            "button" => names.push(name),
            "select" => {
                names.push(name.clone());
                select = name;
            }
            "option" if tag.has("selected") => values.push((select.clone(), tag.get("value").to_owned())),
            _ => {}
        }
    }
    Some((values, names))
}

#[test]
fn a_page_is_read_like_a_person_reads_it() {
    let page = "<!DOCTYPE html><html><head><title>T</title></head><body><!-- no --><p>Un<!>e &amp; l&#x27;autre</p>\
        <script nonce=\"a\">var a = '<p>';</script><a href=\"/a?b=1&amp;c=2\" class=x>L</a>\
        <form method=\"post\" action=\"/api/x\"><input type=\"hidden\" name=\"form[a]\" value=\"1 > 0\" />\
        <input type=radio name=\"form[b]\" value=\"n\"><input type=radio name=\"form[b]\" value=\"y\" checked>\
        <textarea name=\"form[c]\">Bon\njour</textarea></form></body></html>";
    assert_eq!(text(page), "Une & l'autre L Bon jour");
    assert_eq!(links(page), ["/a?b=1&c=2"]);
    let (values, names) = form(page, "/api/x").unwrap();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(values, [pair("form[a]", "1 > 0"), pair("form[b]", "y"), pair("form[c]", "Bon\njour")]);
    assert_eq!(names, ["form[a]", "form[b]", "form[b]", "form[c]"]);
    assert!(form(page, "/api/y").is_none());
}
