from odoo import models


class Disposition(models.Model):
    """Which sale of ours the goods came from."""

    _inherit = "aftersales.disposition"

    def _get_sold_move(self):
        """The delivery that sold what lies here: what was sent in exchange stands for
        what it replaced, as often as it was replaced."""
        # sudo: who decides need not be able to read deliveries and sales
        move = self.line_id.sudo().origin_move_id
        while not move.sale_line_id:
            earlier = move._aftersales_get_replaced_lines()
            if not earlier:
                break
            move = earlier[:1].origin_move_id
        return move

    def _get_sale_line(self):
        return self._get_sold_move().sale_line_id

    def _get_sold_product(self):
        """What the sale sold, when this came back as its replacement."""
        return self._get_sold_move().product_id or self.product_id
