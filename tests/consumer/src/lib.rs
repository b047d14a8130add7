//! A crate whose types its build script generates.

ucwa_types::include_ucwa!(
    /// The API of the pages in `docs/reference`, or of those that `UCWA_DOCS` names.
    pub mod api
);

ucwa_types::include_ucwa!(
    "people",
    /// People, and the resource that leads to them: a tree of files, with attributes of our own.
    pub mod people
);

ucwa_types::include_ucwa!(
    "vendor",
    /// Pages of our own, whose types lead to those of `ucwa_types`.
    pub mod vendor
);

ucwa_types::include_ucwa!(
    "beside",
    /// The same pages, read together with the official ones.
    pub mod beside
);
