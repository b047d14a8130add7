//! Pages to generate from.

/// A page about a badge, which links to one that does not exist: a warning.
pub(crate) const BADGE: &str = "\
# badge

## Properties

|**Name**|**Description**|**Type**|
|:-----|:-----|:-----|
|colour|Its colour.|String|

## Links

|**Link**|**Leads to**|**Cardinality**|**Description**|
|:-----|:-----|:-----|:-----|
|self|[badge](badge_ref.md)|one||
|wearer|[wearer](wearer_ref.md)|one||
";
