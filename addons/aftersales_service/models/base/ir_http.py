from werkzeug.exceptions import BadRequest

from odoo import models
from odoo.http import request

_OURS = "odoo.addons.aftersales_"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Sentences of our scripts are translated on the portal too (overrides core's)."""
        return [*super()._get_translation_frontend_modules_name(), "aftersales_service"]

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """The database takes no NUL sign: our pages say so, whatever field it stands in.
        An address with one is unknown like any other that nobody has (extends core's)."""
        result = super()._pre_dispatch(rule, args)
        if rule.endpoint.func.__module__.startswith(_OURS):
            sent = request.get_http_params().values()
            if any(isinstance(value, str) and "\x00" in value for value in sent):
                raise BadRequest(
                    request.env._(
                        "What was sent contains a sign that cannot be stored (NUL). Please type it again instead of pasting it."
                    )
                )
        return result
