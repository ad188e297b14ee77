//! A stem is what the forms of one word have in common.

use std::sync::LazyLock;

const VOWELS: &str = "аеєиіїоуюя";

/// Endings of nouns and adjectives, in any case and number.
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "ими", "іми", "ого", "ому", "ього", "ьому", "їми", "ами", "ями", "ові", "еві", "єві",
    "ься", "ою", "ею", "єю", "ої", "ий", "ій", "їй", "им", "ім", "їм", "их", "іх", "їх", "ам", "ям", "ах",
    "ях", "ом", "ем", "єм", "ів", "їв", "ев", "єв", "ей", "ьо", "ья", "ію", "ії", "ія", "ією", "іям",
    "іях", "іями", "а", "я", "о", "е", "є", "и", "і", "ї", "у", "ю", "ь", "й",
];

/// Stems that the endings would part from their own word: (stem as cut, stem of the other forms).
///
/// «програм-и» looks like an instrumental in -ами, «день» loses its vowel, and so on.
#[rustfmt::skip]
const MENDED: &[(&str, &str)] = &[
    ("прий", "прийом"), ("прогр", "програм"), ("рекл", "реклам"), ("виконк", "виконком"), ("гол", "голов"),
    ("дер", "дерев"), ("сол", "сел"), ("ясел", "ясл"), ("світел", "свотл"), ("жител", "житл"), ("зерен", "зерн"),
    ("воєн", "войн"), ("ден", "дн"), ("двор", "двір"), ("музе", "музей"), ("ліце", "ліцей"), ("дітьм", "діт"),
    ("діте", "діт"), ("кафе", "каф"), ("сх", "схем"), ("сист", "систем"), ("пробл", "проблем"), ("кварт", "квартир"),
    ("насел", "населен"),
];

/// Suffixes that make a relative of a word, longest first.
#[rustfmt::skip]
const DERIVED: &[&str] = &[
    "инецьк", "овецьк", "івецьк", "инськ", "івськ", "ївськ", "овськ", "евськ", "анськ", "янськ", "ецьк", "ицьк", "альн", "ильн",
    "овн", "івн", "ськ", "цьк", "зьк", "льн", "енн", "ичн", "ічн", "ник", "ниц", "нит", "чик", "ист", "іст", "ок", "ов", "ев", "єв", "ен", "ин", "н", "к", "ц", "ч",
];

/// Endings of verbs, of their participles and of nouns made of them.
#[rustfmt::skip]
const VERBAL: &[&str] = &[
    "ювання", "ування", "увати", "ювати", "ували", "увала", "увало", "ував", "юють", "ують", "ується", "уються", "ує", "ював", "ювали",
    "ована", "овано", "ований", "овані", "ованих", "ення", "єння", "ання", "яння", "іння", "ття", "ити", "ати", "яти", "іти", "ути", "ила", "ило", "или", "ив",
    "ала", "али", "ало", "ав", "яли", "яла", "яло", "яв", "ено", "ано", "ято", "ений", "ена", "ені", "ених", "аний", "ана", "ані", "аних", "ять", "ить", "уть", "ють",
    "ають", "яють", "ає", "яє", "іє", "ішли", "ать", "їть", "ень", "івля", "івлі", "ація", "ації", "ацій", "ацію", "ував", "увало", "уйте", "овуєш", "уєш", "аєш",
];

/// Endings that a verb has in a sentence and a noun hardly ever.
#[rustfmt::skip]
const FINITE: &[&str] = &[
    "ити", "ати", "яти", "іти", "увати", "ювати", "ить", "їть", "ять", "ать", "уть", "ють", "ає", "яє", "ує", "ює", "іє", "ив", "ав", "яв", "ував", "ила", "ило", "или", "ала", "ало", "али", "яла", "яло", "яли",
    "ено", "ано", "имо", "емо", "йшли", "йшов", "йшла", "йшло", "ємо", "еш", "єш", "иш", "ишся", "ишь", "ет", "ит", "ут", "ют", "ат", "ят", "ешь", "ите", "ете", "єте",
];

static SNOWBALL: LazyLock<[frostem::Stemmer; 3]> = LazyLock::new(|| {
    [frostem::Algorithm::Ukrainian, frostem::Algorithm::Russian, frostem::Algorithm::English]
        .map(frostem::Stemmer::new)
});

/// The keys under which a word is found: two words that share one are forms of one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// By [`light`].
    pub light: String,
    /// By Snowball: of Ukrainian, or of English for a Latin word.
    pub snowball: String,
}

impl Keys {
    /// The keys of a folded word.
    pub fn of(word: &str) -> Self {
        if word.starts_with(|c: char| !c.is_alphabetic()) {
            return Self { light: word.to_owned(), snowball: word.to_owned() };
        }
        if word.is_ascii() {
            let stem = SNOWBALL[2].stem(word).into_owned();
            return Self { light: stem.clone(), snowball: stem };
        }
        Self { light: light(word), snowball: SNOWBALL[0].stem(word).into_owned() }
    }

    /// The keys of a folded Russian word.
    pub fn of_russian(word: &str) -> Self {
        let stem = SNOWBALL[1].stem(word).into_owned();
        Self { light: stem.clone(), snowball: stem }
    }

    /// Whether the words of these keys are forms of one word.
    pub fn meets(&self, other: &Self) -> bool {
        self.light == other.light || self.snowball == other.snowball
    }
}

/// The light stem of `word`, which is folded.
///
/// An ending is cut, then the alternations of Ukrainian are evened out, so that a stem may be no word:
/// `школі`, `шкіл` → `школ`; `вулиць`, `вулиця` → `вулик`; `будинку`, `будинок` → `будинк`.
pub fn light(word: &str) -> String {
    if word.chars().count() < 3 {
        return word.to_owned();
    }
    let cut = without_ending(word);
    if let Some((_, mended)) = MENDED.iter().find(|(stem, _)| *stem == cut) {
        return (*mended).to_owned();
    }
    let mut stem: Vec<char> = cut.chars().collect();
    if let [_, .., a, b] = stem[..]
        && stem.len() > 3
        && a == b
    {
        stem.pop(); // знання, знань
    }
    if let [.., before, vowel, last] = stem[..]
        && stem.len() > 4
        && !VOWELS.contains(before)
        && is_fleeting(vowel, last, stem.len() > 5 && word.ends_with('ь'))
    {
        stem.remove(stem.len() - 2); // будинок, будинку
    }
    if let [first @ 'у', second, _, _, ..] = &mut stem[..]
        && !VOWELS.contains(*second)
    {
        *first = 'в'; // учитель, вчитель
    }
    if let Some(last) = stem.last_mut() {
        *last = match *last {
            'з' | 'ж' => 'г', // дорозі, дорога
            'ц' | 'ч' => 'к',
            'с' | 'ш' => 'х',
            other => other,
        };
    }
    if let Some(at) = stem.iter().rposition(|&c| VOWELS.contains(c))
        && at > 0
        && stem[at] == 'і'
    {
        stem[at] = 'о'; // шкіл, школа
    }
    stem.into_iter().collect()
}

/// What relatives of one word share («бюджет», «бюджетний»; «Мітлинці», «Мітлинецький»): for recall only.
///
/// `None` where too little would be left to tell words apart.
pub fn root(word: &str) -> Option<String> {
    if word.is_ascii() || word.chars().count() < 5 {
        return None;
    }
    let mut root = light(word);
    for _ in 0..2 {
        let Some(cut) = DERIVED
            .iter()
            .filter_map(|suffix| root.strip_suffix(suffix))
            .find(|rest| rest.chars().count() >= 4)
        else {
            break;
        };
        root.truncate(cut.len());
    }
    let root = evened(root.trim_end_matches(['ь', 'к', 'ц']));
    (root.chars().count() >= 4).then_some(root)
}

/// What forms and derivatives of one verb share («прийняли», «прийнято», «прийняття»; with [`root`]: «скаржаться»,
/// «скарга»): for recall only.
pub fn verb_root(word: &str) -> Option<String> {
    if word.is_ascii() || word.chars().count() < 5 {
        return None;
    }
    VERBAL
        .iter()
        .filter_map(|ending| bare(word).strip_suffix(ending))
        .filter(|rest| rest.chars().count() >= 3)
        .min_by_key(|rest| rest.len())
        .map(evened)
}

/// What a Ukrainian word and its Russian cognate share («нітратів», «нитратов»; «архітектури», «архитектурой»): the stem
/// with vowels evened out, for recall only.
///
/// `None` where too little would be left to tell words apart.
pub fn cognates(word: &str) -> [Option<String>; 2] {
    if word.is_ascii() || word.chars().count() < 5 {
        return [None, None];
    }
    let even = |stem: &str| {
        let evened: String = stem
            .chars()
            .filter_map(|c| match c {
                'і' | 'ї' | 'ы' => Some('и'),
                'є' | 'э' | 'ё' => Some('е'),
                'ґ' => Some('г'),
                'ь' | 'ъ' | '\'' => None,
                other => Some(other),
            })
            .collect();
        (evened.chars().count() >= 4).then_some(evened)
    };
    [even(&light(word)), even(&SNOWBALL[1].stem(word))]
}

/// Whether `word` has the ending of a verb in a sentence («приймає», «скаржаться», «работает»).
pub fn is_verb(word: &str) -> bool {
    let bare = bare(word);
    bare.len() < word.len() && word.chars().count() > 5
        || FINITE
            .iter()
            .any(|ending| bare.strip_suffix(ending).is_some_and(|rest| rest.chars().count() >= 2))
}

/// A reflexive verb without its particle.
fn bare(word: &str) -> &str {
    word.strip_suffix("ся").or_else(|| word.strip_suffix("сь")).unwrap_or(word)
}

/// `root` with the alternations of its last vowel and its last consonant evened out («вивіз», «вивезення»).
fn evened(root: &str) -> String {
    let mut root: Vec<char> = root.chars().collect();
    if let Some(last) = root.last_mut() {
        *last = match *last {
            'з' | 'ж' => 'г',
            'ц' | 'ч' => 'к',
            'с' | 'ш' => 'х',
            other => other,
        };
    }
    if let Some(at) = root.iter().rposition(|&c| VOWELS.contains(c))
        && at > 0
        && matches!(root[at], 'і' | 'е')
    {
        root[at] = 'о';
    }
    root.into_iter().collect()
}

/// `word` less its longest ending that leaves two letters, or three of a word longer than four.
fn without_ending(word: &str) -> &str {
    let length = word.chars().count();
    if length < 4 {
        return word;
    }
    let least = if length > 4 { 3 } else { 2 };
    ENDINGS
        .iter()
        .filter_map(|ending| Some((word.strip_suffix(ending)?, ending)))
        // «мерія», «водій» keep their і: «мер» and «вод» are other words.
        .filter(|(rest, ending)| {
            let soft =
                matches!(**ending, "ія" | "ії" | "ію" | "ією" | "ій" | "іям" | "іях" | "іями");
            rest.chars().count() >= if soft { least.max(4) } else { least }
        })
        .map(|(rest, _)| rest)
        .min_by_key(|rest| rest.len())
        .unwrap_or(word)
        .trim_end_matches(['ь', '\''])
}

fn is_fleeting(vowel: char, last: char, soft: bool) -> bool {
    matches!((vowel, last), ('о' | 'е' | 'є', 'к' | 'ц'))
        || soft && matches!((vowel, last), ('е', 'л' | 'н'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_key() {
        for (a, b) in [
            ("школа", "шкіл"),
            ("прийом", "прийому"),
            ("програма", "програм"),
            ("вулиця", "вулиць"),
            ("будинок", "будинку"),
            ("голова", "голови"),
            ("ліцей", "ліцею"),
            ("аптека", "аптек"),
            ("дороги", "доріг"),
            ("кредит", "кредити"),
            ("учителі", "вчителів"),
        ] {
            assert!(
                Keys::of(a).meets(&Keys::of(b)),
                "{a} {b}: {:?} {:?}",
                Keys::of(a),
                Keys::of(b)
            );
        }
        for (a, b) in [("мер", "міра"), ("мера", "мерія"), ("вода", "водій")]
        {
            assert_ne!(light(a), light(b), "{a} {b}");
        }
    }

    #[test]
    fn relatives_share_a_root() {
        for (a, b) in
            [("бюджет", "бюджетний"), ("мітлинці", "мітлинецький"), ("гайсин", "гайсинський")]
        {
            assert_eq!(root(a), root(b), "{a} {b}");
        }
        for (verb, noun) in
            [("скаржаться", "скарга"), ("вивезення", "вивіз"), ("ремонтують", "ремонт")]
        {
            assert_eq!(verb_root(verb), root(noun), "{verb} {noun}");
        }
    }

    #[test]
    fn a_verb_is_told_by_its_ending() {
        for verb in ["сидить", "скаржаться", "працює", "купили", "работает", "лежать"]
        {
            assert!(is_verb(verb), "{verb}");
        }
        for noun in ["борщ", "вінниці", "садок", "погода", "футбол"] {
            assert!(!is_verb(noun), "{noun}");
        }
    }
}
