from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RegisterController(http.Controller):
    @http.route(
        "/aftersales_icp/register.xlsx", type="http", auth="user", readonly=True
    )
    def register(self):
        """The register that this user may see, as a workbook."""
        services = request.env["aftersales.icp.service"]
        try:
            services.check_access("read")
        except AccessError as error:
            raise request.not_found() from error
        name = f"{request.env._('ICP Register')}.xlsx"
        return request.make_response(
            services._register_workbook(),
            headers=[
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
