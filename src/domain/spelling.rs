//! What was probably meant by a word that is not there.

/// The word that was probably meant by `word`, if one is near: a letter in three may be wrong,
/// missing, doubled or swapped with its neighbour. Of two letters either could be another word's.
pub fn nearest<'a>(word: &str, all: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let letters = word.chars().count();
    if letters < 3 && word.chars().all(char::is_alphabetic) {
        return None;
    }
    let most = (letters / 3).max(1);
    all.into_iter()
        .map(|one| (strsim::osa_distance(&word, &one.to_lowercase()), one))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, one)| one)
}

/// "; did you mean `x`?", or every name there is: what is said behind a word that is not there.
pub fn meant<'a>(word: &str, all: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(word, all.clone()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => {
            let all: Vec<_> = all.into_iter().collect();
            format!("; there are {}", all.join(", "))
        }
    }
}
