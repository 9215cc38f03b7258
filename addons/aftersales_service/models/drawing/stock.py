from odoo import api, models
from odoo.tools import hash_sign, verify_hash_signed

_SCOPE = "aftersales-drawing"


class Drawing(models.Model):
    _inherit = "aftersales.drawing"

    def _pack(self):
        """A drawing in a list to choose from."""
        return {
            "id": self.id,
            "name": self.name,
            "sheet": self.sheet or "",
            "parts": self.spot_count,
        }

    def _get_stamp(self):
        return self.write_date.strftime("%Y%m%d%H%M%S")

    def _get_picture_url(self, env=None, small=False):
        """Its address changes with it, so a browser may keep it.

        :param env: of whoever looks; without a right on drawings he gets a key of his own
        """
        self.ensure_one()
        env = env or self.env
        url = f"/aftersales/drawing/{self.id}/picture?v={self._get_stamp()}"
        if not env.user._is_internal():
            url += f"&key={self._sign(env)}"
        return f"{url}&small=1" if small else url

    def _sign(self, env):
        """What opens this picture for this login, for a day."""
        # sudo: the secret of the database signs
        return hash_sign(env(su=True), _SCOPE, [self.id, env.uid], expiration_hours=24)

    def _is_key(self, key):
        """Whether the key was made for this picture and whoever asks."""
        # sudo: as above
        told = verify_hash_signed(self.env(su=True), _SCOPE, key) if key else None
        return told == [self.id, self.env.uid]

    @api.model
    def _count_stock(self, parts, company, warehouse, van):
        """{part id: {here, van, places, road}} of what is free of these parts.

        ``places`` are other stocks and vans, [[name, quantity]], the most first.
        """
        # sudo: how many there are, and where, is told to whoever asks for parts
        roots = self.sudo()._find_supply(company)
        groups = roots["env"]["stock.quant"]._read_group(
            [
                ("product_id", "in", parts.ids),
                ("location_id", "child_of", roots["ids"]),
            ],
            ["product_id", "location_id"],
            ["quantity:sum", "reserved_quantity:sum"],
        )
        told = {part.id: _Count() for part in parts}
        own = {"here": warehouse.sudo().lot_stock_id, "van": van.sudo()}
        for part, location, have, reserved in groups:
            place = _find_place(location, own, roots["road"])
            told[part.id].add(place, location, have, reserved, part.uom_id)
        return {id_: count.pack() for id_, count in told.items()}

    def _find_supply(self, company):
        """Places from which parts come: our stocks, vans, and parcels on their way."""
        ours = [("company_id", "=", company.id)]
        warehouses = self.env["stock.warehouse"].search(ours)
        vans = self.env["aftersales.technician"].search(ours).location_id
        road = warehouses.aftersales_road_location_id
        every = warehouses.lot_stock_id | vans | road
        return {"env": self.env, "ids": every.ids, "road": road}


class _Count:
    """Free quantities of one part."""

    def __init__(self):
        self.sums = {"here": 0.0, "van": 0.0, "road": 0.0}
        self.places = []

    def add(self, place, location, have, reserved, unit):
        free = have if place == "road" else have - reserved
        if unit.compare(free, 0) <= 0:
            return
        if place:
            self.sums[place] += free
        else:
            self.places.append([location.display_name, free])

    def pack(self):
        return self.sums | {"places": sorted(self.places, key=lambda p: -p[1])}


def _find_place(location, own, road):
    """Of what is counted here it is a part; '' for another place."""
    path = location.parent_path or ""
    for name, root in own.items():
        if root and path.startswith(root.parent_path):
            return name
    return "road" if any(path.startswith(one.parent_path) for one in road) else ""
