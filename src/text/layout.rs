//! layouts
const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\`";
const UKRAINIAN: &str = "йцукенгшщзхїфівапролджєячсмитьбюґ'";
/// uk
pub fn to_ukrainian(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| {
            LATIN.chars().position(|k| k == c).and_then(|at| UKRAINIAN.chars().nth(at)).unwrap_or(c)
        })
        .collect()
}
/// ru
pub fn to_russian(text: &str) -> String {
    to_ukrainian(text).replace('і', "ы").replace('ї', "ъ").replace('є', "э")
}
/// en
pub fn to_latin(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| {
            UKRAINIAN.chars().position(|k| k == c).and_then(|at| LATIN.chars().nth(at)).unwrap_or(c)
        })
        .collect()
}
