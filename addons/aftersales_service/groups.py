"""The groups of the add-on, by the external IDs that code asks for."""

STAFF = "aftersales_service.aftersales_service_group_user"  # whoever has a role of ours
TECHNICIAN = "aftersales_service.aftersales_service_group_technician"
DISPATCHER = "aftersales_service.aftersales_service_group_dispatcher"
# The two halves of a dispatcher: who takes calls, and who sends people (O-14).
HOTLINE = "aftersales_service.aftersales_service_group_hotline"
BACK_OFFICE = "aftersales_service.aftersales_service_group_back_office"
WAREHOUSE = "aftersales_service.aftersales_service_group_warehouse"
FINANCE = "aftersales_service.aftersales_service_group_finance"
MANAGER = "aftersales_service.aftersales_service_group_manager"
AUDITOR = "aftersales_service.aftersales_service_group_auditor"
# No staff of ours: sees and reports the jobs of the customers in their charge.
SALESPERSON = "aftersales_service.aftersales_service_group_salesperson"


def any_of(*groups):
    """For the attribute ``groups`` of a field: whoever is in one of them.

    >>> any_of("a.b", "c.d")
    'a.b,c.d'
    """
    return ",".join(groups)
