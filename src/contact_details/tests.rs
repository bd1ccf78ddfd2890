use super::find;
use proptest::prelude::*;

#[test]
fn ways_to_reach_somebody_are_found() {
    for (text, expected) in [
        ("Appelez-moi au 06 12 34 56 78 demain", "06 12 34 56 78"),
        ("0612345678", "0612345678"),
        ("06.12.34.56.78", "06.12.34.56.78"),
        ("06-12-34-56-78.", "06-12-34-56-78"),
        ("tel : +33 6 12 34 56 78", "33 6 12 34 56 78"),
        ("+33612345678", "33612345678"),
        ("(0)6 12 34 56 78", "0)6 12 34 56 78"),
        ("0 6 1 2 3 4 5 6 7 8", "0 6 1 2 3 4 5 6 7 8"),
        ("6 12 34 56 78", "6 12 34 56 78"),
        ("0262 12 34 56", "0262 12 34 56"),
        ("+44 20 7946 0958", "44 20 7946 0958"),
        (
            "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
            "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        ),
        ("call me: oh seven nine one two three four five six seven", "oh seven nine one two three four five six seven"),
        ("lea@exemple.fr", "lea@exemple.fr"),
        ("écrivez à lea.martin@exemple.fr !", "lea.martin@exemple.fr"),
        ("lea @ exemple", "lea @ exemple"),
        ("sur Insta : @lea_b", "@lea"),
        ("lea arobase exemple point fr", "lea arobase exemple"),
        ("lea at gmail dot com", "at gmail"),
        ("lea chez gmail", "lea chez gmail"),
        ("exemple point fr", "exemple point fr"),
        ("https://exemple.org/a?b=c", "https://exemple.org/a?b=c"),
        ("www.exemple.fr", "www.exemple.fr"),
        ("voyez exemple.fr/lea", "exemple.fr/lea"),
        ("meet.example.com", "meet.example.com"),
        ("J’habite 12 rue du Four", "12 rue du"),
        ("au 3 bis, avenue Foch à Albi", "3 bis, avenue Foch"),
        ("at 221 Baker Street", "221 Baker Street"),
        ("jean#1234", "jean#1234"),
        // Cut up and dressed up.
        ("⓪⑥ ①② ③④ ⑤⑥ ⑦⑧", "⓪⑥ ①② ③④ ⑤⑥ ⑦⑧"),
        ("zero6 12 34cinquante6 78", "zero6 12 34cinquante6 78"),
        ("⁰⁶ ¹² ³⁴ ⁵⁶ ⁷⁸", "⁰⁶ ¹² ³⁴ ⁵⁶ ⁷⁸"),
        ("0 6 . 1 2 . 3 4 . 5 6 . 7 8", "0 6 . 1 2 . 3 4 . 5 6 . 7 8"),
        ("06, 12, 34, 56, 78", "06, 12, 34, 56, 78"),
        ("06 * 12 * 34 * 56 * 78", "06 * 12 * 34 * 56 * 78"),
        ("06/12/34/56/78", "06/12/34/56/78"),
        ("06:12:34:56:78", "06:12:34:56:78"),
        ("O6 I2 34 56 78", "O6 I2 34 56 78"),
        ("06 douze 34 cinquante-six 78", "06 douze 34 cinquante-six 78"),
        ("06 2012 34 56", "06 2012 34 56"),
        ("０６１２３４５６７８", "０６１２３４５６７８"),
        ("0️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "0️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8"),
        (
            "zéro six, puis douze, trente-quatre, vingt et un, cinquante",
            "zéro six, puis douze, trente-quatre, vingt et un",
        ),
        (
            "zéro six quatre-vingt-dix-neuf quatre-vingt-dix-huit quatre-vingt-onze soixante-treize",
            "quatre-vingt-dix-neuf quatre-vingt-dix-huit quatre-vingt-onze soixante-treize",
        ),
        ("zero seven eleven twenty-two thirty-three forty", "zero seven eleven twenty-two thirty-three forty"),
        ("p a u l @ g m a i l . c o m", "l @ g"),
        ("p a u l a r o b a s e g m a i l", "p a u l a r o b a s e g m a i l"),
        ("g.m.a.i.l", "g.m.a.i.l"),
        ("h t t p s exemple", "h t t p s"),
        ("paul (at) exemple", "paul (at) exemple"),
        ("paul [a] exemple", "paul [a] exemple"),
        ("paul arrobase exemple", "paul arrobase exemple"),
        ("paul martin gmail com", "gmail com"),
        ("exemple . fr", "exemple . fr"),
        ("exemple dot org", "exemple dot org"),
        ("discord.gg/abc", "discord.gg/abc"),
        ("mon insta : lea.b", "insta : lea.b"),
        ("Mon insta c’est leabertrand", "insta c’est leabertrand"),
        ("my snap is leabertrand", "snap is leabertrand"),
        ("Snap : lea_b", "Snap : lea_b"),
        ("telegram lea81", "telegram lea81"),
        ("pseudo Discord = lea81", "Discord = lea81"),
        ("Ajoute-moi sur Insta !", "Ajoute-moi sur Insta"),
        ("écrivez-moi sur WhatsApp", "écrivez-moi sur WhatsApp"),
        ("text me on Signal", "text me on Signal"),
        // The name first, the network for short, or the sign left out.
        ("cherche lea_b81 sur insta", "lea_b81 sur insta"),
        ("je suis lea_b81 sur snap", "lea_b81 sur snap"),
        ("Lea81, c’est mon insta", "Lea81, c’est mon insta"),
        ("find lea_ on discord", "lea_ on discord"),
        ("mon snap leabertrand", "snap leabertrand"),
        ("Mon compte Insta leabertrand, à bientôt", "Insta leabertrand"),
        ("mon snap leabertrand si tu veux", "snap leabertrand"),
        ("my bereal leabertrand", "bereal leabertrand"),
        ("mon ig c'est lea_b81", "ig c'est lea_b81"),
        ("fb lea.b", "fb lea.b"),
        ("twitch leab81", "twitch leab81"),
        ("leabertrand81 gmail", "leabertrand81 gmail"),
        ("leabertrand81 sur gmail", "leabertrand81 sur gmail"),
        ("lea.bertrand gmail", "lea.bertrand gmail"),
    ] {
        let found = find(text);
        assert!(found.is_some_and(|found| found.contains(expected) || expected.contains(found)), "{text}: {found:?}");
    }
}

#[test]
fn what_people_write_of_their_job_is_left_alone() {
    for text in [
        "",
        "Je fais du pain au levain depuis vingt ans.",
        "Levé à 4 h 30, fini à 13 h : 5 jours sur 7, 35 heures.",
        "J’ai commencé en 1998, puis 2003, 2010 et 2015.",
        "Le 01/02/2026 à 09:00, ou le 28/02/2026.",
        "Un atelier de 1 200 m², 45 000 pièces par an, 12 000 € de matériel.",
        "Un, deux, trois… et on recommence.",
        "Combien gagne-t-on ? 1 500, 2 000, 3 000 euros ?",
        "Le matin.Puis le soir.Et le café.",
        "Le point fort : l’équipe. À ce point re-belote.",
        "J’ai travaillé chez Orange Bleue et at home.",
        "C’est l’avenir, etc.Bref.",
        "SIREN 123456789",
        "Le code ROME D1102, le CAP, la norme ISO 9001.",
        "From 9 to 5, seven days, one boss, two cats.",
        // Hours, days, years, postal codes, prices, codes.
        "Je suis libre le 01/12, le 02/12 ou le 05/12.",
        "Libre les 01/12, 02/12, 03/12 et 04/12.",
        "Créneaux : 09:00-10:00, 10:00-11:00, 14:30-15:30.",
        "Le 01/02/2026, 09:00 ou 10:00.",
        "Contrats : 09/2019 - 06/2021 - 08/2024.",
        "J’habite à 81000 Albi, avant c’était 75011 Paris et 01000 Bourg-en-Bresse.",
        "Un loyer de 650 €, un salaire de 1 800 € net, une prime de 0,50 €.",
        "SIRET 123 456 789 00012",
        "Entre quatre-vingt-dix et quatre-vingt-quinze élèves, de vingt et un à vingt-deux ans.",
        "Mille neuf cent quatre-vingt-dix-neuf, l’année de mes dix-huit ans.",
        "Les codes ROME D1102, K1706 et A1504.",
        "Le B.T.S., le C A P, la S.N.C.F. et l’A N P E.",
        "Je gère Instagram, TikTok et Facebook pour des marques.",
        "Mon Instagram, c’est surtout des photos de pain.",
        "On me voit parfois sur YouTube ; un signal sur la voie arrête le train.",
        "WhatsApp ou Discord, c’est pareil pour l’équipe.",
        "I work at night (a lot), at home.",
        "J’utilise Gmail. Com’ interne aussi.",
        "Vous voyez le point ? Net et sans bavure.",
        "Rendez-vous à 9 h 30, salle 204, 3e étage, porte 12.",
        "Mes outils : ASP.NET, VB.Net et C#.",
        "Dans ma rue, 12 commerces ont fermé ; 3 chemins mènent au métier, 40 m² d’atelier.",
        "Deux places, 3 cours de cuisine, 2 quais de gare.",
        "Le train de 9 h 15 arrive à 10 h 42, quai 3.",
        "Le bus 12, quai 3, part à 7 h.",
        "J’ai commencé en C# 2019.",
        // Networks and mail in a sentence of a job.
        "Je l’ai vu sur insta.",
        "J’utilise snap pour mon travail.",
        "Mon métier sur Facebook, et les stories sur TikTok.",
        "Mon Instagram professionnel. Mon Facebook montre mes pains.",
        "Mon LinkedIn est à jour, mon TikTok marche bien.",
        "Je tiens notre Instagram chaque matin.",
        "Je joue à GTA5 sur Twitch.",
        "La norme ISO9001 sur LinkedIn, le code D1102 sur Facebook.",
        "Je suis passée de Windows11 à Outlook, puis à Gmail.",
        "Des réseaux, p.ex Facebook p.ex, ou Insta.",
        "Un pain à IG bas, une page fb.",
        "My Instagram page. My Facebook profile is about bread.",
    ] {
        assert_eq!(find(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_will_do(text in ".{0,200}") {
        if let Some(found) = find(&text) {
            prop_assert!(text.contains(found));
        }
    }

    #[test]
    fn a_number_is_found_however_it_is_cut(digits in "0[1-9][0-9]{8}", cuts in prop::collection::vec(0usize..4, 9)) {
        let mut text = String::from("Mon numéro : ");
        for (at, digit) in digits.chars().enumerate() {
            text.push(digit);
            if let Some(cut) = cuts.get(at) {
                text.push_str(["", " ", ".", "-"][*cut]);
            }
        }
        prop_assert!(find(&text).is_some(), "{text}");
    }
}
