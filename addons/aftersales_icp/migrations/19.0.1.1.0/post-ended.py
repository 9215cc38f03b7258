from odoo import SUPERUSER_ID, api

from odoo.addons.aftersales_icp.const import SERVICE_ENDED
from odoo.addons.aftersales_icp.models.aftersales_icp_licence import LICENCE_ENDED


def migrate(cr, version):
    """Duties of filings and licences that have ended are owed no longer: until now the
    cancellation itself left one behind, which turned red the day after."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    services = env["aftersales.icp.service"].with_context(active_test=False)
    services = services.search([("state", "in", list(SERVICE_ENDED))])
    if services:
        services._after_end()
    licences = env["aftersales.icp.licence"].search(
        [("state", "in", [*LICENCE_ENDED, "refused"])]
    )
    licences._end_duties(
        [("res_model", "=", licences._name), ("res_id", "in", licences.ids)],
        env._("The licence has ended."),
    )
