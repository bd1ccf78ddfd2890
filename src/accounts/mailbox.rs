//! Which addresses lead to one mailbox, as far as their spelling tells: nobody answers for themselves by another spelling
//! of their own address. Accounts stay apart by `store::email_key`: two spellings may have one each.

use super::store::email_key;

/// Hosts of one mail service that knows no dots before the `@`
/// (<https://support.google.com/mail/answer/7436150>).
const WITHOUT_DOTS: [&str; 2] = ["gmail.com", "googlemail.com"];

/// Whether mail to either address arrives in the same mailbox: whatever their case, what follows a `+` is a note of its
/// owner's (RFC 5233, "detail").
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    key(one) == key(other)
}

fn key(address: &str) -> (String, String) {
    let address = email_key(address);
    let (local, host) = address.rsplit_once('@').unwrap_or((&address, ""));
    let user = match local.split_once('+') {
        Some((user, _)) if !user.is_empty() => user,
        _ => local,
    };
    match WITHOUT_DOTS.contains(&host) {
        true => (user.replace('.', ""), WITHOUT_DOTS[0].to_owned()),
        false => (user.to_owned(), host.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn another_spelling_is_the_same_mailbox() {
        for (one, other) in [
            ("petite@exemple.fr", " PETITE@Exemple.fr "),
            ("petite@exemple.fr", "petite+maman@exemple.fr"),
            ("petite+a@exemple.fr", "petite+b+c@exemple.fr"),
            ("petite.ourse@gmail.com", "petiteourse@gmail.com"),
            ("petite.ourse@gmail.com", "P.e.t.i.t.e.Ourse+papa@GoogleMail.com"),
            ("Élodie@exemple.fr", "ÉLODIE+maman@exemple.fr"),
        ] {
            assert!(is_same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn another_mailbox_is_another_one() {
        for (one, other) in [
            ("petite@exemple.fr", "maman@exemple.fr"),
            ("petite@exemple.fr", "petite@exemple.com"),
            // Dots count everywhere else.
            ("petite.ourse@exemple.fr", "petiteourse@exemple.fr"),
            ("petite@gmail.com", "petite@exemple.fr"),
            ("petite@gmail.com", "petite@gmail.com.exemple.fr"),
            // Nothing before the sign: it is part of the name.
            ("+maman@exemple.fr", "+papa@exemple.fr"),
        ] {
            assert!(!is_same(one, other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn a_note_never_makes_another_mailbox(local in "[a-z.]{1,12}", host in "[a-z]{1,8}\\.fr", note in "[a-z+.]{0,12}") {
            let (plain, noted) = (format!("{local}@{host}"), format!("{local}+{note}@{host}"));
            prop_assert!(is_same(&plain, &noted) && is_same(&noted, &plain));
            let (plain, noted) = (format!("{local}@gmail.com"), format!(".{local}+{note}@googlemail.com"));
            prop_assert!(is_same(&plain, &noted));
        }
    }
}
