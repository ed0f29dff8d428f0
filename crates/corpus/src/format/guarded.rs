//! Parsers of hostile formats may panic on a damaged file, which must not end a run.

use super::extracted::Refusal;
use nianlun_types::Reason;

/// Runs a parser of a hostile format; if it panics, the file is unreadable.
pub(super) fn guarded<T>(
    parse: impl FnOnce() -> Result<T, Refusal> + std::panic::UnwindSafe,
) -> Result<T, Refusal> {
    quiet_panics();
    INSIDE.with(|inside| inside.set(true));
    let result = std::panic::catch_unwind(parse);
    INSIDE.with(|inside| inside.set(false));
    result.unwrap_or_else(|_| {
        Err((Reason::Unreadable, "its parser failed: open the file and save it anew, or as txt".to_owned()))
    })
}

thread_local! {
    static INSIDE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Keeps the panics of such parsers off the terminal, since the run reports the file as set aside.
fn quiet_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !INSIDE.with(std::cell::Cell::get) {
                usual(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_become_reasons() {
        let (reason, _) = guarded::<()>(|| panic!("on purpose")).expect_err("refused");
        assert_eq!(reason, Reason::Unreadable);
    }
}
