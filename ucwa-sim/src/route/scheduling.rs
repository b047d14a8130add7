//! Places of scheduled online meetings.

use super::table::places;
use crate::hrefs::{Hrefs, segment};
use crate::ids::MeetingId;

places! {
    /// Places of scheduled online meetings.
    SchedulingPlace {
        OnlineMeetings = "onlineMeetings";
        MyOnlineMeetings = "myOnlineMeetings";
        MyOnlineMeeting(MeetingId) = "myOnlineMeeting";
        MyAssignedOnlineMeeting = "myAssignedOnlineMeeting";
        DefaultValues = "onlineMeetingDefaultValues";
        EligibleValues = "onlineMeetingEligibleValues";
        Policies = "onlineMeetingPolicies";
        Customization = "onlineMeetingInvitationCustomization";
        DialIn = "phoneDialInInformation";
        DialInRegion(usize) = "dialInRegion";
        Extensions(MeetingId) = "onlineMeetingExtensions";
        Extension(MeetingId, String) = "onlineMeetingExtension";
    }
    |segments| {
        let ["onlinemeetings", rest @ ..] = segments else { return None };
        Some(match rest {
            [] => Self::OnlineMeetings,
            ["myonlinemeetings"] => Self::MyOnlineMeetings,
            ["myonlinemeetings", id] => Self::MyOnlineMeeting(id.parse().ok()?),
            ["myassignedonlinemeeting"] => Self::MyAssignedOnlineMeeting,
            ["defaultvalues"] => Self::DefaultValues,
            ["eligiblevalues"] => Self::EligibleValues,
            ["policies"] => Self::Policies,
            ["custominvitation"] => Self::Customization,
            ["phonedialininformation"] => Self::DialIn,
            ["phonedialininformation", "regions", index] => Self::DialInRegion(index.parse().ok()?),
            ["extensions", id] => Self::Extensions(id.parse().ok()?),
            ["extensions", id, name] => Self::Extension(id.parse().ok()?, (*name).to_owned()),
            _ => return None,
        })
    }
}

impl Hrefs {
    /// An online meeting that the user has scheduled.
    pub(crate) fn meeting(&self, id: MeetingId) -> String {
        self.to(&format!("onlineMeetings/myOnlineMeetings/{id}"))
    }

    /// What applications have attached to an online meeting.
    pub(crate) fn meeting_extensions(&self, id: MeetingId) -> String {
        self.to(&format!("onlineMeetings/extensions/{id}"))
    }

    /// One of them.
    pub(crate) fn meeting_extension(&self, id: MeetingId, name: &str) -> String {
        format!("{}/{}", self.meeting_extensions(id), segment(name))
    }
}
