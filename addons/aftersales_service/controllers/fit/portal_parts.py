from odoo.http import request

from ..portal.portal_devices import DevicePortal


class PartsPortal(DevicePortal):
    """On the page of his device the customer sees what was built in since it was delivered,
    and which devices sit inside. What it was built of stays the maker's."""

    def _prepare_device_page(self, device):
        return super()._prepare_device_page(device) | {
            "parts": [
                self._prepare_built_in(part) for part in device._get_shown_parts()
            ]
        }

    def _prepare_built_in(self, part):
        """``part`` is read with all rights: access to its device was checked."""
        inner = request.env["aftersales.device"].browse(part.inner_device_id.id)
        mine = inner and inner.has_access("read")
        return {
            "name": part.product_id.name,
            "serial": part.serial or "",
            "quantity": part.quantity,
            "unit": part.product_id.uom_id.name,
            "place": part.place or "",
            "day": part.installed_on,
            "url": f"/my/devices/{inner.id}" if mine else "",
        }
