"""States of a filing subject and the moves between them, named once.

Catalogue I-101. "Normal" (正常) is no state of its own: a filing that is filed and
neither changing nor suspended is normal.
"""

STATES = [
    ("draft", "Draft"),
    ("complete", "Materials Complete"),
    ("submitted", "Submitted"),
    ("review", "Under Review"),
    ("filed", "Filed"),
    ("refused", "Filing Refused"),
    ("changing", "Changing"),
    ("suspended", "Suspended"),
    ("cancelled", "Cancelled"),
    ("revoked", "Revoked"),
]

# draft → filed takes over a filing that exists already: most registers begin with those.
TRANSITIONS = {
    "draft": {"complete", "filed"},
    "complete": {"draft", "submitted"},
    "submitted": {"complete", "review"},
    "review": {"filed", "refused"},
    "filed": {"changing", "suspended", "cancelled", "revoked"},
    "refused": {"draft"},
    "changing": {"filed", "revoked"},
    "suspended": {"filed", "cancelled", "revoked"},
    "cancelled": set(),
    "revoked": set(),
}

NUMBERED = {"filed", "changing", "suspended"}  # nothing is filed without a number
FROZEN = {"filed", "suspended", "cancelled", "revoked"}
FROZEN_FIELDS = {"partner_id", "company_id", "kind", "number_raw"}
STAMPS = {
    "filed": "filed_date",
    "cancelled": "cancelled_date",
    "revoked": "cancelled_date",
}

SUBJECT_KINDS = [("subject", "Filing"), ("licence", "Licence")]

SERVICE_KINDS = [
    ("website", "Website"),
    ("app", "APP"),
    ("miniprogram", "Mini-Program"),
    ("quickapp", "Quick App"),
]
SUFFIXES = {"website": "", "app": "A", "miniprogram": "X", "quickapp": "K"}

GROUP_COMPLIANCE = "aftersales_icp.aftersales_icp_group_compliance"
GROUP_USER = "aftersales_icp.aftersales_icp_group_user"
GROUPS = f"{GROUP_USER},aftersales_icp.aftersales_icp_group_auditor"

# === SERVICE (design §3.4) === #

SERVICE_STATES = [
    ("draft", "Draft"),
    ("filing", "In Filing"),
    ("filed", "Filed"),
    ("changing", "Changing"),
    ("access_lost", "Access Lost"),
    ("suspended", "Suspended"),
    ("migrating", "Migrating"),
    ("cancelling", "Cancelling"),
    ("cancelled", "Cancelled"),
    ("closed", "Closed"),
    ("revoked", "Revoked"),
]
SERVICE_TRANSITIONS = {
    "draft": {"filing", "filed"},
    "filing": {"draft", "filed"},
    "filed": {
        *("changing", "access_lost", "suspended", "migrating", "cancelling"),
        *("cancelled", "revoked"),
    },
    "changing": {"filed", "access_lost", "suspended", "cancelled", "revoked"},
    "access_lost": {"filed", "suspended", "cancelling", "cancelled", "revoked"},
    "suspended": {"filed", "closed", "cancelled", "revoked"},
    "migrating": {"filed", "filing"},  # filing: the new number is not there yet
    "cancelling": {"filed", "cancelled"},
    "cancelled": set(),
    "closed": set(),
    "revoked": set(),
}
SERVICE_NUMBERED = {"filed", "changing", "access_lost", "suspended", "migrating"}
SERVICE_ENDED = {"cancelled", "closed", "revoked"}
SERVICE_OPEN = {"filed", "changing"}  # access may be opened

# === ACCESS (§3.5) === #

ACCESS_STATES = [
    ("planned", "Planned"),
    ("filed", "Filed"),
    ("active", "Active"),
    ("mismatch", "Address Mismatch"),
    ("cancel_requested", "Cancelling"),
    ("cancelled", "Cancelled"),
    ("stopped_by_order", "Stopped by Order"),
]
ACCESS_TRANSITIONS = {
    "planned": {"filed", "cancelled"},
    "filed": {
        "active",
        "mismatch",
        "cancel_requested",
        "cancelled",
        "stopped_by_order",
    },
    "active": {"mismatch", "cancel_requested", "cancelled", "stopped_by_order"},
    "mismatch": {"active", "cancel_requested", "cancelled", "stopped_by_order"},
    "cancel_requested": {"active", "cancelled", "stopped_by_order"},
    "cancelled": set(),
    "stopped_by_order": {"active", "cancelled"},
}
ACCESS_FILED = {"filed", "active"}
ACCESS_GONE = {"cancelled", "stopped_by_order"}

# === PUBLIC SECURITY (§3.7) === #

PSB_STATES = [
    ("due", "Due"),
    ("submitted", "Submitted"),
    ("on_site", "On-Site Visit"),
    ("filed", "Filed"),
    ("refused", "Returned"),
    ("cancelled", "Cancelled"),
]
PSB_TRANSITIONS = {
    "due": {"submitted", "filed", "cancelled"},
    "submitted": {"on_site", "filed", "refused"},
    "on_site": {"filed", "refused"},
    "filed": {"submitted", "cancelled"},
    "refused": {"submitted", "cancelled"},
    "cancelled": set(),
}

# === LICENCE (§3.6) === #

LICENCE_STATES = [
    ("preparing", "Preparing"),
    ("applied", "Applied For"),
    ("granted", "Granted"),
    ("refused", "Application Refused"),
    ("replaced", "Replaced"),
    ("cancelled", "Cancelled"),
    ("revoked", "Revoked"),
]
LICENCE_TRANSITIONS = {
    "preparing": {"applied", "granted"},
    "applied": {"granted", "refused", "preparing"},
    "granted": {"replaced", "cancelled", "revoked"},
    "refused": {"preparing"},
    "replaced": set(),
    "cancelled": set(),
    "revoked": set(),
}
ANNUAL_STATES = [
    ("open", "To Report"),
    ("done", "Reported"),
    ("makeup", "Made Up in April"),
    ("bad_list", "On the Bad List"),
]
ANNUAL_TRANSITIONS = {
    "open": {"done", "makeup", "bad_list"},
    "done": set(),
    "makeup": set(),
    "bad_list": {"makeup"},
}

# === FILING ORDER (§3.1, §3.2) === #

ORDER_TYPES = [
    ("first", "First Filing"),
    ("new_service", "New Service"),
    ("new_access", "New Access"),
    ("change_subject", "Change of Organiser"),
    ("change_service", "Change of Service"),
    ("change_all", "Change of Organiser and Service"),
    ("change_access", "Change of Access"),
    ("cancel_service", "Cancel Service"),
    ("cancel_access", "Cancel Access"),
    ("cancel_subject", "Cancel Organiser"),
    ("migrate", "Migrate to Another Organiser"),
    ("transfer", "Transfer Between Accounts"),
    ("claim", "Claim Existing Filing"),
    ("renew_info", "Review and Correct"),
    ("psb_first", "Public-Security Filing"),
    ("psb_change", "Public-Security Change"),
    ("psb_cancel", "Public-Security Cancellation"),
    ("licence_apply", "Licence Application"),
    ("licence_change", "Licence Change"),
    ("licence_renew", "Licence Renewal"),
    ("licence_annual", "Licence Annual Report"),
    ("licence_cancel", "Licence Cancellation"),
]
ORDER_STATES = [
    ("draft", "To Complete"),
    ("provider_review", "Provider Review"),
    ("to_fix", "To Correct"),
    ("provider_review2", "Corrected, in Review"),
    ("provider_rejected", "Rejected by Provider"),
    ("sms_pending", "SMS Verification"),
    ("returned", "Returned"),
    ("bureau_review", "Authority Review"),
    ("bureau_rejected", "Rejected by Authority"),
    ("done", "Done"),
    ("cancelled", "Given Up"),
]
ORDER_TRANSITIONS = {
    "draft": {"provider_review", "cancelled"},
    "provider_review": {
        *("to_fix", "provider_rejected", "sms_pending", "bureau_review"),
        *("draft", "cancelled"),
    },
    "to_fix": {"provider_review2", "cancelled"},
    "provider_review2": {
        *("to_fix", "provider_rejected", "sms_pending", "bureau_review", "cancelled"),
    },
    "provider_rejected": {"draft", "cancelled"},
    "sms_pending": {"bureau_review", "returned", "cancelled"},
    "returned": {"provider_review", "cancelled"},
    # Neither editable nor withdrawable while the authority has it.
    "bureau_review": {"done", "bureau_rejected"},
    "bureau_rejected": {"draft", "cancelled"},
    "done": set(),
    "cancelled": set(),
}
ORDER_CLOSED = {"done", "cancelled"}
ORDER_LOCKED = {"sms_pending", "bureau_review", "done", "cancelled"}

# === OBLIGATION (§4) === #

OBLIGATION_STATES = [("open", "Open"), ("done", "Done"), ("waived", "Waived")]
OBLIGATION_TRANSITIONS = {"open": {"done", "waived"}, "done": set(), "waived": set()}
UNITS = [
    ("hour", "Hours"),
    ("day", "Days"),
    ("working_day", "Working Days"),
    ("month", "Months"),
    ("year", "Years"),
]

# === CONTENT (glossary 73) === #

INCIDENT_STATES = [
    ("discovered", "Discovered"),
    ("stopped", "Transmission Stopped"),
    ("preserved", "Records Preserved"),
    ("reported", "Reported"),
    ("closed", "Closed"),
]
INCIDENT_TRANSITIONS = {
    "discovered": {"stopped"},
    "stopped": {"preserved"},
    "preserved": {"reported", "closed"},
    "reported": {"closed"},
    "closed": set(),
}
PUBLICATION_STATES = [
    ("pending", "To Review"),
    ("published", "Published"),
    ("unpublished", "Unpublished"),
    ("refused", "Not Published"),
]
PUBLICATION_TRANSITIONS = {
    "pending": {"published", "refused"},
    "published": {"unpublished"},
    "unpublished": {"published"},
    "refused": {"published"},
}

# === GATE (§6) === #

REQUIREMENTS = [
    ("none", "None"),
    ("filing_service", "Filing Service"),
    ("site_build", "Website or APP Construction"),
    ("access_cn", "Access in Mainland China"),
    ("access_foreign", "Access Abroad"),
    ("domain", "Domain Registration"),
    ("maintenance", "Site Maintenance"),
]
GATED = {"site_build", "access_cn"}
OPENINGS = [
    ("not_opened", "Not Opened"),
    ("opened", "Opened"),
    ("stopped", "Stopped"),
]
OVERRIDE_DAYS = 30
NEVER_OVERRIDDEN = {"revoked", "closed"}
