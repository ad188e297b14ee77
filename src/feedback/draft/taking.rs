//! What a draft takes of messages: words and attachments, corrected when they are edited.

use super::{
    ATTACHMENTS, CONTACT, DETAILS, Draft, Part, Step, TITLE, Want, Words, one_line, shorten,
};

impl Draft {
    /// Takes `part` as what this step asks for.
    pub fn take(&mut self, part: Part) -> Result<(), Want> {
        let (message, text) = (part.message, part.text.clone());
        if self.attach(part)? {
            self.say(message, self.step, &text)?;
            self.forward();
        }
        Ok(())
    }

    /// Takes `part`, which belongs to the message before: another picture of an album. The step stays where that one
    /// was taken.
    pub fn follow(&mut self, part: Part) -> Result<(), Want> {
        if self.words.is_empty() && self.step == Step::What {
            return self.take(part);
        }
        let (message, text) = (part.message, part.text.clone());
        if self.attach(part)? {
            self.say(message, Step::Details, &text)?;
        }
        Ok(())
    }

    /// Whether the message of this number was taken.
    pub fn holds(&self, message: i64) -> bool {
        self.words.iter().any(|words| words.message == message)
            || self.parts.iter().any(|part| part.message == message)
            || self.pending.as_ref().is_some_and(|part| part.message == message)
    }

    /// The message of this number, which was taken, says `text` now.
    pub fn correct(&mut self, message: i64, text: &str) -> Result<(), Want> {
        if let Some(part) = self.pending.as_mut().filter(|part| part.message == message) {
            text.clone_into(&mut part.text);
            return Ok(());
        }
        let taken = self.words.iter().find(|words| words.message == message);
        match taken.map(|words| words.step) {
            Some(step) => self.say(message, step, text)?,
            // A picture that said nothing.
            None if self.step == Step::What && self.title.is_empty() => {
                self.say(message, Step::What, text)?;
                self.forward();
            }
            None => self.say(message, Step::Details, text)?,
        }
        if let Some(part) = self.parts.iter_mut().find(|part| part.message == message) {
            text.clone_into(&mut part.text);
        }
        Ok(())
    }

    /// Takes what is attached; false if it was before.
    fn attach(&mut self, part: Part) -> Result<bool, Want> {
        self.similar = None;
        if part.body.is_attachment() {
            if self.parts.iter().any(|known| known.message == part.message) {
                return Ok(false);
            }
            if self.parts.len() >= ATTACHMENTS {
                return Err(Want::Fewer);
            }
            self.parts.push(part);
        }
        Ok(true)
    }

    /// Takes the words of a message as what `step` asks for.
    fn say(&mut self, message: i64, step: Step, text: &str) -> Result<(), Want> {
        match step {
            Step::What if !text.chars().any(char::is_alphanumeric) => return Err(Want::Words),
            Step::Contact => {
                let Some((name, contact)) = contact(text.trim()) else { return Err(Want::Contact) };
                (self.name, self.contact) = (Some(name), Some(contact));
            }
            Step::What | Step::Details | Step::Confirm => {}
        }
        let text = shorten(text.trim(), DETAILS);
        if let Some(words) = self.words.iter_mut().find(|words| words.message == message) {
            words.text = text;
        } else {
            // What is said anew stands in the place of all that was said.
            self.words.retain(|words| match step {
                Step::What => words.step == Step::Contact,
                Step::Contact => words.step != Step::Contact,
                Step::Details | Step::Confirm => true,
            });
            self.words.push(Words { message, step, text });
        }
        self.compose();
        Ok(())
    }

    /// Title and details, as the messages have them.
    fn compose(&mut self) {
        self.similar = None;
        let mut details = Vec::new();
        for Words { step, text, .. } in &self.words {
            match step {
                Step::What => {
                    self.title = shorten(&one_line(text.lines().next().unwrap_or_default()), TITLE);
                    if self.title != *text {
                        details.push(text.as_str());
                    }
                }
                Step::Contact => {}
                Step::Details | Step::Confirm => details.push(text),
            }
        }
        details.retain(|text| !text.is_empty());
        self.details = shorten(&details.join("\n"), DETAILS);
    }
}

/// The name and the contact that `text` gives: the first line and the others, or what the first comma parts.
fn contact(text: &str) -> Option<(String, String)> {
    let (name, rest) = text.split_once('\n').or_else(|| text.split_once(','))?;
    let (name, rest) = (one_line(name), one_line(rest));
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = rest.chars().any(|letter| letter.is_ascii_digit());
    // A mail, or an address with a number of a house; a phone alone is not what the law asks for.
    let reachable = rest.contains('@') && letters(&rest) > 2 || digits && letters(&rest) > 2;
    (letters(&name) > 1 && reachable).then(|| (shorten(&name, CONTACT), shorten(&rest, CONTACT)))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::feedback::{
        Kind, Term,
        draft::{About, Body},
    };

    fn draft(kind: Kind, about: Option<About>) -> Draft {
        Draft::new(1, kind, about, DateTime::UNIX_EPOCH)
    }

    fn text(text: &str) -> Part {
        Part { message: 1, text: text.to_owned(), body: Body::Text }
    }

    fn photo(message: i64) -> Part {
        Part { message, text: String::new(), body: Body::Captioned }
    }

    #[test]
    fn a_message_that_was_taken_may_be_corrected() {
        let mut draft = draft(Kind::Complaint, None);
        let say = |message: i64, text: &str| Part { message, ..self::text(text) };
        draft.take(say(1, "Яма\nна дорозі")).unwrap();
        draft.take(say(2, "біля школи")).unwrap();
        draft.take(photo(3)).unwrap();
        assert!(draft.holds(1) && draft.holds(3) && !draft.holds(4));
        draft.similar = Some(vec![1]);
        assert_eq!(draft.correct(1, "Вибоїна\nна мосту"), Ok(()));
        assert_eq!((draft.title.as_str(), draft.step), ("Вибоїна", Step::Confirm));
        assert_eq!(draft.details, "Вибоїна\nна мосту\nбіля школи");
        assert_eq!(draft.similar, None, "they are looked for in the words as they are");
        assert_eq!(draft.correct(2, "біля ринку"), Ok(()));
        assert_eq!(draft.correct(3, "ось вона"), Ok(()));
        assert_eq!(draft.details, "Вибоїна\nна мосту\nбіля ринку\nось вона");
        assert_eq!(draft.parts[0].text, "ось вона");
        assert_eq!(draft.correct(1, "…"), Err(Want::Words));
        assert_eq!(draft.title, "Вибоїна");
        // Said anew, what it is about stands alone.
        draft.back();
        draft.back();
        draft.take(say(5, "Канава")).unwrap();
        assert_eq!((draft.title.as_str(), draft.details.as_str()), ("Канава", ""));
        assert!(!draft.holds(1));
    }

    #[test]
    fn the_pictures_of_an_album_are_one_answer() {
        let mut draft = draft(Kind::Suggestion, None);
        draft.take(Part { text: "Три ями".to_owned(), ..photo(1) }).unwrap();
        draft.follow(photo(2)).unwrap();
        draft.follow(Part { text: "третя".to_owned(), ..photo(3) }).unwrap();
        assert_eq!((draft.step, draft.parts.len()), (Step::Details, 3));
        assert_eq!((draft.title.as_str(), draft.details.as_str()), ("Три ями", "третя"));
        // The words may stand below any of them.
        let mut draft = self::draft(Kind::Suggestion, None);
        assert_eq!(draft.take(photo(1)), Err(Want::Words));
        draft.follow(Part { text: "Дві ями".to_owned(), ..photo(2) }).unwrap();
        assert_eq!((draft.step, draft.parts.len()), (Step::Details, 2));
        assert_eq!(draft.title, "Дві ями");
    }

    #[test]
    fn an_attachment_needs_words_and_is_taken_once() {
        let mut draft = draft(Kind::Complaint, None);
        assert_eq!(draft.take(photo(5)), Err(Want::Words));
        assert_eq!(draft.take(text("Яма на дорозі")), Ok(()));
        assert_eq!(draft.take(photo(5)), Ok(()));
        assert_eq!(draft.parts.len(), 1);
        for message in 6..20 {
            let taken = draft.take(photo(message));
            assert_eq!(
                taken.is_ok(),
                draft.parts.len() <= ATTACHMENTS && message < 15,
                "{message}"
            );
        }
        assert_eq!(draft.parts.len(), ATTACHMENTS);
    }

    #[test]
    fn a_request_wants_a_name_and_an_address_or_a_mail() {
        for (given, expected) in [
            ("Ольга Коваль\nolha@example.ua", Some(("Ольга Коваль", "olha@example.ua"))),
            ("Ольга Коваль, м. Гайсин, Соборна 5", Some(("Ольга Коваль", "м. Гайсин, Соборна 5"))),
            ("Ольга Коваль", None),
            ("Ольга Коваль\n0431122333", None),
            ("5\nolha@example.ua", None),
            ("", None),
        ] {
            let found = contact(given);
            let found = found.as_ref().map(|(name, contact)| (name.as_str(), contact.as_str()));
            assert_eq!(found, expected, "{given}");
        }
        let mut draft = draft(Kind::Formal, None);
        draft.take(text("Копія договору")).unwrap();
        assert_eq!(draft.take(text("Ольга")), Err(Want::Contact));
        draft.skip();
        assert_eq!(draft.step, Step::Contact);
        draft.take(text("Ольга\nolha@example.ua")).unwrap();
        assert!(draft.is_complete());
        assert_eq!(draft.term(3), Term::FORMAL);
        draft.urgent = true;
        assert_eq!(draft.term(3), Term::URGENT);
    }

    #[test]
    fn the_first_line_is_the_title_and_details_may_be_skipped() {
        let mut draft = draft(Kind::Suggestion, None);
        assert!(!draft.may_be_skipped());
        assert_eq!(draft.take(text("  ")), Err(Want::Words));
        assert_eq!(draft.take(text("Графік сміття\nпо вулицях")), Ok(()));
        assert_eq!((draft.title.as_str(), draft.step), ("Графік сміття", Step::Details));
        assert_eq!(draft.details, "Графік сміття\nпо вулицях");
        draft.skip();
        assert!(draft.is_complete());
        draft.back();
        draft.back();
        assert!(draft.may_be_skipped());
    }
}
