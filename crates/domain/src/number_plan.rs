//! What the numbers of a company mean: extensions, direct numbers and the numbers of the house itself.

use crate::number::{Extension, Number};

/// A company's numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberPlan {
    /// What each number of the house itself does. They go before extensions.
    pub system: Vec<(Number, Service)>,
    /// What stands before an extension when it is called from outside: `+4930123456`.
    pub direct_prefixes: Vec<Number>,
}

/// What a number of the house itself does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// The owner's way to the own messages.
    Mailbox,
}

/// What a number means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    Service(Service),
    /// An extension; whether it exists is not known here.
    Extension(Extension),
    /// Neither one of ours nor written like one.
    Unknown,
}

impl NumberPlan {
    pub fn meaning(&self, called: &Number) -> Meaning {
        if let Some((_, service)) = self.system.iter().find(|(number, _)| number == called) {
            return Meaning::Service(*service);
        }
        let without_prefix = |prefix: &Number| called.as_str().strip_prefix(prefix.as_str());
        let direct = self.direct_prefixes.iter().find_map(without_prefix);
        Extension::parse(direct.unwrap_or(called.as_str())).map_or(Meaning::Unknown, Meaning::Extension)
    }

    /// The same plan with one more number of the house.
    pub fn with(&self, number: Number, service: Service) -> NumberPlan {
        let mut plan = self.clone();
        plan.system.push((number, service));
        plan
    }

    /// The number of a service, to show and to dial; the first if there are several.
    pub fn number_of(&self, service: Service) -> Option<&Number> {
        self.system.iter().find(|(_, of)| *of == service).map(|(number, _)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_service_an_extension_or_unknown() {
        let number = |text| Number::parse(text).unwrap();
        let plan = NumberPlan {
            system: vec![(number("99"), Service::Mailbox), (number("*97"), Service::Mailbox)],
            direct_prefixes: vec![number("+4930123")],
        };
        let extension = |text| Meaning::Extension(Extension::parse(text).unwrap());
        for (called, expected) in [
            ("99", Meaning::Service(Service::Mailbox)),
            ("*97", Meaning::Service(Service::Mailbox)),
            ("201", extension("201")),
            ("+4930123201", extension("201")),
            ("+49301232", Meaning::Unknown), // one digit is no extension
            ("+4930999", Meaning::Unknown),
            ("*1", Meaning::Unknown),
            ("7", Meaning::Unknown),
        ] {
            assert_eq!(plan.meaning(&number(called)), expected, "{called}");
        }
        assert_eq!(plan.number_of(Service::Mailbox), Some(&number("99")));
    }
}
