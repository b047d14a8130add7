//! The defaults of properties and parameters: what pages state, and what overrides say instead.

use super::context::Context;
use crate::decision::{Decision, Findings};
use crate::overrides::Correction;
use crate::page::Limits;
use crate::schema::{Evidence, Provenance, Type};

/// The default of what overrides call `of`, where it comes from, and the reason if an override decides it. `limits` are those of
/// the pages.
pub(super) fn decide(
    of: &str,
    ty: &Type,
    limits: &Limits,
    context: Context<'_>,
    findings: &mut Findings,
) -> (Option<String>, Provenance, Vec<Evidence>) {
    let stated = Decision::new(limits.default.clone(), Vec::new());
    let mut close = |decision: Decision<'_, Option<String>>| {
        let origin = decision.overridden_by().map_or(&limits.default_provenance, |entry| &entry.provenance);
        // Without a default there is no origin.
        let origin = decision.value().as_ref().map(|_| origin.clone()).unwrap_or_default();
        let (default, why) = findings.close(decision);
        (default, origin, why)
    };
    let found = context.overrides.find(of, |correction| match correction {
        Correction::Default { value } => Some(value),
        _ => None,
    });
    let Some((entry, value)) = found else { return close(stated) };
    let page = ty.enumeration().and_then(|name| context.index.enumeration(name));
    let members: Vec<String> = page.iter().flat_map(|page| &page.members).map(|it| it.name.clone()).collect();
    if let Some(why) = value.as_ref().and_then(|value| limits.misfit(value, ty.scalar(), &members)) {
        return close(stated.reject(entry, entry.wrong("value", why)));
    }
    close(stated.heed(entry, value.clone(), |stated| match stated {
        Some(default) => format!("the default of `{of}` is `{default}` on its page"),
        None => format!("`{of}` has no default on its page"),
    }))
}

#[cfg(test)]
mod tests {
    use crate::resolve::testing::{enumeration, explicit, schema, table};

    #[test]
    fn an_override_decides_the_default() {
        let rows = ["level|Int32 (minimum 1, maximum 9, default 5)|", "hue|[Hue](Hue_ref.md)|"];
        let pages = [
            explicit("lamp", &[table("### Properties", "Name|Type|Description", &rows)]),
            enumeration("Hue", &["Red", "Blue"]),
        ];
        for (name, value, expected, message) in [
            ("level", "value = '7'", Some("7"), ""),
            ("level", "", None, ""),
            ("level", "value = '5'", Some("5"), "the default of `lamp.properties.level` is `5` on its page"),
            ("level", "value = '12'", Some("5"), "the default 12 is not within the limits"),
            ("level", "value = ' 7'", Some("5"), "` 7` is not one line with single blanks in it"),
            (
                "level",
                "value = '7 (observed)'",
                Some("5"),
                "`7 (observed)` ends with what a page would take for a mark",
            ),
            ("hue", "value = 'Red'", Some("Red"), ""),
            ("hue", "value = 'Pink'", None, "`Pink` is not a member of `Hue`"),
            ("hue", "", None, "`lamp.properties.hue` has no default on its page"),
        ] {
            let entry = format!("[[default]]\nof = 'lamp.properties.{name}'\n{value}\nreason = 'so it is'\n");
            let (schema, found) = schema(&pages, &entry);
            let lamp = schema.resources.iter().flat_map(|it| &it.properties).find(|it| it.name == name);
            assert_eq!(lamp.and_then(|it| it.default.as_deref()), expected, "{entry}");
            let found: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
            let expected = if message.is_empty() { vec![] } else { vec![message] };
            assert_eq!(found, expected, "{entry}");
        }
    }
}
