use super::*;
use crate::hrefs::Hrefs;
use crate::ids::SubscriptionId;
use crate::paths::{APPLICATIONS, ROOT, TOKEN, USER, XFRAME};

#[test]
fn paths_are_read_in_any_case_and_escaping() {
    let app: AppId = "00000000002a".parse().unwrap();
    let inside = |place| Route::In(app, place);
    for (path, expected) in [
        ("/", Route::Root),
        (ROOT, Route::Root),
        (USER, Route::User),
        (XFRAME, Route::XFrame),
        (TOKEN, Route::Token),
        (APPLICATIONS, Route::Applications),
        ("/ucwa/oauth/v1/anonApplications", Route::AnonApplications),
        (
            "/UCWA/%6Fauth/v1/applications/00000000002A",
            inside(Place::Application(ApplicationPlace::Application)),
        ),
        (
            "/ucwa/oauth/v1/applications/00000000002a/events",
            inside(Place::Application(ApplicationPlace::Events)),
        ),
        (
            "/ucwa/oauth/v1/applications/00000000002a/people/Bo%40Example.com/presence",
            inside(Place::People(PeoplePlace::ContactPresence("sip:bo@example.com".to_owned()))),
        ),
        ("/ucwa/oauth/v1/applications/00000000002a/people/bo/x", Route::Unknown),
        ("/ucwa/oauth/v1/applications/x", Route::Unknown),
        ("/elsewhere", Route::Unknown),
    ] {
        assert_eq!(Route::of(path), expected, "{path}");
    }
}

#[test]
fn documented_errors_are_those_of_the_operation_and_the_generic_ones() {
    let app: AppId = "2a".parse().unwrap();
    let errors = Route::In(app, Place::Me(MePlace::MakeMeAvailable)).errors("POST");
    assert!(errors.contains(&ErrorKind::ForbiddenAnonymousNotAllowed), "{errors:?}");
    assert!(errors.contains(&ErrorKind::GoneCannotRedirect), "{errors:?}");
    assert!(Route::In(app, Place::Me(MePlace::MakeMeAvailable)).errors("GET").is_empty());
}

#[test]
fn an_href_leads_back() {
    let app: AppId = "2a".parse().unwrap();
    let hrefs = Hrefs::new(None, app);
    let id: SubscriptionId = "7".parse().unwrap();
    for uri in [
        "sip:bo@example.com",
        "sip:o'hara/x@example.com",
        "sip:50%@example.com",
        "sip:bo@example.com:5061",
        "sip:tel:1",
        "tel:+14255550101",
        "sip:+14255550101@example.com;user=phone",
    ] {
        let own = || uri.to_owned();
        for (href, place) in [
            (hrefs.contact(uri), Place::People(PeoplePlace::Contact(own()))),
            (hrefs.photo(uri), Place::Me(MePlace::Photo(own()))),
            (hrefs.of_contact(uri, "note"), Place::People(PeoplePlace::ContactNote(own()))),
            (hrefs.membership(id, uri), Place::Subscriptions(SubscriptionPlace::Membership(id, own()))),
        ] {
            assert_eq!(Route::of(&href), Route::In(app, place), "{href}");
        }
    }
    assert_eq!(
        Hrefs::new(Some("https://a:1"), app).own(),
        "https://a:1/ucwa/oauth/v1/applications/00000000002a"
    );
}
