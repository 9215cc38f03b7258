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
GROUPS = (
    "aftersales_icp.aftersales_icp_group_user,"
    "aftersales_icp.aftersales_icp_group_auditor"
)
