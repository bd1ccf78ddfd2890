//! Names in messengers and networks: "mon insta : lea_b", "lea_b sur insta", "ajoute-moi sur Snap"; those of mail addresses
//! whose sign is left out. The name of a network alone is part of many jobs and passes.

use super::{Word, addresses::MAIL_HOSTS, gap};

/// Messengers and networks, with what they are called for short.
const NETWORKS: [&str; 23] = [
    "bereal",
    "bluesky",
    "discord",
    "facebook",
    "fb",
    "ig",
    "insta",
    "instagram",
    "linkedin",
    "messenger",
    "skype",
    "snap",
    "snapchat",
    "telegram",
    "tiktok",
    "twitch",
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
/// What may stand between a name and the network that it is told of.
const LEADS: [&str; 18] = [
    "at", "by", "c", "chez", "compte", "est", "is", "it", "ma", "mon", "my", "on", "par", "pour", "s", "sur", "the",
    "via",
];
/// The most of these.
const MOST_LEADS: usize = 4;
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
/// Words that end a sentence right after "mon Instagram" and are no name.
const SAID_OF_AN_ACCOUNT: [&str; 35] = [
    "account",
    "actif",
    "active",
    "actuel",
    "artistique",
    "business",
    "compte",
    "daily",
    "desactive",
    "existe",
    "feed",
    "ferme",
    "fonctionne",
    "grandit",
    "marche",
    "montre",
    "officiel",
    "ouvert",
    "page",
    "parfois",
    "perso",
    "personal",
    "personnel",
    "photo",
    "private",
    "prive",
    "professional",
    "professionnel",
    "profil",
    "profile",
    "public",
    "quotidien",
    "souvent",
    "stories",
    "suffit",
];
/// How somebody goes on who has told a name.
const GOES_ON: [&str; 5] = ["if", "please", "si", "stp", "svp"];

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
        if (network || MAIL_HOSTS.contains(&word.folded.as_str()))
            && let Some(start) = name_before(text, words, at)
        {
            return text.get(start..word.end);
        }
        if !network {
            return None;
        }
        let end = name_after(text, words, at).or_else(|| own_name(text, words, at))?;
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

/// Where the name begins that is told before the network or mail host at `at`: "lea_b81 sur insta", "lea.b gmail".
fn name_before(text: &str, words: &[Word], at: usize) -> Option<usize> {
    let place = words.get(at)?;
    let before = words.get(..at)?;
    let is_lead = |word: &&Word| LEADS.contains(&word.folded.as_str());
    let leads = before.iter().rev().take(MOST_LEADS).take_while(is_lead).count();
    let before = before.get(..before.len() - leads)?;
    let last = before.last()?;
    let between = text.get(last.end..place.start)?;
    // Without a word between them, what is set apart is a list.
    let is_apart = between.contains(['.', '!', '?', '\n', ';']) || (leads == 0 && between.contains([',', '/', '&']));
    let joined = before.windows(2).rev().take_while(|pair| is_joint(gap(text, &pair[0], &pair[1]))).count();
    let first = before.get(before.len() - 1 - joined)?;
    let name = text.get(first.start..last.end)?;
    let has_stroke = between.starts_with('_') || text.get(..first.start)?.ends_with('_');
    let is_mail = MAIL_HOSTS.contains(&place.folded.as_str());
    let is_name = has_stroke || is_a_handle_anywhere(name) || (is_mail && is_dotted(name));
    (is_name && !is_apart).then_some(first.start)
}

/// Where the name ends that follows "mon snap" and ends what is said: "mon snap leabertrand".
fn own_name(text: &str, words: &[Word], at: usize) -> Option<usize> {
    let (network, name) = (words.get(at)?, words.get(at + 1)?);
    let is_beside = gap(text, network, name).chars().all(|sign| sign == ' ');
    let is_word = name.folded.chars().count() > 3 && name.folded.chars().all(char::is_alphabetic);
    let is_ordinary = [&NO_NAMES[..], &SAID_OF_AN_ACCOUNT, &BETWEEN, &LEADS]
        .iter()
        .any(|names| names.contains(&name.folded.as_str()));
    let end = name_end(text, words, at + 1);
    let next = words.iter().find(|word| word.start >= end);
    let is_last = next.is_none_or(|next| {
        let goes_on = [&INVITES[..], &GOES_ON].iter().any(|names| names.contains(&next.folded.as_str()));
        goes_on || text.get(end..next.start).is_some_and(|gap| gap.contains(['.', '!', '?', '\n', ';', ',', ')']))
    });
    (is_own(words, at) && is_beside && is_word && !is_ordinary && is_last).then_some(end)
}

/// Whether it is the writer's: "mon insta", "mon compte insta".
fn is_own(words: &[Word], at: usize) -> bool {
    let before = words.get(..at).unwrap_or_default();
    let owner = match before {
        [.., owner, what] if matches!(what.folded.as_str(), "compte" | "pseudo") => Some(owner),
        _ => before.last(),
    };
    owner.is_some_and(|owner| OWN.contains(&owner.folded.as_str()))
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
        let is_told = announced || (is_that && word.folded.len() > 3 && !NO_NAMES.contains(&word.folded.as_str()));
        return (looks_like_a_handle(name) || is_dotted(name) || (is_own(words, at) && is_told)).then_some(end);
    }
    None
}

/// The end of a name that begins at `index`, with its points and underscores.
fn name_end(text: &str, words: &[Word], index: usize) -> usize {
    let name = words.get(index..).unwrap_or_default();
    let joined = name.windows(2).take_while(|pair| is_joint(gap(text, &pair[0], &pair[1]))).count();
    name.get(joined).map_or(text.len(), |word| word.end)
}

/// What parts of a name stand together by.
fn is_joint(gap: &str) -> bool {
    matches!(gap, "_" | "." | "-" | "__")
}

/// "lea.b": a point without a space, which no abbreviation ("p.ex") and no slip before a capital letter is.
fn is_dotted(name: &str) -> bool {
    let mut parts = name.split('.');
    let first = parts.next().unwrap_or_default();
    first.chars().count() > 1 && name.contains('.') && parts.all(|part| part.starts_with(char::is_lowercase))
}

/// A handle wherever it stands, as "lea_b81" and "leabertrand81" are; "ISO9001", "GTA5" and "D1102" are none.
fn is_a_handle_anywhere(name: &str) -> bool {
    let letters = name.chars().take_while(|sign| sign.is_alphabetic()).count();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let is_word_with_number = letters > 2 && name.chars().any(char::is_lowercase) && letters + digits > 4 && digits > 0;
    name.contains('_') || is_word_with_number
}

/// Letters with digits or underscores among them.
fn looks_like_a_handle(name: &str) -> bool {
    let begins_with_letter = name.chars().next().is_some_and(char::is_alphabetic);
    begins_with_letter && name.chars().any(|sign| sign.is_ascii_digit() || sign == '_')
}
