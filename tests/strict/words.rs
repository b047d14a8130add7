//! Words that mean something where generated code stands.

/// All of them, each once.
pub(crate) fn words() -> Vec<&'static str> {
    let lists =
        [KEYWORDS, PRELUDE, MACROS, PRIMITIVES, ASSOCIATED, PARAMETERS, RUNTIME, LOCALS, MODULES, SPELLINGS];
    let mut words: Vec<&str> = lists.into_iter().flat_map(str::split_whitespace).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Strict, reserved and weak keywords, of any edition.
const KEYWORDS: &str = "
    as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut
    pub ref return self Self static struct super trait true type unsafe use where while abstract become box do final gen
    macro override priv try typeof unsized virtual yield auto default macro_rules raw safe union _";

/// Types, traits, variants and functions of the prelude.
const PRELUDE: &str = "
    AsMut AsRef AsyncFn AsyncFnMut AsyncFnOnce Box Clone Copy Debug Default DoubleEndedIterator Drop Eq Err
    ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator Future Hash Into IntoFuture IntoIterator Iterator None Ok
    Option Ord PartialEq PartialOrd Result Send Sized Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec drop
    size_of align_of size_of_val align_of_val";

/// Macros and attributes that are in scope everywhere.
const MACROS: &str = "
    assert assert_eq cfg column compile_error concat dbg debug_assert derive env eprintln file format format_args
    global_allocator include include_bytes include_str line matches module_path option_env panic print println stringify
    test thread_local todo unimplemented unreachable vec write writeln allow warn deny forbid expect inline doc
    non_exhaustive must_use automatically_derived ucwa rustfmt clippy";

/// The types that are there without an import.
const PRIMITIVES: &str = "
    array bool char f16 f32 f64 f128 fn i8 i16 i32 i64 i128 isize never pointer reference slice str tuple u8 u16 u32 u64
    u128 unit usize";

/// What traits call their types, constants and functions.
const ASSOCIATED: &str = "
    Error Output Query Input Item IntoIter Target Owned Key REL REVISION MEMBERS DOCUMENTED KINDS QUERY INPUT STATUSES
    EVENTS REASONS clone clone_from fmt eq ne hash from into from_str from_text member as_str is_recognized other of
    new with default for_rel view model_mut parts parts_mut names each slot slot_mut serialize deserialize
    iter map collect";

/// What generic code calls its parameters, and lifetimes without their mark.
const PARAMETERS: &str = "A B D E F K M N R S T U V UcwaS UcwaD a de ucwa_a ucwa_de static";

/// Types and traits of the runtime and of serde, and generated types.
const RUNTIME: &str = "
    AnyEvent AnyResource AnyRef RawBody DateTime Delete Deserialize Deserializer DocumentedEvent
    DocumentedReason Duration Element Embedded EmbeddedResources Enumeration ErrorBody ErrorKind ErrorSet Event EventChannel EventSource EventDocument
    ExternalResource Field Form GenericError Get Infallible Input LazyLock Limits Link LinkData Links Model Object
    Operation OperationError Options Parts PartsMut Post Put RelTable Resource ResourceSet Rule Scalar Sender Serialize
    Serializer Show Slot SlotMut Slots Stub StubName TypedEvent Unknown Unrecognized Value View";

/// Fields, parameters and variables of generated and derived code.
const LOCALS: &str = "
    links embedded unknown unrecognized other value event sender status code subcode text rel index show resource name
    _links _embedded _0 __self _ __";

/// Modules and crates.
const MODULES: &str = "
    std core alloc proc_macro serde ucwa_types api ucwa names stubs errors enumerations any_event any_resource codec
    channel operation main lib mod build con nul";

/// Words that are the same, or nothing at all, as an identifier.
const SPELLINGS: &str = "
    state State STATE state_ state_2 State2 st-ate 3G 3d 200 \u{e9}t\u{e9} \u{2014} a-b a_b aB A-B 'quoted' #[x] // /* */ {} {0}
    <b> &amp; [x](y) ` `` $crate %00 *";
