//! Where derived code finds `ucwa_types`.

use std::path::Path;
use std::sync::OnceLock;

use proc_macro2::Span;
use syn::{Error, Result, parse_quote};

/// The path of the attribute `crate`, or else `::ucwa_types`.
///
/// # Errors
/// If the crate that is compiled has no dependency of that name. The compiler's own error would be to add one.
pub(crate) fn path(given: Option<syn::Path>) -> Result<syn::Path> {
    static IS_KNOWN: OnceLock<bool> = OnceLock::new();
    match given {
        Some(path) => Ok(path),
        None if *IS_KNOWN.get_or_init(is_known) => Ok(parse_quote!(::ucwa_types)),
        None => {
            let message = "no dependency of this crate is called `ucwa-types`; if Cargo.toml gives it another name, \
                           such as `skype`, write `#[ucwa(crate = \"skype\")]` on each type";
            Err(Error::new(Span::call_site(), message))
        }
    }
}

/// Whether the manifest of the crate that is compiled names `ucwa-types`. Without a manifest, the compiler reports it.
fn is_known() -> bool {
    let Some(folder) = std::env::var_os("CARGO_MANIFEST_DIR") else {
        return true;
    };
    std::fs::read_to_string(Path::new(&folder).join("Cargo.toml")).map_or(true, |text| is_named(&text))
}

/// Whether a manifest has a dependency called `ucwa-types`, or is that package's own.
fn is_named(manifest: &str) -> bool {
    const NAMES: [&str; 2] = ["ucwa-types", "ucwa_types"];
    let is_name = |text: &str| NAMES.contains(&text.trim_matches(['"', '\'']));
    manifest.lines().map(str::trim).any(|line| {
        if let Some(header) = line.strip_prefix('[') {
            let header = header.split(']').next().unwrap_or_default();
            return header.rsplit('.').next().is_some_and(is_name);
        }
        let Some((key, value)) = line.split_once('=') else {
            return false;
        };
        let key = key.trim();
        let name = key.split('.').next().unwrap_or_default().trim();
        is_name(name) || (key == "name" && is_name(value.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::is_named;

    #[test]
    fn a_manifest_names_the_runtime_in_several_ways() {
        for (manifest, expected) in [
            ("[dependencies]\nucwa-types = \"0.1\"", true),
            ("[dependencies]\n  ucwa_types={ path = \"x\" }", true),
            ("[dependencies]\n\"ucwa-types\" = \"0.1\"", true),
            ("[dependencies]\nucwa-types.workspace = true", true),
            ("[dependencies.ucwa-types] # here\nversion = \"0.1\"", true),
            ("[target.'cfg(unix)'.dependencies.\"ucwa-types\"]", true),
            ("[package]\nname = \"ucwa-types\"", true),
            ("[dependencies]\nskype = { version = \"0.1\", package = \"ucwa-types\" }", false),
            ("[dependencies.skype]\npackage = \"ucwa-types\"", false),
            ("[dependencies]\nskype.workspace = true", false),
            ("[package]\nname = \"ucwa-types-extra\"\n# ucwa-types", false),
            ("", false),
        ] {
            assert_eq!(is_named(manifest), expected, "{manifest}");
        }
    }
}
