//! Which codecs a phone is offered, and in which order.

/// A codec by its name in settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Codec {
    G722,
    #[default]
    Pcma,
    Pcmu,
    Opus,
    G729,
}

/// The order of an offer or answer. What the other side of the call speaks already goes first, if this side may speak it
/// at all: then sound is passed on as it comes, and nobody has to turn one codec into another.
pub fn preference(allowed: &[Codec], spoken_already: Option<Codec>) -> Vec<Codec> {
    let first = spoken_already.filter(|codec| allowed.contains(codec));
    let others = allowed.iter().copied().filter(|codec| Some(*codec) != first);
    first.into_iter().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::Codec::*;
    use super::*;

    #[test]
    fn what_is_spoken_already_goes_first_where_it_is_allowed() {
        for (allowed, already, expected) in [
            (vec![G722, Pcma, Pcmu], None, vec![G722, Pcma, Pcmu]),
            (vec![G722, Pcma, Pcmu], Some(Pcmu), vec![Pcmu, G722, Pcma]),
            (vec![Pcma, Pcmu], Some(G722), vec![Pcma, Pcmu]),
            (vec![Pcma], Some(Pcma), vec![Pcma]),
        ] {
            assert_eq!(preference(&allowed, already), expected, "{allowed:?} {already:?}");
        }
    }
}
