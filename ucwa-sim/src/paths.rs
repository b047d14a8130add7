//! The fixed paths of the service.

/// Where applications are created.
pub(crate) const APPLICATIONS: &str = "/ucwa/oauth/v1/applications";
/// The root of discovery. `/` is one too.
pub(crate) const ROOT: &str = "/Autodiscover/AutodiscoverService.svc/root";
/// The user of discovery.
pub(crate) const USER: &str = "/Autodiscover/AutodiscoverService.svc/root/oauth/user";
/// The page for a frame in a browser.
pub(crate) const XFRAME: &str = "/Autodiscover/AutodiscoverService.svc/root/xframe";
/// The token service.
pub(crate) const TOKEN: &str = "/WebTicket/oauthtoken";
