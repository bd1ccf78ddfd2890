//! Names in messengers and networks: "mon insta : lea_b", "ajoute-moi sur Snap". The name of a network alone is part
//! of many jobs and passes.

use super::{Word, gap};

/// Messengers and networks, with what they are called for short.
const NETWORKS: [&str; 18] = [
    "discord",
    "facebook",
    "insta",
    "instagram",
    "linkedin",
    "messenger",
    "skype",
    "snap",
    "snapchat",
    "telegram",
    "tiktok",
    "twitter",
    "viber",
    "watsapp",
    "wechat",
    "whatsap",
    "whatsapp",
    "zalo",
];
/// A messenger that is called by a word of every day: meant only where somebody invites to it.
const SIGNAL: &str = "signal";
/// What may stand between a network and a name in it.
const BETWEEN: [&str; 13] =
    ["c", "compte", "est", "handle", "id", "identifiant", "is", "it", "name", "nom", "pseudo", "s", "username"];
/// Which of them announce a name.
const ANNOUNCES: [&str; 5] = ["handle", "id", "identifiant", "pseudo", "username"];
/// Whose account it is.
const OWN: [&str; 4] = ["ma", "mon", "my", "notre"];
/// What somebody asks for who invites elsewhere, before "moi" or "me".
const INVITES: [&str; 25] = [
    "add",
    "ajoute",
    "ajoutez",
    "appelez",
    "appelle",
    "call",
    "cherche",
    "contact",
    "contacte",
    "contactez",
    "ecris",
    "ecrivez",
    "find",
    "follow",
    "joignez",
    "joins",
    "message",
    "ping",
    "reach",
    "rejoins",
    "retrouve",
    "retrouvez",
    "text",
    "trouve",
    "write",
];
/// Words that follow "c’est" and are no name.
const NO_NAMES: [&str; 12] =
    ["aussi", "avec", "bien", "comme", "dans", "juste", "plutot", "pour", "surtout", "toujours", "utile", "vraiment"];

/// A name in a network, or the invitation to go there.
pub fn find<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    numbered(text, words).or_else(|| named(text, words))
}

/// "jean#1234", as Discord tells people of one name apart.
fn numbered<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    let pair = words.windows(2).find(|pair| {
        let is_name = pair[0].folded.chars().any(char::is_alphabetic);
        let is_number = pair[1].folded.len() == 4 && pair[1].folded.chars().all(|sign| sign.is_ascii_digit());
        is_name && is_number && gap(text, &pair[0], &pair[1]) == "#"
    })?;
    text.get(pair[0].start..pair[1].end)
}

fn named<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    words.iter().enumerate().find_map(|(at, word)| {
        let network = NETWORKS.contains(&word.folded.as_str());
        if (network || word.folded == SIGNAL)
            && let Some(start) = invitation(words.get(..at)?)
        {
            return text.get(start..word.end);
        }
        if !network {
            return None;
        }
        let end = name_after(text, words, at)?;
        text.get(word.start..end)
    })
}

/// Where "ajoute-moi sur" begins, if `before` ends in it.
fn invitation(before: &[Word]) -> Option<usize> {
    let [.., verb, me, on] = before else { return None };
    let invites = INVITES.contains(&verb.folded.as_str())
        && matches!(me.folded.as_str(), "moi" | "me")
        && matches!(on.folded.as_str(), "sur" | "on" | "par" | "via" | "by");
    invites.then_some(verb.start)
}

/// Where the name ends that is told after the network at `at`.
fn name_after(text: &str, words: &[Word], at: usize) -> Option<usize> {
    let mut last = words.get(at)?;
    let mut announced = false;
    let mut is_that = false;
    for (index, word) in words.iter().enumerate().skip(at + 1).take(5) {
        let gap = gap(text, last, word);
        if gap.contains(['.', '!', '?', '\n', ';']) {
            return None;
        }
        announced |= gap.contains([':', '=']);
        if BETWEEN.contains(&word.folded.as_str()) {
            announced |= ANNOUNCES.contains(&word.folded.as_str());
            is_that |= matches!(word.folded.as_str(), "c" | "it" | "is");
            last = word;
            continue;
        }
        let end = name_end(text, words, index);
        let name = text.get(word.start..end)?;
        let is_own = at > 0 && words.get(at - 1).is_some_and(|before| OWN.contains(&before.folded.as_str()));
        let is_told = announced || (is_that && word.folded.len() > 3 && !NO_NAMES.contains(&word.folded.as_str()));
        return (looks_like_a_handle(name) || (is_own && is_told)).then_some(end);
    }
    None
}

/// The end of a name that begins at `index`, with its points and underscores.
fn name_end(text: &str, words: &[Word], index: usize) -> usize {
    let name = words.get(index..).unwrap_or_default();
    let joined =
        name.windows(2).take_while(|pair| matches!(gap(text, &pair[0], &pair[1]), "_" | "." | "-" | "__")).count();
    name.get(joined).map_or(text.len(), |word| word.end)
}

/// Letters with digits or underscores among them.
fn looks_like_a_handle(name: &str) -> bool {
    let begins_with_letter = name.chars().next().is_some_and(char::is_alphabetic);
    begins_with_letter && name.chars().any(|sign| sign.is_ascii_digit() || sign == '_')
}
