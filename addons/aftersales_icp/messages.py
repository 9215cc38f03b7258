"""What the codes of the kernel say to a person."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

REASONS = {
    "digit_lost": _lt("A public-security number has 14 digits: one is missing here."),
    "digits": _lt(
        "The count of digits is wrong: a filing has 8 or 10, an old licence 6, a"
        " licence with classes 8, a public-security number 14."
    ),
    "digits_missing": _lt("The digits are missing."),
    "empty": _lt("There is no number."),
    "form": _lt("This does not look like a filing or licence number."),
    "kind": _lt("This is a number of another kind than the one asked for here."),
    "licence_class": _lt("A licence has the classes A1, A2, B1 or B2 only."),
    "licence_dash": _lt("The dash between the classes and the year is missing."),
    "mark": _lt("A licence with classes has no 号 in front of the service serial."),
    "markup": _lt("This contains markup of a web page: enter the bare number."),
    "placeholder": _lt("This is a placeholder of a template and not a number."),
    "police_code": _lt("Digits 7 and 8 of a public-security number are always 02."),
    "province_alias": _lt("This authority uses another letter for that province."),
    "province_missing": _lt("The letter of the province in front is missing."),
    "province_name": _lt("The province is written with its one-character letter."),
    "province_outside": _lt("Hong Kong, Macau and Taiwan do not file with MIIT."),
    "province_unknown": _lt("What stands in front is not the letter of a province."),
    "region": _lt("The first two digits belong to another province than the letter."),
    "serial": _lt("The service serial has 1 to 5 digits and begins with 1 to 9."),
    "suffix": _lt("After the serial stands nothing (website), A (APP), X or K."),
    "tail": _lt("What follows the number is not a service serial such as -1 or -2A."),
    "too_long": _lt("This text is too long for a number."),
    "year": _lt("The number carries a year in which no such number was given."),
}

WARNINGS = {
    "label_dropped": _lt("The words in front of the licence number were left out."),
    "legacy_licence": _lt(
        "Old notation of a licence: check whether it is still valid."
    ),
    "legacy_psb": _lt("Old public-security number with fewer than 14 digits."),
    "mark_added": _lt("The missing 号 was added."),
    "psb_spelling": _lt("公安网备 was corrected to 公网安备."),
}

CONFLICTS = {
    "one_open": _lt("The organiser has an open order: one at a time."),
    "change_blocks_service": _lt(
        "A change of the organiser and a new service exclude each other."
    ),
    "change_blocks_access": _lt(
        "A change and a new access exclude each other in this province."
    ),
    "cancel_twice": _lt(
        "Cancelling a service and cancelling the organiser exclude each other."
    ),
    "first_twice": _lt(
        "This organiser has a number already: order a new service instead."
    ),
    "not_filed": _lt("Only a filing that is on file can be changed or cancelled."),
    "shell": _lt(
        "No service is left: in this province the filing is cancelled at the authority"
        " first and then made anew."
    ),
    "no_migration": _lt(
        "Only websites migrate, not to a person, and not in every province."
    ),
    "last_access": _lt(
        "This is the only access: cancelling it makes the site a shell. Cancel the"
        " service or add another access first."
    ),
}

GATE = {
    "no_service": _lt(
        "Choose the internet service of this line; a draft in the register is enough"
        " to sell."
    ),
    "not_filed": _lt("The service is not on file yet."),
    "access_lost": _lt("The service has lost its access: file a new access first."),
    "suspended": _lt("The service is suspended."),
    "revoked": _lt("The filing was revoked or closed: no exception is possible."),
    "no_access": _lt("No access with this provider is on file for the service."),
    "real_name": _lt(
        "The real name of the customer is not checked yet: a register clerk marks it on"
        " the contact."
    ),
}

LIGHT = {
    "revoked": _lt("The filing was revoked (%s)."),
    "suspended": _lt("Suspended: %s."),
    "access_lost": _lt("Services without access: %s."),
    "late": _lt("Duties overdue: %s."),
    "soon": _lt("Duties due within 30 days: %s."),
    "finding": _lt("Confirmed findings on the page: %s."),
    "notice": _lt("Things to look into on the page or its domains: %s."),
    "unlicensed": _lt("Services that sell without a licence: %s."),
    "unfiled": _lt("Services that run without a filing: %s."),
    "in_filing": _lt("Services not on file yet: %s."),
    "doubt": _lt("Services that the official query does not show: %s."),
    "bulletin": _lt("Bulletin services without their special filing: %s."),
    "incident": _lt("Content incidents that are not reported: %s."),
    "incident_reported": _lt("Reported content incidents that are not closed: %s."),
    "records": _lt("Content incidents whose records are not preserved: %s."),
    "beyond": _lt("Sites with functions beyond the filed items: %s."),
}

IMPORT = {
    "no_organiser": _lt("The organiser is missing."),
    "no_number": _lt("The number is missing."),
}
