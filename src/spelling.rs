//! How far what was typed is from what exists, so that a slip can be asked about.

/// Longest text, in bytes, that a slip is looked for in: no name is longer by much, and the work grows
/// with its square.
const LONGEST: usize = 48;

/// How many slips lie between two folded texts (a letter too many, missing, wrong, or two swapped), when
/// they are few enough for the one to be meant by the other: none in three letters, one in seven, two in
/// more.
pub fn slips(typed: &str, known: &str) -> Option<usize> {
    let forgiven = match typed.len() {
        ..=3 => 0,
        4..=7 => 1,
        8..=LONGEST => 2,
        _ => return None,
    };
    // Most of what exists is told apart without comparing letter by letter: a slip changes the length by
    // one at most, and the set of letters by two.
    if typed.len().abs_diff(known.len()) > forgiven
        || (letters(typed) ^ letters(known)).count_ones() as usize > 2 * forgiven
    {
        return None;
    }
    Some(strsim::osa_distance(typed, known)).filter(|slips| *slips <= forgiven)
}

/// The set of bytes in a text; those that share a bit are rare.
fn letters(text: &str) -> u32 {
    text.bytes().fold(0, |set, byte| set | 1 << (byte % 32))
}

#[cfg(test)]
mod tests {
    use super::slips;

    #[test]
    fn a_slip_is_forgiven_by_length() {
        for (typed, known, expected) in [
            ("boulager", "boulanger", Some(1)),
            ("boulnager", "boulanger", Some(1)),
            ("bouulangeer", "boulanger", Some(2)),
            ("boucher", "boulanger", None),
            ("albbi", "albi", Some(1)),
            ("abli", "albi", Some(1)),
            ("albi", "albi", Some(0)),
            ("arle", "albi", None),
            ("pau", "peu", None),
        ] {
            assert_eq!(slips(typed, known), expected, "{typed} {known}");
        }
        assert_eq!(slips(&"a".repeat(10_000), &"a".repeat(10_000)), None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_near_is_passed_over(typed in "[a-e ]{8,12}", known in "[a-e ]{6,14}") {
            let near = strsim::osa_distance(&typed, &known) <= 2;
            proptest::prop_assert_eq!(slips(&typed, &known).is_some(), near);
        }
    }
}
