//! Where clients are, for emergency calls.

use ucwa_types::api::LisQueryResultEnum;

use crate::happening::MeHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    /// Looks up where the client of an application is: within the company's network at the user's office, if the directory
    /// has one.
    pub(crate) fn locate(&mut self, app: AppId, is_internal: bool) {
        let office = self.user_of(app).and_then(|user| user.person.office.clone()).filter(|_| is_internal);
        let etag = self.ids.number();
        let Some(application) = self.applications.get_mut(&app) else { return };
        application.settings.lis_query_result = Some(match office {
            Some(_) => LisQueryResultEnum::Succeeded,
            None => LisQueryResultEnum::Failed,
        });
        application.settings.lis_location = office;
        application.settings_etag = etag;
        self.emit(app, MeHappening::CommunicationUpdated);
    }
}
