//! Ctrl-C: a last word first.

use std::process;

use super::screen::complain;

/// What shells have for a program that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;

/// Lets Ctrl-C end the program with what `words` has to say, however long the training would still take. To be
/// called once.
pub fn last_words(words: impl Fn() -> String + Send + 'static) {
    // Where this cannot be listened to, Ctrl-C ends the program without a word.
    _ = ctrlc::set_handler(move || {
        complain(&words());
        process::exit(INTERRUPTED);
    });
}
