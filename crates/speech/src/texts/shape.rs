//! What a language's messages look like before anyone says them: their ids, arguments, and every fragment that they
//! can need. It is what there is to render.

use super::{Item, Part, Spoken, Texts, UNSPOKEN, spoken, text_items};
use crate::fragment::{Fragment, Tone};
use crate::say;
use crate::script::{Argument, Arguments};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement, VariantKey};
use std::collections::{BTreeMap, BTreeSet};

/// Counts that choose different forms in one language or another; literal keys of a selector are added.
const TELLING_COUNTS: [u64; 5] = [0, 1, 2, 5, 21];

/// Arguments as the texts use them, by name. Of one that chooses between variants (a count) the values that tell.
pub(crate) type Variables = BTreeMap<&'static str, Option<BTreeSet<u64>>>;

/// A message, or its attribute `.unspoken`.
pub(crate) struct Shape {
    #[cfg(test)]
    pub id: &'static str,
    #[cfg(test)]
    pub is_attribute: bool,
    pub variables: Variables,
    pattern: &'static Pattern<&'static str>,
}

impl Texts {
    pub fn shapes(&self) -> Vec<Shape> {
        let mut shapes = Vec::new();
        for message in self.messages() {
            let unspoken = message.attributes.iter().filter(|attribute| attribute.id.name == UNSPOKEN);
            for pattern in message.value.iter().chain(unspoken.map(|attribute| &attribute.value)) {
                let mut variables = Variables::new();
                walk(pattern, &mut variables);
                shapes.push(Shape {
                    #[cfg(test)]
                    id: message.id.name,
                    #[cfg(test)]
                    is_attribute: message.value.as_ref() != Some(pattern),
                    variables,
                    pattern,
                });
            }
        }
        shapes
    }

    /// Every message once: the language's own where there is one.
    fn messages(&self) -> Vec<&'static Message<&'static str>> {
        let mut messages = BTreeMap::new();
        for entry in self.resources.iter().flat_map(|resource| resource.entries()) {
            if let Entry::Message(message) = entry {
                messages.insert(message.id.name, message);
            }
        }
        messages.into_values().collect()
    }

    /// Everything that has to be recorded for this language.
    pub fn fragments(&self) -> BTreeSet<Fragment> {
        let mut fragments = BTreeSet::new();
        for word in say::vocabulary(self.language) {
            for tone in [Tone::Going, Tone::Final] {
                fragments.insert(Fragment { text: word.to_string(), tone });
            }
        }
        for shape in self.shapes() {
            for arguments in telling_arguments(&shape.variables) {
                for part in self.phrases(&shape, &arguments) {
                    if let Spoken::Fragment(fragment) = part {
                        fragments.insert(fragment);
                    }
                }
            }
        }
        fragments
    }

    /// The fixed text of a shape with these arguments, which stand in it as names.
    fn phrases(&self, shape: &Shape, arguments: &Arguments) -> Vec<Spoken> {
        let parts = self.parts(shape.pattern, arguments).unwrap_or_default();
        let items = parts.into_iter().flat_map(|part| match part {
            Part::Text(text) => text_items(&text),
            Part::Value(..) => vec![Item::Name(String::new())],
        });
        spoken(items.collect())
    }
}

/// Every combination of the counts that tell; other arguments are digits, since their value changes no text.
pub(crate) fn telling_arguments(variables: &Variables) -> Vec<Arguments> {
    let mut combinations = vec![Arguments::new()];
    for (&name, counts) in variables {
        let values: Vec<Argument> = match counts {
            Some(counts) => counts.iter().map(|&n| Argument::Count(n)).collect(),
            None => vec![Argument::Digits("301".into())],
        };
        let with = |arguments: &Arguments, value: &Argument| {
            let mut arguments = arguments.clone();
            arguments.insert(name, value.clone());
            arguments
        };
        combinations = combinations
            .iter()
            .flat_map(|arguments| values.iter().map(move |value| with(arguments, value)))
            .collect();
    }
    combinations
}

fn walk(pattern: &'static Pattern<&'static str>, variables: &mut Variables) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => {
                if let Some(name) = variable(inline) {
                    let counts = variables.entry(name).or_default();
                    if matches!(inline, InlineExpression::FunctionReference { .. }) {
                        counts.get_or_insert_default().extend(TELLING_COUNTS);
                    }
                }
            }
            Expression::Select { selector, variants } => {
                if let Some(name) = variable(selector) {
                    let literal = variants.iter().filter_map(|variant| match &variant.key {
                        VariantKey::NumberLiteral { value } => value.parse::<u64>().ok(),
                        VariantKey::Identifier { .. } => None,
                    });
                    let counts = variables.entry(name).or_default().get_or_insert_default();
                    counts.extend(TELLING_COUNTS);
                    counts.extend(literal);
                }
                variants.iter().for_each(|variant| walk(&variant.value, variables));
            }
        }
    }
}

fn variable(expression: &InlineExpression<&'static str>) -> Option<&'static str> {
    match expression {
        InlineExpression::VariableReference { id } => Some(id.name),
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.first().and_then(variable)
        }
        _ => None,
    }
}
