//! What each step of the chain takes, by size.

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ProcessTime;
use ucwa_gen::diff::{Report, Words, diff, human, markdown};
use ucwa_gen::files::Sources;
use ucwa_gen::overrides::Overrides;
use ucwa_gen::render;
use ucwa_gen::schema::{Scalar, Schema, Type, from_json, to_json};
use ucwa_gen::{analyse_with, emit, explain, extract, facts};

use super::{Dimension, Input};

/// What a step takes of some items, and of ten times as many.
#[derive(Clone, Debug)]
pub struct Cost {
    /// The step.
    pub step: &'static str,
    /// The processor time for each item, where they are few and where they are many.
    pub per_item: [Duration; 2],
    /// The processor time for all items, where they are many.
    pub whole: Duration,
}

impl Cost {
    /// How many times as much an item takes where there are ten times as many.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.per_item[1].as_secs_f64() / self.per_item[0].as_secs_f64()
    }

    /// Whether the time is long enough to say anything.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.whole >= LONG_ENOUGH
    }
}

/// Below this the clock decides, and what else the machine does.
const LONG_ENOUGH: Duration = Duration::from_millis(5);
/// A ratio above this is measured again, at most so often.
const DOUBTFUL: f64 = 1.4;
const ROUNDS: usize = 4;

/// Measures each step of a dimension with so many items and with ten times as many: of both the best of some rounds.
#[must_use]
pub fn compare((_, make): &Dimension, items: usize) -> Vec<Cost> {
    // Once a block of this size was freed, glibc keeps up to twice as much of what is freed, in place of giving it back to
    // the system and asking for it again in each step.
    drop(black_box(vec![1_u8; 31 << 20]));
    let sizes = [items, 10 * items];
    let inputs = sizes.map(make);
    let mut best = inputs.each_ref().map(times);
    for _ in 1..ROUNDS {
        let [few, many] = &best;
        let costs = few.iter().zip(many);
        let mut costs = costs.map(|((step, few), (_, many))| cost(step, sizes, [*few, *many]));
        if costs.all(|cost| !cost.counts() || cost.ratio() < DOUBTFUL) {
            break;
        }
        for (best, input) in best.iter_mut().zip(&inputs) {
            for ((_, best), (_, time)) in best.iter_mut().zip(times(input)) {
                *best = time.min(*best);
            }
        }
    }
    let [few, many] = &best;
    few.iter().zip(many).map(|((step, few), (_, many))| cost(step, sizes, [*few, *many])).collect()
}

fn cost(step: &'static str, sizes: [usize; 2], times: [Duration; 2]) -> Cost {
    let per_item = [0, 1].map(|at| times[at].div_f64(sizes[at] as f64));
    Cost { step, per_item, whole: times[1] }
}

/// Takes the input through all steps.
fn times(input: &Input) -> Vec<(&'static str, Duration)> {
    let (sources, _) = Sources::from_files(input.files.iter().cloned());
    let overrides = input.overrides.as_ref().map(|file| Overrides::parse(file).0).unwrap_or_default();
    let schema = analyse_with(&sources, &overrides).schema;
    let json = to_json(&schema);
    let (reworded, renamed) = (reworded(schema.clone()), renamed(schema.clone()));
    let resource = schema.resources.first().map(|it| &it.name);
    let name = resource.or(schema.enumerations.first().map(|it| &it.name));
    let name = name.map_or("widget", String::as_str);

    let mut times = Vec::new();
    let mut step = |name, run: &dyn Fn()| {
        let start = ProcessTime::now();
        run();
        times.push((name, start.elapsed()));
    };
    step("blocks", &|| sources.pages.iter().for_each(|page| drop(black_box(extract::document(page)))));
    step("facts", &|| drop(black_box(facts(&sources))));
    step("writing the schema", &|| drop(black_box(to_json(&schema))));
    step("reading the schema", &|| drop(black_box(from_json(&json))));
    step("emitting", &|| drop(black_box(emit::rust(&schema, &emit::Options::new()))));
    let options = render::Options::default().with_samples();
    step("rendering", &|| drop(black_box(render::pages(&schema, &options))));
    step("explaining", &|| {
        for name in [name, &format!("{name}.nothing"), "nothing"] {
            drop(black_box(explain::explain(&schema, name).map(|explained| explained.to_string())));
        }
    });
    step("comparing descriptions", &|| compared(&schema, &reworded));
    step("comparing names", &|| compared(&schema, &renamed));
    // The last, because it frees what it read on another thread.
    step("analysing", &|| {
        let overrides = input.overrides.as_ref().map(|file| Overrides::parse(file).0).unwrap_or_default();
        drop(black_box(analyse_with(&sources, &overrides)));
    });
    times
}

fn compared(old: &Schema, new: &Schema) {
    let diff = diff(old, new).unwrap_or_else(|error| panic!("the schemas are consistent: {error}"));
    let mut report = Report::new(&diff);
    report.words = Words::Show;
    drop(black_box((human(&report), markdown(&report))));
}

/// The same schema in other words.
fn reworded(mut schema: Schema) -> Schema {
    for resource in &mut schema.resources {
        resource.description.push_str(" More.");
        resource.properties.iter_mut().for_each(|it| it.description.push_str(" More."));
        resource.links.iter_mut().for_each(|it| it.description.push_str(" More."));
        resource.events.iter_mut().for_each(|it| it.reason.push_str(" More."));
        for operation in &mut resource.operations {
            operation.input.iter_mut().for_each(|it| it.description.push_str(" More."));
            operation.errors.iter_mut().for_each(|it| it.description.push_str(" More."));
        }
    }
    let members = schema.enumerations.iter_mut().flat_map(|it| &mut it.members);
    members.for_each(|it| it.description.push_str(" More."));
    schema
}

/// The same schema in which everything has another name.
fn renamed(mut schema: Schema) -> Schema {
    for resource in &mut schema.resources {
        resource.name.push('X');
        resource.properties.iter_mut().for_each(|it| it.name.push('X'));
        resource.links.iter_mut().for_each(|it| it.rel.push('X'));
        resource.events.iter_mut().for_each(|it| it.resource.push('X'));
        let links = resource.links.iter_mut().chain(&mut resource.embedded).map(|it| &mut it.target);
        let outputs = resource.operations.iter_mut().map(|it| &mut it.output);
        let events = resource.events.iter_mut().map(|it| &mut it.target);
        let targets = links.chain(outputs).chain(events).chain([&mut resource.role_of]);
        targets.flatten().for_each(|it| it.push('X'));
        let bodies = resource.operations.iter_mut();
        let bodies =
            bodies.flat_map(|it| it.query.iter_mut().chain(&mut it.input).chain(&mut it.output_fields));
        for property in resource.properties.iter_mut().chain(bodies) {
            if let Some(name) = property.ty.enumeration() {
                let scalar = Scalar::Enumeration(format!("{name}X"));
                property.ty = if property.ty.is_array() { Type::Array(scalar) } else { Type::Scalar(scalar) };
            }
        }
    }
    for enumeration in &mut schema.enumerations {
        enumeration.name.push('X');
        enumeration.members.iter_mut().for_each(|it| it.name.push('X'));
    }
    schema
}
