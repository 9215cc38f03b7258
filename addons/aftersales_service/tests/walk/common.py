from .test_shelf import ShelfCommon


class WalkCommon(ShelfCommon):
    """A store with shelves, and a keeper who walks through it."""

    def make_asked(self, *parts):
        """A requisition of another job, submitted."""
        visit = self.make_visit(self.make_order(service_type="c"))
        return self.make_requisition(visit, *parts)

    def start(self, *requisitions):
        ids = [requisition.id for requisition in requisitions]
        self.shown = self.counter.start_walk(ids)
        self.walk = self.env["aftersales.walk"].browse(self.shown["id"])
        self.scans = 0
        return self.walk

    def pick(self, code, **kwargs):
        self.scans += 1
        answer = self.counter.scan_walk(self.walk.id, code, **kwargs)
        self.shown = answer["walk"]
        return answer

    def finish_walk(self):
        self.shown = self.counter.finish_walk(self.walk.id)
        return self.shown

    def get_box(self, requisition):
        return requisition.sudo()._get_open_boxes()

    def get_stops(self):
        """[(shelf, part, {box: quantity})] as the screen shows them."""
        return [
            (
                stop["place"],
                stop["product"],
                {put["box"]: put["quantity"] for put in stop["puts"]},
            )
            for stop in self.shown["stops"]
        ]

    def check_reserved(self):
        """Core's reservation is no more than what lies there, and is that of the moves."""
        quants = self.env["stock.quant"].search(
            [("location_id", "child_of", self.warehouse.lot_stock_id.ids)]
        )
        for quant in quants:
            what = (quant.product_id.name, quant.lot_id.name, quant.location_id.name)
            self.assertGreaterEqual(quant.quantity, quant.reserved_quantity, what)
        details = self.env["stock.move.line"]._read_group(
            [
                ("location_id", "child_of", self.warehouse.lot_stock_id.ids),
                ("state", "not in", ("done", "cancel")),
            ],
            ["product_id", "lot_id", "location_id"],
            ["quantity:sum"],
        )
        reserved = {tuple(key): quantity for *key, quantity in details if quantity}
        books = {}
        for quant in quants.filtered("reserved_quantity"):
            key = quant.product_id, quant.lot_id, quant.location_id
            books[key] = books.get(key, 0) + quant.reserved_quantity
        self.assertEqual(reserved, books)
