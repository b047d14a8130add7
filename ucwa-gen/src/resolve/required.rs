//! Whether a property or a parameter is required: what pages state, and what overrides say instead.

use crate::decision::{Decision, Findings};
use crate::overrides::{Correction, Overrides};
use crate::schema::Evidence;

/// Whether what overrides call `of` is required, and the reason if an override decides it. `stated` is what the pages state.
pub(super) fn decide(
    of: &str,
    stated: bool,
    overrides: &Overrides,
    findings: &mut Findings,
) -> (bool, Vec<Evidence>) {
    let decision = Decision::new(stated, Vec::new());
    let found = overrides.find(of, |correction| match correction {
        Correction::Required { required } => Some(*required),
        _ => None,
    });
    let Some((entry, required)) = found else { return findings.close(decision) };
    findings.close(decision.heed(entry, required, |required| {
        let is = if *required { "is required" } else { "is not required" };
        format!("`{of}` {is} anyway")
    }))
}

#[cfg(test)]
mod tests {
    use crate::resolve::testing::{operation, original, schema, table};

    /// What the page says of a parameter, what an entry says, whether it is required then, and what is found.
    #[test]
    fn an_override_decides_what_is_required() {
        for (stated, required, message) in [
            ("Yes", false, ""),
            ("No", true, ""),
            ("Yes", true, "`lamp.GET.query.depth` is required anyway"),
            ("No", false, "`lamp.GET.query.depth` is not required anyway"),
        ] {
            let row = format!("depth|The maximum value is 9.|{stated}");
            let query = table("#### Query parameters", "Name|Description|Required?", &[&row]);
            let lamp = original("lamp", &[operation("GET", &[query])]);
            let entry = format!(
                "[[required]]\nof = 'lamp.GET.query.depth'\nrequired = {required}\nreason = 'so it is'\n"
            );
            let (made, found) = schema(&[lamp], &entry);
            let operations = made.resources.iter().flat_map(|it| &it.operations);
            let is: Vec<bool> = operations.flat_map(|it| &it.query).map(|it| it.required).collect();
            assert_eq!(is, [required], "{stated}");
            let found = found.iter().filter(|found| found.code.to_string() == "UG063");
            let found: Vec<&str> = found.map(|it| it.message.as_str()).collect();
            assert_eq!(found.join("; "), message, "{stated}");
        }
    }
}
